"""Conditions: what a model asks of a record, true, false or unknown (None)."""

import codes
import dates
import decimals

LOWER_ENDS = {"at_least": True, "from": True, "above": False, "after": False}
UPPER_ENDS = {"at_most": True, "until": True, "below": False, "before": False}


def conjunction(truths):
    if False in truths:
        return False
    return None if None in truths else True


def negation(truth):
    return None if truth is None else not truth


def disjunction(truths):
    return negation(conjunction([negation(truth) for truth in truths]))


def within(value, span):
    """Whether a value lies between ends, each read already."""
    for word, end in span.items():
        if value == end and not (LOWER_ENDS | UPPER_ENDS)[word]:
            return False
        if value < end if word in LOWER_ENDS else value > end:
            return False
    return True


def inputs_of(condition):
    """The names of all inputs that a condition reads."""
    names = set()
    for name, asked in condition.items():
        if name in ("all", "any"):
            names.update(*(inputs_of(part) for part in asked))
        elif name == "not":
            names |= inputs_of(asked)
        else:
            names.add(name)
            for word in ("same_as", "differs_from", "birth_date"):
                if isinstance(asked, dict) and word in asked:
                    names.add(asked[word])
    return names


class Asking:
    """One record before the conditions of a model."""

    def __init__(self, model, values, as_of, supposed=()):
        self.model, self.values, self.as_of = model, values, as_of
        self.supposed = supposed  # missing inputs, and a value that each may have

    def truth(self, condition):
        parts = condition.items()
        return conjunction([self._entry(name, asked) for name, asked in parts])

    def _entry(self, name, asked):
        if name == "all":
            return conjunction([self.truth(part) for part in asked])
        if name == "any":
            return disjunction([self.truth(part) for part in asked])
        if name == "not":
            return negation(self.truth(asked))
        value = self.values[name]
        if isinstance(asked, dict) and "is" in asked:
            missing = value is None or name in self.supposed
            return missing == (asked["is"] == "missing")
        if isinstance(asked, dict) and "same_as" in asked:
            return self._same(name, asked["same_as"])
        if isinstance(asked, dict) and "differs_from" in asked:
            return negation(self._same(name, asked["differs_from"]))
        if isinstance(asked, dict) and ("name_in" in asked or "identifier_in" in asked):
            return self._listed(value, asked)
        return None if value is None else self._compare(name, value, asked)

    def _listed(self, value, asked):
        if value is None:
            return None
        where = self.model.lists[asked.get("name_in", asked.get("identifier_in"))]
        born = self.values[asked["birth_date"]] if "birth_date" in asked else None
        values = value if isinstance(value, list) else [value]
        return disjunction([where.has(v, asked, born, self.as_of) for v in values])

    def _compare(self, name, value, asked):
        field = self.model.inputs[name]
        if field.type == "flag":
            return value == (asked == "true")
        if field.type in ("number", "date"):
            read = dates.read if field.type == "date" else decimals.read
            if not isinstance(asked, dict):
                return value == read(asked)
            return within(value, {word: read(end) for word, end in asked.items()})
        asked = asked if isinstance(asked, list) else [asked]
        if field.type == "text":
            return value in [codes.trim(text) for text in asked]
        table = self.model.table_of(name)
        wanted = [self._name(table, codes.spelling(text, field.case), field.case)
                  for text in asked]
        values = value if isinstance(value, list) else [value]
        if any(self._name(table, one, field.case) in wanted for one in values):
            return True
        return False if all(self._known(name, one) for one in values) else None

    def _same(self, one, other):
        value, second = self.values[one], self.values[other]
        if value is None or second is None:
            return None
        if self.model.inputs[one].type != "code":
            return value == second
        case, case2 = self.model.inputs[one].case, self.model.inputs[other].case
        table = self.model.table_of(one)
        if table is not self.model.table_of(other) or case != case2:
            table = None
        if self._name(table, value, case) == self._name(table, second, case):
            return True
        known = self._known(one, value) and self._known(other, second)
        return False if known else None

    @staticmethod
    def _name(table, code, case):
        return code if table is None else table.name_of(code, case)

    def _known(self, name, code):
        """Whether a table that rates the input has the code, or none rates it."""
        tables = self.model.tables_of(name)
        case = self.model.inputs[name].case
        return not tables or any(t.find(code, case, self.as_of) for t in tables)

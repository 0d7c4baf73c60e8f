"""Missing inputs that may be anything: all values that can make a difference."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import codes
import conditions
import dates
import decimals

FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)


def entries(node):
    """All mappings within what YAML holds."""
    if isinstance(node, dict):
        yield node
    for part in node.values() if isinstance(node, dict) else node:
        if isinstance(part, (dict, list)):
            yield from entries(part)


def asked(model, field):
    """What conditions ask of an input."""
    return [entry[field.name] for entry in entries(model.conditions)
            if field.name in entry]


def ends_of(span):
    words = conditions.LOWER_ENDS | conditions.UPPER_ENDS
    return [end for word, end in span.items() if word in words]


def all_codes(model, field, as_of):
    tables = model.tables_of(field.name)
    if tables:
        return {codes.fold(row.key, field.case) if field.case == "ignore" else row.key
                for table in tables for row in table.holding(as_of)}
    texts = [text for part in asked(model, field) if not isinstance(part, dict)
             for text in ([part] if isinstance(part, str) else part)]
    read = codes.trim if field.type == "text" else (
        lambda text: codes.spelling(text, field.case))
    return {read(text) for text in texts} | {"something else"}


def numbers(model, field):
    unit = Fraction(1, 10**field.places)
    ends = [end for leaf in model.readers(field)
            for end in [*(e for span, _ in leaf.bands for e in span.values()),
                        *(at for at, _ in leaf.nodes), *leaf.range]]
    for part in asked(model, field):
        found = ends_of(part) if isinstance(part, dict) else [part]
        ends += [decimals.read(end) for end in found]
    most = 10**12 - unit
    near = {(end // unit + step) * unit for end in ends for step in (-1, 0, 1, 2)}
    return {n for n in near if abs(n) < 10**12} | {-most, most}


def days(model, field, as_of):
    ends = set()
    for leaf in model.readers(field):
        for span, _ in leaf.bands:
            for end in span.values():
                if "age_in" not in leaf.entry:
                    ends.add(end)
                    continue
                length = {"days": 1, "months": 30.436875, "years": 365.2425}
                back = float(end) * length[leaf.entry["age_in"]]
                ends |= {as_of - timedelta(int(back) + more) for more in range(-35, 36)
                         if back + more < 700000}
        ends |= {as_of} if "age_in" in leaf.entry else set()
    for part in asked(model, field):
        found = ends_of(part) if isinstance(part, dict) else [part]
        ends |= {dates.read(end) for end in found}
    near = {end + timedelta(step) for end in ends for step in (-1, 0, 1)
            if FIRST < end < LAST}
    return near | {FIRST, LAST}


def candidates(model, field, as_of):
    if field.type == "flag":
        return [False, True]
    if field.type == "number":
        return sorted(numbers(model, field))
    if field.type == "date":
        return sorted(days(model, field, as_of))
    return sorted(all_codes(model, field, as_of))


def combinations(model, values, as_of):
    """The names of the missing inputs, and every set of values that they may have."""
    names = [name for name, field in model.read_inputs().items()
             if field.policies.get("missing") == "interval" and values[name] is None]
    lists = [candidates(model, model.inputs[name], as_of) for name in names]
    return names, product(*lists)

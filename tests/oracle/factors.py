"""Factors: what turns an input into points."""

from fractions import Fraction

import conditions
import dates
import decimals


def ends(entry, read):
    """The ends of a band or of a condition, each word with what it says."""
    words = {**conditions.LOWER_ENDS, **conditions.UPPER_ENDS}
    return {word: read(text) for word, text in entry.items() if word in words}


def between(nodes, value):
    """The points at a value on the line through nodes, level beyond its ends."""
    at, points = nodes[0]
    for end, end_points in nodes[1:]:
        if value <= end:
            return points + (end_points - points) * (max(value, at) - at) / (end - at)
        at, points = end, end_points
    return points


class Factor:
    def __init__(self, entry, model, total=Fraction(1)):
        self.name = entry["id"]
        self.weight = decimals.read(entry.get("weight", "0")) / total
        self.members = [Factor(part, model, total) for part in entry.get("factors", [])]
        self.entry = entry
        self.field = model.inputs[entry["input"]] if "input" in entry else None
        policies = self.field.policies if self.field else {}
        policies = {"missing": "error", "unknown": "error", **policies, **entry}
        self.missing, self.unknown = policies["missing"], policies["unknown"]
        self.table = model.tables[entry["table"]] if "table" in entry else None
        self.cap = decimals.read(entry["cap"]) if "cap" in entry else None
        self.inverted = entry.get("inverted") == "true"
        self.range = [decimals.read(end) for end in entry.get("range", [])]
        dated = self.field and self.field.type == "date" and "age_in" not in entry
        read = dates.read if dated else decimals.read
        self.scaled = [decimals.read(end) for end in entry.get("scaled_to", [])]
        self.bands = [(ends(band, read), decimals.read(band["points"]))
                      for band in entry.get("bands", [])]
        self.nodes = [(decimals.read(node["at"]), decimals.read(node["points"]))
                      for node in entry.get("interpolate", [])]
        self.either = {answer: decimals.read(points)
                       for answer, points in entry.get("points", {}).items()}

    def leaves(self):
        if not self.members:
            return [self]
        return [leaf for member in self.members for leaf in member.leaves()]

    def inputs(self):
        asked = [self.entry[word] for word in ("when", "applies") if word in self.entry]
        own = {self.field.name} if self.field else set()
        return own.union(*map(conditions.inputs_of, asked),
                         *(member.inputs() for member in self.members))

    def rate_missing(self, as_of):
        return self._policy("missing", self.missing, as_of)

    @property
    def refuses_missing(self):
        return self.missing in ("error", "interval")

    def rate(self, values, asking, as_of):
        """The points, and the warning that they carry or None."""
        try:
            return self._rate(values, asking, as_of)
        except decimals.Unreadable as problem:
            problem.field = self.field.name if self.field else None
            raise

    def _rate(self, values, asking, as_of):
        if "when" in self.entry:
            value = asking.truth(self.entry["when"])
        else:
            value = values[self.field.name]
        if value is None:
            return self._policy("missing", self.missing, as_of)
        if isinstance(value, list):
            return self._rate_many(value, as_of)
        if self.table:
            row = self.table.find(value, self.field.case, as_of)
            if row is None:
                return self._policy("unknown", self.unknown, as_of)
            return self._turned(row.points), None
        if "age_in" in self.entry:
            value = dates.age(value, as_of, self.entry["age_in"])
        return self._points(value), None

    def _rate_many(self, values, as_of):
        """Of several codes the greatest points, or their sum up to the cap."""
        rows = [self.table.find(value, self.field.case, as_of) for value in values]
        points = [self._turned(row.points) for i, row in enumerate(rows)
                  if row is not None and not any(row is one for one in rows[:i])]
        warning = None
        if None in rows:
            given, warning = self._policy("unknown", self.unknown, as_of)
            points += [given] * rows.count(None)
        if self.cap is None:
            return max(points), warning
        return min(sum(points), self.cap), warning

    def _points(self, value):
        if self.either:
            return self.either["yes" if value else "no"]
        if self.bands:
            lowest = {word: end for word, end in self.bands[0][0].items()
                      if word in conditions.LOWER_ENDS}
            for span, points in self.bands:
                span = {**lowest, **span}
                if conditions.within(value, span):
                    return points
            raise decimals.Unreadable(f"{self.name}: outside of the bands")
        if self.nodes:
            return decimals.round_to(between(self.nodes, value), 4, "half_up")
        if not self.range[0] <= value <= self.range[1]:
            raise decimals.Unreadable(f"{self.name}: outside of the range")
        return self._turned(value)

    def _turned(self, points):
        points = sum(self.range) - points if self.inverted else points
        if not self.scaled:
            return points
        ends = list(zip(self.range, self.scaled))
        return decimals.round_to(between(ends, points), 4, "half_up")

    def _policy(self, cause, policy, as_of):
        if policy in ("error", "interval"):
            raise decimals.Unreadable(f"{self.name}: {cause}")
        warning = f"{cause}:{self.name}"
        if policy == "worst":
            return self._worst(as_of), warning
        return decimals.read(policy["points"]), warning

    def _worst(self, as_of):
        if self.cap is not None:
            return self.cap
        if self.table:
            rows = list(self.table.holding(as_of)) or self.table.rows
            return max(self._turned(row.points) for row in rows)
        if self.either:
            return max(self.either.values())
        if self.bands:
            return max(points for _, points in self.bands)
        if self.nodes:
            return max(points for _, points in self.nodes)
        return max(map(self._turned, self.range))

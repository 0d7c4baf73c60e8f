"""Trees of factors: who takes part, and what groups make of their members' points."""

from fractions import Fraction

import decimals

WEIGHTED = (None, "weighted")


def can_lack(factor):
    """Whether some customers have no points of it."""
    if "applies" in factor.entry:
        return True
    return bool(factor.members) and all(map(can_lack, factor.members))


def own_points(factor):
    """Whether a group gives points of its own instead of a sum."""
    return bool(factor.members) and (
        factor.entry.get("combine") not in WEIGHTED
        or any(map(can_lack, factor.members)))


def terms(factor):
    """What the weighted sum adds: leaves, and groups with points of their own."""
    if not factor.members or own_points(factor):
        return [factor]
    return [term for member in factor.members for term in terms(member)]


def everything(factor):
    return [factor] + [f for member in factor.members for f in everything(member)]


class Tree:
    """The factors of one record; `points` by id, None where one does not apply."""

    def __init__(self, values, asking, as_of, supposed=()):
        self.values, self.asking, self.as_of = values, asking, as_of
        self.supposed = supposed
        self.problem = None  # less than that a value cannot be what is supposed
        self.points, self.warnings = {}, []

    def rate_all(self, factors):
        for factor in factors:
            self._ask(factor)
        for factor in factors:
            self.rate(factor)
        if self.problem:
            raise self.problem

    def _ask(self, factor):
        """Whether each factor applies, before any value is read."""
        if self._applies(factor):
            for member in factor.members:
                self._ask(member)

    def rate(self, factor):
        """Points of a factor and of all beneath; a plain sum's are not rounded."""
        if self._applies(factor):
            points = self._group(factor) if factor.members else self._leaf(factor)
        else:
            for one in everything(factor):
                self.points[one.name] = None
            points = None
        self.points[factor.name] = points
        return points

    def _applies(self, factor):
        if "applies" not in factor.entry:
            return True
        truth = self.asking.truth(factor.entry["applies"])
        if truth is None and (factor.members or factor.refuses_missing):
            raise decimals.Unreadable(f"{factor.name}: applies?")
        self.doubtful = truth is None
        return truth is not False

    def _leaf(self, factor):
        doubtful = "applies" in factor.entry and self.doubtful
        try:
            points, warning = (factor.rate_missing(self.as_of) if doubtful else
                               factor.rate(self.values, self.asking, self.as_of))
        except decimals.Unreadable as problem:
            if factor.field and factor.field.name in self.supposed:
                raise
            self.problem = self.problem or problem
            return Fraction(0)
        if factor.field and factor.field.name in self.supposed:
            warning = f"missing:{factor.name}"
        self.warnings += [warning] if warning else []
        return points

    def _group(self, group):
        rated = [(member, self.rate(member)) for member in group.members]
        present = [(m, points) for m, points in rated if points is not None]
        if not present:
            return None
        combine = group.entry.get("combine")
        if combine == "max":
            return max(points for _, points in present)
        if combine == "matrix":
            return self._cell(group, [points for _, points in present])
        if combine == "owa":
            falling = sorted((points for _, points in present), reverse=True)
            order = map(decimals.read, group.entry["order_weights"])
            pairs = list(zip(order, falling))
        else:
            pairs = [(member.weight, points) for member, points in present]
        mean = sum(w * p for w, p in pairs) / sum(w for w, _ in pairs)
        return decimals.round_to(mean, 4, "half_up")

    @staticmethod
    def _cell(group, points):
        places = []
        for member, value in zip(group.members, points):
            levels = group.entry["scales"][member.name]
            places.append(sum(value >= decimals.read(level["from"])
                              for level in levels[1:]))
        if group.entry["cells"] == "product":
            times = decimals.read(group.entry.get("times", "1"))
            return Fraction((places[0] + 1) * (places[1] + 1)) * times
        return decimals.read(group.entry["cells"][places[0]][places[1]])


def nodes(factor, inside=False):
    """The groups with points of their own, and all groups in them."""
    inside = inside or own_points(factor)
    found = [factor] if inside and factor.members else []
    return found + [f for member in factor.members for f in nodes(member, inside)]

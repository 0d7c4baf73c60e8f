"""Random ways to combine the members of a group, and who they apply to."""

from fractions import Fraction

import conditions
import decimals
import draft_conditions

LEVELS = ["low", "中", "high", "very high", "5"]


def order_weights(draft, count):
    """Weights that do not rise and sum to the total exactly."""
    places = draft.pick([2, 3, 5] if draft.total == 1 else [0, 1, 3])
    units = draft.total * 10**places
    shares = sorted((draft.rng.randint(1, 100) for _ in range(count)), reverse=True)
    found = [units * share // sum(shares) for share in shares]
    found[0] += units - sum(found)
    return [draft.written(Fraction(part, 10**places)) for part in found]


def levels(draft):
    """A scale of named levels, each from some points on."""
    count = draft.pick([2, 2, 3, 4])
    low, high = draft.span
    places = 0 if high - low > 10 else 2
    ends = set()
    while len(ends) < count - 1:
        ends.add(Fraction(decimals.read(draft.decimal(low, high, places))))
    found = [{"level": name} for name in LEVELS[:count]]
    for level, end in zip(found[1:], sorted(ends)):
        level["from"] = decimals.write(end)
    return found


def cells(draft, rows, columns):
    """Points that never fall along a row or a column."""
    found = [[Fraction(0)] * columns for _ in range(rows)]
    drawn = sorted(Fraction(decimals.read(draft.points())) for _ in range(rows * columns))
    for i in range(rows):
        for j in range(columns):
            least = max(found[i - 1][j] if i else drawn[0],
                        found[i][j - 1] if j else drawn[0])
            found[i][j] = draft.pick([p for p in drawn if p >= least])
    return [[decimals.write(cell) for cell in row] for row in found]


def matrix(draft, members):
    scales = [levels(draft) for _ in members]
    entry = {"combine": "matrix",
             "scales": {m["id"]: s for m, s in zip(members, scales)}}
    rows, columns = map(len, scales)
    low, high = draft.span
    if draft.chance(0.3) and low <= Fraction(1, 4) and high >= rows * columns:
        entry["cells"] = "product"
        entry["times"] = draft.pick(["1", "0.25", "0.5"])
        if low > Fraction(decimals.read(entry["times"])):
            entry["times"] = "1"
    else:
        entry["cells"] = cells(draft, rows, columns)
    return entry


def combine(draft, members):
    """How a group of so many members makes its points; weights go where they must."""
    kind = draft.pick(["weighted", "max", "owa", "matrix"])
    if kind == "matrix" and len(members) != 2:
        kind = "max"
    if kind == "weighted":
        return {"combine": kind} if draft.chance(0.3) else {}
    for member in members:
        del member["weight"]
    if kind == "max":
        return {"combine": "max"}
    if kind == "owa":
        return {"combine": "owa", "order_weights": order_weights(draft, len(members))}
    for member in members:
        always(member)
    return matrix(draft, members)


def always(factor):
    """The members of a matrix apply to everybody, which one part of each decides."""
    factor.pop("applies", None)
    if factor.get("factors"):
        always(factor["factors"][0])


def open_to_all(draft, condition):
    """The condition, with nothing confidential in it: that would be told."""
    for name in conditions.inputs_of(condition):
        draft.inputs[name].pop("confidential", None)
    return condition


def applies(draft, entry):
    """Sometimes a factor is for some customers alone."""
    if draft.applying and draft.chance(0.2):
        entry["applies"] = open_to_all(draft, draft_conditions.draw(draft, 2))
    return entry

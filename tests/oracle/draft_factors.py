"""Random factors of every kind."""

from fractions import Fraction
from math import floor

import decimals
import draft_conditions

NUMBER_WORDS = [("below", "at_least"), ("at_most", "above")]
DATE_WORDS = [("before", "from"), ("until", "after")]


def banded(draft, bands, primary, write, lowest=None):
    if lowest is not None and draft.chance(0.3):
        bands[0]["at_least"] = lowest
    for band in bands:
        for word, end in band.items():
            band[word] = write(end)
        band["points"] = draft.points(primary)
    return bands


def table(draft, primary):
    name, (_, spellings) = draft.pick(draft.tables.items())
    entry = {"input": draft.pick(draft.of_type("code", "codes")), "table": name}
    draft.try_on(entry["input"], *spellings)
    low, high = draft.span
    exact = all((end * 10**4).denominator == 1 for end in (low, high))
    if primary and exact and draft.chance(0.2):
        entry.update(inverted="true", range=[decimals.write(low), decimals.write(high)])
        if draft.chance(0.4):
            half = decimals.write(Fraction(floor((low + high) / 2 * 10**4), 10**4))
            entry["scaled_to"] = [decimals.write(low), half]
    if draft.chance(0.3):
        entry["unknown"] = draft.policy(primary)
    if draft.inputs[entry["input"]]["type"] == "codes" and draft.chance(0.6):
        many(draft, entry, primary)
    return entry


def many(draft, entry, primary):
    """Several codes as a sum, if the points allow one."""
    points = [decimals.read(text) for text in draft.row_points[entry["table"]]]
    policy = entry.get("unknown", draft.inputs[entry["input"]].get("unknown"))
    if isinstance(policy, dict):
        points.append(decimals.read(policy["points"]))
    if "inverted" not in entry and min(points) >= 0 and max(points) > 0:
        entry.update(of_many="sum", cap=decimals.write(max(points)))


def bands(draft, primary):
    name = draft.pick(draft.of_type("number", "date"))
    if draft.inputs[name]["type"] == "date":
        ends = draft.ends(draft.day, draft.pick([0, 1, 2, 4]), DATE_WORDS)
        write = str
    else:
        places = min(int(draft.inputs[name].get("places", 4)), 4)
        unit = Fraction(draft.pick([3, 10, 25, 500]), 10**places)
        ends = draft.ends(lambda: unit * draft.rng.randint(-5, 30),
                          draft.pick([0, 1, 2, 5]), NUMBER_WORDS)
        write = decimals.write
        if ends[1:] and draft.chance(0.25):
            low = next(iter(ends[0].values())) - unit
            high = low + unit * 60
            if draft.limit(name, low, high):
                ends[0][draft.pick(["at_least", "above"])] = low
                ends[-1][draft.pick(["at_most", "below"])] = high
    draft.try_on(name, *[end for band in ends for end in band.values()])
    return {"input": name, "bands": banded(draft, ends, primary, write)}


def age(draft, primary):
    name = draft.pick(draft.of_type("date"))
    unit, most = draft.pick([("days", 9000), ("months", 300), ("years", 30)])
    ends = draft.ends(lambda: 2 * draft.rng.randint(1, most // 2),
                      draft.pick([1, 2, 4]), NUMBER_WORDS)
    draft.try_on(name, *[(unit, end) for band in ends for end in band.values()])
    found = banded(draft, ends, primary, str, 0)
    return {"input": name, "age_in": unit, "bands": found}


def either(draft, primary):
    return {"yes": draft.points(primary), "no": draft.points(primary)}


def flag(draft, primary):
    name = draft.pick(draft.of_type("flag"))
    return {"input": name, "points": either(draft, primary)}


def condition(draft, primary):
    entry = {"when": draft_conditions.draw(draft), "points": either(draft, primary)}
    if draft.chance(0.95):
        entry["missing"] = draft.policy(primary)
    return entry


def number(draft, primary):
    fit = [name for name in draft.of_type("number") if name not in draft.open
           and int(draft.inputs[name].get("places", 4)) <= 4]
    if not fit:
        return flag(draft, primary)
    name = draft.pick(fit)
    ends = sorted(Fraction(draft.points(primary)) for _ in "ab")
    if not draft.limit(name, *ends):
        return flag(draft, primary)
    draft.try_on(name, *ends)
    entry = {"input": name, "range": [decimals.write(end) for end in ends]}
    if draft.chance(0.4):
        scaled = sorted({Fraction(decimals.read(draft.points(primary))) for _ in "ab"})
        if len(scaled) == 2:
            entry["scaled_to"] = [decimals.write(end) for end in scaled]
    return {**entry, "inverted": "true"} if draft.chance(0.5) else entry


def interpolation(draft, primary):
    name = draft.pick(draft.of_type("number"))
    if name in draft.open and name in draft.bent:
        return flag(draft, primary)
    draft.bent.add(name)
    places = min(int(draft.inputs[name].get("places", 4)), 2)
    ends = sorted({Fraction(draft.rng.randint(-300, 3000), 10**places)
                   for _ in range(draft.pick([2, 3, 5]))})
    if len(ends) < 2:
        return interpolation(draft, primary)
    draft.try_on(name, *ends, (ends[0] + ends[1]) / 2)
    return {"input": name, "interpolate": [
        {"at": decimals.write(end), "points": draft.points(primary)} for end in ends]}


KINDS = [table, table, table, bands, age, flag, condition, number, interpolation]

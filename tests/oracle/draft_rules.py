"""Random tiers and rules of every kind."""

from fractions import Fraction

import decimals
import draft_conditions
import draft_lists


def tiers(draft, low, high, places):
    least = {low}
    for _ in range(draft.pick([0, 1, 2, 3, 4])):
        units = draft.rng.randint(int(low * 10**places), int(high * 10**places))
        least.add(Fraction(units, 10**places))
    found = [{"id": f"tier_{place}", "from": decimals.write(end)}
             for place, end in enumerate(sorted(least))]
    for place in range(draft.pick([0, 0, 1, 2])):
        found.insert(draft.rng.randint(0, len(found)), {"id": f"special_{place}"})
    for tier in found:
        if draft.chance(0.4):
            tier["review"] = draft.pick(["24 months", "90 days", "1 year"])
    return found


def rule(draft, place, names):
    kind = draft.pick(["tier", "at_least", "at_most", "lowest", "review"])
    entry = {"id": f"rule-{place}", "when": draft_conditions.draw(draft)}
    while kind == "tier" and draft_lists.has_name_alone(entry["when"]):
        entry["when"] = draft_conditions.draw(draft)
    if kind == "lowest":
        count = draft.pick([1, 1, 2, 3])
        entry["lowest"] = {"unless": [draft_conditions.draw(draft, 1)
                                      for _ in range(count)]}
    elif kind != "review":
        entry[kind] = draft.pick(names)
    if kind == "review" or draft.chance(0.2):
        entry["review"] = "required"
    if kind not in ("at_most", "lowest"):
        if draft.chance(0.96):
            entry["if_missing"] = draft.pick(["true", "false"] * 6 + ["error"])
    if draft.chance(0.6):
        entry["basis"] = "policy 4.2"
    if draft.chance(0.05):
        entry["confidential"] = "true"
    return entry


def draw(draft, names):
    return [rule(draft, place, names) for place in range(draft.pick([1, 2, 4, 8]))]

"""Random trees of primary factors with their weights, and the correction's list."""

from fractions import Fraction

import draft_groups
from draft_factors import KINDS


def is_open(draft, entry):
    return entry.get("input") in draft.open


def leaf(draft, primary):
    draft.leaf_count += 1
    entry = {"id": draft.pick(["f", "F", "z.", "a-"]) + str(draft.leaf_count)}
    kind = draft.pick(KINDS)(draft, primary)
    if "missing" not in kind and not is_open(draft, kind) and draft.chance(0.3):
        kind["missing"] = draft.policy(primary)
    if draft.chance(0.07):
        kind["confidential"] = "true"
    return {**entry, **kind}


def shares(draft):
    """Weights that sum to the total exactly."""
    if draft.even:
        count = draft.pick([1, 2, 4])
        return [Fraction(draft.total, count)] * count
    places = draft.pick([2, 2, 3, 4, 6, 9] if draft.total == 1 else [0, 0, 1, 2, 5, 7])
    units = draft.total * 10**places
    count = draft.pick([1, 2, 3, 4, 5, 8])
    least = max(1, units // 50)
    spare = units - least * count
    cuts = sorted(draft.rng.choice([spare // count * i, draft.rng.randint(0, spare)])
                  for i in range(1, count))
    return [Fraction(least + high - low, 10**places)
            for low, high in zip([0, *cuts], [*cuts, spare])]


def siblings(draft, depth=0):
    """A list of factors with their weights, some of them groups."""
    found = []
    for share in shares(draft):
        group = depth < 4 and draft.chance(0.25) and draft.leaf_count < 30
        if group:
            draft.group_count += 1
            entry = {"id": f"group_{draft.group_count}"}
            members = siblings(draft, depth + 1)
            ways = draft_groups.combine(draft, members) if draft.grouping else {}
            entry.update(ways, factors=members)
        else:
            entry = leaf(draft, True)
        weight = {"weight": draft.written(share)}
        entry = {"id": entry.pop("id"), **weight, **entry}
        found.append(draft_groups.applies(draft, entry))
    return found


def correction(draft):
    found = [leaf(draft, False) for _ in range(draft.pick([1, 2, 3, 5]))]
    for entry in found:
        # The policy of an input is meant for points of the other range.
        if not is_open(draft, entry):
            entry.setdefault("missing", draft.policy(False))
        draft_groups.applies(draft, entry)
    bounds = draft.pick([["-10", "10"], ["0", "5.5"], ["-3.25", "0"], ["-1", "0.75"]])
    return {"combine": draft.pick(["sum", "max"]), "bounds": bounds, "factors": found}

"""Random segments: kinds of customers that exclude each other, or scenarios."""

from fractions import Fraction

import decimals
import draft_conditions
import draft_trees
from draft_groups import open_to_all


def reshared(draft, factors):
    """Other weights for some of the model's groups, by id."""
    found = {}
    weighted = factors and all("weight" in factor for factor in factors)
    if weighted and draft.chance(0.7):
        places = draft.pick([2, 3, 9] if draft.total == 1 else [0, 1, 7])
        units = draft.total * 10**places
        parts = [draft.rng.randint(1, 9) for _ in factors]
        shares = [max(1, units * part // sum(parts) // 2) for part in parts]
        shares[0] += units - sum(shares)
        found = {factor["id"]: draft.written(Fraction(share, 10**places))
                 for factor, share in zip(factors, shares)}
    for factor in factors:
        found.update(reshared(draft, factor.get("factors", [])))
    return found


def thresholds(draft, tiers, low, high, places):
    """Other thresholds for the tiers that have one."""
    scored = [tier["id"] for tier in tiers if "from" in tier]
    units = range(int(low * 10**places) + 1, int(high * 10**places) + 1)
    if len(units) < len(scored):
        return {}
    ends = sorted(draft.rng.sample(units, len(scored) - 1))
    written = [decimals.write(Fraction(end, 10**places)) for end in ends]
    return dict(zip(scored, [str(low), *written]))


def exclusive(draft):
    """Conditions of which one holds, if all is known; sometimes two or none do."""
    one = draft_conditions.entry(draft) if draft.plain else draft_conditions.draw(draft, 2)
    found = [one, {"not": one}]
    if draft.plain:
        return found
    if draft.chance(0.5):
        other = draft_conditions.draw(draft, 2)
        found = [one, {"all": [{"not": one}, other]},
                 {"all": [{"not": one}, {"not": other}]}]
    if draft.chance(0.1):
        found[-1] = draft_conditions.draw(draft, 2)
    return found


def segment(draft, name, heir, shape):
    """What one segment has of its own; `shape` is the model's tiers and score. An heir
    takes over what the model has: it is refused where no segment does."""
    entry = {"id": name}
    choice = draft.rng.random()
    if choice < 0.4 and not heir:
        if "correction" not in draft.model:
            draft.leaf_count = draft.pick([0, draft.leaf_count])
        entry["factors"] = draft_trees.siblings(draft)
    elif choice < 0.9:
        weights = reshared(draft, draft.model_factors)
        entry.update({"weights": weights} if weights else {})
    if draft.chance(0.3) and not heir:
        draft.leaf_count += 100
        entry["correction"] = draft_trees.correction(draft)
    if draft.chance(0.4):
        other = thresholds(draft, *shape)
        entry.update({"thresholds": other} if other else {})
    if draft.chance(0.3):
        entry["title"] = {"en": "A segment", "zh": "客户类型"}
    return entry


def draw(draft, factors, shape):
    """The segments of a model with these factors; some models have none."""
    draft.model_factors = factors
    draft.scenario = None
    if not draft.chance(0.35):
        return []
    conditions = exclusive(draft)
    heir = draft.rng.randrange(len(conditions))
    found = [segment(draft, f"segment-{place}", place == heir, shape)
             for place in range(len(conditions))]
    if draft.chance(0.3):
        draft.scenario = draft.pick(found)["id"]
        return found
    conditions = [open_to_all(draft, condition) for condition in conditions]
    return [{"id": entry.pop("id"), "when": condition, **entry}
            for entry, condition in zip(found, conditions)]

"""Rules: tiers, floors and caps outside of the weighted sum."""

import conditions
from decimals import Unreadable


class Rule:
    def __init__(self, entry):
        self.name = entry["id"]
        self.when = entry["when"]
        self.direct = entry.get("tier")
        self.floor = entry.get("at_least")
        self.ceiling = entry.get("at_most")
        self.vetoes = entry["lowest"]["unless"] if "lowest" in entry else None
        self.review = entry.get("review") == "required"
        self.if_missing = entry.get("if_missing", "error")

    @property
    def cap(self):
        return self.ceiling is not None or self.vetoes is not None

    def inputs(self):
        asked = [self.when, *(self.vetoes or [])]
        return set().union(*map(conditions.inputs_of, asked))

    def fires(self, asking):
        truth = asking.truth(self.when)
        if self.cap:
            vetoed = any(asking.truth(veto) is not False for veto in self.vetoes or [])
            return truth is True and not vetoed
        if truth is None and self.if_missing == "error":
            raise Unreadable(f"{self.name}: unknown")
        return self.if_missing == "true" if truth is None else truth


def decide(fired, reached, places):
    """The tier's place from the score's, and the first rule that changed it or None."""
    lifts = {rule: places[rule.direct or rule.floor] for rule in fired
             if rule.direct or rule.floor}
    caps = {rule: places.get(rule.ceiling, 0) for rule in fired if rule.cap}
    capped = min([reached, *caps.values()])
    tier = max([capped, *lifts.values()])
    if tier == reached:
        return tier, None
    causes = caps if tier == capped else lifts
    return tier, next(rule for rule in causes if causes[rule] == tier)

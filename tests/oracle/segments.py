"""Segments: kinds of customers, or scenarios, each with what rates it."""

import conditions
import decimals
import trees
from factors import Factor


def reweighed(factors, weights):
    """The factors of the model with a segment's weights."""
    found = []
    for factor in factors:
        factor = dict(factor)
        if factor["id"] in weights:
            factor["weight"] = weights[factor["id"]]
        if "factors" in factor:
            factor["factors"] = reweighed(factor["factors"], weights)
        found.append(factor)
    return found


class Segment:
    def __init__(self, entry, model_entry, model, total):
        self.name = entry.get("id", "")
        self.when = entry.get("when")
        factors = entry.get("factors") or reweighed(
            model_entry["factors"], entry.get("weights", {}))
        self.roots = [Factor(part, model, total) for part in factors]
        self.primary = [leaf for root in self.roots for leaf in root.leaves()]
        correction = entry.get("correction", model_entry.get("correction", {}))
        self.combine = correction.get("combine")
        bounds = correction.get("bounds", ["0", "0"])
        self.bounds = [decimals.read(end) for end in bounds]
        self.secondary = [Factor(part, model) for part in correction.get("factors", [])]
        other = entry.get("thresholds", {})
        self.thresholds = [decimals.read(other[tier.name]) if tier.name in other
                           else tier.least for tier in model.tiers]

    @property
    def leaves(self):
        return self.primary + self.secondary

    @property
    def shown(self):
        return self.leaves + [factor for root in self.roots
                              for factor in trees.nodes(root)]

    def inputs(self):
        names = conditions.inputs_of(self.when) if self.when else set()
        return names.union(*(part.inputs() for part in self.roots + self.secondary))


def choose(segments, asking, scenario):
    """The one segment that holds, or that the scenario names."""
    if segments[0].when is None:
        return next(s for s in segments if scenario is None or s.name == scenario)
    truths = [asking.truth(segment.when) for segment in segments]
    if None in truths or truths.count(True) != 1:
        raise decimals.Unreadable("not exactly one segment")
    return segments[truths.index(True)]

"""Ratings: points, correction, score, tier and reasons of one record."""

from fractions import Fraction

import decimals
import intervals
import rules
import segments
import trees
import weights
from conditions import Asking


class Rating:
    """What one record gets: everything exact, names in the order of the file."""

    points: dict
    contributions: dict
    warnings: list
    theta: Fraction
    score: Fraction
    score_tier: str
    tier: str
    fired: list
    review: bool
    reason: str


def theta_parts(segment, points):
    """What each secondary factor adds before the bounds."""
    parts = {leaf.name: points[leaf.name] for leaf in segment.secondary
             if points[leaf.name] is not None}
    if segment.combine == "max" and parts:
        greatest = min(parts, key=lambda name: (-parts[name], name.encode()))
        parts = {name: part if name == greatest else 0 for name, part in parts.items()}
    return parts


def clamp(number, low, high):
    return min(max(number, low), high)


def tier_of(segment, score):
    """The place of the highest tier whose threshold the score reaches."""
    return max(place for place, least in enumerate(segment.thresholds)
               if least is not None and least <= score)


def rate(model, values, as_of, scenario=None):
    """The worst rating of a record's values, None where missing, over all that missing
    ones may be; Unreadable rejects the record."""
    names, combinations = intervals.combinations(model, values, as_of)
    if not names:
        rating = rate_values(model, values, as_of, scenario, ())
        rating.bounds = (rating.score, rating.score, rating.tier)
        rating.depends, rating.open = [], False
        return rating
    places = {tier.name: place for place, tier in enumerate(model.tiers)}
    found = {}
    for combination in combinations:
        try:
            found[combination] = rate_values(
                model, {**values, **dict(zip(names, combination))}, as_of, scenario, names)
        except decimals.Unreadable as problem:
            if getattr(problem, "field", None) not in names:
                raise
    if not found:
        raise decimals.Unreadable("there is no value that can be rated")
    worst = max(found.values(), key=lambda r: (places[r.tier], r.score))
    scores = [rating.score for rating in found.values()]
    low = min((rating.tier for rating in found.values()), key=places.get)
    worst.bounds = (min(scores), max(scores), low)
    worst.open = True  # others may be as bad, with other points
    worst.depends = [name for at, name in enumerate(names)
                     if depends(found, at)]
    return worst


def depends(found, at):
    """Whether two combinations that differ in one value alone differ in the tier."""
    seen = {}
    for combination, rating in found.items():
        others = combination[:at] + combination[at + 1:]
        if seen.setdefault(others, rating.tier) != rating.tier:
            return True
    return False


def rate_values(model, values, as_of, scenario, supposed):
    asking = Asking(model, values, as_of, supposed)
    segment = segments.choose(model.segments, asking, scenario)
    units = weights.spread(segment.roots)
    rating = Rating()
    rating.segment = segment
    tree = trees.Tree(values, asking, as_of, supposed)
    tree.rate_all(segment.roots + segment.secondary)
    rating.points, rating.warnings = tree.points, tree.warnings
    share = sum(units[root.name] for root in segment.roots
                if rating.points[root.name] is not None)
    if share == 0:
        raise decimals.Unreadable("no factor applies")
    primary = {
        term.name: model.factor * Fraction(units[term.name], share)
        * rating.points[term.name]
        for root in segment.roots for term in trees.terms(root)
        if rating.points[term.name] is not None
    }
    parts = theta_parts(segment, rating.points)
    rating.contributions = {**primary, **parts}
    rating.theta = clamp(sum(parts.values(), Fraction(0)), *segment.bounds)
    exact = clamp(sum(primary.values()) + rating.theta, model.low, model.high)
    rating.score = decimals.round_to(exact, model.decimals, model.rounding)
    reached = tier_of(segment, rating.score)
    rating.fired = [rule for rule in model.rules if rule.fires(asking)]
    rating.review = any(rule.review for rule in rating.fired)
    places = {tier.name: place for place, tier in enumerate(model.tiers)}
    tier, changing = rules.decide(rating.fired, reached, places)
    rating.score_tier, rating.tier = model.tiers[reached].name, model.tiers[tier].name
    rating.reason = changing.name if changing else max(primary, key=primary.get)
    return rating

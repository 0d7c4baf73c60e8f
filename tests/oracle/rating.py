"""Ratings: points, correction, score, tier and reasons of one record."""

from fractions import Fraction

import decimals
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
    """The rating of a record's values, None where missing; Unreadable rejects it."""
    asking = Asking(model, values, as_of)
    segment = segments.choose(model.segments, asking, scenario)
    units = weights.spread(segment.roots)
    rating = Rating()
    rating.segment = segment
    tree = trees.Tree(values, asking, as_of)
    for factor in segment.roots + segment.secondary:
        tree.rate(factor)
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

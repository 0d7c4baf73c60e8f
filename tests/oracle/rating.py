"""Ratings: points, correction, score, tier and reasons of one record."""

from fractions import Fraction

import decimals
import rules
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


def theta_parts(model, points):
    """What each secondary factor adds before the bounds."""
    parts = {leaf.name: points[leaf.name] for leaf in model.secondary
             if points[leaf.name] is not None}
    if model.combine == "max" and parts:
        greatest = min(parts, key=lambda name: (-parts[name], name.encode()))
        parts = {name: part if name == greatest else 0 for name, part in parts.items()}
    return parts


def clamp(number, low, high):
    return min(max(number, low), high)


def tier_of(model, score):
    """The place of the highest tier whose `from` the score reaches."""
    return max(place for place, tier in enumerate(model.tiers)
               if tier.least is not None and tier.least <= score)


def rate(model, values, as_of):
    """The rating of a record's values, None where missing; Unreadable rejects it."""
    asking = Asking(model, values, as_of)
    units = weights.spread(model.roots)
    rating = Rating()
    tree = trees.Tree(values, asking, as_of)
    for factor in model.roots + model.secondary:
        tree.rate(factor)
    rating.points, rating.warnings = tree.points, tree.warnings
    share = sum(units[root.name] for root in model.roots
                if rating.points[root.name] is not None)
    if share == 0:
        raise decimals.Unreadable("no factor applies")
    primary = {
        term.name: model.factor * Fraction(units[term.name], share)
        * rating.points[term.name]
        for root in model.roots for term in trees.terms(root)
        if rating.points[term.name] is not None
    }
    parts = theta_parts(model, rating.points)
    rating.contributions = {**primary, **parts}
    rating.theta = clamp(sum(parts.values(), Fraction(0)), *model.bounds)
    exact = clamp(sum(primary.values()) + rating.theta, model.low, model.high)
    rating.score = decimals.round_to(exact, model.decimals, model.rounding)
    reached = tier_of(model, rating.score)
    rating.fired = [rule for rule in model.rules if rule.fires(asking)]
    rating.review = any(rule.review for rule in rating.fired)
    places = {tier.name: place for place, tier in enumerate(model.tiers)}
    tier, changing = rules.decide(rating.fired, reached, places)
    rating.score_tier, rating.tier = model.tiers[reached].name, model.tiers[tier].name
    rating.reason = changing.name if changing else max(primary, key=primary.get)
    return rating

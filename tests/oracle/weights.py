"""Weights: what is written, split from the top into 10^9 units."""

from fractions import Fraction

UNITS = 10**9


def split(units, shares):
    """Units by id in proportion to the shares, the largest remainders first."""
    whole = sum(shares.values())
    exact = {name: units * Fraction(share) / whole for name, share in shares.items()}
    given = {name: part.numerator // part.denominator for name, part in exact.items()}
    order = sorted(shares, key=lambda name: (given[name] - exact[name], name.encode()))
    for name in order[: units - sum(given.values())]:
        given[name] += 1
    return given


def spread(factors, units=UNITS):
    """The units of every factor that has a weight, from the root down."""
    given = split(units, {factor.name: factor.weight for factor in factors})
    found = dict(given)
    for factor in factors:
        if factor.members and factor.entry.get("combine", "weighted") == "weighted":
            found.update(spread(factor.members, given[factor.name]))
    return found

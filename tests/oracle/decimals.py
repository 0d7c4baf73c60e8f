"""Numbers as exact fractions: reading, rounding and writing them."""

import re
from fractions import Fraction

NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\Z")
RATIONAL = re.compile(r"([0-9]+)/([0-9]+)\Z")


class Unreadable(ValueError):
    """A value that is there and cannot be read: the row is rejected."""


def read(text):
    """A decimal of any number of places."""
    if not NUMBER.match(text):
        raise Unreadable(f"no number: {text!r}")
    return Fraction(text.rstrip(".") if not text.startswith(".") else "0" + text)


def read_rational(text):
    """`20`, `0.5` or `100/3`."""
    match = RATIONAL.match(text)
    if match:
        return Fraction(int(match[1]), int(match[2]))
    return read(text)


def read_value(text, places):
    """The value of a number input: below 10^12, only zeros beyond its places."""
    if not NUMBER.match(text):
        raise Unreadable(f"no number: {text!r}")
    sign = -1 if text.startswith("-") else 1
    whole, _, part = text.lstrip("+-").partition(".")
    number = sign * Fraction(int(whole + part or "0"), 10 ** len(part))
    if abs(number) >= 10**12:
        raise Unreadable(f"too great: {text!r}")
    if (number * 10**places).denominator != 1:
        raise Unreadable(f"too many places: {text!r}")
    return number


def round_to(number, places, rounding):
    """The multiple of 10^-places that `rounding` chooses for an exact number."""
    scaled = abs(number) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest - scaled.denominator
    if rounding == "half_up":
        whole += twice >= 0
    elif rounding == "half_even":
        whole += twice > 0 or (twice == 0 and whole % 2 == 1)
    elif rounding == "up":
        whole += rest > 0
    elif rounding != "down":
        raise ValueError(f"no rounding: {rounding}")
    return Fraction(whole if number >= 0 else -whole, 10**places)


def write(number):
    """A terminating decimal without trailing zeros, else the reduced fraction."""
    number = Fraction(number)
    rest, places = number.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    if places == 0:
        return str(number.numerator)
    digits = str(abs(number.numerator) * 10**places // number.denominator)
    digits = digits.rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"

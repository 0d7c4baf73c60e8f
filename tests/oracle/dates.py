"""Days: reading them by a pattern, and ages."""

import re
from datetime import date

from decimals import Unreadable

FIELDS = {
    "YYYY": "(?P<year>[0-9]{4})",
    "MM": "(?P<month>[0-9]{2})",
    "M": "(?P<month>[0-9]{1,2})",
    "DD": "(?P<day>[0-9]{2})",
    "D": "(?P<day>[0-9]{1,2})",
}
TIME = (
    r"(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]"
    r"(?::[0-5][0-9](?:[.,][0-9]+)?)?(?:Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])?)?"
)


def pattern(form):
    """The expression that matches what `form` describes and a time after it."""
    parts = re.split("(YYYY|MM|M|DD|D)", form)
    day = "".join(FIELDS.get(part, re.escape(part)) for part in parts)
    return re.compile(day + TIME + r"\Z")


def read(text, form="YYYY-MM-DD"):
    """The day that `text` names."""
    match = pattern(form).match(text)
    if not match:
        raise Unreadable(f"no date of the form {form}: {text!r}")
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise Unreadable(f"no such day: {text!r}") from None


def age(born, as_of, unit):
    """Whole days, months or years from one day to a day that is not before it."""
    if born > as_of:
        raise Unreadable(f"{born} lies after {as_of}")
    if unit == "days":
        return (as_of - born).days
    months = 12 * (as_of.year - born.year) + as_of.month - born.month
    months -= as_of.day < born.day
    return months if unit == "months" else months // 12

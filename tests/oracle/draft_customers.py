"""Random customers of a draft, at boundaries on purpose and now and then broken."""

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

import decimals
from draft import SPELLINGS
from draft_lists import SPELLINGS as LISTED

FULL = {i: i + 0xFEE0 for i in range(0x21, 0x7F)}
BROKEN = {
    "number": ["12,5", "1e3", "x", "1 000", "0.1234567", "1000000000000", "-", "."],
    "date": ["2024-02-30", "soon", "0000-01-01", "2024-13-01", "2024-1"],
    "flag": ["maybe", "2"],
    "code": ["\udcff\udcfe", "k" * 256, "é" * 128],
    "codes": ["\udcff", "k" * 256, ";;"],
    "text": ["\udce9"],
}
BAD_CELLS = ['"open', '"a"b', "\0", "a\0b"]


def number(draft, name, trials):
    entry = draft.inputs[name]
    places = int(entry.get("places", 4))
    step = Fraction(draft.pick([-1, 0, 0, 1]), 10**places)
    if trials and draft.chance(0.6):
        value = draft.pick(trials) + step
        if (value * 10**places).denominator != 1:
            value = Fraction(int(value * 10**places), 10**places)
    else:
        value = Fraction(draft.rng.randint(-10, 120 * 10**places), 10**places)
    if name in draft.limits and not draft.chance(0.02):
        low, high = draft.limits[name]
        if not low < value < high and not (value in (low, high) and draft.chance(0.5)):
            low, high = ceil(low * 10**places), floor(high * 10**places)
            value = Fraction(draft.rng.randint(low, max(low, high)), 10**places)
    text = decimals.write(value)
    choice = draft.rng.random()
    if choice < 0.05 and "." in text:
        return text + "0000000"
    if choice < 0.1 and value > 0:
        return draft.pick(["+", "00"]) + text
    return text + "." if choice < 0.15 and "." not in text else text


def day(draft, name, trials):
    entry = draft.inputs[name]
    value = draft.day()
    if trials and draft.chance(0.7):
        value = draft.pick(trials)
        if not isinstance(value, date):
            unit, end = value
            days = {"days": 1, "months": 30.4375, "years": 365.25}[unit] * end
            value = draft.as_of - timedelta(int(days))
        value += timedelta(draft.pick([-1, 0, 0, 1]))
    form = entry.get("format", "YYYY-MM-DD")
    form = form.replace("YYYY", f"{value.year:04}")
    form = form.replace("MM", f"{value.month:02}").replace("DD", f"{value.day:02}")
    form = form.replace("M", str(value.month)).replace("D", str(value.day))
    time = draft.pick(["T08:00:00+02:00", " 23:59:59", "T00:00Z", "T10:00:00.250"])
    return form + time if draft.chance(0.05) else form


def code(draft, name, trials):
    text = draft.pick(trials if trials and draft.chance(0.93) else SPELLINGS + ["??"])
    if draft.chance(0.15):
        text = draft.pick([text.lower(), text.upper(), text.swapcase()])
    if draft.chance(0.1):
        text += draft.pick(["-9", "/x", "7"])
    return text


def several(draft, name, trials):
    mark = draft.inputs[name].get("separator", ";")
    count = draft.pick([1, 1, 2, 2, 3, 5, 70])
    found = [code(draft, name, trials) for _ in range(count)]
    if draft.chance(0.1):
        found.append("")
    return draft.pick([mark, mark, mark + " "]).join(found)


def flag(draft, name, trials):
    entry = draft.inputs[name]
    words = entry.get("yes", ["Y", "yes", "true", "1", "是"])
    words = words + entry.get("no", ["N", "no", "false", "0", "否"])
    return draft.pick([str.lower, str.upper, str])(draft.pick(words))


def text(draft, name, trials):
    odd = ['say "x"', "two\nlines", "a,b", "=1+1", "Li Lei", "Ｌi"]
    return draft.pick([*odd, *trials, *trials])


KINDS = {"number": number, "date": day, "code": code, "codes": several,
         "flag": flag, "text": text}


def value(draft, name, entry):
    if draft.chance(0.12 if name in draft.open else 0.05) and "key" not in entry:
        return draft.pick([*draft.model.get("missing_values", []),
                           *entry.get("missing_values", []), "", " ", "\u3000"])
    if draft.chance(0.006):
        return draft.pick(BROKEN[entry["type"]])
    found = KINDS[entry["type"]](draft, name, draft.trials.get(name, []))
    if name in draft.named and draft.chance(0.4):
        found = draft.pick(LISTED)
    if draft.chance(0.06):
        found = found.translate(FULL)
    if draft.chance(0.06):
        found = draft.pick([" ", "\t", "\u3000", "\u00a0"]) + found + " "
    return found


def cell(draft, found):
    if set(found) & set(',"\n\r') and not draft.chance(0.01) or draft.chance(0.08):
        return '"' + found.replace('"', '""') + '"'
    return found


def row(draft, place):
    found = [f"C{place}" if name == "customer" else value(draft, name, entry)
             for name, entry in draft.inputs.items()]
    found.append(draft.pick(["", "", "a note", 'of "two"\nlines', '5" tall']))
    cells = [cell(draft, text) for text in found]
    choice = draft.rng.random()
    if choice < 0.01:
        cells = draft.pick([cells[:-1], [*cells, "more"]])
    elif choice < 0.017:
        cells[draft.rng.randrange(len(cells))] = draft.pick(BAD_CELLS)
    return ",".join(cells)


def draw(draft, count):
    end = draft.pick(["\n", "\r\n"])
    header = [draft.pick(entry.get("columns", [name]))
              for name, entry in draft.inputs.items()]
    lines = [",".join([*header, "note"])]
    for place in range(count):
        lines.append(row(draft, place))
        if draft.chance(0.01):
            lines.append("")
    last = "" if draft.chance(0.2) else end
    return (end.join(lines) + last).encode("utf-8", "surrogateescape")

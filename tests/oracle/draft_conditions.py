"""Random conditions over the inputs of a draft."""

from fractions import Fraction

import decimals
import draft_lists
from draft import SPELLINGS

LOWER = ("at_least", "above", "from", "after")


def span(draft, draw_end, words):
    """One or two ends, the lower one below the upper one."""
    low, high = sorted([draw_end(), draw_end()])
    lower, upper = draft.pick(words[:2]), draft.pick(words[2:])
    if low == high or draft.chance(0.5):
        word = draft.pick(words)
        return {word: low}, [low]
    return {lower: low, upper: high}, [low, high]


def number(draft, name):
    places = min(int(draft.inputs[name].get("places", 4)), 4)
    found = [draft.rng.randint(-50, 1000) for _ in "ab"]
    asked, ends = span(draft, lambda: Fraction(draft.pick(found) * 7, 10**places),
                       ("at_least", "above", "below", "at_most"))
    draft.try_on(name, *ends)
    if draft.chance(0.3):
        return decimals.write(ends[0])
    return {word: decimals.write(end) for word, end in asked.items()}


def date(draft, name):
    asked, ends = span(draft, draft.day, ("from", "after", "before", "until"))
    draft.try_on(name, *ends)
    if draft.chance(0.3):
        return ends[0].isoformat()
    return {word: day.isoformat() for word, day in asked.items()}


def code(draft, name):
    pool = draft.trials.get(name) or SPELLINGS
    found = [draft.pick(pool if draft.chance(0.8) else SPELLINGS)
             for _ in range(draft.pick([1, 1, 2, 3]))]
    found = list(dict.fromkeys(found))
    return found if len(found) > 1 or draft.chance(0.3) else found[0]


def askable(draft, name):
    """Codes that may be asked for: known to a table, whole, and not missing."""
    entry = draft.inputs[name]
    cut = entry.get("before", "\n")
    absent = entry.get("missing_values", draft.model.get("missing_values", []))
    return [text for text in draft.trials.get(name) or SPELLINGS
            if cut not in text and text not in absent]


def known(draft, node):
    """The same with codes that can be equal, once all factors are there."""
    if isinstance(node, list):
        return [known(draft, part) for part in node]
    if not isinstance(node, dict):
        return node
    found = {}
    for name, asked in node.items():
        is_code = draft.inputs.get(name, {}).get("type") in ("code", "codes")
        if is_code and isinstance(asked, (str, list)):
            pool = askable(draft, name)
            asked = [asked] if isinstance(asked, str) else asked
            asked = [text for text in asked if text in pool]
            asked = asked or (draft.pick(pool) if pool else {"is": "present"})
        found[name] = known(draft, asked)
    return found


def text(draft, name):
    draft.try_on(name, "Li Lei", "李雷", "x")
    return draft.pick(["Li Lei", "李雷", ["x", "Li Lei"]])


def flag(draft, name):
    return draft.pick(["true", "false"])


KINDS = {"number": number, "date": date, "code": code, "codes": code,
         "text": text, "flag": flag}


def entry(draft):
    name = draft.pick(name for name in draft.inputs if name != "customer")
    kind = draft.inputs[name]["type"]
    if draft.chance(0.12):
        return {name: {"is": draft.pick(["missing", "present"])}}
    if (draft.lists and kind in ("code", "codes", "text") and name not in draft.open
            and draft.chance(0.3)):
        return {name: draft_lists.question(draft, name)}
    others = [other for other in draft.of_type(kind) if other not in (name, "customer")
              and name not in draft.open and other not in draft.open
              and draft.inputs[other].get("case", "exact")
              == draft.inputs[name].get("case", "exact")]
    if not draft.plain and kind in ("code", "text") and others and draft.chance(0.3):
        return {name: {draft.pick(["same_as", "differs_from"]): draft.pick(others)}}
    return {name: KINDS[kind](draft, name)}


def plain(draft):
    """What is false as long as no value makes a part of it true."""
    one, other = entry(draft), entry(draft)
    return draft.pick([one, {**one, **other}, {"any": [one, other]},
                       {"all": [{"not": other}, one]}])


def draw(draft, depth=0):
    if draft.plain:
        return plain(draft)
    choice = draft.rng.random()
    if depth >= 3 or choice < 0.5:
        return entry(draft)
    if choice < 0.62:
        return {**entry(draft), **entry(draft)}
    if choice < 0.72:
        return {"not": draw(draft, depth + 1)}
    parts = [draw(draft, depth + 1) for _ in range(draft.pick([1, 2, 3]))]
    found = {draft.pick(["all", "any"]): parts}
    return {**found, **entry(draft)} if draft.chance(0.15) else found

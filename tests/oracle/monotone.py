#!/usr/bin/env python3
"""Raises the points of one row, band or answer in random models with groups of every
kind, and looks that no customer's score or tier falls."""

import random
import sys
from fractions import Fraction

try:
    import yaml  # noqa: F401, for the model
except ImportError:
    print("skipped: this Python has no PyYAML")
    sys.exit(77)

import decimals
import draft_text
import random_models
from library import Difference, crr_rows, none_falls


def factors_of(node):
    """All factors of a model, of its correction and of its segments."""
    for entry in node.get("factors", []):
        yield entry
        yield from factors_of(entry)
    for name in ("correction", "segments"):
        part = node.get(name, [])
        for inner in part if isinstance(part, list) else [part]:
            yield from factors_of(inner)


def places(draft):
    """Where points stand: each a mapping and its key, with whether they are primary."""
    turned = {f["table"] for f in factors_of(draft.model)
              if "table" in f and f.get("inverted") == "true"}
    summed = {f["table"] for f in factors_of(draft.model)
              if "table" in f and "cap" in f}
    for name, (entry, _) in draft.tables.items():
        if name in turned or name in summed or "rows" not in entry:
            continue
        if isinstance(entry["rows"], dict):
            yield from ((entry["rows"], key) for key in entry["rows"])
        else:
            yield from ((row, "points") for row in entry["rows"])
    for factor in factors_of(draft.model):
        yield from ((band, "points") for band in factor.get("bands", []))
        yield from ((node, "points") for node in factor.get("interpolate", []))
        either = factor.get("points")
        yield from ((either, answer) for answer in either or [])


def raise_one(draft, rng):
    """Makes one place greater, below the greatest points of its neighbours."""
    found = list(places(draft))
    if not found:
        return False
    holder, key = rng.choice(found)
    points = decimals.read(holder[key])
    most = max([decimals.read(h[k]) for h, k in found if decimals.read(h[k]) >= points])
    more = points + (most - points) * Fraction(rng.randint(1, 4), 4)
    holder[key] = decimals.write(Fraction(int(more * 10**4), 10**4))
    return decimals.read(holder[key]) > points


def compare(crr, folder, seed, rows):
    """How many customers were compared, and how many rose."""
    rng = random.Random(seed)
    draft = random_models.draw(seed)
    random_models.write(draft, folder, rows)
    names = [tier["id"] for tier in draft.model["tiers"]]
    columns = ["line", "score", "tier"]
    before, _ = crr_rows(crr, folder, "model", draft, columns)
    if not raise_one(draft, rng):
        return 0, 0
    (folder / "raised.yaml").write_text(
        draft_text.write(draft.model, random.Random(0)), encoding="utf-8")
    try:
        after, _ = crr_rows(crr, folder, "raised", draft, columns)
    except Difference:
        return 0, 0  # points that some factor may not have
    if before.keys() != after.keys():
        raise Difference("other customers are rated")
    rose = 0
    for line, row in before.items():
        raised = after[line]
        rose += Fraction(raised["score"]) > Fraction(row["score"])
        if (Fraction(raised["score"]) < Fraction(row["score"])
                or names.index(raised["tier"]) < names.index(row["tier"])):
            raise Difference(f"line {line} falls from {row} to {raised}")
    return len(before), rose


if __name__ == "__main__":
    sys.exit(none_falls(__doc__, compare, models=80, rows=60))

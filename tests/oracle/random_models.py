#!/usr/bin/env python3
"""Writes a random valid model with its tables, and customers to rate with it."""

import argparse
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import decimals
import draft_conditions
import draft_customers
import draft_inputs
import draft_lists
import draft_rules
import draft_segments
import draft_tables
import draft_text
import draft_trees
from draft import Draft

RANGES = [(0, 100), (0, 100), (0, 10), (-50, 50), (0, 1000), (1, 5), (-20, 0)]
FACTORS = ["1", "1", "20", "0.5", "100/3", "2/7", "5", "0.25"]


def score(draft, low, high, places, factor):
    entry = {}
    if (low, high) != (0, 100) or draft.chance(0.3):
        entry["range"] = [str(low), str(high)]
    if places != 2 or draft.chance(0.3):
        entry["decimals"] = str(places)
    if draft.chance(0.7):
        entry["rounding"] = draft.pick(["half_up", "half_even", "up", "down"])
    if factor != "1":
        entry["factor"] = factor
    return entry


def shuffled(draft, entries):
    names = list(entries)
    draft.rng.shuffle(names)
    return {name: entries[name] for name in names}


def draw(seed):
    """A draft whose model is complete."""
    draft = Draft(seed)
    low, high = draft.pick(RANGES)
    places, factor = draft.pick([0, 1, 2, 2, 3, 4]), draft.pick(FACTORS)
    if draft.even:
        places, factor = draft.pick([0, 0, 1]), draft.pick(["1", "1", "0.5"])
    by = decimals.read_rational(factor)
    draft.span = (Fraction(ceil(low / by * 10**4), 10**4),
                  Fraction(floor(high / by * 10**4), 10**4))
    if floor(draft.span[1]) <= ceil(draft.span[0]):
        factor, draft.span = "1", (Fraction(low), Fraction(high))
    head = {"crr": "1", "model": {"id": f"random_{seed}", "version": "1.10"}}
    head["score"] = score(draft, low, high, places, factor)
    if draft.total == 100 or draft.chance(0.3):
        head["weights"] = {"total": str(draft.total)}
    if draft.chance(0.4):
        head["missing_values"] = ["", *draft.pick([["N/A"], ["无", "null"], ["-", "0"]])]
    draft.model = {name: part for name, part in head.items() if part}
    draft_inputs.draw(draft)
    draft_tables.draw(draft)
    if draft.chance(0.4):
        draft.lists = draft_lists.draw(draft)
    factors = draft_trees.siblings(draft)
    correction = draft_trees.correction(draft) if draft.chance(0.7) else None
    tiers = draft_rules.tiers(draft, low, high, places)
    rules = draft_rules.draw(draft, [tier["id"] for tier in tiers])
    draft.model["inputs"] = shuffled(draft, draft.inputs)
    draft.model["tables"] = {n: entry for n, (entry, _) in draft.tables.items()}
    if draft.lists:
        draft.model["lists"] = draft.lists
    draft.model["factors"] = factors
    if correction:
        draft.model["correction"] = correction
    draft.model["tiers"] = tiers
    if draft.chance(0.85):
        draft.model["rules"] = rules
    segments = draft_segments.draw(draft, factors, (tiers, low, high, places))
    if segments:
        draft.model["segments"] = segments
    for part in ("factors", "correction", "rules", "segments"):
        if part in draft.model:
            draft.model[part] = draft_conditions.known(draft, draft.model[part])
    return draft


def write(draft, folder, rows):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in draft.files.items():
        (folder / name).write_bytes(text.encode())
    (folder / "model.yaml").write_text(
        draft_text.write(draft.model, draft.rng), encoding="utf-8")
    (folder / "customers.csv").write_bytes(draft_customers.draw(draft, rows))
    if draft.scenario:
        (folder / "scenario").write_text(draft.scenario + "\n")
    (folder / "as_of").write_text(draft.as_of.isoformat() + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    write(draw(arguments.seed), arguments.out, arguments.rows)


if __name__ == "__main__":
    main()

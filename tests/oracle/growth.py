#!/usr/bin/env python3
"""Gives customers of random models one more nationality, owner or other value of an input
of type codes, and looks that no score or tier falls. Models of which crr warns that it
may (CRR-0513) are left out."""

import csv
import subprocess
import sys
from fractions import Fraction

try:
    import yaml  # noqa: F401, for the model
except ImportError:
    print("skipped: this Python has no PyYAML")
    sys.exit(77)

import draft_customers
import random_models
from library import Difference, crr_rows, none_falls


def values_of(draft, name, text):
    """The values in a cell, without what stands for none."""
    words = [*draft.model.get("missing_values", []),
             *draft.inputs[name].get("missing_values", [])]
    parts = [part.strip() for part in text.split(draft.inputs[name].get("separator", ";"))]
    return [part for part in parts if part and part not in words]


def customers(draft, several, rows):
    """Records, and the same with one more value of each input of several codes."""
    for place in range(rows):
        before = {name: draft_customers.value(draft, name, entry)
                  for name, entry in draft.inputs.items()}
        before["customer"] = f"C{place}"
        after = dict(before)
        for name in several:
            mark = draft.inputs[name].get("separator", ";")
            values = values_of(draft, name, before[name])
            more = draft_customers.code(draft, name, draft.trials.get(name, []))
            before[name] = mark.join(values)
            if values:
                values.insert(draft.rng.randint(0, len(values)), more)
            after[name] = mark.join(values)
        yield before, after


def write(draft, path, records):
    names = list(draft.inputs)
    with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([draft.inputs[name].get("columns", [name])[0] for name in names])
        writer.writerows([record[name] for name in names] for record in records)


def compare(crr, folder, seed, rows):
    """How many customers were compared, and how many rose."""
    draft = random_models.draw(seed)
    # What is cut away may leave no value at all, and none to one is not one more.
    several = [name for name, entry in draft.inputs.items()
               if entry["type"] == "codes" and "before" not in entry]
    random_models.write(draft, folder, 1)
    told = subprocess.run([crr, "check", folder / "model.yaml"], capture_output=True,
                          text=True, check=False)
    if not several or told.returncode == 2 or "CRR-0513" in told.stdout + told.stderr:
        return 0, 0
    records = list(customers(draft, several, rows))
    tiers = [tier["id"] for tier in draft.model["tiers"]]
    rated = []
    for side in (0, 1):
        write(draft, folder / "customers.csv", [pair[side] for pair in records])
        rated.append(crr_rows(crr, folder, "model", draft, ["key", "score", "tier"],
                              by="key")[0])
    count = rose = 0
    for key, one in rated[0].items():
        if key not in rated[1]:
            continue  # one value too many, or one that decides and is not known
        two = rated[1][key]
        count += 1
        rose += Fraction(two["score"]) > Fraction(one["score"])
        if (Fraction(two["score"]) < Fraction(one["score"])
                or tiers.index(two["tier"]) < tiers.index(one["tier"])):
            raise Difference(f"customer {key} falls from {one} to {two}")
    return count, rose


if __name__ == "__main__":
    sys.exit(none_falls(__doc__, compare, models=300, rows=80))

#!/usr/bin/env python3
"""Rates random models with crr and in plain Python, and compares every row; with crr row
by row, and once more with few columns, for which it rates many rows at once.

Besides, a model whose factors, tables and rules stand in reverse must give every
customer the same score and tier.
"""

import argparse
import random
import shutil
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

try:
    import yaml  # noqa: F401, for the model
except ImportError:
    print("skipped: this Python has no PyYAML")
    sys.exit(77)

import draft_text
import random_models
import rate
from library import Difference, crr_rows, crr_rows_together, is_idle
from model import Model

EXACT = ("score", "score_low", "score_high", "theta", "points", "contribution")


BOUNDS = ("line", "score", "score_low", "score_high", "tier", "tier_low", "depends_on")


def same(column, expected, found):
    if column.partition(".")[0] in EXACT and expected and found:
        return Fraction(expected) == Fraction(found)
    return expected == found


def compare_rows(expected, rated, rejected):
    for row in expected:
        line = row["line"]
        if (line in rated) == (line in rejected):
            raise Difference(f"line {line}: not either rated or rejected by crr")
        if row["status"] == "rejected":
            if line in rated:
                raise Difference(f"line {line}: should be rejected, crr rates it")
            continue
        if line in rejected:
            raise Difference(f"line {line}: should be rated, crr rejects it")
        for column, found in rated[line].items():
            if row["open"] and column not in BOUNDS:
                continue
            if not same(column, row[column], found):
                raise Difference(
                    f"line {line}, {column}: expected {row[column]}, found {found}")
    if len(expected) != len(rated) + len(rejected):
        raise Difference(f"{len(expected)} records, but crr has others")


def reversed_model(node):
    """The same model with its factors, tables and rules in reverse."""
    found = {}
    for name, part in node.items():
        if name in ("factors", "rules", "segments"):
            part = [reversed_model(entry) for entry in part]
            if node.get("combine") != "matrix":  # its members are rows and columns
                part.reverse()
        elif name == "tables":
            part = dict(reversed(part.items()))
        elif name == "correction":
            part = reversed_model(part)
        found[name] = part
    return found


def check_order(crr, folder, draft, model, rated, rejected):
    """False where the order counts: the first of two tables says what is equal."""
    text = draft_text.write(reversed_model(draft.model), random.Random(0))
    (folder / "reversed.yaml").write_text(text, encoding="utf-8")
    other = Model(folder / "reversed.yaml")
    for name in model.inputs:
        one, two = model.table_of(name), other.table_of(name)
        if (one and one.name) != (two and two.name):
            return False
    columns = ["line", "score", "tier"]
    turned, without = crr_rows(crr, folder, "reversed", draft, columns)
    plain = {line: {c: row[c] for c in columns} for line, row in rated.items()}
    if turned != plain or without != rejected:
        lines = [line for line in plain if turned.get(line) != plain[line]]
        raise Difference(f"the order of factors matters on the lines {lines}")
    return True


def compare_model(crr, folder, seed, rows):
    draft = random_models.draw(seed)
    random_models.write(draft, folder, rows)
    model = Model(folder / "model.yaml")
    raw = (folder / "customers.csv").read_bytes()
    expected = list(rate.rate_file(model, raw, draft.as_of, draft.scenario))
    columns = [c for c in rate.columns(model) if c not in ("key", "status")]
    try:
        rated, rejected = crr_rows(crr, folder, "model", draft, columns)
    except Difference as difference:
        if not is_idle(draft, difference, expected):
            raise
        return 0, 0, 0, 1
    compare_rows(expected, rated, rejected)
    compare_rows(expected, *crr_rows_together(crr, folder, draft, list(rated)))
    ordered = check_order(crr, folder, draft, model, rated, rejected)
    return len(rated), len(rejected), ordered, 0


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crr", required=True)
    parser.add_argument("--models", type=int, default=150)
    parser.add_argument("--rows", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--go-on", action="store_true", help="after a difference")
    return parser.parse_args()


def main():
    arguments = read_arguments()
    sums, differences = [0, 0, 0, 0], 0
    top = Path(tempfile.mkdtemp(prefix="crr-oracle-"))
    for seed in range(arguments.seed, arguments.seed + arguments.models):
        folder = top / str(seed)
        try:
            counts = compare_model(arguments.crr, folder, seed, arguments.rows)
            sums = [one + two for one, two in zip(sums, counts)]
            shutil.rmtree(folder)
        except Difference as difference:
            differences += 1
            print(f"{folder}: {difference}", flush=True)
            if not arguments.go_on:
                break
    print(f"{arguments.models} models, {sums[0]} ratings and {sums[1]} rejects, "
          f"{sums[2]} models in reverse, {sums[3]} with an idle segment, "
          f"{differences} models that differ")
    if differences:
        return 1
    top.rmdir()
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Rates a book of random customers for twelve months, each run from the one before and
with random decisions of people, and compares every standing with plain Python."""

import argparse
import csv
import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

try:
    import yaml  # noqa: F401, for the model
except ImportError:
    print("skipped: this Python has no PyYAML")
    sys.exit(77)

import draft_customers
import random_models
import rate
from draft_decisions import adorn, decisions_of, write_decisions
from library import Difference
from model import Model
from standings import Laws

COLUMNS = ["key", "tier", "system_tier", "change", "direct", "tier_since",
           "first_rated_on", "last_reviewed_on", "next_review", "overdue", "warnings"]



def run(crr, folder, draft, day, with_previous):
    out = folder / "now.csv"
    done = subprocess.run(
        [crr, "rate", "--model", folder / "model.yaml", "--as-of", day.isoformat(),
         *(["--scenario", draft.scenario] if draft.scenario else []), "--reveal",
         *(["--previous", folder / "before.csv"] if with_previous else []),
         "--overrides", folder / "overrides.csv", "--columns", ",".join(COLUMNS),
         "--rejects", folder / "rejects.csv", "-o", out, folder / "customers.csv"],
        capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise Difference(f"exit {done.returncode}: {done.stderr.decode()}")
    with out.open(encoding="utf-8", newline="") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    shutil.move(out, folder / "before.csv")
    return rows


def expected_row(laws, result, standing, final, warnings, day):
    review = laws.next_review(final, standing["reviewed"])
    return {
        "tier": laws.ids[final], "system_tier": laws.ids[standing["place"]],
        "change": standing["change"], "direct": "yes" if standing["direct"] else "no",
        "tier_since": str(standing["since"]), "first_rated_on": str(standing["first"]),
        "last_reviewed_on": str(standing["reviewed"]), "next_review": str(review or ""),
        "overdue": "yes" if review and review < day else "no",
        "warnings": ";".join([*warnings, *result.warnings])}


def review_some(draft, folder, book, day):
    """People review some customers between the runs: the earlier output says so."""
    before = folder / "before.csv"
    if not book:
        return
    with before.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if draft.chance(0.1):
            on = day - timedelta(draft.rng.randrange(31))
            book[row["key"]]["reviewed"] = on
            row["last_reviewed_on"] = on.isoformat()
    with before.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def month(crr, folder, draft, laws, book, day, rows):
    """The book after one month, as it is expected; crr's rows have to agree."""
    raw = draft_customers.draw(draft, rows)
    (folder / "customers.csv").write_bytes(raw)
    review_some(draft, folder, book, day)
    decisions = decisions_of(draft, laws, rows, day)
    write_decisions(folder / "overrides.csv", laws, decisions)
    found = run(crr, folder, draft, day, bool(book))
    after = {}
    for row in rate.rate_file(Model(folder / "model.yaml"), raw, day, draft.scenario):
        if row["status"] == "rejected":
            continue
        key, result = row["key"], row["result"]
        standing = laws.settle(result, book.get(key), day)
        ruled = laws.override(decisions.get(key, []), result, standing, day)
        if ruled is None:
            continue
        after[key] = standing
        want = expected_row(laws, result, standing, *ruled, day)
        got = {name: found.get(key, {}).get(name) for name in want}
        if got != want and not row["open"]:
            raise Difference(f"{day}, {key}: expected {want}, found {got}")
    if after.keys() != found.keys():
        raise Difference(f"{day}: other customers are rated")
    return after


def compare(crr, folder, seed, rows):
    draft = random_models.draw(seed)
    if "customer" not in draft.inputs or draft.inputs["customer"]["type"] != "text":
        return 0
    adorn(draft)
    random_models.write(draft, folder, rows)
    laws, book, count, day = Laws(draft.model), {}, 0, draft.as_of
    for _ in range(12):
        book = month(crr, folder, draft, laws, book, day, rows)
        count, day = count + len(book), day + timedelta(31)
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crr", required=True)
    parser.add_argument("--models", type=int, default=25)
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    top, count = Path(tempfile.mkdtemp(prefix="crr-months-")), 0
    for seed in range(arguments.seed, arguments.seed + arguments.models):
        folder = top / str(seed)
        try:
            count += compare(arguments.crr, folder, seed, arguments.rows)
        except Difference as difference:
            print(f"{folder}: {difference}")
            return 1
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{arguments.models} models, {count} standings")
    top.rmdir()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What crr gives, as its command line writes it."""

import argparse
import csv
import re
import shutil
import subprocess
import tempfile
from pathlib import Path


TOGETHER = ("score", "tier", "score_tier", "segment", "warnings", "reason")


class Difference(Exception):
    pass


def run(crr, folder, name, draft, columns):
    """What crr gives: the rated rows and the rejected ones, in order."""
    out, rejects = folder / f"{name}.rated.csv", folder / f"{name}.rejects.csv"
    done = subprocess.run(
        [crr, "rate", "--model", folder / f"{name}.yaml",
         "--as-of", draft.as_of.isoformat(),
         *(["--scenario", draft.scenario] if draft.scenario else []), "--reveal",
         "-o", out, "--rejects", rejects, "--columns", ",".join(columns),
         folder / "customers.csv"],
        capture_output=True, check=False)
    if done.returncode not in (0, 1):
        said = done.stderr.decode(errors="replace")
        raise Difference(f"{name}: crr exits with {done.returncode}: {said}")
    if not (out.exists() and rejects.exists()):
        raise Difference(f"{name}: crr exits with {done.returncode}, but writes nothing")
    with out.open(encoding="utf-8", newline="") as file:
        rated = list(csv.DictReader(file))
    with rejects.open(encoding="utf-8", newline="", errors="replace") as file:
        return rated, list(csv.DictReader(file))


def crr_rows(crr, folder, name, draft, columns, by="line"):
    """What crr gives: the rated rows by a column, and the rejected ones' column."""
    rated, rejected = run(crr, folder, name, draft, columns)
    return {row[by]: row for row in rated}, {row[by] for row in rejected}


def crr_rows_together(crr, folder, draft, lines):
    """The same with columns for which crr rates many rows at once, if the model allows
    it. These columns tell no line: `lines` are those of the rows that crr rates."""
    rated, rejected = run(crr, folder, "model", draft, TOGETHER)
    if len(rated) != len(lines):
        raise Difference(f"{len(rated)} rows are rated together, {len(lines)} are not")
    return dict(zip(lines, rated)), {row["line"] for row in rejected}


def is_idle(draft, difference, expected):
    """Whether crr refused the model because a segment never holds alone, and it is so."""
    found = re.findall(r"error (CRR-\d+) segments\[(\d+)\]", str(difference))
    if not found or str(difference).count("error CRR-") != len(found):
        return False
    idle = [draft.model["segments"][int(index)]["id"] for _, index in found]
    return all(number == "CRR-0423" for number, _ in found) and not any(
        row["status"] != "rejected" and row["segment"] in idle for row in expected)


def none_falls(what, compare, models, rows):
    """The whole of a program that looks at random models: compare(crr, folder, seed, rows)
    gives the customers that it rated twice, and how many of them rose the second time."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--crr", required=True)
    parser.add_argument("--models", type=int, default=models)
    parser.add_argument("--rows", type=int, default=rows)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    top = Path(tempfile.mkdtemp(prefix="crr-oracle-"))
    count = rose = 0
    for seed in range(arguments.seed, arguments.seed + arguments.models):
        try:
            more, higher = compare(arguments.crr, top / str(seed), seed, arguments.rows)
        except Difference as difference:
            print(f"{top / str(seed)}: {difference}")
            return 1
        count, rose = count + more, rose + higher
        shutil.rmtree(top / str(seed))
    print(f"{count} customers, of whom {rose} rose and none fell")
    top.rmdir()
    return 0 if count > 1000 and rose > 100 else 1

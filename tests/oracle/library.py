"""What crr gives, as its command line writes it."""

import csv
import subprocess


class Difference(Exception):
    pass


def crr_rows(crr, folder, name, draft, columns):
    """What crr gives: the rated rows by line, and the lines that it rejects."""
    out, rejects = folder / f"{name}.rated.csv", folder / f"{name}.rejects.csv"
    done = subprocess.run(
        [crr, "rate", "--model", folder / f"{name}.yaml",
         "--as-of", draft.as_of.isoformat(),
         *(["--scenario", draft.scenario] if draft.scenario else []), "--reveal", "-o", out, "--rejects", rejects, "--columns", ",".join(columns),
         folder / "customers.csv"],
        capture_output=True, check=False)
    if done.returncode not in (0, 1):
        said = done.stderr.decode(errors="replace")
        raise Difference(f"{name}: crr exits with {done.returncode}: {said}")
    if not (out.exists() and rejects.exists()):
        raise Difference(f"{name}: crr exits with {done.returncode}, but writes nothing")
    with out.open(encoding="utf-8", newline="") as file:
        rated = {row["line"]: row for row in csv.DictReader(file)}
    with rejects.open(encoding="utf-8", newline="", errors="replace") as file:
        return rated, {row["line"] for row in csv.DictReader(file)}

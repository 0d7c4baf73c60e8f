#!/usr/bin/env python3
"""Changes parts of random models, and compares what `crr diff` says of every customer
who moves with what plain Python gets by exchanging the same parts."""

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

try:
    import yaml  # noqa: F401, for the model
except ImportError:
    print("skipped: this Python has no PyYAML")
    sys.exit(77)

import draft_edits
import random_models
from library import Difference
from pair import Pair


def equal(what, expected, found):
    if expected != found:
        raise Difference(f"{what}: expected {expected}, found {found}")


def check_cause(pair, a, b, line, cause):
    parts = frozenset(cause["parts"])
    if not parts <= pair.parts:
        raise Difference(f"line {line}: nothing is changed in {set(parts)}")
    result = pair.tiers(b)[line]
    where = f"line {line}, {' + '.join(sorted(parts))}"
    equal(f"{where}, alone", pair.tiers(a ^ parts)[line] == result, cause["alone"])
    equal(f"{where}, needed", pair.tiers(b ^ parts)[line] != result, cause["needed"])
    if len(parts) > 1 and all(pair.is_valid(side ^ {part})
                              for part in parts for side in (a, b)):
        raise Difference(f"{where}: each is valid alone")


def least(causes):
    """Those that hold no other one."""
    causes = list(causes)
    return [c for c in causes if not any(set(o["parts"]) < set(c["parts"]) for o in causes)]


def check_mover(pair, a, b, mover):
    line, causes = mover["a"]["line"], mover["causes"]
    for cause in causes:
        check_cause(pair, a, b, line, cause)
    named = set().union(*(cause["parts"] for cause in causes))
    for part in pair.parts - named:
        if any(pair.tiers(side ^ {part}) != pair.tiers(side) for side in (a, b)):
            raise Difference(f"line {line}: {part} is not among the parts")
    how = [(c["alone"], c["needed"]) for c in causes[:mover["cause_count"]]]
    if not how:
        raise Difference(f"line {line} moves without a cause")
    if len(pair.parts) == 1:
        equal(f"line {line}, its one cause", [(True, True)], how)
    best = least(c for c in causes if c["alone"]) or least(c for c in causes if c["needed"])
    equal(f"line {line}, together", not best, mover["together"])
    if best:
        equal(f"line {line}, causes", best, causes[:len(how)])


def check(pair, a, b):
    """How many move from the one model to the other."""
    found, ends = pair.diff(a, b), (pair.tiers(a), pair.tiers(b))
    matrix = Counter((ends[0][line], ends[1][line]) for line in ends[0])
    equal("matrix", matrix, Counter(
        {(cell["a"], cell["b"]): cell["count"] for cell in found["matrix"]}))
    movers = {line: (tier, ends[1][line]) for line, tier in ends[0].items()
              if ends[1][line] != tier}
    equal("movers", movers, {m["a"]["line"]: (m["a"]["tier"], m["b"]["tier"])
                             for m in found["movers"]})
    equal("count", len(movers), found["mover_count"])
    for mover in found["movers"]:
        check_mover(pair, a, b, mover)
    if a == b:
        equal("parts of a model and itself", [], found["parts"])
    return len(movers)


def compare(crr, folder, seed, rows):
    draft = random_models.draw(seed)
    changes = draft_edits.draw(draft, 1 if seed % 2 else draft.pick([2, 3, 4, 5]))
    random_models.write(draft, folder, rows)
    pair = Pair(crr, folder, draft, changes)
    none = frozenset()
    if not pair.is_valid(pair.parts):
        return 0
    check(pair, none, none)
    check(pair, pair.parts, none)
    return check(pair, none, pair.parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crr", required=True)
    parser.add_argument("--count", type=int, default=16, help="of pairs of models")
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--go-on", action="store_true", help="after a difference")
    arguments = parser.parse_args()
    top, moved, differences = Path(tempfile.mkdtemp(prefix="crr-diff-")), [], 0
    for seed in range(arguments.seed, arguments.seed + arguments.count):
        folder = top / str(seed)
        try:
            moved.append(compare(arguments.crr, folder, seed, arguments.rows))
            shutil.rmtree(folder)
        except Difference as difference:
            differences += 1
            print(f"{folder}: {difference}", flush=True)
            if not arguments.go_on:
                break
    print(f"{len(moved)} pairs of models, {sum(map(bool, moved))} with movers, "
          f"{sum(moved)} movers, {differences} pairs that differ")
    if differences or not any(moved):
        return 1
    top.rmdir()
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Ratings of the oracle against ones that were worked out by hand."""

import sys
import tempfile
import unittest
from pathlib import Path

try:
    import yaml  # noqa: F401, for the model
except ImportError:
    print("skipped: this Python has no PyYAML")
    sys.exit(77)

import rate
from model import Model


def rated(model, records, as_of=None):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.yaml"
        path.write_text(model, encoding="utf-8")
        return list(rate.rate_file(Model(path), records.encode(), as_of))


def guideline(scores, shares, most):
    """R = Σ aᵢpᵢ/m as a model: weights in percent, the sum times 100/m."""
    names = [f"a{i}" for i in range(len(scores))]
    fields = "".join(f"  {n}: {{type: number, places: 0}}\n" for n in names)
    factors = "".join(
        f"  - {{id: f{n}, weight: {p}, input: {n}, range: [1, {most}]}}\n"
        for n, p in zip(names, shares))
    model = (f"score: {{factor: 100/{most}, decimals: 4}}\nweights: {{total: 100}}\n"
             f"inputs:\n{fields}factors:\n{factors}tiers: [{{id: low, from: 0}}]\n")
    return rated(model, ",".join(names) + "\n" + ",".join(map(str, scores)) + "\n")[0]


class Ratings(unittest.TestCase):
    def test_the_guideline(self):
        self.assertEqual(guideline([3, 4, 2, 1], [40, 30, 20, 10], 5)["score"], "58")
        thirds = guideline([1, 1, 1], [50, 30, 20], 3)
        self.assertEqual(thirds["score"], "33.3333")
        self.assertEqual(thirds["contribution.fa0"], "50/3")

    MODEL = """
inputs:
  id: {type: text, key: true}
  country: {type: code, missing: worst, unknown: {points: 50}, case: ignore}
  amount: {type: number, missing: {points: 1}}
  listed: {type: flag}
tables:
  t: {rows: [{key: CN, points: 10, aliases: [中国]}, {key: KP, points: 100}]}
factors:
  - {id: where, weight: 0.75, input: country, table: t}
  - id: much
    weight: 0.25
    input: amount
    bands: [{below: 10, points: 0}, {points: 40}]
correction:
  combine: max
  bounds: [-2, 3]
  factors:
    - {id: big, input: amount, bands: [{at_most: 10, points: 2}, {points: 5}]}
    - {id: home, when: {country: cn}, points: {yes: 2, no: -1}, missing: {points: 0}}
tiers: [{id: low, from: 0}, {id: mid, from: 20}, {id: banned}, {id: high, from: 70}]
rules:
  - {id: ban, when: {listed: true}, tier: banned, if_missing: false, review: required}
  - {id: calm, when: {country: cn}, lowest: {unless: [{amount: {above: 10}}]}}
"""

    def check(self, record, **wanted):
        row = rated(self.MODEL, "id,country,amount,listed\n" + record + "\n")[0]
        self.assertEqual({name: row.get(name) for name in wanted}, wanted)

    def test_a_cap_and_a_tie(self):
        self.check("1,中国,10,N", score="19.5", theta="2", tier="low", rules="calm",
                   reason="much", **{"contribution.big": "2", "contribution.home": "0"})

    def test_bounds_and_a_direct_tier(self):
        self.check("2,KP,11,Y", score="88", theta="3", score_tier="high", tier="high",
                   rules="ban", review="required", reason="where")
        self.check("3,CN,11,Y", score="20.5", score_tier="mid", tier="banned",
                   reason="ban", rules="ban")

    def test_policies(self):
        self.check("4,,,", score="76.25", theta="1", rules="",
                   warnings="missing:where;missing:much;missing:big;missing:home")
        self.check("5,XX,0,N", score="39.5", warnings="unknown:where;missing:home")

    def test_rejects(self):
        for record in (",CN,1,N", "6,CN,x,N", "7,CN,1,maybe", "8,CN,1", "9,CN,1,N,"):
            self.check(record, status="rejected")


if __name__ == "__main__":
    unittest.main()

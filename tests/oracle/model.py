"""A model: one YAML file, read with every scalar as text, and its tables."""

from pathlib import Path

import yaml

import decimals
from factors import Factor
from inputs import Input
from lists import List
from rules import Rule
from segments import Segment
from tables import Table


class Tier:
    def __init__(self, entry):
        self.name = entry["id"]
        self.least = decimals.read(entry["from"]) if "from" in entry else None


class Model:
    def __init__(self, path):
        path = Path(path)
        entry = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        self.conditions = entry  # wherever they stand in it
        score = entry.get("score", {})
        self.low, self.high = map(decimals.read, score.get("range", ["0", "100"]))
        self.decimals = int(score.get("decimals", 2))
        self.rounding = score.get("rounding", "half_up")
        self.factor = decimals.read_rational(score.get("factor", "1"))
        total = decimals.read(entry.get("weights", {}).get("total", "1"))
        missing = entry.get("missing_values", [""])
        self.inputs = {n: Input(n, e, missing) for n, e in entry["inputs"].items()}
        self.tables = {n: Table(n, e, path.parent)
                       for n, e in entry.get("tables", {}).items()}
        self.lists = {n: List(e, path.parent)
                      for n, e in entry.get("lists", {}).items()}
        self.tiers = [Tier(part) for part in entry["tiers"]]
        self.segments = [Segment(part, entry, self, total)
                         for part in entry.get("segments", [{}])]
        self.rules = [Rule(part) for part in entry.get("rules", [])]

    @property
    def leaves(self):
        return [leaf for segment in self.segments for leaf in segment.leaves]

    @property
    def shown(self):
        """Leaves, and groups that give points of their own, as all in them do: ids."""
        found = [factor.name for segment in self.segments for factor in segment.shown]
        return list(dict.fromkeys(found))

    def read_inputs(self):
        """The inputs that something reads, by id."""
        names = {field.name for field in self.inputs.values() if field.key}
        for part in self.segments + self.rules:
            names |= part.inputs()
        return {name: field for name, field in self.inputs.items() if name in names}

    def readers(self, field):
        """The leaves that read an input."""
        return [leaf for leaf in self.leaves if leaf.field is field]

    def _raters(self, name):
        return [leaf.table for leaf in self.leaves
                if leaf.table and leaf.field.name == name]

    def tables_of(self, name):
        """All tables by which factors rate an input."""
        return self._raters(name)

    def table_of(self, name):
        """The first one with exact match, which says what codes are equal."""
        return next((t for t in self._raters(name) if not t.prefix), None)

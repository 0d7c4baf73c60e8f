"""Changes to a drafted model, each by the part in which `crr diff` should see it.

A change is a function that makes it in a side: a model with its files. Changes of
different parts can be made in any order, and one without the others."""

import copy
import csv
import io

import draft_conditions
import draft_rules
import draft_segments
import draft_trees
import segments


class Side:
    """A model with the files that it names."""

    def __init__(self, draft):
        self.model, self.files = draft.model, draft.files

    def with_changes(self, changes):
        side = copy.copy(self)
        side.model, side.files = copy.deepcopy(self.model), dict(self.files)
        for change in changes:
            change(side)
        return side


def row_in_file(side, entry, place, points):
    delimiter = entry.get("delimiter", ",")
    with io.StringIO(side.files[entry["file"]], newline="") as text:
        lines = list(csv.reader(text, delimiter=delimiter))
    lines[place + 1][lines[0].index(entry.get("points", "points"))] = points
    with io.StringIO(newline="") as text:
        csv.writer(text, delimiter=delimiter).writerows(lines)
        side.files[entry["file"]] = text.getvalue()


def table(draft):
    """Other points of one row, mostly of a table that rates somebody."""
    name = draft.pick(draft.tables)
    place, points = draft.rng.randrange(len(draft.row_points[name])), draft.points()

    def change(side):
        entry = side.model["tables"][name]
        if "file" in entry:
            row_in_file(side, entry, place, points)
        elif isinstance(entry["rows"], dict):
            entry["rows"][list(entry["rows"])[place]] = points
        else:
            entry["rows"][place]["points"] = points

    return f"table {name}", change


def holder_of(draft, key):
    """Where a part stands: in the model (None), or in a segment, by its place."""
    parts = draft.model.get("segments", [])
    places = [place for place, part in enumerate(parts) if key in part]
    return draft.pick([None, *places, *places])


def held(side, place):
    return side.model if place is None else side.model["segments"][place]


def weights(draft):
    place = holder_of(draft, "factors")
    factors = (draft.model if place is None else
               draft.model["segments"][place])["factors"]
    shares = draft_segments.reshared(draft, factors)

    def change(side):
        holder = held(side, place)
        holder["factors"] = segments.reweighed(holder["factors"], shares)

    return "weights", change


def shape(draft):
    score = draft.model.get("score", {})
    low, high = map(int, score.get("range", ["0", "100"]))
    return low, high, int(score.get("decimals", 2))


def thresholds(draft):
    place = holder_of(draft, "thresholds")
    ends = draft_segments.thresholds(draft, draft.model["tiers"], *shape(draft))

    def change(side):
        if place is not None:
            held(side, place)["thresholds"] = ends
            return
        for tier in side.model["tiers"]:
            if tier["id"] in ends:
                tier["from"] = ends[tier["id"]]

    return "thresholds", change


def theta(draft):
    """Another correction, or other bounds or another sum of the one that there is."""
    place = holder_of(draft, "correction")
    draft.leaf_count += 200
    other = draft_conditions.known(draft, draft_trees.correction(draft))
    kept = draft.pick(["bounds", "combine", "factors", None])

    def change(side):
        holder = held(side, place)
        if kept and "correction" in holder:
            holder["correction"][kept] = other[kept]
        else:
            holder["correction"] = other

    return "theta", change


def rule(draft):
    """A rule that is added, that goes, or that is another one."""
    rules = draft.model.get("rules", [])
    name = draft.pick(rules)["id"] if rules and draft.chance(0.7) else "rule-99"
    other = draft_rules.rule(
        draft, int(name.partition("-")[2]), [t["id"] for t in draft.model["tiers"]])
    other = [] if draft.chance(0.3) else [draft_conditions.known(draft, other)]

    def change(side):
        found = side.model.pop("rules", [])
        places = [at for at, one in enumerate(found) if one["id"] == name]
        at = places[0] if places else len(found)
        found[at:at + 1] = other
        if found:
            side.model["rules"] = found

    return f"rule {name}", change


KINDS = [table, table, weights, thresholds, theta, rule, rule]


def draw(draft, count):
    """Changes in at most so many parts, by part."""
    found = {}
    for _ in range(count):
        part, change = draft.pick(KINDS)(draft)
        found[part] = [change]
    return found

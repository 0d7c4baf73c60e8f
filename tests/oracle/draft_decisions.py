"""Random histories, and random decisions of people on tiers."""

import csv
from datetime import timedelta

DECISION = ["key", "tier", "reason_code", "reason", "decided_by", "second_person",
            "decided_on", "from", "until", "system_tier", "digest"]


def adorn(draft):
    """A history, tiers without a relationship, and what is asked of decisions."""
    entry = draft.model
    if draft.chance(0.8):
        down = {"steps": draft.pick("1123")}
        if draft.chance(0.7):
            down["wait"] = draft.pick(["1 month", "40 days", "3 months", "1 year"])
        entry["history"] = {"down": down}
    if draft.chance(0.5):
        entry["overrides"] = {"woken": draft.pick(["apply", "ignore"]),
                              "until_required": draft.pick(["true", "false"])}
    if draft.chance(0.4):
        entry["tiers"][-1]["relationship"] = "none"


def decisions_of(draft, laws, rows, day):
    """Random decisions, most of them within the laws' reach."""
    found = {}
    for _ in range(rows // 2):
        place = draft.rng.randrange(len(laws.ids))
        on = day - timedelta(draft.rng.randrange(120))
        start = on + timedelta(draft.pick([0, 0, 0, 20, 100]))
        until = draft.pick([None, *[start + timedelta(d) for d in (30, 90, 300, 800)]])
        system = min(place + draft.pick([0, 0, 1, 1, 2]), len(laws.ids) - 1)
        key = f"C{draft.rng.randrange(rows * 2)}"
        found.setdefault(key, []).append({
            "place": place, "system": system, "on": on, "from": start, "until": until,
            "by": draft.pick(["Wang", "Li"]), "second": draft.pick(["", "Li", "LI", "Bo"]),
            "other": draft.chance(0.2)})
    return found


def write_decisions(path, laws, decisions):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(DECISION)
        for key, several in decisions.items():
            for d in several:
                writer.writerow([key, laws.ids[d["place"]], "X", "because", d["by"],
                                 d["second"], d["on"], d["from"], d["until"] or "",
                                 laws.ids[d["system"]], "0" * 64 if d["other"] else ""])

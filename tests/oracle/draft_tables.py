"""Random tables: inline or in a file, exact or by prefix, dated or not."""

from datetime import timedelta

from draft import SPELLINGS


def rows(draft, spellings, count, dated=(None, None)):
    found = []
    for _ in range(min(count, len(spellings))):
        row = {"key": spellings.pop(), "points": draft.points()}
        if draft.chance(0.3) and len(spellings) > 2:
            row["aliases"] = [spellings.pop() for _ in range(draft.pick([1, 2]))]
            if draft.chance(0.1):
                row["aliases"].append(row["key"])
        for column, day in zip(("valid_from", "valid_to"), dated):
            if day:
                row[column] = day.isoformat()
        found.append(row)
    return found


def dated_rows(draft, spellings):
    """Rows that hold on all days, and rows of periods that meet near `as_of`."""
    shifts = [draft.pick([-400, -30, -1, 0, 1, 30]) for _ in "ab"]
    days = {draft.as_of + timedelta(shift) for shift in shifts}
    ends = [None, *sorted(days), None]
    found = rows(draft, spellings, 2)
    for period in zip(ends, ends[1:]):
        left = list(spellings)
        draft.rng.shuffle(left)
        found += rows(draft, left, draft.pick([1, 2, 3]), period)
    return found


def in_file(draft, name, entry):
    """Moves the rows into a CSV file and names its columns."""
    delimiter = draft.pick([",", ";", "|"])
    columns = {"key": draft.pick(["key", "code"])}
    columns["points"] = draft.pick(["points", "p"])
    header = [columns["key"], "remark", columns["points"], "other"]
    dated = [c for c in ("valid_from", "valid_to") if "complete_from" in entry]
    separator = "%"
    lines = [header + dated]
    for row in entry.pop("rows"):
        remark = draft.pick(["", "seen", 'a "b"', f"x{delimiter}y", "two\nlines"])
        lines.append([row["key"], remark, row["points"],
                      separator.join(row.get("aliases", []))]
                     + [row.get(column, "") for column in dated])
    quoting = [['"' + c.replace('"', '""') + '"' if set(c) & set(delimiter + '"\n')
                or draft.chance(0.1) else c for c in line] for line in lines]
    end = draft.pick(["\n", "\r\n"])
    draft.files[f"{name}.csv"] = "".join(delimiter.join(l) + end for l in quoting)
    entry.update({"file": f"{name}.csv", "aliases": ["other"],
                  "alias_separator": separator})
    if delimiter != "," or draft.chance(0.2):
        entry["delimiter"] = delimiter
    entry.update({c: n for c, n in columns.items() if n != c or draft.chance(0.3)})


def table(draft, name):
    spellings = list(SPELLINGS)
    draft.rng.shuffle(spellings)
    entry = {}
    if draft.chance(0.35):
        entry["rows"] = dated_rows(draft, spellings)
        first = draft.as_of - timedelta(draft.pick([0, 1, 500]))
        entry["complete_from"] = first.isoformat()
    else:
        entry["rows"] = rows(draft, spellings, draft.pick([1, 2, 4, 7, 12]))
    draft.row_points[name] = [row["points"] for row in entry["rows"]]
    if draft.chance(0.3):
        entry["match"] = "longest_prefix"
    elif draft.chance(0.2):
        entry["match"] = "exact"
    found = [text for row in entry["rows"]
             for text in [row["key"], *row.get("aliases", [])]]
    is_short = all(set(row) == {"key", "points"} for row in entry["rows"])
    if draft.chance(0.3):
        in_file(draft, name, entry)
    elif draft.chance(0.4) and is_short:
        entry["rows"] = {row["key"]: row["points"] for row in entry["rows"]}
    draft.tables[name] = (entry, found)


def draw(draft):
    for place in range(draft.pick([1, 2, 3, 4])):
        table(draft, f"table_{place}")

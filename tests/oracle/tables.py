"""Tables of points: rows by key, aliases and the days on which they hold."""

import functools
import codes
import customers
import dates
import decimals


class Row:
    """One row: its key, its other spellings, its points, and its days."""

    def __init__(self, key, aliases, points, valid_from="", valid_to=""):
        self.key = key
        self.spellings = [key, *aliases]
        self.points = decimals.read(points.strip())
        self.first = dates.read(valid_from) if valid_from else None
        self.end = dates.read(valid_to) if valid_to else None

    def holds(self, day):
        if self.first is not None and day < self.first:
            return False
        return self.end is None or day < self.end


def short_rows(rows):
    return [Row(key, [], points) for key, points in rows.items()]


def long_rows(rows):
    return [
        Row(row["key"], row.get("aliases", []), row["points"],
            row.get("valid_from", ""), row.get("valid_to", ""))
        for row in rows
    ]


def file_rows(entry, folder):
    raw = (folder / entry["file"]).read_bytes()
    header, rest = customers.rows(raw, entry.get("delimiter", ","))
    columns = entry.get("aliases", [])
    columns = [columns] if isinstance(columns, str) else columns
    split = entry.get("alias_separator")
    for _, fields in rest:
        row = dict(zip(header, (codes.trim(f.decode("utf-8")) for f in fields)))
        cells = [row[column] for column in columns]
        if split:
            cells = [part for cell in cells for part in cell.split(split)]
        yield Row(row[entry.get("key", "key")], [c for c in cells if codes.trim(c)],
                  row[entry.get("points", "points")],
                  row.get("valid_from", ""), row.get("valid_to", ""))


class Table:
    def __init__(self, name, entry, folder):
        self.name = name
        self.prefix = entry.get("match", "exact") == "longest_prefix"
        if "file" in entry:
            self.rows = list(file_rows(entry, folder))
        elif isinstance(entry["rows"], dict):
            self.rows = short_rows(entry["rows"])
        else:
            self.rows = long_rows(entry["rows"])
        self._indexes = {}

    def holding(self, as_of):
        """The rows that hold on a day; without one no row has days."""
        return [row for row in self.rows if as_of is None or row.holds(as_of)]

    def _index(self, case, as_of):
        if (case, as_of) not in self._indexes:
            self._indexes[case, as_of] = {
                codes.spelling(text, case): row
                for row in self.holding(as_of)
                for text in row.spellings
            }
        return self._indexes[case, as_of]

    def find(self, code, case, as_of):
        """The row of a folded code on a day, or None."""
        index = self._index(case, as_of)
        if not self.prefix:
            return index.get(code)
        for length in range(len(code), 0, -1):
            if code[:length] in index:
                return index[code[:length]]
        return None

    @functools.lru_cache(maxsize=None)
    def _names(self, case):
        """The key that each spelling stands for on any day, as written.

        Of several keys the smallest is meant.
        """
        names = {}
        for row in self.rows:
            key = codes.spelling(row.key, "exact")
            for text in row.spellings:
                spelling = codes.spelling(text, case)
                names[spelling] = min(names.get(spelling, key), key, key=str.encode)
        return names

    def name_of(self, code, case):
        """The key that a code stands for on any day, or the code itself."""
        name = self._names(case).get(code)
        return code if name is None else codes.fold(name, case)

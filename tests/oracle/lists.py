"""Lists: who has a name or an identifier, and on which days the entry holds."""

import unicodedata
from datetime import date

import customers
import dates
from decimals import Unreadable

USUAL = {"names": ["name", "aliases"], "identifiers": ["identifiers"],
         "birth_dates": ["birth_date"]}
HIDDEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # of those that drafts have


def is_chinese(mark):
    return (0x4E00 <= ord(mark) <= 0x9FFF or 0x3400 <= ord(mark) <= 0x4DBF
            or mark == "〇" or ord(mark) >= 0x20000)


def normal(text, identifier=False):
    """The form in which names, or identifiers, are compared."""
    text = "".join(mark for mark in text if mark not in HIDDEN)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(mark if unicodedata.category(mark)[0] in "LMN" else " "
                   for mark in text)
    words = kept.split()
    if identifier or not words:
        return "".join(words)
    found = words[0]
    for word in words[1:]:
        together = is_chinese(found[-1]) and is_chinese(word[0])
        found += word if together else " " + word
    return found


def pieces(cell, separator):
    """The values of a cell, written as a row of CSV if that can be."""
    if '"' in cell:
        try:
            fields, _ = customers.record(cell.encode(), 0, ord(separator))
            return [field.decode() for field in fields]
        except customers.Ragged:
            pass
    return cell.split(separator)


class Entry:
    def __init__(self, row, columns, separator, period):
        def values(part):
            return [piece.strip() for column in columns[part]
                    for piece in pieces(row[column], separator) if piece.strip()]

        self.names = {normal(name) for name in values("names")} - {""}
        self.identifiers = {normal(i, True) for i in values("identifiers")} - {""}
        self.born = {date.fromisoformat(day) for day in values("birth_dates")
                     if len(day) == 10}
        self.first, self.end = (dates.read(row[c]) if c and row[c] else None
                                for c in period)

    def holds(self, day):
        if self.first and day < self.first:
            return False
        return not self.end or day < self.end


class List:
    def __init__(self, entry, folder):
        raw = (folder / entry["file"]).read_bytes()
        header, rest = customers.rows(raw, entry.get("delimiter", ","))
        columns = {}
        for part, usual in USUAL.items():
            named = entry.get(part, [name for name in usual if name in header])
            columns[part] = [named] if isinstance(named, str) else named
        period = [entry.get(word, word if word in header else None)
                  for word in ("valid_from", "valid_to")]
        separator = entry.get("separator", ";")
        self.entries = [
            Entry(dict(zip(header, (f.decode().strip() for f in fields))),
                  columns, separator, period)
            for _, fields in rest]

    def _holding(self, as_of):
        return [e for e in self.entries if (not e.first and not e.end) or e.holds(as_of)]

    def has(self, value, asked, born, as_of):
        """Whether a value is there; None where it is no name, or where the day of birth
        decides and is not known."""
        if len(value.encode()) > 1024:
            raise Unreadable("a name over 1024 bytes")
        if not normal(value):
            return None
        if "identifier_in" in asked:
            form = normal(value, True)
            return any(form in entry.identifiers for entry in self._holding(as_of))
        found = [e for e in self._holding(as_of) if normal(value) in e.names]
        if "birth_date" not in asked:
            return bool(found)
        days = set().union(*(entry.born for entry in found))
        return born in days if born or not days else None

"""Inputs: what a model reads of a customer's record."""

import codes
import dates
import decimals

YES = ["Y", "yes", "true", "1", "是"]
NO = ["N", "no", "false", "0", "否"]


class Input:
    """One field; `read` gives its value, or None where there is none."""

    def __init__(self, name, entry, missing_values):
        self.name = name
        self.type = entry["type"]
        self.columns = entry.get("columns", name)
        if isinstance(self.columns, str):
            self.columns = [self.columns]
        self.key = entry.get("key") == "true"
        self.policies = {w: entry[w] for w in ("missing", "unknown") if w in entry}
        self.case = entry.get("case", "exact")
        self.before = entry.get("before")
        self.separator = entry.get("separator", ";")
        self.places = int(entry.get("places", 4))
        self.form = entry.get("format", "YYYY-MM-DD")
        self.yes = self._spellings(entry.get("yes", YES))
        self.no = self._spellings(entry.get("no", NO))
        self.missing_values = set(entry.get("missing_values", missing_values))

    @staticmethod
    def _spellings(words):
        words = [words] if isinstance(words, str) else words
        return {codes.fold(word, "ignore") for word in words}

    def read(self, raw):
        text = codes.trim(codes.decode(raw))
        if text == "" or text in self.missing_values:
            return None
        return getattr(self, "_read_" + self.type)(text)

    def _read_text(self, text):
        return text

    def _read_code(self, text):
        return codes.read(text, self.case, self.before) or None

    def _read_codes(self, text):
        wide = "".join(codes.FULL_FORMS.get(mark, mark) for mark in self.separator)
        if len(self.separator) == 1:
            text = text.replace(wide, self.separator)
        found = []
        for part in map(codes.trim, text.split(self.separator)):
            if part == "" or part in self.missing_values:
                continue
            code = self._read_code(part)
            if code and code not in found:
                found.append(code)
        if len(found) > 64:
            raise decimals.Unreadable("more than 64 codes")
        return found or None

    def _read_number(self, text):
        return decimals.read_value(codes.fold(text), self.places)

    def _read_date(self, text):
        return dates.read(codes.fold(text), self.form)

    def _read_flag(self, text):
        word = codes.fold(text, "ignore")
        if word in self.yes:
            return True
        if word in self.no:
            return False
        raise decimals.Unreadable(f"neither yes nor no: {text!r}")


def column_of(field, header):
    """Where the header names the input's column."""
    for name in field.columns:
        if name in header:
            return header.index(name)
    raise ValueError(f"no column for {field.name}")

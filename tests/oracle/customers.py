"""Customers' files: CSV as it is defined byte after byte, and tables' files too."""

LF, CR, QUOTE, NUL = 10, 13, 34, 0


class Ragged(Exception):
    """A quote that is not closed, or bytes after one that closes."""


def row_ends(raw, at):
    """How many bytes end a row at this place; the file's end ends one with none."""
    if at >= len(raw):
        return 0
    if raw[at] == LF:
        return 1
    if raw[at] == CR and at + 1 < len(raw) and raw[at + 1] == LF:
        return 2
    return None


def quoted(raw, at):
    """The field whose opening quote stands at `at`, and the place after it."""
    parts = []
    at += 1
    while True:
        close = raw.find(b'"', at)
        if close < 0:
            raise Ragged("the quote is not closed")
        parts.append(raw[at:close])
        if raw[close + 1 : close + 2] != b'"':
            return b'"'.join(parts), close + 1
        at = close + 2


def plain(raw, at, separator):
    """The unquoted field at `at`, and the place after it."""
    end = at
    while row_ends(raw, end) is None and raw[end] != separator:
        end += 1
    return raw[at:end], end


def record(raw, at, separator):
    """The fields of the record that begins at `at`, and where the next one begins."""
    fields = []
    while True:
        if raw[at : at + 1] == b'"':
            field, at = quoted(raw, at)
        else:
            field, at = plain(raw, at, separator)
        fields.append(field)
        end = row_ends(raw, at)
        if end is not None:
            return fields, at + end
        if raw[at] != separator:
            raise Ragged("bytes after the closing quote")
        at += 1


def records(raw, delimiter=","):
    """Each record's line and fields; the fields of one that cannot be read are None."""
    separator = ord(delimiter)
    at, line = 0, 1
    while at < len(raw):
        end = row_ends(raw, at)
        if end is not None:
            at, line = at + end, line + 1
            continue
        try:
            fields, after = record(raw, at, separator)
        except Ragged:
            after = raw.find(b"\n", at) + 1 or len(raw)
            fields = None
        if fields is not None and any(NUL in field for field in fields):
            fields = None
        yield line, fields
        line += raw.count(b"\n", at, after)
        at = after


def rows(raw, delimiter=","):
    """The header, then each row's line and fields, None where the row is rejected."""
    reading = records(raw, delimiter)
    header = [name.decode("utf-8").strip() for name in next(reading)[1]]

    def rest():
        for line, fields in reading:
            if fields is not None and len(fields) != len(header):
                fields = None
            yield line, fields

    return header, rest()

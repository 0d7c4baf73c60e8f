"""Texts and codes: trimming, folding and cutting them."""

from decimals import Unreadable

BLANKS = " \t\u00a0\u3000"
ASCII_FORMS = {0xFF01 + i: 0x21 + i for i in range(0xFF5E - 0xFF01 + 1)}
ASCII_FORMS[0x3000] = 0x20
FULL_FORMS = {chr(0x21 + i): chr(0xFF01 + i) for i in range(0x7E - 0x21 + 1)}
LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def decode(raw):
    """The characters of a field, which are UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None


def trim(text):
    return text.strip(BLANKS)


def fold(text, case="exact"):
    """Full-width forms become ASCII; with `case: ignore` A-Z become a-z."""
    text = text.translate(ASCII_FORMS)
    return text.translate(LOWER) if case == "ignore" else text


def spelling(text, case):
    """A key, an alias or a code of a condition as a value is compared with it."""
    return fold(trim(text), case)


def read(text, case, before):
    """The code that a trimmed value stands for, empty if nothing is left of it."""
    code = fold(text)
    if before and before in code:
        code = code[: code.index(before)]
    if len(code.encode()) > 255:
        raise Unreadable("a code over 255 bytes")
    return fold(code, case)

#!/usr/bin/env python3
"""The oracle's parts against values that were worked out by hand."""

import unittest
from datetime import date
from fractions import Fraction

import codes
import conditions
import customers
import dates
import decimals
import weights


class Numbers(unittest.TestCase):
    def test_rounding(self):
        cases = {"half_up": "1 2 3 -1 -2 -3", "half_even": "1 2 2 -1 -2 -2",
                 "up": "2 2 3 -2 -2 -3", "down": "1 1 2 -1 -1 -2"}
        numbers = [Fraction(n, 10) for n in (12, 15, 25, -12, -15, -25)]
        for rounding, wanted in cases.items():
            found = [decimals.round_to(number, 0, rounding) for number in numbers]
            self.assertEqual(found, [int(text) for text in wanted.split()], rounding)

    def test_reading(self):
        self.assertEqual(decimals.read_value("-.50", 1), Fraction(-1, 2))
        self.assertEqual(decimals.read_value("5.", 0), 5)
        for text in ("", ".", "1e3", "1,5", "0.05", "1000000000000", "٣"):
            with self.assertRaises(decimals.Unreadable, msg=text):
                decimals.read_value(text, 1)

    def test_writing(self):
        for number, text in ((Fraction(-1, 8), "-0.125"), (Fraction(100, 3), "100/3"),
                             (Fraction(10), "10"), (Fraction(0), "0")):
            self.assertEqual(decimals.write(number), text)


class Weights(unittest.TestCase):
    def test_a_tie_goes_to_the_smaller_id(self):
        self.assertEqual(weights.split(10, {"b": 1, "a": 1, "Z": 1}),
                         {"Z": 4, "a": 3, "b": 3})

    def test_the_largest_remainder_comes_first(self):
        self.assertEqual(weights.split(10, {"a": 14, "b": 28, "c": 58}),
                         {"a": 1, "b": 3, "c": 6})


class Codes(unittest.TestCase):
    def test_folding_and_cutting(self):
        self.assertEqual(codes.read("ＵＳ－ＤＥ", "ignore", "-"), "us")
        self.assertEqual(codes.trim("\u3000 x\u00a0\t"), "x")
        with self.assertRaises(decimals.Unreadable):
            codes.read("é" * 128, "exact", None)


class Dates(unittest.TestCase):
    def test_ages(self):
        self.assertEqual(dates.age(date(2025, 1, 31), date(2025, 2, 28), "months"), 0)
        self.assertEqual(dates.age(date(2004, 2, 29), date(2025, 2, 28), "years"), 20)
        self.assertEqual(dates.age(date(2004, 2, 29), date(2025, 3, 1), "years"), 21)

    def test_patterns(self):
        self.assertEqual(dates.read("2/9/2024 10:00", "M/D/YYYY"), date(2024, 2, 9))
        for text in ("2023-02-29", "2024-1-01", "2024-01-01x", "0000-01-01"):
            with self.assertRaises(decimals.Unreadable, msg=text):
                dates.read(text)


class Conditions(unittest.TestCase):
    def test_kleene(self):
        truths = {"t": True, "f": False, "u": None}
        table = ("tt t t", "tf f t", "tu u t", "ff f f", "fu f u", "uu u u", "ut u t")
        for line in table:
            pair, both, either = line.split()
            pair = [truths[letter] for letter in pair]
            self.assertIs(conditions.conjunction(pair), truths[both])
            self.assertIs(conditions.disjunction(pair), truths[either])
        self.assertIsNone(conditions.negation(None))


class Files(unittest.TestCase):
    def test_records(self):
        raw = b'a,b\r\n\r\n"x\n""y""",q"r\n1,"open\n2,"c"d\n3\n4,\0\n5,""'
        header, rest = customers.rows(raw)
        self.assertEqual(header, ["a", "b"])
        self.assertEqual(list(rest), [
            (3, [b'x\n"y"', b'q"r']), (5, None), (6, None), (7, None), (8, None),
            (9, [b"5", b""])])


if __name__ == "__main__":
    unittest.main()

"""A random model on its way: what was chosen, and the values worth trying on it."""

import random
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

import decimals

SPELLINGS = [
    "A", "B1", "b2", "US", "DE", "NO", "true", "010", "10", "1", "1.10", "J", "J6",
    "J66", "J6621", "66", "K-1", "K", "null", "中国", "中", "日本", "Q x", "q'y",
    "web", "app", "0", "x/y", "Z_9", "~", "甲乙", "é", "E:1", "#7", "- w", "{k}", "a,b",
]


class Draft:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.chance = lambda share: self.rng.random() < share
        self.as_of = date(2026, 1, 1) + timedelta(self.rng.choice(
            [0, 30, 58, 89, 180, 788, self.rng.randrange(900)]))
        self.model = {}
        self.inputs = {}
        self.tables = {}
        self.row_points = {}
        self.trials = {}
        self.files = {}
        self.leaf_count = 0
        self.group_count = 0
        self.limits = {}
        self.bent = set()  # numbers that an interpolation reads
        self.lists = {}  # by name, as the model writes them
        self.birthdays = []
        self.named = set()  # inputs that are looked for in lists
        self.open = []  # inputs whose missing values are all tried
        self.even = self.chance(0.25)  # halves and quarters, so that scores tie
        self.total = self.pick([1, 100])
        # What crr rates many rows at once by, mostly.
        self.plain = self.chance(0.5)
        self.grouping = not self.plain and self.chance(0.5)  # no weighted sums
        self.applying = not self.plain and self.chance(0.4)  # not for everybody

    def pick(self, options):
        return self.rng.choice(list(options))

    def of_type(self, *types):
        return [name for name, entry in self.inputs.items() if entry["type"] in types]

    def try_on(self, name, *values):
        self.trials.setdefault(name, []).extend(values)

    def decimal(self, low, high, places):
        """A decimal in [low, high], written in one of its ways."""
        units = self.rng.randint(ceil(low * 10**places), floor(high * 10**places))
        return self.written(Fraction(units, 10**places))

    def written(self, number):
        text = decimals.write(number)
        if self.chance(0.1) and "/" not in text:
            text += "0" if "." in text and len(text.partition(".")[2]) < 4 else ""
        return text

    def points(self, primary=True):
        low, high = self.span if primary else (-12, 12)
        choice = self.rng.random()
        if choice < 0.15:
            return self.written(self.pick([Fraction(ceil(low)), Fraction(floor(high))]))
        places = 0 if self.even else self.pick([0, 0, 1, 2, 4])
        return self.decimal(low, high, places)

    def policy(self, primary=True):
        choice = self.rng.random()
        if choice < 0.06:
            return "error"
        return "worst" if choice < 0.5 else {"points": self.points(primary)}

    def day(self):
        """A day of the last decades, often one that ends a month."""
        day = self.as_of - timedelta(self.rng.randrange(12000))
        return day.replace(day=1) - timedelta(1) if self.chance(0.2) else day

    def limit(self, name, low, high):
        """Whether values of a number may be held within these ends too."""
        least, most = self.limits.get(name, (low, high))
        low, high = max(low, least), min(high, most)
        if low < high:
            self.limits[name] = (low, high)
        return low < high

    def ends(self, draw_end, count, words):
        """Ascending ends of `count` + 1 bands, each with its words."""
        found = sorted({draw_end() for _ in range(count)})
        # Between two days in a row may lie nothing.
        found = [end for place, end in enumerate(found) if not (
            place and isinstance(end, date) and end - found[place - 1] == timedelta(1))]
        bands = [{} for _ in range(len(found) + 1)]
        for place, end in enumerate(found):
            upper, lower = self.pick(words)
            bands[place][upper] = end
            if self.chance(0.3):
                bands[place + 1][lower] = end
        return bands

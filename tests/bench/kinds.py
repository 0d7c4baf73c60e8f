"""What tests/bench/rate measures beside the fast path: models and runs of other kinds, each
with customers who feel it. Where that is possible a kind is the benchmark's own model, and
its customers, with one thing changed, so that the difference is the price of that thing.
Everything is made in a folder of its own and depends on the number of rows alone."""

import csv
import dataclasses
import json
import pathlib
import random
import re
import shutil
import subprocess

BENCH = pathlib.Path(__file__).resolve().parent
CONFIG = BENCH.parents[1] / "config"
TABLES = BENCH / "workload" / "tables"
MODEL = BENCH / "workload" / "model.yaml"
COLUMNS = "customer_id,score,tier,reason"
LIST_ENTRIES = 100_000
LISTED = 5_000  # one customer in so many has an identifier, and another a name, in the list


@dataclasses.dataclass
class Kind:
    """A model, its customers, and how crr is to rate them."""
    name: str
    model: pathlib.Path
    customers: pathlib.Path
    options: tuple = ()
    columns: str = COLUMNS  # empty: crr's default
    beside: dict = dataclasses.field(default_factory=dict)  # files by their option
    shows: dict = dataclasses.field(default_factory=dict)  # output columns that tell that
    # the customers feel it: values that must be there, or how many different ones
    same: bool = False  # whether the output is that of the benchmark's own model

    def command(self, crr, target, customers=None, beside=None, columns=None):
        wanted = self.columns if columns is None else columns
        files = [word for pair in (beside or self.beside).items() for word in pair]
        return [crr, "rate", "--model", str(self.model), *self.options, *map(str, files),
                *(["--columns", wanted] if wanted else []), "-o", str(target),
                str(customers or self.customers)]


class Workshop:
    """The folder where models and customers are made."""

    def __init__(self, crr, folder, customers, rows):
        self.crr, self.folder, self.customers, self.rows = crr, folder, customers, rows
        self.text = MODEL.read_text(encoding="utf-8")
        shutil.copytree(TABLES, folder / "tables")

    def model(self, name, *changes):
        """The benchmark's model with texts exchanged, each of which stands there once."""
        text = self.text
        for old, new in changes:
            if text.count(old) != 1:
                raise ValueError(f"{name}: {old!r} does not stand in {MODEL} once")
            text = text.replace(old, new)
        path = self.folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def table(self, name, head, lines):
        path = self.folder / f"{name}.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(lines)
        return path

    def drawn(self, name, columns):
        """Customers of columns that are drawn one by one: name to (values, frequencies)."""
        draw = random.Random(name)
        values = [draw.choices(*column, k=self.rows) for column in columns.values()]
        keys = (f"C{number:09}" for number in range(self.rows))
        return self.table(name, ["customer_id", *columns], zip(keys, *values))

    def benchmark_customers(self):
        """The benchmark's customers one by one, as texts by column."""
        with open(self.customers, encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def factor(text, name):
    """The lines of one factor in the benchmark's model."""
    begin = text.index(f"  - {{id: {name}, ")
    ends = [text.find(mark, begin + 1) for mark in ("\n  - {id: ", "\ncorrection:")]
    return text[begin:min(end for end in ends if end > 0)]


def grouped(workshop, name, group, members):
    """The benchmark's model with factors that stand beside each other in a group, which has
    their weight; in it they have none."""
    old = [factor(workshop.text, member) for member in members]
    new = ["    " + re.sub("weight: [0-9]+, ", "", member) for member in old]
    return workshop.model(name, ("\n".join(old), "\n".join([group, *new])))


def larger_output(workshop):
    return Kind("default columns: three reasons, and warnings", MODEL, workshop.customers,
                columns="", shows={"warnings": 10})


def several_inputs(workshop):
    model = workshop.model("rules", ("accept:", """\
  - id: WEALTHY_ABROAD
    when: {all: [{not: {country: CN}}, {annual_turnover: {at_least: 1000000}},
                 {any: [{channel: [AGENT, ONLINE]}, {crossborder_share: {above: 0.5}}]}]}
    at_least: HIGH
    if_missing: false
    basis: "five inputs"
accept:
  - {finding: CRR-0509, at: "rules[2]", reason: "each of them has points of its own"}"""))
    return Kind("a rule over four inputs", model, workshop.customers,
                shows={"rules": ("WEALTHY_ABROAD",)})


def groups(workshop):
    """Weights that make the products what they were: the output is the same."""
    shares = {"country": 40, "industry": 50, "pep": 50, "occupation": 20, "product": 50,
              "turnover": 50, "channel": 50, "account_age": 50}
    leaf = {name: re.sub("weight: [0-9]+", f"weight: {share}",
                         factor(workshop.text, name).strip())
            for name, share in shares.items()}

    def group(name, weight, *members):
        return (f"- {{id: {name}, weight: {weight}, factors: ["
                + ", ".join(member[2:] for member in members) + "]}")

    tree = [group("who", 50, leaf["country"],
                  group("doing", 60, leaf["industry"], leaf["pep"])),
            group("what", 50, leaf["occupation"],
                  group("business", 80,
                        group("volume", 60, leaf["product"], leaf["turnover"]),
                        group("way", 40, leaf["channel"], leaf["account_age"])))]
    begin, end = (workshop.text.index(mark) for mark in ("factors:\n", "correction:\n"))
    model = workshop.model("groups", (workshop.text[begin:end], "factors:\n  "
                                      + "\n  ".join(tree) + "\n"))
    return Kind("weighted groups, four deep, of the same global weights", model,
                workshop.customers, same=True)


def greatest(workshop):
    model = grouped(workshop, "max", "  - id: person\n    weight: 60\n    combine: max\n"
                    "    factors:", ("country", "industry", "occupation", "pep"))
    return Kind("a group that is the greatest of four factors", model, workshop.customers,
                shows={"points.person": 100})


def ordered(workshop):
    model = grouped(workshop, "owa", "  - id: person\n    weight: 60\n    combine: owa\n"
                    "    order_weights: [40, 30, 20, 10]\n    factors:",
                    ("country", "industry", "occupation", "pep"))
    return Kind("an ordered weighted average of four factors", model, workshop.customers,
                shows={"points.person": 1000})


def matrix(workshop):
    model = grouped(workshop, "matrix", """\
  - id: offer
    weight: 20
    combine: matrix
    scales:
      product: [{level: low}, {level: medium, from: 40}, {level: high, from: 75}]
      channel: [{level: near}, {level: far, from: 50}, {level: hidden, from: 65}]
    cells: [[10, 30, 50], [35, 55, 75], [60, 80, 100]]
    factors:""", ("product", "channel"))
    return Kind("a matrix of two factors", model, workshop.customers,
                shows={"points.offer": 9})


def not_for_all(workshop):
    old = factor(workshop.text, "occupation")
    model = workshop.model("applies", (old, old.replace(
        "input: occupation,", "input: occupation, applies: {id_type: RID},")))
    return Kind("a factor that applies to some alone", model, workshop.customers,
                shows={"points.occupation": ("", "21.25")})


def two_segments(workshop):
    model = workshop.model("segments", ("tiers:", """\
segments:
  - id: small
    when: {any: [{annual_turnover: {below: 50000}}, {annual_turnover: {is: missing}}]}
    weights: {country: 25, industry: 10, occupation: 10, pep: 15, product: 12, channel: 8,
              turnover: 10, account_age: 10}
  - id: large
    when: {all: [{annual_turnover: {is: present}}, {annual_turnover: {at_least: 50000}}]}
    thresholds: {LOW: 0, MEDIUM: 20, HIGH: 40, VERY_HIGH: 65}
tiers:"""))
    return Kind("two segments", model, workshop.customers,
                shows={"segment": ("small", "large")})


def guideline(workshop):
    scores = ("disclosure channel document monitoring ownership warnings age existence "
              "sanctions alerts crime supervision cash remote cross_border agency frequency "
              "recognised specific cash_trade").split()
    flags = "listed owner_listed foreign_pep owner_foreign_pep refused".split()
    customers = workshop.drawn("pboc", {
        "kind": (("individual", "entity", "自然人", "非自然人"), (60, 20, 15, 5)),
        **{name: ("12345", (35, 30, 20, 10, 5)) for name in scores},
        **{name: (("N", "Y", "否"), (950, 1, 49)) for name in flags},
        "prior_reports": ("0123", (970, 20, 8, 2))})
    return Kind("config/pboc-2013.yaml: two segments of 20 inputs",
                CONFIG / "pboc-2013.yaml", customers, shows={"segment": ("individual", "entity")})


def risk_matrix(workshop):
    names = ("exposure", "attraction", "harm", "sanction", "control")
    customers = workshop.drawn("matrix-customers",
                               {name: ("12345", (3, 3, 2, 1, 1)) for name in names})
    return Kind("config/risk-matrix.yaml: greatest of two, two matrices in each other",
                CONFIG / "risk-matrix.yaml", customers,
                shows={"tier": ("low", "medium", "high", "severe")})


def risk_map(workshop):
    with open(CONFIG / "tables" / "country.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    countries = [row[column] for row in rows for column in ("alpha2", "name_zh")]
    home = [500 if row["alpha2"] == "CN" else 1 for row in rows for _ in range(2)]
    days = [f"{year}-{month:02}-{day:02}" for year in range(2005, 2026)
            for month in range(1, 13) for day in (1, 9, 17, 28)]
    customers = workshop.drawn("map-customers", {
        "identity": (("resident", "company", "居民个人", "complex_company", "domestic_pep",
                      "foreign_pep"), (600, 250, 100, 40, 8, 2)),
        "country": (countries, home), "connected_country": (countries, home),
        "business": (("basic", "investment", "现金业务", "cross_border"), (6, 2, 1, 1)),
        "account": (("ordinary", "remote", "代理开户", "many"), (70, 20, 5, 5)),
        "cash_share": ([f"{share / 10}" for share in range(1001)], range(1001, 0, -1)),
        "opened_on": (days, [1] * len(days))})
    return Kind("config/risk-map.yaml: four axes, each a greatest; a dated table, an age",
                CONFIG / "risk-map.yaml", customers, ("--as-of", "2026-07-01"),
                shows={"tier": ("normal", "attention", "high")})


def lists(workshop):
    """Entries of which few are customers: every LISTED-th one's identifier, and the names
    and birth dates of twenty, which some thousand customers share with them."""
    entries, named = [], workshop.rows // 20 or 1
    for number, row in enumerate(workshop.benchmark_customers()):
        if number % LISTED == 0:
            entries.append((f"I{number}", f"Nobody {number}", "", "", row["id_number"]))
        if number % named == named - 1:
            entries.append((f"N{number}", row["name"], f"Alias {number}",
                            row["birth_date"], f"P{number}"))
    for number in range(len(entries), LIST_ENTRIES):
        entries.append((f"E{number}", f"Entry{number * 7919 % 1_000_003} of Somewhere",
                        f"別名{number};Alias-{number}",
                        f"{1940 + number % 60}-0{1 + number % 9}-1{number % 10}",
                        f"{110000 + number}19{number * 31 % 10**8:08}"))
    workshop.table("list", ("id", "name", "aliases", "birth_date", "identifiers"), entries)
    model = workshop.model(
        "lists", ("inputs:\n", "lists: {watch: {file: list.csv}}\ninputs:\n"
                  "  name: {type: text}\n  id_number: {type: text}\n"), ("accept:", """\
  - {id: LISTED, when: {id_number: {identifier_in: watch}}, tier: PROHIBITED, basis: "-"}
  - {id: IDENTIFIED, when: {name: {name_in: watch, birth_date: birth_date}},
     tier: PROHIBITED, if_missing: true, basis: "-"}
  - {id: NAMESAKE, when: {name: {name_in: watch}}, at_least: HIGH, basis: "-"}
accept:"""))
    return Kind(f"a list of {LIST_ENTRIES:,} entries asked by identifier, by name and "
                "date, by name", model, workshop.customers,
                shows={"reason": ("LISTED", "IDENTIFIED", "NAMESAKE")})


def history(workshop):
    """The run before took every customer's country and product for missing: tiers rise,
    fall and stay since."""
    model = workshop.model("history", ("tiers:", "history: {down: {steps: 1, "
                                       "wait: 3 months}}\ntiers:"))
    previous = workshop.folder / "previous.csv"
    subprocess.run([workshop.crr, "rate", "--model", str(model), "--as-of", "2025-01-31",
                    "--columns", "history", "--map", "country=", "--map", "product=",
                    "-o", str(previous), str(workshop.customers)], check=True,
                   capture_output=True)
    return Kind("history: `--previous` of as many customers", model, workshop.customers,
                ("--as-of", "2025-06-30"), COLUMNS + ",history", {"--previous": previous},
                {"change": ("same", "up", "down")})


def linked(workshop):
    """Every fifth customer has an owner, that one another, and a controller."""
    def key(number):
        return f"C{number % workshop.rows + 1:09}"

    links = workshop.table("links", ("from", "to", "role", "share"), (
        link for number in range(0, workshop.rows, 5) for link in (
            (key(number), key(number + 1), "owner", "60%"),
            (key(number + 1), key(number * 7919 + 11), "owner", "50%"),
            (key(number), key(number * 104729 + 13), "controller", ""))
        if link[0] != link[1]))
    old = factor(workshop.text, "country")
    model = workshop.model("links", ("tables:\n", """\
  owner_country: {type: codes, missing: {points: 40}, unknown: {points: 80},
                  linked: {input: country, roles: [owner], min_share: 25%, depth: 3}}
  behind: {type: codes, linked: {input: blacklisted, roles: [owner, controller], depth: 2}}
tables:
"""), (old, old.replace("weight: 20", "weight: 15") + "\n  - {id: owners, weight: 5, "
        "input: owner_country, table: country, of_many: max}"), ("accept:", """\
  - {id: BEHIND, when: {behind: "yes"}, at_least: HIGH, if_missing: false, basis: "-"}
accept:
  - {finding: CRR-0509, at: "rules[2]", reason: "most have nobody behind them"}"""))
    return Kind("linked persons: `--links`, three for every fifth customer", model,
                workshop.customers, beside={"--links": links},
                shows={"reason": ("BEHIND",), "points.owners": 100})


def with_intervals(workshop, name, inputs):
    changes = []
    for one in inputs:
        begin = workshop.text.index(f"\n  {one}: ")
        old = workshop.text[begin:workshop.text.index("\n", begin + 1)]
        changes.append((old, re.sub("missing: {[^}]*}", "missing: interval", old)))
    return workshop.model(name, *changes)


def interval(workshop):
    model = with_intervals(workshop, "interval", (
        "country", "pep", "product", "channel", "annual_turnover"))
    return Kind("`missing: interval` for five inputs, one row in 100 without one; bounds "
                "written", model, workshop.customers,
                columns=COLUMNS + ",score_low,score_high,tier_low,depends_on",
                shows={"depends_on": 3})


def interval_everywhere(workshop):
    model = with_intervals(workshop, "product", ("product",))
    return Kind("the same for one input of 25 codes, every row without it", model,
                workshop.customers, ("--map", "product="),
                COLUMNS + ",score_low,score_high,tier_low,depends_on",
                shows={"depends_on": ("product", "")})


def json_lines_in(workshop):
    path = workshop.folder / "customers.jsonl"
    numbers, flags = ("annual_turnover", "crossborder_share"), {"Y": "true", "N": "false"}
    with open(path, "w", encoding="utf-8") as file:
        for row in workshop.benchmark_customers():
            members = []
            for name, value in row.items():
                plain = value if name in numbers else json.dumps(value, ensure_ascii=False)
                members.append(f'"{name}":' + (
                    "null" if not value else
                    flags[value] if name == "blacklisted" else plain))
            file.write("{" + ",".join(members) + "}\n")
    return Kind("the same customers as JSON Lines", MODEL, path, same=True)


def json_lines_out(workshop):
    return Kind("the ratings as JSON Lines", MODEL, workshop.customers,
                ("--format", "jsonl"))


def unique(workshop):
    return Kind("`--unique`", MODEL, workshop.customers, ("--unique",), same=True)


KINDS = (larger_output, several_inputs, groups, greatest, ordered, matrix, not_for_all,
         two_segments, guideline, risk_matrix, risk_map, lists, history, linked, interval,
         interval_everywhere, json_lines_in, json_lines_out, unique)

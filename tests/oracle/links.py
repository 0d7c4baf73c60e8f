#!/usr/bin/env python3
"""Random networks of owners and controllers: who stands behind a customer, found by
listing every way, against what crr rates."""

import argparse
import csv
import random
import subprocess
import sys
import tempfile
from fractions import Fraction
from math import ceil
from pathlib import Path

ROLES = ["owner", "controller", "agent"]
POINTS = {"A": 10, "B": 40, "C": 90}
UNIT = 10**9


def model_text(ask):
    """One factor over the owners' countries, and a rule over controllers' flags."""
    share = f", min_share: {ask['share']}" if ask["share"] else ""
    return f"""crr: 1
model: {{id: network, version: 1}}
inputs:
  id: {{type: text, key: true}}
  country: {{type: code, missing: {{points: 0}}}}
  listed: {{type: flag, missing: {{points: 0}}}}
  owners: {{type: codes, missing: {ask['missing']}, linked:
    {{input: country, roles: {ask['roles']}, depth: {ask['depth']}{share}}}}}
  leaders: {{type: codes, linked: {{input: listed, roles: [controller], depth: 2}}}}
tables:
  points: {{rows: {{A: 10, B: 40, C: 90}}}}
factors:
  - {{id: behind, weight: 1, input: owners, table: points}}
tiers:
  - {{id: low, from: 0}}
  - {{id: top}}
rules:
  - {{id: led, when: {{leaders: "yes"}}, tier: top, if_missing: {ask['if_missing']},
     basis: b}}
  - {{id: own, when: {{listed: true}}, review: required, if_missing: "false", basis: b}}
  - {{id: from, when: {{country: A}}, review: required, if_missing: "false", basis: b}}
"""


def ways(links, start, roles, depth):
    """Every way along the links that meets nobody twice: persons, and its share."""
    def on(at, met, share, left):
        for source, target, role, part in links:
            if source != at or role not in roles or target in met or not left:
                continue
            after = Fraction(ceil(share * (part or 1) * UNIT), UNIT)
            yield target, after
            yield from on(target, met | {target}, after, left - 1)

    yield from on(start, {start}, Fraction(1), depth)


def behind(links, start, roles, depth, least):
    shares = {}
    for person, share in ways(links, start, roles, depth):
        shares[person] = min(Fraction(1), shares.get(person, 0) + share)
    return {person for person, share in shares.items() if share >= least}


def expected(people, links, key, ask):
    """The tier and the points, or None where the customer is rejected."""
    least = Fraction(ask["share"].strip("%")) / 100 if ask["share"] else 0
    owners = behind(links, key, ask["roles"], ask["depth"], least)
    countries = {people.get(person, ("", ""))[0] for person in owners}
    leaders = {people.get(person, ("", ""))[1]
               for person in behind(links, key, ["controller"], 2, 0)}
    missing = not countries or "" in countries
    if missing and ask["missing"] == "error":
        return None
    points = [POINTS[country] for country in countries if country]
    if missing:
        points.append(90 if ask["missing"] == "worst" else 25)
    led = "Y" in leaders or ((not leaders or "" in leaders) and
                             ask["if_missing"] == '"true"')
    return "top" if led else "low", str(max(points))


def draw(rng):
    names = [f"P{i}" for i in range(rng.choice([3, 6, 9]))]
    people = {name: (rng.choice("AABBC") if rng.random() < 0.85 else "",
                     rng.choice("NNNNY") if rng.random() < 0.85 else "")
              for name in names}
    links = []
    for _ in range(rng.randrange(3 * len(names))):
        one, two = rng.sample(names + ["stranger"], 2)
        share = Fraction(rng.randint(1, 1000), 1000) if rng.random() < 0.7 else None
        links.append((one, two, rng.choice(ROLES), share))
    ask = {"depth": rng.randint(1, 4), "missing": rng.choice(
        ["worst", "{points: 25}", "error"]),
           "roles": rng.choice([["owner"], ["owner", "controller"]]),
           "share": rng.choice(["", "", "25%", "10%", "50%"]),
           "if_missing": rng.choice(['"true"', '"false"'])}
    return people, links, ask


def write(folder, people, links, ask):
    (folder / "model.yaml").write_text(model_text(ask).replace("'", ""))
    with (folder / "people.csv").open("w") as file:
        file.write("id,country,listed\n")
        file.writelines(f"{n},{c},{l}\n" for n, (c, l) in people.items())
    with (folder / "links.csv").open("w") as file:
        file.write("from,to,role,share\n")
        for one, two, role, share in links:
            file.write(f"{one},{two},{role},{float(share) if share else ''}\n")


def rate(crr, folder):
    subprocess.run([crr, "rate", "--model", folder / "model.yaml", "--links",
                    folder / "links.csv", "-o", folder / "out.csv", "--columns",
                    "id,tier,points.behind", folder / "people.csv"],
                   check=False, capture_output=True)
    with (folder / "out.csv").open() as file:
        return {row["id"]: (row["tier"], row["points.behind"])
                for row in csv.DictReader(file)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crr", required=True)
    parser.add_argument("--networks", type=int, default=150)
    arguments = parser.parse_args()
    rng, count = random.Random(7), 0
    with tempfile.TemporaryDirectory(prefix="crr-links-") as name:
        for number in range(arguments.networks):
            people, links, ask = draw(rng)
            write(Path(name), people, links, ask)
            found = rate(arguments.crr, Path(name))
            want = {key: expected(people, links, key, ask) for key in people}
            want = {key: result for key, result in want.items() if result}
            if found != want:
                print(f"network {number}: {ask}\n{people}\n{links}\n"
                      f"expected {want}\nfound {found}")
                return 1
            count += len(want)
    print(f"{arguments.networks} networks, {count} customers")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Rates a file of customers and writes what each of them gets, exactly."""

import argparse
import csv
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import customers
import decimals
import rating
from inputs import column_of
from model import Model


def columns(model):
    names = ["line", "key", "status", "segment", "score", "score_low", "score_high",
             "tier_low", "depends_on", "score_tier", "tier", "review", "theta",
             "rules", "warnings", "reason"]
    for kind in ("points", "contribution"):
        names += [f"{kind}.{name}" for name in model.shown]
    return names


def row_of(model, result):
    row = {
        "segment": result.segment.name,
        "score": decimals.write(result.score),
        "score_low": decimals.write(result.bounds[0]),
        "score_high": decimals.write(result.bounds[1]),
        "tier_low": result.bounds[2],
        "depends_on": ";".join(result.depends),
        "score_tier": result.score_tier,
        "tier": result.tier,
        "review": "required" if result.review else "",
        "theta": decimals.write(result.theta),
        "rules": ";".join(rule.name for rule in result.fired),
        "warnings": ";".join(result.warnings),
        "reason": result.reason,
    }
    given = {factor.name for factor in result.segment.shown}
    for name in model.shown:
        points = result.points.get(name)
        part = decimals.write(result.contributions.get(name, Fraction(0)))
        row[f"points.{name}"] = "" if points is None else decimals.write(points)
        row[f"contribution.{name}"] = part if name in given else ""
    return row


def rate_record(model, read, fields, as_of, scenario):
    """One row of the output; `read` holds each input that is read with its column."""
    row = {"status": "rejected"}
    if fields is None:
        return row
    try:
        values = {f.name: f.read(fields[place]) for f, place in read}
        for field, _ in read:
            if field.key:
                row["key"] = values[field.name]
                if values[field.name] is None:
                    return row
        result = rating.rate(model, values, as_of, scenario)
        row.update(row_of(model, result), status="rated", open=result.open,
                   result=result)
    except decimals.Unreadable:
        pass
    return row


def rate_file(model, raw, as_of, scenario=None):
    """A row for every record of a file."""
    header, rest = customers.rows(raw)
    read = [(f, column_of(f, header)) for f in model.read_inputs().values()]
    for line, fields in rest:
        yield {"line": str(line), **rate_record(model, read, fields, as_of, scenario)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--as-of", type=date.fromisoformat)
    parser.add_argument("--scenario")
    parser.add_argument("customers")
    arguments = parser.parse_args()
    model = Model(arguments.model)
    raw = Path(arguments.customers).read_bytes()
    writer = csv.DictWriter(sys.stdout, columns(model), lineterminator="\n",
                            extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rate_file(model, raw, arguments.as_of, arguments.scenario))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Rates the workload with another program: peers.py PLAN IN OUT THREADS

PLAN is one of

  duckdb:JOIN:ORDER   DuckDB; JOIN says how points are found (join, case, map, mixed, see
                      peer_sql.py), ORDER is true or false: preserve_insertion_order
  polars:WAY          Polars; WAY is one of
                        stream-replace  lazy, streamed into the output; points by replacing
                        stream-join     the same, points by left joins
                        eager-replace   the file read whole, points by replacing

IN and OUT are CSV files. The output must be that of reference.py."""

import contextlib
import csv
import io
import os
import runpy
import sys

import peer_sql

FACTORS = ["country", "industry", "occupation", "pep", "product", "channel", "turnover",
           "account_age"]
CODES = ["country", "industry", "occupation", "pep", "product", "channel", "id_type",
         "region"]


def duckdb_job(join, order, source, target, threads):
    import duckdb
    words, text = sys.argv, io.StringIO()
    sys.argv = ["peer_sql.py", "duck", source, target, join, threads, order]
    with contextlib.redirect_stdout(text):
        runpy.run_module("peer_sql", run_name="__main__")
    sys.argv = words
    duckdb.connect().execute(text.getvalue())


def hundredths(text):
    whole, _, rest = text.partition(".")
    return int(whole + (rest + "00")[:2])


def points_of(name):
    with open(peer_sql.T + name + ".csv", encoding="utf-8", newline="") as file:
        rows = [(row[0], hundredths(row[1])) for row in list(csv.reader(file))[1:]]
    return [row for row in rows if row[0] != "*"], dict(rows)["*"]


def banded(pl, name, column, weight, dates):
    """Points × weight by bands; dates as the texts that they are, which sort as days do."""
    bands, missing = points_of(name)
    chain = pl.when(column.is_null()).then(missing * weight)
    *firsts, last = bands
    for bound, points in firsts:
        inside = column >= bound if dates else column < float(bound)
        chain = chain.when(inside).then(points * weight)
    return chain.otherwise(last[1] * weight).cast(pl.Int32)


def coded(pl, frame, way):
    """The frame with a column p_NAME of points for each code, and how it got them."""
    for name in CODES:
        rows, other = points_of(name)
        column = pl.col(name)
        if way.endswith("join"):
            table = pl.DataFrame({name: [row[0] for row in rows],
                                  "p_" + name: [row[1] for row in rows]},
                                 schema={name: pl.String, "p_" + name: pl.Int32})
            table = table.lazy() if isinstance(frame, pl.LazyFrame) else table
            frame = frame.join(table, on=name, how="left", maintain_order="left")
            frame = frame.with_columns(pl.col("p_" + name).fill_null(other))
        else:
            frame = frame.with_columns(column.replace_strict(
                dict(rows), default=other, return_dtype=pl.Int32).alias("p_" + name))
    return frame


def polars_job(way, source, target):
    import polars as pl
    numbers = {"annual_turnover": pl.Float64, "crossborder_share": pl.Float64}
    schema = {name: numbers.get(name, pl.String) for name in peer_sql.COLS}
    needed = [name for name in peer_sql.COLS if name not in ("name", "id_number", "notes")]
    if way.startswith("stream"):
        frame = pl.scan_csv(source, schema=schema).select(needed)
    else:
        frame = pl.read_csv(source, schema=schema, columns=needed)
    frame = coded(pl, frame, way)
    weight = peer_sql.W
    parts = [pl.col("p_" + name) * weight[name] for name in FACTORS[:6]]
    parts.append(banded(pl, "turnover_band", pl.col("annual_turnover"),
                        weight["turnover"], False))
    parts.append(banded(pl, "account_age_band", pl.col("account_open_date"),
                        weight["account_age"], True))
    frame = frame.with_columns(part.alias(f"c{i}") for i, part in enumerate(parts))
    theta = ((pl.col("p_id_type") + pl.col("p_region")) * 100
             + banded(pl, "crossborder_band", pl.col("crossborder_share"), 100, False)
             + banded(pl, "birth_band", pl.col("birth_date"), 100, True))
    names = [f"c{i}" for i in range(8)]
    frame = frame.with_columns(
        (pl.sum_horizontal(names) + theta.clip(-100_000, 100_000)).clip(0, 1_000_000)
        .alias("s"), pl.max_horizontal(names).alias("m"))
    write(pl, frame, way, target)


def write(pl, frame, way, target):
    score, listed = pl.col("s"), (pl.col("blacklisted") == "Y").fill_null(False)
    foreign = (pl.col("pep") == "F").fill_null(False) & (score < 450_000)
    why = pl.when(listed).then(pl.lit("BLACKLIST")).when(foreign).then(
        pl.lit("FOREIGN_PEP"))
    for i, name in enumerate(FACTORS):
        why = why.when(pl.col(f"c{i}") == pl.col("m")).then(pl.lit(name))
    tier = (pl.when(listed).then(pl.lit("PROHIBITED")).when(foreign).then(pl.lit("HIGH"))
            .when(score < 250_000).then(pl.lit("LOW"))
            .when(score < 450_000).then(pl.lit("MEDIUM"))
            .when(score < 700_000).then(pl.lit("HIGH")).otherwise(pl.lit("VERY_HIGH")))
    frame = frame.select(
        "customer_id", (score / 10_000).alias("score"), tier.alias("tier"),
        why.alias("reason"))
    if way.startswith("stream"):
        frame.sink_csv(target, float_precision=4)
    else:
        frame.write_csv(target, float_precision=4)


def main():
    plan, source, target, threads = sys.argv[1:]
    program, *how = plan.split(":")
    if program == "duckdb":
        duckdb_job(*how, source, target, threads)
    else:
        os.environ["POLARS_MAX_THREADS"] = threads  # read when the package is imported
        polars_job(*how, source, target)


main()

"""The second table of tests/bench/rate: what models and runs of other kinds cost beside the
benchmark's own model, each run paired with one of that. See kinds.py for what they are."""

import collections
import csv
import itertools
import statistics
import sys

import kinds

CUT = "cut-"  # begins the names of files that hold too little to take time


def cut(path, lines):
    """The file's first lines, in a file beside it."""
    target = path.with_name(CUT + path.name)
    with open(path, "rb") as source, open(target, "wb") as file:
        file.writelines(itertools.islice(source, lines))
    return target


def feel(bench, kind, rows, plain):
    """Ends the run unless all customers of a kind are rated and feel what it is about; how
    many rows have each value that tells so. A reject has already ended it: crr's status."""
    target, counts = bench.folder / "trial.csv", {}
    bench.measured(kind.command(bench.crr, target))
    if kind.same and target.read_bytes() != plain.read_bytes():
        sys.exit(f"bench: {kind.name}: not the ratings of the benchmark's model")
    with open(target, "rb") as file:
        lines = sum(1 for _ in file)
    if lines != rows + ("jsonl" not in kind.options):
        sys.exit(f"bench: {kind.name}: {lines} lines of output for {rows} customers")
    for column, wanted in kind.shows.items():
        command = kind.command(bench.crr, target, columns=f"key,{column}")
        bench.measured(command)
        with open(target, encoding="utf-8", newline="") as file:
            found = collections.Counter(row[column] for row in csv.DictReader(file))
        missing = ({value for value in wanted if value not in found}
                   if isinstance(wanted, tuple) else len(found) < wanted)
        if missing:
            sys.exit(f"bench: {kind.name}: {column} has the values {dict(found)}, "
                     f"not {wanted}")
        counts[column] = {value: found[value] for value in wanted} if isinstance(
            wanted, tuple) else {"different": len(found), "empty": found[""]}
    target.unlink()
    return counts


def start(bench, kind, repeat):
    """A run for one customer, with nothing but headers in the files beside: medians."""
    customers = cut(kind.customers, 1 if kind.customers.suffix == ".jsonl" else 2)
    beside = {option: cut(path, 1) for option, path in kind.beside.items()}
    command = kind.command(bench.crr, bench.folder / "one.csv", customers, beside)
    runs = [bench.measured(command) for _ in range(repeat)]
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def measure(bench, rows, repeat):
    """Every kind's runs with one thread, each after one of the benchmark's own model."""
    folder = bench.folder / "others"
    folder.mkdir()
    customers = bench.generate(rows).rename(folder / "customers.csv")
    workshop = kinds.Workshop(bench.crr, folder, customers, rows)
    own = kinds.Kind("the benchmark's own model", kinds.MODEL, customers)
    target, plain = bench.folder / "output.csv", folder / "plain.csv"
    bench.measured(own.command(bench.crr, plain))
    measured = {"rows": rows, "repeat": repeat, "own_start": start(bench, own, repeat),
                "kinds": []}
    for make in kinds.KINDS:
        kind = make(workshop)
        found = {"name": kind.name, "feels": feel(bench, kind, rows, plain),
                 "start": start(bench, kind, repeat), "runs": [], "own": []}
        for _ in range(repeat):
            for which, runs in ((own, found["own"]), (kind, found["runs"])):
                target.unlink(missing_ok=True)
                runs.append(bench.measured(which.command(bench.crr, target)))
        for path in (kind.customers, *kind.beside.values()):
            if path != customers:
                path.unlink()
        measured["kinds"].append(found)
    target.unlink()
    measured["table"] = table(measured)
    return measured


def row_times(runs, start_run, rows, keys):
    """Nanoseconds a row, without the start."""
    return [sum(run[key] - start_run[key] for key in keys) / rows * 1e9 for run in runs]


def table(measured):
    """The rows of the table: what, its time, the own model's, their ratio, that of
    processor time, start, memory."""
    rows = []
    for kind in measured["kinds"]:
        cells = []
        for keys in (("wall",), ("user", "system")):
            times = row_times(kind["runs"], kind["start"], measured["rows"], keys)
            own = row_times(kind["own"], measured["own_start"], measured["rows"], keys)
            if keys == ("wall",):
                cells += [f"{statistics.median(each):.0f} ns" for each in (times, own)]
            ratio = statistics.median(a / b for a, b in zip(times, own))
            cells.append(f"{ratio:.1f}")
        memory = max(run["memory_mb"] for run in kind["runs"])
        rows.append((kind["name"], *cells, f"{kind['start']['wall'] * 1e3:.1f} ms",
                     f"{memory:.1f} MB"))
    return rows


def print_table(measured):
    print("\n| other models | a row | the benchmark's | ratio | of processor time | start "
          "| peak memory |\n|---|---|---|---|---|---|---|")
    for row in measured["table"]:
        print(f"| {' | '.join(row)} |")
    print(f"\n{measured['rows']:,} rows, 1 thread, medians of {measured['repeat']}; the "
          f"benchmark's own model starts in {measured['own_start']['wall'] * 1e3:.1f} ms")

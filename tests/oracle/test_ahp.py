"""Random judgements, derived by crr and by the oracle.

    test_ahp.py --crr CRR [--files 100] [--seed N]

Each file is a hierarchy of up to three levels: complete and incomplete comparisons, groups
of experts, scores. Compared are both vectors, λ, CI, CR, Koczkodaj's index, circular triads
and completions (1e-9; what is completed 1e-6), and exactly: frozen weights and the units of the
whole hierarchy."""

import argparse
import json
import random
import subprocess
import sys
import tempfile

import ahp
import ahp_draft


def near(found, expected, tolerance=1e-9):
    return found is not None and abs(found - expected) <= tolerance * max(1, abs(expected))


def check_matrix(printed, matrix, n, wrong):
    """One matrix against what is printed of it; returns both vectors."""
    loose = 1e-9 if len(matrix) == n * (n - 1) else 1e-6
    mean = ahp.least_squares(matrix, n)
    rows, missing = ahp.complete(matrix, n)
    vector, root = ahp.principal(rows)
    ci = 0 if n <= 2 else max((root - n) / (n - 1), 0)
    expected = {"geometric_mean": (mean, 1e-9), "eigenvector": (vector, loose),
                "lambda_max": ([root], loose), "ci": ([ci], loose)}
    if n >= 3 and not missing:
        expected["cr"] = ([ci / ahp.RANDOM_INDEX[n]], loose)
    if n >= 3 and (index := ahp.koczkodaj(matrix, n)) is not None:
        expected["koczkodaj"] = ([index], 1e-9)
    for key, (values, tolerance) in expected.items():
        found = printed["cr"]["saaty-1980"] if key == "cr" else printed[key]
        found = found if isinstance(found, list) else [found]
        if not all(near(f, e, tolerance) for f, e in zip(found, values)):
            wrong.append(f"{key}: {found}, not {values}")
    if printed["circular_triads"] != ahp.circular_triads(matrix, n):
        wrong.append(f"circular triads: {printed['circular_triads']}")
    return mean, vector


def check_node(printed, node, method, wrong):
    """Returns the unrounded weights and the frozen units."""
    n = len(node["children"])
    if "scores" in node:
        weights = ahp.normalised([float(score) for score in node["scores"]])
    else:
        matrix = ahp_draft.matrix_of(node.get("upper", {}))
        if "experts" in node:
            for expert, (_, _, upper) in zip(printed["experts"], node["experts"]):
                check_matrix(expert, ahp_draft.matrix_of(upper), n, wrong)
            matrix = ahp.aggregate([ahp_draft.matrix_of(u) for _, _, u in node["experts"]],
                                   [float(v) for _, v, _ in node["experts"]], n)
        mean, vector = check_matrix(printed, matrix, n, wrong)
        weights = vector if method == "eigenvector" else mean
    units = ahp.frozen(weights, node["children"], 10**6)
    if min(units) > 0:
        text = {c: f"{u // 10**6}.{u % 10**6:06}" for c, u in zip(node["children"], units)}
        if printed["weights"] != text:
            wrong.append(f"frozen {printed['weights']}, not {text}")
    return units


def spread(nodes, frozen):
    """Units of the leaves: each node's among its children, from the root down."""
    order, units = ["goal"], {"goal": 10**9}
    order += [name for name in nodes if name != "goal"]
    for name in order:
        children = nodes[name]["children"]
        parts = [units[name] * f for f in frozen[name]]
        whole = [part // 10**6 for part in parts]
        rank = sorted(range(len(children)),
                      key=lambda i: (-(parts[i] % 10**6), children[i].encode()))
        for i in rank[:units[name] - sum(whole)]:
            whole[i] += 1
        for child, share in zip(children, whole):
            units[child] = units.get(child, 0) + share
    return {name: u for name, u in units.items() if name not in nodes}


def check_file(crr, rng):
    nodes, method = ahp_draft.draw_tree(rng), rng.choice(["geometric_mean", "eigenvector"])
    text = ahp_draft.write(nodes, method)
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        done = subprocess.run([crr, "ahp", "weights", "--json", file.name], check=False,
                              capture_output=True, text=True, encoding="utf-8")
    if done.returncode not in (0, 1):
        return [f"exit {done.returncode}: {done.stderr}", text]
    printed, wrong, frozen = json.loads(done.stdout), [], {}
    for node in printed["nodes"]:
        frozen[node["id"]] = check_node(node, nodes[node["id"]], method, wrong)
    if all(min(units) > 0 for units in frozen.values()):
        units = {k: f"{u // 10**9}.{u % 10**9:09}" for k, u in spread(nodes, frozen).items()}
        if printed["global"] != units:
            wrong.append(f"global {printed['global']}, not {units}")
    return wrong + [text] if wrong else []


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crr", required=True)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for number in range(arguments.files):
        seed = f"{arguments.seed}/{number}"
        if wrong := check_file(arguments.crr, random.Random(seed)):
            print(f"seed {seed}:", *wrong, sep="\n")
            sys.exit(1)
    print(f"{arguments.files} files, no difference")


main()

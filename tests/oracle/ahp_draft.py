"""Random judgements: hierarchies of up to three levels with comparisons, some of them
missing, groups of experts, scores; and their YAML."""

import math
from fractions import Fraction

import ahp

SCALE = [Fraction(k) for k in range(1, 10)] + [Fraction(1, k) for k in range(2, 10)]
OTHERS = [Fraction("1.41"), Fraction(100, 113), Fraction(3, 2), Fraction("0.7")]


def draw_voice(rng, n, missing):
    """The upper triangle, None where nobody judged; connected."""
    while True:
        hidden = [rng.uniform(-1, 1) for _ in range(n)]
        upper = {}
        for i in range(n):
            for j in range(i + 1, n):
                wanted = hidden[i] - hidden[j] + rng.gauss(0, 0.4)
                near = min(SCALE, key=lambda s: abs(math.log(s) - wanted))
                upper[i, j] = rng.choice(OTHERS) if rng.random() < 0.05 else near
                if rng.random() < missing:
                    upper[i, j] = None
        if ahp.least_squares(matrix_of(upper), n):
            return upper


def matrix_of(upper):
    matrix = {}
    for (i, j), value in upper.items():
        if value is not None:
            matrix[i, j], matrix[j, i] = float(value), 1 / float(value)
    return matrix


def draw_node(rng, children):
    n = len(children)
    node = {"children": children}
    kind = rng.random()
    if kind < 0.15:
        node["scores"] = [rng.choice(SCALE[:9] + OTHERS) for _ in children]
    elif kind < 0.4 and n > 1:
        count = rng.randint(1, 4)
        node["experts"] = [(f"E{k}", Fraction(rng.randint(1, 4)),
                            draw_voice(rng, n, rng.choice([0, 0, 0.3])))
                           for k in range(count)]
    else:
        node["upper"] = draw_voice(rng, n, rng.choice([0, 0, 0.25]))
    return node


def draw_tree(rng):
    names = iter(rng.sample([f"{a}{b}" for a in "abcdefgh风" for b in range(40)], 200))
    nodes = {"goal": draw_node(rng, [next(names) for _ in range(rng.randint(1, 6))])}
    shared = [next(names) for _ in range(rng.randint(2, 5))]
    for child in nodes["goal"]["children"]:
        if rng.random() < 0.4:
            below = shared if rng.random() < 0.5 else [
                next(names) for _ in range(rng.randint(1, 5))]
            nodes[child] = draw_node(rng, list(below))
    return nodes


def written(upper):
    return "[" + ", ".join("~" if v is None else str(v) for v in upper.values()) + "]"


def write(nodes, method):
    text = f"crr: 1\njudgements:\n  method: {method}\n  nodes:\n"
    for name, node in nodes.items():
        text += f"    {name}:\n      children: [{', '.join(node['children'])}]\n"
        if "scores" in node:
            pairs = zip(node["children"], node["scores"])
            text += "      scores: {" + ", ".join(f"{c}: {s}" for c, s in pairs) + "}\n"
        elif "experts" in node:
            text += "      experts:\n"
            for expert, vote, upper in node["experts"]:
                text += f"        - {{name: {expert}, weight: {vote}, upper: {written(upper)}}}\n"
        else:
            text += f"      upper: {written(node['upper'])}\n"
    return text

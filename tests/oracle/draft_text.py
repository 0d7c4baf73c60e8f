"""A model's text: the same value in flow or block style, plain or quoted."""

import re

PLAIN = re.compile(r"[A-Za-z0-9_\u4e00-\u9fff](?:[A-Za-z0-9_./+\u4e00-\u9fff-])*\Z")
NEGATIVE = re.compile(r"-[0-9.]+\Z")


def scalar(text, rng):
    bare = text != "null" and (PLAIN.match(text) or NEGATIVE.match(text))
    if bare and rng.random() < 0.8:
        return text
    if rng.random() < 0.5:
        return "'" + text.replace("'", "''") + "'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def flow(node, rng):
    if isinstance(node, dict):
        parts = [f"{scalar(key, rng)}: {flow(part, rng)}" for key, part in node.items()]
        return "{" + ", ".join(parts) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(flow(part, rng) for part in node) + "]"
    return scalar(node, rng)


def block(node, rng, depth):
    """The lines of a mapping or a list that is not empty."""
    space = "  " * depth
    keys = node if isinstance(node, dict) else [None] * len(node)
    parts = node.values() if isinstance(node, dict) else node
    lines = []
    for key, part in zip(keys, parts):
        start = f"{space}{scalar(key, rng)}:" if key is not None else f"{space}-"
        flat = depth > 0 and rng.random() < (0.45 if depth < 4 else 0.8)
        if flat or not part or isinstance(part, str):
            comment = "  # as agreed" if rng.random() < 0.03 else ""
            lines.append(f"{start} {flow(part, rng)}{comment}")
        else:
            lines += [start, *block(part, rng, depth + 1)]
    return lines


def write(model, rng):
    return "\n".join(block(model, rng, 0)) + "\n"

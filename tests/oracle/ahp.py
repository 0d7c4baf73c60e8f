"""The analytic hierarchy process a second time, in plain Python: written from
config/JUDGEMENTS.md and the literature alone. A matrix is a dict {(i, j): ratio} with both
directions of every pair that was judged."""

import math
from fractions import Fraction

RANDOM_INDEX = {  # Saaty 1980
    3: 0.58, 4: 0.9, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}


def least_squares(matrix, n):
    """Weights whose logarithms fit the known ratios best: the normal equations of the
    graph's Laplacian, solved exactly but for the logarithms. None if not connected."""
    rows = [[Fraction(0)] * n for _ in range(n)]
    side = [0.0] * n
    for (i, j), ratio in matrix.items():
        rows[i][i] += 1
        rows[i][j] -= 1
        side[i] += math.log(ratio)
    for k in range(n - 1):  # the last logarithm is 0
        pivot = next((r for r in range(k, n - 1) if rows[r][k] != 0), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        side[k], side[pivot] = side[pivot], side[k]
        for r in range(n - 1):
            if r != k and rows[r][k] != 0:
                factor = rows[r][k] / rows[k][k]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[k])]
                side[r] -= float(factor) * side[k]
    logs = [side[k] / float(rows[k][k]) for k in range(n - 1)] + [0.0]
    return normalised([math.exp(y - max(logs)) for y in logs])


def normalised(values):
    total = math.fsum(values)
    return [value / total for value in values]


def full(matrix, n):
    return [[1.0 if i == j else matrix[i, j] for j in range(n)] for i in range(n)]


def principal(rows):
    """The eigenvector of the greatest eigenvalue, and that: power iteration."""
    n = len(rows)
    vector = [1.0 / n] * n
    for _ in range(20000):
        product = [math.fsum(a * v for a, v in zip(row, vector)) for row in rows]
        ratios = [p / v for p, v in zip(product, vector)]
        vector = normalised(product)
        if max(ratios) - min(ratios) <= 1e-14 * max(ratios):
            break
    return vector, (max(ratios) + min(ratios)) / 2


def complete(matrix, n):
    """The missing ratios that make the greatest eigenvalue least: cyclic coordinates, each
    by the bisection of the derivative (Bozóki, Fülöp, Rónyai 2010)."""
    weights = least_squares(matrix, n)
    rows = full({(i, j): matrix.get((i, j), weights[i] / weights[j])
                 for i in range(n) for j in range(n)}, n)
    missing = [(i, j) for i in range(n) for j in range(i + 1, n) if (i, j) not in matrix]
    if len(missing) == (n - 1) * (n - 2) // 2:
        return rows, missing  # a tree is consistent at once
    for _ in range(400):
        moved = 0.0
        for i, j in missing:
            before = rows[i][j]
            minimise(rows, i, j)
            moved = max(moved, abs(math.log(rows[i][j] / before)))
        if moved < 1e-11:
            break
    return rows, missing


def slope(rows, i, j):
    right, _ = principal(rows)
    left, _ = principal([list(column) for column in zip(*rows)])
    return left[i] * rows[i][j] * right[j] - left[j] * rows[j][i] * right[i]


def minimise(rows, i, j):
    low, high = math.log(rows[i][j]) - 3, math.log(rows[i][j]) + 3
    for _ in range(60):
        middle = (low + high) / 2
        rows[i][j], rows[j][i] = math.exp(middle), math.exp(-middle)
        if slope(rows, i, j) > 0:
            high = middle
        else:
            low = middle


def aggregate(voices, votes, n):
    """AIJ: the weighted geometric mean of those who judged a pair."""
    together = {}
    for i in range(n):
        for j in range(n):
            given = [(math.log(v[i, j]), w) for v, w in zip(voices, votes) if (i, j) in v]
            if given:
                share = math.fsum(w for _, w in given)
                together[i, j] = math.exp(math.fsum(x * w for x, w in given) / share)
    return together


def circular_triads(matrix, n):
    prefers = {pair for pair, ratio in matrix.items() if ratio > 1 + 1e-12}
    return sum(
        ((i, j) in prefers and (j, k) in prefers and (k, i) in prefers) or
        ((j, i) in prefers and (k, j) in prefers and (i, k) in prefers)
        for i in range(n) for j in range(i + 1, n) for k in range(j + 1, n))


def koczkodaj(matrix, n):
    worst = [min(abs(1 - matrix[i, k] / (matrix[i, j] * matrix[j, k])),
                 abs(1 - matrix[i, j] * matrix[j, k] / matrix[i, k]))
             for i in range(n) for j in range(i + 1, n) for k in range(j + 1, n)
             if {(i, j), (j, k), (i, k)} <= matrix.keys()]
    return max(worst) if worst else None


def frozen(weights, names, units):
    """The largest remainder; remainders within a millionth of a unit are equal."""
    quotas = [weight * units for weight in weights]
    whole = [math.floor(quota + 1e-6) for quota in quotas]
    left = units - sum(whole)
    rest = [max(quota - floor, 0.0) for quota, floor in zip(quotas, whole)]
    order = sorted(rest, reverse=True)
    if left > 0:
        last = order[left - 1]
        sure = [i for i, r in enumerate(rest) if r > last + 1e-6]
        equal = sorted((i for i, r in enumerate(rest) if abs(r - last) <= 1e-6),
                       key=lambda i: names[i].encode())
        for i in (sure + equal)[:left]:
            whole[i] += 1
    return whole

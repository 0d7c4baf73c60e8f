/* The completion of a matrix whose greatest eigenvalue is least (Bozóki, Fülöp, Rónyai
 * 2010). In t, the logarithms of the missing entries, λ is convex (Kingman 1961), so
 * that Newton's method finds its minimum; the linear systems are solved by conjugate
 * gradients, which need products with the Hessian alone: n² work each, whatever the
 * number of missing pairs.
 *
 * With B = U⁻¹AU, U the right eigenvector, the rows of B sum to λ. Let v be its left
 * eigenvector with Σv = 1 and p_ij = v_i b_ij. For the missing pair k = (i, j)
 *
 *     ∂λ/∂t_k = p_ij - p_ji
 *     ∂²λ/∂t_k∂t_l = [k = l](p_ij + p_ji) + y_k G x_l + y_l G x_k
 *
 * where x_k = B_k·1, y_k = v·B_k, B_k = ∂B/∂t_k, and G is the reduced resolvent of B at
 * λ (Meyer, Stewart 1988): with M = λI - B + 11ᵀ,
 *
 *     G = (I - 1v)M⁻¹(I - 1v), and Mᵀv = 1. */
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>
#include "ahp/numeric.h"

#define POWER_LIMIT 60
#define POWER_PRECISION 1e-14
#define ITERATION_LIMIT 200
#define HALVING_LIMIT 60
/* Of the gradient, relative to λ: what is wanted, and what will do where rounding
 * allows no further descent. */
#define GRADIENT_WANTED 1e-13
#define GRADIENT_ENOUGH 1e-10
/* A step in a logarithm that is too long to be trusted. */
#define STEP_LIMIT 4.0

struct pair {
    size_t row, column;
};

/* One completion at work. */
struct completing {
    struct crr_numeric *work;
    size_t n, m;
    double *a; /* n × n, complete */
    struct pair *pairs;
    double lambda;
    double *u, *v;        /* n */
    double *b;            /* n × n */
    double *system;       /* n × n: M, factored */
    lapack_int *pivots;   /* n */
    double *left, *right; /* n */
    double *gradient, *step, *residual, *direction, *product, *trial; /* m */
};

/* Room in the scratch for all of it; false: no memory. */
static bool
take_room(struct completing *at)
{
    struct crr_numeric *work = at->work;
    size_t n = at->n, m = at->m;
    size_t size = 3 * n * n + 5 * n + 6 * m +
                  (m * sizeof(struct pair)) / sizeof(double) + 1;
    double *room = work->newton;

    if (size > work->newton_size) {
        room = crr_arena_array(work->arena, 2 * size, sizeof *room);
        if (!room)
            return false;
        work->newton = room;
        work->newton_size = 2 * size;
    }
    at->a = room;
    at->b = at->a + n * n;
    at->system = at->b + n * n;
    at->u = at->system + n * n;
    at->v = at->u + n;
    at->left = at->v + n;
    at->right = at->left + n;
    at->pivots = (lapack_int *)(at->right + n);
    at->gradient = at->right + 2 * n;
    at->step = at->gradient + m;
    at->residual = at->step + m;
    at->direction = at->residual + m;
    at->product = at->direction + m;
    at->trial = at->product + m;
    at->pairs = (struct pair *)(at->trial + m);
    return true;
}

/* ---- The systems with M ---- */

/* Takes the part along 1 out of a right vector. */
static void
project_right(const struct completing *at, double *x)
{
    double along = 0;

    for (size_t i = 0; i < at->n; i++)
        along += at->v[i] * x[i];
    for (size_t i = 0; i < at->n; i++)
        x[i] -= along;
}

/* Takes the part along v out of a left vector. */
static void
project_left(const struct completing *at, double *y)
{
    double along = 0;

    for (size_t i = 0; i < at->n; i++)
        along += y[i];
    for (size_t i = 0; i < at->n; i++)
        y[i] -= along * at->v[i];
}

/* Solves Mx = x, or Mᵀx = x; the system is stored row by row, LAPACK reads columns. */
static bool
solve(const struct completing *at, bool transposed, double *x)
{
    lapack_int n = (lapack_int)at->n;

    return LAPACKE_dgetrs_work(LAPACK_COL_MAJOR, transposed ? 'N' : 'T', n, 1,
               at->system, n, at->pivots, x, n) == 0;
}

/* u and λ. Power iteration from the last u is near enough at once, and what it leaves
 * is bounded; LAPACK takes over where it is slow. */
static bool
find_vector(struct completing *at)
{
    size_t n = at->n;

    for (int i = 0; i < POWER_LIMIT; i++) {
        double low = INFINITY, high = 0, sum = 0;

        for (size_t row = 0; row < n; row++) {
            double product = 0;

            for (size_t column = 0; column < n; column++)
                product += at->a[row * n + column] * at->u[column];
            low = fmin(low, product / at->u[row]);
            high = fmax(high, product / at->u[row]);
            at->right[row] = product;
            sum += product;
        }
        at->lambda = (low + high) / 2;
        for (size_t row = 0; row < n; row++)
            at->u[row] = at->right[row] / sum;
        if (high - low <= POWER_PRECISION * high)
            return true;
    }
    return crr_perron(at->work, at->a, n, at->u, &at->lambda);
}

/* B, M factored, and v, at the present matrix. */
static bool
look_around(struct completing *at)
{
    size_t n = at->n;
    lapack_int size = (lapack_int)n;

    if (!find_vector(at))
        return false;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            at->b[i * n + j] = at->a[i * n + j] * at->u[j] / at->u[i];
            at->system[i * n + j] = 1 - at->b[i * n + j];
        }
        at->system[i * n + i] += at->lambda;
    }
    if (LAPACKE_dgetrf_work(
            LAPACK_COL_MAJOR, size, size, at->system, size, at->pivots) != 0)
        return false;
    for (size_t i = 0; i < n; i++)
        at->v[i] = 1;
    return solve(at, true, at->v);
}

/* ---- Derivatives ---- */

static double
forward(const struct completing *at, size_t k) /* p_ij */
{
    struct pair pair = at->pairs[k];
    return at->v[pair.row] * at->b[pair.row * at->n + pair.column];
}

static double
backward(const struct completing *at, size_t k) /* p_ji */
{
    struct pair pair = at->pairs[k];
    return at->v[pair.column] * at->b[pair.column * at->n + pair.row];
}

/* Returns the greatest component, relative to λ. */
static double
take_gradient(struct completing *at)
{
    double greatest = 0;

    for (size_t k = 0; k < at->m; k++) {
        at->gradient[k] = forward(at, k) - backward(at, k);
        greatest = fmax(greatest, fabs(at->gradient[k]));
    }
    return greatest / at->lambda;
}

/* The Hessian times d. */
static bool
multiply(const struct completing *at, const double *d, double *ret)
{
    size_t n = at->n;

    memset(at->left, 0, n * sizeof *at->left);
    memset(at->right, 0, n * sizeof *at->right);
    for (size_t k = 0; k < at->m; k++) {
        size_t i = at->pairs[k].row, j = at->pairs[k].column;

        at->right[i] += d[k] * at->b[i * n + j];
        at->right[j] -= d[k] * at->b[j * n + i];
        at->left[j] += d[k] * forward(at, k);
        at->left[i] -= d[k] * backward(at, k);
    }
    project_right(at, at->right);
    project_left(at, at->left);
    if (!solve(at, false, at->right) || !solve(at, true, at->left))
        return false;
    project_right(at, at->right);
    project_left(at, at->left);
    for (size_t k = 0; k < at->m; k++) {
        size_t i = at->pairs[k].row, j = at->pairs[k].column;
        double there = forward(at, k), back = backward(at, k);

        ret[k] = (there + back) * d[k] + there * at->right[j] - back * at->right[i] +
                 at->b[i * n + j] * at->left[i] - at->b[j * n + i] * at->left[j];
    }
    return true;
}

static double
dot(const double *x, const double *y, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += x[i] * y[i];
    return sum;
}

/* Newton's step by conjugate gradients, as exact as rounding allows. */
static bool
find_step(struct completing *at)
{
    size_t m = at->m;
    double rest, first;

    memset(at->step, 0, m * sizeof *at->step);
    for (size_t k = 0; k < m; k++)
        at->direction[k] = at->residual[k] = -at->gradient[k];
    rest = first = dot(at->residual, at->residual, m);
    for (size_t round = 0; round < 2 * m + 10 && rest > 1e-24 * first; round++) {
        if (!multiply(at, at->direction, at->product))
            return false;
        double curvature = dot(at->direction, at->product, m);
        if (!(curvature > 0))
            break;
        double length = rest / curvature, before = rest;
        for (size_t k = 0; k < m; k++) {
            at->step[k] += length * at->direction[k];
            at->residual[k] -= length * at->product[k];
        }
        rest = dot(at->residual, at->residual, m);
        for (size_t k = 0; k < m; k++)
            at->direction[k] = at->residual[k] + rest / before * at->direction[k];
    }
    return true;
}

/* ---- Walking ---- */

/* Multiplies the missing entries by exp(length · step). */
static void
move(struct completing *at, double length)
{
    for (size_t k = 0; k < at->m; k++) {
        size_t i = at->pairs[k].row, j = at->pairs[k].column;
        double entry = at->trial[k] * exp(length * at->step[k]);

        at->a[i * at->n + j] = entry;
        at->a[j * at->n + i] = 1 / entry;
    }
}

/* Goes along the step as far as λ falls enough (Armijo); false if it does not. */
static bool
descend(struct completing *at)
{
    double slope = dot(at->gradient, at->step, at->m), longest = 0, length = 1;

    for (size_t k = 0; k < at->m; k++) {
        at->trial[k] = at->a[at->pairs[k].row * at->n + at->pairs[k].column];
        longest = fmax(longest, fabs(at->step[k]));
    }
    if (!(slope < 0) || !isfinite(longest))
        return false;
    if (longest > STEP_LIMIT)
        length = STEP_LIMIT / longest;
    for (int i = 0; i < HALVING_LIMIT; i++, length /= 2) {
        move(at, length);
        double lambda = crr_perron_root(at->work, at->a, at->n, NULL);
        /* Close to the minimum differences of λ drown in rounding: there the step is
         * right. */
        if (lambda <= at->lambda + 1e-4 * length * slope ||
            (length == 1 && longest < 1e-3 && lambda <= at->lambda * (1 + 1e-12)))
            return true;
    }
    move(at, 0);
    return false;
}

static enum crr_completion
minimise(struct completing *at)
{
    double before = INFINITY;

    for (int i = 0; i < ITERATION_LIMIT; i++) {
        if (!look_around(at))
            return CRR_COMPLETION_DIVERGED;
        double slope = take_gradient(at);
        if (slope <= GRADIENT_WANTED ||
            (slope <= GRADIENT_ENOUGH && slope > before / 2))
            return CRR_COMPLETED;
        if (!find_step(at) || !descend(at))
            return slope <= GRADIENT_ENOUGH ? CRR_COMPLETED : CRR_COMPLETION_DIVERGED;
        before = slope;
    }
    return CRR_COMPLETION_DIVERGED;
}

/* Missing entries as least squares imply them; false if the weights are so far apart
 * that numbers do not reach. */
static bool
fill(const double *a, size_t n, const double *weights, double *ret)
{
    for (size_t i = 0; i < n; i++)
        if (!(weights[i] >= DBL_MIN))
            return false;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            ret[i * n + j] = a[i * n + j] > 0 ? a[i * n + j] : weights[i] / weights[j];
    return true;
}

static void
list_pairs(struct completing *at, const double *a)
{
    size_t k = 0;

    for (size_t i = 0; i < at->n; i++)
        for (size_t j = i + 1; j < at->n; j++)
            if (a[i * at->n + j] == 0)
                at->pairs[k++] = (struct pair){i, j};
}

enum crr_completion
crr_complete(struct crr_numeric *work, const double *a, size_t n, double *ret_complete)
{
    struct completing at = {.work = work, .n = n, .m = crr_missing_count(a, n)};
    enum crr_completion result = CRR_COMPLETED;

    if (at.m == 0) {
        memmove(ret_complete, a, n * n * sizeof *a);
        return CRR_COMPLETED;
    }
    if (!take_room(&at))
        return CRR_COMPLETION_DIVERGED;
    if (!crr_least_squares(work, a, n, at.u))
        return CRR_COMPLETION_UNCONNECTED;
    if (!fill(a, n, at.u, at.a))
        return CRR_COMPLETION_DIVERGED;
    /* A spanning tree has one consistent completion, with λ = n. */
    if (at.m + n - 1 < n * (n - 1) / 2) {
        list_pairs(&at, a);
        result = minimise(&at);
    }
    if (result == CRR_COMPLETED)
        memcpy(ret_complete, at.a, n * n * sizeof *at.a);
    return result;
}

/* Logarithmic least squares over the known pairs (Kwiesielewicz 1996; Bozóki, Fülöp,
 * Rónyai 2010): the normal equations are those of the graph's Laplacian. */
#include <math.h>
#include <string.h>
#include <lapacke.h>
#include "ahp/numeric.h"
#include "judgement/judgement.h"

size_t
crr_missing_count(const double *a, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            count += a[i * n + j] == 0;
    return count;
}

size_t
crr_connected_parts(const double *a, size_t n, size_t *ret_parts)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        ret_parts[i] = n;
    for (size_t first = 0; first < n; first++) {
        if (ret_parts[first] < n)
            continue;
        ret_parts[first] = count;
        /* Spreads until nothing is added. */
        for (bool grew = true; grew;) {
            grew = false;
            for (size_t i = 0; i < n * n; i++) {
                size_t from = i / n, to = i % n;
                if (a[i] == 0 || ret_parts[from] != count || ret_parts[to] < n)
                    continue;
                ret_parts[to] = count;
                grew = true;
            }
        }
        count++;
    }
    return count;
}

static bool
is_connected(const double *a, size_t n)
{
    size_t parts[CRR_COMPARED_LIMIT];

    return crr_connected_parts(a, n, parts) == 1;
}

/* The Laplacian without the last element's row and column, factored by Cholesky into
 * work->matrix; false if that fails, as it does where the pairs do not connect. */
static bool
factor(struct crr_numeric *work, const double *a, size_t n)
{
    lapack_int m = (lapack_int)n - 1;
    double *laplacian = work->matrix;

    memset(laplacian, 0, n * n * sizeof *laplacian);
    for (size_t i = 0; i + 1 < n; i++) {
        for (size_t j = 0; j < n; j++) {
            if (i == j || a[i * n + j] == 0)
                continue;
            laplacian[i * (n - 1) + i] += 1;
            if (j + 1 < n)
                laplacian[i * (n - 1) + j] = -1;
        }
    }
    return LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', m, laplacian, m) == 0;
}

/* Solves for the right side, in place; the last one is 0. */
static bool
solve(struct crr_numeric *work, size_t n, double *side)
{
    lapack_int m = (lapack_int)n - 1;

    side[n - 1] = 0;
    return LAPACKE_dpotrs_work(LAPACK_COL_MAJOR, 'L', m, 1, work->matrix, m, side, m) ==
           0;
}

bool
crr_least_squares(
    struct crr_numeric *work, const double *a, size_t n, double *ret_weights)
{
    if (crr_missing_count(a, n) == 0) {
        crr_geometric_mean(a, n, ret_weights);
        return true;
    }
    if (!is_connected(a, n) || !factor(work, a, n))
        return false;
    for (size_t i = 0; i < n; i++) {
        double sum = 0;

        for (size_t j = 0; j < n; j++)
            if (a[i * n + j] > 0)
                sum += log(a[i * n + j]);
        ret_weights[i] = sum;
    }
    if (!solve(work, n, ret_weights))
        return false;
    crr_weights_of_logarithms(ret_weights, n, ret_weights);
    return true;
}

bool
crr_least_squares_slopes(struct crr_numeric *work, const double *a, size_t n,
    size_t row, size_t column, double *ret_slopes)
{
    double mean = 0;

    for (size_t i = 0; i < n; i++)
        ret_slopes[i] = i == row ? 1 : (i == column ? -1 : 0);
    if (crr_missing_count(a, n) == 0) {
        ret_slopes[row] = 1 / (double)n;
        ret_slopes[column] = -1 / (double)n;
        return true;
    }
    if (!is_connected(a, n) || !factor(work, a, n) || !solve(work, n, ret_slopes))
        return false;
    for (size_t i = 0; i < n; i++)
        mean += ret_slopes[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        ret_slopes[i] -= mean;
    return true;
}

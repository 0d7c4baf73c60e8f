/* The principal eigenvector (Saaty 1977), by LAPACK. */
#include <float.h>
#include <math.h>
#include <string.h>
#include <lapacke.h>
#include "ahp/numeric.h"

/* LAPACK's own work for dgeev with right vectors, per row: 4 are needed, more let it
 * work in blocks. */
#define WORK_PER_ROW 34

#define POWER_LIMIT 1000
#define POWER_PRECISION 1e-12

/* D⁻¹AD with D the geometric means of the rows: λ stays, the vector is divided by D. A
 * consistent matrix becomes all ones, and entries from 9⁻³⁹ to 9³⁹ come near to 1, so
 * that small weights are as exact as large ones. Missing pairs are not allowed. False
 * if an entry leaves the range of numbers: LAPACK prints about those. */
static bool
scale_by_means(const double *a, size_t n, double *means, double *ret)
{
    crr_geometric_mean(a, n, means);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double entry = i == j ? 1 : a[i * n + j] / means[i] * means[j];

            if (!isfinite(entry))
                return false;
            ret[i * n + j] = entry;
        }
    }
    return true;
}

/* The index of the eigenvalue with the largest real part; n if none is real there. */
static size_t
greatest_real(const double *real, const double *imaginary, size_t n)
{
    size_t greatest = 0;

    for (size_t i = 1; i < n; i++)
        if (real[i] > real[greatest])
            greatest = i;
    return imaginary[greatest] == 0 ? greatest : n;
}

/* Multiplies by the means, divides by the sum; false unless all are of one sign. */
static bool
normalise(const double *vector, const double *means, size_t n, double *ret_weights)
{
    double sign = vector[0] < 0 ? -1 : 1, sum = 0;

    for (size_t i = 0; i < n; i++) {
        if (!(sign * vector[i] > 0))
            return false;
        sum += sign * vector[i] * means[i];
    }
    for (size_t i = 0; i < n; i++)
        ret_weights[i] = sign * vector[i] * means[i] / sum;
    return true;
}

bool
crr_perron(struct crr_numeric *work, const double *a, size_t n, double *ret_weights,
    double *ret_lambda)
{
    double *means = work->vectors;
    double *real = means + n, *imaginary = means + 2 * n;
    double *lapack = means + 3 * n;
    lapack_int size = (lapack_int)n;
    size_t at;

    if (n <= 2) {
        crr_geometric_mean(a, n, ret_weights);
        *ret_lambda = (double)n;
        return true;
    }
    if (!scale_by_means(a, n, means, work->matrix))
        return false;
    /* Row by row here is column by column of the transpose, so its left vectors are the
     * right ones: u^H Aᵀ = λ u^H, A u = λ u. */
    if (LAPACKE_dgeev_work(LAPACK_COL_MAJOR, 'V', 'N', size, work->matrix, size, real,
            imaginary, work->other, size, NULL, size, lapack,
            (lapack_int)(WORK_PER_ROW * n)) != 0)
        return false;
    at = greatest_real(real, imaginary, n);
    if (at == n || !normalise(work->other + at * n, means, n, ret_weights))
        return false;
    *ret_lambda = real[at];
    return true;
}

/* Aw into ret, and its bounds min and max (Aw)_i/w_i. */
static void
multiply(const double *a, size_t n, const double *w, double *ret, double bounds[2])
{
    bounds[0] = DBL_MAX;
    bounds[1] = 0;
    for (size_t i = 0; i < n; i++) {
        double sum = 0;

        for (size_t j = 0; j < n; j++)
            sum += a[i * n + j] * w[j];
        ret[i] = sum;
        bounds[0] = fmin(bounds[0], sum / w[i]);
        bounds[1] = fmax(bounds[1], sum / w[i]);
    }
}

double
crr_perron_root(struct crr_numeric *work, const double *a, size_t n, double *start)
{
    double *w = start ? start : work->vectors;
    double *next = work->vectors + n;
    double bounds[2];

    if (!start)
        crr_geometric_mean(a, n, w);
    for (int i = 0; i < POWER_LIMIT; i++) {
        double sum = 0;

        multiply(a, n, w, next, bounds);
        for (size_t j = 0; j < n; j++)
            sum += next[j];
        if (!isfinite(sum) || !isfinite(bounds[1]))
            break;
        for (size_t j = 0; j < n; j++)
            w[j] = next[j] / sum;
        if (bounds[1] - bounds[0] <= POWER_PRECISION * bounds[1])
            return (bounds[0] + bounds[1]) / 2;
    }
    /* Other eigenvalues are nearly as large as this one: too slow; or there are no
     * numbers, then this fails. */
    return crr_perron(work, a, n, w, bounds) ? bounds[0] : NAN;
}

/* How far a matrix is from being consistent. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ahp/numeric.h"

#define SIGNIFICANT 12 /* digits */

double
crr_round_significant(double value)
{
    char printed[64];
    const char *mark;
    double digits = 0;
    int exponent;

    if (!isfinite(value))
        return value;
    if (fabs(value) < 1e-12)
        return 0;
    /* The digits that are printed, whatever sign the locale has for the point. */
    snprintf(printed, sizeof printed, "%.*e", SIGNIFICANT - 1, fabs(value));
    mark = strrchr(printed, 'e');
    for (const char *at = printed; at < mark; at++)
        if (*at >= '0' && *at <= '9')
            digits = digits * 10 + (*at - '0');
    /* Powers of ten are exact up to 10^22; beyond there is nothing to compare. */
    exponent = atoi(mark + 1) - (SIGNIFICANT - 1);
    if (exponent > 22)
        return value;
    if (exponent < -22)
        return copysign(digits / 10 / 1e22, value);
    digits = exponent < 0 ? digits / pow(10, -exponent) : digits * pow(10, exponent);
    return copysign(digits, value);
}

double
crr_lambda_of(const double *a, size_t n, const double *weights)
{
    double total = 0;

    for (size_t i = 0; i < n; i++) {
        double sum = 0;

        for (size_t j = 0; j < n; j++)
            sum += a[i * n + j] * weights[j];
        total += sum / weights[i];
    }
    return total / (double)n;
}

void
crr_collatz_wielandt(
    const double *a, size_t n, const double *weights, double *ret_low, double *ret_high)
{
    double low = DBL_MAX, high = 0;

    for (size_t i = 0; i < n; i++) {
        double sum = 0;

        for (size_t j = 0; j < n; j++)
            sum += a[i * n + j] * weights[j];
        low = fmin(low, sum / weights[i]);
        high = fmax(high, sum / weights[i]);
    }
    *ret_low = low;
    *ret_high = high;
}

double
crr_consistency_index(double lambda, size_t n)
{
    double index;

    if (n <= 2)
        return 0;
    index = (lambda - (double)n) / (double)(n - 1);
    return index < 0 ? 0 : index; /* NAN stays NAN */
}

double
crr_geometric_consistency_index(
    const double *a, size_t n, const double *least_squares_weights)
{
    double sum = 0;
    size_t known = 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            if (a[i * n + j] == 0)
                continue;
            double error = log(a[i * n + j]) + log(least_squares_weights[j]) -
                           log(least_squares_weights[i]);
            sum += error * error;
            known++;
        }
    }
    return known + 1 > n ? sum / (double)(known + 1 - n) : NAN;
}

double
crr_geometric_consistency_limit(size_t n)
{
    /* From n = 3: the index that corresponds to CR = 0.1, simulated. */
    static const double limits[] = {0.3148, 0.3526, 0.3695, 0.3744, 0.3757, 0.3749,
        0.3728, 0.3714, 0.3701, 0.3688, 0.3676, 0.3666, 0.3655};

    if (n < 3)
        return NAN;
    /* Aguarón, Moreno-Jiménez 2003 give 0.37 for all n > 4. */
    return n - 3 < sizeof limits / sizeof limits[0] ? limits[n - 3] : 0.37;
}

double
crr_koczkodaj(const double *a, size_t n, size_t ret_triad[3])
{
    double greatest = NAN;

    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            for (size_t k = j + 1; k < n; k++) {
                double x = a[i * n + j], y = a[i * n + k], z = a[j * n + k];
                if (x == 0 || y == 0 || z == 0)
                    continue;
                double index = fmin(fabs(1 - y / (x * z)), fabs(1 - x * z / y));
                /* Equal but for the last bits is equal: the first triad stays. */
                if (greatest >= index - 1e-12)
                    continue;
                greatest = index;
                ret_triad[0] = i;
                ret_triad[1] = j;
                ret_triad[2] = k;
            }
        }
    }
    return greatest;
}

/* Whether a is strictly preferred to b: 1 but for the last bits is no preference. */
static bool
prefers(double ratio)
{
    return ratio > 1 + 1e-12;
}

size_t
crr_circular_triads(const double *a, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            for (size_t k = j + 1; k < n; k++)
                count += (prefers(a[i * n + j]) && prefers(a[j * n + k]) &&
                             prefers(a[k * n + i])) ||
                         (prefers(a[j * n + i]) && prefers(a[k * n + j]) &&
                             prefers(a[i * n + k]));
    return count;
}

void
crr_weight_errors(const double *a, size_t n, const double *weights, double *ret_errors)
{
    for (size_t i = 0; i < n; i++) {
        double sum = 0;

        for (size_t j = 0; j < n; j++) {
            double error = a[i * n + j] * weights[j] - weights[i];
            sum += error * error;
        }
        ret_errors[i] = n > 1 ? sqrt(sum / (double)(n - 1)) : 0;
    }
}

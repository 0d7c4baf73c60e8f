/* Weights as decimals. */
#include "ahp/frozen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/span.h"
#include "judgement/judgement.h"

/* What differs by less is equal: in units. */
#define TIE 1e-6

static int
compare_falling(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return a > b ? -1 : a < b;
}

/* Cuts off; remainders that are 1 but for the last bits count as 0 of the next unit.
 * Returns the units that are left. */
static int64_t
cut(const double *weights, size_t n, int64_t units, int64_t *ret_units,
    double *remainders)
{
    int64_t left = units;

    for (size_t i = 0; i < n; i++) {
        double quota = weights[i] * (double)units;
        double whole = floor(quota + TIE);

        remainders[i] = quota > whole ? quota - whole : 0;
        ret_units[i] = (int64_t)whole;
        left -= ret_units[i];
    }
    return left;
}

/* Gives a unit each to `left` of those that tie with the last one served, by name. */
static void
serve_ties(const struct crr_text *names, size_t n, const double *remainders,
    double last, int64_t left, int64_t *ret_units)
{
    bool served[CRR_SCORED_LIMIT] = {false};

    while (left-- > 0) {
        size_t next = n;

        for (size_t i = 0; i < n; i++) {
            if (served[i] || fabs(remainders[i] - last) > TIE)
                continue;
            if (next == n || crr_text_compare(names[i], names[next]) < 0)
                next = i;
        }
        if (next == n)
            return;
        served[next] = true;
        ret_units[next]++;
    }
}

bool
crr_freeze_weights(const double *weights, const struct crr_text *names, size_t n,
    int64_t units, int64_t *ret_units)
{
    double remainders[CRR_SCORED_LIMIT], sorted[CRR_SCORED_LIMIT];
    int64_t left = cut(weights, n, units, ret_units, remainders);
    bool good = true;

    if (left > 0 && (size_t)left <= n) {
        memcpy(sorted, remainders, n * sizeof *sorted);
        qsort(sorted, n, sizeof *sorted, compare_falling);
        double last = sorted[left - 1];
        for (size_t i = 0; i < n; i++) {
            if (remainders[i] <= last + TIE)
                continue;
            ret_units[i]++;
            left--;
        }
        serve_ties(names, n, remainders, last, left, ret_units);
    }
    for (size_t i = 0; i < n; i++)
        good = good && ret_units[i] > 0;
    return good;
}

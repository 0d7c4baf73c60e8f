/* Largest remainders, of reals and of integers. */
#include "ahp/apportion.h"

#include <math.h>
#include <stdlib.h>
#include "base/span.h"

/* Remainders that differ by less are equal, in units. */
#define PART_TOLERANCE 1e-6

static int
compare_parts(const void *left, const void *right)
{
    const struct crr_share *a = left;
    const struct crr_share *b = right;

    if (a->part != b->part)
        return a->part > b->part ? -1 : 1;
    return crr_text_compare(a->name, b->name);
}

static int
compare_remainders(const void *left, const void *right)
{
    const struct crr_share *a = left;
    const struct crr_share *b = right;

    if (a->remainder != b->remainder)
        return a->remainder > b->remainder ? -1 : 1;
    return crr_text_compare(a->name, b->name);
}

static int
compare_names(const void *left, const void *right)
{
    const struct crr_share *a = left;
    const struct crr_share *b = right;

    return crr_text_compare(a->name, b->name);
}

/* Sorts by remainders, then those that follow each other within the tolerance by
 * name. */
static void
sort_parts(struct crr_share *shares, size_t n)
{
    size_t first = 0;

    qsort(shares, n, sizeof *shares, compare_parts);
    for (size_t i = 1; i <= n; i++) {
        if (i < n && shares[i - 1].part - shares[i].part <= PART_TOLERANCE)
            continue;
        qsort(shares + first, i - first, sizeof *shares, compare_names);
        first = i;
    }
}

bool
crr_freeze(const double *weights, const struct crr_text *names, size_t n, int64_t total,
    struct crr_share *shares, int64_t *ret_units, size_t *ret_zero)
{
    int64_t left = total;

    for (size_t i = 0; i < n; i++) {
        double exact = weights[i] * (double)total;
        double whole = floor(exact);

        /* A whisker below an integer is that integer. */
        if (exact - whole > 1 - PART_TOLERANCE)
            whole += 1;
        ret_units[i] = (int64_t)whole;
        left -= ret_units[i];
        shares[i] = (struct crr_share){
            .name = names[i], .index = i, .part = fmax(exact - whole, 0)};
    }
    sort_parts(shares, n);
    for (size_t i = 0; i < n && left > 0; i++, left--)
        ret_units[shares[i].index]++;
    for (size_t i = 0; i < n; i++) {
        if (ret_units[i] <= 0) {
            *ret_zero = i;
            return false;
        }
    }
    return true;
}

void
crr_split(int64_t units, const int64_t *weights, const struct crr_text *names, size_t n,
    int64_t total, struct crr_share *shares, int64_t *ret_units)
{
    int64_t left = units;

    for (size_t i = 0; i < n; i++) {
        int64_t product = units * weights[i];

        ret_units[i] = product / total;
        left -= ret_units[i];
        shares[i] = (struct crr_share){
            .name = names[i], .index = i, .remainder = product % total};
    }
    qsort(shares, n, sizeof *shares, compare_remainders);
    for (size_t i = 0; i < n && left > 0; i++, left--)
        ret_units[shares[i].index]++;
}

/* Splitting whole units exactly. */
#include "base/apportion.h"

#include <stdlib.h>
#include "base/span.h"

static int
compare_remainders(const void *left, const void *right)
{
    const struct crr_share *a = left;
    const struct crr_share *b = right;

    if (a->remainder != b->remainder)
        return a->remainder > b->remainder ? -1 : 1;
    return crr_text_compare(a->id, b->id);
}

static int
compare_indices(const void *left, const void *right)
{
    const struct crr_share *a = left;
    const struct crr_share *b = right;

    return a->index < b->index ? -1 : a->index > b->index;
}

void
crr_apportion(int64_t units, int64_t total, struct crr_share *shares, size_t count)
{
    int64_t left = units;

    for (size_t i = 0; i < count; i++) {
        int64_t product = units * shares[i].weight;

        shares[i].index = i;
        shares[i].units = product / total;
        shares[i].remainder = product % total;
        left -= shares[i].units;
    }
    qsort(shares, count, sizeof *shares, compare_remainders);
    for (size_t i = 0; i < count && left > 0; i++, left--)
        shares[i].units++;
    qsort(shares, count, sizeof *shares, compare_indices);
}

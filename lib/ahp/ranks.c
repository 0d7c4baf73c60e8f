/* Ranks, with a margin for rounding. */
#include "ahp/ranks.h"

#include <stdlib.h>

static int
compare_falling(const void *left, const void *right)
{
    const struct crr_ranked *a = left;
    const struct crr_ranked *b = right;

    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return a->index < b->index ? -1 : 1;
}

void
crr_rank(
    const double *weights, size_t n, struct crr_ranked *scratch, uint32_t *ret_ranks)
{
    uint32_t rank = 0;

    for (size_t i = 0; i < n; i++)
        scratch[i] = (struct crr_ranked){weights[i], (uint32_t)i};
    qsort(scratch, n, sizeof *scratch, compare_falling);
    for (size_t i = 0; i < n; i++) {
        double above = i > 0 ? scratch[i - 1].weight : 0;

        if (i == 0 || above - scratch[i].weight > CRR_RANK_MARGIN * above)
            rank = (uint32_t)i + 1;
        ret_ranks[scratch[i].index] = rank;
    }
}

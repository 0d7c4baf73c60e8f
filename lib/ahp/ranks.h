/* Ranks of weights. */
#ifndef CRR_AHP_RANKS_H
#define CRR_AHP_RANKS_H

#include <stddef.h>
#include <stdint.h>

/* Weights that differ by less than this, relatively, are equal. */
#define CRR_RANK_MARGIN 1e-9

struct crr_ranked {
    double weight;
    uint32_t index;
};

/* ret_ranks[i] is 1 for the greatest; equal weights share the first one's. scratch has
 * n. */
void crr_rank(
    const double *weights, size_t n, struct crr_ranked *scratch, uint32_t *ret_ranks);

#endif

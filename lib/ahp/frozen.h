/* Weights as decimals: from floating point, once, so that every machine writes the same
 * ones. */
#ifndef CRR_AHP_FROZEN_H
#define CRR_AHP_FROZEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "crr/text.h"

/* Splits units (10^places, or 100·10^places) by weights that sum to 1: each is cut off,
 * what is missing goes one unit each to the largest remainders; remainders within 10^-6
 * of a unit are equal, since machines differ in the last bits, and then the smaller
 * name in byte order comes first. The sum is exact. n in [1, CRR_SCORED_LIMIT]. False
 * if one would get 0: *ret_units is filled all the same. Allocates nothing. */
bool crr_freeze_weights(const double *weights, const struct crr_text *names, size_t n,
    int64_t units, int64_t *ret_units);

#endif

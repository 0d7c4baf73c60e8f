/* The values that stand for all that an input may have (missing: interval). */
#ifndef CRR_PLAN_CANDIDATES_H
#define CRR_PLAN_CANDIDATES_H

#include "plan/rater.h"

/* Most combinations of values of one record. */
#define CRR_COMBINATION_LIMIT 10000

/* What one input can be. */
struct crr_candidates {
    uint32_t input;
    uint32_t count;         /* UINT32_MAX: too many */
    struct crr_code *codes; /* code, text */
    int64_t *numbers;       /* the others */
};

#endif

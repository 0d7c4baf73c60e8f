/* Sums in 64 bits of what rows of dictionary codes are worth, where those in 32 bits do
 * not suffice (pack.h): weights of many places. */
#ifndef CRR_PLAN_WIDE_H
#define CRR_PLAN_WIDE_H

#include "plan/pack.h"

struct crr_wide_reader {
    uint32_t column; /* in the rows: that of the input */
    uint16_t reason; /* index of the factor */
    int64_t *units;  /* N / divisor, by entry; NULL: it has marks alone */
    uint16_t *marks; /* by entry; NULL: none */
};

struct crr_wide {
    /* The primary factors, the secondary ones, those that only have marks. */
    struct crr_wide_reader *readers;
    uint32_t primary_count, secondary_count, reader_count;
    bool theta_max;
    int64_t theta_low, theta_high, score_low, score_high; /* N / divisor */
    int64_t thresholds[CRR_TIER_LIMIT];
    uint8_t tiers[CRR_TIER_LIMIT]; /* by threshold */
    uint32_t threshold_count;
    int64_t score_unit; /* N / divisor of the score's last place */
    uint64_t inverse;   /* 2^64 / score_unit, rounded down */
    enum crr_rounding rounding;
};

/* Tables for a lane for whose readers worths[k] are by entry of their dictionaries, of
 * counts[k] entries. False if there is no memory. */
bool crr_wide_init(struct crr_wide *wide, const struct crr_lane *lane,
    int64_t *const *worths, const uint32_t *counts, struct crr_arena *arena);

#endif

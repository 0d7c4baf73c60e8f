/* Where the spread of the scores comes from: each part of the score has as its share
 * the covariance of the part with the score over the variance of the score. As the
 * parts add up to the score, the shares add up to 1. Values are in 10^-4 of the score,
 * and all sums are exact integers, so that nothing depends on the order of the rows. */
#ifndef CRR_FILE_SPREAD_H
#define CRR_FILE_SPREAD_H

#include "file/run.h"

__extension__ typedef __int128 crr_wide; /* a number, no struct */

/* A part of the score: a factor that is no group, or one of the remainders. */
struct crr_spread_part {
    size_t factor;      /* CRR_NONE for a remainder */
    const char *name;   /* of a remainder */
    size_t *in_segment; /* the factor with its id in each segment; CRR_NONE */
    bool confidential;
    int64_t low, high;
    crr_wide sum, product_sum; /* Σ part, Σ part·score */
    int64_t share;             /* in tenths of a percent; they sum to 1000 */
};

struct crr_spread {
    struct crr_spread_part
        *parts; /* the remainders last: θ's clamp, the score's, rounding */
    size_t part_count;
    uint64_t row_count;
    crr_wide score_sum, square_sum;
    int64_t score_unit; /* 10^-4 of the score's last place */
    bool overflow;      /* the sums do not fit: there are no shares */
    bool has_shares;
};

bool crr_spread_init(
    struct crr_spread *spread, const struct crr_model *model, struct crr_arena *arena);

/* Adds the rating that the rater holds. */
void crr_spread_add(struct crr_spread *spread, const struct crr_rater *rater,
    const struct crr_rating *rating);

/* Adds a rating by its parts: N of each but the last, rounding, over the scale 10^4 ·
 * unit; score as crr_rating.score. */
void crr_spread_add_parts(
    struct crr_spread *spread, const int64_t *parts, int64_t unit, int64_t score);

/* Adds what another spread of the same model has. */
void crr_spread_merge(struct crr_spread *spread, const struct crr_spread *other);
void crr_spread_reset(struct crr_spread *spread);

/* Works the shares out; without two different scores there are none. */
void crr_spread_settle(struct crr_spread *spread);

#endif

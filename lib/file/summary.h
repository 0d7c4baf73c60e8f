/* Counts and sums over a run. All sums are exact integers, so that they do not depend
 * on the order of the rows. */
#ifndef CRR_FILE_SUMMARY_H
#define CRR_FILE_SUMMARY_H

#include "file/run.h"

/* Room for sums of products. */
__extension__ typedef __int128 crr_wide;

/* A part of the score: a factor that is no group, or one of the remainders. Values in
 * 10^-4 of the score. */
struct crr_spread {
    size_t factor;    /* CRR_NONE for a remainder */
    const char *name; /* of a remainder */
    bool confidential;
    int64_t low, high;
    crr_wide sum, product_sum; /* Σc, Σc·s */
};

/* Why rows were rejected. */
struct crr_cause {
    unsigned finding;
    size_t input, rule; /* CRR_NONE */
    bool confidential;
    uint64_t count;
};

struct crr_summary {
    struct crr_arena arena;  /* everything, this struct included */
    struct crr_model *model; /* one reference */
    struct crr_model_head head;
    uint64_t row_count, rated_count, rejected_count, empty_line_count;
    uint64_t *tiers;   /* by tier */
    uint64_t *missing; /* by input: rows without a value */
    uint64_t *unknown; /* by input: rows with a code that a factor did not know */
    uint64_t theta_up, theta_down; /* rows whose score's tier θ lifted, lowered */
    struct crr_cause *causes;
    size_t cause_count, cause_capacity;
    struct crr_spread *spreads;
    size_t spread_count;
    crr_wide score_sum, score_square_sum;
};

struct crr_summary *crr_summary_new(
    struct crr_model *model, const struct crr_allocator *allocator);

/* Adds a row. False if there is no memory for a cause that is new. */
bool crr_summary_add(
    struct crr_summary *summary, const struct crr_run *run, const struct crr_row *row);

/* A part's share in the spread of the scores in tenths of a percent: its covariance
 * with the score over the score's variance, rounded half up. False if all scores are
 * equal. */
bool crr_summary_share(const struct crr_summary *summary, crr_wide sum,
    crr_wide product_sum, int64_t *ret_tenths);

#endif

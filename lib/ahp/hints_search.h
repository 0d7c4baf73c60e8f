/* Which judgements to look at, over plain matrices: what the others imply, and the
 * smallest set of changes that makes a matrix consistent enough. */
#ifndef CRR_AHP_HINTS_SEARCH_H
#define CRR_AHP_HINTS_SEARCH_H

#include "ahp/numeric.h"

#define CRR_HINT_EXACT_CHANGES 3  /* sets up to this size are searched exactly */
#define CRR_HINT_SET_LIMIT 200000 /* while there are fewer sets than this */

/* What is searched. a may be incomplete, and connects. */
struct crr_hint_problem {
    struct crr_numeric *work;
    struct crr_arena *arena;
    const double *a; /* n × n */
    size_t n;
    const double *values; /* that a judgement may have, ascending: the scale */
    size_t value_count;
    double limit; /* of CI */
};

struct crr_hint_change {
    size_t row, column; /* row < column */
    double value;       /* one of the values */
};

struct crr_hint_set {
    struct crr_hint_change *changes; /* in order of the pairs */
    size_t count;                    /* 0: none was found */
    double ci;
    double distance; /* Σ |Δ ln| */
    bool exact;      /* no smaller set does; else an upper bound */
};

/* CI with the least lambda_max completion of what is missing; NAN if it diverged. */
double crr_hint_index(const struct crr_hint_problem *problem, const double *a);

/* The ratio that the other judgements imply for a pair, by least squares; NAN if
 * nothing else connects the two. scratch has n × n and n doubles. */
double crr_hint_implied(
    const struct crr_hint_problem *problem, size_t row, size_t column, double *scratch);

/* The value nearest by its logarithm; of two equally near the one nearer to 1. */
double crr_hint_nearest(const struct crr_hint_problem *problem, double ratio);

/* The smallest set of changes to values of the scale that brings CI to the limit: exact
 * for up to 3 changes while there are fewer than 200,000 sets, else greedy. Among sets
 * of the same size the lowest CI, then the smallest distance, then the first in order
 * of pairs. False: no memory. */
bool crr_hint_search(const struct crr_hint_problem *problem, struct crr_hint_set *ret);

#endif

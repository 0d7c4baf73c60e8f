/* Judgements that move by steps of the scale. The ladder is the scale's values with
 * their reciprocals: ..., 1/3, 1/2, 1, 2, 3, ...; a judgement between two steps stands
 * between them by its logarithm. */
#ifndef CRR_AHP_LADDER_H
#define CRR_AHP_LADDER_H

#include "judgement/judgement.h"

/* A ratio and its reciprocal, each as exact as it can be. */
struct crr_ratio {
    double value, reciprocal;
};

/* The judgement as it is. value > 0. */
struct crr_ratio crr_ratio_of(struct crr_rational value);

/* The judgement `steps` up (or down) the ladder, stopped at its ends. One that lies
 * beyond an end stays there unless it moves inwards: then it starts from the end. */
struct crr_ratio crr_ladder_move(
    const struct crr_scale *scale, struct crr_rational value, int steps);

/* The greatest value of the scale; its reciprocal is the other end. */
double crr_ladder_end(const struct crr_scale *scale);

#endif

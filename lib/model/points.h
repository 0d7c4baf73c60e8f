/* What points a factor can give, over all its rows, bands and ends: the ground of
 * `worst`, of the range checks and of the proofs against overflow. */
#ifndef CRR_MODEL_POINTS_H
#define CRR_MODEL_POINTS_H

#include "model/model.h"

struct crr_points_bounds {
    int64_t low, high; /* in 10^-4 */
};

/* The points of a row, or of a number, as the factor gives them: inverted and scaled
 * if it says so. */
int64_t crr_factor_row_points(const struct crr_ast_factor *factor, int64_t points);

/* Over everything that the factor (not a group) can give on any day, without the points
 * of its policies if with_policies is false. */
struct crr_points_bounds crr_factor_bounds(
    const struct crr_ast *ast, const struct crr_ast_factor *factor, bool with_policies);

/* The points at `at` on the straight line between two knots, rounded to 10^-4, ties
 * away from zero. left->at <= at <= right->at. */
int64_t crr_interpolate(
    const struct crr_ast_knot *left, const struct crr_ast_knot *right, int64_t at);

#endif

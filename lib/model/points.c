/* The points that a factor can give. */
#include "model/points.h"

/* Exact: y0 + round((y1 - y0)·(x - x0) / (x1 - x0)). As y0 is a whole number of units,
 * rounding the rise and rounding the sum differ only in the direction of a tie; ties go
 * away from zero in the sum. */
int64_t
crr_interpolate(
    const struct crr_ast_knot *left, const struct crr_ast_knot *right, int64_t at)
{
    int64_t run = right->at - left->at;
    int64_t rise = (right->points - left->points) * (at - left->at);
    int64_t whole = rise / run;
    int64_t rest = rise % run;
    if (rest < 0) { /* whole rounded down, rest in [0, run) */
        whole--;
        rest += run;
    }
    int64_t below = left->points + whole;
    bool up = rest > run - rest || (rest == run - rest && below >= 0);
    return below + (up ? 1 : 0);
}

int64_t
crr_factor_row_points(const struct crr_ast_factor *factor, int64_t points)
{
    struct crr_ast_knot low = {factor->range_low, factor->scaled_low};
    struct crr_ast_knot high = {factor->range_high, factor->scaled_high};

    if (factor->inverted)
        points = factor->range_low + factor->range_high - points;
    return factor->has_scaled ? crr_interpolate(&low, &high, points) : points;
}

/* Takes points in; the first ones make the bounds. */
static void
widen(struct crr_points_bounds *bounds, bool *any, int64_t points)
{
    if (!*any || points < bounds->low)
        bounds->low = points;
    if (!*any || points > bounds->high)
        bounds->high = points;
    *any = true;
}

static void
widen_by_table(const struct crr_ast_table *table, const struct crr_ast_factor *factor,
    struct crr_points_bounds *bounds, bool *any)
{
    for (uint32_t i = 0; i < table->row_count; i++)
        widen(bounds, any, crr_factor_row_points(factor, table->rows[i].points));
    if (!factor->many_sum)
        return;
    /* One value gives at least the least row, many at most the cap. */
    bounds->low = bounds->low < factor->cap ? bounds->low : factor->cap;
    bounds->high = factor->cap;
}

/* A group gives nothing below its least member and nothing above its greatest; a matrix
 * what its cells hold. */
static void
widen_by_members(const struct crr_ast *ast, const struct crr_ast_factor *group,
    struct crr_points_bounds *bounds, bool *any)
{
    const struct crr_ast_factor *end = group + group->subtree_count;

    if (group->matrix) {
        uint32_t last =
            group->matrix->level_counts[0] * group->matrix->level_counts[1] - 1;

        /* They rise along both scales. */
        widen(bounds, any, group->matrix->cells[0]);
        widen(bounds, any, group->matrix->cells[last]);
        return;
    }
    for (const struct crr_ast_factor *i = group + 1; i < end; i += i->subtree_count) {
        struct crr_points_bounds member = crr_factor_bounds(ast, i, true);

        widen(bounds, any, member.low);
        widen(bounds, any, member.high);
    }
}

static void
widen_by_kind(const struct crr_ast *ast, const struct crr_ast_factor *factor,
    struct crr_points_bounds *bounds, bool *any)
{
    switch (factor->kind) {
    case CRR_FACTOR_TABLE:
        if (factor->table != CRR_ABSENT)
            widen_by_table(&ast->tables[factor->table], factor, bounds, any);
        break;
    case CRR_FACTOR_BANDS:
    case CRR_FACTOR_AGE:
        for (uint32_t i = 0; i < factor->band_count; i++)
            widen(bounds, any, factor->bands[i].points);
        break;
    case CRR_FACTOR_FLAG:
    case CRR_FACTOR_CONDITION:
        widen(bounds, any, factor->points_yes);
        widen(bounds, any, factor->points_no);
        break;
    case CRR_FACTOR_NUMBER:
        widen(bounds, any, crr_factor_row_points(factor, factor->range_low));
        widen(bounds, any, crr_factor_row_points(factor, factor->range_high));
        break;
    case CRR_FACTOR_INTERPOLATION:
        for (uint32_t i = 0; i < factor->knot_count; i++)
            widen(bounds, any, factor->knots[i].points);
        break;
    case CRR_FACTOR_GROUP:
        widen_by_members(ast, factor, bounds, any);
        break;
    }
}

/* Only a policy of stated points can leave what the factor gives otherwise. */
static void
widen_by_policy(struct crr_policy own, struct crr_policy inherited,
    struct crr_points_bounds *bounds, bool *any)
{
    struct crr_policy policy = crr_policy_settle(own, inherited);

    if (policy.kind == CRR_POLICY_POINTS)
        widen(bounds, any, policy.points);
}

struct crr_points_bounds
crr_factor_bounds(
    const struct crr_ast *ast, const struct crr_ast_factor *factor, bool with_policies)
{
    struct crr_points_bounds bounds = {0, 0};
    struct crr_policy missing = {CRR_POLICY_ERROR, 0};
    struct crr_policy unknown = {CRR_POLICY_ERROR, 0};
    bool any = false;

    widen_by_kind(ast, factor, &bounds, &any);
    if (!with_policies || factor->kind == CRR_FACTOR_GROUP)
        return bounds;
    if (factor->input != CRR_ABSENT) {
        missing = ast->inputs[factor->input].missing;
        unknown = ast->inputs[factor->input].unknown;
    }
    widen_by_policy(factor->missing, missing, &bounds, &any);
    if (factor->kind == CRR_FACTOR_TABLE)
        widen_by_policy(factor->unknown, unknown, &bounds, &any);
    return bounds;
}

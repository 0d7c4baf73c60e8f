/* The scale S of a model, the coefficients of its factors, its thresholds, and the
 * proof that no rating leaves 63 bits. All of it once, when the model is compiled;
 * rating relies on it and checks nothing. */
#include "plan/plan.h"
#include "model/points.h"

/* Every sum in a rating stays below this in magnitude. */
#define CRR_EXACT_LIMIT (INT64_MAX / 2)

static int64_t
magnitude(int64_t value)
{
    return value < 0 ? -value : value;
}

static int64_t
max_of(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* The greatest common divisor of all global weights and 10^9. */
static int64_t
weight_divisor(const struct crr_plan *plan)
{
    int64_t divisor = CRR_WEIGHT_UNIT;
    for (uint32_t i = 0; i < plan->leaf_count; i++)
        divisor = crr_gcd(divisor, plan->factors[plan->leaves[i]].global_weight);
    return divisor;
}

/* Sets unit and coefficients; false if they do not fit. */
static bool
set_coefficients(struct crr_model *model)
{
    struct crr_plan *plan = &model->plan;
    struct crr_rational factor = model->ast->score_factor;
    int64_t divisor = weight_divisor(plan);
    if (!crr_multiply(CRR_WEIGHT_UNIT / divisor, factor.denominator, &plan->unit))
        return false;
    int64_t common = plan->unit;
    for (uint32_t i = 0; i < plan->leaf_count; i++) {
        struct crr_plan_factor *leaf = &plan->factors[plan->leaves[i]];
        if (!crr_multiply(
                factor.numerator, leaf->global_weight / divisor, &leaf->coefficient))
            return false;
        common = crr_gcd(common, leaf->coefficient);
    }
    plan->unit /= common;
    for (uint32_t i = 0; i < plan->leaf_count; i++)
        plan->factors[plan->leaves[i]].coefficient /= common;
    for (uint32_t i = 0; i < plan->secondary_count; i++)
        plan->factors[plan->secondary[i]].coefficient = plan->unit;
    return crr_multiply(plan->unit, crr_power_of_ten(CRR_POINTS_PLACES), &plan->scale);
}

/* Adds what a factor can contribute at most, in N. */
static bool
add_reach(const struct crr_model *model, uint32_t index, int64_t *reach)
{
    const struct crr_plan_factor *factor = &model->plan.factors[index];
    struct crr_points_bounds bounds = crr_factor_bounds(model->ast, factor->ast, true);
    int64_t most = max_of(magnitude(bounds.low), magnitude(bounds.high));
    int64_t product;
    return crr_multiply(most, factor->coefficient, &product) &&
           crr_add(*reach, product, reach);
}

/* The magnitude that no sum in a rating exceeds, whatever the order of its parts. */
static bool
prove_sums(const struct crr_model *model)
{
    const struct crr_plan *plan = &model->plan;
    int64_t ends = max_of(
        magnitude(model->ast->score_low), magnitude(model->ast->score_high));
    int64_t reach;
    if (!crr_add(ends, 1, &ends) || !crr_multiply(ends, plan->score_unit, &reach))
        return false;
    int64_t bounds = max_of(magnitude(plan->theta_low), magnitude(plan->theta_high));
    if (!crr_multiply(bounds, plan->unit, &bounds) || !crr_add(reach, bounds, &reach))
        return false;
    for (uint32_t i = 0; i < plan->leaf_count; i++)
        if (!add_reach(model, plan->leaves[i], &reach))
            return false;
    for (uint32_t i = 0; i < plan->secondary_count; i++)
        if (!add_reach(model, plan->secondary[i], &reach))
            return false;
    return reach < CRR_EXACT_LIMIT;
}

/* An interpolation multiplies the rise of a piece by a part of its run. */
static bool
prove_interpolation(const struct crr_ast_factor *factor)
{
    for (uint32_t i = 1; i < factor->knot_count; i++) {
        int64_t rise = factor->knots[i].points - factor->knots[i - 1].points;
        int64_t product;
        int64_t run;
        if (__builtin_sub_overflow(
                factor->knots[i].at, factor->knots[i - 1].at, &run) ||
            !crr_multiply(magnitude(rise), run, &product) || product >= CRR_EXACT_LIMIT)
            return false;
    }
    return true;
}

/* The least N whose rounded score is at least `from`: rounding does not decrease, so it
 * is found by bisection between from - 1 and from. */
static int64_t
threshold_of(const struct crr_model *model, int64_t from)
{
    int64_t unit = model->plan.score_unit;
    int64_t below = (from - 1) * unit;
    int64_t reached = from * unit;
    while (reached - below > 1) {
        int64_t middle = below + (reached - below) / 2;
        if (crr_round_quotient(middle, unit, model->ast->rounding) >= from)
            reached = middle;
        else
            below = middle;
    }
    return reached;
}

static void
set_thresholds(struct crr_model *model)
{
    struct crr_plan *plan = &model->plan;
    const struct crr_ast *ast = model->ast;
    for (uint32_t i = 0; i < ast->tier_count; i++)
        if (ast->tiers[i].scored)
            plan->thresholds[plan->threshold_count++] = (struct crr_threshold){
                threshold_of(model, ast->tiers[i].from), i};
}

static bool
refuse(struct crr_report *report, const struct crr_place *place,
    const struct crr_origin *origin, const char *what)
{
    struct crr_place at = *place;
    at.line = origin ? origin->line : 1;
    at.column = origin ? origin->column : 1;
    crr_report_add(report, CRR_F_OVERFLOW, &at, origin ? origin->path : "",
        "%s does not fit into exact 64-bit arithmetic; use fewer decimal places, "
        "smaller "
        "points or a simpler score.factor",
        what);
    return false;
}

bool
crr_plan_scale(
    struct crr_model *model, struct crr_report *report, const struct crr_place *place)
{
    struct crr_plan *plan = &model->plan;
    const struct crr_ast *ast = model->ast;
    plan->theta_low = ast->theta_low;
    plan->theta_high = ast->theta_high;
    if (!set_coefficients(model))
        return refuse(report, place, NULL, "the scale of this model's scores");
    plan->score_unit = plan->scale / crr_power_of_ten(ast->decimals);
    if (!prove_sums(model))
        return refuse(report, place, NULL, "the greatest sum that a rating can reach");
    for (uint32_t i = 0; i < ast->factor_count; i++)
        if (!prove_interpolation(&ast->factors[i]))
            return refuse(report, place, &ast->factors[i].origin, "this interpolation");
    plan->score_low = ast->score_low * plan->score_unit;
    plan->score_high = ast->score_high * plan->score_unit;
    set_thresholds(model);
    return true;
}

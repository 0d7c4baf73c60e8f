/* The scale S of a segment, the coefficients of its factors, its thresholds, and the
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

/* The greatest common divisor of all terms' global weights and 10^9. */
static int64_t
weight_divisor(const struct crr_plan *plan, const struct crr_plan_segment *segment)
{
    int64_t divisor = CRR_WEIGHT_UNIT;
    for (uint32_t i = 0; i < segment->term_count; i++)
        divisor = crr_gcd(divisor, plan->factors[segment->terms[i]].global_weight);
    return divisor;
}

/* A term's part of the unit, G·b, and its coefficient, a·G; takes both into the common
 * divisor. The terms that a customer has make up the unit of its rating, so where terms
 * can be without meaning each part has to be a whole number. */
static bool
set_term(struct crr_plan_factor *term, const struct crr_plan_segment *segment,
    struct crr_rational factor, int64_t divisor, int64_t *common)
{
    int64_t weight = term->global_weight / divisor;
    if (!crr_multiply(factor.numerator, weight, &term->coefficient) ||
        !crr_multiply(factor.denominator, weight, &term->unit))
        return false;
    *common = crr_gcd(*common, term->coefficient);
    if (segment->may_drop)
        *common = crr_gcd(*common, term->unit);
    return true;
}

/* The unit of each factor at the root: that of the terms in it. */
static void
add_up_units(struct crr_model *model, const struct crr_plan_segment *segment)
{
    const struct crr_ast_factor *factors = model->ast->factors;
    struct crr_plan_factor *planned = model->plan.factors;
    for (uint32_t i = segment->ast->first; i < segment->ast->secondary;
         i += factors[i].subtree_count) {
        if (planned[i].coefficient > 0)
            continue;
        for (uint32_t j = i + 1; j < i + factors[i].subtree_count; j++)
            if (planned[j].coefficient > 0)
                planned[i].unit += planned[j].unit;
    }
}

/* Sets unit and coefficients; false if they do not fit. */
static bool
set_coefficients(struct crr_model *model, struct crr_plan_segment *segment)
{
    struct crr_plan *plan = &model->plan;
    struct crr_rational factor = model->ast->score_factor;
    int64_t divisor = weight_divisor(plan, segment);
    if (!crr_multiply(CRR_WEIGHT_UNIT / divisor, factor.denominator, &segment->unit))
        return false;
    int64_t common = segment->unit;
    for (uint32_t i = 0; i < segment->term_count; i++)
        if (!set_term(
                &plan->factors[segment->terms[i]], segment, factor, divisor, &common))
            return false;
    segment->unit /= common;
    for (uint32_t i = 0; i < segment->term_count; i++) {
        plan->factors[segment->terms[i]].coefficient /= common;
        plan->factors[segment->terms[i]].unit /= common;
    }
    add_up_units(model, segment);
    for (uint32_t i = segment->ast->secondary; i < segment->ast->end; i++)
        plan->factors[i].coefficient = segment->unit;
    return crr_multiply(
        segment->unit, crr_power_of_ten(CRR_POINTS_PLACES), &segment->scale);
}

/* ---- Proofs ---- */

static int64_t
greatest_points(const struct crr_model *model, uint32_t index)
{
    struct crr_points_bounds bounds = crr_factor_bounds(
        model->ast, &model->ast->factors[index], true);
    return max_of(magnitude(bounds.low), magnitude(bounds.high));
}

/* Adds what a factor can contribute at most, in N. */
static bool
add_reach(const struct crr_model *model, uint32_t index, int64_t *reach)
{
    int64_t product;
    return crr_multiply(greatest_points(model, index),
               model->plan.factors[index].coefficient, &product) &&
           crr_add(*reach, product, reach);
}

/* The magnitude that no sum in a rating exceeds, whatever the order of its parts.
 * Factors that do not apply only make the sums smaller. */
static bool
prove_sums(const struct crr_model *model, struct crr_plan_segment *segment)
{
    int64_t ends = max_of(
        magnitude(model->ast->score_low), magnitude(model->ast->score_high));
    int64_t reach;
    if (!crr_add(ends, 1, &ends) || !crr_multiply(ends, segment->score_unit, &reach))
        return false;
    int64_t bounds = max_of(
        magnitude(segment->ast->theta_low), magnitude(segment->ast->theta_high));
    if (!crr_multiply(bounds, segment->unit, &bounds) ||
        !crr_add(reach, bounds, &reach))
        return false;
    for (uint32_t i = 0; i < segment->term_count; i++)
        if (!add_reach(model, segment->terms[i], &reach))
            return false;
    for (uint32_t i = segment->ast->secondary; i < segment->ast->end; i++)
        if (!add_reach(model, i, &reach))
            return false;
    segment->reach = reach;
    return reach < CRR_EXACT_LIMIT;
}

/* A node that averages multiplies its members' points by their weights. */
static bool
prove_node(const struct crr_model *model, uint32_t index)
{
    const struct crr_ast_factor *factor = &model->ast->factors[index];
    uint32_t end = index + factor->subtree_count;
    int64_t weights = factor->combine == CRR_COMBINE_OWA ? CRR_WEIGHT_UNIT : 0;
    int64_t most = 0;
    int64_t product;
    for (uint32_t i = index + 1; i < end; i += model->ast->factors[i].subtree_count) {
        most = max_of(most, greatest_points(model, i));
        weights += model->plan.factors[i].local_weight;
    }
    return crr_multiply(most, weights, &product) && product < CRR_EXACT_LIMIT;
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

/* So does a change of scale. */
static bool
prove_scaling(const struct crr_ast_factor *factor)
{
    int64_t product;
    return !factor->has_scaled ||
           (crr_multiply(factor->range_high - factor->range_low,
                factor->scaled_high - factor->scaled_low, &product) &&
               product < CRR_EXACT_LIMIT);
}

/* The least N whose rounded score is at least `from`: rounding does not decrease, so it
 * is found by bisection between from - 1 and from. */
static int64_t
threshold_of(int64_t unit, enum crr_rounding rounding, int64_t from)
{
    int64_t below = (from - 1) * unit;
    int64_t reached = from * unit;
    while (reached - below > 1) {
        int64_t middle = below + (reached - below) / 2;
        if (crr_round_quotient(middle, unit, rounding) >= from)
            reached = middle;
        else
            below = middle;
    }
    return reached;
}

static void
set_thresholds(const struct crr_ast *ast, struct crr_plan_segment *segment)
{
    for (uint32_t i = 0; i < ast->tier_count; i++)
        if (ast->tiers[i].scored)
            segment->thresholds[segment->threshold_count++] = (struct crr_threshold){
                threshold_of(segment->score_unit, ast->rounding, segment->ast->from[i]),
                i};
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
crr_plan_scale(struct crr_model *model, struct crr_plan_segment *segment,
    struct crr_report *report, const struct crr_place *place)
{
    const struct crr_ast *ast = model->ast;
    if (!set_coefficients(model, segment))
        return refuse(report, place, NULL, "the scale of this model's scores");
    segment->score_unit = segment->scale / crr_power_of_ten(ast->decimals);
    if (!prove_sums(model, segment))
        return refuse(report, place, NULL, "the greatest sum that a rating can reach");
    for (uint32_t i = segment->ast->first; i < segment->ast->end; i++) {
        const struct crr_ast_factor *factor = &ast->factors[i];
        if (!prove_interpolation(factor))
            return refuse(report, place, &factor->origin, "this interpolation");
        if (!prove_scaling(factor))
            return refuse(report, place, &factor->origin, "this change of scale");
        if (factor->node && !prove_node(model, i))
            return refuse(report, place, &factor->origin, "this group's average");
    }
    segment->score_low = ast->score_low * segment->score_unit;
    segment->score_high = ast->score_high * segment->score_unit;
    set_thresholds(ast, segment);
    return true;
}

/* Rating: the order of evaluation. Values, points, the sum, θ, the score, its tier, the
 * rules. Nothing is allocated. */
#include "plan/asked.h"
#include "plan/rater.h"
#include "plan/verdict.h"

/* ---- Points, sum, θ ---- */

/* A factor of which nobody knows whether it applies. */
static enum crr_status
take_missing(struct crr_rater *rater, uint32_t index)
{
    rater->results[index].points = crr_rater_policy_points(
        rater, index, CRR_POINTS_MISSING);
    return CRR_OK;
}

static enum crr_status
value_factor(struct crr_rater *rater, uint32_t index, struct crr_error *reterr)
{
    bool may_drop = rater->segment->may_drop;
    if (may_drop && rater->results[index].source == CRR_POINTS_NONE)
        return CRR_OK;
    enum crr_status status = may_drop &&
                                     rater->results[index].source == CRR_POINTS_MISSING
                                 ? take_missing(rater, index)
                                 : crr_rater_value_factor(rater, index, reterr);
    if (status == CRR_OK && rater->results[index].source != CRR_POINTS_MATCHED)
        rater->rating.warning_count++;
    return status;
}

/* All factors of the segment. While values of missing inputs are tried, one that a
 * factor rejects goes before every other error, whatever the order of the factors. */
static enum crr_status
value_factors(struct crr_rater *rater, struct crr_error *reterr)
{
    const struct crr_plan_segment *segment = rater->segment;
    enum crr_status first = CRR_OK;
    struct crr_error error;
    if (segment->may_drop) {
        enum crr_status status = crr_rater_apply(rater, reterr);
        if (status != CRR_OK)
            return status;
    }
    for (uint32_t i = 0; i < segment->valued_count; i++) {
        enum crr_status status = value_factor(
            rater, segment->valued[i], first == CRR_OK ? reterr : &error);
        if (status == CRR_OK)
            continue;
        if (rater->supposed_count == 0 || !reterr)
            return status;
        if (first != CRR_OK && crr_rater_is_impossible(rater, &error))
            *reterr = error;
        if (crr_rater_is_impossible(rater, reterr))
            return status;
        first = status;
    }
    if (first != CRR_OK)
        return first;
    for (uint32_t i = 0; i < segment->node_count; i++)
        crr_rater_value_node(rater, segment->nodes[i]);
    return CRR_OK;
}

/* P = Σ c·m in N, and the term that contributed most, the first of equals. */
static int64_t
add_primary(struct crr_rater *rater)
{
    const struct crr_plan *plan = &rater->model->plan;
    const struct crr_plan_segment *segment = rater->segment;
    int64_t sum = 0;
    int64_t most = INT64_MIN;
    for (uint32_t i = 0; i < segment->term_count; i++) {
        uint32_t term = segment->terms[i];
        int64_t part = plan->factors[term].coefficient * rater->results[term].points;
        sum += part;
        if (part > most && rater->results[term].source != CRR_POINTS_NONE) {
            most = part;
            rater->rating.top_factor = term;
        }
    }
    return sum;
}

/* θ in points before clamping. */
static int64_t
combine_secondary(struct crr_rater *rater)
{
    const struct crr_ast *ast = rater->model->ast;
    const struct crr_ast_segment *segment = rater->segment->ast;
    rater->theta_factor = CRR_ABSENT;
    int64_t sum = 0;
    for (uint32_t i = segment->secondary; i < segment->end; i++) {
        uint32_t best = rater->theta_factor;
        int64_t points = rater->results[i].points;
        if (rater->results[i].source == CRR_POINTS_NONE)
            continue;
        sum += points;
        if (best == CRR_ABSENT || points > rater->results[best].points ||
            (points == rater->results[best].points &&
                crr_text_compare(ast->factors[i].id, ast->factors[best].id) < 0))
            rater->theta_factor = i;
    }
    if (!segment->correction_max || rater->theta_factor == CRR_ABSENT)
        return sum;
    return rater->results[rater->theta_factor].points;
}

static int64_t
clamp(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

int64_t
crr_rater_contribution(const struct crr_rater *rater, uint32_t index)
{
    const struct crr_ast *ast = rater->model->ast;
    const struct crr_plan_factor *factors = rater->model->plan.factors;
    const struct crr_ast_factor *factor = &ast->factors[index];
    if (factor->correction)
        return rater->segment->ast->correction_max && index != rater->theta_factor
                   ? 0
                   : rater->unit * rater->results[index].points;
    if (factor->node || factor->kind != CRR_FACTOR_GROUP)
        return factors[index].coefficient * rater->results[index].points;
    int64_t sum = 0;
    for (uint32_t i = index + 1; i < index + factor->subtree_count; i++)
        sum += factors[i].coefficient * rater->results[i].points;
    return sum;
}

/* ---- Score and tiers ---- */

/* The position among the thresholds of the tier that a clamped N reaches. */
static uint32_t
threshold_reached(const struct crr_plan_segment *segment, int64_t n)
{
    uint32_t reached = 0;
    for (uint32_t i = 1; i < segment->threshold_count; i++)
        if (n >= segment->thresholds[i].n)
            reached = i;
    return reached;
}

/* The same for a rounded score, whatever its scale was. */
static uint32_t
from_reached(const struct crr_rater *rater, int64_t score)
{
    const struct crr_plan_segment *segment = rater->segment;
    uint32_t reached = 0;
    for (uint32_t i = 1; i < segment->threshold_count; i++)
        if (score >= segment->ast->from[segment->thresholds[i].tier])
            reached = i;
    return reached;
}

/* Σ of the units of the factors at the root that apply; 0 if none does. */
static int64_t
remaining_unit(const struct crr_rater *rater)
{
    const struct crr_plan *plan = &rater->model->plan;
    const struct crr_ast_segment *segment = rater->segment->ast;
    int64_t unit = 0;
    for (uint32_t i = segment->first; i < segment->secondary;
         i += plan->factors[i].ast->subtree_count)
        if (rater->results[i].source != CRR_POINTS_NONE)
            unit += plan->factors[i].unit;
    return unit;
}

/* The tiers of the score with and without θ, and how far the next ones are. */
static void
place_score(struct crr_rater *rater, int64_t clamped, int64_t without_theta)
{
    const struct crr_plan_segment *segment = rater->segment;
    const struct crr_ast *ast = rater->model->ast;
    struct crr_rating *rating = &rater->rating;
    uint32_t reached, without;
    if (rating->scale == segment->scale) {
        reached = threshold_reached(segment, clamped);
        without = threshold_reached(segment, without_theta);
    } else {
        int64_t score_unit = rating->scale / crr_power_of_ten(ast->decimals);
        reached = from_reached(rater, rating->score);
        without = from_reached(
            rater, crr_round_quotient(without_theta, score_unit, ast->rounding));
    }
    rating->score_tier = segment->thresholds[reached].tier;
    rating->tier_without_theta = segment->thresholds[without].tier;
    rating->to_next_up = -1;
    if (reached + 1 < segment->threshold_count)
        rating->to_next_up = segment->ast->from[segment->thresholds[reached + 1].tier] -
                             rating->score;
    rating->to_next_down = reached == 0
                               ? -1
                               : rating->score - segment->ast->from[rating->score_tier];
}

static enum crr_status
score(struct crr_rater *rater, struct crr_error *reterr)
{
    const struct crr_plan_segment *segment = rater->segment;
    const struct crr_ast *ast = rater->model->ast;
    struct crr_rating *rating = &rater->rating;
    int64_t unit = segment->may_drop ? remaining_unit(rater) : segment->unit;
    if (unit == 0)
        return crr_record_refuse(reterr, CRR_F_NOTHING_APPLIES, crr_text_of(""),
            "a primary factor that applies to the customer is expected, found none");
    int64_t score_unit = unit * crr_power_of_ten(CRR_POINTS_PLACES - ast->decimals);
    int64_t low = ast->score_low * score_unit;
    int64_t high = ast->score_high * score_unit;
    int64_t primary = add_primary(rater);
    int64_t theta = combine_secondary(rater);
    int64_t clamped_theta = clamp(
        theta, segment->ast->theta_low, segment->ast->theta_high);
    rating->segment = (size_t)(segment - rater->model->plan.segments);
    rater->unit = unit;
    rating->scale = unit * crr_power_of_ten(CRR_POINTS_PLACES);
    rating->theta = clamped_theta * unit;
    rating->exact = primary + rating->theta;
    int64_t clamped = clamp(rating->exact, low, high);
    rating->score = crr_round_quotient(clamped, score_unit, ast->rounding);
    rater->remainder = (struct crr_remainder){(clamped_theta - theta) * unit,
        clamped - rating->exact, rating->score * score_unit - clamped};
    place_score(rater, clamped, clamp(primary, low, high));
    return CRR_OK;
}

/* ---- Rules ---- */

/* Whether a cap's condition holds for sure and no veto is true or unknown. */
static enum crr_truth
decide_rule(const struct crr_rater *rater, const struct crr_ast_rule *rule)
{
    enum crr_truth truth = crr_rater_decide(rater, rule->condition);
    if (rule->veto == CRR_ABSENT || truth == CRR_FALSE)
        return truth;
    return crr_rater_decide(rater, rule->veto) == CRR_FALSE ? truth : CRR_FALSE;
}

enum crr_truth
crr_rater_fires(const struct crr_rater *rater, uint32_t rule, enum crr_truth *ret_truth)
{
    const struct crr_ast_rule *at = &rater->model->ast->rules[rule];
    enum crr_truth truth = decide_rule(rater, at);
    if (ret_truth)
        *ret_truth = truth;
    if (truth != CRR_UNKNOWN)
        return truth;
    if (at->effect == CRR_RULE_AT_MOST || at->if_missing == CRR_IF_MISSING_FALSE)
        return CRR_FALSE;
    return at->if_missing == CRR_IF_MISSING_TRUE ? CRR_TRUE : CRR_UNKNOWN;
}

static enum crr_status
refuse_unknown(const struct crr_rater *rater, const struct crr_ast_rule *rule,
    struct crr_error *reterr)
{
    struct crr_asked asked = {.count = 0};
    if (!reterr)
        return CRR_E_RECORD;
    crr_asked_note(&asked, rater, rule->condition);
    return crr_record_refuse(reterr, CRR_F_RULE_UNKNOWN, rule->id,
        "the values that decide rule %.*s are expected, found one that is missing or "
        "unknown%s",
        (int)rule->id.length, rule->id.at, asked.text);
}

/* Decides one rule; CRR_E_RECORD if its truth is unknown and that is an error. */
static enum crr_status
fire(struct crr_rater *rater, uint32_t index, struct crr_error *reterr)
{
    const struct crr_ast_rule *rule = &rater->model->ast->rules[index];
    struct crr_rule_rating *result = &rater->rules[index];
    *result = (struct crr_rule_rating){0};
    enum crr_truth fires = crr_rater_fires(rater, index, &result->truth);
    if (fires == CRR_UNKNOWN)
        return refuse_unknown(rater, rule, reterr);
    result->fired = fires == CRR_TRUE;
    if (result->fired && rater->name_room && result->truth == CRR_TRUE)
        crr_rater_note_entry(rater, rule->condition, result);
    return CRR_OK;
}

static enum crr_status
apply_rules(struct crr_rater *rater, struct crr_error *reterr)
{
    const struct crr_ast *ast = rater->model->ast;
    struct crr_verdict verdict;
    crr_verdict_init(&verdict);
    rater->rating.review = false;
    for (uint32_t i = 0; i < ast->rule_count; i++) {
        enum crr_status status = fire(rater, i, reterr);
        if (status != CRR_OK)
            return status;
        if (!rater->rules[i].fired)
            continue;
        crr_verdict_add(&verdict, &ast->rules[i], i);
        rater->rating.review |= ast->rules[i].review;
    }
    struct crr_rating *rating = &rater->rating;
    rating->direct_tier = verdict.direct;
    rating->floor_tier = verdict.floor;
    rating->tier = crr_verdict_settle(&verdict, rating->score_tier, &rating->rule);
    return CRR_OK;
}

enum crr_status
crr_rater_rate_given(struct crr_rater *rater, struct crr_error *reterr)
{
    struct crr_rating *rating = &rater->rating;
    enum crr_status status = CRR_OK;
    rating->warning_count = 0;
    if (rater->segment->ast->condition != CRR_ABSENT)
        status = crr_rater_choose_segment(rater, reterr);
    if (status == CRR_OK)
        status = value_factors(rater, reterr);
    if (status == CRR_OK)
        status = score(rater, reterr);
    if (status == CRR_OK)
        status = apply_rules(rater, reterr);
    rating->score_low = rating->score_high = rating->score;
    rating->tier_low = rating->tier;
    return status;
}

enum crr_status
crr_rater_rate(struct crr_rater *rater, const struct crr_value *values,
    size_t value_count, struct crr_rating *ret_rating, struct crr_error *reterr)
{
    if (!rater || !ret_rating || (!values && value_count > 0) ||
        value_count != rater->model->ast->input_count)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_rater_rate needs a rater, a place for the rating, and as many values "
            "as the model has inputs");
    rater->rated = false;
    enum crr_status status = crr_rater_read(rater, values, reterr);
    if (status == CRR_OK)
        status = rater->candidate_count > 0 ? crr_rater_rate_missing(rater, reterr)
                                            : crr_rater_rate_given(rater, reterr);
    if (status != CRR_OK)
        return status;
    rater->rated = true;
    *ret_rating = rater->rating;
    return CRR_OK;
}

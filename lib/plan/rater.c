/* Rating: the order of evaluation. Values, points, the sum, θ, the score, its tier, the
 * rules. Nothing is allocated after crr_rater_new. */
#include "plan/rater.h"

/* ---- Life ---- */

static enum crr_status
refuse_day(const struct crr_rater_options *options, const struct crr_model *model,
    struct crr_error *reterr)
{
    const struct crr_plan *plan = &model->plan;
    if (plan->needs_as_of && !options->has_as_of)
        return crr_error_set(reterr, CRR_E_ARGUMENT, CRR_F_AS_OF, NULL, "",
            "the model rates by dates: the day of the rating (as_of) is expected");
    if (options->has_as_of &&
        (options->as_of < CRR_DAY_MIN || options->as_of > CRR_DAY_MAX))
        return crr_error_set(reterr, CRR_E_ARGUMENT, CRR_F_AS_OF, NULL, "",
            "the day of the rating must lie from 0001-01-01 to 9999-12-31");
    if (options->has_as_of && options->as_of < plan->complete_from) {
        char day[11];
        char from[11];
        crr_day_print(options->as_of, day);
        crr_day_print(plan->complete_from, from);
        return crr_error_set(reterr, CRR_E_ARGUMENT, CRR_F_AS_OF, NULL, "",
            "a day of rating from %s on is expected, since which table %.*s is "
            "complete; found %s",
            from, (int)plan->complete_table->id.length, plan->complete_table->id.at,
            day);
    }
    return CRR_OK;
}

/* The greatest points of a factor on this day: of a dated table over the rows that
 * hold. */
static int64_t
worst_on_day(const struct crr_plan_factor *factor, const struct crr_lookup *lookup,
    const uint32_t *rows)
{
    int64_t worst = INT64_MIN;
    if (factor->ast->many_sum)
        return factor->worst;
    for (uint32_t i = 0; i < lookup->spelling_count; i++)
        if (rows[i] != CRR_INDEX_NONE && factor->row_points[rows[i]] > worst)
            worst = factor->row_points[rows[i]];
    return worst == INT64_MIN ? factor->worst : worst;
}

/* What depends on as_of: the rows that hold, and the worst points. */
static bool
resolve(struct crr_rater *rater)
{
    const struct crr_plan *plan = &rater->model->plan;
    for (uint32_t i = 0; i < plan->lookup_count; i++) {
        const struct crr_lookup *lookup = &plan->lookups[i];
        rater->lookup_rows[i] = lookup->row_of;
        if (!lookup->table->dated)
            continue;
        uint32_t *rows = crr_arena_array(
            &rater->arena, lookup->spelling_count, sizeof *rows);
        if (!rows)
            return false;
        crr_lookup_resolve(lookup, rater->as_of, rows);
        rater->lookup_rows[i] = rows;
    }
    for (uint32_t i = 0; i < rater->model->ast->factor_count; i++) {
        const struct crr_plan_factor *factor = &plan->factors[i];
        rater->worst[i] = factor->worst;
        if (factor->lookup != CRR_ABSENT && plan->lookups[factor->lookup].table->dated)
            rater->worst[i] = worst_on_day(factor, &plan->lookups[factor->lookup],
                rater->lookup_rows[factor->lookup]);
    }
    return true;
}

/* Room to fold the longest code and what ends it. */
static size_t
fold_size(const struct crr_ast *ast)
{
    size_t longest = 0;
    for (uint32_t i = 0; i < ast->input_count; i++)
        if (ast->inputs[i].before.length > longest)
            longest = ast->inputs[i].before.length;
    return CRR_FOLD_LIMIT + 3 * longest;
}

/* Room for the codes of an input, or for its text. */
static void
make_room_for_codes(struct crr_rater *rater, uint32_t index)
{
    const struct crr_ast_input *input = &rater->model->ast->inputs[index];
    struct crr_given *given = &rater->given[index];
    struct crr_arena *arena = &rater->arena;
    bool many = input->type == CRR_INPUT_CODES;
    uint32_t count = many ? CRR_CODES_LIMIT + 1 : 1;
    if (!many && input->type != CRR_INPUT_CODE && input->type != CRR_INPUT_TEXT)
        return;
    given->codes = crr_arena_array(arena, count, sizeof *given->codes);
    if (many)
        given->joined = crr_arena_array(
            arena, count, CRR_CODE_LIMIT + input->separator.length);
    if (!given->codes || input->type == CRR_INPUT_TEXT)
        return;
    char *kept = crr_arena_array(arena, count, 2 * CRR_CODE_LIMIT);
    for (uint32_t i = 0; kept && i < count; i++)
        given->codes[i].kept = kept + (size_t)i * 2 * CRR_CODE_LIMIT;
}

static bool
make_room(struct crr_rater *rater)
{
    const struct crr_ast *ast = rater->model->ast;
    struct crr_arena *arena = &rater->arena;
    rater->lookup_rows = crr_arena_array(
        arena, rater->model->plan.lookup_count, sizeof *rater->lookup_rows);
    rater->worst = crr_arena_array(arena, ast->factor_count, sizeof *rater->worst);
    rater->given = crr_arena_array(arena, ast->input_count, sizeof *rater->given);
    rater->results = crr_arena_array(arena, ast->factor_count, sizeof *rater->results);
    rater->sums = crr_arena_array(arena, ast->factor_count, sizeof *rater->sums);
    rater->rules = crr_arena_array(arena, ast->rule_count, sizeof *rater->rules);
    rater->fold_size = fold_size(ast);
    rater->fold = crr_arena_alloc(arena, rater->fold_size);
    for (uint32_t i = 0; !arena->failed && i < ast->input_count; i++)
        make_room_for_codes(rater, i);
    for (uint32_t i = 0; !arena->failed && i < ast->factor_count; i++)
        if (ast->factors[i].many_sum)
            rater->sums[i] = crr_arena_alloc(arena, CRR_SUM_LIMIT);
    return !arena->failed;
}

enum crr_status
crr_rater_new(struct crr_model *model, const struct crr_rater_options *given,
    struct crr_rater **ret_rater, struct crr_error *reterr)
{
    struct crr_rater_options options = {sizeof options, false, 0};
    if (!model || !ret_rater || (given && given->size != sizeof *given))
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_rater_new needs a model, a place for the rater, and options of a "
            "known "
            "size");
    if (given)
        options = *given;
    enum crr_status status = refuse_day(&options, model, reterr);
    if (status != CRR_OK)
        return status;
    struct crr_arena arena;
    crr_arena_init(&arena, &model->arena.allocator);
    struct crr_rater *rater = crr_arena_alloc(&arena, sizeof *rater);
    if (rater) {
        rater->arena = arena;
        rater->model = crr_model_ref(model);
        rater->has_as_of = options.has_as_of;
        rater->as_of = options.as_of;
        if (make_room(rater) && resolve(rater)) {
            *ret_rater = rater;
            return CRR_OK;
        }
        crr_rater_free(rater);
    } else {
        crr_arena_clear(&arena);
    }
    return crr_error_set(reterr, CRR_E_MEMORY, 0, NULL, "", "out of memory");
}

void
crr_rater_free(struct crr_rater *rater)
{
    if (!rater)
        return;
    struct crr_model *model = rater->model;
    /* The rater lies in its own arena. */
    struct crr_arena arena = rater->arena;
    crr_arena_clear(&arena);
    crr_model_unref(model);
}

struct crr_model *
crr_rater_model(const struct crr_rater *rater)
{
    return rater->model;
}

/* ---- Points, sum, θ ---- */

/* All factors; the conditions last, for they ask what the tables know. */
static enum crr_status
value_factors(struct crr_rater *rater, struct crr_error *reterr)
{
    const struct crr_ast *ast = rater->model->ast;
    for (int conditions = 0; conditions <= 1; conditions++)
        for (uint32_t i = 0; i < ast->factor_count; i++) {
            enum crr_factor_kind kind = ast->factors[i].kind;
            if (kind == CRR_FACTOR_GROUP ||
                (kind == CRR_FACTOR_CONDITION) != conditions)
                continue;
            enum crr_status status = crr_rater_value_factor(rater, i, reterr);
            if (status != CRR_OK)
                return status;
            if (rater->results[i].source != CRR_POINTS_MATCHED)
                rater->rating.warning_count++;
        }
    return CRR_OK;
}

/* P = Σ c·m in N, and the leaf that contributed most, the first of equals. */
static int64_t
add_primary(struct crr_rater *rater)
{
    const struct crr_plan *plan = &rater->model->plan;
    int64_t sum = 0;
    int64_t most = INT64_MIN;
    for (uint32_t i = 0; i < plan->leaf_count; i++) {
        uint32_t leaf = plan->leaves[i];
        int64_t part = plan->factors[leaf].coefficient * rater->results[leaf].points;
        sum += part;
        if (part > most) {
            most = part;
            rater->rating.top_factor = leaf;
        }
    }
    return sum;
}

/* θ in points before clamping. */
static int64_t
combine_secondary(struct crr_rater *rater)
{
    const struct crr_plan *plan = &rater->model->plan;
    const struct crr_ast *ast = rater->model->ast;
    rater->theta_factor = CRR_ABSENT;
    int64_t sum = 0;
    for (uint32_t i = 0; i < plan->secondary_count; i++) {
        uint32_t index = plan->secondary[i];
        uint32_t best = rater->theta_factor;
        int64_t points = rater->results[index].points;
        sum += points;
        if (best == CRR_ABSENT || points > rater->results[best].points ||
            (points == rater->results[best].points &&
                crr_text_compare(ast->factors[index].id, ast->factors[best].id) < 0))
            rater->theta_factor = index;
    }
    if (!ast->correction_max || rater->theta_factor == CRR_ABSENT)
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
    const struct crr_plan *plan = &rater->model->plan;
    const struct crr_ast_factor *factor = &ast->factors[index];
    if (factor->correction && ast->correction_max && index != rater->theta_factor)
        return 0;
    if (factor->kind != CRR_FACTOR_GROUP)
        return plan->factors[index].coefficient * rater->results[index].points;
    int64_t sum = 0;
    for (uint32_t i = index + 1; i < index + factor->subtree_count; i++)
        if (ast->factors[i].kind != CRR_FACTOR_GROUP)
            sum += plan->factors[i].coefficient * rater->results[i].points;
    return sum;
}

/* ---- Score and tiers ---- */

/* The position among the thresholds of the tier that a clamped N reaches. */
static uint32_t
threshold_reached(const struct crr_plan *plan, int64_t n)
{
    uint32_t reached = 0;
    for (uint32_t i = 1; i < plan->threshold_count; i++)
        if (n >= plan->thresholds[i].n)
            reached = i;
    return reached;
}

static void
score(struct crr_rater *rater)
{
    const struct crr_plan *plan = &rater->model->plan;
    const struct crr_ast *ast = rater->model->ast;
    struct crr_rating *rating = &rater->rating;
    int64_t primary = add_primary(rater);
    int64_t theta = combine_secondary(rater);
    int64_t clamped_theta = clamp(theta, plan->theta_low, plan->theta_high);
    rating->theta = clamped_theta * plan->unit;
    rating->exact = primary + rating->theta;
    int64_t clamped = clamp(rating->exact, plan->score_low, plan->score_high);
    rating->score = crr_round_quotient(clamped, plan->score_unit, ast->rounding);
    rater->remainder = (struct crr_remainder){(clamped_theta - theta) * plan->unit,
        clamped - rating->exact, rating->score * plan->score_unit - clamped};

    uint32_t reached = threshold_reached(plan, clamped);
    uint32_t without = threshold_reached(
        plan, clamp(primary, plan->score_low, plan->score_high));
    rating->score_tier = plan->thresholds[reached].tier;
    rating->tier_without_theta = plan->thresholds[without].tier;
    rating->to_next_up = -1;
    if (reached + 1 < plan->threshold_count)
        rating->to_next_up = ast->tiers[plan->thresholds[reached + 1].tier].from -
                             rating->score;
    rating->to_next_down = reached == 0
                               ? -1
                               : rating->score - ast->tiers[rating->score_tier].from;
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

/* Decides one rule; CRR_E_RECORD if its truth is unknown and that is an error. */
static enum crr_status
fire(struct crr_rater *rater, uint32_t index, struct crr_error *reterr)
{
    const struct crr_ast_rule *rule = &rater->model->ast->rules[index];
    struct crr_rule_rating *result = &rater->rules[index];
    result->truth = decide_rule(rater, rule);
    result->fired = result->truth == CRR_TRUE;
    if (result->truth != CRR_UNKNOWN || rule->effect == CRR_RULE_AT_MOST)
        return CRR_OK;
    if (rule->if_missing == CRR_IF_MISSING_ERROR)
        return crr_record_refuse(reterr, CRR_F_RULE_UNKNOWN, rule->id,
            "the values that decide rule %.*s are expected, found one that is missing "
            "or "
            "unknown",
            (int)rule->id.length, rule->id.at);
    result->fired = rule->if_missing == CRR_IF_MISSING_TRUE;
    return CRR_OK;
}

/* The rules that fired, combined: the higher of the severest direct tier and the
 * highest floor, which lift alike; and the lowest cap. Each with the first rule that
 * gave it. */
struct verdict {
    size_t direct, floor; /* tiers; CRR_NONE */
    size_t lift, cap;     /* likewise; lift is the higher of direct and floor */
    size_t lift_rule, cap_rule;
};

/* CRR_NONE is below every tier here. */
static void
raise_to(size_t *tier, size_t other)
{
    if (*tier == CRR_NONE || other > *tier)
        *tier = other;
}

static void
combine_rule(struct verdict *verdict, const struct crr_ast_rule *rule, size_t index)
{
    bool direct = rule->effect == CRR_RULE_TIER;
    if (direct || rule->effect == CRR_RULE_AT_LEAST) {
        raise_to(direct ? &verdict->direct : &verdict->floor, rule->tier);
        if (verdict->lift == CRR_NONE || rule->tier > verdict->lift)
            verdict->lift_rule = index;
        raise_to(&verdict->lift, rule->tier);
    }
    /* CRR_NONE is above every tier. */
    if (rule->effect == CRR_RULE_AT_MOST && rule->tier < verdict->cap) {
        verdict->cap = rule->tier;
        verdict->cap_rule = index;
    }
}

/* tier = max(D, F, min(S, C)) and the rule that made it differ from S. */
static void
settle_tier(struct crr_rating *rating, const struct verdict *verdict)
{
    size_t tier = rating->score_tier;
    size_t rule = CRR_NONE;
    if (verdict->cap < tier) {
        tier = verdict->cap;
        rule = verdict->cap_rule;
    }
    if (verdict->lift != CRR_NONE && verdict->lift > tier) {
        tier = verdict->lift;
        rule = verdict->lift_rule;
    }
    rating->direct_tier = verdict->direct;
    rating->floor_tier = verdict->floor;
    rating->tier = tier;
    rating->rule = tier == rating->score_tier ? CRR_NONE : rule;
}

static enum crr_status
apply_rules(struct crr_rater *rater, struct crr_error *reterr)
{
    const struct crr_ast *ast = rater->model->ast;
    struct verdict verdict = {
        CRR_NONE, CRR_NONE, CRR_NONE, CRR_NONE, CRR_NONE, CRR_NONE};
    rater->rating.review = false;
    for (uint32_t i = 0; i < ast->rule_count; i++) {
        enum crr_status status = fire(rater, i, reterr);
        if (status != CRR_OK)
            return status;
        if (!rater->rules[i].fired)
            continue;
        combine_rule(&verdict, &ast->rules[i], i);
        rater->rating.review |= ast->rules[i].review;
    }
    settle_tier(&rater->rating, &verdict);
    return CRR_OK;
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
    rater->rating.warning_count = 0;
    enum crr_status status = crr_rater_read(rater, values, reterr);
    if (status == CRR_OK)
        status = value_factors(rater, reterr);
    if (status != CRR_OK)
        return status;
    score(rater);
    status = apply_rules(rater, reterr);
    if (status != CRR_OK)
        return status;
    rater->rated = true;
    *ret_rating = rater->rating;
    return CRR_OK;
}

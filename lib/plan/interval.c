/* `missing: interval`: what a rating can be over all values that its missing inputs may
 * have. Each such input has a list of values that stand for all of them: one of the
 * codes that rate alike, the ends of every stretch of numbers or days within which
 * nothing but a straight line changes. The record is rated with every combination, so
 * that the bounds are exact; the worst one is the rating. */
#include "plan/rater.h"
#include <stdlib.h>

/* What one input can be. */
struct crr_candidates {
    uint32_t input;
    uint32_t count;
    struct crr_code *codes; /* code, text */
    int64_t *numbers;       /* the others */
};

/* What the combinations give together. */
struct crr_bounds {
    bool any;
    int64_t score_low, score_high;
    size_t tier_low, tier_high;
    int64_t worst, exact, scale; /* of the worst: its score, and N/S before rounding */
};

/* Most codes of one input that rate in different ways. */
#define CODE_LIMIT 1000

/* A combination that no customer can have. */
#define IMPOSSIBLE 255

/* Most combinations of one record. */
#define COMBINATION_LIMIT 10000

/* ---- Codes and texts ---- */

/* Whether two codes get the same points of every factor, and the same answers. */
static bool
rate_alike(const struct crr_rater *rater, uint32_t input, const struct crr_code *one,
    const struct crr_code *other)
{
    const struct crr_ast *ast = rater->model->ast;
    const struct crr_plan *plan = &rater->model->plan;
    for (uint32_t i = 0; i < ast->factor_count; i++) {
        if (ast->factors[i].kind != CRR_FACTOR_TABLE || ast->factors[i].input != input)
            continue;
        uint32_t a = crr_rater_row(rater, i, one);
        uint32_t b = crr_rater_row(rater, i, other);
        if (a == b)
            continue;
        if (a == CRR_ABSENT || b == CRR_ABSENT ||
            plan->factors[i].row_points[a] != plan->factors[i].row_points[b])
            return false;
    }
    for (uint32_t i = 0; i < ast->condition_count; i++) {
        const struct crr_ast_condition *condition = &ast->conditions[i];
        if (condition->kind != CRR_CONDITION_IN || condition->input != input)
            continue;
        for (uint32_t j = 0; j < condition->text_count; j++)
            if (crr_text_equal(one->key, plan->asked[i][j]) !=
                crr_text_equal(other->key, plan->asked[i][j]))
                return false;
    }
    return true;
}

/* Adds a code unless one that rates alike is there. False: too many. */
static bool
add_code(const struct crr_rater *rater, struct crr_candidates *list, uint32_t limit,
    struct crr_text text, bool known)
{
    uint32_t lookup = rater->model->plan.input_lookup[list->input];
    struct crr_code code = {.shown = text, .text = text, .key = text, .known = known};
    if (lookup != CRR_ABSENT)
        code.key = crr_lookup_key(&rater->model->plan.lookups[lookup], text);
    for (uint32_t i = 0; i < list->count; i++)
        if (rate_alike(rater, list->input, &list->codes[i], &code))
            return true;
    if (list->count == limit)
        return false;
    list->codes[list->count++] = code;
    return true;
}

static bool
fold_key(struct crr_rater *rater, uint32_t input, struct crr_text *key)
{
    char *folded;
    if (!rater->model->ast->inputs[input].ignore_case)
        return true;
    folded = crr_arena_alloc(&rater->arena, key->length);
    if (folded)
        *key = crr_text_fold(*key, true, folded);
    return folded;
}

/* The rows that hold of the tables that rate the input. */
static bool
add_rows(struct crr_rater *rater, struct crr_candidates *list, uint32_t limit)
{
    const struct crr_plan *plan = &rater->model->plan;
    for (uint32_t i = 0; i < rater->model->ast->factor_count; i++) {
        const struct crr_plan_factor *factor = &plan->factors[i];
        if (factor->lookup == CRR_ABSENT || factor->ast->input != list->input)
            continue;
        const struct crr_lookup *lookup = &plan->lookups[factor->lookup];
        const uint32_t *rows = rater->lookup_rows[factor->lookup];
        for (uint32_t j = 0; j < lookup->spelling_count; j++) {
            if (rows[j] == CRR_INDEX_NONE)
                continue;
            struct crr_text key = lookup->table->rows[rows[j]].key;
            if (!fold_key(rater, list->input, &key) ||
                !add_code(rater, list, limit, key, true))
                return false;
        }
    }
    return true;
}

/* What conditions ask for, and something else. */
static bool
add_asked(const struct crr_rater *rater, struct crr_candidates *list, uint32_t limit)
{
    const struct crr_ast *ast = rater->model->ast;
    for (uint32_t i = 0; i < ast->condition_count; i++) {
        const struct crr_ast_condition *condition = &ast->conditions[i];
        if (condition->kind != CRR_CONDITION_IN || condition->input != list->input)
            continue;
        for (uint32_t j = 0; j < condition->text_count; j++)
            if (!add_code(rater, list, limit, condition->texts[j], true))
                return false;
    }
    return add_code(rater, list, limit, crr_text_of("\x01"), true);
}

static bool
list_codes(struct crr_rater *rater, struct crr_candidates *list)
{
    struct crr_code *room = crr_arena_array(&rater->arena, CODE_LIMIT, sizeof *room);
    list->codes = room;
    if (!room)
        return false;
    bool good = rater->model->plan.input_has_table[list->input]
                    ? add_rows(rater, list, CODE_LIMIT)
                    : add_asked(rater, list, CODE_LIMIT);
    if (!good)
        list->count = UINT32_MAX; /* too many, or no memory */
    return !rater->arena.failed;
}

/* ---- Numbers and days ---- */

struct edges {
    int64_t *at;
    uint32_t count;
    int64_t low, high; /* what the input can hold */
};

/* A value and its neighbours, where something may change. */
static void
add_edge(struct edges *edges, int64_t at)
{
    for (int64_t i = at - 1; i <= at + 1; i++)
        if (i >= edges->low && i <= edges->high)
            edges->at[edges->count++] = i;
}

static void
add_interval(struct edges *edges, const struct crr_interval *interval)
{
    if (interval->has_low)
        add_edge(edges, interval->low);
    if (interval->has_high)
        add_edge(edges, interval->high);
}

/* The last day of a date that is at least so old. */
static int64_t
day_of_age(const struct crr_rater *rater, enum crr_age_unit unit, int64_t age)
{
    int64_t old = CRR_DAY_MIN;
    int64_t young = rater->as_of;
    if (unit == CRR_AGE_DAYS)
        return (int64_t)rater->as_of - age;
    int64_t months = unit == CRR_AGE_YEARS ? 12 * age : age;
    while (young - old > 1) {
        int64_t middle = old + (young - old) / 2;
        if (crr_age_months((int32_t)middle, rater->as_of) >= months)
            old = middle;
        else
            young = middle;
    }
    return old;
}

static void
add_factor_edges(
    const struct crr_rater *rater, uint32_t index, int places, struct edges *edges)
{
    const struct crr_ast_factor *factor = &rater->model->ast->factors[index];
    for (uint32_t i = 0; i < factor->band_count; i++) {
        struct crr_interval interval = factor->bands[i].interval;
        if (factor->kind != CRR_FACTOR_AGE) {
            add_interval(edges, &interval);
            continue;
        }
        for (int64_t more = -1; more <= 1; more++) {
            if (interval.has_low)
                add_edge(
                    edges, day_of_age(rater, factor->age_unit, interval.low + more));
            if (interval.has_high)
                add_edge(
                    edges, day_of_age(rater, factor->age_unit, interval.high + more));
        }
    }
    for (uint32_t i = 0; i < factor->knot_count; i++)
        add_edge(edges, factor->knots[i].at);
    if (factor->kind == CRR_FACTOR_NUMBER) {
        int64_t unit = crr_power_of_ten(CRR_POINTS_PLACES - places);
        add_edge(edges, factor->range_low / unit);
        add_edge(edges, factor->range_high / unit);
    }
}

/* Room for the edges of a factor or a condition. */
static size_t
count_edges(const struct crr_rater *rater)
{
    const struct crr_ast *ast = rater->model->ast;
    size_t count = 16 + 6 * (size_t)ast->condition_count;
    for (uint32_t i = 0; i < ast->factor_count; i++)
        count += 18 * (size_t)ast->factors[i].band_count +
                 3 * (size_t)ast->factors[i].knot_count + 6;
    return count;
}

static int
compare_numbers(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a;
    int64_t other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

static bool
list_numbers(struct crr_rater *rater, struct crr_candidates *list)
{
    const struct crr_ast *ast = rater->model->ast;
    const struct crr_ast_input *input = &ast->inputs[list->input];
    struct edges edges = {.low = CRR_DAY_MIN, .high = CRR_DAY_MAX};
    edges.at = crr_arena_array(&rater->arena, count_edges(rater), sizeof *edges.at);
    if (!edges.at)
        return false;
    if (input->type == CRR_INPUT_NUMBER) {
        edges.high = crr_power_of_ten(12 + input->places) - 1;
        edges.low = -edges.high;
    }
    add_edge(&edges, edges.low);
    add_edge(&edges, edges.high);
    for (uint32_t i = 0; i < ast->factor_count; i++) {
        if (ast->factors[i].input != list->input)
            continue;
        if (ast->factors[i].kind == CRR_FACTOR_AGE)
            add_edge(&edges, rater->as_of);
        add_factor_edges(rater, i, input->places, &edges);
    }
    for (uint32_t i = 0; i < ast->condition_count; i++)
        if (ast->conditions[i].kind == CRR_CONDITION_WITHIN &&
            ast->conditions[i].input == list->input)
            add_interval(&edges, &ast->conditions[i].interval);
    qsort(edges.at, edges.count, sizeof *edges.at, compare_numbers);
    for (uint32_t i = 0; i < edges.count; i++)
        if (i == 0 || edges.at[i] != edges.at[i - 1])
            edges.at[list->count++] = edges.at[i];
    list->numbers = edges.at;
    return true;
}

static bool
list_flag(struct crr_rater *rater, struct crr_candidates *list)
{
    list->numbers = crr_arena_array(&rater->arena, 2, sizeof *list->numbers);
    if (!list->numbers)
        return false;
    list->numbers[1] = 1;
    list->count = 2;
    return true;
}

/* ---- All inputs ---- */

bool
crr_rater_list_candidates(struct crr_rater *rater)
{
    const struct crr_ast *ast = rater->model->ast;
    for (uint32_t i = 0; i < ast->input_count; i++)
        rater->candidate_count += ast->inputs[i].missing.kind == CRR_POLICY_INTERVAL;
    if (rater->candidate_count == 0)
        return true;
    rater->candidates = crr_arena_array(
        &rater->arena, rater->candidate_count, sizeof *rater->candidates);
    rater->supposed = crr_arena_array(
        &rater->arena, rater->candidate_count, sizeof *rater->supposed);
    rater->tiers = crr_arena_alloc(&rater->arena, COMBINATION_LIMIT);
    if (!rater->candidates || !rater->supposed || !rater->tiers)
        return false;
    uint32_t count = 0;
    for (uint32_t i = 0; i < ast->input_count; i++) {
        enum crr_input_type type = ast->inputs[i].type;
        if (ast->inputs[i].missing.kind != CRR_POLICY_INTERVAL)
            continue;
        struct crr_candidates *list = &rater->candidates[count++];
        list->input = i;
        if (!(type == CRR_INPUT_FLAG ? list_flag(rater, list)
                : type == CRR_INPUT_CODE || type == CRR_INPUT_TEXT
                    ? list_codes(rater, list)
                    : list_numbers(rater, list)))
            return false;
    }
    return true;
}

/* ---- One record ---- */

static void
suppose(struct crr_rater *rater, const struct crr_candidates *list, uint32_t at)
{
    struct crr_given *given = &rater->given[list->input];
    given->present = given->supposed = true;
    if (!list->codes) {
        given->number = list->numbers[at];
        return;
    }
    given->code_count = 1;
    given->codes[0].shown = list->codes[at].shown;
    given->codes[0].text = list->codes[at].text;
    given->codes[0].key = list->codes[at].key;
    given->codes[0].known = list->codes[at].known;
}

/* The lists of the inputs that are missing, in rater->supposed; how many combinations
 * they make, 0 if too many. */
static uint32_t
list_missing(struct crr_rater *rater, uint32_t *ret_count)
{
    uint64_t combinations = 1;
    *ret_count = 0;
    for (uint32_t i = 0; i < rater->candidate_count; i++) {
        const struct crr_candidates *list = &rater->candidates[i];
        if (rater->given[list->input].present ||
            !rater->model->ast->inputs[list->input].used)
            continue;
        rater->supposed[(*ret_count)++] = (struct crr_supposed){list, false};
        if (list->count == UINT32_MAX ||
            (combinations *= list->count) > COMBINATION_LIMIT)
            return 0;
    }
    return (uint32_t)combinations;
}

/* Sets the missing inputs to one combination: the first input changes fastest. */
static void
suppose_all(struct crr_rater *rater, uint32_t count, uint32_t combination)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct crr_candidates *list = rater->supposed[i].list;
        suppose(rater, list, combination % list->count);
        combination /= list->count;
    }
}

/* Whether it is only that a missing input cannot have the value that was supposed. */
static bool
is_impossible(
    const struct crr_rater *rater, uint32_t count, const struct crr_error *error)
{
    if (error->finding != CRR_F_VALUE_RANGE && error->finding != CRR_F_CODE_UNKNOWN &&
        error->finding != CRR_F_VALUE_AFTER)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (crr_text_is(rater->model->ast->inputs[rater->supposed[i].list->input].id,
                error->path))
            return true;
    return false;
}

/* The inputs on which the tier depends: alone they change it. */
static void
find_dependence(struct crr_rater *rater, uint32_t count, uint32_t combinations)
{
    uint32_t step = 1;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t values = rater->supposed[i].list->count;
        for (uint32_t at = 0; at < combinations; at++) {
            uint32_t first = at - at / step % values * step;
            for (uint32_t j = first; j < at; j += step)
                if (rater->tiers[at] != IMPOSSIBLE && rater->tiers[j] != IMPOSSIBLE &&
                    rater->tiers[j] != rater->tiers[at])
                    rater->supposed[i].decides = true;
        }
        step *= values;
    }
}

/* Takes one rating into the bounds; true if it is the worst so far. */
static bool
widen(struct crr_bounds *bounds, const struct crr_rating *rating)
{
    bool more = rating->score > bounds->worst ||
                (rating->score == bounds->worst && rating->scale == bounds->scale &&
                    rating->exact > bounds->exact);
    bool worst = !bounds->any || rating->tier > bounds->tier_high ||
                 (rating->tier == bounds->tier_high && more);
    if (worst) {
        bounds->worst = rating->score;
        bounds->exact = rating->exact;
        bounds->scale = rating->scale;
    }
    if (!bounds->any || rating->score < bounds->score_low)
        bounds->score_low = rating->score;
    if (!bounds->any || rating->score > bounds->score_high)
        bounds->score_high = rating->score;
    if (!bounds->any || rating->tier < bounds->tier_low)
        bounds->tier_low = rating->tier;
    if (!bounds->any || rating->tier > bounds->tier_high)
        bounds->tier_high = rating->tier;
    bounds->any = true;
    return worst;
}

static enum crr_status
refuse_many(struct crr_rater *rater, uint32_t count, struct crr_error *reterr)
{
    const struct crr_text id =
        rater->model->ast->inputs[rater->supposed[count - 1].list->input].id;
    return crr_record_refuse(reterr, CRR_F_VALUE_MISSING, id,
        "a value is expected, found none, and too many to try all that there can be");
}

enum crr_status
crr_rater_rate_missing(struct crr_rater *rater, struct crr_error *reterr)
{
    uint32_t count;
    uint32_t combinations = list_missing(rater, &count);
    rater->supposed_count = count;
    if (count == 0)
        return crr_rater_rate_given(rater, reterr);
    if (combinations == 0)
        return refuse_many(rater, count, reterr);
    struct crr_bounds bounds = {0};
    struct crr_error error = {0};
    uint32_t worst = 0;
    for (uint32_t i = 0; i < combinations; i++) {
        suppose_all(rater, count, i);
        enum crr_status status = crr_rater_rate_given(rater, &error);
        rater->tiers[i] = IMPOSSIBLE;
        if (status != CRR_OK && is_impossible(rater, count, &error))
            continue;
        if (status != CRR_OK) {
            if (reterr)
                *reterr = error;
            return status;
        }
        rater->tiers[i] = (unsigned char)rater->rating.tier;
        if (widen(&bounds, &rater->rating))
            worst = i;
    }
    if (!bounds.any) {
        if (reterr)
            *reterr = error;
        return CRR_E_RECORD;
    }
    find_dependence(rater, count, combinations);
    suppose_all(rater, count, worst);
    enum crr_status status = crr_rater_rate_given(rater, reterr);
    rater->rating.score_low = bounds.score_low;
    rater->rating.score_high = bounds.score_high;
    rater->rating.tier_low = bounds.tier_low;
    return status;
}

bool
crr_rater_depends_on(const struct crr_rater *rater, size_t input)
{
    if (!rater || !rater->rated)
        return false;
    for (uint32_t i = 0; i < rater->supposed_count; i++)
        if (rater->supposed[i].list->input == input)
            return rater->supposed[i].decides;
    return false;
}

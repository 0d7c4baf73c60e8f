/* The values that stand for all that an input may have: one of the codes that rate
 * alike, the ends of every stretch of numbers or days within which nothing changes but
 * a straight line. */
#include "plan/candidates.h"
#include <stdlib.h>

/* Most codes of one input that rate in different ways. */
#define CODE_LIMIT 1000

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
    rater->tiers = crr_arena_alloc(&rater->arena, CRR_COMBINATION_LIMIT);
    rater->points_low = crr_arena_array(
        &rater->arena, ast->factor_count, sizeof *rater->points_low);
    rater->points_high = crr_arena_array(
        &rater->arena, ast->factor_count, sizeof *rater->points_high);
    if (rater->arena.failed)
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

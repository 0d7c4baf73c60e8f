/* The life of a rater: all its memory, and what depends on the day of the rating. */
#include "plan/rater.h"
#include <stdio.h>

/* "calm, crisis": as many as there is room for. */
static const char *
list_segments(const struct crr_ast *ast, char *text, size_t size)
{
    size_t length = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < ast->segment_count; i++) {
        struct crr_text id = ast->segments[i].id;
        if (length + id.length + 3 > size)
            break;
        length += (size_t)snprintf(text + length, size - length, "%s%.*s",
            i ? ", " : "", (int)id.length, id.at);
    }
    return text;
}

/* The segment that the options name, where segments are scenarios. */
static enum crr_status
choose_scenario(const struct crr_rater_options *options, const struct crr_model *model,
    size_t *ret_segment, struct crr_error *reterr)
{
    const struct crr_ast *ast = model->ast;
    bool scenarios = ast->segments[0].id.length > 0 &&
                     ast->segments[0].condition == CRR_ABSENT;
    bool given = options->scenario.length > 0;
    char ids[192], shown[96];
    *ret_segment = scenarios ? crr_model_find_segment(model, options->scenario) : 0;
    crr_text_shown(options->scenario, shown, sizeof shown);
    if (!scenarios && given)
        return crr_error_set(reterr, CRR_E_ARGUMENT, CRR_F_SCENARIO, NULL, "",
            "no scenario is expected, for the model has none; found \"%s\"", shown);
    if (*ret_segment == CRR_NONE)
        return crr_error_set(reterr, CRR_E_ARGUMENT, CRR_F_SCENARIO, NULL, "",
            "a scenario of the model (%s) is expected, found %s%s%s",
            list_segments(ast, ids, sizeof ids), given ? "\"" : "",
            given ? shown : "none", given ? "\"" : "");
    return CRR_OK;
}

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
            "a day of rating from %s on is expected, since which %s %.*s is "
            "complete; found %s",
            from, plan->complete_kind, (int)plan->complete_id.length,
            plan->complete_id.at, day);
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
    if (ast->list_count > 0)
        rater->name_room = crr_arena_alloc(arena, sizeof *rater->name_room);
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
    struct crr_rater_options options = {.size = sizeof options};
    if (!model || !ret_rater || (given && given->size != sizeof *given))
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_rater_new needs a model, a place for the rater, and options of a "
            "known "
            "size");
    if (given)
        options = *given;
    size_t segment;
    enum crr_status status = refuse_day(&options, model, reterr);
    if (status == CRR_OK)
        status = choose_scenario(&options, model, &segment, reterr);
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
        rater->segment = &model->plan.segments[segment];
        if (make_room(rater) && resolve(rater) && crr_rater_list_candidates(rater)) {
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

/* From the model as written to the plan: the order of its parts, policies settled,
 * points made ready, bands named. */
#include "plan/plan.h"
#include "base/writer.h"
#include "model/points.h"
#include <stdio.h>

/* Room for the lists of a segment. */
static bool
make_lists(struct crr_arena *arena, struct crr_plan_segment *segment)
{
    uint32_t primary = segment->ast->secondary - segment->ast->first;
    uint32_t all = segment->ast->end - segment->ast->first;
    segment->valued = crr_arena_array(arena, all, sizeof *segment->valued);
    segment->nodes = crr_arena_array(arena, primary, sizeof *segment->nodes);
    segment->terms = crr_arena_array(arena, primary, sizeof *segment->terms);
    return segment->valued && segment->nodes && segment->terms;
}

/* The factors of a segment by what is done with them. */
static void
list_factors(const struct crr_ast *ast, struct crr_plan_segment *segment)
{
    uint32_t first = segment->ast->first;
    uint32_t end = segment->ast->end;
    for (int conditions = 0; conditions <= 1; conditions++)
        for (uint32_t i = first; i < end; i++)
            if (ast->factors[i].kind != CRR_FACTOR_GROUP &&
                (ast->factors[i].kind == CRR_FACTOR_CONDITION) == conditions)
                segment->valued[segment->valued_count++] = i;
    for (uint32_t i = end; i-- > first;)
        if (ast->factors[i].node)
            segment->nodes[segment->node_count++] = i;
    for (uint32_t i = first; i < end; i++) {
        const struct crr_ast_factor *factor = &ast->factors[i];
        segment->may_drop |= factor->may_drop;
        if (!factor->correction && crr_factor_is_term(factor))
            segment->terms[segment->term_count++] = i;
    }
}

static bool
list_segments(struct crr_model *model)
{
    struct crr_plan *plan = &model->plan;
    const struct crr_ast *ast = model->ast;
    struct crr_arena *arena = &model->arena;
    plan->factors = crr_arena_array(arena, ast->factor_count, sizeof *plan->factors);
    plan->segments = crr_arena_array(arena, ast->segment_count, sizeof *plan->segments);
    if (!plan->factors || !plan->segments)
        return false;
    for (uint32_t i = 0; i < ast->factor_count; i++)
        plan->factors[i].ast = &ast->factors[i];
    for (uint32_t i = 0; i < ast->segment_count; i++) {
        plan->segments[i].ast = &ast->segments[i];
        if (!make_lists(arena, &plan->segments[i]))
            return false;
        list_factors(ast, &plan->segments[i]);
    }
    return true;
}

/* Weights and scale of every segment. */
static bool
scale_segments(
    struct crr_model *model, struct crr_report *report, const struct crr_place *place)
{
    bool good = true;
    for (uint32_t i = 0; i < model->ast->segment_count; i++)
        good &= crr_plan_weigh(model, &model->ast->segments[i], report, place) &&
                crr_plan_scale(model, &model->plan.segments[i], report, place);
    return good;
}

static void
settle_policies(const struct crr_ast *ast, struct crr_plan_factor *factor)
{
    struct crr_policy refuse = {CRR_POLICY_ERROR, 0};
    bool has_input = factor->ast->input != CRR_ABSENT;
    const struct crr_ast_input *input = has_input ? &ast->inputs[factor->ast->input]
                                                  : NULL;
    factor->missing = crr_policy_settle(
        factor->ast->missing, has_input ? input->missing : refuse);
    factor->unknown = crr_policy_settle(
        factor->ast->unknown, has_input ? input->unknown : refuse);
    /* Where not all values can be tried, an interval refuses the record. */
    if (factor->missing.kind == CRR_POLICY_INTERVAL)
        factor->missing = refuse;
}

/* The points of the rows as this factor gives them. */
static bool
ready_points(struct crr_model *model, struct crr_plan_factor *factor)
{
    if (factor->ast->kind != CRR_FACTOR_TABLE)
        return true;
    const struct crr_ast_table *table = &model->ast->tables[factor->ast->table];
    factor->row_points = crr_arena_array(
        &model->arena, table->row_count, sizeof(int64_t));
    if (!factor->row_points)
        return false;
    for (uint32_t i = 0; i < table->row_count; i++)
        factor->row_points[i] = crr_factor_row_points(
            factor->ast, table->rows[i].points);
    return true;
}

/* One end of a band as text: a date, or a number without trailing zeros. */
static size_t
print_end(char *at, const struct crr_ast_factor *factor, int places, int64_t value)
{
    if (factor->kind == CRR_FACTOR_BANDS && places < 0) {
        crr_day_print((int32_t)value, at);
        return 10;
    }
    struct crr_decimal end = crr_decimal_reduce((struct crr_decimal){value, places});
    return crr_decimal_print(end.units, end.places, at);
}

/* "at least 6, below 24 months"; dates "from 2020-01-01, before 2024-01-01". */
static struct crr_text
name_band(struct crr_arena *arena, const struct crr_ast_factor *factor, int places,
    const struct crr_interval *interval)
{
    static const char *const low_words[2][2] = {
        {"at least", "above"}, {"from", "after"}};
    static const char *const high_words[2][2] = {
        {"at most", "below"}, {"until", "before"}};
    static const char *const units[] = {"", " days", " months", " years"};
    bool dates = factor->kind == CRR_FACTOR_BANDS && places < 0;
    char end[CRR_NUMBER_SIZE];
    char name[3 * CRR_NUMBER_SIZE];
    int length = 0;
    if (interval->has_low) {
        print_end(end, factor, places, interval->low);
        length = snprintf(name, sizeof name, "%s %s%s",
            low_words[dates][interval->low_open], end, interval->has_high ? ", " : "");
    }
    if (interval->has_high) {
        print_end(end, factor, places, interval->high);
        length += snprintf(name + length, sizeof name - (size_t)length, "%s %s",
            high_words[dates][interval->high_open], end);
    }
    if (!interval->has_low && !interval->has_high)
        length = snprintf(name, sizeof name, "any");
    else if (factor->kind == CRR_FACTOR_AGE)
        length += snprintf(
            name + length, sizeof name - (size_t)length, "%s", units[factor->age_unit]);
    return crr_arena_copy(arena, (struct crr_text){name, (size_t)length});
}

static bool
name_bands(struct crr_model *model, struct crr_plan_factor *factor)
{
    const struct crr_ast_factor *ast = factor->ast;
    if (ast->band_count == 0)
        return true;
    const struct crr_ast_input *input = &model->ast->inputs[ast->input];
    int places = ast->kind == CRR_FACTOR_AGE     ? 0
                 : input->type == CRR_INPUT_DATE ? -1
                                                 : input->places;
    struct crr_text *names = crr_arena_array(
        &model->arena, ast->band_count, sizeof *names);
    if (!names)
        return false;
    for (uint32_t i = 0; i < ast->band_count; i++) {
        names[i] = name_band(&model->arena, ast, places, &ast->bands[i].interval);
        if (!names[i].at)
            return false;
    }
    factor->band_names = names;
    return true;
}

/* "likely × major" */
static bool
name_cells(struct crr_model *model, struct crr_plan_factor *factor)
{
    const struct crr_ast_matrix *matrix = factor->ast->matrix;
    if (!matrix)
        return true;
    uint32_t columns = matrix->level_counts[1];
    uint32_t count = matrix->level_counts[0] * columns;
    struct crr_text *names = crr_arena_array(&model->arena, count, sizeof *names);
    if (!names)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct crr_text row = matrix->levels[0][i / columns].id;
        struct crr_text column = matrix->levels[1][i % columns].id;
        size_t size = row.length + column.length + sizeof " × ";
        char *name = crr_arena_alloc(&model->arena, size);
        if (!name)
            return false;
        int length = snprintf(name, size, "%.*s × %.*s", (int)row.length, row.at,
            (int)column.length, column.at);
        names[i] = (struct crr_text){name, (size_t)length};
    }
    factor->cell_names = names;
    return true;
}

/* The codes that conditions ask for, as keys of their rows. */
static bool
settle_asked(struct crr_model *model)
{
    const struct crr_ast *ast = model->ast;
    struct crr_plan *plan = &model->plan;
    plan->asked = crr_arena_array(
        &model->arena, ast->condition_count, sizeof *plan->asked);
    if (!plan->asked)
        return false;
    for (uint32_t i = 0; i < ast->condition_count; i++) {
        const struct crr_ast_condition *condition = &ast->conditions[i];
        if (condition->kind != CRR_CONDITION_IN)
            continue;
        plan->asked[i] = condition->texts;
        uint32_t lookup = plan->input_lookup[condition->input];
        if (lookup == CRR_ABSENT)
            continue;
        struct crr_text *keys = crr_arena_array(
            &model->arena, condition->text_count, sizeof *keys);
        if (!keys)
            return false;
        for (uint32_t j = 0; j < condition->text_count; j++)
            keys[j] = crr_lookup_key(&plan->lookups[lookup], condition->texts[j]);
        plan->asked[i] = keys;
    }
    return true;
}

/* A table or a list that holds from a day on. */
static void
note_complete(struct crr_plan *plan, const char *kind, struct crr_text id, int32_t from)
{
    plan->needs_as_of = true;
    if (from <= plan->complete_from)
        return;
    plan->complete_from = from;
    plan->complete_kind = kind;
    plan->complete_id = id;
}

static void
note_dates(struct crr_plan *plan, const struct crr_ast *ast)
{
    plan->complete_from = CRR_DAY_MIN;
    for (uint32_t i = 0; i < ast->factor_count; i++)
        if (ast->factors[i].kind == CRR_FACTOR_AGE)
            plan->needs_as_of = true;
    for (uint32_t i = 0; i < plan->lookup_count; i++) {
        const struct crr_ast_table *table = plan->lookups[i].table;
        if (table->dated)
            note_complete(plan, "table", table->id, table->complete_from);
    }
    for (uint32_t i = 0; i < ast->list_count; i++)
        if (ast->lists[i].dated && ast->lists[i].used)
            note_complete(plan, "list", ast->lists[i].id, ast->lists[i].complete_from);
}

bool
crr_plan_compile(
    struct crr_model *model, struct crr_report *report, const struct crr_place *place)
{
    struct crr_plan *plan = &model->plan;
    if (!list_segments(model) || !crr_plan_look_up(model) || !crr_plan_list(model) ||
        !scale_segments(model, report, place))
        return false;
    for (uint32_t i = 0; i < model->ast->factor_count; i++) {
        struct crr_plan_factor *factor = &plan->factors[i];
        settle_policies(model->ast, factor);
        if (!ready_points(model, factor) || !name_bands(model, factor) ||
            !name_cells(model, factor))
            return false;
        if (factor->ast->kind != CRR_FACTOR_GROUP)
            factor->worst = crr_factor_bounds(model->ast, factor->ast, false).high;
    }
    note_dates(plan, model->ast);
    return settle_asked(model);
}

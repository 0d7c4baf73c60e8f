/* What a table's row, a day, or an input has become for a customer. */
#include "base/span.h"
#include "base/writer.h"
#include "diff/diff.h"
#include "plan/rater.h"

/* A detail that is being written: parts with a semicolon between them. */
struct telling {
    struct crr_diff *diff;
    struct crr_writer writer;
    struct crr_buffer buffer;
    const char *between;
};

static void
begin(struct telling *telling, struct crr_diff *diff)
{
    telling->diff = diff;
    telling->between = "";
    crr_buffer_init(&telling->buffer, &diff->arena.allocator);
    crr_writer_init(&telling->writer, crr_buffer_write, &telling->buffer);
}

static void
begin_part(struct telling *telling)
{
    crr_write_string(&telling->writer, telling->between);
    telling->between = "; ";
}

static struct crr_text
end(struct telling *telling)
{
    struct crr_arena *arena = &telling->diff->mover_arena;
    struct crr_text kept = {"", 0};
    if (!crr_writer_flush(&telling->writer))
        arena->failed = true;
    else if (telling->buffer.length > 0)
        kept = crr_arena_copy(
            arena, (struct crr_text){telling->buffer.at, telling->buffer.length});
    crr_buffer_clear(&telling->buffer);
    return kept;
}

/* ---- Factors ---- */

static void
write_match(struct crr_writer *writer, const struct crr_factor_rating *rating)
{
    if (rating->match.length > 0) {
        crr_write_text(writer, rating->match);
        crr_write_string(writer, " ");
    }
    crr_write_decimal(writer, rating->points, 4);
}

static void
write_factor(struct telling *telling, struct crr_text id, uint32_t index,
    const struct crr_rater *a, const struct crr_rater *b)
{
    struct crr_factor_rating before, after;
    if (!crr_factor_is_told(telling->diff, id) ||
        crr_rater_factor(a, index, &before) != CRR_OK ||
        crr_rater_factor(b, index, &after) != CRR_OK ||
        (before.points == after.points && before.source == after.source &&
            crr_text_equal(before.match, after.match)))
        return;
    begin_part(telling);
    crr_write_text(&telling->writer, id);
    crr_write_string(&telling->writer, ": ");
    write_match(&telling->writer, &before);
    crr_write_string(&telling->writer, " -> ");
    write_match(&telling->writer, &after);
}

struct crr_text
crr_detail_of_table(struct crr_diff *diff, struct crr_text table,
    const struct crr_rater *a, const struct crr_rater *b)
{
    const struct crr_ast *ast = a->model->ast;
    struct telling telling;
    begin(&telling, diff);
    for (uint32_t i = 0; i < ast->factor_count; i++) {
        const struct crr_ast_factor *factor = &ast->factors[i];
        if (factor->kind == CRR_FACTOR_TABLE &&
            crr_text_equal(ast->tables[factor->table].id, table))
            write_factor(&telling, factor->id, i, a, b);
    }
    return end(&telling);
}

/* ---- The day ---- */

/* "rule listed fires", "rule listed fires no more" */
static void
write_rules(
    struct telling *telling, const struct crr_rater *a, const struct crr_rater *b)
{
    const struct crr_ast *ast = a->model->ast;
    for (uint32_t i = 0; i < ast->rule_count; i++) {
        struct crr_rule_rating before, after;
        struct crr_text id = ast->rules[i].id;
        if (!crr_rule_is_told(telling->diff, id) ||
            crr_rater_rule(a, i, &before) != CRR_OK ||
            crr_rater_rule(b, i, &after) != CRR_OK || before.fired == after.fired)
            continue;
        begin_part(telling);
        crr_write_string(&telling->writer, "rule ");
        crr_write_text(&telling->writer, id);
        crr_write_string(&telling->writer, after.fired ? " fires" : " fires no more");
    }
}

/* Whether something that begins on the day, or ends before it, changes between both. */
static bool
lies_between(const struct crr_diff *diff, int32_t day)
{
    int32_t a = diff->sides[0].options.rater.as_of;
    int32_t b = diff->sides[1].options.rater.as_of;
    return day != CRR_NO_DAY && (a < b ? a : b) < day && day <= (a < b ? b : a);
}

/* "override from 2026-03-01", "override until 2026-09-01"; where none of its days lies
 * between, the law decides otherwise on the other day. */
static void
write_decision(
    struct telling *telling, const struct crr_override *decision, bool applied)
{
    bool begins = lies_between(telling->diff, decision->from);
    bool ends = lies_between(telling->diff, decision->until);
    char day[11];
    begin_part(telling);
    crr_write_string(&telling->writer, begins    ? "override from "
                                       : ends    ? "override until "
                                       : applied ? "override applied"
                                                 : "override no more applied");
    if (!begins && !ends)
        return;
    crr_day_print(begins ? decision->from : decision->until, day);
    crr_write_string(&telling->writer, day);
}

struct crr_text
crr_detail_of_day(struct crr_diff *diff, const struct crr_variant *a,
    const struct crr_variant *b, const struct crr_outcome outcomes[2])
{
    const struct crr_ast *ast = a->model->ast;
    struct telling telling;
    begin(&telling, diff);
    for (uint32_t i = 0; i < ast->factor_count; i++)
        if (ast->factors[i].kind != CRR_FACTOR_GROUP)
            write_factor(&telling, ast->factors[i].id, i, a->rater, b->rater);
    write_rules(&telling, a->rater, b->rater);
    if (outcomes[0].held != outcomes[1].held) {
        begin_part(&telling);
        crr_write_string(&telling.writer,
            outcomes[1].held ? "held by history" : "no more held by history");
    }
    if (outcomes[0].decision != outcomes[1].decision)
        for (int i = 0; i < 2; i++)
            if (outcomes[i].decision)
                write_decision(&telling, outcomes[i].decision, i == 1);
    return end(&telling);
}

/* ---- Inputs ---- */

/* Of a list all its texts. */
static void
write_value(struct crr_writer *writer, const struct crr_value *value)
{
    struct crr_text text = crr_text_trim(crr_value_text(value));
    size_t count = value->type == CRR_VALUE_TEXTS ? value->as.texts.count : 0;
    for (size_t i = 0; i < count; i++) {
        crr_write_string(writer, i > 0 ? ";" : "");
        crr_write_text(writer, value->as.texts.at[i]);
    }
    if (text.length > 0)
        crr_write_text(writer, text);
    else if (count == 0)
        crr_write_string(writer, "(missing)");
}

struct crr_text
crr_detail_of_input(struct crr_diff *diff, size_t input)
{
    size_t inputs[2] = {input, diff->b_input[input]};
    struct telling telling;
    begin(&telling, diff);
    for (int side = 0; side < 2; side++) {
        const struct crr_value *value = &diff->sides[side].values[inputs[side]];
        crr_write_string(&telling.writer, side == 0 ? "" : " -> ");
        write_value(&telling.writer, value);
    }
    return end(&telling);
}

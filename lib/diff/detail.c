/* What a table's row, or an input, has become for a customer. */
#include "base/span.h"
#include "base/writer.h"
#include "diff/diff.h"
#include "plan/rater.h"

static void
write_match(struct crr_writer *writer, const struct crr_factor_rating *rating)
{
    if (rating->match.length > 0) {
        crr_write_text(writer, rating->match);
        crr_write_string(writer, " ");
    }
    crr_write_decimal(writer, rating->points, 4);
}

static struct crr_text
keep(struct crr_diff *diff, struct crr_writer *writer, struct crr_buffer *buffer)
{
    struct crr_text kept = {"", 0};
    if (!crr_writer_flush(writer))
        diff->mover_arena.failed = true;
    else if (buffer->length > 0)
        kept = crr_arena_copy(
            &diff->mover_arena, (struct crr_text){buffer->at, buffer->length});
    crr_buffer_clear(buffer);
    return kept;
}

struct crr_text
crr_detail_of_table(struct crr_diff *diff, struct crr_text table,
    const struct crr_rater *a, const struct crr_rater *b)
{
    const struct crr_ast *ast = a->model->ast;
    struct crr_writer writer;
    struct crr_buffer buffer;
    const char *between = "";
    crr_buffer_init(&buffer, &diff->arena.allocator);
    crr_writer_init(&writer, crr_buffer_write, &buffer);
    for (uint32_t i = 0; i < ast->factor_count; i++) {
        const struct crr_ast_factor *factor = &ast->factors[i];
        struct crr_factor_rating before, after;
        if (factor->kind != CRR_FACTOR_TABLE ||
            (table.at && !crr_text_equal(ast->tables[factor->table].id, table)) ||
            !crr_factor_is_told(diff, factor->id) ||
            crr_rater_factor(a, i, &before) != CRR_OK ||
            crr_rater_factor(b, i, &after) != CRR_OK ||
            (before.points == after.points && before.source == after.source &&
                crr_text_equal(before.match, after.match)))
            continue;
        crr_write_string(&writer, between);
        crr_write_text(&writer, factor->id);
        crr_write_string(&writer, ": ");
        write_match(&writer, &before);
        crr_write_string(&writer, " -> ");
        write_match(&writer, &after);
        between = "; ";
    }
    return keep(diff, &writer, &buffer);
}

struct crr_text
crr_detail_of_input(struct crr_diff *diff, size_t input)
{
    size_t inputs[2] = {input, diff->b_input[input]};
    struct crr_writer writer;
    struct crr_buffer buffer;
    crr_buffer_init(&buffer, &diff->arena.allocator);
    crr_writer_init(&writer, crr_buffer_write, &buffer);
    for (int side = 0; side < 2; side++) {
        const struct crr_value *value = &diff->sides[side].values[inputs[side]];
        struct crr_text text = {"", 0};
        if (value->type == CRR_VALUE_TEXT)
            text = crr_text_trim(value->as.text);
        crr_write_string(&writer, side == 0 ? "" : " -> ");
        if (text.length > 0)
            crr_write_text(&writer, text);
        else
            crr_write_string(&writer, "(missing)");
    }
    return keep(diff, &writer, &buffer);
}

/* Factors in the canonical text, primary and secondary. */
#include "model/canonical.h"

/* The keys of a list's items stand this far to the right of the list's own key. */
#define ITEM_INDENT 4

/* True if the lower end is what it is where none is stated: where the band before ends.
 */
static bool
continues(const struct crr_interval *before, const struct crr_interval *band)
{
    return band->has_low && before->has_high && band->low == before->high &&
           band->low_open == !before->high_open;
}

static void
write_bands(struct crr_page *page, const struct crr_ast_factor *factor)
{
    const struct crr_ast_input *input = &page->ast->inputs[factor->input];
    int places = factor->kind == CRR_FACTOR_AGE  ? 0
                 : input->type == CRR_INPUT_DATE ? -1
                                                 : input->places;

    crr_page_head(page, "bands");
    page->indent += ITEM_INDENT;
    for (uint32_t i = 0; i < factor->band_count; i++) {
        const struct crr_ast_band *band = &factor->bands[i];
        struct crr_interval ends = band->interval;

        if (i > 0 && continues(&band[-1].interval, &band->interval))
            ends.has_low = false;
        crr_page_item(page);
        crr_page_open(page);
        crr_page_interval(page, &ends, places);
        crr_page_entry(page, "points");
        crr_page_decimal(page, band->points, CRR_POINTS_PLACES);
        if (band->note.length > 0) {
            crr_page_entry(page, "note");
            crr_page_text(page, band->note);
        }
        crr_page_close(page);
        crr_page_end_line(page);
    }
    page->indent -= ITEM_INDENT;
}

static void
write_knots(struct crr_page *page, const struct crr_ast_factor *factor)
{
    int places = page->ast->inputs[factor->input].places;

    crr_page_head(page, "interpolate");
    page->indent += ITEM_INDENT;
    for (uint32_t i = 0; i < factor->knot_count; i++) {
        crr_page_item(page);
        crr_page_open(page);
        crr_page_entry(page, "at");
        crr_page_decimal(page, factor->knots[i].at, places);
        crr_page_entry(page, "points");
        crr_page_decimal(page, factor->knots[i].points, CRR_POINTS_PLACES);
        crr_page_close(page);
        crr_page_end_line(page);
    }
    page->indent -= ITEM_INDENT;
}

static void
write_yes_no(struct crr_page *page, const struct crr_ast_factor *factor)
{
    crr_page_key(page, "points");
    crr_page_open(page);
    crr_page_entry(page, "yes");
    crr_page_decimal(page, factor->points_yes, CRR_POINTS_PLACES);
    crr_page_entry(page, "no");
    crr_page_decimal(page, factor->points_no, CRR_POINTS_PLACES);
    crr_page_close(page);
    crr_page_end_line(page);
}

static void
write_range(struct crr_page *page, const struct crr_ast_factor *factor)
{
    if (factor->has_range) {
        crr_page_key(page, "range");
        crr_page_range(page, factor->range_low, factor->range_high, CRR_POINTS_PLACES);
        crr_page_end_line(page);
    }
    if (factor->inverted)
        crr_page_word_line(page, "inverted", "true");
    if (factor->has_scaled) {
        crr_page_key(page, "scaled_to");
        crr_page_range(
            page, factor->scaled_low, factor->scaled_high, CRR_POINTS_PLACES);
        crr_page_end_line(page);
    }
}

static void
write_order_weights(struct crr_page *page, const struct crr_ast_factor *group)
{
    const struct crr_ast_factor *end = group + group->subtree_count;
    int places = page->ast->weights_total == 100 ? CRR_WEIGHT_PLACES - 2
                                                 : CRR_WEIGHT_PLACES;
    const char *separator = "[";
    const int64_t *weight = group->order_weights;

    crr_page_key(page, "order_weights");
    for (const struct crr_ast_factor *i = group + 1; i < end; i += i->subtree_count) {
        crr_page_word(page, separator);
        crr_page_decimal(page, *weight++, places);
        separator = ", ";
    }
    crr_page_word(page, "]");
    crr_page_end_line(page);
}

static void
write_scale(struct crr_page *page, const struct crr_ast_matrix *matrix, uint32_t index)
{
    page->indent += ITEM_INDENT;
    for (uint32_t i = 0; i < matrix->level_counts[index]; i++) {
        const struct crr_ast_level *level = &matrix->levels[index][i];

        crr_page_item(page);
        crr_page_open(page);
        crr_page_entry(page, "level");
        crr_page_text(page, level->id);
        if (i > 0) {
            crr_page_entry(page, "from");
            crr_page_decimal(page, level->from, CRR_POINTS_PLACES);
        }
        if (matrix->residual_of == index) {
            crr_page_entry(page, "points");
            crr_page_decimal(page, level->points, CRR_POINTS_PLACES);
        }
        crr_page_close(page);
        crr_page_end_line(page);
    }
    page->indent -= ITEM_INDENT;
}

static void
write_cells(struct crr_page *page, const struct crr_ast_matrix *matrix)
{
    uint32_t columns = matrix->level_counts[1];

    crr_page_head(page, "cells");
    page->indent += ITEM_INDENT;
    for (uint32_t i = 0; i < matrix->level_counts[0]; i++) {
        crr_page_item(page);
        for (uint32_t j = 0; j < columns; j++) {
            crr_page_word(page, j == 0 ? "[" : ", ");
            crr_page_decimal(page, matrix->cells[i * columns + j], CRR_POINTS_PLACES);
        }
        crr_page_word(page, "]");
        crr_page_end_line(page);
    }
    page->indent -= ITEM_INDENT;
}

static void
write_matrix(struct crr_page *page, const struct crr_ast_factor *group)
{
    const struct crr_ast_matrix *matrix = group->matrix;
    const struct crr_ast_factor *members[2] = {
        group + 1, group + 1 + group[1].subtree_count};

    crr_page_head(page, "scales");
    page->indent += 2;
    for (uint32_t i = 0; i < 2; i++) {
        crr_page_id_head(page, members[i]->id);
        write_scale(page, matrix, i);
    }
    page->indent -= 2;
    write_cells(page, matrix);
    if (matrix->residual_of != CRR_ABSENT)
        crr_page_text_line(page, "residual_of", members[matrix->residual_of]->id);
    crr_page_text_line(page, "mitigated", matrix->mitigated);
}

/* How a group's members make its points; a weighted sum says nothing. */
static void
write_combine(struct crr_page *page, const struct crr_ast_factor *group)
{
    if (group->combine == CRR_COMBINE_WEIGHTED)
        return;
    crr_page_word_line(page, "combine", crr_combine_name(group->combine));
    if (group->combine == CRR_COMBINE_OWA)
        write_order_weights(page, group);
    if (group->combine == CRR_COMBINE_MATRIX)
        write_matrix(page, group);
}

/* What turns the input into points. */
static void
write_kind(struct crr_page *page, const struct crr_ast_factor *factor)
{
    static const char *const units[] = {[CRR_AGE_DAYS] = "days",
        [CRR_AGE_MONTHS] = "months",
        [CRR_AGE_YEARS] = "years"};

    switch (factor->kind) {
    case CRR_FACTOR_TABLE:
        crr_page_text_line(page, "table", page->ast->tables[factor->table].id);
        write_range(page, factor);
        if (factor->many_sum) {
            crr_page_word_line(page, "of_many", "sum");
            crr_page_decimal_line(page, "cap", factor->cap, CRR_POINTS_PLACES);
        }
        break;
    case CRR_FACTOR_AGE:
        crr_page_word_line(page, "age_in", units[factor->age_unit]);
        write_bands(page, factor);
        break;
    case CRR_FACTOR_BANDS:
        write_bands(page, factor);
        break;
    case CRR_FACTOR_CONDITION:
        crr_page_key(page, "when");
        crr_page_condition(page, factor->condition);
        crr_page_end_line(page);
        write_yes_no(page, factor);
        break;
    case CRR_FACTOR_FLAG:
        write_yes_no(page, factor);
        break;
    case CRR_FACTOR_NUMBER:
        write_range(page, factor);
        break;
    case CRR_FACTOR_INTERPOLATION:
        write_knots(page, factor);
        break;
    case CRR_FACTOR_GROUP:
        write_combine(page, factor);
        break;
    }
}

static bool
has_weight(const struct crr_ast *ast, const struct crr_ast_factor *factor)
{
    return !factor->correction &&
           (factor->parent == CRR_ABSENT ||
               ast->factors[factor->parent].combine == CRR_COMBINE_WEIGHTED);
}

/* Without the factors of a group. The indent is that of its keys. */
static void
write_factor(struct crr_page *page, const struct crr_ast_factor *factor)
{
    const struct crr_ast *ast = page->ast;

    page->dash = true;
    crr_page_text_line(page, "id", factor->id);
    if (has_weight(ast, factor))
        crr_page_decimal_line(page, "weight", factor->weight,
            ast->weights_total == 100 ? CRR_WEIGHT_PLACES - 2 : CRR_WEIGHT_PLACES);
    crr_page_titles_line(page, "title", &factor->titles);
    crr_page_text_line(page, "basis", factor->basis);
    if (factor->confidential)
        crr_page_word_line(page, "confidential", "true");
    if (factor->applies != CRR_ABSENT) {
        crr_page_key(page, "applies");
        crr_page_condition(page, factor->applies);
        crr_page_end_line(page);
    }
    if (factor->input != CRR_ABSENT)
        crr_page_text_line(page, "input", ast->inputs[factor->input].id);
    if (factor->missing.kind != CRR_POLICY_INHERIT)
        crr_page_policy_line(page, "missing", factor->missing);
    if (factor->unknown.kind != CRR_POLICY_INHERIT)
        crr_page_policy_line(page, "unknown", factor->unknown);
    write_kind(page, factor);
}

void
crr_page_factors(struct crr_page *page, const struct crr_ast_segment *segment)
{
    const struct crr_ast *ast = page->ast;
    int indent = page->indent;

    crr_page_head(page, "factors");
    for (uint32_t i = segment->first; i < segment->secondary; i++) {
        page->indent = indent + ITEM_INDENT * ((int)ast->factors[i].depth + 1);
        write_factor(page, &ast->factors[i]);
        if (ast->factors[i].kind == CRR_FACTOR_GROUP)
            crr_page_head(page, "factors");
    }
    page->indent = indent;
}

void
crr_page_correction(struct crr_page *page, const struct crr_ast_segment *segment)
{
    const struct crr_ast *ast = page->ast;

    if (!segment->has_correction)
        return;
    crr_page_head(page, "correction");
    page->indent += 2;
    crr_page_word_line(page, "combine", segment->correction_max ? "max" : "sum");
    crr_page_key(page, "bounds");
    crr_page_range(page, segment->theta_low, segment->theta_high, CRR_POINTS_PLACES);
    crr_page_end_line(page);
    crr_page_head(page, "factors");
    page->indent += ITEM_INDENT;
    for (uint32_t i = segment->secondary; i < segment->end; i++)
        write_factor(page, &ast->factors[i]);
    page->indent -= ITEM_INDENT + 2;
}

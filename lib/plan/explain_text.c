/* The explanation as a table that a person reads: one line a factor, the sum down to
 * the score, then the rules and the tier. Columns are as wide as their widest cell;
 * East Asian characters count as two. */
#include "plan/explain.h"
#include <stdio.h>
#include "base/width.h"

/* The columns of the table, left to right. */
enum column {
    COLUMN_NAME,
    COLUMN_WEIGHT,
    COLUMN_INPUT,
    COLUMN_MATCH,
    COLUMN_POINTS,
    COLUMN_CONTRIBUTION,
    COLUMN_COUNT
};

#define CELL_LIMIT 192

struct row {
    char cells[COLUMN_COUNT][CELL_LIMIT];
    struct crr_text note;
};

struct printer {
    struct crr_writer writer;
    const struct crr_rater *rater;
    struct crr_explain_options options;
    bool measuring; /* the first pass: rows only widen the columns */
    size_t widths[COLUMN_COUNT];
    size_t fraction; /* the longest part of a contribution from its point on */
};

/* ---- Cells ---- */

/* The length of a number's text from its point on. */
static size_t
fraction_length(const char *number)
{
    const char *point = strchr(number, '.');
    return point ? strlen(point) : 0;
}

/* What the bounds of θ or the score's range took, and the like: "clamped to [-10, 10]".
 */
static void
print_range(char *cell, const char *words, int64_t low, int64_t high, int64_t scale)
{
    char from[CRR_NUMBER_SIZE];
    char to[CRR_NUMBER_SIZE];
    crr_fraction_print(low, scale, from);
    crr_fraction_print(high, scale, to);
    snprintf(cell, CELL_LIMIT, "%s [%s, %s]", words, from, to);
}

/* ---- Rows ---- */

static void
pad(struct printer *printer, size_t count)
{
    while (count-- > 0)
        crr_write_string(&printer->writer, " ");
}

static void
widen(struct printer *printer, const struct row *row)
{
    for (size_t i = 0; i < COLUMN_CONTRIBUTION; i++) {
        size_t width = crr_text_width(crr_text_of(row->cells[i]));
        if (width > printer->widths[i])
            printer->widths[i] = width;
    }
    const char *contribution = row->cells[COLUMN_CONTRIBUTION];
    size_t fraction = fraction_length(contribution);
    size_t whole = strlen(contribution) - fraction;
    if (fraction > printer->fraction)
        printer->fraction = fraction;
    if (whole > printer->widths[COLUMN_CONTRIBUTION])
        printer->widths[COLUMN_CONTRIBUTION] = whole;
}

/* Prints a row, or measures it: texts to the left, numbers to the right, contributions
 * one point below the other. */
static void
put_row(struct printer *printer, const struct row *row)
{
    if (printer->measuring) {
        widen(printer, row);
        return;
    }
    size_t owed = 0; /* spaces that are printed only if something follows */
    for (size_t i = 0; i < COLUMN_CONTRIBUTION; i++) {
        bool number = i == COLUMN_WEIGHT || i == COLUMN_POINTS;
        size_t room = printer->widths[i] - crr_text_width(crr_text_of(row->cells[i]));
        owed += number ? room : 0;
        if (row->cells[i][0]) {
            pad(printer, owed);
            crr_write_string(&printer->writer, row->cells[i]);
            owed = 0;
        } else {
            owed += number ? 0 : crr_text_width(crr_text_of(row->cells[i]));
        }
        owed += (number ? 0 : room) + 2;
    }
    const char *contribution = row->cells[COLUMN_CONTRIBUTION];
    size_t fraction = fraction_length(contribution);
    if (contribution[0]) {
        pad(printer, owed + printer->widths[COLUMN_CONTRIBUTION] -
                         (strlen(contribution) - fraction));
        crr_write_string(&printer->writer, contribution);
    }
    if (row->note.length > 0) {
        char note[CELL_LIMIT];
        pad(printer, printer->fraction - fraction + 2);
        crr_write_string(
            &printer->writer, crr_text_shown(row->note, note, sizeof note));
    }
    crr_write_string(&printer->writer, "\n");
}

static void
put_sum(struct printer *printer, const char *words, int64_t n, bool even_if_zero)
{
    if (n == 0 && !even_if_zero)
        return;
    struct row row = {.note = {NULL, 0}};
    snprintf(row.cells[COLUMN_NAME], CELL_LIMIT, "%s", words);
    crr_fraction_print(n, printer->rater->rating.scale, row.cells[COLUMN_CONTRIBUTION]);
    put_row(printer, &row);
}

/* Where points come from beside a row; a sum shows its unknown codes itself. */
static void
put_source(struct row *row, const struct crr_ast_factor *factor,
    const struct crr_factor_rating *rating)
{
    char *cell = row->cells[COLUMN_MATCH];
    if (rating->source == CRR_POINTS_MATCHED)
        return;
    if (rating->match.length == 0)
        snprintf(cell, CELL_LIMIT, "(%s)", crr_explain_source(rating->source));
    else if (!factor->many_sum)
        snprintf(cell + strlen(cell), CELL_LIMIT - strlen(cell), " (others unknown)");
}

/* What is done to the points of a row, or to a value: else they would be looked for in
 * the table in vain. */
static void
put_change(struct row *row, const struct crr_ast_factor *factor,
    const struct crr_factor_rating *rating)
{
    char *cell = row->cells[COLUMN_MATCH];
    const char *change = factor->kind == CRR_FACTOR_INTERPOLATION ? "interpolated"
                         : factor->inverted && factor->has_scaled ? "inverted, scaled"
                         : factor->inverted                       ? "inverted"
                         : factor->has_scaled                     ? "scaled"
                                                                  : NULL;
    if (change && factor->kind != CRR_FACTOR_GROUP &&
        rating->source == CRR_POINTS_MATCHED)
        snprintf(cell + strlen(cell), CELL_LIMIT - strlen(cell), "%s(%s)",
            *cell ? " " : "", change);
}

/* Global, or "× 0.5" of a member of a group that gives points of its own. */
static void
put_weight(struct row *row, const struct crr_ast_factor *factor,
    const struct crr_factor_rating *rating)
{
    char weight[CRR_NUMBER_SIZE];
    if (rating->weight == 0)
        return;
    crr_fraction_print(rating->weight, rating->weight_total, weight);
    snprintf(row->cells[COLUMN_WEIGHT], CELL_LIMIT, "%s%s", factor->inner ? "× " : "",
        weight);
}

static void
put_factor(struct printer *printer, uint32_t index)
{
    const struct crr_rater *rater = printer->rater;
    const struct crr_ast_factor *factor = &rater->model->ast->factors[index];
    struct crr_factor_rating rating;
    crr_rater_factor(rater, index, &rating);
    struct row row = {.note = rating.note};
    int indent = 2 * (int)(factor->correction ? 1 : factor->depth);
    struct crr_text title = printer->options.language ? crr_title_in(&factor->titles,
                                                            printer->options.language)
                                                      : (struct crr_text){NULL, 0};
    char shown[CELL_LIMIT - 128];
    snprintf(row.cells[COLUMN_NAME], CELL_LIMIT, "%*s%.*s%s%s", indent, "",
        (int)factor->id.length, factor->id.at, title.length ? " " : "",
        title.length ? crr_text_shown(title, shown, sizeof shown) : "");
    put_weight(&row, factor, &rating);
    if (factor->kind != CRR_FACTOR_GROUP) {
        char value[CRR_SHOWN_LIMIT];
        crr_text_shown(
            crr_explain_value(rater, index, value), row.cells[COLUMN_INPUT], 40);
    } else if (factor->node) {
        snprintf(row.cells[COLUMN_INPUT], CELL_LIMIT, "%s",
            crr_explain_combine(factor->combine));
    }
    crr_text_shown(rating.match, row.cells[COLUMN_MATCH], 48);
    put_source(&row, factor, &rating);
    put_change(&row, factor, &rating);
    if (rating.source != CRR_POINTS_NONE &&
        crr_explain_shows_points(rater, index, &printer->options))
        crr_fraction_print(rating.points, 10000, row.cells[COLUMN_POINTS]);
    if (rating.source != CRR_POINTS_NONE && !factor->inner)
        crr_fraction_print(crr_explain_contribution(rater, index, &printer->options),
            rater->rating.scale, row.cells[COLUMN_CONTRIBUTION]);
    put_row(printer, &row);
}

static void
put_factors(struct printer *printer, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (!crr_explain_hides(
                printer->rater->model->ast->factors[i].hidden, &printer->options))
            put_factor(printer, i);
}

static void
put_table(struct printer *printer)
{
    const struct crr_ast *ast = printer->rater->model->ast;
    const struct crr_ast_segment *segment = printer->rater->segment->ast;
    const struct crr_remainder *rest = &printer->rater->remainder;
    struct row head = {.cells = {"factor", "weight", "input", "row or band", "points",
                           "contribution"}};
    char words[CELL_LIMIT];
    int64_t hidden;
    put_row(printer, &head);
    put_factors(printer, segment->first, segment->secondary);
    if (segment->secondary < segment->end) {
        struct row theta = {.note = {NULL, 0}};
        snprintf(theta.cells[COLUMN_NAME], CELL_LIMIT, "correction θ (%s)",
            segment->correction_max ? "the greatest" : "sum");
        put_row(printer, &theta);
        put_factors(printer, segment->secondary, segment->end);
        print_range(
            words, "  clamped to", segment->theta_low, segment->theta_high, 10000);
        put_sum(printer, words, rest->theta_clamp, false);
    }
    if (crr_explain_hidden_sum(printer->rater, &printer->options, &hidden))
        put_sum(printer, "(confidential)", hidden, true);
    print_range(words, "clamped to", ast->score_low, ast->score_high,
        crr_power_of_ten(ast->decimals));
    put_sum(printer, words, rest->score_clamp, false);
    put_sum(printer, "rounding", rest->rounding, false);
    struct row score = {.cells = {"score"}};
    crr_decimal_print(
        printer->rater->rating.score, ast->decimals, score.cells[COLUMN_CONTRIBUTION]);
    put_row(printer, &score);
}

enum crr_status
crr_rater_explain_text(const struct crr_rater *rater,
    const struct crr_explain_options *options,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    struct printer printer = {.measuring = true};
    if (!write || !crr_explain_begin(rater, options, &printer.options))
        return CRR_E_ARGUMENT;
    printer.rater = rater;
    crr_writer_init(&printer.writer, write, user);
    put_table(&printer);
    printer.measuring = false;
    crr_explain_put_head(&printer.writer, rater, &printer.options);
    put_table(&printer);
    crr_explain_put_tail(&printer.writer, rater, &printer.options);
    return crr_writer_flush(&printer.writer) ? CRR_OK : CRR_E_WRITE;
}

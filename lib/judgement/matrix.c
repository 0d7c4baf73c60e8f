/* Judgements as a square matrix, in which each pair stands twice. */
#include "judgement/cell.h"

#include <stdio.h>
#include <string.h>

__extension__ typedef __int128 wide;

/* The places of a printed decimal, 0 of an integer, -1 of a fraction. */
static int
places_of(struct crr_text text)
{
    const char *point = memchr(text.at, '.', text.length);

    if (memchr(text.at, '/', text.length))
        return -1;
    return point ? (int)(text.at + text.length - point) - 1 : 0;
}

/* Whether two printed numbers, at least one of them a decimal, can be reciprocals: some
 * numbers within half a unit of their last places have the product 1. Integers are
 * exact. */
static bool
can_be_reciprocals(struct crr_text first, struct crr_text second)
{
    struct crr_text texts[2] = {first, second};
    wide low = 1, high = 1, one = 1;

    for (int i = 0; i < 2; i++) {
        int places = places_of(texts[i]);
        struct crr_decimal decimal;

        if (places < 0 || places > 9 ||
            crr_decimal_parse(texts[i], places, &decimal) != CRR_NUMBER_GOOD ||
            decimal.units >= INT64_C(1) << 61)
            return false;
        low *= 2 * (wide)decimal.units - (places > 0);
        high *= 2 * (wide)decimal.units + (places > 0);
        one *= 2 * (wide)crr_power_of_ten(places);
    }
    return low <= one && one <= high;
}

/* Two cells that mirror each other become one judgement of the upper triangle. */
static bool
join_cells(struct crr_reader *reader, const struct crr_judged_cell *upper,
    const struct crr_judged_cell *lower, const struct crr_scale *scale,
    struct crr_judged_pair pair, struct crr_judgement *ret)
{
    struct crr_judged_pair mirrored = {pair.draft, pair.column, pair.row};
    struct crr_rational above = {0, 1}, below = {0, 1};
    char first[48], second[48], message[320];

    if (upper->text.length == 0 && lower->text.length == 0)
        return true;
    if (upper->text.length > 0 &&
        !crr_read_judgement(reader, upper, scale, pair, &above))
        return false;
    if (lower->text.length > 0 &&
        !crr_read_judgement(reader, lower, NULL, mirrored, &below))
        return false;
    if (lower->text.length == 0 || crr_rationals_equal(above, crr_turned(below))) {
        *ret = crr_judgement_at(above, upper);
        return true;
    }
    if (upper->text.length == 0) {
        crr_check_scale(reader, lower, scale, mirrored, below);
        *ret = crr_judgement_at(crr_turned(below), lower);
        return true;
    }
    crr_text_shown(upper->text, first, sizeof first);
    crr_text_shown(lower->text, second, sizeof second);
    if (!can_be_reciprocals(upper->text, lower->text)) {
        snprintf(message, sizeof message,
            "expected the reciprocal of %s, which stands across the diagonal, found %s",
            first, second);
        crr_report_cell(reader, CRR_F_NOT_RECIPROCAL, lower, mirrored, message);
        return false;
    }
    bool keeps_upper = above.numerator >= above.denominator;
    snprintf(message, sizeof message,
        "%s and %s across the diagonal are reciprocals only as printed; %s is used, "
        "write its reciprocal as the fraction 1/%s",
        second, first, keeps_upper ? first : second, keeps_upper ? first : second);
    crr_report_cell(reader, CRR_F_ROUNDED_RECIPROCAL, lower, mirrored, message);
    *ret = keeps_upper ? crr_judgement_at(above, upper)
                       : crr_judgement_at(crr_turned(below), lower);
    return true;
}

static bool
check_diagonal(struct crr_reader *reader, const struct crr_judged_cell *cell,
    struct crr_judged_pair pair)
{
    struct crr_rational value;
    char shown[48], message[200];

    if (cell->text.length > 0 && crr_rational_parse(cell->text, &value) &&
        crr_rationals_equal(value, (struct crr_rational){1, 1}))
        return true;
    crr_text_shown(cell->text, shown, sizeof shown);
    snprintf(message, sizeof message, "expected 1 on the diagonal, found %s",
        cell->text.length > 0 ? shown : "~");
    crr_report_cell(reader, CRR_F_DIAGONAL, cell, pair, message);
    return false;
}

bool
crr_take_matrix(struct crr_reader *reader, const struct crr_judged_cell *cells,
    const struct crr_judgements *head, const struct crr_node_draft *draft,
    struct crr_judgement *upper)
{
    size_t n = draft->child_count;
    bool good = true;

    for (size_t i = 0; i < n; i++) {
        good = check_diagonal(
                   reader, &cells[i * n + i], (struct crr_judged_pair){draft, i, i}) &&
               good;
        for (size_t j = i + 1; j < n; j++)
            good = join_cells(reader, &cells[i * n + j], &cells[j * n + i],
                       &head->scale, (struct crr_judged_pair){draft, i, j},
                       &upper[crr_pair_index(n, i, j)]) &&
                   good;
    }
    return good;
}

/* One row of the matrix. */
static bool
take_row(struct crr_reader *reader, const struct crr_yaml_node *row, size_t n,
    struct crr_judged_cell *cells)
{
    bool good = true;

    if (!crr_read_kind(reader, row, CRR_YAML_SEQUENCE, "a row: a list of judgements"))
        return false;
    if (row->item_count != n) {
        crr_reader_finding(reader, CRR_F_MATRIX_SHAPE, row,
            "expected %zu judgements in the row, one a child, found %zu", n,
            row->item_count);
        return false;
    }
    for (size_t j = 0; j < n; j++)
        good = crr_take_cell(reader, row->items[j], &cells[j]) && good;
    return good;
}

bool
crr_read_matrix(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_judgements *head, const struct crr_node_draft *draft,
    struct crr_judgement *upper)
{
    size_t n = draft->child_count;
    struct crr_judged_cell *cells = crr_arena_array(
        reader->arena, n * n, sizeof *cells);
    bool good = true;

    if (!cells ||
        !crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a matrix: a list of rows"))
        return false;
    if (node->item_count != n) {
        crr_reader_finding(reader, CRR_F_MATRIX_SHAPE, node,
            "expected %zu rows, one a child, found %zu", n, node->item_count);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        size_t above = crr_reader_enter_index(reader, i);
        good = take_row(reader, node->items[i], n, cells + i * n) && good;
        crr_reader_leave(reader, above);
    }
    return good && crr_take_matrix(reader, cells, head, draft, upper);
}

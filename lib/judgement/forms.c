/* The forms in which the judgements of one voice are written: a matrix, its upper
 * triangle, named pairs; and scores. All become the upper triangle in exact fractions.
 */
#include "judgement/read.h"

#include <stdio.h>
#include <string.h>

__extension__ typedef __int128 wide;

static struct crr_text
child_name(const struct crr_node_draft *draft, size_t index)
{
    return draft->children[index].text;
}

uint32_t
crr_find_child(const struct crr_node_draft *draft, struct crr_text name)
{
    for (uint32_t i = 0; i < draft->child_count; i++)
        if (crr_text_equal(draft->children[i].text, name))
            return i;
    return CRR_NO_NODE;
}

/* ---- One judgement ---- */

/* Which pair is read, for messages; zero: the path says it. */
struct pair {
    const struct crr_node_draft *draft;
    size_t row, column;
};

/* Reports at a place that may be in a sheet: expert, pair, message. */
static void
report_cell(struct crr_reader *reader, enum crr_finding_number finding,
    const struct crr_judged_cell *cell, struct pair pair, const char *message)
{
    struct crr_place place = {reader->file, 0, cell->line, cell->column};
    struct crr_text none = {"", 0};
    struct crr_text voice = pair.draft ? pair.draft->voice : none;
    struct crr_text row = pair.draft ? child_name(pair.draft, pair.row) : none;
    struct crr_text column = pair.draft ? child_name(pair.draft, pair.column) : none;

    crr_report_add(reader->report, finding, &place, reader->path,
        "%.*s%s%.*s%s%.*s%s%s", CRR_SPELL(voice), voice.length > 0 ? ", " : "",
        CRR_SPELL(row), pair.draft ? "/" : "", CRR_SPELL(column),
        pair.draft ? ": " : "", message);
}

static bool
is_beyond(struct crr_rational value, struct crr_rational end)
{
    wide left = (wide)value.numerator * end.denominator;
    wide right = (wide)value.denominator * end.numerator;

    return left > right;
}

static void
check_scale(struct crr_reader *reader, const struct crr_judged_cell *cell,
    const struct crr_scale *scale, struct pair pair, struct crr_rational value)
{
    struct crr_rational end = scale->values[scale->count - 1];
    struct crr_rational turned = {value.denominator, value.numerator};
    char shown[48], message[200];

    if (!is_beyond(value, end) && !is_beyond(turned, end))
        return;
    crr_text_shown(cell->text, shown, sizeof shown);
    if (scale->declared) {
        snprintf(message, sizeof message,
            "expected a judgement within the scale, whose end is %lld%s%.0lld, or its "
            "reciprocal, found %s",
            (long long)end.numerator, end.denominator > 1 ? "/" : "",
            (long long)(end.denominator > 1 ? end.denominator : 0), shown);
        report_cell(reader, CRR_F_OUTSIDE_SCALE, cell, pair, message);
        return;
    }
    snprintf(message, sizeof message,
        "%s is beyond Saaty's scale, which ends at 9; if it is meant, declare the "
        "`scale`",
        shown);
    report_cell(reader, CRR_F_BEYOND_NINE, cell, pair, message);
}

/* Reads the cell's text, which is not empty. */
static bool
read_judgement(struct crr_reader *reader, const struct crr_judged_cell *cell,
    const struct crr_scale *scale, struct pair pair, struct crr_rational *ret)
{
    struct crr_rational value;
    char shown[48], message[200];

    if (crr_rational_parse(cell->text, &value) && value.numerator > 0) {
        if (scale)
            check_scale(reader, cell, scale, pair, value);
        *ret = value;
        return true;
    }
    crr_text_shown(cell->text, shown, sizeof shown);
    snprintf(message, sizeof message,
        "expected a number above 0 or a fraction such as 1/3, found \"%s\"", shown);
    report_cell(reader, CRR_F_JUDGEMENT, cell, pair, message);
    return false;
}

/* The scalar as a cell; false, and reported, if it is none. */
static bool
take_cell(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_judged_cell *ret)
{
    *ret = (struct crr_judged_cell){{"", 0}, node->line, node->column};
    if (node->kind != CRR_YAML_SCALAR)
        return crr_read_kind(reader, node, CRR_YAML_SCALAR, "a judgement or ~");
    if (!crr_yaml_is_null(node))
        ret->text = node->text;
    if (!crr_yaml_is_null(node) && node->text.length == 0) {
        report_cell(reader, CRR_F_JUDGEMENT, ret, (struct pair){NULL, 0, 0},
            "expected a judgement, or ~ where nobody judged, found an empty text");
        return false;
    }
    return true;
}

static struct crr_judgement
judgement_at(struct crr_rational value, const struct crr_judged_cell *cell)
{
    return (struct crr_judgement){value, (uint32_t)cell->line, (uint32_t)cell->column};
}

static struct crr_rational
turned(struct crr_rational value)
{
    return (struct crr_rational){value.denominator, value.numerator};
}

static bool
is_equal(struct crr_rational a, struct crr_rational b)
{
    return a.numerator == b.numerator && a.denominator == b.denominator;
}

/* ---- A matrix ---- */

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
    struct pair pair, struct crr_judgement *ret)
{
    struct pair mirrored = {pair.draft, pair.column, pair.row};
    struct crr_rational above = {0, 1}, below = {0, 1};
    char first[48], second[48], message[320];

    if (upper->text.length == 0 && lower->text.length == 0)
        return true;
    if (upper->text.length > 0 && !read_judgement(reader, upper, scale, pair, &above))
        return false;
    if (lower->text.length > 0 &&
        !read_judgement(reader, lower, NULL, mirrored, &below))
        return false;
    if (lower->text.length == 0 || is_equal(above, turned(below))) {
        *ret = judgement_at(above, upper);
        return true;
    }
    if (upper->text.length == 0) {
        check_scale(reader, lower, scale, mirrored, below);
        *ret = judgement_at(turned(below), lower);
        return true;
    }
    crr_text_shown(upper->text, first, sizeof first);
    crr_text_shown(lower->text, second, sizeof second);
    if (!can_be_reciprocals(upper->text, lower->text)) {
        snprintf(message, sizeof message,
            "expected the reciprocal of %s, which stands across the diagonal, found %s",
            first, second);
        report_cell(reader, CRR_F_NOT_RECIPROCAL, lower, mirrored, message);
        return false;
    }
    bool keeps_upper = above.numerator >= above.denominator;
    snprintf(message, sizeof message,
        "%s and %s across the diagonal are reciprocals only as printed; %s is used, "
        "write its reciprocal as the fraction 1/%s",
        second, first, keeps_upper ? first : second, keeps_upper ? first : second);
    report_cell(reader, CRR_F_ROUNDED_RECIPROCAL, lower, mirrored, message);
    *ret = keeps_upper ? judgement_at(above, upper)
                       : judgement_at(turned(below), lower);
    return true;
}

static bool
check_diagonal(
    struct crr_reader *reader, const struct crr_judged_cell *cell, struct pair pair)
{
    struct crr_rational value;
    char shown[48], message[200];

    if (cell->text.length > 0 && crr_rational_parse(cell->text, &value) &&
        is_equal(value, (struct crr_rational){1, 1}))
        return true;
    crr_text_shown(cell->text, shown, sizeof shown);
    snprintf(message, sizeof message, "expected 1 on the diagonal, found %s",
        cell->text.length > 0 ? shown : "~");
    report_cell(reader, CRR_F_DIAGONAL, cell, pair, message);
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
        good = check_diagonal(reader, &cells[i * n + i], (struct pair){draft, i, i}) &&
               good;
        for (size_t j = i + 1; j < n; j++)
            good = join_cells(reader, &cells[i * n + j], &cells[j * n + i],
                       &head->scale, (struct pair){draft, i, j},
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
        good = take_cell(reader, row->items[j], &cells[j]) && good;
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

/* ---- The upper triangle ---- */

bool
crr_read_upper(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_judgements *head, const struct crr_node_draft *draft,
    struct crr_judgement *upper)
{
    size_t count = crr_pair_count(draft->child_count);
    bool good = true;

    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE,
            "a list: the judgements above the diagonal, row by row"))
        return false;
    if (node->item_count != count) {
        crr_reader_finding(reader, CRR_F_MATRIX_SHAPE, node,
            "expected %zu judgements above the diagonal for %u children, found %zu",
            count, (unsigned)draft->child_count, node->item_count);
        return false;
    }
    struct pair pair = {draft, 0, 1};
    for (size_t i = 0; i < count; i++) {
        struct crr_judged_cell cell;
        struct crr_rational value;
        size_t above = crr_reader_enter_index(reader, i);

        if (!take_cell(reader, node->items[i], &cell))
            good = false;
        else if (cell.text.length > 0 &&
                 !read_judgement(reader, &cell, &head->scale, pair, &value))
            good = false;
        else if (cell.text.length > 0)
            upper[i] = judgement_at(value, &cell);
        crr_reader_leave(reader, above);
        if (++pair.column == draft->child_count)
            pair.column = ++pair.row + 1;
    }
    return good;
}

/* ---- Named pairs ---- */

static uint32_t
find_named(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_node_draft *draft, struct crr_text name)
{
    uint32_t index = crr_find_child(draft, name);
    struct crr_nearest nearest;
    char shown[80], known[80];

    if (index != CRR_NO_NODE)
        return index;
    crr_nearest_init(&nearest, name);
    for (uint32_t i = 0; i < draft->child_count; i++)
        crr_nearest_try(&nearest, child_name(draft, i));
    crr_text_shown(name, shown, sizeof shown);
    if (nearest.best.at)
        crr_reader_finding(reader, CRR_F_UNKNOWN_ELEMENT, key,
            "\"%s\" is no child of %.*s; did you mean \"%s\"?", shown,
            CRR_SPELL(draft->name), crr_text_shown(nearest.best, known, sizeof known));
    else
        crr_reader_finding(reader, CRR_F_UNKNOWN_ELEMENT, key,
            "\"%s\" is no child of %.*s", shown, CRR_SPELL(draft->name));
    return CRR_NO_NODE;
}

/* The two children that a key `name/name` names. */
static bool
read_pair_key(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_node_draft *draft, uint32_t ret_pair[2])
{
    const char *slash = memchr(key->text.at, '/', key->text.length);
    char shown[80];

    crr_text_shown(key->text, shown, sizeof shown);
    if (!slash) {
        crr_reader_finding(reader, CRR_F_UNKNOWN_ELEMENT, key,
            "expected two names with a slash between them, such as cash/trade, found "
            "\"%s\"",
            shown);
        return false;
    }
    size_t length = (size_t)(slash - key->text.at);
    ret_pair[0] = find_named(
        reader, key, draft, crr_text_trim((struct crr_text){key->text.at, length}));
    ret_pair[1] = find_named(reader, key, draft,
        crr_text_trim((struct crr_text){slash + 1, key->text.length - length - 1}));
    if (ret_pair[0] == CRR_NO_NODE || ret_pair[1] == CRR_NO_NODE)
        return false;
    if (ret_pair[0] != ret_pair[1])
        return true;
    crr_reader_finding(reader, CRR_F_SELF_COMPARISON, key,
        "expected two different names, found %s: nothing is compared with itself",
        shown);
    return false;
}

static bool
read_named_pair(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_yaml_node *node, const struct crr_judgements *head,
    const struct crr_node_draft *draft, struct crr_judgement *upper)
{
    struct crr_judged_cell cell;
    struct crr_rational value;
    uint32_t pair[2];

    if (!read_pair_key(reader, key, draft, pair) || !take_cell(reader, node, &cell))
        return false;
    if (cell.text.length == 0)
        return true;
    if (!read_judgement(reader, &cell, &head->scale, (struct pair){NULL, 0, 0}, &value))
        return false;
    bool turn = pair[0] > pair[1];
    struct crr_judgement judgement = judgement_at(turn ? turned(value) : value, &cell);
    struct crr_judgement *place = &upper[crr_pair_index(
        draft->child_count, pair[turn ? 1 : 0], pair[turn ? 0 : 1])];
    if (place->value.numerator > 0 && !is_equal(place->value, judgement.value)) {
        crr_reader_finding(reader, CRR_F_PAIR_TWICE, key,
            "the pair %.*s/%.*s is judged twice, and differently; line %u says "
            "otherwise",
            CRR_SPELL(child_name(draft, pair[0])),
            CRR_SPELL(child_name(draft, pair[1])), (unsigned)place->line);
        return false;
    }
    *place = judgement;
    return true;
}

bool
crr_read_pairs(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_judgements *head, const struct crr_node_draft *draft,
    struct crr_judgement *upper)
{
    bool good = true;

    if (!crr_read_kind(reader, node, CRR_YAML_MAPPING,
            "a mapping of pairs, such as {cash/trade: 3}"))
        return false;
    for (size_t i = 0; i + 1 < node->item_count; i += 2) {
        size_t above = crr_reader_enter_key(reader, node->items[i]->text);
        good = read_named_pair(
                   reader, node->items[i], node->items[i + 1], head, draft, upper) &&
               good;
        crr_reader_leave(reader, above);
    }
    return good;
}

/* ---- Scores ---- */

static bool
read_score(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_yaml_node *node, const struct crr_node_draft *draft,
    struct crr_rational *scores)
{
    struct crr_judged_cell cell;
    uint32_t index = find_named(reader, key, draft, key->text);

    if (index == CRR_NO_NODE || !take_cell(reader, node, &cell))
        return false;
    if (cell.text.length > 0)
        return read_judgement(
            reader, &cell, NULL, (struct pair){NULL, 0, 0}, &scores[index]);
    report_cell(reader, CRR_F_JUDGEMENT, &cell, (struct pair){NULL, 0, 0},
        "expected a score above 0, found none");
    return false;
}

bool
crr_read_scores(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_node_draft *draft, struct crr_rational *scores)
{
    bool good = true;

    if (!crr_read_kind(
            reader, node, CRR_YAML_MAPPING, "a mapping of scores, such as {cash: 3}"))
        return false;
    for (size_t i = 0; i + 1 < node->item_count; i += 2) {
        size_t above = crr_reader_enter_key(reader, node->items[i]->text);
        good = read_score(reader, node->items[i], node->items[i + 1], draft, scores) &&
               good;
        crr_reader_leave(reader, above);
    }
    for (uint32_t i = 0; good && i < draft->child_count; i++) {
        if (scores[i].numerator > 0)
            continue;
        crr_reader_finding(reader, CRR_F_ELEMENT_MISSING, node,
            "expected a score of each child, found none of %.*s",
            CRR_SPELL(child_name(draft, i)));
        good = false;
    }
    return good;
}

/* combine: matrix: two ordinal scales with named levels, and a cell of points for each
 * pair of levels. Points never fall where a level rises. */
#include "model/combine.h"
#include <stdio.h>

#define LEVEL_LIMIT 20

/* ---- Scales ---- */

static bool
read_level_id(struct crr_reader *reader, const struct crr_yaml_node *node, void *level)
{
    return crr_read_text(reader, node, &((struct crr_ast_level *)level)->id);
}

static bool
read_level_from(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *level)
{
    return crr_read_points(reader, node, &((struct crr_ast_level *)level)->from);
}

static bool
read_level_points(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *level)
{
    return crr_read_points(reader, node, &((struct crr_ast_level *)level)->points);
}

/* Everything below the second level's `from` is of the first. */
static bool
check_from(struct crr_reader *reader, const struct crr_yaml_node *node, size_t index,
    const struct crr_ast_level *levels)
{
    const struct crr_yaml_node *from = crr_yaml_get(node, "from");
    if (index == 0 && from) {
        crr_reader_finding(reader, CRR_F_MATRIX, from,
            "expected no `from` in the first level: it holds all points below the "
            "second's");
        return false;
    }
    if (index > 0 && !from) {
        crr_reader_finding(reader, CRR_F_MISSING_KEY, node,
            "expected the key `from`, the points from which the level holds");
        return false;
    }
    if (index < 2 || levels[index].from > levels[index - 1].from)
        return true;
    crr_reader_finding(reader, CRR_F_MATRIX, from,
        "expected a `from` above that of the level before it, found %.*s",
        CRR_SHOW(from->text));
    return false;
}

static bool
read_levels(struct crr_reader *reader, const struct crr_yaml_node *node,
    bool with_points, const struct crr_ast_level **ret, uint32_t *ret_count)
{
    const struct crr_field fields[] = {{"level", read_level_id, true},
        {"from", read_level_from, false}, {"points", read_level_points, with_points}};
    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a list of levels"))
        return false;
    if (node->item_count < 2 || node->item_count > LEVEL_LIMIT) {
        crr_reader_finding(reader, CRR_F_MATRIX, node,
            "expected 2 to %d levels, found %zu", LEVEL_LIMIT, node->item_count);
        return false;
    }
    struct crr_ast_level *levels = crr_arena_array(
        reader->arena, node->item_count, sizeof *levels);
    bool good = levels;
    for (size_t i = 0; levels && i < node->item_count; i++) {
        size_t above = crr_reader_enter_index(reader, i);
        bool read = crr_read_mapping(reader, node->items[i], fields, 3, &levels[i]);
        if (read && !with_points && crr_yaml_get(node->items[i], "points")) {
            crr_reader_finding(reader, CRR_F_MATRIX, node->items[i],
                "expected no `points` in a level: only the levels of `residual_of` "
                "have them");
            read = false;
        }
        good &= read && check_from(reader, node->items[i], i, levels);
        crr_reader_leave(reader, above);
    }
    *ret = levels;
    *ret_count = (uint32_t)node->item_count;
    return good;
}

/* The id that a member states, or an empty text. */
static struct crr_text
member_id(const struct crr_factor_draft *draft, size_t index)
{
    const struct crr_yaml_node *member = draft->members->items[index];
    const struct crr_yaml_node *id = member->kind == CRR_YAML_MAPPING
                                         ? crr_yaml_get(member, "id")
                                         : NULL;
    return id && id->kind == CRR_YAML_SCALAR ? id->text : (struct crr_text){"", 0};
}

static bool
read_scales(struct crr_reader *reader, const struct crr_factor_draft *draft,
    struct crr_ast_matrix *matrix)
{
    const struct crr_yaml_node *node = draft->scales;
    if (!crr_read_kind(reader, node, CRR_YAML_MAPPING, "a scale for each member"))
        return false;
    bool good = true;
    for (size_t i = 0; i < 2; i++) {
        struct crr_text id = member_id(draft, i);
        const struct crr_yaml_node *scale = NULL;
        for (size_t j = 0; j + 1 < node->item_count; j += 2)
            if (crr_text_equal(node->items[j]->text, id))
                scale = node->items[j + 1];
        if (!scale) {
            crr_reader_finding(reader, CRR_F_MATRIX, node,
                "expected the levels of `%.*s`, found none", CRR_SHOW(id));
            good = false;
            continue;
        }
        size_t above = crr_reader_enter_key(reader, id);
        good &= read_levels(reader, scale, matrix->residual_of == i, &matrix->levels[i],
            &matrix->level_counts[i]);
        crr_reader_leave(reader, above);
    }
    if (good && node->item_count != 4) {
        crr_reader_finding(reader, CRR_F_MATRIX, node,
            "expected a scale for each of the two members, found %zu scales",
            node->item_count / 2);
        good = false;
    }
    return good;
}

/* ---- Cells ---- */

static bool
read_row(struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t columns,
    int64_t *cells)
{
    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a row of points"))
        return false;
    if (node->item_count != columns) {
        crr_reader_finding(reader, CRR_F_MATRIX, node,
            "expected a cell for each of the %u levels of the second member, found %zu",
            (unsigned)columns, node->item_count);
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < columns; i++) {
        size_t above = crr_reader_enter_index(reader, i);
        good &= crr_read_points(reader, node->items[i], &cells[i]);
        crr_reader_leave(reader, above);
    }
    return good;
}

static bool
read_cells(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_ast_matrix *matrix, int64_t *cells)
{
    if (!crr_read_kind(
            reader, node, CRR_YAML_SEQUENCE, "`product`, or a list of rows of points"))
        return false;
    if (node->item_count != matrix->level_counts[0]) {
        crr_reader_finding(reader, CRR_F_MATRIX, node,
            "expected a row for each of the %u levels of the first member, found %zu",
            (unsigned)matrix->level_counts[0], node->item_count);
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < node->item_count; i++) {
        size_t above = crr_reader_enter_index(reader, i);
        good &= read_row(reader, node->items[i], matrix->level_counts[1],
            cells + i * matrix->level_counts[1]);
        crr_reader_leave(reader, above);
    }
    return good;
}

/* The places of the levels, from 1, multiplied. */
static bool
multiply(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_ast_matrix *matrix, int64_t times, int64_t *cells)
{
    for (uint32_t i = 0; i < matrix->level_counts[0]; i++)
        for (uint32_t j = 0; j < matrix->level_counts[1]; j++) {
            int64_t cell = (int64_t)(i + 1) * (j + 1) * times;
            cells[i * matrix->level_counts[1] + j] = cell;
            if (cell <= CRR_POINTS_LIMIT)
                continue;
            crr_reader_finding(reader, CRR_F_OUT_OF_RANGE, node,
                "expected products of at most 1000000 points");
            return false;
        }
    return true;
}

static bool
fill_cells(struct crr_reader *reader, const struct crr_factor_draft *draft,
    const struct crr_ast_matrix *matrix, int64_t *cells)
{
    const struct crr_yaml_node *node = draft->cells;
    bool product = node->kind == CRR_YAML_SCALAR && crr_text_is(node->text, "product");
    int64_t times = crr_power_of_ten(CRR_POINTS_PLACES);
    if (!product && draft->times) {
        crr_reader_finding(reader, CRR_F_COMBINE, draft->times,
            "only `cells: product` has `times`; remove it");
        return false;
    }
    if (!product)
        return read_cells(reader, node, matrix, cells);
    if (draft->times && !crr_read_points(reader, draft->times, &times))
        return false;
    if (times <= 0) {
        crr_reader_finding(reader, CRR_F_OUT_OF_RANGE, draft->times,
            "expected a number above 0, found %.*s", CRR_SHOW(draft->times->text));
        return false;
    }
    return multiply(reader, node, matrix, times, cells);
}

/* ---- What cells mean ---- */

static const char *
print_cell(const struct crr_ast_matrix *matrix, uint32_t cell, char *text, size_t size)
{
    uint32_t columns = matrix->level_counts[1];
    char points[CRR_NUMBER_SIZE];
    char row[64], column[64];
    crr_fraction_print(matrix->cells[cell], 10000, points);
    snprintf(text, size, "%s at %s × %s", points,
        crr_text_shown(matrix->levels[0][cell / columns].id, row, sizeof row),
        crr_text_shown(matrix->levels[1][cell % columns].id, column, sizeof column));
    return text;
}

#define CELL_TEXT 192

/* Points never fall from a level to the next. */
static bool
check_rising(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_ast_matrix *matrix)
{
    uint32_t columns = matrix->level_counts[1];
    uint32_t count = matrix->level_counts[0] * columns;
    char low[CELL_TEXT], high[CELL_TEXT];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t next[2] = {i % columns + 1 < columns ? i + 1 : i,
            i + columns < count ? i + columns : i};
        for (int j = 0; j < 2; j++) {
            if (matrix->cells[next[j]] >= matrix->cells[i])
                continue;
            crr_reader_finding(reader, CRR_F_MATRIX, node,
                "expected points that never fall where a level rises, found %s and %s",
                print_cell(matrix, i, low, sizeof low),
                print_cell(matrix, next[j], high, sizeof high));
            return false;
        }
    }
    return true;
}

/* Residual risk is not below the inherent one, unless the model says why. */
static bool
check_residual(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_ast_matrix *matrix)
{
    uint32_t columns = matrix->level_counts[1];
    char cell[CELL_TEXT], least[CRR_NUMBER_SIZE];
    if (matrix->residual_of == CRR_ABSENT || matrix->mitigated.length > 0)
        return true;
    for (uint32_t i = 0; i < matrix->level_counts[0] * columns; i++) {
        uint32_t level = matrix->residual_of == 0 ? i / columns : i % columns;
        int64_t inherent = matrix->levels[matrix->residual_of][level].points;
        if (matrix->cells[i] >= inherent)
            continue;
        crr_fraction_print(inherent, 10000, least);
        crr_reader_finding(reader, CRR_F_MATRIX, node,
            "expected a residual risk not below the inherent one, %s, found %s; where "
            "controls lower it, say why in `mitigated`",
            least, print_cell(matrix, i, cell, sizeof cell));
        return false;
    }
    return true;
}

/* Two cells of equal points of which neither is above the other in both levels. */
static void
note_ties(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_ast_matrix *matrix)
{
    uint32_t columns = matrix->level_counts[1];
    uint32_t count = matrix->level_counts[0] * columns;
    char one[CELL_TEXT], other[CELL_TEXT];
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = i + 1; j < count; j++) {
            if (matrix->cells[i] != matrix->cells[j] || i / columns == j / columns ||
                i % columns <= j % columns)
                continue;
            crr_reader_finding(reader, CRR_F_MATRIX_TIES, node,
                "the matrix does not tell %s from %s",
                print_cell(matrix, i, one, sizeof one),
                print_cell(matrix, j, other, sizeof other));
            return;
        }
}

/* ---- All of it ---- */

static bool
read_residual(struct crr_reader *reader, const struct crr_factor_draft *draft,
    struct crr_ast_matrix *matrix)
{
    matrix->residual_of = CRR_ABSENT;
    for (uint32_t i = 0; draft->residual_of && i < 2; i++)
        if (crr_text_equal(draft->residual_of->text, member_id(draft, i)))
            matrix->residual_of = i;
    if (draft->residual_of && matrix->residual_of == CRR_ABSENT) {
        crr_reader_finding(reader, CRR_F_MATRIX, draft->residual_of,
            "expected the id of one of the two members, found %.*s",
            CRR_SHOW(draft->residual_of->text));
        return false;
    }
    if (draft->mitigated && !draft->residual_of) {
        crr_reader_finding(reader, CRR_F_COMBINE, draft->mitigated,
            "`mitigated` goes with `residual_of`; remove it");
        return false;
    }
    return !draft->mitigated ||
           crr_read_text(reader, draft->mitigated, &matrix->mitigated);
}

static bool
has_parts(struct crr_reader *reader, const struct crr_factor_draft *draft)
{
    if (!draft->scales || !draft->cells) {
        crr_reader_finding(reader, CRR_F_MISSING_KEY, draft->node,
            "expected the keys `scales` and `cells` of a matrix");
        return false;
    }
    if (draft->members->item_count == 2)
        return true;
    crr_reader_finding(reader, CRR_F_MATRIX, draft->members,
        "expected two members, the rows and the columns of the matrix, found %zu",
        draft->members->item_count);
    return false;
}

bool
crr_read_risk_matrix(struct crr_reader *reader, struct crr_factor_draft *draft)
{
    if (!has_parts(reader, draft))
        return false;
    struct crr_ast_matrix *matrix = crr_arena_alloc(reader->arena, sizeof *matrix);
    if (!matrix || !read_residual(reader, draft, matrix))
        return false;
    size_t above = crr_reader_enter_key(reader, crr_text_of("scales"));
    bool good = read_scales(reader, draft, matrix);
    crr_reader_leave(reader, above);
    if (!good)
        return false;
    int64_t *cells = crr_arena_array(reader->arena,
        (size_t)matrix->level_counts[0] * matrix->level_counts[1], sizeof *cells);
    if (!cells)
        return false;
    matrix->cells = cells;
    above = crr_reader_enter_key(reader, crr_text_of("cells"));
    good = fill_cells(reader, draft, matrix, cells) &&
           check_rising(reader, draft->cells, matrix) &&
           check_residual(reader, draft->cells, matrix);
    if (good)
        note_ties(reader, draft->cells, matrix);
    crr_reader_leave(reader, above);
    draft->factor.matrix = matrix;
    return good;
}

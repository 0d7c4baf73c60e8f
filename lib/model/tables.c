/* Tables of points: their options, and the rows that stand in the model itself. */
#include "model/read.h"

struct draft {
    struct crr_ast_table table;
    struct crr_table_columns columns;
    const struct crr_yaml_node *rows; /* NULL: none in the model */
};

/* ---- Rows in the model ---- */

static bool
read_row_points(struct crr_reader *reader, const struct crr_yaml_node *node, void *row)
{
    return crr_read_points(reader, node, &((struct crr_ast_row *)row)->points);
}

static bool
read_row_key(struct crr_reader *reader, const struct crr_yaml_node *node, void *row)
{
    struct crr_text text = node->text;
    bool blank = node->kind == CRR_YAML_SCALAR && !node->plain && text.length == 0;
    if (!blank && !crr_read_text(reader, node, &text))
        return false;
    return crr_read_code(
        reader, node, CRR_F_TABLE_KEY, text, false, &((struct crr_ast_row *)row)->key);
}

static bool
read_row_aliases(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast_row *row = object;
    const struct crr_text *given;
    size_t count;
    if (!crr_read_texts(reader, node, 1, &given, &count))
        return false;
    struct crr_text *aliases = crr_arena_array(reader->arena, count, sizeof *aliases);
    if (!aliases)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!crr_read_code(reader, node, CRR_F_TABLE_KEY, given[i], false, &aliases[i]))
            return false;
    row->aliases = aliases;
    row->alias_count = (uint32_t)count;
    return true;
}

/* An end of the row's period; empty, as a cell of a file may be: unbounded. */
static bool
read_row_day(struct crr_reader *reader, const struct crr_yaml_node *node, int32_t *ret)
{
    if (node->kind == CRR_YAML_SCALAR && node->text.length == 0)
        return true;
    return crr_read_day(reader, node, ret);
}

static bool
read_row_from(struct crr_reader *reader, const struct crr_yaml_node *node, void *row)
{
    return read_row_day(reader, node, &((struct crr_ast_row *)row)->valid_from);
}

static bool
read_row_to(struct crr_reader *reader, const struct crr_yaml_node *node, void *row)
{
    return read_row_day(reader, node, &((struct crr_ast_row *)row)->valid_to);
}

static bool
read_row_note(struct crr_reader *reader, const struct crr_yaml_node *node, void *row)
{
    return crr_read_text(reader, node, &((struct crr_ast_row *)row)->note);
}

static void
read_row(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_ast_table *table)
{
    static const struct crr_field fields[] = {{"key", read_row_key, true},
        {"points", read_row_points, true}, {"aliases", read_row_aliases, false},
        {"valid_from", read_row_from, false}, {"valid_to", read_row_to, false},
        {"note", read_row_note, false}};
    struct crr_ast_row row = {
        .valid_from = CRR_NO_DAY, .valid_to = CRR_NO_DAY, .line = node->line};
    bool good = crr_read_mapping(reader, node, fields, 6, &row);
    if (node->kind == CRR_YAML_MAPPING &&
        (crr_yaml_get(node, "valid_from") || crr_yaml_get(node, "valid_to")))
        table->dated = true;
    if (!good)
        return;
    if (row.valid_to != CRR_NO_DAY && row.valid_from >= row.valid_to) {
        crr_reader_finding(reader, CRR_F_TABLE_PERIOD, node,
            "expected valid_from before valid_to, which is the first day that the row "
            "no "
            "longer holds");
        return;
    }
    table->rows[table->row_count++] = row;
}

/* {key: points, ...} */
static void
read_short_rows(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_ast_table *table)
{
    for (size_t i = 0; i + 1 < node->item_count; i += 2) {
        const struct crr_yaml_node *key = node->items[i];
        struct crr_ast_row row = {
            .valid_from = CRR_NO_DAY, .valid_to = CRR_NO_DAY, .line = key->line};
        size_t above = crr_reader_enter_key(reader, key->text);
        if (crr_read_code(reader, key, CRR_F_TABLE_KEY, key->text, false, &row.key) &&
            crr_read_points(reader, node->items[i + 1], &row.points))
            table->rows[table->row_count++] = row;
        crr_reader_leave(reader, above);
    }
}

static void
read_rows(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_ast_table *table)
{
    bool is_short = node->kind == CRR_YAML_MAPPING;
    if (!is_short && !crr_read_kind(reader, node, CRR_YAML_SEQUENCE,
                         "a mapping of points by key, or a list of rows"))
        return;
    size_t count = is_short ? node->item_count / 2 : node->item_count;
    if (count == 0 || count > CRR_ROW_LIMIT) {
        crr_reader_finding(reader, count == 0 ? CRR_F_TABLE_EMPTY : CRR_F_TOO_MANY,
            node, "expected 1 to %d rows, found %zu", CRR_ROW_LIMIT, count);
        return;
    }
    table->rows = crr_arena_array(reader->arena, count, sizeof *table->rows);
    if (!table->rows)
        return;
    if (is_short) {
        read_short_rows(reader, node, table);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        size_t above = crr_reader_enter_index(reader, i);
        read_row(reader, node->items[i], table);
        crr_reader_leave(reader, above);
    }
}

/* ---- Options ---- */

static bool
keep_rows(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    (void)reader;
    ((struct draft *)draft)->rows = node;
    return true;
}

static bool
read_match(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    static const struct crr_word words[] = {
        {"exact", 0}, {"longest_prefix", 1}, {NULL, 0}};
    int prefix;
    if (!crr_read_word(reader, node, words, &prefix))
        return false;
    ((struct draft *)draft)->table.prefix = prefix;
    return true;
}

static bool
read_complete_from(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_day(reader, node, &((struct draft *)draft)->table.complete_from);
}

static bool
read_file(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_text(reader, node, &((struct draft *)draft)->columns.file);
}

static bool
read_key(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_text(reader, node, &((struct draft *)draft)->columns.key);
}

static bool
read_points(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_text(reader, node, &((struct draft *)draft)->columns.points);
}

static bool
read_note(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_text(reader, node, &((struct draft *)draft)->columns.note);
}

static bool
read_aliases(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    struct crr_table_columns *columns = &((struct draft *)draft)->columns;
    return crr_read_texts(reader, node, 1, &columns->aliases, &columns->alias_count);
}

static bool
read_alias_separator(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_text(
        reader, node, &((struct draft *)draft)->columns.alias_separator);
}

bool
crr_read_delimiter(
    struct crr_reader *reader, const struct crr_yaml_node *node, char *ret)
{
    struct crr_text text;
    if (!crr_read_text(reader, node, &text))
        return false;
    if (text.length != 1 || text.at[0] == '"' || text.at[0] == '\n' ||
        text.at[0] == '\r') {
        crr_reader_finding(reader, CRR_F_NOT_A_WORD, node,
            "expected one ASCII character that is neither a quote nor a line's end");
        return false;
    }
    *ret = text.at[0];
    return true;
}

static bool
read_delimiter(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_delimiter(
        reader, node, &((struct draft *)draft)->columns.delimiter);
}

/* Rows here and rows in a file exclude each other, and so do their options. */
static bool
check_source(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    static const char *const file_keys[] = {
        "delimiter", "key", "points", "note", "aliases", "alias_separator"};
    bool has_rows = crr_yaml_get(node, "rows") != NULL;
    bool has_file = crr_yaml_get(node, "file") != NULL;
    if (has_rows == has_file) {
        crr_reader_finding(reader,
            has_rows ? CRR_F_CONFLICTING_KEYS : CRR_F_MISSING_KEY, node,
            "expected either `rows` or `file`, found %s",
            has_rows ? "both" : "neither");
        return false;
    }
    bool good = true;
    for (size_t i = 0; has_rows && i < sizeof file_keys / sizeof file_keys[0]; i++) {
        const struct crr_yaml_node *value = crr_yaml_get(node, file_keys[i]);
        if (!value)
            continue;
        crr_reader_finding(reader, CRR_F_CONFLICTING_KEYS, value,
            "`%s` names a column of a file, but the rows stand here; remove it",
            file_keys[i]);
        good = false;
    }
    const struct crr_yaml_node *separator = crr_yaml_get(node, "alias_separator");
    if (has_file && separator && !crr_yaml_get(node, "aliases")) {
        crr_reader_finding(reader, CRR_F_CONFLICTING_KEYS, separator,
            "`alias_separator` splits what stands in the columns of `aliases`, and "
            "there "
            "are none; name them or remove it");
        good = false;
    }
    return good;
}

static void
check_complete_from(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_ast_table *table)
{
    if (table->row_count == 0 || table->dated == (table->complete_from != CRR_NO_DAY))
        return;
    crr_reader_finding(reader, CRR_F_COMPLETE_FROM, node,
        table->dated ? "expected `complete_from`, the day from which on the table has "
                       "every row: the table is dated"
                     : "found `complete_from`, but no row has a period; remove it");
}

static void
read_table(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_yaml_node *node)
{
    static const struct crr_field fields[] = {{"rows", keep_rows, false},
        {"file", read_file, false}, {"delimiter", read_delimiter, false},
        {"key", read_key, false}, {"points", read_points, false},
        {"note", read_note, false}, {"aliases", read_aliases, false},
        {"alias_separator", read_alias_separator, false}, {"match", read_match, false},
        {"complete_from", read_complete_from, false}};
    struct crr_ast *ast = crr_ast_of(reader);
    struct draft draft = {
        .table = {.complete_from = CRR_NO_DAY, .origin = crr_origin_of(reader, node)},
        .columns = {.key = {"key", 3}, .points = {"points", 6}, .delimiter = ','}};
    crr_read_id(reader, key, &draft.table.id);
    bool good = crr_read_mapping(
        reader, node, fields, sizeof fields / sizeof fields[0], &draft);
    if (node->kind == CRR_YAML_MAPPING)
        good &= check_source(reader, node);
    if (good && draft.rows) {
        size_t above = crr_reader_enter_key(reader, crr_text_of("rows"));
        read_rows(reader, draft.rows, &draft.table);
        crr_reader_leave(reader, above);
    } else if (good) {
        crr_read_table_file(
            reader, crr_yaml_get(node, "file"), &draft.columns, &draft.table);
    }
    check_complete_from(reader, node, &draft.table);
    draft.table.id = key->text;
    ast->tables[ast->table_count++] = draft.table;
}

void
crr_read_tables(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    struct crr_ast *ast = crr_ast_of(reader);
    if (!crr_read_kind(reader, node, CRR_YAML_MAPPING, "a mapping of tables by id"))
        return;
    size_t count = node->item_count / 2;
    ast->tables = crr_arena_array(reader->arena, count, sizeof *ast->tables);
    for (size_t i = 0; ast->tables && i < count; i++) {
        size_t above = crr_reader_enter_key(reader, node->items[2 * i]->text);
        read_table(reader, node->items[2 * i], node->items[2 * i + 1]);
        crr_reader_leave(reader, above);
    }
}

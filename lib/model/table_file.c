/* Tables in CSV files. */
#include "model/csv_file.h"

#define NOTE_LIMIT 4096          /* bytes */
#define ALIAS_LIMIT 64           /* spellings of one row */
#define TABLE_RECORD_LIMIT 65536 /* bytes */

/* Which column of the file holds what; CRR_ABSENT where none does. */
struct layout {
    uint32_t key, points, note, valid_from, valid_to;
    uint32_t *aliases;
    size_t alias_count;
};

/* A table while it is read. */
struct scan {
    struct crr_csv_file *csv;
    const struct crr_table_columns *columns;
    struct crr_ast_table *table;
    struct layout layout;
};

static struct crr_text
cell(struct scan *scan, uint32_t column)
{
    return crr_csv_file_cell(scan->csv, column);
}

static struct crr_arena *
arena_of(struct scan *scan)
{
    return scan->csv->reader->arena;
}

/* ---- The header ---- */

static bool
take_header(struct crr_csv_file *csv)
{
    struct scan *scan = csv->user;
    const struct crr_table_columns *columns = scan->columns;
    struct layout *layout = &scan->layout;
    bool good = crr_csv_file_column(csv, columns->key, true, &layout->key);
    good &= crr_csv_file_column(csv, columns->points, true, &layout->points);
    layout->note = CRR_ABSENT;
    if (columns->note.length > 0)
        good &= crr_csv_file_column(csv, columns->note, true, &layout->note);
    good &= crr_csv_file_column(
        csv, crr_text_of("valid_from"), false, &layout->valid_from);
    good &= crr_csv_file_column(csv, crr_text_of("valid_to"), false, &layout->valid_to);
    layout->aliases = crr_arena_array(
        arena_of(scan), columns->alias_count, sizeof *layout->aliases);
    if (!layout->aliases)
        return false;
    layout->alias_count = columns->alias_count;
    for (size_t i = 0; i < columns->alias_count; i++)
        good &= crr_csv_file_column(
            csv, columns->aliases[i], true, &layout->aliases[i]);
    scan->table->dated = layout->valid_from != CRR_ABSENT ||
                         layout->valid_to != CRR_ABSENT;
    return good;
}

/* ---- Rows ---- */

/* A spelling, folded, in the arena. */
static bool
keep_spelling(struct scan *scan, struct crr_text text, struct crr_text *ret)
{
    char *kept = crr_arena_alloc(arena_of(scan), text.length);
    if (!kept)
        return false;
    struct crr_text folded = crr_text_fold(text, false, kept);
    if (folded.length == 0 || folded.length > CRR_CODE_LIMIT) {
        crr_csv_file_report(scan->csv, CRR_F_TABLE_KEY,
            "expected a code of 1 to %d bytes, found %zu", CRR_CODE_LIMIT,
            folded.length);
        return false;
    }
    memmove(kept, folded.at, folded.length);
    *ret = (struct crr_text){kept, folded.length};
    return true;
}

static bool
read_aliases(struct scan *scan, struct crr_ast_row *row)
{
    struct crr_text aliases[ALIAS_LIMIT];
    uint32_t count = 0;
    for (size_t i = 0; i < scan->layout.alias_count; i++) {
        struct crr_text rest = cell(scan, scan->layout.aliases[i]);
        struct crr_text piece;
        while (crr_csv_file_piece(&rest, scan->columns->alias_separator, &piece)) {
            if (piece.length == 0)
                continue;
            if (count == ALIAS_LIMIT) {
                crr_csv_file_report(scan->csv, CRR_F_TOO_MANY,
                    "expected at most %d aliases a row", ALIAS_LIMIT);
                return false;
            }
            if (!keep_spelling(scan, piece, &aliases[count]))
                return false;
            count++;
        }
    }
    struct crr_text *kept = crr_arena_array(arena_of(scan), count, sizeof *kept);
    if (!kept)
        return false;
    memcpy(kept, aliases, count * sizeof *kept);
    row->aliases = kept;
    row->alias_count = count;
    return true;
}

static bool
read_row_points(struct scan *scan, int64_t *ret)
{
    struct crr_text text = cell(scan, scan->layout.points);
    struct crr_decimal points;
    enum crr_number_fault fault = crr_decimal_parse(text, CRR_POINTS_PLACES, &points);
    char shown[64];
    if (fault != CRR_NUMBER_GOOD) {
        crr_csv_file_report(scan->csv, CRR_F_TABLE_POINTS,
            "expected points with at most 4 decimal places, found \"%s\", which %s",
            crr_text_shown(text, shown, sizeof shown), crr_number_fault_text(fault));
        return false;
    }
    if (points.units < -CRR_POINTS_LIMIT || points.units > CRR_POINTS_LIMIT) {
        crr_csv_file_report(scan->csv, CRR_F_TABLE_POINTS,
            "expected points from -1000000 to 1000000, found %s",
            crr_text_shown(text, shown, sizeof shown));
        return false;
    }
    *ret = points.units;
    return true;
}

static bool
read_row_day(struct scan *scan, uint32_t column, int32_t *ret)
{
    struct crr_text text = cell(scan, column);
    char shown[64], hint[CRR_DAY_HINT_SIZE];
    *ret = CRR_NO_DAY;
    if (text.length == 0 || crr_day_parse(text, ret))
        return true;
    crr_csv_file_report(scan->csv, CRR_F_TABLE_PERIOD,
        "expected a date YYYY-MM-DD or nothing, found \"%s\"%s",
        crr_text_shown(text, shown, sizeof shown), crr_day_hint(text, hint));
    return false;
}

static bool
read_row(struct scan *scan, struct crr_ast_row *row)
{
    *row = (struct crr_ast_row){.line = scan->csv->place.line};
    bool good = keep_spelling(scan, cell(scan, scan->layout.key), &row->key);
    good &= read_row_points(scan, &row->points);
    good &= read_row_day(scan, scan->layout.valid_from, &row->valid_from);
    good &= read_row_day(scan, scan->layout.valid_to, &row->valid_to);
    if (good && row->valid_to != CRR_NO_DAY && row->valid_from >= row->valid_to) {
        crr_csv_file_report(scan->csv, CRR_F_TABLE_PERIOD,
            "expected valid_from before valid_to, which is the first day that the row "
            "no "
            "longer holds");
        good = false;
    }
    good = good && read_aliases(scan, row);
    struct crr_text note = cell(scan, scan->layout.note);
    if (note.length > NOTE_LIMIT) {
        crr_csv_file_report(scan->csv, CRR_F_NOT_A_TEXT,
            "expected a note of at most %d bytes, found %zu bytes", NOTE_LIMIT,
            note.length);
        return false;
    }
    if (good && note.length > 0)
        row->note = crr_arena_copy(arena_of(scan), note);
    return good;
}

static void
take_row(struct crr_csv_file *csv)
{
    struct scan *scan = csv->user;
    struct crr_ast_table *table = scan->table;
    if (table->row_count == CRR_ROW_LIMIT)
        crr_csv_file_report(
            csv, CRR_F_TOO_MANY, "expected at most %d rows, found more", CRR_ROW_LIMIT);
    else if (read_row(scan, &table->rows[table->row_count]))
        table->row_count++;
}

static void
read_file(struct crr_reader *reader, const struct crr_table_columns *columns,
    const struct crr_table_file *file, struct crr_ast_table *table)
{
    struct scan scan = {.columns = columns, .table = table};
    struct crr_csv_file *csv = crr_csv_file_new(reader, file);
    if (!csv)
        return;
    scan.csv = csv;
    csv->delimiter = columns->delimiter;
    csv->record_limit = TABLE_RECORD_LIMIT;
    csv->record_limit_text = "64 KiB";
    csv->take_header = take_header;
    csv->take_row = take_row;
    csv->user = &scan;
    /* Room for as many rows as the file has lines. */
    table->rows = crr_arena_array(reader->arena,
        crr_csv_file_line_count(csv, CRR_ROW_LIMIT), sizeof *table->rows);
    if (table->rows)
        crr_csv_file_read(csv);
    crr_csv_file_free(csv);
}

void
crr_read_table_file(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_table_columns *columns, struct crr_ast_table *table)
{
    size_t above = crr_reader_enter_key(reader, crr_text_of("file"));
    const struct crr_table_file *file = crr_table_open(reader, node, columns->file);
    crr_reader_leave(reader, above);
    if (!file)
        return;
    table->file = file->name;
    table->file_index = file->index;
    read_file(reader, columns, file, table);
}

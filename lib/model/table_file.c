/* Tables in CSV files: columns by name, one row a record, every bad one a finding with
 * its line. The file is parsed while it is open; what is kept is copied. */
#include <stdio.h>
#include "base/csv.h"
#include "crr/file.h"
#include "model/read.h"
#include "model/table_open.h"

#define NOTE_LIMIT 4096          /* bytes */
#define ALIAS_LIMIT 64           /* spellings of one row */
#define TABLE_RECORD_LIMIT 65536 /* bytes */
#define ROW_FINDING_LIMIT 20     /* findings about one file's rows; more are left out */

/* Which column of the file holds what; CRR_ABSENT where none does. */
struct layout {
    uint32_t key, points, note, valid_from, valid_to;
    uint32_t *aliases;
    size_t alias_count;
};

/* A file while it is read. */
struct scan {
    struct crr_reader *reader;
    const struct crr_table_columns *columns;
    struct crr_ast_table *table;
    struct crr_place place;
    struct layout layout;
    size_t finding_count;
    struct crr_csv_record record;
    struct crr_csv_field fields[CRR_COLUMN_LIMIT];
    char buffer[TABLE_RECORD_LIMIT];
};

#define REPORT(scan, finding, ...)                                                     \
    do {                                                                               \
        if ((scan)->finding_count++ < ROW_FINDING_LIMIT)                               \
            crr_report_add((scan)->reader->report, finding, &(scan)->place,            \
                (scan)->reader->path, __VA_ARGS__);                                    \
    } while (0)

/* The trimmed cell of a column; undoubled quotes lie in the scan's buffer. */
static struct crr_text
cell(struct scan *scan, uint32_t column)
{
    if (column == CRR_ABSENT || column >= scan->record.count)
        return (struct crr_text){NULL, 0};
    return crr_text_trim(crr_csv_text(&scan->fields[column], scan->buffer));
}

/* ---- The header ---- */

static void
report_column(struct scan *scan, struct crr_text name)
{
    struct crr_nearest nearest;
    char near[96];
    crr_nearest_init(&nearest, name);
    for (uint32_t i = 0; i < scan->record.count; i++)
        crr_nearest_try(&nearest, crr_text_trim((struct crr_text){
                                      scan->fields[i].at, scan->fields[i].length}));
    if (nearest.best.at)
        REPORT(scan, CRR_F_TABLE_COLUMN,
            "expected a column `%.*s`, found none; did you mean `%s`?", CRR_SHOW(name),
            crr_text_shown(nearest.best, near, sizeof near));
    else
        REPORT(scan, CRR_F_TABLE_COLUMN, "expected a column `%.*s`, found none",
            CRR_SHOW(name));
}

/* The column with this name; reports it if it is there twice, or not at all and needed.
 */
static bool
find_column(struct scan *scan, struct crr_text name, bool needed, uint32_t *ret)
{
    *ret = CRR_ABSENT;
    for (uint32_t i = 0; i < scan->record.count; i++) {
        if (!crr_text_equal(cell(scan, i), name))
            continue;
        if (*ret != CRR_ABSENT) {
            REPORT(scan, CRR_F_TABLE_COLUMN, "expected one column `%.*s`, found two",
                CRR_SHOW(name));
            return false;
        }
        *ret = i;
    }
    if (*ret == CRR_ABSENT && needed)
        report_column(scan, name);
    return *ret != CRR_ABSENT || !needed;
}

static bool
read_header(struct scan *scan)
{
    const struct crr_table_columns *columns = scan->columns;
    struct layout *layout = &scan->layout;
    bool good = find_column(scan, columns->key, true, &layout->key);
    good &= find_column(scan, columns->points, true, &layout->points);
    layout->note = CRR_ABSENT;
    if (columns->note.length > 0)
        good &= find_column(scan, columns->note, true, &layout->note);
    good &= find_column(scan, crr_text_of("valid_from"), false, &layout->valid_from);
    good &= find_column(scan, crr_text_of("valid_to"), false, &layout->valid_to);
    layout->aliases = crr_arena_array(
        scan->reader->arena, columns->alias_count, sizeof *layout->aliases);
    if (!layout->aliases)
        return false;
    layout->alias_count = columns->alias_count;
    for (size_t i = 0; i < columns->alias_count; i++)
        good &= find_column(scan, columns->aliases[i], true, &layout->aliases[i]);
    scan->table->dated = layout->valid_from != CRR_ABSENT ||
                         layout->valid_to != CRR_ABSENT;
    return good;
}

/* ---- Rows ---- */

/* A spelling, folded, in the arena. */
static bool
keep_spelling(struct scan *scan, struct crr_text text, struct crr_text *ret)
{
    char *kept = crr_arena_alloc(scan->reader->arena, text.length);
    if (!kept)
        return false;
    struct crr_text folded = crr_text_fold(text, false, kept);
    if (folded.length == 0 || folded.length > CRR_CODE_LIMIT) {
        REPORT(scan, CRR_F_TABLE_KEY, "expected a code of 1 to %d bytes, found %zu",
            CRR_CODE_LIMIT, folded.length);
        return false;
    }
    memmove(kept, folded.at, folded.length);
    *ret = (struct crr_text){kept, folded.length};
    return true;
}

/* The next piece of a cell up to the separator, trimmed; false at its end. */
static bool
next_piece(struct crr_text *rest, struct crr_text separator, struct crr_text *ret)
{
    if (!rest->at)
        return false;
    size_t end = rest->length;
    for (size_t i = 0; separator.length > 0 && i + separator.length <= rest->length;
         i++)
        if (memcmp(rest->at + i, separator.at, separator.length) == 0) {
            end = i;
            break;
        }
    *ret = crr_text_trim((struct crr_text){rest->at, end});
    if (end == rest->length)
        rest->at = NULL;
    else
        *rest = (struct crr_text){
            rest->at + end + separator.length, rest->length - end - separator.length};
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
        while (next_piece(&rest, scan->columns->alias_separator, &piece)) {
            if (piece.length == 0)
                continue;
            if (count == ALIAS_LIMIT) {
                REPORT(scan, CRR_F_TOO_MANY, "expected at most %d aliases a row",
                    ALIAS_LIMIT);
                return false;
            }
            if (!keep_spelling(scan, piece, &aliases[count]))
                return false;
            count++;
        }
    }
    struct crr_text *kept = crr_arena_array(scan->reader->arena, count, sizeof *kept);
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
        REPORT(scan, CRR_F_TABLE_POINTS,
            "expected points with at most 4 decimal places, found \"%s\", which %s",
            crr_text_shown(text, shown, sizeof shown), crr_number_fault_text(fault));
        return false;
    }
    if (points.units < -CRR_POINTS_LIMIT || points.units > CRR_POINTS_LIMIT) {
        REPORT(scan, CRR_F_TABLE_POINTS,
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
    char shown[64];
    *ret = CRR_NO_DAY;
    if (text.length == 0 || crr_day_parse(text, ret))
        return true;
    REPORT(scan, CRR_F_TABLE_PERIOD,
        "expected a date YYYY-MM-DD or nothing, found \"%s\"",
        crr_text_shown(text, shown, sizeof shown));
    return false;
}

static bool
read_row(struct scan *scan, struct crr_ast_row *row)
{
    *row = (struct crr_ast_row){.line = scan->place.line};
    bool good = keep_spelling(scan, cell(scan, scan->layout.key), &row->key);
    good &= read_row_points(scan, &row->points);
    good &= read_row_day(scan, scan->layout.valid_from, &row->valid_from);
    good &= read_row_day(scan, scan->layout.valid_to, &row->valid_to);
    if (good && row->valid_to != CRR_NO_DAY && row->valid_from >= row->valid_to) {
        REPORT(scan, CRR_F_TABLE_PERIOD,
            "expected valid_from before valid_to, which is the first day that the row "
            "no "
            "longer holds");
        good = false;
    }
    good = good && read_aliases(scan, row);
    struct crr_text note = cell(scan, scan->layout.note);
    if (note.length > NOTE_LIMIT) {
        REPORT(scan, CRR_F_NOT_A_TEXT,
            "expected a note of at most %d bytes, found %zu bytes", NOTE_LIMIT,
            note.length);
        return false;
    }
    if (good && note.length > 0)
        row->note = crr_arena_copy(scan->reader->arena, note);
    return good;
}

static void
add_row(struct scan *scan)
{
    struct crr_ast_table *table = scan->table;
    if (read_row(scan, &table->rows[table->row_count]))
        table->row_count++;
}

/* One record, or what stands in its place. */
static void
take_record(struct scan *scan, enum crr_csv_result result, size_t column_count)
{
    static const char *const faults[] = {
        [CRR_CSV_UNCLOSED] = "a quoted field is not closed",
        [CRR_CSV_AFTER_QUOTE] = "bytes follow a closing quote",
        [CRR_CSV_TOO_LONG] = "the record is longer than 64 KiB",
        [CRR_CSV_TOO_MANY] = "the record has too many fields",
    };
    if (result != CRR_CSV_RECORD)
        REPORT(scan, CRR_F_TABLE_ROW, "this row cannot be read: %s", faults[result]);
    else if (scan->record.count != column_count)
        REPORT(scan, CRR_F_TABLE_ROW, "expected %zu fields as in the header, found %zu",
            column_count, scan->record.count);
    else if (scan->table->row_count == CRR_ROW_LIMIT)
        REPORT(scan, CRR_F_TOO_MANY, "expected at most %d rows, found more",
            CRR_ROW_LIMIT);
    else
        add_row(scan);
}

/* Room for as many rows as the file has lines. */
static bool
make_room(struct scan *scan, struct crr_text bytes)
{
    const char *end = bytes.at + bytes.length;
    size_t count = 1;
    for (const char *at = bytes.at; at < end && count < CRR_ROW_LIMIT; at++, count++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (!at)
            break;
    }
    scan->table->rows = crr_arena_array(
        scan->reader->arena, count, sizeof *scan->table->rows);
    return scan->table->rows != NULL;
}

/* The header and the rows; returns how many columns there are, 0 without a header. */
static size_t
scan_records(struct scan *scan, struct crr_text bytes)
{
    size_t line = 1, next_line = 1, column_count = 0;
    enum crr_csv_result result;
    do {
        result = crr_csv_next(bytes.at, bytes.length, true, scan->columns->delimiter,
            TABLE_RECORD_LIMIT, &scan->record);
        if (result == CRR_CSV_END)
            break;
        line = next_line;
        scan->place.line = line;
        next_line += scan->record.line_count;
        bytes.at += scan->record.consumed;
        bytes.length -= scan->record.consumed;
        if (result == CRR_CSV_EMPTY_LINE)
            continue;
        if (column_count > 0 || result != CRR_CSV_RECORD)
            take_record(scan, result, column_count);
        else if (!read_header(scan))
            return scan->record.count;
        else
            column_count = scan->record.count;
    } while (column_count > 0 || result == CRR_CSV_EMPTY_LINE);
    return column_count;
}

static void
scan_rows(struct scan *scan, struct crr_text bytes)
{
    if (bytes.length >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0) {
        bytes.at += 3;
        bytes.length -= 3;
    }
    size_t column_count = scan_records(scan, bytes);
    if (scan->table->row_count == 0 && scan->finding_count == 0) {
        scan->place.line = 1;
        REPORT(scan, CRR_F_TABLE_EMPTY,
            "expected a header and at least one row, found %s",
            column_count > 0 ? "no row" : "an empty file");
    }
    if (scan->finding_count > ROW_FINDING_LIMIT)
        crr_report_add(scan->reader->report, CRR_F_TABLE_ROW, &scan->place,
            scan->reader->path, "%zu more findings about this file are not shown",
            scan->finding_count - ROW_FINDING_LIMIT);
}

/* True if all is UTF-8 without NUL bytes; else the first line that is not is reported.
 */
static bool
check_encoding(struct scan *scan, struct crr_text bytes)
{
    size_t line = 1;
    while (bytes.length > 0) {
        const char *end = memchr(bytes.at, '\n', bytes.length);
        size_t length = end ? (size_t)(end - bytes.at) + 1 : bytes.length;
        bool nul = memchr(bytes.at, '\0', length) != NULL;
        if (nul || !crr_text_is_utf8((struct crr_text){bytes.at, length})) {
            scan->place.line = line;
            REPORT(scan, CRR_F_NOT_UTF8, "expected UTF-8, found %s",
                nul ? "a NUL byte; is this file UTF-16?" : "bytes that are not UTF-8");
            return false;
        }
        bytes.at += length;
        bytes.length -= length;
        line++;
    }
    return true;
}

/* The scan is too large for the stack of a small thread. */
static void
scan_file(struct crr_reader *reader, const struct crr_table_columns *columns,
    const struct crr_table_file *file, struct crr_ast_table *table)
{
    struct crr_allocator *allocator = &reader->arena->allocator;
    struct scan *scan = allocator->resize(allocator->user, NULL, 0, sizeof *scan);
    if (!scan) {
        reader->arena->failed = true;
        return;
    }
    memset(scan, 0, sizeof *scan);
    scan->reader = reader;
    scan->columns = columns;
    scan->table = table;
    scan->record.fields = scan->fields;
    scan->record.capacity = CRR_COLUMN_LIMIT;
    scan->place.file = file->shown;
    scan->place.file_index = file->index;
    if (check_encoding(scan, file->bytes) && make_room(scan, file->bytes))
        scan_rows(scan, file->bytes);
    allocator->resize(allocator->user, scan, sizeof *scan, 0);
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
    scan_file(reader, columns, file, table);
}

/* Reading a model's CSV files. */
#include "model/csv_file.h"
#include <stdarg.h>
#include <stdio.h>

#define FINDING_LIMIT 20 /* errors about one file, and warnings; more are counted */

struct crr_csv_file *
crr_csv_file_new(struct crr_reader *reader, const struct crr_table_file *file)
{
    struct crr_allocator *allocator = &reader->arena->allocator;
    struct crr_csv_file *csv = allocator->resize(allocator->user, NULL, 0, sizeof *csv);
    if (!csv) {
        reader->arena->failed = true;
        return NULL;
    }
    memset(csv, 0, offsetof(struct crr_csv_file, fields));
    csv->reader = reader;
    csv->file = file;
    csv->delimiter = ',';
    csv->record.fields = csv->fields;
    csv->record.capacity = CRR_COLUMN_LIMIT;
    csv->place.file = file->shown;
    csv->place.file_index = file->index;
    return csv;
}

void
crr_csv_file_free(struct crr_csv_file *csv)
{
    struct crr_allocator allocator;
    if (!csv)
        return;
    allocator = csv->reader->arena->allocator;
    allocator.resize(allocator.user, csv, sizeof *csv, 0);
}

void
crr_csv_file_report(
    struct crr_csv_file *csv, enum crr_finding_number finding, const char *format, ...)
{
    bool warns = finding == CRR_F_LIST_ENTRY;
    size_t errors = csv->finding_count - csv->warning_count;
    char sentence[512];
    va_list arguments;
    csv->finding_count++;
    csv->warning_count += warns;
    if ((warns ? csv->warning_count : errors + 1) > FINDING_LIMIT)
        return;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    crr_report_add(
        csv->reader->report, finding, &csv->place, csv->reader->path, "%s", sentence);
}

/* Those that were counted only. */
static void
report_more(struct crr_csv_file *csv, enum crr_finding_number finding, size_t count)
{
    if (count > FINDING_LIMIT)
        crr_report_add(csv->reader->report, finding, &csv->place, csv->reader->path,
            "%zu more findings about this file are not shown", count - FINDING_LIMIT);
}

/* ---- Cells ---- */

struct crr_text
crr_csv_file_cell(struct crr_csv_file *csv, uint32_t column)
{
    if (column == CRR_ABSENT || column >= csv->record.count)
        return (struct crr_text){NULL, 0};
    return crr_text_trim(crr_csv_text(&csv->fields[column], csv->buffer));
}

bool
crr_csv_file_piece(
    struct crr_text *rest, struct crr_text separator, struct crr_text *ret)
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

/* ---- The header ---- */

static void
report_column(struct crr_csv_file *csv, struct crr_text name)
{
    struct crr_nearest nearest;
    char near[96];
    crr_nearest_init(&nearest, name);
    for (uint32_t i = 0; i < csv->record.count; i++)
        crr_nearest_try(&nearest,
            crr_text_trim((struct crr_text){csv->fields[i].at, csv->fields[i].length}));
    if (nearest.best.at)
        crr_csv_file_report(csv, CRR_F_TABLE_COLUMN,
            "expected a column `%.*s`, found none; did you mean `%s`?", CRR_SHOW(name),
            crr_text_shown(nearest.best, near, sizeof near));
    else
        crr_csv_file_report(csv, CRR_F_TABLE_COLUMN,
            "expected a column `%.*s`, found none", CRR_SHOW(name));
}

bool
crr_csv_file_column(
    struct crr_csv_file *csv, struct crr_text name, bool needed, uint32_t *ret)
{
    *ret = CRR_ABSENT;
    for (uint32_t i = 0; i < csv->record.count; i++) {
        if (!crr_text_equal(crr_csv_file_cell(csv, i), name))
            continue;
        if (*ret != CRR_ABSENT) {
            crr_csv_file_report(csv, CRR_F_TABLE_COLUMN,
                "expected one column `%.*s`, found two", CRR_SHOW(name));
            return false;
        }
        *ret = i;
    }
    if (*ret == CRR_ABSENT && needed)
        report_column(csv, name);
    return *ret != CRR_ABSENT || !needed;
}

/* ---- Rows ---- */

/* One record, or what stands in its place. */
static void
take_record(struct crr_csv_file *csv, enum crr_csv_result result)
{
    static const char *const faults[] = {
        [CRR_CSV_UNCLOSED] = "a quoted field is not closed",
        [CRR_CSV_AFTER_QUOTE] = "bytes follow a closing quote",
        [CRR_CSV_TOO_LONG] = "the record is longer than ",
        [CRR_CSV_TOO_MANY] = "the record has too many fields",
    };
    if (result != CRR_CSV_RECORD)
        crr_csv_file_report(csv, CRR_F_TABLE_ROW, "this row cannot be read: %s%s",
            faults[result], result == CRR_CSV_TOO_LONG ? csv->record_limit_text : "");
    else if (csv->record.count != csv->column_count)
        crr_csv_file_report(csv, CRR_F_TABLE_ROW,
            "expected %zu fields as in the header, found %zu", csv->column_count,
            csv->record.count);
    else {
        csv->row_count++;
        csv->take_row(csv);
    }
}

/* Goes on after the record; false where no more is to be read. */
static bool
take_next(struct crr_csv_file *csv, enum crr_csv_result result)
{
    if (result == CRR_CSV_EMPTY_LINE)
        return true;
    if (csv->column_count > 0 || result != CRR_CSV_RECORD) {
        take_record(csv, result);
        return csv->column_count > 0 && !csv->reader->arena->failed;
    }
    csv->column_count = csv->record.count;
    return csv->take_header(csv);
}

static void
read_records(struct crr_csv_file *csv, struct crr_text bytes)
{
    size_t next_line = 1;
    enum crr_csv_result result;
    do {
        result = crr_csv_next(bytes.at, bytes.length, true, csv->delimiter,
            csv->record_limit, &csv->record);
        if (result == CRR_CSV_END)
            return;
        csv->place.line = next_line;
        next_line += csv->record.line_count;
        bytes.at += csv->record.consumed;
        bytes.length -= csv->record.consumed;
    } while (take_next(csv, result));
}

/* True if all is UTF-8 without NUL bytes; else the first line that is not is reported.
 */
static bool
check_encoding(struct crr_csv_file *csv)
{
    struct crr_text bytes = csv->file->bytes;
    size_t line = 1;
    while (bytes.length > 0) {
        const char *end = memchr(bytes.at, '\n', bytes.length);
        size_t length = end ? (size_t)(end - bytes.at) + 1 : bytes.length;
        bool nul = memchr(bytes.at, '\0', length) != NULL;
        if (nul || !crr_text_is_utf8((struct crr_text){bytes.at, length})) {
            csv->place.line = line;
            crr_csv_file_report(csv, CRR_F_NOT_UTF8, "expected UTF-8, found %s",
                nul ? "a NUL byte; is this file UTF-16?" : "bytes that are not UTF-8");
            return false;
        }
        bytes.at += length;
        bytes.length -= length;
        line++;
    }
    return true;
}

void
crr_csv_file_read(struct crr_csv_file *csv)
{
    struct crr_text bytes = csv->file->bytes;
    if (!check_encoding(csv))
        return;
    if (bytes.length >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0) {
        bytes.at += 3;
        bytes.length -= 3;
    }
    read_records(csv, bytes);
    if (csv->row_count == 0 && csv->finding_count == 0) {
        csv->place.line = 1;
        crr_csv_file_report(csv, CRR_F_TABLE_EMPTY,
            "expected a header and at least one row, found %s",
            csv->column_count > 0 ? "no row" : "an empty file");
    }
    report_more(csv, CRR_F_TABLE_ROW, csv->finding_count - csv->warning_count);
    report_more(csv, CRR_F_LIST_ENTRY, csv->warning_count);
}

size_t
crr_csv_file_line_count(const struct crr_csv_file *csv, size_t limit)
{
    const char *at = csv->file->bytes.at;
    const char *end = at + csv->file->bytes.length;
    size_t count = 1;
    for (; at < end && count < limit; at++, count++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (!at)
            break;
    }
    return count;
}

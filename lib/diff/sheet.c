/* Reading an output of rating again. */
#include "diff/sheet.h"
#include <stdio.h>
#include "base/report.h"
#include "base/span.h"
#include "crr/model.h"
#include "file/delimiter.h"
#include "file/key.h"

enum crr_status
crr_sheet_refuse(const struct crr_sheet *sheet, uint64_t line, struct crr_error *reterr,
    const char *message)
{
    struct crr_place place = {sheet->source->name, 0, (size_t)line, 0};
    return crr_error_set(reterr, CRR_E_FILE, 0, &place, "", "%s", message);
}

size_t
crr_sheet_find(const struct crr_sheet *sheet, struct crr_text name)
{
    for (size_t i = 0; i < sheet->column_count; i++)
        if (crr_text_equal(sheet->names[i], name))
            return i;
    return CRR_NONE;
}

static enum crr_status
explain_read(
    const struct crr_sheet *sheet, enum crr_status status, struct crr_error *reterr)
{
    struct crr_place place = {sheet->source->name, 0, 0, 0};
    return status == CRR_E_READ
               ? crr_error_set(reterr, status, 0, &place, "", "the file cannot be read")
               : status;
}

/* The next record; *ret_found is false at the end. */
static enum crr_status
next_record(struct crr_sheet *sheet, bool *ret_found, struct crr_error *reterr)
{
    enum crr_csv_result result;
    enum crr_status status;
    do
        status = crr_stream_next(&sheet->stream, &result);
    while (status == CRR_OK && result == CRR_CSV_EMPTY_LINE);
    *ret_found = status == CRR_OK && result == CRR_CSV_RECORD;
    if (status != CRR_OK || *ret_found || result == CRR_CSV_END)
        return explain_read(sheet, status, reterr);
    return crr_sheet_refuse(sheet, sheet->stream.line, reterr,
        "a row of CSV is expected, found one that cannot be split");
}

static struct crr_text *
keep_cells(struct crr_arena *arena, struct crr_sheet *sheet)
{
    size_t count = sheet->stream.record.count;
    struct crr_text *cells = crr_arena_array(arena, count, sizeof *cells);
    for (size_t i = 0; cells && i < count; i++)
        cells[i] = crr_arena_copy(arena, crr_stream_field(&sheet->stream, i));
    return arena->failed ? NULL : cells;
}

/* ---- The header ---- */

/* "a, b, c"; dots are those for which there is no room. */
static const char *
list_names(const struct crr_sheet *sheet, char *ret_list, size_t size)
{
    size_t length = 0;
    for (size_t i = 0; i < sheet->column_count; i++) {
        char shown[48];
        crr_text_shown(sheet->names[i], shown, sizeof shown);
        if (length + strlen(shown) + sizeof ", ..." > size) {
            snprintf(ret_list + length, size - length, "...");
            break;
        }
        length += (size_t)snprintf(ret_list + length, size - length, "%s%s", shown,
            i + 1 < sheet->column_count ? ", " : "");
    }
    return ret_list;
}

/* path: the column that is missed, "key" or "tier". */
static enum crr_status
refuse_header(const struct crr_sheet *sheet, const char *path, struct crr_text wanted,
    const char *purpose, struct crr_error *reterr)
{
    struct crr_place place = {sheet->source->name, 0, (size_t)sheet->stream.line, 0};
    char shown[64], list[300] = "";
    return crr_error_set(reterr, CRR_E_FILE, 0, &place, path,
        "a column \"%s\" is expected, %s, found: %s",
        crr_text_shown(wanted, shown, sizeof shown), purpose,
        list_names(sheet, list, sizeof list));
}

static enum crr_status
check_names(const struct crr_sheet *sheet, struct crr_error *reterr)
{
    for (size_t i = 0; i < sheet->column_count; i++) {
        char shown[64], message[128];
        if (crr_sheet_find(sheet, sheet->names[i]) == i)
            continue;
        snprintf(message, sizeof message,
            "names of columns that differ are expected, found \"%s\" twice",
            crr_text_shown(sheet->names[i], shown, sizeof shown));
        return crr_sheet_refuse(sheet, sheet->stream.line, reterr, message);
    }
    return CRR_OK;
}

static enum crr_status
find_columns(struct crr_sheet *sheet, struct crr_text key, struct crr_error *reterr)
{
    struct crr_text tier = crr_text_of("tier");
    if (key.length == 0)
        key = sheet->names[0];
    sheet->key = crr_sheet_find(sheet, key);
    sheet->tier = crr_sheet_find(sheet, tier);
    sheet->system_tier = crr_sheet_find(sheet, crr_text_of("system_tier"));
    sheet->score = crr_sheet_find(sheet, crr_text_of("score"));
    if (sheet->key == CRR_NONE)
        return refuse_header(sheet, "key", key, "which names the customer", reterr);
    if (sheet->tier == CRR_NONE)
        return refuse_header(sheet, "tier", tier, "as crr rate writes it", reterr);
    return CRR_OK;
}

/* The columns that are looked for: of which an output has the most under its delimiter.
 */
static bool
is_wanted(const void *user, struct crr_text name)
{
    const struct crr_text *key = user;
    static const char *const names[] = {"tier", "system_tier", "score", "key"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (crr_text_is(name, names[i]))
            return true;
    return name.length > 0 && crr_text_equal(name, *key);
}

static enum crr_status
find_delimiter(struct crr_sheet *sheet, struct crr_text key, struct crr_error *reterr)
{
    const struct crr_outputs_options *options = sheet->options;
    struct crr_delimiter_search search = {
        .stream = &sheet->stream, .is_wanted = is_wanted, .user = &key};
    bool tied;
    if (!options->find_delimiter || options->delimiter)
        return CRR_OK;
    enum crr_status status = crr_delimiter_find(&search, &tied);
    if (status != CRR_OK)
        return explain_read(sheet, status, reterr);
    if (tied)
        return crr_sheet_refuse(sheet, 0, reterr,
            "one delimiter is expected, found that several fit; name it");
    if (options->delimiter_found)
        options->delimiter_found(options->delimiter_user, sheet->source,
            sheet->stream.delimiter, crr_delimiter_name(sheet->stream.delimiter));
    return CRR_OK;
}

/* The status of the first row, unless its line does not end where it should. */
static enum crr_status
check_line_end(
    const struct crr_sheet *sheet, enum crr_status status, struct crr_error *reterr)
{
    size_t cr = crr_stream_find_cr(&sheet->stream);
    char message[200];
    if (cr == SIZE_MAX)
        return status;
    snprintf(message, sizeof message,
        CRR_LINE_END_EXPECTED " is expected, found " CRR_LINE_END_FOUND, cr);
    return crr_sheet_refuse(sheet, sheet->stream.line, reterr, message);
}

enum crr_status
crr_sheet_read_header(struct crr_sheet *sheet, struct crr_text key,
    struct crr_arena *arena, struct crr_error *reterr)
{
    struct crr_text start;
    bool found;
    enum crr_status status = crr_stream_peek(&sheet->stream, &start);
    if (status != CRR_OK)
        return explain_read(sheet, status, reterr);
    if (start.length >= 3 && memcmp(start.at, "\xef\xbb\xbf", 3) == 0)
        crr_stream_skip(&sheet->stream, 3);
    sheet->marked = sheet->stream.next_byte > 0;
    if (crr_stream_begins_json(&sheet->stream))
        return crr_sheet_refuse(
            sheet, 1, reterr, "an output in CSV is expected, found one in JSON Lines");
    status = find_delimiter(sheet, key, reterr);
    if (status == CRR_OK)
        status = next_record(sheet, &found, reterr);
    if (status == CRR_OK || status == CRR_E_FILE)
        status = check_line_end(sheet, status, reterr);
    if (status != CRR_OK)
        return status;
    if (!found)
        return crr_sheet_refuse(
            sheet, 0, reterr, "a header row is expected, found an empty file");
    sheet->names = keep_cells(arena, sheet);
    if (!sheet->names)
        return CRR_E_MEMORY;
    sheet->column_count = sheet->stream.record.count;
    status = check_names(sheet, reterr);
    return status == CRR_OK ? find_columns(sheet, key, reterr) : status;
}

/* ---- Rows ---- */

static enum crr_status
refuse_width(const struct crr_sheet *sheet, struct crr_error *reterr)
{
    char message[96];
    snprintf(message, sizeof message,
        "%zu fields are expected, as in the header, found %zu", sheet->column_count,
        sheet->stream.record.count);
    return crr_sheet_refuse(sheet, sheet->stream.line, reterr, message);
}

enum crr_status
crr_sheet_next(struct crr_sheet *sheet, struct crr_arena *arena,
    struct crr_sheet_row *ret, bool *ret_found, struct crr_error *reterr)
{
    enum crr_status status = next_record(sheet, ret_found, reterr);
    if (status != CRR_OK || !*ret_found)
        return status;
    if (sheet->stream.record.count != sheet->column_count)
        return refuse_width(sheet, reterr);
    *ret = (struct crr_sheet_row){keep_cells(arena, sheet), sheet->stream.line};
    if (!ret->cells)
        return CRR_E_MEMORY;
    ret->cells[sheet->key] = crr_text_trim(ret->cells[sheet->key]);
    if (sheet->marked && crr_key_is_dressed(ret->cells[sheet->key]))
        return crr_sheet_refuse(sheet, ret->line, reterr,
            "a key as `crr rate` writes it without --for-excel is expected, found one "
            "for spreadsheets");
    return ret->cells[sheet->key].length > 0
               ? CRR_OK
               : crr_sheet_refuse(
                     sheet, ret->line, reterr, "a key is expected, found none");
}

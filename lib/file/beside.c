/* Reading files beside the customers. They are made by people or by an earlier run, so
 * that anything that is not certain stops the run. */
#include "file/beside.h"
#include <stdio.h>
#include <string.h>
#include "base/day.h"
#include "plan/plan.h"

static const struct crr_text nothing = {NULL, 0};

/* ---- Faults ---- */

static void
tell(const struct crr_beside *beside, const struct crr_error *error)
{
    const struct crr_file_options *options = beside->run->options;
    if (options->report)
        options->report(options->report_user, error);
}

enum crr_status
crr_beside_refuse_as(
    struct crr_beside *beside, size_t column, const char *expected, const char *found)
{
    struct crr_place place = {beside->source->name, 0, (size_t)beside->stream.line, 0};
    struct crr_error error;
    crr_error_set(&error, CRR_E_FILE, beside->finding, &place,
        column == CRR_NONE ? "" : beside->names[column], "%s is expected, found %s",
        expected, found);
    if (beside->fault_count++ == 0 && beside->reterr)
        *beside->reterr = error;
    if (beside->fault_count <= CRR_BESIDE_FAULT_LIMIT)
        tell(beside, &error);
    return CRR_E_FILE;
}

enum crr_status
crr_beside_refuse(struct crr_beside *beside, size_t column, const char *expected,
    struct crr_text found)
{
    char shown[96], quoted[100];
    snprintf(
        quoted, sizeof quoted, "\"%s\"", crr_text_shown(found, shown, sizeof shown));
    return crr_beside_refuse_as(
        beside, column, expected, found.length ? quoted : "none");
}

bool
crr_beside_goes_on(const struct crr_beside *beside, enum crr_status status)
{
    return status == CRR_OK || (status == CRR_E_FILE && beside->run->options->report);
}

/* What came of the whole file. */
static enum crr_status
conclude(const struct crr_beside *beside)
{
    struct crr_error error;
    if (beside->fault_count > CRR_BESIDE_FAULT_LIMIT) {
        struct crr_place place = {beside->source->name, 0, 0, 0};
        crr_error_set(&error, CRR_OK, 0, &place, "", "%llu more faults are not shown",
            (unsigned long long)(beside->fault_count - CRR_BESIDE_FAULT_LIMIT));
        error.severity = CRR_SEVERITY_NOTE;
        tell(beside, &error);
    }
    return beside->fault_count > 0 ? CRR_E_FILE : CRR_OK;
}

/* ---- Header ---- */

/* The column that a name of the header stands for, or beside->count. */
static size_t
column_of(const struct crr_beside *beside, struct crr_text name)
{
    size_t column = 0;
    while (column < beside->count && !crr_text_is(name, beside->names[column]))
        column++;
    return column;
}

/* "a, b and perhaps c": the columns that a file has. */
static void
list_columns(const struct crr_beside *beside, char *list, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < beside->count && used < size; i++) {
        const char *before = i == 0                  ? ""
                             : i == beside->required ? " and perhaps "
                                                     : ", ";
        used += (size_t)snprintf(
            list + used, size - used, "%s%s", before, beside->names[i]);
    }
}

/* The name of the header that a column's was perhaps meant to be. Where no others may
 * be there, those are told anyway. */
static const char *
nearest_name(const struct crr_beside *beside, const char *column, char hint[80])
{
    struct crr_nearest nearest;
    char shown[64];
    crr_nearest_init(&nearest, crr_text_of(column));
    for (size_t i = 0; i < beside->column_count && !beside->closed; i++)
        if (column_of(beside, beside->header[i]) == beside->count)
            crr_nearest_try(&nearest, beside->header[i]);
    if (!nearest.best.at)
        return "";
    snprintf(hint, 80, " (perhaps \"%s\")",
        crr_text_shown(nearest.best, shown, sizeof shown));
    return hint;
}

/* The names of needed columns that are not there; the first of them in *ret_first. */
static void
list_absent(const struct crr_beside *beside, char *list, size_t size, size_t *ret_first)
{
    size_t used = 0;
    list[0] = '\0';
    *ret_first = CRR_NONE;
    for (size_t i = beside->required; i-- > 0;)
        if (beside->columns[i] == CRR_NONE)
            *ret_first = i;
    for (size_t i = 0; i < beside->required && used < size; i++) {
        char hint[80];
        if (beside->columns[i] != CRR_NONE)
            continue;
        used += (size_t)snprintf(list + used, size - used, "%s%s%s",
            used ? ", " : "no ", beside->names[i],
            nearest_name(beside, beside->names[i], hint));
    }
}

/* Adds a name of the header that is none of the file's columns. */
static void
add_stranger(
    const struct crr_beside *beside, struct crr_text name, char *list, size_t size)
{
    struct crr_nearest nearest;
    char shown[64];
    size_t used = strlen(list);
    if (name.length == 0) {
        snprintf(
            list + used, size - used, "%sa column without a name", used ? ", " : "");
        return;
    }
    crr_nearest_init(&nearest, name);
    for (size_t i = 0; i < beside->count; i++)
        crr_nearest_try(&nearest, crr_text_of(beside->names[i]));
    snprintf(list + used, size - used, "%s\"%s\"%s%.*s%s", used ? ", " : "",
        crr_text_shown(name, shown, sizeof shown), nearest.best.at ? " (perhaps " : "",
        (int)nearest.best.length, nearest.best.at ? nearest.best.at : "",
        nearest.best.at ? ")" : "");
}

/* All that is wrong with the columns, in one sentence: needed ones that are not there,
 * and names that mean nothing. */
static enum crr_status
refuse_columns(struct crr_beside *beside, const char *strangers)
{
    char list[176], expected[240], absent[176], found[400];
    size_t first;
    list_columns(beside, list, sizeof list);
    list_absent(beside, absent, sizeof absent, &first);
    if (first == CRR_NONE && *strangers == '\0')
        return CRR_OK;
    snprintf(expected, sizeof expected, "%s of the columns %s%s",
        beside->closed ? "a header" : "a header with all", list, beside->origin);
    snprintf(found, sizeof found, "%s%s%s", absent,
        *absent && *strangers ? " and " : "", strangers);
    return crr_beside_refuse_as(beside, first, expected, found);
}

/* Names of the header, each taken from the stream once. */
static enum crr_status
keep_header(struct crr_beside *beside)
{
    beside->column_count = beside->stream.record.count;
    beside->header = crr_arena_array(
        beside->arena, beside->column_count, sizeof *beside->header);
    if (!beside->header)
        return CRR_E_MEMORY;
    for (size_t i = 0; i < beside->column_count; i++) {
        beside->header[i] = crr_arena_copy(
            beside->arena, crr_text_trim(crr_stream_field(&beside->stream, i)));
        if (!beside->header[i].at)
            return CRR_E_MEMORY;
    }
    return CRR_OK;
}

/* The place of a name in the header, or CRR_NONE. */
static size_t
place_of(const struct crr_beside *beside, struct crr_text name)
{
    for (size_t i = 0; i < beside->column_count; i++)
        if (crr_text_equal(beside->header[i], name))
            return i;
    return CRR_NONE;
}

static enum crr_status
place_columns(struct crr_beside *beside, char *strangers, size_t size)
{
    strangers[0] = '\0';
    for (size_t i = 0; i < beside->column_count; i++) {
        struct crr_text name = beside->header[i];
        size_t column = column_of(beside, name);
        if (column == beside->count) {
            if (beside->closed && i != beside->columns[0])
                add_stranger(beside, name, strangers, size);
            continue;
        }
        if (place_of(beside, name) != i)
            return crr_beside_refuse(beside, column, "a column that stands once", name);
        beside->columns[column] = i;
    }
    return CRR_OK;
}

/* A header of one column, in which other delimiters stand. */
static enum crr_status
check_delimiter(struct crr_beside *beside)
{
    static const struct {
        char byte;
        const char *name;
    } others[] = {{';', "semicolons"}, {'\t', "tabs"}, {'|', "the sign |"}};
    struct crr_text name = beside->header[0];
    char found[64];
    if (beside->column_count != 1 || name.length == 0)
        return CRR_OK;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (!memchr(name.at, others[i].byte, name.length))
            continue;
        snprintf(found, sizeof found, "one column with %s in its name", others[i].name);
        return crr_beside_refuse_as(
            beside, CRR_NONE, "a header parted by commas", found);
    }
    return CRR_OK;
}

static enum crr_status
read_header(struct crr_beside *beside)
{
    char strangers[240];
    enum crr_status status = keep_header(beside);
    if (status == CRR_OK)
        status = check_delimiter(beside);
    if (status != CRR_OK)
        return status;
    for (size_t i = 0; i < beside->count; i++)
        beside->columns[i] = CRR_NONE;
    /* Stays if no column is named `key`. */
    beside->columns[0] = place_of(
        beside, beside->run->model->ast->inputs[beside->run->key].id);
    status = place_columns(beside, strangers, sizeof strangers);
    return status == CRR_OK ? refuse_columns(beside, strangers) : status;
}

/* ---- Records ---- */

static enum crr_status
take_record(struct crr_beside *beside)
{
    char expected[64], found[64];
    struct crr_text bytes = beside->stream.bytes;
    size_t count = beside->stream.record.count;
    if (count != beside->column_count) {
        snprintf(
            expected, sizeof expected, "a row of %zu fields", beside->column_count);
        snprintf(found, sizeof found, "%zu field%s", count, count == 1 ? "" : "s");
        return crr_beside_refuse_as(beside, CRR_NONE, expected, found);
    }
    if (!crr_text_is_utf8(bytes) || memchr(bytes.at, 0, bytes.length))
        return crr_beside_refuse_as(beside, CRR_NONE, "text in UTF-8", "other bytes");
    return beside->take(beside);
}

/* Steps over a mark of UTF-8, refuses one of UTF-16, and JSON. */
static enum crr_status
skip_mark(struct crr_beside *beside)
{
    struct crr_text first;
    enum crr_status status = crr_stream_peek(&beside->stream, &first);
    if (status != CRR_OK)
        return status;
    if (first.length >= 3 && memcmp(first.at, "\xEF\xBB\xBF", 3) == 0)
        crr_stream_skip(&beside->stream, 3);
    beside->marked = beside->stream.next_byte > 0;
    if (first.length >= 2 &&
        (memcmp(first.at, "\xFF\xFE", 2) == 0 || memcmp(first.at, "\xFE\xFF", 2) == 0))
        return crr_beside_refuse_as(beside, CRR_NONE, "a file in UTF-8", "UTF-16");
    if (crr_stream_begins_json(&beside->stream))
        return crr_beside_refuse_as(beside, CRR_NONE, "CSV", "JSON Lines");
    return CRR_OK;
}

static enum crr_status
read_record(struct crr_beside *beside, enum crr_csv_result result, bool header)
{
    size_t cr = header ? crr_stream_find_cr(&beside->stream) : SIZE_MAX;
    char found[100];
    if (cr != SIZE_MAX) {
        snprintf(found, sizeof found, CRR_LINE_END_FOUND, cr);
        return crr_beside_refuse_as(beside, CRR_NONE, CRR_LINE_END_EXPECTED, found);
    }
    /* What stands there may be confidential. */
    if (result != CRR_CSV_RECORD)
        return crr_beside_refuse_as(beside, CRR_NONE,
            "a row of at most 1 MiB with its quotes closed", "a broken one");
    return header ? read_header(beside) : take_record(beside);
}

static enum crr_status
read_all(struct crr_beside *beside)
{
    enum crr_status status = skip_mark(beside);
    bool header = true;
    while (status == CRR_OK) {
        enum crr_csv_result result;
        status = crr_stream_next(&beside->stream, &result);
        if (status != CRR_OK || result == CRR_CSV_EMPTY_LINE)
            continue;
        if (result == CRR_CSV_END)
            return header ? crr_beside_refuse(beside, CRR_NONE, "a header", nothing)
                          : CRR_OK;
        status = read_record(beside, result, header);
        if (!header && crr_beside_goes_on(beside, status))
            status = CRR_OK;
        header = false;
    }
    return status;
}

enum crr_status
crr_beside_read(struct crr_beside *beside)
{
    enum crr_status status = CRR_E_MEMORY;
    if (crr_stream_init(
            &beside->stream, beside->source, ',', &beside->arena->allocator))
        status = read_all(beside);
    if (status == CRR_OK && beside->look)
        status = beside->look(beside);
    crr_stream_clear(&beside->stream);
    if (status == CRR_E_READ) {
        struct crr_place place = {beside->source->name, 0, 0, 0};
        crr_error_set(beside->reterr, status, 0, &place, "", "the file cannot be read");
    }
    return status == CRR_OK || status == CRR_E_FILE ? conclude(beside) : status;
}

/* ---- Cells ---- */

struct crr_text
crr_beside_cell(struct crr_beside *beside, size_t column)
{
    if (beside->columns[column] == CRR_NONE)
        return (struct crr_text){"", 0};
    return crr_text_trim(crr_stream_field(&beside->stream, beside->columns[column]));
}

enum crr_status
crr_beside_tier(
    struct crr_beside *beside, size_t column, struct crr_text cell, size_t *ret_tier)
{
    const struct crr_ast *ast = beside->run->model->ast;
    for (uint32_t i = 0; i < ast->tier_count; i++)
        if (crr_text_equal(ast->tiers[i].id, cell)) {
            *ret_tier = i;
            return CRR_OK;
        }
    return crr_beside_refuse(beside, column, "the id of a tier of the model", cell);
}

enum crr_status
crr_beside_day(struct crr_beside *beside, size_t column, struct crr_text cell,
    const char *what, int32_t *ret_day)
{
    char expected[96], hint[CRR_DAY_HINT_SIZE], shown[96], found[160];
    if (crr_day_parse(cell, ret_day))
        return CRR_OK;
    snprintf(expected, sizeof expected, "%s, as 2026-01-31,", what);
    snprintf(found, sizeof found, "\"%s\"%s", crr_text_shown(cell, shown, sizeof shown),
        crr_day_hint(cell, hint));
    return crr_beside_refuse_as(beside, column, expected, cell.length ? found : "none");
}

/* Reading files beside the customers. They are made by people or by an earlier run, so
 * that anything that is not certain stops the run. */
#include "file/beside.h"
#include <stdio.h>
#include <string.h>
#include "base/day.h"
#include "plan/plan.h"

static const struct crr_text nothing = {NULL, 0};

enum crr_status
crr_beside_refuse(struct crr_beside *beside, size_t column, const char *expected,
    struct crr_text found)
{
    struct crr_place place = {beside->source->name, 0, (size_t)beside->stream.line, 0};
    char shown[96];
    return crr_error_set(beside->reterr, CRR_E_FILE, beside->finding, &place,
        column == CRR_NONE ? "" : beside->names[column], "%s is expected, found %s%s%s",
        expected, found.length ? "\"" : "none",
        crr_text_shown(found, shown, sizeof shown), found.length ? "\"" : "");
}

/* ---- Header ---- */

static enum crr_status
refuse_name(struct crr_beside *beside, struct crr_text name)
{
    struct crr_nearest nearest;
    char expected[128];
    crr_nearest_init(&nearest, name);
    for (size_t i = 0; i < beside->count; i++)
        crr_nearest_try(&nearest, crr_text_of(beside->names[i]));
    snprintf(expected, sizeof expected, "a column that is known here%s%.*s%s",
        nearest.best.at ? ", perhaps " : "", (int)nearest.best.length,
        nearest.best.at ? nearest.best.at : "", nearest.best.at ? "," : "");
    return crr_beside_refuse(beside, CRR_NONE, expected, name);
}

/* The column that a name of the header stands for, or beside->count. */
static size_t
column_of(const struct crr_beside *beside, struct crr_text name)
{
    size_t column = 0;
    while (column < beside->count && !crr_text_is(name, beside->names[column]))
        column++;
    return column;
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
place_columns(struct crr_beside *beside)
{
    for (size_t i = 0; i < beside->column_count; i++) {
        struct crr_text name = beside->header[i];
        size_t column = column_of(beside, name);
        if (column == beside->count) {
            if (beside->closed && i != beside->columns[0])
                return refuse_name(beside, name);
            continue;
        }
        if (place_of(beside, name) != i)
            return crr_beside_refuse(beside, column, "a column that stands once", name);
        beside->columns[column] = i;
    }
    return CRR_OK;
}

static enum crr_status
read_header(struct crr_beside *beside)
{
    enum crr_status status = keep_header(beside);
    if (status != CRR_OK)
        return status;
    for (size_t i = 0; i < beside->count; i++)
        beside->columns[i] = CRR_NONE;
    /* Stays if no column is named `key`. */
    beside->columns[0] = place_of(
        beside, beside->run->model->ast->inputs[beside->run->key].id);
    status = place_columns(beside);
    for (size_t i = 0; status == CRR_OK && i < beside->required; i++)
        if (beside->columns[i] == CRR_NONE)
            status = crr_beside_refuse(beside, i, beside->column_expected, nothing);
    return status;
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
        snprintf(found, sizeof found, "%zu fields", count);
        return crr_beside_refuse(beside, CRR_NONE, expected, crr_text_of(found));
    }
    if (!crr_text_is_utf8(bytes) || memchr(bytes.at, 0, bytes.length))
        return crr_beside_refuse(
            beside, CRR_NONE, "text in UTF-8", crr_text_of("other bytes"));
    return beside->take(beside);
}

/* Steps over a mark of UTF-8, refuses one of UTF-16. */
static enum crr_status
skip_mark(struct crr_beside *beside)
{
    struct crr_text first;
    enum crr_status status = crr_stream_peek(&beside->stream, &first);
    if (status != CRR_OK)
        return status;
    if (first.length >= 3 && memcmp(first.at, "\xEF\xBB\xBF", 3) == 0)
        crr_stream_skip(&beside->stream, 3);
    if (first.length >= 2 &&
        (memcmp(first.at, "\xFF\xFE", 2) == 0 || memcmp(first.at, "\xFE\xFF", 2) == 0))
        return crr_beside_refuse(
            beside, CRR_NONE, "a file in UTF-8", crr_text_of("UTF-16"));
    return CRR_OK;
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
        /* What stands there may be confidential. */
        if (result != CRR_CSV_RECORD)
            return crr_beside_refuse(beside, CRR_NONE,
                "a row of at most 1 MiB with its quotes closed",
                crr_text_of("a broken one"));
        status = header ? read_header(beside) : take_record(beside);
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
    crr_stream_clear(&beside->stream);
    if (status == CRR_E_READ) {
        struct crr_place place = {beside->source->name, 0, 0, 0};
        crr_error_set(beside->reterr, status, 0, &place, "", "the file cannot be read");
    }
    return status;
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
    static const char pattern[] = "YYYY-MM-DD";
    char expected[96];
    enum crr_date_fault fault = crr_date_parse(cell, crr_text_of(pattern), ret_day);
    if (fault == CRR_DATE_GOOD)
        return CRR_OK;
    snprintf(expected, sizeof expected, "%s, as 2026-01-31%s,", what,
        fault == CRR_DATE_CALENDAR ? " and in the calendar" : "");
    return crr_beside_refuse(beside, column, expected, cell);
}

/* Files of overrides: CSV with the columns key, tier, reason_code, reason, decided_by,
 * second_person, decided_on, from, until, system_tier and, if wanted, digest. It is
 * written by people, so that anything that is not certain stops the run. */
#include "file/overrides.h"
#include <stdio.h>
#include <string.h>
#include "model/model.h"
#include "plan/rater.h"

enum column {
    COLUMN_KEY,
    COLUMN_TIER,
    COLUMN_REASON_CODE,
    COLUMN_REASON,
    COLUMN_DECIDED_BY,
    COLUMN_SECOND_PERSON,
    COLUMN_DECIDED_ON,
    COLUMN_FROM,
    COLUMN_UNTIL,
    COLUMN_SYSTEM_TIER,
    COLUMN_DIGEST,
    COLUMN_COUNT
};

static const char *const names[] = {"key", "tier", "reason_code", "reason",
    "decided_by", "second_person", "decided_on", "from", "until", "system_tier",
    "digest"};

struct reading {
    struct crr_overrides *overrides;
    const struct crr_ast *ast;
    struct crr_arena *arena;
    struct crr_stream stream;
    size_t columns[COLUMN_COUNT]; /* place in the header, CRR_NONE */
    size_t column_count;          /* of the header */
    struct crr_text cells[COLUMN_COUNT];
    struct crr_error *reterr;
};

/* ---- Findings ---- */

static enum crr_status
refuse(struct reading *reading, const char *column, const char *expected,
    struct crr_text found)
{
    struct crr_place place = {
        reading->stream.source->name, 0, (size_t)reading->stream.line, 0};
    char shown[96];
    return crr_error_set(reading->reterr, CRR_E_FILE, CRR_F_OVERRIDE, &place, column,
        "%s is expected, found %s%s%s", expected, found.length ? "\"" : "none",
        crr_text_shown(found, shown, sizeof shown), found.length ? "\"" : "");
}

static enum crr_status
refuse_cell(struct reading *reading, enum column column, const char *expected)
{
    return refuse(reading, names[column], expected, reading->cells[column]);
}

/* ---- Header ---- */

static enum crr_status
refuse_name(struct reading *reading, struct crr_text name)
{
    struct crr_nearest nearest;
    char expected[128];
    crr_nearest_init(&nearest, name);
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        crr_nearest_try(&nearest, crr_text_of(names[i]));
    snprintf(expected, sizeof expected, "a column of overrides%s%.*s%s",
        nearest.best.at ? ", perhaps " : "", (int)nearest.best.length,
        nearest.best.at ? nearest.best.at : "", nearest.best.at ? "," : "");
    return refuse(reading, "", expected, name);
}

static enum crr_status
read_header(struct reading *reading)
{
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        reading->columns[i] = CRR_NONE;
    reading->column_count = reading->stream.record.count;
    for (size_t i = 0; i < reading->column_count; i++) {
        struct crr_text name = crr_text_trim(crr_stream_field(&reading->stream, i));
        size_t column = 0;
        while (column < COLUMN_COUNT && !crr_text_is(name, names[column]))
            column++;
        if (column == COLUMN_COUNT)
            return refuse_name(reading, name);
        if (reading->columns[column] != CRR_NONE)
            return refuse(reading, names[column], "a column that stands once", name);
        reading->columns[column] = i;
    }
    for (size_t i = 0; i < COLUMN_DIGEST; i++)
        if (reading->columns[i] == CRR_NONE)
            return refuse(
                reading, names[i], "a column of this name", (struct crr_text){NULL, 0});
    return CRR_OK;
}

/* ---- Lines ---- */

static bool
read_tier(struct reading *reading, enum column column, size_t *ret)
{
    for (uint32_t i = 0; i < reading->ast->tier_count; i++)
        if (crr_text_equal(reading->ast->tiers[i].id, reading->cells[column])) {
            *ret = i;
            return true;
        }
    return false;
}

static bool
knows_reason(const struct crr_ast *ast, struct crr_text code)
{
    const struct crr_ast_overrides *overrides = &ast->overrides;
    for (uint32_t i = 0; i < overrides->reason_code_count; i++)
        if (crr_text_equal(overrides->reason_codes[i], code))
            return true;
    return overrides->reason_code_count == 0 && code.length > 0;
}

static enum crr_status
read_days(struct reading *reading, struct crr_override *ret)
{
    ret->until = CRR_NO_DAY;
    if (!crr_day_parse(reading->cells[COLUMN_DECIDED_ON], &ret->decided_on))
        return refuse_cell(
            reading, COLUMN_DECIDED_ON, "the day of the decision, as 2026-01-31,");
    if (!crr_day_parse(reading->cells[COLUMN_FROM], &ret->from))
        return refuse_cell(
            reading, COLUMN_FROM, "the first day in force, as 2026-01-31,");
    if (reading->cells[COLUMN_UNTIL].length > 0 &&
        !crr_day_parse(reading->cells[COLUMN_UNTIL], &ret->until))
        return refuse_cell(
            reading, COLUMN_UNTIL, "the first day no longer in force, as 2026-01-31,");
    if (ret->until != CRR_NO_DAY && ret->until <= ret->from)
        return refuse_cell(reading, COLUMN_UNTIL, "a day after `from`");
    if (ret->from < ret->decided_on)
        return refuse_cell(reading, COLUMN_FROM, "a day not before `decided_on`");
    return CRR_OK;
}

static enum crr_status
read_line(struct reading *reading, struct crr_filed_override *ret)
{
    struct crr_override *decision = &ret->decision;
    if (reading->cells[COLUMN_KEY].length == 0)
        return refuse_cell(reading, COLUMN_KEY, "the key of a customer");
    if (!read_tier(reading, COLUMN_TIER, &decision->tier))
        return refuse_cell(reading, COLUMN_TIER, "the id of a tier");
    if (!read_tier(reading, COLUMN_SYSTEM_TIER, &decision->system_tier))
        return refuse_cell(reading, COLUMN_SYSTEM_TIER, "the id of a tier");
    if (!knows_reason(reading->ast, reading->cells[COLUMN_REASON_CODE]))
        return refuse_cell(reading, COLUMN_REASON_CODE,
            reading->ast->overrides.reason_code_count
                ? "one of the model's `reason_codes`"
                : "a code of the reason");
    if (reading->cells[COLUMN_REASON].length == 0)
        return refuse_cell(reading, COLUMN_REASON, "the reason in words");
    if (reading->cells[COLUMN_DECIDED_BY].length == 0)
        return refuse_cell(reading, COLUMN_DECIDED_BY, "the name of who decided");
    ret->key = reading->cells[COLUMN_KEY];
    decision->reason_code = reading->cells[COLUMN_REASON_CODE];
    decision->reason = reading->cells[COLUMN_REASON];
    decision->decided_by = reading->cells[COLUMN_DECIDED_BY];
    decision->second_person = reading->cells[COLUMN_SECOND_PERSON];
    ret->line = reading->stream.line;
    ret->next = CRR_INDEX_NONE;
    return read_days(reading, decision);
}

/* Trimmed copies of a record's cells. */
static enum crr_status
take_cells(struct reading *reading)
{
    char expected[64];
    if (reading->stream.record.count != reading->column_count) {
        snprintf(
            expected, sizeof expected, "a row of %zu fields", reading->column_count);
        return refuse(reading, "", expected, (struct crr_text){NULL, 0});
    }
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        struct crr_text cell = {"", 0};
        if (reading->columns[i] != CRR_NONE)
            cell = crr_text_trim(
                crr_stream_field(&reading->stream, reading->columns[i]));
        if (!crr_text_is_utf8(cell))
            return refuse(reading, names[i], "text in UTF-8", cell);
        reading->cells[i] = crr_arena_copy(reading->arena, cell);
        if (!reading->cells[i].at)
            return CRR_E_MEMORY;
    }
    return CRR_OK;
}

static enum crr_status
add_line(struct reading *reading)
{
    struct crr_overrides *overrides = reading->overrides;
    struct crr_filed_override *items = crr_arena_grow(reading->arena, overrides->items,
        overrides->count, &overrides->capacity, sizeof *items);
    if (!items)
        return CRR_E_MEMORY;
    overrides->items = items;
    items[overrides->count] = (struct crr_filed_override){.line = 0};
    enum crr_status status = take_cells(reading);
    if (status == CRR_OK)
        status = read_line(reading, &items[overrides->count]);
    if (status == CRR_OK)
        overrides->count++;
    return status;
}

static enum crr_status
skip_mark(struct crr_stream *stream)
{
    struct crr_text first;
    enum crr_status status = crr_stream_peek(stream, &first);
    if (status == CRR_OK && first.length >= 3 &&
        memcmp(first.at, "\xEF\xBB\xBF", 3) == 0)
        crr_stream_skip(stream, 3);
    return status;
}

static enum crr_status
read_all(struct reading *reading)
{
    enum crr_status status = skip_mark(&reading->stream);
    bool header = true;
    while (status == CRR_OK) {
        enum crr_csv_result result;
        status = crr_stream_next(&reading->stream, &result);
        if (status != CRR_OK || result == CRR_CSV_EMPTY_LINE)
            continue;
        if (result == CRR_CSV_END)
            return header ? refuse(reading, "", "a header", reading->stream.bytes)
                          : CRR_OK;
        if (result != CRR_CSV_RECORD)
            return refuse(reading, "",
                "a row of at most 1 MiB with its quotes closed and nothing after them",
                reading->stream.bytes);
        status = header ? read_header(reading) : add_line(reading);
        header = false;
    }
    return status;
}

/* Overrides of one key in a chain, in the order of the file. */
static bool
index_keys(struct crr_overrides *overrides, struct crr_arena *arena)
{
    if (!crr_index_init(&overrides->by_key, arena, overrides->count))
        return false;
    for (uint32_t i = 0; i < overrides->count; i++) {
        uint32_t first = crr_index_add(&overrides->by_key, overrides->items[i].key, i);
        if (first == CRR_INDEX_NONE)
            continue;
        overrides->items[i].next = overrides->items[first].next;
        overrides->items[first].next = i;
    }
    return true;
}

enum crr_status
crr_overrides_read(struct crr_overrides *overrides, const struct crr_model *model,
    const struct crr_source *source, struct crr_arena *arena, struct crr_error *reterr)
{
    struct reading reading = {
        .overrides = overrides, .ast = model->ast, .arena = arena, .reterr = reterr};
    enum crr_status status = CRR_E_MEMORY;
    if (crr_stream_init(&reading.stream, source, ',', &arena->allocator))
        status = read_all(&reading);
    crr_stream_clear(&reading.stream);
    if (status == CRR_OK && !index_keys(overrides, arena))
        status = CRR_E_MEMORY;
    if (status == CRR_E_READ) {
        struct crr_place place = {source->name, 0, 0, 0};
        crr_error_set(reterr, status, 0, &place, "", "the file cannot be read");
    }
    return status;
}

/* ---- Rows ---- */

/* The first override of the row's customer, or CRR_INDEX_NONE. */
static uint32_t
first_of(const struct crr_overrides *overrides, const struct crr_run *run)
{
    return crr_index_find(
        &overrides->by_key, crr_text_trim(crr_run_input_text(run, run->key)));
}

static bool
is_in_force(const struct crr_override *decision, int32_t as_of)
{
    return decision->from <= as_of &&
           (decision->until == CRR_NO_DAY || as_of < decision->until);
}

/* Several in force: none counts, and the row neither. */
static void
refuse_several(
    struct crr_overrides *overrides, uint32_t first, int32_t as_of, struct crr_row *row)
{
    char lines[128];
    size_t length = 0;
    for (uint32_t i = first; i != CRR_INDEX_NONE; i = overrides->items[i].next) {
        struct crr_filed_override *item = &overrides->items[i];
        if (!is_in_force(&item->decision, as_of))
            continue;
        item->state = CRR_OVERRIDE_REFUSED;
        item->why = "several are in force";
        if (length + 24 < sizeof lines)
            length += (size_t)snprintf(lines + length, sizeof lines - length, "%s%llu",
                length ? ", " : "", (unsigned long long)item->line);
    }
    row->status = crr_record_refuse(&row->error, CRR_F_OVERRIDE_TWICE,
        (struct crr_text){"", 0},
        "at most one override in force is expected, found those of the lines %s",
        lines);
}

/* Takes what came of an override; one record that refused it counts before others. */
static void
note(struct crr_filed_override *item, const struct crr_override_rating *rating)
{
    item->risen |= rating->risen;
    if (item->state == CRR_OVERRIDE_REFUSED)
        return;
    item->state = rating->state;
    item->why = rating->why;
}

void
crr_overrides_apply(
    struct crr_overrides *overrides, struct crr_run *run, struct crr_row *row)
{
    int32_t as_of = run->options->rater.as_of;
    uint32_t first = first_of(overrides, run);
    uint32_t in_force = 0;
    for (uint32_t i = first; i != CRR_INDEX_NONE; i = overrides->items[i].next) {
        struct crr_filed_override *item = &overrides->items[i];
        struct crr_override_rating rating;
        item->met = true;
        if (crr_rater_override(
                run->rater, row->system_tier, &item->decision, &rating) != CRR_OK)
            continue;
        note(item, &rating);
        if (!is_in_force(&item->decision, as_of))
            continue;
        in_force++;
        row->override = &item->decision;
        row->override_rating = rating;
    }
    if (in_force > 1)
        refuse_several(overrides, first, as_of, row);
    else if (in_force == 1)
        row->tier = row->override_rating.tier;
}

void
crr_overrides_meet(struct crr_overrides *overrides, const struct crr_run *run)
{
    uint32_t i = first_of(overrides, run);
    for (; i != CRR_INDEX_NONE; i = overrides->items[i].next)
        overrides->items[i].met = true;
}

const char *
crr_override_word(const struct crr_filed_override *item)
{
    static const char *const words[] = {[CRR_OVERRIDE_APPLIED] = "applied",
        [CRR_OVERRIDE_REFUSED] = "refused",
        [CRR_OVERRIDE_WOKEN] = "woken",
        [CRR_OVERRIDE_EARLY] = "not yet in force",
        [CRR_OVERRIDE_EXPIRED] = "expired"};
    return !item->met         ? "without a customer"
           : item->state == 0 ? "of a rejected customer"
                              : words[item->state];
}

/* Reading and finding where customers stood. */
#include "file/previous.h"
#include <stdio.h>
#include <string.h>
#include "base/digest.h"
#include "plan/rater.h"

enum column {
    COLUMN_KEY,
    COLUMN_SYSTEM_TIER,
    COLUMN_TIER_SINCE,
    COLUMN_FIRST_RATED_ON,
    COLUMN_LAST_REVIEWED_ON,
    COLUMN_DIRECT,
    COLUMN_COUNT
};

static const char *const names[] = {
    "key", "system_tier", "tier_since", "first_rated_on", "last_reviewed_on", "direct"};

struct reading {
    struct crr_previous *previous;
    const struct crr_run *run;
    struct crr_arena *arena;
    struct crr_stream stream;
    struct crr_text key_id; /* of the model's key input */
    int32_t as_of;
    size_t columns[COLUMN_COUNT]; /* place in the header */
    size_t column_count;          /* of the header */
    struct crr_error *reterr;
};

static struct crr_previous_row *
row_at(const struct crr_previous *previous, uint32_t index)
{
    return &previous->chunks[index / CRR_PREVIOUS_CHUNK][index % CRR_PREVIOUS_CHUNK];
}

/* ---- Keys ---- */

static void
hash_key(struct crr_text key, uint64_t ret[2])
{
    char hex[CRR_DIGEST_SIZE];
    crr_digest(crr_text_trim(key), hex);
    for (int i = 0; i < 32; i++) {
        unsigned digit = (unsigned)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
        ret[i / 16] = ret[i / 16] << 4 | digit;
    }
}

static int
compare(const struct crr_previous_row *a, const struct crr_previous_row *b)
{
    int first = (a->key[0] > b->key[0]) - (a->key[0] < b->key[0]);
    return first ? first : (a->key[1] > b->key[1]) - (a->key[1] < b->key[1]);
}

static void
swap(struct crr_previous *previous, uint32_t a, uint32_t b)
{
    struct crr_previous_row row = *row_at(previous, a);
    *row_at(previous, a) = *row_at(previous, b);
    *row_at(previous, b) = row;
}

static void
sift(struct crr_previous *previous, uint32_t root, uint32_t end)
{
    for (uint32_t child; (child = 2 * root + 1) < end; root = child) {
        if (child + 1 < end &&
            compare(row_at(previous, child), row_at(previous, child + 1)) < 0)
            child++;
        if (compare(row_at(previous, root), row_at(previous, child)) >= 0)
            return;
        swap(previous, root, child);
    }
}

/* In place: what is sorted may be most of the memory that there is. */
static void
sort(struct crr_previous *previous)
{
    uint32_t count = previous->count;
    for (uint32_t i = count / 2; i-- > 0;)
        sift(previous, i, count);
    for (uint32_t end = count; end > 1;) {
        swap(previous, 0, --end);
        sift(previous, 0, end);
    }
}

/* ---- Findings ---- */

static enum crr_status
refuse_at(struct reading *reading, uint64_t line, const char *column,
    const char *expected, struct crr_text found)
{
    struct crr_place place = {reading->stream.source->name, 0, (size_t)line, 0};
    char shown[96];
    return crr_error_set(reading->reterr, CRR_E_FILE, CRR_F_PREVIOUS, &place, column,
        "%s is expected, found %s%s%s", expected, found.length ? "\"" : "none",
        crr_text_shown(found, shown, sizeof shown), found.length ? "\"" : "");
}

static enum crr_status
refuse(struct reading *reading, enum column column, const char *expected,
    struct crr_text found)
{
    return refuse_at(reading, reading->stream.line, names[column], expected, found);
}

/* ---- The file ---- */

/* The column with the name of the model's key input. A default output has it. */
static size_t
find_key_column(struct reading *reading)
{
    for (size_t i = 0; i < reading->column_count; i++)
        if (crr_text_equal(
                crr_text_trim(crr_stream_field(&reading->stream, i)), reading->key_id))
            return i;
    return CRR_NONE;
}

static enum crr_status
read_header(struct reading *reading)
{
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        reading->columns[i] = CRR_NONE;
    reading->column_count = reading->stream.record.count;
    for (size_t i = 0; i < reading->column_count; i++) {
        struct crr_text name = crr_text_trim(crr_stream_field(&reading->stream, i));
        for (size_t j = 0; j < COLUMN_COUNT; j++) {
            if (!crr_text_is(name, names[j]))
                continue;
            if (reading->columns[j] != CRR_NONE)
                return refuse(
                    reading, (enum column)j, "a column that stands once", name);
            reading->columns[j] = i;
        }
    }
    if (reading->columns[COLUMN_KEY] == CRR_NONE)
        reading->columns[COLUMN_KEY] = find_key_column(reading);
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        if (reading->columns[i] == CRR_NONE)
            return refuse(reading, (enum column)i,
                "a column of this name, as `--columns history` writes it,",
                (struct crr_text){NULL, 0});
    return CRR_OK;
}

static enum crr_status
read_day(struct reading *reading, enum column column, int32_t *ret)
{
    struct crr_text cell = crr_text_trim(
        crr_stream_field(&reading->stream, reading->columns[column]));
    if (cell.length == 0 && column == COLUMN_LAST_REVIEWED_ON) {
        *ret = CRR_NO_DAY;
        return CRR_OK;
    }
    if (!crr_day_parse(cell, ret))
        return refuse(reading, column, "a day such as 2026-01-31", cell);
    if (*ret > reading->as_of)
        return refuse(reading, column, "a day not after the day of the rating", cell);
    return CRR_OK;
}

static enum crr_status
read_tier(struct reading *reading, uint8_t *ret)
{
    const struct crr_ast *ast = reading->run->model->ast;
    struct crr_text cell = crr_text_trim(
        crr_stream_field(&reading->stream, reading->columns[COLUMN_SYSTEM_TIER]));
    for (uint32_t i = 0; i < ast->tier_count; i++)
        if (crr_text_equal(ast->tiers[i].id, cell)) {
            *ret = (uint8_t)i;
            return CRR_OK;
        }
    return refuse(reading, COLUMN_SYSTEM_TIER, "the id of a tier of the model", cell);
}

static enum crr_status
read_row(struct reading *reading, struct crr_previous_row *row)
{
    struct crr_text key = crr_text_trim(
        crr_stream_field(&reading->stream, reading->columns[COLUMN_KEY]));
    struct crr_text direct = crr_text_trim(
        crr_stream_field(&reading->stream, reading->columns[COLUMN_DIRECT]));
    if (key.length == 0)
        return refuse(reading, COLUMN_KEY, "the key of a customer", key);
    if (!crr_text_is(direct, "yes") && !crr_text_is(direct, "no"))
        return refuse(reading, COLUMN_DIRECT, "yes or no", direct);
    *row = (struct crr_previous_row){
        .line = (uint32_t)reading->stream.line, .direct = crr_text_is(direct, "yes")};
    hash_key(key, row->key);
    enum crr_status status = read_tier(reading, &row->tier);
    if (status == CRR_OK)
        status = read_day(reading, COLUMN_TIER_SINCE, &row->tier_since);
    if (status == CRR_OK)
        status = read_day(reading, COLUMN_FIRST_RATED_ON, &row->first_rated_on);
    if (status == CRR_OK)
        status = read_day(reading, COLUMN_LAST_REVIEWED_ON, &row->last_reviewed_on);
    return status;
}

/* Room for one row more. */
static bool
grow(struct reading *reading)
{
    struct crr_previous *previous = reading->previous;
    if (previous->count < previous->chunk_count * CRR_PREVIOUS_CHUNK)
        return true;
    struct crr_previous_row **chunks = crr_arena_grow(reading->arena, previous->chunks,
        previous->chunk_count, &previous->chunk_capacity, sizeof *chunks);
    if (!chunks)
        return false;
    previous->chunks = chunks;
    chunks[previous->chunk_count] = crr_arena_array(
        reading->arena, CRR_PREVIOUS_CHUNK, sizeof **chunks);
    return chunks[previous->chunk_count++];
}

static enum crr_status
add_row(struct reading *reading)
{
    char expected[64];
    if (reading->stream.record.count != reading->column_count) {
        snprintf(expected, sizeof expected, "a row of %zu fields, not of %zu,",
            reading->column_count, reading->stream.record.count);
        return refuse_at(
            reading, reading->stream.line, "", expected, (struct crr_text){NULL, 0});
    }
    if (reading->previous->count == UINT32_MAX - 1 || !grow(reading))
        return CRR_E_MEMORY;
    enum crr_status status = read_row(
        reading, row_at(reading->previous, reading->previous->count));
    reading->previous->count += status == CRR_OK;
    return status;
}

static enum crr_status
read_all(struct reading *reading)
{
    struct crr_text first;
    enum crr_status status = crr_stream_peek(&reading->stream, &first);
    bool header = true;
    if (status == CRR_OK && first.length >= 3 &&
        memcmp(first.at, "\xEF\xBB\xBF", 3) == 0)
        crr_stream_skip(&reading->stream, 3);
    while (status == CRR_OK) {
        enum crr_csv_result result;
        status = crr_stream_next(&reading->stream, &result);
        if (status != CRR_OK || result == CRR_CSV_EMPTY_LINE)
            continue;
        if (result == CRR_CSV_END)
            return header ? refuse_at(reading, 1, "", "a header", reading->stream.bytes)
                          : CRR_OK;
        if (result != CRR_CSV_RECORD)
            return refuse_at(reading, reading->stream.line, "",
                "a row of at most 1 MiB with its quotes closed and nothing after them",
                reading->stream.bytes);
        status = header ? read_header(reading) : add_row(reading);
        header = false;
    }
    return status;
}

/* Two rows of one key lie beside each other once they are sorted. */
static enum crr_status
refuse_twins(struct reading *reading)
{
    const struct crr_previous *previous = reading->previous;
    for (uint32_t i = 1; i < previous->count; i++) {
        const struct crr_previous_row *a = row_at(previous, i - 1);
        const struct crr_previous_row *b = row_at(previous, i);
        char expected[96];
        if (compare(a, b) != 0)
            continue;
        uint32_t first = a->line < b->line ? a->line : b->line;
        snprintf(expected, sizeof expected,
            "a key that no other row has (line %u has it too)", (unsigned)first);
        return refuse_at(reading, a->line + b->line - first, names[COLUMN_KEY],
            expected, (struct crr_text){NULL, 0});
    }
    return CRR_OK;
}

enum crr_status
crr_previous_read(struct crr_previous *previous, const struct crr_run *run,
    const struct crr_source *source, struct crr_arena *arena, struct crr_error *reterr)
{
    struct crr_input_view key = {.id = {NULL, 0}};
    struct reading reading = {.previous = previous,
        .run = run,
        .arena = arena,
        .as_of = run->options->rater.as_of,
        .reterr = reterr};
    enum crr_status status = CRR_E_MEMORY;
    crr_model_input(run->model, run->key, NULL, &key);
    reading.key_id = key.id;
    if (crr_stream_init(&reading.stream, source, ',', &arena->allocator))
        status = read_all(&reading);
    if (status == CRR_OK) {
        sort(previous);
        status = refuse_twins(&reading);
    }
    crr_stream_clear(&reading.stream);
    if (status == CRR_E_READ) {
        struct crr_place place = {source->name, 0, 0, 0};
        crr_error_set(reterr, status, 0, &place, "", "the file cannot be read");
    }
    return status;
}

/* ---- Rows ---- */

bool
crr_previous_find(
    struct crr_previous *previous, const struct crr_run *run, struct crr_past *ret)
{
    struct crr_previous_row wanted = {.line = 0};
    uint32_t low = 0, high = previous->count;
    hash_key(crr_run_input_text(run, run->key), wanted.key);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct crr_previous_row *row = row_at(previous, middle);
        int order = compare(&wanted, row);
        if (order == 0) {
            row->met = true;
            *ret = (struct crr_past){row->tier, row->direct, row->tier_since,
                row->first_rated_on, row->last_reviewed_on};
            return true;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

uint64_t
crr_previous_unmet(const struct crr_previous *previous)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < previous->count; i++)
        count += !row_at(previous, i)->met;
    return count;
}

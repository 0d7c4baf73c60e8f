/* Reading and finding where customers stood. */
#include "file/previous.h"
#include <stdio.h>
#include <string.h>
#include "file/beside.h"
#include "file/key.h"
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

static struct crr_previous_row *
row_at(const struct crr_previous *previous, uint32_t index)
{
    return &previous->chunks[index / CRR_PREVIOUS_CHUNK][index % CRR_PREVIOUS_CHUNK];
}

/* ---- Keys ---- */

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

/* ---- The file ---- */

static enum crr_status
take_day(struct crr_beside *beside, enum column column, int32_t *ret)
{
    struct crr_text cell = crr_beside_cell(beside, column);
    *ret = CRR_NO_DAY;
    if (cell.length == 0 && column == COLUMN_LAST_REVIEWED_ON)
        return CRR_OK;
    enum crr_status status = crr_beside_day(beside, column, cell, "a day", ret);
    if (status == CRR_OK && *ret > beside->run->options->rater.as_of)
        status = crr_beside_refuse(
            beside, column, "a day not after the day of the rating", cell);
    return status;
}

static enum crr_status
take_direct(struct crr_beside *beside, bool *ret)
{
    struct crr_text cell = crr_beside_cell(beside, COLUMN_DIRECT);
    *ret = crr_text_is(cell, "yes");
    if (*ret || crr_text_is(cell, "no"))
        return CRR_OK;
    return crr_beside_refuse(beside, COLUMN_DIRECT, "yes or no", cell);
}

static enum crr_status
take_key(struct crr_beside *beside, uint64_t ret[2])
{
    struct crr_text cell = crr_beside_cell(beside, COLUMN_KEY);
    if (cell.length == 0)
        return crr_beside_refuse(beside, COLUMN_KEY, "the key of a customer", cell);
    if (beside->marked && crr_key_is_dressed(cell))
        return crr_beside_refuse(beside, COLUMN_KEY,
            "a key as `crr rate` writes it without --for-excel", cell);
    crr_key_hash(beside->run, cell, ret);
    return CRR_OK;
}

static enum crr_status
take_tier(struct crr_beside *beside, uint8_t *ret)
{
    size_t tier = 0;
    enum crr_status status = crr_beside_tier(
        beside, COLUMN_SYSTEM_TIER, crr_beside_cell(beside, COLUMN_SYSTEM_TIER), &tier);
    *ret = (uint8_t)tier;
    return status;
}

/* The first fault of a row is told: a day that is too late is so in all columns. */
static enum crr_status
fill(struct crr_beside *beside, struct crr_previous_row *row)
{
    *row = (struct crr_previous_row){.line = (uint32_t)beside->stream.line};
    enum crr_status status = take_key(beside, row->key);
    if (status == CRR_OK)
        status = take_direct(beside, &row->direct);
    if (status == CRR_OK)
        status = take_tier(beside, &row->tier);
    if (status == CRR_OK)
        status = take_day(beside, COLUMN_TIER_SINCE, &row->tier_since);
    if (status == CRR_OK)
        status = take_day(beside, COLUMN_FIRST_RATED_ON, &row->first_rated_on);
    if (status == CRR_OK)
        status = take_day(beside, COLUMN_LAST_REVIEWED_ON, &row->last_reviewed_on);
    if (status == CRR_OK && row->tier_since < row->first_rated_on) {
        char day[11];
        crr_day_print(row->tier_since, day);
        status = crr_beside_refuse(beside, COLUMN_TIER_SINCE,
            "a day not before `first_rated_on`", crr_text_of(day));
    }
    return status;
}

/* Room for one row more. */
static bool
grow(struct crr_previous *previous, struct crr_arena *arena)
{
    if (previous->count < previous->chunk_count * CRR_PREVIOUS_CHUNK)
        return true;
    struct crr_previous_row **chunks = crr_arena_grow(arena, previous->chunks,
        previous->chunk_count, &previous->chunk_capacity, sizeof *chunks);
    if (!chunks)
        return false;
    previous->chunks = chunks;
    chunks[previous->chunk_count] = crr_arena_array(
        arena, CRR_PREVIOUS_CHUNK, sizeof **chunks);
    return chunks[previous->chunk_count++];
}

static enum crr_status
take(struct crr_beside *beside)
{
    struct crr_previous *previous = beside->user;
    if (previous->count == UINT32_MAX - 1 || !grow(previous, beside->arena))
        return CRR_E_MEMORY;
    enum crr_status status = fill(beside, row_at(previous, previous->count));
    previous->count += status == CRR_OK;
    return status;
}

/* A row whose key another row has, in an earlier line. */
struct twin {
    uint32_t line, first;
};

/* Keeps the twins of the lowest lines, in order. */
static void
keep_twin(struct twin *twins, uint32_t count, struct twin one)
{
    uint32_t at = count < CRR_BESIDE_FAULT_LIMIT ? count : CRR_BESIDE_FAULT_LIMIT;
    for (; at > 0 && twins[at - 1].line > one.line; at--)
        if (at < CRR_BESIDE_FAULT_LIMIT)
            twins[at] = twins[at - 1];
    if (at < CRR_BESIDE_FAULT_LIMIT)
        twins[at] = one;
}

static enum crr_status
refuse_twin(struct crr_beside *beside, const struct twin *twin)
{
    char found[48];
    snprintf(found, sizeof found, "the one of line %u", (unsigned)twin->first);
    beside->stream.line = twin->line;
    return crr_beside_refuse_as(
        beside, COLUMN_KEY, "a key that no other row has", found);
}

/* Rows of one key lie beside each other once they are sorted; of several the one in the
 * lowest line is the first. */
static enum crr_status
refuse_twins(struct crr_beside *beside)
{
    const struct crr_previous *previous = beside->user;
    struct twin twins[CRR_BESIDE_FAULT_LIMIT];
    uint32_t count = 0;
    for (uint32_t i = 0, end = 0; i < previous->count; i = end) {
        uint32_t first = row_at(previous, i)->line;
        for (end = i + 1; end < previous->count &&
                          compare(row_at(previous, i), row_at(previous, end)) == 0;
             end++)
            if (row_at(previous, end)->line < first)
                first = row_at(previous, end)->line;
        for (uint32_t k = i; k < end; k++)
            if (row_at(previous, k)->line != first)
                keep_twin(
                    twins, count++, (struct twin){row_at(previous, k)->line, first});
    }
    uint32_t kept = count < CRR_BESIDE_FAULT_LIMIT ? count : CRR_BESIDE_FAULT_LIMIT;
    enum crr_status status = CRR_OK;
    for (uint32_t i = 0; i < kept && crr_beside_goes_on(beside, status); i++)
        status = refuse_twin(beside, &twins[i]);
    beside->fault_count += count - kept;
    return status;
}

/* All rows together: what is one row's alone was told before. */
static enum crr_status
look(struct crr_beside *beside)
{
    sort(beside->user);
    return refuse_twins(beside);
}

enum crr_status
crr_previous_read(struct crr_previous *previous, const struct crr_run *run,
    const struct crr_source *source, struct crr_arena *arena, struct crr_error *reterr)
{
    struct crr_beside beside = {.names = names,
        .count = COLUMN_COUNT,
        .required = COLUMN_COUNT,
        .origin = ", as `--columns history` writes them,",
        .finding = CRR_F_PREVIOUS,
        .run = run,
        .source = source,
        .arena = arena,
        .reterr = reterr,
        .take = take,
        .look = look,
        .user = previous};
    return crr_beside_read(&beside);
}

enum crr_status
crr_previous_open(
    struct crr_run *run, struct crr_arena *arena, struct crr_error *reterr)
{
    if (!run->options->previous)
        return CRR_OK;
    if (!run->options->rater.has_as_of || run->key == CRR_NONE)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "history needs the day of the rating and a model whose inputs have a key");
    struct crr_previous *previous = crr_arena_alloc(arena, sizeof *previous);
    if (!previous)
        return CRR_E_MEMORY;
    run->previous = previous;
    run->settles = true;
    return crr_previous_read(previous, run, run->options->previous, arena, reterr);
}

/* ---- Rows ---- */

bool
crr_previous_find(
    struct crr_previous *previous, const struct crr_run *run, struct crr_past *ret)
{
    struct crr_previous_row wanted = {.line = 0};
    uint32_t low = 0, high = previous->count;
    crr_key_hash(run, crr_run_input_text(run, run->key), wanted.key);
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

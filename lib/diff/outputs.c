/* Two outputs of rating, joined by key: what differs between the rows of a customer. */
#include <stdio.h>
#include "base/index.h"
#include "base/span.h"
#include "diff/diff.h"
#include "diff/sheet.h"

#define TIER_LIMIT 64
#define WIDTH (TIER_LIMIT + 2)

struct row {
    struct crr_text *cells; /* by column of its file */
    uint64_t line;
    uint64_t met; /* line of B's row; 0: none yet */
};

struct comparison {
    struct crr_diff *diff;
    struct crr_outputs_options options;
    struct crr_sheet sheets[2];
    struct crr_buffer rows; /* of struct row: A's, then those of B alone */
    size_t a_count;
    struct crr_index by_key;
    size_t *twin; /* by column of A: that of B; CRR_NONE */
    struct crr_column_change *changes;
    uint64_t counts[WIDTH * WIDTH], system_counts[WIDTH * WIDTH];
};

/* ---- Counting ---- */

static size_t
tier_of(struct comparison *comparison, struct crr_text id)
{
    struct crr_diff *diff = comparison->diff;
    for (size_t i = 0; i < diff->tier_count; i++)
        if (crr_text_equal(diff->tiers[i], id))
            return i;
    if (diff->tier_count == TIER_LIMIT)
        return CRR_NONE;
    diff->tiers[diff->tier_count] = crr_arena_copy(&diff->arena, id);
    return diff->tier_count++;
}

/* Counts the values of a column of both rows; TIER_LIMIT + 1 stands for no row. */
static bool
count(struct comparison *comparison, uint64_t *counts, const size_t columns[2],
    const struct row *rows[2])
{
    size_t places[2];
    for (int i = 0; i < 2; i++) {
        places[i] = rows[i] ? tier_of(comparison, rows[i]->cells[columns[i]])
                            : TIER_LIMIT + 1;
        if (places[i] == CRR_NONE)
            return false;
    }
    counts[places[0] * WIDTH + places[1]]++;
    return true;
}

static void
list_changes(struct comparison *comparison, const struct row *rows[2],
    struct crr_output_mover *mover)
{
    const struct crr_sheet *a = &comparison->sheets[0];
    mover->changes = comparison->changes;
    for (size_t i = 0; i < a->column_count; i++) {
        size_t twin = comparison->twin[i];
        if (i == a->tier || i == a->key || twin == CRR_NONE ||
            crr_text_equal(rows[0]->cells[i], rows[1]->cells[twin]))
            continue;
        comparison->changes[mover->change_count++] = (struct crr_column_change){
            a->names[i], rows[0]->cells[i], rows[1]->cells[twin]};
    }
}

static bool
differs(const struct row *rows[2], size_t a, size_t b)
{
    return a != CRR_NONE && b != CRR_NONE &&
           !crr_text_equal(rows[0]->cells[a], rows[1]->cells[b]);
}

/* A customer: NULL where the file does not have it. */
static enum crr_status
take(struct comparison *comparison, const struct row *a, const struct row *b,
    struct crr_error *reterr)
{
    const struct row *rows[2] = {a, b};
    const struct crr_sheet *sheets = comparison->sheets;
    size_t tiers[2] = {sheets[0].tier, sheets[1].tier};
    size_t systems[2] = {sheets[0].system_tier, sheets[1].system_tier};
    bool both_systems = systems[0] != CRR_NONE && systems[1] != CRR_NONE;
    struct crr_output_mover mover = {.key = rows[!a]->cells[sheets[!a].key]};
    if (!count(comparison, comparison->counts, tiers, rows) ||
        (both_systems && !count(comparison, comparison->system_counts, systems, rows)))
        return crr_sheet_refuse(&sheets[!a], rows[!a]->line, reterr,
            "at most 64 different tiers are expected, found more");
    bool moved = !a || !b || differs(rows, tiers[0], tiers[1]);
    if (!moved && !(comparison->options.scores &&
                      differs(rows, sheets[0].score, sheets[1].score)))
        return CRR_OK;
    for (int i = 0; i < 2; i++) {
        mover.present[i] = rows[i];
        mover.tiers[i] = rows[i] ? rows[i]->cells[tiers[i]] : (struct crr_text){"", 0};
        mover.lines[i] = rows[i] ? rows[i]->line : 0;
    }
    if (a && b) {
        list_changes(comparison, rows, &mover);
        mover.by_override = both_systems && !differs(rows, systems[0], systems[1]) &&
                            differs(rows, tiers[0], tiers[1]);
    }
    comparison->diff->mover_count++;
    return comparison->options.moved && comparison->options.moved(
                                            comparison->options.moved_user, &mover) != 0
               ? CRR_E_STOPPED
               : CRR_OK;
}

/* ---- Joining ---- */

static struct row *
row_at(const struct comparison *comparison, size_t index)
{
    return (struct row *)(void *)comparison->rows.at + index;
}

static enum crr_status
refuse_twin(const struct crr_sheet *sheet, uint64_t line, uint64_t first,
    struct crr_error *reterr)
{
    char message[96];
    snprintf(message, sizeof message,
        "a key that no other row has is expected, found that of line %llu",
        (unsigned long long)first);
    return crr_sheet_refuse(sheet, line, reterr, message);
}

static enum crr_status
keep_row(struct comparison *comparison, const struct row *row)
{
    return crr_buffer_write(&comparison->rows, (const char *)row, sizeof *row) == 0
               ? CRR_OK
               : CRR_E_MEMORY;
}

static enum crr_status
index_rows(struct comparison *comparison, int sheet, size_t first,
    struct crr_index *index, struct crr_error *reterr)
{
    size_t total = comparison->rows.length / sizeof(struct row) - first;
    if (total >= CRR_INDEX_NONE / 2 ||
        !crr_index_init(index, &comparison->diff->arena, (uint32_t)total))
        return CRR_E_MEMORY;
    for (size_t i = 0; i < total; i++) {
        const struct row *row = row_at(comparison, first + i);
        uint32_t twin = crr_index_add(
            index, row->cells[comparison->sheets[sheet].key], (uint32_t)i);
        if (twin != CRR_INDEX_NONE)
            return refuse_twin(&comparison->sheets[sheet], row->line,
                row_at(comparison, first + twin)->line, reterr);
    }
    return CRR_OK;
}

/* Reads a row into the memory that lasts. */
static enum crr_status
next_row(struct comparison *comparison, int index, struct crr_arena *arena,
    struct row *ret, bool *ret_found, struct crr_error *reterr)
{
    struct crr_sheet_row row;
    enum crr_status status = crr_sheet_next(
        &comparison->sheets[index], arena, &row, ret_found, reterr);
    if (status == CRR_OK && *ret_found)
        *ret = (struct row){row.cells, row.line, 0};
    return status;
}

/* B's key has the name of A's unless it is told. */
static enum crr_status
read_header(struct comparison *comparison, int index, struct crr_error *reterr)
{
    const struct crr_sheet *a = &comparison->sheets[0];
    struct crr_text key = comparison->options.keys[index];
    if (index == 1 && key.length == 0)
        key = a->names[a->key];
    return crr_sheet_read_header(
        &comparison->sheets[index], key, &comparison->diff->arena, reterr);
}

static enum crr_status
read_a(struct comparison *comparison, struct crr_error *reterr)
{
    struct row row;
    bool found = true;
    enum crr_status status = read_header(comparison, 0, reterr);
    while (status == CRR_OK && found) {
        status = next_row(
            comparison, 0, &comparison->diff->arena, &row, &found, reterr);
        if (status == CRR_OK && found)
            status = keep_row(comparison, &row);
    }
    comparison->a_count = comparison->rows.length / sizeof(struct row);
    return status == CRR_OK ? index_rows(comparison, 0, 0, &comparison->by_key, reterr)
                            : status;
}

/* Those that the other side does not have. */
static void
list_lone(struct comparison *comparison, int side)
{
    const struct crr_sheet *own = &comparison->sheets[side];
    struct crr_diff *diff = comparison->diff;
    struct crr_text *lone = crr_arena_array(
        &diff->arena, own->column_count, sizeof *lone);
    diff->lone_columns[side] = lone;
    for (size_t i = 0; lone && i < own->column_count; i++)
        if (i != own->key && own->names[i].length > 0 &&
            crr_sheet_find(&comparison->sheets[!side], own->names[i]) == CRR_NONE)
            lone[diff->lone_counts[side]++] = own->names[i];
}

static bool
pair_columns(struct comparison *comparison)
{
    const struct crr_sheet *a = &comparison->sheets[0], *b = &comparison->sheets[1];
    struct crr_arena *arena = &comparison->diff->arena;
    comparison->twin = crr_arena_array(
        arena, a->column_count, sizeof *comparison->twin);
    comparison->changes = crr_arena_array(
        arena, a->column_count, sizeof *comparison->changes);
    for (size_t i = 0; !arena->failed && i < a->column_count; i++) {
        size_t twin = crr_sheet_find(b, a->names[i]);
        comparison->twin[i] = twin == b->key ? CRR_NONE : twin;
    }
    list_lone(comparison, 0);
    list_lone(comparison, 1);
    return !arena->failed;
}

/* A row of B, whose cells lie in an arena of its own unless A does not know it. */
static enum crr_status
join_row(struct comparison *comparison, const struct row *row, struct crr_error *reterr)
{
    const struct crr_sheet *sheet = &comparison->sheets[1];
    struct crr_text key = row->cells[sheet->key];
    uint32_t index = crr_index_find(&comparison->by_key, key);
    if (index == CRR_INDEX_NONE) {
        struct crr_arena *arena = &comparison->diff->arena;
        struct row kept = {
            crr_arena_array(arena, sheet->column_count, sizeof key), row->line, 0};
        if (kept.cells)
            kept.cells[sheet->key] = crr_arena_copy(arena, key);
        if (arena->failed || keep_row(comparison, &kept) != CRR_OK)
            return CRR_E_MEMORY;
        return take(comparison, NULL, row, reterr);
    }
    struct row *twin = row_at(comparison, index);
    if (twin->met)
        return refuse_twin(sheet, row->line, twin->met, reterr);
    twin->met = row->line;
    return take(comparison, twin, row, reterr);
}

static enum crr_status
read_b(struct comparison *comparison, struct crr_error *reterr)
{
    bool found = true;
    enum crr_status status = read_header(comparison, 1, reterr);
    if (status == CRR_OK && !pair_columns(comparison))
        status = CRR_E_MEMORY;
    while (status == CRR_OK && found) {
        struct crr_arena arena;
        struct row row;
        crr_arena_init(&arena, &comparison->diff->arena.allocator);
        status = next_row(comparison, 1, &arena, &row, &found, reterr);
        if (status == CRR_OK && found)
            status = join_row(comparison, &row, reterr);
        crr_arena_clear(&arena);
    }
    return status;
}

static enum crr_status
compare(struct comparison *comparison, struct crr_error *reterr)
{
    struct crr_index others;
    enum crr_status status = read_a(comparison, reterr);
    if (status == CRR_OK)
        status = read_b(comparison, reterr);
    if (status == CRR_OK)
        status = index_rows(comparison, 1, comparison->a_count, &others, reterr);
    for (size_t i = 0; i < comparison->a_count && status == CRR_OK; i++)
        if (!row_at(comparison, i)->met)
            status = take(comparison, row_at(comparison, i), NULL, reterr);
    return status;
}

/* ---- All of it ---- */

/* The counts in the width of the tiers that came. */
static uint64_t *
settle_counts(struct crr_diff *diff, const uint64_t *counts)
{
    size_t tiers = diff->tier_count, width = tiers + 2;
    uint64_t *settled = crr_arena_array(&diff->arena, width * width, sizeof *settled);
    for (size_t a = 0; settled && a < width; a++)
        for (size_t b = 0; b < width; b++)
            settled[a * width + b] =
                counts[(a < tiers ? a : TIER_LIMIT + a - tiers) * WIDTH +
                       (b < tiers ? b : TIER_LIMIT + b - tiers)];
    return settled;
}

static enum crr_status
run(struct crr_diff *diff, const struct crr_source *sources[2],
    const struct crr_outputs_options *options, struct crr_error *reterr)
{
    struct comparison *comparison = crr_arena_alloc(&diff->arena, sizeof *comparison);
    diff->tiers = crr_arena_array(&diff->arena, TIER_LIMIT, sizeof *diff->tiers);
    if (!comparison || !diff->tiers)
        return CRR_E_MEMORY;
    char delimiter = options->delimiter ? options->delimiter : ',';
    enum crr_status status = CRR_OK;
    comparison->diff = diff;
    comparison->options = *options;
    crr_buffer_init(&comparison->rows, &diff->arena.allocator);
    for (int i = 0; i < 2; i++) {
        comparison->sheets[i].source = sources[i];
        comparison->sheets[i].options = options;
        if (!crr_stream_init(&comparison->sheets[i].stream, sources[i], delimiter,
                &diff->arena.allocator))
            status = CRR_E_MEMORY;
    }
    if (status == CRR_OK)
        status = compare(comparison, reterr);
    if (status == CRR_OK) {
        diff->counts = settle_counts(diff, comparison->counts);
        diff->system_counts = settle_counts(diff, comparison->system_counts);
    }
    for (int i = 0; i < 2; i++)
        crr_stream_clear(&comparison->sheets[i].stream);
    crr_buffer_clear(&comparison->rows);
    return diff->arena.failed ? CRR_E_MEMORY : status;
}

enum crr_status
crr_diff_outputs(const struct crr_source *a, const struct crr_source *b,
    const struct crr_outputs_options *options, struct crr_diff **ret_diff,
    struct crr_error *reterr)
{
    const struct crr_source *sources[2] = {a, b};
    if (!a || !b || !options || options->size != sizeof *options || !ret_diff)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_diff_outputs needs two sources, and options of a known size");
    if (reterr)
        reterr->status = CRR_OK;
    struct crr_diff *diff = crr_diff_new(&options->allocator);
    enum crr_status status = diff ? run(diff, sources, options, reterr) : CRR_E_MEMORY;
    if (status == CRR_OK) {
        *ret_diff = diff;
        return CRR_OK;
    }
    crr_diff_free(diff);
    if (reterr && reterr->status != status)
        crr_error_set(reterr, status, 0, NULL, "", "%s", crr_status_name(status));
    return status;
}

/* Rows of codes as sums, in blocks that stay in the cache. */
#include "plan/columns.h"

/* ---- Whether, and room for it ---- */

/* Whether the codes of a column can be given to a kernel; columns without values are
 * codes of one entry. */
static bool
can_pack(const struct crr_columns *columns, uint32_t reader)
{
    const struct crr_lane_reader *at = &columns->lane.readers[reader];
    const struct crr_column *view = &columns->views[at->input];
    return at->kind == CRR_LANE_KEY || view->type == CRR_COLUMN_MISSING ||
           view->type == CRR_COLUMN_FLAG ||
           ((view->type == CRR_COLUMN_CODES8 || view->type == CRR_COLUMN_CODES16) &&
               columns->entry_counts[reader] <= UINT16_MAX);
}

/* Whether the caller's codes can be read as they stand: else they are copied. */
static bool
stands_as_it_is(const struct crr_column *view)
{
    return !view->validity &&
           (view->type == CRR_COLUMN_CODES8 || view->type == CRR_COLUMN_CODES16);
}

/* Codes of 8 bits, whose dictionary is full, have no room for the code of no value. */
static bool
is_wide(const struct crr_column *view)
{
    return view->type == CRR_COLUMN_CODES16 ||
           (view->type == CRR_COLUMN_CODES8 && view->validity &&
               view->dictionary_count > UINT8_MAX);
}

static bool
make_room_for_codes(struct crr_columns *columns)
{
    struct crr_arena *arena = &columns->arena;
    uint32_t input_count = columns->rater->model->ast->input_count;
    columns->pack_columns = crr_arena_array(
        arena, input_count, sizeof *columns->pack_columns);
    columns->pack_codes = crr_arena_array(
        arena, input_count, sizeof *columns->pack_codes);
    if (columns->is_wide)
        columns->wide_scores = crr_arena_array(
            arena, CRR_PACK_ROWS, sizeof *columns->wide_scores);
    else
        columns->scores = crr_arena_array(
            arena, CRR_PACK_ROWS, sizeof *columns->scores);
    columns->tiers = crr_arena_array(arena, CRR_PACK_ROWS, sizeof *columns->tiers);
    columns->reasons = crr_arena_array(arena, CRR_PACK_ROWS, sizeof *columns->reasons);
    columns->block.marks = crr_arena_array(arena, CRR_PACK_ROWS, sizeof(uint16_t));
    columns->block.marked = crr_arena_array(
        arena, CRR_PACK_ROWS / CRR_PACK_STEP, sizeof(uint64_t));
    for (uint32_t k = 0; !arena->failed && k < columns->lane.reader_count; k++) {
        uint32_t input = columns->lane.readers[k].input;
        if (!columns->pack_codes[input])
            columns->pack_codes[input] = crr_arena_array(
                arena, CRR_PACK_ROWS, sizeof(uint16_t));
    }
    columns->block.columns = columns->pack_columns;
    return !arena->failed;
}

/* The tables as the pack wants them: of a column without values one entry. */
bool
crr_columns_set_pack(struct crr_columns *columns)
{
    struct crr_lane *lane = &columns->lane;
    for (uint32_t k = 0; k < lane->reader_count; k++) {
        if (!can_pack(columns, k))
            return true;
        if (columns->worths[k] || lane->readers[k].kind == CRR_LANE_KEY)
            continue;
        columns->worths[k] = crr_arena_array(
            &columns->arena, 1, sizeof *columns->worths[k]);
        if (!columns->worths[k])
            return false;
        columns->worths[k][0] = lane->readers[k].absent;
        columns->entry_counts[k] = 1;
    }
    columns->is_wide = !crr_pack_init(
        &columns->pack, lane, columns->worths, columns->entry_counts, &columns->arena);
    columns->has_pack = !columns->arena.failed &&
                        (!columns->is_wide ||
                            crr_wide_init(&columns->wide, lane, columns->worths,
                                columns->entry_counts, &columns->arena)) &&
                        make_room_for_codes(columns);
    return columns->has_pack;
}

/* ---- The codes of a block ---- */

/* The code of no value. */
static uint32_t
absent_code(const struct crr_columns *columns, uint32_t reader)
{
    return columns->entry_counts[reader] - 1;
}

/* The code of a row as the pack's tables have it; false if it is in none. */
static bool
find_code(const struct crr_column *view, uint32_t absent, size_t row, uint32_t *ret)
{
    *ret = absent;
    if (!crr_column_has(view, row))
        return true;
    *ret = crr_column_code(view, row);
    return view->type == CRR_COLUMN_FLAG || *ret < view->dictionary_count;
}

static bool
copy_codes(struct crr_columns *columns, uint32_t reader, size_t first, uint32_t count)
{
    uint32_t input = columns->lane.readers[reader].input;
    const struct crr_column *view = &columns->views[input];
    struct crr_pack_column *column = &columns->pack_columns[input];
    uint8_t *narrow = columns->pack_codes[input];
    uint16_t *wide = columns->pack_codes[input];
    *column = (struct crr_pack_column){
        columns->pack_codes[input], is_wide(view), columns->entry_counts[reader]};
    for (uint32_t i = 0; i < CRR_PACK_ROWS; i++) {
        uint32_t code = 0;
        if (i < count &&
            !find_code(view, absent_code(columns, reader), first + i, &code))
            return false;
        if (column->wide)
            wide[i] = (uint16_t)code;
        else
            narrow[i] = (uint8_t)code;
    }
    return true;
}

/* False if there is a code beyond its dictionary. */
static bool
take_codes(struct crr_columns *columns, size_t first, uint32_t count)
{
    for (uint32_t k = 0; k < columns->lane.reader_count; k++) {
        const struct crr_lane_reader *reader = &columns->lane.readers[k];
        const struct crr_column *view = &columns->views[reader->input];
        if (!reader->first || reader->kind == CRR_LANE_KEY)
            continue;
        if (!stands_as_it_is(view) || count % CRR_PACK_STEP != 0) {
            if (!copy_codes(columns, k, first, count))
                return false;
            continue;
        }
        size_t width = view->type == CRR_COLUMN_CODES16 ? 2 : 1;
        columns->pack_columns[reader->input] = (struct crr_pack_column){
            (const char *)view->values + (view->first + first) * width, width == 2,
            (uint32_t)view->dictionary_count};
    }
    return true;
}

/* ---- What came of it ---- */

/* A row with a mark: one of the rater's, or one for which rules fire. */
static enum crr_status
settle_marked(struct crr_columns *columns, size_t row, uint32_t place,
    struct crr_columns_target *target, struct crr_error *reterr)
{
    const struct crr_pack_rows *block = &columns->block;
    const struct crr_lane *lane = &columns->lane;
    size_t rule;
    if (block->marks[place] & CRR_PACK_SLOW)
        return crr_columns_rate_row(columns, row, target, reterr);
    const struct crr_verdict *verdict = &lane->verdicts[block->marks[place]];
    size_t tier = crr_verdict_settle(verdict, block->tiers[place], &rule);
    if (target->ratings.tiers)
        target->ratings.tiers[row - target->first] = (uint8_t)tier;
    if (target->ratings.reasons)
        target->ratings.reasons[row - target->first] = (uint16_t)crr_columns_reason(
            rule, block->reasons[place]);
    return CRR_OK;
}

static enum crr_status
settle_all_marked(struct crr_columns *columns, size_t first, uint32_t count,
    struct crr_columns_target *target, struct crr_error *reterr)
{
    enum crr_status status = CRR_OK;
    for (uint32_t i = 0; i < count; i += CRR_PACK_STEP) {
        uint64_t marked = columns->block.marked[i / CRR_PACK_STEP];
        for (; marked && status == CRR_OK; marked &= marked - 1) {
            uint32_t place = i + (uint32_t)__builtin_ctzll(marked);
            if (place < count)
                status = settle_marked(columns, first + place, place, target, reterr);
        }
    }
    return status;
}

static void
put_wide_scores(const struct crr_columns *columns, size_t place, uint32_t count,
    const struct crr_column_ratings *ratings)
{
    const int64_t *scores = columns->block.wide_scores;
    for (uint32_t i = 0; ratings->scores32 && i < count; i++)
        ratings->scores32[place + i] = (int32_t)scores[i];
    if (ratings->scores && scores == columns->wide_scores)
        memcpy(ratings->scores + place, scores, count * sizeof *scores);
}

static void
put_scores(const struct crr_columns *columns, size_t place, uint32_t count,
    const struct crr_column_ratings *ratings)
{
    const int32_t *scores = columns->block.scores;
    const struct crr_lane *lane = &columns->lane;
    for (uint32_t i = 0; i < count; i++) {
        int64_t score = scores[i];
        if (lane->score_unit != 1)
            score = crr_round_quotient(score, lane->score_unit, lane->rounding);
        if (ratings->scores32)
            ratings->scores32[place + i] = (int32_t)score;
        if (ratings->scores)
            ratings->scores[place + i] = score;
    }
}

/* Where the kernel writes: to the caller's arrays, as far as whole steps of the same
 * kind are wanted there. */
static void
aim(struct crr_columns *columns, size_t place, uint32_t count,
    const struct crr_column_ratings *ratings)
{
    struct crr_pack_rows *block = &columns->block;
    bool whole = count % CRR_PACK_STEP == 0;
    block->count = (count + CRR_PACK_STEP - 1) / CRR_PACK_STEP * CRR_PACK_STEP;
    block->scores = columns->scores;
    block->tiers = columns->tiers;
    block->reasons = columns->reasons;
    if (columns->is_wide) {
        block->wide_scores = NULL;
        if (ratings->scores || ratings->scores32)
            block->wide_scores = columns->wide_scores;
        if (whole && ratings->scores)
            block->wide_scores = ratings->scores + place;
        if (!ratings->reasons)
            block->reasons = NULL;
    }
    if (whole && ratings->scores32 && columns->lane.score_unit == 1)
        block->scores = ratings->scores32 + place;
    if (whole && ratings->tiers)
        block->tiers = ratings->tiers + place;
    if (whole && ratings->reasons)
        block->reasons = ratings->reasons + place;
}

static enum crr_status
rate_block(struct crr_columns *columns, size_t first, uint32_t count,
    struct crr_columns_target *target, struct crr_error *reterr)
{
    const struct crr_column_ratings *ratings = &target->ratings;
    const struct crr_pack_rows *block = &columns->block;
    size_t place = first - target->first;
    aim(columns, place, count, ratings);
    if (!take_codes(columns, first, count) ||
        !(columns->is_wide ? columns->kernel->rate_wide(&columns->wide, block)
                           : columns->kernel->rate_codes(&columns->pack, block)))
        return crr_columns_rate_batches(columns, first, count, target, reterr);
    if (columns->is_wide)
        put_wide_scores(columns, place, count, ratings);
    else if (ratings->scores || (ratings->scores32 && block->scores == columns->scores))
        put_scores(columns, place, count, ratings);
    if (ratings->tiers && block->tiers == columns->tiers)
        memcpy(ratings->tiers + place, block->tiers, count);
    if (ratings->reasons && block->reasons == columns->reasons)
        memcpy(ratings->reasons + place, block->reasons, count * sizeof(uint16_t));
    return settle_all_marked(columns, first, count, target, reterr);
}

enum crr_status
crr_columns_rate_blocks(struct crr_columns *columns, size_t first, size_t count,
    struct crr_columns_target *target, struct crr_error *reterr)
{
    enum crr_status status = CRR_OK;
    for (size_t done = 0; done < count && status == CRR_OK; done += CRR_PACK_ROWS) {
        size_t left = count - done;
        status = rate_block(columns, first + done,
            (uint32_t)(left < CRR_PACK_ROWS ? left : CRR_PACK_ROWS), target, reterr);
    }
    return status;
}

/* Rows of codes as packed sums, in blocks that stay in the cache. */
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
    columns->block.scores = crr_arena_array(arena, CRR_PACK_ROWS, sizeof(int32_t));
    columns->block.tiers = crr_arena_array(arena, CRR_PACK_ROWS, 1);
    columns->block.reasons = crr_arena_array(arena, CRR_PACK_ROWS, sizeof(uint16_t));
    columns->block.marks = crr_arena_array(arena, CRR_PACK_ROWS, sizeof(uint16_t));
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
    columns->has_pack = crr_pack_init(&columns->pack, lane, columns->worths,
                            columns->entry_counts, &columns->arena) &&
                        make_room_for_codes(columns);
    return !columns->arena.failed;
}

/* ---- The codes of a block ---- */

/* The code of no value. */
static uint32_t
absent_code(const struct crr_columns *columns, uint32_t reader)
{
    return columns->entry_counts[reader] - 1;
}

static bool
is_in_table(const struct crr_column *view, size_t first, uint32_t count)
{
    uint32_t most = 0;
    if (view->type == CRR_COLUMN_CODES8) {
        const uint8_t *codes = (const uint8_t *)view->values + view->first + first;
        uint8_t greatest = 0;
        for (uint32_t i = 0; i < count; i++)
            greatest = codes[i] > greatest ? codes[i] : greatest;
        most = greatest;
    } else {
        const uint16_t *codes = (const uint16_t *)view->values + view->first + first;
        uint16_t greatest = 0;
        for (uint32_t i = 0; i < count; i++)
            greatest = codes[i] > greatest ? codes[i] : greatest;
        most = greatest;
    }
    return most < view->dictionary_count;
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
    *column = (struct crr_pack_column){columns->pack_codes[input], is_wide(view)};
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
        if (!is_in_table(view, first, count))
            return false;
        size_t width = view->type == CRR_COLUMN_CODES16 ? 2 : 1;
        columns->pack_columns[reader->input] = (struct crr_pack_column){
            (const char *)view->values + (view->first + first) * width, width == 2};
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
    const uint16_t *marks = columns->block.marks;
    enum crr_status status = CRR_OK;
    for (uint32_t i = 0; i < count && status == CRR_OK; i += 4) {
        uint64_t any; /* the marks have room for whole steps */
        memcpy(&any, marks + i, sizeof any);
        for (uint32_t k = i; any && k < i + 4 && k < count && status == CRR_OK; k++)
            if (marks[k])
                status = settle_marked(columns, first + k, k, target, reterr);
    }
    return status;
}

static void
put_scores(const struct crr_columns *columns, size_t place, uint32_t count,
    const struct crr_column_ratings *ratings)
{
    const int32_t *scores = columns->block.scores;
    const struct crr_lane *lane = &columns->lane;
    if (lane->score_unit == 1) {
        if (ratings->scores32)
            memcpy(ratings->scores32 + place, scores, count * sizeof *scores);
        for (uint32_t i = 0; ratings->scores && i < count; i++)
            ratings->scores[place + i] = scores[i];
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        int64_t score = crr_round_quotient(scores[i], lane->score_unit, lane->rounding);
        if (ratings->scores32)
            ratings->scores32[place + i] = (int32_t)score;
        if (ratings->scores)
            ratings->scores[place + i] = score;
    }
}

static enum crr_status
rate_block(struct crr_columns *columns, size_t first, uint32_t count,
    struct crr_columns_target *target, struct crr_error *reterr)
{
    const struct crr_column_ratings *ratings = &target->ratings;
    struct crr_pack_rows *block = &columns->block;
    size_t place = first - target->first;
    if (!take_codes(columns, first, count))
        return crr_columns_rate_batches(columns, first, count, target, reterr);
    block->count = (count + CRR_PACK_STEP - 1) / CRR_PACK_STEP * CRR_PACK_STEP;
    columns->kernel->rate_codes(&columns->pack, block);
    if (ratings->scores || ratings->scores32)
        put_scores(columns, place, count, ratings);
    if (ratings->tiers)
        memcpy(ratings->tiers + place, block->tiers, count);
    if (ratings->reasons)
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

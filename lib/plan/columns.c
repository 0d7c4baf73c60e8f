/* Columns: their life, and rating rows of them by the fastest way there is: packed
 * sums, the lane, the rater. */
#include "plan/columns.h"
#include "base/machine.h"
#include "base/report.h"
#include "plan/lane_steps.h"

static enum crr_status
refuse(struct crr_error *reterr, const char *message)
{
    return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "", "%s", message);
}

/* ---- The views ---- */

/* Buffers of no bytes may be NULL, as in Arrow: of texts that are all empty, and where
 * there are no rows. */
static bool
is_view(const struct crr_column *view, size_t row_count)
{
    if (view->type == CRR_COLUMN_MISSING)
        return true;
    if ((unsigned)view->type > CRR_COLUMN_CODES32)
        return false;
    if (crr_column_has_dictionary(view) && !view->dictionary &&
        view->dictionary_count > 0)
        return false;
    if (view->type == CRR_COLUMN_NUMBER && (view->places < 0 || view->places > 6))
        return false;
    if (row_count == 0)
        return true;
    return view->type == CRR_COLUMN_TEXT ? view->offsets : view->values;
}

/* Texts and dictionaries may hold values of any input. */
static bool
suits(const struct crr_column *view, enum crr_input_type input)
{
    switch (view->type) {
    case CRR_COLUMN_NUMBER:
        return input == CRR_INPUT_NUMBER;
    case CRR_COLUMN_DAY:
        return input == CRR_INPUT_DATE;
    case CRR_COLUMN_FLAG:
        return input == CRR_INPUT_FLAG;
    default:
        return true;
    }
}

static enum crr_status
check(const struct crr_rater *rater, const struct crr_column *views, size_t count,
    size_t row_count, struct crr_error *reterr)
{
    const struct crr_ast *ast = rater->model->ast;
    if (count != ast->input_count)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "a column for each of the model's %u inputs is expected, found %zu",
            ast->input_count, count);
    for (uint32_t i = 0; i < ast->input_count; i++)
        if (!is_view(&views[i], row_count))
            return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
                "values of a known type, numbers with 0 to 6 places, are expected in "
                "column %u (%.*s), found a NULL, another type or other places",
                i, (int)ast->inputs[i].id.length, ast->inputs[i].id.at);
        else if (!suits(&views[i], ast->inputs[i].type))
            return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
                "values that suit the input are expected in column %u (%.*s), found "
                "numbers, days or flags for an input of another type",
                i, (int)ast->inputs[i].id.length, ast->inputs[i].id.at);
    return CRR_OK;
}

/* ---- The lane and its tables ---- */

static bool
weigh_dictionary(struct crr_columns *columns, uint32_t index)
{
    struct crr_lane *lane = &columns->lane;
    const struct crr_lane_reader *reader = &lane->readers[index];
    const struct crr_column *view = &columns->views[reader->input];
    size_t count = view->dictionary_count;
    if (!crr_column_has_dictionary(view) || count >= UINT32_MAX)
        return true;
    int64_t *worths = crr_arena_array(&columns->arena, count + 1, sizeof *worths);
    if (!worths)
        return false;
    for (size_t i = 0; i < count; i++)
        worths[i] = crr_lane_weigh(lane, reader, &view->dictionary[i]);
    worths[count] = reader->absent;
    columns->worths[index] = worths;
    columns->entry_counts[index] = (uint32_t)count + 1;
    return true;
}

/* A flag's bits are codes of two entries. */
static bool
weigh_flags(struct crr_columns *columns, uint32_t index)
{
    const struct crr_lane_reader *reader = &columns->lane.readers[index];
    int64_t *worths = crr_arena_array(&columns->arena, 3, sizeof *worths);
    if (!worths)
        return false;
    for (int yes = 0; yes < 2; yes++)
        worths[yes] = crr_lane_weigh(&columns->lane, reader,
            &(struct crr_value){.type = CRR_VALUE_FLAG, .as.flag = yes});
    worths[2] = reader->absent;
    columns->worths[index] = worths;
    columns->entry_counts[index] = 3;
    return true;
}

static bool
set_lane(struct crr_columns *columns)
{
    struct crr_lane *lane = &columns->lane;
    columns->has_lane = true;
    if (!crr_lane_init(lane, columns->rater, &columns->arena.allocator))
        return false;
    columns->worths = crr_arena_array(
        &columns->arena, lane->reader_count, sizeof *columns->worths);
    columns->entry_counts = crr_arena_array(
        &columns->arena, lane->reader_count, sizeof *columns->entry_counts);
    for (uint32_t k = 0; !columns->arena.failed && k < lane->reader_count; k++) {
        struct crr_lane_reader *reader = &lane->readers[k];
        reader->told = reader->factor != CRR_ABSENT;
        if (reader->kind == CRR_LANE_KEY)
            continue;
        if (!(columns->views[reader->input].type == CRR_COLUMN_FLAG
                    ? weigh_flags(columns, k)
                    : weigh_dictionary(columns, k)))
            return false;
    }
    return !columns->arena.failed;
}

/* ---- Life ---- */

static bool
fill(struct crr_columns *columns, const struct crr_column *views, size_t count)
{
    columns->views = crr_arena_array(&columns->arena, count, sizeof *columns->views);
    columns->record = crr_arena_array(&columns->arena, count, sizeof *columns->record);
    if (columns->arena.failed)
        return false;
    memcpy(columns->views, views, count * sizeof *views);
    columns->kernel = crr_sum_kernel_at(crr_machine_best());
    return !crr_lane_fits(columns->rater) ||
           (set_lane(columns) && crr_columns_set_pack(columns));
}

enum crr_status
crr_columns_new(struct crr_rater *rater, const struct crr_column *views,
    size_t column_count, size_t row_count, struct crr_columns **ret_columns,
    struct crr_error *reterr)
{
    struct crr_arena arena;
    if (!rater || !ret_columns || (!views && column_count > 0))
        return refuse(reterr, "crr_columns_new needs a rater, columns, and a place for "
                              "what is made of them");
    enum crr_status status = check(rater, views, column_count, row_count, reterr);
    if (status != CRR_OK)
        return status;
    crr_arena_init(&arena, &rater->arena.allocator);
    struct crr_columns *columns = crr_arena_alloc(&arena, sizeof *columns);
    if (columns) {
        columns->arena = arena;
        columns->rater = rater;
        columns->row_count = row_count;
        if (fill(columns, views, column_count)) {
            *ret_columns = columns;
            return CRR_OK;
        }
        crr_columns_free(columns);
    } else {
        crr_arena_clear(&arena);
    }
    return crr_error_set(reterr, CRR_E_MEMORY, 0, NULL, "", "out of memory");
}

void
crr_columns_free(struct crr_columns *columns)
{
    if (!columns)
        return;
    if (columns->has_lane)
        crr_lane_clear(&columns->lane);
    /* The columns lie in their own arena. */
    struct crr_arena arena = columns->arena;
    crr_arena_clear(&arena);
}

/* ---- One row ---- */

/* Whether what the row's code or offsets point at can be there. */
static enum crr_status
check_row(const struct crr_columns *columns, size_t row, uint32_t input,
    struct crr_error *reterr)
{
    const struct crr_column *view = &columns->views[input];
    struct crr_text id = columns->rater->model->ast->inputs[input].id;
    struct crr_text text;
    if (!crr_column_has(view, row))
        return CRR_OK;
    if (view->type == CRR_COLUMN_TEXT && !crr_column_text(view, row, &text))
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "offsets from 0 on that do not fall%s are expected in row %zu of column %u "
            "(%.*s), found others",
            view->values ? "" : ", nor rise as there are no bytes,", row, input,
            (int)id.length, id.at);
    if (!crr_column_has_dictionary(view))
        return CRR_OK;
    uint32_t code = crr_column_code(view, row);
    if (code < view->dictionary_count)
        return CRR_OK;
    return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
        "a code below %zu is expected in row %zu of column %u (%.*s), found %u",
        view->dictionary_count, row, input, (int)id.length, id.at, code);
}

enum crr_status
crr_columns_record(const struct crr_columns *columns, size_t row,
    struct crr_value *ret_values, struct crr_error *reterr)
{
    if (!columns || !ret_values || row >= columns->row_count)
        return refuse(
            reterr, "crr_columns_record needs columns, a row of them, and room");
    uint32_t input_count = columns->rater->model->ast->input_count;
    for (uint32_t i = 0; i < input_count; i++) {
        enum crr_status status = check_row(columns, row, i, reterr);
        if (status != CRR_OK)
            return status;
    }
    for (uint32_t i = 0; i < input_count; i++)
        ret_values[i] = crr_column_value(&columns->views[i], row);
    return CRR_OK;
}

/* The record as far as it is rated: what nothing reads may hold anything. */
static enum crr_status
read_row(struct crr_columns *columns, size_t row, struct crr_error *reterr)
{
    const struct crr_ast *ast = columns->rater->model->ast;
    for (uint32_t i = 0; i < ast->input_count; i++) {
        columns->record[i] = (struct crr_value){.type = CRR_VALUE_MISSING};
        if (!ast->inputs[i].used)
            continue;
        enum crr_status status = check_row(columns, row, i, reterr);
        if (status != CRR_OK)
            return status;
        columns->record[i] = crr_column_value(&columns->views[i], row);
    }
    return CRR_OK;
}

void
crr_columns_put(const struct crr_columns_target *target, size_t row, int64_t score,
    size_t tier, uint32_t reason)
{
    const struct crr_column_ratings *ratings = &target->ratings;
    size_t place = row - target->first;
    if (ratings->scores)
        ratings->scores[place] = score;
    if (ratings->scores32)
        ratings->scores32[place] = (int32_t)score;
    if (ratings->tiers)
        ratings->tiers[place] = (uint8_t)tier;
    if (ratings->reasons)
        ratings->reasons[place] = (uint16_t)reason;
}

void
crr_columns_reject(struct crr_columns_target *target, size_t row)
{
    target->rejected++;
    crr_columns_put(target, row, 0, CRR_TIER_REJECTED, CRR_REASON_NONE);
}

enum crr_status
crr_columns_rate_row(struct crr_columns *columns, size_t row,
    struct crr_columns_target *target, struct crr_error *reterr)
{
    struct crr_rater *rater = columns->rater;
    struct crr_rating rating;
    enum crr_status status = read_row(columns, row, reterr);
    if (status != CRR_OK)
        return status;
    bool keyless = rater->keyless;
    rater->keyless = true;
    /* Nobody asks why a record is rejected: no words are made of it. */
    status = crr_rater_rate(
        rater, columns->record, rater->model->ast->input_count, &rating, NULL);
    rater->keyless = keyless;
    if (status == CRR_OK) {
        crr_columns_put(target, row, rating.score, rating.tier,
            crr_columns_reason(rating.rule, rating.top_factor));
        return CRR_OK;
    }
    if (status != CRR_E_RECORD)
        return refuse(reterr, "a record that a rater can rate is expected");
    crr_columns_reject(target, row);
    return CRR_OK;
}

/* ---- Batches of the lane ---- */

static enum crr_status
rate_batch(struct crr_columns *columns, size_t first, uint32_t count,
    struct crr_columns_target *target, struct crr_error *reterr)
{
    const struct crr_lane *lane = &columns->lane;
    const struct crr_lane_batch *batch = &lane->batch;
    enum crr_status status = CRR_OK;
    crr_columns_weigh(columns, first, count);
    columns->kernel->add_up(&columns->lane, count);
    for (uint32_t i = 0; i < count && status == CRR_OK; i++) {
        size_t rule;
        if (batch->marks[i] & CRR_LANE_SLOW) {
            status = crr_columns_rate_row(columns, first + i, target, reterr);
            continue;
        }
        uint32_t set = (uint32_t)(batch->marks[i] & CRR_LANE_BITS) >>
                       CRR_LANE_BIT_SHIFT;
        size_t tier = crr_verdict_settle(&lane->verdicts[set],
            lane->segment->thresholds[batch->reached[i]].tier, &rule);
        crr_columns_put(target, first + i, batch->score[i], tier,
            crr_columns_reason(rule, lane->readers[batch->top[i]].factor));
    }
    return status;
}

enum crr_status
crr_columns_rate_batches(struct crr_columns *columns, size_t first, size_t count,
    struct crr_columns_target *target, struct crr_error *reterr)
{
    enum crr_status status = CRR_OK;
    for (size_t done = 0; done < count && status == CRR_OK; done += CRR_LANE_ROWS) {
        size_t left = count - done;
        status = rate_batch(columns, first + done,
            (uint32_t)(left < CRR_LANE_ROWS ? left : CRR_LANE_ROWS), target, reterr);
    }
    return status;
}

/* ---- All rows ---- */

static enum crr_status
rate_rows(struct crr_columns *columns, size_t first, size_t count,
    struct crr_columns_target *target, struct crr_error *reterr)
{
    enum crr_status status = CRR_OK;
    for (size_t i = 0; i < count && status == CRR_OK; i++)
        status = crr_columns_rate_row(columns, first + i, target, reterr);
    return status;
}

static bool
scores_fit(const struct crr_ast *ast)
{
    return ast->score_low >= INT32_MIN && ast->score_high <= INT32_MAX;
}

enum crr_status
crr_columns_rate(struct crr_columns *columns, size_t first, size_t count,
    const struct crr_column_ratings *ratings, size_t *ret_rejected,
    struct crr_error *reterr)
{
    if (!columns || !ratings)
        return refuse(
            reterr, "crr_columns_rate needs columns, and a place for the ratings");
    if (first > columns->row_count || count > columns->row_count - first)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "rows up to the last, %zu, are expected, found %zu of them from %zu on",
            columns->row_count, count, first);
    if (ratings->scores32 && !scores_fit(columns->rater->model->ast))
        return refuse(reterr, "a model whose scores fit into 32 bits is expected for "
                              "scores32, found a greater range");
    struct crr_columns_target target = {*ratings, first, 0};
    enum crr_status status;
    if (columns->has_pack)
        status = crr_columns_rate_blocks(columns, first, count, &target, reterr);
    else if (columns->has_lane)
        status = crr_columns_rate_batches(columns, first, count, &target, reterr);
    else
        status = rate_rows(columns, first, count, &target, reterr);
    if (status == CRR_OK && ret_rejected)
        *ret_rejected = target.rejected;
    return status;
}

/* The rows of the lane. */
#include "file/lane_output.h"
#include "crr/number.h"
#include "file/cell.h"
#include "file/subject.h"

#define REASON_COUNT 3 /* as in `reasons` */

/* ---- Whether, and what ---- */

/* The rater counts one secondary factor alone where the greatest of them counts. */
static bool
needs_contributions(const struct crr_lane_column *column)
{
    return column->cell == CRR_LANE_REASONS;
}

/* Whether a segment by which customers are rated does so. */
static bool
takes_greatest(const struct crr_rater *rater)
{
    const struct crr_ast *ast = rater->model->ast;
    bool any = rater->segment->ast->correction_max;
    for (uint32_t i = 0; i < ast->segment_count; i++)
        any |= ast->segments[i].condition != CRR_ABSENT &&
               ast->segments[i].correction_max;
    return any;
}

static struct crr_lane_column
column_of(const struct crr_output_column *column, const struct crr_run *run)
{
    struct crr_lane_column found = {.cell = (int)column->kind->lane};
    if (column->kind->subject == CRR_CELL_OF_KEY)
        found.input = run->key;
    else if (column->kind->subject == CRR_CELL_OF_INPUT)
        found.input = column->index;
    if (found.cell == CRR_LANE_FIELD && found.input == CRR_NONE)
        found.cell = CRR_LANE_NONE;
    return found;
}

bool
crr_lane_output_fits(
    const struct crr_output *output, const struct crr_run *run, bool spread)
{
    bool parts = spread;
    if (output->json)
        return false;
    for (size_t i = 0; i < output->column_count; i++) {
        struct crr_lane_column column = column_of(&output->columns[i], run);
        if (column.cell == CRR_LANE_NONE)
            return false;
        parts |= needs_contributions(&column);
    }
    return !parts || !takes_greatest(run->rater);
}

/* What a cell of all rows holds. */
static bool
print_same(struct crr_lane_column *column, const struct crr_output_column *from,
    const struct crr_output *output, const struct crr_run *run,
    const struct crr_lane *lane, struct crr_arena *arena)
{
    struct crr_output printer = *output;
    size_t place = (size_t)(lane->segment - run->model->plan.segments);
    struct crr_row row = {.rating = {.segment = place}};
    struct crr_cell cell = {.output = &printer,
        .writer = &printer.writer,
        .run = run,
        .row = &row,
        .index = from->index,
        .separator = ";"};
    crr_writer_init(&printer.writer, NULL, NULL);
    from->kind->write(&cell);
    column->text = crr_arena_copy(
        arena, (struct crr_text){printer.writer.buffer, printer.writer.used});
    return !arena->failed;
}

static bool
choose_columns(struct crr_lane_output *lane_output, const struct crr_run *run,
    struct crr_arena *arena)
{
    const struct crr_output *output = lane_output->output;
    lane_output->row_limit = 1;
    for (size_t i = 0; i < output->column_count; i++) {
        struct crr_lane_column *column = &lane_output->columns[i];
        *column = column_of(&output->columns[i], run);
        if (column->cell == CRR_LANE_SAME && !print_same(column, &output->columns[i],
                                                 output, run, lane_output->lane, arena))
            return false;
        size_t limit = CRR_NUMBER_SIZE + 128 + column->text.length;
        if (column->cell == CRR_LANE_REASONS)
            limit = REASON_COUNT * (CRR_NUMBER_SIZE + 80);
        if (column->cell == CRR_LANE_WARNINGS)
            limit = output->factor_count * 80;
        lane_output->row_limit += limit + 1;
    }
    return true;
}

/* Whether a row for which rules fire can be written: not where they are listed. */
static bool
can_tell_rules(const struct crr_lane_output *lane_output)
{
    for (size_t i = 0; i < lane_output->column_count; i++)
        if (lane_output->columns[i].cell == CRR_LANE_REASONS ||
            lane_output->columns[i].cell == CRR_LANE_EMPTY)
            return false;
    return true;
}

/* Ids have at most CRR_LANE_ID_SIZE bytes. */
static void
set_id(struct crr_lane_id *id, struct crr_text text)
{
    id->length = text.length;
    memcpy(id->at, text.at, text.length);
}

/* Which readers' factors may be named. */
static void
name_reasons(struct crr_lane_output *lane_output)
{
    const struct crr_output *output = lane_output->output;
    struct crr_lane *lane = lane_output->lane;
    for (uint32_t i = 0; i < lane->reader_count; i++)
        for (size_t k = 0; k < output->factor_count; k++) {
            if (output->factors[k].index != lane->readers[i].factor)
                continue;
            lane->readers[i].told = true;
            set_id(&lane_output->reasons[i], output->factors[k].id);
        }
}

/* The ids of the lane's rules that may be told; the others stay empty. */
static void
name_rules(struct crr_lane_output *lane_output)
{
    const struct crr_output *output = lane_output->output;
    const struct crr_lane *lane = lane_output->lane;
    for (uint32_t i = 0; i < lane->rules.count; i++)
        for (size_t k = 0; k < output->rule_count; k++)
            if (output->rules[k].index == lane->rules.at[i])
                set_id(&lane_output->rules[i], output->rules[k].id);
}

static const struct crr_lane_id *
id_of_rule(const struct crr_lane_output *lane_output, size_t rule)
{
    const struct crr_lane *lane = lane_output->lane;
    for (uint32_t i = 0; i < lane->rules.count; i++)
        if (lane->rules.at[i] == rule && lane_output->rules[i].length > 0)
            return &lane_output->rules[i];
    return NULL;
}

static void
find_outcomes(struct crr_lane_output *lane_output)
{
    const struct crr_lane *lane = lane_output->lane;
    struct crr_lane_outcome *outcome = lane_output->outcomes;
    for (uint32_t set = 0; set < 1u << lane->rules.bit_count; set++)
        for (uint32_t i = 0; i < lane->threshold_count; i++, outcome++) {
            size_t rule;
            uint32_t of_score = lane->segment->thresholds[i].tier;
            outcome->tier = (uint32_t)crr_verdict_settle(
                &lane->verdicts[set], of_score, &rule);
            outcome->changed = rule != CRR_NONE;
            outcome->id = &lane_output->tiers[outcome->tier];
            outcome->score = &lane_output->tiers[of_score];
            outcome->rule = id_of_rule(lane_output, rule);
        }
}

bool
crr_lane_output_init(struct crr_lane_output *lane_output, struct crr_lane *lane,
    const struct crr_output *output, const struct crr_run *run,
    struct crr_summary *summary, struct crr_arena *arena)
{
    *lane_output = (struct crr_lane_output){.lane = lane,
        .output = output,
        .column_count = output->column_count,
        .with_spread = !run->options->without_spread};
    lane_output->columns = crr_arena_array(
        arena, output->column_count, sizeof *lane_output->columns);
    lane_output->reasons = crr_arena_array(
        arena, lane->reader_count, sizeof *lane_output->reasons);
    lane_output->tiers = crr_arena_array(
        arena, run->model->ast->tier_count, sizeof *lane_output->tiers);
    lane_output->rules = crr_arena_array(
        arena, CRR_LANE_RULE_LIMIT, sizeof *lane_output->rules);
    lane_output->outcomes = crr_arena_array(arena,
        (size_t)lane->threshold_count << lane->rules.bit_count,
        sizeof *lane_output->outcomes);
    lane_output->parts = crr_arena_array(
        arena, summary->spread.part_count, sizeof *lane_output->parts);
    if (arena->failed)
        return false;
    for (uint32_t i = 0; i < run->model->ast->tier_count; i++)
        set_id(&lane_output->tiers[i], output->tiers[i]);
    name_reasons(lane_output);
    name_rules(lane_output);
    find_outcomes(lane_output);
    if (!choose_columns(lane_output, run, arena))
        return false;
    lane_output->tells_rules = can_tell_rules(lane_output);
    return true;
}

void
crr_lane_output_find_columns(
    struct crr_lane_output *lane_output, const struct crr_run *run)
{
    struct crr_lane *lane = lane_output->lane;
    for (uint32_t i = 0; i < lane->reader_count; i++)
        lane->readers[i].column = run->columns[lane->readers[i].input];
}

bool
crr_lane_output_takes(const struct crr_lane_output *lane_output, uint32_t row)
{
    const struct crr_lane *lane = lane_output->lane;
    int64_t marks = lane->batch.marks[row];
    if (marks & CRR_LANE_SLOW)
        return false;
    return lane_output->tells_rules ||
           lane->fired[(marks & CRR_LANE_RULES) >> CRR_LANE_RULE_SHIFT] == 0;
}

/* ---- Cells ---- */

static char *
put(char *at, struct crr_text text)
{
    memcpy(at, text.at, text.length);
    return at + text.length;
}

/* The row has room for the whole of it. */
static inline char *
put_id(char *at, const struct crr_lane_id *id)
{
    memcpy(at, id->at, 16);
    if (__builtin_expect(id->length > 16, 0))
        memcpy(at + 16, id->at + 16, CRR_LANE_ID_SIZE - 16);
    return at + id->length;
}

static const char digit_pairs[] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940"
    "4142434445464748495051525354555657585960616263646566676869707172737475767778798081"
    "828384858687888990919293949596979899";

/* Two digits. */
static inline char *
put_pair(char *at, uint32_t value)
{
    memcpy(at, digit_pairs + 2 * (size_t)value, 2);
    return at + 2;
}

/* A whole number below 10,000. */
static inline char *
put_whole(char *at, uint32_t whole)
{
    if (whole >= 1000)
        return put_pair(put_pair(at, whole / 100), whole % 100);
    if (whole >= 100) {
        *at++ = (char)('0' + whole / 100);
        return put_pair(at, whole % 100);
    }
    if (whole >= 10)
        return put_pair(at, whole);
    *at++ = (char)('0' + whole);
    return at;
}

/* A score with its places, as crr_decimal_print writes it. The divisors are constants:
 * that is faster than to divide. */
static inline char *
put_score(char *at, int64_t score, int places)
{
    uint32_t units = (uint32_t)score;
    if (score >= 0 && score < 10000 * INT64_C(10000) && places == 4) {
        at = put_whole(at, units / 10000);
        *at++ = '.';
        at = put_pair(at, units % 10000 / 100);
        return put_pair(at, units % 100);
    }
    if (score >= 0 && score < 10000 * INT64_C(100) && places == 2) {
        at = put_whole(at, units / 100);
        *at++ = '.';
        return put_pair(at, units % 100);
    }
    return at + crr_decimal_print(score, places, at);
}

/* As crr_write_csv_field; the row has room for twice the field and two quotes. */
static char *
put_quoted(char *at, struct crr_text field)
{
    *at++ = '"';
    for (size_t i = 0; i < field.length; i++) {
        if (field.at[i] == '"')
            *at++ = '"';
        *at++ = field.at[i];
    }
    *at++ = '"';
    return at;
}

/* The text that a field means is written as crr_write_csv_field writes it. Of a quoted
 * field that keeps its quotes the bytes are the same. */
static char *
put_field(char *at, struct crr_text field)
{
    bool quoted = field.length >= 2 && field.at[0] == '"';
    struct crr_text text = field;
    bool special = false;
    if (quoted)
        text = (struct crr_text){field.at + 1, field.length - 2};
    for (size_t i = 0; i < text.length; i++)
        special |= text.at[i] == ',' || text.at[i] == '"' || text.at[i] == '\r' ||
                   text.at[i] == '\n';
    if (special)
        return quoted ? put(at, field) : put_quoted(at, text);
    return put(at, text);
}

/* A key is plain: it holds none of what wants quotes. */
static char *
put_key(char *at, struct crr_text field)
{
    if (field.length > 16 || field.at[0] == '"')
        return put_field(at, field);
    memcpy(at, field.at, 16);
    return at + field.length;
}

static struct crr_text
field_of(const struct crr_lane_column *column, const struct crr_rows *rows,
    uint32_t row, const struct crr_run *run)
{
    size_t index = run->columns[column->input];
    if (index == CRR_NONE)
        return (struct crr_text){"", 0};
    if (run->hidden[index])
        return (struct crr_text){CRR_HIDDEN, strlen(CRR_HIDDEN)};
    return crr_rows_field(rows, row, index);
}

/* ---- Reasons and warnings ---- */

static int64_t
magnitude(int64_t n)
{
    return n < 0 ? -n : n;
}

/* The largest contributions, of equals the first; returns how many. */
static uint32_t
find_largest(const struct crr_lane *lane, uint32_t row, uint32_t *largest)
{
    int64_t sizes[REASON_COUNT];
    uint32_t count = 0;
    for (uint32_t k = 0; k < lane->primary_count + lane->secondary_count; k++) {
        int64_t size = magnitude(crr_lane_units(lane->worths[k][row]));
        uint32_t place = count;
        if (size == 0 || !lane->readers[k].told)
            continue;
        while (place > 0 && size > sizes[place - 1])
            place--;
        if (place == REASON_COUNT)
            continue;
        count += count < REASON_COUNT;
        for (uint32_t i = count - 1; i > place; i--) {
            sizes[i] = sizes[i - 1];
            largest[i] = largest[i - 1];
        }
        sizes[place] = size;
        largest[place] = k;
    }
    return count;
}

static char *
put_reasons(char *at, const struct crr_lane_output *lane_output, uint32_t row)
{
    const struct crr_lane *lane = lane_output->lane;
    uint32_t largest[REASON_COUNT];
    uint32_t count = find_largest(lane, row, largest);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            *at++ = ';';
        at = put_id(at, &lane_output->reasons[largest[i]]);
        *at++ = '=';
        at += crr_fraction_print(
            crr_lane_contribution(lane, largest[i], row), lane->segment->scale, at);
    }
    return at;
}

static inline char *
put_reason(char *at, const struct crr_lane_output *lane_output, uint32_t row)
{
    const struct crr_lane_id *rule = crr_lane_outcome_of(lane_output, row)->rule;
    int64_t top = lane_output->lane->batch.top[row];
    if (rule)
        return put_id(at, rule);
    return top < 0 ? at : put_id(at, &lane_output->reasons[top]);
}

static char *
put_warnings(char *at, const struct crr_lane_output *lane_output, uint32_t row)
{
    const struct crr_lane *lane = lane_output->lane;
    bool further = false;
    if (!(lane->batch.marks[row] & (CRR_LANE_FROM_MISSING | CRR_LANE_FROM_UNKNOWN)))
        return at;
    for (uint32_t k = 0; k < lane->primary_count + lane->secondary_count; k++) {
        int64_t marks = lane->worths[k][row] &
                        (CRR_LANE_FROM_MISSING | CRR_LANE_FROM_UNKNOWN);
        if (!marks || !lane->readers[k].told)
            continue;
        if (further)
            *at++ = ';';
        further = true;
        memcpy(at, marks & CRR_LANE_FROM_MISSING ? "missing:" : "unknown:", 8);
        at = put_id(at + 8, &lane_output->reasons[k]);
    }
    return at;
}

/* ---- Rows ---- */

static char *
put_cell(char *at, const struct crr_lane_output *lane_output,
    const struct crr_lane_column *column, const struct crr_rows *rows, uint32_t row,
    const struct crr_run *run)
{
    const struct crr_lane_batch *batch = &lane_output->lane->batch;
    switch (column->cell) {
    case CRR_LANE_FIELD:
        return column->input == run->key
                   ? put_key(at, field_of(column, rows, row, run))
                   : put_field(at, field_of(column, rows, row, run));
    case CRR_LANE_SCORE:
        return put_score(at, batch->score[row], lane_output->output->head.decimals);
    case CRR_LANE_TIER:
        return put_id(at, crr_lane_outcome_of(lane_output, row)->id);
    case CRR_LANE_SCORE_TIER:
        return put_id(at, crr_lane_outcome_of(lane_output, row)->score);
    case CRR_LANE_REASON:
        return put_reason(at, lane_output, row);
    case CRR_LANE_REASONS:
        return put_reasons(at, lane_output, row);
    case CRR_LANE_WARNINGS:
        return put_warnings(at, lane_output, row);
    case CRR_LANE_SAME:
        return put(at, column->text);
    default:
        return at;
    }
}

static bool
reserve(struct crr_buffer *buffer, size_t room)
{
    if (buffer->capacity - buffer->length >= room)
        return true;
    size_t capacity = buffer->capacity * 2 + room;
    char *at = buffer->allocator.resize(
        buffer->allocator.user, buffer->at, buffer->capacity, capacity);
    if (!at)
        return false;
    buffer->at = at;
    buffer->capacity = capacity;
    return true;
}

enum crr_status
crr_lane_output_write(struct crr_lane_output *lane_output, const struct crr_rows *rows,
    uint32_t row, const struct crr_run *run, struct crr_buffer *buffer)
{
    const uint32_t *ends = rows->ends + (size_t)row * rows->column_count;
    uint32_t start = row == 0 ? rows->start : ends[-1] + 1;
    /* Each column could show the longest field, and double its quotes. */
    size_t fields = ends[rows->column_count - 1] - start + 32;
    if (buffer->capacity - buffer->length < lane_output->row_limit + 2 * fields &&
        !reserve(buffer,
            lane_output->row_limit + 2 * fields * (lane_output->column_count + 1)))
        return CRR_E_MEMORY;
    char *at = buffer->at + buffer->length;
    for (size_t i = 0; i < lane_output->column_count; i++) {
        if (i > 0)
            *at++ = ',';
        at = put_cell(at, lane_output, &lane_output->columns[i], rows, row, run);
    }
    *at++ = '\n';
    buffer->length = (size_t)(at - buffer->at);
    return CRR_OK;
}

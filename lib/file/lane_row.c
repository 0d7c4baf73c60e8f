/* The lane's rows as they are written. */
#include "crr/number.h"
#include "file/cell.h"
#include "file/lane_output.h"

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
    int64_t sizes[CRR_LANE_REASON_COUNT];
    uint32_t count = 0;
    for (uint32_t k = 0; k < lane->primary_count + lane->secondary_count; k++) {
        int64_t size = magnitude(crr_lane_units(lane->worths[k][row]));
        uint32_t place = count;
        if (size == 0 || !lane->readers[k].told)
            continue;
        while (place > 0 && size > sizes[place - 1])
            place--;
        if (place == CRR_LANE_REASON_COUNT)
            continue;
        count += count < CRR_LANE_REASON_COUNT;
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
    uint32_t largest[CRR_LANE_REASON_COUNT];
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

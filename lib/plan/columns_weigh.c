/* What the values of columns are worth, in batches. */
#include "plan/columns.h"
#include "plan/lane_steps.h"

/* ---- Values ---- */

uint32_t
crr_column_code(const struct crr_column *view, size_t row)
{
    size_t place = view->first + row;
    switch (view->type) {
    case CRR_COLUMN_FLAG:
        return ((const uint8_t *)view->values)[place / 8] >> (place % 8) & 1;
    case CRR_COLUMN_CODES8:
        return ((const uint8_t *)view->values)[place];
    case CRR_COLUMN_CODES16:
        return ((const uint16_t *)view->values)[place];
    default:
        return ((const uint32_t *)view->values)[place];
    }
}

static struct crr_text
text_of(const struct crr_column *view, size_t row)
{
    size_t place = view->first + row;
    int64_t start, end;
    if (view->wide_offsets) {
        start = ((const int64_t *)view->offsets)[place];
        end = ((const int64_t *)view->offsets)[place + 1];
    } else {
        start = ((const int32_t *)view->offsets)[place];
        end = ((const int32_t *)view->offsets)[place + 1];
    }
    if (end <= start)
        return (struct crr_text){"", 0};
    return (struct crr_text){(const char *)view->values + start, (size_t)(end - start)};
}

struct crr_value
crr_column_value(const struct crr_column *view, size_t row)
{
    size_t place = view->first + row;
    struct crr_value value = {.type = CRR_VALUE_MISSING};
    if (!crr_column_has(view, row))
        return value;
    switch (view->type) {
    case CRR_COLUMN_MISSING:
        break;
    case CRR_COLUMN_TEXT:
        value.type = CRR_VALUE_TEXT;
        value.as.text = text_of(view, row);
        break;
    case CRR_COLUMN_NUMBER:
        value.type = CRR_VALUE_NUMBER;
        value.places = view->places;
        value.as.units = ((const int64_t *)view->values)[place];
        break;
    case CRR_COLUMN_DAY:
        value.type = CRR_VALUE_DAY;
        value.as.day = ((const int32_t *)view->values)[place];
        break;
    case CRR_COLUMN_FLAG:
        value.type = CRR_VALUE_FLAG;
        value.as.flag = crr_column_code(view, row) != 0;
        break;
    case CRR_COLUMN_CODES8:
    case CRR_COLUMN_CODES16:
    case CRR_COLUMN_CODES32: {
        uint32_t code = crr_column_code(view, row);
        if (code < view->dictionary_count)
            value = view->dictionary[code];
        break;
    }
    }
    return value;
}

/* ---- Worths ---- */

/* A code beyond the dictionary is told when its row is rated alone. */
static int64_t
worth_of_code(
    const struct crr_column *view, const int64_t *worths, uint32_t count, size_t row)
{
    if (!crr_column_has(view, row))
        return worths[count - 1];
    uint32_t code = crr_column_code(view, row);
    return code < count - 1 ? worths[code] : CRR_LANE_SLOW;
}

/* Where the text ends the caller's bytes may end, too. */
static uint64_t
key_of(struct crr_text text)
{
    char bytes[8] = {0};
    if (text.length >= 8)
        return crr_memo_key(text.at, 8);
    memcpy(bytes, text.at, text.length);
    return crr_memo_key(bytes, text.length);
}

/* A text of up to 8 bytes that the memo would take for another, shorter one. */
static bool
has_nul(struct crr_text text)
{
    return text.length <= 8 && memchr(text.at, '\0', text.length);
}

static int64_t
worth_of_text(struct crr_lane *lane, struct crr_lane_reader *reader,
    const struct crr_column *view, size_t row)
{
    int64_t worth;
    if (!crr_column_has(view, row))
        return reader->absent;
    struct crr_text text = text_of(view, row);
    uint64_t key = key_of(text);
    const struct crr_memo_slot *slot = crr_memo_slot(&reader->memo, key);
    if (has_nul(text))
        return crr_lane_weigh(
            lane, reader, &(struct crr_value){.type = CRR_VALUE_TEXT, .as.text = text});
    if (slot->key == key && text.length <= 8)
        return slot->worth;
    if (crr_memo_find(&reader->memo, text.at, text.length, &worth))
        return worth;
    return crr_lane_learn(lane, reader, text, text);
}

static int64_t
step(const struct crr_lane_reader *reader, int64_t number)
{
    uint64_t sum = (uint64_t)reader->base;
    for (uint32_t i = 0; i < reader->step_count; i++)
        sum += number >= reader->at[i] ? (uint64_t)reader->deltas[i] : 0;
    return (int64_t)sum;
}

/* A number as the reader's steps have it, if it is one of these. */
static int64_t
number_of(
    const struct crr_lane_reader *reader, const struct crr_column *view, size_t row)
{
    int64_t limit = crr_power_of_ten(12 + view->places);
    int64_t units = ((const int64_t *)view->values)[view->first + row];
    int further = reader->places - view->places;
    if (units <= -limit || units >= limit)
        return CRR_LANE_BAD_NUMBER;
    if (further >= 0)
        return units * crr_power_of_ten(further);
    int64_t divisor = crr_power_of_ten(-further);
    return units % divisor == 0 ? units / divisor : CRR_LANE_BAD_NUMBER;
}

static int64_t
worth_of_number(
    const struct crr_lane_reader *reader, const struct crr_column *view, size_t row)
{
    if (!crr_column_has(view, row))
        return reader->absent;
    return step(reader, number_of(reader, view, row));
}

static int64_t
worth_of_day(
    const struct crr_lane_reader *reader, const struct crr_column *view, size_t row)
{
    if (!crr_column_has(view, row))
        return reader->absent;
    int32_t day = ((const int32_t *)view->values)[view->first + row];
    return step(reader, day < CRR_DAY_MIN || day > CRR_DAY_MAX ? CRR_LANE_BAD_NUMBER
                                                               : crr_lane_date(day));
}

static int64_t
worth_of_value(struct crr_lane *lane, const struct crr_lane_reader *reader,
    const struct crr_column *view, size_t row)
{
    struct crr_value value = crr_column_value(view, row);
    return crr_lane_weigh(lane, reader, &value);
}

/* How the worths of a reader's column are found. */
enum way {
    BY_CODE,
    BY_TEXT,
    BY_NUMBER,
    BY_DAY,
    BY_VALUE,
    NEVER
};

static enum way
way_of(const struct crr_lane_reader *reader, const struct crr_column *view,
    const int64_t *worths)
{
    if (worths)
        return BY_CODE;
    if (view->type == CRR_COLUMN_MISSING)
        return NEVER;
    if (view->type == CRR_COLUMN_TEXT && reader->kind == CRR_LANE_TEXT)
        return BY_TEXT;
    if (view->type == CRR_COLUMN_NUMBER && reader->kind == CRR_LANE_NUMBER)
        return BY_NUMBER;
    if (view->type == CRR_COLUMN_DAY && reader->kind == CRR_LANE_DATE)
        return BY_DAY;
    return BY_VALUE;
}

static void
weigh(struct crr_columns *columns, uint32_t index, size_t first, uint32_t count)
{
    struct crr_lane *lane = &columns->lane;
    struct crr_lane_reader *reader = &lane->readers[index];
    const struct crr_column *view = &columns->views[reader->input];
    const int64_t *table = columns->worths[index];
    uint32_t entry_count = columns->entry_counts[index];
    int64_t *worths = lane->worths[index];
    enum way way = way_of(reader, view, table);
    for (uint32_t i = 0; i < count; i++)
        switch (way) {
        case BY_CODE:
            worths[i] = worth_of_code(view, table, entry_count, first + i);
            break;
        case BY_TEXT:
            worths[i] = worth_of_text(lane, reader, view, first + i);
            break;
        case BY_NUMBER:
            worths[i] = worth_of_number(reader, view, first + i);
            break;
        case BY_DAY:
            worths[i] = worth_of_day(reader, view, first + i);
            break;
        case BY_VALUE:
            worths[i] = worth_of_value(lane, reader, view, first + i);
            break;
        case NEVER:
            worths[i] = reader->absent;
            break;
        }
}

void
crr_columns_weigh(struct crr_columns *columns, size_t first, uint32_t count)
{
    for (uint32_t k = 0; k < columns->lane.reader_count; k++)
        if (columns->lane.readers[k].kind == CRR_LANE_KEY)
            memset(columns->lane.worths[k], 0, sizeof columns->lane.worths[k]);
        else
            weigh(columns, k, first, count);
}

/* What the values of columns are worth, in batches. */
#include "plan/columns.h"
#include "plan/worth.h"

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

bool
crr_column_text(const struct crr_column *view, size_t row, struct crr_text *ret_text)
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
    if (start < 0 || end < start || (end > start && !view->values))
        return false;
    *ret_text = end == start ? (struct crr_text){"", 0}
                             : (struct crr_text){(const char *)view->values + start,
                                   (size_t)(end - start)};
    return true;
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
        if (crr_column_text(view, row, &value.as.text))
            value.type = CRR_VALUE_TEXT;
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

static int64_t
worth_of_row(struct crr_lane *lane, struct crr_lane_reader *reader,
    const struct crr_column *view, size_t row)
{
    struct crr_value value = crr_column_value(view, row);
    /* Offsets that fall are told when the row is rated alone. */
    if (value.type == CRR_VALUE_MISSING && crr_column_has(view, row))
        return CRR_LANE_SLOW;
    return crr_worth_of_value(lane, reader, &value);
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
    if (view->type == CRR_COLUMN_MISSING)
        for (uint32_t i = 0; i < count; i++)
            worths[i] = reader->absent;
    else if (table)
        for (uint32_t i = 0; i < count; i++)
            worths[i] = worth_of_code(view, table, entry_count, first + i);
    else
        for (uint32_t i = 0; i < count; i++)
            worths[i] = worth_of_row(lane, reader, view, first + i);
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

/* Values that are not usual texts. */
#include "plan/worth.h"
#include "plan/lane_steps.h"

static int64_t
worth_of_text(struct crr_lane *lane, struct crr_lane_reader *reader,
    const struct crr_value *value)
{
    struct crr_text text = value->as.text;
    int64_t worth;
    if (text.length == 0)
        return reader->absent;
    if (reader->kind != CRR_LANE_TEXT)
        return crr_worth_of_steps(reader, crr_lane_number(lane, reader, text));
    /* A memo would take it for a shorter one. */
    if (text.length <= 8 && memchr(text.at, '\0', text.length))
        return crr_lane_weigh(lane, reader, value);
    /* A memo reads eight bytes. */
    char room[CRR_SHORT_ROOM];
    struct crr_text copy = text.length < 8 ? copy_short(text, room) : text;
    if (crr_memo_find(&reader->memo, copy.at, copy.length, &worth))
        return worth;
    return crr_lane_learn(lane, reader, copy, text);
}

static int64_t
worth_of_number(struct crr_lane *lane, const struct crr_lane_reader *reader,
    const struct crr_value *value)
{
    int64_t units = value->as.units;
    if (reader->kind != CRR_LANE_NUMBER)
        return crr_lane_weigh(lane, reader, value);
    if (value->places < 0 || value->places > 6)
        return CRR_LANE_SLOW;
    int64_t limit = crr_power_of_ten(12 + value->places);
    if (units <= -limit || units >= limit)
        return CRR_LANE_SLOW;
    int further = reader->places - value->places;
    if (further >= 0)
        return crr_worth_of_steps(reader, units * crr_power_of_ten(further));
    int64_t divisor = crr_power_of_ten(-further);
    if (units % divisor != 0)
        return CRR_LANE_SLOW;
    return crr_worth_of_steps(reader, units / divisor);
}

static int64_t
worth_of_day(struct crr_lane *lane, const struct crr_lane_reader *reader,
    const struct crr_value *value)
{
    int32_t day = value->as.day;
    if (reader->kind != CRR_LANE_DATE)
        return crr_lane_weigh(lane, reader, value);
    if (day < CRR_DAY_MIN || day > CRR_DAY_MAX)
        return CRR_LANE_SLOW;
    return crr_worth_of_steps(reader, crr_lane_date(day));
}

int64_t
crr_worth_of_any(struct crr_lane *lane, struct crr_lane_reader *reader,
    const struct crr_value *value)
{
    switch (value->type) {
    case CRR_VALUE_TEXT:
        return worth_of_text(lane, reader, value);
    case CRR_VALUE_NUMBER:
        return worth_of_number(lane, reader, value);
    case CRR_VALUE_DAY:
        return worth_of_day(lane, reader, value);
    default:
        return crr_lane_weigh(lane, reader, value);
    }
}

#include "plan/worth.h"
#include "plan/lane_steps.h"

static int64_t
weigh_text(
    struct crr_lane *lane, const struct crr_lane_reader *reader, struct crr_text text)
{
    return crr_lane_weigh(
        lane, reader, &(struct crr_value){.type = CRR_VALUE_TEXT, .as.text = text});
}

/* The last two steps are those of numbers that are none. */
static inline int64_t
step(const struct crr_lane_reader *reader, int64_t number)
{
    const int64_t *at = reader->at;
    for (uint32_t left = reader->step_count; left > 1;) {
        uint32_t half = left / 2;
        at += at[half - 1] <= number ? half : 0;
        left -= half;
    }
    return reader->totals[(at - reader->at) + (*at <= number)];
}

/* A number or a date in the usual form. */
static inline bool
read_usual(const struct crr_lane_reader *reader, struct crr_text text, int64_t *ret)
{
    char room[CRR_SHORT_ROOM];
    if (text.length > CRR_SHORT_TEXT)
        return false;
    struct crr_text copy = copy_short(text, room);
    if (reader->kind == CRR_LANE_DATE)
        return read_date(copy, reader->separator, ret);
    return read_number(copy, &reader->form, ret);
}

static int64_t
worth_of_steps(
    struct crr_lane *lane, const struct crr_lane_reader *reader, struct crr_text text)
{
    int64_t number;
    if (!read_usual(reader, text, &number))
        number = crr_lane_number(lane, reader, text);
    return step(reader, number);
}

int64_t
crr_worth_of_text(
    struct crr_lane *lane, struct crr_lane_reader *reader, struct crr_text text)
{
    int64_t worth;
    if (text.length == 0)
        return reader->absent;
    if (reader->kind != CRR_LANE_TEXT)
        return worth_of_steps(lane, reader, text);
    uint64_t word = first_word(text);
    const struct crr_memo_slot *slot = crr_memo_slot(&reader->memo, word);
    /* Without a NUL at its end it is no shorter text followed by NULs. */
    if (slot->key == word && text.length <= 8 && text.at[text.length - 1] != '\0')
        return slot->worth;
    if (text.length <= 8 && memchr(text.at, '\0', text.length))
        return weigh_text(lane, reader, text);
    if (crr_memo_find(&reader->memo, text.at, text.length, &worth))
        return worth;
    return crr_lane_learn(lane, reader, text, text);
}

int64_t
crr_worth_of_number(struct crr_lane *lane, const struct crr_lane_reader *reader,
    int64_t units, int places)
{
    int64_t limit = crr_power_of_ten(12 + places);
    int further = reader->places - places;
    if (reader->kind != CRR_LANE_NUMBER)
        return crr_lane_weigh(lane, reader,
            &(struct crr_value){.type = CRR_VALUE_NUMBER, places, .as.units = units});
    if (units <= -limit || units >= limit)
        return step(reader, CRR_LANE_BAD_NUMBER);
    if (further >= 0)
        return step(reader, units * crr_power_of_ten(further));
    int64_t divisor = crr_power_of_ten(-further);
    return step(reader, units % divisor == 0 ? units / divisor : CRR_LANE_BAD_NUMBER);
}

int64_t
crr_worth_of_day(
    struct crr_lane *lane, const struct crr_lane_reader *reader, int32_t day)
{
    if (reader->kind != CRR_LANE_DATE)
        return crr_lane_weigh(
            lane, reader, &(struct crr_value){.type = CRR_VALUE_DAY, .as.day = day});
    if (day < CRR_DAY_MIN || day > CRR_DAY_MAX)
        return step(reader, CRR_LANE_BAD_NUMBER);
    return step(reader, crr_lane_date(day));
}

int64_t
crr_worth_of_value(struct crr_lane *lane, struct crr_lane_reader *reader,
    const struct crr_value *value)
{
    switch (value->type) {
    case CRR_VALUE_MISSING:
        return reader->absent;
    case CRR_VALUE_TEXT:
        return crr_worth_of_text(lane, reader, value->as.text);
    case CRR_VALUE_NUMBER:
        if (value->places < 0 || value->places > 6)
            return CRR_LANE_SLOW;
        return crr_worth_of_number(lane, reader, value->as.units, value->places);
    case CRR_VALUE_DAY:
        return crr_worth_of_day(lane, reader, value->as.day);
    default:
        return crr_lane_weigh(lane, reader, value);
    }
}

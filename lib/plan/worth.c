#include "plan/worth.h"
#include "plan/lane_steps.h"

/* Texts of up to ROOM bytes are copied between pads to be read by words. */
#define ROOM 24u
#define PAD 16u

/* Where the text ends the caller's bytes may end, too. */
static inline uint64_t
word_of(struct crr_text text)
{
    uint64_t word = 0;
    if (text.length >= sizeof word) {
        memcpy(&word, text.at, sizeof word);
        return word;
    }
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint32_t start, end;
    if (text.length >= sizeof start) {
        memcpy(&start, text.at, sizeof start);
        memcpy(&end, text.at + text.length - sizeof end, sizeof end);
        return start | (uint64_t)end << 8 * (text.length - sizeof end);
    }
    for (size_t i = 0; i < text.length; i++)
        word |= (uint64_t)(unsigned char)text.at[i] << 8 * i;
#else
    memcpy(&word, text.at, text.length);
#endif
    return word;
}

/* A text of up to 8 bytes with a NUL, that would be taken for a shorter one. */
static inline bool
has_nul(struct crr_text text, uint64_t word)
{
    if (text.length > 8)
        return false;
    if (text.length < 8)
        word |= ~kept_first(text.length);
    return ((word - EACH(1)) & ~word & EACH(0x80)) != 0;
}

static int64_t
weigh_text(
    struct crr_lane *lane, const struct crr_lane_reader *reader, struct crr_text text)
{
    return crr_lane_weigh(
        lane, reader, &(struct crr_value){.type = CRR_VALUE_TEXT, .as.text = text});
}

static int64_t
step(const struct crr_lane_reader *reader, int64_t number)
{
    uint64_t sum = (uint64_t)reader->base;
    for (uint32_t i = 0; i < reader->step_count; i++)
        sum += number >= reader->at[i] ? (uint64_t)reader->deltas[i] : 0;
    return (int64_t)sum;
}

/* A number or a date in the usual form. */
static bool
read_usual(const struct crr_lane_reader *reader, struct crr_text text, int64_t *ret)
{
    char room[PAD + ROOM + PAD];
    struct crr_text copy = {room + PAD, text.length};
    if (text.length > ROOM)
        return false;
    memcpy(room + PAD, text.at, text.length);
    if (reader->kind == CRR_LANE_DATE)
        return read_date(copy, reader->separator, ret);
    struct number_form form = form_of(reader->places);
    return read_number(copy, &form, ret);
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
    uint64_t word = word_of(text);
    const struct crr_memo_slot *slot = crr_memo_slot(&reader->memo, word);
    if (has_nul(text, word))
        return weigh_text(lane, reader, text);
    if (slot->key == word && text.length <= 8)
        return slot->worth;
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

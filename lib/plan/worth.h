/* What one value in memory is worth to a lane's reader: as the rater says, but found
 * faster for texts that are usual. */
#ifndef CRR_PLAN_WORTH_H
#define CRR_PLAN_WORTH_H

#include "plan/lane.h"

/* Any value; the reader is none of keys. */
int64_t crr_worth_of_any(struct crr_lane *lane, struct crr_lane_reader *reader,
    const struct crr_value *value);

/* The last two steps are those of numbers that are none. */
static inline int64_t
crr_worth_of_steps(const struct crr_lane_reader *reader, int64_t number)
{
    const int64_t *at = reader->at;
    for (uint32_t left = reader->step_count; left > 1;) {
        uint32_t half = left / 2;
        /* By arithmetic: nothing foretells which way a branch would go. */
        at += half & -(uint32_t)(at[half - 1] <= number);
        left -= half;
    }
    return reader->totals[(at - reader->at) + (*at <= number)];
}

/* A number or a date in the usual form. */
static inline bool
crr_worth_number(
    const struct crr_lane_reader *reader, struct crr_text text, int64_t *ret)
{
    char room[CRR_SHORT_ROOM];
    if (text.length > CRR_SHORT_TEXT)
        return false;
    struct crr_text copy = copy_short(text, room);
    if (reader->kind == CRR_LANE_DATE)
        return read_date(copy, reader->separator, ret);
    return read_number(copy, &reader->form, ret);
}

static inline int64_t
crr_worth_of_value(struct crr_lane *lane, struct crr_lane_reader *reader,
    const struct crr_value *value)
{
    struct crr_text text = value->as.text;
    int64_t number;
    if (value->type == CRR_VALUE_MISSING)
        return reader->absent;
    if (__builtin_expect(value->type != CRR_VALUE_TEXT || text.length == 0, 0))
        return crr_worth_of_any(lane, reader, value);
    if (reader->kind == CRR_LANE_TEXT) {
        uint64_t word = first_word(text);
        const struct crr_memo_slot *slot = crr_memo_slot(&reader->memo, word);
        /* Without a NUL at its end it is no shorter text followed by NULs. */
        if (__builtin_expect(slot->key == word && text.length <= 8, 1) &&
            text.at[text.length - 1] != '\0')
            return slot->worth;
    } else if (__builtin_expect(crr_worth_number(reader, text, &number), 1)) {
        int64_t worth = crr_worth_of_steps(reader, number);
        /* A number may be a spelling of no value. */
        if (__builtin_expect(!(worth & CRR_LANE_SLOW), 1))
            return worth;
    }
    return crr_worth_of_any(lane, reader, value);
}

#endif

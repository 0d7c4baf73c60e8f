/* What the values of one record are worth; compiled once for each instruction set, with
 * CRR_CALL_KERNEL as the kernel's name. CRR_KERNEL_SCALAR leaves out what is written
 * for a set. */
#include "plan/call_kernel.h"
#include "plan/worth.h"

#if defined(__AVX512BW__) && defined(__AVX512VL__) && !defined(CRR_KERNEL_SCALAR)
#include "plan/call_kernel_avx512.h"
#else

static inline uint64_t
load_word(struct crr_text text)
{
    return first_word(text);
}

static inline bool
is_plain_short(struct crr_text text)
{
    char room[CRR_SHORT_ROOM];
    return is_plain(copy_short(text, room));
}

/* Numbers and dates; returns their marks. */
static inline int64_t
weigh_numbers(struct crr_lane *lane, const struct crr_call_plan *plan,
    const struct crr_value *values, int64_t *worths)
{
    int64_t marks = 0;
    for (const struct crr_call_entry *entry = plan->texts_end; entry < plan->end;
         entry++) {
        int64_t worth = crr_worth_of_value(lane, entry->reader, &values[entry->input]);
        worths[entry->place] = worth;
        marks |= worth;
    }
    return marks;
}

#endif

/* ---- Values ---- */

/* Whether a key is there. */
static inline int64_t
weigh_key(struct crr_lane *lane, const struct crr_lane_reader *reader,
    const struct crr_value *value)
{
    struct crr_text text = value->as.text;
    if (value->type != CRR_VALUE_TEXT || text.length == 0)
        return CRR_LANE_SLOW;
    bool good = text.length > reader->missing_longest &&
                text.length <= reader->plain_limit && text.length <= CRR_SHORT_TEXT &&
                is_plain_short(text);
    if (__builtin_expect(!good, 0))
        good = crr_lane_key_is_good(lane, reader, text);
    return good ? 0 : CRR_LANE_SLOW;
}

__attribute__((noinline, cold)) static int64_t
weigh_unusual(struct crr_lane *lane, struct crr_lane_reader *reader,
    const struct crr_value *value)
{
    if (value->type == CRR_VALUE_MISSING)
        return reader->absent;
    return crr_worth_of_any(lane, reader, value);
}

/* A short text that is known, or any value. */
static inline int64_t
weigh_text(struct crr_lane *lane, struct crr_lane_reader *reader,
    const struct crr_value *value)
{
    struct crr_text text = value->as.text;
    if (value->type == CRR_VALUE_TEXT && text.length - 1 < 8) {
        uint64_t word = load_word(text);
        const struct crr_memo_slot *slot = crr_memo_slot(&reader->memo, word);
        /* Without a NUL at its end it is no shorter text followed by NULs. */
        if (__builtin_expect(slot->key == word, 1) && text.at[text.length - 1] != '\0')
            return slot->worth;
    }
    return weigh_unusual(lane, reader, value);
}

static int64_t
weigh(struct crr_lane *lane, const struct crr_call_plan *plan,
    const struct crr_value *values, int64_t *worths)
{
    int64_t marks = 0;
    const struct crr_call_entry *entry = plan->entries;
    for (; entry < plan->keys_end; entry++) {
        worths[entry->place] = weigh_key(lane, entry->reader, &values[entry->input]);
        marks |= worths[entry->place];
    }
    for (const struct crr_call_entry *end = plan->texts_end; entry < end; entry++) {
        int64_t worth = weigh_text(lane, entry->reader, &values[entry->input]);
        worths[entry->place] = worth;
        marks |= worth;
    }
    return (marks | weigh_numbers(lane, plan, values, worths)) & CRR_LANE_MARKS;
}

extern const struct crr_call_kernel CRR_CALL_KERNEL;
const struct crr_call_kernel CRR_CALL_KERNEL = {weigh};

/* What fields have been worth. */
#include "plan/memo.h"
#include "plan/lane.h"

#define FIRST_BITS 6u     /* slots at the start, at most a quarter is taken */
#define FIRST_LONG 64u    /* likewise, at most half */
#define FIRST_TEXTS 4096u /* bytes */
#define FACTOR UINT64_C(0x9E3779B97F4A7C15)
#define FACTOR_TRIALS 32      /* when slots are filled anew */
#define LONGEST 4096u         /* longer texts are not kept */
#define TEXT_LIMIT (1u << 20) /* bytes of all texts */

static void *
resize(struct crr_memo *memo, void *at, size_t old_size, size_t new_size)
{
    return memo->allocator.resize(memo->allocator.user, at, old_size, new_size);
}

/* A text with a NUL may have the key of a free slot: its record is the rater's. */
static const struct crr_memo_slot free_slot = {CRR_MEMO_FREE, CRR_LANE_SLOW};

static struct crr_memo_slot *
make_slots(struct crr_memo *memo, uint32_t count)
{
    struct crr_memo_slot *slots = resize(memo, NULL, 0, count * sizeof *slots);
    for (uint32_t i = 0; slots && i < count; i++)
        slots[i] = free_slot;
    return slots;
}

static struct crr_memo_text *
make_long_slots(struct crr_memo *memo, uint32_t count)
{
    struct crr_memo_text *slots = resize(memo, NULL, 0, count * sizeof *slots);
    if (slots)
        memset(slots, 0, count * sizeof *slots);
    return slots;
}

bool
crr_memo_init(
    struct crr_memo *memo, uint32_t limit, const struct crr_allocator *allocator)
{
    memset(memo, 0, sizeof *memo);
    memo->allocator = crr_allocator_or_default(allocator);
    memo->limit = limit;
    memo->factor = FACTOR;
    memo->shift = 64 - FIRST_BITS;
    memo->mask = (1u << FIRST_BITS) - 1;
    memo->slots = make_slots(memo, memo->mask + 1);
    memo->long_mask = FIRST_LONG - 1;
    memo->long_slots = make_long_slots(memo, FIRST_LONG);
    memo->texts = resize(memo, NULL, 0, FIRST_TEXTS);
    memo->text_capacity = FIRST_TEXTS;
    return memo->slots && memo->long_slots && memo->texts;
}

void
crr_memo_clear(struct crr_memo *memo)
{
    if (memo->slots)
        resize(memo, memo->slots, (memo->mask + 1) * sizeof *memo->slots, 0);
    if (memo->long_slots)
        resize(memo, memo->long_slots, (memo->long_mask + 1) * sizeof *memo->long_slots,
            0);
    if (memo->texts)
        resize(memo, memo->texts, memo->text_capacity, 0);
    memset(memo, 0, sizeof *memo);
}

/* ---- Short texts ---- */

static uint64_t
short_key(const char *at, size_t length)
{
    uint64_t key = 0;
    if (length > 0)
        memcpy(&key, at, length);
    return key;
}

static struct crr_memo_slot *
find_slot(const struct crr_memo *memo, uint64_t key)
{
    uint32_t at = (uint32_t)((key * memo->factor) >> memo->shift);
    while (memo->slots[at].key != key && memo->slots[at].key != CRR_MEMO_FREE)
        at = (at + 1) & memo->mask;
    return &memo->slots[at];
}

/* Puts the old slots' keys into the new ones; returns how many are not in the slot
 * where they are looked for first. */
static uint32_t
fill_slots(struct crr_memo *memo, const struct crr_memo_slot *old, uint32_t count)
{
    uint32_t displaced = 0;
    for (uint32_t i = 0; i <= memo->mask; i++)
        memo->slots[i] = free_slot;
    for (uint32_t i = 0; i < count; i++) {
        if (old[i].key == CRR_MEMO_FREE)
            continue;
        struct crr_memo_slot *slot = find_slot(memo, old[i].key);
        displaced += slot != crr_memo_slot(memo, old[i].key);
        *slot = old[i];
    }
    return displaced;
}

/* Moves all keys to new slots, by the best of some factors. */
static bool
rebuild_slots(struct crr_memo *memo, uint32_t bits)
{
    struct crr_memo_slot *old = memo->slots;
    uint32_t old_count = memo->mask + 1;
    struct crr_memo_slot *slots = make_slots(memo, 1u << bits);
    if (!slots)
        return false;
    uint64_t best = FACTOR, next = FACTOR;
    uint32_t fewest = UINT32_MAX;
    memo->slots = slots;
    memo->mask = (1u << bits) - 1;
    memo->shift = 64 - bits;
    for (int i = 0; i < FACTOR_TRIALS && fewest > 0; i++) {
        memo->factor = next | 1;
        next = next * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        uint32_t displaced = fill_slots(memo, old, old_count);
        if (displaced < fewest) {
            fewest = displaced;
            best = memo->factor;
        }
    }
    memo->factor = best;
    fill_slots(memo, old, old_count);
    resize(memo, old, old_count * sizeof *old, 0);
    return true;
}

/* At most a quarter of the slots is taken; on the way there the factor is chosen once
 * more. */
static bool
make_slot_room(struct crr_memo *memo)
{
    uint32_t count = memo->mask + 1;
    uint32_t bits = 64 - memo->shift;
    if (memo->count == count / 8)
        return rebuild_slots(memo, bits);
    return memo->count < count / 4 || rebuild_slots(memo, bits + 1);
}

static void
keep_short(struct crr_memo *memo, uint64_t key, int64_t worth)
{
    if (memo->count >= memo->limit || !make_slot_room(memo))
        return;
    *find_slot(memo, key) = (struct crr_memo_slot){key, worth};
    memo->count++;
}

/* ---- Long texts ---- */

static uint32_t
hash_text(const char *at, size_t length)
{
    uint64_t hash = length;
    uint64_t word;
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        memcpy(&word, at + i, sizeof word);
        hash = (hash ^ word) * FACTOR;
        hash ^= hash >> 32;
    }
    memcpy(&word, at + length - 8, sizeof word); /* a long text has 9 bytes or more */
    hash = (hash ^ word) * FACTOR;
    return (uint32_t)(hash >> 32);
}

static struct crr_memo_text *
find_text(const struct crr_memo *memo, const char *at, size_t length, uint32_t hash)
{
    uint32_t i = hash & memo->long_mask;
    for (;; i = (i + 1) & memo->long_mask) {
        struct crr_memo_text *slot = &memo->long_slots[i];
        if (slot->length == 0 || (slot->hash == hash && slot->length == length &&
                                     memcmp(memo->texts + slot->at, at, length) == 0))
            return slot;
    }
}

static bool
grow_long_slots(struct crr_memo *memo)
{
    uint32_t count = (memo->long_mask + 1) * 2;
    struct crr_memo_text *slots = make_long_slots(memo, count);
    if (!slots)
        return false;
    for (uint32_t i = 0; i <= memo->long_mask; i++) {
        uint32_t at = memo->long_slots[i].hash & (count - 1);
        if (memo->long_slots[i].length == 0)
            continue;
        while (slots[at].length > 0)
            at = (at + 1) & (count - 1);
        slots[at] = memo->long_slots[i];
    }
    resize(memo, memo->long_slots, (memo->long_mask + 1) * sizeof *slots, 0);
    memo->long_slots = slots;
    memo->long_mask = count - 1;
    return true;
}

static bool
make_text_room(struct crr_memo *memo, size_t length)
{
    if (memo->text_capacity - memo->text_length >= length)
        return true;
    uint32_t capacity = memo->text_capacity * 2;
    if (capacity > TEXT_LIMIT)
        return false;
    char *texts = resize(memo, memo->texts, memo->text_capacity, capacity);
    if (!texts)
        return false;
    memo->texts = texts;
    memo->text_capacity = capacity;
    return true;
}

static void
keep_long(struct crr_memo *memo, const char *at, size_t length, int64_t worth)
{
    if (memo->long_count >= memo->limit || length > LONGEST ||
        (memo->long_count >= (memo->long_mask + 1) / 2 && !grow_long_slots(memo)) ||
        !make_text_room(memo, length))
        return;
    uint32_t hash = hash_text(at, length);
    memcpy(memo->texts + memo->text_length, at, length);
    *find_text(memo, at, length, hash) = (struct crr_memo_text){
        hash, (uint32_t)length, memo->text_length, worth};
    memo->text_length += (uint32_t)length;
    memo->long_count++;
}

/* ---- Both ---- */

bool
crr_memo_find(
    const struct crr_memo *memo, const char *at, size_t length, int64_t *ret_worth)
{
    if (length > 8) {
        const struct crr_memo_text *text = find_text(
            memo, at, length, hash_text(at, length));
        *ret_worth = text->worth;
        return text->length > 0;
    }
    const struct crr_memo_slot *slot = find_slot(memo, short_key(at, length));
    *ret_worth = slot->worth;
    return slot->key != CRR_MEMO_FREE;
}

void
crr_memo_keep(struct crr_memo *memo, const char *at, size_t length, int64_t worth)
{
    if (length > 8)
        keep_long(memo, at, length, worth);
    else
        keep_short(memo, short_key(at, length), worth);
}

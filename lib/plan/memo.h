/* What fields have been worth: a map from the bytes of a field as it stands in a file
 * to the worth of its value (lane.h). It starts empty and learns; what it knows was
 * worked out by the rater once. Texts of up to 8 bytes are their own key, longer ones
 * are kept. Owned by one thread. */
#ifndef CRR_PLAN_MEMO_H
#define CRR_PLAN_MEMO_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "base/arena.h"
#include "base/words.h"

struct crr_memo_slot {
    uint64_t key; /* the bytes as they lie in memory, then NULs */
    int64_t worth;
};

struct crr_memo_text {
    uint32_t hash;
    uint32_t length; /* 0: the slot is free */
    uint32_t at;     /* in texts */
    int64_t worth;
};

struct crr_memo {
    struct crr_memo_slot *slots;
    uint64_t factor; /* odd: chosen so that few keys meet */
    uint32_t shift;  /* a key's slot: the highest 64 - shift bits of key · factor */
    uint32_t mask;   /* slots less one: a power of two less one */
    uint32_t count;
    struct crr_memo_text *long_slots;
    uint32_t long_mask, long_count;
    char *texts;
    uint32_t text_length, text_capacity;
    uint32_t limit; /* of count and of long_count: what comes later is not kept */
    struct crr_allocator allocator;
};

/* A NUL, a byte, NULs: no text without a NUL has this key, so that it marks what is
 * free. A free slot's worth is CRR_LANE_SLOW. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define CRR_MEMO_FREE UINT64_C(0x100)
#else
#define CRR_MEMO_FREE (UINT64_C(1) << 48)
#endif

/* False if there is no memory. */
bool crr_memo_init(
    struct crr_memo *memo, uint32_t limit, const struct crr_allocator *allocator);
void crr_memo_clear(struct crr_memo *memo);

/* The first 8 bytes at `at`, of which `length` count. 8 bytes can be read there. */
static inline uint64_t
crr_memo_key(const char *at, size_t length)
{
    uint64_t key;
    memcpy(&key, at, sizeof key);
    if (length < 8)
        key &= kept_first(length);
    return key;
}

static inline const struct crr_memo_slot *
crr_memo_slot(const struct crr_memo *memo, uint64_t key)
{
    return &memo->slots[(key * memo->factor) >> memo->shift];
}

/* The worth of a text that crr_memo_slot does not hold: true if it is known. */
bool crr_memo_find(
    const struct crr_memo *memo, const char *at, size_t length, int64_t *ret_worth);

/* Keeps a text that is not known yet, if there is room and memory. */
void crr_memo_keep(struct crr_memo *memo, const char *at, size_t length, int64_t worth);

#endif

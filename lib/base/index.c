/* The index: open addressing with linear probing, at most half full. A search ends at a
 * free slot, or after the longest way that any key had to go. */
#include "base/index.h"

#include <string.h>
#include "base/span.h"

#define FACTOR UINT64_C(0x9E3779B97F4A7C15)

/* Fewer than eight bytes as one number: two reads that overlap, for a copy of unknown
 * length goes through memory byte by byte and is then waited for. */
static uint64_t
last_piece(const char *at, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)at;
    if (length >= 4) {
        uint32_t low, high;
        memcpy(&low, at, 4);
        memcpy(&high, at + length - 4, 4);
        return low | (uint64_t)high << 32;
    }
    return bytes[0] | (uint64_t)bytes[length / 2] << 8 |
           (uint64_t)bytes[length - 1] << 16;
}

/* Folds a piece in by a multiplication with an odd constant (the golden ratio of Knuth
 * 1973, 6.4) and a shift that brings the high bits down. */
static uint64_t
folded(uint64_t hash, uint64_t piece)
{
    hash = (hash ^ piece) * FACTOR;
    return hash ^ hash >> 32;
}

/* Eight bytes a step. Only equality counts, so the byte order of the machine does not
 * matter. */
uint32_t
crr_index_hash(struct crr_text key)
{
    uint64_t hash = key.length * FACTOR;
    const char *at = key.at;
    size_t left = key.length;

    while (left >= 8) {
        uint64_t piece;
        memcpy(&piece, at, 8);
        hash = folded(hash, piece);
        at += 8;
        left -= 8;
    }
    if (left > 0)
        hash = folded(hash, last_piece(at, left));
    hash *= FACTOR;
    return (uint32_t)(hash >> 32);
}

bool
crr_index_init(struct crr_index *index, struct crr_arena *arena, uint32_t count)
{
    uint32_t slot_count = 2;
    struct crr_index_slot *slots;

    *index = (struct crr_index){0};
    if (count > UINT32_C(1) << 30) {
        arena->failed = true;
        return false;
    }
    while (slot_count / 2 < count)
        slot_count *= 2;
    slots = crr_arena_array(arena, slot_count, sizeof *slots);
    if (!slots)
        return false;
    for (uint32_t i = 0; i < slot_count; i++)
        slots[i].value = CRR_INDEX_NONE;
    index->slots = slots;
    index->mask = slot_count - 1;
    return true;
}

static bool
slot_has(const struct crr_index_slot *slot, uint32_t hash, struct crr_text key)
{
    return slot->hash == hash && crr_text_equal(slot->key, key);
}

uint32_t
crr_index_add(struct crr_index *index, struct crr_text key, uint32_t value)
{
    uint32_t hash = crr_index_hash(key);
    struct crr_index_slot *slot = &index->slots[hash & index->mask];
    uint32_t probe = 1;

    while (slot->value != CRR_INDEX_NONE) {
        if (slot_has(slot, hash, key))
            return slot->value;
        slot = &index->slots[(hash + probe) & index->mask];
        probe++;
    }
    *slot = (struct crr_index_slot){key, hash, value};
    if (probe > index->max_probe)
        index->max_probe = probe;
    index->count++;
    return CRR_INDEX_NONE;
}

uint32_t
crr_index_find(const struct crr_index *index, struct crr_text key)
{
    uint32_t hash = crr_index_hash(key);

    for (uint32_t probe = 0; probe < index->max_probe; probe++) {
        const struct crr_index_slot *slot = &index->slots[(hash + probe) & index->mask];

        if (slot->value == CRR_INDEX_NONE)
            return CRR_INDEX_NONE;
        if (slot_has(slot, hash, key))
            return slot->value;
    }
    return CRR_INDEX_NONE;
}

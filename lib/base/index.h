/* A map from texts to numbers: built once, then read by any number of threads. */
#ifndef CRR_BASE_INDEX_H
#define CRR_BASE_INDEX_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "crr/text.h"

#define CRR_INDEX_NONE UINT32_MAX

struct crr_index_slot {
    struct crr_text key; /* not copied */
    uint32_t hash;
    uint32_t value; /* CRR_INDEX_NONE: the slot is free */
};

struct crr_index {
    struct crr_index_slot *slots;
    uint32_t mask;      /* slots - 1, a power of two less one */
    uint32_t max_probe; /* a search looks at no more slots than this */
    uint32_t count;
};

/* Room for `count` keys, at most half full. False if there is no memory. */
bool crr_index_init(struct crr_index *index, struct crr_arena *arena, uint32_t count);

/* Adds a key; returns CRR_INDEX_NONE, or the value that the key already has (which
 * stays). Never more keys than the room. */
uint32_t crr_index_add(struct crr_index *index, struct crr_text key, uint32_t value);

/* The hash of a key: the same on every machine of one byte order. */
uint32_t crr_index_hash(struct crr_text key);

/* The key's value, or CRR_INDEX_NONE. */
uint32_t crr_index_find(const struct crr_index *index, struct crr_text key);

#endif

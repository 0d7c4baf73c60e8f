/* A growing array of items of one width in memory of its own, which it gives back when
 * it moves: rows of a book. */
#ifndef CRR_FILE_SERIES_H
#define CRR_FILE_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "crr/alloc.h"

struct crr_series {
    const struct crr_allocator *allocator; /* outlives it */
    void *at;
    size_t count, capacity; /* items */
    size_t width;           /* bytes of an item */
};

void crr_series_init(
    struct crr_series *series, const struct crr_allocator *allocator, size_t width);
void crr_series_clear(struct crr_series *series);

/* Room for count items more, which are counted and not filled; NULL if there is no
 * memory. */
void *crr_series_add(struct crr_series *series, size_t count);

/* Unsigned items of 1, 2 or 4 bytes become wider ones. False if there is no memory. */
bool crr_series_widen(struct crr_series *series, size_t width);

/* Gives back the room that no item needs. */
void crr_series_fit(struct crr_series *series);

/* An unsigned item of 1, 2 or 4 bytes. */
static inline uint32_t
crr_series_code(const struct crr_series *series, size_t index)
{
    if (series->width == 1)
        return ((const uint8_t *)series->at)[index];
    if (series->width == 2)
        return ((const uint16_t *)series->at)[index];
    return ((const uint32_t *)series->at)[index];
}

static inline void
crr_series_set_code(struct crr_series *series, size_t index, uint32_t code)
{
    if (series->width == 1)
        ((uint8_t *)series->at)[index] = (uint8_t)code;
    else if (series->width == 2)
        ((uint16_t *)series->at)[index] = (uint16_t)code;
    else
        ((uint32_t *)series->at)[index] = code;
}

#endif

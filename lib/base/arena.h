/* Memory that is released all at once. Everything that a model or a rater owns lies in
 * one arena; nothing in it is freed singly. */
#ifndef CRR_BASE_ARENA_H
#define CRR_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include "crr/alloc.h"
#include "crr/text.h"

struct crr_arena_chunk;

struct crr_arena {
    struct crr_allocator allocator;
    struct crr_arena_chunk *chunks; /* the newest first */
    size_t used;                    /* bytes of the newest chunk */
    bool failed;                    /* sticky: an allocation failed */
};

/* The allocator to use for the caller's: realloc and free if its resize is NULL. */
struct crr_allocator crr_allocator_or_default(const struct crr_allocator *allocator);

void crr_arena_init(struct crr_arena *arena, const struct crr_allocator *allocator);
void crr_arena_clear(struct crr_arena *arena);

/* size zeroed bytes, aligned to 16; NULL and `failed` if there is no memory. size may
 * be 0: the result is then a valid pointer to nothing. */
void *crr_arena_alloc(struct crr_arena *arena, size_t size);

/* As crr_arena_alloc, but the bytes are not zeroed: for what is filled before it is
 * read. */
void *crr_arena_room(struct crr_arena *arena, size_t size);

/* As crr_arena_alloc for count items, safe against overflow. */
void *crr_arena_array(struct crr_arena *arena, size_t count, size_t item_size);

/* A copy of text, with a NUL after it that does not count; {NULL, 0} and `failed` if
 * there is no memory. */
struct crr_text crr_arena_copy(struct crr_arena *arena, struct crr_text text);

/* Makes room for one more item in a growing array: returns items, or a larger copy with
 * *capacity doubled when count == *capacity (the old one stays in the arena until the
 * end); NULL and `failed` if there is no memory. */
void *crr_arena_grow(struct crr_arena *arena, void *items, size_t count,
    size_t *capacity, size_t item_size);

#endif

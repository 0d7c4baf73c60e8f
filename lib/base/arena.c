/* The arena: chunks that grow in size, an item that is large gets a chunk of its own
 * behind the newest one, so that the room in the newest is not lost. */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 16u
#define FIRST_CHUNK 4096u
#define LAST_CHUNK (1u << 20)

struct crr_arena_chunk {
    struct crr_arena_chunk *next;
    size_t size; /* of the whole chunk, this head included */
};

#define HEAD_SIZE                                                                      \
    ((sizeof(struct crr_arena_chunk) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)

static void *
default_resize(void *user, void *at, size_t old_size, size_t new_size)
{
    (void)user;
    (void)old_size;
    if (new_size == 0) {
        free(at);
        return NULL;
    }
    return realloc(at, new_size);
}

struct crr_allocator
crr_allocator_or_default(const struct crr_allocator *allocator)
{
    if (allocator && allocator->resize)
        return *allocator;
    return (struct crr_allocator){default_resize, NULL};
}

void
crr_arena_init(struct crr_arena *arena, const struct crr_allocator *allocator)
{
    *arena = (struct crr_arena){.allocator = crr_allocator_or_default(allocator)};
}

void
crr_arena_clear(struct crr_arena *arena)
{
    struct crr_arena_chunk *chunk = arena->chunks;

    while (chunk) {
        struct crr_arena_chunk *next = chunk->next;
        arena->allocator.resize(arena->allocator.user, chunk, chunk->size, 0);
        chunk = next;
    }
    arena->chunks = NULL;
    arena->used = 0;
    arena->failed = false;
}

static struct crr_arena_chunk *
new_chunk(struct crr_arena *arena, size_t size)
{
    struct crr_arena_chunk *chunk = arena->allocator.resize(
        arena->allocator.user, NULL, 0, size);

    if (!chunk) {
        arena->failed = true;
        return NULL;
    }
    *chunk = (struct crr_arena_chunk){NULL, size};
    return chunk;
}

/* An item of its own chunk; need is a multiple of ALIGNMENT. */
static void *
alloc_large(struct crr_arena *arena, size_t need)
{
    struct crr_arena_chunk *chunk = new_chunk(arena, HEAD_SIZE + need);

    if (!chunk)
        return NULL;
    if (arena->chunks) {
        chunk->next = arena->chunks->next;
        arena->chunks->next = chunk;
    } else {
        arena->chunks = chunk;
        arena->used = chunk->size;
    }
    return (char *)chunk + HEAD_SIZE;
}

void *
crr_arena_room(struct crr_arena *arena, size_t size)
{
    size_t left = arena->chunks ? arena->chunks->size - arena->used : 0;
    size_t need;
    char *at;

    if (arena->failed)
        return NULL;
    if (size > PTRDIFF_MAX - HEAD_SIZE - ALIGNMENT) {
        arena->failed = true;
        return NULL;
    }
    need = size == 0 ? ALIGNMENT : (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (need > left) {
        size_t next_size = FIRST_CHUNK;
        struct crr_arena_chunk *chunk;

        if (arena->chunks && arena->chunks->size >= FIRST_CHUNK)
            next_size = arena->chunks->size < LAST_CHUNK ? arena->chunks->size * 2
                                                         : LAST_CHUNK;
        if (need > next_size / 4)
            return alloc_large(arena, need);
        chunk = new_chunk(arena, next_size);
        if (!chunk)
            return NULL;
        chunk->next = arena->chunks;
        arena->chunks = chunk;
        arena->used = HEAD_SIZE;
    }
    at = (char *)arena->chunks + arena->used;
    arena->used += need;
    return at;
}

void *
crr_arena_alloc(struct crr_arena *arena, size_t size)
{
    void *at = crr_arena_room(arena, size);

    return at ? memset(at, 0, size) : NULL;
}

void *
crr_arena_array(struct crr_arena *arena, size_t count, size_t item_size)
{
    if (item_size != 0 && count > PTRDIFF_MAX / item_size) {
        arena->failed = true;
        return NULL;
    }
    return crr_arena_alloc(arena, count * item_size);
}

struct crr_text
crr_arena_copy(struct crr_arena *arena, struct crr_text text)
{
    char *at;

    if (text.length >= PTRDIFF_MAX) {
        arena->failed = true;
        return (struct crr_text){NULL, 0};
    }
    at = crr_arena_alloc(arena, text.length + 1);
    if (!at)
        return (struct crr_text){NULL, 0};
    if (text.length > 0)
        memcpy(at, text.at, text.length);
    return (struct crr_text){at, text.length};
}

void *
crr_arena_grow(struct crr_arena *arena, void *items, size_t count, size_t *capacity,
    size_t item_size)
{
    size_t wider;
    void *larger;

    if (count < *capacity)
        return items;
    wider = *capacity < 8 ? 8 : *capacity;
    if (*capacity >= 8) {
        if (wider > SIZE_MAX / 2) {
            arena->failed = true;
            return NULL;
        }
        wider *= 2;
    }
    larger = crr_arena_array(arena, wider, item_size);
    if (!larger)
        return NULL;
    if (count > 0)
        memcpy(larger, items, count * item_size);
    *capacity = wider;
    return larger;
}

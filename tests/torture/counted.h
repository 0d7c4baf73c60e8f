/* Memory, reads and calls that are counted, and fail when they are told to. */
#ifndef CRR_TESTS_COUNTED_H
#define CRR_TESTS_COUNTED_H

#include <stdlib.h>
#include "../unit/file_run.h"

struct heap {
    size_t count;      /* calls that wanted memory */
    size_t fail_at;    /* this one fails, from 1; 0: none */
    size_t live, peak; /* bytes */
};

static inline void *
resize(void *user, void *at, size_t old_size, size_t new_size)
{
    struct heap *heap = user;
    assert_true(heap->live >= old_size);
    if (new_size == 0) {
        heap->live -= old_size;
        free(at);
        return NULL;
    }
    if (++heap->count == heap->fail_at)
        return NULL;
    /* Always another place, so that a sanitizer sees who keeps the old one. */
    char *moved = malloc(new_size);
    assert_non_null(moved);
    memset(moved, 0xA5, new_size);
    if (at)
        memcpy(moved, at, old_size < new_size ? old_size : new_size);
    free(at);
    heap->live += new_size - old_size;
    if (heap->live > heap->peak)
        heap->peak = heap->live;
    return moved;
}

struct count {
    size_t calls;
    size_t fail_at; /* this call fails, from 1; 0: none */
};

struct counted_source {
    struct memory memory;
    struct count count;
};

static inline enum crr_status
read_counted(void *user, char *buffer, size_t capacity, size_t *ret_length)
{
    struct counted_source *source = user;
    if (++source->count.calls == source->count.fail_at)
        return CRR_E_READ;
    return memory_read(&source->memory, buffer, capacity, ret_length);
}

#endif

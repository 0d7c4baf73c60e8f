/* A heap whose allocations fail on demand. One file of a test includes it; the linker,
 * told to wrap the functions, turns those of everything linked statically into these.
 */
#ifndef CRR_TESTS_HEAP_H
#define CRR_TESTS_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *at, size_t size);
char *__real_strdup(const char *text);
void __real_free(void *at);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *at, size_t size);
char *__wrap_strdup(const char *text);
void __wrap_free(void *at);

static struct {
    bool counting;
    size_t count;   /* allocations so far */
    size_t fail_at; /* this one fails, from 1; 0: none */
    size_t live;    /* not yet freed */
} heap;

static bool
fails(void)
{
    return heap.counting && ++heap.count == heap.fail_at;
}

static void *
live(void *at)
{
    if (heap.counting && at)
        heap.live++;
    return at;
}

void *
__wrap_malloc(size_t size)
{
    return fails() ? NULL : live(__real_malloc(size));
}

void *
__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : live(__real_calloc(count, size));
}

void *
__wrap_realloc(void *at, size_t size)
{
    if (fails())
        return NULL;
    void *moved = __real_realloc(at, size);
    return at ? moved : live(moved);
}

char *
__wrap_strdup(const char *text)
{
    return fails() ? NULL : live(__real_strdup(text));
}

void
__wrap_free(void *at)
{
    if (heap.counting && at)
        heap.live--;
    __real_free(at);
}

/* Runs life, which returns whether it went well, once to count its allocations, then
 * once for each of them, which fails; afterwards nothing may be left, and each failure
 * must be told as one of memory. */
static inline void
fail_each_allocation(
    enum crr_status (*life)(void *user), void *user, enum crr_status expected)
{
    memset(&heap, 0, sizeof heap);
    heap.counting = true;
    enum crr_status status = life(user);
    heap.counting = false;
    assert_int_equal(status, expected);
    assert_int_equal(heap.live, 0);
    assert_true(heap.count > 0);
    size_t count = heap.count;
    for (size_t i = 1; i <= count; i++) {
        memset(&heap, 0, sizeof heap);
        heap.fail_at = i;
        heap.counting = true;
        status = life(user);
        heap.counting = false;
        if (status != CRR_E_MEMORY)
            fail_msg("allocation %zu of %zu: %s", i, count, crr_status_name(status));
        assert_int_equal(heap.live, 0);
    }
}

#endif

/* The arena: alignment, zeroes, growing, and every allocation failing in turn. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/span.h"

/* An allocator that keeps count, checks the sizes that it is told, fills new bytes, and
 * fails from the allocation with the number fail_at on. */
struct counter {
    size_t live_bytes;
    size_t call_count;
    size_t fail_at;
};

static void *
counting_resize(void *user, void *at, size_t old_size, size_t new_size)
{
    struct counter *counter = user;
    char *moved;

    if (new_size == 0) {
        counter->live_bytes -= old_size;
        free(at);
        return NULL;
    }
    if (++counter->call_count >= counter->fail_at)
        return NULL;
    moved = realloc(at, new_size);
    assert_non_null(moved);
    if (new_size > old_size)
        memset(moved + old_size, 0xA5, new_size - old_size);
    counter->live_bytes += new_size - old_size;
    return moved;
}

static void
default_allocator_stands_in(void **state)
{
    struct crr_allocator given = {counting_resize, NULL};
    struct crr_allocator none = {NULL, NULL};
    struct crr_allocator used;
    char *at;

    (void)state;
    assert_ptr_equal(crr_allocator_or_default(&given).resize, counting_resize);
    used = crr_allocator_or_default(&none);
    at = used.resize(used.user, NULL, 0, 3);
    assert_non_null(at);
    memcpy(at, "abc", 3);
    at = used.resize(used.user, at, 3, 5000);
    assert_memory_equal(at, "abc", 3);
    assert_null(used.resize(used.user, at, 5000, 0));
    assert_non_null(crr_allocator_or_default(NULL).resize);
}

static void
allocations_are_aligned_zeroed_and_apart(void **state)
{
    struct counter counter = {.fail_at = SIZE_MAX};
    struct crr_arena arena;
    unsigned char *all[2000];
    size_t sizes[2000];

    (void)state;
    crr_arena_init(&arena, &(struct crr_allocator){counting_resize, &counter});
    for (size_t i = 0; i < 2000; i++) {
        sizes[i] = i % 50 == 49 ? i * 37 : i % 97;
        all[i] = crr_arena_alloc(&arena, sizes[i]);
        assert_non_null(all[i]);
        assert_int_equal((uintptr_t)all[i] % 16, 0);
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal(all[i][j], 0);
        memset(all[i], (int)(i % 251) + 1, sizes[i]);
    }
    for (size_t i = 0; i < 2000; i++) {
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal(all[i][j], i % 251 + 1);
    }
    assert_true(counter.call_count < 100);
    crr_arena_clear(&arena);
    assert_int_equal(counter.live_bytes, 0);
    crr_arena_clear(&arena);
}

static void
sizes_that_overflow_fail(void **state)
{
    struct crr_arena arena;

    (void)state;
    crr_arena_init(&arena, NULL);
    assert_null(crr_arena_array(&arena, SIZE_MAX / 2, 4));
    assert_true(arena.failed);
    crr_arena_clear(&arena);
    assert_false(arena.failed);
    assert_null(crr_arena_alloc(&arena, SIZE_MAX - 8));
    assert_true(arena.failed);
    assert_null(crr_arena_alloc(&arena, 1)); /* it sticks */
    crr_arena_clear(&arena);
    assert_non_null(crr_arena_array(&arena, 0, 8));
    assert_non_null(crr_arena_array(&arena, SIZE_MAX, 0));
    crr_arena_clear(&arena);
}

static void
copies_are_terminated(void **state)
{
    struct crr_arena arena;
    struct crr_text copy;
    char text[] = "a\0b";

    (void)state;
    crr_arena_init(&arena, NULL);
    copy = crr_arena_copy(&arena, (struct crr_text){text, 3});
    text[0] = 'x';
    assert_int_equal(copy.length, 3);
    assert_memory_equal(copy.at, "a\0b", 4);
    copy = crr_arena_copy(&arena, (struct crr_text){NULL, 0});
    assert_int_equal(copy.length, 0);
    assert_string_equal(copy.at, "");
    crr_arena_clear(&arena);
}

static void
growing_keeps_the_items(void **state)
{
    struct crr_arena arena;
    uint32_t *items = NULL;
    size_t capacity = 0;

    (void)state;
    crr_arena_init(&arena, NULL);
    for (uint32_t i = 0; i < 100000; i++) {
        size_t before = capacity;

        items = crr_arena_grow(&arena, items, i, &capacity, sizeof *items);
        assert_non_null(items);
        assert_true(capacity > i);
        assert_true(capacity == before || i == before);
        items[i] = i * 7;
    }
    for (uint32_t i = 0; i < 100000; i++)
        assert_int_equal(items[i], i * 7);
    crr_arena_clear(&arena);
}

static bool
use_arena(struct crr_arena *arena)
{
    uint64_t *items = NULL;
    size_t capacity = 0;

    for (size_t i = 0; i < 3000; i++) {
        uint64_t *larger = crr_arena_grow(arena, items, i, &capacity, sizeof *items);

        if (!larger)
            return false;
        items = larger;
        items[i] = i;
        if (!crr_arena_copy(arena, crr_text_of("some text")).at)
            return false;
    }
    return crr_arena_alloc(arena, 100000) != NULL;
}

static void
every_allocation_may_fail(void **state)
{
    bool done = false;

    (void)state;
    for (size_t fail_at = 1; !done; fail_at++) {
        struct counter counter = {.fail_at = fail_at};
        struct crr_arena arena;

        assert_true(fail_at < 1000);
        crr_arena_init(&arena, &(struct crr_allocator){counting_resize, &counter});
        done = use_arena(&arena);
        assert_int_equal(arena.failed, !done);
        crr_arena_clear(&arena);
        assert_int_equal(counter.live_bytes, 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(default_allocator_stands_in),
        cmocka_unit_test(allocations_are_aligned_zeroed_and_apart),
        cmocka_unit_test(sizes_that_overflow_fail),
        cmocka_unit_test(copies_are_terminated),
        cmocka_unit_test(growing_keeps_the_items),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}

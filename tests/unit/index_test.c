/* The index: finding what was added and nothing else, with bounded probes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/index.h"
#include "base/span.h"

#define KEY_COUNT 100000u
#define KEY_SIZE 24

struct keys {
    char (*texts)[KEY_SIZE];
    uint32_t count;
};

/* Every added key is found with its value, adding it again changes nothing, and what is
 * longer or shorter by a byte is not there. */
static void
check_keys(const struct keys *keys, uint32_t room, uint32_t probe_limit)
{
    struct crr_arena arena;
    struct crr_index index;

    crr_arena_init(&arena, NULL);
    assert_true(crr_index_init(&index, &arena, room));
    assert_true(index.mask + 1 >= 2 * room);
    for (uint32_t i = 0; i < keys->count; i++)
        assert_int_equal(
            crr_index_add(&index, crr_text_of(keys->texts[i]), i + 1), CRR_INDEX_NONE);
    assert_int_equal(index.count, keys->count);
    assert_in_range(index.max_probe, 1, probe_limit);
    for (uint32_t i = 0; i < keys->count; i++) {
        char other[KEY_SIZE + 1];

        assert_int_equal(crr_index_find(&index, crr_text_of(keys->texts[i])), i + 1);
        assert_int_equal(crr_index_add(&index, crr_text_of(keys->texts[i]), 7), i + 1);
        snprintf(other, sizeof other, "%s~", keys->texts[i]);
        assert_int_equal(crr_index_find(&index, crr_text_of(other)), CRR_INDEX_NONE);
    }
    assert_int_equal(index.count, keys->count);
    crr_arena_clear(&arena);
}

/* Forms that codes have: running numbers, with zeros or a letter before them, spread
 * ones, long ones that differ at one end only. */
static void
print_key(char text[KEY_SIZE], int form, uint32_t i)
{
    switch (form) {
    case 0:
        snprintf(text, KEY_SIZE, "%u", i);
        break;
    case 1:
        snprintf(text, KEY_SIZE, "%06u", i);
        break;
    case 2:
        snprintf(text, KEY_SIZE, "J%u", i);
        break;
    case 3:
        snprintf(text, KEY_SIZE, "%x", i * 2654435761u);
        break;
    case 4:
        snprintf(text, KEY_SIZE, "customer-%010u", i);
        break;
    default:
        snprintf(text, KEY_SIZE, "%u-the-same-end", i);
        break;
    }
}

static void
many_keys(void **state)
{
    struct keys keys = {calloc(KEY_COUNT, KEY_SIZE), KEY_COUNT};

    (void)state;
    assert_non_null(keys.texts);
    for (int form = 0; form < 6; form++) {
        for (uint32_t i = 0; i < KEY_COUNT; i++)
            print_key(keys.texts[i], form, i);
        check_keys(&keys, KEY_COUNT, 64);
    }
    free(keys.texts);
}

static void
keys_are_bytes(void **state)
{
    static const struct crr_text keys[] = {{"", 0}, {"\0", 1}, {"\0\0", 2}, {"a", 1},
        {"a\0", 2}, {"A", 1}, {"\xE4\xB8\xAD", 3}, {"12345678", 8}, {"123456789", 9},
        {"12345678\0", 9}};
    const uint32_t count = sizeof keys / sizeof keys[0];
    struct crr_arena arena;
    struct crr_index index;

    (void)state;
    crr_arena_init(&arena, NULL);
    assert_true(crr_index_init(&index, &arena, count));
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(crr_index_add(&index, keys[i], i), CRR_INDEX_NONE);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(crr_index_find(&index, keys[i]), i);
    assert_int_equal(crr_index_find(&index, (struct crr_text){NULL, 0}), 0);
    assert_int_equal(crr_index_find(&index, crr_text_of("1234567")), CRR_INDEX_NONE);
    crr_arena_clear(&arena);
}

static void
empty_indexes(void **state)
{
    struct crr_index zeroed = {0};
    struct crr_arena arena;
    struct crr_index index;

    (void)state;
    assert_int_equal(crr_index_find(&zeroed, crr_text_of("a")), CRR_INDEX_NONE);
    crr_arena_init(&arena, NULL);
    assert_true(crr_index_init(&index, &arena, 0));
    assert_int_equal(crr_index_find(&index, crr_text_of("")), CRR_INDEX_NONE);
    assert_true(crr_index_init(&index, &arena, 1));
    assert_int_equal(crr_index_add(&index, crr_text_of("x"), 0), CRR_INDEX_NONE);
    assert_int_equal(crr_index_find(&index, crr_text_of("x")), 0);
    assert_int_equal(crr_index_find(&index, crr_text_of("y")), CRR_INDEX_NONE);
    crr_arena_clear(&arena);
}

static void *
no_memory(void *user, void *at, size_t old_size, size_t new_size)
{
    (void)user;
    (void)at;
    (void)old_size;
    (void)new_size;
    return NULL;
}

static void
no_room(void **state)
{
    struct crr_arena arena;
    struct crr_index index;

    (void)state;
    crr_arena_init(&arena, &(struct crr_allocator){no_memory, NULL});
    assert_false(crr_index_init(&index, &arena, 10));
    assert_true(arena.failed);
    assert_int_equal(crr_index_find(&index, crr_text_of("a")), CRR_INDEX_NONE);
    crr_arena_init(&arena, NULL);
    assert_false(crr_index_init(&index, &arena, UINT32_MAX));
    assert_true(arena.failed);
    crr_arena_clear(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_keys),
        cmocka_unit_test(keys_are_bytes),
        cmocka_unit_test(empty_indexes),
        cmocka_unit_test(no_room),
    };

    return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}

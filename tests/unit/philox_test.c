#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "ahp/philox.h"

/* The known answers that the generator's authors publish with Random123: of a counter
 * and key of zeros, of ones, and of the digits of pi. */
static void
test_known_answers(void **state)
{
    static const struct {
        uint32_t counter[4], key[2], words[4];
    } cases[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff},
            {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0},
            {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t words[4];

        crr_philox(cases[i].counter, cases[i].key, words);
        assert_memory_equal(words, cases[i].words, sizeof words);
    }
}

static void
test_integers_are_even(void **state)
{
    enum {
        BOUND = 5,
        DRAWS = 100000
    };
    struct crr_draw_address address = {.seed = 1};
    int counts[BOUND] = {0};

    (void)state;
    for (uint32_t draw = 0; draw < DRAWS; draw++) {
        uint32_t number;

        address.draw = draw;
        number = crr_draw_integer(&address, BOUND);
        assert_in_range(number, 0, BOUND - 1);
        counts[number]++;
    }
    /* The standard deviation of each count is 126. */
    for (int i = 0; i < BOUND; i++)
        assert_in_range(counts[i], DRAWS / BOUND - 630, DRAWS / BOUND + 630);
}

/* With a bound of 3·2^30 a quarter of the words has to be drawn again; without that,
 * the numbers that are multiples of 3 would come twice as often. */
static void
test_what_is_uneven_is_drawn_again(void **state)
{
    enum {
        DRAWS = 30000
    };
    struct crr_draw_address address = {.seed = 7};
    int counts[3] = {0};

    (void)state;
    for (uint32_t draw = 0; draw < DRAWS; draw++) {
        address.draw = draw;
        counts[crr_draw_integer(&address, 3u << 30) % 3]++;
    }
    for (int i = 0; i < 3; i++)
        assert_in_range(counts[i], DRAWS / 3 - 400, DRAWS / 3 + 400);
}

static void
test_every_part_of_the_address_counts(void **state)
{
    struct crr_draw_address addresses[8];
    uint32_t numbers[8];

    (void)state;
    memset(addresses, 0, sizeof addresses);
    addresses[1].seed = 1;
    addresses[2].seed = (uint64_t)1 << 32;
    addresses[3].draw = 1;
    addresses[4].tree = 1;
    addresses[5].node = 1;
    addresses[6].judge = 1;
    addresses[7].pair = 1;
    for (int i = 0; i < 8; i++) {
        numbers[i] = crr_draw_integer(&addresses[i], UINT32_MAX);
        assert_int_equal(numbers[i], crr_draw_integer(&addresses[i], UINT32_MAX));
        for (int k = 0; k < i; k++)
            assert_int_not_equal(numbers[i], numbers[k]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_integers_are_even),
        cmocka_unit_test(test_what_is_uneven_is_drawn_again),
        cmocka_unit_test(test_every_part_of_the_address_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Frozen weights: the largest remainders, equal ones by name, sums exact. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "ahp/frozen.h"
#include "base/span.h"

#define LIMIT 8

static const struct {
    const char *names; /* of one letter each */
    double weights[LIMIT];
    int64_t units;
    int64_t expected[LIMIT];
    bool vanishes;
} cases[] = {
    {"a", {1}, 1000000, {1000000}, false},
    {"ab", {0.75, 0.25}, 100, {75, 25}, false},
    /* Percent. */
    {"ab", {0.75, 0.25}, 1000, {750, 250}, false},
    /* 16.2, 33.3, 50.5: the largest remainder has the unit. */
    {"abc", {0.162, 0.333, 0.505}, 100, {16, 33, 51}, false},
    /* 3 units of 10: remainders .9, .8, .7, .3, .3. */
    {"abcde", {0.19, 0.28, 0.37, 0.03, 0.13}, 10, {2, 3, 4, 0, 1}, true},
    /* Equal remainders: to the smaller name, wherever it stands. */
    {"abc", {1 / 3.0, 1 / 3.0, 1 / 3.0}, 100, {34, 33, 33}, false},
    {"cba", {1 / 3.0, 1 / 3.0, 1 / 3.0}, 100, {33, 33, 34}, false},
    {"bZa", {1 / 3.0, 1 / 3.0, 1 / 3.0}, 100, {33, 34, 33}, false},
    {"abcdef", {1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0}, 100,
        {17, 17, 17, 17, 16, 16}, false},
    /* Larger by less than 10^-6 of a unit is equal; by more it is not. */
    {"ab", {0.5 - 4e-9, 0.5 + 4e-9}, 101, {51, 50}, false},
    {"ab", {0.5 - 4e-8, 0.5 + 4e-8}, 101, {50, 51}, false},
    /* One that is clearly larger is served before those that are equal. */
    {"cab", {0.259, 0.37 + 5e-10, 0.371 - 5e-10}, 10, {2, 4, 4}, false},
    /* The last bits short of a whole unit are that unit, not a remainder near 1. */
    {"ab", {0.29999999999999998, 0.70000000000000002}, 10, {3, 7}, false},
    {"abc", {0.2 - 1e-9, 0.35 + 1e-9, 0.45}, 10, {2, 4, 4}, false},
    {"cba", {0.2 - 1e-9, 0.35 + 1e-9, 0.45}, 10, {2, 3, 5}, false},
    /* What rounds to nothing is told, and the rest is there all the same. */
    {"ab", {1e-9, 1 - 1e-9}, 1000000, {0, 1000000}, true},
    {"ab", {0.6e-6, 1 - 0.6e-6}, 1000000, {1, 999999}, false},
};

static size_t
names_of(const char *letters, struct crr_text names[LIMIT])
{
    size_t n = strlen(letters);

    for (size_t i = 0; i < n; i++)
        names[i] = (struct crr_text){letters + i, 1};
    return n;
}

static void
units_go_to_the_largest_remainders(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_text names[LIMIT];
        int64_t units[LIMIT];
        size_t n = names_of(cases[i].names, names);
        bool good = crr_freeze_weights(
            cases[i].weights, names, n, cases[i].units, units);

        if (good == cases[i].vanishes)
            fail_msg("case %zu: %s", i, good ? "none vanishes" : "one vanishes");
        for (size_t j = 0; j < n; j++)
            if (units[j] != cases[i].expected[j])
                fail_msg(
                    "case %zu: %c is %lld", i, cases[i].names[j], (long long)units[j]);
    }
}

/* The order of the file takes no part: every permutation gives each name the same. */
static void
order_takes_no_part(void **state)
{
    static const double weights[] = {0.2, 0.2, 0.2, 0.12, 0.28};
    int64_t first[5] = {0};

    (void)state;
    for (size_t i = 0; i < 5 * 5 * 5 * 5 * 5; i++) {
        size_t at[5], rest = i, used = 0;
        for (size_t j = 0; j < 5; j++, rest /= 5) {
            at[j] = rest % 5;
            used |= (size_t)1 << at[j];
        }
        if (used != 31)
            continue;
        struct crr_text names[5];
        double permuted[5];
        int64_t units[5];
        for (size_t j = 0; j < 5; j++) {
            names[j] = (struct crr_text){&"abcde"[at[j]], 1};
            permuted[j] = weights[at[j]];
        }
        assert_true(crr_freeze_weights(permuted, names, 5, 1003, units));
        for (size_t j = 0; j < 5; j++) {
            if (first[at[j]] == 0)
                first[at[j]] = units[j];
            assert_int_equal(units[j], first[at[j]]);
        }
    }
    assert_int_equal(first[0] + first[1] + first[2] + first[3] + first[4], 1003);
}

/* As many as there may be, whose remainders tie by hundreds. */
static void
many_sum_exactly(void **state)
{
    static double weights[1024];
    static char letters[1024][5];
    static struct crr_text names[1024];
    static int64_t units[1024];
    double sum = 0;
    int64_t total = 0;

    (void)state;
    for (size_t i = 0; i < 1024; i++) {
        weights[i] = (double)(i % 7 + 1);
        sum += weights[i];
        snprintf(letters[i], sizeof letters[i], "%04zu", (i * 577) % 1024);
        names[i] = (struct crr_text){letters[i], 4};
    }
    for (size_t i = 0; i < 1024; i++)
        weights[i] /= sum;
    assert_true(crr_freeze_weights(weights, names, 1024, 100000000, units));
    for (size_t i = 0; i < 1024; i++) {
        double quota = weights[i] * 1e8;
        total += units[i];
        assert_true((double)units[i] > quota - 1 && (double)units[i] < quota + 1);
    }
    assert_int_equal(total, 100000000);
    /* Among equal weights the smaller names have the more. */
    for (size_t i = 0; i < 1024; i++)
        for (size_t j = i % 7; j < 1024; j += 7)
            assert_true(
                units[i] <= units[j] || crr_text_compare(names[i], names[j]) < 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_go_to_the_largest_remainders),
        cmocka_unit_test(order_takes_no_part),
        cmocka_unit_test(many_sum_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

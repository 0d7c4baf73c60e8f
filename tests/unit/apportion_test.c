#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "ahp/apportion.h"
#include "base/span.h"

static const struct crr_text names[] = {{"b", 1}, {"a", 1}, {"c", 1}};

static void
assert_frozen(const double weights[3], int64_t total, int64_t b, int64_t a, int64_t c)
{
    struct crr_share shares[3];
    int64_t units[3];
    size_t zero;

    assert_true(crr_freeze(weights, names, 3, total, shares, units, &zero));
    assert_int_equal(units[0], b);
    assert_int_equal(units[1], a);
    assert_int_equal(units[2], c);
}

static void
test_the_largest_remainders(void **state)
{
    (void)state;
    assert_frozen((double[]){0.5, 0.25, 0.25}, 1000000, 500000, 250000, 250000);
    assert_frozen((double[]){0.5004, 0.2508, 0.2488}, 1000, 500, 251, 249);
    assert_frozen(
        (double[]){0.12345678, 0.2, 0.67654322}, 1000000, 123457, 200000, 676543);
}

static void
test_equal_remainders_go_to_the_smaller_name(void **state)
{
    const double third = 1.0 / 3;

    (void)state;
    assert_frozen((double[]){third, third, third}, 1000000, 333333, 333334, 333333);
    /* The last bits of the others do not count. */
    assert_frozen((double[]){third + 1e-15, third - 1e-15, third}, 1000000, 333333,
        333334, 333333);
    assert_frozen((double[]){0.4 - 1e-16, 0.2 + 1e-16, 0.4}, 10, 4, 2, 4);
}

static void
test_a_weight_that_vanishes(void **state)
{
    const double weights[] = {0.6, 1e-9, 0.4 - 1e-9};
    struct crr_share shares[3];
    int64_t units[3];
    size_t zero = 9;

    (void)state;
    assert_false(crr_freeze(weights, names, 3, 1000000, shares, units, &zero));
    assert_int_equal(zero, 1);
}

static void
test_integers_are_split(void **state)
{
    struct crr_share shares[3];
    int64_t units[3];

    (void)state;
    crr_split(
        100, (int64_t[]){333333, 333334, 333333}, names, 3, 1000000, shares, units);
    assert_int_equal(units[0], 33);
    assert_int_equal(units[1], 34);
    assert_int_equal(units[2], 33);
    crr_split(2, (int64_t[]){1, 1, 1}, names, 3, 3, shares, units);
    assert_int_equal(units[0], 1);
    assert_int_equal(units[1], 1);
    assert_int_equal(units[2], 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_largest_remainders),
        cmocka_unit_test(test_equal_remainders_go_to_the_smaller_name),
        cmocka_unit_test(test_a_weight_that_vanishes),
        cmocka_unit_test(test_integers_are_split),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

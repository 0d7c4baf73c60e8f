#include <math.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "ahp/ladder.h"

static const struct crr_rational odd_values[] = {
    {1, 1}, {3, 1}, {5, 1}, {7, 1}, {9, 1}};
static const struct crr_scale odd = {odd_values, 5, true};

static const struct crr_rational saaty_values[] = {
    {1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 1}, {7, 1}, {8, 1}, {9, 1}};
static const struct crr_scale saaty = {saaty_values, 9, false};

static void
assert_ratio(struct crr_ratio ratio, double value, double reciprocal)
{
    assert_true(ratio.value == value);
    assert_true(ratio.reciprocal == reciprocal);
}

static void
assert_near(double value, double wanted)
{
    assert_true(fabs(value - wanted) <= 1e-14 * wanted);
}

static struct crr_ratio
moved(const struct crr_scale *scale, int64_t numerator, int64_t denominator, int steps)
{
    return crr_ladder_move(scale, (struct crr_rational){numerator, denominator}, steps);
}

static void
test_steps_are_exact(void **state)
{
    (void)state;
    assert_ratio(moved(&saaty, 3, 1, 0), 3, 1.0 / 3);
    assert_ratio(moved(&saaty, 3, 1, 1), 4, 1.0 / 4);
    assert_ratio(moved(&saaty, 3, 1, -2), 1, 1);
    assert_ratio(moved(&saaty, 3, 1, -3), 1.0 / 2, 2);
    assert_ratio(moved(&saaty, 1, 3, 1), 1.0 / 2, 2);
    assert_ratio(moved(&saaty, 1, 3, -1), 1.0 / 4, 4);
    assert_ratio(moved(&saaty, 1, 3, 4), 3, 1.0 / 3);
    assert_ratio(moved(&saaty, 1, 1, -1), 1.0 / 2, 2);
    assert_ratio(moved(&odd, 5, 1, 1), 7, 1.0 / 7);
    assert_ratio(moved(&odd, 5, 1, -3), 1.0 / 3, 3);
}

static void
test_the_ends_stop(void **state)
{
    (void)state;
    assert_ratio(moved(&saaty, 8, 1, 3), 9, 1.0 / 9);
    assert_ratio(moved(&saaty, 9, 1, 1), 9, 1.0 / 9);
    assert_ratio(moved(&saaty, 1, 8, -3), 1.0 / 9, 9);
    assert_ratio(moved(&saaty, 5, 1, -16), 1.0 / 9, 9);
    assert_true(crr_ladder_end(&odd) == 9);
}

static void
test_beyond_the_ends(void **state)
{
    (void)state;
    assert_ratio(moved(&saaty, 12, 1, 0), 12, 1.0 / 12);
    assert_ratio(moved(&saaty, 12, 1, 2), 12, 1.0 / 12);
    assert_ratio(moved(&saaty, 12, 1, -1), 8, 1.0 / 8);
    assert_ratio(moved(&saaty, 1, 12, -2), 1.0 / 12, 12);
    assert_ratio(moved(&saaty, 1, 12, 1), 1.0 / 8, 8);
}

static void
test_between_steps_by_logarithms(void **state)
{
    const double part = log(1.5 / 1) / log(2.0 / 1);
    struct crr_ratio up = moved(&saaty, 3, 2, 1), down = moved(&saaty, 3, 2, -1);
    struct crr_ratio mirrored = moved(&saaty, 2, 3, 1);

    (void)state;
    assert_near(up.value, 2 * pow(3.0 / 2, part));
    assert_near(up.value * up.reciprocal, 1);
    assert_near(down.value, 0.5 * pow(2, part));
    assert_true(mirrored.value == down.reciprocal);
    assert_true(mirrored.reciprocal == down.value);
    /* Between the last but one step and the end. */
    assert_ratio(moved(&saaty, 17, 2, 1), 9, 1.0 / 9);
    /* 4 lies between 3 and 5 of the odd scale; two steps down it is between 1/3 and 1.
     */
    assert_near(moved(&odd, 4, 1, -2).value, pow(3, log(4.0 / 3) / log(5.0 / 3) - 1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps_are_exact),
        cmocka_unit_test(test_the_ends_stop),
        cmocka_unit_test(test_beyond_the_ends),
        cmocka_unit_test(test_between_steps_by_logarithms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

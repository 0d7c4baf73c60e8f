#include "../ahp/matrices.h"
#include "ahp/real.h"

static double a[MATRIX_LIMIT * MATRIX_LIMIT], vector[MATRIX_LIMIT];

static void
test_the_index(void **state)
{
    (void)state;
    assert_true(crr_consistency_index(1, 1) == 0);
    assert_true(crr_consistency_index(2.5, 2) == 0);
    assert_true(crr_consistency_index(3.5, 3) == 0.25);
    assert_true(crr_consistency_index(4 - 1e-15, 4) == 0);
    assert_true(crr_consistency_index(100 + 99 * 0.125, 100) == 0.125);
    /* What could not be computed is not consistent. */
    assert_true(isnan(crr_consistency_index(NAN, 4)));
}

/* By hand: A·(1/2, 1/4, 1/4) = (2, 5/4, 5/8), ratios 4, 5, 5/2. */
static void
test_ratios_by_hand(void **state)
{
    static const double upper[] = {4, 2, 4}, weights[] = {0.5, 0.25, 0.25};
    double low, high;

    (void)state;
    fill_upper(a, 3, upper);
    assert_close(crr_lambda_of(a, 3, weights), (4 + 5.5 + 2.25) / 3, 1e-15, "mean");
    crr_collatz_wielandt(a, 3, weights, &low, &high);
    assert_true(low == 2.25 && high == 5.5);
}

static void
test_geometric_index(void **state)
{
    /* All errors are a third of ln(2·4/1); their number beyond a tree's is 1. */
    static const double upper[] = {2, 1, 4};
    /* a/b, b/c, c/d, d/a: errors of a quarter of ln 16; one is redundant. */
    static const double circle[] = {2, 0, 1.0 / 2, 2, 0, 2};
    static const double tree[] = {2, 0, 0, 2, 0, 2};

    fill_upper(a, 3, upper);
    crr_geometric_mean(a, 3, vector);
    assert_close(crr_geometric_consistency_index(a, 3, vector), log(8) * log(8) / 3,
        1e-14, "three");
    fill_upper(a, 4, circle);
    assert_true(crr_least_squares(work_of(state), a, 4, vector));
    assert_close(crr_geometric_consistency_index(a, 4, vector), log(16) * log(16) / 4,
        1e-14, "circle");
    fill_upper(a, 4, tree);
    assert_true(crr_least_squares(work_of(state), a, 4, vector));
    assert_true(isnan(crr_geometric_consistency_index(a, 4, vector)));
}

static void
test_geometric_limits(void **state)
{
    (void)state;
    assert_true(isnan(crr_geometric_consistency_limit(2)));
    assert_true(crr_geometric_consistency_limit(3) == 0.3148);
    assert_true(crr_geometric_consistency_limit(4) == 0.3526);
    assert_true(crr_geometric_consistency_limit(7) == 0.3757);
    assert_true(crr_geometric_consistency_limit(15) == 0.3655);
    assert_true(crr_geometric_consistency_limit(16) == 0.37);
    assert_true(crr_geometric_consistency_limit(100) == 0.37);
}

static void
test_koczkodaj_names_the_first_triad(void **state)
{
    /* a/b·b/c = 8 against 4; a/b·b/d = 4 against 4; a/c·c/d = 2 against 4; b/c·c/d = 2
     * against 2. */
    static const double upper[] = {2, 4, 4, 4, 2, 0.5};
    static const double unknown[] = {2, 0, 0, 4, 0, 4};
    size_t triad[3] = {9, 9, 9};

    (void)state;
    fill_upper(a, 4, upper);
    assert_true(crr_koczkodaj(a, 4, triad) == 0.5);
    assert_true(triad[0] == 0 && triad[1] == 1 && triad[2] == 2);
    /* A later one that is greater by the last bits: still the first. */
    a[3] *= 1 + 1e-15;
    crr_koczkodaj(a, 4, triad);
    assert_true(triad[0] == 0 && triad[1] == 1 && triad[2] == 2);
    put_ratio(a, 4, 2, 3, 0.25);
    assert_close(crr_koczkodaj(a, 4, triad), 0.75, 1e-14, "the other triad");
    assert_true(triad[0] == 0 && triad[1] == 2 && triad[2] == 3);
    fill_upper(a, 4, unknown);
    assert_true(isnan(crr_koczkodaj(a, 4, triad)));
}

static void
test_circular_triads(void **state)
{
    static const double clockwise[] = {2, 0.5, 2}, back[] = {0.5, 2, 0.5};
    static const double equal[] = {2, 1, 2}, unknown[] = {2, 0, 2};

    (void)state;
    fill_upper(a, 3, clockwise);
    assert_int_equal(crr_circular_triads(a, 3), 1);
    fill_upper(a, 3, back);
    assert_int_equal(crr_circular_triads(a, 3), 1);
    fill_upper(a, 3, equal);
    assert_int_equal(crr_circular_triads(a, 3), 0);
    fill_upper(a, 3, unknown);
    assert_int_equal(crr_circular_triads(a, 3), 0);
    /* Each before the next half of the others: the most that five can have (Kendall,
     * Babington Smith 1940): (n³ - n)/24. */
    clear_matrix(a, 5);
    for (size_t i = 0; i < 5; i++) {
        put_ratio(a, 5, i, (i + 1) % 5, 3);
        put_ratio(a, 5, i, (i + 2) % 5, 3);
    }
    assert_int_equal(crr_circular_triads(a, 5), 5);
}

/* Errors by hand: of the first row (1·w1 - w1, 4·w2 - w1, 2·w3 - w1) = (0, .5, 0),
 * ... */
static void
test_errors_by_hand(void **state)
{
    static const double upper[] = {4, 2, 4}, weights[] = {0.5, 0.25, 0.25};
    static const double one[] = {1};
    double errors[3];

    (void)state;
    fill_upper(a, 3, upper);
    crr_weight_errors(a, 3, weights, errors);
    assert_close(errors[0], sqrt(0.25 / 2), 1e-15, "first");
    assert_close(errors[1], sqrt((0.125 * 0.125 + 0.75 * 0.75) / 2), 1e-15, "second");
    assert_close(errors[2], sqrt((0 + 0.1875 * 0.1875) / 2), 1e-15, "third");
    crr_weight_errors(one, 1, one, errors);
    assert_true(errors[0] == 0);
}

/* What is rounded is the number that is printed. */
static void
test_rounded_as_printed(void **state)
{
    struct random random = {30};
    char printed[CRR_REAL_SIZE], again[CRR_REAL_SIZE];

    (void)state;
    for (size_t i = 0; i < 200000; i++) {
        double value = pow(10, -12.5 + 20 * random_unit(&random));
        double rounded = crr_round_significant(value);

        crr_real_print(value, printed);
        crr_real_print_any(rounded, again);
        assert_string_equal(again, printed);
        assert_true(fabs(rounded - strtod(printed, NULL)) <= 2.3e-16 * rounded);
        assert_true(crr_round_significant(-value) == -rounded);
        assert_true(crr_round_significant(rounded) == rounded);
    }
}

static void
test_rounded_at_the_limits(void **state)
{
    (void)state;
    assert_true(crr_round_significant(0.1) == 0.1);
    assert_true(crr_round_significant(0.1 + 4e-13) == 0.1);
    assert_true(crr_round_significant(0.1 + 6e-13) > 0.1);
    assert_true(crr_round_significant(0.3 / 3) == 0.1);
    assert_true(crr_round_significant(9.9999999999999) == 10);
    assert_true(crr_round_significant(0) == 0);
    assert_true(crr_round_significant(9.9e-13) == 0);
    assert_true(crr_round_significant(-9.9e-13) == 0);
    assert_true(crr_round_significant(1234567890123456) == 1234567890120000);
    assert_true(crr_round_significant(1e300) == 1e300);
    assert_true(isnan(crr_round_significant(NAN)));
    assert_true(crr_round_significant(-INFINITY) == -INFINITY);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_index),
        cmocka_unit_test(test_ratios_by_hand),
        cmocka_unit_test(test_geometric_index),
        cmocka_unit_test(test_geometric_limits),
        cmocka_unit_test(test_koczkodaj_names_the_first_triad),
        cmocka_unit_test(test_circular_triads),
        cmocka_unit_test(test_errors_by_hand),
        cmocka_unit_test(test_rounded_as_printed),
        cmocka_unit_test(test_rounded_at_the_limits),
    };

    return cmocka_run_group_tests(tests, set_up_matrices, tear_down_matrices);
}

#include "../ahp/matrices.h"

static double a[MATRIX_LIMIT * MATRIX_LIMIT];
static double vector[MATRIX_LIMIT], other[MATRIX_LIMIT], slopes[MATRIX_LIMIT];

static void
test_a_complete_matrix_gives_geometric_means(void **state)
{
    struct random random = {4};

    random_matrix(&random, 9, a);
    assert_true(crr_least_squares(work_of(state), a, 9, vector));
    crr_geometric_mean(a, 9, other);
    assert_memory_equal(vector, other, 9 * sizeof *vector);
}

/* Of what is known the errors of each element sum to 0. */
static void
test_normal_equations(void **state)
{
    static const size_t sizes[] = {3, 4, 7, 20, 100};
    struct random random = {8};

    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        size_t n = sizes[k];

        random_incomplete(&random, n, n, a);
        assert_true(crr_least_squares(work_of(state), a, n, vector));
        double sum = 0;
        for (size_t i = 0; i < n; i++) {
            double rest = 0;
            for (size_t j = 0; j < n; j++)
                if (a[i * n + j] > 0)
                    rest += log(a[i * n + j] * vector[j] / vector[i]);
            assert_close(rest, 0, 1e-11, "errors of an element");
            sum += vector[i];
        }
        assert_close(sum, 1, 1e-14, "sum");
    }
}

/* ln w_i - ln w_j by the slope, against the difference of two solutions. */
static void
assert_slopes(void **state, size_t n, size_t row, size_t column)
{
    const double step = 0.5;
    double kept = a[row * n + column], mean = 0;

    assert_true(crr_least_squares_slopes(work_of(state), a, n, row, column, slopes));
    assert_true(crr_least_squares(work_of(state), a, n, vector));
    put_ratio(a, n, row, column, kept * exp(step));
    assert_true(crr_least_squares(work_of(state), a, n, other));
    put_ratio(a, n, row, column, kept);
    for (size_t i = 0; i < n; i++)
        mean += slopes[i] / (double)n;
    assert_close(mean, 0, 1e-14, "mean of the slopes");
    /* The logarithms are linear in those of the judgements, so that a large step is
     * right. */
    for (size_t i = 1; i < n; i++)
        assert_close((slopes[i] - slopes[0]) * step,
            log(other[i] / vector[i]) - log(other[0] / vector[0]), 1e-11, "slope");
}

static void
test_slopes(void **state)
{
    static const size_t sizes[] = {2, 3, 5, 12, 60};
    struct random random = {15};

    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        size_t n = sizes[k];

        random_matrix(&random, n, a);
        assert_slopes(state, n, 0, n - 1);
        assert_close(slopes[0], 1 / (double)n, 1e-15, "slope of the row");
        assert_close(slopes[n - 1], -1 / (double)n, 1e-15, "slope of the column");
        random_incomplete(&random, n, n / 2, a);
        for (size_t j = 1; j < n; j++)
            if (a[j] > 0)
                assert_slopes(state, n, j, 0);
    }
}

static void
test_pairs_that_do_not_connect(void **state)
{
    static const double upper[] = {2, 0, 0, 0, 0, 3};

    fill_upper(a, 4, upper);
    assert_false(crr_least_squares(work_of(state), a, 4, vector));
    assert_false(crr_least_squares_slopes(work_of(state), a, 4, 0, 1, slopes));
    clear_matrix(a, 2);
    assert_false(crr_least_squares(work_of(state), a, 2, vector));
}

static void
test_logarithms_far_from_zero(void **state)
{
    const double logarithms[] = {100000, 100000 + 0.6931471805599453, 99000};

    (void)state;
    crr_weights_of_logarithms(logarithms, 3, vector);
    assert_close(vector[0], 1.0 / 3, 1e-10, "first");
    assert_close(vector[1], 2.0 / 3, 1e-10, "second");
    assert_true(vector[2] == 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_complete_matrix_gives_geometric_means),
        cmocka_unit_test(test_normal_equations),
        cmocka_unit_test(test_slopes),
        cmocka_unit_test(test_pairs_that_do_not_connect),
        cmocka_unit_test(test_logarithms_far_from_zero),
    };

    return cmocka_run_group_tests(tests, set_up_matrices, tear_down_matrices);
}

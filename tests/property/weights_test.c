/* What holds for weights of every matrix of judgements. */
#include "../ahp/matrices.h"

static const size_t sizes[] = {1, 2, 3, 4, 5, 7, 9, 16, 40, 100};
#define SIZE_COUNT (sizeof sizes / sizeof sizes[0])
#define ROUNDS 20

static double a[MATRIX_LIMIT * MATRIX_LIMIT], b[MATRIX_LIMIT * MATRIX_LIMIT];
static double x[MATRIX_LIMIT], y[MATRIX_LIMIT];

static void
assert_sums_to_one(const double *weights, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        assert_true(weights[i] > 0);
        sum += weights[i];
    }
    assert_close(sum, 1, 1e-14, "sum of weights");
}

static void
test_consistent_matrices_are_exact(void **state)
{
    struct random random = {100};
    double weights[MATRIX_LIMIT], lambda;
    size_t triad[3];

    for (size_t k = 0; k < SIZE_COUNT * ROUNDS; k++) {
        size_t n = sizes[k / ROUNDS];

        random_weights(&random, n, weights);
        make_consistent(a, n, weights);
        crr_geometric_mean(a, n, x);
        assert_all_close(x, weights, n, 1e-13, "geometric mean");
        assert_true(crr_perron(work_of(state), a, n, y, &lambda));
        assert_all_close(y, weights, n, 1e-13, "eigenvector");
        assert_close(lambda, (double)n, 1e-12, "lambda");
        assert_close(crr_consistency_index(lambda, n), 0, 1e-14, "CI");
        assert_close(crr_perron_root(work_of(state), a, n, NULL), (double)n,
            1e-12 * 100, "root");
        assert_int_equal(crr_circular_triads(a, n), 0);
        if (n < 3)
            continue;
        assert_close(crr_geometric_consistency_index(a, n, x), 0, 1e-25, "GCI");
        assert_close(crr_koczkodaj(a, n, triad), 0, 1e-14, "Koczkodaj");
    }
}

static void
test_order_plays_no_part(void **state)
{
    struct random random = {101};
    size_t order[MATRIX_LIMIT], triad[3];
    double lambda, other;

    for (size_t k = 0; k < SIZE_COUNT * ROUNDS; k++) {
        size_t n = sizes[k / ROUNDS];

        random_matrix(&random, n, a);
        random_order(&random, n, order);
        permute(a, n, order, b);
        crr_geometric_mean(a, n, x);
        crr_geometric_mean(b, n, y);
        for (size_t i = 0; i < n; i++)
            assert_ratio_close(y[i], x[order[i]], 1e-13, "geometric mean");
        if (n > 2)
            assert_ratio_close(crr_geometric_consistency_index(b, n, y),
                crr_geometric_consistency_index(a, n, x), 1e-12, "GCI");
        assert_true(crr_perron(work_of(state), a, n, x, &lambda));
        assert_true(crr_perron(work_of(state), b, n, y, &other));
        for (size_t i = 0; i < n; i++)
            assert_ratio_close(y[i], x[order[i]], 1e-11, "eigenvector");
        assert_sums_to_one(x, n);
        assert_ratio_close(other, lambda, 1e-13, "lambda");
        assert_int_equal(crr_circular_triads(a, n), crr_circular_triads(b, n));
        if (n > 2)
            assert_close(crr_koczkodaj(b, n, triad), crr_koczkodaj(a, n, triad), 1e-12,
                "Koczkodaj");
    }
}

/* Judging the other way round turns geometric means into their reciprocals, and leaves
 * all measures of consistency. The eigenvector's weights do not follow (Johnson, Beine,
 * Wang 1979) but for n <= 3. */
static void
test_transposing(void **state)
{
    struct random random = {102};
    double lambda, other;

    for (size_t k = 0; k < SIZE_COUNT * ROUNDS; k++) {
        size_t n = sizes[k / ROUNDS];

        random_matrix(&random, n, a);
        transpose(a, n, b);
        crr_geometric_mean(a, n, x);
        crr_geometric_mean(b, n, y);
        for (size_t i = 0; i < n; i++)
            assert_ratio_close(x[i] * y[i], x[0] * y[0], 1e-13, "geometric mean");
        assert_true(crr_perron(work_of(state), a, n, x, &lambda));
        assert_true(crr_perron(work_of(state), b, n, y, &other));
        assert_ratio_close(other, lambda, 1e-13, "lambda");
        for (size_t i = 0; i < n && n <= 3; i++)
            assert_ratio_close(x[i] * y[i], x[0] * y[0], 1e-12, "eigenvector");
        assert_int_equal(crr_circular_triads(a, n), crr_circular_triads(b, n));
    }
}

static void
test_methods_agree_up_to_three(void **state)
{
    struct random random = {103};
    double lambda;

    for (size_t k = 0; k < 500; k++) {
        size_t n = 1 + k % 3;

        random_matrix(&random, n, a);
        crr_geometric_mean(a, n, x);
        assert_true(crr_perron(work_of(state), a, n, y, &lambda));
        assert_all_close(y, x, n, 1e-13, "eigenvector");
        assert_close(crr_lambda_of(a, n, x), lambda, 1e-12, "lambda");
    }
}

/* The interval that can be checked by hand holds λ, for any weights. */
static void
test_bounds_hold_lambda(void **state)
{
    struct random random = {104};
    double lambda, low, high;

    for (size_t k = 0; k < SIZE_COUNT * ROUNDS; k++) {
        size_t n = sizes[k / ROUNDS];

        random_matrix(&random, n, a);
        assert_true(crr_perron(work_of(state), a, n, y, &lambda));
        assert_true(lambda >= (double)n * (1 - 1e-14));
        random_weights(&random, n, x);
        crr_collatz_wielandt(a, n, x, &low, &high);
        assert_true(low <= lambda * (1 + 1e-13) && lambda <= high * (1 + 1e-13));
        crr_collatz_wielandt(a, n, y, &low, &high);
        assert_ratio_close(high, low, 1e-10, "bounds at the eigenvector");
        assert_ratio_close(crr_lambda_of(a, n, y), lambda, 1e-11, "mean ratio");
        assert_ratio_close(
            crr_perron_root(work_of(state), a, n, NULL), lambda, 1e-11, "root");
    }
}

/* Scaling by weights moves the weights and nothing else: D⁻¹AD. */
static void
test_scaling(void **state)
{
    struct random random = {105};
    double d[MATRIX_LIMIT], lambda, other;

    for (size_t k = 0; k < SIZE_COUNT * ROUNDS; k++) {
        size_t n = sizes[k / ROUNDS];
        double sum = 0;

        random_matrix(&random, n, a);
        for (size_t i = 0; i < n; i++)
            d[i] = pow(9, (double)random_in(&random, -19, 20));
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                b[i * n + j] = a[i * n + j] * d[i] / d[j];
        assert_true(crr_perron(work_of(state), a, n, x, &lambda));
        assert_true(crr_perron(work_of(state), b, n, y, &other));
        assert_ratio_close(other, lambda, 1e-12, "lambda");
        for (size_t i = 0; i < n; i++)
            sum += x[i] * d[i];
        for (size_t i = 0; i < n; i++)
            assert_ratio_close(y[i], x[i] * d[i] / sum, 1e-11, "eigenvector");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_consistent_matrices_are_exact),
        cmocka_unit_test(test_order_plays_no_part),
        cmocka_unit_test(test_transposing),
        cmocka_unit_test(test_methods_agree_up_to_three),
        cmocka_unit_test(test_bounds_hold_lambda),
        cmocka_unit_test(test_scaling),
    };

    return cmocka_run_group_tests(tests, set_up_matrices, tear_down_matrices);
}

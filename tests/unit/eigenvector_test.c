#include "../ahp/matrices.h"
#include <unistd.h>

static double a[MATRIX_LIMIT * MATRIX_LIMIT];
static double vector[MATRIX_LIMIT];

/* Weights as 1 : 9 : 81 : ..., the last one 9^-39 of the first. */
static void
test_small_weights_are_as_exact_as_large_ones(void **state)
{
    const size_t n = 40;
    double weights[40], lambda;

    for (size_t i = 0; i < n; i++)
        weights[i] = pow(9, -(double)i) * 8 / 9;
    make_consistent(a, n, weights);
    assert_ratio_close(a[n - 1], 1.6423203268260658e37, 1e-14, "9^39");
    assert_true(crr_perron(work_of(state), a, n, vector, &lambda));
    assert_all_close(vector, weights, n, 1e-12, "eigenvector");
    assert_close(lambda, 40, 1e-12, "lambda");
    crr_geometric_mean(a, n, vector);
    assert_all_close(vector, weights, n, 1e-12, "geometric mean");
    assert_close(crr_perron_root(work_of(state), a, n, NULL), 40, 1e-10, "root");
}

/* A circulant matrix has equal weights, λ is a row's sum. */
static void
test_a_circle(void **state)
{
    double lambda;

    for (size_t n = 3; n <= MATRIX_LIMIT; n += 97) {
        for (size_t i = 0; i < n * n; i++)
            a[i] = 1;
        for (size_t i = 0; i < n; i++)
            put_ratio(a, n, i, (i + 1) % n, 9);
        assert_true(crr_perron(work_of(state), a, n, vector, &lambda));
        assert_close(lambda, (double)n - 2 + 9 + 1.0 / 9, 1e-11, "lambda");
        for (size_t i = 0; i < n; i++)
            assert_close(vector[i], 1 / (double)n, 1e-14, "weight");
    }
}

static void
test_one_and_two(void **state)
{
    const double one[] = {1}, two[] = {1, 1.0 / 4, 4, 1};
    double lambda;

    assert_true(crr_perron(work_of(state), one, 1, vector, &lambda));
    assert_true(vector[0] == 1 && lambda == 1);
    assert_true(crr_perron(work_of(state), two, 2, vector, &lambda));
    assert_close(vector[0], 0.2, 1e-15, "first");
    assert_close(vector[1], 0.8, 1e-15, "second");
    assert_true(lambda == 2);
}

/* The other eigenvalues of this matrix are nearly as large as the greatest, so that
 * power iteration would take millions of steps. */
static void
test_a_root_that_is_slow_to_find(void **state)
{
    static const double upper[] = {3e6, 1e-6, 1e6};
    double start[] = {1, 2, 3}, lambda;
    /* For n = 3, λ = 1 + c + 1/c with c = (a_13/(a_12 a_23))^(1/3). */
    double c = cbrt(3e18), wanted = 1 + c + 1 / c;

    fill_upper(a, 3, upper);
    assert_true(crr_perron(work_of(state), a, 3, vector, &lambda));
    assert_ratio_close(lambda, wanted, 1e-12, "lambda");
    assert_ratio_close(
        crr_perron_root(work_of(state), a, 3, start), wanted, 1e-12, "root");
    assert_all_close(start, vector, 3, 1e-12, "the vector that start became");
}

static void
test_the_start_becomes_the_vector(void **state)
{
    struct random random = {7};
    double start[9], lambda;

    random_matrix(&random, 9, a);
    random_weights(&random, 9, start);
    assert_true(crr_perron(work_of(state), a, 9, vector, &lambda));
    assert_ratio_close(
        crr_perron_root(work_of(state), a, 9, start), lambda, 1e-11, "root");
    assert_all_close(start, vector, 9, 1e-9, "start");
}

/* LAPACK is not asked where it would print. */
static void
test_beyond_the_range_of_numbers(void **state)
{
    FILE *printed = tmpfile();
    int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
    bool has_vector;
    double lambda, root;

    assert_true(printed && out >= 0 && err >= 0);
    for (size_t i = 0; i < 9; i++)
        a[i] = 1;
    a[1] = INFINITY;
    a[3] = 0;
    fflush(NULL);
    dup2(fileno(printed), STDOUT_FILENO);
    dup2(fileno(printed), STDERR_FILENO);
    has_vector = crr_perron(work_of(state), a, 3, vector, &lambda);
    root = crr_perron_root(work_of(state), a, 3, NULL);
    fflush(NULL);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    close(out);
    close(err);
    assert_false(has_vector);
    assert_true(isnan(root));
    assert_int_equal(lseek(fileno(printed), 0, SEEK_END), 0);
    fclose(printed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_weights_are_as_exact_as_large_ones),
        cmocka_unit_test(test_a_circle),
        cmocka_unit_test(test_one_and_two),
        cmocka_unit_test(test_a_root_that_is_slow_to_find),
        cmocka_unit_test(test_the_start_becomes_the_vector),
        cmocka_unit_test(test_beyond_the_range_of_numbers),
    };

    return cmocka_run_group_tests(tests, set_up_matrices, tear_down_matrices);
}

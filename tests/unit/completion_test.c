#include "../ahp/matrices.h"

static double a[MATRIX_LIMIT * MATRIX_LIMIT], full[MATRIX_LIMIT * MATRIX_LIMIT];
static double turned[MATRIX_LIMIT * MATRIX_LIMIT];
static double right[MATRIX_LIMIT], left[MATRIX_LIMIT];

/* The derivative of λ by ln a_ij is (v_i a_ij u_j - v_j a_ji u_i)/(v·u): at the minimum
 * the two are equal, for each missing pair. Looks at that with vectors of its own, and
 * that what is known was left alone. Returns λ. */
static double
assert_least(void **state, size_t n)
{
    double lambda, other;

    transpose(full, n, turned);
    assert_true(crr_perron(work_of(state), full, n, right, &lambda));
    assert_true(crr_perron(work_of(state), turned, n, left, &other));
    assert_ratio_close(other, lambda, 1e-12, "λ of the transpose");
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            size_t above = i * n + j, below = j * n + i;

            assert_close(full[above] * full[below], 1, 1e-15, "reciprocal");
            if (a[above] > 0) {
                assert_true(full[above] == a[above]);
                continue;
            }
            assert_ratio_close(left[i] * full[above] * right[j],
                left[j] * full[below] * right[i], 1e-9, "derivative");
        }
    }
    return lambda;
}

static void
complete(void **state, size_t n)
{
    assert_int_equal(crr_complete(work_of(state), a, n, full), CRR_COMPLETED);
}

static void
test_random_matrices(void **state)
{
    static const size_t sizes[] = {4, 5, 6, 7, 8, 10, 15, 25, 40, 70, 100};
    struct random random = {20};

    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        size_t n = sizes[k];

        for (size_t more = 1; more <= n * n / 2; more *= 3) {
            random_incomplete(&random, n, more, a);
            complete(state, n);
            assert_true(assert_least(state, n) >= (double)n * (1 - 1e-13));
        }
    }
}

/* Moving any missing entry makes λ greater. */
static void
test_every_other_completion_is_worse(void **state)
{
    const size_t n = 7;
    struct random random = {3};

    for (size_t round = 0; round < 20; round++) {
        random_incomplete(&random, n, 5, a);
        complete(state, n);
        double least = crr_perron_root(work_of(state), full, n, NULL);
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < n; j++) {
                if (a[i * n + j] > 0)
                    continue;
                double kept = full[i * n + j];
                put_ratio(full, n, i, j, kept * 1.01);
                assert_true(crr_perron_root(work_of(state), full, n, NULL) > least);
                put_ratio(full, n, i, j, kept);
            }
        }
    }
}

/* a_12 = a_23 = ... = a_n1 = q as far as weights d do not explain it: the matrix is D
 * times a circulant one, whose missing entries are 1, and λ = n - 2 + q + 1/q. */
static void
test_a_circle_of_judgements(void **state)
{
    static const size_t sizes[] = {4, 5, 40, 100};
    struct random random = {9};
    double d[MATRIX_LIMIT];

    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        size_t n = sizes[k];

        random_weights(&random, n, d);
        clear_matrix(a, n);
        for (size_t i = 0; i < n; i++)
            put_ratio(a, n, i, (i + 1) % n, 9 * d[i] / d[(i + 1) % n]);
        complete(state, n);
        assert_close(
            assert_least(state, n), (double)n - 2 + 9 + 1.0 / 9, 1e-10, "lambda");
        assert_all_close(right, d, n, 1e-11, "weights");
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                if (a[i * n + j] == 0)
                    assert_ratio_close(full[i * n + j], d[i] / d[j], 1e-11, "entry");
    }
}

/* Of three elements each missing pair is what the others imply. */
static void
test_a_spanning_tree_is_exact(void **state)
{
    static const size_t sizes[] = {2, 3, 4, 10, 40, 100};
    struct random random = {11};
    double lambda;

    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        size_t n = sizes[k];

        random_incomplete(&random, n, 0, a);
        complete(state, n);
        assert_true(crr_least_squares(work_of(state), a, n, left));
        assert_true(crr_perron(work_of(state), full, n, right, &lambda));
        assert_all_close(left, right, n, 1e-11, "weights");
        assert_close(lambda, (double)n, 1e-11, "lambda");
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                for (size_t m = 0; m < n; m += n / 2)
                    assert_ratio_close(full[i * n + m] * full[m * n + j],
                        full[i * n + j], 1e-11, "consistent");
    }
}

/* Chains of 9s: what they imply goes up to 9^39, 9^99. */
static void
test_chains_of_nines(void **state)
{
    static const size_t sizes[] = {40, 100};
    double lambda;

    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        size_t n = sizes[k];

        clear_matrix(a, n);
        for (size_t i = 0; i + 1 < n; i++)
            put_ratio(a, n, i, i + 1, 9);
        complete(state, n);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                assert_ratio_close(
                    full[i * n + j], pow(9, (double)j - (double)i), 2e-12, "entry");
        assert_true(crr_perron(work_of(state), full, n, right, &lambda));
        assert_close(lambda, (double)n, 1e-11, "lambda");
        for (size_t i = 0; i < n; i++)
            assert_ratio_close(
                right[i], pow(9, -(double)i) * 8 / 9, 2e-12, "eigenvector");
        /* Closed by a judgement that contradicts all others. */
        put_ratio(a, n, n - 1, 0, 9);
        complete(state, n);
        assert_close(
            assert_least(state, n), (double)n - 2 + 9 + 1.0 / 9, 1e-10, "lambda");
    }
}

/* Judgements far beyond the scale, which contradict each other as far. */
static void
test_absurd_judgements(void **state)
{
    const size_t n = 30;

    clear_matrix(a, n);
    for (size_t i = 0; i < n; i++)
        put_ratio(a, n, i, (i + 1) % n, 1e6);
    complete(state, n);
    assert_ratio_close(assert_least(state, n), 28 + 1e6 + 1e-6, 1e-12, "lambda");
}

static void
test_nothing_is_missing(void **state)
{
    struct random random = {1};

    random_matrix(&random, 6, a);
    complete(state, 6);
    assert_memory_equal(full, a, 36 * sizeof *a);
}

static void
test_pairs_that_do_not_connect(void **state)
{
    size_t parts[6];

    clear_matrix(a, 6);
    put_ratio(a, 6, 0, 4, 3);
    put_ratio(a, 6, 4, 2, 3);
    put_ratio(a, 6, 5, 3, 3);
    full[0] = 42;
    assert_int_equal(
        crr_complete(work_of(state), a, 6, full), CRR_COMPLETION_UNCONNECTED);
    assert_true(full[0] == 42);
    assert_int_equal(crr_connected_parts(a, 6, parts), 3);
    assert_int_equal(parts[0], 0);
    assert_int_equal(parts[1], 1);
    assert_int_equal(parts[2], 0);
    assert_int_equal(parts[3], 2);
    assert_int_equal(parts[4], 0);
    assert_int_equal(parts[5], 2);
    assert_int_equal(crr_missing_count(a, 6), 12);
    put_ratio(a, 6, 1, 5, 1);
    assert_int_equal(crr_connected_parts(a, 6, parts), 2);
    put_ratio(a, 6, 1, 2, 1);
    assert_int_equal(crr_connected_parts(a, 6, parts), 1);
    complete(state, 6);
}

/* What a chain implies may leave the range of numbers: that is no result. */
static void
test_beyond_the_range_of_numbers(void **state)
{
    const size_t n = 100;

    clear_matrix(a, n);
    for (size_t i = 0; i + 1 < n; i++)
        put_ratio(a, n, i, i + 1, 1e6);
    assert_int_equal(crr_complete(work_of(state), a, n, full), CRR_COMPLETION_DIVERGED);
}

/* The scratch grows with the number of missing pairs; an allocator that gives nothing
 * ends in no result. */
static void *
refuse(void *user, void *at, size_t old_size, size_t size)
{
    (void)user;
    (void)old_size;
    if (size == 0)
        free(at);
    return NULL;
}

static void
test_no_memory(void **state)
{
    struct crr_arena arena;
    struct crr_numeric work = *work_of(state);
    const struct crr_allocator allocator = {.resize = refuse};

    crr_arena_init(&arena, &allocator);
    assert_false(crr_numeric_init(&(struct crr_numeric){0}, &arena, 10));
    work.arena = &arena;
    work.newton = NULL;
    work.newton_size = 0;
    clear_matrix(a, 4);
    for (size_t i = 0; i < 4; i++)
        put_ratio(a, 4, i, (i + 1) % 4, 2);
    assert_int_equal(crr_complete(&work, a, 4, full), CRR_COMPLETION_DIVERGED);
    assert_true(arena.failed);
    crr_arena_clear(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_matrices),
        cmocka_unit_test(test_every_other_completion_is_worse),
        cmocka_unit_test(test_a_circle_of_judgements),
        cmocka_unit_test(test_a_spanning_tree_is_exact),
        cmocka_unit_test(test_chains_of_nines),
        cmocka_unit_test(test_absurd_judgements),
        cmocka_unit_test(test_nothing_is_missing),
        cmocka_unit_test(test_pairs_that_do_not_connect),
        cmocka_unit_test(test_beyond_the_range_of_numbers),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, set_up_matrices, tear_down_matrices);
}

/* The search for judgements to change, against trying everything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>
#include "ahp/hints_search.h"
#include "ahp/philox.h"

#define N 4
#define PAIRS 6
#define VALUES 9

/* A short scale, so that everything can be tried: 1, 2, 3, 5, 9 and their reciprocals.
 */
static const double scale[VALUES] = {1.0 / 9, 1.0 / 5, 1.0 / 3, 1.0 / 2, 1, 2, 3, 5, 9};

static void
put(double *a, size_t n, size_t pair, double ratio)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++, pair--) {
            if (pair > 0)
                continue;
            a[i * n + j] = ratio;
            a[j * n + i] = 1 / ratio;
            return;
        }
    }
}

static void
draw(double *a, size_t n, uint32_t seed)
{
    struct crr_draw_address address = {.seed = seed};

    for (size_t i = 0; i < n; i++)
        a[i * n + i] = 1;
    for (; address.pair < n * (n - 1) / 2; address.pair++)
        put(a, n, address.pair, scale[crr_draw_integer(&address, VALUES)]);
}

/* The least CI that exactly `count` judgements from `first` on can bring about. */
static double
least_index(
    const struct crr_hint_problem *problem, double *a, size_t first, size_t count)
{
    double least = INFINITY;
    size_t pairs = problem->n * (problem->n - 1) / 2;
    double before[N * N];

    if (count == 0)
        return crr_consistency_index(
            crr_perron_root(problem->work, a, problem->n, NULL), problem->n);
    memcpy(before, a, problem->n * problem->n * sizeof *a);
    for (size_t pair = first; pair < pairs; pair++) {
        for (size_t i = 0; i < VALUES; i++) {
            put(a, problem->n, pair, scale[i]);
            if (memcmp(a, before, problem->n * problem->n * sizeof *a) != 0)
                least = fmin(least, least_index(problem, a, pair + 1, count - 1));
        }
        memcpy(a, before, problem->n * problem->n * sizeof *a);
    }
    return least;
}

static void
check(uint32_t seed, size_t n)
{
    struct crr_arena arena;
    struct crr_numeric work;
    struct crr_hint_set set = {0};
    double a[N * N];
    size_t fewest = 1;

    crr_arena_init(&arena, NULL);
    assert_true(crr_numeric_init(&work, &arena, n));
    draw(a, n, seed);
    struct crr_hint_problem problem = {.work = &work,
        .arena = &arena,
        .a = a,
        .n = n,
        .values = scale,
        .value_count = VALUES,
        .limit = 0.09};
    if (crr_hint_index(&problem, a) > problem.limit) {
        assert_true(crr_hint_search(&problem, &set));
        while (fewest <= 3 && least_index(&problem, a, 0, fewest) > problem.limit)
            fewest++;
        if (fewest <= 3) {
            assert_true(set.exact);
            assert_int_equal(set.count, fewest);
            assert_true(fabs(set.ci - least_index(&problem, a, 0, fewest)) < 1e-9);
        } else {
            assert_false(set.exact);
        }
        /* What was found does what it says. */
        for (size_t i = 0; i < set.count; i++) {
            const struct crr_hint_change *change = &set.changes[i];
            a[change->row * n + change->column] = change->value;
            a[change->column * n + change->row] = 1 / change->value;
        }
        assert_true(fabs(crr_hint_index(&problem, a) - set.ci) < 1e-9);
        assert_true(set.ci <= problem.limit);
    }
    crr_arena_clear(&arena);
}

static void
test_against_trying_everything(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 40; seed++)
        check(seed, 3);
    for (uint32_t seed = 1; seed <= 12; seed++)
        check(seed, 4);
}

static void
test_what_the_others_imply(void **state)
{
    /* a:b = 2, b:c = 3, so a:c = 6; given is 1. */
    const double a[] = {1, 2, 1, 0.5, 1, 3, 1, 1.0 / 3, 1};
    const double tree[] = {1, 2, 0, 0.5, 1, 3, 0, 1.0 / 3, 1};
    struct crr_hint_problem problem = {
        .a = a, .n = 3, .values = scale, .value_count = VALUES};
    struct crr_numeric work;
    struct crr_arena arena;
    double scratch[12];

    (void)state;
    crr_arena_init(&arena, NULL);
    assert_true(crr_numeric_init(&work, &arena, 3));
    problem.work = &work;
    assert_true(fabs(crr_hint_implied(&problem, 0, 2, scratch) - 6) < 1e-12);
    /* 5 and 9 are the steps around 6; 5 is nearer. */
    assert_true(crr_hint_nearest(&problem, 6) == 5);
    assert_true(crr_hint_nearest(&problem, 1e6) == 9);
    problem.a = tree;
    assert_true(isnan(crr_hint_implied(&problem, 0, 1, scratch)));
    crr_arena_clear(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_trying_everything),
        cmocka_unit_test(test_what_the_others_imply)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

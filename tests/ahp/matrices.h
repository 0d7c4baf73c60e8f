/* Matrices of judgements for tests: made, turned round, compared. */
#ifndef CRR_TESTS_MATRICES_H
#define CRR_TESTS_MATRICES_H

#include <math.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "ahp/numeric.h"
#include "../property/random.h"

#define MATRIX_LIMIT 100

struct matrices {
    struct crr_arena arena;
    struct crr_numeric work;
};

static inline int
set_up_matrices(void **state)
{
    struct matrices *matrices = malloc(sizeof *matrices);

    if (!matrices)
        return -1;
    crr_arena_init(&matrices->arena, NULL);
    *state = matrices;
    return crr_numeric_init(&matrices->work, &matrices->arena, MATRIX_LIMIT) ? 0 : -1;
}

static inline int
tear_down_matrices(void **state)
{
    struct matrices *matrices = *state;

    crr_arena_clear(&matrices->arena);
    free(matrices);
    return 0;
}

static inline struct crr_numeric *
work_of(void **state)
{
    struct matrices *matrices = *state;
    return &matrices->work;
}

/* Says what differs before it fails. */
static inline void
assert_close(double value, double wanted, double tolerance, const char *what)
{
    if (fabs(value - wanted) <= tolerance)
        return;
    fail_msg("%s: %.17g, not %.17g", what, value, wanted);
}

/* The same relative to what is wanted. */
static inline void
assert_ratio_close(double value, double wanted, double tolerance, const char *what)
{
    assert_close(value / wanted, 1, tolerance, what);
}

static inline void
assert_all_close(const double *values, const double *wanted, size_t count,
    double tolerance, const char *what)
{
    for (size_t i = 0; i < count; i++)
        assert_ratio_close(values[i], wanted[i], tolerance, what);
}

static inline void
put_ratio(double *a, size_t n, size_t row, size_t column, double ratio)
{
    a[row * n + column] = ratio;
    a[column * n + row] = 1 / ratio;
}

/* Nothing known but the diagonal. */
static inline void
clear_matrix(double *a, size_t n)
{
    memset(a, 0, n * n * sizeof *a);
    for (size_t i = 0; i < n; i++)
        a[i * n + i] = 1;
}

/* From the upper triangle row by row; 0 is missing. */
static inline void
fill_upper(double *a, size_t n, const double *upper)
{
    clear_matrix(a, n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++, upper++)
            if (*upper > 0)
                put_ratio(a, n, i, j, *upper);
}

static inline void
make_consistent(double *a, size_t n, const double *weights)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            a[i * n + j] = weights[i] / weights[j];
}

static inline double
random_unit(struct random *random)
{
    return (double)(random_next(random) >> 11) * 0x1p-53;
}

/* Positive, sum 1, up to 20 times apart. */
static inline void
random_weights(struct random *random, size_t n, double *ret_weights)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        ret_weights[i] = exp(3 * random_unit(random));
        sum += ret_weights[i];
    }
    for (size_t i = 0; i < n; i++)
        ret_weights[i] /= sum;
}

/* One of the 17 values of Saaty's scale. */
static inline double
random_judgement(struct random *random)
{
    int value = random_in(random, -8, 8);
    return value < 0 ? 1.0 / (1 - value) : 1.0 + value;
}

/* Complete, of any judgements: mostly far from consistent. */
static inline void
random_matrix(struct random *random, size_t n, double *ret)
{
    clear_matrix(ret, n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            put_ratio(ret, n, i, j, random_judgement(random));
}

/* A random spanning tree, and up to `more` other pairs. */
static inline void
random_incomplete(struct random *random, size_t n, size_t more, double *ret)
{
    clear_matrix(ret, n);
    for (size_t i = 1; i < n; i++)
        put_ratio(ret, n, (size_t)random_in(random, 0, (int)i - 1), i,
            random_judgement(random));
    for (size_t k = 0; k < more; k++) {
        size_t i = (size_t)random_in(random, 0, (int)n - 1);
        size_t j = (size_t)random_in(random, 0, (int)n - 1);
        if (i != j)
            put_ratio(ret, n, i, j, random_judgement(random));
    }
}

static inline void
transpose(const double *a, size_t n, double *ret)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            ret[j * n + i] = a[i * n + j];
}

static inline void
random_order(struct random *random, size_t n, size_t *ret_order)
{
    for (size_t i = 0; i < n; i++)
        ret_order[i] = i;
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)random_in(random, 0, (int)i - 1), kept = ret_order[i - 1];

        ret_order[i - 1] = ret_order[j];
        ret_order[j] = kept;
    }
}

/* Element i of the result is element order[i]. */
static inline void
permute(const double *a, size_t n, const size_t *order, double *ret)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            ret[i * n + j] = a[order[i] * n + order[j]];
}

#endif

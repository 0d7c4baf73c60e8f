/* Computes the table `exact` of lib/ahp/random_index.c: random_index [FROM [TO]]. For
 * each n it prints n, the mean consistency index of random reciprocal matrices whose
 * upper entries are drawn from 1/9, ..., 1/2, 1, 2, ..., 9 with the same probability,
 * its standard error, and the number of matrices. n = 3 and 4 are enumerated, the
 * others drawn until the standard error is at most 0.0001; the numbers are addressed by
 * n, matrix and pair, so that the result is the same everywhere. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "ahp/philox.h"

#define GREATEST 100
#define VALUES 17
#define SEED 20261123
#define ERROR 0.0001
#define LEAST_COUNT 4000
#define MOST_COUNT 40000000u
#define PRECISION 1e-9

struct mean {
    double sum, squares, count;
};

static double
value_of(unsigned index)
{
    return index < 9 ? 9 - (double)index : 1 / ((double)index - 7);
}

/* λ_max by power iteration, between its bounds. */
static double
root_of(const double *a, size_t n)
{
    double w[GREATEST], next[GREATEST];

    for (size_t i = 0; i < n; i++)
        w[i] = 1;
    for (;;) {
        double low = INFINITY, high = 0, greatest = 0;

        for (size_t i = 0; i < n; i++) {
            double sum = 0;
            for (size_t j = 0; j < n; j++)
                sum += a[i * n + j] * w[j];
            next[i] = sum;
            low = fmin(low, sum / w[i]);
            high = fmax(high, sum / w[i]);
            greatest = fmax(greatest, sum);
        }
        if (high - low <= PRECISION * high)
            return (low + high) / 2;
        for (size_t i = 0; i < n; i++)
            w[i] = next[i] / greatest;
    }
}

static void
put(double *a, size_t n, size_t i, size_t j, unsigned index)
{
    a[i * n + j] = value_of(index);
    a[j * n + i] = 1 / a[i * n + j];
}

static void
add(struct mean *mean, const double *a, size_t n)
{
    double index = (root_of(a, n) - (double)n) / (double)(n - 1);

    mean->sum += index;
    mean->squares += index * index;
    mean->count += 1;
}

static double
error_of(const struct mean *mean)
{
    double average = mean->sum / mean->count;
    return sqrt((mean->squares / mean->count - average * average) / mean->count);
}

static void
enumerate(size_t n, struct mean *mean)
{
    double a[16] = {0};
    unsigned long total = n == 3 ? 4913 : 24137569;

    for (size_t i = 0; i < n; i++)
        a[i * n + i] = 1;
    for (unsigned long matrix = 0; matrix < total; matrix++) {
        unsigned long rest = matrix;
        for (size_t i = 0; i < n; i++)
            for (size_t j = i + 1; j < n; j++, rest /= VALUES)
                put(a, n, i, j, (unsigned)(rest % VALUES));
        add(mean, a, n);
    }
}

static void
draw(size_t n, struct mean *mean)
{
    static double a[GREATEST * GREATEST];

    for (size_t i = 0; i < n; i++)
        a[i * n + i] = 1;
    for (uint32_t matrix = 0; matrix < MOST_COUNT; matrix++) {
        struct crr_draw_address address = {
            .seed = SEED, .draw = matrix, .tree = (uint16_t)n};
        for (size_t i = 0; i < n; i++)
            for (size_t j = i + 1; j < n; j++, address.pair++)
                put(a, n, i, j, crr_draw_integer(&address, VALUES));
        add(mean, a, n);
        if (matrix >= LEAST_COUNT && matrix % 1000 == 0 && error_of(mean) <= ERROR)
            return;
    }
}

int
main(int argc, char **argv)
{
    size_t from = argc > 1 ? strtoul(argv[1], NULL, 10) : 3;
    size_t to = argc > 2 ? strtoul(argv[2], NULL, 10) : GREATEST;

    for (size_t n = from; n >= 3 && n <= to && n <= GREATEST; n++) {
        struct mean mean = {0, 0, 0};

        if (n <= 4)
            enumerate(n, &mean);
        else
            draw(n, &mean);
        printf("%zu %.6f %.6f %.0f\n", n, mean.sum / mean.count,
            n <= 4 ? 0 : error_of(&mean), mean.count);
        fflush(stdout);
    }
    return 0;
}

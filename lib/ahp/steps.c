/* Steps of the computation, done again for the report, row by row. */
#include "ahp/steps.h"

#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Beyond these a product is printed as a power of ten. */
#define PRODUCT_MIN 1e-300
#define PRODUCT_MAX 1e300

double
crr_filled_entry(const struct crr_ahp_voice *voice, size_t n, size_t i, size_t j)
{
    double ratio = voice->ratios[i * n + j];

    return ratio != 0 ? ratio : voice->geometric_mean[i] / voice->geometric_mean[j];
}

struct crr_rational
crr_judged_entry(const struct crr_judge *judge, size_t n, size_t i, size_t j)
{
    struct crr_rational value;

    if (i == j)
        return (struct crr_rational){1, 1};
    if (i < j)
        return judge->upper[crr_pair_index(n, i, j)].value;
    value = judge->upper[crr_pair_index(n, j, i)].value;
    if (value.numerator == 0)
        return value;
    return (struct crr_rational){value.denominator, value.numerator};
}

/* Multiplies and reduces; false if it does not fit. */
static bool
multiply(struct crr_rational *product, struct crr_rational factor)
{
    int64_t left = crr_gcd(product->numerator, factor.denominator);
    int64_t right = crr_gcd(factor.numerator, product->denominator);

    return crr_multiply(product->numerator / left, factor.numerator / right,
               &product->numerator) &&
           crr_multiply(product->denominator / right, factor.denominator / left,
               &product->denominator);
}

static struct crr_rational
exact_product(const struct crr_judge *judge, size_t n, size_t row)
{
    struct crr_rational product = {1, 1};

    for (size_t j = 0; j < n; j++) {
        struct crr_rational entry = crr_judged_entry(judge, n, row, j);

        if (entry.numerator == 0 || !multiply(&product, entry))
            return (struct crr_rational){0, 1};
    }
    return product;
}

struct crr_root_step
crr_root_step(const struct crr_judge *judge, const struct crr_ahp_voice *voice,
    size_t n, size_t row)
{
    struct crr_root_step step = {.exact = {0, 1}, .product = 1};

    if (judge)
        step.exact = exact_product(judge, n, row);
    for (size_t j = 0; j < n; j++) {
        double entry = crr_filled_entry(voice, n, row, j);

        step.product *= entry;
        step.logarithm += log10(entry);
        step.image += entry * voice->geometric_mean[j];
    }
    step.root = pow(10, step.logarithm / (double)n);
    step.ratio = step.image / voice->geometric_mean[row];
    return step;
}

double
crr_root_sum(const struct crr_ahp_voice *voice, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += crr_root_step(NULL, voice, n, i).root;
    return sum;
}

double
crr_eigenvector_image(const struct crr_ahp_voice *voice, size_t n, size_t row)
{
    double sum = 0;

    for (size_t j = 0; j < n; j++)
        sum += voice->completed[row * n + j] * voice->eigenvector[j];
    return sum;
}

size_t
crr_product_print(const struct crr_root_step *step, char ret_text[CRR_REAL_SIZE])
{
    char power[CRR_REAL_SIZE];

    if (step->exact.numerator != 0)
        return crr_rational_print(step->exact, ret_text);
    if (step->product >= PRODUCT_MIN && step->product <= PRODUCT_MAX)
        return crr_real_print_any(step->product, ret_text);
    crr_real_print(step->logarithm, power);
    return (size_t)snprintf(ret_text, CRR_REAL_SIZE, "10^%.24s", power);
}

double
crr_pair_share(const struct crr_ahp_node_view *node, size_t expert, size_t pair)
{
    double sum = 0;

    for (size_t i = 0; i < node->expert_count; i++)
        if (node->experts[i].ratios[pair] != 0)
            sum += node->experts[i].voting_weight;
    return node->experts[expert].ratios[pair] != 0
               ? node->experts[expert].voting_weight / sum
               : 0;
}

/* ---- Versions ---- */

void
crr_blas_version(char ret_text[CRR_VERSION_SIZE])
{
    snprintf(ret_text, CRR_VERSION_SIZE, "%s", openblas_get_config());
}

void
crr_lapack_version(char ret_text[CRR_VERSION_SIZE])
{
    lapack_int major = 0, minor = 0, patch = 0;

    LAPACKE_ilaver(&major, &minor, &patch);
    snprintf(ret_text, CRR_VERSION_SIZE, "%ld.%ld.%ld", (long)major, (long)minor,
        (long)patch);
}

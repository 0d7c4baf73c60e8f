/* The published formula R = Σ aᵢ·pᵢ/m as a model: weights in percent, score.factor
 * 100/m. Vectors: scores aᵢ, weights pᵢ, m, R. Where R has no finite decimal, the exact
 * value is compared as a fraction. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "crr/crr.h"

struct vector {
    int count;
    int scores[4];
    int weights[4];
    int m;
    int64_t rounded; /* R times 100 */
    const char *exact;
};

static const struct vector vectors[] = {
    {4, {5, 5, 5, 5}, {25, 25, 25, 25}, 5, 10000, "100"},
    {4, {1, 1, 1, 1}, {25, 25, 25, 25}, 5, 2000, "20"},
    {4, {3, 4, 2, 1}, {40, 30, 20, 10}, 5, 5800, "58"},
    {3, {1, 1, 1, 0}, {50, 30, 20, 0}, 3, 3333, "100/3"},
    {4, {5, 1, 1, 1}, {25, 25, 25, 25}, 5, 4000, "40"},
};

static struct crr_model *
compile(const struct vector *vector)
{
    char text[4096];
    int used = snprintf(text, sizeof text,
        "crr: 1\nmodel: {id: formula, version: '1'}\n"
        "score: {range: [0, 100], decimals: 2, factor: 100/%d}\nweights: {total: 100}\n"
        "inputs:\n",
        vector->m);
    for (int i = 0; i < vector->count; i++)
        used += snprintf(text + used, sizeof text - (size_t)used,
            "  a%d: {type: number, places: 0}\n", i);
    used += snprintf(text + used, sizeof text - (size_t)used, "factors:\n");
    for (int i = 0; i < vector->count; i++)
        used += snprintf(text + used, sizeof text - (size_t)used,
            "  - {id: f%d, weight: %d, input: a%d, range: [0, %d]}\n", i,
            vector->weights[i], i, vector->m);
    snprintf(text + used, sizeof text - (size_t)used, "tiers: [{id: any, from: 0}]\n");
    struct crr_model *model = NULL;
    struct crr_error error;
    enum crr_status status = crr_model_compile(
        (struct crr_text){text, strlen(text)}, "formula", NULL, &model, &error);
    if (status != CRR_OK)
        fail_msg("%s: %s", error.path, error.message);
    return model;
}

static void
test_vectors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        const struct vector *vector = &vectors[i];
        struct crr_model *model = compile(vector);
        struct crr_rater *rater;
        assert_int_equal(crr_rater_new(model, NULL, &rater, NULL), CRR_OK);
        struct crr_value values[4] = {{0}};
        for (int j = 0; j < vector->count; j++) {
            values[j].type = CRR_VALUE_NUMBER;
            values[j].as.units = vector->scores[j];
        }
        struct crr_rating rating;
        assert_int_equal(
            crr_rater_rate(rater, values, (size_t)vector->count, &rating, NULL),
            CRR_OK);
        assert_int_equal(rating.score, vector->rounded);
        struct crr_model_head head;
        char exact[CRR_NUMBER_SIZE];
        crr_model_head(model, NULL, &head);
        crr_fraction_print(rating.exact, head.scale, exact);
        assert_string_equal(exact, vector->exact);
        crr_rater_free(rater);
        crr_model_unref(model);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_vectors)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Writing what was derived: steps of the computation, tables, escapes, failures. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "ahp/columns.h"
#include "ahp/markdown.h"
#include "ahp/steps.h"
#include "base/span.h"

#define TEXT_SIZE 1024

static int
take(void *user, const char *at, size_t length)
{
    strncat(user, at, length);
    return 0;
}

/* Fails when the count of calls in user has run down. */
static int
fail_later(void *user, const char *at, size_t length)
{
    int *left = user;

    (void)at;
    (void)length;
    return (*left)-- <= 0;
}

static int
count_calls(void *user, const char *at, size_t length)
{
    int *calls = user;

    (void)at;
    (void)length;
    (*calls)++;
    return 0;
}

static struct crr_ahp *
derive(const char *text)
{
    struct crr_ahp *ahp = NULL;
    struct crr_error error = {.message = ""};

    if (crr_ahp_derive(crr_text_of(text), "test.yaml", NULL, &ahp, &error) != CRR_OK)
        fail_msg("%s", error.message);
    return ahp;
}

static struct crr_root_step
step_of(const struct crr_ahp *ahp, size_t row)
{
    const struct crr_judged_node *judged = &ahp->judgements->trees[0].nodes[0];
    const struct crr_ahp_node_view *node = &ahp->view.trees[0].nodes[0];

    return crr_root_step(&judged->judges[0], &node->group, node->child_count, row);
}

static void
assert_near(double value, double wanted)
{
    assert_true(fabs(value - wanted) <= 1e-13 * fabs(wanted));
}

static void
test_exact_products(void **state)
{
    struct crr_ahp *ahp = derive(
        "crr: 1\njudgements:\n  nodes:\n    goal: {children: [a, b, c], "
        "matrix: [[1, 2, 5], [1/2, 1, 3], [1/5, 1/3, 1]]}\n");
    const struct crr_ahp_node_view *node = &ahp->view.trees[0].nodes[0];
    const char *const products[] = {"10", "3/2", "1/15"};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct crr_root_step step = step_of(ahp, i);
        char text[CRR_REAL_SIZE];

        assert_int_equal(crr_product_print(&step, text), strlen(products[i]));
        assert_string_equal(text, products[i]);
        assert_near(step.root * step.root * step.root, step.product);
        assert_near(step.root / crr_root_sum(&node->group, 3), node->weights[i]);
        assert_near(step.ratio, node->group.lambda_max);
    }
    crr_ahp_free(ahp);
}

/* A missing entry w_i/w_j gives the least squares again. */
static void
test_fixed_point(void **state)
{
    struct crr_ahp *ahp = derive(
        "crr: 1\njudgements:\n  nodes:\n    goal: {children: [a, b, c, d], "
        "upper: [2, 5, 1/2, ~, 3, 4]}\n");
    const struct crr_ahp_node_view *node = &ahp->view.trees[0].nodes[0];
    double sum = crr_root_sum(&node->group, 4);

    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_near(step_of(ahp, i).root / sum, node->group.geometric_mean[i]);
    assert_int_equal(step_of(ahp, 1).exact.numerator, 0);
    assert_int_equal(step_of(ahp, 3).exact.numerator, 1);
    assert_int_equal(step_of(ahp, 3).exact.denominator, 6);
    crr_ahp_free(ahp);
}

static void
test_great_products(void **state)
{
    struct crr_root_step step = {
        .exact = {0, 1}, .product = 1.25e-30, .logarithm = -29.9};
    char text[CRR_REAL_SIZE];

    (void)state;
    crr_product_print(&step, text);
    assert_string_equal(text, "1.25e-30");
    step.product = INFINITY;
    step.logarithm = 400.25;
    assert_int_equal(crr_product_print(&step, text), 9);
    assert_string_equal(text, "10^400.25");
    step.product = 0;
    step.logarithm = -400.25;
    crr_product_print(&step, text);
    assert_string_equal(text, "10^-400.25");
}

/* The product of a long row leaves 64 bits, and its root is still right. */
static void
test_products_beyond_64_bits(void **state)
{
    char text[TEXT_SIZE] =
        "crr: 1\njudgements:\n  random_index: exact\n  nodes:\n    goal:\n"
        "      children: [c0";
    struct crr_ahp *ahp;

    (void)state;
    for (int i = 1; i < 30; i++)
        snprintf(text + strlen(text), TEXT_SIZE - strlen(text), ", c%d", i);
    strcat(text, "]\n      pairs: {c0/c1: 9");
    for (int i = 2; i < 30; i++)
        snprintf(text + strlen(text), TEXT_SIZE - strlen(text), ", c0/c%d: 9", i);
    strcat(text, "}\n");
    ahp = derive(text);
    struct crr_root_step step = step_of(ahp, 0);
    assert_int_equal(step.exact.numerator, 0);
    assert_near(step.product, pow(9, 29));
    assert_near(step.root, pow(9, 29.0 / 30));
    crr_ahp_free(ahp);
}

static void
give_rows(struct crr_columns *columns)
{
    columns->numbers[1] = true;
    crr_columns_name(columns, crr_text_of("风险\n"));
    crr_columns_fixed(columns, 12.5, 2);
    crr_columns_text(columns, "x");
    crr_columns_end(columns);
    crr_columns_text(columns, "ab");
    crr_columns_decimal(columns, 5, 1);
    crr_columns_text(columns, "");
    crr_columns_end(columns);
}

static void
test_columns(void **state)
{
    char text[TEXT_SIZE] = "";
    struct crr_writer writer;
    struct crr_columns columns = {.writer = &writer, .measuring = true, .indent = 1};

    (void)state;
    crr_writer_init(&writer, take, text);
    give_rows(&columns);
    columns.measuring = false;
    give_rows(&columns);
    assert_true(crr_writer_flush(&writer));
    assert_string_equal(text, " 风险\\n  12.50  x\n"
                              " ab        0.5\n");
}

static void
test_escapes(void **state)
{
    char text[TEXT_SIZE] = "";
    struct crr_page page = {.ahp = NULL};

    (void)state;
    crr_writer_init(&page.writer, take, text);
    crr_page_text(&page, crr_text_of("a|b *c* _d_ <e> [f](g) `h` \\ # & ~ 风\ti\nj"));
    crr_page_text(&page, (struct crr_text){"\xFF", 1});
    assert_true(crr_writer_flush(&page.writer));
    assert_string_equal(text,
        "a\\|b \\*c\\* \\_d\\_ \\<e\\> \\[f\\](g) \\`h\\` \\\\ \\# "
        "\\& \\~ 风\\\\ti j\\\\xFF");
}

static void
test_failures(void **state)
{
    enum crr_status (*const writers[])(const struct crr_ahp *ahp,
        int (*write)(void *user, const char *at, size_t length),
        void *user) = {crr_ahp_write_text, crr_ahp_write_json,
        crr_ahp_write_report_markdown, crr_ahp_write_report_json};
    struct crr_ahp *ahp = derive(
        "crr: 1\njudgements:\n  nodes:\n    goal:\n      children: [a, b, c, d, e, f]\n"
        "      experts:\n        - {name: A, pairs: {a/b: 2, b/c: 2, c/d: 2, d/e: 2, "
        "e/f: 2}}\n        - {name: B, pairs: {a/b: 3, b/c: 2, c/d: 2, d/e: 2, "
        "a/f: 2}}\n");

    (void)state;
    for (size_t i = 0; i < sizeof writers / sizeof writers[0]; i++) {
        int calls = 0;

        assert_int_equal(writers[i](NULL, count_calls, &calls), CRR_E_ARGUMENT);
        assert_int_equal(writers[i](ahp, NULL, NULL), CRR_E_ARGUMENT);
        assert_int_equal(writers[i](ahp, count_calls, &calls), CRR_OK);
        assert_true(calls > 0);
        for (int left = 0; left < calls; left++) {
            int run_down = left;
            assert_int_equal(writers[i](ahp, fail_later, &run_down), CRR_E_WRITE);
        }
    }
    crr_ahp_free(ahp);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact_products),
        cmocka_unit_test(test_fixed_point),
        cmocka_unit_test(test_great_products),
        cmocka_unit_test(test_products_beyond_64_bits),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

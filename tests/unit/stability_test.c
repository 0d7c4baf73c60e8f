/* How weights move with judgements: derivatives against differences, the change that
 * reorders against its neighbours, draws against themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ahp/stability.h"
#include "base/writer.h"

#define STEP 1e-5
#define CHILD_LIMIT 8

/* The head's keys stand where %s is. */
static const char judgements[] =
    "crr: 1\n"
    "judgements:\n"
    "%s"
    "  nodes:\n"
    "    goal: {children: [a, b, c, d], upper: [2, 3, 5, 2, 4, 3/2]}\n"
    "    a: {children: [p, q, r, s], upper: [3, ~, 5, 2, ~, 2]}\n"
    "    b:\n"
    "      children: [x, y, z]\n"
    "      experts:\n"
    "        - {name: A, weight: 2, upper: [2, 5, 3]}\n"
    "        - {name: B, upper: [1/2, ~, 4]}\n"
    "    c: {children: [u, v], scores: {u: 1, v: 3}}\n";

static const char *const heads[] = {"", "  method: eigenvector\n",
    "  aggregate: priorities\n", "  aggregate: priorities_arithmetic\n",
    "  method: eigenvector\n  aggregate: priorities\n"};

static struct crr_ahp *
derive(const char *head)
{
    char text[2048];
    struct crr_ahp *ahp = NULL;
    int length = snprintf(text, sizeof text, judgements, head);

    assert_int_equal(crr_ahp_derive((struct crr_text){text, (size_t)length}, "test",
                         NULL, &ahp, NULL),
        CRR_OK);
    return ahp;
}

static struct crr_ahp_stability *
draw(const struct crr_ahp *ahp, uint32_t draws, uint64_t seed)
{
    struct crr_ahp_stability_options options = {
        .size = sizeof options, .draws = draws, .has_seed = true, .seed = seed};
    struct crr_ahp_stability *stability = NULL;

    assert_int_equal(crr_ahp_stability_derive(ahp, &options, &stability, NULL), CRR_OK);
    return stability;
}

/* The weights of a node if one judgement is multiplied by e^logarithm: by least squares,
 * or by the method. */
static void
scale(struct crr_vary *vary, uint32_t node, const struct crr_ahp_influence *item,
    double logarithm, bool by_method, double *ret)
{
    struct crr_variation variation = {.kind = CRR_VARIATION_SCALED,
        .node = node,
        .judge = item->expert == SIZE_MAX ? 0 : (uint32_t)item->expert,
        .row = (uint32_t)item->row,
        .column = (uint32_t)item->column,
        .logarithm = logarithm};

    crr_vary_matrices(vary, &variation, 0, node);
    assert_true(by_method ? crr_vary_weights(vary, 0, node, ret)
                          : crr_vary_least_squares(vary, 0, node, ret));
}

static void
check_derivatives(struct crr_vary *vary, uint32_t node,
    const struct crr_ahp_influence *item, size_t n)
{
    double up[CHILD_LIMIT], down[CHILD_LIMIT], sum = 0, most = 0;

    scale(vary, node, item, STEP, false, up);
    scale(vary, node, item, -STEP, false, down);
    for (size_t i = 0; i < n; i++) {
        double difference = (up[i] - down[i]) / (2 * STEP);

        assert_true(fabs(difference - item->derivatives[i]) < 1e-8);
        sum += item->derivatives[i];
        most = fmax(most, fabs(item->derivatives[i]));
    }
    assert_true(fabs(sum) < 1e-12);
    assert_true(most > 1e-3);
}

/* Just before the change the order stands, just behind it the two have swapped. */
static void
check_swap(struct crr_vary *vary, uint32_t node, const struct crr_ahp_influence *item)
{
    const struct crr_ahp_swap *swap = &item->swap;
    double logarithm = log(swap->factor), before[CHILD_LIMIT], after[CHILD_LIMIT];

    assert_true(swap->searched);
    if (!swap->exists)
        return;
    assert_true(fabs(swap->value - item->judgement * swap->factor) < 1e-12);
    assert_true(swap->value > 1 / 9.000001 && swap->value < 9.000001);
    scale(vary, node, item, logarithm * (1 - 1e-6), true, before);
    scale(vary, node, item, logarithm * (1 + 1e-6), true, after);
    assert_true(before[swap->above] > before[swap->below]);
    assert_true(after[swap->above] < after[swap->below]);
}

static void
check_head(const char *head)
{
    struct crr_ahp *ahp = derive(head);
    struct crr_ahp_stability *stability = draw(ahp, 10, 1);
    const struct crr_ahp_stability_tree *tree =
        &crr_ahp_stability_view(stability)->trees[0];
    struct crr_arena arena;
    struct crr_vary vary;
    size_t swaps = 0;

    crr_arena_init(&arena, NULL);
    assert_true(crr_vary_init(&vary, ahp->judgements, &arena));
    for (uint32_t i = 0; i < tree->node_count; i++) {
        const struct crr_ahp_stability_node *node = &tree->nodes[i];

        for (size_t j = 0; j < node->influence_count; j++) {
            check_derivatives(&vary, i, &node->influences[j], node->child_count);
            check_swap(&vary, i, &node->influences[j]);
            swaps += node->influences[j].swap.exists;
        }
    }
    assert_true(swaps > 5);
    assert_int_equal(crr_ahp_stability_view(stability)->judgement_count, 15);
    crr_arena_clear(&arena);
    crr_ahp_stability_free(stability);
    crr_ahp_free(ahp);
}

static void
test_derivatives_and_swaps(void **state)
{
    (void)state;
    /* Under AIP an expert whose pairs do not connect would be refused; all do. */
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        check_head(heads[i]);
}

static struct crr_buffer
written(const char *head, uint32_t draws, uint64_t seed)
{
    struct crr_ahp *ahp = derive(head);
    struct crr_ahp_stability *stability = draw(ahp, draws, seed);
    struct crr_buffer buffer;

    crr_buffer_init(&buffer, NULL);
    assert_int_equal(
        crr_ahp_stability_write_json(stability, crr_buffer_write, &buffer), CRR_OK);
    crr_ahp_stability_free(stability);
    crr_ahp_free(ahp);
    return buffer;
}

static void
test_the_same_seed_draws_the_same(void **state)
{
    struct crr_buffer first = written("", 50, 7), again = written("", 50, 7);
    struct crr_buffer other = written("", 50, 8);

    (void)state;
    assert_int_equal(first.length, again.length);
    assert_memory_equal(first.at, again.at, first.length);
    assert_true(
        other.length != first.length || memcmp(other.at, first.at, first.length) != 0);
    crr_buffer_clear(&first);
    crr_buffer_clear(&again);
    crr_buffer_clear(&other);
}

static void
test_without_tolerance_nothing_moves(void **state)
{
    struct crr_ahp *ahp = derive("  tolerance: 0\n");
    struct crr_ahp_stability *stability = draw(ahp, 20, 1);
    const struct crr_ahp_stability_tree *tree =
        &crr_ahp_stability_view(stability)->trees[0];

    (void)state;
    assert_int_equal(crr_ahp_stability_view(stability)->moving_count, 0);
    assert_int_equal(tree->frozen_count, 20);
    assert_int_equal(tree->order_kept, 20);
    for (size_t i = 0; i < tree->leaf_count; i++) {
        assert_int_equal(tree->leaves[i].least, tree->leaves[i].unmoved);
        assert_int_equal(tree->leaves[i].greatest, tree->leaves[i].unmoved);
        assert_int_equal(
            tree->leaves[i].unmoved, crr_ahp_view(ahp)->trees[0].leaves[i].units);
    }
    crr_ahp_stability_free(stability);
    crr_ahp_free(ahp);
}

/* Every spread holds the unmoved weight, and its quantiles are in order. */
static void
test_spreads_are_in_order(void **state)
{
    struct crr_ahp *ahp = derive("");
    struct crr_ahp_stability *stability = draw(ahp, 300, 3);
    const struct crr_ahp_stability_tree *tree =
        &crr_ahp_stability_view(stability)->trees[0];

    (void)state;
    for (size_t i = 0; i < tree->leaf_count; i++) {
        const struct crr_ahp_spread *spread = &tree->leaves[i];

        assert_true(spread->least <= spread->low && spread->low <= spread->median);
        assert_true(spread->median <= spread->high && spread->high <= spread->greatest);
        assert_true(spread->least < spread->unmoved);
        assert_true(spread->unmoved < spread->greatest);
    }
    crr_ahp_stability_free(stability);
    crr_ahp_free(ahp);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_derivatives_and_swaps),
        cmocka_unit_test(test_the_same_seed_draws_the_same),
        cmocka_unit_test(test_without_tolerance_nothing_moves),
        cmocka_unit_test(test_spreads_are_in_order)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Judgements under a change, put together and derived again. */
#include "ahp/vary.h"

#include <math.h>
#include <string.h>
#include "ahp/ahp.h"
#include "ahp/ladder.h"
#include "ahp/philox.h"

/* Completing more missing pairs than these in every draw would take too long. */
#define COMPLETION_LIMIT 100

static void
greatest_sizes(
    const struct crr_judgements *judgements, size_t *ret_n, size_t *ret_judges)
{
    *ret_n = 1;
    *ret_judges = 1;
    for (uint32_t t = 0; t < judgements->tree_count; t++) {
        const struct crr_judged_tree *tree = &judgements->trees[t];

        for (uint32_t i = 0; i < tree->node_count; i++) {
            const struct crr_judged_node *node = &tree->nodes[i];

            if (node->scores)
                continue;
            if (node->child_count > *ret_n)
                *ret_n = node->child_count;
            if (node->judge_count > *ret_judges)
                *ret_judges = node->judge_count;
        }
    }
}

bool
crr_vary_init(struct crr_vary *vary, const struct crr_judgements *judgements,
    struct crr_arena *arena)
{
    size_t n, judges;

    memset(vary, 0, sizeof *vary);
    vary->judgements = judgements;
    greatest_sizes(judgements, &n, &judges);
    vary->matrices = crr_arena_array(arena, judges, n * n * sizeof(double));
    vary->voices = crr_arena_array(arena, judges, sizeof *vary->voices);
    vary->voting_weights = crr_arena_array(arena, judges, sizeof(double));
    vary->group = crr_arena_array(arena, n * n, sizeof(double));
    vary->scratch = crr_arena_array(
        arena, 2 * n * n + judges * (n + 1), sizeof(double));
    return crr_numeric_init(&vary->numeric, arena, n) && !arena->failed;
}

static const struct crr_judged_node *
node_at(const struct crr_vary *vary, uint32_t tree, uint32_t node)
{
    return &vary->judgements->trees[tree].nodes[node];
}

/* ---- Matrices ---- */

/* What becomes of one judgement. */
static struct crr_ratio
varied(const struct crr_vary *vary, const struct crr_variation *variation,
    const struct crr_draw_address *address, const struct crr_judge *judge,
    struct crr_rational value)
{
    uint32_t tolerance = (uint32_t)judge->tolerance;
    struct crr_ratio ratio;

    if (variation->kind == CRR_VARIATION_DRAWN) {
        int steps = (int)crr_draw_integer(address, 2 * tolerance + 1);

        return crr_ladder_move(&vary->judgements->scale, value, steps - (int)tolerance);
    }
    if (variation->kind == CRR_VARIATION_STEPPED)
        return crr_ladder_move(&vary->judgements->scale, value, variation->steps);
    ratio = crr_ratio_of(value);
    ratio.value *= exp(variation->logarithm);
    ratio.reciprocal *= exp(-variation->logarithm);
    return ratio;
}

static void
fill_judge(const struct crr_vary *vary, const struct crr_variation *variation,
    uint32_t tree, uint32_t node, uint32_t index, double *ret_matrix)
{
    const struct crr_judged_node *judged = node_at(vary, tree, node);
    const struct crr_judge *judge = &judged->judges[index];
    struct crr_draw_address address = {variation->seed, variation->draw, (uint16_t)tree,
        (uint16_t)node, (uint16_t)index, 0};
    bool here = variation->kind == CRR_VARIATION_DRAWN;
    size_t n = judged->child_count, pair = 0;

    if (variation->kind > CRR_VARIATION_DRAWN)
        here = variation->tree == tree && variation->node == node &&
               variation->judge == index;
    for (size_t row = 0; row < n; row++) {
        ret_matrix[row * n + row] = 1;
        for (size_t column = row + 1; column < n; column++, pair++) {
            struct crr_rational value = judge->upper[pair].value;
            struct crr_ratio ratio = {0, 0};
            bool moves = here &&
                         (variation->kind == CRR_VARIATION_DRAWN ||
                             (variation->row == row && variation->column == column));

            address.pair = (uint16_t)pair;
            if (value.numerator != 0)
                ratio = moves ? varied(vary, variation, &address, judge, value)
                              : crr_ratio_of(value);
            ret_matrix[row * n + column] = ratio.value;
            ret_matrix[column * n + row] = ratio.reciprocal;
        }
    }
}

static void
fill_voting_weights(struct crr_vary *vary, const struct crr_judged_node *node)
{
    double sum = 0;

    for (uint32_t i = 0; i < node->judge_count; i++) {
        vary->voting_weights[i] = crr_ratio_of(node->judges[i].voting_weight).value;
        sum += vary->voting_weights[i];
    }
    for (uint32_t i = 0; i < node->judge_count; i++)
        vary->voting_weights[i] /= sum;
}

void
crr_vary_matrices(struct crr_vary *vary, const struct crr_variation *variation,
    uint32_t tree, uint32_t node)
{
    const struct crr_judged_node *judged = node_at(vary, tree, node);
    size_t n = judged->child_count;

    fill_voting_weights(vary, judged);
    for (uint32_t i = 0; i < judged->judge_count; i++) {
        vary->voices[i] = vary->matrices + i * n * n;
        fill_judge(vary, variation, tree, node, i, vary->matrices + i * n * n);
    }
    if (!judged->has_experts)
        memcpy(vary->group, vary->matrices, n * n * sizeof(double));
    else
        crr_aggregate_judgements(
            vary->voices, vary->voting_weights, judged->judge_count, n, vary->group);
}

/* ---- Weights ---- */

static bool
weights_by(struct crr_vary *vary, const struct crr_judgements *judgements,
    uint32_t tree, uint32_t node, double *ret_weights)
{
    const struct crr_judged_node *judged = node_at(vary, tree, node);
    struct crr_node_matrices matrices = {.n = judged->child_count,
        .voice_count = judged->judge_count,
        .voices = vary->voices,
        .voting_weights = vary->voting_weights,
        .single = !judged->has_experts};

    /* What judgements put together give stands in `group` already. */
    if (matrices.single || judgements->aggregation == CRR_AGGREGATE_JUDGEMENTS)
        return crr_matrix_weights(&vary->numeric, judgements->method, vary->group,
                   matrices.n, vary->scratch, ret_weights) == CRR_NODE_WEIGHED;
    return crr_node_weights(&vary->numeric, judgements, &matrices, vary->scratch,
               ret_weights) == CRR_NODE_WEIGHED;
}

bool
crr_vary_weights(
    struct crr_vary *vary, uint32_t tree, uint32_t node, double *ret_weights)
{
    return weights_by(vary, vary->judgements, tree, node, ret_weights);
}

bool
crr_vary_least_squares(
    struct crr_vary *vary, uint32_t tree, uint32_t node, double *ret_weights)
{
    struct crr_judgements judgements = *vary->judgements;

    judgements.method = CRR_METHOD_GEOMETRIC_MEAN;
    return weights_by(vary, &judgements, tree, node, ret_weights);
}

static void
score_weights(const struct crr_judged_node *node, double *ret_weights)
{
    double sum = 0;

    for (uint32_t i = 0; i < node->child_count; i++) {
        ret_weights[i] = crr_ratio_of(node->scores[i]).value;
        sum += ret_weights[i];
    }
    for (uint32_t i = 0; i < node->child_count; i++)
        ret_weights[i] /= sum;
}

bool
crr_vary_node(struct crr_vary *vary, const struct crr_variation *variation,
    uint32_t tree, uint32_t node, double *ret_weights)
{
    const struct crr_judged_node *judged = node_at(vary, tree, node);

    if (judged->scores) {
        score_weights(judged, ret_weights);
        return true;
    }
    crr_vary_matrices(vary, variation, tree, node);
    return crr_vary_weights(vary, tree, node, ret_weights);
}

/* ---- Consistency ---- */

static enum crr_ahp_verdict
test_matrix(struct crr_vary *vary, const double *matrix, size_t n)
{
    size_t missing = crr_missing_count(matrix, n);
    double index, cr, lambda = (double)n;
    bool approximate;

    if (missing > COMPLETION_LIMIT)
        return CRR_AHP_NOT_TESTABLE;
    index = crr_deciding_index(
        vary->judgements->random_index, n, missing, &approximate);
    if (missing > 0 && index > 0) {
        if (crr_complete(&vary->numeric, matrix, n, vary->scratch) != CRR_COMPLETED)
            return CRR_AHP_NOT_TESTABLE;
        matrix = vary->scratch;
    }
    if (index > 0)
        lambda = crr_perron_root(&vary->numeric, matrix, n, NULL);
    return crr_decide(crr_consistency_index(lambda, n), index, n,
        crr_ratio_of(vary->judgements->limit).value, &cr);
}

enum crr_ahp_verdict
crr_vary_verdict(struct crr_vary *vary, uint32_t tree, uint32_t node)
{
    const struct crr_judged_node *judged = node_at(vary, tree, node);
    size_t n = judged->child_count;

    if (judged->scores)
        return CRR_AHP_SCORED;
    for (uint32_t i = 0; judged->has_experts && i < judged->judge_count; i++)
        if (test_matrix(vary, vary->voices[i], n) == CRR_AHP_INCONSISTENT)
            return CRR_AHP_INCONSISTENT;
    return test_matrix(vary, vary->group, n);
}

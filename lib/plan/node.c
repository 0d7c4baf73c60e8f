/* Groups that give points of their own, rounded to 4 places: the maximum of their
 * members, an ordered weighted average (Yager 1988), a cell of a matrix, or a weighted
 * average in which not every member takes part. Members that do not apply are left out.
 */
#include "plan/rater.h"

/* The member after i in a node that ends before end, or end. */
static uint32_t
next_member(const struct crr_rater *rater, uint32_t i, uint32_t end)
{
    const struct crr_ast_factor *factors = rater->model->ast->factors;
    do
        i += factors[i].subtree_count;
    while (i < end && rater->results[i].source == CRR_POINTS_NONE);
    return i;
}

/* The first member that applies; the node itself is one long. */
static uint32_t
first_member(const struct crr_rater *rater, uint32_t node, uint32_t end)
{
    uint32_t i = node + 1;
    if (i < end && rater->results[i].source == CRR_POINTS_NONE)
        i = next_member(rater, i, end);
    return i;
}

static struct crr_factor_result
weighted(const struct crr_rater *rater, uint32_t node, uint32_t end)
{
    const struct crr_plan_factor *factors = rater->model->plan.factors;
    int64_t sum = 0;
    int64_t weights = 0;
    for (uint32_t i = first_member(rater, node, end); i < end;
         i = next_member(rater, i, end)) {
        sum += factors[i].local_weight * rater->results[i].points;
        weights += factors[i].local_weight;
    }
    return (struct crr_factor_result){CRR_POINTS_MATCHED, CRR_ABSENT,
        crr_round_quotient(sum, weights, CRR_ROUND_HALF_UP)};
}

/* Of equal members the one with the smaller id is named. */
static struct crr_factor_result
greatest(const struct crr_rater *rater, uint32_t node, uint32_t end)
{
    const struct crr_ast_factor *factors = rater->model->ast->factors;
    uint32_t best = first_member(rater, node, end);
    for (uint32_t i = next_member(rater, best, end); i < end;
         i = next_member(rater, i, end)) {
        int64_t more = rater->results[i].points - rater->results[best].points;
        if (more > 0 ||
            (more == 0 && crr_text_compare(factors[i].id, factors[best].id) < 0))
            best = i;
    }
    return (struct crr_factor_result){
        CRR_POINTS_MATCHED, best, rater->results[best].points};
}

/* How many members that apply come before this one: with more points, or with as many
 * and a smaller id. */
static uint32_t
rank_of(const struct crr_rater *rater, uint32_t node, uint32_t end, uint32_t member)
{
    const struct crr_ast_factor *factors = rater->model->ast->factors;
    uint32_t rank = 0;
    for (uint32_t i = first_member(rater, node, end); i < end;
         i = next_member(rater, i, end)) {
        int64_t more = rater->results[i].points - rater->results[member].points;
        rank += more > 0 ||
                (more == 0 && crr_text_compare(factors[i].id, factors[member].id) < 0);
    }
    return rank;
}

/* The first weights of the order, for as many members as apply. */
static struct crr_factor_result
ordered(const struct crr_rater *rater, uint32_t node, uint32_t end)
{
    const int64_t *order = rater->model->ast->factors[node].order_weights;
    int64_t sum = 0;
    int64_t weights = 0;
    uint32_t count = 0;
    for (uint32_t i = first_member(rater, node, end); i < end;
         i = next_member(rater, i, end)) {
        sum += order[rank_of(rater, node, end, i)] * rater->results[i].points;
        weights += order[count++];
    }
    return (struct crr_factor_result){CRR_POINTS_MATCHED, CRR_ABSENT,
        crr_round_quotient(sum, weights, CRR_ROUND_HALF_UP)};
}

static uint32_t
level_of(const struct crr_ast_level *levels, uint32_t count, int64_t points)
{
    uint32_t level = 0;
    while (level + 1 < count && points >= levels[level + 1].from)
        level++;
    return level;
}

/* Both members always apply: the model is refused otherwise. */
static struct crr_factor_result
from_matrix(const struct crr_rater *rater, uint32_t node)
{
    const struct crr_ast_factor *factors = rater->model->ast->factors;
    const struct crr_ast_matrix *matrix = factors[node].matrix;
    uint32_t row_member = node + 1;
    uint32_t column_member = row_member + factors[row_member].subtree_count;
    uint32_t columns = matrix->level_counts[1];
    uint32_t cell = columns * level_of(matrix->levels[0], matrix->level_counts[0],
                                  rater->results[row_member].points) +
                    level_of(matrix->levels[1], columns,
                        rater->results[column_member].points);
    return (struct crr_factor_result){CRR_POINTS_MATCHED, cell, matrix->cells[cell]};
}

void
crr_rater_value_node(struct crr_rater *rater, uint32_t index)
{
    const struct crr_ast_factor *node = &rater->model->ast->factors[index];
    uint32_t end = index + node->subtree_count;
    if (rater->segment->may_drop && rater->results[index].source == CRR_POINTS_NONE)
        return;
    switch (node->combine) {
    case CRR_COMBINE_WEIGHTED:
        rater->results[index] = weighted(rater, index, end);
        break;
    case CRR_COMBINE_MAX:
        rater->results[index] = greatest(rater, index, end);
        break;
    case CRR_COMBINE_OWA:
        rater->results[index] = ordered(rater, index, end);
        break;
    case CRR_COMBINE_MATRIX:
        rater->results[index] = from_matrix(rater, index);
        break;
    }
}

void
crr_rater_member_weight(const struct crr_rater *rater, uint32_t member,
    int64_t *ret_weight, int64_t *ret_total)
{
    const struct crr_plan_factor *factors = rater->model->plan.factors;
    uint32_t node = factors[member].ast->parent;
    const struct crr_ast_factor *above = factors[node].ast;
    uint32_t end = node + above->subtree_count;
    uint32_t count = 0;
    *ret_weight = 0;
    *ret_total = 0;
    for (uint32_t i = first_member(rater, node, end); i < end;
         i = next_member(rater, i, end))
        *ret_total += above->combine == CRR_COMBINE_OWA ? above->order_weights[count++]
                                                        : factors[i].local_weight;
    if (*ret_total == 0 || rater->results[member].source == CRR_POINTS_NONE)
        *ret_total = 1;
    else
        *ret_weight = above->combine == CRR_COMBINE_OWA
                          ? above->order_weights[rank_of(rater, node, end, member)]
                          : factors[member].local_weight;
}

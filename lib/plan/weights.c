/* Global weights: 10^9 units are split from the top down, each node's among its
 * children by their local weights. So every group and all leaves sum exactly, and the
 * order of the file plays no part. */
#include "plan/plan.h"
#include "base/apportion.h"

/* Splits units among the siblings from `first` to before `end`, in preorder. */
static void
split(struct crr_model *model, struct crr_share *shares, int64_t units, uint32_t first,
    uint32_t end)
{
    const struct crr_ast_factor *factors = model->ast->factors;
    uint32_t count = 0;

    for (uint32_t i = first; i < end; i += factors[i].subtree_count)
        shares[count++] = (struct crr_share){
            .id = factors[i].id, .weight = factors[i].weight};
    /* units, weight <= 10^9: the product stays below 2^63. */
    crr_apportion(units, CRR_WEIGHT_UNIT, shares, count);
    count = 0;
    for (uint32_t i = first; i < end; i += factors[i].subtree_count)
        model->plan.factors[i].global_weight = shares[count++].units;
}

/* The members' weights of a node that averages, without their common divisor. */
static void
reduce_members(struct crr_model *model, uint32_t node)
{
    const struct crr_ast_factor *factors = model->ast->factors;
    uint32_t end = node + factors[node].subtree_count;
    int64_t divisor = 0;

    for (uint32_t i = node + 1; i < end; i += factors[i].subtree_count)
        divisor = crr_gcd(divisor, factors[i].weight);
    for (uint32_t i = node + 1; i < end; i += factors[i].subtree_count)
        model->plan.factors[i].local_weight = factors[i].weight / divisor;
}

static bool
refuse_zero(struct crr_report *report, const struct crr_place *place,
    const struct crr_ast_factor *factor)
{
    struct crr_place at = *place;

    at.line = factor->origin.line;
    at.column = factor->origin.column;
    crr_report_add(report, CRR_F_WEIGHT_VANISHES, &at, factor->origin.path,
        "the global weight of %.*s is less than 0.000000001; "
        "give it, or the groups above it, more weight",
        (int)factor->id.length, factor->id.at);
    return false;
}

bool
crr_plan_weigh(struct crr_model *model, const struct crr_ast_segment *segment,
    struct crr_report *report, const struct crr_place *place)
{
    const struct crr_ast *ast = model->ast;
    struct crr_share *shares = crr_arena_array(
        &model->arena, segment->secondary - segment->first, sizeof *shares);
    bool good = true;

    if (!shares)
        return false;
    split(model, shares, CRR_WEIGHT_UNIT, segment->first, segment->secondary);
    for (uint32_t i = segment->first; i < segment->secondary; i++) {
        const struct crr_ast_factor *factor = &ast->factors[i];
        int64_t units = model->plan.factors[i].global_weight;

        if (crr_factor_is_term(factor) && units == 0)
            good = refuse_zero(report, place, factor);
        if (factor->kind != CRR_FACTOR_GROUP || factor->combine != CRR_COMBINE_WEIGHTED)
            continue;
        split(model, shares, units, i + 1, i + factor->subtree_count);
        if (factor->node)
            reduce_members(model, i);
    }
    return good;
}

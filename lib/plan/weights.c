/* Global weights. 10^9 units are split from the top down: each node's units among its
 * children in proportion to their local weights, what the division leaves one unit each
 * to the largest remainders (Hamilton's method), equal remainders to the smaller id in
 * byte order. So every group and all leaves sum exactly, and the order of the file
 * plays no part. */
#include "plan/plan.h"
#include <stdlib.h>

/* A child while its parent's units are split. */
struct share {
    const struct crr_ast_factor *factor;
    int64_t units;
    int64_t remainder; /* of units · weight / 10^9 */
};

static int
compare_shares(const void *left, const void *right)
{
    const struct share *a = left;
    const struct share *b = right;
    if (a->remainder != b->remainder)
        return a->remainder > b->remainder ? -1 : 1;
    return crr_text_compare(a->factor->id, b->factor->id);
}

/* Splits units among the siblings from `first` to before `end`, in preorder. */
static void
split(struct crr_model *model, struct share *shares, int64_t units, uint32_t first,
    uint32_t end)
{
    const struct crr_ast_factor *factors = model->ast->factors;
    uint32_t count = 0;
    int64_t left = units;
    for (uint32_t i = first; i < end; i += factors[i].subtree_count) {
        /* units, weight <= 10^9: the product stays below 2^63. */
        int64_t product = units * factors[i].weight;
        shares[count] = (struct share){
            &factors[i], product / CRR_WEIGHT_UNIT, product % CRR_WEIGHT_UNIT};
        left -= shares[count++].units;
    }
    qsort(shares, count, sizeof *shares, compare_shares);
    for (uint32_t i = 0; i < count; i++) {
        size_t index = (size_t)(shares[i].factor - factors);
        model->plan.factors[index].global_weight = shares[i].units + (i < left ? 1 : 0);
    }
}

bool
crr_plan_weigh(
    struct crr_model *model, struct crr_report *report, const struct crr_place *place)
{
    const struct crr_ast *ast = model->ast;
    struct share *shares = crr_arena_array(
        &model->arena, ast->primary_count, sizeof *shares);
    if (!shares)
        return false;
    split(model, shares, CRR_WEIGHT_UNIT, 0, ast->primary_count);
    bool good = true;
    for (uint32_t i = 0; i < ast->primary_count; i++) {
        const struct crr_ast_factor *factor = &ast->factors[i];
        int64_t units = model->plan.factors[i].global_weight;
        if (factor->kind == CRR_FACTOR_GROUP) {
            split(model, shares, units, i + 1, i + factor->subtree_count);
        } else if (units == 0) {
            struct crr_place at = *place;
            at.line = factor->origin.line;
            at.column = factor->origin.column;
            crr_report_add(report, CRR_F_WEIGHT_VANISHES, &at, factor->origin.path,
                "the global weight of %.*s is less than 0.000000001; "
                "give it, or the groups above it, more weight",
                (int)factor->id.length, factor->id.at);
            good = false;
        }
    }
    return good;
}

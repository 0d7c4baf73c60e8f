/* Which groups give points of their own: those that are no weighted sum, those of which
 * a member may not apply, so that the others share its weight, and all groups in them.
 */
#include "model/combine.h"

/* A group may be without meaning if every member may. From the last factor to the
 * first, so that members come before their groups. */
static void
settle_drops(struct crr_ast *ast)
{
    for (uint32_t i = ast->factor_count; i-- > 0;) {
        struct crr_ast_factor *factor = &ast->factors[i];
        bool all = factor->kind == CRR_FACTOR_GROUP;
        for (uint32_t j = i + 1; all && j < i + factor->subtree_count;
             j += ast->factors[j].subtree_count)
            all = ast->factors[j].may_drop;
        factor->may_drop = factor->applies != CRR_ABSENT || all;
    }
}

static bool
has_droppable_member(const struct crr_ast *ast, uint32_t group)
{
    uint32_t end = group + ast->factors[group].subtree_count;
    for (uint32_t i = group + 1; i < end; i += ast->factors[i].subtree_count)
        if (ast->factors[i].may_drop)
            return true;
    return false;
}

/* The points of a node would tell those of a hidden member. */
static void
hide_whole(struct crr_ast *ast, uint32_t node)
{
    uint32_t end = node + ast->factors[node].subtree_count;
    bool hidden = false;
    for (uint32_t i = node; i < end; i++)
        hidden |= ast->factors[i].hidden;
    for (uint32_t i = node; i < end; i++)
        ast->factors[i].hidden = hidden;
}

void
crr_model_settle_nodes(struct crr_ast *ast)
{
    settle_drops(ast);
    for (uint32_t i = 0; i < ast->factor_count; i++) {
        struct crr_ast_factor *factor = &ast->factors[i];
        factor->inner = factor->parent != CRR_ABSENT &&
                        ast->factors[factor->parent].node;
        factor->node = factor->kind == CRR_FACTOR_GROUP &&
                       (factor->inner || factor->combine != CRR_COMBINE_WEIGHTED ||
                           has_droppable_member(ast, i));
        if (factor->node && !factor->inner)
            hide_whole(ast, i);
    }
}

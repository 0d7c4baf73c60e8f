/* How far weights depend on the judgements: the object, from its parts. */
#include "ahp/stability.h"

#include <string.h>

#define DEFAULT_DRAWS 1000
#define DEFAULT_SEED 1

static enum crr_status
out_of_memory(struct crr_error *reterr)
{
    return crr_error_set(reterr, CRR_E_MEMORY, 0, NULL, "", "out of memory");
}

static bool
take_options(const struct crr_ahp_stability_options *given,
    struct crr_ahp_stability_options *ret)
{
    memset(ret, 0, sizeof *ret);
    if (given && given->size != sizeof *given)
        return false;
    if (given)
        *ret = *given;
    if (ret->draws == 0)
        ret->draws = DEFAULT_DRAWS;
    if (!ret->has_seed)
        ret->seed = DEFAULT_SEED;
    return ret->draws <= CRR_AHP_DRAW_LIMIT;
}

static struct crr_ahp_stability *
new_stability(
    const struct crr_ahp *ahp, const struct crr_ahp_stability_options *options)
{
    struct crr_allocator allocator = crr_allocator_or_default(&options->allocator);
    struct crr_ahp_stability *stability = allocator.resize(
        allocator.user, NULL, 0, sizeof *stability);

    if (!stability)
        return NULL;
    memset(stability, 0, sizeof *stability);
    crr_arena_init(&stability->arena, &allocator);
    stability->ahp = ahp;
    stability->view.draws = options->draws;
    stability->view.seed = options->seed;
    return stability;
}

static bool
derive_tree(struct crr_ahp_stability *stability, struct crr_vary *vary, uint32_t index,
    struct crr_ahp_stability_tree *tree)
{
    const struct crr_ahp_tree_view *view = &stability->ahp->view.trees[index];
    struct crr_ahp_stability_node *nodes = crr_arena_array(
        &stability->arena, view->node_count, sizeof *nodes);

    if (!nodes)
        return false;
    tree->segment = view->segment;
    tree->node_count = view->node_count;
    tree->nodes = nodes;
    for (uint32_t i = 0; i < view->node_count; i++) {
        nodes[i].id = view->nodes[i].id;
        nodes[i].child_count = view->nodes[i].child_count;
        nodes[i].places = view->nodes[i].places;
    }
    if (!crr_stability_draw(stability, vary, index, nodes, tree))
        return false;
    for (uint32_t i = 0; i < view->node_count; i++) {
        if (!crr_stability_influences(stability, vary, index, i, &nodes[i]))
            return false;
        stability->view.judgement_count += nodes[i].influence_count;
        for (size_t k = 0; k < nodes[i].influence_count; k++)
            stability->view.moving_count += nodes[i].influences[k].tolerance > 0;
    }
    return true;
}

static bool
derive_all(struct crr_ahp_stability *stability)
{
    const struct crr_judgements *judgements = stability->ahp->judgements;
    struct crr_ahp_stability_tree *trees = crr_arena_array(
        &stability->arena, judgements->tree_count, sizeof *trees);
    struct crr_vary vary;

    if (!trees || !crr_vary_init(&vary, judgements, &stability->arena))
        return false;
    stability->view.tree_count = judgements->tree_count;
    stability->view.trees = trees;
    for (uint32_t i = 0; i < judgements->tree_count; i++)
        if (!derive_tree(stability, &vary, i, &trees[i]))
            return false;
    return !stability->arena.failed;
}

enum crr_status
crr_ahp_stability_derive(const struct crr_ahp *ahp,
    const struct crr_ahp_stability_options *given,
    struct crr_ahp_stability **ret_stability, struct crr_error *reterr)
{
    struct crr_ahp_stability_options options;
    struct crr_ahp_stability *stability;
    bool is_memory;

    if (!ahp || !ret_stability || !take_options(given, &options))
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_ahp_stability_derive needs judgements, a place for the result, "
            "options "
            "of a known size and at most %u draws",
            CRR_AHP_DRAW_LIMIT);
    stability = new_stability(ahp, &options);
    if (!stability)
        return out_of_memory(reterr);
    if (!derive_all(stability)) {
        is_memory = stability->arena.failed;
        crr_ahp_stability_free(stability);
        return is_memory ? out_of_memory(reterr)
                         : crr_error_set(reterr, CRR_E_MODEL, CRR_F_COMPLETION, NULL,
                               "", "the judgements could not be derived again");
    }
    *ret_stability = stability;
    return CRR_OK;
}

void
crr_ahp_stability_free(struct crr_ahp_stability *stability)
{
    if (!stability)
        return;
    struct crr_allocator allocator = stability->arena.allocator;
    crr_arena_clear(&stability->arena);
    allocator.resize(allocator.user, stability, sizeof *stability, 0);
}

const struct crr_ahp_stability_view *
crr_ahp_stability_view(const struct crr_ahp_stability *stability)
{
    return &stability->view;
}

/* A tree (层次总排序, the total ranking): weights from the root down, consistency level by
 * level. A name under several nodes has the sum of what it gets from each. */
#include <math.h>
#include <string.h>
#include "ahp/derive.h"
#include "base/apportion.h"

#define GLOBAL_UNITS INT64_C(1000000000)

/* By element. */
struct globals {
    double *weights;
    int64_t *units;           /* -1: some node on the way has no decimals */
    struct crr_share *shares; /* for the node with the most children */
};

static void
spread_units(const struct crr_judged_node *node, const struct crr_ahp_node_view *view,
    struct globals *globals)
{
    int64_t units = globals->units[node->element];

    for (uint32_t i = 0; i < node->child_count; i++)
        globals->shares[i] = (struct crr_share){
            .id = view->children[i], .weight = view->frozen ? view->frozen[i] : 0};
    /* 10^9 · 10^9, or 10^9 · 100·10^7: below 2^63. */
    if (units >= 0 && view->frozen)
        crr_apportion(units, view->total * crr_power_of_ten(view->places),
            globals->shares, node->child_count);
    for (uint32_t i = 0; i < node->child_count; i++) {
        int64_t *sum = &globals->units[node->children[i]];

        if (units < 0 || !view->frozen || *sum < 0)
            *sum = -1;
        else
            *sum += globals->shares[i].units;
    }
}

static bool
weigh(const struct crr_deriving *deriving, const struct crr_judged_tree *tree,
    struct crr_ahp_node_view *nodes, struct globals *globals)
{
    struct crr_arena *arena = &deriving->ahp->arena;
    size_t count = tree->element_count;

    globals->weights = crr_arena_array(arena, count, sizeof *globals->weights);
    globals->units = crr_arena_array(arena, count, sizeof *globals->units);
    globals->shares = crr_arena_array(arena, count, sizeof *globals->shares);
    if (!globals->weights || !globals->units || !globals->shares)
        return false;
    globals->weights[0] = 1;
    globals->units[0] = GLOBAL_UNITS;
    for (uint32_t at = 0; at < tree->node_count; at++) {
        const struct crr_judged_node *node = &tree->nodes[tree->order[at]];
        struct crr_ahp_node_view *view = &nodes[tree->order[at]];

        view->global = globals->weights[node->element];
        for (uint32_t i = 0; i < node->child_count; i++)
            globals->weights[node->children[i]] += view->global * view->weights[i];
        spread_units(node, view, globals);
    }
    return true;
}

static bool
list_leaves(const struct crr_deriving *deriving, const struct crr_judged_tree *tree,
    const struct globals *globals, struct crr_ahp_tree_view *view)
{
    struct crr_ahp_leaf_view *leaves = crr_arena_array(
        &deriving->ahp->arena, tree->element_count, sizeof *leaves);
    size_t count = 0;

    if (!leaves)
        return false;
    for (uint32_t i = 0; i < tree->element_count; i++)
        if (tree->elements[i].node == CRR_NO_NODE)
            leaves[count++] = (struct crr_ahp_leaf_view){
                tree->elements[i].name, globals->weights[i], globals->units[i]};
    view->leaves = leaves;
    view->leaf_count = count;
    return true;
}

/* ---- Consistency ---- */

/* Where a node's children lie: the deepest of them. */
static size_t
level_of(const struct crr_judged_tree *tree, const struct crr_judged_node *node)
{
    size_t depth = 0;

    for (uint32_t i = 0; i < node->child_count; i++)
        if (tree->elements[node->children[i]].depth > depth)
            depth = tree->elements[node->children[i]].depth;
    return depth;
}

static bool
sum_levels(const struct crr_deriving *deriving, const struct crr_judged_tree *tree,
    struct crr_ahp_tree_view *view)
{
    struct crr_ahp_level_view *levels;
    size_t count = 0;

    for (uint32_t i = 0; i < tree->element_count; i++)
        if (tree->elements[i].depth > count)
            count = tree->elements[i].depth;
    levels = crr_arena_array(&deriving->ahp->arena, count, sizeof *levels);
    if (!levels)
        return false;
    for (size_t i = 0; i < count; i++)
        levels[i].depth = i + 1;
    for (uint32_t i = 0; i < tree->node_count; i++) {
        const struct crr_ahp_node_view *node = &view->nodes[i];
        struct crr_ahp_level_view *level = &levels[level_of(tree, &tree->nodes[i]) - 1];

        if (node->scores)
            continue;
        level->ci += node->global * node->group.ci;
        level->ri += node->global * node->group.ri;
    }
    for (size_t i = 0; i < count; i++) {
        view->ci += levels[i].ci;
        view->ri += levels[i].ri;
        levels[i].cr = levels[i].ri > 0 ? levels[i].ci / levels[i].ri : NAN;
    }
    view->cr = view->ri > 0 ? view->ci / view->ri : NAN;
    view->levels = levels;
    view->level_count = count;
    return true;
}

/* The greatest CR that decides about a node: its own, or an expert's. */
static double
greatest_cr(const struct crr_ahp_node_view *node)
{
    double greatest = node->scores ? NAN : node->group.decisive_cr;

    for (size_t i = 0; i < node->expert_count; i++) {
        double cr = node->experts[i].decisive_cr;
        if (!isnan(cr) && !(greatest >= cr))
            greatest = cr;
    }
    return greatest;
}

static void
judge_tree(struct crr_ahp_tree_view *view)
{
    double worst = -1;
    bool scored = true;

    view->worst = SIZE_MAX;
    view->verdict = CRR_AHP_CONSISTENT;
    for (size_t i = 0; i < view->node_count; i++) {
        const struct crr_ahp_node_view *node = &view->nodes[i];
        double cr = greatest_cr(node);

        if (cr > worst) {
            worst = cr;
            view->worst = i;
        }
        scored = scored && node->verdict == CRR_AHP_SCORED;
        if (node->verdict == CRR_AHP_INCONSISTENT)
            view->verdict = CRR_AHP_INCONSISTENT;
        else if (node->verdict == CRR_AHP_NOT_TESTABLE &&
                 view->verdict == CRR_AHP_CONSISTENT)
            view->verdict = CRR_AHP_NOT_TESTABLE;
    }
    if (scored)
        view->verdict = CRR_AHP_SCORED;
}

bool
crr_derive_hierarchy(const struct crr_deriving *deriving,
    const struct crr_judged_tree *tree, struct crr_ahp_tree_view *view,
    struct crr_ahp_node_view *nodes)
{
    struct globals globals;

    view->segment = tree->segment;
    view->nodes = nodes;
    view->node_count = tree->node_count;
    if (!weigh(deriving, tree, nodes, &globals) ||
        !list_leaves(deriving, tree, &globals, view) ||
        !sum_levels(deriving, tree, view))
        return false;
    judge_tree(view);
    return true;
}

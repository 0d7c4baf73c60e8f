/* Drawing all judgements of a tree at random, again and again: how far each frozen
 * weight spreads, and how often the order and the consistency are kept. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "ahp/frozen.h"
#include "ahp/ranks.h"
#include "ahp/stability.h"
#include "base/apportion.h"

#define GLOBAL_UNITS INT64_C(1000000000)

/* A row of weights: the children of a node, or the leaves. */
struct row {
    struct crr_ahp_spread *spreads;
    size_t count;
    size_t first; /* its place in a draw's record */
    bool frozen;  /* in this draw */
    enum crr_ahp_verdict verdict;
};

/* What is needed while a tree is drawn. Per draw, weights and units have a slot for
 * each child of each node, in order, and then for each leaf. */
struct drawing {
    struct crr_vary *vary;
    const struct crr_judged_tree *judged;
    const struct crr_ahp_tree_view *view;
    struct crr_ahp_stability_tree *tree;
    struct crr_ahp_stability_node *nodes; /* the tree's */
    uint32_t index;                       /* of the tree */
    uint32_t draws;
    struct row *rows; /* node_count, and one for the leaves */
    size_t slot_count;
    double *weights;       /* slots of this draw */
    int32_t *record;       /* draws × slots: units, each at most 10^9; -1: none */
    double *globals;       /* by element */
    int64_t *global_units; /* by element */
    int64_t *units;        /* of the largest row */
    uint32_t *ranks;
    struct crr_ranked *ranked;
    struct crr_share *shares;
    int32_t *sorted; /* draws */
};

/* ---- Memory ---- */

/* Allocates the spreads, which stay, and finds each row's place. */
static bool
lay_out_rows(struct drawing *drawing, struct crr_arena *kept, size_t *ret_widest)
{
    struct crr_ahp_stability_tree *tree = drawing->tree;
    size_t first = 0;

    *ret_widest = 0;
    for (size_t i = 0; i <= tree->node_count; i++) {
        const struct crr_ahp_node_view *view = &drawing->view->nodes[i];
        struct row *row = &drawing->rows[i];
        bool leaves = i == tree->node_count;

        row->count = leaves ? drawing->view->leaf_count : view->child_count;
        row->spreads = crr_arena_array(kept, row->count, sizeof *row->spreads);
        if (!row->spreads)
            return false;
        for (size_t k = 0; k < row->count; k++) {
            row->spreads[k].name = leaves ? drawing->view->leaves[k].name
                                          : view->children[k];
            row->spreads[k].error = NAN;
            if (!leaves && !view->scores && view->group.errors)
                row->spreads[k].error = view->group.errors[k];
        }
        if (!leaves)
            drawing->nodes[i].children = row->spreads;
        row->first = first;
        first += row->count;
        if (row->count > *ret_widest)
            *ret_widest = row->count;
    }
    tree->leaves = drawing->rows[tree->node_count].spreads;
    tree->leaf_count = drawing->view->leaf_count;
    drawing->slot_count = first;
    return true;
}

static bool
prepare(struct drawing *drawing, struct crr_arena *kept, struct crr_arena *arena)
{
    size_t elements = drawing->judged->element_count, widest, slots;

    drawing->rows = crr_arena_array(
        arena, drawing->tree->node_count + 1, sizeof *drawing->rows);
    if (!drawing->rows || !lay_out_rows(drawing, kept, &widest))
        return false;
    slots = drawing->slot_count;
    drawing->weights = crr_arena_array(arena, slots, sizeof(double));
    drawing->record = crr_arena_array(
        arena, drawing->draws, slots * sizeof *drawing->record);
    drawing->globals = crr_arena_array(arena, elements, sizeof(double));
    drawing->global_units = crr_arena_array(
        arena, elements, sizeof *drawing->global_units);
    drawing->units = crr_arena_array(arena, widest, sizeof *drawing->units);
    drawing->ranks = crr_arena_array(arena, widest, sizeof *drawing->ranks);
    drawing->ranked = crr_arena_array(arena, widest, sizeof *drawing->ranked);
    drawing->shares = crr_arena_array(arena, widest, sizeof *drawing->shares);
    drawing->sorted = crr_arena_array(arena, drawing->draws, sizeof *drawing->sorted);
    return !arena->failed;
}

/* ---- One draw ---- */

static int64_t
total_units(const struct crr_ahp_node_view *view)
{
    return view->total * crr_power_of_ten(view->places);
}

/* The weights of all nodes; false if some node has none. */
static bool
weigh_nodes(
    struct drawing *drawing, const struct crr_variation *variation, int32_t *record)
{
    for (uint32_t i = 0; i < drawing->tree->node_count; i++) {
        const struct crr_ahp_node_view *view = &drawing->view->nodes[i];
        struct row *row = &drawing->rows[i];
        double *weights = drawing->weights + row->first;

        if (!crr_vary_node(drawing->vary, variation, drawing->index, i, weights))
            return false;
        row->verdict = crr_vary_verdict(drawing->vary, drawing->index, i);
        row->frozen = crr_freeze_weights(
            weights, view->children, row->count, total_units(view), drawing->units);
        for (size_t k = 0; k < row->count; k++)
            record[row->first + k] = row->frozen ? (int32_t)drawing->units[k] : -1;
    }
    return true;
}

/* One node's share of the tree, handed to its children. */
static void
hand_down(struct drawing *drawing, uint32_t node, const int32_t *record)
{
    const struct crr_judged_node *judged = &drawing->judged->nodes[node];
    const struct crr_ahp_node_view *view = &drawing->view->nodes[node];
    const struct row *row = &drawing->rows[node];
    int64_t *global_units = drawing->global_units;
    double own = drawing->globals[judged->element];

    for (size_t i = 0; i < row->count; i++)
        drawing->globals[judged->children[i]] += own * drawing->weights[row->first + i];
    if (!drawing->rows[drawing->tree->node_count].frozen)
        return;
    for (size_t i = 0; i < row->count; i++)
        drawing->shares[i] = (struct crr_share){
            .id = view->children[i], .weight = record[row->first + i]};
    crr_apportion(
        global_units[judged->element], total_units(view), drawing->shares, row->count);
    for (size_t i = 0; i < row->count; i++)
        global_units[judged->children[i]] += drawing->shares[i].units;
}

/* The leaves' weights over the tree. */
static void
weigh_leaves(struct drawing *drawing, int32_t *record)
{
    const struct crr_judged_tree *judged = drawing->judged;
    struct row *leaves = &drawing->rows[drawing->tree->node_count];
    size_t slot = leaves->first;

    leaves->frozen = true;
    for (size_t i = 0; i < drawing->tree->node_count; i++)
        leaves->frozen = leaves->frozen && drawing->rows[i].frozen;
    memset(drawing->globals, 0, judged->element_count * sizeof(double));
    memset(drawing->global_units, 0,
        judged->element_count * sizeof *drawing->global_units);
    drawing->globals[0] = 1;
    drawing->global_units[0] = GLOBAL_UNITS;
    for (uint32_t i = 0; i < judged->node_count; i++)
        hand_down(drawing, judged->order[i], record);
    for (uint32_t i = 0; i < judged->element_count; i++) {
        if (judged->elements[i].node != CRR_NO_NODE)
            continue;
        drawing->weights[slot] = drawing->globals[i];
        record[slot++] = leaves->frozen ? (int32_t)drawing->global_units[i] : -1;
    }
}

/* ---- Counting ---- */

static void
take_unmoved(struct drawing *drawing, const int32_t *record)
{
    for (size_t i = 0; i <= drawing->tree->node_count; i++) {
        struct row *row = &drawing->rows[i];

        crr_rank(
            drawing->weights + row->first, row->count, drawing->ranked, drawing->ranks);
        for (size_t k = 0; k < row->count; k++) {
            row->spreads[k].rank = drawing->ranks[k];
            row->spreads[k].unmoved = record[row->first + k];
        }
    }
}

/* Counts the ranks that this draw keeps. */
static void
count_ranks(struct drawing *drawing, const struct row *row, uint32_t *frozen_count,
    uint32_t *order_kept)
{
    bool all = true;

    if (!row->frozen)
        return;
    crr_rank(
        drawing->weights + row->first, row->count, drawing->ranked, drawing->ranks);
    for (size_t k = 0; k < row->count; k++) {
        bool kept = drawing->ranks[k] == row->spreads[k].rank;

        row->spreads[k].rank_kept += kept;
        all = all && kept;
    }
    ++*frozen_count;
    *order_kept += all;
}

static void
count_verdicts(struct drawing *drawing)
{
    struct crr_ahp_stability_tree *tree = drawing->tree;
    bool tested = false, consistent = true;

    for (size_t i = 0; i < tree->node_count; i++) {
        enum crr_ahp_verdict verdict = drawing->rows[i].verdict;

        if (verdict == CRR_AHP_NOT_TESTABLE || verdict == CRR_AHP_SCORED)
            continue;
        drawing->nodes[i].tested_count++;
        drawing->nodes[i].consistent_count += verdict == CRR_AHP_CONSISTENT;
        tested = true;
        consistent = consistent && verdict == CRR_AHP_CONSISTENT;
    }
    tree->tested_count += tested;
    tree->consistent_count += tested && consistent;
}

static void
draw_once(struct drawing *drawing, uint64_t seed, uint32_t draw)
{
    struct crr_ahp_stability_tree *tree = drawing->tree;
    struct crr_variation variation = {
        .kind = CRR_VARIATION_DRAWN, .seed = seed, .draw = draw};
    int32_t *record = drawing->record + draw * drawing->slot_count;

    if (!weigh_nodes(drawing, &variation, record)) {
        for (size_t i = 0; i < drawing->slot_count; i++)
            record[i] = -1;
        return;
    }
    weigh_leaves(drawing, record);
    for (size_t i = 0; i < tree->node_count; i++)
        count_ranks(drawing, &drawing->rows[i], &drawing->nodes[i].frozen_count,
            &drawing->nodes[i].order_kept);
    count_ranks(drawing, &drawing->rows[tree->node_count], &tree->frozen_count,
        &tree->order_kept);
    count_verdicts(drawing);
}

/* ---- Quantiles ---- */

static int
compare_units(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;

    return a < b ? -1 : a > b;
}

/* Number ceil(percent / 100 · count) of count sorted values. */
static int32_t
quantile(const int32_t *sorted, size_t count, size_t percent)
{
    return sorted[(percent * count + 99) / 100 - 1];
}

static void
sum_up(struct drawing *drawing, size_t slot, struct crr_ahp_spread *spread)
{
    size_t count = 0;

    for (size_t i = 0; i < drawing->draws; i++) {
        int32_t units = drawing->record[i * drawing->slot_count + slot];

        if (units >= 0)
            drawing->sorted[count++] = units;
    }
    if (count == 0)
        return;
    qsort(drawing->sorted, count, sizeof *drawing->sorted, compare_units);
    spread->least = drawing->sorted[0];
    spread->low = quantile(drawing->sorted, count, 5);
    spread->median = quantile(drawing->sorted, count, 50);
    spread->high = quantile(drawing->sorted, count, 95);
    spread->greatest = drawing->sorted[count - 1];
}

static bool
draw_all(struct drawing *drawing, uint64_t seed)
{
    const struct crr_variation none = {.kind = CRR_VARIATION_NONE};

    /* The first draw's record serves for the unmoved ones before it is drawn. */
    if (!weigh_nodes(drawing, &none, drawing->record))
        return false;
    weigh_leaves(drawing, drawing->record);
    take_unmoved(drawing, drawing->record);
    for (uint32_t draw = 0; draw < drawing->draws; draw++)
        draw_once(drawing, seed, draw);
    for (size_t i = 0; i <= drawing->tree->node_count; i++)
        for (size_t k = 0; k < drawing->rows[i].count; k++)
            sum_up(drawing, drawing->rows[i].first + k, &drawing->rows[i].spreads[k]);
    return true;
}

bool
crr_stability_draw(struct crr_ahp_stability *stability, struct crr_vary *vary,
    uint32_t tree, struct crr_ahp_stability_node *nodes,
    struct crr_ahp_stability_tree *ret)
{
    struct drawing drawing = {.vary = vary,
        .judged = &stability->ahp->judgements->trees[tree],
        .view = &stability->ahp->view.trees[tree],
        .tree = ret,
        .nodes = nodes,
        .index = tree,
        .draws = stability->view.draws};
    struct crr_arena scratch;
    bool good;

    crr_arena_init(&scratch, &stability->arena.allocator);
    good = prepare(&drawing, &stability->arena, &scratch) &&
           draw_all(&drawing, stability->view.seed);
    stability->arena.failed = stability->arena.failed || scratch.failed;
    crr_arena_clear(&scratch);
    return good;
}

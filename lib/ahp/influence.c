/* Judgements one by one: how the weights move with each, exactly, and how far each may
 * go before two children change places. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "ahp/ladder.h"
#include "ahp/stability.h"

/* Elements of matrices, cubed, that bisection may cost at a node. */
#define BISECTION_COST 4e6
#define BISECTION_LEAST 8 /* judgements that are searched in any case */

/* A node while its judgements are taken one by one. */
struct influences {
    struct crr_vary *vary;
    const struct crr_judged_node *judged;
    uint32_t tree, node;
    size_t n;
    bool together;         /* one matrix: the only voice's, or AIJ */
    bool linear;           /* ln w is linear in ln(judgement) */
    double *weights;       /* by the method */
    double *least_squares; /* put together */
    double *own;           /* of one voice */
    double *slopes;        /* n */
    double *pair_slopes;   /* of the one matrix, n a pair */
    struct crr_swap_search search;
    struct crr_ahp_influence *items; /* the node's, with what is below */
    uint32_t *judges;                /* of each item */
    size_t count;
};

static size_t
judgement_count(const struct crr_judged_node *judged)
{
    size_t count = 0;

    for (uint32_t i = 0; i < judged->judge_count; i++)
        for (size_t pair = 0; pair < crr_pair_count(judged->child_count); pair++)
            count += judged->judges[i].upper[pair].value.numerator != 0;
    return count;
}

static bool
allocate(struct influences *all, struct crr_arena *kept, struct crr_arena *scratch)
{
    size_t n = all->n, count = judgement_count(all->judged);

    all->items = crr_arena_array(kept, count, sizeof *all->items);
    all->judges = crr_arena_array(scratch, count, sizeof *all->judges);
    all->weights = crr_arena_array(scratch, n, sizeof(double));
    all->least_squares = crr_arena_array(scratch, n, sizeof(double));
    all->own = crr_arena_array(scratch, n, sizeof(double));
    all->slopes = crr_arena_array(scratch, n, sizeof(double));
    all->search.weights = all->weights;
    all->search.moved = crr_arena_array(scratch, n, sizeof(double));
    all->pair_slopes = crr_arena_array(
        scratch, all->together ? crr_pair_count(n) : 0, n * sizeof(double));
    return !kept->failed && !scratch->failed;
}

/* ---- Slopes ---- */

static bool
fill_pair_slopes(struct influences *all)
{
    size_t n = all->n;

    for (size_t row = 0; all->together && row < n; row++)
        for (size_t column = row + 1; column < n; column++)
            if (all->vary->group[row * n + column] > 0 &&
                !crr_least_squares_slopes(&all->vary->numeric, all->vary->group, n, row,
                    column, all->pair_slopes + crr_pair_index(n, row, column) * n))
                return false;
    return true;
}

/* The judge's share in the pair's judgement (AIJ). */
static double
pair_share(const struct influences *all, uint32_t judge, size_t entry)
{
    double sum = 0;

    for (uint32_t i = 0; i < all->judged->judge_count; i++)
        if (all->vary->voices[i][entry] > 0)
            sum += all->vary->voting_weights[i];
    return all->vary->voting_weights[judge] / sum;
}

/* The judge's share in the priorities (AIP), of those whose pairs connect; and its own
 * least squares weights. 0: its pairs do not connect. */
static double
voice_share(struct influences *all, uint32_t judge)
{
    double sum = 0;

    for (uint32_t i = 0; i < all->judged->judge_count; i++)
        if (crr_least_squares(
                &all->vary->numeric, all->vary->voices[i], all->n, all->own))
            sum += all->vary->voting_weights[i];
    if (!crr_least_squares(
            &all->vary->numeric, all->vary->voices[judge], all->n, all->own))
        return 0;
    return all->vary->voting_weights[judge] / sum;
}

/* ret[k] = scale · w_k (y_k - Σ w_l y_l): weights that sum to 1 follow their
 * logarithms. */
static void
normalise_slopes(
    const double *weights, const double *slopes, size_t n, double scale, double *ret)
{
    double mean = 0;

    for (size_t i = 0; i < n; i++)
        mean += weights[i] * slopes[i];
    for (size_t i = 0; i < n; i++)
        ret[i] = scale * weights[i] * (slopes[i] - mean);
}

/* Fills slopes with ∂ ln w_k / ∂ ln(judgement), up to what all share, and the item's
 * derivatives; share is the voice's under AIP. */
static bool
derive_item(struct influences *all, uint32_t judge, double share,
    const struct crr_ahp_influence *item, double *ret_derivatives)
{
    size_t n = all->n, entry = item->row * n + item->column;
    const double *base = all->slopes;

    if (all->together) {
        base = all->pair_slopes + crr_pair_index(n, item->row, item->column) * n;
        share = pair_share(all, judge, entry);
    } else if (share == 0) {
        memset(all->slopes, 0, n * sizeof *all->slopes);
    } else if (!crr_least_squares_slopes(&all->vary->numeric, all->vary->voices[judge],
                   n, item->row, item->column, all->slopes)) {
        return false;
    }
    if (all->vary->judgements->aggregation == CRR_AGGREGATE_PRIORITIES_ARITHMETIC &&
        !all->together) {
        normalise_slopes(all->own, base, n, share, ret_derivatives);
        for (size_t i = 0; i < n; i++)
            all->slopes[i] = ret_derivatives[i] / all->least_squares[i];
        return true;
    }
    normalise_slopes(all->least_squares, base, n, share, ret_derivatives);
    for (size_t i = 0; i < n; i++)
        all->slopes[i] = share * base[i];
    return true;
}

static bool
take_judge(struct influences *all, uint32_t index, struct crr_arena *kept)
{
    const struct crr_judge *judge = &all->judged->judges[index];
    double share = all->together ? 0 : voice_share(all, index);
    double end = crr_ladder_end(&all->vary->judgements->scale);
    size_t n = all->n;

    for (size_t row = 0; row < n; row++) {
        for (size_t column = row + 1; column < n; column++) {
            struct crr_rational value =
                judge->upper[crr_pair_index(n, row, column)].value;
            struct crr_ahp_influence *item = &all->items[all->count];
            double *derivatives;

            if (value.numerator == 0)
                continue;
            derivatives = crr_arena_array(kept, n, sizeof *derivatives);
            if (!derivatives)
                return false;
            *item = (struct crr_ahp_influence){
                .expert = all->judged->has_experts ? index : SIZE_MAX,
                .row = row,
                .column = column,
                .judgement = crr_ratio_of(value).value,
                .tolerance = judge->tolerance,
                .derivatives = derivatives};
            if (!derive_item(all, index, share, item, derivatives))
                return false;
            crr_swap_by_slopes(
                &all->search, item->judgement, end, all->slopes, &item->swap);
            all->judges[all->count++] = index;
        }
    }
    return true;
}

/* ---- Reversals that are not linear ---- */

struct candidate {
    double distance; /* of the crossing by the slopes */
    size_t index;
};

static int
compare_candidates(const void *left, const void *right)
{
    const struct candidate *a = left;
    const struct candidate *b = right;

    if (a->distance != b->distance)
        return a->distance < b->distance ? -1 : 1;
    return a->index < b->index ? -1 : 1;
}

/* How many judgements are searched, by what one evaluation costs. */
static size_t
search_limit(const struct influences *all)
{
    double n = (double)all->n, cost = n * n * n;

    if (!all->together)
        cost *= all->judged->judge_count;
    return BISECTION_COST / cost > BISECTION_LEAST ? (size_t)(BISECTION_COST / cost)
                                                   : BISECTION_LEAST;
}

static bool
search_swaps(struct influences *all, struct crr_arena *scratch)
{
    double end = crr_ladder_end(&all->vary->judgements->scale);
    size_t limit = search_limit(all);
    struct candidate *candidates = crr_arena_array(
        scratch, all->count, sizeof *candidates);

    if (!candidates)
        return false;
    for (size_t i = 0; i < all->count; i++)
        candidates[i] = (struct candidate){
            all->items[i].swap.exists ? fabs(log(all->items[i].swap.factor)) : INFINITY,
            i};
    qsort(candidates, all->count, sizeof *candidates, compare_candidates);
    for (size_t i = 0; i < all->count; i++) {
        struct crr_ahp_influence *item = &all->items[candidates[i].index];
        struct crr_variation change = {.kind = CRR_VARIATION_SCALED,
            .tree = all->tree,
            .node = all->node,
            .judge = all->judges[candidates[i].index],
            .row = (uint32_t)item->row,
            .column = (uint32_t)item->column};

        if (i >= limit)
            item->swap = (struct crr_ahp_swap){.searched = false};
        else
            crr_swap_by_bisection(
                &all->search, item->judgement, end, &change, &item->swap);
    }
    return true;
}

/* ---- The node ---- */

static size_t
least_swap(const struct influences *all)
{
    size_t least = SIZE_MAX;
    double best = INFINITY;

    for (size_t i = 0; i < all->count; i++) {
        const struct crr_ahp_swap *swap = &all->items[i].swap;

        if (!swap->exists || !(fabs(log(swap->factor)) < best))
            continue;
        best = fabs(log(swap->factor));
        least = i;
    }
    return least;
}

static bool
take_all(struct influences *all, struct crr_arena *kept, struct crr_arena *scratch)
{
    const struct crr_variation none = {.kind = CRR_VARIATION_NONE};

    if (!allocate(all, kept, scratch))
        return false;
    crr_vary_matrices(all->vary, &none, all->tree, all->node);
    if (!crr_vary_weights(all->vary, all->tree, all->node, all->weights) ||
        !crr_vary_least_squares(all->vary, all->tree, all->node, all->least_squares) ||
        !fill_pair_slopes(all))
        return false;
    for (uint32_t i = 0; i < all->judged->judge_count; i++)
        if (!take_judge(all, i, kept))
            return false;
    return all->linear || search_swaps(all, scratch);
}

bool
crr_stability_influences(struct crr_ahp_stability *stability, struct crr_vary *vary,
    uint32_t tree, uint32_t node, struct crr_ahp_stability_node *ret)
{
    const struct crr_judgements *judgements = vary->judgements;
    struct influences all = {.vary = vary,
        .judged = &judgements->trees[tree].nodes[node],
        .tree = tree,
        .node = node};
    struct crr_arena scratch;
    bool good;

    ret->least = SIZE_MAX;
    if (all.judged->scores)
        return true;
    all.n = all.judged->child_count;
    all.together = !all.judged->has_experts ||
                   judgements->aggregation == CRR_AGGREGATE_JUDGEMENTS;
    all.linear = judgements->method == CRR_METHOD_GEOMETRIC_MEAN &&
                 (all.together || judgements->aggregation == CRR_AGGREGATE_PRIORITIES);
    crr_arena_init(&scratch, &stability->arena.allocator);
    all.search.vary = vary;
    all.search.n = all.n;
    good = take_all(&all, &stability->arena, &scratch);
    ret->influences = all.items;
    ret->influence_count = all.count;
    ret->least = least_swap(&all);
    stability->arena.failed = stability->arena.failed || scratch.failed;
    crr_arena_clear(&scratch);
    return good;
}

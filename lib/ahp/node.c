/* A node: its voices, what they make together, and the decimals. */
#include <math.h>
#include <string.h>
#include "ahp/derive.h"
#include "ahp/frozen.h"

/* The voices of a node while it is derived. */
struct voices {
    size_t n, count;
    const double **matrices;
    double *voting_weights;
    struct crr_ahp_voice *views;
};

/* ---- Voices ---- */

static bool
take_voices(const struct crr_deriving *deriving, const struct crr_judged_node *node,
    struct voices *voices)
{
    struct crr_arena *arena = &deriving->ahp->arena;
    size_t n = node->child_count, count = node->judge_count;
    double *all = crr_arena_array(arena, count * n * n, sizeof *all);
    double sum = 0;

    voices->n = n;
    voices->count = count;
    voices->matrices = crr_arena_array(arena, count, sizeof *voices->matrices);
    voices->voting_weights = crr_arena_array(
        arena, count, sizeof *voices->voting_weights);
    voices->views = crr_arena_array(arena, count, sizeof *voices->views);
    if (!all || !voices->matrices || !voices->voting_weights || !voices->views)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct crr_rational weight = node->judges[i].voting_weight;

        crr_judge_matrix(&node->judges[i], n, all + i * n * n);
        voices->matrices[i] = all + i * n * n;
        voices->voting_weights[i] = (double)weight.numerator /
                                    (double)weight.denominator;
        sum += voices->voting_weights[i];
    }
    for (size_t i = 0; i < count; i++)
        voices->voting_weights[i] /= sum;
    return true;
}

static bool
report_divergence(const struct crr_deriving *deriving,
    const struct crr_judgement_origin *origin, struct crr_text voice)
{
    if (!deriving->ahp->arena.failed)
        crr_report_at(deriving, CRR_F_COMPLETION, origin,
            "%.*s%sthe completion of the missing judgements, or the eigenvector, did "
            "not converge; there is no result",
            (int)voice.length, voice.at, voice.length > 0 ? ": " : "");
    return false;
}

static bool
derive_experts(const struct crr_deriving *deriving, const struct crr_judged_node *node,
    const struct voices *voices)
{
    for (size_t i = 0; i < voices->count; i++) {
        struct crr_ahp_voice *view = &voices->views[i];

        view->name = node->judges[i].name;
        view->rationale = node->judges[i].rationale;
        view->voting_weight = voices->voting_weights[i];
        if (crr_derive_voice(deriving, voices->matrices[i], voices->n, view) ==
            CRR_NODE_DIVERGED)
            return report_divergence(deriving, &node->judges[i].origin, view->name);
    }
    return true;
}

/* The node's own matrix: the only voice's, or AIJ. */
static bool
derive_group(const struct crr_deriving *deriving, const struct crr_judged_node *node,
    const struct voices *voices, struct crr_ahp_voice *group)
{
    size_t n = voices->n;
    const double *ratios = voices->matrices[0];

    group->voting_weight = 1;
    if (node->has_experts) {
        double *together = crr_arena_array(
            &deriving->ahp->arena, n * n, sizeof *together);
        if (!together)
            return false;
        crr_aggregate_judgements(
            voices->matrices, voices->voting_weights, voices->count, n, together);
        ratios = together;
    }
    if (crr_derive_voice(deriving, ratios, n, group) == CRR_NODE_DIVERGED)
        return report_divergence(deriving, &node->origin, (struct crr_text){"", 0});
    return true;
}

/* ---- What they make together ---- */

static struct crr_node_matrices
matrices_of(const struct crr_judged_node *node, const struct voices *voices)
{
    return (struct crr_node_matrices){.n = voices->n,
        .voice_count = voices->count,
        .voices = voices->matrices,
        .voting_weights = voices->voting_weights,
        .single = !node->has_experts};
}

/* The weights with each expert left out. Swaps the expert with the last one. */
static bool
derive_without(const struct crr_deriving *deriving, const struct crr_judged_node *node,
    const struct voices *voices, struct crr_ahp_node_view *view)
{
    struct crr_arena *arena = &deriving->ahp->arena;
    size_t n = voices->n, count = voices->count;
    struct crr_node_matrices rest = matrices_of(node, voices);
    double *rows = crr_arena_array(arena, count * n, sizeof *rows);
    const double **matrices = crr_arena_array(arena, count, sizeof *matrices);
    double *voting = crr_arena_array(arena, count, sizeof *voting);

    if (!rows || !matrices || !voting)
        return false;
    rest.voice_count = count - 1;
    rest.voices = matrices;
    rest.voting_weights = voting;
    for (size_t out = 0; out < count; out++) {
        size_t used = 0;
        for (size_t i = 0; i < count; i++) {
            if (i == out)
                continue;
            matrices[used] = voices->matrices[i];
            voting[used++] = voices->voting_weights[i] /
                             (1 - voices->voting_weights[out]);
        }
        if (crr_node_weights(deriving->work, deriving->ahp->judgements, &rest,
                deriving->scratch, rows + out * n) != CRR_NODE_WEIGHED)
            for (size_t i = 0; i < n; i++)
                rows[out * n + i] = NAN;
    }
    view->without = rows;
    return true;
}

/* Consensus of the experts that have weights, without one of them (or count: with all).
 * One voice agrees with itself; NAN if none is left. */
static double
consensus_without(
    const struct crr_deriving *deriving, const struct voices *voices, size_t out)
{
    const struct crr_judgements *judgements = deriving->ahp->judgements;
    struct crr_rational end = judgements->scale.values[judgements->scale.count - 1];
    bool by_eigenvector = judgements->method == CRR_METHOD_EIGENVECTOR;
    size_t n = voices->n, used = 0;
    double *rows = deriving->scratch + 2 * n * n;

    for (size_t i = 0; i < voices->count; i++) {
        const struct crr_ahp_voice *voice = &voices->views[i];
        if (i == out || !voice->connected)
            continue;
        memcpy(rows + used++ * n,
            by_eigenvector ? voice->eigenvector : voice->geometric_mean,
            n * sizeof *rows);
    }
    if (used == 0)
        return NAN;
    if (used == 1 || n == 1)
        return 1;
    return crr_consensus(
        rows, used, n, (double)end.numerator / (double)end.denominator);
}

static void
derive_consensus(const struct crr_deriving *deriving, const struct voices *voices,
    struct crr_ahp_node_view *view)
{
    double best;

    view->consensus = consensus_without(deriving, voices, voices->count);
    best = view->consensus + 1e-9;
    for (size_t i = 0; i < voices->count && voices->count > 2; i++) {
        double rest = consensus_without(deriving, voices, i);
        if (!(rest > best))
            continue;
        best = rest;
        view->outlier = i;
    }
}

/* ---- The node ---- */

static bool
freeze(const struct crr_deriving *deriving, struct crr_ahp_node_view *view)
{
    int64_t *units = crr_arena_array(
        &deriving->ahp->arena, view->child_count, sizeof *units);
    int64_t total = view->total * crr_power_of_ten(view->places);

    if (!units)
        return false;
    if (crr_freeze_weights(
            view->weights, view->children, view->child_count, total, units))
        view->frozen = units;
    return true;
}

static bool
derive_scores(const struct crr_deriving *deriving, const struct crr_judged_node *node,
    struct crr_ahp_node_view *view)
{
    size_t n = node->child_count;
    double *scores = crr_arena_array(&deriving->ahp->arena, n, sizeof *scores);
    double *weights = crr_arena_array(&deriving->ahp->arena, n, sizeof *weights);
    double sum = 0;

    if (!scores || !weights)
        return false;
    for (size_t i = 0; i < n; i++) {
        scores[i] = (double)node->scores[i].numerator /
                    (double)node->scores[i].denominator;
        sum += scores[i];
    }
    for (size_t i = 0; i < n; i++)
        weights[i] = scores[i] / sum;
    view->scores = scores;
    view->weights = weights;
    view->verdict = CRR_AHP_SCORED;
    return true;
}

/* The group's verdict, unless an expert is inconsistent. */
static enum crr_ahp_verdict
verdict_of(const struct crr_ahp_node_view *view)
{
    for (size_t i = 0; i < view->expert_count; i++)
        if (view->experts[i].verdict == CRR_AHP_INCONSISTENT)
            return CRR_AHP_INCONSISTENT;
    return view->group.verdict;
}

static bool
derive_judged(const struct crr_deriving *deriving, const struct crr_judged_node *node,
    struct crr_ahp_node_view *view)
{
    struct voices voices;
    struct crr_node_matrices matrices;
    double *weights = crr_arena_array(
        &deriving->ahp->arena, node->child_count, sizeof *weights);

    if (!weights || !take_voices(deriving, node, &voices) ||
        (node->has_experts && !derive_experts(deriving, node, &voices)) ||
        !derive_group(deriving, node, &voices, &view->group))
        return false;
    matrices = matrices_of(node, &voices);
    if (crr_node_weights(deriving->work, deriving->ahp->judgements, &matrices,
            deriving->scratch, weights) != CRR_NODE_WEIGHED)
        return report_divergence(deriving, &node->origin, (struct crr_text){"", 0});
    view->weights = weights;
    if (node->has_experts) {
        view->experts = voices.views;
        view->expert_count = voices.count;
        derive_consensus(deriving, &voices, view);
        if (voices.count > 1 && !derive_without(deriving, node, &voices, view))
            return false;
    }
    view->verdict = verdict_of(view);
    return true;
}

bool
crr_derive_node(const struct crr_deriving *deriving, const struct crr_judged_tree *tree,
    const struct crr_judged_node *node, struct crr_ahp_node_view *view)
{
    struct crr_text *children = crr_arena_array(
        &deriving->ahp->arena, node->child_count, sizeof *children);

    if (!children)
        return false;
    for (uint32_t i = 0; i < node->child_count; i++)
        children[i] = tree->elements[node->children[i]].name;
    *view = (struct crr_ahp_node_view){.id = tree->elements[node->element].name,
        .rationale = node->rationale,
        .child_count = node->child_count,
        .children = children,
        .consensus = NAN,
        .outlier = SIZE_MAX,
        .places = deriving->ahp->judgements->places,
        .total = deriving->ahp->total};
    if (!(node->scores ? derive_scores(deriving, node, view)
                       : derive_judged(deriving, node, view)) ||
        !freeze(deriving, view))
        return false;
    crr_report_verdicts(deriving, node, view);
    return true;
}

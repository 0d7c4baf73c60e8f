/* Weights and consistency as JSON. Keys are added, never renamed. */
#include "ahp/written.h"

#include <math.h>
#include "base/span.h"
#include "crr/version.h"

/* ---- One matrix ---- */

static void
write_ratios(struct crr_json *json, const struct crr_ahp_voice *voice)
{
    crr_json_open_flat(json, "cr", '{');
    for (size_t i = 0; i < CRR_AHP_TABLE_COUNT; i++)
        if (!isnan(voice->cr[i]))
            crr_json_real(json, crr_ahp_table(i)->id, voice->cr[i]);
    crr_json_close(json, '}');
    crr_json_real(json, "decisive_cr", voice->decisive_cr);
    crr_json_real(json, "ri", voice->ri);
    crr_json_bool(json, "ri_approximate", voice->ri_approximate);
}

/* The judgements that nobody gave, with the values that make lambda_max least. */
static void
write_completed(struct crr_json *json, const struct crr_ahp_node_view *node,
    const struct crr_ahp_voice *voice)
{
    size_t n = node->child_count;

    crr_json_open(json, "completed", '[');
    for (size_t i = 0; voice->completed && i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            if (voice->ratios[i * n + j] != 0)
                continue;
            crr_json_open_flat(json, NULL, '{');
            crr_json_text(json, "row", node->children[i]);
            crr_json_text(json, "column", node->children[j]);
            crr_json_real(json, "value", voice->completed[i * n + j]);
            crr_json_close(json, '}');
        }
    }
    crr_json_close(json, ']');
}

static void
write_triad(struct crr_json *json, const struct crr_ahp_node_view *node,
    const struct crr_ahp_voice *voice)
{
    if (node->child_count <= 2 || isnan(voice->koczkodaj)) {
        crr_json_null(json, "triad");
        return;
    }
    crr_json_open_flat(json, "triad", '[');
    for (size_t i = 0; i < 3; i++)
        crr_json_text(json, NULL, node->children[voice->triad[i]]);
    crr_json_close(json, ']');
}

static void
write_voice(struct crr_json *json, const struct crr_ahp_node_view *node,
    const struct crr_ahp_voice *voice)
{
    size_t n = node->child_count;

    crr_json_reals(json, "geometric_mean", voice->geometric_mean, n);
    crr_json_reals(json, "eigenvector", voice->eigenvector, n);
    crr_json_reals(json, "errors", voice->errors, n);
    crr_json_real(json, "lambda_max", voice->lambda_max);
    crr_json_open_flat(json, "lambda_interval", '[');
    crr_json_real(json, NULL, voice->lambda_low);
    crr_json_real(json, NULL, voice->lambda_high);
    crr_json_close(json, ']');
    crr_json_real(json, "lambda_geometric_mean", voice->lambda_geometric_mean);
    crr_json_real(json, "ci", voice->ci);
    write_ratios(json, voice);
    crr_json_real(json, "gci", voice->gci);
    crr_json_real(json, "gci_limit", voice->gci_limit);
    crr_json_real(json, "koczkodaj", voice->koczkodaj);
    write_triad(json, node, voice);
    crr_json_count(json, "circular_triads", voice->circular_triad_count);
    crr_json_count(json, "missing", voice->missing_count);
    crr_json_count(json, "redundant", voice->redundant_count);
    write_completed(json, node, voice);
}

/* ---- Experts ---- */

static void
write_rationale(struct crr_json *json, struct crr_text rationale)
{
    if (rationale.length > 0)
        crr_json_text(json, "rationale", rationale);
}

static void
write_expert(struct crr_results *results, const struct crr_judged_node *judged,
    const struct crr_ahp_node_view *node, size_t index)
{
    const struct crr_ahp_voice *voice = &node->experts[index];
    struct crr_json *json = &results->json;

    crr_json_open(json, NULL, '{');
    crr_json_text(json, "name", voice->name);
    write_rationale(json, voice->rationale);
    crr_json_real(json, "weight", voice->voting_weight);
    crr_json_bool(json, "connected", voice->connected);
    crr_json_bool(json, "complete", voice->missing_count == 0);
    crr_json_reals(
        json, "weights", crr_voice_weights(results->ahp, voice), node->child_count);
    if (results->steps)
        crr_write_voice_steps_json(results, &judged->judges[index], node, voice);
    write_voice(json, node, voice);
    crr_json_string(json, "verdict", crr_verdict_word(voice->verdict));
    crr_json_close(json, '}');
}

/* Weights as they would be without each of the experts. */
static void
write_without(struct crr_json *json, const struct crr_ahp_node_view *node)
{
    size_t n = node->child_count;

    crr_json_open(json, "without", '[');
    for (size_t i = 0; node->without && i < node->expert_count; i++) {
        const double *row = node->without + i * n;

        crr_json_open_flat(json, NULL, '{');
        crr_json_text(json, "name", node->experts[i].name);
        crr_json_reals(json, "weights", isnan(row[0]) ? NULL : row, n);
        crr_json_close(json, '}');
    }
    crr_json_close(json, ']');
}

static void
write_experts(struct crr_results *results, const struct crr_judged_node *judged,
    const struct crr_ahp_node_view *node)
{
    struct crr_json *json = &results->json;

    crr_json_open(json, "experts", '[');
    for (size_t i = 0; i < node->expert_count; i++)
        write_expert(results, judged, node, i);
    crr_json_close(json, ']');
    crr_json_real(json, "consensus", node->consensus);
    if (node->outlier < node->expert_count)
        crr_json_text(json, "outlier", node->experts[node->outlier].name);
    else
        crr_json_null(json, "outlier");
    write_without(json, node);
}

/* ---- A node ---- */

static void
write_frozen(struct crr_json *json, const struct crr_ahp_node_view *node)
{
    if (!node->frozen) {
        crr_json_null(json, "weights");
        return;
    }
    crr_json_open_flat(json, "weights", '{');
    for (size_t i = 0; i < node->child_count; i++) {
        crr_json_name(json, node->children[i]);
        crr_json_decimal(json, NULL, node->frozen[i], node->places);
    }
    crr_json_close(json, '}');
}

static void
write_scores(struct crr_json *json, const struct crr_ahp_node_view *node)
{
    crr_json_open_flat(json, "scores", '{');
    for (size_t i = 0; i < node->child_count; i++) {
        crr_json_name(json, node->children[i]);
        crr_json_real(json, NULL, node->scores[i]);
    }
    crr_json_close(json, '}');
}

/* Of scores nothing follows but the weights: the other keys stay, without a value. */
static struct crr_ahp_voice
no_voice(void)
{
    struct crr_ahp_voice voice = {.lambda_max = NAN,
        .lambda_low = NAN,
        .lambda_high = NAN,
        .lambda_geometric_mean = NAN,
        .ci = NAN,
        .decisive_cr = NAN,
        .ri = NAN,
        .gci = NAN,
        .gci_limit = NAN,
        .koczkodaj = NAN};

    for (size_t i = 0; i < CRR_AHP_TABLE_COUNT; i++)
        voice.cr[i] = NAN;
    return voice;
}

static void
write_node(struct crr_results *results, const struct crr_judged_node *judged,
    const struct crr_ahp_node_view *node)
{
    struct crr_json *json = &results->json;
    struct crr_ahp_voice none = no_voice();
    const struct crr_ahp_voice *group = node->scores ? &none : &node->group;

    crr_json_open(json, NULL, '{');
    crr_json_text(json, "id", node->id);
    write_rationale(json, node->rationale);
    crr_json_open_flat(json, "children", '[');
    for (size_t i = 0; i < node->child_count; i++)
        crr_json_text(json, NULL, node->children[i]);
    crr_json_close(json, ']');
    crr_json_bool(json, "complete", group->missing_count == 0);
    write_frozen(json, node);
    crr_json_reals(json, "unrounded", node->weights, node->child_count);
    crr_json_real(json, "global", node->global);
    if (node->scores)
        write_scores(json, node);
    if (results->steps)
        crr_write_node_steps_json(results, judged, node);
    write_voice(json, node, group);
    write_experts(results, judged, node);
    crr_json_string(json, "verdict", crr_verdict_word(node->verdict));
    crr_json_close(json, '}');
}

/* ---- A tree ---- */

static void
write_leaves(struct crr_json *json, const struct crr_ahp_tree_view *tree)
{
    crr_json_open_flat(json, "global", '{');
    for (size_t i = 0; i < tree->leaf_count; i++) {
        crr_json_name(json, tree->leaves[i].name);
        if (tree->leaves[i].units < 0)
            crr_json_null(json, NULL);
        else
            crr_json_decimal(json, NULL, tree->leaves[i].units, 9);
    }
    crr_json_close(json, '}');
    crr_json_open_flat(json, "global_unrounded", '{');
    for (size_t i = 0; i < tree->leaf_count; i++) {
        crr_json_name(json, tree->leaves[i].name);
        crr_json_real(json, NULL, tree->leaves[i].weight);
    }
    crr_json_close(json, '}');
}

static void
write_levels(struct crr_json *json, const struct crr_ahp_tree_view *tree)
{
    crr_json_open(json, "levels", '[');
    for (size_t i = 0; i < tree->level_count; i++) {
        crr_json_open_flat(json, NULL, '{');
        crr_json_count(json, "depth", tree->levels[i].depth);
        crr_json_real(json, "ci", tree->levels[i].ci);
        crr_json_real(json, "ri", tree->levels[i].ri);
        crr_json_real(json, "cr", tree->levels[i].cr);
        crr_json_close(json, '}');
    }
    crr_json_close(json, ']');
}

static void
write_tree(struct crr_results *results, const struct crr_judged_tree *judged,
    const struct crr_ahp_tree_view *tree)
{
    struct crr_json *json = &results->json;

    crr_json_open(json, "nodes", '[');
    for (size_t i = 0; i < tree->node_count; i++)
        write_node(results, &judged->nodes[i], &tree->nodes[i]);
    crr_json_close(json, ']');
    write_leaves(json, tree);
    write_levels(json, tree);
    crr_json_open_flat(json, "hierarchy", '{');
    crr_json_real(json, "ci", tree->ci);
    crr_json_real(json, "ri", tree->ri);
    crr_json_real(json, "cr", tree->cr);
    if (tree->worst < tree->node_count)
        crr_json_text(json, "worst", tree->nodes[tree->worst].id);
    else
        crr_json_null(json, "worst");
    crr_json_close(json, '}');
    crr_json_string(json, "verdict", crr_verdict_word(tree->verdict));
}

static void
write_segments(struct crr_results *results)
{
    const struct crr_ahp_view *view = &results->ahp->view;
    struct crr_json *json = &results->json;

    crr_json_open(json, "segments", '[');
    for (size_t i = 0; i < view->tree_count; i++) {
        crr_json_open(json, NULL, '{');
        crr_json_text(json, "id", view->trees[i].segment);
        write_tree(results, &results->ahp->judgements->trees[i], &view->trees[i]);
        crr_json_close(json, '}');
    }
    crr_json_close(json, ']');
    crr_json_string(json, "verdict", crr_verdict_word(view->verdict));
}

/* ---- All ---- */

void
crr_write_head_json(struct crr_results *results)
{
    const struct crr_ahp_view *view = &results->ahp->view;
    struct crr_json *json = &results->json;

    crr_json_string(json, "method", crr_method_word(view->method));
    crr_json_string(json, "random_index", crr_ahp_table(view->table)->id);
    crr_json_real(json, "limit", view->limit);
    crr_json_string(json, "aggregation", view->aggregation);
    crr_json_string(json, "digest", view->digest);
    crr_json_string(json, "version", CRR_VERSION);
}

void
crr_write_trees_json(struct crr_results *results)
{
    const struct crr_ahp_view *view = &results->ahp->view;

    if (view->tree_count == 1 && view->trees[0].segment.length == 0)
        write_tree(results, &results->ahp->judgements->trees[0], &view->trees[0]);
    else
        write_segments(results);
}

enum crr_status
crr_ahp_write_json(const struct crr_ahp *ahp,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    struct crr_results results = {.ahp = ahp};
    struct crr_writer writer;

    if (!ahp || !write)
        return CRR_E_ARGUMENT;
    crr_writer_init(&writer, write, user);
    crr_json_init(&results.json, &writer);
    crr_json_open(&results.json, NULL, '{');
    crr_write_head_json(&results);
    crr_write_trees_json(&results);
    crr_json_close(&results.json, '}');
    return crr_writer_flush(&writer) ? CRR_OK : CRR_E_WRITE;
}

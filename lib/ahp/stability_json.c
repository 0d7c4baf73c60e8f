/* How far weights depend on the judgements, as JSON. */
#include "ahp/json.h"
#include "ahp/stability.h"

static const struct crr_ahp_node_view *
view_of(const struct crr_ahp_stability *stability, size_t tree, size_t node)
{
    return &stability->ahp->view.trees[tree].nodes[node];
}

/* A share of draws; null without any. */
static void
write_share(struct crr_json *json, const char *key, uint32_t count, uint32_t of)
{
    if (of == 0)
        crr_json_null(json, key);
    else
        crr_json_real(json, key, (double)count / (double)of);
}

static void
write_spreads(struct crr_json *json, const char *key,
    const struct crr_ahp_spread *spreads, size_t count, int places,
    uint32_t frozen_count)
{
    crr_json_open(json, key, '[');
    for (size_t i = 0; i < count; i++) {
        const struct crr_ahp_spread *spread = &spreads[i];

        crr_json_open_flat(json, NULL, '{');
        crr_json_text(json, "name", spread->name);
        if (spread->unmoved < 0)
            crr_json_null(json, "weight");
        else
            crr_json_decimal(json, "weight", spread->unmoved, places);
        crr_json_decimal(json, "min", spread->least, places);
        crr_json_decimal(json, "p05", spread->low, places);
        crr_json_decimal(json, "median", spread->median, places);
        crr_json_decimal(json, "p95", spread->high, places);
        crr_json_decimal(json, "max", spread->greatest, places);
        crr_json_count(json, "rank", spread->rank);
        write_share(json, "rank_kept", spread->rank_kept, frozen_count);
        crr_json_real(json, "error", spread->error);
        crr_json_close(json, '}');
    }
    crr_json_close(json, ']');
}

static void
write_swap(struct crr_json *json, const struct crr_ahp_swap *swap,
    const struct crr_ahp_node_view *node)
{
    if (!swap->exists) {
        crr_json_string(
            json, "reorders", swap->searched ? "not within the scale" : "not searched");
        return;
    }
    crr_json_open_flat(json, "reorders", '{');
    crr_json_real(json, "factor", swap->factor);
    crr_json_real(json, "value", swap->value);
    crr_json_text(json, "above", node->children[swap->above]);
    crr_json_text(json, "below", node->children[swap->below]);
    crr_json_close(json, '}');
}

static void
write_influences(struct crr_json *json, const struct crr_ahp_stability_node *node,
    const struct crr_ahp_node_view *view)
{
    crr_json_open(json, "judgements", '[');
    for (size_t i = 0; i < node->influence_count; i++) {
        const struct crr_ahp_influence *item = &node->influences[i];

        crr_json_open(json, NULL, '{');
        if (item->expert != SIZE_MAX)
            crr_json_text(json, "expert", view->experts[item->expert].name);
        crr_json_text(json, "row", view->children[item->row]);
        crr_json_text(json, "column", view->children[item->column]);
        crr_json_real(json, "value", item->judgement);
        crr_json_count(json, "tolerance", (uint64_t)item->tolerance);
        crr_json_reals(json, "derivatives", item->derivatives, node->child_count);
        write_swap(json, &item->swap, view);
        crr_json_close(json, '}');
    }
    crr_json_close(json, ']');
}

static void
write_node(struct crr_json *json, const struct crr_ahp_stability_node *node,
    const struct crr_ahp_node_view *view)
{
    crr_json_open(json, NULL, '{');
    crr_json_text(json, "id", node->id);
    write_spreads(json, "children", node->children, node->child_count, node->places,
        node->frozen_count);
    crr_json_count(json, "frozen_draws", node->frozen_count);
    write_share(json, "order_kept", node->order_kept, node->frozen_count);
    crr_json_count(json, "tested_draws", node->tested_count);
    write_share(json, "consistent", node->consistent_count, node->tested_count);
    write_influences(json, node, view);
    crr_json_close(json, '}');
}

static void
write_tree(
    struct crr_json *json, const struct crr_ahp_stability *stability, size_t index)
{
    const struct crr_ahp_stability_tree *tree = &stability->view.trees[index];

    crr_json_open(json, "nodes", '[');
    for (size_t i = 0; i < tree->node_count; i++)
        write_node(json, &tree->nodes[i], view_of(stability, index, i));
    crr_json_close(json, ']');
    write_spreads(
        json, "global", tree->leaves, tree->leaf_count, 9, tree->frozen_count);
    crr_json_count(json, "frozen_draws", tree->frozen_count);
    write_share(json, "order_kept", tree->order_kept, tree->frozen_count);
    crr_json_count(json, "tested_draws", tree->tested_count);
    write_share(json, "consistent", tree->consistent_count, tree->tested_count);
}

enum crr_status
crr_ahp_stability_write_json(const struct crr_ahp_stability *stability,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    const struct crr_ahp_stability_view *view = &stability->view;
    struct crr_writer writer;
    struct crr_json json;
    bool is_single = view->tree_count == 1 && view->trees[0].segment.length == 0;

    crr_writer_init(&writer, write, user);
    crr_json_init(&json, &writer);
    crr_json_open(&json, NULL, '{');
    crr_json_string(&json, "digest", stability->ahp->digest);
    crr_json_count(&json, "draws", view->draws);
    crr_json_count(&json, "seed", view->seed);
    crr_json_count(&json, "judgements", view->judgement_count);
    crr_json_count(&json, "moving", view->moving_count);
    if (!is_single)
        crr_json_open(&json, "segments", '[');
    for (size_t i = 0; i < view->tree_count; i++) {
        if (!is_single) {
            crr_json_open(&json, NULL, '{');
            crr_json_text(&json, "id", view->trees[i].segment);
        }
        write_tree(&json, stability, i);
        if (!is_single)
            crr_json_close(&json, '}');
    }
    if (!is_single)
        crr_json_close(&json, ']');
    crr_json_close(&json, '}');
    return crr_writer_flush(&writer) ? CRR_OK : CRR_E_WRITE;
}

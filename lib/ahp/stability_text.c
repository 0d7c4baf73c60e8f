/* How far weights depend on the judgements, for people. */
#include <math.h>
#include "ahp/columns.h"
#include "ahp/stability.h"

struct page {
    struct crr_writer writer;
    const struct crr_ahp_stability *stability;
};

static void
put(struct page *page, const char *text)
{
    crr_write_string(&page->writer, text);
}

/* A share of draws in percent, one decimal. */
static void
put_share(struct page *page, uint32_t count, uint32_t of)
{
    if (of == 0)
        put(page, "-");
    else
        crr_write_real_fixed(&page->writer, 100.0 * count / of, 1);
    put(page, " %");
}

/* ---- Spreads ---- */

static void
put_spread_rows(struct crr_columns *columns, const struct crr_ahp_spread *spreads,
    size_t count, int places, uint32_t frozen_count)
{
    crr_columns_text(columns, "");
    crr_columns_text(columns, "weight");
    crr_columns_text(columns, "5 %");
    crr_columns_text(columns, "median");
    crr_columns_text(columns, "95 %");
    crr_columns_text(columns, "keeps its rank");
    crr_columns_end(columns);
    for (size_t i = 0; i < count; i++) {
        const struct crr_ahp_spread *spread = &spreads[i];

        crr_columns_name(columns, spread->name);
        if (spread->unmoved < 0)
            crr_columns_text(columns, "-");
        else
            crr_columns_decimal(columns, spread->unmoved, places);
        crr_columns_decimal(columns, spread->low, places);
        crr_columns_decimal(columns, spread->median, places);
        crr_columns_decimal(columns, spread->high, places);
        crr_columns_fixed(columns,
            frozen_count > 0 ? 100.0 * spread->rank_kept / frozen_count : NAN, 1);
        crr_columns_end(columns);
    }
}

static void
put_spreads(struct page *page, const struct crr_ahp_spread *spreads, size_t count,
    int places, uint32_t frozen_count)
{
    struct crr_columns columns = {
        .writer = &page->writer, .measuring = true, .indent = 2};

    for (size_t i = 1; i < CRR_COLUMN_LIMIT; i++)
        columns.numbers[i] = true;
    put_spread_rows(&columns, spreads, count, places, frozen_count);
    columns.measuring = false;
    put_spread_rows(&columns, spreads, count, places, frozen_count);
}

/* ---- Nodes ---- */

/* The one change that reorders soonest. */
static void
put_least(struct page *page, const struct crr_ahp_stability_node *node,
    const struct crr_ahp_node_view *view)
{
    const struct crr_ahp_influence *item;

    if (node->influence_count == 0)
        return;
    if (node->least == SIZE_MAX) {
        put(page, "  no change of a single judgement within the scale reorders them\n");
        return;
    }
    item = &node->influences[node->least];
    put(page, "  the smallest change that reorders: ");
    if (item->expert != SIZE_MAX) {
        crr_write_text(&page->writer, view->experts[item->expert].name);
        put(page, ", ");
    }
    crr_write_text(&page->writer, view->children[item->row]);
    put(page, "/");
    crr_write_text(&page->writer, view->children[item->column]);
    put(page, " from ");
    crr_write_real_fixed(&page->writer, item->judgement, 4);
    put(page, " to ");
    crr_write_real_fixed(&page->writer, item->swap.value, 4);
    put(page, " puts ");
    crr_write_text(&page->writer, view->children[item->swap.below]);
    put(page, " level with ");
    crr_write_text(&page->writer, view->children[item->swap.above]);
    put(page, "\n");
}

static void
put_node(struct page *page, const struct crr_ahp_stability_node *node,
    const struct crr_ahp_node_view *view)
{
    crr_write_text(&page->writer, node->id);
    put(page, "\n");
    put_spreads(
        page, node->children, node->child_count, node->places, node->frozen_count);
    put(page, "  the whole order is kept in ");
    put_share(page, node->order_kept, node->frozen_count);
    put(page, " of the draws");
    if (node->tested_count > 0) {
        put(page, "; consistent in ");
        put_share(page, node->consistent_count, node->tested_count);
    }
    put(page, "\n");
    put_least(page, node, view);
    put(page, "\n");
}

static void
put_tree(struct page *page, size_t index)
{
    const struct crr_ahp_stability_tree *tree = &page->stability->view.trees[index];
    const struct crr_ahp_tree_view *view = &page->stability->ahp->view.trees[index];

    if (tree->segment.length > 0) {
        put(page, "segment ");
        crr_write_text(&page->writer, tree->segment);
        put(page, "\n\n");
    }
    for (size_t i = 0; i < tree->node_count; i++)
        put_node(page, &tree->nodes[i], &view->nodes[i]);
    if (tree->node_count > 1) {
        put(page, "total ranking (层次总排序)\n");
        put_spreads(page, tree->leaves, tree->leaf_count, 9, tree->frozen_count);
        put(page, "  the whole order is kept in ");
        put_share(page, tree->order_kept, tree->frozen_count);
        put(page, " of the draws\n\n");
    }
}

enum crr_status
crr_ahp_stability_write_text(const struct crr_ahp_stability *stability,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    const struct crr_ahp_stability_view *view = &stability->view;
    struct page page = {.stability = stability};

    crr_writer_init(&page.writer, write, user);
    for (size_t i = 0; i < view->tree_count; i++)
        put_tree(&page, i);
    crr_write_count(&page.writer, view->draws);
    put(&page, " draws, seed ");
    crr_write_count(&page.writer, view->seed);
    put(&page, ": ");
    crr_write_count(&page.writer, view->moving_count);
    put(&page, " of ");
    crr_write_count(&page.writer, view->judgement_count);
    put(&page, " judgements moved, each by its tolerance in steps of the scale\n");
    return crr_writer_flush(&page.writer) ? CRR_OK : CRR_E_WRITE;
}

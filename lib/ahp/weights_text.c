/* Weights and consistency for people: a table for each node, and in words whether its
 * judgements are consistent. */
#include "ahp/columns.h"
#include "ahp/written.h"

#include <math.h>
#include "base/span.h"

#define PLACES 6
#define GLOBAL_PLACES 9
#define NAME_SIZE 400
#define INDENT 2

/* What is being written. */
struct page {
    const struct crr_ahp *ahp;
    struct crr_writer writer;
};

static void
put(struct page *page, const char *text)
{
    crr_write_string(&page->writer, text);
}

static void
put_name(struct page *page, struct crr_text name)
{
    char text[NAME_SIZE];

    put(page, crr_text_shown(name, text, sizeof text));
}

static void
put_fixed(struct page *page, const char *before, double value)
{
    put(page, before);
    crr_write_real_fixed(&page->writer, value, PLACES);
}

/* ---- Consistency in words ---- */

/* CR to 6 places, or further where these would hide that it is above the limit. */
static void
put_ratio(struct page *page, double cr)
{
    double limit = page->ahp->view.limit;

    put(page, "CR ");
    if (cr > limit && cr - limit < 1e-6)
        crr_write_real(&page->writer, cr);
    else
        crr_write_real_fixed(&page->writer, cr, PLACES);
}

/* By which random index CR was had. */
static void
put_table(struct page *page, const struct crr_ahp_voice *voice)
{
    put(page, " under ");
    if (voice->missing_count == 0) {
        put(page, crr_ahp_table(page->ahp->view.table)->id);
        return;
    }
    put(page, "exact for ");
    crr_write_count(&page->writer, voice->missing_count);
    put(page, voice->missing_count == 1 ? " missing judgement" : " missing judgements");
    if (voice->ri_approximate)
        put(page, ", approximate: RI by the linear rule");
}

static void
put_tested(struct page *page, const struct crr_ahp_voice *voice)
{
    put(page, crr_verdict_word(voice->verdict));
    put(page, ", ");
    put_ratio(page, voice->decisive_cr);
    put_table(page, voice);
    put(page, ", limit ");
    crr_write_real(&page->writer, page->ahp->view.limit);
}

static void
put_voice(struct page *page, const struct crr_ahp_voice *voice, size_t n)
{
    if (!voice->connected)
        put(page, "the judgements do not connect, so that no weights follow");
    else if (n == 1)
        put(page, "consistent: there is nothing to compare");
    else if (n == 2)
        put(page, "consistent: two elements are always consistent");
    else if (voice->verdict == CRR_AHP_NOT_TESTABLE)
        put(page, "not testable: no judgement more than connects the elements, so that "
                  "nothing could contradict");
    else
        put_tested(page, voice);
}

static void
put_consistency(struct page *page, const struct crr_ahp_node_view *node)
{
    const struct crr_ahp_voice *group = &node->group;

    put(page, node->expert_count > 0 ? "  together: " : "  ");
    put_voice(page, group, node->child_count);
    put(page, "\n");
    if (node->child_count <= 2 || isnan(group->decisive_cr))
        return;
    put_fixed(page, "  index CI ", group->ci);
    put(page, crr_index_passes(group)
                  ? " <= 0.1: consistent by the article's index\n"
                  : " > 0.1: not consistent by the article's index\n");
}

/* ---- Weights ---- */

/* Whether the two vectors, or the weights and the vector by the method, are printed
 * differently. */
static bool
vectors_differ(const struct crr_ahp_node_view *node)
{
    const struct crr_ahp_voice *group = &node->group;

    if (node->scores || !group->connected)
        return false;
    for (size_t i = 0; i < node->child_count; i++) {
        char mean[CRR_REAL_SIZE], vector[CRR_REAL_SIZE];

        crr_real_print_fixed(group->geometric_mean[i], PLACES, mean);
        crr_real_print_fixed(group->eigenvector[i], PLACES, vector);
        if (strcmp(mean, vector) != 0)
            return true;
    }
    return false;
}

static void
give_weights(struct crr_columns *columns, const struct crr_ahp_node_view *node)
{
    bool both = vectors_differ(node);

    columns->numbers[1] = columns->numbers[2] = columns->numbers[3] = true;
    crr_columns_text(columns, "child");
    crr_columns_text(columns, "weight");
    if (both || node->scores)
        crr_columns_text(columns, node->scores ? "score" : "geometric mean");
    if (both)
        crr_columns_text(columns, "eigenvector");
    crr_columns_end(columns);
    for (size_t i = 0; i < node->child_count; i++) {
        crr_columns_name(columns, node->children[i]);
        if (node->frozen)
            crr_columns_decimal(columns, node->frozen[i], node->places);
        else
            crr_columns_text(columns, "-");
        if (node->scores)
            crr_columns_fixed(columns, node->scores[i], PLACES);
        if (both) {
            crr_columns_fixed(columns, node->group.geometric_mean[i], PLACES);
            crr_columns_fixed(columns, node->group.eigenvector[i], PLACES);
        }
        crr_columns_end(columns);
    }
}

static struct crr_columns
new_columns(struct page *page)
{
    return (struct crr_columns){
        .writer = &page->writer, .measuring = true, .indent = INDENT};
}

static void
put_weights(struct page *page, const struct crr_ahp_node_view *node)
{
    struct crr_columns columns = new_columns(page);

    give_weights(&columns, node);
    columns.measuring = false;
    give_weights(&columns, node);
}

static void
put_completed(struct page *page, const struct crr_ahp_node_view *node)
{
    const struct crr_ahp_voice *group = &node->group;
    size_t n = node->child_count;

    for (size_t i = 0; group->completed && i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            if (group->ratios[i * n + j] != 0)
                continue;
            put(page, "  nobody judged ");
            put_name(page, node->children[i]);
            put(page, "/");
            put_name(page, node->children[j]);
            put_fixed(page, "; lambda_max is least with ", group->completed[i * n + j]);
            put(page, "\n");
        }
    }
}

/* ---- Experts ---- */

static void
put_experts(struct page *page, const struct crr_ahp_node_view *node)
{
    for (size_t i = 0; i < node->expert_count; i++) {
        const struct crr_ahp_voice *voice = &node->experts[i];

        put(page, "  ");
        put_name(page, voice->name);
        put_fixed(page, ", share ", voice->voting_weight);
        put(page, ": ");
        put_voice(page, voice, node->child_count);
        put(page, "\n");
    }
    if (isnan(node->consensus))
        return;
    put_fixed(page, "  consensus ", node->consensus);
    if (node->outlier < node->expert_count) {
        put(page, "; outlier: ");
        put_name(page, node->experts[node->outlier].name);
        put(page, ", without whom it is highest");
    }
    put(page, "\n");
}

static void
put_node(struct page *page, const struct crr_ahp_node_view *node)
{
    put_name(page, node->id);
    put(page, "\n");
    put_weights(page, node);
    if (node->scores) {
        put(page, "  scored: there is nothing to test\n\n");
        return;
    }
    put_completed(page, node);
    put_consistency(page, node);
    put_experts(page, node);
    put(page, "\n");
}

/* ---- The hierarchy ---- */

static void
give_leaves(struct crr_columns *columns, const struct crr_ahp_tree_view *tree)
{
    columns->numbers[1] = true;
    for (size_t i = 0; i < tree->leaf_count; i++) {
        crr_columns_name(columns, tree->leaves[i].name);
        if (tree->leaves[i].units >= 0)
            crr_columns_decimal(columns, tree->leaves[i].units, GLOBAL_PLACES);
        else
            crr_columns_text(columns, "-");
        crr_columns_end(columns);
    }
}

static void
put_level(struct page *page, const struct crr_ahp_level_view *level)
{
    put(page, "  level ");
    crr_write_count(&page->writer, level->depth);
    if (isnan(level->cr))
        put(page, ": not testable");
    else
        put_fixed(page, ": CR ", level->cr);
    put(page, "\n");
}

static void
put_hierarchy(struct page *page, const struct crr_ahp_tree_view *tree)
{
    struct crr_columns columns = new_columns(page);

    put(page, "total ranking (层次总排序)\n");
    give_leaves(&columns, tree);
    columns.measuring = false;
    give_leaves(&columns, tree);
    for (size_t i = 0; i < tree->level_count; i++)
        put_level(page, &tree->levels[i]);
    put(page, "  ");
    put(page, crr_verdict_word(tree->verdict));
    if (isnan(tree->cr))
        put(page, ": CR of the hierarchy is not testable");
    else
        put_fixed(page, ": CR of the hierarchy ", tree->cr);
    if (tree->worst < tree->node_count) {
        put(page, "; worst node: ");
        put_name(page, tree->nodes[tree->worst].id);
    }
    put(page, "\n\n");
}

static void
put_tree(struct page *page, const struct crr_ahp_tree_view *tree)
{
    if (tree->segment.length > 0) {
        put(page, "segment ");
        put_name(page, tree->segment);
        put(page, "\n\n");
    }
    for (size_t i = 0; i < tree->node_count; i++)
        put_node(page, &tree->nodes[i]);
    if (tree->node_count > 1)
        put_hierarchy(page, tree);
}

enum crr_status
crr_ahp_write_text(const struct crr_ahp *ahp,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    struct page page = {.ahp = ahp};

    if (!ahp || !write)
        return CRR_E_ARGUMENT;
    crr_writer_init(&page.writer, write, user);
    for (size_t i = 0; i < ahp->view.tree_count; i++)
        put_tree(&page, &ahp->view.trees[i]);
    put(&page, "weights by the ");
    put(&page, ahp->view.method == CRR_AHP_EIGENVECTOR ? "eigenvector"
                                                       : "row geometric mean (方根法)");
    put(&page, "; ");
    put(&page, crr_verdict_word(ahp->view.verdict));
    put(&page, "; judgements' digest ");
    crr_write_bytes(&page.writer, ahp->view.digest, 16);
    put(&page, "...\n");
    return crr_writer_flush(&page.writer) ? CRR_OK : CRR_E_WRITE;
}

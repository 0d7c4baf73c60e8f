/* The report: everything on one page, to be followed with a calculator. */
#include "ahp/markdown.h"

#include "ahp/steps.h"
#include "ahp/written.h"
#include "base/span.h"
#include "crr/version.h"

static void
put_line(struct crr_page *page, const char *key, const char *value)
{
    crr_page_put(page, "| ");
    crr_page_put(page, key);
    crr_page_text_cell(page, crr_text_of(value));
    crr_page_end(page);
}

static void
put_head(struct crr_page *page)
{
    const struct crr_ahp_view *view = &page->ahp->view;
    char version[CRR_VERSION_SIZE];

    crr_page_put(page, "# Weights from judgements\n\n| | |\n|---|---|\n");
    put_line(page, "digest of the judgements (SHA-256) ", view->digest);
    put_line(page, "libcrr-ahp ", CRR_VERSION);
    crr_blas_version(version);
    put_line(page, "BLAS ", version);
    crr_lapack_version(version);
    put_line(page, "LAPACK ", version);
    put_line(page, "weights by ", crr_method_word(view->method));
    put_line(page, "experts are put together by their ", view->aggregation);
    put_line(page, "random index that decides ", crr_ahp_table(view->table)->id);
    put_line(page, "its source ", crr_ahp_table(view->table)->source);
    crr_page_put(page, "| limit of CR ");
    crr_page_real_cell(page, view->limit);
    crr_page_end(page);
    put_line(page, "verdict ", crr_verdict_word(view->verdict));
    crr_page_put(page,
        "\nAn entry aᵢⱼ of a matrix says how many times more important the element of "
        "row i is than that of column j; aⱼᵢ = 1/aᵢⱼ. Numbers have 12 significant "
        "digits; – stands where there is none.\n");
}

/* ---- The hierarchy ---- */

static void
put_leaves(struct crr_page *page, const struct crr_ahp_tree_view *tree)
{
    crr_page_heading(page, 0);
    crr_page_put(page,
        "Total ranking (层次总排序)\n\nThe sum over the ways from the root of the "
        "products of the weights; unrounded, and as integers of 10^-9 that are "
        "apportioned from the root down over the frozen weights:\n\n"
        "| | unrounded | weight |\n");
    crr_page_rule(page, 2);
    for (size_t i = 0; i < tree->leaf_count; i++) {
        crr_page_text_cell(page, tree->leaves[i].name);
        crr_page_real_cell(page, tree->leaves[i].weight);
        crr_page_cell(page);
        if (tree->leaves[i].units >= 0)
            crr_write_decimal(&page->writer, tree->leaves[i].units, 9);
        else
            crr_page_put(page, "–");
        crr_page_put(page, " ");
        crr_page_end(page);
    }
}

static void
put_sums(struct crr_page *page, double ci, double ri, double cr)
{
    crr_page_real_cell(page, ci);
    crr_page_real_cell(page, ri);
    crr_page_real_cell(page, cr);
    crr_page_end(page);
}

static void
put_levels(struct crr_page *page, const struct crr_ahp_tree_view *tree)
{
    crr_page_put(page, "\nConsistency level by level, a the weights of the nodes whose "
                       "children lie there; – is not testable:\n\n"
                       "| depth | Σ a CI | Σ a RI | CR |\n|---|---:|---:|---:|\n");
    for (size_t i = 0; i < tree->level_count; i++) {
        const struct crr_ahp_level_view *level = &tree->levels[i];

        crr_page_put(page, "| ");
        crr_page_count(page, level->depth);
        crr_page_put(page, " ");
        put_sums(page, level->ci, level->ri, level->cr);
    }
    crr_page_put(page, "| all ");
    put_sums(page, tree->ci, tree->ri, tree->cr);
    crr_page_put(page, "\nVerdict: **");
    crr_page_put(page, crr_verdict_word(tree->verdict));
    crr_page_put(page, "**; a hierarchy is consistent only if every node is.");
    if (tree->worst < tree->node_count) {
        crr_page_put(page, " The node with the greatest CR: ");
        crr_page_text(page, tree->nodes[tree->worst].id);
        crr_page_put(page, ".");
    }
    crr_page_put(page, "\n");
}

static void
put_tree(struct crr_page *page, const struct crr_judged_tree *judged,
    const struct crr_ahp_tree_view *tree)
{
    page->depth = 2;
    if (tree->segment.length > 0) {
        crr_page_heading(page, 0);
        crr_page_put(page, "Segment ");
        crr_page_text(page, tree->segment);
        crr_page_put(page, "\n");
        page->depth = 3;
    }
    for (size_t i = 0; i < tree->node_count; i++)
        crr_page_node(page, &judged->nodes[i], &tree->nodes[i]);
    put_leaves(page, tree);
    put_levels(page, tree);
}

enum crr_status
crr_ahp_write_report_markdown(const struct crr_ahp *ahp,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    struct crr_page page = {.ahp = ahp};

    if (!ahp || !write)
        return CRR_E_ARGUMENT;
    crr_writer_init(&page.writer, write, user);
    put_head(&page);
    for (size_t i = 0; i < ahp->view.tree_count; i++)
        put_tree(&page, &ahp->judgements->trees[i], &ahp->view.trees[i]);
    return crr_writer_flush(&page.writer) ? CRR_OK : CRR_E_WRITE;
}

/* One matrix on the report's page: judgements, the method of roots step by step, the
 * eigenvector, consistency. */
#include "ahp/markdown.h"

#include <math.h>
#include "ahp/real.h"
#include "ahp/steps.h"
#include "ahp/written.h"
#include "base/span.h"

/* ---- Judgements ---- */

static void
put_entry(struct crr_page *page, const struct crr_judge *judge,
    const struct crr_ahp_voice *voice, size_t n, size_t i, size_t j)
{
    crr_page_cell(page);
    if (voice->ratios[i * n + j] == 0) {
        crr_page_put(page, "*");
        crr_page_real(page, voice->completed ? voice->completed[i * n + j] : NAN);
        crr_page_put(page, "*");
    } else if (judge) {
        crr_page_rational(page, crr_judged_entry(judge, n, i, j));
    } else {
        crr_page_real(page, voice->ratios[i * n + j]);
    }
    crr_page_put(page, " ");
}

static void
put_matrix(struct crr_page *page, const struct crr_ahp_node_view *node,
    const struct crr_judge *judge, const struct crr_ahp_voice *voice)
{
    size_t n = node->child_count;

    crr_page_children(page, node);
    for (size_t i = 0; i < n; i++) {
        crr_page_text_cell(page, node->children[i]);
        for (size_t j = 0; j < n; j++)
            put_entry(page, judge, voice, n, i, j);
        crr_page_end(page);
    }
    if (voice->missing_count == 0)
        return;
    crr_page_put(page, "\nIn *italics*: what nobody judged (");
    crr_page_count(page, voice->missing_count);
    crr_page_put(page, voice->missing_count == 1 ? " pair)" : " pairs)");
    crr_page_put(page, voice->connected
                           ? ", with the values that make λ_max least.\n"
                           : "; the rest does not connect: no weights follow.\n");
}

/* ---- Weights ---- */

static void
put_step(struct crr_page *page, const struct crr_ahp_node_view *node,
    const struct crr_judge *judge, const struct crr_ahp_voice *voice, size_t row)
{
    struct crr_root_step step = crr_root_step(judge, voice, node->child_count, row);
    char product[CRR_REAL_SIZE];

    crr_product_print(&step, product);
    crr_page_text_cell(page, node->children[row]);
    crr_page_cell(page);
    crr_page_put(page, product);
    crr_page_put(page, " ");
    crr_page_real_cell(page, step.root);
    crr_page_real_cell(page, voice->geometric_mean[row]);
    crr_page_real_cell(page, step.image);
    crr_page_real_cell(page, step.ratio);
    crr_page_end(page);
}

static void
put_roots(struct crr_page *page, const struct crr_ahp_node_view *node,
    const struct crr_judge *judge, const struct crr_ahp_voice *voice)
{
    size_t n = node->child_count;

    crr_page_put(page, "\nRow geometric mean (方根法)");
    if (voice->missing_count > 0)
        crr_page_put(page, ", wᵢ/wⱼ in place of what nobody judged: the least squares "
                           "of the logarithms, which give themselves again");
    crr_page_put(page, ":\n\n| | product of the row | ");
    crr_page_count(page, n);
    crr_page_put(page, n == 2 ? "nd" : n == 3 ? "rd" : "th");
    crr_page_put(page, " root | wᵢ = root / sum | (Aw)ᵢ | (Aw)ᵢ / wᵢ |\n");
    crr_page_rule(page, 5);
    for (size_t i = 0; i < n; i++)
        put_step(page, node, judge, voice, i);
    crr_page_put(page, "| sum of the roots, mean of the last column | ");
    crr_page_real_cell(page, crr_root_sum(voice, n));
    crr_page_put(page, "| | ");
    crr_page_real_cell(page, voice->lambda_geometric_mean);
    crr_page_end(page);
}

static void
put_eigenvector(struct crr_page *page, const struct crr_ahp_node_view *node,
    const struct crr_ahp_voice *voice)
{
    size_t n = node->child_count;

    crr_page_put(page, "\nPrincipal eigenvector");
    if (voice->missing_count > 0)
        crr_page_put(page, " of the completed matrix");
    crr_page_put(page, ", λ_max = ");
    crr_page_real(page, voice->lambda_max);
    crr_page_put(page, ", which lies between the least and the greatest (Av)ᵢ / vᵢ, ");
    crr_page_real(page, voice->lambda_low);
    crr_page_put(page, " and ");
    crr_page_real(page, voice->lambda_high);
    crr_page_put(page, " (Collatz, Wielandt); with the errors of the weights by the "
                       "method:\n\n| | vᵢ | (Av)ᵢ | (Av)ᵢ / vᵢ | error |\n");
    crr_page_rule(page, 4);
    for (size_t i = 0; i < n; i++) {
        double image = crr_eigenvector_image(voice, n, i);

        crr_page_text_cell(page, node->children[i]);
        crr_page_real_cell(page, voice->eigenvector[i]);
        crr_page_real_cell(page, image);
        crr_page_real_cell(page, image / voice->eigenvector[i]);
        crr_page_real_cell(page, voice->errors[i]);
        crr_page_end(page);
    }
}

/* ---- Consistency ---- */

static void
put_table(
    struct crr_page *page, const struct crr_ahp_voice *voice, size_t n, size_t table)
{
    const struct crr_ahp_view *view = &page->ahp->view;
    bool decides = voice->missing_count > 0 || table == view->table;
    double ri = voice->missing_count > 0 ? voice->ri : crr_random_index(table, n);

    if (isnan(voice->cr[table]))
        return;
    crr_page_put(page, decides ? "| **" : "| ");
    crr_page_put(page, crr_ahp_table(table)->id);
    if (n > 2 && n <= crr_ahp_table(table)->disputed)
        crr_page_put(page, " (disputed for this n)");
    crr_page_put(page, decides ? "** " : " ");
    crr_page_real_cell(page, ri);
    crr_page_real_cell(page, voice->cr[table]);
    crr_page_cell(page);
    crr_page_put(page, crr_round_significant(voice->cr[table]) <= view->limit
                           ? "consistent "
                           : "inconsistent ");
    crr_page_end(page);
}

static void
put_tables(struct crr_page *page, const struct crr_ahp_voice *voice, size_t n)
{
    if (voice->missing_count > 0) {
        crr_page_put(page, " RI of ");
        crr_page_count(page, n);
        crr_page_put(page, " elements with ");
        crr_page_count(page, voice->missing_count);
        crr_page_put(page, voice->ri_approximate
                               ? " missing judgements, approximate: by the linear rule "
                                 "(Ágoston, Csató 2022)."
                               : " missing judgements, simulated.");
    }
    crr_page_put(page, "\n\n| random index | RI | CR = CI / RI | |\n");
    crr_page_put(page, "|---|---:|---:|---|\n");
    for (size_t i = 0; i < CRR_AHP_TABLE_COUNT; i++)
        put_table(page, voice, n, i);
    crr_page_put(page, "\n");
}

static void
put_indices(struct crr_page *page, const struct crr_ahp_node_view *node,
    const struct crr_ahp_voice *voice)
{
    if (isfinite(voice->gci)) {
        crr_page_put(page, "Geometric consistency index GCI = ");
        crr_page_real(page, voice->gci);
        crr_page_put(page, " (CR = 0.1 corresponds to ");
        crr_page_real(page, voice->gci_limit);
        crr_page_put(page, "; Aguarón, Moreno-Jiménez 2003). ");
    }
    if (isfinite(voice->koczkodaj)) {
        crr_page_put(page, "Koczkodaj's index = ");
        crr_page_real(page, voice->koczkodaj);
        crr_page_put(page, " at ");
        for (size_t i = 0; i < 3; i++) {
            crr_page_put(page, i == 0 ? "" : ", ");
            crr_page_text(page, node->children[voice->triad[i]]);
        }
        crr_page_put(page, ". ");
    }
    crr_page_put(page, "Circular triads: ");
    crr_page_count(page, voice->circular_triad_count);
    crr_page_put(page, ". Judgements beyond those that a tree needs: ");
    crr_page_count(page, voice->redundant_count);
    crr_page_put(page, ".\n");
}

static void
put_consistency(struct crr_page *page, const struct crr_ahp_node_view *node,
    const struct crr_ahp_voice *voice)
{
    size_t n = node->child_count;

    if (n <= 2) {
        crr_page_put(page, "\n**consistent**: up to two elements are always consistent "
                           "(CI, CR, GCI and Koczkodaj's index are 0).\n");
        return;
    }
    crr_page_put(page, "\nCI = (λ_max − n) / (n − 1) = ");
    crr_page_real(page, voice->ci);
    if (voice->verdict == CRR_AHP_NOT_TESTABLE) {
        crr_page_put(page, ". **not testable**: no judgement more than connects the "
                           "elements, so that nothing could contradict.");
        crr_page_put(page, isfinite(voice->gci_limit) ? " GCI's limit would be " : "");
        if (isfinite(voice->gci_limit))
            crr_page_real(page, voice->gci_limit);
        crr_page_put(page, ".\n");
        return;
    }
    crr_page_put(page, crr_index_passes(voice)
                           ? " ≤ 0.1: consistent by the article's index."
                           : " > 0.1: not consistent by the article's index.");
    put_tables(page, voice, n);
    put_indices(page, node, voice);
    crr_page_put(page, "\n**");
    crr_page_put(page, crr_verdict_word(voice->verdict));
    crr_page_put(page, "**: CR = ");
    crr_page_real(page, voice->decisive_cr);
    crr_page_put(page, voice->verdict == CRR_AHP_CONSISTENT ? ", within " : ", above ");
    crr_page_real(page, page->ahp->view.limit);
    crr_page_put(page, ".\n");
}

void
crr_page_voice(struct crr_page *page, const struct crr_ahp_node_view *node,
    const struct crr_judge *judge, const struct crr_ahp_voice *voice)
{
    put_matrix(page, node, judge, voice);
    if (!voice->connected)
        return;
    put_roots(page, node, judge, voice);
    put_eigenvector(page, node, voice);
    put_consistency(page, node, voice);
}

/* A node on the report's page: its experts, what they make together, its weights. */
#include "ahp/markdown.h"

#include <math.h>
#include "ahp/steps.h"
#include "ahp/written.h"
#include "base/span.h"

static void
put_rationale(struct crr_page *page, struct crr_text rationale)
{
    if (rationale.length == 0)
        return;
    crr_page_put(page, "\n> Rationale: ");
    crr_page_text(page, rationale);
    crr_page_put(page, "\n");
}

/* ---- Experts ---- */

static void
put_expert(struct crr_page *page, const struct crr_judge *judge,
    const struct crr_ahp_node_view *node, const struct crr_ahp_voice *voice)
{
    crr_page_heading(page, 1);
    crr_page_put(page, "Expert ");
    crr_page_text(page, voice->name);
    crr_page_put(page, "\n");
    put_rationale(page, voice->rationale);
    crr_page_put(page, "\nVoting weight ");
    crr_page_rational(page, judge->voting_weight);
    crr_page_put(page, ", a share of ");
    crr_page_real(page, voice->voting_weight);
    crr_page_put(page, ".\n");
    crr_page_voice(page, node, judge, voice);
}

/* "A 3^0.5 · B 2^0.5" for the experts who judged the pair. */
static void
put_voices(struct crr_page *page, const struct crr_judged_node *judged,
    const struct crr_ahp_node_view *node, size_t i, size_t j)
{
    size_t n = node->child_count;
    bool started = false;

    crr_page_cell(page);
    for (size_t k = 0; k < node->expert_count; k++) {
        struct crr_rational value = crr_judged_entry(&judged->judges[k], n, i, j);

        if (value.numerator == 0)
            continue;
        crr_page_put(page, started ? " · (" : "(");
        started = true;
        crr_page_rational(page, value);
        crr_page_put(page, ")^");
        crr_page_real(page, crr_pair_share(node, k, i * n + j));
        crr_page_put(page, " ");
        crr_page_text(page, node->experts[k].name);
    }
    crr_page_put(page, " ");
}

static void
put_pairs(struct crr_page *page, const struct crr_judged_node *judged,
    const struct crr_ahp_node_view *node)
{
    size_t n = node->child_count;

    crr_page_heading(page, 1);
    crr_page_put(page,
        "Judgements put together (AIJ)\n\nThe product of the judgements, "
        "each to the power of its voice's share among those who judged "
        "the pair (Aczél, Saaty 1983):\n\n| pair | voices | together "
        "|\n|---|---|---:|\n");
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            double value = node->group.ratios[i * n + j];

            crr_page_text_cell(page, node->children[i]);
            crr_page_put(page, "/ ");
            crr_page_text(page, node->children[j]);
            crr_page_put(page, " ");
            put_voices(page, judged, node, i, j);
            crr_page_real_cell(page, value == 0 ? NAN : value);
            crr_page_end(page);
        }
    }
}

static void
put_without(struct crr_page *page, const struct crr_ahp_node_view *node)
{
    size_t n = node->child_count;

    if (!node->without)
        return;
    crr_page_put(page, "\nThe weights without each of the experts:\n");
    crr_page_children(page, node);
    for (size_t i = 0; i < node->expert_count; i++) {
        crr_page_text_cell(page, node->experts[i].name);
        for (size_t j = 0; j < n; j++)
            crr_page_real_cell(page, node->without[i * n + j]);
        crr_page_end(page);
    }
}

static void
put_agreement(struct crr_page *page, const struct crr_ahp_node_view *node)
{
    if (isfinite(node->consensus)) {
        crr_page_heading(page, 1);
        crr_page_put(page, "Agreement\n\nConsensus of the experts' weights (Goepel "
                           "2013) = ");
        crr_page_real(page, node->consensus);
        if (node->outlier < node->expert_count) {
            crr_page_put(page, "; the outlier, without whom it is highest: ");
            crr_page_text(page, node->experts[node->outlier].name);
        }
        crr_page_put(page, ".\n");
    }
    put_without(page, node);
}

/* ---- Weights ---- */

static const char *
source_of(const struct crr_page *page, const struct crr_ahp_node_view *node)
{
    bool by_eigenvector = page->ahp->view.method == CRR_AHP_EIGENVECTOR;

    if (node->scores)
        return "the scores over their sum";
    if (node->expert_count > 0 &&
        page->ahp->judgements->aggregation == CRR_AGGREGATE_PRIORITIES)
        return "the geometric mean of the experts' weights by their voting weights, "
               "normalised (AIP)";
    if (node->expert_count > 0 &&
        page->ahp->judgements->aggregation == CRR_AGGREGATE_PRIORITIES_ARITHMETIC)
        return "the arithmetic mean of the experts' weights by their voting weights "
               "(AIP)";
    return by_eigenvector ? "the principal eigenvector" : "the row geometric mean";
}

static void
put_weights(struct crr_page *page, const struct crr_judged_node *judged,
    const struct crr_ahp_node_view *node)
{
    crr_page_heading(page, 1);
    crr_page_put(page, "Weights\n\nFrom ");
    crr_page_put(page, source_of(page, node));
    crr_page_put(page, "; frozen with ");
    crr_page_count(page, (size_t)node->places);
    crr_page_put(
        page, " decimal places by the largest remainders, so that they sum to ");
    crr_page_count(page, (size_t)node->total);
    crr_page_put(page, ". The node's own weight in the hierarchy is ");
    crr_page_real(page, node->global);
    crr_page_put(page, node->scores ? ".\n\n| | score | unrounded | weight |\n"
                                    : ".\n\n| | unrounded | weight |\n");
    crr_page_rule(page, node->scores ? 3 : 2);
    for (size_t i = 0; i < node->child_count; i++) {
        crr_page_text_cell(page, node->children[i]);
        if (node->scores) {
            crr_page_cell(page);
            crr_page_rational(page, judged->scores[i]);
            crr_page_put(page, " ");
        }
        crr_page_real_cell(page, node->weights[i]);
        crr_page_cell(page);
        if (node->frozen)
            crr_write_decimal(&page->writer, node->frozen[i], node->places);
        else
            crr_page_put(page, "–");
        crr_page_put(page, " ");
        crr_page_end(page);
    }
    crr_page_put(page, "\nVerdict on the node: **");
    crr_page_put(page, crr_verdict_word(node->verdict));
    crr_page_put(page, "**.\n");
}

void
crr_page_node(struct crr_page *page, const struct crr_judged_node *judged,
    const struct crr_ahp_node_view *node)
{
    crr_page_heading(page, 0);
    crr_page_text(page, node->id);
    crr_page_put(page, "\n");
    put_rationale(page, node->rationale);
    for (size_t i = 0; i < node->expert_count; i++)
        put_expert(page, &judged->judges[i], node, &node->experts[i]);
    if (node->expert_count > 0)
        put_pairs(page, judged, node);
    if (!node->scores)
        crr_page_voice(page, node, node->expert_count > 0 ? NULL : &judged->judges[0],
            &node->group);
    put_agreement(page, node);
    put_weights(page, judged, node);
}

/* The judgements and the steps of the computation as JSON: what the report adds. */
#include "ahp/steps.h"
#include "ahp/written.h"

#include <math.h>

static void
write_judgements(struct crr_json *json, const struct crr_judge *judge, size_t n)
{
    crr_json_open(json, "judgements", '[');
    for (size_t i = 0; i < n; i++) {
        crr_json_open_flat(json, NULL, '[');
        for (size_t j = 0; j < n; j++) {
            struct crr_rational value = crr_judged_entry(judge, n, i, j);

            if (value.numerator == 0)
                crr_json_null(json, NULL);
            else
                crr_json_rational(json, NULL, value);
        }
        crr_json_close(json, ']');
    }
    crr_json_close(json, ']');
}

static void
write_step(struct crr_json *json, const struct crr_ahp_node_view *view,
    const struct crr_ahp_voice *voice, const struct crr_judge *judge, size_t row)
{
    size_t n = view->child_count;
    struct crr_root_step step = crr_root_step(judge, voice, n, row);
    double image = crr_eigenvector_image(voice, n, row);
    char product[CRR_REAL_SIZE];

    crr_json_open_flat(json, NULL, '{');
    crr_json_text(json, "child", view->children[row]);
    crr_product_print(&step, product);
    crr_json_string(json, "product", product);
    crr_json_real(json, "root", step.root);
    crr_json_real(json, "weight", voice->geometric_mean[row]);
    crr_json_real(json, "image", step.image);
    crr_json_real(json, "ratio", step.ratio);
    crr_json_real(json, "eigenvector_image", image);
    crr_json_real(json, "eigenvector_ratio", image / voice->eigenvector[row]);
    crr_json_close(json, '}');
}

static void
write_steps(struct crr_json *json, const struct crr_ahp_node_view *view,
    const struct crr_ahp_voice *voice, const struct crr_judge *judge)
{
    if (!voice->connected) {
        crr_json_null(json, "steps");
        return;
    }
    crr_json_open(json, "steps", '[');
    for (size_t i = 0; i < view->child_count; i++)
        write_step(json, view, voice, judge, i);
    crr_json_close(json, ']');
    crr_json_real(json, "sum_of_roots", crr_root_sum(voice, view->child_count));
}

void
crr_write_voice_steps_json(struct crr_results *results, const struct crr_judge *judge,
    const struct crr_ahp_node_view *view, const struct crr_ahp_voice *voice)
{
    write_judgements(&results->json, judge, view->child_count);
    write_steps(&results->json, view, voice, judge);
}

/* ---- Judgements put together ---- */

/* Who judged the pair, with which share, and what that makes. */
static void
write_pair(struct crr_json *json, const struct crr_judged_node *node,
    const struct crr_ahp_node_view *view, size_t i, size_t j)
{
    size_t n = view->child_count, pair = i * n + j;

    crr_json_open(json, NULL, '{');
    crr_json_text(json, "row", view->children[i]);
    crr_json_text(json, "column", view->children[j]);
    crr_json_open(json, "voices", '[');
    for (size_t k = 0; k < view->expert_count; k++) {
        struct crr_rational value = crr_judged_entry(&node->judges[k], n, i, j);

        if (value.numerator == 0)
            continue;
        crr_json_open_flat(json, NULL, '{');
        crr_json_text(json, "name", view->experts[k].name);
        crr_json_rational(json, "judgement", value);
        crr_json_real(json, "weight", crr_pair_share(view, k, pair));
        crr_json_close(json, '}');
    }
    crr_json_close(json, ']');
    if (view->group.ratios[pair] == 0)
        crr_json_null(json, "value");
    else
        crr_json_real(json, "value", view->group.ratios[pair]);
    crr_json_close(json, '}');
}

static void
write_pairs(struct crr_json *json, const struct crr_judged_node *node,
    const struct crr_ahp_node_view *view)
{
    crr_json_open(json, "pairs", '[');
    for (size_t i = 0; i < view->child_count; i++)
        for (size_t j = i + 1; j < view->child_count; j++)
            write_pair(json, node, view, i, j);
    crr_json_close(json, ']');
}

static void
write_exact_scores(struct crr_json *json, const struct crr_judged_node *node,
    const struct crr_ahp_node_view *view)
{
    crr_json_open_flat(json, "judgements", '{');
    for (size_t i = 0; i < view->child_count; i++) {
        crr_json_name(json, view->children[i]);
        crr_json_rational(json, NULL, node->scores[i]);
    }
    crr_json_close(json, '}');
}

/* By what CI is divided under each table. */
static void
write_indices(struct crr_json *json, const struct crr_ahp_node_view *view)
{
    const struct crr_ahp_voice *group = &view->group;

    crr_json_open_flat(json, "random_indices", '{');
    for (size_t i = 0; i < CRR_AHP_TABLE_COUNT; i++)
        if (!isnan(group->cr[i]))
            crr_json_real(json, crr_ahp_table(i)->id,
                group->missing_count > 0 ? group->ri
                                         : crr_random_index(i, view->child_count));
    crr_json_close(json, '}');
}

void
crr_write_node_steps_json(struct crr_results *results,
    const struct crr_judged_node *node, const struct crr_ahp_node_view *view)
{
    struct crr_json *json = &results->json;
    size_t n = view->child_count;

    if (view->scores) {
        write_exact_scores(json, node, view);
        return;
    }
    write_indices(json, view);
    if (node->has_experts)
        write_pairs(json, node, view);
    else
        write_judgements(json, &node->judges[0], n);
    write_steps(json, view, &view->group, node->has_experts ? NULL : &node->judges[0]);
}

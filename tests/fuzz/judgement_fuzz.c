/* Fuzzes judgements: whatever the text is, deriving ends in weights or in findings.
 * Weights are positive and sum to 1, frozen ones sum exactly, λ lies between its
 * bounds, what the JSON, the text and the report write can be written. The first byte
 * chooses YAML or CSV. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "crr/ahp.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
require(bool held)
{
    if (!held)
        abort();
}

static int
count_bytes(void *user, const char *at, size_t length)
{
    (void)at;
    *(size_t *)user += length;
    return 0;
}

static void
check_voice(const struct crr_ahp_voice *voice, size_t n)
{
    if (!voice->connected)
        return;
    double slack = 1e-9 * voice->lambda_max;
    require(voice->lambda_low <= voice->lambda_max + slack);
    require(voice->lambda_max <= voice->lambda_high + slack);
    require(voice->lambda_max >= (double)n - slack);
    require(voice->ci >= 0);
}

static void
check_node(const struct crr_ahp_node_view *node)
{
    double sum = 0;
    int64_t units = 0, total = node->total;

    for (int i = 0; i < node->places; i++)
        total *= 10;
    for (size_t i = 0; i < node->child_count; i++) {
        require(node->weights[i] > 0);
        sum += node->weights[i];
        units += node->frozen ? node->frozen[i] : 0;
    }
    require(fabs(sum - 1) < 1e-9);
    require(!node->frozen || units == total);
    if (!node->scores)
        check_voice(&node->group, node->child_count);
    for (size_t i = 0; i < node->expert_count; i++)
        check_voice(&node->experts[i], node->child_count);
}

static void
check_tree(const struct crr_ahp_tree_view *tree)
{
    int64_t units = 0;
    bool all = true;

    for (size_t i = 0; i < tree->node_count; i++)
        check_node(&tree->nodes[i]);
    for (size_t i = 0; i < tree->leaf_count; i++) {
        all = all && tree->leaves[i].units >= 0;
        units += tree->leaves[i].units;
    }
    require(!all || units == 1000000000);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct crr_ahp *ahp;
    size_t written = 0;

    if (length < 1)
        return 0;
    struct crr_text text = {(const char *)bytes + 1, length - 1};
    if (crr_ahp_derive(text, bytes[0] == 'c' ? "fuzz.csv" : "fuzz.yaml", NULL, &ahp,
            NULL) != CRR_OK)
        return 0;
    const struct crr_ahp_view *view = crr_ahp_view(ahp);
    for (size_t i = 0; i < view->tree_count; i++)
        check_tree(&view->trees[i]);
    require(crr_ahp_write_json(ahp, count_bytes, &written) == CRR_OK);
    require(crr_ahp_write_text(ahp, count_bytes, &written) == CRR_OK);
    require(crr_ahp_write_report_json(ahp, count_bytes, &written) == CRR_OK);
    require(crr_ahp_write_report_markdown(ahp, count_bytes, &written) == CRR_OK);
    require(written > 0);
    crr_ahp_free(ahp);
    return 0;
}

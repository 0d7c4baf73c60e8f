/* combine: of a group: a weighted sum, the maximum, an ordered weighted average, a risk
 * matrix. */
#include "model/combine.h"

/* Reports keys that another way to combine has. */
static bool
check_keys(struct crr_reader *reader, const struct crr_factor_draft *draft)
{
    const struct {
        const struct crr_yaml_node *node;
        const char *key;
        enum crr_combine combine;
    } keys[] = {{draft->order_weights, "order_weights", CRR_COMBINE_OWA},
        {draft->scales, "scales", CRR_COMBINE_MATRIX},
        {draft->cells, "cells", CRR_COMBINE_MATRIX},
        {draft->times, "times", CRR_COMBINE_MATRIX},
        {draft->residual_of, "residual_of", CRR_COMBINE_MATRIX},
        {draft->mitigated, "mitigated", CRR_COMBINE_MATRIX}};
    bool good = true;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (!keys[i].node || keys[i].combine == draft->factor.combine)
            continue;
        size_t above = crr_reader_enter_key(reader, crr_text_of(keys[i].key));
        crr_reader_finding(reader, CRR_F_COMBINE, keys[i].node,
            "only `combine: %s` has `%s`; remove it",
            keys[i].combine == CRR_COMBINE_OWA ? "owa" : "matrix", keys[i].key);
        crr_reader_leave(reader, above);
        good = false;
    }
    return good;
}

/* One weight of the order: not above the one before it. */
static bool
read_order_weight(struct crr_reader *reader, const struct crr_yaml_node *node,
    int64_t before, int64_t *ret)
{
    if (!crr_read_local_weight(reader, node, ret))
        return false;
    if (*ret >= 0 && *ret <= before)
        return true;
    crr_reader_finding(reader, CRR_F_COMBINE, node,
        "expected a weight from 0 to the one before it, for the highest points meet "
        "the first; found %.*s",
        CRR_SHOW(node->text));
    return false;
}

static bool
read_order_weights(struct crr_reader *reader, const struct crr_yaml_node *node,
    size_t member_count, struct crr_ast_factor *factor)
{
    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a list of weights"))
        return false;
    if (node->item_count != member_count) {
        crr_reader_finding(reader, CRR_F_COMBINE, node,
            "expected a weight for each of the %zu members, found %zu", member_count,
            node->item_count);
        return false;
    }
    int64_t *weights = crr_arena_array(reader->arena, member_count, sizeof *weights);
    int64_t before = CRR_WEIGHT_UNIT;
    int64_t sum = 0;
    for (size_t i = 0; weights && i < member_count; i++) {
        size_t above = crr_reader_enter_index(reader, i);
        bool good = read_order_weight(reader, node->items[i], before, &weights[i]);
        crr_reader_leave(reader, above);
        if (!good)
            return false;
        before = weights[i];
        sum += weights[i];
    }
    factor->order_weights = weights;
    if (!weights || sum == CRR_WEIGHT_UNIT)
        return weights;
    char found[CRR_NUMBER_SIZE];
    int total = crr_ast_of(reader)->weights_total;
    crr_fraction_print(sum, CRR_WEIGHT_UNIT / total, found);
    crr_reader_finding(reader, CRR_F_COMBINE, node,
        "expected weights that sum to %d, found a sum of %s", total, found);
    return false;
}

/* What a way to combine needs, with the trace. */
static bool
read_parts(struct crr_reader *reader, struct crr_factor_draft *draft)
{
    bool good = true;
    if (draft->factor.combine == CRR_COMBINE_MATRIX)
        return crr_read_risk_matrix(reader, draft);
    if (draft->factor.combine != CRR_COMBINE_OWA)
        return true;
    if (!draft->order_weights) {
        crr_reader_finding(reader, CRR_F_MISSING_KEY, draft->node,
            "expected the key `order_weights`: one for each member, the greatest "
            "first");
        return false;
    }
    size_t above = crr_reader_enter_key(reader, crr_text_of("order_weights"));
    good = read_order_weights(
        reader, draft->order_weights, draft->members->item_count, &draft->factor);
    crr_reader_leave(reader, above);
    return good;
}

bool
crr_read_combine(struct crr_reader *reader, struct crr_factor_draft *draft)
{
    static const struct crr_word words[] = {{"weighted", CRR_COMBINE_WEIGHTED},
        {"max", CRR_COMBINE_MAX}, {"owa", CRR_COMBINE_OWA},
        {"matrix", CRR_COMBINE_MATRIX}, {NULL, 0}};
    int combine = CRR_COMBINE_WEIGHTED;
    if (draft->combine) {
        size_t above = crr_reader_enter_key(reader, crr_text_of("combine"));
        bool good = crr_read_word(reader, draft->combine, words, &combine);
        crr_reader_leave(reader, above);
        if (!good)
            return false;
    }
    draft->factor.combine = (enum crr_combine)combine;
    return check_keys(reader, draft) && read_parts(reader, draft);
}

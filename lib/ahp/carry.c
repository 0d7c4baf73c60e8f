/* Weights of nodes carried over to the factors of a model, frozen, and written into its
 * text. */
#include "ahp/frozen.h"
#include "ahp/model_weights.h"
#include "base/decimal.h"

/* One group: the amounts that flow down from its node, whose order has every node after
 * those above it. */
static void
carry_group(const struct crr_model_weights *places,
    const struct crr_placed_group *group, const double *const *weights, double *amounts,
    double *ret_weights)
{
    const struct crr_judged_tree *tree = &places->trees[group->tree];

    for (uint32_t i = 0; i < tree->node_count; i++)
        amounts[i] = 0;
    for (uint32_t i = 0; i < group->group.member_count; i++)
        ret_weights[group->first + i] = 0;
    amounts[group->node] = 1;
    for (uint32_t i = 0; i < tree->node_count; i++) {
        uint32_t at = tree->order[i];
        const struct crr_judged_node *node = &tree->nodes[at];

        for (uint32_t j = 0; amounts[at] > 0 && j < node->child_count; j++) {
            const struct crr_judged_element *child = &tree->elements[node->children[j]];
            uint32_t member = crr_find_member(&group->group, child->name);
            double amount = amounts[at] * weights[at][j];

            if (member != CRR_NO_NODE)
                ret_weights[group->first + member] += amount;
            else
                amounts[child->node] += amount;
        }
    }
}

void
crr_model_weights_carry(const struct crr_model_weights *places, uint32_t tree,
    const double *const *weights, double *scratch, double *ret_weights)
{
    for (uint32_t i = 0; i < places->group_count; i++)
        if (places->groups[i].tree == tree)
            carry_group(places, &places->groups[i], weights, scratch, ret_weights);
}

bool
crr_model_weights_freeze(const struct crr_model_weights *places, const double *weights,
    int64_t *ret_units, size_t *ret_zero)
{
    int64_t units = places->total * crr_power_of_ten(places->places);
    bool whole = true;

    for (uint32_t i = 0; i < places->group_count; i++) {
        const struct crr_placed_group *group = &places->groups[i];
        uint32_t first = group->first, count = group->group.member_count;
        bool good = crr_freeze_weights(
            weights + first, group->group.members, count, units, ret_units + first);

        if (whole && !good)
            for (*ret_zero = first; ret_units[*ret_zero] > 0;)
                ++*ret_zero;
        whole = whole && good;
    }
    return whole;
}

void
crr_model_weights_write(const struct crr_model_weights *places, const int64_t *units,
    struct crr_writer *writer)
{
    size_t at = 0;

    for (uint32_t i = 0; i < places->item_count; i++) {
        uint32_t item = places->in_text[i];
        const struct crr_weight_place *place = &places->items[item];

        crr_write_bytes(writer, places->text.at + at, place->begin - at);
        crr_write_decimal(writer, units[item], places->places);
        at = place->end;
    }
    crr_write_bytes(writer, places->text.at + at, places->text.length - at);
}

/* The primary factors of two models: where both have the same ids in the same places,
 * each factor is a part; else which factors there are is one. Weights are a part of
 * their own. */
#include "base/span.h"
#include "diff/mix.h"

static const struct crr_text no_id = {"", 0};

static bool
is_weight(struct crr_text key)
{
    return crr_text_is(key, "weight") || crr_text_is(key, "order_weights");
}

/* All of a factor but its weights and members. */
static bool
same_rest(const struct crr_yaml_node *a, const struct crr_yaml_node *b)
{
    const struct crr_yaml_node *sides[2] = {a, b};
    for (int side = 0; side < 2; side++) {
        const struct crr_yaml_node *own = sides[side];
        for (size_t i = 0; i < own->item_count; i += 2) {
            struct crr_text key = own->items[i]->text;
            if (!is_weight(key) && !crr_text_is(key, "factors") &&
                !crr_tree_equal(own->items[i + 1], crr_tree_find(sides[!side], key)))
                return false;
        }
    }
    return true;
}

static bool
same_weights(const struct crr_yaml_node *a, const struct crr_yaml_node *b)
{
    return crr_tree_equal(crr_tree_get(a, "weight"), crr_tree_get(b, "weight")) &&
           crr_tree_equal(
               crr_tree_get(a, "order_weights"), crr_tree_get(b, "order_weights"));
}

/* Recursion is as deep as groups, at most 8. */
static const struct crr_yaml_node *
mix_same(
    struct crr_mix *mix, const struct crr_yaml_node *a, const struct crr_yaml_node *b)
{
    struct crr_tree_builder list = {
        .arena = mix->walk_arena, .kind = CRR_YAML_SEQUENCE};
    for (size_t i = 0; a && i < a->item_count; i++) {
        const struct crr_yaml_node *sides[2] = {a->items[i], b->items[i]};
        int rest = crr_mix_side(mix, CRR_PART_FACTOR, crr_tree_id(sides[0]),
            !same_rest(sides[0], sides[1]));
        int weights = crr_mix_side(
            mix, CRR_PART_WEIGHTS, no_id, !same_weights(sides[0], sides[1]));
        struct crr_tree_builder factor = {
            .arena = mix->walk_arena, .kind = CRR_YAML_MAPPING};
        for (size_t k = 0; k < sides[rest]->item_count; k += 2) {
            struct crr_text key = sides[rest]->items[k]->text;
            if (!is_weight(key) && !crr_text_is(key, "factors"))
                crr_tree_put(&factor, key, sides[rest]->items[k + 1]);
        }
        crr_tree_put(
            &factor, crr_text_of("weight"), crr_tree_get(sides[weights], "weight"));
        crr_tree_put(&factor, crr_text_of("order_weights"),
            crr_tree_get(sides[weights], "order_weights"));
        crr_tree_put(&factor, crr_text_of("factors"),
            mix_same(mix, crr_tree_get(sides[0], "factors"),
                crr_tree_get(sides[1], "factors")));
        crr_tree_add(&list, crr_tree_finish(&factor));
    }
    return crr_tree_finish(&list);
}

/* A factor anywhere below, by id. */
static const struct crr_yaml_node *
find_below(const struct crr_yaml_node *list, struct crr_text id)
{
    const struct crr_yaml_node *found = crr_tree_item(list, id);
    for (size_t i = 0; !found && list && i < list->item_count; i++)
        found = find_below(crr_tree_get(list->items[i], "factors"), id);
    return found;
}

/* The structure of one side, with the weights that `weights` has of the same ids. */
static const struct crr_yaml_node *
mix_other(struct crr_mix *mix, const struct crr_yaml_node *own,
    const struct crr_yaml_node *other, const struct crr_yaml_node *weights,
    bool *ret_differ)
{
    struct crr_tree_builder list = {
        .arena = mix->walk_arena, .kind = CRR_YAML_SEQUENCE};
    for (size_t i = 0; own && i < own->item_count; i++) {
        const struct crr_yaml_node *item = own->items[i];
        const struct crr_yaml_node *twin = find_below(other, crr_tree_id(item));
        const struct crr_yaml_node *weighing = find_below(weights, crr_tree_id(item));
        struct crr_tree_builder factor = {
            .arena = mix->walk_arena, .kind = CRR_YAML_MAPPING};
        *ret_differ |= twin && !crr_tree_equal(crr_tree_get(item, "weight"),
                                   crr_tree_get(twin, "weight"));
        for (size_t k = 0; k < item->item_count; k += 2) {
            struct crr_text key = item->items[k]->text;
            const struct crr_yaml_node *value = item->items[k + 1];
            if (crr_text_is(key, "factors"))
                value = mix_other(mix, value, other, weights, ret_differ);
            else if (weighing && crr_text_is(key, "weight"))
                value = crr_tree_get(weighing, "weight");
            crr_tree_put(&factor, key, value);
        }
        crr_tree_add(&list, crr_tree_finish(&factor));
    }
    return crr_tree_finish(&list);
}

const struct crr_yaml_node *
crr_mix_factors(
    struct crr_mix *mix, const struct crr_yaml_node *a, const struct crr_yaml_node *b)
{
    const struct crr_yaml_node *sides[2] = {a, b};
    bool differ = false;
    if (crr_tree_same_ids(a, b))
        return mix_same(mix, a, b);
    int own = crr_mix_side(mix, CRR_PART_FACTORS, no_id, true);
    mix_other(mix, a, b, a, &differ);
    int weights = crr_mix_side(mix, CRR_PART_WEIGHTS, no_id, differ);
    return mix_other(mix, sides[own], sides[!own], sides[weights], &differ);
}

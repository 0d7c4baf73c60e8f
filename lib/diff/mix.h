/* Models made of the parts of two. Both canonical texts are walked as trees, side by
 * side: what differs falls into a part, and a mixed text takes each part from one side.
 * Inputs, tables and lists are those of both sides: unused ones do no harm. */
#ifndef CRR_DIFF_MIX_H
#define CRR_DIFF_MIX_H

#include "base/arena.h"
#include "base/report.h"
#include "base/writer.h"
#include "crr/diff.h"
#include "plan/plan.h"
#include "yaml/document.h"

struct crr_mix {
    struct crr_arena arena; /* trees and parts */
    struct crr_model *models[2];
    const struct crr_yaml_node *roots[2];
    struct crr_part *parts;
    size_t part_count, part_capacity;

    /* Of the walk that is under way. */
    struct crr_arena *walk_arena;
    const bool *from_b; /* by part; NULL: parts are being found */
};

/* Finds the parts. False if there is no memory. */
bool crr_mix_init(struct crr_mix *mix, struct crr_model *a, struct crr_model *b,
    const struct crr_allocator *allocator);
void crr_mix_clear(struct crr_mix *mix);

/* Adds a part that is no part of the text. CRR_NONE if there is no memory. */
size_t crr_mix_add(struct crr_mix *mix, enum crr_part_kind kind, struct crr_text id);

/* Compiles the model that has the parts from_b of side B and the others of A.
 *   CRR_E_MODEL  they do not make a valid model
 *   CRR_E_MEMORY */
enum crr_status crr_mix_compile(struct crr_mix *mix, const bool *from_b,
    struct crr_model **ret_model, struct crr_error *reterr);

/* tree.c: reading and building nodes. */
bool crr_tree_equal(const struct crr_yaml_node *a, const struct crr_yaml_node *b);
/* The value of a key of a mapping; NULL if node is NULL or has none. */
const struct crr_yaml_node *crr_tree_get(
    const struct crr_yaml_node *node, const char *key);
const struct crr_yaml_node *crr_tree_find(
    const struct crr_yaml_node *node, struct crr_text key);
/* The id of an item of a sequence; the item of a sequence with that id, or NULL. */
struct crr_text crr_tree_id(const struct crr_yaml_node *item);
const struct crr_yaml_node *crr_tree_item(
    const struct crr_yaml_node *sequence, struct crr_text id);
/* True if two sequences (NULL: empty) have the same ids in the same order, and so have
 * their `factors`. */
bool crr_tree_same_ids(const struct crr_yaml_node *a, const struct crr_yaml_node *b);

/* A node that is being built; keys and values, or items. */
struct crr_tree_builder {
    struct crr_arena *arena;
    enum crr_yaml_kind kind;
    const struct crr_yaml_node **items;
    size_t count, capacity;
};
void crr_tree_put(struct crr_tree_builder *builder, struct crr_text key,
    const struct crr_yaml_node *value); /* nothing if value is NULL */
void crr_tree_add(struct crr_tree_builder *builder, const struct crr_yaml_node *item);
/* NULL if there are no items, or no memory. */
const struct crr_yaml_node *crr_tree_finish(struct crr_tree_builder *builder);

/* The tree as a text in flow style; false if there is no memory. */
bool crr_tree_write(const struct crr_yaml_node *root, struct crr_buffer *buffer);

/* mix_factors.c: the factors of a segment. */
const struct crr_yaml_node *crr_mix_pick(struct crr_mix *mix, enum crr_part_kind kind,
    struct crr_text id, const struct crr_yaml_node *a, const struct crr_yaml_node *b);
/* The side of a part that is none of the nodes: 0 or 1. differs: that it is a part. */
int crr_mix_side(
    struct crr_mix *mix, enum crr_part_kind kind, struct crr_text id, bool differs);
const struct crr_yaml_node *crr_mix_factors(
    struct crr_mix *mix, const struct crr_yaml_node *a, const struct crr_yaml_node *b);

#endif

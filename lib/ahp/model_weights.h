/* Weights of nodes, carried over to the factors of a model, frozen, and written into
 * the model's text. What freezes a model, what verifies it and what draws weights at
 * random all go this way. The places are read once; writing them again for other
 * weights reads nothing anew. */
#ifndef CRR_AHP_MODEL_WEIGHTS_H
#define CRR_AHP_MODEL_WEIGHTS_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/report.h"
#include "base/writer.h"
#include "crr/text.h"
#include "judgement/fit.h"
#include "judgement/judgement.h"
#include "yaml/document.h"

/* A member's `weight:` in the text. */
struct crr_weight_place {
    struct crr_text id;   /* of the factor */
    size_t begin, end;    /* bytes of the scalar, quotes included */
    struct crr_text text; /* as written; length 0: ~ */
    struct crr_judgement_origin origin;
};

/* A group of factors that a node stands for. Its members are places[first] and on. */
struct crr_placed_group {
    struct crr_weighed_group group;
    uint32_t tree, node;
    uint32_t first;
};

/* Immutable, in the arena. */
struct crr_model_weights {
    struct crr_text text;
    const struct crr_judged_tree *trees;
    int total, places; /* of the decimals */
    const struct crr_placed_group *groups;
    uint32_t group_count;
    const struct crr_weight_place *items; /* by group */
    uint32_t item_count;
    const uint32_t *in_text; /* items in the order of the text */
};

/* weights.total of a model, 1 or 100; what is wrong with it is the model reader's to
 * say. */
int crr_weights_total(const struct crr_yaml_node *root);

/* Finds, in the tree `root` of the text, the members of each group that a node of the
 * judgements stands for, and where their weights stand: in the segment that a tree of
 * judgements is for, beside its own factors or in its `weights`. Findings (a node that
 * does not fit, a weight that cannot be written) go to report; false if one is an
 * error, or there is no memory. All that is given must stay. */
bool crr_model_weights_read(struct crr_text text, const struct crr_yaml_node *root,
    const char *name, const struct crr_judgements *judgements,
    const char *judgements_name, int total, struct crr_arena *arena,
    struct crr_report *report, struct crr_model_weights **ret);

/* The unrounded weights of one tree's items: weights[node] are the local weights of a
 * judged node's children; a member of a group gets the sum over the ways to it. scratch
 * has as many doubles as the tree has nodes. */
void crr_model_weights_carry(const struct crr_model_weights *places, uint32_t tree,
    const double *const *weights, double *scratch, double *ret_weights);

/* Freezes them, each group by itself, in 10^-places. False if one would be 0: *ret_zero
 * is the first such item, and all of *ret_units is filled. */
bool crr_model_weights_freeze(const struct crr_model_weights *places,
    const double *weights, int64_t *ret_units, size_t *ret_zero);

/* Writes the text with the scalars replaced and every other byte as it was. */
void crr_model_weights_write(const struct crr_model_weights *places,
    const int64_t *units, struct crr_writer *writer);

#endif

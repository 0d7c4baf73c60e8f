/* Weights of nodes, carried over to the factors of a model, frozen, and written into the
 * model's text. What freezes a model, what verifies it and what draws weights at random
 * all go this way. The places are read once; writing them again for other weights
 * reads nothing anew. */
#ifndef CRR_AHP_MODEL_WEIGHTS_H
#define CRR_AHP_MODEL_WEIGHTS_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/report.h"
#include "base/writer.h"
#include "crr/text.h"
#include "judgement/judgement.h"

/* The `weight:` scalars of a model's text that judgements determine. Immutable, in the
 * arena; keeps text. */
struct crr_model_weights;

/* Finds them: for each group of factors that a node of the judgements stands for, its
 * members and where their weights stand in the text. Findings (a node that does not fit,
 * a weight that cannot be written) go to report; false if one is an error, or there is
 * no memory. judgements and text must stay. */
bool crr_model_weights_read(struct crr_text text, const char *name,
    const struct crr_judgements *judgements, struct crr_arena *arena,
    struct crr_report *report, struct crr_model_weights **ret);

/* How many scalars there are, in the order of the text. */
size_t crr_model_weights_count(const struct crr_model_weights *places);

/* Their values: weights[tree][node][child] are the unrounded local weights of every
 * judged node; a member of a group gets the sum over the ways to it, and each group is
 * frozen by itself. ret_units has room for all, in 10^-places of the judgements; *ret_zero
 * is the scalar that would be 0 if it returns false. Allocates nothing. */
bool crr_model_weights_freeze(const struct crr_model_weights *places,
    const double *const *const *weights, int64_t *ret_units, size_t *ret_zero);

/* Writes the text with the scalars replaced and every other byte as it was. */
void crr_model_weights_write(const struct crr_model_weights *places,
    const int64_t *units, struct crr_writer *writer);

#endif

/* What those who write derived weights share: the words, and the JSON of a tree. */
#ifndef CRR_AHP_WRITTEN_H
#define CRR_AHP_WRITTEN_H

#include "ahp/ahp.h"
#include "ahp/json.h"

/* "geometric_mean", "consistent". Static. */
const char *crr_method_word(enum crr_ahp_method method);
const char *crr_verdict_word(enum crr_ahp_verdict verdict);

/* A voice's vector by the method; NULL if its judgements do not connect. */
const double *crr_voice_weights(
    const struct crr_ahp *ahp, const struct crr_ahp_voice *voice);

/* Whether CI stays within 0.1, by which the article on 方根法 that crr follows calls a
 * matrix consistent. */
#define CRR_INDEX_LIMIT 0.1
bool crr_index_passes(const struct crr_ahp_voice *voice);

/* Where JSON of results is written. */
struct crr_results {
    const struct crr_ahp *ahp;
    struct crr_json json;
    bool steps; /* with the judgements and every step: the report */
};

/* The members of the outermost object that the JSON of the weights and that of the
 * report have in common, in this order. */
void crr_write_head_json(struct crr_results *results);
void crr_write_trees_json(struct crr_results *results);

/* The report's own members: of a node, and of an expert at it. steps_json.c */
void crr_write_node_steps_json(struct crr_results *results,
    const struct crr_judged_node *node, const struct crr_ahp_node_view *view);
void crr_write_voice_steps_json(struct crr_results *results,
    const struct crr_judge *judge, const struct crr_ahp_node_view *view,
    const struct crr_ahp_voice *voice);

#endif

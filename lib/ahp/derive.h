/* What the parts of the derivation share: voice.c one matrix, node.c a node,
 * hierarchy.c a tree, verdicts.c what is said about it, derive.c all of it. */
#ifndef CRR_AHP_DERIVE_H
#define CRR_AHP_DERIVE_H

#include "ahp/ahp.h"

#define CRR_EXACT_TABLE (CRR_RANDOM_INDEX_COUNT - 1)

struct crr_deriving {
    struct crr_ahp *ahp;
    struct crr_report *report;
    struct crr_numeric *work;
    double *scratch; /* as crr_node_weights needs for the largest node */
};

/* Fills a voice whose name, rationale and voting weight are set. Unconnected ones are
 * marked. CRR_NODE_DIVERGED if a completion failed, or there was no memory. */
enum crr_node_outcome crr_derive_voice(const struct crr_deriving *deriving,
    const double *ratios, size_t n, struct crr_ahp_voice *voice);

/* False: there is no memory, or something did not converge, which was reported. */
bool crr_derive_node(const struct crr_deriving *deriving,
    const struct crr_judged_tree *tree, const struct crr_judged_node *node,
    struct crr_ahp_node_view *view);

/* Weights over the tree, levels and verdict; the nodes are there. */
bool crr_derive_hierarchy(const struct crr_deriving *deriving,
    const struct crr_judged_tree *tree, struct crr_ahp_tree_view *view,
    struct crr_ahp_node_view *nodes);

/* Findings about a node. */
void crr_report_verdicts(const struct crr_deriving *deriving,
    const struct crr_judged_node *node, const struct crr_ahp_node_view *view);

/* Reports at a place. */
void crr_report_at(const struct crr_deriving *deriving, enum crr_finding_number finding,
    const struct crr_judgement_origin *origin, const char *format, ...)
    CRR_PRINTF(4, 5);

#endif

/* Judgements that are changed, and the weights that they give then: what drawing at
 * random, moving one judgement and searching for a reversal have in common. */
#ifndef CRR_AHP_VARY_H
#define CRR_AHP_VARY_H

#include "ahp/numeric.h"
#include "base/arena.h"
#include "crr/ahp.h"
#include "judgement/judgement.h"

enum crr_variation_kind {
    CRR_VARIATION_NONE = 0,
    CRR_VARIATION_DRAWN,   /* every judgement, by its tolerance */
    CRR_VARIATION_STEPPED, /* one judgement, by steps of the scale */
    CRR_VARIATION_SCALED   /* one judgement, times e^logarithm */
};

struct crr_variation {
    enum crr_variation_kind kind;
    uint64_t seed; /* drawn */
    uint32_t draw;
    uint32_t tree, node, judge; /* which judgement is stepped or scaled */
    uint32_t row, column;       /* row < column */
    int steps;
    double logarithm;
};

/* What deriving again and again needs, allocated once; one a thread. */
struct crr_vary {
    const struct crr_judgements *judgements;
    struct crr_numeric numeric;
    double *matrices;       /* of the judges, one n × n after the other */
    const double **voices;  /* where each of them begins */
    double *voting_weights; /* of the judges, sum 1 */
    double *group;          /* n × n, put together */
    double *scratch;        /* as crr_node_weights needs */
};

/* False: no memory. */
bool crr_vary_init(struct crr_vary *vary, const struct crr_judgements *judgements,
    struct crr_arena *arena);

/* Fills matrices, voices, voting_weights and group with the node's judgements under the
 * variation. The node must have judges. */
void crr_vary_matrices(struct crr_vary *vary, const struct crr_variation *variation,
    uint32_t tree, uint32_t node);

/* The node's weights by the method and the aggregation of what crr_vary_matrices has
 * filled in. False: numerics failed, or nothing connects. */
bool crr_vary_weights(
    struct crr_vary *vary, uint32_t tree, uint32_t node, double *ret_weights);

/* The least squares weights, put together by the aggregation, whatever the method. */
bool crr_vary_least_squares(
    struct crr_vary *vary, uint32_t tree, uint32_t node, double *ret_weights);

/* Whether what was filled in is consistent: the group and every expert. */
enum crr_ahp_verdict crr_vary_verdict(
    struct crr_vary *vary, uint32_t tree, uint32_t node);

/* The weights of any node under the variation; of scores they are what they are. */
bool crr_vary_node(struct crr_vary *vary, const struct crr_variation *variation,
    uint32_t tree, uint32_t node, double *ret_weights);

#endif

/* The object behind include/crr/ahp_stability.h, and what its parts share: draws.c
 * draws at random, influence.c takes judgements one by one, stability.c puts both
 * together, stability_text.c and stability_json.c write them. */
#ifndef CRR_AHP_STABILITY_INSIDE_H
#define CRR_AHP_STABILITY_INSIDE_H

#include "ahp/ahp.h"
#include "ahp/vary.h"
#include "crr/ahp_stability.h"

struct crr_ahp_stability {
    struct crr_arena arena;
    const struct crr_ahp *ahp;
    struct crr_ahp_stability_view view;
};

/* Fills the spreads and counts of a tree and of its nodes. False: no memory, or the
 * unmoved judgements give no weights. */
bool crr_stability_draw(struct crr_ahp_stability *stability, struct crr_vary *vary,
    uint32_t tree, struct crr_ahp_stability_node *nodes,
    struct crr_ahp_stability_tree *ret);

/* Fills the influences of a node. False: no memory. */
bool crr_stability_influences(struct crr_ahp_stability *stability,
    struct crr_vary *vary, uint32_t tree, uint32_t node,
    struct crr_ahp_stability_node *ret);

/* How far ln(judgement) may go, and what the weights do then. */
struct crr_swap_search {
    struct crr_vary *vary;
    const double *weights; /* by the method, unmoved */
    size_t n;
    double *moved; /* n, scratch */
};

/* By the slopes ∂ ln w_k / ∂ ln(judgement): exact where ln w is linear in it. Sets
 * searched. */
void crr_swap_by_slopes(const struct crr_swap_search *search, double judgement,
    double end, const double *slopes, struct crr_ahp_swap *ret);

/* By bisection; *swap holds what the slopes say, and gets the result. change is of the
 * kind CRR_VARIATION_SCALED and says which judgement. */
void crr_swap_by_bisection(const struct crr_swap_search *search, double judgement,
    double end, struct crr_variation *change, struct crr_ahp_swap *swap);

#endif

/* What the parts of libcrr-ahp share: the derived object behind include/crr/ahp.h. */
#ifndef CRR_AHP_AHP_H
#define CRR_AHP_AHP_H

#include "ahp/model_weights.h"
#include "ahp/numeric.h"
#include "base/arena.h"
#include "base/report.h"
#include "crr/ahp.h"
#include "crr/ahp_model.h"
#include "judgement/judgement.h"

/* What the judgements of a model give to its factors, by the items of its places. */
struct crr_carried_weights {
    const double *weights; /* unrounded, a part of 1 */
    const int64_t *units;  /* frozen, in 10^-places */
    const enum crr_ahp_agreement *agreements;
    bool is_whole; /* no weight is frozen as 0 */
    size_t zero;   /* else the first that is */
};

struct crr_ahp {
    struct crr_arena arena;
    struct crr_text text; /* a copy of what was read */
    const char *name;     /* of the file */
    const struct crr_judgements *judgements;
    const struct crr_model_weights *places; /* NULL: the text is no model */
    struct crr_carried_weights carried;     /* zero then */
    int total;                              /* 1, or 100: a model's weights.total */
    char digest[CRR_DIGEST_SIZE];
    struct crr_ahp_view view;
};

/* The judgements of one node as matrices, from which its weights follow. What derives
 * weights and what draws them at random go the same way. */
struct crr_node_matrices {
    size_t n;
    size_t voice_count;
    const double *const *voices;  /* each n × n, 0 where missing */
    const double *voting_weights; /* sum 1 */
    bool single;                  /* one voice without a name: nothing to aggregate */
};

/* Carries the nodes' weights over to the model's factors: ahp->carried. False without
 * memory. (freeze.c) */
bool crr_carry_weights(struct crr_ahp *ahp);

/* A voice's judgements as a matrix; ret has n × n. */
void crr_judge_matrix(const struct crr_judge *judge, size_t n, double *ret);

enum crr_node_outcome {
    CRR_NODE_WEIGHED = 0,
    CRR_NODE_UNCONNECTED, /* (what is left of) the judgements do not connect */
    CRR_NODE_DIVERGED     /* a completion or LAPACK failed */
};

/* One matrix to weights by the method. scratch has n × n. */
enum crr_node_outcome crr_matrix_weights(struct crr_numeric *work,
    enum crr_judged_method method, const double *a, size_t n, double *scratch,
    double *ret_weights);

/* A node's matrices to weights by the method and the aggregation of the judgements.
 * Under AIP voices that do not connect are left out. scratch has 2·n × n doubles and
 * voice_count · (n + 1) more. */
enum crr_node_outcome crr_node_weights(struct crr_numeric *work,
    const struct crr_judgements *judgements, const struct crr_node_matrices *node,
    double *scratch, double *ret_weights);

/* The random index that decides about n elements with m missing pairs under a table; 0
 * where there is nothing to test (n <= 2, a tree). */
double crr_deciding_index(size_t table, size_t n, size_t m, bool *ret_approximate);

/* consistent, inconsistent or not testable, by CI and the deciding index, rounded to 12
 * digits; *ret_cr is 0 for n <= 2 and NAN if not testable. */
enum crr_ahp_verdict crr_decide(
    double ci, double ri, size_t n, double limit, double *ret_cr);

#endif

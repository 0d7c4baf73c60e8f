/* Weights from experts' pairwise judgements by the analytic hierarchy process (AHP;
 * Saaty 1977, 1980), and whether the judgements are consistent enough to be used.
 *
 *     text (YAML, CSV) --crr_ahp_derive--> struct crr_ahp    immutable, shared
 *     crr_ahp          --views-----------> nodes, voices, elements, levels
 *                      --crr_ahp_write_*-> text, JSON, the report
 *     model's text     --crr_ahp_freeze--> the same text with its weights filled in
 *
 * This is libcrr-ahp, a library of its own: it needs LAPACKE and OpenBLAS, which rating
 * never does. A model carries its weights as decimals; what is computed here in
 * floating point reaches a rating through them alone.
 *
 * Matrices are n × n, row by row, n the number of a node's children; a_ij says how many
 * times more important child i is than child j. NAN stands where a number does not
 * exist: the consistency ratio of two elements, an index whose table ends before n.
 * What a view points at belongs to the object. All functions are thread-safe. */
#ifndef CRR_AHP_H
#define CRR_AHP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "crr/alloc.h"
#include "crr/export.h"
#include "crr/status.h"
#include "crr/text.h"

CRR_BEGIN_C

struct crr_ahp;

struct crr_ahp_options {
    size_t size; /* sizeof(struct crr_ahp_options) */
    /* Called for every finding, in order of place: what is wrong with the judgements,
     * then what came of them (an inconsistent node, ...). NULL: none are told. */
    void (*report)(void *user, const struct crr_error *finding);
    void *report_user;
    struct crr_allocator allocator; /* kept for the object's life; not LAPACK's */
    char delimiter;                 /* of a CSV text; 0: ',' */
    bool strict;                    /* warnings about what was written refuse it too */
};

/* Reads judgements and derives everything from them. text is YAML with `judgements:`, a
 * model or a file of its own; or, if name ends in ".csv", a square matrix with the
 * names in the first row and column. name is printed in findings (NULL: "judgements").
 * On success *ret_ahp is to be freed. reterr (may be NULL) gets the first error.
 *   CRR_E_MODEL     the judgements, or the model's factors they weigh, have errors
 *   CRR_E_MEMORY    an allocation failed
 *   CRR_E_ARGUMENT  a NULL, an unknown options->size
 * Inconsistent judgements are no failure: see the verdicts. */
CRR_API enum crr_status crr_ahp_derive(struct crr_text text, const char *name,
    const struct crr_ahp_options *options, struct crr_ahp **ret_ahp,
    struct crr_error *reterr);
CRR_API void crr_ahp_free(struct crr_ahp *ahp); /* NULL is allowed */

/* ---- What was derived ---- */

enum crr_ahp_method {
    CRR_AHP_GEOMETRIC_MEAN = 1, /* of the rows, 方根法 (Crawford, Williams 1985) */
    CRR_AHP_EIGENVECTOR = 2     /* of the greatest eigenvalue (Saaty 1977) */
};

enum crr_ahp_verdict {
    CRR_AHP_CONSISTENT = 1,
    CRR_AHP_INCONSISTENT = 2,
    CRR_AHP_NOT_TESTABLE = 3, /* no judgement more than a tree needs */
    CRR_AHP_SCORED = 4        /* scores: there is nothing to test */
};

/* Random index tables. The index is a table's place in crr_ahp_random_index(). */
#define CRR_AHP_TABLE_COUNT 6

struct crr_ahp_table_view {
    const char *id;     /* "saaty-1980" */
    const char *source; /* author, year, how it was simulated, what is disputed */
    size_t greatest;    /* n */
    size_t disputed;    /* values up to this n are disputed; 0: none */
};
/* NULL beyond the last; static. */
CRR_API const struct crr_ahp_table_view *crr_ahp_table(size_t index);
/* The random index of n elements; NAN outside the table. */
CRR_API double crr_ahp_random_index(size_t table, size_t n);

/* One matrix with everything that follows from it: an expert's, or a node's own (the
 * only voice's, or all voices' put together, AIJ: Aczél, Saaty 1983). */
struct crr_ahp_voice {
    struct crr_text name; /* of the expert, else empty */
    struct crr_text rationale;
    double voting_weight;    /* normalised, the experts' sum to 1; 1 for a node */
    size_t missing_count;    /* pairs that nobody judged */
    size_t redundant_count;  /* judgements beyond the n - 1 of a spanning tree */
    bool connected;          /* else the numbers below are NAN and the arrays NULL */
    const double *ratios;    /* n × n, 0 where missing */
    const double *completed; /* n × n: missing ones so that lambda_max is least
                               * (Bozóki, Fülöp, Rónyai 2010); else equal to ratios */
    const double *geometric_mean; /* n; of an incomplete matrix least squares of the
                                   * logarithms (Bozóki, Fülöp, Rónyai 2010) */
    const double *eigenvector;    /* n, of `completed` */
    const double *errors; /* n, of the weights by the method (Tomashevskii 2015) */
    double lambda_max;    /* Perron root of `completed` */
    double lambda_low, lambda_high; /* min, max (Aw)_i/w_i: Collatz-Wielandt, of
                                     * `completed` and the eigenvector */
    double lambda_geometric_mean; /* (1/n) Σ (Aw)_i/w_i, w the geometric mean; missing
                                     * entries of A are w_i/w_j */
    double ci;                    /* (lambda_max - n)/(n - 1); 0 for n <= 2 */
    double cr[CRR_AHP_TABLE_COUNT]; /* ci / RI(n); of an incomplete matrix only that of
                                     * the table `exact`, by RI(n, m) */
    double decisive_cr;  /* the one that decides; NAN if not testable; 0 for n <= 2 */
    double ri;           /* by which it was divided */
    bool ri_approximate; /* RI(n, m) by the linear rule (Ágoston, Csató 2022) */
    double gci;       /* geometric consistency index (Aguarón, Moreno-Jiménez 2003); 0
                       * for n <= 2 */
    double gci_limit; /* that corresponds to CR = 0.1 */
    double koczkodaj; /* greatest inconsistency of a triad (Koczkodaj 1993); 0 for
                       * n <= 2 */
    size_t triad[3];  /* i, j, k where it is; all 0 if there is no triad */
    size_t circular_triad_count; /* i > j > k > i (Kendall, Babington Smith 1940) */
    enum crr_ahp_verdict verdict;
};

struct crr_ahp_node_view {
    struct crr_text id;
    struct crr_text rationale;
    size_t child_count; /* n */
    const struct crr_text *children;
    const double *scores;                /* n, as written; NULL: compared */
    struct crr_ahp_voice group;          /* the node's own; zero for scores */
    const struct crr_ahp_voice *experts; /* none if there is one voice without a name */
    size_t expert_count;
    double consensus;      /* [0, 1] (Goepel 2013); NAN without experts that connect */
    size_t outlier;        /* expert without whom consensus is highest, if it rises by
                           * that; else SIZE_MAX */
    const double *without; /* expert_count × n: weights with that expert left out; a row
                            * of NAN where the rest does not connect; NULL if < 2 */
    const double *weights; /* n, by the method and the aggregation, sum 1 */
    const int64_t *frozen; /* n, in 10^-places, sum total·10^places exactly; NULL: one
                            * of them would be 0 */
    int places;            /* of the frozen weights */
    int total;             /* 1, or 100 if a model counts its weights in percent */
    double global;         /* the node's own weight, the root's is 1 */
    enum crr_ahp_verdict verdict; /* consistent if the group and all experts are */
};

/* Something that is weighed and has no node below it. */
struct crr_ahp_leaf_view {
    struct crr_text name;
    double weight; /* sum over the ways from the root of the products of weights */
    int64_t units; /* in 10^-9, apportioned from the root down over frozen weights; all
                    * sum to 10^9. -1: some node has no frozen weights */
};

/* The nodes whose children lie at one depth. */
struct crr_ahp_level_view {
    size_t depth;  /* of the children, from 1 */
    double ci, ri; /* Σ a_j·CI_j and Σ a_j·RI_j, a_j the node's global weight */
    double cr;     /* ci / ri; NAN where ri is 0: not testable */
};

struct crr_ahp_tree_view {
    struct crr_text segment; /* empty: the only tree */
    size_t node_count;       /* [0] is the root, then in the order of the file */
    const struct crr_ahp_node_view *nodes;
    size_t leaf_count;
    const struct crr_ahp_leaf_view *leaves;
    size_t level_count;
    const struct crr_ahp_level_view *levels;
    double ci, ri, cr; /* of the whole hierarchy, over all nodes */
    size_t worst;      /* node with the greatest decisive CR; SIZE_MAX: none has one */
    enum crr_ahp_verdict verdict; /* consistent if every node is */
};

struct crr_ahp_view {
    enum crr_ahp_method method;
    size_t table;            /* that decides */
    double limit;            /* of CR */
    const char *aggregation; /* "judgements", "priorities", "priorities_arithmetic" */
    const char *digest;      /* SHA-256 of the judgements in normal form */
    size_t tree_count;
    const struct crr_ahp_tree_view *trees;
    enum crr_ahp_verdict verdict;
};
CRR_API const struct crr_ahp_view *crr_ahp_view(const struct crr_ahp *ahp);

/* Writing what was derived. write returns 0 to go on, else CRR_E_WRITE. The JSON is
 * stable: keys are added, never changed; numbers have 12 significant digits, |x| <
 * 10^-12 is 0, NAN is null; frozen weights are texts. */
CRR_API enum crr_status crr_ahp_write_text(const struct crr_ahp *ahp,
    int (*write)(void *user, const char *at, size_t length), void *user);
CRR_API enum crr_status crr_ahp_write_json(const struct crr_ahp *ahp,
    int (*write)(void *user, const char *at, size_t length), void *user);

/* Everything on one page: the judgements, the products and roots of 方根法 step by step,
 * weights, consistency under every table, experts, the judgements' digest, the versions
 * of this library and of BLAS. */
CRR_API enum crr_status crr_ahp_write_report_markdown(const struct crr_ahp *ahp,
    int (*write)(void *user, const char *at, size_t length), void *user);
CRR_API enum crr_status crr_ahp_write_report_json(const struct crr_ahp *ahp,
    int (*write)(void *user, const char *at, size_t length), void *user);

CRR_END_C

#endif

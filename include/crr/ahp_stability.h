/* How far weights depend on the judgements that they come from.
 *
 * A judgement is not a measurement. Here each one moves within its declared tolerance,
 * so many steps up or down the scale (..., 1/3, 1/2, 1, 2, 3, ...), and what follows is
 * told three ways: by drawing all judgements at random many times, by exact
 * derivatives, and by the smallest change of one judgement that reorders two children.
 *
 * A draw is addressed by the seed, its number, the tree, node, voice and pair (Philox;
 * Salmon, Moraes, Dror, Shaw 2011): the same seed gives the same draws everywhere.
 * Every drawn vector is aggregated, derived and frozen just as the unmoved one. */
#ifndef CRR_AHP_STABILITY_H
#define CRR_AHP_STABILITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "crr/ahp.h"
#include "crr/alloc.h"
#include "crr/export.h"
#include "crr/status.h"
#include "crr/text.h"

CRR_BEGIN_C

struct crr_ahp_stability;

#define CRR_AHP_DRAW_LIMIT 100000u

struct crr_ahp_stability_options {
    size_t size;    /* sizeof(struct crr_ahp_stability_options) */
    uint32_t draws; /* [1, CRR_AHP_DRAW_LIMIT]; 0: 1000 */
    bool has_seed;  /* seed is given; else it is 1 */
    uint64_t seed;
    struct crr_allocator allocator; /* kept for the object's life; not LAPACK's */
};

/* Draws and derives. ahp must stay until the object is freed.
 *   CRR_E_MEMORY    an allocation failed
 *   CRR_E_ARGUMENT  a NULL, an unknown options->size, too many draws
 *   CRR_E_MODEL     the judgements give no weights even unmoved
 * options may be NULL. */
CRR_API enum crr_status crr_ahp_stability_derive(const struct crr_ahp *ahp,
    const struct crr_ahp_stability_options *options,
    struct crr_ahp_stability **ret_stability, struct crr_error *reterr);
CRR_API void crr_ahp_stability_free(struct crr_ahp_stability *stability);

/* What a weight came to over the draws. The weights are frozen ones, in 10^-places of
 * what they belong to; each is the weight of some draw (of N sorted draws the
 * p-quantile is number ceil(p·N)). A rank counts the greater ones from 1; weights that
 * differ by less than 10^-9 of themselves share one. */
struct crr_ahp_spread {
    struct crr_text name;
    int64_t unmoved; /* -1: with these places it would be 0 */
    int64_t least, low, median, high, greatest; /* low: 5 %, high: 95 % */
    size_t rank;                                /* unmoved */
    uint32_t rank_kept;                         /* draws in which it has this rank */
    double error; /* of the unmoved weight (Tomashevskii 2015); NAN: scores, leaves */
};

/* The smallest change of one judgement at which two children change places. */
struct crr_ahp_swap {
    bool searched; /* false: too costly here; those that need least by the slopes of
                    * the least squares weights were searched */
    bool exists;   /* within the scale's ends; else the members below are 0 */
    double factor; /* by which the judgement has to be multiplied */
    double value;  /* what it is then */
    size_t above, below; /* the children: which was above, which was below */
};

/* What one judgement does. */
struct crr_ahp_influence {
    size_t expert;      /* index into the node's experts; SIZE_MAX: its only voice */
    size_t row, column; /* children, row < column */
    double judgement;   /* of row over column */
    int tolerance;      /* steps of the scale */
    /* n: ∂w_k / ∂ ln(judgement) of the least squares (geometric mean) weights, put
     * together as the judgements say; they sum to 0. */
    const double *derivatives;
    struct crr_ahp_swap swap; /* of the weights by the method */
};

struct crr_ahp_stability_node {
    struct crr_text id;
    size_t child_count; /* n */
    const struct crr_ahp_spread *children;
    int places;
    uint32_t frozen_count; /* draws in which no weight would be 0: the spread's */
    uint32_t order_kept;   /* of these, draws in which all ranks are kept */
    uint32_t tested_count; /* draws whose consistency can be tested */
    uint32_t consistent_count;
    size_t influence_count; /* judgements, voice by voice; 0 for scores */
    const struct crr_ahp_influence *influences;
    /* The influence whose swap needs the smallest change; SIZE_MAX: none. */
    size_t least;
};

struct crr_ahp_stability_tree {
    struct crr_text segment; /* empty: the only tree */
    size_t node_count;       /* as in the tree's view */
    const struct crr_ahp_stability_node *nodes;
    size_t leaf_count;
    const struct crr_ahp_spread *leaves; /* in 10^-9 */
    uint32_t frozen_count;               /* draws in which all nodes were frozen */
    uint32_t order_kept;                 /* of the leaves */
    uint32_t tested_count;               /* draws in which some node can be tested */
    uint32_t consistent_count;           /* draws in which all these are consistent */
};

struct crr_ahp_stability_view {
    uint32_t draws;
    uint64_t seed;
    size_t judgement_count;
    size_t moving_count; /* judgements whose tolerance is not 0 */
    size_t tree_count;
    const struct crr_ahp_stability_tree *trees;
};
CRR_API const struct crr_ahp_stability_view *crr_ahp_stability_view(
    const struct crr_ahp_stability *stability);

/* Writing it, as crr_ahp_write_text and crr_ahp_write_json. */
CRR_API enum crr_status crr_ahp_stability_write_text(
    const struct crr_ahp_stability *stability,
    int (*write)(void *user, const char *at, size_t length), void *user);
CRR_API enum crr_status crr_ahp_stability_write_json(
    const struct crr_ahp_stability *stability,
    int (*write)(void *user, const char *at, size_t length), void *user);

/* ---- Models with other weights ---- */

enum crr_ahp_change_kind {
    CRR_AHP_UNMOVED = 0,
    CRR_AHP_DRAWN = 1,  /* all judgements, at random */
    CRR_AHP_STEPPED = 2 /* one judgement, by steps of the scale */
};

struct crr_ahp_change {
    enum crr_ahp_change_kind kind;
    uint64_t seed; /* drawn */
    uint32_t draw;
    size_t tree, node; /* stepped: which judgement */
    size_t expert;     /* as in struct crr_ahp_influence */
    size_t row, column;
    int steps; /* up, or down if negative */
};

/* A model's text whose weights follow changes of the judgements. For one thread at a
 * time. */
struct crr_ahp_variant;

struct crr_ahp_variant_options {
    size_t size; /* sizeof(struct crr_ahp_variant_options) */
    void (*report)(void *user, const struct crr_error *finding);
    void *report_user;
    struct crr_allocator allocator;
};

/* Finds the weights in the model's text. text and ahp must stay. name is printed in
 * findings (NULL: "model"). options may be NULL.
 *   CRR_E_MODEL     the judgements do not fit the model
 *   CRR_E_MEMORY, CRR_E_ARGUMENT */
CRR_API enum crr_status crr_ahp_variant_new(const struct crr_ahp *ahp,
    struct crr_text text, const char *name,
    const struct crr_ahp_variant_options *options, struct crr_ahp_variant **ret_variant,
    struct crr_error *reterr);
CRR_API void crr_ahp_variant_free(struct crr_ahp_variant *variant);

/* Writes the model's text with the weights that the changed judgements give, every
 * other byte as it was.
 *   CRR_E_MODEL     there are no such weights: one of them would be 0
 *   CRR_E_WRITE     write did not return 0
 *   CRR_E_ARGUMENT  a NULL, or no such judgement */
CRR_API enum crr_status crr_ahp_variant_write(struct crr_ahp_variant *variant,
    const struct crr_ahp_change *change,
    int (*write)(void *user, const char *at, size_t length), void *user,
    struct crr_error *reterr);

CRR_END_C

#endif

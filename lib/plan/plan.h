/* The plan: what a model becomes to rate with. Flat arrays in one arena that point at
 * nothing mutable, so that any number of threads share them. The model as written
 * (lib/model) stays beside it for names and texts; indexes of inputs, factors, tiers
 * and rules are the same in both.
 *
 * Every exact value is an integer N over the scale S = 10^4 · unit: points in 10^-4
 * times a coefficient. A primary factor's coefficient is a·G / g and θ's is unit = W·b
 * / g, where score.factor = a/b, G/W is the factor's global weight reduced, and g the
 * greatest common divisor of all of them. Where factors at the root do not apply to a
 * customer, unit is what the others' weights make of it: the sum is divided by the
 * weights that remain, and no other number changes. scale.c proves that nothing in a
 * rating leaves 63 bits. */
#ifndef CRR_PLAN_PLAN_H
#define CRR_PLAN_PLAN_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/index.h"
#include "crr/model.h"
#include "model/model.h"

/* A table as the inputs with one rule of case read it. */
struct crr_lookup {
    const struct crr_ast_table *table;
    bool ignore_case;
    struct crr_index index; /* spelling, folded -> number of the spelling */
    uint32_t spelling_count;
    /* The rows of spelling i are rows[first[i] .. first[i + 1]): one in an undated
     * table, one for each period in a dated one. */
    uint32_t *first;
    uint32_t *rows;
    /* Undated tables: the row of spelling i. NULL in dated ones: each rater resolves
     * them. */
    uint32_t *row_of;
    /* Of longest_prefix: the lengths of spellings, a bit each, and the greatest. */
    uint64_t lengths[(CRR_CODE_LIMIT + 64) / 64];
    uint32_t longest;
};

/* A list by one kind of name. Those who have one name lie side by side, each with its
 * day of birth: thousands may, and a question for name and day looks at all of them. A
 * slot and a namesake are 8 bytes, a spelling 12 and its text, so that a million
 * entries take some tens of MiB. */
struct crr_listing_slot {
    uint32_t hash;
    uint32_t first; /* namesake, CRR_ABSENT: the slot is free */
};
struct crr_namesake {
    uint32_t spelling : 31;
    uint32_t last : 1; /* of those with this name */
    int32_t born;      /* a day, CRR_BORN_NEVER or CRR_BORN_SEVERAL */
};
#define CRR_BORN_NEVER (CRR_DAY_MIN - 1)   /* no day is known */
#define CRR_BORN_SEVERAL (CRR_DAY_MIN - 2) /* the entry has more than one */
struct crr_listing {
    const struct crr_ast_list *list;
    enum crr_name_kind kind;
    struct crr_listing_slot *slots;
    uint32_t mask;                  /* slots less one: a power of two less one */
    struct crr_namesake *namesakes; /* of each name in the list's order */
};

/* What turns an input into points; by kind of factor. Bands and knots are the model's.
 */
struct crr_plan_factor {
    const struct crr_ast_factor *ast;
    int64_t global_weight; /* in 10^-9; 0 in θ */
    int64_t coefficient;   /* of a term: N for 10^-4 points; else 0 */
    int64_t local_weight;  /* of a member of a weighted node: reduced with its siblings'
                              */
    int64_t unit;          /* at the root: its part of the segment's unit */
    const struct crr_text *cell_names; /* of a matrix: "likely × major" */
    uint32_t lookup;                   /* CRR_ABSENT but for tables */
    int64_t
        *row_points; /* tables: of each row of the table, as this factor gives them */
    int64_t worst;   /* on any day; of dated tables each rater has its own */
    const struct crr_text *band_names;  /* "at least 6, below 24 months" */
    struct crr_policy missing, unknown; /* never CRR_POLICY_INHERIT */
};

/* A scored tier, ascending. */
struct crr_threshold {
    int64_t n; /* the least N that rounds to the tier's `from` or above */
    uint32_t tier;
};

/* What rates the customers of one segment. */
struct crr_plan_segment {
    const struct crr_ast_segment *ast;
    uint32_t *valued; /* all factors that are no groups; conditions last */
    uint32_t valued_count;
    uint32_t *nodes; /* groups that give points of their own, each after its members */
    uint32_t node_count;
    uint32_t *terms; /* what the sum adds: leaves and nodes that are in no node */
    uint32_t term_count;
    bool may_drop; /* some factor has `applies` */

    int64_t scale;                 /* S */
    int64_t unit;                  /* S / 10^4: N for 10^-4 of a point of θ */
    int64_t score_unit;            /* S / 10^decimals */
    int64_t score_low, score_high; /* N */
    int64_t reach;                 /* no sum in a rating exceeds it in magnitude */
    struct crr_threshold thresholds[CRR_TIER_LIMIT];
    uint32_t threshold_count;
};

struct crr_plan {
    struct crr_plan_factor *factors;   /* as ast->factors */
    struct crr_plan_segment *segments; /* as ast->segments */
    struct crr_lookup *lookups;
    uint32_t lookup_count;
    struct crr_listing *listings; /* by list and kind of name; where they are asked */
    bool *input_is_name;          /* by input: it is looked for in a list */
    /* Inputs that a table rates: only there a code can be unknown. */
    bool *input_has_table;
    /* By input: the lookup whose rows say which codes are equal, CRR_ABSENT if none
     * does. */
    uint32_t *input_lookup;
    /* By condition: the codes that it asks for, each as the key of its row. */
    const struct crr_text **asked;

    /* By input the lookups of all factors that read it, count first; NULL unless
     * conditions are asked before the factors have looked their codes up. */
    uint32_t **early_lookups;
    bool needs_as_of;
    int32_t complete_from;     /* of the youngest dated table or list that is used, or
                              CRR_DAY_MIN */
    const char *complete_kind; /* "table", "list" */
    struct crr_text complete_id;
};

struct crr_model {
    atomic_size_t references;
    struct crr_arena arena; /* everything, this struct included */
    struct crr_ast *ast;
    struct crr_plan plan;
};

/* model.c: compiles a text that is made of canonical ones. Lists that a donor has are
 * shared with it, so that the donors must outlive the model. */
enum crr_status crr_model_compile_mixed(struct crr_text text,
    const struct crr_ast *const *donors, size_t donor_count,
    const struct crr_allocator *allocator, struct crr_model **ret_model,
    struct crr_error *reterr);

/* The parts of the compilation, one a file. Each returns false if there is no memory
 * (the arena's failed flag says so) or if it reported an error. */

/* weights.c: global weights in 10^-9, apportioned top-down. */
bool crr_plan_weigh(struct crr_model *model, const struct crr_ast_segment *segment,
    struct crr_report *report, const struct crr_place *place);
/* scale.c: S, coefficients, thresholds, and the proofs. */
bool crr_plan_scale(struct crr_model *model, struct crr_plan_segment *segment,
    struct crr_report *report, const struct crr_place *place);
/* lookup.c: the tables that factors read. */
bool crr_plan_look_up(struct crr_model *model);
/* listing.c: the lists that conditions ask. */
bool crr_plan_list(struct crr_model *model);
/* compile.c: all of it. */
bool crr_plan_compile(
    struct crr_model *model, struct crr_report *report, const struct crr_place *place);

/* The spelling that answers for code among those that have a row, or CRR_INDEX_NONE;
 * rows[spelling] is CRR_INDEX_NONE where none holds. */
uint32_t crr_lookup_find(
    const struct crr_lookup *lookup, const uint32_t *rows, struct crr_text code);

static inline struct crr_listing *
crr_plan_listing(const struct crr_plan *plan, const struct crr_ast_condition *condition)
{
    return &plan->listings[condition->list * CRR_NAME_KIND_COUNT +
                           (uint32_t)condition->name_kind];
}

/* The first who has a name in normal form, or CRR_ABSENT. */
uint32_t crr_listing_find(const struct crr_listing *listing, struct crr_text name);

static inline uint32_t
crr_listing_entry(
    const struct crr_listing *listing, const struct crr_namesake *namesake)
{
    return listing->list->spellings[listing->kind][namesake->spelling].entry;
}

/* The key of the row that code has on any day (of several the smallest), else code. */
struct crr_text crr_lookup_key(const struct crr_lookup *lookup, struct crr_text code);

/* The row of each spelling on a day. */
void crr_lookup_resolve(const struct crr_lookup *lookup, int32_t as_of, uint32_t *rows);

/* The points of a factor of this kind for a present value. */
static inline bool
crr_interval_holds(const struct crr_interval *interval, int64_t value)
{
    if (interval->has_low &&
        (value < interval->low || (interval->low_open && value == interval->low)))
        return false;
    return !interval->has_high ||
           value < interval->high + (interval->high_open ? 0 : 1);
}

#endif

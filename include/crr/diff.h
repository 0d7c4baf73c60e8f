/* Comparing: what becomes of the same customers under two models, on two days, in two
 * files, with other links, overrides or earlier runs; and why.
 *
 * Each customer is rated on both sides, A and B. Where the final tier differs, each
 * part in which the sides differ is exchanged alone, and the customer is rated again,
 * exactly, by a model that is compiled of A's and B's parts with all checks:
 *
 *     alone     A with this part of B gives B's result
 *     needed    B with this part of A does not give B's result
 *
 * A part that does not make a valid model alone (weights of factors that are not there)
 * is exchanged together with the fewest others that do: one; two, if at most 16 parts
 * differ; or else all. */
#ifndef CRR_DIFF_H
#define CRR_DIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "crr/export.h"
#include "crr/file.h"
#include "crr/model.h"
#include "crr/status.h"

CRR_BEGIN_C

/* What can differ. Those that have ids say which one. */
enum crr_part_kind {
    CRR_PART_NONE = 0,
    CRR_PART_INPUT = 1,     /* id: the value of this input */
    CRR_PART_LINKS,         /* what linked persons are */
    CRR_PART_DAY,           /* as_of */
    CRR_PART_SCENARIO,      /* the segment that was asked for */
    CRR_PART_TABLE,         /* id: rows of this table */
    CRR_PART_LIST,          /* id: the entries of this list */
    CRR_PART_WEIGHTS,       /* of all factors, and their total */
    CRR_PART_THRESHOLDS,    /* the tiers' `from` */
    CRR_PART_THETA,         /* the correction: secondary factors and bounds */
    CRR_PART_RULE,          /* id: this rule */
    CRR_PART_SEGMENTS,      /* which there are, and their conditions */
    CRR_PART_SCORE,         /* range, decimals, rounding, factor */
    CRR_PART_FACTOR,        /* id: this primary factor, without its weight */
    CRR_PART_FACTORS,       /* which primary factors there are */
    CRR_PART_POLICY,        /* id: how this input is read, missing and unknown; without
                               an id the model's missing_values */
    CRR_PART_TIERS,         /* which there are, reviews, relationships */
    CRR_PART_HISTORY,       /* how tiers fall */
    CRR_PART_OVERRIDE_LAWS, /* the model's `overrides` */
    CRR_PART_OVERRIDE,      /* the decision on the customer */
    CRR_PART_PREVIOUS       /* where the customer stood */
};

/* "input", "table", ...; static; NULL for what is no kind. Thread-safe. */
CRR_API const char *crr_part_kind_name(enum crr_part_kind kind);

struct crr_part {
    enum crr_part_kind kind;
    struct crr_text id;
    bool confidential; /* id is not to be told */
};

/* Parts that are exchanged at once: one, or those that are valid only together. */
struct crr_cause {
    const struct crr_part *const *parts;
    size_t part_count;
    bool alone, needed;
    bool matters; /* exchanging it changes the tier or the score of A or B */
    /* What a table or an input has become, as "residence: IR 30 -> IR 90"; empty for
     * others, and for what is confidential. */
    struct crr_text detail;
};

/* Whether the customer is on a side, and how. */
enum crr_presence {
    CRR_PRESENCE_ABSENT = 0,
    CRR_PRESENCE_REJECTED = 1,
    CRR_PRESENCE_RATED = 2
};
struct crr_diff_standing {
    enum crr_presence presence;
    size_t tier; /* final, among crr_diff_tier(); CRR_NONE unless rated */
    int64_t score;
    int decimals;     /* of the score */
    unsigned finding; /* why it was rejected */
    uint64_t line;    /* of the record in its file */
};

/* A customer for whom the sides differ. Valid during the call. Of the causes those
 * count that suffice alone; where none does, those that are needed; where none is,
 * those that matter, together: `count` of them stand first. Parts that are exchanged
 * with others do not count where some of these suffice, or are needed, without them. A
 * customer who is on one side only has none. */
struct crr_mover {
    struct crr_text key; /* empty where the key is confidential */
    struct crr_diff_standing sides[2];
    const struct crr_cause *causes;
    size_t cause_count, count;
    bool together; /* the first `count` do it together only */
};

struct crr_diff_side {
    struct crr_model *model;
    /* Two files of one customer each: keys are joined, and those of side A kept in
     * memory: 24 bytes an input, its text, and about 50 bytes a customer. */
    const struct crr_source *sources;
    size_t source_count;
    /* rater, maps, previous, overrides, links, persons, delimiter (and finding it),
     * progress. */
    const struct crr_file_options *file;
};

struct crr_diff_options {
    size_t size; /* sizeof(struct crr_diff_options) */
    /* Both sides' sources are the same bytes, each opened for itself: records are
     * compared one by one, in constant memory, and need no key. */
    bool paired;
    bool scores; /* those whose score differs are movers too */
    bool reveal; /* ids and values of what is confidential */
    /* Called for each mover; anything but 0 stops. NULL: they are only counted. */
    int (*moved)(void *user, const struct crr_mover *mover);
    void *moved_user;
    struct crr_allocator allocator;
};

struct crr_diff;

/* Compares. *ret_diff holds the counts.
 *   CRR_E_ARGUMENT  a NULL, an unknown size; two files need models with a key; with
 *                   previous or overrides both models need the same tiers
 *   CRR_E_FILE      a header or a file beside does not fit; a key stands twice
 *   CRR_E_STOPPED   moved did not return 0
 *   CRR_E_MODEL     no model can be made of the parts of both, which would be a fault
 *   CRR_E_READ, CRR_E_MEMORY */
CRR_API enum crr_status crr_diff_models(const struct crr_diff_side *a,
    const struct crr_diff_side *b, const struct crr_diff_options *options,
    struct crr_diff **ret_diff, struct crr_error *reterr);

CRR_API void crr_diff_free(struct crr_diff *diff);

/* Tiers of both sides: A's from the lowest, then those that B alone has. In the matrix
 * follow a row and a column for the rejected, and one for those who are not there. */
CRR_API size_t crr_diff_tier_count(const struct crr_diff *diff);
CRR_API struct crr_text crr_diff_tier(const struct crr_diff *diff, size_t index);
/* Customers who are in tier a (or tier_count: rejected; tier_count + 1: absent) on side
 * A and in b on side B; 0 beyond. */
CRR_API uint64_t crr_diff_count(const struct crr_diff *diff, size_t a, size_t b);
/* Customers for whom the sides differ. */
CRR_API uint64_t crr_diff_mover_count(const struct crr_diff *diff);

/* The parts in which the sides differ, whoever it concerns, and for how many movers
 * each is among the causes that count. CRR_E_ARGUMENT beyond the last one. */
CRR_API enum crr_status crr_diff_part(const struct crr_diff *diff, size_t index,
    struct crr_part *ret, uint64_t *ret_mover_count);

/* ---- Two outputs of crr_file_rate ---- */

/* A column in which the two rows of a customer differ. */
struct crr_column_change {
    struct crr_text column, a, b;
};
/* A customer whose rows differ in the tier. Valid during the call. No model is at hand:
 * what differs is told, not what caused it. */
struct crr_output_mover {
    struct crr_text key;
    bool present[2];
    struct crr_text tiers[2];
    uint64_t lines[2];
    bool by_override; /* both have system_tier, and it is the same */
    const struct crr_column_change *changes; /* of all other columns that both have */
    size_t change_count;
};
struct crr_outputs_options {
    size_t size; /* sizeof(struct crr_outputs_options) */
    /* The column of A and that of B that name the customer; empty: A's first one, and
     * that of B with the name of A's. */
    struct crr_text keys[2];
    bool scores;    /* those whose `score` differs are movers too */
    char delimiter; /* 0: ',' */
    /* As crr_file_options', for each file; what is needed are key, tier, system_tier
     * and score. */
    bool find_delimiter;
    void (*delimiter_found)(
        void *user, const struct crr_source *source, char delimiter, const char *name);
    void *delimiter_user;
    int (*moved)(void *user, const struct crr_output_mover *mover);
    void *moved_user;
    struct crr_allocator allocator;
};

/* Compares two outputs, joined by key; all of A is kept in memory. The counts are those
 * of crr_diff_count, with tiers in the order in which they come; nobody is rejected.
 *   CRR_E_FILE  a header without the key or `tier` (the error's path says which), or
 *               with a name twice; a row that cannot be split, or has no key; a key
 *               that stands twice; more than 64 tiers
 *   CRR_E_STOPPED, CRR_E_READ, CRR_E_MEMORY, CRR_E_ARGUMENT */
CRR_API enum crr_status crr_diff_outputs(const struct crr_source *a,
    const struct crr_source *b, const struct crr_outputs_options *options,
    struct crr_diff **ret_diff, struct crr_error *reterr);

/* A column that the output of one side (0: A, 1: B) alone has, keys aside, which takes
 * no part in crr_output_mover.changes; empty beyond the last one. */
CRR_API struct crr_text crr_diff_lone_column(
    const struct crr_diff *diff, int side, size_t index);

/* As crr_diff_count, of the column `system_tier`; 0 everywhere unless both have it. */
CRR_API uint64_t crr_diff_system_count(const struct crr_diff *diff, size_t a, size_t b);

CRR_END_C

#endif

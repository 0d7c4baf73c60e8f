/* The model as it was written: the result of reading and checking, in plain structs
 * that point at each other by index. lib/plan compiles it into what rates. Everything
 * lies in the model's arena and is immutable once crr_model_read has returned.
 *
 * Units: points in 10^-4; weights in 10^-9 of the total (sums to 10^9 among siblings,
 * with weights.total 100 too); scores in 10^-decimals; days since 1970-01-01. */
#ifndef CRR_MODEL_MODEL_H
#define CRR_MODEL_MODEL_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/day.h"
#include "base/decimal.h"
#include "base/digest.h"
#include "base/report.h"
#include "base/span.h"
#include "crr/model.h"
#include "crr/status.h"
#include "model/name.h"

struct crr_judgements;

#define CRR_POINTS_PLACES 4
#define CRR_WEIGHT_PLACES 9
#define CRR_WEIGHT_UNIT INT64_C(1000000000)
#define CRR_POINTS_LIMIT (INT64_C(1000000) * 10000)
#define CRR_ABSENT UINT32_MAX /* no input, no table, no parent, ... */

#define CRR_INPUT_LIMIT 256
#define CRR_CODES_LIMIT 64 /* different values of an input of type codes */
#define CRR_FACTOR_LIMIT 1024
#define CRR_RULE_LIMIT 1024
#define CRR_TIER_LIMIT 32
#define CRR_ROW_LIMIT 1000000
#define CRR_GROUP_DEPTH_LIMIT 8
#define CRR_LIST_LIMIT 64         /* lists */
#define CRR_ENTRY_LIMIT 10000000u /* entries of a list */

/* Where something stands in the model's file; what findings after reading point at. */
struct crr_origin {
    uint32_t line, column;
    const char *path; /* in the arena: "factors[2].bands[0]" */
};

/* A text by language; a single text has an empty tag. */
struct crr_title {
    struct crr_text language;
    struct crr_text text;
};
struct crr_titles {
    const struct crr_title *items;
    uint32_t count;
};

enum crr_policy_kind {
    CRR_POLICY_INHERIT = 0, /* a factor's: as the input says */
    CRR_POLICY_ERROR,
    CRR_POLICY_WORST,
    CRR_POLICY_POINTS,
    CRR_POLICY_INTERVAL /* an input's `missing` alone */
};
struct crr_policy {
    enum crr_policy_kind kind;
    int64_t points;
};

/* A factor's policy, with that of its input where it has none of its own. */
static inline struct crr_policy
crr_policy_settle(struct crr_policy own, struct crr_policy inherited)
{
    return own.kind == CRR_POLICY_INHERIT ? inherited : own;
}

/* An input whose values are those that another one has of linked persons. */
struct crr_yaml_node;
struct crr_ast_linked {
    uint32_t source; /* the other input */
    const struct crr_text *roles;
    uint32_t role_count;
    int64_t min_share; /* in 10^-9; 0: any */
    int depth;         /* links from the customer to the person, [1, 8] */
    const struct crr_yaml_node *source_node; /* while it is read */
};

struct crr_ast_input {
    struct crr_text id;
    enum crr_input_type type;
    struct crr_titles titles;
    const struct crr_text *columns; /* at least one: the id if none is given */
    uint32_t column_count;
    bool columns_given;
    const struct crr_text
        *missing_values; /* trimmed; the empty text is always missing */
    uint32_t missing_value_count;
    bool missing_values_given; /* here, not inherited from the model */
    struct crr_policy missing; /* never CRR_POLICY_INHERIT */
    struct crr_policy unknown;
    bool key, confidential, ignore_case;
    struct crr_text before;    /* empty: none */
    struct crr_text separator; /* of codes */
    int places;                /* of a number */
    struct crr_text unit;
    struct crr_text format;          /* of a date */
    const struct crr_text *yes, *no; /* folded to lower case */
    uint32_t yes_count, no_count;
    bool spellings_given;
    struct crr_ast_linked *linked; /* NULL: the customer's own */
    bool used;                     /* by a factor or a rule: set by the checks */
    struct crr_origin origin;
};

struct crr_ast_row {
    struct crr_text key;
    const struct crr_text *aliases;
    uint32_t alias_count;
    int32_t valid_from, valid_to; /* CRR_NO_DAY: unbounded */
    int64_t points;
    struct crr_text note;
    size_t line; /* in the table's file, or in the model's */
};

struct crr_ast_table {
    struct crr_text id;
    bool prefix; /* match: longest_prefix */
    bool dated;
    int32_t complete_from;    /* CRR_NO_DAY in undated tables */
    struct crr_ast_row *rows; /* sorted by key, then by valid_from */
    uint32_t row_count;
    struct crr_text file; /* empty: inline */
    size_t file_index;    /* of its places in findings; 0: the model's file */
    bool used;
    struct crr_origin origin;
};

/* What the columns of a list hold. */
enum crr_list_part {
    CRR_LIST_NAMES = CRR_NAME_OF_PERSON,
    CRR_LIST_IDENTIFIERS = CRR_NAME_IDENTIFIER,
    CRR_LIST_BIRTH_DATES
};
#define CRR_LIST_PART_COUNT 3

/* A list of persons, or of anything that has names or identifiers. What an entry is
 * called lies in texts, in normal form (name.h). */
struct crr_ast_spelling {
    uint32_t at, length; /* in texts */
    uint32_t entry;
};
struct crr_ast_entry {
    uint32_t id, id_length;       /* in texts, as written; empty: it has none */
    int32_t valid_from, valid_to; /* CRR_NO_DAY: unbounded */
    uint32_t birth;               /* its days of birth: [birth, birth of the next) */
    uint32_t line;                /* in the file */
};
struct crr_ast_list {
    struct crr_text id;
    struct crr_text file;
    char file_digest[CRR_DIGEST_SIZE]; /* SHA-256 of its bytes */
    char delimiter, separator;         /* of columns, and of several values in one */
    /* Names of columns, as the file has them; empty: none. */
    struct crr_text entry_column, from_column, to_column;
    const struct crr_text *columns[CRR_LIST_PART_COUNT];
    uint32_t column_counts[CRR_LIST_PART_COUNT];
    bool dated;
    int32_t complete_from; /* CRR_NO_DAY in undated lists */

    const char *texts;
    const struct crr_ast_entry *entries; /* in the order of the file, and one more */
    uint32_t entry_count;
    const struct crr_ast_spelling *spellings[CRR_NAME_KIND_COUNT];
    uint32_t spelling_counts[CRR_NAME_KIND_COUNT];
    const int32_t *births;
    bool used;
    struct crr_origin origin;
};

/* [low, high], each end in or out, or open (has_low false). Numbers: value times
 * 10^input.places; ages: days, months, years; dates: days. */
struct crr_interval {
    bool has_low, has_high;
    bool low_open, high_open; /* the end itself is not in it */
    int64_t low, high;
};

struct crr_ast_band {
    struct crr_interval interval;
    int64_t points;
    struct crr_text note;
};

struct crr_ast_knot { /* of an interpolation */
    int64_t at;       /* times 10^input.places */
    int64_t points;
};

enum crr_age_unit {
    CRR_AGE_DAYS = 1,
    CRR_AGE_MONTHS = 2,
    CRR_AGE_YEARS = 3
};

/* How the points of a group's members become its own. */
enum crr_combine {
    CRR_COMBINE_WEIGHTED = 0,
    CRR_COMBINE_MAX,
    CRR_COMBINE_OWA,
    CRR_COMBINE_MATRIX
};

/* A level of an ordinal scale: points from here to the next level's. */
struct crr_ast_level {
    struct crr_text id;
    int64_t from;   /* points; of the first level not used */
    int64_t points; /* what the level alone is worth, if it says so */
};

/* A risk matrix: a cell for each level of the first member and of the second. */
struct crr_ast_matrix {
    const struct crr_ast_level *levels[2];
    uint32_t level_counts[2];
    const int64_t *cells; /* points, row by row */
    uint32_t residual_of; /* 0, 1: no cell lies below its level's points; CRR_ABSENT */
    struct crr_text
        mitigated; /* why cells may lie below nevertheless; empty: none do */
};

struct crr_ast_factor {
    struct crr_text id;
    enum crr_factor_kind kind;
    struct crr_titles titles;
    struct crr_text basis;
    uint32_t parent; /* a group, CRR_ABSENT at a root and in θ */
    uint32_t
        subtree_count; /* itself and everything below: the next sibling is at +count */
    uint32_t depth;    /* 0 at a root */
    bool correction;
    bool confidential; /* its own word; the input's or the condition's adds to it */
    bool hidden;    /* it, a group above, its input or its condition is confidential */
    int64_t weight; /* local, in 10^-9; 0 in θ */
    uint32_t input; /* CRR_ABSENT for groups and conditions */
    uint32_t table;
    uint32_t condition; /* index of its root */
    struct crr_policy missing, unknown;
    bool inverted, has_range, has_scaled;
    uint32_t applies; /* index of the root of its condition, or CRR_ABSENT */
    enum crr_combine combine;
    const int64_t *order_weights; /* owa: 10^-9, falling, as many as members */
    const struct crr_ast_matrix *matrix;
    /* Set when all factors are read (nodes.c): */
    bool may_drop; /* not every customer has points of it */
    bool node;     /* a group that gives points of its own, rounded to 4 places */
    bool inner;    /* beneath a node: it contributes through it alone */
    bool many_sum; /* of_many: sum; else the greatest of several values counts */
    int64_t cap;   /* of the sum, >= 0 */
    int64_t range_low, range_high;   /* points */
    int64_t scaled_low, scaled_high; /* what the range's ends become */
    struct crr_ast_band *bands;
    uint32_t band_count;
    enum crr_age_unit age_unit;
    struct crr_ast_knot *knots;
    uint32_t knot_count;
    int64_t points_yes, points_no; /* flag, condition */
    struct crr_origin origin;
};

/* Whether the weighted sum adds it: a leaf, or a node that is in no other. */
static inline bool
crr_factor_is_term(const struct crr_ast_factor *factor)
{
    return !factor->inner && (factor->node || factor->kind != CRR_FACTOR_GROUP);
}

/* The word for a way to combine: "owa". */
static inline const char *
crr_combine_name(enum crr_combine combine)
{
    static const char *const names[] = {[CRR_COMBINE_WEIGHTED] = "weighted",
        [CRR_COMBINE_MAX] = "max",
        [CRR_COMBINE_OWA] = "owa",
        [CRR_COMBINE_MATRIX] = "matrix"};
    return names[combine];
}

enum crr_condition_kind {
    CRR_CONDITION_ALL = 1, /* of its members; an empty one never stands in a model */
    CRR_CONDITION_ANY,
    CRR_CONDITION_NOT,     /* of its one member */
    CRR_CONDITION_IN,      /* code, text: equal to one of `texts` */
    CRR_CONDITION_WITHIN,  /* number, date: in `interval` */
    CRR_CONDITION_FLAG,    /* flag: equal to `flag` */
    CRR_CONDITION_MISSING, /* is: missing */
    CRR_CONDITION_PRESENT,
    CRR_CONDITION_SAME, /* as `other` */
    CRR_CONDITION_DIFFERS,
    CRR_CONDITION_LISTED /* in `list`, `other` being the day of birth if it has one */
};

/* Conditions lie in one array, each before its members (preorder). */
struct crr_ast_condition {
    enum crr_condition_kind kind;
    uint32_t subtree_count; /* itself and all below */
    uint32_t input, other;
    const struct crr_text *texts; /* codes are folded, and before-cut not applied */
    uint32_t text_count;
    struct crr_interval interval;
    bool flag;
    uint32_t list;
    enum crr_name_kind name_kind; /* what is looked for in the list */
    struct crr_origin origin;
};

struct crr_ast_tier {
    struct crr_text id;
    struct crr_titles titles;
    bool scored;
    int64_t from; /* in segments that say nothing else */
    enum crr_review_unit review_unit;
    int review_count;
    const struct crr_text *measures;
    uint32_t measure_count;
    bool no_relationship;
    struct crr_origin origin;
};

enum crr_if_missing {
    CRR_IF_MISSING_ERROR = 0,
    CRR_IF_MISSING_TRUE,
    CRR_IF_MISSING_FALSE
};

struct crr_ast_rule {
    struct crr_text id;
    struct crr_titles titles;
    struct crr_text basis;
    uint32_t condition; /* index of its root */
    uint32_t veto;      /* of `lowest`: root of an ANY over the vetoes, or CRR_ABSENT */
    enum crr_rule_effect effect;
    bool lowest;   /* written as `lowest`; effect is CRR_RULE_AT_MOST, tier 0 */
    uint32_t tier; /* CRR_ABSENT for CRR_RULE_REVIEW */
    bool review;
    enum crr_if_missing if_missing;
    bool confidential; /* its own word */
    bool hidden;       /* or that of an input which it reads */
    struct crr_origin origin;
};

/* A kind of customer, or a scenario, with what rates it. A model without `segments` has
 * one, without an id. */
struct crr_ast_segment {
    struct crr_text id;
    struct crr_titles titles;
    uint32_t condition; /* index of its root; CRR_ABSENT: chosen by its id */
    int64_t *from;      /* by tier that is scored: as crr_ast_tier.from */
    /* Its factors: the primary ones in preorder [first, secondary), then those of θ
     * [secondary, end). */
    uint32_t first, secondary, end;
    bool has_correction;
    bool correction_max;           /* combine: max */
    int64_t theta_low, theta_high; /* points */
    struct crr_origin origin;
};

/* What a model asks of overrides. */
struct crr_ast_overrides {
    const struct crr_text *reason_codes; /* none: any code will do */
    uint32_t reason_code_count;
    bool woken_ignored;  /* not applied once the system's tier has risen */
    bool until_required; /* upwards too */
};

/* The whole model. */
struct crr_ast {
    struct crr_text id, version, owner;
    struct crr_titles titles, descriptions;
    const struct crr_text *approved_by;
    uint32_t approved_by_count;
    int32_t approved_on; /* CRR_NO_DAY: not given */
    struct crr_text approved_ref;
    int32_t effective_from, effective_to;

    int decimals;
    enum crr_rounding rounding;
    int64_t score_low, score_high; /* times 10^decimals */
    struct crr_rational score_factor;
    int weights_total; /* 1 or 100 */
    const struct crr_text
        *missing_values; /* trimmed, as written, without the empty text */
    uint32_t missing_value_count;

    struct crr_ast_input *inputs;
    uint32_t input_count;
    struct crr_ast_table *tables;
    uint32_t table_count;
    struct crr_ast_list *lists;
    uint32_t list_count;
    struct crr_ast_factor *factors; /* segment by segment */
    uint32_t factor_count;
    struct crr_ast_segment *segments; /* at least one */
    uint32_t segment_count;
    struct crr_ast_condition *conditions;
    uint32_t condition_count;
    struct crr_ast_tier *tiers;
    uint32_t tier_count;
    struct crr_ast_rule *rules;
    uint32_t rule_count;

    /* history: how a tier may fall. */
    int down_steps; /* tiers a rating; 0: there is no history, tiers move freely */
    enum crr_review_unit wait_unit; /* CRR_REVIEW_NONE: it need not have stood */
    int wait_count;
    struct crr_ast_overrides overrides;

    struct crr_ast_accept {
        unsigned finding;
        struct crr_text at, reason;
        struct crr_origin origin;
    } * accepts;
    uint32_t accept_count;

    const struct crr_judgements *judgements; /* NULL: none */
    struct crr_origin judgements_origin;

    struct crr_text canonical;
    char digest[CRR_DIGEST_SIZE];
    char source_digest[CRR_DIGEST_SIZE];
};

/* How tables are opened. */
struct crr_model_source {
    struct crr_text text;
    const char *name;      /* for findings, never NULL */
    const char *base_name; /* for the source digest */
    const char *folder;    /* of the model's file, NULL: none */
    size_t text_limit;     /* bytes of text */
    enum crr_status (*open)(
        void *user, struct crr_text name, struct crr_text *ret_bytes);
    void (*close)(void *user, struct crr_text bytes);
    void *open_user;
    /* Models that outlive this one: a list that one of them has, by the digest and all
     * that is said of it, is not read again but shared. */
    const struct crr_ast *const *donors;
    size_t donor_count;
};

/* Reads and checks a model; everything lies in arena. Findings are collected in report
 * and not handed out yet. CRR_OK with *ret_ast if the report holds no errors that keep
 * it from being compiled; CRR_E_MODEL; CRR_E_MEMORY. The canonical text and digests are
 * filled in unless there were errors. */
enum crr_status crr_model_read(const struct crr_model_source *source,
    struct crr_arena *arena, struct crr_report *report, struct crr_ast **ret_ast);

/* Parts of it, one a file of lib/model: */
struct crr_reader;
struct crr_yaml_node;

/* Cross-checks over the whole (weights, ranges, unused, tiers, conditions, ...). Parts
 * in which the readers found errors are left out. False if the report holds an error,
 * or if there is no memory. */
bool crr_model_check(const struct crr_model_source *source, struct crr_report *report,
    struct crr_ast *ast);

/* Takes the findings that the model accepts out of the report, and reports entries that
 * accept an error or silence nothing. The last step: what it does not see cannot be
 * accepted. True if the report holds no error. */
bool crr_model_apply_accepts(const struct crr_model_source *source,
    struct crr_report *report, struct crr_ast *ast);

/* The canonical text (form: canonical.c), in the arena. False if there is no memory. */
bool crr_model_write_canonical(
    const struct crr_ast *ast, struct crr_arena *arena, struct crr_text *ret_text);

/* linked.c: a share, "0.25" or "25%", in 10^-9: (0, 1]. */
bool crr_share_parse(struct crr_text text, int64_t *ret);

/* The title in a language, else without language, else the first, else empty. */
struct crr_text crr_title_in(const struct crr_titles *titles, const char *language);

#endif

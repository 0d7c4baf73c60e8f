/* Models: compiled from YAML, immutable, shared by any number of threads. */
#ifndef CRR_MODEL_H
#define CRR_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "crr/alloc.h"
#include "crr/export.h"
#include "crr/status.h"
#include "crr/text.h"

CRR_BEGIN_C

struct crr_model;

/* Options of the compilation. Zeroed memory with size set is the documented default. */
struct crr_model_options {
    size_t size; /* sizeof(struct crr_model_options) */

    /* Called for every finding, in order of place: model first, then its tables.
     * Accepted findings are left out. NULL: findings are only counted. */
    void (*report)(void *user, const struct crr_error *finding);
    void *report_user;

    /* Opens the file of a table or list: name as the model writes it, relative,
     * without "..". On success
     * returns CRR_OK and a text that stays valid until close is called with it; any
     * other status becomes a finding. NULL: files beneath the folder of the model's
     * file; a model compiled from text has no folder, and then naming a file is a
     * finding. */
    enum crr_status (*open)(
        void *user, struct crr_text name, struct crr_text *ret_bytes);
    void (*close)(void *user, struct crr_text bytes);
    void *open_user;

    struct crr_allocator allocator; /* kept for the model's life */
    bool strict;                    /* warnings refuse the model too */
    /* Bytes of the model's text, at most 2^30; 0: 2^24. The canonical text of a model
     * with large tables may need more than that. */
    size_t text_limit;
};

/* Compiles a model from its text. name is printed in findings (NULL: "model"). On
 * success *ret_model has one reference. reterr (may be NULL) gets the first error.
 *   CRR_E_MODEL     there are errors, all of them were reported
 *   CRR_E_MEMORY    an allocation failed
 *   CRR_E_ARGUMENT  ret_model or text.at is NULL, or options->size is unknown
 * options may be NULL. Thread-safe. */
CRR_API enum crr_status crr_model_compile(struct crr_text text, const char *name,
    const struct crr_model_options *options, struct crr_model **ret_model,
    struct crr_error *reterr);

/* Compiles the model in a file; its tables lie beneath the file's folder. As
 * crr_model_compile, and CRR_E_READ if the file cannot be read. */
CRR_API enum crr_status crr_model_compile_file(const char *file_name,
    const struct crr_model_options *options, struct crr_model **ret_model,
    struct crr_error *reterr);

/* Adds a reference; returns model. Thread-safe. */
CRR_API struct crr_model *crr_model_ref(struct crr_model *model);

/* Drops a reference; the last one frees the model. NULL is allowed. Thread-safe. */
CRR_API void crr_model_unref(struct crr_model *model);

/* ---- What is in a model. All of it is owned by the model, and thread-safe. ---- */

enum crr_input_type {
    CRR_INPUT_CODE = 1,
    CRR_INPUT_NUMBER = 2,
    CRR_INPUT_DATE = 3,
    CRR_INPUT_FLAG = 4,
    CRR_INPUT_TEXT = 5,
    CRR_INPUT_CODES = 6 /* several codes, at most 64 different ones */
};

enum crr_factor_kind {
    CRR_FACTOR_GROUP = 1,
    CRR_FACTOR_TABLE = 2,
    CRR_FACTOR_BANDS = 3,
    CRR_FACTOR_AGE = 4,
    CRR_FACTOR_FLAG = 5,
    CRR_FACTOR_CONDITION = 6,
    CRR_FACTOR_NUMBER = 7,
    CRR_FACTOR_INTERPOLATION = 8
};

enum crr_rule_effect {
    CRR_RULE_REVIEW = 1,   /* review: required, and nothing else */
    CRR_RULE_TIER = 2,     /* direct */
    CRR_RULE_AT_LEAST = 3, /* floor */
    CRR_RULE_AT_MOST = 4   /* cap; `lowest` is one to tier 0 */
};

enum crr_review_unit {
    CRR_REVIEW_NONE = 0,
    CRR_REVIEW_DAYS = 1,
    CRR_REVIEW_MONTHS = 2
};

/* No index: an input of a condition, a group above a root, ... */
#define CRR_NONE SIZE_MAX

/* The model's head. */
struct crr_model_head {
    struct crr_text id;
    struct crr_text version;
    struct crr_text title; /* in the language asked for, else the first, or empty */
    struct crr_text owner;
    int32_t effective_from;        /* day, CRR_NO_DAY: unbounded */
    int32_t effective_to;          /* day, excluded; CRR_NO_DAY: unbounded */
    int decimals;                  /* of the score, [0, 4] */
    int64_t score_low, score_high; /* times 10^decimals */
    int64_t scale; /* S of the first segment where all factors apply; a rating has its
                      own */
    bool needs_as_of; /* an age or a dated table is used */
};

struct crr_input_view {
    struct crr_text id;
    struct crr_text title;
    enum crr_input_type type;
    int places; /* of a number */
    bool key;
    bool confidential;
    bool used;                      /* by a factor or a rule, or it is the key */
    const struct crr_text *columns; /* names of its column, the preferred first */
    size_t column_count;
};

struct crr_factor_view {
    struct crr_text id;
    struct crr_text title;
    struct crr_text basis;
    enum crr_factor_kind kind;
    size_t parent;         /* index of the group above, CRR_NONE at a root and in θ */
    size_t input;          /* index, CRR_NONE for groups and conditions */
    int64_t global_weight; /* in 10^-9; 0 in θ, and where groups have no weights */
    bool correction;       /* a secondary factor, part of θ */
    bool node;             /* a group that gives points of its own */
    bool inner;            /* a member of one, at any depth: it contributes 0 itself */
    bool confidential;
};

/* A kind of customer, or a scenario, with the factors that rate it. A model without
 * `segments` has one, with an empty id, that holds for everybody. */
struct crr_segment_view {
    struct crr_text id;
    struct crr_text title;
    bool scenario; /* chosen by its id; else by a condition on the record */
    size_t factor_first, factor_count; /* its factors, primary and secondary */
};

struct crr_tier_view {
    struct crr_text id;
    struct crr_text title;
    bool scored;  /* has a threshold; else reached by rules alone */
    int64_t from; /* times 10^decimals */
    enum crr_review_unit review_unit;
    int review_count;
    const struct crr_text *measures;
    size_t measure_count;
    bool no_relationship;
};

struct crr_rule_view {
    struct crr_text id;
    struct crr_text title;
    struct crr_text basis;
    enum crr_rule_effect effect;
    size_t tier; /* index, CRR_NONE for CRR_RULE_REVIEW */
    bool review;
    bool confidential;
};

/* A list of names and identifiers. */
struct crr_list_view {
    struct crr_text id;
    struct crr_text file; /* as the model names it */
    const char *digest;   /* SHA-256 of its bytes, 64 hexadecimal digits and a NUL */
    size_t entry_count;
    size_t name_count, identifier_count; /* different spellings of all entries */
    int32_t complete_from;               /* day; CRR_NO_DAY: its entries have no days */
};

/* Each fills *ret and returns CRR_OK, or CRR_E_ARGUMENT for an index beyond the count.
 * language: a tag such as "zh", or NULL. Factors come in the order of the file, a group
 * before its members, the secondary factors last. */
CRR_API void crr_model_head(
    const struct crr_model *model, const char *language, struct crr_model_head *ret);
CRR_API size_t crr_model_input_count(const struct crr_model *model);
CRR_API enum crr_status crr_model_input(const struct crr_model *model, size_t index,
    const char *language, struct crr_input_view *ret);
CRR_API size_t crr_model_factor_count(const struct crr_model *model);
CRR_API enum crr_status crr_model_factor(const struct crr_model *model, size_t index,
    const char *language, struct crr_factor_view *ret);
CRR_API size_t crr_model_segment_count(const struct crr_model *model);
CRR_API enum crr_status crr_model_segment(const struct crr_model *model, size_t index,
    const char *language, struct crr_segment_view *ret);
CRR_API size_t crr_model_tier_count(const struct crr_model *model);
CRR_API enum crr_status crr_model_tier(const struct crr_model *model, size_t index,
    const char *language, struct crr_tier_view *ret);
CRR_API size_t crr_model_rule_count(const struct crr_model *model);
CRR_API enum crr_status crr_model_rule(const struct crr_model *model, size_t index,
    const char *language, struct crr_rule_view *ret);

CRR_API size_t crr_model_list_count(const struct crr_model *model);
CRR_API enum crr_status crr_model_list(
    const struct crr_model *model, size_t index, struct crr_list_view *ret);

/* The index of the input with this id, or CRR_NONE. */
CRR_API size_t crr_model_find_input(const struct crr_model *model, struct crr_text id);
/* The index of the factor with this id, or CRR_NONE. Segments may each have one with
 * the same id: the first is found, or the one of a segment. */
CRR_API size_t crr_model_find_factor(const struct crr_model *model, struct crr_text id);
CRR_API size_t crr_model_find_factor_in(
    const struct crr_model *model, size_t segment, struct crr_text id);
/* The index of the segment with this id, or CRR_NONE. */
CRR_API size_t crr_model_find_segment(
    const struct crr_model *model, struct crr_text id);

/* The canonical text: one YAML with the tables inlined, which compiles to the same
 * model. Lists are not inlined: they stand by file and digest, and the very same files
 * must be there to compile it. Owned by the model. */
CRR_API struct crr_text crr_model_canonical(const struct crr_model *model);

/* SHA-256 of the canonical text, 64 lower-case hexadecimal digits, NUL-terminated. */
CRR_API const char *crr_model_digest(const struct crr_model *model);

/* SHA-256 of the bytes of the files: of one line "<sha256>  <name>\n" for the model
 * (its base name) and for each file of a table or list in the order of their first
 * mention, as
 * `sha256sum model.yaml tables/... | sha256sum` prints it. */
CRR_API const char *crr_model_source_digest(const struct crr_model *model);

CRR_END_C

#endif

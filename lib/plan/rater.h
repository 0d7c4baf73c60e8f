/* The rater: all that one thread needs to rate with a plan, and the last rating. Filled
 * in steps, one a file: record.c reads the values, apply.c finds the factors that
 * apply, valuation.c turns values into points, node.c makes points of members' points,
 * condition.c decides conditions, rate.c adds up and applies the rules. */
#ifndef CRR_PLAN_RATER_H
#define CRR_PLAN_RATER_H

#include "crr/rater.h"
#include "plan/plan.h"

/* One code of an input, or its text. */
struct crr_code {
    struct crr_text shown; /* folded but for its case; in the rater */
    struct crr_text text;  /* folded; in the rater. Of a text: trimmed; the caller's */
    struct crr_text key;   /* of the row that the code has, else text */
    bool known;            /* some table of the input has a row for it */
    uint32_t place;        /* among the texts that the caller gave */
    char *kept;            /* room for shown and text: 2 · CRR_CODE_LIMIT bytes */
};

/* A value as the factors and rules see it. */
struct crr_given {
    bool present;
    bool incomplete; /* codes: there is one more, and nobody knows what it is */
    bool supposed;   /* it is missing, and this is one of the values that it may have */
    struct crr_code *codes; /* code, text: one; codes: different ones, up to */
    uint32_t code_count;    /* CRR_CODES_LIMIT, and room for one more */
    char *joined;           /* codes: room to show all of them */
    int64_t number;         /* number: times 10^places; date: the day; flag: 0 or 1 */
};

struct crr_factor_result {
    enum crr_points_source source;
    uint32_t match; /* row, band, cell, member, or CRR_ABSENT */
    int64_t points;
};

/* A missing input while the values that it may have are tried. */
struct crr_supposed {
    const struct crr_candidates *list;
    bool decides; /* the tier changes with it alone */
};

/* A linked person of whom the value of an input is not known. */
struct crr_stranger {
    uint32_t place; /* of the value that nobody knows, among those of the input */
    struct crr_text key;
    bool recorded; /* there is a record, without that value */
};

/* Who is behind the values of linked inputs; all is NULL where nobody knows. */
struct crr_writer;
struct crr_ways {
    /* Writes the links to the person who has the value at a place of an input. */
    void (*put)(
        const void *user, struct crr_writer *writer, uint32_t input, uint32_t place);
    /* The first stranger of an input from a place on; false if there is none. */
    bool (*find_stranger)(
        const void *user, uint32_t input, uint32_t from, struct crr_stranger *ret);
    const void *user;
};

struct crr_rater {
    struct crr_arena arena;  /* everything, this struct included */
    struct crr_model *model; /* one reference */
    bool has_as_of;
    bool rated;   /* the rest holds a rating */
    bool keyless; /* records need no key: rows of columns */
    int32_t as_of;
    const struct crr_plan_segment *segment; /* of the record */
    int64_t unit;                           /* of the rating: its scale / 10^4 */

    const uint32_t **lookup_rows; /* by lookup: the row of each spelling on as_of */
    int64_t *worst;               /* by factor, on as_of */

    struct crr_given *given;           /* by input */
    struct crr_factor_result *results; /* by factor */
    char **sums; /* by factor of `of_many: sum`: room for the keys of its rows */
    struct crr_rule_rating *rules;
    struct crr_rating rating;
    struct crr_remainder remainder;
    /* interval.c: of inputs with `missing: interval`. */
    struct crr_candidates *candidates;
    uint32_t candidate_count;
    struct crr_supposed *supposed; /* those that the record does not have */
    uint32_t supposed_count;
    unsigned char *tiers;              /* by combination of values */
    int64_t *points_low, *points_high; /* by factor, over all combinations */
    uint32_t theta_factor; /* combine: max: the secondary factor that counts */
    char *fold;            /* room to fold one value */
    size_t fold_size;
    struct crr_ways ways;
    struct crr_name_room *name_room; /* NULL: the model has no lists */
};

/* Room for the keys of a sum's rows, what stands between them, and the cap. */
#define CRR_SUM_LIMIT (CRR_CODES_LIMIT * (CRR_CODE_LIMIT + 5) + CRR_NUMBER_SIZE + 48)

/* Room to fold a code that is too long by one byte: a character of three bytes becomes
 * one. */
#define CRR_FOLD_LIMIT (3 * (CRR_CODE_LIMIT + 1))

/* Fills the caller's error for this record: CRR_E_RECORD. */
enum crr_status crr_record_refuse(struct crr_error *reterr,
    enum crr_finding_number finding, struct crr_text path, const char *format, ...)
    CRR_PRINTF(4, 5);

/* candidates.c: the values that stand for all that missing inputs may have. False if
 * there is no memory. */
bool crr_rater_list_candidates(struct crr_rater *rater);

/* interval.c: rates what was read, over all values of what is missing. */
enum crr_status crr_rater_rate_missing(
    struct crr_rater *rater, struct crr_error *reterr);

/* interval.c: whether it is only that a missing input cannot have the value that is
 * being tried. */
bool crr_rater_is_impossible(
    const struct crr_rater *rater, const struct crr_error *error);

/* rate.c: rates what was read or supposed. */
enum crr_status crr_rater_rate_given(struct crr_rater *rater, struct crr_error *reterr);

/* rate.c: whether a rule fires by what was read; CRR_UNKNOWN: it cannot be decided, and
 * the record is to be refused. *ret_truth (may be NULL) is the truth of what it
 * says. */
enum crr_truth crr_rater_fires(
    const struct crr_rater *rater, uint32_t rule, enum crr_truth *ret_truth);

/* record.c: values -> rater->given. */
enum crr_status crr_rater_read(
    struct crr_rater *rater, const struct crr_value *values, struct crr_error *reterr);

/* record.c: one value -> rater->given[input]; the rater holds no rating then. */
enum crr_status crr_rater_read_one(struct crr_rater *rater, uint32_t input,
    const struct crr_value *value, struct crr_error *reterr);

/* valuation.c: the row that a code has for a factor on as_of, or CRR_ABSENT. */
uint32_t crr_rater_row(
    const struct crr_rater *rater, uint32_t factor, const struct crr_code *code);

/* True if an earlier code has the row of rows[at]: two spellings count once. */
bool crr_row_is_repeated(const uint32_t *rows, uint32_t at);

/* valuation.c: the points of a factor's policy, which is not error, on as_of. */
int64_t crr_rater_policy_points(
    const struct crr_rater *rater, uint32_t factor, enum crr_points_source source);

/* valuation.c: given -> results[index]. */
enum crr_status crr_rater_value_factor(
    struct crr_rater *rater, uint32_t index, struct crr_error *reterr);

/* segment.c: rater->segment, where conditions choose it. */
enum crr_status crr_rater_choose_segment(
    struct crr_rater *rater, struct crr_error *reterr);

/* apply.c: which factors of the segment apply: the source of the others is
 * CRR_POINTS_NONE. */
enum crr_status crr_rater_apply(struct crr_rater *rater, struct crr_error *reterr);

/* explain.c: what a factor gives: of a plain sum its average. */
int64_t crr_rater_points(const struct crr_rater *rater, uint32_t factor);

/* explain.c: where its points come from; CRR_POINTS_NONE of another segment's. */
enum crr_points_source crr_rater_source(const struct crr_rater *rater, uint32_t factor);

/* Room for an input's value as text: a code, or a number. */
#define CRR_SHOWN_LIMIT (CRR_CODE_LIMIT + 1)

/* explain.c: the value of an input, normalised; empty if it is missing. buffer has
 * CRR_SHOWN_LIMIT bytes. */
struct crr_text crr_rater_input_value(
    const struct crr_rater *rater, uint32_t input, char *buffer);

/* explain.c: the codes of an input with its separator between them. */
struct crr_text crr_rater_join_codes(const struct crr_rater *rater, uint32_t input);

/* node.c: the members' results -> results[index]. */
void crr_rater_value_node(struct crr_rater *rater, uint32_t index);

/* node.c: the weight that a member of a node had, as two whole numbers. */
void crr_rater_member_weight(const struct crr_rater *rater, uint32_t member,
    int64_t *ret_weight, int64_t *ret_total);

/* listed.c: whether a value that is there is in a list. *ret_entry, if it is: the first
 * entry (ret_entry may be NULL). */
enum crr_truth crr_rater_find_listed(const struct crr_rater *rater,
    const struct crr_ast_condition *condition, uint32_t *ret_entry);

/* listed.c: the value of an input of several codes by which a condition is true: the
 * first of the condition's inputs, and the place of the code among the texts that were
 * given. False if there is none. */
bool crr_rater_find_cause(const struct crr_rater *rater, uint32_t condition,
    uint32_t *ret_input, uint32_t *ret_place);

/* valuation.c: the place, likewise, of the value that gave a factor its row; CRR_ABSENT
 * if it is no single one. */
uint32_t crr_rater_value_place(const struct crr_rater *rater, uint32_t factor);

/* listed.c: the first entry that a true condition is true by, if there is one. */
void crr_rater_note_entry(
    const struct crr_rater *rater, uint32_t condition, struct crr_rule_rating *ret);

/* condition.c: the truth of a condition. */
enum crr_truth crr_rater_decide(const struct crr_rater *rater, uint32_t condition);

/* N of a factor's contribution; for `combine: max` 0 for all but one secondary factor.
 */
int64_t crr_rater_contribution(const struct crr_rater *rater, uint32_t factor);

#endif

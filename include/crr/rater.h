/* Raters: one per thread; each rates one customer at a time and explains the last one.
 *
 *     struct crr_rater *rater;
 *     struct crr_rater_options options = {.size = sizeof options};
 *     crr_rater_new(model, &options, &rater, &error);
 *     status = crr_rater_rate(rater, values, value_count, &rating, &error);
 *
 * A rater holds a reference to its model. All its memory is allocated by crr_rater_new;
 * rating and explaining allocate nothing. Different raters may be used by different
 * threads at once, one rater only by one thread at a time. */
#ifndef CRR_RATER_H
#define CRR_RATER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "crr/export.h"
#include "crr/model.h"
#include "crr/status.h"
#include "crr/value.h"

CRR_BEGIN_C

struct crr_rater;

struct crr_rater_options {
    size_t size;    /* sizeof(struct crr_rater_options) */
    bool has_as_of; /* as_of is given; required if the model needs one */
    int32_t as_of;  /* the day on which the rating holds, days since 1970-01-01 */
    struct crr_text scenario; /* id of the segment to rate by: required if the model's
                                 segments are scenarios, else empty */
};

/* Makes a rater.
 *   CRR_E_ARGUMENT  a NULL, an unknown size, as_of missing or outside the calendar, or
 *                   earlier than the day from which a dated table is complete; a
 *                   scenario that is missing, unknown, or not asked for
 *   CRR_E_MEMORY    an allocation failed
 * options may be NULL. */
CRR_API enum crr_status crr_rater_new(struct crr_model *model,
    const struct crr_rater_options *options, struct crr_rater **ret_rater,
    struct crr_error *reterr);

/* Frees the rater and drops its reference to the model. NULL is allowed. */
CRR_API void crr_rater_free(struct crr_rater *rater);

/* The model of the rater; no reference is added. */
CRR_API struct crr_model *crr_rater_model(const struct crr_rater *rater);

/* The result. Scores and distances are in units of 10^-decimals of the model; exact
 * values are N of N/S. S is the same for all customers to whom the same factors
 * apply. */
struct crr_rating {
    size_t segment;            /* index of the segment that rated; 0 without segments */
    int64_t score;             /* M, rounded */
    int64_t exact;             /* N of the score before clamping and rounding */
    int64_t scale;             /* S of every N of this rating */
    int64_t theta;             /* N of θ, clamped to its bounds */
    size_t score_tier;         /* index of S, the tier of the score */
    size_t tier;               /* index of the tier after the rules */
    size_t tier_without_theta; /* index of the tier that the score had with θ = 0 */
    size_t direct_tier; /* D: the severest tier that a rule set directly, or CRR_NONE */
    size_t floor_tier;  /* F: the highest floor of a rule that fired, or CRR_NONE */
    size_t rule;        /* the first rule that changed the tier, or CRR_NONE */
    size_t top_factor;  /* the primary factor that gave most; of equals the first */
    int64_t to_next_up; /* score missing to the next scored tier; -1: none */
    int64_t to_next_down; /* score above the threshold of S; -1: S is the lowest */
    size_t warning_count; /* factors that took the points of a policy */
    bool review;          /* a rule asks for a review */
    /* With `missing: interval` the bounds over all values that the missing inputs may
     * have, exactly; the rating itself is the worst of them: the highest tier, and of
     * those the highest score. Without it score, score and tier. */
    int64_t score_low, score_high;
    size_t tier_low; /* equal to tier: the tier is certain */
};

/* Rates one record: values[i] is the value of input i; value_count must be the model's
 * number of inputs; if one of these is the key, it has to be there. On success
 * *ret_rating is filled and the rater holds the rating until the next call.
 *   CRR_E_RECORD    the record cannot be rated; reterr says why: finding, path (the
 *                   input or the rule), message. The rater holds no rating then.
 *   CRR_E_ARGUMENT  a NULL, or a wrong count
 * The message of a refusal names the input and quotes the value, confidential or not:
 * keep it from those who may not see it. reterr is left alone on success. */
CRR_API enum crr_status crr_rater_rate(struct crr_rater *rater,
    const struct crr_value *values, size_t value_count, struct crr_rating *ret_rating,
    struct crr_error *reterr);

/* ---- The explanation of the last rating, as data ---- */

/* Where a factor's points come from. */
enum crr_points_source {
    CRR_POINTS_MATCHED = 1, /* from a row, a band, the value */
    CRR_POINTS_MISSING = 2, /* there was no value: from the policy for missing */
    CRR_POINTS_UNKNOWN = 3, /* no row knew the code, or one of several: the policy for
                               unknown took part */
    CRR_POINTS_NONE = 4     /* the factor does not apply */
};

struct crr_factor_rating {
    enum crr_points_source source;
    /* In 10^-4. Of a group its members' weighted average, rounded to 4 places, or what
     * its way to combine them makes of them. 0 where the factor does not apply. */
    int64_t points;
    /* Its bounds over all that missing inputs may be; points where none is tried. */
    int64_t points_low, points_high;
    /* N; of a group the sum over its members. A member of a group that gives points of
     * its own (crr_factor_view.inner) contributes 0: the group does. */
    int64_t contribution;
    /* The effective weight is weight / weight_total: among the factors that apply,
     * global, or of an inner factor among its siblings (of an ordered weighted average
     * the weight that its rank met). 0 / 1 where there is none. */
    int64_t weight, weight_total;
    /* The key of the row, the band in words, the levels of a matrix's cell, the member
     * of which a maximum is ... or empty. Of several codes the row that gave most. Of a
     * sum all its rows, as "cash + (casino), at most 80.5": a code that no row knows
     * stands in parentheses, and the cap if it counted. */
    struct crr_text match;
    struct crr_text note; /* the note of the row or band, or empty */
};

enum crr_truth {
    CRR_FALSE = 0,
    CRR_TRUE = 1,
    CRR_UNKNOWN = 2
};

struct crr_rule_rating {
    enum crr_truth truth; /* of its condition, its vetoes included */
    bool fired;           /* it took part: truth, or if_missing decided so */
    /* Where the condition is true because of an entry of a list: the list's id, and the
     * entry's own id (empty: it has none) and line in the list's file. Else list.at is
     * NULL. Owned by the model. */
    struct crr_text list;
    struct crr_text entry;
    uint64_t entry_line;
};

/* The parts of the score that no factor has. score = Σ contributions of all factors
 * (but those of groups that are plain sums, which repeat their members') + theta_clamp
 * + score_clamp + rounding, exactly. For `combine:
 * max` only the greatest secondary factor contributes (the smaller id if two are
 * equal). */
struct crr_remainder {
    int64_t theta_clamp; /* N that clamping θ added */
    int64_t score_clamp; /* N that clamping the score added */
    int64_t rounding;    /* N that rounding added */
};

/* Each returns CRR_OK, or CRR_E_ARGUMENT if there is no rating or no such index. Texts
 * are valid until the next rating. A group's contribution is shown for convenience and
 * is not to be added again. */
CRR_API enum crr_status crr_rater_factor(
    const struct crr_rater *rater, size_t factor_index, struct crr_factor_rating *ret);
CRR_API enum crr_status crr_rater_rule(
    const struct crr_rater *rater, size_t rule_index, struct crr_rule_rating *ret);
/* Whether the tier of the last rating depends on an input that is missing: another
 * value of it alone can give another tier. */
CRR_API bool crr_rater_depends_on(const struct crr_rater *rater, size_t input_index);
CRR_API enum crr_status crr_rater_remainder(
    const struct crr_rater *rater, struct crr_remainder *ret);

/* ---- The explanation as text ---- */

struct crr_past;            /* crr/history.h */
struct crr_standing;        /* crr/history.h */
struct crr_override;        /* crr/override.h */
struct crr_override_rating; /* crr/override.h */

struct crr_explain_options {
    size_t size;          /* sizeof(struct crr_explain_options) */
    const char *language; /* of titles; NULL: the model's first */
    struct crr_text key;  /* the customer, printed at the head if not empty */
    const char *file;     /* where the record stands: printed too, unless it is NULL */
    uint64_t line;        /* and in which line; 0: none is printed */
    bool reveal;          /* shows confidential factors and rules, and the words of
                             an override's reason: people write there what they know */

    /* What came of the rating: of crr_rater_settle, with the past that it was given
     * (NULL: none), and of crr_rater_override, with the override that it was given.
     * NULL: not shown. With one of them the explanation shows the system's tier and
     * the final one; review and measures are those of the final tier. The picture
     * shows none of it. */
    const struct crr_past *past;
    const struct crr_standing *standing;
    const struct crr_override *override;
    const struct crr_override_rating *override_rating;
};

/* Writes the explanation of the last rating: a table that a person reads, or one JSON
 * object with a newline. write gets pieces in order and returns 0, or anything else to
 * stop. Allocates nothing.
 *   CRR_E_WRITE     write returned something else than 0
 *   CRR_E_ARGUMENT  there is no rating, or options->size is unknown; a standing or an
 *                   override that is not of this model, or one without its rating */
CRR_API enum crr_status crr_rater_explain_text(const struct crr_rater *rater,
    const struct crr_explain_options *options,
    int (*write)(void *user, const char *at, size_t length), void *user);
CRR_API enum crr_status crr_rater_explain_json(const struct crr_rater *rater,
    const struct crr_explain_options *options,
    int (*write)(void *user, const char *at, size_t length), void *user);

/* The same as a picture, a radar chart (风险度量图) in SVG: an axis for each factor at the
 * root of the model, or for each member of a single group there, at most 24. An axis
 * whose points depend on missing inputs (missing: interval) shows their range.
 *   CRR_E_MODEL     fewer than three axes may be shown
 *   CRR_E_WRITE, CRR_E_ARGUMENT  as above */
CRR_API enum crr_status crr_rater_explain_svg(const struct crr_rater *rater,
    const struct crr_explain_options *options,
    int (*write)(void *user, const char *at, size_t length), void *user);

CRR_END_C

#endif

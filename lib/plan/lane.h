/* The lane: the short way to rate an ordinary customer under a model of tables and
 * bands, many at a time. Each field that is read has a worth: what it adds to the
 * score, and marks of what is not ordinary about it. Worths come from the rater, which
 * works each one out once for a text that is new (memo.h), and for each step of a
 * number or a date when the lane is made. So the lane computes nothing that the rater
 * does not; it adds up, and leaves every record with a mark CRR_LANE_SLOW to the rater:
 * one that is rejected, or by which a rule may fire that is none of the lane's. */
#ifndef CRR_PLAN_LANE_H
#define CRR_PLAN_LANE_H

#include "plan/lane_rules.h"
#include "plan/memo.h"
#include "plan/rater.h"
#include "plan/verdict.h"

#define CRR_LANE_ROWS 64u /* of a batch */

/* A worth is N / divisor, shifted by CRR_LANE_SHIFT, with marks below: first those of
 * enum crr_lane_mark, then what the value says to the lane's rules. */
#define CRR_LANE_SHIFT 12
#define CRR_LANE_BIT_SHIFT 4
enum crr_lane_mark {
    CRR_LANE_SLOW = 1,         /* the record is the rater's */
    CRR_LANE_MISSING = 2,      /* the input has no value */
    CRR_LANE_FROM_MISSING = 4, /* the factor took the points for missing values */
    CRR_LANE_FROM_UNKNOWN = 8  /* or those for unknown ones */
};
#define CRR_LANE_MARKS ((INT64_C(1) << CRR_LANE_SHIFT) - 1)
#define CRR_LANE_BITS (CRR_LANE_MARKS & ~INT64_C(15))

/* N / divisor of a worth. */
static inline int64_t
crr_lane_units(int64_t worth)
{
    return worth >> CRR_LANE_SHIFT;
}

/* Numbers that stand for what is none. */
#define CRR_LANE_NO_NUMBER INT64_MAX        /* the value is missing */
#define CRR_LANE_BAD_NUMBER (INT64_MAX - 1) /* it cannot be read */

enum crr_lane_kind {
    CRR_LANE_KEY = 1, /* the customer's key: worth nothing, but it has to be there */
    CRR_LANE_TEXT,    /* worth what the memo says of the field's text */
    CRR_LANE_NUMBER,  /* a step for each range of numbers */
    CRR_LANE_DATE,    /* likewise, of YYYYMMDD */
    CRR_LANE_JOINT    /* of several inputs: totals[i] by the set of bits i of a row */
};

struct crr_forms;

/* What one input gives to one factor, or tells conditions. */
struct crr_lane_reader {
    enum crr_lane_kind kind;
    uint32_t input;
    uint32_t factor; /* CRR_ABSENT: no points */
    bool first;      /* of the readers of its input */
    bool told;       /* the file layer's: the factor may be named as a reason */
    bool chooses;    /* it is worth the place of a segment: lanes.h */
    size_t column;   /* the file layer's: CRR_NONE, the file does not have the input */
    int64_t absent;  /* the worth of no value */
    struct crr_memo memo;
    size_t plain_limit;      /* of a key in plain ASCII: its greatest length */
    size_t missing_longest;  /* of a key: what is no longer may be a missing value */
    int places;              /* of numbers */
    struct number_form form; /* likewise */
    char separator;          /* of dates: 2024-01-31; NUL: 20240131 */
    /* A number's worth is base + Σ deltas[i] over all i with at[i] <= number; at is
     * sorted, and filled up to a multiple of eight with CRR_LANE_NO_NUMBER. totals[i]
     * is the worth where i of them are. */
    uint32_t step_count;
    int64_t base;
    int64_t *at;
    int64_t *deltas;
    int64_t *totals;
    struct crr_forms *forms; /* the usual form, CRR_TOGETHER times */
};

/* What came of the rows of a batch, but for those with the mark CRR_LANE_SLOW. */
struct crr_lane_batch {
    int64_t score[CRR_LANE_ROWS];   /* as crr_rating.score */
    int64_t reached[CRR_LANE_ROWS]; /* threshold of the score */
    int64_t without[CRR_LANE_ROWS]; /* of the score with θ = 0 */
    int64_t top[CRR_LANE_ROWS];     /* the reader that gave most among those told */
    int64_t marks[CRR_LANE_ROWS];   /* of all fields together */
    int64_t numbers[CRR_LANE_ROWS]; /* scratch */
};

struct crr_lane {
    struct crr_rater *rater;
    const struct crr_plan_segment *segment;
    struct crr_arena arena;          /* everything but the memos */
    struct crr_lane_reader *readers; /* the primary factors' in the order of the model,
                                        θ's, others */
    uint32_t primary_count, secondary_count, reader_count;
    uint32_t joint_count; /* readers of CRR_LANE_JOINT among them */
    struct crr_lane_rules rules;
    /* Of each set of bits: the places of the rules that fire, as bits, and what they
     * come to. */
    uint32_t fired[1u << CRR_LANE_BIT_LIMIT];
    struct crr_verdict verdicts[1u << CRR_LANE_BIT_LIMIT];
    int64_t divisor; /* of all N that can be */
    /* N / divisor, shifted by CRR_LANE_SHIFT. */
    int64_t theta_low, theta_high, score_low, score_high;
    int64_t thresholds[CRR_TIER_LIMIT];
    uint32_t threshold_count;
    int64_t score_unit; /* N / divisor of the score's last place */
    enum crr_rounding rounding;
    bool theta_max;
    int64_t (*worths)[CRR_LANE_ROWS]; /* by reader */
    struct crr_lane_batch batch;
};

/* Whether the lane can rate by the rater's model (and scenario), without readers of
 * several inputs. */
bool crr_lane_fits(const struct crr_rater *rater);

/* Whether it can rate by one segment, however that is chosen. */
bool crr_lane_fits_segment(
    const struct crr_rater *rater, const struct crr_plan_segment *segment);

/* Makes a lane for the rater's segment, which fits; the rater is to outlive it and may
 * rate in between. False if there is no memory; it is to be cleared in any case. */
bool crr_lane_init(struct crr_lane *lane, struct crr_rater *rater,
    const struct crr_allocator *allocator);
void crr_lane_clear(struct crr_lane *lane);

/* The worth of a text of a CRR_LANE_TEXT reader that its memo did not know: works it
 * out. field is what stands in the file, by which it is kept; text is what it means. */
int64_t crr_lane_learn(struct crr_lane *lane, struct crr_lane_reader *reader,
    struct crr_text field, struct crr_text text);

/* The number, or YYYYMMDD, in any text; or one of those that stand for none. */
int64_t crr_lane_number(
    struct crr_lane *lane, const struct crr_lane_reader *reader, struct crr_text text);

/* Whether a text that is not plain ASCII, or may be a missing value, is a key that can
 * be written as it stands. */
bool crr_lane_key_is_good(const struct crr_lane *lane,
    const struct crr_lane_reader *reader, struct crr_text text);

#endif

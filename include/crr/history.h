/* History: where a customer stands after a rating, given where it stood before.
 *
 *     crr_rater_rate(rater, values, count, &rating, &error);
 *     crr_rater_settle(rater, &past, &standing);
 *
 * A tier rises at once. It falls as the model's `history` says: by at most `steps`
 * tiers a rating, and only once it has stood for `wait`; tiers that rules alone reach
 * are passed over. A model without `history` lets it fall freely. No waiting takes part
 * where a rule set the tier directly, before or now, or where the tier before or now is
 * one without a relationship. */
#ifndef CRR_HISTORY_H
#define CRR_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "crr/export.h"
#include "crr/rater.h"
#include "crr/status.h"

CRR_BEGIN_C

/* What the rating before left. Days since 1970-01-01. */
struct crr_past {
    size_t system_tier; /* index of the tier before overrides */
    bool direct;        /* a rule had set it directly */
    int32_t tier_since; /* the day since which it has stood */
    int32_t first_rated_on;
    int32_t last_reviewed_on; /* CRR_NO_DAY: no person reviewed it yet */
};

enum crr_change {
    CRR_CHANGE_NEW = 1,  /* there is no past */
    CRR_CHANGE_SAME = 2, /* the tier is the one before */
    CRR_CHANGE_UP = 3,
    CRR_CHANGE_DOWN = 4, /* perhaps by less than the rating alone says */
    CRR_CHANGE_HELD = 5  /* it would be lower, and has not stood for long enough */
};

struct crr_standing {
    size_t system_tier; /* index; never below the rating's direct_tier and floor_tier */
    bool direct;        /* a rule of this rating sets it directly */
    enum crr_change change;
    int32_t tier_since;
    int32_t first_rated_on;
    int32_t last_reviewed_on; /* first_rated_on if no person reviewed it yet; a rating
                                 never moves it */
    int32_t held_until; /* CRR_CHANGE_HELD: the first day on which it may fall, by the
                           model's history.down.wait; else CRR_NO_DAY */
    bool limited;       /* CRR_CHANGE_DOWN: it would be lower still, but for the model's
                           history.down.steps */
};

/* Settles the rater's last rating against the past; NULL: the customer is new.
 *   CRR_E_ARGUMENT  a NULL, no rating, a rater without as_of, no such tier, or a day
 *                   of the past that is no day or lies after as_of
 * Allocates nothing. */
CRR_API enum crr_status crr_rater_settle(const struct crr_rater *rater,
    const struct crr_past *past, struct crr_standing *ret_standing);

/* The day on which the next review of a customer in this (final) tier is due: the last
 * review and the tier's period, months clamped to the month's end. CRR_NO_DAY if the
 * tier has no period, or does not exist. A tier that rose can put it into the past:
 * then the review is due at once. Thread-safe. */
CRR_API int32_t crr_model_next_review(
    const struct crr_model *model, size_t tier, int32_t last_reviewed_on);

CRR_END_C

#endif

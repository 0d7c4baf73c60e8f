/* Overrides: a person's decision that a customer's tier is another than the system's,
 * for a reason, within bounds, and for a time.
 *
 * In force on a day from `from` up to, not including, `until`. Upwards one person and a
 * reason are enough. Downwards by one tier at most, never below what a rule sets
 * directly or as a floor, never onto a tier that rules alone lead to; decided by two
 * different people; and it ends no later than decided_on plus the review period of the
 * system's tier. What breaks these laws is not applied. The system's tier stays visible
 * beside the final one. */
#ifndef CRR_OVERRIDE_H
#define CRR_OVERRIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "crr/date.h"
#include "crr/export.h"
#include "crr/rater.h"
#include "crr/status.h"
#include "crr/text.h"

CRR_BEGIN_C

struct crr_override {
    size_t tier;        /* index: what was decided */
    size_t system_tier; /* index: the system's tier at the decision */
    int32_t decided_on;
    int32_t from, until; /* until CRR_NO_DAY: open */
    struct crr_text reason_code, reason;
    struct crr_text decided_by, second_person; /* empty: nobody */
};

enum crr_override_state {
    CRR_OVERRIDE_APPLIED = 1,
    CRR_OVERRIDE_REFUSED = 2, /* it breaks a law, why says which */
    CRR_OVERRIDE_WOKEN = 3,   /* the system's tier has risen since the decision, and the
                                 model's `overrides` says that it is not applied then */
    CRR_OVERRIDE_EARLY = 4,   /* not yet in force on as_of */
    CRR_OVERRIDE_EXPIRED = 5  /* no longer */
};

struct crr_override_rating {
    enum crr_override_state state;
    size_t tier;     /* final: the override's if it is applied, else the system's */
    bool risen;      /* the system's tier is above the one at the decision */
    const char *why; /* static; NULL unless refused */
};

/* What an override makes of the last rating, whose system's tier is system_tier
 * (rating.tier, or what came of the customer's history). Changes nothing.
 *   CRR_E_ARGUMENT  a NULL, no rating, a rater without as_of, or a tier that the model
 *                   does not have */
CRR_API enum crr_status crr_rater_override(const struct crr_rater *rater,
    size_t system_tier, const struct crr_override *given,
    struct crr_override_rating *ret);

CRR_END_C

#endif

/* Overrides: a person's decision that a customer's tier is another than the system's,
 * for a reason, within bounds, and for a time.
 *
 * In force on a day from `from` up to, not including, `until`. Upwards one person and a
 * reason are enough. Downwards by one tier at most, never below what a rule sets
 * directly or as a floor, never onto a tier that rules alone lead to; decided by two
 * different people; and it ends no later than the next review. That is the last review
 * plus the review period of the system's tier, or of the tier that was decided if its
 * period is the shorter one: a decision does not put the review off. The last review is
 * the customer's last_reviewed_on, but not later than decided_on, for a review that
 * came after the decision prolongs nothing; without a history it is the decision
 * itself,
 * a human act. What breaks these laws is not applied. The system's tier stays visible
 * beside the final one. */
#ifndef CRR_OVERRIDE_H
#define CRR_OVERRIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "crr/date.h"
#include "crr/export.h"
#include "crr/history.h"
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
    struct crr_text digest; /* of the model that rated then; empty: not known */
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
    size_t tier;      /* final: the override's if it is applied, else the system's */
    bool risen;       /* the system's tier is above the one at the decision */
    bool other_model; /* it was decided under another model than the one that rates:
                         worth a look, no law is broken */
    const char *why;  /* static; NULL unless refused. Tells of no confidential rule */
    const char *why_revealed; /* the same for those who may see what is confidential */
};

/* What an override makes of the last rating. standing is what crr_rater_settle made of
 * the customer's history, of which system_tier and last_reviewed_on (CRR_NO_DAY:
 * unknown) are read; NULL: there is none, the system's tier is the rating's. Changes
 * nothing, allocates nothing.
 *   CRR_E_ARGUMENT  a NULL, no rating, a rater without as_of, a tier that the model
 * does
 *                   not have, or a last review that is no day or lies after as_of */
CRR_API enum crr_status crr_rater_override(const struct crr_rater *rater,
    const struct crr_standing *standing, const struct crr_override *given,
    struct crr_override_rating *ret);

CRR_END_C

#endif

/* What a record has of the inputs that conditions ask for, in words for a refusal. */
#ifndef CRR_PLAN_ASKED_H
#define CRR_PLAN_ASKED_H

#include "plan/rater.h"

#define CRR_ASKED_SHOWN 4 /* inputs */

struct crr_asked {
    uint32_t inputs[CRR_ASKED_SHOWN];
    uint32_t count;
    char text[400]; /* "; kind is "fund", names has no value" */
    size_t length;
};

/* Adds the inputs of a condition, each once; it begins as zeros. */
void crr_asked_note(
    struct crr_asked *asked, const struct crr_rater *rater, uint32_t condition);

#endif

/* The catalogue of findings. Numbers are given once and never change their meaning. */
#ifndef CRR_FINDING_H
#define CRR_FINDING_H

#include <stddef.h>
#include "crr/export.h"
#include "crr/status.h"

CRR_BEGIN_C

/* One kind of finding. Static, never NULL except example and mend, which are NULL where
 * no piece of text can show them (an allocation that fails, a file that is not
 * there). */
struct crr_finding {
    unsigned number; /* 104 is CRR-0104 */
    enum crr_severity severity;
    const char *title;   /* what is wrong, in a few words */
    const char *text;    /* why it is refused, and what to do */
    const char *example; /* a piece of a model or a record with the mistake */
    const char *mend;    /* the same piece, mended */
};

/* The number of kinds. Thread-safe. */
CRR_API size_t crr_finding_count(void);

/* The kind at index, in [0, crr_finding_count()), ascending by number; NULL beyond.
 * Thread-safe. */
CRR_API const struct crr_finding *crr_finding_at(size_t index);

/* The kind with this number, or NULL. Thread-safe. */
CRR_API const struct crr_finding *crr_finding_by_number(unsigned number);

CRR_END_C

#endif

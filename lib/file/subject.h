/* What a refused record's finding is about: an input, a factor or a rule, by the path
 * of the error; and whether that may be told. */
#ifndef CRR_FILE_SUBJECT_H
#define CRR_FILE_SUBJECT_H

#include "file/run.h"

/* What stands in the place of what is not told. */
#define CRR_HIDDEN "(confidential)"

struct crr_subject {
    size_t input, factor, rule; /* one of them, or all are CRR_NONE */
    bool confidential;
};

struct crr_subject crr_subject_of(
    const struct crr_model *model, const struct crr_error *error);

/* Takes out of the row's error what is confidential, unless it is to be revealed.
 * Returns whether it did. */
bool crr_subject_hide(const struct crr_run *run, const struct crr_subject *subject,
    struct crr_error *error);

#endif

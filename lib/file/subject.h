/* What a refused record's finding is about: an input, a factor or a rule, by the path
 * of the error; and whether that may be told. */
#ifndef CRR_FILE_SUBJECT_H
#define CRR_FILE_SUBJECT_H

#include "file/run.h"

struct crr_subject {
    size_t input; /* CRR_NONE: about a factor, a rule or the record as a whole */
    size_t rule;
    bool confidential;
};

struct crr_subject crr_subject_of(
    const struct crr_model *model, const struct crr_error *error);

#endif

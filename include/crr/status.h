/* Statuses of functions, and the error that says what happened and where. */
#ifndef CRR_STATUS_H
#define CRR_STATUS_H

#include <stddef.h>
#include "crr/export.h"

CRR_BEGIN_C

/* What a function that can fail returns. New values may be added at the end. */
enum crr_status {
    CRR_OK = 0,
    CRR_E_MEMORY,   /* an allocation failed */
    CRR_E_ARGUMENT, /* the call does not fit: a NULL, a size, an index, no as_of */
    CRR_E_MODEL,    /* the model has at least one finding that is an error */
    CRR_E_RECORD,   /* this customer's record cannot be rated; the next one may be */
    CRR_E_FILE,     /* the file does not fit: columns missing or doubled, an encoding */
    CRR_E_REJECTS,  /* more rejected rows than the caller allows */
    CRR_E_READ,     /* a file or the caller's read function failed */
    CRR_E_WRITE,    /* the caller's write function failed */
    CRR_E_STOPPED   /* the caller's progress function asked to stop */
};

/* How much a finding weighs: an error refuses the model or the record. */
enum crr_severity {
    CRR_SEVERITY_NOTE = 1,
    CRR_SEVERITY_WARNING = 2,
    CRR_SEVERITY_ERROR = 3
};

/* One finding: a numbered message with its place. Texts are terminated and never NULL;
 * what does not apply is empty or 0. A text that is too long ends in "...". */
struct crr_error {
    enum crr_status status;
    enum crr_severity severity;
    unsigned finding; /* 104 is CRR-0104; 0: none. See crr/finding.h */
    size_t line;      /* from 1 */
    size_t column;    /* from 1, in characters */
    char file[256];   /* the name under which the file was opened */
    char path[256]; /* in a model: factors[2].bands[0].points; in a record: the input */
    char message[512];
};

/* The status in lower-case English words, e.g. "out of memory". Static; never NULL.
 * Thread-safe. */
CRR_API const char *crr_status_name(enum crr_status status);

CRR_END_C

#endif

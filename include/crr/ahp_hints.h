/* Hints for the expert whose judgements contradict each other: which of them to look at
 * first, and how few would have to change. Nothing is changed here; only the expert
 * knows what was meant. */
#ifndef CRR_AHP_HINTS_H
#define CRR_AHP_HINTS_H

#include <stdbool.h>
#include <stddef.h>
#include "crr/ahp.h"
#include "crr/alloc.h"
#include "crr/export.h"
#include "crr/status.h"
#include "crr/text.h"

CRR_BEGIN_C

struct crr_ahp_hints;

/* One judgement. Values are ratios, row over column; NAN where there is none. */
struct crr_ahp_hint {
    struct crr_text row, column; /* names */
    struct crr_text given;       /* as a reduced fraction: "1/3" */
    double value;                /* the same */
    double
        implied; /* what the other judgements imply (logarithmic least squares without
                     * this one); NAN: nothing else connects the two */
    struct crr_text
        nearest;   /* the value of the scale that is nearest to it; may be empty */
    double cr;     /* if this judgement alone were changed to the nearest value */
    double effect; /* by how much CR would fall */
};

struct crr_ahp_hint_change {
    struct crr_text row, column;
    struct crr_text given, value; /* from, to: a value of the scale */
};

/* The judgements of one voice: of a node that has one, or of an expert. */
struct crr_ahp_hint_voice {
    struct crr_text segment; /* of the tree, may be empty */
    struct crr_text node;
    struct crr_text expert; /* empty: the only voice */
    enum crr_ahp_verdict verdict;
    double cr;            /* now; NAN: not testable */
    size_t missing_count; /* pairs that were not judged: CR is that of RI(n, m) */
    size_t hint_count;
    const struct crr_ahp_hint *hints; /* the greatest effect first */
    /* The smallest set of changes to values of the scale that brings CR to the limit:
     * none if the voice is not inconsistent, or none was found. */
    size_t change_count;
    const struct crr_ahp_hint_change *changes;
    double changed_cr;
    bool exact; /* no fewer changes do; else an upper bound, found greedily */
};

struct crr_ahp_hints_options {
    size_t size; /* sizeof(struct crr_ahp_hints_options) */
    struct crr_allocator allocator;
};

/* Looks at every voice. The smallest set is exact for up to 3 changes while there are
 * fewer than 200,000 sets of so many judgements (15 elements). Of sets of the same size
 * the lowest CR counts, then the smallest sum of |Δ ln|. The result points into ahp,
 * which must stay. On 15 elements it can take some ten seconds. options may be
 * NULL.
 *   CRR_E_MEMORY, CRR_E_ARGUMENT */
CRR_API enum crr_status crr_ahp_hints_derive(const struct crr_ahp *ahp,
    const struct crr_ahp_hints_options *options, struct crr_ahp_hints **ret_hints,
    struct crr_error *reterr);
CRR_API void crr_ahp_hints_free(struct crr_ahp_hints *hints); /* NULL is allowed */

CRR_API size_t crr_ahp_hints_count(const struct crr_ahp_hints *hints);
/* The voice at index, in the order of the file; NULL beyond. */
CRR_API const struct crr_ahp_hint_voice *crr_ahp_hints_voice(
    const struct crr_ahp_hints *hints, size_t index);

/* write returns 0 to go on, else CRR_E_WRITE. */
CRR_API enum crr_status crr_ahp_hints_write_text(const struct crr_ahp_hints *hints,
    int (*write)(void *user, const char *at, size_t length), void *user);
CRR_API enum crr_status crr_ahp_hints_write_json(const struct crr_ahp_hints *hints,
    int (*write)(void *user, const char *at, size_t length), void *user);

CRR_END_C

#endif

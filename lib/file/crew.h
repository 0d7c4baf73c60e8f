/* The threads of a run: each takes chunks, rates them, and hands what came of them over
 * in the order of the chunks. */
#ifndef CRR_FILE_CREW_H
#define CRR_FILE_CREW_H

#include "file/worker.h"

/* Rates all sources of the run, whose output columns are chosen, into the summary. What
 * the writers of output and rejects (NULL: none are written) hold is flushed once the
 * first source's header fits; rows follow by whole chunks, in order. CRR_E_REJECTS at
 * the reject after max_rejects. */
enum crr_status crr_crew_rate(struct crr_run *run, struct crr_output *output,
    struct crr_rejects *rejects, struct crr_summary *summary, struct crr_error *reterr);

#endif

/* The line on a terminal that says how far a run is. */
#ifndef CRR_CLI_PROGRESS_H
#define CRR_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct progress {
    bool shown;           /* stderr is a terminal */
    bool drawn;           /* there is a line to be erased */
    uint64_t byte_count;  /* of the whole input; 0: not known */
    struct timespec from; /* CLOCK_MONOTONIC */
    int64_t drawn_ms;     /* after from */
};

void progress_start(struct progress *progress, uint64_t byte_count);

/* What the library calls; user is a struct progress. Not 0 after an interruption. */
int progress_report(void *user, uint64_t row_count, uint64_t byte_count);

/* Erases the line. */
void progress_end(struct progress *progress);

#endif

/* A worker rates chunks: what one thread needs, and what came of the chunk it has. */
#ifndef CRR_FILE_WORKER_H
#define CRR_FILE_WORKER_H

#include "file/chunk.h"
#include "file/lane_output.h"
#include "file/output.h"
#include "file/rejects.h"
#include "file/run.h"
#include "file/summary.h"
#include "plan/lanes.h"

struct crr_worker {
    struct crr_run run;
    bool forked; /* run is its own; else the file's, which is given back */
    struct crr_chunk chunk;
    struct crr_buffer rows, reject_rows; /* what is to be written for the chunk */
    bool leaves_rows;                    /* they are to be written, at row_place */
    uint64_t row_place;
    struct crr_output output;    /* writes to rows */
    struct crr_rejects rejects;  /* and to reject_rows */
    struct crr_summary *summary; /* of the chunk */
    struct crr_row row;
    /* None: every row is rated by itself. */
    struct crr_lanes lanes;
    struct crr_lane_output *lane_outputs; /* by lane */
    /* Of a batch: worths of the lanes' chooser; 0 where there is one lane. */
    int64_t choices[CRR_LANE_ROWS];
    struct crr_arena arena;
    size_t stream_at; /* offset in the chunk where the stream stands */
    size_t counted_at;
    uint64_t counted_line; /* the line there */
};

/* Readies a worker for the run of a file, whose output columns are chosen. The first
 * uses the run itself, the others forks of it. To be cleared in any case. */
enum crr_status crr_worker_init(struct crr_worker *worker, const struct crr_run *run,
    const struct crr_output *output, bool first, struct crr_error *reterr);
void crr_worker_clear(struct crr_worker *worker);

/* Takes over the header that the run has read. */
void crr_worker_take_header(struct crr_worker *worker, const struct crr_run *run);

/* Rates the worker's chunk into its buffers and its summary, up to the reject after
 * reject_limit: CRR_E_REJECTS then; CRR_E_MEMORY. */
enum crr_status crr_worker_rate(struct crr_worker *worker, uint64_t reject_limit);

#endif

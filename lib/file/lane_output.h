/* The rows of the lane: what crr_output and crr_summary do for a row that the rater
 * rated, for the rows of a batch. */
#ifndef CRR_FILE_LANE_OUTPUT_H
#define CRR_FILE_LANE_OUTPUT_H

#include "file/kernel.h"
#include "file/output.h"
#include "file/summary.h"

#define CRR_LANE_REASON_COUNT 3 /* as in `reasons` */

/* An id in a room of fixed size: copied whole, whatever its length. */
#define CRR_LANE_ID_SIZE 64u
struct crr_lane_id {
    char at[CRR_LANE_ID_SIZE];
    size_t length;
};

struct crr_lane_column {
    int cell;             /* enum crr_lane_cell */
    size_t input;         /* of a field */
    struct crr_text text; /* of what is the same for all rows */
};

/* What rules make of a score. */
struct crr_lane_outcome {
    uint32_t tier;                   /* index, the final one */
    bool changed;                    /* by a rule */
    const struct crr_lane_id *id;    /* of the tier */
    const struct crr_lane_id *score; /* that of the tier of the score */
    const struct crr_lane_id *rule;  /* that changed it and may be told, or NULL */
};

struct crr_lane_output {
    struct crr_lane *lane;
    const struct crr_output *output;
    struct crr_lane_column *columns;
    size_t column_count;
    struct crr_lane_id *reasons; /* by reader: that of its factor */
    struct crr_lane_id *tiers;   /* their ids */
    struct crr_lane_id *rules;   /* by rule of the lane; empty: it is not told */
    /* By set of rules that fired and threshold that was reached. */
    struct crr_lane_outcome *outcomes;
    bool tells_rules; /* rows for which rules fire can be written, too */
    bool with_spread;
    int64_t *parts; /* of the spread: N */
    /* What a row takes at most, without its fields. */
    size_t row_limit;
};

/* Whether the lane can write the chosen columns, and tell the spread if it is wanted.
 */
bool crr_lane_output_fits(
    const struct crr_output *output, const struct crr_run *run, bool spread);

/* False if there is no memory; all of it in the arena. */
bool crr_lane_output_init(struct crr_lane_output *lane_output, struct crr_lane *lane,
    const struct crr_output *output, const struct crr_run *run,
    struct crr_summary *summary, struct crr_arena *arena);

/* Finds the readers' columns in the source whose header the run has read. */
void crr_lane_output_find_columns(
    struct crr_lane_output *lane_output, const struct crr_run *run);

/* What came of row `row` of the lane's batch, which is not slow. */
static inline const struct crr_lane_outcome *
crr_lane_outcome_of(const struct crr_lane_output *lane_output, uint32_t row)
{
    const struct crr_lane *lane = lane_output->lane;
    int64_t set = (lane->batch.marks[row] & CRR_LANE_BITS) >> CRR_LANE_BIT_SHIFT;
    return &lane_output
                ->outcomes[set * lane->threshold_count + lane->batch.reached[row]];
}

/* N of what a reader's factor contributes to it. */
static inline int64_t
crr_lane_contribution(const struct crr_lane *lane, uint32_t reader, uint32_t row)
{
    return crr_lane_units(lane->worths[reader][row]) * lane->divisor;
}

/* Whether row `row` of the lane's batch is one that can be written here; else it is the
 * rater's. */
bool crr_lane_output_takes(const struct crr_lane_output *lane_output, uint32_t row);

/* Writes row `row` of the lane's batch. CRR_E_MEMORY if the buffer cannot grow. */
enum crr_status crr_lane_output_write(struct crr_lane_output *lane_output,
    const struct crr_rows *rows, uint32_t row, const struct crr_run *run,
    struct crr_buffer *buffer);

/* lane_summary.c: adds it to the summary. */
void crr_lane_output_add(
    struct crr_lane_output *lane_output, uint32_t row, struct crr_summary *summary);

#endif

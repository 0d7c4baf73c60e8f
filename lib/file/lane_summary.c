/* What the rows of the lane add to the summary. */
#include "file/lane_output.h"

static void
count_marks(const struct crr_lane *lane, uint32_t row, struct crr_summary *summary)
{
    for (uint32_t k = 0; k < lane->reader_count; k++) {
        const struct crr_lane_reader *reader = &lane->readers[k];
        int64_t marks = lane->worths[k][row];
        if (reader->kind == CRR_LANE_KEY)
            continue;
        if (reader->first && (marks & CRR_LANE_MISSING))
            summary->missing[reader->input]++;
        if (!(marks & CRR_LANE_FROM_UNKNOWN) ||
            summary->unknown_row[reader->input] == summary->row_count)
            continue;
        summary->unknown_row[reader->input] = summary->row_count;
        summary->unknown[reader->input]++;
    }
}

/* N of each part of the score; the parts of other segments have none. */
static void
add_spread(
    struct crr_lane_output *lane_output, uint32_t row, struct crr_summary *summary)
{
    const struct crr_lane *lane = lane_output->lane;
    const struct crr_plan_segment *segment = lane->segment;
    struct crr_spread *spread = &summary->spread;
    size_t last = spread->part_count - 1;
    size_t place = (size_t)(segment - lane->rater->model->plan.segments);
    int64_t primary = 0, theta = 0;
    for (size_t i = 0; i < last; i++)
        lane_output->parts[i] = 0;
    for (uint32_t k = 0; k < lane->primary_count + lane->secondary_count; k++) {
        int64_t n = crr_lane_contribution(lane, k, row);
        *(k < lane->primary_count ? &primary : &theta) += n;
        for (size_t i = 0; i < last; i++)
            if (spread->parts[i].in_segment &&
                spread->parts[i].in_segment[place] == lane->readers[k].factor)
                lane_output->parts[i] = n;
    }
    int64_t low = segment->ast->theta_low * segment->unit;
    int64_t high = segment->ast->theta_high * segment->unit;
    int64_t clamped = theta < low ? low : theta > high ? high : theta;
    int64_t sum = primary + clamped;
    int64_t score = sum < segment->score_low    ? segment->score_low
                    : sum > segment->score_high ? segment->score_high
                                                : sum;
    lane_output->parts[last - 2] = clamped - theta;
    lane_output->parts[last - 1] = score - sum;
    crr_spread_add_parts(
        spread, lane_output->parts, segment->unit, lane->batch.score[row]);
}

void
crr_lane_output_add(
    struct crr_lane_output *lane_output, uint32_t row, struct crr_summary *summary)
{
    const struct crr_lane_batch *batch = &lane_output->lane->batch;
    summary->row_count++;
    summary->rated_count++;
    const struct crr_lane_outcome *outcome = crr_lane_outcome_of(lane_output, row);
    summary->tiers[outcome->tier]++;
    summary->rule_changed += outcome->changed;
    summary->theta_up += batch->reached[row] > batch->without[row];
    summary->theta_down += batch->reached[row] < batch->without[row];
    if (batch->marks[row] & ~CRR_LANE_BITS)
        count_marks(lane_output->lane, row, summary);
    if (lane_output->with_spread)
        add_spread(lane_output, row, summary);
}

/* What the rows of a batch come to: sums of the worths that stand in the lane. Part of
 * kernels, which are compiled once for each instruction set. */
#ifndef CRR_PLAN_LANE_SUM_H
#define CRR_PLAN_LANE_SUM_H

#include "plan/lane.h"

static inline int64_t
clamp(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* Rows beyond the last add up what was left there: nobody looks at it. */
static void
add_primary(struct crr_lane *lane, int64_t *sums)
{
    struct crr_lane_batch *batch = &lane->batch;
    int64_t most[CRR_LANE_ROWS];
    for (uint32_t i = 0; i < CRR_LANE_ROWS; i++) {
        sums[i] = 0;
        most[i] = INT64_MIN;
        batch->top[i] = -1;
    }
    for (uint32_t k = 0; k < lane->primary_count; k++) {
        const int64_t *worths = lane->worths[k];
        for (uint32_t i = 0; i < CRR_LANE_ROWS; i++)
            sums[i] += worths[i] & ~CRR_LANE_MARKS;
        if (!lane->readers[k].told)
            continue;
        for (uint32_t i = 0; i < CRR_LANE_ROWS; i++) {
            int64_t worth = worths[i] & ~CRR_LANE_MARKS;
            batch->top[i] = worth > most[i] ? (int64_t)k : batch->top[i];
            most[i] = worth > most[i] ? worth : most[i];
        }
    }
}

static void
add_secondary(const struct crr_lane *lane, int64_t *thetas)
{
    for (uint32_t i = 0; i < CRR_LANE_ROWS; i++)
        thetas[i] = lane->theta_max && lane->secondary_count > 0 ? INT64_MIN : 0;
    for (uint32_t k = 0; k < lane->secondary_count; k++) {
        const int64_t *worths = lane->worths[lane->primary_count + k];
        for (uint32_t i = 0; i < CRR_LANE_ROWS; i++) {
            int64_t worth = worths[i] & ~CRR_LANE_MARKS;
            int64_t most = worth > thetas[i] ? worth : thetas[i];
            thetas[i] = lane->theta_max ? most : thetas[i] + worth;
        }
    }
}

static void
collect_marks(struct crr_lane *lane)
{
    int64_t *marks = lane->batch.marks;
    for (uint32_t i = 0; i < CRR_LANE_ROWS; i++)
        marks[i] = 0;
    for (uint32_t k = 0; k < lane->reader_count; k++)
        for (uint32_t i = 0; i < CRR_LANE_ROWS; i++)
            marks[i] |= lane->worths[k][i] & CRR_LANE_MARKS;
}

static void
place_scores(struct crr_lane *lane, const int64_t *scores, int64_t *reached)
{
    for (uint32_t i = 0; i < CRR_LANE_ROWS; i++)
        reached[i] = 0;
    for (uint32_t k = 1; k < lane->threshold_count; k++) {
        int64_t threshold = lane->thresholds[k];
        for (uint32_t i = 0; i < CRR_LANE_ROWS; i++)
            reached[i] += scores[i] >= threshold ? 1 : 0;
    }
}

/* Fills the batch from lane->worths; count rows count. */
static void
add_up(struct crr_lane *lane, uint32_t count)
{
    struct crr_lane_batch *batch = &lane->batch;
    int64_t sums[CRR_LANE_ROWS], thetas[CRR_LANE_ROWS];
    collect_marks(lane);
    add_primary(lane, sums);
    add_secondary(lane, thetas);
    for (uint32_t i = 0; i < CRR_LANE_ROWS; i++) {
        int64_t theta = clamp(thetas[i], lane->theta_low, lane->theta_high);
        thetas[i] = clamp(sums[i], lane->score_low, lane->score_high);
        sums[i] = clamp(sums[i] + theta, lane->score_low, lane->score_high);
    }
    place_scores(lane, sums, batch->reached);
    place_scores(lane, thetas, batch->without);
    for (uint32_t i = 0; i < CRR_LANE_ROWS; i++)
        batch->score[i] = sums[i] >> CRR_LANE_SHIFT;
    if (lane->score_unit == 1)
        return;
    for (uint32_t i = 0; i < count; i++)
        batch->score[i] = crr_round_quotient(
            batch->score[i], lane->score_unit, lane->rounding);
}

#endif

/* The steps of the lane: where the worth of a number or a date changes; and the common
 * divisor of all that factors can give. */
#ifndef CRR_PLAN_LANE_STEPS_H
#define CRR_PLAN_LANE_STEPS_H

#include "plan/lane.h"

#define CRR_LANE_CUT_LIMIT 64u /* with more, a text is looked up faster */

/* The values of an input (numbers times 10^places, or days) at which a worth may
 * change, in order: between two of them nothing that the lane or the rater makes of the
 * input does, under a model that fits the lane. The least value that there can be is
 * not among them. False if there are too many, or the input has no such cuts. */
bool crr_lane_cuts(const struct crr_rater *rater, uint32_t input,
    int64_t ret_cuts[CRR_LANE_CUT_LIMIT], uint32_t *ret_count);

/* Whether all that depends on an input is constant between few cuts. */
bool crr_lane_has_steps(const struct crr_rater *rater, uint32_t input);

/* Fills the steps of a reader of numbers or dates. False if there is no memory. */
bool crr_lane_set_steps(struct crr_lane *lane, struct crr_lane_reader *reader);

/* The greatest common divisor of a segment's N: contributions, θ's bounds, and the
 * score's last place. */
int64_t crr_lane_divisor(
    const struct crr_rater *rater, const struct crr_plan_segment *segment);

/* lane.c: the worth of a value; YYYYMMDD of a day. */
int64_t crr_lane_weigh(struct crr_lane *lane, const struct crr_lane_reader *reader,
    const struct crr_value *value);
int64_t crr_lane_date(int32_t day);

#endif

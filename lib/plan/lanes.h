/* The lanes of a model's segments: one for each, and a reader of the input that says
 * which of them a customer belongs to. */
#ifndef CRR_PLAN_LANES_H
#define CRR_PLAN_LANES_H

#include "plan/lane.h"

#define CRR_LANES_LIMIT 8u

struct crr_lanes {
    struct crr_lane *at; /* one: the rater's segment; several: in the model's order */
    uint32_t count;
    /* If there are several: what an input is worth is the place of a lane, in units, or
     * CRR_LANE_SLOW. */
    struct crr_lane_reader chooser;
    struct crr_arena arena;
};

/* Whether lanes can rate by the rater's model (and scenario). */
bool crr_lanes_fit(const struct crr_rater *rater);

/* Makes lanes for a rater whose model fits, as crr_lane_init; to be cleared in any
 * case, but for zeroed memory, where it is allowed. */
bool crr_lanes_init(struct crr_lanes *lanes, struct crr_rater *rater,
    const struct crr_allocator *allocator);
void crr_lanes_clear(struct crr_lanes *lanes);

#endif

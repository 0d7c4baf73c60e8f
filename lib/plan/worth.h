/* What one value in memory is worth to a lane's reader: as the rater says, but found
 * faster for values that are usual. */
#ifndef CRR_PLAN_WORTH_H
#define CRR_PLAN_WORTH_H

#include "plan/lane.h"

/* Of a value that is missing, the reader's absent. The reader is none of keys. */
int64_t crr_worth_of_text(
    struct crr_lane *lane, struct crr_lane_reader *reader, struct crr_text text);
int64_t crr_worth_of_number(struct crr_lane *lane, const struct crr_lane_reader *reader,
    int64_t units, int places);
int64_t crr_worth_of_day(
    struct crr_lane *lane, const struct crr_lane_reader *reader, int32_t day);
int64_t crr_worth_of_value(struct crr_lane *lane, struct crr_lane_reader *reader,
    const struct crr_value *value);

#endif

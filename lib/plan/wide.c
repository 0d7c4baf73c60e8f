/* The tables of sums in 64 bits. */
#include "plan/wide.h"

static bool
set_marks(struct crr_wide_reader *reader, const int64_t *worths, uint32_t count,
    struct crr_arena *arena)
{
    uint32_t any = 0;
    for (uint32_t i = 0; i < count; i++)
        any |= crr_pack_marks(worths[i]);
    if (!any)
        return true;
    reader->marks = crr_arena_array(arena, count, sizeof *reader->marks);
    for (uint32_t i = 0; reader->marks && i < count; i++)
        reader->marks[i] = crr_pack_marks(worths[i]);
    return reader->marks != NULL;
}

static bool
set_units(struct crr_wide_reader *reader, const int64_t *worths, uint32_t count,
    struct crr_arena *arena)
{
    reader->units = crr_arena_array(arena, count, sizeof *reader->units);
    for (uint32_t i = 0; reader->units && i < count; i++)
        reader->units[i] = crr_pack_units(worths[i]);
    return reader->units != NULL;
}

static void
set_scale(struct crr_wide *wide, const struct crr_lane *lane)
{
    wide->theta_max = lane->theta_max;
    wide->theta_low = crr_lane_units(lane->theta_low);
    wide->theta_high = crr_lane_units(lane->theta_high);
    wide->score_low = crr_lane_units(lane->score_low);
    wide->score_high = crr_lane_units(lane->score_high);
    wide->threshold_count = lane->threshold_count;
    for (uint32_t i = 0; i < lane->threshold_count; i++) {
        wide->thresholds[i] = crr_lane_units(lane->thresholds[i]);
        wide->tiers[i] = (uint8_t)lane->segment->thresholds[i].tier;
    }
    wide->score_unit = lane->score_unit;
    wide->rounding = lane->rounding;
    /* One that is no power of two has the same quotient with 2^64 - 1. */
    wide->inverse = UINT64_MAX / (uint64_t)lane->score_unit;
}

bool
crr_wide_init(struct crr_wide *wide, const struct crr_lane *lane,
    int64_t *const *worths, const uint32_t *counts, struct crr_arena *arena)
{
    *wide = (struct crr_wide){
        .primary_count = lane->primary_count, .secondary_count = lane->secondary_count};
    wide->readers = crr_arena_array(arena, lane->reader_count, sizeof *wide->readers);
    if (!wide->readers)
        return false;
    set_scale(wide, lane);
    for (uint32_t k = 0; k < lane->reader_count; k++) {
        struct crr_wide_reader *reader = &wide->readers[wide->reader_count];
        bool adds = k < lane->primary_count + lane->secondary_count;
        if (lane->readers[k].kind == CRR_LANE_KEY)
            continue;
        wide->reader_count++;
        reader->column = lane->readers[k].input;
        reader->reason = (uint16_t)lane->readers[k].factor;
        if (!set_marks(reader, worths[k], counts[k], arena) ||
            (adds && !set_units(reader, worths[k], counts[k], arena)))
            return false;
    }
    return true;
}

/* What came of a comparison, for callers. */
#include "diff/diff.h"

size_t
crr_diff_tier_count(const struct crr_diff *diff)
{
    return diff->tier_count;
}

struct crr_text
crr_diff_tier(const struct crr_diff *diff, size_t index)
{
    return index < diff->tier_count ? diff->tiers[index] : (struct crr_text){"", 0};
}

uint64_t
crr_diff_count(const struct crr_diff *diff, size_t a, size_t b)
{
    size_t width = diff->tier_count + 2;
    return a < width && b < width ? diff->counts[a * width + b] : 0;
}

uint64_t
crr_diff_system_count(const struct crr_diff *diff, size_t a, size_t b)
{
    size_t width = diff->tier_count + 2;
    return diff->system_counts && a < width && b < width
               ? diff->system_counts[a * width + b]
               : 0;
}

struct crr_text
crr_diff_lone_column(const struct crr_diff *diff, int side, size_t index)
{
    return (side == 0 || side == 1) && index < diff->lone_counts[side]
               ? diff->lone_columns[side][index]
               : (struct crr_text){"", 0};
}

uint64_t
crr_diff_mover_count(const struct crr_diff *diff)
{
    return diff->mover_count;
}

enum crr_status
crr_diff_part(const struct crr_diff *diff, size_t index, struct crr_part *ret,
    uint64_t *ret_mover_count)
{
    if (index >= diff->mix.part_count)
        return CRR_E_ARGUMENT;
    *ret = diff->shown[index];
    *ret_mover_count = diff->part_movers[index];
    return CRR_OK;
}

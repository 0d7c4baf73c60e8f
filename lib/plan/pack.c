/* Whether packed sums fit, and their tables. */
#include "plan/pack.h"
#include "base/decimal.h"
#include "base/machine.h"

#define ROOM (INT64_C(1) << 30) /* no packed sum exceeds it in magnitude */

static const struct crr_sum_kernel *const kernels[] = CRR_OF_EACH_MACHINE(
    crr_sum_kernel);

const struct crr_sum_kernel *
crr_sum_kernel_at(size_t machine)
{
    return machine <= crr_machine_best() ? kernels[machine] : NULL;
}

static int64_t
magnitude(int64_t units)
{
    return units < 0 ? -units : units;
}

/* ---- Whether it fits ---- */

static int64_t
greatest(const int64_t *worths, uint32_t count)
{
    int64_t most = 0;
    for (uint32_t i = 0; i < count; i++)
        if (magnitude(crr_pack_units(worths[i])) > most)
            most = magnitude(crr_pack_units(worths[i]));
    return most;
}

/* Σ of the greatest magnitudes of readers [from, to), which is below 2^63 since the
 * lane's sums are. */
static int64_t
reach(int64_t *const *worths, const uint32_t *counts, uint32_t from, uint32_t to)
{
    int64_t sum = 0;
    for (uint32_t k = from; k < to; k++)
        sum += greatest(worths[k], counts[k]);
    return sum;
}

static bool
fits(const struct crr_pack *pack, const struct crr_lane *lane, int64_t *const *worths,
    const uint32_t *counts)
{
    uint32_t theta = lane->primary_count + lane->secondary_count;
    int64_t primary = reach(worths, counts, 0, lane->primary_count);
    int64_t secondary = reach(worths, counts, lane->primary_count, theta);
    return lane->primary_count <= CRR_PACK_FACTOR_LIMIT &&
           lane->threshold_count <= CRR_PACK_THRESHOLD_LIMIT &&
           primary < ROOM >> (pack->shift + 1) && secondary < ROOM &&
           /* so that bounds that are cut change nothing */
           crr_lane_units(lane->theta_low) < ROOM &&
           crr_lane_units(lane->theta_high) > -ROOM &&
           crr_lane_units(lane->score_low) < ROOM &&
           crr_lane_units(lane->score_high) > -ROOM;
}

/* ---- Tables ---- */

static uint32_t
vectors_for(uint32_t count)
{
    uint32_t vectors = 1;
    while (vectors * 32 < count)
        vectors *= 2;
    return vectors;
}

static bool
make_narrow(struct crr_pack_table *table, const int32_t *values, int32_t divisor,
    uint32_t count, struct crr_arena *arena)
{
    uint32_t vectors = vectors_for(count);
    table->at = crr_arena_array(arena, (size_t)vectors * 32, sizeof *table->at);
    if (!table->at)
        return false;
    for (uint32_t i = 0; i < count; i++)
        table->at[i] = (int16_t)(values[i] / divisor);
    table->vector_count = vectors;
    return true;
}

/* Splits worths without their place into 16-bit factors, if they are of that kind. */
static bool
narrow_worths(struct crr_pack_reader *reader, uint32_t count, struct crr_arena *arena)
{
    int64_t divisor = 0;
    int32_t values[CRR_PACK_NARROW];
    if (count > CRR_PACK_NARROW)
        return true;
    for (uint32_t i = 0; i < count; i++) {
        values[i] = reader->worths[i] - reader->place;
        divisor = crr_gcd(divisor, values[i]);
    }
    if (divisor == 0)
        divisor = 1;
    bool narrow = divisor <= INT16_MAX;
    for (uint32_t i = 0; i < count; i++)
        narrow &= magnitude(values[i] / divisor) <= INT16_MAX;
    reader->weight = (int32_t)divisor;
    return !narrow ||
           make_narrow(&reader->narrow, values, reader->weight, count, arena);
}

static bool
set_marks(struct crr_pack_reader *reader, const int64_t *worths, uint32_t count,
    struct crr_arena *arena)
{
    int32_t any = 0;
    for (uint32_t i = 0; i < count; i++)
        any |= crr_pack_marks(worths[i]);
    if (!any)
        return true;
    reader->marks = crr_arena_array(arena, count, sizeof *reader->marks);
    if (!reader->marks)
        return false;
    for (uint32_t i = 0; i < count; i++)
        reader->marks[i] = crr_pack_marks(worths[i]);
    return count > CRR_PACK_NARROW ||
           make_narrow(&reader->narrow_marks, reader->marks, 1, count, arena);
}

static bool
set_reader(struct crr_pack *pack, const struct crr_lane *lane, uint32_t index,
    const int64_t *worths, uint32_t count, struct crr_arena *arena)
{
    struct crr_pack_reader *reader = &pack->readers[pack->reader_count++];
    bool primary = index < lane->primary_count;
    reader->column = lane->readers[index].input;
    reader->place = primary ? (int32_t)(lane->primary_count - 1 - index) : 0;
    if (!set_marks(reader, worths, count, arena))
        return false;
    if (index >= lane->primary_count + lane->secondary_count)
        return true;
    reader->worths = crr_arena_array(arena, count, sizeof *reader->worths);
    if (!reader->worths)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        int64_t shifted = crr_pack_units(worths[i]) *
                          (primary ? INT64_C(1) << pack->shift : 1);
        reader->worths[i] = (int32_t)(shifted + reader->place);
    }
    return narrow_worths(reader, count, arena);
}

/* What lies beyond all sums may be cut. */
static int32_t
cut(int64_t shifted)
{
    int64_t most = 2 * ROOM - 1;
    int64_t units = crr_lane_units(shifted);
    return (int32_t)(units < -most ? -most : units > most ? most : units);
}

static void
set_scale(struct crr_pack *pack, const struct crr_lane *lane)
{
    pack->theta_max = lane->theta_max;
    pack->theta_low = cut(lane->theta_low);
    pack->theta_high = cut(lane->theta_high);
    pack->score_low = cut(lane->score_low);
    pack->score_high = cut(lane->score_high);
    pack->threshold_count = lane->threshold_count;
    for (uint32_t i = 0; i < lane->threshold_count; i++) {
        pack->thresholds[i] = cut(lane->thresholds[i]);
        pack->tiers[i] = (int32_t)lane->segment->thresholds[i].tier;
    }
    for (uint32_t k = 0; k < lane->primary_count; k++) {
        uint32_t place = lane->primary_count - 1 - k;
        pack->place_sum += (int32_t)place;
        pack->reasons[place] = (uint16_t)lane->readers[k].factor;
    }
}

bool
crr_pack_init(struct crr_pack *pack, const struct crr_lane *lane,
    int64_t *const *worths, const uint32_t *counts, struct crr_arena *arena)
{
    *pack = (struct crr_pack){
        .primary_count = lane->primary_count, .secondary_count = lane->secondary_count};
    while (1u << pack->shift < lane->primary_count)
        pack->shift++;
    if (!fits(pack, lane, worths, counts))
        return false;
    pack->readers = crr_arena_array(arena, lane->reader_count, sizeof *pack->readers);
    if (!pack->readers)
        return false;
    set_scale(pack, lane);
    for (uint32_t k = 0; k < lane->reader_count; k++)
        if (lane->readers[k].kind != CRR_LANE_KEY &&
            !set_reader(pack, lane, k, worths[k], counts[k], arena))
            return false;
    return true;
}

/* Rows of codes to scores, tiers and reasons; compiled once for each instruction set,
 * with CRR_SUM_KERNEL as the kernel's name. CRR_KERNEL_SCALAR leaves out what is
 * written for a set. */
#include "plan/lane_sum.h"
#include "plan/pack.h"
#include "plan/wide_sum.h"

#if defined(__AVX512BW__) && defined(__AVX512VL__) && !defined(CRR_KERNEL_SCALAR)
#include "plan/sum_kernel_avx512.h"
#else

static inline int32_t
greater(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static inline int32_t
limit(int32_t value, int32_t low, int32_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* The codes of one column, whatever their width, as places in tables. False if one
 * reaches the limit. */
static bool
widen(const struct crr_pack_column *column, uint32_t first, uint16_t *codes)
{
    const uint8_t *narrow = column->codes;
    const uint16_t *wide = column->codes;
    uint32_t limit = column->limit;
    bool good = true;
    if (column->wide)
        for (uint32_t i = 0; i < CRR_PACK_STEP; i++)
            codes[i] = wide[first + i];
    else
        for (uint32_t i = 0; i < CRR_PACK_STEP; i++)
            codes[i] = narrow[first + i];
    for (uint32_t i = 0; i < CRR_PACK_STEP; i++)
        good &= codes[i] < limit;
    return good;
}

/* ---- One step of rows ---- */

struct sums {
    int32_t primary[CRR_PACK_STEP]; /* with the places */
    int32_t most[CRR_PACK_STEP];
    int32_t theta[CRR_PACK_STEP];
    uint16_t marks[CRR_PACK_STEP];
};

static bool
add_reader(const struct crr_pack *pack, uint32_t index,
    const struct crr_pack_rows *rows, uint32_t first, struct sums *sums)
{
    const struct crr_pack_reader *reader = &pack->readers[index];
    uint16_t codes[CRR_PACK_STEP];
    if (!widen(&rows->columns[reader->column], first, codes))
        return false;
    if (index < pack->primary_count)
        for (uint32_t i = 0; i < CRR_PACK_STEP; i++) {
            int32_t worth = reader->worths[codes[i]];
            sums->primary[i] += worth;
            sums->most[i] = greater(sums->most[i], worth);
        }
    else if (reader->worths && pack->theta_max)
        for (uint32_t i = 0; i < CRR_PACK_STEP; i++)
            sums->theta[i] = greater(sums->theta[i], reader->worths[codes[i]]);
    else if (reader->worths)
        for (uint32_t i = 0; i < CRR_PACK_STEP; i++)
            sums->theta[i] += reader->worths[codes[i]];
    for (uint32_t i = 0; reader->marks && i < CRR_PACK_STEP; i++)
        sums->marks[i] |= (uint16_t)reader->marks[codes[i]];
    return true;
}

static void
settle(const struct crr_pack *pack, const struct sums *sums,
    const struct crr_pack_rows *rows, uint32_t first)
{
    uint64_t marked = 0;
    for (uint32_t i = 0; i < CRR_PACK_STEP; i++) {
        int32_t theta = limit(sums->theta[i], pack->theta_low, pack->theta_high);
        int32_t primary = (sums->primary[i] - pack->place_sum) >> pack->shift;
        int32_t score = limit(primary + theta, pack->score_low, pack->score_high);
        uint32_t reached = 0;
        for (uint32_t k = 1; k < pack->threshold_count; k++)
            reached += score >= pack->thresholds[k];
        rows->scores[first + i] = score;
        rows->tiers[first + i] = (uint8_t)pack->tiers[reached];
        rows->reasons[first + i] =
            pack->reasons[sums->most[i] & ((1 << pack->shift) - 1)];
        rows->marks[first + i] = sums->marks[i];
        marked |= (uint64_t)(sums->marks[i] != 0) << i;
    }
    rows->marked[first / CRR_PACK_STEP] = marked;
}

static bool
rate_codes(const struct crr_pack *pack, const struct crr_pack_rows *rows)
{
    bool greatest = pack->theta_max && pack->secondary_count > 0;
    for (uint32_t first = 0; first < rows->count; first += CRR_PACK_STEP) {
        struct sums sums = {0};
        for (uint32_t i = 0; i < CRR_PACK_STEP; i++) {
            sums.most[i] = INT32_MIN;
            sums.theta[i] = greatest ? INT32_MIN : 0;
        }
        for (uint32_t k = 0; k < pack->reader_count; k++)
            if (!add_reader(pack, k, rows, first, &sums))
                return false;
        settle(pack, &sums, rows, first);
    }
    return true;
}

#endif

const struct crr_sum_kernel CRR_SUM_KERNEL = {rate_codes, rate_wide, add_up};

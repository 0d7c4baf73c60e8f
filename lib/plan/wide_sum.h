/* Rows of codes to sums in 64 bits. Part of kernels, which are compiled once for each
 * instruction set. */
#ifndef CRR_PLAN_WIDE_SUM_H
#define CRR_PLAN_WIDE_SUM_H

#include "base/decimal.h"
#include "plan/wide.h"

struct wide_sums {
    int64_t primary[CRR_PACK_STEP];
    int64_t most[CRR_PACK_STEP];
    int64_t theta[CRR_PACK_STEP];
    uint16_t reasons[CRR_PACK_STEP];
    uint16_t marks[CRR_PACK_STEP];
};

#define WIDE_GROUP 4u /* readers that are added at once */

/* Readers and their codes as places in tables. */
struct wide_group {
    uint32_t count;
    const struct crr_wide_reader *readers[WIDE_GROUP];
    const int64_t *units[WIDE_GROUP]; /* beyond the last those of nothing */
    uint16_t codes[WIDE_GROUP][CRR_PACK_STEP];
};

/* The codes of one column, whatever their width. False if one reaches the limit. */
static inline bool
take_wide_codes(
    const struct crr_pack_column *column, uint32_t first, uint16_t *restrict codes)
{
    const uint8_t *narrow = (const uint8_t *)column->codes + first;
    uint16_t most = 0;
    if (column->wide)
        memcpy(codes, (const uint16_t *)column->codes + first,
            CRR_PACK_STEP * sizeof *codes);
    else
        for (size_t i = 0; i < CRR_PACK_STEP; i++)
            codes[i] = narrow[i];
    for (size_t i = 0; i < CRR_PACK_STEP; i++)
        most = codes[i] > most ? codes[i] : most;
    return most < column->limit;
}

/* Takes readers [from, to), at most WIDE_GROUP of them. */
static inline bool
take_wide_group(struct wide_group *group, const struct crr_wide *wide,
    const struct crr_pack_rows *rows, uint32_t from, uint32_t to, uint32_t first)
{
    static const int64_t nothing[1] = {0};
    group->count = to - from < WIDE_GROUP ? to - from : WIDE_GROUP;
    for (uint32_t k = 0; k < WIDE_GROUP; k++) {
        group->units[k] = nothing;
        if (k >= group->count) {
            memset(group->codes[k], 0, sizeof group->codes[k]);
            continue;
        }
        group->readers[k] = &wide->readers[from + k];
        if (group->readers[k]->units)
            group->units[k] = group->readers[k]->units;
        if (!take_wide_codes(
                &rows->columns[group->readers[k]->column], first, group->codes[k]))
            return false;
    }
    return true;
}

/* Single loads and sums: machines have few ways to gather 64 bits that are faster. */
static inline void
add_wide_group(int64_t *restrict sums, const struct wide_group *group)
{
    for (size_t i = 0; i < CRR_PACK_STEP; i++) {
        int64_t a = group->units[0][group->codes[0][i]] +
                    group->units[1][group->codes[1][i]];
        int64_t b = group->units[2][group->codes[2][i]] +
                    group->units[3][group->codes[3][i]];
        __asm__("" : "+r"(a), "+r"(b)); /* no vectors */
        sums[i] += a + b;
    }
}

/* The first of the factors that give most. */
static inline void
keep_wide_most(struct wide_sums *sums, const struct wide_group *group)
{
    for (uint32_t k = 0; k < group->count; k++)
        for (size_t i = 0; i < CRR_PACK_STEP; i++) {
            int64_t units = group->units[k][group->codes[k][i]];
            bool more = units > sums->most[i];
            sums->reasons[i] = more ? group->readers[k]->reason : sums->reasons[i];
            sums->most[i] = more ? units : sums->most[i];
        }
}

static inline void
keep_wide_theta(struct wide_sums *sums, const struct wide_group *group)
{
    for (uint32_t k = 0; k < group->count; k++)
        for (size_t i = 0; i < CRR_PACK_STEP; i++) {
            int64_t units = group->units[k][group->codes[k][i]];
            sums->theta[i] = units > sums->theta[i] ? units : sums->theta[i];
        }
}

static inline void
mark_wide(struct wide_sums *sums, const struct wide_group *group)
{
    for (uint32_t k = 0; k < group->count; k++) {
        const uint16_t *marks = group->readers[k]->marks;
        for (size_t i = 0; marks && i < CRR_PACK_STEP; i++)
            sums->marks[i] |= marks[group->codes[k][i]];
    }
}

/* Adds what the rows of a step have of all readers. */
static inline bool
add_wide(const struct crr_wide *wide, const struct crr_pack_rows *rows, uint32_t first,
    struct wide_sums *sums)
{
    uint32_t secondary = wide->primary_count + wide->secondary_count;
    uint32_t ends[] = {wide->primary_count, secondary, wide->reader_count};
    struct wide_group group;
    uint32_t from = 0;
    for (uint32_t part = 0; part < 3; part++)
        for (; from < ends[part]; from += group.count) {
            if (!take_wide_group(&group, wide, rows, from, ends[part], first))
                return false;
            mark_wide(sums, &group);
            if (part == 0)
                add_wide_group(sums->primary, &group);
            if (part == 0 && rows->reasons)
                keep_wide_most(sums, &group);
            if (part == 1 && wide->theta_max)
                keep_wide_theta(sums, &group);
            else if (part == 1)
                add_wide_group(sums->theta, &group);
        }
    return true;
}

static inline int64_t
limit_wide(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* Rounds as crr_round_quotient, without a division where the machine has products of
 * 128 bits: the quotient by the inverse is right, or too small by 1. */
static inline int64_t
round_wide(const struct crr_wide *wide, int64_t n)
{
#ifdef __SIZEOF_INT128__
    __extension__ typedef unsigned __int128 product;
    uint64_t unit = (uint64_t)wide->score_unit;
    uint64_t magnitude = n < 0 ? -(uint64_t)n : (uint64_t)n;
    uint64_t quotient = (uint64_t)((product)magnitude * wide->inverse >> 64);
    uint64_t rest = magnitude - quotient * unit;
    bool away;
    quotient += rest >= unit;
    rest -= rest >= unit ? unit : 0;
    if (wide->rounding == CRR_ROUND_HALF_UP)
        away = rest >= unit - rest;
    else if (wide->rounding == CRR_ROUND_HALF_EVEN)
        away = rest > unit - rest || (rest == unit - rest && quotient % 2 != 0);
    else
        away = wide->rounding == CRR_ROUND_UP && rest > 0;
    quotient += away;
    return n < 0 ? -(int64_t)quotient : (int64_t)quotient;
#else
    return crr_round_quotient(n, wide->score_unit, wide->rounding);
#endif
}

static inline void
settle_wide(const struct crr_wide *wide, const struct wide_sums *sums,
    const struct crr_pack_rows *rows, uint32_t first)
{
    int64_t scores[CRR_PACK_STEP];
    int64_t reached[CRR_PACK_STEP] = {0};
    uint64_t marked = 0;
    for (size_t i = 0; i < CRR_PACK_STEP; i++) {
        int64_t theta = limit_wide(sums->theta[i], wide->theta_low, wide->theta_high);
        scores[i] = limit_wide(
            sums->primary[i] + theta, wide->score_low, wide->score_high);
    }
    for (uint32_t k = 1; k < wide->threshold_count; k++) {
        int64_t threshold = wide->thresholds[k];
        for (size_t i = 0; i < CRR_PACK_STEP; i++)
            reached[i] += scores[i] >= threshold ? 1 : 0;
    }
    for (size_t i = 0; i < CRR_PACK_STEP; i++)
        marked |= (uint64_t)(sums->marks[i] != 0) << i;
    for (size_t i = 0; i < CRR_PACK_STEP; i++)
        rows->tiers[first + i] = wide->tiers[reached[i]];
    rows->marked[first / CRR_PACK_STEP] = marked;
    memcpy(rows->marks + first, sums->marks, sizeof sums->marks);
    if (rows->reasons)
        memcpy(rows->reasons + first, sums->reasons, sizeof sums->reasons);
    if (rows->wide_scores)
        for (size_t i = 0; i < CRR_PACK_STEP; i++)
            rows->wide_scores[first + i] = round_wide(wide, scores[i]);
}

static bool
rate_wide(const struct crr_wide *wide, const struct crr_pack_rows *rows)
{
    bool greatest = wide->theta_max && wide->secondary_count > 0;
    for (uint32_t first = 0; first < rows->count; first += CRR_PACK_STEP) {
        struct wide_sums sums;
        memset(&sums, 0, sizeof sums);
        for (size_t i = 0; i < CRR_PACK_STEP; i++) {
            sums.most[i] = INT64_MIN;
            sums.theta[i] = greatest ? INT64_MIN : 0;
        }
        if (!add_wide(wide, rows, first, &sums))
            return false;
        settle_wide(wide, &sums, rows, first);
    }
    return true;
}

#endif

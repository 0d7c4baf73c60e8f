/* Rows of codes with AVX-512: tables of 16-bit points in registers, 32 rows at once. */
#ifndef CRR_PLAN_SUM_KERNEL_AVX512_H
#define CRR_PLAN_SUM_KERNEL_AVX512_H

#include <immintrin.h>
#include "plan/pack.h"

/* 32 rows in 32-bit lanes. */
struct lanes {
    __m512i low, high;
};

/* 16-bit codes. */
static inline __m512i
load_codes(const struct crr_pack_column *column, uint32_t first)
{
    if (column->wide)
        return _mm512_loadu_si512((const uint16_t *)column->codes + first);
    return _mm512_cvtepu8_epi16(
        _mm256_loadu_si256((const void *)((const uint8_t *)column->codes + first)));
}

/* Entries [0, 64) of two vectors. */
static inline __m512i
look_up_pair(const int16_t *at, __m512i codes)
{
    return _mm512_permutex2var_epi16(
        _mm512_loadu_si512(at), codes, _mm512_loadu_si512(at + 32));
}

static inline __m512i
look_up_four(const int16_t *at, __m512i codes)
{
    __mmask32 high = _mm512_test_epi16_mask(codes, _mm512_set1_epi16(64));
    return _mm512_mask_blend_epi16(
        high, look_up_pair(at, codes), look_up_pair(at + 64, codes));
}

static inline __m512i
look_up(const struct crr_pack_table *table, __m512i codes)
{
    switch (table->vector_count) {
    case 1:
        return _mm512_permutexvar_epi16(codes, _mm512_loadu_si512(table->at));
    case 2:
        return look_up_pair(table->at, codes);
    case 4:
        return look_up_four(table->at, codes);
    default:
        return _mm512_mask_blend_epi16(
            _mm512_test_epi16_mask(codes, _mm512_set1_epi16(128)),
            look_up_four(table->at, codes), look_up_four(table->at + 128, codes));
    }
}

/* points · weight + place: the upper half of a pair of 16-bit factors is 0. */
static inline __m512i
weighted(__m256i points, __m512i weight, __m512i place)
{
    return _mm512_add_epi32(
        _mm512_madd_epi16(_mm512_cvtepi16_epi32(points), weight), place);
}

static inline struct lanes
gather(const int32_t *at, __m512i codes)
{
    __m512i low = _mm512_cvtepu16_epi32(_mm512_castsi512_si256(codes));
    __m512i high = _mm512_cvtepu16_epi32(_mm512_extracti64x4_epi64(codes, 1));
    return (struct lanes){
        _mm512_i32gather_epi32(low, at, 4), _mm512_i32gather_epi32(high, at, 4)};
}

static inline struct lanes
worths_of(const struct crr_pack_reader *reader, __m512i codes)
{
    if (reader->narrow.vector_count == 0)
        return gather(reader->worths, codes);
    __m512i points = look_up(&reader->narrow, codes);
    __m512i weight = _mm512_set1_epi32(reader->weight);
    __m512i place = _mm512_set1_epi32(reader->place);
    return (struct lanes){weighted(_mm512_castsi512_si256(points), weight, place),
        weighted(_mm512_extracti64x4_epi64(points, 1), weight, place)};
}

static inline __m512i
marks_of(const struct crr_pack_reader *reader, __m512i codes)
{
    if (reader->narrow_marks.vector_count > 0)
        return look_up(&reader->narrow_marks, codes);
    struct lanes marks = gather(reader->marks, codes);
    return _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvtepi32_epi16(marks.low)),
        _mm512_cvtepi32_epi16(marks.high), 1);
}

static inline __m512i
clamp_lanes(__m512i value, int32_t low, int32_t high)
{
    return _mm512_min_epi32(
        _mm512_max_epi32(value, _mm512_set1_epi32(low)), _mm512_set1_epi32(high));
}

static inline __m512i
scores_of(const struct crr_pack *pack, __m512i primary, __m512i theta)
{
    __m512i sum = _mm512_sra_epi32(
        _mm512_sub_epi32(primary, _mm512_set1_epi32(pack->place_sum)),
        _mm_cvtsi32_si128((int)pack->shift));
    return clamp_lanes(
        _mm512_add_epi32(sum, clamp_lanes(theta, pack->theta_low, pack->theta_high)),
        pack->score_low, pack->score_high);
}

static inline __m128i
tiers_of(const struct crr_pack *pack, __m512i scores, __m512i tiers)
{
    __m512i reached = _mm512_setzero_si512();
    for (uint32_t k = 1; k < pack->threshold_count; k++)
        reached = _mm512_mask_add_epi32(reached,
            _mm512_cmpge_epi32_mask(scores, _mm512_set1_epi32(pack->thresholds[k])),
            reached, _mm512_set1_epi32(1));
    return _mm512_cvtepi32_epi8(_mm512_permutexvar_epi32(reached, tiers));
}

/* Of the places: entries of a table of 32. */
static inline __m512i
reasons_of(const struct crr_pack *pack, struct lanes most)
{
    __m512i places = _mm512_inserti64x4(
        _mm512_castsi256_si512(_mm512_cvtepi32_epi16(most.low)),
        _mm512_cvtepi32_epi16(most.high), 1);
    places = _mm512_and_si512(
        places, _mm512_set1_epi16((short)((1 << pack->shift) - 1)));
    return _mm512_permutexvar_epi16(places, _mm512_loadu_si512(pack->reasons));
}

static bool
rate_codes(const struct crr_pack *pack, const struct crr_pack_rows *rows)
{
    uint32_t theta_end = pack->primary_count + pack->secondary_count;
    __m512i tiers = _mm512_loadu_si512(pack->tiers);
    __m512i least = _mm512_set1_epi32(INT32_MIN);
    bool greatest = pack->theta_max && pack->secondary_count > 0;
    __mmask32 beyond = 0;
    __m512i no_theta = greatest ? least : _mm512_setzero_si512();
    for (uint32_t first = 0; first < rows->count; first += CRR_PACK_STEP) {
        struct lanes sum = {_mm512_setzero_si512(), _mm512_setzero_si512()};
        struct lanes most = {least, least};
        struct lanes theta = {no_theta, no_theta};
        __m512i marks = _mm512_setzero_si512();
        for (uint32_t k = 0; k < pack->reader_count; k++) {
            const struct crr_pack_reader *reader = &pack->readers[k];
            const struct crr_pack_column *column = &rows->columns[reader->column];
            __m512i codes = load_codes(column, first);
            __m512i last = _mm512_set1_epi16((short)(column->limit - 1));
            beyond |= _mm512_cmpgt_epu16_mask(codes, last);
            codes = _mm512_min_epu16(codes, last);
            if (reader->marks)
                marks = _mm512_or_si512(marks, marks_of(reader, codes));
            if (k >= theta_end)
                continue;
            struct lanes worths = worths_of(reader, codes);
            if (k < pack->primary_count) {
                sum.low = _mm512_add_epi32(sum.low, worths.low);
                sum.high = _mm512_add_epi32(sum.high, worths.high);
                most.low = _mm512_max_epi32(most.low, worths.low);
                most.high = _mm512_max_epi32(most.high, worths.high);
            } else if (pack->theta_max) {
                theta.low = _mm512_max_epi32(theta.low, worths.low);
                theta.high = _mm512_max_epi32(theta.high, worths.high);
            } else {
                theta.low = _mm512_add_epi32(theta.low, worths.low);
                theta.high = _mm512_add_epi32(theta.high, worths.high);
            }
        }
        __m512i low = scores_of(pack, sum.low, theta.low);
        __m512i high = scores_of(pack, sum.high, theta.high);
        _mm512_storeu_si512(rows->scores + first, low);
        _mm512_storeu_si512(rows->scores + first + 16, high);
        _mm_storeu_si128((void *)(rows->tiers + first), tiers_of(pack, low, tiers));
        _mm_storeu_si128(
            (void *)(rows->tiers + first + 16), tiers_of(pack, high, tiers));
        _mm512_storeu_si512(rows->reasons + first, reasons_of(pack, most));
        _mm512_storeu_si512(rows->marks + first, marks);
        rows->marked[first / CRR_PACK_STEP] = _mm512_test_epi16_mask(marks, marks);
    }
    return beyond == 0;
}

#endif

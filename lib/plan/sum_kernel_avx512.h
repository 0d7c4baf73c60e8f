/* Rows of codes with AVX-512: tables of 16-bit points in registers, 64 rows at once. */
#ifndef CRR_PLAN_SUM_KERNEL_AVX512_H
#define CRR_PLAN_SUM_KERNEL_AVX512_H

#include <immintrin.h>
#include "plan/pack.h"

/* A step of rows in 16-bit lanes; and in 32-bit lanes, of each half first its even
 * rows, then its odd ones. */
struct halves {
    __m512i at[2];
};
struct lanes {
    __m512i at[4];
};

#define UNROLLED(i, count) _Pragma("GCC unroll 4") for (int i = 0; i < (count); i++)

static inline struct lanes
all_lanes(__m512i value)
{
    return (struct lanes){{value, value, value, value}};
}

/* 16-bit codes. */
static inline struct halves
load_codes(const struct crr_pack_column *column, uint32_t first)
{
    const uint8_t *narrow = (const uint8_t *)column->codes + first;
    const uint16_t *wide = (const uint16_t *)column->codes + first;
    struct halves codes;
    UNROLLED(i, 2)
    codes.at[i] = column->wide ? _mm512_loadu_si512(wide + 32 * i)
                               : _mm512_cvtepu8_epi16(_mm256_loadu_si256(
                                     (const void *)(narrow + 32 * i)));
    return codes;
}

/* Whether a code reaches the limit. */
static inline bool
is_beyond(const struct halves *codes, uint32_t limit)
{
    __m512i last = _mm512_set1_epi16((short)(limit - 1));
    return _mm512_cmpgt_epu16_mask(
               _mm512_max_epu16(codes->at[0], codes->at[1]), last) != 0;
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
look_up_eight(const int16_t *at, __m512i codes)
{
    __mmask32 high = _mm512_test_epi16_mask(codes, _mm512_set1_epi16(128));
    return _mm512_mask_blend_epi16(
        high, look_up_four(at, codes), look_up_four(at + 128, codes));
}

static inline struct halves
look_up(const struct crr_pack_table *table, struct halves codes)
{
    struct halves found;
    switch (table->vector_count) {
    case 1:
        UNROLLED(i, 2)
        found.at[i] = _mm512_permutexvar_epi16(
            codes.at[i], _mm512_loadu_si512(table->at));
        break;
    case 2:
        UNROLLED(i, 2)
        found.at[i] = look_up_pair(table->at, codes.at[i]);
        break;
    case 4:
        UNROLLED(i, 2)
        found.at[i] = look_up_four(table->at, codes.at[i]);
        break;
    default:
        UNROLLED(i, 2)
        found.at[i] = look_up_eight(table->at, codes.at[i]);
    }
    return found;
}

/* The lower 16 bits, in the order of the rows. */
static inline struct halves
narrowed(const struct lanes *lanes)
{
    struct halves halves;
    UNROLLED(i, 2)
    halves.at[i] = _mm512_mask_blend_epi16(
        0xAAAAAAAA, lanes->at[2 * i], _mm512_slli_epi32(lanes->at[2 * i + 1], 16));
    return halves;
}

static inline struct lanes
gather(const int32_t *at, const struct halves *codes)
{
    struct lanes found;
    UNROLLED(i, 2)
    {
        __m512i even = _mm512_and_si512(codes->at[i], _mm512_set1_epi32(0xFFFF));
        __m512i odd = _mm512_srli_epi32(codes->at[i], 16);
        found.at[2 * i] = _mm512_i32gather_epi32(even, at, 4);
        found.at[2 * i + 1] = _mm512_i32gather_epi32(odd, at, 4);
    }
    return found;
}

/* points · weight + place. A pair of 16-bit points is multiplied by (weight, 0) or by
 * (0, weight), so that one of them remains. */
static inline struct lanes
worths_of(const struct crr_pack_reader *reader, const struct halves *codes)
{
    if (reader->narrow.vector_count == 0)
        return gather(reader->worths, codes);
    struct halves points = look_up(&reader->narrow, *codes);
    __m512i even = _mm512_set1_epi32(reader->weight);
    __m512i odd = _mm512_slli_epi32(even, 16);
    __m512i place = _mm512_set1_epi32(reader->place);
    struct lanes worths;
    UNROLLED(i, 2)
    {
        worths.at[2 * i] = _mm512_add_epi32(
            _mm512_madd_epi16(points.at[i], even), place);
        worths.at[2 * i + 1] = _mm512_add_epi32(
            _mm512_madd_epi16(points.at[i], odd), place);
    }
    return worths;
}

static inline struct halves
marks_of(const struct crr_pack_reader *reader, const struct halves *codes)
{
    if (reader->narrow_marks.vector_count > 0)
        return look_up(&reader->narrow_marks, *codes);
    struct lanes marks = gather(reader->marks, codes);
    return narrowed(&marks);
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

static inline __m512i
tiers_of(const struct crr_pack *pack, __m512i scores)
{
    __m512i reached = _mm512_setzero_si512();
    for (uint32_t k = 1; k < pack->threshold_count; k++)
        reached = _mm512_mask_add_epi32(reached,
            _mm512_cmpge_epi32_mask(scores, _mm512_set1_epi32(pack->thresholds[k])),
            reached, _mm512_set1_epi32(1));
    return _mm512_permutexvar_epi32(reached, _mm512_loadu_si512(pack->tiers));
}

/* Of the places: entries of a table of 32. */
static inline __m512i
reasons_of(const struct crr_pack *pack, __m512i places)
{
    __m512i mask = _mm512_set1_epi16((short)((1 << pack->shift) - 1));
    return _mm512_permutexvar_epi16(
        _mm512_and_si512(places, mask), _mm512_loadu_si512(pack->reasons));
}

struct sums {
    struct lanes primary, most, theta; /* primary, most: with the places */
    struct halves marks;
};

static inline void
add_reader(const struct crr_pack *pack, uint32_t index, const struct halves *codes,
    struct sums *sums)
{
    const struct crr_pack_reader *reader = &pack->readers[index];
    if (reader->marks) {
        struct halves marks = marks_of(reader, codes);
        UNROLLED(i, 2)
        sums->marks.at[i] = _mm512_or_si512(sums->marks.at[i], marks.at[i]);
    }
    if (!reader->worths)
        return;
    struct lanes worths = worths_of(reader, codes);
    if (index < pack->primary_count)
        UNROLLED(i, 4)
        {
            sums->primary.at[i] = _mm512_add_epi32(sums->primary.at[i], worths.at[i]);
            sums->most.at[i] = _mm512_max_epi32(sums->most.at[i], worths.at[i]);
        }
    else if (pack->theta_max)
        UNROLLED(i, 4)
    sums->theta.at[i] = _mm512_max_epi32(sums->theta.at[i], worths.at[i]);
    else UNROLLED(i, 4)
        sums->theta.at[i] = _mm512_add_epi32(sums->theta.at[i], worths.at[i]);
}

/* 32 rows in order, of even and odd ones. */
static inline void
store_scores(int32_t *at, __m512i even, __m512i odd)
{
    const __m512i first = _mm512_setr_epi32(
        0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const __m512i second = _mm512_setr_epi32(
        8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    _mm512_storeu_si512(at, _mm512_permutex2var_epi32(even, first, odd));
    _mm512_storeu_si512(at + 16, _mm512_permutex2var_epi32(even, second, odd));
}

static inline void
settle(const struct crr_pack *pack, const struct sums *sums,
    const struct crr_pack_rows *rows, uint32_t first)
{
    struct lanes scores, wide;
    struct halves places = narrowed(&sums->most);
    uint64_t marked = 0;
    UNROLLED(i, 4)
    {
        scores.at[i] = scores_of(pack, sums->primary.at[i], sums->theta.at[i]);
        wide.at[i] = tiers_of(pack, scores.at[i]);
    }
    struct halves tiers = narrowed(&wide);
    UNROLLED(i, 2)
    {
        __m512i marks = sums->marks.at[i];
        uint32_t from = first + 32 * (uint32_t)i;
        store_scores(rows->scores + from, scores.at[2 * i], scores.at[2 * i + 1]);
        _mm256_storeu_si256(
            (void *)(rows->tiers + from), _mm512_cvtepi16_epi8(tiers.at[i]));
        _mm512_storeu_si512(rows->reasons + from, reasons_of(pack, places.at[i]));
        _mm512_storeu_si512(rows->marks + from, marks);
        marked |= (uint64_t)_mm512_test_epi16_mask(marks, marks) << 32 * i;
    }
    rows->marked[first / CRR_PACK_STEP] = marked;
}

static bool
rate_codes(const struct crr_pack *pack, const struct crr_pack_rows *rows)
{
    __m512i none = _mm512_setzero_si512();
    __m512i least = _mm512_set1_epi32(INT32_MIN);
    bool greatest = pack->theta_max && pack->secondary_count > 0;
    for (uint32_t first = 0; first < rows->count; first += CRR_PACK_STEP) {
        struct sums sums = {all_lanes(none), all_lanes(least),
            all_lanes(greatest ? least : none), {{none, none}}};
        for (uint32_t k = 0; k < pack->reader_count; k++) {
            const struct crr_pack_column *column =
                &rows->columns[pack->readers[k].column];
            struct halves codes = load_codes(column, first);
            if (is_beyond(&codes, column->limit))
                return false;
            add_reader(pack, k, &codes, &sums);
        }
        settle(pack, &sums, rows, first);
    }
    return true;
}

#undef UNROLLED

#endif

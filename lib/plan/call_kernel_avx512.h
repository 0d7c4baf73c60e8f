/* Texts of single values with AVX-512: loads that touch only the bytes of a text, and
 * take equally long whatever its length is. */
#ifndef CRR_PLAN_CALL_KERNEL_AVX512_H
#define CRR_PLAN_CALL_KERNEL_AVX512_H

#include <immintrin.h>
#include "plan/call_kernel.h"
#include "plan/worth.h"

/* ---- Texts ---- */

/* The first bytes of a text of up to 8, and NULs. */
static inline uint64_t
load_word(struct crr_text text)
{
    __mmask16 kept = (__mmask16)_bzhi_u32(0xFF, (uint32_t)text.length);
    return (uint64_t)_mm_cvtsi128_si64(_mm_maskz_loadu_epi8(kept, text.at));
}

/* As is_plain, of a text of up to 32 bytes. */
static inline bool
is_plain_key(struct crr_text text)
{
    __mmask32 kept = _bzhi_u32(UINT32_MAX, (uint32_t)text.length);
    __m256i bytes = _mm256_maskz_loadu_epi8(kept, text.at);
    __mmask32 strange = _mm256_cmpgt_epu8_mask(
                            _mm256_sub_epi8(bytes, _mm256_set1_epi8(0x21)),
                            _mm256_set1_epi8(0x7E - 0x21)) |
                        _mm256_cmpeq_epi8_mask(bytes, _mm256_set1_epi8('"')) |
                        _mm256_cmpeq_epi8_mask(bytes, _mm256_set1_epi8(','));
    return (strange & kept) == 0;
}

/* ---- Numbers and dates ---- */

/* The last 16 bytes of a text of up to 16, behind zeros (digits). */
static inline __m128i
load_last(struct crr_text text)
{
    __mmask16 kept = (__mmask16)(0xFFFFu << (16 - text.length));
    uintptr_t at = (uintptr_t)text.at + text.length - 16;
    return _mm_mask_loadu_epi8(_mm_set1_epi8('0'), kept, (const void *)at);
}

/* The pairs of digits in each quarter. */
static inline __m512i
pairs_of_digits(__m512i digits)
{
    return _mm512_maddubs_epi16(digits, _mm512_set1_epi16(1 << 8 | 10));
}

/* The values of 16 digits in each quarter, in its lower half. */
static inline __m512i
values_of_pairs(__m512i pairs)
{
    __m512i fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(1 << 16 | 100));
    __m512i packed = _mm512_packus_epi32(fours, fours);
    __m512i eights = _mm512_madd_epi16(packed, _mm512_set1_epi32(1 << 16 | 10000));
    return _mm512_add_epi64(_mm512_mul_epu32(eights, _mm512_set1_epi64(100000000)),
        _mm512_srli_epi64(eights, 32));
}

/* The quarters whose last pairs YYYYMMDD are a day for sure: 29 February is none. */
static inline __mmask16
are_dates(__m512i pairs)
{
    const __m512i lengths = _mm512_broadcast_i32x4(
        _mm_setr_epi8(0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0));
    /* In the last 32 bits of each quarter: month, day. */
    __m512i month = _mm512_and_si512(pairs, _mm512_set1_epi32(0xFF));
    __m512i day = _mm512_srli_epi32(pairs, 16);
    __m512i last = _mm512_shuffle_epi8(
        lengths, _mm512_min_epu8(month, _mm512_set1_epi32(15)));
    __mmask16 days = _mm512_cmple_epu32_mask(day, last) &
                     _mm512_test_epi32_mask(day, day);
    return days & (__mmask16)(_mm512_test_epi32_mask(pairs, pairs) << 1);
}

/* Reads numbers and dates if all are in their usual forms: the first into numbers[0],
 * the second into numbers[2], and so on. */
static inline bool
read_together(const struct crr_call_forms *forms, const struct crr_call_entry *entries,
    uint32_t count, const struct crr_value *values,
    int64_t numbers[2 * CRR_CALL_TOGETHER])
{
    __m512i bytes = _mm512_set1_epi8('0');
    for (uint32_t i = 0; i < count; i++) {
        const struct crr_value *value = &values[entries[i].input];
        if (value->type != CRR_VALUE_TEXT ||
            value->as.text.length - forms->shortest[i] > forms->further[i])
            return false;
        bytes = _mm512_mask_broadcast_i32x4(
            bytes, (__mmask16)(0xF << 4 * i), load_last(value->as.text));
    }
    __mmask64 marked = _mm512_cmpeq_epi8_mask(bytes, _mm512_loadu_si512(forms->marks));
    __m512i digits = _mm512_shuffle_epi8(_mm512_sub_epi8(bytes, _mm512_set1_epi8('0')),
        _mm512_loadu_si512(forms->digits));
    __m512i pairs = pairs_of_digits(digits);
    _mm512_storeu_si512(numbers, values_of_pairs(pairs));
    return (marked & forms->marked) == forms->marked &&
           (are_dates(pairs) & forms->dates) == forms->dates &&
           _mm512_cmpgt_epu8_mask(digits, _mm512_set1_epi8(9)) == 0;
}

/* ---- Worths ---- */

/* As crr_worth_of_steps. Eight steps at once: there is room behind the last. */
static inline int64_t
worth_of_steps(const struct crr_lane_reader *reader, int64_t number)
{
    __m512i numbers = _mm512_set1_epi64(number);
    uint32_t passed = 0;
    for (uint32_t i = 0; i < reader->step_count; i += 8)
        passed += (uint32_t)_mm_popcnt_u32(
            _mm512_cmple_epi64_mask(_mm512_loadu_si512(reader->at + i), numbers));
    return reader->totals[passed];
}

/* Up to CRR_CALL_TOGETHER numbers and dates; returns their marks. */
static inline int64_t
weigh_together(struct crr_lane *lane, const struct crr_call_forms *forms,
    const struct crr_call_entry *entries, uint32_t count,
    const struct crr_value *values, int64_t *worths)
{
    int64_t numbers[2 * CRR_CALL_TOGETHER];
    bool usual = read_together(forms, entries, count, values, numbers);
    int64_t marks = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct crr_lane_reader *reader = entries[i].reader;
        int64_t worth = __builtin_expect(usual, 1)
                            ? worth_of_steps(reader, numbers[2 * i])
                            : crr_worth_of_value(
                                  lane, reader, &values[entries[i].input]);
        worths[entries[i].place] = worth;
        marks |= worth;
    }
    return marks;
}

/* Numbers and dates; returns their marks. */
static inline int64_t
weigh_numbers(struct crr_lane *lane, const struct crr_call_plan *plan,
    const struct crr_value *values, int64_t *worths)
{
    const struct crr_call_forms *forms = plan->forms;
    int64_t marks = 0;
    for (const struct crr_call_entry *entry = plan->texts_end; entry < plan->end;
         entry += CRR_CALL_TOGETHER) {
        size_t left = (size_t)(plan->end - entry);
        marks |= weigh_together(lane, forms++, entry,
            left < CRR_CALL_TOGETHER ? (uint32_t)left : CRR_CALL_TOGETHER, values,
            worths);
    }
    return marks;
}

#endif

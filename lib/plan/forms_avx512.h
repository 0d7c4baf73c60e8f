/* Texts with AVX-512: loads that touch only the bytes of a text, and take equally long
 * whatever its length is. */
#ifndef CRR_PLAN_FORMS_AVX512_H
#define CRR_PLAN_FORMS_AVX512_H

#include <immintrin.h>
#include "base/words.h"
#include "plan/forms.h"

/* As is_plain, of a text of up to 32 bytes. */
static inline bool
is_plain_short(struct crr_text text)
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

/* Takes a text into a quarter of `bytes`. False if it has another length than its form
 * allows. */
static inline bool
take_text(
    const struct crr_forms *forms, uint32_t index, struct crr_text text, __m512i *bytes)
{
    if (text.length - forms->shortest[index] > forms->further[index])
        return false;
    *bytes = _mm512_mask_broadcast_i32x4(
        *bytes, (__mmask16)(0xF << 4 * index), load_last(text));
    return true;
}

/* The values of the texts in the quarters, in their lower halves. False if one is not
 * in its form. Quarters without a text are zeros (digits). */
static inline bool
read_forms(const struct crr_forms *forms, __m512i bytes, __m512i *ret_values)
{
    __mmask64 marked = _mm512_cmpeq_epi8_mask(bytes, _mm512_loadu_si512(forms->marks));
    __m512i digits = _mm512_shuffle_epi8(_mm512_sub_epi8(bytes, _mm512_set1_epi8('0')),
        _mm512_loadu_si512(forms->digits));
    __m512i pairs = pairs_of_digits(digits);
    *ret_values = values_of_pairs(pairs);
    return (marked & forms->marked) == forms->marked &&
           (are_dates(pairs) & forms->dates) == forms->dates &&
           _mm512_cmpgt_epu8_mask(digits, _mm512_set1_epi8(9)) == 0;
}

#endif

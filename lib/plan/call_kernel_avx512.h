/* The values of single calls with AVX-512. */
#ifndef CRR_PLAN_CALL_KERNEL_AVX512_H
#define CRR_PLAN_CALL_KERNEL_AVX512_H

#include "plan/call_kernel.h"
#include "plan/forms_avx512.h"
#include "plan/worth.h"

/* The first bytes of a text of up to 8, and NULs. */
static inline uint64_t
load_word(struct crr_text text)
{
    __mmask16 kept = (__mmask16)_bzhi_u32(0xFF, (uint32_t)text.length);
    return (uint64_t)_mm_cvtsi128_si64(_mm_maskz_loadu_epi8(kept, text.at));
}

/* Reads numbers and dates if all are in their usual forms: the first into numbers[0],
 * the second into numbers[2], and so on. */
static inline bool
read_together(const struct crr_forms *forms, const struct crr_call_entry *entries,
    uint32_t count, const struct crr_value *values, int64_t numbers[2 * CRR_TOGETHER])
{
    __m512i bytes = _mm512_set1_epi8('0');
    for (uint32_t i = 0; i < count; i++) {
        const struct crr_value *value = &values[entries[i].input];
        if (value->type != CRR_VALUE_TEXT ||
            !take_text(forms, i, value->as.text, &bytes))
            return false;
    }
    __m512i read;
    bool usual = read_forms(forms, bytes, &read);
    _mm512_storeu_si512(numbers, read);
    return usual;
}

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

/* Up to CRR_TOGETHER numbers and dates; returns their marks. */
static inline int64_t
weigh_together(struct crr_lane *lane, const struct crr_forms *forms,
    const struct crr_call_entry *entries, uint32_t count,
    const struct crr_value *values, int64_t *worths)
{
    int64_t numbers[2 * CRR_TOGETHER];
    bool usual = read_together(forms, entries, count, values, numbers);
    int64_t marks = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct crr_lane_reader *reader = entries[i].reader;
        int64_t worth = CRR_LANE_SLOW;
        if (__builtin_expect(usual, 1))
            worth = worth_of_steps(reader, numbers[2 * i]);
        if (__builtin_expect(worth & CRR_LANE_SLOW, 0))
            worth = crr_worth_of_value(lane, reader, &values[entries[i].input]);
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
    const struct crr_forms *forms = plan->forms;
    int64_t marks = 0;
    for (const struct crr_call_entry *entry = plan->texts_end; entry < plan->end;
         entry += CRR_TOGETHER) {
        size_t left = (size_t)(plan->end - entry);
        marks |= weigh_together(lane, forms++, entry,
            left < CRR_TOGETHER ? (uint32_t)left : CRR_TOGETHER, values, worths);
    }
    return marks;
}

#endif

/* Fields of rows with AVX-512. */
#ifndef CRR_FILE_KERNEL_AVX512_H
#define CRR_FILE_KERNEL_AVX512_H

#include "file/kernel.h"
#include "plan/forms_avx512.h"

static inline bool
is_plain_key(struct crr_text field)
{
    return field.length <= 32 ? is_plain_short(field) : is_plain(field);
}

/* Reads the numbers or dates of CRR_TOGETHER rows; false if one of them is not in its
 * usual form. */
static inline bool
read_together(const struct crr_lane_reader *reader, const struct crr_rows *rows,
    uint32_t first, int64_t *numbers)
{
    __m512i bytes = _mm512_setzero_si512();
    __m512i values;
    for (uint32_t i = 0; i < CRR_TOGETHER; i++)
        if (!take_text(reader->forms, i,
                crr_rows_field(rows, first + i, reader->column), &bytes))
            return false;
    if (!read_forms(reader->forms, bytes, &values))
        return false;
    __m512i packed = _mm512_permutexvar_epi64(
        _mm512_setr_epi64(0, 2, 4, 6, 0, 0, 0, 0), values);
    _mm256_storeu_si256((__m256i *)(numbers + first), _mm512_castsi512_si256(packed));
    return true;
}

#endif

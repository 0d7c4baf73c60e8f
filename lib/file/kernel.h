/* The inner loops of rating files, compiled for several instruction sets: where the
 * fields of many rows end, and what many rows come to. All kernels give the same. */
#ifndef CRR_FILE_KERNEL_H
#define CRR_FILE_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "plan/lane.h"

/* Bytes that can be read before and behind what a kernel is given. */
#define CRR_KERNEL_PAD 64u

#define CRR_NO_TROUBLE UINT32_MAX

/* What splitting found. */
struct crr_split {
    uint32_t end_count; /* of fields: delimiters and line ends outside of quotes */
    uint32_t row_count; /* line ends among them */
    /* Where the rows can no longer be told apart this way (a quote within an unquoted
     * field, something behind a closing quote, a NUL); the ends before are good. */
    uint32_t trouble;
};

/* Rows of equally many fields. */
struct crr_rows {
    const char *at;
    const uint32_t *ends; /* of their fields, offsets from at */
    uint32_t start;       /* of the first row */
    uint32_t column_count;
    uint32_t count; /* [1, CRR_LANE_ROWS] */
};

struct crr_kernel {
    const char *name;
    /* Splits from `from`, where a row begins, up to length (below 2^31). ends has room
     * for length - from + 64. */
    struct crr_split (*split)(
        const char *at, uint32_t from, uint32_t length, char delimiter, uint32_t *ends);
    /* LFs in a text. */
    uint64_t (*count_lines)(const char *at, size_t length);
    /* What the fields of a reader are worth: worths has room for CRR_LANE_ROWS. */
    void (*weigh)(struct crr_lane *lane, struct crr_lane_reader *reader,
        const struct crr_rows *rows, int64_t *worths);
    /* Fills the lane's batch. */
    void (*rate)(struct crr_lane *lane, const struct crr_rows *rows);
};

extern const struct crr_kernel crr_kernel_scalar, crr_kernel_baseline;
#if defined(__x86_64__)
extern const struct crr_kernel crr_kernel_avx2, crr_kernel_avx512;
#endif

/* The best kernel that this machine can run at or below `level` (SIZE_MAX: the best),
 * and NULL beyond the last that it can: 0 is scalar. */
const struct crr_kernel *crr_kernel_at(size_t level);
const struct crr_kernel *crr_kernel_best(void);

/* Field `column` of row `row`; the CR of a CRLF is not part of the last one. */
static inline struct crr_text
crr_rows_field(const struct crr_rows *rows, uint32_t row, size_t column)
{
    const uint32_t *ends = rows->ends + (size_t)row * rows->column_count;
    /* Behind the end before; for a row's first field that of the row before. */
    uint32_t start = row == 0 && column == 0 ? rows->start : (ends + column)[-1] + 1;
    uint32_t end = ends[column];
    if (column + 1 == rows->column_count && end > start && rows->at[end - 1] == '\r')
        end--;
    return (struct crr_text){rows->at + start, end - start};
}

#endif

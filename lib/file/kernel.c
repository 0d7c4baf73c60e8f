/* One kernel; compiled once for each instruction set, with CRR_KERNEL as the kernel's
 * name and the compiler's options for the set. CRR_KERNEL_SCALAR leaves out all that is
 * written for a set. */
#include "base/words.h"
#include "file/kernel.h"
#include "file/kernel_split.h"
#include "plan/forms.h"
#include "plan/lane_sum.h"

#define NAME_OF(name) #name
#define NAME(name) NAME_OF(name)

#if defined(__AVX512BW__) && defined(__AVX512VL__) && !defined(CRR_KERNEL_SCALAR)
#include "file/kernel_avx512.h"
#else

static inline bool
is_plain_key(struct crr_text field)
{
    return is_plain(field);
}

/* Four rows at once are no faster. */
static inline bool
read_together(const struct crr_lane_reader *reader, const struct crr_rows *rows,
    uint32_t first, int64_t *numbers)
{
    (void)reader, (void)rows, (void)first, (void)numbers;
    return false;
}

#endif

/* ---- Fields ---- */

/* The text that a field means. Doubled quotes are undone in buffer, of length bytes. */
static struct crr_text
text_of(struct crr_text field, char *buffer)
{
    if (field.length < 2 || field.at[0] != '"')
        return field;
    struct crr_text text = {field.at + 1, field.length - 2};
    if (!memchr(text.at, '"', text.length))
        return text;
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        buffer[length++] = text.at[i];
        i += text.at[i] == '"';
    }
    return (struct crr_text){buffer, length};
}

#define UNDOUBLE_LIMIT 1024u /* longer fields with quotes are the rater's */

static bool
is_too_long(struct crr_text field)
{
    return field.length > UNDOUBLE_LIMIT && field.at[0] == '"';
}

__attribute__((noinline, cold)) static int64_t
weigh_anew(struct crr_lane *lane, struct crr_lane_reader *reader, struct crr_text field)
{
    char buffer[UNDOUBLE_LIMIT];
    int64_t worth;
    if (crr_memo_find(&reader->memo, field.at, field.length, &worth))
        return worth;
    if (is_too_long(field))
        return CRR_LANE_SLOW;
    return crr_lane_learn(lane, reader, field, text_of(field, buffer));
}

static void
weigh_texts(struct crr_lane *lane, struct crr_lane_reader *reader,
    const struct crr_rows *rows, int64_t *worths)
{
    for (uint32_t i = 0; i < rows->count; i++) {
        struct crr_text field = crr_rows_field(rows, i, reader->column);
        uint64_t key = crr_memo_key(field.at, field.length);
        const struct crr_memo_slot *slot = crr_memo_slot(&reader->memo, key);
        worths[i] = __builtin_expect((slot->key == key) & (field.length <= 8), 1)
                        ? slot->worth
                        : weigh_anew(lane, reader, field);
    }
}

/* ---- Keys ---- */

static void
weigh_keys(struct crr_lane *lane, const struct crr_lane_reader *reader,
    const struct crr_rows *rows, int64_t *worths)
{
    char buffer[UNDOUBLE_LIMIT];
    for (uint32_t i = 0; i < rows->count; i++) {
        struct crr_text field = crr_rows_field(rows, i, reader->column);
        bool good = field.length > reader->missing_longest &&
                    field.length <= reader->plain_limit && is_plain_key(field);
        if (__builtin_expect(!good, 0))
            good = !is_too_long(field) &&
                   crr_lane_key_is_good(lane, reader, text_of(field, buffer));
        worths[i] = good ? 0 : CRR_LANE_SLOW;
    }
}

/* ---- Numbers ---- */

__attribute__((noinline, cold)) static int64_t
read_slowly(
    struct crr_lane *lane, const struct crr_lane_reader *reader, struct crr_text field)
{
    char buffer[UNDOUBLE_LIMIT];
    if (field.length == 0)
        return CRR_LANE_NO_NUMBER;
    return is_too_long(field) ? CRR_LANE_BAD_NUMBER
                              : crr_lane_number(lane, reader, text_of(field, buffer));
}

static void
read_one(struct crr_lane *lane, const struct crr_lane_reader *reader,
    struct crr_text field, int64_t *ret)
{
    bool usual = reader->kind == CRR_LANE_DATE
                     ? read_date(field, reader->separator, ret)
                     : read_number(field, &reader->form, ret);
    if (!usual)
        *ret = read_slowly(lane, reader, field);
}

static void
read_numbers(struct crr_lane *lane, const struct crr_lane_reader *reader,
    const struct crr_rows *rows)
{
    int64_t *numbers = lane->batch.numbers;
    for (uint32_t i = 0; i < rows->count;) {
        uint32_t end = i + CRR_TOGETHER;
        if (end > rows->count)
            end = rows->count;
        else if (read_together(reader, rows, i, numbers))
            i = end;
        for (; i < end; i++)
            read_one(
                lane, reader, crr_rows_field(rows, i, reader->column), &numbers[i]);
    }
}

/* The sums may wrap around; the worths that they come to do not. */
static void
step(const struct crr_lane_reader *reader, const int64_t *numbers, int64_t *worths)
{
    uint64_t sums[CRR_LANE_ROWS];
    for (uint32_t i = 0; i < CRR_LANE_ROWS; i++)
        sums[i] = (uint64_t)reader->base;
    for (uint32_t k = 0; k < reader->step_count; k++) {
        int64_t at = reader->at[k];
        uint64_t delta = (uint64_t)reader->deltas[k];
        for (uint32_t i = 0; i < CRR_LANE_ROWS; i++)
            sums[i] += numbers[i] >= at ? delta : 0;
    }
    memcpy(worths, sums, sizeof sums);
}

/* A number that may be a spelling of no value: the text tells. */
__attribute__((noinline, cold)) static int64_t
weigh_spelling(
    struct crr_lane *lane, const struct crr_lane_reader *reader, struct crr_text field)
{
    bool none = read_slowly(lane, reader, field) == CRR_LANE_NO_NUMBER;
    return none ? reader->absent : CRR_LANE_SLOW;
}

static void
weigh_numbers(struct crr_lane *lane, const struct crr_lane_reader *reader,
    const struct crr_rows *rows, int64_t *worths)
{
    read_numbers(lane, reader, rows);
    step(reader, lane->batch.numbers, worths);
    for (uint32_t i = 0; i < rows->count; i++)
        if (__builtin_expect(worths[i] & CRR_LANE_SLOW, 0))
            worths[i] = weigh_spelling(
                lane, reader, crr_rows_field(rows, i, reader->column));
}

/* ---- Rows ---- */

static void
weigh(struct crr_lane *lane, struct crr_lane_reader *reader,
    const struct crr_rows *rows, int64_t *worths)
{
    if (reader->column == CRR_NONE) {
        for (uint32_t i = 0; i < CRR_LANE_ROWS; i++)
            worths[i] = reader->absent;
        return;
    }
    switch (reader->kind) {
    case CRR_LANE_KEY:
        weigh_keys(lane, reader, rows, worths);
        break;
    case CRR_LANE_TEXT:
        weigh_texts(lane, reader, rows, worths);
        break;
    case CRR_LANE_NUMBER:
    case CRR_LANE_DATE:
        weigh_numbers(lane, reader, rows, worths);
        break;
    case CRR_LANE_JOINT:
        break; /* when all others are weighed */
    }
}

/* Readers of several inputs have no marks of their own. */
static void
weigh_joints(struct crr_lane *lane)
{
    int64_t marks[CRR_LANE_ROWS] = {0};
    for (uint32_t k = 0; k < lane->reader_count; k++)
        if (lane->readers[k].kind != CRR_LANE_JOINT)
            for (uint32_t i = 0; i < CRR_LANE_ROWS; i++)
                marks[i] |= lane->worths[k][i] & CRR_LANE_BITS;
    for (uint32_t k = 0; k < lane->reader_count; k++)
        if (lane->readers[k].kind == CRR_LANE_JOINT)
            for (uint32_t i = 0; i < CRR_LANE_ROWS; i++)
                lane->worths[k][i] =
                    lane->readers[k].totals[marks[i] >> CRR_LANE_BIT_SHIFT];
}

static void
rate(struct crr_lane *lane, const struct crr_rows *rows)
{
    for (uint32_t k = 0; k < lane->reader_count; k++)
        weigh(lane, &lane->readers[k], rows, lane->worths[k]);
    if (lane->joint_count > 0)
        weigh_joints(lane);
    add_up(lane, rows->count);
}

const struct crr_kernel CRR_KERNEL = {
    NAME(CRR_KERNEL), split, count_lines, weigh, rate};

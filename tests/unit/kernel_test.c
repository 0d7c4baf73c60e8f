/* Every kernel that this machine can run splits texts as the sequential grammar does,
 * whatever they hold. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "base/csv.h"
#include "base/span.h"
#include "file/chunk.h"
#include "file/feed.h"

enum {
    TEXT_LIMIT = 700,
    FIELD_LIMIT = 1400
};

static uint64_t seed = 88172645463325252u;

static uint32_t
draw(uint32_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 33) % below);
}

/* Characters that matter, long quiet stretches, and well-formed rows. */
static size_t
draw_text(char *text)
{
    static const char *const pieces[] = {"a", ",", "\n", "\"", "\"\"", "\r\n", "\r",
        "a,b,c\n", "\"a,b\",c,d\n", "\"x\n\"\"y\",2,3\r\n", ",,\n",
        "a long field without anything in it that would matter at all to anybody,",
        "\"quoted\",", "\n\n"};
    uint32_t odd = draw(4); /* how much of it is odd */
    size_t length = 0;
    size_t wanted = draw(TEXT_LIMIT - 80);
    while (length < wanted) {
        const char *piece = pieces[odd > draw(12) ? draw(7) : 7 + draw(7)];
        memcpy(text + length, piece, strlen(piece));
        length += strlen(piece);
    }
    if (draw(9) == 0 && length > 0)
        text[draw((uint32_t)length)] = '\0';
    return length;
}

/* Where records begin, and where their fields end, of a record that has them. */
struct layout {
    size_t count;
    size_t starts[FIELD_LIMIT];
    size_t field_counts[FIELD_LIMIT]; /* 0: odd, or refused, or empty */
};

static void
add(struct layout *layout, size_t start, size_t field_count)
{
    layout->starts[layout->count] = start;
    layout->field_counts[layout->count++] = field_count;
}

static void
read_sequentially(struct layout *layout, const char *text, size_t length)
{
    static struct crr_csv_field fields[FIELD_LIMIT];
    struct crr_csv_record record = {.fields = fields, .capacity = FIELD_LIMIT};
    size_t at = 0;
    layout->count = 0;
    while (at < length) {
        enum crr_csv_result result = crr_csv_next(
            text + at, length - at, true, ',', CRR_RECORD_LIMIT, &record);
        if (result == CRR_CSV_END)
            break;
        add(layout, at, result == CRR_CSV_RECORD ? record.count : 1);
        at += record.consumed;
    }
}

static void
read_pieces(struct layout *layout, const struct crr_chunk *chunk)
{
    layout->count = 0;
    for (size_t i = 0; i < chunk->piece_count; i++) {
        const struct crr_piece *piece = &chunk->pieces[i];
        size_t start = piece->start;
        size_t field_count = 0;
        if (piece->end_count == 0)
            add(layout, start, 0);
        for (size_t k = 0; k < piece->end_count; k++) {
            uint32_t end = chunk->ends[piece->end_first + k];
            field_count++;
            if (chunk->at[end] != '\n')
                continue;
            add(layout, start, field_count);
            start = (size_t)end + 1;
            field_count = 0;
        }
    }
}

static void
every_kernel_splits_as_the_grammar_says(void **state)
{
    static struct layout expected, found;
    char text[TEXT_LIMIT];
    (void)state;
    for (size_t level = 0; crr_kernel_at(level); level++) {
        struct crr_chunk chunk;
        assert_true(crr_chunk_init(&chunk, crr_kernel_at(level), ',', NULL));
        chunk.column_count = 3;
        for (int trial = 0; trial < 20000; trial++) {
            size_t length = draw_text(text);
            memcpy(chunk.at, text, length);
            chunk.length = length;
            chunk.at_end = true;
            chunk.start = 0;
            if (length == 0)
                continue;
            read_sequentially(&expected, text, length);
            assert_int_equal(crr_chunk_split(&chunk, SIZE_MAX), CRR_CHUNK_SPLIT);
            assert_int_equal(chunk.end, length);
            read_pieces(&found, &chunk);
            assert_int_equal(found.count, expected.count);
            for (size_t i = 0; i < found.count; i++) {
                assert_int_equal(found.starts[i], expected.starts[i]);
                /* What is odd is left to the grammar. */
                if (found.field_counts[i] > 0)
                    assert_int_equal(found.field_counts[i], expected.field_counts[i]);
            }
        }
        crr_chunk_clear(&chunk);
    }
}

static void
a_limit_cuts_behind_the_row_that_reaches_it(void **state)
{
    static struct layout rows;
    char text[TEXT_LIMIT];
    (void)state;
    for (size_t level = 0; crr_kernel_at(level); level++) {
        struct crr_chunk chunk;
        assert_true(crr_chunk_init(&chunk, crr_kernel_at(level), ',', NULL));
        chunk.column_count = 3;
        for (int trial = 0; trial < 5000; trial++) {
            size_t length = draw_text(text);
            if (length == 0)
                continue;
            size_t limit = 1 + draw((uint32_t)length);
            size_t end = length;
            memcpy(chunk.at, text, length);
            chunk.length = length;
            chunk.at_end = true;
            chunk.start = 0;
            read_sequentially(&rows, text, length);
            for (size_t i = rows.count; i-- > 1;)
                if (rows.starts[i] >= limit)
                    end = rows.starts[i];
            assert_int_equal(crr_chunk_split(&chunk, limit), CRR_CHUNK_SPLIT);
            assert_int_equal(chunk.end, end);
        }
        crr_chunk_clear(&chunk);
    }
}

static void
every_kernel_counts_lines(void **state)
{
    char text[TEXT_LIMIT];
    (void)state;
    for (int trial = 0; trial < 2000; trial++) {
        size_t length = draw_text(text);
        uint64_t count = 0;
        for (size_t i = 0; i < length; i++)
            count += text[i] == '\n';
        for (size_t level = 0; crr_kernel_at(level); level++)
            assert_int_equal(crr_kernel_at(level)->count_lines(text, length), count);
    }
}

static void
the_best_kernel_is_the_last(void **state)
{
    size_t level = 0;
    (void)state;
    assert_string_equal(crr_kernel_at(0)->name, "crr_kernel_scalar");
    while (crr_kernel_at(level + 1))
        level++;
    assert_ptr_equal(crr_kernel_best(), crr_kernel_at(level));
    assert_true(level >= 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kernel_splits_as_the_grammar_says),
        cmocka_unit_test(a_limit_cuts_behind_the_row_that_reaches_it),
        cmocka_unit_test(every_kernel_counts_lines),
        cmocka_unit_test(the_best_kernel_is_the_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Looking ahead in CSV: done once it finds what it finds when done anew for each line,
 * and hostile bytes cost no more than their length. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "csv_script.h"

/* ---- The memory of what was refused ---- */

/* Reads a text whole, keeping what a refused record's look ahead found, or forgetting
 * it before each record. */
static void
read_whole(struct script *script, struct crr_text text, size_t limit, size_t capacity,
    bool forgets)
{
    struct crr_csv_field fields[8];
    struct crr_csv_record record = {.fields = fields, .capacity = capacity};
    enum crr_csv_result result;
    size_t line = 1;
    script->used = 0;
    script->at[0] = '\0';
    while ((result = crr_csv_next(text.at, text.length, true, ',', limit, &record)) !=
           CRR_CSV_END) {
        note_record(script, result, &record);
        note_end(script, line, record.length > limit ? 0 : record.length);
        line += record.line_count;
        text.at += record.consumed;
        text.length -= record.consumed;
        if (forgets)
            memset(&record.trunk, 0, sizeof record.trunk);
    }
}

static void
check_memory(const char *text, size_t length)
{
    static const size_t limits[] = {4, 9, NO_LIMIT};
    struct crr_text bytes = {text, length};
    for (size_t i = 0; i < 9; i++) {
        struct script kept, forgotten, fed;
        size_t capacity = i % 3 + 1;
        read_whole(&kept, bytes, limits[i / 3], capacity, false);
        read_whole(&forgotten, bytes, limits[i / 3], capacity, true);
        read_in_steps(
            &fed, bytes, ',', limits[i / 3], capacity, length / 3, 1 + length % 3);
        if (strcmp(kept.at, forgotten.at) != 0 || strcmp(kept.at, fed.at) != 0)
            fail_msg("limit %zu, capacity %zu: %.*s\n%s\n%s\n%s", limits[i / 3],
                capacity, (int)length, text, kept.at, forgotten.at, fed.at);
    }
}

/* Lines are decided by where an earlier look ahead led just as if each looked itself,
 * also if the bytes come piece by piece. */
static void
looking_ahead_once_finds_the_same(void **state)
{
    static const char characters[] = {'"', '\n', ',', 'a'};
    static const char pieces[][8] = {
        "\"", "\n", "\",\"", "\"\"", "a", ",", "\n\"", "\r\n"};
    char text[256];
    uint32_t seed = 20260701;
    (void)state;
    for (unsigned n = 0; n < 65536; n++) {
        for (size_t i = 0; i < 8; i++)
            text[i] = characters[n >> (2 * i) & 3];
        check_memory(text, 8);
    }
    for (unsigned n = 0; n < 20000; n++) {
        size_t length = 0;
        for (size_t i = 0; i < 4 + n % 30; i++) {
            seed = seed * 1664525u + 1013904223u;
            const char *piece = pieces[seed >> 29];
            memcpy(text + length, piece, strlen(piece));
            length += strlen(piece);
        }
        check_memory(text, length);
    }
}

/* ---- Hostile bytes ---- */

/* Reads five million bytes of a repeated pattern, in processor time. */
static double
seconds_for(const char *pattern, size_t capacity)
{
    enum {
        SIZE = 5000000
    };
    size_t period = strlen(pattern), at = 0;
    char *text = malloc(SIZE);
    struct crr_csv_field *fields = calloc(capacity, sizeof *fields);
    struct crr_csv_record record = {.fields = fields, .capacity = capacity};
    clock_t begin = clock();
    assert_true(text && fields);
    for (size_t i = 0; i < SIZE; i++)
        text[i] = pattern[i % period];
    while (
        crr_csv_next(text + at, SIZE - at, true, ',', NO_LIMIT, &record) != CRR_CSV_END)
        at += record.consumed;
    assert_int_equal(at, SIZE);
    free(text);
    free(fields);
    return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

/* Were any of them quadratic it would take minutes: five million bytes hold up to two
 * million lines, and each would look a million bytes ahead. */
static void
hostile_bytes_cost_no_more_than_their_length(void **state)
{
    static const char *const patterns[] = {"\"", "\"\n", "\"\"\n", "\"\"\"\n",
        "\"\"\"\"\n", "x,\"\n", "\"x\n", "x\"\n", "\",\"\n", "\"a\"b\n", "\r", ",",
        "\"\"\"\"\"\"\n\n", "a,\"\"b\n", "p\",\"q\n", "p\",\"q\n\n", "\",,,,,\"q\n"};
    (void)state;
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++)
        assert_true(seconds_for(patterns[i], 4096) < 5);
}

/* One quote that is never closed, then lines without any. */
static void
one_open_quote_costs_one_look_ahead(void **state)
{
    enum {
        SIZE = 5000000
    };
    char *text = malloc(SIZE);
    struct crr_csv_field fields[4];
    struct crr_csv_record record = {.fields = fields, .capacity = 4};
    size_t at = 0, refused = 0, read = 0;
    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < SIZE; i++)
        text[i] = i % 2 ? '\n' : 'a';
    text[0] = '"';
    for (;;) {
        enum crr_csv_result result = crr_csv_next(
            text + at, SIZE - at, true, ',', NO_LIMIT, &record);
        if (result == CRR_CSV_END)
            break;
        refused += result == CRR_CSV_UNCLOSED;
        read += result == CRR_CSV_RECORD;
        at += record.consumed;
    }
    assert_int_equal(refused, 1);
    assert_int_equal(read, SIZE / 2 - 1);
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looking_ahead_once_finds_the_same),
        cmocka_unit_test(hostile_bytes_cost_no_more_than_their_length),
        cmocka_unit_test(one_open_quote_costs_one_look_ahead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The writer: order and wholeness of what is written, failures that stick, JSON and
 * CSV. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/span.h"
#include "base/writer.h"

static struct crr_buffer
written_by(void (*write)(struct crr_writer *writer, const void *with), const void *with)
{
    struct crr_buffer buffer;
    struct crr_writer writer;

    crr_buffer_init(&buffer, NULL);
    crr_writer_init(&writer, crr_buffer_write, &buffer);
    write(&writer, with);
    assert_true(crr_writer_flush(&writer));
    return buffer;
}

static void
assert_written(void (*write)(struct crr_writer *writer, const void *with),
    const void *with, const char *expected)
{
    struct crr_buffer buffer = written_by(write, with);

    assert_int_equal(buffer.length, strlen(expected));
    if (buffer.length > 0)
        assert_memory_equal(buffer.at, expected, buffer.length);
    crr_buffer_clear(&buffer);
}

static void
write_pieces(struct crr_writer *writer, const void *with)
{
    const char *source = with;
    size_t at = 0;

    for (size_t length = 0; at < 60000; length = (length * 7 + 3) % 9001) {
        size_t step = length < 60000 - at ? length : 60000 - at;

        crr_write_bytes(writer, source + at, step);
        at += step;
    }
}

static void
pieces_come_in_order(void **state)
{
    char *source = malloc(60000);
    struct crr_buffer buffer;

    (void)state;
    assert_non_null(source);
    for (size_t i = 0; i < 60000; i++)
        source[i] = (char)(i * 31 >> 3);
    buffer = written_by(write_pieces, source);
    assert_int_equal(buffer.length, 60000);
    assert_memory_equal(buffer.at, source, 60000);
    crr_buffer_clear(&buffer);
    free(source);
}

static void
write_numbers(struct crr_writer *writer, const void *with)
{
    (void)with;
    crr_write_count(writer, 0);
    crr_write_string(writer, " ");
    crr_write_count(writer, 10200);
    crr_write_string(writer, " ");
    crr_write_count(writer, UINT64_MAX);
    crr_write_string(writer, " ");
    crr_write_decimal(writer, -1234, 2);
    crr_write_string(writer, " ");
    crr_write_fraction(writer, 100, 3);
    crr_write_text(writer, (struct crr_text){NULL, 0});
    crr_write_text(writer, (struct crr_text){"\0", 1});
}

static void
numbers(void **state)
{
    struct crr_buffer buffer = written_by(write_numbers, NULL);
    const char expected[] = "0 10200 18446744073709551615 -12.34 100/3";

    (void)state;
    assert_int_equal(buffer.length, sizeof expected);
    assert_memory_equal(buffer.at, expected, sizeof expected);
    crr_buffer_clear(&buffer);
}

static void
write_json(struct crr_writer *writer, const void *with)
{
    crr_write_json_string(writer, *(const struct crr_text *)with);
}

static void
json_strings(void **state)
{
    static const struct {
        struct crr_text text;
        const char *json;
    } cases[] = {
        {{NULL, 0}, "\"\""},
        {{"plain", 5}, "\"plain\""},
        {{"a\"b\\c/", 6}, "\"a\\\"b\\\\c/\""},
        {{"\b\f\n\r\t", 5}, "\"\\b\\f\\n\\r\\t\""},
        {{"\0\x01\x1F\x7F ", 5}, "\"\\u0000\\u0001\\u001f\\u007f \""},
        {{"\xE4\xB8\xAD\xF0\x9F\x98\x80", 7}, "\"\xE4\xB8\xAD\xF0\x9F\x98\x80\""},
        {{"a\xFFz", 3}, "\"a\xEF\xBF\xBDz\""},
        {{"\xE4\xB8", 2}, "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {{"\xED\xA0\x80", 3}, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {{"\xFF\"", 2}, "\"\xEF\xBF\xBD\\\"\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_written(write_json, &cases[i].text, cases[i].json);
}

static void
write_csv(struct crr_writer *writer, const void *with)
{
    crr_write_csv_field(writer, *(const struct crr_text *)with);
}

static void
csv_fields(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"plain text; 'x'", "plain text; 'x'"},
        {" a ", " a "},
        {"a,b", "\"a,b\""},
        {",", "\",\""},
        {"\"", "\"\"\"\""},
        {"\"\"", "\"\"\"\"\"\""},
        {"say \"hi\" now", "\"say \"\"hi\"\" now\""},
        {"a\nb", "\"a\nb\""},
        {"a\r", "\"a\r\""},
        {"\xE4\xB8\xAD\xEF\xBC\x8C", "\xE4\xB8\xAD\xEF\xBC\x8C"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_text text = crr_text_of(cases[i][0]);

        assert_written(write_csv, &text, cases[i][1]);
    }
}

/* Any field, written and read back by the rule of quotes, is itself. */
static void
csv_fields_read_back(void **state)
{
    static const char alphabet[] = "ab\",\n\r ;";
    uint32_t seed = 5;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        char field[12];
        struct crr_text text = {field, (size_t)round % 12};
        struct crr_buffer buffer;
        size_t at = 0;
        bool quoted;

        for (size_t i = 0; i < text.length; i++) {
            seed = seed * 1664525 + 1013904223;
            field[i] = alphabet[seed >> 24 & 7];
        }
        buffer = written_by(write_csv, &text);
        quoted = buffer.length > 0 && buffer.at[0] == '"';
        at = quoted;
        for (size_t i = 0; i < text.length; i++) {
            assert_true(at < buffer.length);
            assert_int_equal(buffer.at[at], field[i]);
            if (field[i] == '"')
                assert_int_equal(buffer.at[++at], '"');
            else if (!quoted)
                assert_null(strchr(",\n\r", field[i]));
            at++;
        }
        assert_int_equal(at + quoted, buffer.length);
        if (quoted)
            assert_int_equal(buffer.at[at], '"');
        crr_buffer_clear(&buffer);
    }
}

struct sink {
    int call_count;
    int fail_at;
    size_t length;
};

static int
failing_write(void *user, const char *at, size_t length)
{
    struct sink *sink = user;

    assert_non_null(at);
    assert_true(length > 0);
    if (++sink->call_count == sink->fail_at)
        return 1;
    sink->length += length;
    return 0;
}

static void
the_first_failure_sticks(void **state)
{
    (void)state;
    for (int fail_at = 1; fail_at <= 3; fail_at++) {
        struct sink sink = {.fail_at = fail_at};
        struct crr_writer writer;

        crr_writer_init(&writer, failing_write, &sink);
        for (int i = 0; i < 5000; i++)
            crr_write_string(&writer, "0123456789");
        assert_false(crr_writer_flush(&writer));
        assert_true(writer.failed);
        assert_int_equal(sink.call_count, fail_at);
        assert_true(sink.length <= CRR_WRITER_SIZE * (size_t)(fail_at - 1));
        assert_false(crr_writer_flush(&writer));
        assert_int_equal(sink.call_count, fail_at);
    }
}

static void
nothing_is_written_for_nothing(void **state)
{
    struct sink sink = {0};
    struct crr_writer writer;

    (void)state;
    crr_writer_init(&writer, failing_write, &sink);
    crr_write_bytes(&writer, NULL, 0);
    assert_true(crr_writer_flush(&writer));
    assert_int_equal(sink.call_count, 0);
}

static void *
limited_resize(void *user, void *at, size_t old_size, size_t new_size)
{
    (void)old_size;
    if (new_size == 0) {
        free(at);
        return NULL;
    }
    return new_size > *(size_t *)user ? NULL : realloc(at, new_size);
}

static void
a_buffer_survives_lack_of_memory(void **state)
{
    size_t limit = 20000;
    struct crr_buffer buffer;
    size_t written = 0;

    (void)state;
    crr_buffer_init(&buffer, &(struct crr_allocator){limited_resize, &limit});
    assert_int_equal(crr_buffer_write(&buffer, NULL, 0), 0);
    while (crr_buffer_write(&buffer, "abcdefg", 7) == 0)
        written += 7;
    assert_int_equal(buffer.length, written);
    assert_true(written > 10000 && written <= limit);
    for (size_t i = 0; i < written; i++)
        assert_int_equal(buffer.at[i], "abcdefg"[i % 7]);
    assert_int_not_equal(crr_buffer_write(&buffer, "x", SIZE_MAX - 3), 0);
    assert_int_equal(buffer.length, written);
    crr_buffer_clear(&buffer);
    assert_null(buffer.at);
    crr_buffer_clear(&buffer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_come_in_order),
        cmocka_unit_test(numbers),
        cmocka_unit_test(json_strings),
        cmocka_unit_test(csv_fields),
        cmocka_unit_test(csv_fields_read_back),
        cmocka_unit_test(the_first_failure_sticks),
        cmocka_unit_test(nothing_is_written_for_nothing),
        cmocka_unit_test(a_buffer_survives_lack_of_memory),
    };

    return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}

/* The CSV grammar: each of its rules, its limits, and that no result depends on how
 * the bytes arrive. Every text of up to seven characters that matter is compared with a
 * second reading of the grammar, one character at a time. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "csv_script.h"

static void
expect(const char *text, const char *expected)
{
    struct script script;
    struct crr_text bytes = {text, strlen(text)};
    read_in_steps(&script, bytes, ',', NO_LIMIT, 16, bytes.length, 1);
    assert_string_equal(script.at, expected);
}

static void
expect_limited(const char *text, size_t limit, size_t capacity, const char *expected)
{
    struct script script;
    struct crr_text bytes = {text, strlen(text)};
    for (size_t first = 0; first <= bytes.length; first++) {
        read_in_steps(&script, bytes, ',', limit, capacity, first, bytes.length);
        assert_string_equal(script.at, expected);
        read_in_steps(&script, bytes, ',', limit, capacity, first, 1);
        assert_string_equal(script.at, expected);
    }
}

static void
records_end_at_lf_or_crlf(void **state)
{
    (void)state;
    expect("", "");
    expect("a", "a@1+1;");
    expect("a\n", "a@1+1;");
    expect("a\r\n", "a@1+1;");
    expect("a,b\nc,d", "a|b@1+3;c|d@2+3;");
    expect("a,b\r\nc,d\r\n", "a|b@1+3;c|d@2+3;");
    expect("a,\n,b\n", "a|@1+2;|b@2+2;");
    expect(",", "|@1+1;");
    expect("a,", "a|@1+2;");
    expect(" a , b ", " a | b @1+7;");
}

static void
lone_cr_is_a_character(void **state)
{
    (void)state;
    expect("a\rb\n", "a\rb@1+3;");
    expect("a\r", "a\r@1+2;");
    expect("\r", "\r@1+1;");
    expect("a\r\r\n", "a\r@1+2;");
    expect("\r,a\n", "\r|a@1+3;");
    expect("\"a\"\r", "!after@1+4;");
    expect("\"a\"\rb\n", "!after@1+5;");
}

static void
empty_lines_are_skipped(void **state)
{
    (void)state;
    expect("\n", "-@1+0;");
    expect("\r\n\n", "-@1+0;-@2+0;");
    expect("a\n\n\r\nb\n\n", "a@1+1;-@2+0;-@3+0;b@4+1;-@5+0;");
    expect("\"\"\n", "@1+2;");
    expect(" \n", " @1+1;");
}

static void
quotes_open_at_a_fields_start_only(void **state)
{
    (void)state;
    expect("\"a\",\"b\"\n", "a|b@1+7;");
    expect("\"a,b\"", "a,b@1+5;");
    expect("a\"b\",c\n", "a\"b\"|c@1+6;");
    expect(" \"a,b\"\n", " \"a|b\"@1+6;");
    expect("a,\"\"\n", "a|@1+4;");
    expect("\"\"\"\"\n", "\"@1+4;");
    expect("\"a\"\"b\"\"\"\n", "a\"b\"@1+8;");
    expect("\"\"\"a\"\n", "\"a@1+5;");
}

static void
quoted_fields_span_lines(void **state)
{
    (void)state;
    expect("\"a\nb\",c\nd\n", "a\nb|c@1+7;d@3+1;");
    expect("\"a\r\nb\"\r\nd\n", "a\r\nb@1+6;d@3+1;");
    expect("\"\n\n\"\nd", "\n\n@1+4;d@4+1;");
    expect("\"\n", "!unclosed@1+1;");
}

static void
reading_resumes_after_the_line(void **state)
{
    (void)state;
    expect("a,\"b\nc,d\ne,f\n", "!unclosed@1+4;c|d@2+3;e|f@3+3;");
    expect("\"a\"b\nc\n", "!after@1+4;c@2+1;");
    expect("\"a\"\"\nc\n", "!unclosed@1+4;c@2+1;");
    expect("\"a\"b,\"c\nd\",e\n", "!after@1+7;d\"|e@2+4;");
    expect("\"a\nb\"c\r\nd\n", "!after@1+2;b\"c@2+3;d@3+1;");
    expect("\"a\" ,b\nc\n", "!after@1+6;c@2+1;");
    expect("\"\r\nb\n", "!unclosed@1+1;b@2+1;");
    expect("\"", "!unclosed@1+1;");
    expect("\"a\n\n\nb", "!unclosed@1+2;-@2+0;-@3+0;b@4+1;");
}

static void
delimiter_is_chosen(void **state)
{
    struct script script;
    struct crr_text text = {"a;b,c\n\"d;e\";f\n", 14};
    (void)state;
    read_in_steps(&script, text, ';', NO_LIMIT, 16, 14, 1);
    assert_string_equal(script.at, "a|b,c@1+5;d;e|f@2+7;");
    text = (struct crr_text){"a\tb\xE3\x80\x81\t\n", 8};
    read_in_steps(&script, text, '\t', NO_LIMIT, 16, 8, 1);
    assert_string_equal(script.at, "a|b\xE3\x80\x81|@1+7;");
}

static void
limits_do_not_depend_on_the_bytes_held(void **state)
{
    (void)state;
    expect_limited("abcd\nef\n", 4, 16, "abcd@1+4;ef@2+2;");
    expect_limited("abcd\r\nef\n", 4, 16, "abcd@1+4;ef@2+2;");
    expect_limited("abcde\nef\n", 4, 16, "!long@1+0;ef@2+2;");
    expect_limited("abcd\r\r\nef\n", 4, 16, "!long@1+0;ef@2+2;");
    expect_limited("abcd\r", 4, 16, "!long@1+0;");
    expect_limited("abcdefghijkl\nef\n", 4, 16, "!long@1+0;ef@2+2;");
    expect_limited("abcdefghijkl", 4, 16, "!long@1+0;");
    expect_limited("abcdefghijkl\n\nx", 4, 16, "!long@1+0;-@2+0;x@3+1;");
    /* Never closed within the limit, though it would be after it. */
    expect_limited(
        "\"a\nb\nc\nd\"\ne\n", 5, 16, "!unclosed@1+2;b@2+1;c@3+1;d\"@4+2;e@5+1;");
    expect_limited("\"a\nb\"\n", 5, 16, "a\nb@1+5;");
    expect_limited("\"a\nb\",c\nd\n", 5, 16, "!long@1+2;b\"|c@2+4;d@3+1;");
    /* A line is as long as it is, whatever else is wrong with it. */
    expect_limited("\"a\"bcdefgh\ni\n", 5, 16, "!long@1+0;i@2+1;");
    expect_limited("\"a\"b\ni\n", 5, 16, "!after@1+4;i@2+1;");
}

static void
fields_have_room_or_the_line_is_refused(void **state)
{
    (void)state;
    expect_limited("a,b,c\nd,e\n", NO_LIMIT, 2, "!many@1+5;d|e@2+3;");
    expect_limited("a,b,\nd\n", NO_LIMIT, 2, "!many@1+4;d@2+1;");
    expect_limited("\"a\n\",b,c\nd\n", NO_LIMIT, 2, "!many@1+2;!unclosed@2+5;d@3+1;");
}

/* ---- A second reading of the grammar ---- */

enum state {
    FIELD_START,
    UNQUOTED,
    QUOTED,
    QUOTE_IN_QUOTED,
    CR_AFTER_QUOTE
};

/* Adds one field's character, or the bar between two fields. */
struct draft {
    char at[64];
    size_t length;
};

static void
add(struct draft *draft, char byte)
{
    draft->at[draft->length++] = byte;
}

/* Reads one record that begins at text[start]; false if it is refused, with the reason;
 * *ret_end is where the next one begins. */
static bool
read_slowly(const char *text, size_t start, struct draft *draft,
    const char **ret_reason, size_t *ret_end)
{
    enum state state = FIELD_START;
    draft->length = 0;
    for (size_t i = start;; i++) {
        char byte = text[i];
        bool quoted_end = state == QUOTE_IN_QUOTED;
        if (byte == '\0' && (state == QUOTED || state == CR_AFTER_QUOTE)) {
            *ret_reason = state == QUOTED ? "!unclosed" : "!after";
            return false;
        }
        if (byte == '\0' || (byte == '\n' && state != QUOTED)) {
            if (state == UNQUOTED && byte == '\n' && text[i - 1] == '\r')
                draft->length--;
            *ret_end = i + (byte == '\n');
            return true;
        }
        if (state == CR_AFTER_QUOTE) {
            *ret_reason = "!after";
            return false;
        }
        if (byte == ',' && state != QUOTED) {
            add(draft, '|');
            state = FIELD_START;
        } else if (byte == '"' && state == FIELD_START) {
            state = QUOTED;
        } else if (byte == '"' && state == QUOTED) {
            state = QUOTE_IN_QUOTED;
        } else if (byte == '"' && quoted_end) {
            add(draft, '"');
            state = QUOTED;
        } else if (byte == '\r' && quoted_end) {
            state = CR_AFTER_QUOTE;
        } else if (quoted_end) {
            *ret_reason = "!after";
            return false;
        } else {
            add(draft, byte);
            state = state == QUOTED ? QUOTED : UNQUOTED;
        }
    }
}

static size_t
without_end(const char *text, size_t start, size_t end)
{
    size_t length = end - start;
    if (length > 0 && text[end - 1] == '\n')
        length -= length > 1 && text[end - 2] == '\r' ? 2 : 1;
    return length;
}

static void
write_slowly(struct script *script, const char *text)
{
    size_t at = 0, line = 1;
    script->used = 0;
    script->at[0] = '\0';
    while (text[at]) {
        struct draft draft;
        const char *reason;
        size_t end;
        if (text[at] == '\n' || (text[at] == '\r' && text[at + 1] == '\n')) {
            note(script, "-", 1);
            end = at + (text[at] == '\r' ? 2 : 1);
        } else if (read_slowly(text, at, &draft, &reason, &end)) {
            note(script, draft.at, draft.length);
        } else {
            const char *lf = strchr(text + at, '\n');
            note(script, reason, strlen(reason));
            end = lf ? (size_t)(lf - text) + 1 : strlen(text);
        }
        note_end(script, line, without_end(text, at, end));
        for (; at < end; at++)
            line += text[at] == '\n';
    }
}

/* The n-th text of `length` characters. */
static void
spell(char *text, size_t length, unsigned n)
{
    static const char characters[] = {'a', ',', '"', '\n', '\r'};
    for (size_t i = 0; i < length; i++) {
        text[i] = characters[n % 5];
        n /= 5;
    }
    text[length] = '\0';
}

static void
every_short_text_reads_as_the_grammar_says(void **state)
{
    struct script expected, found;
    char text[8];
    unsigned count = 1;
    (void)state;
    for (size_t length = 0; length <= 7; length++, count *= 5)
        for (unsigned n = 0; n < count; n++) {
            spell(text, length, n);
            write_slowly(&expected, text);
            read_in_steps(
                &found, (struct crr_text){text, length}, ',', NO_LIMIT, 16, length, 1);
            assert_string_equal(found.at, expected.at);
        }
}

static void
no_result_depends_on_where_the_bytes_are_cut(void **state)
{
    static const size_t limits[] = {2, 3, NO_LIMIT};
    struct script expected, found;
    char text[8];
    unsigned count = 1;
    (void)state;
    for (size_t length = 0; length <= 6; length++, count *= 5)
        for (unsigned n = 0; n < count * 3; n++) {
            struct crr_text bytes = {text, length};
            size_t limit = limits[n / count];
            spell(text, length, n % count);
            read_in_steps(&expected, bytes, ',', limit, 16, length, 1);
            for (size_t first = 0; first < length; first++) {
                read_in_steps(&found, bytes, ',', limit, 16, first, length);
                assert_string_equal(found.at, expected.at);
            }
            read_in_steps(&found, bytes, ',', limit, 16, 0, 1);
            assert_string_equal(found.at, expected.at);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_end_at_lf_or_crlf),
        cmocka_unit_test(lone_cr_is_a_character),
        cmocka_unit_test(empty_lines_are_skipped),
        cmocka_unit_test(quotes_open_at_a_fields_start_only),
        cmocka_unit_test(quoted_fields_span_lines),
        cmocka_unit_test(reading_resumes_after_the_line),
        cmocka_unit_test(delimiter_is_chosen),
        cmocka_unit_test(limits_do_not_depend_on_the_bytes_held),
        cmocka_unit_test(fields_have_room_or_the_line_is_refused),
        cmocka_unit_test(every_short_text_reads_as_the_grammar_says),
        cmocka_unit_test(no_result_depends_on_where_the_bytes_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

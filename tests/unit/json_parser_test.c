/* Lines of JSON: events with their texts, depths and places, and every fault. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/span.h"
#include "file/json_parser.h"

#define LOG_SIZE 65536

/* What a line comes to, as text. */
struct tape {
    char log[LOG_SIZE];
    unsigned count, stop_after;
};

static void
begin(void *user)
{
    struct tape *tape = user;

    tape->log[0] = '\0';
    tape->count = 0;
}

static bool
visit(void *user, enum crr_json_event event, struct crr_text text, unsigned depth,
    size_t end)
{
    static const char *const words[] = {
        "null", "true", "false", "number", "string", "name", "{", "}", "[", "]"};
    struct tape *tape = user;
    size_t used = strlen(tape->log);

    snprintf(tape->log + used, LOG_SIZE - used, "%s(%.*s)%u@%zu ", words[event],
        text.length > 60 ? 60 : (int)text.length, text.at ? text.at : "", depth, end);
    return ++tape->count != tape->stop_after;
}

static struct tape tape;

static enum crr_json_fault
parse(struct crr_text line, unsigned stop_after, size_t *ret_at)
{
    struct crr_json_visitor visitor = {begin, visit, &tape};
    struct crr_json_parser parser;
    struct crr_arena arena;
    /* Exactly as large as is promised, both of them: a sanitizer sees what goes beyond.
     */
    char *copy = malloc(line.length + !line.length);
    char *scratch = malloc(line.length + !line.length);
    enum crr_json_fault fault;

    assert_non_null(copy);
    assert_non_null(scratch);
    if (line.length > 0)
        memcpy(copy, line.at, line.length);
    tape.stop_after = stop_after;
    tape.log[0] = '\0';
    crr_arena_init(&arena, NULL);
    crr_json_parser_init(&parser, &arena);
    fault = crr_json_parse(
        &parser, (struct crr_text){copy, line.length}, scratch, &visitor, ret_at);
    if (fault == CRR_JSON_SYNTAX)
        assert_true(strlen(parser.reason) > 0);
    crr_arena_clear(&arena);
    free(copy);
    free(scratch);
    return fault;
}

static void
events_have_places(void **state)
{
    size_t at;

    (void)state;
    assert_int_equal(parse(crr_text_of("{\"a\": 1.50, \"b\":[null,true,\"x\"] ,"
                                       "\"c\":{\"d\":false}}"),
                         0, &at),
        CRR_JSON_GOOD);
    assert_string_equal(tape.log,
        "{()0@1 name(a)1@4 number(1.50)1@10 name(b)1@15 [()1@17 null()2@21 "
        "true()2@26 string(x)2@30 ]()1@31 name(c)1@36 {()1@38 name(d)2@41 "
        "false()2@47 }()1@48 }()0@49 ");
}

static void
numbers_stay_texts(void **state)
{
    static const char *const numbers[] = {"0", "-0", "1e3", "1E-05", "0.10",
        "12345678901234567890123456789.0000000001", "-1.5e+300"};
    size_t at;

    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char wanted[128];

        snprintf(
            wanted, sizeof wanted, "number(%s)0@%zu ", numbers[i], strlen(numbers[i]));
        assert_int_equal(parse(crr_text_of(numbers[i]), 0, &at), CRR_JSON_GOOD);
        /* A number at the end of a line ends with what follows it. */
        assert_memory_equal(tape.log, wanted, strcspn(wanted, "@"));
    }
}

static void
escapes_become_characters(void **state)
{
    size_t at;

    (void)state;
    assert_int_equal(parse(crr_text_of("[\"\\\"\\\\\\/\\n\\t\", \"\\u00e9\\u4e2D\","
                                       "\"\\ud83d\\uDE00!\", \"\\\\u0000\"]"),
                         0, &at),
        CRR_JSON_GOOD);
    assert_string_equal(tape.log,
        "[()0@1 string(\"\\/\n\t)1@13 string(\xC3\xA9\xE4\xB8\xAD)1@29 "
        "string(\xF0\x9F\x98\x80!)1@45 string(\\u0000)1@56 ]()0@57 ");
    assert_int_equal(
        parse(crr_text_of("{\"\\u0061\\n\":\"\\n\"}"), 0, &at), CRR_JSON_GOOD);
    assert_string_equal(tape.log, "{()0@1 name(a\n)1@11 string(\n)1@16 }()0@17 ");
}

static void
faults_have_places(void **state)
{
    static const struct {
        const char *line;
        enum crr_json_fault fault;
        size_t at;
    } cases[] = {
        {"[\"\xFF\"]", CRR_JSON_NOT_UTF8, 2},
        {"[\"a\xED\xA0\x80\"]", CRR_JSON_NOT_UTF8, 3}, /* a surrogate in UTF-8 */
        {"[\"\xC0\x80\"]", CRR_JSON_NOT_UTF8, 2},
        {"\xFF", CRR_JSON_NOT_UTF8, 0},
        {"[\"ab\\u0000\"]", CRR_JSON_NUL, 4},
        {"[\"\\\\\\u0000\"]", CRR_JSON_NUL, 4},
        {"[\"\\ud83d\"]", CRR_JSON_SURROGATE, 2},
        {"[\"\\ud83dx\"]", CRR_JSON_SURROGATE, 2},
        {"[\"\\ud83d\\n\"]", CRR_JSON_SURROGATE, 2},
        {"[\"\\ud83d\\u0041\"]", CRR_JSON_SURROGATE, 2},
        {"[\"\\ud83d\\ud83d\\ude00\"]", CRR_JSON_SURROGATE, 2},
        {"[\"\\ude00\"]", CRR_JSON_SURROGATE, 2},
        {"[\"\\uD83D", CRR_JSON_SURROGATE, 2},
    };
    size_t at;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(parse(crr_text_of(cases[i].line), 0, &at), cases[i].fault);
        assert_int_equal(at, cases[i].at);
    }
    assert_int_equal(parse((struct crr_text){"[\"\0\"]", 5}, 0, &at), CRR_JSON_NUL);
    assert_int_equal(at, 2);
}

static void
what_is_no_json_is_refused(void **state)
{
    static const char *const lines[] = {"", " ", "{", "}", "[1,]", "{\"a\":1,}",
        "{a:1}", "{'a':1}", "{\"a\" 1}", "{\"a\":}", "{\"a\"}", "{\"a\":1 \"b\":2}",
        "[1 2]", "01", "-", "1.", ".5", "+1", "1e", "0x10", "NaN", "Infinity", "nul",
        "True", "\"a", "\"\\x\"", "\"\\u12g4\"", "\"\t\"", "\"\x1f\"", "{} {}", "1 2",
        "{}x", "[}", "// a\n{}", "/* a */ {}", "\"\\", "\\u0041", "[\"a\\", "\x0b{}",
        "[1]]", "{}\"a", "1\"", "{} \"a\\n"};
    size_t at;

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        enum crr_json_fault fault = parse(crr_text_of(lines[i]), 0, &at);

        if (fault != CRR_JSON_SYNTAX)
            print_message("passed: %s\n", lines[i]);
        assert_int_equal(fault, CRR_JSON_SYNTAX);
        assert_true(at <= strlen(lines[i]));
    }
}

static void
depth_is_limited(void **state)
{
    char line[2 * CRR_JSON_DEPTH_LIMIT + 3];
    size_t at;

    (void)state;
    for (size_t depth = CRR_JSON_DEPTH_LIMIT; depth <= CRR_JSON_DEPTH_LIMIT + 1;
         depth++) {
        memset(line, '[', depth);
        memset(line + depth, ']', depth);
        line[2 * depth] = '\0';
        assert_int_equal(parse(crr_text_of(line), 0, &at),
            depth == CRR_JSON_DEPTH_LIMIT ? CRR_JSON_GOOD : CRR_JSON_DEEP);
    }
}

static void
visitors_may_stop(void **state)
{
    size_t at;

    (void)state;
    assert_int_equal(parse(crr_text_of("[1,2,3]"), 2, &at), CRR_JSON_STOPPED);
    assert_int_equal(tape.count, 2);
    assert_int_equal(at, 2);
}

/* Lines that need more of libyajl's memory than the first piece. */
static void
long_texts_are_whole(void **state)
{
    size_t at, length = 0;
    char *line = malloc(1 << 20);

    (void)state;
    assert_non_null(line);
    for (size_t escapes = 1; escapes < 150000; escapes = escapes * 3 + 1) {
        length = 0;
        line[length++] = '"';
        for (size_t i = 0; i < escapes; i++) {
            memcpy(line + length, "\\u0041", 6);
            length += 6;
        }
        line[length++] = '"';
        assert_int_equal(parse((struct crr_text){line, length}, 0, &at), CRR_JSON_GOOD);
        assert_int_equal(tape.count, 1);
        /* The same without its end. */
        assert_int_equal(
            parse((struct crr_text){line, length - 1}, 0, &at), CRR_JSON_SYNTAX);
    }
    free(line);
}

/* ---- Memory ---- */

struct purse {
    size_t left; /* allocations that succeed */
};

static void *
resize(void *user, void *at, size_t old_size, size_t new_size)
{
    struct purse *purse = user;

    (void)old_size;
    if (new_size == 0) {
        free(at);
        return NULL;
    }
    if (purse->left == 0)
        return NULL;
    purse->left--;
    return realloc(at, new_size);
}

static void
memory_may_fail(void **state)
{
    static char line[60000], scratch[60000];
    struct crr_json_visitor visitor = {begin, visit, &tape};
    enum crr_json_fault fault = CRR_JSON_MEMORY;
    size_t failures = 0;

    (void)state;
    tape.stop_after = 0;
    memset(line, 'a', sizeof line);
    memcpy(line, "\"\\n", 3);
    line[sizeof line - 1] = '"';
    for (size_t left = 0; fault == CRR_JSON_MEMORY; left++) {
        struct purse purse = {left};
        struct crr_allocator allocator = {resize, &purse};
        struct crr_json_parser parser;
        struct crr_arena arena;
        size_t at;

        crr_arena_init(&arena, &allocator);
        crr_json_parser_init(&parser, &arena);
        fault = crr_json_parse(
            &parser, (struct crr_text){line, sizeof line}, scratch, &visitor, &at);
        crr_arena_clear(&arena);
        failures += fault == CRR_JSON_MEMORY;
    }
    assert_int_equal(fault, CRR_JSON_GOOD);
    assert_true(failures > 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_have_places),
        cmocka_unit_test(numbers_stay_texts),
        cmocka_unit_test(escapes_become_characters),
        cmocka_unit_test(faults_have_places),
        cmocka_unit_test(what_is_no_json_is_refused),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(visitors_may_stop),
        cmocka_unit_test(long_texts_are_whole),
        cmocka_unit_test(memory_may_fail),
    };

    return cmocka_run_group_tests_name("json_parser", tests, NULL, NULL);
}

/* The typed reader: what is read as what, and the exact sentences of its findings. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/span.h"
#include "yaml/reader.h"

/* A parsed text, a reader at its root, and the findings, one a line: number path:
 * message. */
struct fixture {
    struct crr_arena arena;
    struct crr_report report;
    struct crr_reader reader;
    const struct crr_yaml_node *root;
    char findings[4096];
};

static void
set_up(struct fixture *fixture, const char *text)
{
    *fixture = (struct fixture){.root = NULL};
    crr_arena_init(&fixture->arena, NULL);
    crr_report_init(&fixture->report, &fixture->arena);
    assert_int_equal(crr_yaml_parse(crr_text_of(text), CRR_YAML_SIZE_LIMIT, "m.yaml",
                         &fixture->arena, &fixture->report, &fixture->root),
        CRR_OK);
    assert_int_equal(fixture->report.count, 0);
    fixture->reader = (struct crr_reader){
        .arena = &fixture->arena, .report = &fixture->report, .file = "m.yaml"};
}

static void
gather(void *user, const struct crr_error *finding)
{
    char *findings = user;
    size_t used = strlen(findings);

    snprintf(findings + used, 4096 - used, "%u %s: %s\n", finding->finding,
        finding->path, finding->message);
}

static void
tear_down(struct fixture *fixture, const char *expected)
{
    crr_report_finish(&fixture->report, false, gather, fixture->findings, NULL);
    assert_string_equal(fixture->findings, expected);
    assert_string_equal(fixture->reader.path, "");
    assert_int_equal(fixture->reader.path_length, 0);
    crr_arena_clear(&fixture->arena);
}

/* ---- Scalars: each case reads the one item of a list ---- */

enum type {
    TEXT,
    ID,
    BOOLEAN,
    INTEGER,
    DECIMAL,
    WHOLE,
    NINE,
    RATIONAL,
    DAY,
    WORD
};

static const struct crr_word roundings[] = {
    {"half_up", 10}, {"half_even", 11}, {"up", 12}, {"down", 13}, {NULL, 0}};

/* Reads node as type; what was read is printed to ret. */
static bool
read_as(enum type type, struct crr_reader *reader, const struct crr_yaml_node *node,
    char ret[64])
{
    struct crr_text text = {"-", 1};
    struct crr_rational rational = {-1, -1};
    int64_t units = -1;
    int32_t day = -1;
    int word = -1;
    bool flag = false;
    bool good = false;

    switch (type) {
    case TEXT:
        good = crr_read_text(reader, node, &text);
        break;
    case ID:
        good = crr_read_id(reader, node, &text);
        break;
    case BOOLEAN:
        good = crr_read_boolean(reader, node, &flag);
        units = flag;
        break;
    case INTEGER:
        good = crr_read_integer(reader, node, 0, 4, &units);
        break;
    case DECIMAL:
        good = crr_read_decimal(reader, node, 4, &units);
        break;
    case WHOLE:
        good = crr_read_decimal(reader, node, 0, &units);
        break;
    case NINE:
        good = crr_read_decimal(reader, node, 9, &units);
        break;
    case RATIONAL:
        good = crr_read_rational(reader, node, &rational);
        break;
    case DAY:
        good = crr_read_day(reader, node, &day);
        units = day;
        break;
    case WORD:
        good = crr_read_word(reader, node, roundings, &word);
        units = word;
        break;
    }
    if (type == TEXT || type == ID)
        snprintf(ret, 64, "%.*s", (int)text.length, text.at);
    else if (type == RATIONAL)
        snprintf(ret, 64, "%lld/%lld", (long long)rational.numerator,
            (long long)rational.denominator);
    else
        snprintf(ret, 64, "%lld", (long long)units);
    return good;
}

static void
good_scalars(void **state)
{
    static const struct {
        enum type type;
        const char *yaml, *read;
    } cases[] = {
        {TEXT, "abc", "abc"},
        {TEXT, "'~'", "~"},
        {TEXT, "\"null\"", "null"},
        {TEXT, "NO", "NO"},
        {TEXT, "' a '", " a "},
        {ID, "retail-cn", "retail-cn"},
        {BOOLEAN, "true", "1"},
        {BOOLEAN, "false", "0"},
        {INTEGER, "0", "0"},
        {INTEGER, "'4'", "4"},
        {DECIMAL, "12.5", "125000"},
        {DECIMAL, "-0.0001", "-1"},
        {DECIMAL, "1.10", "11000"},
        {WHOLE, "10", "10"},
        {NINE, "0.333333333", "333333333"},
        {NINE, "9223372036.854775807", "9223372036854775807"},
        {RATIONAL, "20", "20/1"},
        {RATIONAL, "100/3", "100/3"},
        {RATIONAL, "0.5", "1/2"},
        {DAY, "1970-01-02", "1"},
        {WORD, "half_even", "11"},
        {WORD, "'up'", "12"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        char yaml[80], read[64];

        snprintf(yaml, sizeof yaml, "[%s]", cases[i].yaml);
        set_up(&fixture, yaml);
        assert_true(
            read_as(cases[i].type, &fixture.reader, fixture.root->items[0], read));
        assert_string_equal(read, cases[i].read);
        tear_down(&fixture, "");
    }
}

#define AN_ID                                                                          \
    "expected an id (a letter, then letters, digits, _ . or -, at most 64 in all, "    \
    "A-Z "                                                                             \
    "and a-z), found "

static const struct {
    enum type type;
    const char *yaml, *finding;
} bad_cases[] = {
    {TEXT, "''", "209 : expected a text, found an empty text\n"},
    {TEXT, "~",
        "209 : expected a text, found ~ or null, which stand for nothing without "
        "quotes\n"},
    {TEXT, "[x]", "203 : expected a text, found a list\n"},
    {TEXT, "{x: y}", "203 : expected a text, found a mapping\n"},
    {ID, "9a", "207 : " AN_ID "\"9a\"\n"},
    {ID, "\xE4\xB8\xAD", "207 : " AN_ID "\"\xE4\xB8\xAD\"\n"},
    {ID, "\"a\\nb\"", "207 : " AN_ID "\"a\\nb\"\n"},
    {BOOLEAN, "yes", "206 : expected true or false, found \"yes\" (write true)\n"},
    {BOOLEAN, "False", "206 : expected true or false, found \"False\" (write false)\n"},
    {BOOLEAN, "maybe", "206 : expected true or false, found \"maybe\"\n"},
    {BOOLEAN, "~",
        "206 : expected true or false, found ~ or null, which stand for nothing "
        "without "
        "quotes\n"},
    {INTEGER, "5", "205 : expected a whole number from 0 to 4, found \"5\"\n"},
    {INTEGER, "-1", "205 : expected a whole number from 0 to 4, found \"-1\"\n"},
    {INTEGER, "99999999999999999999",
        "205 : expected a whole number from 0 to 4, found \"99999999999999999999\"\n"},
    {INTEGER, "2.5", "204 : expected a whole number from 0 to 4, found \"2.5\"\n"},
    {INTEGER, "two", "204 : expected a whole number from 0 to 4, found \"two\"\n"},
    {INTEGER, "[1]", "203 : expected a whole number from 0 to 4, found a list\n"},
    {DECIMAL, "'12,5'",
        "204 : expected a number with at most 4 decimal places, found \"12,5\" (a "
        "decimal "
        "comma; write 12.5)\n"},
    {DECIMAL, "'1,234.50'",
        "204 : expected a number with at most 4 decimal places, found \"1,234.50\" (a "
        "thousands separator; write the digits without it)\n"},
    {DECIMAL, "1e6",
        "204 : expected a number with at most 4 decimal places, found \"1e6\" (an "
        "exponent; write all the digits)\n"},
    {DECIMAL, "1.23456",
        "204 : expected a number with at most 4 decimal places, found \"1.23456\"\n"},
    {DECIMAL, "''",
        "204 : expected a number with at most 4 decimal places, found an empty text\n"},
    {DECIMAL, "1000000000000",
        "205 : expected a number between -1000000000000 and 1000000000000, found "
        "\"1000000000000\"\n"},
    {WHOLE, "1.5", "204 : expected a whole number, found \"1.5\"\n"},
    {NINE, "9999999999",
        "205 : expected a number between -9223372036 and 9223372036, found "
        "\"9999999999\"\n"},
    {RATIONAL, "1/0",
        "204 : expected a number or a fraction such as 100/3, of at most 9 decimal "
        "places "
        "and below 10^12, found \"1/0\"\n"},
    {RATIONAL, "'0,5'",
        "204 : expected a number or a fraction such as 100/3, of at most 9 decimal "
        "places "
        "and below 10^12, found \"0,5\" (a decimal comma; write 0.5)\n"},
    {DAY, "2024-02-30",
        "208 : expected a date as YYYY-MM-DD, found \"2024-02-30\" (February 2024 "
        "has 29 days)\n"},
    {DAY, "2024-02-01T00:00",
        "208 : expected a date as YYYY-MM-DD, found \"2024-02-01T00:00\" (write the "
        "date "
        "without a time)\n"},
    {DAY, "1.2.2024", "208 : expected a date as YYYY-MM-DD, found \"1.2.2024\"\n"},
    {WORD, "halfup",
        "206 : expected half_up, half_even, up or down, found \"halfup\"; did you mean "
        "\"half_up\"?\n"},
    {WORD, "ceiling",
        "206 : expected half_up, half_even, up or down, found \"ceiling\"\n"},
    {WORD, "{}", "203 : expected half_up, half_even, up or down, found a mapping\n"},
};

static void
bad_scalars(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_cases / sizeof bad_cases[0]; i++) {
        struct fixture fixture;
        char yaml[80], before[64], read[64];

        snprintf(yaml, sizeof yaml, "[%s]", bad_cases[i].yaml);
        set_up(
            &fixture, "[[[]]]"); /* nothing reads this: the values stay as they were */
        read_as(bad_cases[i].type, &fixture.reader, fixture.root->items[0], before);
        crr_arena_clear(&fixture.arena);
        set_up(&fixture, yaml);
        assert_false(
            read_as(bad_cases[i].type, &fixture.reader, fixture.root->items[0], read));
        assert_string_equal(read, before);
        tear_down(&fixture, bad_cases[i].finding);
    }
}

static void
texts_have_a_limit(void **state)
{
    static char yaml[5000];
    struct fixture fixture;
    struct crr_text text;

    (void)state;
    memset(yaml, 'x', 4096);
    set_up(&fixture, yaml);
    assert_true(crr_read_text(&fixture.reader, fixture.root, &text));
    assert_int_equal(text.length, 4096);
    tear_down(&fixture, "");
    yaml[4096] = 'x';
    set_up(&fixture, yaml);
    assert_false(crr_read_text(&fixture.reader, fixture.root, &text));
    tear_down(&fixture,
        "209 : expected a text of at most 4096 bytes, found one of 4097 "
        "bytes\n");
}

/* ---- Mappings ---- */

struct object {
    int64_t weight;
    struct crr_text id;
    int read_count;
};

static bool
read_weight(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct object *into = object;

    into->read_count++;
    return crr_read_decimal(reader, node, 2, &into->weight);
}

static bool
read_name(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct object *into = object;

    into->read_count++;
    return crr_read_id(reader, node, &into->id);
}

static const struct crr_field fields[] = {
    {"id", read_name, true},
    {"weight", read_weight, true},
    {"points", read_weight, false},
    {"linked", NULL, false},
};
#define FIELD_COUNT (sizeof fields / sizeof fields[0])

static void
mappings(void **state)
{
    static const struct {
        const char *yaml;
        int read_count;
        const char *findings;
    } cases[] = {
        {"{weight: 0.5, id: a}", 2, ""},
        {"{id: a}", 1, "202 : expected the key `weight`, found a mapping without it\n"},
        {"{}", 0,
            "202 : expected the key `id`, found a mapping without it\n"
            "202 : expected the key `weight`, found a mapping without it\n"},
        {"{id: a, weight: 1, poinst: 3}", 2,
            "201 poinst: unknown key `poinst`; did you mean `points`?\n"},
        {"{id: a, weight: 1, colour: 3}", 2,
            "201 colour: unknown key `colour`; expected one of: id, weight, points\n"},
        {"{id: a, weight: 1, linked: 3}", 2,
            "211 linked: the key `linked` is reserved for a later release; remove "
            "it\n"},
        {"{id: 9, weight: x, points: 1.234}", 3,
            "207 id: " AN_ID "\"9\"\n"
            "204 weight: expected a number with at most 2 decimal places, found \"x\"\n"
            "204 points: expected a number with at most 2 decimal places, found "
            "\"1.234\"\n"},
        {"{id: a, weight: , points: 1}", 3,
            "204 weight: expected a number with at most 2 decimal places, found "
            "nothing\n"},
        {"[1]", 0,
            "203 : expected a mapping with keys such as id, weight, points, found a "
            "list\n"},
        {"text", 0,
            "203 : expected a mapping with keys such as id, weight, points, found "
            "\"text\"\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        struct object object = {0};

        set_up(&fixture, cases[i].yaml);
        assert_int_equal(crr_read_mapping(&fixture.reader, fixture.root, fields,
                             FIELD_COUNT, &object),
            cases[i].findings[0] == '\0');
        assert_int_equal(object.read_count, cases[i].read_count);
        tear_down(&fixture, cases[i].findings);
    }
}

static void
getting_a_value(void **state)
{
    struct fixture fixture;

    (void)state;
    set_up(&fixture, "{a: 1, b: [c], ab: 2}");
    assert_true(crr_text_is(crr_yaml_get(fixture.root, "ab")->text, "2"));
    assert_int_equal(crr_yaml_get(fixture.root, "b")->kind, CRR_YAML_SEQUENCE);
    assert_null(crr_yaml_get(fixture.root, "c"));
    assert_null(crr_yaml_get(fixture.root, "1"));
    assert_null(crr_yaml_get(crr_yaml_get(fixture.root, "b"), "c"));
    assert_null(crr_yaml_get(NULL, "a"));
    tear_down(&fixture, "");
}

static void
kinds(void **state)
{
    struct fixture fixture;
    const struct crr_yaml_node *const *items;

    (void)state;
    set_up(&fixture, "[a, [], {}, ~]");
    items = fixture.root->items;
    assert_true(crr_read_kind(&fixture.reader, items[0], CRR_YAML_SCALAR, "x"));
    assert_true(crr_read_kind(&fixture.reader, items[1], CRR_YAML_SEQUENCE, "x"));
    assert_true(crr_read_kind(&fixture.reader, items[2], CRR_YAML_MAPPING, "x"));
    assert_false(
        crr_read_kind(&fixture.reader, items[0], CRR_YAML_SEQUENCE, "a list of bands"));
    assert_false(
        crr_read_kind(&fixture.reader, items[1], CRR_YAML_MAPPING, "a mapping"));
    assert_false(crr_read_kind(&fixture.reader, items[3], CRR_YAML_SCALAR, "a value"));
    tear_down(&fixture,
        "203 : expected a list of bands, found \"a\"\n"
        "203 : expected a mapping, found a list\n"
        "203 : expected a value, found ~ or null, which stand for nothing "
        "without quotes\n");
}

/* ---- Lists of texts, and the trace ---- */

static void
lists_of_texts(void **state)
{
    static const struct {
        const char *yaml;
        size_t min_length, count;
        const char *findings;
    } cases[] = {
        {"[a, 'b c', 010]", 1, 3, ""},
        {"single", 1, 1, ""},
        {"[]", 1, 0, ""},
        {"['', NULL]", 0, 2, ""},
        {"['', NULL]", 1, 9, "209 [0]: expected a text, found an empty text\n"},
        {"[a, [b], {c: d}, e]", 1, 9,
            "203 [1]: expected a text, found a list\n"
            "203 [2]: expected a text, found a mapping\n"},
        {"[~]", 0, 9,
            "209 [0]: expected a text, found ~ or null, which stand for nothing "
            "without "
            "quotes\n"},
        {"{a: b}", 1, 9, "203 : expected a list of texts, found a mapping\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture fixture;
        const struct crr_text *texts = NULL;
        size_t count = 9;

        set_up(&fixture, cases[i].yaml);
        assert_int_equal(crr_read_texts(&fixture.reader, fixture.root,
                             cases[i].min_length, &texts, &count),
            cases[i].findings[0] == '\0');
        assert_int_equal(count, cases[i].count);
        if (i == 0)
            assert_true(crr_text_is(texts[1], "b c") && crr_text_is(texts[2], "010"));
        if (i == 3)
            assert_true(texts[0].length == 0 && crr_text_is(texts[1], "NULL"));
        tear_down(&fixture, cases[i].findings);
    }
}

static void
the_trace(void **state)
{
    struct crr_reader reader = {.path_length = 0};
    size_t top, factor, bands;

    (void)state;
    top = crr_reader_enter_key(&reader, crr_text_of("factors"));
    factor = crr_reader_enter_index(&reader, 2);
    bands = crr_reader_enter_key(&reader, crr_text_of("bands"));
    crr_reader_enter_index(&reader, 0);
    crr_reader_enter_key(&reader, crr_text_of("points"));
    assert_string_equal(reader.path, "factors[2].bands[0].points");
    crr_reader_leave(&reader, bands);
    assert_string_equal(reader.path, "factors[2]");
    crr_reader_leave(&reader, factor);
    assert_string_equal(reader.path, "factors");
    crr_reader_enter_key(&reader, crr_text_of("a\nb"));
    assert_string_equal(reader.path, "factors.a\\nb");
    crr_reader_leave(&reader, top);
    assert_string_equal(reader.path, "");
}

static void
a_long_trace_is_cut(void **state)
{
    struct crr_reader reader = {.path_length = 0};
    size_t marks[64];

    (void)state;
    for (size_t i = 0; i < 64; i++) {
        marks[i] = i % 2
                       ? crr_reader_enter_index(&reader, 123456789)
                       : crr_reader_enter_key(&reader, crr_text_of("a-long-name-here"));
        assert_int_equal(strlen(reader.path), reader.path_length);
        assert_true(reader.path_length < sizeof reader.path);
    }
    assert_true(reader.path_length > 200);
    for (size_t i = 64; i-- > 0;) {
        crr_reader_leave(&reader, marks[i]);
        assert_int_equal(strlen(reader.path), marks[i]);
    }
    assert_string_equal(reader.path, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_scalars),
        cmocka_unit_test(bad_scalars),
        cmocka_unit_test(texts_have_a_limit),
        cmocka_unit_test(mappings),
        cmocka_unit_test(getting_a_value),
        cmocka_unit_test(kinds),
        cmocka_unit_test(lists_of_texts),
        cmocka_unit_test(the_trace),
        cmocka_unit_test(a_long_trace_is_cut),
    };

    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}

/* Tables as raters search them: exact, by the longest prefix, with aliases, whatever
 * the case, by day, and with many rows. */
#include "base/writer.h"
#include "rating.h"

/* One factor that reads one code by one table. */
#define TABLE(input, table)                                                            \
    "crr: 1\nmodel: {id: m, version: '1'}\ninputs: {c: {" input "}}\n"                 \
    "tables: {t: {" table "}}\n"                                                       \
    "factors: [{id: f, weight: 1, input: c, table: t}]\n"                              \
    "tiers: [{id: low, from: 0}]\n"

/* Rates one code: the key of the row that matched, "?" if none knows it. */
static const char *
match_of(struct crr_rater *rater, const char *code, int64_t *ret_points)
{
    static char key[512];
    struct crr_value value = text_value(code);
    struct crr_rating rating;
    struct crr_error error;
    enum crr_status status = crr_rater_rate(rater, &value, 1, &rating, &error);
    *ret_points = -1;
    if (status != CRR_OK) {
        assert_int_equal(status, CRR_E_RECORD);
        assert_int_equal(error.finding, CRR_F_CODE_UNKNOWN);
        assert_string_equal(error.path, "c");
        return "?";
    }
    struct crr_factor_rating factor = factor_of(rater, "f");
    assert_int_equal(factor.source, CRR_POINTS_MATCHED);
    snprintf(key, sizeof key, "%.*s", (int)factor.match.length, factor.match.at);
    *ret_points = factor.points;
    return key;
}

struct expectation {
    const char *code;
    const char *key;
    int points; /* whole ones; -1: unknown */
};

static void
expect_matches(
    const char *text, const char *as_of, const struct expectation *cases, size_t count)
{
    struct crr_rater *rater = rater_of(text, as_of);
    for (size_t i = 0; i < count; i++) {
        int64_t points;
        const char *key = match_of(rater, cases[i].code, &points);
        int64_t expected = cases[i].points < 0 ? -1 : cases[i].points * INT64_C(10000);
        if (strcmp(key, cases[i].key) != 0 || points != expected)
            fail_msg("%s on %s: expected %s, found %s, %lld", cases[i].code,
                as_of ? as_of : "any day", cases[i].key, key, (long long)points);
    }
    crr_rater_free(rater);
}

#define EXPECT_MATCHES(text, as_of, cases)                                             \
    expect_matches(text, as_of, cases, sizeof(cases) / sizeof(cases)[0])

#define EXACT_ROWS                                                                     \
    "rows: [{key: CN, points: 10, aliases: [中国, China]}, {key: CNX, points: 20}, " \
    "{key: 'N O', points: 30, aliases: ['N O', no]}, {key: '010', points: 40}]"

static void
exact_tables_match_whole_codes(void **state)
{
    static const struct expectation cases[] = {{"CN", "CN", 10}, {"CNX", "CNX", 20},
        {"中国", "CN", 10}, {"China", "CN", 10}, {" \tCN ", "CN", 10},
        {"ＣＮ", "CN", 10}, {"N O", "N O", 30}, {"no", "N O", 30}, {"010", "010", 40},
        {"cn", "?", -1}, {"NO", "?", -1}, {"10", "?", -1}, {"C", "?", -1},
        {"CNXY", "?", -1}, {"中", "?", -1}, {"N  O", "?", -1}};
    (void)state;
    EXPECT_MATCHES(TABLE("type: code", EXACT_ROWS), NULL, cases);
}

static void
case_is_ignored_where_the_input_says_so(void **state)
{
    static const struct expectation cases[] = {{"cn", "CN", 10}, {"cNx", "CNX", 20},
        {"CHINA", "CN", 10}, {"ｃｎ", "CN", 10}, {"n o", "N O", 30}, {"NO", "N O", 30},
        {"cnxy", "?", -1}};
    (void)state;
    EXPECT_MATCHES(TABLE("type: code, case: ignore", EXACT_ROWS), NULL, cases);
}

/* Two inputs read one table, each by its own rule of case. */
static void
each_input_has_its_own_case(void **state)
{
    static const char text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs: {a: {type: code, unknown: {points: 99}},\n"
        "  b: {type: code, case: ignore, unknown: {points: 98}}}\n"
        "tables: {t: {rows: {us: 1, USA: 2}}}\n"
        "factors: [{id: f, weight: 0.5, input: a, table: t},\n"
        "  {id: g, weight: 0.5, input: b, table: t}]\n"
        "tiers: [{id: low, from: 0}]\n";
    struct crr_rater *rater = rater_of(text, NULL);
    (void)state;
    assert_int_equal(points_of(rater, "f", "us|US"), 10000);
    assert_int_equal(factor_of(rater, "g").points, 10000);
    assert_int_equal(points_of(rater, "f", "US|usa"), 990000);
    assert_int_equal(factor_of(rater, "f").source, CRR_POINTS_UNKNOWN);
    assert_int_equal(factor_of(rater, "g").points, 20000);
    assert_int_equal(points_of(rater, "g", "us|u"), 980000);
    crr_rater_free(rater);
}

#define PREFIX_ROWS                                                                    \
    "match: longest_prefix, rows: [{key: C, points: 10}, "                             \
    "{key: C26, points: 30, aliases: [X, XX9]}, {key: C2, points: 20, aliases: "       \
    "[XX]}, {key: '26', points: 5}, {key: 中, points: 40}, {key: 中国, points: 50}]"

static void
the_longest_prefix_wins(void **state)
{
    static const struct expectation cases[] = {{"C", "C", 10}, {"C3", "C", 10},
        {"C2", "C2", 20}, {"C27", "C2", 20}, {"C26", "C26", 30}, {"C2651", "C26", 30},
        {"26", "26", 5}, {"2651", "26", 5}, {"2", "?", -1}, {"D26", "?", -1},
        {"c26", "?", -1}, {"X", "C26", 30}, {"XX", "C2", 20}, {"XX8", "C2", 20},
        {"XX9", "C26", 30}, {"XX99", "C26", 30}, {"XY", "C26", 30},
        {"中国人", "中国", 50}, {"中文", "中", 40}, {"国", "?", -1}};
    (void)state;
    EXPECT_MATCHES(TABLE("type: code", PREFIX_ROWS), NULL, cases);
}

static void
prefixes_ignore_case_as_well(void **state)
{
    static const struct expectation cases[] = {{"c2651", "C26", 30}, {"c27", "C2", 20},
        {"xX9", "C26", 30}, {"ｘｘ１", "C2", 20}};
    (void)state;
    EXPECT_MATCHES(TABLE("type: code, case: ignore", PREFIX_ROWS), NULL, cases);
}

/* Keys of every length that is a border of a word of 64 bits, and the longest. */
static void
prefixes_of_any_length_are_found(void **state)
{
    static const size_t lengths[] = {1, 62, 63, 64, 65, 127, 128, 129, 192, 254, 255};
    const size_t count = sizeof lengths / sizeof lengths[0];
    char text[8192] = "crr: 1\nmodel: {id: m, version: '1'}\n"
                      "inputs: {c: {type: code}}\n"
                      "tables: {t: {match: longest_prefix, rows: {";
    char code[256];
    size_t used = strlen(text);
    (void)state;
    memset(code, 'k', sizeof code);
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%.*s: %zu",
            i > 0 ? ", " : "", (int)lengths[i], code, i);
    snprintf(text + used, sizeof text - used,
        "}}}\nfactors: [{id: f, weight: 1, input: c, table: t}]\n"
        "tiers: [{id: low, from: 0}]\n");
    struct crr_rater *rater = rater_of(text, NULL);
    for (size_t length = 1; length <= 255; length++) {
        size_t expected = 0;
        int64_t points;
        code[length] = '\0';
        while (expected + 1 < count && lengths[expected + 1] <= length)
            expected++;
        assert_int_equal(strlen(match_of(rater, code, &points)), lengths[expected]);
        assert_int_equal(points, expected * 10000);
        code[length] = 'k';
    }
    crr_rater_free(rater);
}

#define DATED                                                                          \
    TABLE("type: code",                                                                \
        "complete_from: 2019-01-01, rows: ["                                           \
        "{key: A, points: 1, valid_to: 2020-01-01}, "                                  \
        "{key: A, points: 2, valid_from: 2020-01-01, valid_to: 2020-03-01}, "          \
        "{key: A, points: 3, valid_from: 2020-03-02}, "                                \
        "{key: B, points: 4, aliases: [old], valid_to: 2020-03-01}, "                  \
        "{key: C, points: 5, aliases: [old], valid_from: 2020-03-01}, "                \
        "{key: B, points: 6, valid_from: 2020-03-01}]")

/* A row holds from its first day to before its last one. */
static void
dated_rows_hold_on_their_days(void **state)
{
    static const struct {
        const char *as_of;
        struct expectation cases[4];
    } days[] = {
        {"2019-01-01", {{"A", "A", 1}, {"B", "B", 4}, {"C", "?", -1}, {"old", "B", 4}}},
        {"2019-12-31", {{"A", "A", 1}, {"B", "B", 4}, {"C", "?", -1}, {"old", "B", 4}}},
        {"2020-01-01", {{"A", "A", 2}, {"B", "B", 4}, {"C", "?", -1}, {"old", "B", 4}}},
        {"2020-02-29", {{"A", "A", 2}, {"B", "B", 4}, {"C", "?", -1}, {"old", "B", 4}}},
        {"2020-03-01", {{"A", "?", -1}, {"B", "B", 6}, {"C", "C", 5}, {"old", "C", 5}}},
        {"2020-03-02", {{"A", "A", 3}, {"B", "B", 6}, {"C", "C", 5}, {"old", "C", 5}}},
        {"9999-12-31", {{"A", "A", 3}, {"B", "B", 6}, {"C", "C", 5}, {"old", "C", 5}}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        EXPECT_MATCHES(DATED, days[i].as_of, days[i].cases);
}

/* The longest prefix that has a row on the day. */
static void
a_longer_prefix_without_a_row_gives_way(void **state)
{
    static const char text[] = TABLE("type: code",
        "match: longest_prefix, complete_from: 2019-01-01, rows: ["
        "{key: C, points: 1}, "
        "{key: C2, points: 2, valid_to: 2021-01-01}, "
        "{key: C26, points: 3, valid_from: 2020-01-01, valid_to: 2022-01-01}, "
        "{key: D, points: 4, valid_from: 2020-01-01}]");
    static const struct expectation before[] = {
        {"C2651", "C2", 2}, {"C26", "C2", 2}, {"C3", "C", 1}, {"D", "?", -1}};
    static const struct expectation first[] = {
        {"C2651", "C26", 3}, {"C26", "C26", 3}, {"C27", "C2", 2}, {"D1", "D", 4}};
    static const struct expectation between[] = {{"C2651", "C26", 3}, {"C27", "C", 1}};
    static const struct expectation after[] = {{"C2651", "C", 1}, {"C26", "C", 1}};
    (void)state;
    EXPECT_MATCHES(text, "2019-12-31", before);
    EXPECT_MATCHES(text, "2020-01-01", first);
    EXPECT_MATCHES(text, "2021-01-01", between);
    EXPECT_MATCHES(text, "2021-12-31", between);
    EXPECT_MATCHES(text, "2022-01-01", after);
}

/* Raters of one model on different days do not disturb one another. */
static void
each_rater_has_its_day(void **state)
{
    struct crr_model *model = model_of(DATED);
    struct crr_rater *early = rater_on(model, "2019-06-01");
    struct crr_rater *late = rater_on(model, "2021-06-01");
    (void)state;
    assert_int_equal(points_of(early, "f", "A"), 10000);
    assert_int_equal(points_of(late, "f", "A"), 30000);
    assert_int_equal(points_of(early, "f", "old"), 40000);
    assert_int_equal(points_of(late, "f", "old"), 50000);
    crr_rater_free(early);
    crr_rater_free(late);
    crr_model_unref(model);
}

#define ROW_COUNT 10000

/* Key i is K and the digits of i, its alias a and the digits; i mod 97 points. Of a
 * dated table each key has a second row, with one point more. */
static void
write_rows(struct crr_buffer *text, bool dated)
{
    char line[128];
    int length = snprintf(line, sizeof line, "%s",
        dated ? "key,alias,points,valid_from,valid_to\n" : "key,alias,points\n");
    crr_buffer_write(text, line, (size_t)length);
    for (int i = ROW_COUNT - 1; i >= 0; i--) {
        length = snprintf(line, sizeof line,
            dated ? "K%d,a%05d,%d,,2020-01-01\n" : "K%d,a%05d,%d\n", i, i, i % 97);
        crr_buffer_write(text, line, (size_t)length);
        if (!dated)
            continue;
        length = snprintf(
            line, sizeof line, "K%d,a%05d,%d,2020-01-01,\n", i, i, i % 97 + 1);
        crr_buffer_write(text, line, (size_t)length);
    }
}

static enum crr_status
open_rows(void *user, struct crr_text name, struct crr_text *ret_bytes)
{
    const struct crr_buffer *rows = user;
    (void)name;
    *ret_bytes = (struct crr_text){rows->at, rows->length};
    return CRR_OK;
}

static void
expect_many(struct crr_model *model, const char *as_of, int more)
{
    struct crr_rater *rater = rater_on(model, as_of);
    for (int i = 0; i < ROW_COUNT; i++) {
        char code[16];
        char key[16];
        int64_t points;
        snprintf(key, sizeof key, "K%d", i);
        assert_string_equal(match_of(rater, key, &points), key);
        assert_int_equal(points, (i % 97 + more) * 10000);
        snprintf(code, sizeof code, "a%05d", i);
        assert_string_equal(match_of(rater, code, &points), key);
        snprintf(code, sizeof code, "a%d", i + ROW_COUNT * 10);
        assert_string_equal(match_of(rater, code, &points), "?");
    }
    crr_rater_free(rater);
}

static void
ten_thousand_rows_are_told_apart(void **state)
{
    (void)state;
    for (int dated = 0; dated <= 1; dated++) {
        struct crr_buffer rows;
        struct crr_model_options options = {
            .size = sizeof options, .open = open_rows, .open_user = &rows};
        struct crr_model *model = NULL;
        const char *text = dated ? TABLE("type: code",
                                       "file: t.csv, aliases: alias, complete_from: "
                                       "2019-01-01")
                                 : TABLE("type: code", "file: t.csv, aliases: alias");
        crr_buffer_init(&rows, NULL);
        write_rows(&rows, dated);
        assert_int_equal(
            crr_model_compile(crr_text_of(text), NULL, &options, &model, NULL), CRR_OK);
        crr_buffer_clear(&rows);
        expect_many(model, dated ? "2019-12-31" : NULL, 0);
        if (dated)
            expect_many(model, "2020-01-01", 1);
        crr_model_unref(model);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_tables_match_whole_codes),
        cmocka_unit_test(case_is_ignored_where_the_input_says_so),
        cmocka_unit_test(each_input_has_its_own_case),
        cmocka_unit_test(the_longest_prefix_wins),
        cmocka_unit_test(prefixes_ignore_case_as_well),
        cmocka_unit_test(prefixes_of_any_length_are_found),
        cmocka_unit_test(dated_rows_hold_on_their_days),
        cmocka_unit_test(a_longer_prefix_without_a_row_gives_way),
        cmocka_unit_test(each_rater_has_its_day),
        cmocka_unit_test(ten_thousand_rows_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

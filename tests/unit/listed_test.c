/* Who is in a list: by identifier, by name, by name and day of birth; on which days;
 * what is not known; and what the rating says of the entry. */
#include "rating.h"
#include "base/writer.h"

static const char head[] =
    "crr: 1\nmodel: {id: m, version: '1'}\n"
    "inputs:\n"
    "  name: {type: text}\n  born: {type: date}\n  passport: {type: code}\n"
    "  others: {type: codes}\n  x: {type: number}\n"
    "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"
    "tiers: [{id: low, from: 0}, {id: high, from: 50}, {id: never}]\n"
    "lists:\n"
    "  plain: {file: plain.csv}\n"
    "  dated: {file: dated.csv, complete_from: 2020-01-01}\n"
    "rules:\n"
    "  - {id: by-passport, when: {passport: {identifier_in: plain}}, tier: never, "
    "if_missing: false, basis: b}\n"
    "  - {id: by-birth, when: {name: {name_in: plain, birth_date: born}}, tier: never, "
    "if_missing: false, basis: b}\n"
    "  - {id: by-name, when: {name: {name_in: plain}}, at_least: high, if_missing: "
    "false, basis: b}\n"
    "  - {id: by-days, when: {name: {name_in: dated}}, review: required, if_missing: "
    "false, basis: b}\n"
    "  - {id: by-others, when: {others: {name_in: plain}}, review: required, "
    "if_missing: false, basis: b}\n"
    "  - {id: by-none, when: {not: {name: {name_in: plain}}}, review: required, "
    "if_missing: false, basis: b}\n";

static const char plain[] =
    "id,schema,name,aliases,birth_date,countries,addresses,identifiers\n"
    "Q1,Person,Zhang San,张三;\"San; Zhang\",1970-05-03,cn,,G123;IMO 77\n"
    "Q2,Person,Wang Wei,王伟,1980,cn,,\n"
    "Q3,Person,WANG WEI,,1982-11-30;1982-12-30,cn,,P-9\n"
    "Q4,Company,\"Ocean \"\"Star\"\" Co., Ltd.\",\"\"\"Star\"\" of Sea;Moon\",,ir,,\n";

/* One name twice, on days that follow each other, and one without an end. */
static const char dated[] =
    "name,valid_from,valid_to\n"
    "Li Si,2020-03-01,2021-01-01T00:00:00\nLi Si,2022-01-01,2022-02-01\n"
    "Wang Wu,,2021-01-01\nZhao Liu,2021-01-01 10:00,\n";

static enum crr_status
open_list(void *user, struct crr_text name, struct crr_text *ret_bytes)
{
    (void)user;
    *ret_bytes = crr_text_of(crr_text_is(name, "plain.csv") ? plain : dated);
    return CRR_OK;
}

static struct crr_rater *
lists_on(const char *as_of)
{
    struct crr_model_options options = {.size = sizeof options, .open = open_list};
    struct crr_model *model = NULL;
    struct crr_error error;
    if (crr_model_compile(crr_text_of(head), NULL, &options, &model, &error) != CRR_OK)
        fail_msg("%s:%zu %s: %s", error.file, error.line, error.path, error.message);
    struct crr_rater *rater = rater_on(model, as_of);
    crr_model_unref(model);
    return rater;
}

/* Truths of the rules in order, for a record name|born|passport|others. */
static void
expect_truths(struct crr_rater *rater, const char *line, const char *expected)
{
    struct crr_rule_rating rule;
    char text[96], found[8] = "";
    snprintf(text, sizeof text, "%s|1", line);
    rating_of(rater, text);
    for (size_t i = 0; crr_rater_rule(rater, i, &rule) == CRR_OK; i++)
        found[i] = "-+?"[rule.truth];
    if (strcmp(found, expected) != 0)
        fail_msg("\"%s\": expected %s, found %s", line, expected, found);
}

static void
people_are_found(void **state)
{
    static const char *const lines[][2] = {
        {"|||", "?????"
                "?"},
        {"nobody|1970-05-03|none|none", "-----+"},
        {"zhang, san|1970-05-03|g 123|Moon", "+++-+-"},
        {"SAN ZHANG|1970-05-04|G1234|x;张 三", "--+-+-"},
        {"San; Zhang||imo-77|;", "+?+-?-"},
        /* An entry with a year alone, and one of two days. */
        {"Wang Wei|1980-01-01|p9|", "+-+-?-"},
        {"Wang Wei|1982-12-30||", "?++-?-"},
        {"王伟|1982-12-30|-|", "?-+-?-"},
        {"王伟||x|", "--+-?-"},
        /* A quote in a quoted cell; one that begins a cell is no CSV: a character. */
        {"ocean star co ltd|2000-01-01||", "?-+-?-"},
        {"star of sea|2000-01-01||", "?-+-?-"},
        {"Star|2000-01-01||", "?---?+"},
        /* What is no name was not looked for. */
        {"...|2000-01-01|...|...", "?????"
                                   "?"},
    };
    struct crr_rater *rater = lists_on("2020-01-01");
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        expect_truths(rater, lines[i][0], lines[i][1]);
    crr_rater_free(rater);
}

/* An entry holds from its first day to the day before its last. */
static void
entries_have_days(void **state)
{
    static const struct {
        const char *as_of, *name;
        bool listed;
    } cases[] = {{"2020-02-29", "Li Si", false}, {"2020-03-01", "Li Si", true},
        {"2020-12-31", "Li Si", true}, {"2021-01-01", "Li Si", false},
        {"2022-01-31", "Li Si", true}, {"2022-02-01", "Li Si", false},
        {"2020-12-31", "Wang Wu", true}, {"2021-01-01", "Wang Wu", false},
        {"2020-12-31", "Zhao Liu", false}, {"2030-01-01", "Zhao Liu", true}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_rater *rater = lists_on(cases[i].as_of);
        struct crr_rule_rating rule;
        char line[64];
        snprintf(line, sizeof line, "%s||||1", cases[i].name);
        rating_of(rater, line);
        assert_int_equal(crr_rater_rule(rater, 3, &rule), CRR_OK);
        if (rule.fired != cases[i].listed)
            fail_msg("%s on %s", cases[i].name, cases[i].as_of);
        crr_rater_free(rater);
    }
}

static void
earlier_days_are_refused(void **state)
{
    struct crr_rater *rater = lists_on("2020-01-01");
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = true, .as_of = day_of("2019-12-31")};
    struct crr_rater *none = NULL;
    struct crr_error error;
    (void)state;
    assert_int_equal(
        crr_rater_new(crr_rater_model(rater), &options, &none, &error), CRR_E_ARGUMENT);
    assert_int_equal(error.finding, CRR_F_AS_OF);
    assert_non_null(strstr(error.message, "list dated"));
    options.has_as_of = false;
    assert_int_equal(
        crr_rater_new(crr_rater_model(rater), &options, &none, &error), CRR_E_ARGUMENT);
    crr_rater_free(rater);
}

static void
the_entry_is_told(void **state)
{
    struct crr_rater *rater = lists_on("2022-01-01");
    struct crr_rule_rating rule;
    char line[64];
    (void)state;
    /* What the record held is gone when the entry is asked for. */
    snprintf(line, sizeof line, "Li Si||P9|nobody;MOON|1");
    rating_of(rater, line);
    memset(line, 'x', sizeof line);
    assert_int_equal(crr_rater_rule(rater, 0, &rule), CRR_OK);
    expect_text(rule.list, "plain");
    expect_text(rule.entry, "Q3");
    assert_int_equal(rule.entry_line, 4);
    assert_int_equal(crr_rater_rule(rater, 3, &rule), CRR_OK);
    expect_text(rule.list, "dated");
    expect_text(rule.entry, "");
    assert_int_equal(rule.entry_line, 3);
    assert_int_equal(crr_rater_rule(rater, 4, &rule), CRR_OK);
    expect_text(rule.entry, "Q4");
    assert_int_equal(crr_rater_rule(rater, 5, &rule), CRR_OK);
    assert_true(rule.fired);
    assert_null(rule.list.at);
    assert_int_equal(crr_rater_rule(rater, 2, &rule), CRR_OK);
    assert_false(rule.fired);
    assert_null(rule.list.at);
    crr_rater_free(rater);
}

static void
long_names_are_refused(void **state)
{
    static char line[1100];
    struct crr_rater *rater = lists_on("2022-01-01");
    (void)state;
    memset(line, 'n', 1024);
    memcpy(line + 1024, "||||1", 6);
    rating_of(rater, line);
    memset(line, 'n', 1025);
    memcpy(line + 1025, "||||1", 6);
    expect_rejected(rater, line, CRR_F_VALUE_TEXT, "name");
    crr_rater_free(rater);
}

/* A thousand of one name, found by the day; and one of a hundred names in quotes. */
static enum crr_status
open_crowd(void *user, struct crr_text name, struct crr_text *ret_bytes)
{
    struct crr_buffer *buffer = user;
    char line[96];
    (void)name;
    crr_buffer_write(buffer, "id,name,birth_date,identifiers\n", 31);
    for (int i = 0; i < 1000; i++) {
        int length = snprintf(line, sizeof line, "N%d,%s,%04d-02-0%d,\n", i,
            i % 2 ? "Wang Wei" : "王 伟", 1000 + i / 4, 1 + i % 3);
        crr_buffer_write(buffer, line, (size_t)length);
    }
    crr_buffer_write(buffer, "M,\"", 3);
    for (int i = 0; i < 100; i++) {
        int length = snprintf(line, sizeof line, "%s\"\"a;\nb %d\"\"", i ? ";" : "", i);
        crr_buffer_write(buffer, line, (size_t)length);
    }
    crr_buffer_write(buffer, "\",,\"1;1\"\n", 9);
    *ret_bytes = (struct crr_text){buffer->at, buffer->length};
    return CRR_OK;
}

static void
namesakes_are_told_apart(void **state)
{
    static const char text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs: {name: {type: text}, born: {type: date}, x: {type: number}}\n"
        "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"
        "tiers: [{id: low, from: 0}, {id: high, from: 50}]\n"
        "lists: {crowd: {file: crowd.csv}}\n"
        "rules:\n"
        "  - {id: born, when: {name: {name_in: crowd, birth_date: born}}, tier: high, "
        "if_missing: false, basis: b}\n"
        "  - {id: named, when: {name: {name_in: crowd}}, at_least: high, basis: b}\n";
    static const struct {
        const char *line, *entry;
        enum crr_truth born, named;
    } cases[] = {{"wang wei|1249-02-02|1", "N997", CRR_TRUE, CRR_TRUE},
        {"王伟|1249-02-03|1", "N998", CRR_TRUE, CRR_TRUE},
        {"王伟|1249-02-02|1", "N0", CRR_FALSE, CRR_TRUE},
        {"wang wei||1", "N1", CRR_UNKNOWN, CRR_TRUE},
        {"A; b 99||1", "M", CRR_FALSE, CRR_TRUE}, {"a||1", "", CRR_FALSE, CRR_FALSE}};
    struct crr_buffer buffer;
    struct crr_model_options options = {
        .size = sizeof options, .open = open_crowd, .open_user = &buffer};
    struct crr_model *model = NULL;
    struct crr_error error;
    (void)state;
    crr_buffer_init(&buffer, NULL);
    if (crr_model_compile(crr_text_of(text), NULL, &options, &model, &error) != CRR_OK)
        fail_msg("%s: %s", error.path, error.message);
    struct crr_rater *rater = rater_on(model, "2026-01-01");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_rule_rating born, named;
        rating_of(rater, cases[i].line);
        crr_rater_rule(rater, 0, &born);
        crr_rater_rule(rater, 1, &named);
        if (born.truth != cases[i].born || named.truth != cases[i].named)
            fail_msg("%s: %d, %d", cases[i].line, born.truth, named.truth);
        expect_text(born.fired ? born.entry : named.entry, cases[i].entry);
    }
    crr_rater_free(rater);
    crr_model_unref(model);
    crr_buffer_clear(&buffer);
}

static void
lists_are_described(void **state)
{
    struct crr_rater *rater = lists_on("2022-01-01");
    struct crr_model *model = crr_rater_model(rater);
    struct crr_list_view view;
    (void)state;
    assert_int_equal(crr_model_list_count(model), 2);
    assert_int_equal(crr_model_list(model, 0, &view), CRR_OK);
    expect_text(view.id, "plain");
    expect_text(view.file, "plain.csv");
    assert_int_equal(strlen(view.digest), 64);
    assert_int_equal(view.entry_count, 4);
    assert_int_equal(view.name_count, 9);
    assert_int_equal(view.identifier_count, 3);
    assert_int_equal(view.complete_from, CRR_NO_DAY);
    assert_int_equal(crr_model_list(model, 1, &view), CRR_OK);
    assert_int_equal(view.complete_from, day_of("2020-01-01"));
    assert_int_equal(crr_model_list(model, 2, &view), CRR_E_ARGUMENT);
    crr_rater_free(rater);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_found),
        cmocka_unit_test(entries_have_days),
        cmocka_unit_test(earlier_days_are_refused),
        cmocka_unit_test(the_entry_is_told),
        cmocka_unit_test(long_names_are_refused),
        cmocka_unit_test(namesakes_are_told_apart),
        cmocka_unit_test(lists_are_described),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

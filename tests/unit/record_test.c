/* Records: texts and typed values, what is trimmed and folded, what counts as missing,
 * and every way in which a value is refused. */
#include "rating.h"

/* An input of each type, all of them read; the points tell the values apart. */
static const char model_text[] =
    "crr: 1\nmodel: {id: m, version: '1'}\nmissing_values: ['', 'n/a']\n"
    "inputs:\n"
    "  id: {type: text, key: true}\n"
    "  code: {type: code, missing: {points: 99}}\n"
    "  amount: {type: number, places: 2, missing: {points: 98},"
    " missing_values: ['-', '0']}\n"
    "  born: {type: date, format: 'D.M.YYYY', missing: {points: 97}}\n"
    "  flag: {type: flag, missing: {points: 96}}\n"
    "  state: {type: code, before: '-', case: ignore, missing: {points: 95},"
    " unknown: {points: 94}}\n"
    "  unread: {type: number}\n"
    "tables:\n"
    "  t: {rows: {AB: 1, 'A B': 2, '10': 3, 'n/a ': 4}}\n"
    "  s: {rows: {US: 5, DE: 6}}\n"
    "factors:\n"
    "  - {id: by_code, weight: 0.2, input: code, table: t}\n"
    "  - {id: by_amount, weight: 0.2, input: amount, interpolate:"
    " [{at: -100, points: 0}, {at: 100, points: 100}]}\n"
    "  - {id: by_day, weight: 0.2, input: born, bands:"
    " [{before: 2000-01-01, points: 7}, {points: 8}]}\n"
    "  - {id: by_flag, weight: 0.2, input: flag, points: {yes: 9, no: 10}}\n"
    "  - {id: by_state, weight: 0.2, input: state, table: s}\n"
    "tiers: [{id: low, from: 0}]\n";

enum {
    ID,
    CODE,
    AMOUNT,
    BORN,
    FLAG,
    STATE,
    UNREAD,
    INPUT_COUNT
};

static const char *const factors[] = {
    NULL, "by_code", "by_amount", "by_day", "by_flag", "by_state", NULL};

/* A record with good values; a test puts its own into one place. */
static void
fill(struct crr_value values[INPUT_COUNT])
{
    memset(values, 0, INPUT_COUNT * sizeof *values);
    values[ID] = text_value("1");
    values[CODE] = text_value("AB");
    values[AMOUNT] = text_value("12.34");
    values[BORN] = text_value("1.7.1999");
    values[FLAG] = text_value("yes");
    values[STATE] = text_value("US");
}

static enum crr_status
rate_with(struct crr_rater *rater, int input, struct crr_value value,
    struct crr_rating *ret_rating, struct crr_error *reterr)
{
    struct crr_value values[INPUT_COUNT];
    fill(values);
    values[input] = value;
    return crr_rater_rate(rater, values, INPUT_COUNT, ret_rating, reterr);
}

/* ---- Good values ---- */

static const struct {
    int input;
    const char *text;
    int64_t points;
} texts[] = {
    {CODE, "AB", 10000},
    {CODE,
        " \t\xC2\xA0\xE3\x80\x80"
        "AB\xE3\x80\x80\xC2\xA0\t ",
        10000},
    {CODE, "ＡＢ", 10000},
    {CODE, "A B", 20000},
    {CODE, "Ａ\xE3\x80\x80Ｂ", 20000}, /* U+3000 inside is a space */
    {CODE, "１０", 30000},
    {AMOUNT, "12.34", 561700}, /* (12.34 + 100)/2 */
    {AMOUNT, "+12.340000000", 561700},
    {AMOUNT, "１２．３４", 561700},
    {AMOUNT, "－１２．３４", 438300},
    {AMOUNT, "-.5", 497500},
    {AMOUNT, "\t5. ", 525000},
    {AMOUNT, "00000000000000000005", 525000},
    {AMOUNT, "999999999999.99", 1000000},
    {AMOUNT, "0.0", 500000}, /* "0" alone means missing */
    {BORN, "31.12.1999", 70000},
    {BORN, "01.01.2000", 80000},
    {BORN, "1.1.2000", 80000},
    {BORN, "３１．１２．１９９９", 70000},
    {BORN, " 31.12.1999T23:59:59.5-08:00", 70000},
    {BORN, "31.12.1999 23:59", 70000},
    {BORN, "29.2.2000", 80000},
    {FLAG, "Y", 90000},
    {FLAG, "YES", 90000},
    {FLAG, "True", 90000},
    {FLAG, "１", 90000},
    {FLAG, "是", 90000},
    {FLAG, "ｎＯ", 100000},
    {FLAG, "false", 100000},
    {FLAG, "0", 100000},
    {FLAG, "否", 100000},
    {STATE, "US", 50000},
    {STATE, "us-DE", 50000},
    {STATE, "US - DE", 50000},
    {STATE, "ＵＳ－ＤＥ", 50000},
    {STATE, "DE-US-US", 60000},
};

static void
texts_are_trimmed_and_folded(void **state)
{
    struct crr_rater *rater = rater_of(model_text, NULL);
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct crr_rating rating;
        struct crr_error error;
        if (rate_with(rater, texts[i].input, text_value(texts[i].text), &rating,
                &error) != CRR_OK)
            fail_msg("\"%s\": %s", texts[i].text, error.message);
        struct crr_factor_rating factor = factor_of(rater, factors[texts[i].input]);
        if (factor.points != texts[i].points || factor.source != CRR_POINTS_MATCHED)
            fail_msg("\"%s\": %lld points", texts[i].text, (long long)factor.points);
    }
    crr_rater_free(rater);
}

static const struct {
    int input;
    const char *text;
    struct crr_value typed;
} twins[] = {
    {AMOUNT, "12.34", {CRR_VALUE_NUMBER, 2, {.units = 1234}}},
    {AMOUNT, "12.3", {CRR_VALUE_NUMBER, 1, {.units = 123}}},
    {AMOUNT, "12", {CRR_VALUE_NUMBER, 0, {.units = 12}}},
    {AMOUNT, "12.34", {CRR_VALUE_NUMBER, 6, {.units = 12340000}}},
    {AMOUNT, "-12.34", {CRR_VALUE_NUMBER, 2, {.units = -1234}}},
    {AMOUNT, "0.00", {CRR_VALUE_NUMBER, 0, {.units = 0}}},
    {AMOUNT, "999999999999.99", {CRR_VALUE_NUMBER, 2, {.units = 99999999999999}}},
    {AMOUNT, "-999999999999", {CRR_VALUE_NUMBER, 6, {.units = -999999999999000000}}},
    {AMOUNT, "-", {CRR_VALUE_MISSING, 0, {.units = 0}}},
    {AMOUNT, "0", {CRR_VALUE_MISSING, 0, {.units = 0}}},
    {BORN, "1.1.1970", {CRR_VALUE_DAY, 0, {.day = 0}}},
    {BORN, "31.12.1969", {CRR_VALUE_DAY, 0, {.day = -1}}},
    {BORN, "1.1.0001", {CRR_VALUE_DAY, 0, {.day = -719162}}},
    {BORN, "31.12.9999", {CRR_VALUE_DAY, 0, {.day = 2932896}}},
    {BORN, "n/a", {CRR_VALUE_MISSING, 0, {.units = 0}}},
    {FLAG, "Y", {CRR_VALUE_FLAG, 0, {.flag = true}}},
    {FLAG, "n", {CRR_VALUE_FLAG, 0, {.flag = false}}},
    {FLAG, " n/a", {CRR_VALUE_MISSING, 0, {.units = 0}}},
    {CODE, "", {CRR_VALUE_MISSING, 0, {.units = 0}}},
    {STATE, "-DE", {CRR_VALUE_MISSING, 0, {.units = 0}}},
    {UNREAD, "", {CRR_VALUE_MISSING, 0, {.units = 0}}},
};

static int
append(void *user, const char *at, size_t length)
{
    char *text = user;
    assert_true(strlen(text) + length < 8192);
    strncat(text, at, length);
    return 0;
}

/* The rating and its whole explanation. */
static void
rate_and_explain(struct crr_rater *rater, int input, struct crr_value value,
    struct crr_rating *ret_rating, char text[8192])
{
    struct crr_error error;
    memset(ret_rating, 0, sizeof *ret_rating);
    if (rate_with(rater, input, value, ret_rating, &error) != CRR_OK)
        fail_msg("%s: %s", error.path, error.message);
    text[0] = '\0';
    assert_int_equal(crr_rater_explain_json(rater, NULL, append, text), CRR_OK);
}

static void
typed_values_give_the_same_bits(void **state)
{
    struct crr_rater *rater = rater_of(model_text, NULL);
    (void)state;
    for (size_t i = 0; i < sizeof twins / sizeof twins[0]; i++) {
        struct crr_rating ratings[2];
        static char explained[2][8192];
        rate_and_explain(rater, twins[i].input, text_value(twins[i].text), &ratings[0],
            explained[0]);
        rate_and_explain(
            rater, twins[i].input, twins[i].typed, &ratings[1], explained[1]);
        assert_string_equal(explained[0], explained[1]);
        assert_int_equal(ratings[0].exact, ratings[1].exact);
        assert_int_equal(ratings[0].score, ratings[1].score);
        assert_int_equal(ratings[0].warning_count, ratings[1].warning_count);
    }
    crr_rater_free(rater);
}

/* ---- Missing values ---- */

static const struct {
    int input;
    const char *text;
    int64_t points; /* of the policy; 0: the value is there */
} missing[] = {
    {CODE, "", 990000},
    {CODE, " ", 990000},
    {CODE, "n/a", 990000},
    {CODE, "\xE3\x80\x80n/a\t", 990000},
    {AMOUNT, "", 980000}, /* the empty value always is one */
    {AMOUNT, "-", 980000},
    {AMOUNT, "0", 980000},
    {AMOUNT, " 0 ", 980000},
    {BORN, "n/a", 970000},
    {FLAG, "n/a", 960000},
    {STATE, "n/a", 950000},
    {STATE, "-", 950000},
    {STATE, " -DE", 950000},
    {STATE, "－ＤＥ", 950000},
    {STATE, "\xC2\xA0", 950000},
};

static void
missing_values_follow_the_policy(void **state)
{
    struct crr_rater *rater = rater_of(model_text, NULL);
    struct crr_rating rating;
    (void)state;
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
        assert_int_equal(rate_with(rater, missing[i].input, text_value(missing[i].text),
                             &rating, NULL),
            CRR_OK);
        struct crr_factor_rating factor = factor_of(rater, factors[missing[i].input]);
        assert_int_equal(factor.points, missing[i].points);
        assert_int_equal(factor.source, CRR_POINTS_MISSING);
        assert_int_equal(factor.match.length, 0);
        assert_int_equal(rating.warning_count, 1);
    }
    /* A pointer is not needed for no text. */
    assert_int_equal(
        rate_with(rater, CODE,
            (struct crr_value){CRR_VALUE_TEXT, 0, {.text = {NULL, 0}}}, &rating, NULL),
        CRR_OK);
    assert_int_equal(factor_of(rater, "by_code").points, 990000);
    crr_rater_free(rater);
}

/* ---- Refused values ---- */

static const struct {
    int input;
    const char *text;
    unsigned finding;
    const char *path;
    const char *message;
} refused[] = {
    {ID, "", 601, "id", "the customer's key is expected, found no value"},
    {ID, "n/a", 601, "id", "the customer's key is expected, found no value"},
    {ID, "\xFF", 609, "id",
        "a text in UTF-8 is expected, found bytes that are not UTF-8"},
    {CODE, "\xC3(", 609, "code",
        "a code in UTF-8 is expected, found bytes that are not UTF-8"},
    {CODE, "\xED\xA0\x80", 609, "code",
        "a code in UTF-8 is expected, found bytes that are not UTF-8"},
    {CODE, "XY\n", 602, "code", "a code of table t is expected, found \"XY\\n\""},
    {CODE, "N/A", 602, "code", "a code of table t is expected, found \"N/A\""},
    {AMOUNT, "12,5", 603, "amount",
        "a number with at most 2 decimal places is expected, found \"12,5\", which has "
        "a decimal comma; write a point, as in 1234.5"},
    {AMOUNT, "1,234.50", 603, "amount",
        "a number with at most 2 decimal places is expected, found \"1,234.50\", which "
        "has a thousands separator; write 1234.5"},
    {AMOUNT, "1e3", 603, "amount",
        "a number with at most 2 decimal places is expected, found \"1e3\", which has "
        "an exponent; write all digits, as in 1000000"},
    {AMOUNT, "0.125", 603, "amount",
        "a number with at most 2 decimal places is expected, found \"0.125\", which "
        "has "
        "more decimal places than are allowed here; it is never cut"},
    {AMOUNT, "1000000000000", 603, "amount",
        "a number with at most 2 decimal places is expected, found \"1000000000000\", "
        "which is too large; numbers are below 1000000000000 in magnitude"},
    {AMOUNT, "n/a", 603, "amount", /* the input has its own list */
        "a number with at most 2 decimal places is expected, found \"n/a\", which is "
        "not a number; write digits and a point, as in 1234.5"},
    {AMOUNT, "\xFF", 603, "amount",
        "a number with at most 2 decimal places is expected, found \"\\xFF\", which is "
        "not a number; write digits and a point, as in 1234.5"},
    {BORN, "1999-07-01", 604, "born",
        "a date D.M.YYYY is expected, found \"1999-07-01\", which does not fit the "
        "pattern"},
    {BORN, "29.2.1900", 604, "born",
        "a date D.M.YYYY is expected, found \"29.2.1900\", which is not in the "
        "calendar"},
    {BORN, "1.7.1999 noon", 604, "born",
        "a date D.M.YYYY is expected, found \"1.7.1999 noon\", which is followed by "
        "something that is no time"},
    {BORN, "1.1.0000", 604, "born",
        "a date D.M.YYYY is expected, found \"1.1.0000\", which is not in the "
        "calendar"},
    {FLAG, "maybe", 605, "flag",
        "a flag such as \"y\" or \"n\" is expected, found \"maybe\""},
};

static void
unreadable_texts_reject_the_record(void **state)
{
    struct crr_rater *rater = rater_of(model_text, NULL);
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct crr_rating rating;
        struct crr_error error;
        memset(&error, 0x5A, sizeof error);
        assert_int_equal(rate_with(rater, refused[i].input, text_value(refused[i].text),
                             &rating, &error),
            CRR_E_RECORD);
        assert_string_equal(error.message, refused[i].message);
        assert_string_equal(error.path, refused[i].path);
        assert_int_equal(error.finding, refused[i].finding);
        assert_int_equal(error.status, CRR_E_RECORD);
        assert_int_equal(error.severity, CRR_SEVERITY_ERROR);
        assert_string_equal(error.file, "");
        assert_int_equal(error.line, 0);
        assert_int_equal(error.column, 0);
    }
    crr_rater_free(rater);
}

static const struct {
    int input;
    struct crr_value value;
    unsigned finding;
} wrong[] = {
    {CODE, {CRR_VALUE_NUMBER, 0, {.units = 1}}, 610},
    {CODE, {CRR_VALUE_DAY, 0, {.day = 1}}, 610},
    {CODE, {CRR_VALUE_FLAG, 0, {.flag = true}}, 610},
    {ID, {CRR_VALUE_NUMBER, 0, {.units = 1}}, 610},
    {ID, {CRR_VALUE_MISSING, 0, {.units = 0}}, 601},
    {AMOUNT, {CRR_VALUE_DAY, 0, {.day = 1}}, 610},
    {AMOUNT, {CRR_VALUE_FLAG, 0, {.flag = false}}, 610},
    {AMOUNT, {CRR_VALUE_NUMBER, -1, {.units = 1}}, 610},
    {AMOUNT, {CRR_VALUE_NUMBER, 7, {.units = 10}}, 610},
    {AMOUNT, {CRR_VALUE_NUMBER, 3, {.units = 1}}, 603},
    {AMOUNT, {CRR_VALUE_NUMBER, 0, {.units = 1000000000000}}, 603},
    {AMOUNT, {CRR_VALUE_NUMBER, 0, {.units = -1000000000000}}, 603},
    {AMOUNT, {CRR_VALUE_NUMBER, 6, {.units = 1000000000000000000}}, 603},
    {AMOUNT, {CRR_VALUE_NUMBER, 0, {.units = INT64_MIN}}, 603},
    {BORN, {CRR_VALUE_NUMBER, 0, {.units = 1}}, 610},
    {BORN, {CRR_VALUE_FLAG, 0, {.flag = true}}, 610},
    {BORN, {CRR_VALUE_DAY, 0, {.day = -719163}}, 604},
    {BORN, {CRR_VALUE_DAY, 0, {.day = 2932897}}, 604},
    {BORN, {CRR_VALUE_DAY, 0, {.day = CRR_NO_DAY}}, 604},
    {FLAG, {CRR_VALUE_NUMBER, 0, {.units = 1}}, 610},
    {FLAG, {CRR_VALUE_DAY, 0, {.day = 1}}, 610},
    {FLAG, {(enum crr_value_type)5, 0, {.flag = true}}, 610},
};

static void
wrong_typed_values_reject_the_record(void **state)
{
    struct crr_rater *rater = rater_of(model_text, NULL);
    struct crr_model *model = crr_rater_model(rater);
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct crr_input_view view;
        struct crr_rating rating;
        struct crr_error error;
        assert_int_equal(
            rate_with(rater, wrong[i].input, wrong[i].value, &rating, &error),
            CRR_E_RECORD);
        if (error.finding != wrong[i].finding)
            fail_msg("%zu: CRR-%04u %s", i, error.finding, error.message);
        crr_model_input(model, (size_t)wrong[i].input, NULL, &view);
        expect_text(view.id, error.path);
    }
    crr_rater_free(rater);
}

/* Of numbers it is said what is wrong: that they are numbers is seen. The scorer refuses
 * them too. */
static void
wrong_numbers_are_told(void **state)
{
    static const struct {
        struct crr_value value;
        const char *message;
    } numbers[] = {
        {{CRR_VALUE_NUMBER, 7, {.units = 10}},
            "a number with 0 to 6 decimal places is expected, found one with 7"},
        {{CRR_VALUE_NUMBER, INT32_MIN, {.units = 10}},
            "a number with 0 to 6 decimal places is expected, found one with "
            "-2147483648"},
        {{CRR_VALUE_NUMBER, 3, {.units = 1}},
            "a number with at most 2 decimal places is expected, found one with 3"},
        {{CRR_VALUE_NUMBER, 0, {.units = INT64_MIN}},
            "a number below 10^12 in magnitude is expected, found a larger one"},
    };
    struct crr_rater *rater = rater_of(model_text, NULL);
    struct crr_scorer *scorer;
    struct crr_rating rating;
    struct crr_error error;
    (void)state;
    assert_int_equal(crr_scorer_new(rater, &scorer, &error), CRR_OK);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct crr_value values[INPUT_COUNT];
        fill(values);
        values[AMOUNT] = numbers[i].value;
        for (int by_scorer = 0; by_scorer < 2; by_scorer++) {
            memset(&error, 0, sizeof error);
            assert_int_equal(
                by_scorer ? crr_scorer_rate(
                                scorer, values, INPUT_COUNT, &rating, NULL, &error)
                          : crr_rater_rate(rater, values, INPUT_COUNT, &rating, &error),
                CRR_E_RECORD);
            assert_string_equal(error.message, numbers[i].message);
            assert_string_equal(error.path, "amount");
        }
    }
    crr_scorer_free(scorer);
    crr_rater_free(rater);
}

/* 255 bytes are the longest code, counted after folding. */
static void
codes_have_at_most_255_bytes(void **state)
{
    struct crr_rater *rater = rater_of(model_text, NULL);
    char code[3 * 256 + 1] = "";
    struct crr_rating rating;
    struct crr_error error;
    (void)state;
    memset(code, 'x', 256);
    struct crr_value value = {CRR_VALUE_TEXT, 0, {.text = {code, 255}}};
    assert_int_equal(rate_with(rater, STATE, value, &rating, NULL), CRR_OK);
    assert_int_equal(factor_of(rater, "by_state").source, CRR_POINTS_UNKNOWN);
    value.as.text.length = 256;
    assert_int_equal(rate_with(rater, STATE, value, &rating, &error), CRR_E_RECORD);
    assert_int_equal(error.finding, CRR_F_VALUE_TEXT);
    assert_string_equal(
        error.message, "a code of at most 255 bytes is expected, found 256 bytes");
    /* What is cut off does not count. */
    code[255] = '-';
    assert_int_equal(rate_with(rater, STATE, value, &rating, NULL), CRR_OK);
    for (size_t i = 0; i < 256; i++)
        memcpy(code + 3 * i, "ｘ", 3);
    value.as.text.length = 255 * 3;
    assert_int_equal(rate_with(rater, STATE, value, &rating, NULL), CRR_OK);
    value.as.text.length = 256 * 3;
    assert_int_equal(rate_with(rater, STATE, value, &rating, &error), CRR_E_RECORD);
    assert_int_equal(error.finding, CRR_F_VALUE_TEXT);
    crr_rater_free(rater);
}

/* A code ends where `before` says, however long the value is. */
static void
long_values_end_as_short_ones(void **state)
{
    static const char *const starts[] = {"us-", "ＵＳ-", "ＵＳ－"};
    struct crr_rater *rater = rater_of(model_text, NULL);
    char code[4000];
    struct crr_rating rating;
    (void)state;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        memset(code, 'x', sizeof code);
        memcpy(code, starts[i], strlen(starts[i]));
        struct crr_value value = {CRR_VALUE_TEXT, 0, {.text = {code, sizeof code}}};
        assert_int_equal(rate_with(rater, STATE, value, &rating, NULL), CRR_OK);
        assert_int_equal(factor_of(rater, "by_state").points, 50000);
    }
    crr_rater_free(rater);
}

/* The case of `before` counts as the input's `case` says. */
static void
letters_end_a_code_in_either_case(void **state)
{
    static const char text[] =
        "crr: 1\nmodel: {id: cut, version: '1'}\n"
        "inputs: {c: {type: code, case: ignore, before: X, missing: {points: 60},"
        " unknown: {points: 50}}}\n"
        "tables: {t: {rows: {US: 10, CN: 100}}}\n"
        "factors: [{id: f, weight: 1, input: c, table: t}]\n"
        "tiers: [{id: lo, from: 0}, {id: hi, from: 20}]\n";
    static const struct {
        const char *value;
        int64_t points;
    } cases[] = {{"USXDE", 100000}, {"usxde", 100000}, {"X", 600000}, {"x", 600000},
        {"DE", 500000}};
    struct crr_rater *rater = rater_of(text, NULL);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_value value = {
            CRR_VALUE_TEXT, 0, {.text = {cases[i].value, strlen(cases[i].value)}}};
        struct crr_rating rating;
        assert_int_equal(crr_rater_rate(rater, &value, 1, &rating, NULL), CRR_OK);
        assert_int_equal(factor_of(rater, "f").points, cases[i].points);
    }
    crr_rater_free(rater);
}

/* ---- The call ---- */

static void
a_refused_record_leaves_the_rating_alone(void **state)
{
    struct crr_rater *rater = rater_of(model_text, NULL);
    struct crr_value values[INPUT_COUNT];
    struct crr_rating rating, before;
    struct crr_error error;
    (void)state;
    memset(&rating, 0x5A, sizeof rating);
    memcpy(&before, &rating, sizeof rating);
    assert_int_equal(
        rate_with(rater, AMOUNT, text_value("1,5"), &rating, NULL), CRR_E_RECORD);
    assert_memory_equal(&rating, &before, sizeof rating);
    fill(values);
    assert_int_equal(crr_rater_rate(rater, values, INPUT_COUNT - 1, &rating, &error),
        CRR_E_ARGUMENT);
    assert_int_equal(error.status, CRR_E_ARGUMENT);
    assert_int_equal(
        crr_rater_rate(rater, values, INPUT_COUNT + 1, &rating, NULL), CRR_E_ARGUMENT);
    assert_int_equal(
        crr_rater_rate(rater, NULL, INPUT_COUNT, &rating, NULL), CRR_E_ARGUMENT);
    assert_int_equal(
        crr_rater_rate(NULL, values, INPUT_COUNT, &rating, NULL), CRR_E_ARGUMENT);
    assert_int_equal(
        crr_rater_rate(rater, values, INPUT_COUNT, NULL, NULL), CRR_E_ARGUMENT);
    assert_memory_equal(&rating, &before, sizeof rating);
    assert_int_equal(crr_rater_rate(rater, values, INPUT_COUNT, &rating, NULL), CRR_OK);
    crr_rater_free(rater);
}

/* What nothing reads may be anything; a NUL byte is a byte. */
static void
only_what_is_read_is_looked_at(void **state)
{
    static const char nul[] = "a\0b";
    struct crr_rater *rater = rater_of(model_text, NULL);
    struct crr_value value = {CRR_VALUE_TEXT, 0, {.text = {nul, 3}}};
    struct crr_rating rating;
    struct crr_error error;
    (void)state;
    assert_int_equal(
        rate_with(rater, UNREAD, text_value("\xFF"), &rating, NULL), CRR_OK);
    assert_int_equal(rate_with(rater, ID, value, &rating, NULL), CRR_OK);
    assert_int_equal(rate_with(rater, CODE, value, &rating, &error), CRR_E_RECORD);
    assert_string_equal(
        error.message, "a code of table t is expected, found \"a\\x00b\"");
    crr_rater_free(rater);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_trimmed_and_folded),
        cmocka_unit_test(typed_values_give_the_same_bits),
        cmocka_unit_test(missing_values_follow_the_policy),
        cmocka_unit_test(unreadable_texts_reject_the_record),
        cmocka_unit_test(wrong_typed_values_reject_the_record),
        cmocka_unit_test(wrong_numbers_are_told),
        cmocka_unit_test(codes_have_at_most_255_bytes),
        cmocka_unit_test(long_values_end_as_short_ones),
        cmocka_unit_test(letters_end_a_code_in_either_case),
        cmocka_unit_test(a_refused_record_leaves_the_rating_alone),
        cmocka_unit_test(only_what_is_read_is_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

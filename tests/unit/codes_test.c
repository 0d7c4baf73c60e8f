/* Inputs of several codes: splitting, repetition, the greatest points and capped sums,
 * unknown codes among known ones, conditions. */
#include "rating.h"

#define HEAD                                                                           \
    "crr: 1\nmodel: {id: m, version: '1'}\nmissing_values: ['', n/a]\n"                \
    "inputs:\n"                                                                        \
    "  c: {type: codes, missing: {points: 1}}\n"                                       \
    "tables:\n  t: {rows: [{key: A, points: 10, aliases: [Aa]},"                       \
    " {key: B, points: 30}, {key: C, points: 30}, {key: D, points: 0}]}\n"
#define TAIL "tiers: [{id: low, from: 0}, {id: high, from: 50}]\n"

static const char greatest[] = HEAD
    "factors: [{id: f, weight: 1, input: c, table: t, unknown: {points: 20}}]\n" TAIL;
static const char summed[] = HEAD
    "factors: [{id: f, weight: 1, input: c, table: t, of_many: sum, cap: 60,"
    " unknown: {points: 20}}]\n" TAIL;

static void
test_points(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int greatest, sum; /* points */
    } cases[] = {
        {"A", 10, 10},
        {"A;B", 30, 40},
        {" B ;A; n/a ;;B", 30, 40},
        {"A\xEF\xBC\x9B"
         "B",
            30, 40},                /* the full-width form of ; */
        {"\xEF\xBC\xA1;B", 30, 40}, /* and of A */
        {"A;Aa", 10, 10},           /* one row, counted once */
        {"A;B;C", 30, 60},          /* 70, capped */
        {"A;X", 20, 30},
        {"A;X;Y", 20, 50},
        {"", 1, 1},
        {" ; n/a ;", 1, 1},
        {"D", 0, 0},
    };
    struct crr_rater *max = rater_of(greatest, NULL);
    struct crr_rater *sum = rater_of(summed, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (points_of(max, "f", cases[i].line) != cases[i].greatest * 10000 ||
            points_of(sum, "f", cases[i].line) != cases[i].sum * 10000)
            fail_msg("\"%s\" gives other points", cases[i].line);
    }
    crr_rater_free(max);
    crr_rater_free(sum);
}

/* The row that decided, whatever the order; none where several are summed up. */
static void
test_match(void **state)
{
    (void)state;
    struct crr_rater *max = rater_of(greatest, NULL);
    struct crr_rater *sum = rater_of(summed, NULL);
    rating_of(max, "C;B;A");
    expect_text(factor_of(max, "f").match, "B");
    rating_of(max, "A;B;C");
    expect_text(factor_of(max, "f").match, "B");
    assert_int_equal(rating_of(max, "B;X").warning_count, 1);
    assert_int_equal(factor_of(max, "f").source, CRR_POINTS_UNKNOWN);
    expect_text(factor_of(max, "f").match, "B"); /* it gave the points */
    rating_of(max, "A;X");
    expect_text(factor_of(max, "f").match, ""); /* the policy gave them */
    rating_of(sum, "Aa");
    expect_text(factor_of(sum, "f").match, "A");
    rating_of(sum, "B;A;Aa");
    expect_text(factor_of(sum, "f").match, "B + A");
    rating_of(sum, "A;X");
    expect_text(factor_of(sum, "f").match, "A + (X)");
    rating_of(sum, "C;X;Y;B");
    expect_text(factor_of(sum, "f").match, "C + (X) + (Y) + B, at most 60");
    rating_of(sum, "");
    expect_text(factor_of(sum, "f").match, "");
    crr_rater_free(max);
    crr_rater_free(sum);
}

/* Texts that come typed are not split, and give the same as one text else. */
static void
test_typed(void **state)
{
    (void)state;
    static const char *const codes[] = {" A", "n/a", "B", "A", "A;B"};
    struct crr_text texts[5];
    struct crr_value value = {CRR_VALUE_TEXTS, 0, {.texts = {texts, 4}}};
    struct crr_rating rating;
    struct crr_rater *sum = rater_of(summed, NULL);
    for (size_t i = 0; i < 5; i++)
        texts[i] = crr_text_of(codes[i]);
    assert_int_equal(crr_rater_rate(sum, &value, 1, &rating, NULL), CRR_OK);
    assert_int_equal(rating.score, 4000);
    value.as.texts.count = 5;
    assert_int_equal(crr_rater_rate(sum, &value, 1, &rating, NULL), CRR_OK);
    assert_int_equal(rating.score, 6000); /* "A;B" is a code that no row has */
    value.as.texts = (struct crr_texts){NULL, 0};
    assert_int_equal(crr_rater_rate(sum, &value, 1, &rating, NULL), CRR_OK);
    assert_int_equal(rating.score, 100);
    crr_rater_free(sum);
}

static void
test_limit(void **state)
{
    (void)state;
    char line[1024];
    size_t length = 0;
    struct crr_rater *sum = rater_of(summed, NULL);
    for (int i = 0; i < 64; i++)
        length += (size_t)snprintf(line + length, sizeof line - length, "K%d;", i);
    snprintf(line + length, sizeof line - length, "K3;K7");
    assert_int_equal(points_of(sum, "f", line), 600000);
    snprintf(line + length, sizeof line - length, "K3;K64");
    expect_rejected(sum, line, CRR_F_VALUE_TEXT, "c");
    expect_rejected(sum, "A;\xFF", CRR_F_VALUE_TEXT, "c");
    crr_rater_free(sum);
}

static void
test_conditions(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(HEAD
        "factors: [{id: f, weight: 1, input: c, table: t, unknown: {points: 0}}]\n" TAIL
        "rules:\n"
        "  - {id: r, when: {c: [Aa, D]}, at_least: high, basis: x, if_missing: true}\n",
        NULL);
    static const struct {
        const char *line;
        enum crr_truth truth;
    } cases[] = {{"B;A", CRR_TRUE}, {"X;D", CRR_TRUE}, {"B;C", CRR_FALSE},
        {"B;X", CRR_UNKNOWN}, {"", CRR_UNKNOWN}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_rule_rating rule;
        rating_of(rater, cases[i].line);
        assert_int_equal(crr_rater_rule(rater, 0, &rule), CRR_OK);
        assert_int_equal(rule.truth, cases[i].truth);
    }
    crr_rater_free(rater);
}

static void
test_worst(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(HEAD
        "factors: [{id: f, weight: 1, input: c, table: t, of_many: sum, cap: 70,"
        " missing: worst, unknown: worst}]\n" TAIL,
        NULL);
    assert_int_equal(points_of(rater, "f", ""), 700000);
    assert_int_equal(points_of(rater, "f", "A;X"), 700000);
    crr_rater_free(rater);
}

/* A further value never lowers the points. */
static void
test_growth(void **state)
{
    (void)state;
    static const char *const models[] = {greatest, summed};
    static const char *const codes[] = {"A", "Aa", "B", "C", "D", "X", "Y"};
    for (size_t m = 0; m < 2; m++) {
        struct crr_rater *rater = rater_of(models[m], NULL);
        for (unsigned set = 1; set < 128; set++) {
            char line[64] = "";
            for (unsigned i = 0; i < 7; i++)
                if (set & (1u << i))
                    strcat(strcat(line, codes[i]), ";");
            int64_t before = points_of(rater, "f", line);
            for (unsigned i = 0; i < 7; i++) {
                char more[80];
                snprintf(more, sizeof more, "%s;%s", codes[i], line);
                assert_true(points_of(rater, "f", more) >= before);
            }
        }
        crr_rater_free(rater);
    }
}

static void
test_bad_models(void **state)
{
    (void)state;
    static const struct {
        const char *keys;
        unsigned finding;
        const char *path;
    } bad[] = {
        {"of_many: sum", CRR_F_MISSING_KEY, "factors[0]"},
        {"cap: 5", CRR_F_CONFLICTING_KEYS, "factors[0]"},
        {"of_many: max, cap: 5", CRR_F_CONFLICTING_KEYS, "factors[0]"},
        {"of_many: sum, cap: -1", CRR_F_OUT_OF_RANGE, "factors[0].cap"},
        {"of_many: mean", CRR_F_NOT_A_WORD, "factors[0].of_many"},
        {"of_many: sum, cap: 5, unknown: {points: -1}", CRR_F_POINTS_RANGE,
            "factors[0]"},
    };
    char text[1024];
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        snprintf(text, sizeof text,
            "%sfactors: [{id: f, weight: 1, input: c, table: t, %s}]\n"
            "score: {range: [-100, 100]}\ntiers: [{id: low, from: -100}]\n",
            HEAD, bad[i].keys);
        expect_refused_model(text, bad[i].finding, bad[i].path);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_points),
        cmocka_unit_test(test_match),
        cmocka_unit_test(test_typed),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_worst),
        cmocka_unit_test(test_growth),
        cmocka_unit_test(test_bad_models),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Explanations as data that sums to the score, and as text for people: with and without
 * what is confidential, and by language. */
#include "explaining.h"

/* ---- As data ---- */

/* Σ contributions + clamps + rounding = score · S / 10^decimals. */
static void
expect_sum(const struct crr_rater *rater, const struct crr_rating *rating)
{
    const struct crr_model *model = crr_rater_model(rater);
    struct crr_model_head head;
    struct crr_remainder rest;
    int64_t sum = 0;
    crr_model_head(model, NULL, &head);
    assert_int_equal(crr_rater_remainder(rater, &rest), CRR_OK);
    for (size_t i = 0; i < crr_model_factor_count(model); i++) {
        struct crr_factor_view view;
        struct crr_factor_rating factor;
        crr_model_factor(model, i, NULL, &view);
        assert_int_equal(crr_rater_factor(rater, i, &factor), CRR_OK);
        sum += view.kind == CRR_FACTOR_GROUP ? 0 : factor.contribution;
    }
    sum += rest.theta_clamp + rest.score_clamp + rest.rounding;
    assert_int_equal(sum, rating->score * (head.scale / 100));
}

static void
the_parts_sum_to_the_score(void **state)
{
    static const char *const lines[] = {"CN|2023-12-31|99.99|N", "US|2024-06-30|5000|Y",
        "XX|1999-01-01|100|Y", "中国|2022-07-01|0|N", "US|2023-01-01|1000.01|Y"};
    struct crr_rater *rater = small_rater();
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct crr_rating rating = rating_of(rater, lines[i]);
        expect_sum(rater, &rating);
    }
    crr_rater_free(rater);
}

static void
factors_say_what_matched(void **state)
{
    struct crr_rater *rater = small_rater();
    struct crr_factor_rating factor;
    struct crr_rule_rating rule;
    char text[CRR_NUMBER_SIZE];
    (void)state;
    rating_of(rater, "中国|2023-12-31|99.99|N");
    factor = factor_of(rater, "where");
    assert_int_equal(factor.source, CRR_POINTS_MATCHED);
    assert_int_equal(factor.points, 400000);
    expect_text(factor.match, "CN");
    expect_text(factor.note, "seen in person");
    assert_string_equal(exact_text(rater, factor.contribution, text), "4");
    factor = factor_of(rater, "age"); /* 5 months and 30 days */
    assert_int_equal(factor.points, 750000);
    expect_text(factor.match, "below 6 months");
    expect_text(factor.note, "");
    assert_string_equal(exact_text(rater, factor.contribution, text), "7.5");
    factor = factor_of(rater, "who");
    assert_int_equal(factor.points, 575000); /* of a group the average */
    expect_text(factor.match, "");
    assert_string_equal(exact_text(rater, factor.contribution, text), "11.5");
    expect_text(factor_of(rater, "asked").match, "no");
    expect_text(factor_of(rater, "sum").match, "below 100");
    expect_text(factor_of(rater, "held").match, "no");
    assert_int_equal(crr_rater_rule(rater, 0, &rule), CRR_OK);
    assert_int_equal(rule.truth, CRR_FALSE);
    assert_false(rule.fired);
    rating_of(rater, "XX|2022-06-30|100|Y");
    factor = factor_of(rater, "where");
    assert_int_equal(factor.source, CRR_POINTS_UNKNOWN);
    assert_int_equal(factor.points, 900000);
    expect_text(factor.match, "");
    expect_text(factor.note, "");
    expect_text(factor_of(rater, "age").match, "at least 24 months");
    expect_text(factor_of(rater, "sum").match, "at least 100");
    assert_int_equal(crr_rater_rule(rater, 0, &rule), CRR_OK);
    assert_int_equal(rule.truth, CRR_UNKNOWN);
    assert_true(rule.fired);
    rating_of(rater, "CN|2023-12-30|100|Y");
    factor = factor_of(rater, "age");
    expect_text(factor.match, "at least 6, below 24 months");
    expect_text(factor.note, "young");
    crr_rater_free(rater);
}

/* ---- As text and JSON ---- */

#define EIGHT "########"
#define DIGEST EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT

static const char revealed_text[] =
    "customer    no. 7\n"
    "model       small v 1, digest " DIGEST "\n"
    "as of       2024-06-30\n"
    "\n"
    "factor                weight  input       row or band                 "
    " points  contribution\n"
    "who                      0.6                                          "
    "   32.5             6.5\n"
    "  where                  0.3  中国        CN                            "
    "   40             4     seen in person\n"
    "  age                    0.3  2023-12-30  at least 6, below 24 months "
    "     25             2.5   young\n"
    "asked                    0.4  yes         yes                         "
    "    100          40/3\n"
    "correction θ (sum)\n"
    "  sum                         1000.01     at least 100                "
    "      5             5\n"
    "  held                                    yes                         "
    "   1.25             1.25\n"
    "  clamped to [-2, 4]                                                  "
    "                   -2.25\n"
    "rounding                                                              "
    "               -1/300\n"
    "score                                                                 "
    "                   23.83\n"
    "\n"
    "score tier  high / High, from 12.50; 11.33 above that\n"
    "rule        quiet: tier stop — order 9\n"
    "tier        stop, by rule quiet\n"
    "            no business relationship\n";

/* 40/3 + 1.25 = 175/12 */
static const char hidden_text[] =
    "customer    no. 7\n"
    "model       small v 1, digest " DIGEST "\n"
    "as of       2024-06-30\n"
    "\n"
    "factor                weight  input       row or band                 "
    " points  contribution\n"
    "who                      0.6                                          "
    "   32.5             6.5\n"
    "  where                  0.3  中国        CN                            "
    "   40             4     seen in person\n"
    "  age                    0.3  2023-12-30  at least 6, below 24 months "
    "     25             2.5   young\n"
    "correction θ (sum)\n"
    "  sum                         1000.01     at least 100                "
    "      5             5\n"
    "  clamped to [-2, 4]                                                  "
    "                   -2.25\n"
    "(confidential)                                                        "
    "               175/12\n"
    "rounding                                                              "
    "               -1/300\n"
    "score                                                                 "
    "                   23.83\n"
    "\n"
    "score tier  high / High, from 12.50; 11.33 above that\n"
    "tier        stop, by rule (confidential)\n"
    "            no business relationship\n";

static const char chinese_text[] =
    "model       small v 1, digest " DIGEST "\n"
    "as of       2024-06-30\n"
    "\n"
    "factor              weight  input       row or band         points  contri"
    "bution\n"
    "who 客户               0.6                                    7.75          "
    "   1.55\n"
    "  where 国籍           0.3  US          US                      10          "
    "   1\n"
    "  age                  0.3  2022-06-30  at least 24 months     5.5        "
    "     0.55\n"
    "correction θ (sum)\n"
    "  sum                       99.99       below 100               -1        "
    "    -1\n"
    "(confidential)                                                            "
    "     0\n"
    "score                                                                     "
    "     0.55\n"
    "\n"
    "score tier  low / 低, from 0.00; 11.95 below high\n"
    "rule        us: at least high, review required — note 7\n"
    "tier        high / 高, by rule us\n"
    "review      required by a rule; every 180 days\n"
    "measures    ask \"why\"\n"
    "            sign\n";

static void
texts_are_exact(void **state)
{
    static const struct {
        const char *line;
        const char *language;
        bool reveal;
        const char *key;
        const char *expected;
    } cases[] = {
        {INQUIRY, NULL, true, "no. 7", revealed_text},
        {INQUIRY, NULL, false, "no. 7", hidden_text},
        {PLAIN, "zh", false, "", chinese_text},
    };
    struct crr_rater *rater = small_rater();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_explain_options options = options_of(
            cases[i].language, cases[i].reveal, cases[i].key);
        char text[16384];
        rating_of(rater, cases[i].line);
        explain(crr_rater_explain_text, rater, &options, text);
        expect_same(text, cases[i].expected);
    }
    crr_rater_free(rater);
}

static void
text_says_what_decided(void **state)
{
    static const struct {
        const char *line, *language, *expected;
    } cases[] = {
        {"XX|2024-06-30|0|N", NULL, "(unknown)"}, /* 0.1 · 90 + 0.1 · 75 − 1 = 15.5 */
        {"XX|2024-06-30|0|N", NULL,
            "score tier  high / High, from 12.50; 3.00 above that\n"
            "rule        us: at least high, review required (a value is missing; "
            "if_missing takes it as true) — note 7\n"
            "tier        high / High, by the score\n"},
        /* 0.1 · 40 + 0.1 · 75 = 11.5; θ = 5, clamped to 4: 15.5. */
        {"CN|2024-06-30|100|N", "zh",
            "score tier  high / 高, from 12.50; 3.00 above that; θ decided: without it "
            "low / 低\n"
            "tier        high / 高, by the score\n"
            "review      every 180 days\n"},
        /* 0.1 · 40 + 0.1 · 5.5 − 1 = 3.55 */
        {"CN|2000-01-01|99|N", "fr",
            "score tier  low / Low, from 0.00; 8.95 below high\n"
            "tier        low / Low, by the score\n"
            "review      every 24 months\n"},
        /* 0.1 · 10 + 0.1 · 5.5 + 40/3 + 0.25 */
        {"US|2000-01-01|99|Y", "en", "15.13"},
    };
    struct crr_rater *rater = small_rater();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_explain_options options = options_of(cases[i].language, false, "");
        char text[16384];
        rating_of(rater, cases[i].line);
        explain(crr_rater_explain_text, rater, &options, text);
        if (!strstr(text, cases[i].expected))
            fail_msg("expected\n%s\nin\n%s", cases[i].expected, text);
    }
    crr_rater_free(rater);
}

/* No word of what is confidential, whatever the record. */
static void
what_is_confidential_is_left_out(void **state)
{
    static const char *const words[] = {"asked", "held", "quiet", "inquiry", "order 9"};
    static const char *const lines[] = {INQUIRY, PLAIN, "XX|2024-06-30|0|Y"};
    static const explain_function functions[] = {
        crr_rater_explain_text, crr_rater_explain_json};
    struct crr_rater *rater = small_rater();
    struct crr_explain_options reveal = options_of("en", true, "");
    (void)state;
    for (size_t i = 0; i < 3 * 2; i++) {
        char text[16384];
        rating_of(rater, lines[i / 2]);
        explain(functions[i % 2], rater, NULL, text);
        for (size_t j = 0; j < sizeof words / sizeof words[0]; j++)
            assert_null(strstr(text, words[j]));
        assert_non_null(strstr(text, i % 2 ? "\"confidential\": " : "(confidential)"));
        explain(functions[i % 2], rater, &reveal, text);
        assert_non_null(strstr(text, "asked"));
        assert_non_null(strstr(text, "held"));
        assert_null(strstr(text, "confidential"));
    }
    crr_rater_free(rater);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_sum_to_the_score),
        cmocka_unit_test(factors_say_what_matched),
        cmocka_unit_test(texts_are_exact),
        cmocka_unit_test(text_says_what_decided),
        cmocka_unit_test(what_is_confidential_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

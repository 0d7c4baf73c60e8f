/* Several values of which one is not known: points under every policy, conditions, and
 * the explanation. */
#include "rating.h"

static const char text[] =
    "crr: 1\nmodel: {id: m, version: '1'}\n"
    "inputs:\n"
    "  c: {type: codes, missing: %s, unknown: worst}\n"
    "tables: {t: {rows: {A: 10, B: 20, C: 90}}}\n"
    "factors: [{id: f, weight: 1, input: c, table: t%s}]\n"
    "tiers: [{id: low, from: 0}]\n"
    "rules:\n"
    "  - {id: a, when: {c: B}, review: required, if_missing: false, basis: b}\n"
    "  - {id: b, when: {not: {c: [B, C]}}, review: required, if_missing: false, basis: "
    "b}\n"
    "  - {id: c, when: {c: {is: missing}}, review: required, if_missing: false, basis: "
    "b}\n";

static struct crr_rater *
rater_with(const char *missing, const char *many)
{
    char model[2048];
    snprintf(model, sizeof model, text, missing, many);
    return rater_of(model, NULL);
}

/* Codes between bars; "?" is a value that is not known. */
static enum crr_status
rate_codes(struct crr_rater *rater, const char *line, struct crr_error *error)
{
    struct crr_text texts[8];
    struct crr_value value = {.type = CRR_VALUE_TEXTS, .as.texts = {texts, 0}};
    struct crr_rating rating;
    for (const char *at = line; *at; at += at[1] == '|' ? 2 : 1)
        texts[value.as.texts.count++] = (struct crr_text){
            *at == '?' ? NULL : at, *at == '?' ? 0 : 1};
    return crr_rater_rate(rater, &value, 1, &rating, error);
}

static void
expect_points(const char *missing, const char *many, const char *line, int64_t points,
    enum crr_points_source source)
{
    struct crr_rater *rater = rater_with(missing, many);
    struct crr_error error;
    if (rate_codes(rater, line, &error) != CRR_OK)
        fail_msg("%s %s: %s", missing, line, error.message);
    struct crr_factor_rating factor = factor_of(rater, "f");
    if (factor.points != points || factor.source != source)
        fail_msg("%s%s, %s: expected %lld by %d, found %lld by %d", missing, many, line,
            (long long)points, source, (long long)factor.points, factor.source);
    crr_rater_free(rater);
}

static void
it_counts_as_the_policy_says(void **state)
{
    static const char sum[] = ", of_many: sum, cap: 50";
    (void)state;
    expect_points("worst", "", "A|B", 200000, CRR_POINTS_MATCHED);
    expect_points("worst", "", "A|?", 900000, CRR_POINTS_MISSING);
    expect_points("{points: 15}", "", "A|?", 150000, CRR_POINTS_MISSING);
    expect_points("{points: 15}", "", "?|B", 200000, CRR_POINTS_MISSING);
    expect_points("{points: 15}", "", "?|?", 150000, CRR_POINTS_MISSING);
    expect_points("{points: 15}", "", "?|X", 900000, CRR_POINTS_MISSING);
    expect_points("{points: 15}", sum, "A|?|B", 450000, CRR_POINTS_MISSING);
    expect_points("{points: 15}", sum, "A|?|?", 250000, CRR_POINTS_MISSING);
    expect_points("worst", sum, "A|?", 500000, CRR_POINTS_MISSING);
}

static void
without_a_policy_it_rejects(void **state)
{
    struct crr_rater *rater = rater_with("error", "");
    struct crr_error error;
    (void)state;
    assert_int_equal(rate_codes(rater, "A|B", &error), CRR_OK);
    assert_int_equal(rate_codes(rater, "A|?", &error), CRR_E_RECORD);
    assert_int_equal(error.finding, CRR_F_VALUE_MISSING);
    assert_non_null(strstr(error.message, "not known"));
    assert_int_equal(rate_codes(rater, "?", &error), CRR_E_RECORD);
    crr_rater_free(rater);
}

/* Truths of the three rules. */
static void
conditions_do_not_know_it(void **state)
{
    static const char *const cases[][2] = {
        {"A", "-+-"}, {"A|?", "\?\?-"}, {"B|?", "+--"}, {"?|C", "?--"}, {"?", "??+"}};
    struct crr_rater *rater = rater_with("worst", "");
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char found[4] = "";
        struct crr_error error;
        assert_int_equal(rate_codes(rater, cases[i][0], &error), CRR_OK);
        for (size_t k = 0; k < 3; k++) {
            struct crr_rule_rating rule;
            assert_int_equal(crr_rater_rule(rater, k, &rule), CRR_OK);
            found[k] = "-+?"[rule.truth];
        }
        if (strcmp(found, cases[i][1]) != 0)
            fail_msg("%s: expected %s, found %s", cases[i][0], cases[i][1], found);
    }
    crr_rater_free(rater);
}

static void
a_sum_shows_it(void **state)
{
    struct crr_rater *rater = rater_with("{points: 15}", ", of_many: sum, cap: 30");
    struct crr_error error;
    (void)state;
    assert_int_equal(rate_codes(rater, "A|?|B", &error), CRR_OK);
    expect_text(factor_of(rater, "f").match, "A + B + (not known), at most 30");
    crr_rater_free(rater);
}

/* It is gone with the next record. */
static void
it_is_forgotten(void **state)
{
    struct crr_rater *rater = rater_with("error", "");
    struct crr_error error;
    (void)state;
    assert_int_equal(rate_codes(rater, "A|?", &error), CRR_E_RECORD);
    assert_int_equal(rate_codes(rater, "A", &error), CRR_OK);
    crr_rater_free(rater);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_counts_as_the_policy_says),
        cmocka_unit_test(without_a_policy_it_rejects),
        cmocka_unit_test(conditions_do_not_know_it),
        cmocka_unit_test(a_sum_shows_it),
        cmocka_unit_test(it_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

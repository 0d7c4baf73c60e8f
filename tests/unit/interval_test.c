/* missing: interval: exact bounds over all that missing inputs may be. The expected
 * numbers were worked out by hand. */
#include "rating.h"

static const char text[] =
    "crr: 1\nmodel: {id: m, version: '1'}\n"
    "inputs:\n"
    "  country: {type: code, missing: interval}\n"
    "  turnover: {type: number, places: 2, missing: interval}\n"
    "  pep: {type: flag, missing: interval}\n"
    "  opened: {type: date, missing: interval}\n"
    "  name: {type: text, missing: interval}\n"
    "tables: {country: {rows: {CN: 10, IR: 100, US: 20, DE: 20}}}\n"
    "factors:\n"
    "  - {id: where, weight: 0.6, input: country, table: country}\n"
    "  - {id: much, weight: 0.3, input: turnover, range: [0, 80.5], inverted: true}\n"
    "  - {id: long, weight: 0.1, input: opened, age_in: months,"
    " bands: [{below: 6, points: 40}, {points: 0}]}\n"
    "tiers: [{id: low, from: 0}, {id: high, from: 50}, {id: never}]\n"
    "rules:\n"
    "  - {id: pep, when: {pep: true, country: [CN, IR]}, tier: never, basis: x}\n"
    "  - {id: gap, when: {name: {is: missing}}, review: required, basis: x}\n"
    "  - {id: li, when: {name: Li}, at_least: high, basis: x}\n";

static void
expect(struct crr_rater *rater, const char *line, int64_t low, int64_t high,
    size_t tier_low, size_t tier, const char *depends)
{
    struct crr_rating rating = rating_of(rater, line);
    char found[128] = "";
    struct crr_input_view input;
    for (size_t i = 0;
         crr_model_input(crr_rater_model(rater), i, NULL, &input) == CRR_OK; i++)
        if (crr_rater_depends_on(rater, i))
            snprintf(found + strlen(found), sizeof found - strlen(found), "%.*s ",
                (int)input.id.length, input.id.at);
    if (rating.score_low != low || rating.score_high != high ||
        rating.tier_low != tier_low || rating.tier != tier ||
        strcmp(found, depends) != 0)
        fail_msg("\"%s\": found [%lld, %lld], tiers %zu to %zu by %s", line,
            (long long)rating.score_low, (long long)rating.score_high, rating.tier_low,
            rating.tier, found);
}

static void
bounds_are_exact(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(text, "2026-07-01");
    /* Nothing is missing: 0.6 · 10 + 0.3 · (80.5 - 30.5) + 0. */
    expect(rater, "CN|30.5|N|2020-01-01|Wu", 2100, 2100, 0, 0, "");
    /* The country: 10 to 100 points, and 21 to 75 of the score. */
    expect(rater, "|30.5|N|2020-01-01|Wu", 2100, 7500, 0, 1, "country ");
    /* The turnover, 0 to 80.5, and the age, 0 or 40: 6 to 6 + 24.15 + 4. */
    expect(rater, "CN||N||Wu", 600, 3415, 0, 0, "");
    /* A flag that a rule asks for. */
    expect(rater, "CN|30.5||2020-01-01|Wu", 2100, 2100, 0, 2, "pep ");
    expect(rater, "US|30.5||2020-01-01|Wu", 2700, 2700, 0, 0, "");
    /* A name may be the one that is asked for. */
    expect(rater, "CN|30.5|N|2020-01-01|", 2100, 2100, 0, 1, "name ");
    /* Everything. */
    expect(rater, "||||", 600, 8815, 0, 2, "country pep name ");
    crr_rater_free(rater);
}

/* What is missing stays missing: the worst value gives points, and a warning. */
static void
the_worst_is_the_rating(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(text, "2026-07-01");
    struct crr_rating rating = rating_of(rater, "|30.5|N||");
    assert_int_equal(rating.score, 7900);
    assert_int_equal(rating.tier, 1);
    assert_int_equal(rating.warning_count, 2);
    assert_true(rating.review);
    assert_int_equal(factor_of(rater, "where").source, CRR_POINTS_MISSING);
    assert_int_equal(factor_of(rater, "where").points, 1000000);
    expect_text(factor_of(rater, "where").match, "");
    crr_rater_free(rater);
}

/* A value that the record cannot have is none of those that it may have. */
static void
impossible_values_are_left_out(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs: {a: {type: number, places: 1, missing: interval}, b: {type: number}}\n"
        "factors:\n"
        "  - {id: x, weight: 0.5, input: a, bands: [{at_least: 2, below: 5, points: 7},"
        " {at_most: 9, points: 1}]}\n"
        "  - {id: y, weight: 0.5, input: b, range: [0, 10]}\n"
        "tiers: [{id: low, from: 0}]\n",
        NULL);
    expect(rater, "|4", 250, 550, 0, 0, "");
    expect_rejected(rater, "|11", CRR_F_VALUE_RANGE, "b");
    crr_rater_free(rater);
}

static void
too_many_values_are_refused(void **state)
{
    char model[8192];
    size_t length = 0;
    (void)state;
    length += (size_t)snprintf(
        model, sizeof model, "crr: 1\nmodel: {id: m, version: '1'}\ninputs:\n");
    for (int i = 0; i < 14; i++)
        length += (size_t)snprintf(model + length, sizeof model - length,
            "  f%d: {type: flag, missing: interval}\n", i);
    length += (size_t)snprintf(model + length, sizeof model - length, "factors:\n");
    for (int i = 0; i < 14; i++)
        length += (size_t)snprintf(model + length, sizeof model - length,
            "  - {id: p%d, weight: %d, input: f%d, points: {yes: 100, no: %d}}\n", i,
            i < 12 ? 7 : 8, i, i);
    snprintf(model + length, sizeof model - length,
        "weights: {total: 100}\ntiers: [{id: low, from: 0}]\n");
    struct crr_rater *rater = rater_of(model, NULL);
    expect_rejected(rater, "|||||||||||||", CRR_F_VALUE_MISSING, "f13");
    /* 2^13 are tried: f0 is yes. */
    struct crr_rating rating = rating_of(rater, "Y|||||||||||||");
    assert_int_equal(rating.score_high, 10000);
    /* 7 + Σ 7·i/100 of 1 to 11 + 8·(12 + 13)/100 */
    assert_int_equal(rating.score_low, 1362);
    crr_rater_free(rater);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_are_exact),
        cmocka_unit_test(the_worst_is_the_rating),
        cmocka_unit_test(impossible_values_are_left_out),
        cmocka_unit_test(too_many_values_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

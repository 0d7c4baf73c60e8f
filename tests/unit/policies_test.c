/* Records of which everything is missing, or every code unknown, under every policy;
 * and one customer before and after its country was listed. Worked out by hand. */
#include "rating.h"

/* Every kind of factor, with the same policy for all inputs. Weights of 0.125; worst
 * are 90, 80, 70, 60, 50, 40, 30, and the condition's own 20. */
static void
write_model(char *text, size_t size, const char *missing, const char *unknown,
    const char *several)
{
    snprintf(text, size,
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs:\n"
        "  code: {type: code, missing: %s, unknown: %s}\n"
        "  number: {type: number, missing: %s}\n"
        "  date: {type: date, missing: %s}\n"
        "  flag: {type: flag, missing: %s}\n"
        "  most: {type: codes, missing: %s, unknown: %s}\n"
        "  sum: {type: codes, missing: %s, unknown: %s}\n"
        "  amount: {type: number, missing: %s}\n"
        "tables:\n"
        "  t: {rows: {A: 10, B: 90}}\n"
        "  u: {rows: {A: 5, B: 50}}\n"
        "  v: {rows: {A: 4, B: 8}}\n"
        "factors:\n"
        "  - {id: table, weight: 0.125, input: code, table: t}\n"
        "  - {id: bands, weight: 0.125, input: number,"
        " bands: [{below: 5, points: 80}, {points: 2}]}\n"
        "  - {id: age, weight: 0.125, input: date, age_in: years,"
        " bands: [{below: 1, points: 70}, {points: 3}]}\n"
        "  - {id: yes, weight: 0.125, input: flag, points: {yes: 60, no: 1}}\n"
        "  - {id: most, weight: 0.125, input: most, table: u, of_many: max}\n"
        "  - {id: sum, weight: 0.125, input: sum, table: v, of_many: sum, cap: 40}\n"
        "  - {id: slope, weight: 0.125, input: amount,"
        " interpolate: [{at: 0, points: 6}, {at: 10, points: 30}]}\n"
        "  - {id: asked, weight: 0.125, when: {number: 7}, points: {yes: 20, no: 0},"
        " missing: worst}\n"
        "tiers: [{id: low, from: 0}, {id: high, from: 50}]\n",
        missing, unknown, missing, missing, missing, several, unknown, several, unknown,
        missing);
}

static struct crr_rater *
rater_under(const char *missing, const char *unknown, const char *several)
{
    char text[4096];
    write_model(text, sizeof text, missing, unknown, several);
    return rater_of(text, "2026-07-01");
}

static void
all_is_missing(void **state)
{
    static const char none[] = "||||||";
    (void)state;
    struct crr_rater *rater = rater_under("error", "error", "error");
    expect_rejected(rater, none, CRR_F_VALUE_MISSING, "code");
    crr_rater_free(rater);
    /* (90 + 80 + 70 + 60 + 50 + 40 + 30 + 20) / 8 */
    rater = rater_under("worst", "error", "worst");
    struct crr_rating rating = rating_of(rater, none);
    assert_int_equal(rating.score, 5500);
    assert_int_equal(rating.tier, 1);
    assert_int_equal(rating.warning_count, 8);
    crr_rater_free(rater);
    /* (7 · 7 + 20) / 8 = 8.625 */
    rater = rater_under("{points: 7}", "error", "{points: 7}");
    rating = rating_of(rater, none);
    assert_int_equal(rating.score, 863);
    assert_int_equal(rating.warning_count, 8);
    crr_rater_free(rater);
    /* As worst, for the greatest points go together: but 7 is not below 5, so that the
     * band of 80 and the 20 of the condition exclude each other. Lowest: 10, 2, 3, 1, 50,
     * 40, 6 and 0. */
    rater = rater_under("interval", "error", "worst");
    rating = rating_of(rater, none);
    assert_int_equal(rating.score_high, 5250);
    assert_int_equal(rating.score, 5250);
    assert_int_equal(rating.score_low, 1400);
    assert_int_equal(rating.tier_low, 0);
    crr_rater_free(rater);
}

static void
all_is_unknown(void **state)
{
    static const char line[] = "Z|9|2000-01-01|N|Z;Y|Z;Y|0";
    (void)state;
    struct crr_rater *rater = rater_under("error", "error", "error");
    expect_rejected(rater, line, CRR_F_CODE_UNKNOWN, "code");
    crr_rater_free(rater);
    /* (90 + 2 + 3 + 1 + 50 + 40 + 6 + 0) / 8 */
    rater = rater_under("error", "worst", "error");
    struct crr_rating rating = rating_of(rater, line);
    assert_int_equal(rating.score, 2400);
    assert_int_equal(rating.warning_count, 3);
    assert_int_equal(factor_of(rater, "sum").source, CRR_POINTS_UNKNOWN);
    crr_rater_free(rater);
    /* (7 + 2 + 3 + 1 + 7 + 14 + 6 + 0) / 8: two unknown codes count twice in a sum. */
    rater = rater_under("error", "{points: 7}", "error");
    rating = rating_of(rater, line);
    assert_int_equal(rating.score, 500);
    crr_rater_free(rater);
}

static void
a_listing_takes_effect_on_its_day(void **state)
{
    static const char text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs: {country: {type: code}}\n"
        "tables:\n  country:\n    complete_from: 2025-01-01\n    rows:\n"
        "      - {key: XX, points: 20, valid_to: 2026-03-01}\n"
        "      - {key: XX, points: 85, valid_from: 2026-03-01, valid_to: 2027-01-01}\n"
        "      - {key: YY, points: 10}\n"
        "factors: [{id: f, weight: 1, input: country, table: country}]\n"
        "tiers: [{id: low, from: 0}, {id: high, from: 50}]\n";
    static const struct {
        const char *day;
        int64_t score;
        size_t tier;
    } days[] = {
        {"2026-02-28", 2000, 0}, {"2026-03-01", 8500, 1}, {"2026-12-31", 8500, 1}};
    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        struct crr_rater *rater = rater_of(text, days[i].day);
        struct crr_rating rating = rating_of(rater, "XX");
        assert_int_equal(rating.score, days[i].score);
        assert_int_equal(rating.tier, days[i].tier);
        crr_rater_free(rater);
    }
    /* From 2027 on no row holds: unknown, not harmless. */
    struct crr_rater *rater = rater_of(text, "2027-01-01");
    expect_rejected(rater, "XX", CRR_F_CODE_UNKNOWN, "country");
    crr_rater_free(rater);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_is_missing),
        cmocka_unit_test(all_is_unknown),
        cmocka_unit_test(a_listing_takes_effect_on_its_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

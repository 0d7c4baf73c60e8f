/* Groups that give points of their own, and factors that do not apply to everybody.
 * All expected numbers were worked out by hand. */
#include "rating.h"

#define HEAD                                                                           \
    "crr: 1\nmodel: {id: m, version: '1'}\n"                                           \
    "inputs: {kind: {type: code}, a: {type: number}, b: {type: number},"               \
    " c: {type: number}}\n"
#define TIERS "tiers: [{id: low, from: 0}, {id: high, from: 50}]\n"
#define NUMBER(id, input) "{id: " id ", input: " input ", range: [0, 100]}"

static void
expect_score(struct crr_rater *rater, const char *line, int64_t score, size_t tier)
{
    struct crr_rating rating = rating_of(rater, line);
    if (rating.score != score || rating.score_tier != tier)
        fail_msg("\"%s\": expected %lld in tier %zu, found %lld in tier %zu", line,
            (long long)score, tier, (long long)rating.score, rating.score_tier);
}

static void
expect_weight(const struct crr_rater *rater, const char *id, const char *expected)
{
    struct crr_factor_rating factor = factor_of(rater, id);
    char text[CRR_NUMBER_SIZE];
    crr_fraction_print(factor.weight, factor.weight_total, text);
    if (strcmp(text, expected) != 0)
        fail_msg("weight of %s: expected %s, found %s", id, expected, text);
}

/* ---- Ways to combine ---- */

static const char combined[] = HEAD
    "factors:\n"
    "  - id: owa\n    weight: 0.5\n    combine: owa\n"
    "    order_weights: [0.6, 0.3, 0.1]\n    factors:\n"
    "      - " NUMBER("x", "a") "\n      - " NUMBER(
        "y", "b") "\n"
                  "      - {id: z, applies: {kind: shop}, input: c, range: [0, 100]}\n"
                  "  - id: most\n    weight: 0.3\n    combine: max\n    factors:\n"
                  "      - " NUMBER("s", "a") "\n      - " NUMBER(
                      "t", "b") "\n"
                                "  - id: cell\n    weight: 0.2\n    combine: matrix\n  "
                                "  scales:\n"
                                "      u: [{level: rare}, {level: often, from: 50}]\n"
                                "      v: [{level: light}, {level: 重大, from: 20}]\n"
                                "    cells: [[0, 30], [30, 99.5]]\n    factors:\n"
                                "      - " NUMBER("u", "a") "\n      - " NUMBER(
                                    "v", "b") "\n" TIERS;

/* 90, 50, 10 meet 0.6, 0.3, 0.1 whatever their order: 54 + 15 + 1 = 70 (Yager 1988). */
static void
ordered_weights_meet_falling_points(void **state)
{
    static const char *const lines[] = {"shop|90|50|10", "shop|10|90|50",
        "shop|50|10|90", "shop|10|50|90", "shop|50|90|10", "shop|90|10|50"};
    (void)state;
    struct crr_rater *rater = rater_of(combined, NULL);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_int_equal(points_of(rater, "owa", lines[i]), 700000);
    expect_weight(rater, "x", "0.6");
    expect_weight(rater, "y", "0.1");
    expect_weight(rater, "z", "0.3");
    /* Two of them: (0.6 · 90 + 0.3 · 10) / 0.9 = 63.333... */
    assert_int_equal(points_of(rater, "owa", "office|10|90|"), 633333);
    expect_weight(rater, "y", "2/3");
    expect_weight(rater, "z", "0");
    assert_int_equal(factor_of(rater, "z").source, CRR_POINTS_NONE);
    crr_rater_free(rater);
}

static void
the_greatest_member_is_named(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(combined, NULL);
    assert_int_equal(points_of(rater, "most", "office|10|90|"), 900000);
    expect_text(factor_of(rater, "most").match, "t");
    assert_int_equal(points_of(rater, "most", "office|33|33|"), 330000);
    expect_text(factor_of(rater, "most").match, "s");
    crr_rater_free(rater);
}

static void
a_cell_is_found_by_two_levels(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(combined, NULL);
    assert_int_equal(points_of(rater, "cell", "office|49.9999|19.9999|"), 0);
    expect_text(factor_of(rater, "cell").match, "rare × light");
    assert_int_equal(points_of(rater, "cell", "office|50|0|"), 300000);
    expect_text(factor_of(rater, "cell").match, "often × light");
    assert_int_equal(points_of(rater, "cell", "office|50|20|"), 995000);
    expect_text(factor_of(rater, "cell").match, "often × 重大");
    crr_rater_free(rater);
}

/* 0.5 · 70 + 0.3 · 90 + 0.2 · 99.5 = 81.9; members have no contribution. */
static void
members_contribute_through_their_group(void **state)
{
    char text[CRR_NUMBER_SIZE];
    (void)state;
    struct crr_rater *rater = rater_of(combined, NULL);
    expect_score(rater, "shop|90|50|10", 8190, 1);
    assert_string_equal(
        exact_text(rater, factor_of(rater, "cell").contribution, text), "19.9");
    assert_int_equal(factor_of(rater, "u").contribution, 0);
    assert_int_equal(factor_of(rater, "u").points, 900000);
    crr_rater_free(rater);
}

/* ---- Factors that do not apply ---- */

static const char sparse[] = HEAD
    "factors:\n"
    "  - id: group\n    weight: 0.5\n    factors:\n"
    "      - {id: x, weight: 0.7, input: a, range: [0, 100]}\n"
    "      - {id: y, weight: 0.3, applies: {kind: [shop, firm]}, input: b,"
    " range: [0, 100]}\n"
    "  - {id: s, weight: 0.3, input: b, range: [0, 100]}\n"
    "  - {id: t, weight: 0.2, applies: {kind: shop}, input: c, range: [0, 100],"
    " missing: {points: 7}}\n"
    "correction:\n  combine: max\n  bounds: [-10, 10]\n  factors:\n"
    "    - {id: q, applies: {kind: firm}, when: {a: {above: 50}},"
    " points: {yes: 10, no: -4}}\n" TIERS;

static void
the_others_share_the_weight(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(sparse, NULL);
    /* All: 0.5 · (0.7 · 10 + 0.3 · 20) + 0.3 · 20 + 0.2 · 90 = 6.5 + 6 + 18. */
    expect_score(rater, "shop|10|20|90", 3050, 0);
    expect_weight(rater, "s", "0.3");
    /* Without t: (0.5 · 13 + 0.3 · 20) / 0.8 = 15.625, and θ = -4 as it is. */
    expect_score(rater, "firm|10|20|90", 1163, 0);
    expect_weight(rater, "s", "0.375");
    expect_weight(rater, "group", "0.625");
    expect_weight(rater, "t", "0");
    /* Without y too: (0.5 · 10 + 0.3 · 20) / 0.8 = 13.75. */
    expect_score(rater, "person|10|20|90", 1375, 0);
    expect_weight(rater, "x", "1");
    assert_int_equal(factor_of(rater, "y").source, CRR_POINTS_NONE);
    assert_int_equal(factor_of(rater, "q").source, CRR_POINTS_NONE);
    crr_rater_free(rater);
}

/* The tier is that of the rounded score, whatever the weights that remain: 49.995 is 50,
 * and (0.5 · x + 0.3 · s) / 0.8 reaches it where x and s do. */
static void
thresholds_hold_for_every_weight(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(sparse, NULL);
    expect_score(rater, "person|49.995|49.995|0", 5000, 1);
    expect_score(rater, "person|49.9949|49.995|0", 4999, 0);
    expect_score(rater, "firm|49.9949|49.9951|0", 4600, 0);
    struct crr_rating rating = rating_of(rater, "firm|50|50|0");
    assert_int_equal(rating.score, 4600);
    assert_int_equal(rating.tier_without_theta, 1);
    assert_int_equal(rating.to_next_up, 400);
    crr_rater_free(rater);
}

static void
the_parts_sum_to_the_score(void **state)
{
    static const char *const lines[] = {"shop|10|20.33|90", "firm|99.99|20|90",
        "person|33.3333|66.6667|1", "firm|51|7.7777|"};
    (void)state;
    struct crr_rater *rater = rater_of(sparse, NULL);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct crr_rating rating = rating_of(rater, lines[i]);
        struct crr_remainder rest;
        assert_int_equal(crr_rater_remainder(rater, &rest), CRR_OK);
        int64_t sum = rest.theta_clamp + rest.score_clamp + rest.rounding;
        static const char *const terms[] = {"group", "s", "t", "q"};
        for (size_t j = 0; j < sizeof terms / sizeof terms[0]; j++)
            sum += factor_of(rater, terms[j]).contribution;
        assert_int_equal(sum, rating.score * (rating.scale / 100));
    }
    crr_rater_free(rater);
}

/* Whether a factor applies may be unknown: it counts as missing, by its policy. */
static void
doubt_never_means_no_risk(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(sparse, NULL);
    expect_rejected(rater, "|10|20|90", CRR_F_APPLIES_UNKNOWN, "y");
    crr_rater_free(rater);
    rater = rater_of(HEAD
        "factors:\n"
        "  - {id: s, weight: 0.8, input: b, range: [0, 100]}\n"
        "  - {id: t, weight: 0.2, applies: {kind: shop}, input: c, range: [0, 100],"
        " missing: worst}\n" TIERS,
        NULL);
    expect_score(rater, "|1|20|90", 3600, 0); /* 0.8 · 20 + 0.2 · 100 */
    assert_int_equal(factor_of(rater, "t").source, CRR_POINTS_MISSING);
    expect_score(rater, "office|1|20|90", 2000, 0);
    crr_rater_free(rater);
}

static void
somebody_must_be_rated_by_something(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(HEAD
        "factors:\n"
        "  - id: g\n    weight: 1\n    applies: {kind: {is: present}}\n"
        "    factors: [{id: t, weight: 1, applies: {kind: shop}, input: c,"
        " range: [0, 100]}]\n" TIERS,
        NULL);
    expect_score(rater, "shop|1|2|3", 300, 0);
    expect_rejected(rater, "firm|1|2|3", CRR_F_NOTHING_APPLIES, "");
    expect_rejected(rater, "|1|2|3", CRR_F_NOTHING_APPLIES, "");
    crr_rater_free(rater);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ordered_weights_meet_falling_points),
        cmocka_unit_test(the_greatest_member_is_named),
        cmocka_unit_test(a_cell_is_found_by_two_levels),
        cmocka_unit_test(members_contribute_through_their_group),
        cmocka_unit_test(the_others_share_the_weight),
        cmocka_unit_test(thresholds_hold_for_every_weight),
        cmocka_unit_test(the_parts_sum_to_the_score),
        cmocka_unit_test(doubt_never_means_no_risk),
        cmocka_unit_test(somebody_must_be_rated_by_something),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

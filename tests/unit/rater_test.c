/* The rater: from points to θ, the score and its tier, and what it refuses. */
#include "rating.h"

static int
write_nothing(void *user, const char *at, size_t length)
{
    (void)user;
    (void)at;
    (void)length;
    return 0;
}

/* ---- θ, clamps, rounding ---- */

#define THETA(combine)                                                                 \
    "crr: 1\nmodel: {id: m, version: '1'}\nscore: {decimals: 0}\n"                     \
    "inputs: {x: {type: number}, y: {type: number}, z: {type: number}}\n"              \
    "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"                       \
    "correction: {combine: " combine ", bounds: [-10, 12.5], factors: [\n"             \
    "  {id: s, input: y, range: [-50, 50]}, {id: r, input: z, range: [-50, 50]}]}\n"   \
    "tiers: [{id: low, from: 0}, {id: mid, from: 40}, {id: high, from: 70}]\n"

struct sum {
    const char *line;
    int64_t score;
    const char *exact, *theta;
    const char *s, *r; /* what each secondary factor contributes */
    const char *theta_clamp, *score_clamp, *rounding;
    size_t tier, tier_without;
};

static void
expect_sums(const char *text, const struct sum *sums, size_t count)
{
    struct crr_rater *rater = rater_of(text, NULL);
    for (size_t i = 0; i < count; i++) {
        struct crr_rating rating = rating_of(rater, sums[i].line);
        struct crr_remainder rest;
        char exact[CRR_NUMBER_SIZE], theta[CRR_NUMBER_SIZE], s[CRR_NUMBER_SIZE];
        char r[CRR_NUMBER_SIZE], theta_clamp[CRR_NUMBER_SIZE];
        char score_clamp[CRR_NUMBER_SIZE], rounding[CRR_NUMBER_SIZE];
        assert_int_equal(crr_rater_remainder(rater, &rest), CRR_OK);
        assert_int_equal(rating.score, sums[i].score);
        assert_string_equal(exact_text(rater, rating.exact, exact), sums[i].exact);
        assert_string_equal(exact_text(rater, rating.theta, theta), sums[i].theta);
        assert_string_equal(
            exact_text(rater, factor_of(rater, "s").contribution, s), sums[i].s);
        assert_string_equal(
            exact_text(rater, factor_of(rater, "r").contribution, r), sums[i].r);
        assert_string_equal(
            exact_text(rater, rest.theta_clamp, theta_clamp), sums[i].theta_clamp);
        assert_string_equal(
            exact_text(rater, rest.score_clamp, score_clamp), sums[i].score_clamp);
        assert_string_equal(
            exact_text(rater, rest.rounding, rounding), sums[i].rounding);
        assert_int_equal(rating.score_tier, sums[i].tier);
        assert_int_equal(rating.tier_without_theta, sums[i].tier_without);
    }
    crr_rater_free(rater);
}

static void
secondary_factors_are_added_and_clamped(void **state)
{
    static const struct sum sums[] = {
        {"50|0|0", 50, "50", "0", "0", "0", "0", "0", "0", 1, 1},
        {"50|3|4", 57, "57", "7", "3", "4", "0", "0", "0", 1, 1},
        {"50|12.5|0", 63, "62.5", "12.5", "12.5", "0", "0", "0", "0.5", 1, 1},
        {"50|8|8.5", 63, "62.5", "12.5", "8", "8.5", "-4", "0", "0.5", 1, 1},
        {"50|50|50", 63, "62.5", "12.5", "50", "50", "-87.5", "0", "0.5", 1, 1},
        {"50|-4|-6", 40, "40", "-10", "-4", "-6", "0", "0", "0", 1, 1},
        {"50|-4|-6.0001", 40, "40", "-10", "-4", "-6.0001", "0.0001", "0", "0", 1, 1},
        /* One makes up for the other before θ is clamped. */
        {"50|-50|45", 45, "45", "-5", "-50", "45", "0", "0", "0", 1, 1},
        /* The range ends the score. */
        {"95|8|0", 100, "103", "8", "8", "0", "0", "-3", "0", 2, 2},
        {"3|-8|-8", 0, "-7", "-10", "-8", "-8", "6", "7", "0", 0, 0},
        {"99.75|0|0", 100, "99.75", "0", "0", "0", "0", "0", "0.25", 2, 2},
        /* θ decides: up, down, and not where rounding reaches the tier without it. */
        {"39|1|0", 40, "40", "1", "1", "0", "0", "0", "0", 1, 0},
        {"39.25|0.25|0", 40, "39.5", "0.25", "0.25", "0", "0", "0", "0.5", 1, 0},
        {"39.5|0.5|0", 40, "40", "0.5", "0.5", "0", "0", "0", "0", 1, 1},
        {"70|-0.5|0", 70, "69.5", "-0.5", "-0.5", "0", "0", "0", "0.5", 2, 2},
        {"70|-0.5001|0", 69, "69.4999", "-0.5001", "-0.5001", "0", "0", "0", "-0.4999",
            1, 2},
        {"75|-10|-30", 65, "65", "-10", "-10", "-30", "30", "0", "0", 1, 2},
    };
    (void)state;
    expect_sums(THETA("sum"), sums, sizeof sums / sizeof sums[0]);
}

static void
or_the_greatest_counts(void **state)
{
    static const struct sum sums[] = {
        {"50|3|4", 54, "54", "4", "0", "4", "0", "0", "0", 1, 1},
        {"50|4|3", 54, "54", "4", "4", "0", "0", "0", "0", 1, 1},
        {"50|-4|-3", 47, "47", "-3", "0", "-3", "0", "0", "0", 1, 1},
        /* Of equals the smaller id: r before s, though s stands first. */
        {"50|5|5", 55, "55", "5", "0", "5", "0", "0", "0", 1, 1},
        {"50|-20|-20", 40, "40", "-10", "0", "-20", "10", "0", "0", 1, 1},
        {"50|40|-50", 63, "62.5", "12.5", "40", "0", "-27.5", "0", "0.5", 1, 1},
    };
    (void)state;
    expect_sums(THETA("max"), sums, sizeof sums / sizeof sums[0]);
}

/* ---- Tiers ---- */

static void
distances_lead_to_the_next_tiers(void **state)
{
    static const char text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\nscore: {range: [-10, 100], decimals: 1}"
        "\ninputs: {x: {type: number}, b: {type: flag}, d: {type: flag}}\n"
        "factors: [{id: f, weight: 1, input: x, range: [-10, 100]}]\n"
        "tiers: [{id: a, from: -10}, {id: b}, {id: c, from: 40}, {id: d},\n"
        "  {id: e, from: 70.5}, {id: f}]\n"
        "rules: [{id: r, when: {b: true}, tier: b, basis: x, if_missing: false},\n"
        "  {id: s, when: {d: true}, tier: d, basis: x, if_missing: false},\n"
        "  {id: t, when: {d: true, b: true}, tier: f, basis: x, if_missing: false}]\n";
    static const struct {
        const char *line;
        size_t tier, score_tier;
        int64_t up, down;
    } cases[] = {
        {"-10||", 0, 0, 500, -1},
        {"0.1||", 0, 0, 399, -1},
        {"39.94||", 0, 0, 1, -1},
        {"39.95||", 2, 2, 305, 0},
        {"70.4||", 2, 2, 1, 304},
        {"70.5||", 4, 4, -1, 0},
        {"100||", 4, 4, -1, 295},
        /* Rules lift the tier and leave the score where it is. */
        {"0|Y|N", 1, 0, 400, -1},
        {"0|N|Y", 3, 0, 400, -1},
        {"41|Y|N", 2, 2, 295, 10},
        {"100|Y|Y", 5, 4, -1, 295},
    };
    struct crr_rater *rater = rater_of(text, NULL);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_rating rating = rating_of(rater, cases[i].line);
        if (rating.tier != cases[i].tier || rating.score_tier != cases[i].score_tier ||
            rating.to_next_up != cases[i].up || rating.to_next_down != cases[i].down)
            fail_msg("%s: tier %zu, S %zu, up %lld, down %lld", cases[i].line,
                rating.tier, rating.score_tier, (long long)rating.to_next_up,
                (long long)rating.to_next_down);
    }
    crr_rater_free(rater);
}

static void
top_factor_and_warnings(void **state)
{
    static const char text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs: {x: {type: number, missing: {points: 70}},\n"
        "  c: {type: code, missing: worst, unknown: worst}}\n"
        "tables: {t: {rows: {A: 10, B: 60}}}\n"
        "factors: [{id: g, weight: 0.7, factors: [\n"
        "    {id: a, weight: 0.5, input: x, range: [0, 100]},\n"
        "    {id: b, weight: 0.5, input: c, table: t}]},\n"
        "  {id: z, weight: 0.3, input: x, range: [0, 100], inverted: true}]\n"
        "correction: {combine: sum, bounds: [0, 50], factors: [\n"
        "  {id: s, input: c, table: t}]}\n"
        "tiers: [{id: low, from: 0}]\n";
    static const struct {
        const char *line, *top;
        size_t warnings;
    } cases[] = {
        {"50|A", "a", 0},  /* 17.5, 3.5, 15 */
        {"50|B", "b", 0},  /* 17.5, 21, 15 */
        {"10|A", "z", 0},  /* 3.5, 3.5, 27 */
        {"10|X", "z", 2},  /* b and s take the worst, 60 */
        {"59.9|", "b", 2}, /* 20.965, 21, 12.03 */
        {"60.1|", "a", 2}, /* 21.035, 21, 11.97 */
        {"|A", "a", 2},    /* 24.5, 3.5, 21 */
        {"|", "a", 4},
    };
    struct crr_rater *rater = rater_of(text, NULL);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_rating rating = rating_of(rater, cases[i].line);
        assert_int_equal(rating.warning_count, cases[i].warnings);
        assert_int_equal(rating.top_factor,
            crr_model_find_factor(crr_rater_model(rater), crr_text_of(cases[i].top)));
    }
    crr_rater_free(rater);
}

/* ---- What is refused ---- */

/* Values are read first, then the factors give points, then the rules are asked. */
static void
the_first_reason_rejects(void **state)
{
    static const char text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs: {c: {type: code}, x: {type: number}, p: {type: flag}}\n"
        "tables: {t: {rows: {A: 1, B: 2}}}\n"
        "factors: [\n"
        "  {id: w, weight: 0.2, when: {p: true}, points: {yes: 1, no: 0}},\n"
        "  {id: f, weight: 0.4, input: x, range: [0, 100]},\n"
        "  {id: g, weight: 0.4, input: c, table: t}]\n"
        "tiers: [{id: low, from: 0}, {id: high}]\n"
        "rules: [{id: r, when: {p: true}, tier: high, basis: x},\n"
        "  {id: s, when: {x: {is: missing}}, tier: high, basis: x}]\n";
    struct crr_rater *rater = rater_of(text, NULL);
    (void)state;
    expect_rejected(rater, "X|1e1|maybe", CRR_F_VALUE_NUMBER, "x");
    expect_rejected(rater, "X|101|maybe", CRR_F_VALUE_FLAG, "p");
    expect_rejected(rater, "X|101|", CRR_F_VALUE_RANGE, "x");
    expect_rejected(rater, "X|10|", CRR_F_CODE_UNKNOWN, "c");
    expect_rejected(rater, "A|10|", CRR_F_VALUE_MISSING, "w");
    rating_of(rater, "A|10|N");
    crr_rater_free(rater);
}

/* ---- The day of the rating ---- */

static void
expect_no_rater(struct crr_model *model, const struct crr_rater_options *options,
    unsigned finding, const char *message)
{
    struct crr_rater *rater = (struct crr_rater *)model;
    struct crr_error error;
    assert_int_equal(crr_rater_new(model, options, &rater, &error), CRR_E_ARGUMENT);
    assert_ptr_equal(rater, model);
    assert_int_equal(error.status, CRR_E_ARGUMENT);
    assert_int_equal(error.finding, finding);
    if (message)
        assert_string_equal(error.message, message);
}

static struct crr_rater_options
on_day(int32_t day)
{
    return (struct crr_rater_options){
        .size = sizeof(struct crr_rater_options), .has_as_of = true, .as_of = day};
}

/* A rule that needs p. */
#define RULE_OF_P                                                                      \
    "crr: 1\nmodel: {id: m, version: '1'}\n"                                           \
    "inputs: {x: {type: number}, p: {type: flag}}\n"                                   \
    "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"                       \
    "tiers: [{id: low, from: 0}, {id: high, from: 70}]\n"                              \
    "rules: [{id: a, when: {p: true}, tier: high, basis: x}]\n"

#define AGE                                                                            \
    "crr: 1\nmodel: {id: m, version: '1'}\ninputs: {x: {type: date}}\n"                \
    "factors: [{id: f, weight: 1, input: x, age_in: days,\n"                           \
    "  bands: [{below: 1, points: 1}, {points: 2}]}]\ntiers: [{id: low, from: 0}]\n"
#define TWO_TABLES                                                                     \
    "crr: 1\nmodel: {id: m, version: '1'}\ninputs: {x: {type: code}}\n"                \
    "tables: {t: {complete_from: 2020-01-01, rows: [{key: A, points: 1}, "             \
    "{key: B, points: 2, valid_from: 2010-01-01}]},\n"                                 \
    "  u: {complete_from: 2021-06-01, rows: [{key: A, points: 1}, "                    \
    "{key: B, points: 2, valid_to: 2030-01-01}]}}\n"                                   \
    "factors: [{id: f, weight: 0.5, input: x, table: u},\n"                            \
    "  {id: g, weight: 0.5, input: x, table: t}]\ntiers: [{id: low, from: 0}]\n"

static void
models_with_dates_need_a_day(void **state)
{
    struct crr_model *age = model_of(AGE);
    struct crr_model *tables = model_of(TWO_TABLES);
    struct crr_rater_options none = {.size = sizeof none};
    struct crr_rater_options day = on_day(-719163);
    (void)state;
    expect_no_rater(age, NULL, CRR_F_AS_OF,
        "the model rates by dates: the day of the rating (as_of) is expected");
    expect_no_rater(age, &none, CRR_F_AS_OF, NULL);
    expect_no_rater(tables, NULL, CRR_F_AS_OF, NULL);
    expect_no_rater(age, &day, CRR_F_AS_OF, NULL);
    day.as_of = 2932897;
    expect_no_rater(age, &day, CRR_F_AS_OF, NULL);
    /* Each table is complete only from 2021-06-01 on. */
    day.as_of = day_of("2021-05-31");
    expect_no_rater(tables, &day, CRR_F_AS_OF,
        "a day of rating from 2021-06-01 on is expected, since which table u is "
        "complete; found 2021-05-31");
    crr_rater_free(rater_on(tables, "2021-06-01"));
    crr_rater_free(rater_on(age, "0001-01-01"));
    crr_rater_free(rater_on(age, "9999-12-31"));
    crr_model_unref(age);
    crr_model_unref(tables);
}

static void
wrong_arguments_make_no_rater(void **state)
{
    struct crr_model *model = model_of(RULE_OF_P);
    struct crr_rater_options options = {.size = sizeof options - 1};
    struct crr_rater *rater = NULL;
    (void)state;
    expect_no_rater(model, &options, 0, NULL);
    assert_int_equal(crr_rater_new(NULL, NULL, &rater, NULL), CRR_E_ARGUMENT);
    assert_int_equal(crr_rater_new(model, NULL, NULL, NULL), CRR_E_ARGUMENT);
    /* Without dates there need be neither options nor a day; a day does no harm. */
    assert_int_equal(crr_rater_new(model, NULL, &rater, NULL), CRR_OK);
    assert_ptr_equal(crr_rater_model(rater), model);
    crr_rater_free(rater);
    options = on_day(0);
    assert_int_equal(crr_rater_new(model, &options, &rater, NULL), CRR_OK);
    crr_model_unref(model); /* the rater keeps it */
    rating_of(rater, "50|N");
    crr_rater_free(rater);
    crr_rater_free(NULL);
}

/* ---- No rating, nothing to explain ---- */

static void
expect_rated(const struct crr_rater *rater, enum crr_status expected)
{
    struct crr_factor_rating factor;
    struct crr_rule_rating rule;
    struct crr_remainder rest;
    assert_int_equal(crr_rater_factor(rater, 0, &factor), expected);
    assert_int_equal(crr_rater_rule(rater, 0, &rule), expected);
    assert_int_equal(crr_rater_remainder(rater, &rest), expected);
    assert_int_equal(
        crr_rater_explain_text(rater, NULL, write_nothing, NULL), expected);
    assert_int_equal(
        crr_rater_explain_json(rater, NULL, write_nothing, NULL), expected);
}

static void
a_rejected_record_leaves_no_rating(void **state)
{
    static const char text[] = RULE_OF_P;
    struct crr_rater *rater = rater_of(text, NULL);
    struct crr_factor_rating factor;
    struct crr_rule_rating rule;
    (void)state;
    expect_rated(rater, CRR_E_ARGUMENT);
    rating_of(rater, "50|N");
    expect_rated(rater, CRR_OK);
    assert_int_equal(crr_rater_factor(rater, 1, &factor), CRR_E_ARGUMENT);
    assert_int_equal(crr_rater_factor(rater, CRR_NONE, &factor), CRR_E_ARGUMENT);
    assert_int_equal(crr_rater_rule(rater, 1, &rule), CRR_E_ARGUMENT);
    expect_rejected(rater, "1,5|N", CRR_F_VALUE_NUMBER, "x");
    expect_rated(rater, CRR_E_ARGUMENT);
    rating_of(rater, "50|N");
    expect_rated(rater, CRR_OK);
    expect_rejected(rater, "50|", CRR_F_RULE_UNKNOWN, "a");
    expect_rated(rater, CRR_E_ARGUMENT);
    crr_rater_free(rater);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secondary_factors_are_added_and_clamped),
        cmocka_unit_test(or_the_greatest_counts),
        cmocka_unit_test(distances_lead_to_the_next_tiers),
        cmocka_unit_test(top_factor_and_warnings),
        cmocka_unit_test(the_first_reason_rejects),
        cmocka_unit_test(models_with_dates_need_a_day),
        cmocka_unit_test(wrong_arguments_make_no_rater),
        cmocka_unit_test(a_rejected_record_leaves_no_rating),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

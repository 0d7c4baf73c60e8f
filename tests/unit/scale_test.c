/* The scale: where each rounding puts the thresholds, exact values under a
 * score.factor, and models that do not fit into 63 bits. */
#include "rating.h"

/* One number in [-100, 100] that is the score, rounded to whole numbers. */
#define WHOLE(rounding)                                                                \
    "crr: 1\nmodel: {id: m, version: '1'}\n"                                           \
    "score: {range: [-100, 100], decimals: 0, rounding: " rounding "}\n"               \
    "inputs: {x: {type: number}}\n"                                                    \
    "factors: [{id: f, weight: 1, input: x, range: [-100, 100]}]\n"                    \
    "tiers: [{id: a, from: -100}, {id: b, from: -40}, {id: c, from: -39},\n"           \
    "  {id: d, from: 0}, {id: e, from: 1}, {id: f, from: 40}, {id: g, from: 41}]\n"

static const char *const whole_texts[] = {
    WHOLE("half_up"), WHOLE("half_even"), WHOLE("up"), WHOLE("down")};

static const struct {
    const char *value;
    struct {
        int64_t score;
        char tier;
    } by[4]; /* half_up, half_even, up, down */
} roundings[] = {
    {"-41.0001", {{-41, 'a'}, {-41, 'a'}, {-42, 'a'}, {-41, 'a'}}},
    {"-41", {{-41, 'a'}, {-41, 'a'}, {-41, 'a'}, {-41, 'a'}}},
    {"-40.9999", {{-41, 'a'}, {-41, 'a'}, {-41, 'a'}, {-40, 'b'}}},
    {"-40.5001", {{-41, 'a'}, {-41, 'a'}, {-41, 'a'}, {-40, 'b'}}},
    {"-40.5", {{-41, 'a'}, {-40, 'b'}, {-41, 'a'}, {-40, 'b'}}},
    {"-40.4999", {{-40, 'b'}, {-40, 'b'}, {-41, 'a'}, {-40, 'b'}}},
    {"-40", {{-40, 'b'}, {-40, 'b'}, {-40, 'b'}, {-40, 'b'}}},
    {"-39.5", {{-40, 'b'}, {-40, 'b'}, {-40, 'b'}, {-39, 'c'}}},
    {"-39.4999", {{-39, 'c'}, {-39, 'c'}, {-40, 'b'}, {-39, 'c'}}},
    {"-39", {{-39, 'c'}, {-39, 'c'}, {-39, 'c'}, {-39, 'c'}}},
    {"-1", {{-1, 'c'}, {-1, 'c'}, {-1, 'c'}, {-1, 'c'}}},
    {"-0.9999", {{-1, 'c'}, {-1, 'c'}, {-1, 'c'}, {0, 'd'}}},
    {"-0.5", {{-1, 'c'}, {0, 'd'}, {-1, 'c'}, {0, 'd'}}},
    {"-0.4999", {{0, 'd'}, {0, 'd'}, {-1, 'c'}, {0, 'd'}}},
    {"-0.0001", {{0, 'd'}, {0, 'd'}, {-1, 'c'}, {0, 'd'}}},
    {"0", {{0, 'd'}, {0, 'd'}, {0, 'd'}, {0, 'd'}}},
    {"0.0001", {{0, 'd'}, {0, 'd'}, {1, 'e'}, {0, 'd'}}},
    {"0.4999", {{0, 'd'}, {0, 'd'}, {1, 'e'}, {0, 'd'}}},
    {"0.5", {{1, 'e'}, {0, 'd'}, {1, 'e'}, {0, 'd'}}},
    {"0.5001", {{1, 'e'}, {1, 'e'}, {1, 'e'}, {0, 'd'}}},
    {"1", {{1, 'e'}, {1, 'e'}, {1, 'e'}, {1, 'e'}}},
    {"38.5", {{39, 'e'}, {38, 'e'}, {39, 'e'}, {38, 'e'}}},
    {"39.0001", {{39, 'e'}, {39, 'e'}, {40, 'f'}, {39, 'e'}}},
    {"39.4999", {{39, 'e'}, {39, 'e'}, {40, 'f'}, {39, 'e'}}},
    {"39.5", {{40, 'f'}, {40, 'f'}, {40, 'f'}, {39, 'e'}}},
    {"39.9999", {{40, 'f'}, {40, 'f'}, {40, 'f'}, {39, 'e'}}},
    {"40", {{40, 'f'}, {40, 'f'}, {40, 'f'}, {40, 'f'}}},
    {"40.4999", {{40, 'f'}, {40, 'f'}, {41, 'g'}, {40, 'f'}}},
    {"40.5", {{41, 'g'}, {40, 'f'}, {41, 'g'}, {40, 'f'}}},
    {"40.5001", {{41, 'g'}, {41, 'g'}, {41, 'g'}, {40, 'f'}}},
    {"40.9999", {{41, 'g'}, {41, 'g'}, {41, 'g'}, {40, 'f'}}},
    {"100", {{100, 'g'}, {100, 'g'}, {100, 'g'}, {100, 'g'}}},
    {"-100", {{-100, 'a'}, {-100, 'a'}, {-100, 'a'}, {-100, 'a'}}},
};

static void
the_tier_is_that_of_the_rounded_score(void **state)
{
    (void)state;
    for (size_t j = 0; j < 4; j++) {
        struct crr_rater *rater = rater_of(whole_texts[j], NULL);
        for (size_t i = 0; i < sizeof roundings / sizeof roundings[0]; i++) {
            struct crr_rating rating = rating_of(rater, roundings[i].value);
            if (rating.score != roundings[i].by[j].score ||
                rating.tier != (size_t)(roundings[i].by[j].tier - 'a'))
                fail_msg("%s, rounding %zu: score %lld, tier %c", roundings[i].value, j,
                    (long long)rating.score, (int)('a' + rating.tier));
        }
        crr_rater_free(rater);
    }
}

/* Rounds units of 10^-4 to whole numbers, told from the words of the reference. */
static int64_t
round_plainly(int64_t units, size_t rounding)
{
    int64_t size = units < 0 ? -units : units;
    int64_t whole = size / 10000;
    int64_t rest = size % 10000;
    bool away = false;
    if (rounding == 0)
        away = rest >= 5000;
    else if (rounding == 1)
        away = rest > 5000 || (rest == 5000 && whole % 2 == 1);
    else if (rounding == 2)
        away = rest > 0;
    size = whole + (away ? 1 : 0);
    return units < 0 ? -size : size;
}

/* Around each quarter from -100 to 100. */
static void
every_threshold_agrees_with_the_rounded_score(void **state)
{
    static const int64_t from[] = {-100, -40, -39, 0, 1, 40, 41};
    (void)state;
    for (size_t j = 0; j < 4; j++) {
        struct crr_rater *rater = rater_of(whole_texts[j], NULL);
        for (int64_t units = -1000000; units <= 1000000; units++) {
            struct crr_value value = {CRR_VALUE_NUMBER, 4, {.units = units}};
            struct crr_rating rating;
            size_t tier = 6;
            assert_int_equal(crr_rater_rate(rater, &value, 1, &rating, NULL), CRR_OK);
            assert_int_equal(rating.score, round_plainly(units, j));
            while (from[tier] > rating.score)
                tier--;
            assert_int_equal(rating.tier, tier);
            /* From one above a quarter to one below the next. */
            if ((units + 1000000) % 2500 == 1)
                units += 2497;
        }
        crr_rater_free(rater);
    }
}

/* Two halves, so that a score lies between what it is printed with. */
#define HALVES(decimals, from)                                                         \
    "crr: 1\nmodel: {id: m, version: '1'}\nscore: {decimals: " decimals "}\n"          \
    "inputs: {x: {type: number}, y: {type: number}}\n"                                 \
    "factors: [{id: f, weight: 0.5, input: x, range: [0, 100]},\n"                     \
    "  {id: g, weight: 0.5, input: y, range: [0, 100]}]\n"                             \
    "tiers: [{id: low, from: 0}, {id: high, from: " from "}]\n"

static const struct {
    const char *text;
    const char *line;
    int64_t score;
    size_t tier;
} places[] = {
    {HALVES("4", "40"), "39.9999|40", 400000, 1},
    {HALVES("4", "40"), "39.9999|39.9999", 399999, 0},
    {HALVES("4", "40.0001"), "40|40.0001", 400001, 1},
    {HALVES("4", "40.0001"), "40|40", 400000, 0},
    {HALVES("2", "39.99"), "39.985|39.985", 3999, 1},
    {HALVES("2", "39.99"), "39.985|39.9849", 3998, 0},
    {HALVES("2", "39.99"), "39.9949|39.995", 3999, 1},
    {HALVES("1", "39.9"), "39.85|39.85", 399, 1},
    {HALVES("1", "39.9"), "39.8499|39.85", 398, 0},
    {HALVES("0", "40"), "39|40", 40, 1},
    {HALVES("0", "40"), "39|39.9999", 39, 0},
    {HALVES("0", "100"), "99|100", 100, 1},
    {HALVES("0", "100"), "99|99.9999", 99, 0},
};

static void
scores_have_the_places_of_the_model(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct crr_rater *rater = rater_of(places[i].text, NULL);
        struct crr_rating rating = rating_of(rater, places[i].line);
        if (rating.score != places[i].score || rating.tier != places[i].tier)
            fail_msg("%s in\n%s: score %lld, tier %zu", places[i].line, places[i].text,
                (long long)rating.score, rating.tier);
        crr_rater_free(rater);
    }
}

#define THIRDS(rounding, from)                                                         \
    "crr: 1\nmodel: {id: m, version: '1'}\n"                                           \
    "score: {factor: 100/3, rounding: " rounding "}\n"                                 \
    "inputs: {x: {type: number}}\n"                                                    \
    "factors: [{id: f, weight: 1, input: x, range: [0, 3]}]\n"                         \
    "tiers: [{id: low, from: 0}, {id: high, from: " from "}]\n"

static const struct {
    const char *text;
    const char *value, *exact, *rounding;
    int64_t score;
    size_t tier;
} thirds[] = {
    {THIRDS("half_up", "33.33"), "1", "100/3", "-1/300", 3333, 1},
    {THIRDS("half_up", "33.34"), "1", "100/3", "-1/300", 3333, 0},
    {THIRDS("up", "33.34"), "1", "100/3", "1/150", 3334, 1},
    {THIRDS("up", "33.35"), "1", "100/3", "1/150", 3334, 0},
    {THIRDS("half_up", "66.67"), "2", "200/3", "1/300", 6667, 1},
    {THIRDS("down", "66.67"), "2", "200/3", "-1/150", 6666, 0},
    {THIRDS("down", "66.66"), "2", "200/3", "-1/150", 6666, 1},
    {THIRDS("half_even", "100"), "3", "100", "0", 10000, 1},
    /* 2.9999 · 100/3 = 99.99666...; 0.0001 · 100/3 = 1/300. */
    {THIRDS("half_even", "100"), "2.9999", "29999/300", "1/300", 10000, 1},
    {THIRDS("down", "100"), "2.9999", "29999/300", "-1/150", 9999, 0},
    {THIRDS("half_up", "0.01"), "0.0001", "1/300", "-1/300", 0, 0},
    {THIRDS("up", "0.01"), "0.0001", "1/300", "1/150", 1, 1},
};

static void
a_factor_of_thirds_is_exact(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof thirds / sizeof thirds[0]; i++) {
        struct crr_rater *rater = rater_of(thirds[i].text, NULL);
        struct crr_rating rating = rating_of(rater, thirds[i].value);
        struct crr_remainder rest;
        char text[CRR_NUMBER_SIZE];
        assert_string_equal(exact_text(rater, rating.exact, text), thirds[i].exact);
        assert_int_equal(rating.score, thirds[i].score);
        assert_int_equal(rating.tier, thirds[i].tier);
        assert_int_equal(crr_rater_remainder(rater, &rest), CRR_OK);
        assert_string_equal(exact_text(rater, rest.rounding, text), thirds[i].rounding);
        crr_rater_free(rater);
    }
}

/* R = Σ aᵢ·pᵢ/m with m = 3 and p = 60, 25, 15: (3·60 + 1·25 + 2·15)/3 = 235/3. */
static void
percent_and_factor_give_the_guideline(void **state)
{
    static const char text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\nweights: {total: 100}\n"
        "score: {factor: 100/3}\n"
        "inputs: {x: {type: number}, y: {type: number}, z: {type: number}}\n"
        "factors: [{id: f, weight: 60, input: x, range: [1, 3]},\n"
        "  {id: g, weight: 25, input: y, range: [1, 3]},\n"
        "  {id: h, weight: 15, input: z, range: [1, 3]}]\n"
        "tiers: [{id: low, from: 0}]\n";
    struct crr_rater *rater = rater_of(text, NULL);
    struct crr_rating rating = rating_of(rater, "3|1|2");
    char exact[CRR_NUMBER_SIZE];
    (void)state;
    assert_string_equal(exact_text(rater, rating.exact, exact), "235/3");
    assert_int_equal(rating.score, 7833);
    assert_string_equal(
        exact_text(rater, factor_of(rater, "g").contribution, exact), "25/3");
    crr_rater_free(rater);
}

/* Weights without a common divisor: W = 10^9, and N of points is points · weight. */
#define LARGE(range, points, weight, rest)                                             \
    "crr: 1\nmodel: {id: m, version: '1'}\nscore: {range: [0, " range "]}\n"           \
    "inputs: {x: {type: flag}}\n"                                                      \
    "factors: [{id: f, weight: 0." weight ", input: x, points: {yes: " points          \
    ", no: 0}},\n  {id: g, weight: 0." rest ", input: x, points: {yes: " points        \
    ", no: 0}}]\ntiers: [{id: low, from: 0}]\n"

#define FACTOR(factor)                                                                 \
    "crr: 1\nmodel: {id: m, version: '1'}\nscore: {factor: " factor "}\n"              \
    "inputs: {x: {type: flag}}\n"                                                      \
    "factors: [{id: f, weight: 0.999999999, input: x, points: {yes: 1, no: 0}},\n"     \
    "  {id: g, weight: 0.000000001, input: x, points: {yes: 1, no: 0}}]\n"             \
    "tiers: [{id: low, from: 0}]\n"

#define SLOPE(places, at, points)                                                      \
    "crr: 1\nmodel: {id: m, version: '1'}\nscore: {range: [0, 1000000]}\n"             \
    "inputs: {x: {type: number, places: " places "}, y: {type: number}}\n"             \
    "factors: [{id: e, weight: 0.5, input: y, range: [0, 100]},\n"                     \
    "  {id: f, weight: 0.5, input: x,\n"                                               \
    "    interpolate: [{at: 0, points: 0}, {at: " at ", points: " points "}]}]\n"      \
    "tiers: [{id: low, from: 0}]\n"

#define THETA(bounds, points)                                                          \
    "crr: 1\nmodel: {id: m, version: '1'}\n"                                           \
    "inputs: {x: {type: flag}}\n"                                                      \
    "factors: [{id: f, weight: 0.999999999, input: x, points: {yes: 1, no: 0}},\n"     \
    "  {id: g, weight: 0.000000001, input: x, points: {yes: 1, no: 0}}]\n"             \
    "correction: {combine: sum, bounds: [0, " bounds "], factors: [\n"                 \
    "  {id: s, input: x, points: {yes: " points ", no: 0}}]}\n"                        \
    "tiers: [{id: low, from: 0}]\n"

/* The limit is 2^62, some 4.6 · 10^18; points count in 10^-4, weights in 10^-9. */
static void
what_does_not_fit_is_refused(void **state)
{
    (void)state;
    /* The range's end and the points: 10^10 · 10^9, 2.5 · 10^9 · 10^9, each twice. */
    expect_refused_model(
        LARGE("1000000", "1000000", "999999999", "000000001"), 411, "");
    expect_refused_model(LARGE("250000", "250000", "999999999", "000000001"), 411, "");
    /* S is 10^9 · 10^4 · 10^6; 10^9 · 10^4 · 5003, and the range ends at 100. */
    expect_refused_model(FACTOR("1/1000003"), 411, "");
    expect_refused_model(FACTOR("1/5003"), 411, "");
    expect_refused_model(FACTOR("1000003/1000000007"), 411, "");
    /* 10^10 of θ's bounds, or of its factors, by 10^9. */
    expect_refused_model(THETA("1000000", "10"), 411, "");
    expect_refused_model(THETA("10", "1000000"), 411, "");
    /* A rise of 10^6 times a run of 10^13, of 5 · 10^12; 10^10 by 10^9. */
    expect_refused_model(SLOPE("6", "10000000", "100"), 411, "factors[1]");
    expect_refused_model(SLOPE("6", "5000000", "100"), 411, "factors[1]");
    expect_refused_model(SLOPE("0", "1000000000", "1000000"), 411, "factors[1]");
}

static void
what_fits_is_exact_at_its_ends(void **state)
{
    static const struct {
        const char *text, *line;
        int64_t score;
    } fitting[] = {
        /* 2 · 10^18 for the end of the range, and as much for the points. */
        {LARGE("200000", "200000", "999999999", "000000001"), "yes", 20000000},
        {LARGE("1000000", "1000000", "999999000", "000001000"), "yes", 100000000},
        {FACTOR("1/101"), "yes", 1},
        {THETA("100000", "100000"), "yes", 10000},
        /* 10^6 · 10^12; at 999999.999999 the rise is 99.9999999999, rounded 100. */
        {SLOPE("6", "1000000", "100"), "999999.999999|0", 5000},
        {SLOPE("0", "100000000", "1000000"), "50000001|0", 25000001},
    };
    (void)state;
    for (size_t i = 0; i < sizeof fitting / sizeof fitting[0]; i++) {
        struct crr_rater *rater = rater_of(fitting[i].text, NULL);
        struct crr_rating rating = rating_of(rater, fitting[i].line);
        assert_int_equal(rating.score, fitting[i].score);
        crr_rater_free(rater);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tier_is_that_of_the_rounded_score),
        cmocka_unit_test(every_threshold_agrees_with_the_rounded_score),
        cmocka_unit_test(scores_have_the_places_of_the_model),
        cmocka_unit_test(a_factor_of_thirds_is_exact),
        cmocka_unit_test(percent_and_factor_give_the_guideline),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(what_fits_is_exact_at_its_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

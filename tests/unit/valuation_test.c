/* Points: what each kind of factor gives, at the ends of bands, at the ends of months,
 * on slopes, and what the policies give where there is no value. */
#include "rating.h"

/* One factor of weight 1, named f. */
#define MODEL(score, inputs, tables, factor)                                           \
    "crr: 1\nmodel: {id: m, version: '1'}\nscore: {" score "}\ninputs: {" inputs       \
    "}\n" tables "factors: [{id: f, weight: 1, " factor "}]\n"                         \
    "tiers: [{id: low, from: -1000}]\n"
#define WIDE "range: [-1000, 1000]"

/* Instead of points: the record is rejected with this finding. */
#define REJECTED(finding) (INT64_MIN + (finding))

struct expectation {
    const char *line;
    int64_t points; /* in 10^-4 */
};

static void
expect(
    const char *text, const char *as_of, const struct expectation *cases, size_t count)
{
    struct crr_rater *rater = rater_of(text, as_of);
    struct crr_factor_view view;
    crr_model_factor(crr_rater_model(rater), 0, NULL, &view);
    for (size_t i = 0; i < count; i++) {
        if (cases[i].points < INT64_MIN + 1000) {
            expect_rejected(rater, cases[i].line,
                (unsigned)(cases[i].points - INT64_MIN),
                view.input == CRR_NONE ? "f" : "x");
            continue;
        }
        int64_t points = points_of(rater, "f", cases[i].line);
        if (points != cases[i].points)
            fail_msg("\"%s\": expected %lld, found %lld in\n%s", cases[i].line,
                (long long)cases[i].points, (long long)points, text);
    }
    crr_rater_free(rater);
}

#define EXPECT(text, as_of, ...)                                                       \
    do {                                                                               \
        static const struct expectation expected[] = {__VA_ARGS__};                    \
        expect(text, as_of, expected, sizeof expected / sizeof expected[0]);           \
    } while (0)

/* ---- Bands ---- */

static void
numbers_fall_into_bands(void **state)
{
    (void)state;
    /* Upper ends alone: the next band begins where the one before it ends. */
    EXPECT(MODEL(WIDE, "x: {type: number, places: 2}", "",
               "input: x, bands: [{below: 10, points: 1}, {at_most: 20, points: 2}, "
               "{below: 30, points: 3}, {points: 4}]"),
        NULL, {"-999999999999", 10000}, {"9.99", 10000}, {"10", 20000}, {"20", 20000},
        {"20.01", 30000}, {"29.99", 30000}, {"30", 40000}, {"999999999999", 40000});
    /* Both ends; where they meet they say the same. */
    EXPECT(MODEL(WIDE, "x: {type: number, places: 2}", "",
               "input: x, bands: [{at_least: 0, at_most: 10, points: 1}, "
               "{above: 10, below: 20, points: 2}, {at_least: 20, points: 3}]"),
        NULL, {"-0.01", REJECTED(CRR_F_VALUE_RANGE)}, {"0", 10000}, {"10", 10000},
        {"10.01", 20000}, {"19.99", 20000}, {"20", 30000});
    /* Nothing below or above. */
    EXPECT(MODEL(WIDE, "x: {type: number, places: 2}", "",
               "input: x, bands: [{above: 0, below: 10, points: -1.5}, "
               "{at_least: 10, at_most: 20, points: 2.0001}]"),
        NULL, {"0", REJECTED(CRR_F_VALUE_RANGE)}, {"0.01", -15000}, {"9.99", -15000},
        {"10", 20001}, {"20", 20001}, {"20.01", REJECTED(CRR_F_VALUE_RANGE)});
    /* Whole numbers: what is at most 9 is below 10. */
    EXPECT(MODEL(WIDE, "x: {type: number, places: 0}", "",
               "input: x, bands: [{at_least: 1, at_most: 9, points: 1}, "
               "{at_least: 10, below: 20, points: 2}, {above: 19, points: 3}]"),
        NULL, {"0", REJECTED(CRR_F_VALUE_RANGE)}, {"1", 10000}, {"9", 10000},
        {"10", 20000}, {"19", 20000}, {"20", 30000});
}

static void
dates_fall_into_bands(void **state)
{
    (void)state;
    EXPECT(MODEL(WIDE, "x: {type: date}", "",
               "input: x, bands: [{until: 2019-12-31, points: 1}, "
               "{from: 2020-01-01, before: 2020-03-01, points: 2}, "
               "{until: 2021-01-01, points: 3}, {after: 2021-01-01, points: 4}]"),
        NULL, {"0001-01-01", 10000}, {"2019-12-31", 10000}, {"2020-01-01", 20000},
        {"2020-02-29", 20000}, {"2020-03-01", 30000}, {"2021-01-01", 30000},
        {"2021-01-02", 40000}, {"9999-12-31", 40000});
    EXPECT(MODEL(WIDE, "x: {type: date}", "",
               "input: x, bands: [{after: 2020-01-01, before: 2020-01-03, points: 1}, "
               "{until: 2020-01-04, points: 2}]"),
        NULL, {"2020-01-01", REJECTED(CRR_F_VALUE_RANGE)}, {"2020-01-02", 10000},
        {"2020-01-03", 20000}, {"2020-01-04", 20000},
        {"2020-01-05", REJECTED(CRR_F_VALUE_RANGE)});
}

static void
a_value_outside_of_the_bands_is_shown(void **state)
{
    static const struct {
        const char *text, *line, *message;
    } cases[] = {
        {MODEL(WIDE, "x: {type: number, places: 2}", "",
             "input: x, bands: [{at_least: 0, below: 5, points: 1}, {points: 2}]"),
            "-1.5", "a value in one of the bands of factor f is expected, found -1.50"},
        {MODEL(WIDE, "x: {type: date}", "",
             "input: x, bands: [{from: 2020-01-01, before: 2021-01-01, points: 1}, "
             "{points: 2}]"),
            "2019-12-31",
            "a value in one of the bands of factor f is expected, found 2019-12-31"},
        {MODEL(WIDE, "x: {type: date}", "",
             "input: x, age_in: years, bands: [{below: 100, points: 1}, "
             "{at_most: 120, points: 2}]"),
            "1903-12-31",
            "a value in one of the bands of factor f is expected, found 121"},
        {MODEL(WIDE, "x: {type: number}", "", "input: x, range: [-1.5, 10]"), "10.0001",
            "a value from -1.5 to 10 is expected, found 10.0001"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_rater *rater = rater_of(cases[i].text, "2024-12-31");
        struct crr_rating rating;
        struct crr_error error;
        assert_int_equal(
            rate_line(rater, cases[i].line, &rating, &error), CRR_E_RECORD);
        assert_string_equal(error.message, cases[i].message);
        crr_rater_free(rater);
    }
}

/* ---- Ages ---- */

/* Points are the age itself: one band each, as far as it is needed. */
static void
write_ages(char *text, size_t size, const char *unit)
{
    size_t used = (size_t)snprintf(text, size,
        "crr: 1\nmodel: {id: m, version: '1'}\ninputs: {x: {type: date}}\n"
        "score: {" WIDE
        "}\nfactors: [{id: f, weight: 1, input: x, age_in: %s, bands: [",
        unit);
    for (int i = 0; i < 900; i++)
        used += (size_t)snprintf(
            text + used, size - used, "{at_most: %d, points: %d}, ", i, i);
    snprintf(text + used, size - used,
        "{points: 999}]}]\ntiers: [{id: low, from: -1000}]\n");
}

static const struct {
    const char *date, *as_of;
    int days, months, years;
} ages[] = {
    {"2024-01-31", "2024-01-31", 0, 0, 0},
    {"2024-01-30", "2024-01-31", 1, 0, 0},
    /* 12Δy + Δm − (day of as_of < day): February never reaches the 31st. */
    {"2024-01-31", "2024-02-29", 29, 0, 0},
    {"2024-01-31", "2024-03-01", 30, 1, 0},
    {"2024-01-29", "2024-02-29", 31, 1, 0},
    {"2024-01-30", "2024-02-29", 30, 0, 0},
    {"2023-01-31", "2023-02-28", 28, 0, 0},
    {"2023-12-31", "2024-01-01", 1, 0, 0},
    {"2023-12-15", "2024-01-14", 30, 0, 0},
    {"2023-12-15", "2024-01-15", 31, 1, 0},
    {"2023-03-01", "2024-02-29", 365, 11, 0},
    {"2023-03-01", "2024-03-01", 366, 12, 1},
    {"2024-02-29", "2025-02-28", 365, 11, 0},
    {"2024-02-29", "2025-03-01", 366, 12, 1},
    {"2022-02-28", "2024-02-27", 729, 23, 1},
    {"2022-02-28", "2024-02-28", 730, 24, 2},
    /* 999 is "900 and more". */
    {"1949-10-01", "2024-09-30", 999, 899, 74},
    {"1949-10-01", "2024-10-01", 999, 999, 75},
    {"1124-10-02", "2024-10-01", 999, 999, 899},
};

static void
ages_are_counted_in_whole_units(void **state)
{
    static const char *const units[] = {"days", "months", "years"};
    static char text[65536];
    (void)state;
    for (size_t j = 0; j < 3; j++) {
        write_ages(text, sizeof text, units[j]);
        struct crr_model *model = model_of(text);
        for (size_t i = 0; i < sizeof ages / sizeof ages[0]; i++) {
            struct crr_rater *rater = rater_on(model, ages[i].as_of);
            int expected = j == 0   ? ages[i].days
                           : j == 1 ? ages[i].months
                                    : ages[i].years;
            int64_t points = points_of(rater, "f", ages[i].date);
            if (points != expected * INT64_C(10000))
                fail_msg("%s to %s in %s: %lld", ages[i].date, ages[i].as_of, units[j],
                    (long long)points / 10000);
            crr_rater_free(rater);
        }
        crr_model_unref(model);
    }
}

static void
a_date_after_the_rating_is_rejected(void **state)
{
    static const char text[] = MODEL(WIDE, "x: {type: date}", "",
        "input: x, age_in: days, bands: [{below: 1, points: 1}, {points: 2}]");
    struct crr_rater *rater = rater_of(text, "2024-06-30");
    struct crr_rating rating;
    struct crr_error error;
    (void)state;
    assert_int_equal(points_of(rater, "f", "2024-06-30"), 10000);
    assert_int_equal(points_of(rater, "f", "2024-06-29"), 20000);
    expect_rejected(rater, "2024-07-01", CRR_F_VALUE_AFTER, "x");
    assert_int_equal(rate_line(rater, "9999-12-31", &rating, &error), CRR_E_RECORD);
    assert_string_equal(error.message,
        "a date not after the day of the rating, 2024-06-30, is expected, found "
        "9999-12-31");
    crr_rater_free(rater);
}

/* ---- Flags, conditions, numbers ---- */

#define WHEN(missing)                                                                  \
    MODEL(WIDE, "x: {type: flag}, y: {type: number}", "",                              \
        "when: {x: true, y: {above: 5}}, points: {yes: 7.5, no: -2}" missing)

static void
flags_and_conditions_are_either(void **state)
{
    (void)state;
    EXPECT(MODEL(WIDE, "x: {type: flag}", "", "input: x, points: {yes: -1, no: 2.25}"),
        NULL, {"Y", -10000}, {"否", 22500}, {"", REJECTED(CRR_F_VALUE_MISSING)},
        {"maybe", REJECTED(CRR_F_VALUE_FLAG)});
    /* Unknown truth follows `missing`; one false part decides without the other. */
    EXPECT(WHEN(""), NULL, {"Y|6", 75000}, {"Y|5", -20000}, {"N|6", -20000},
        {"N|", -20000}, {"|5", -20000}, {"|6", REJECTED(CRR_F_VALUE_MISSING)},
        {"Y|", REJECTED(CRR_F_VALUE_MISSING)}, {"|", REJECTED(CRR_F_VALUE_MISSING)});
    EXPECT(WHEN(", missing: worst"), NULL, {"Y|6", 75000}, {"N|", -20000},
        {"Y|", 75000}, {"|", 75000});
    EXPECT(WHEN(", missing: {points: 100.0001}"), NULL, {"N|", -20000}, {"Y|", 1000001},
        {"|6", 1000001});
}

/* What a condition asks a table's input is known only when the tables were read. */
static void
conditions_wait_for_the_tables(void **state)
{
    static const char text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs: {c: {type: code, unknown: {points: 50}}}\n"
        "tables: {t: {rows: [{key: IR, points: 90}, {key: CN, points: 10}]}}\n"
        "factors: [{id: f, weight: 0.5, when: {c: IR}, points: {yes: 1, no: 0}, "
        "missing: {points: 3}},\n  {id: g, weight: 0.5, input: c, table: t}]\n"
        "tiers: [{id: low, from: 0}]\n";
    (void)state;
    EXPECT(text, NULL, {"IR", 10000}, {"CN", 0}, {"XX", 30000});
}

static void
numbers_are_points(void **state)
{
    (void)state;
    EXPECT(MODEL(WIDE, "x: {type: number}", "", "input: x, range: [-1.5, 10]"), NULL,
        {"-1.5", -15000}, {"10", 100000}, {"0.0001", 1},
        {"-1.5001", REJECTED(CRR_F_VALUE_RANGE)},
        {"10.0001", REJECTED(CRR_F_VALUE_RANGE)},
        {"999999999999", REJECTED(CRR_F_VALUE_RANGE)});
    EXPECT(MODEL(WIDE, "x: {type: number, places: 1}", "", "input: x, range: [0, 10]"),
        NULL, {"0.1", 1000}, {"9.9", 99000});
    /* low + high − value */
    EXPECT(MODEL(WIDE, "x: {type: number}", "",
               "input: x, range: [-1.5, 10], inverted: true"),
        NULL, {"-1.5", 100000}, {"10", -15000}, {"0", 85000}, {"4.25", 42500},
        {"10.0001", REJECTED(CRR_F_VALUE_RANGE)});
}

/* The ends of the range become those of the other scale; inverted comes first. */
static void
scales_are_brought_together(void **state)
{
    (void)state;
    EXPECT(MODEL(WIDE, "x: {type: number}", "",
               "input: x, range: [1, 5], scaled_to: [0, 100]"),
        NULL, {"1", 0}, {"5", 1000000}, {"3.0001", 500025}, {"1.5", 125000},
        {"5.0001", REJECTED(CRR_F_VALUE_RANGE)});
    EXPECT(MODEL(WIDE, "x: {type: number}", "",
               "input: x, range: [1, 5], inverted: true, scaled_to: [-10, 10]"),
        NULL, {"1", 100000}, {"5", -100000}, {"2", 50000}, {"3", 0});
    /* Thirds, and a tie of 0.00005 on each side of 0. */
    EXPECT(MODEL(WIDE, "x: {type: number}", "",
               "input: x, range: [0, 3], scaled_to: [0, 1]"),
        NULL, {"1", 3333}, {"2", 6667});
    EXPECT(MODEL(WIDE, "x: {type: number}", "",
               "input: x, range: [0, 2], scaled_to: [-0.5, 0.5]"),
        NULL, {"0.0001", -5000}, {"1.0001", 1}, {"0.9999", -1});
    EXPECT(MODEL(WIDE, "x: {type: code}", "tables: {t: {rows: {A: 1, B: 2, C: 4}}}\n",
               "input: x, table: t, range: [1, 4], scaled_to: [10, 40]"),
        NULL, {"A", 100000}, {"B", 200000}, {"C", 400000});
}

/* ---- Interpolation: 4 places, ties away from zero ---- */

#define LINE_OF(places, knots)                                                         \
    MODEL(WIDE, "x: {type: number, places: " places "}", "",                           \
        "input: x, interpolate: [" knots "]")

static void
slopes_are_rounded_to_four_places(void **state)
{
    (void)state;
    EXPECT(LINE_OF("2", "{at: 10, points: 20}, {at: 20, points: 50}, "
                        "{at: 40, points: 40}"),
        NULL, {"-5", 200000}, {"10", 200000}, {"10.01", 200300}, {"15", 350000},
        {"20", 500000}, {"20.02", 499900}, {"30", 450000}, {"40", 400000},
        {"999", 400000});
    /* 1/3 and 2/3 of a point. */
    EXPECT(LINE_OF("0", "{at: 0, points: 0}, {at: 3, points: 1}"), NULL, {"1", 3333},
        {"2", 6667});
    EXPECT(LINE_OF("0", "{at: 0, points: 0}, {at: 3, points: -1}"), NULL, {"1", -3333},
        {"2", -6667});
    EXPECT(LINE_OF("0", "{at: -3, points: 1}, {at: 0, points: 0}"), NULL, {"-2", 6667},
        {"-1", 3333});
    /* Halves of 0.0001: 0.5, 1.5 up; the same below zero down. */
    EXPECT(LINE_OF("0", "{at: 0, points: 0}, {at: 4, points: 0.0002}"), NULL, {"1", 1},
        {"2", 1}, {"3", 2});
    EXPECT(LINE_OF("0", "{at: 0, points: 0}, {at: 4, points: -0.0002}"), NULL,
        {"1", -1}, {"2", -1}, {"3", -2});
    /* Falling through positive points: 1.5 is 2, 0.5 is 1. */
    EXPECT(LINE_OF("0", "{at: 0, points: 0.0002}, {at: 4, points: 0}"), NULL, {"1", 2},
        {"2", 1}, {"3", 1});
    /* Rising through negative ones: −1.5 is −2, −0.5 is −1. */
    EXPECT(LINE_OF("0", "{at: 0, points: -0.0002}, {at: 4, points: 0}"), NULL,
        {"1", -2}, {"2", -1}, {"3", -1});
    /* Through zero, by halves: −0.5 is −1, 0.5 is 1. */
    EXPECT(LINE_OF("0", "{at: 0, points: -0.0001}, {at: 6, points: 0.0002}"), NULL,
        {"1", -1}, {"2", 0}, {"3", 1}, {"4", 1}, {"5", 2});
    EXPECT(LINE_OF("0", "{at: 0, points: 0.0001}, {at: 6, points: -0.0002}"), NULL,
        {"1", 1}, {"2", 0}, {"3", -1}, {"4", -1}, {"5", -2});
    /* A step of one unit. */
    EXPECT(LINE_OF("6", "{at: 0.000001, points: 1}, {at: 0.000002, points: 2}"), NULL,
        {"0", 10000}, {"0.000001", 10000}, {"0.000002", 20000}, {"1", 20000});
}

/* ---- Policies ---- */

#define ROWS "tables: {t: {rows: {A: 10, B: 60, C: -30}}}\n"

static void
policies_stand_in_for_values(void **state)
{
    (void)state;
    EXPECT(MODEL(WIDE, "x: {type: code}", ROWS, "input: x, table: t"), NULL,
        {"A", 100000}, {"", REJECTED(CRR_F_VALUE_MISSING)},
        {"X", REJECTED(CRR_F_CODE_UNKNOWN)});
    EXPECT(MODEL(WIDE, "x: {type: code, missing: worst, unknown: {points: -1.25}}",
               ROWS, "input: x, table: t"),
        NULL, {"", 600000}, {"X", -12500}, {"C", -300000});
    /* A factor overrides its input, either policy alone. */
    EXPECT(MODEL(WIDE, "x: {type: code, missing: worst, unknown: {points: -1.25}}",
               ROWS, "input: x, table: t, missing: {points: 5}"),
        NULL, {"", 50000}, {"X", -12500});
    EXPECT(MODEL(WIDE, "x: {type: code, missing: worst, unknown: {points: -1.25}}",
               ROWS, "input: x, table: t, unknown: worst"),
        NULL, {"", 600000}, {"X", 600000});
    EXPECT(MODEL(WIDE, "x: {type: code, missing: worst, unknown: worst}", ROWS,
               "input: x, table: t, missing: error, unknown: error"),
        NULL, {"", REJECTED(CRR_F_VALUE_MISSING)}, {"X", REJECTED(CRR_F_CODE_UNKNOWN)});
}

/* `worst` is the greatest that the kind can give, without what policies state. */
static void
worst_is_the_greatest_of_its_kind(void **state)
{
    (void)state;
#define WORST(type) "x: {type: " type ", missing: worst}"
    EXPECT(
        MODEL(WIDE, WORST("code"), ROWS, "input: x, table: t, unknown: {points: 99}"),
        NULL, {"", 600000}, {"X", 990000});
    EXPECT(MODEL(WIDE, WORST("number"), "",
               "input: x, bands: [{below: 1, points: -5}, {below: 2, points: -2}, "
               "{points: -3}]"),
        NULL, {"", -20000});
    EXPECT(MODEL(WIDE, WORST("date"), "",
               "input: x, age_in: days, bands: [{below: 1, points: 5}, {points: 2}]"),
        "2024-01-01", {"", 50000});
    EXPECT(MODEL(WIDE, WORST("flag"), "", "input: x, points: {yes: 1, no: 2}"), NULL,
        {"", 20000});
    EXPECT(MODEL(WIDE, WORST("number"), "", "input: x, range: [-5, -1]"), NULL,
        {"", -10000});
    EXPECT(MODEL(WIDE, WORST("number"), "", "input: x, range: [0, 8], inverted: true"),
        NULL, {"", 80000});
    EXPECT(MODEL(WIDE, WORST("number"), "",
               "input: x, interpolate: [{at: 0, points: 1}, {at: 1, points: 9}, "
               "{at: 2, points: 3}]"),
        NULL, {"", 90000});
    /* Inverted: the least row, −30, of the range [−50, 100] is 80. */
    EXPECT(MODEL(WIDE, WORST("code"), ROWS,
               "input: x, table: t, inverted: true, range: [-50, 100]"),
        NULL, {"", 800000}, {"A", 400000}, {"B", -100000}, {"C", 800000});
#undef WORST
}

#define DATED                                                                          \
    "tables: {t: {complete_from: 2000-01-01, rows: [{key: A, points: 10}, "            \
    "{key: B, points: 40, valid_to: 2010-01-01}, "                                     \
    "{key: C, points: 70, valid_from: 2010-01-01, valid_to: 2020-01-01}, "             \
    "{key: D, points: 5, valid_from: 2020-01-01}]}}\n"
#define POLICIES "x: {type: code, missing: worst, unknown: worst}"

static void
worst_of_a_dated_table_is_of_the_day(void **state)
{
    (void)state;
    EXPECT(MODEL(WIDE, POLICIES, DATED, "input: x, table: t"), "2000-01-01",
        {"", 400000}, {"C", 400000}, {"B", 400000});
    EXPECT(
        MODEL(WIDE, POLICIES, DATED, "input: x, table: t"), "2009-12-31", {"", 400000});
    EXPECT(MODEL(WIDE, POLICIES, DATED, "input: x, table: t"), "2010-01-01",
        {"", 700000}, {"B", 700000});
    EXPECT(MODEL(WIDE, POLICIES, DATED, "input: x, table: t"), "2019-12-31",
        {"X", 700000});
    EXPECT(MODEL(WIDE, POLICIES, DATED, "input: x, table: t"), "2020-01-01",
        {"", 100000}, {"C", 100000});
    /* Inverted over [0, 100]: the least row is A's 10 until D has 5. */
    EXPECT(MODEL(WIDE, POLICIES, DATED,
               "input: x, table: t, inverted: true, range: [0, 100]"),
        "2019-12-31", {"", 900000}, {"C", 300000});
    EXPECT(MODEL(WIDE, POLICIES, DATED,
               "input: x, table: t, inverted: true, range: [0, 100]"),
        "2020-01-01", {"", 950000}, {"C", 950000});
    /* On a day on which no row holds, of all rows. */
    EXPECT(MODEL(WIDE, POLICIES,
               "tables: {t: {complete_from: 2000-01-01, rows: ["
               "{key: A, points: 10, valid_from: 2020-01-01}, "
               "{key: B, points: 40, valid_from: 2021-01-01}]}}\n",
               "input: x, table: t"),
        "2019-12-31", {"", 400000}, {"A", 400000});
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_fall_into_bands),
        cmocka_unit_test(dates_fall_into_bands),
        cmocka_unit_test(a_value_outside_of_the_bands_is_shown),
        cmocka_unit_test(ages_are_counted_in_whole_units),
        cmocka_unit_test(a_date_after_the_rating_is_rejected),
        cmocka_unit_test(flags_and_conditions_are_either),
        cmocka_unit_test(conditions_wait_for_the_tables),
        cmocka_unit_test(numbers_are_points),
        cmocka_unit_test(scales_are_brought_together),
        cmocka_unit_test(slopes_are_rounded_to_four_places),
        cmocka_unit_test(policies_stand_in_for_values),
        cmocka_unit_test(worst_is_the_greatest_of_its_kind),
        cmocka_unit_test(worst_of_a_dated_table_is_of_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

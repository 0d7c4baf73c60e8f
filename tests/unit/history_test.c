/* Where a customer stands after a rating, given the one before. */
#include "file_run.h"

/* Tiers low, mid, watch (rules alone), high, top, gone; D sets a tier by a rule. */
#define MODEL(history)                                                                 \
    "crr: 1\nmodel: {id: m, version: 1}\n"                                             \
    "inputs:\n  grade: {type: number, places: 0}\n  rule: {type: code}\n"              \
    "tables:\n  rule: {rows: {none: 0, direct: 0, floor: 0, gone: 0}}\n"               \
    "factors:\n"                                                                       \
    "  - {id: grade, weight: 0.5, input: grade, range: [0, 100]}\n"                    \
    "  - {id: rule, weight: 0.5, input: rule, table: rule}\n"                          \
    "tiers:\n"                                                                         \
    "  - {id: low, from: 0, review: 24 months}\n  - {id: mid, from: 10}\n"             \
    "  - {id: watch}\n  - {id: high, from: 20, review: 90 days}\n"                     \
    "  - {id: top, from: 30}\n  - {id: gone, relationship: none}\n"                    \
    "rules:\n"                                                                         \
    "  - {id: direct, when: {rule: direct}, tier: watch, basis: b}\n"                  \
    "  - {id: floor, when: {rule: floor}, at_least: watch, basis: b}\n"                \
    "  - {id: gone, when: {rule: gone}, tier: gone, basis: b}\n" history

static const char smooth[] = MODEL("history: {down: {steps: 1, wait: 6 months}}\n");

static int32_t
day(const char *text)
{
    int32_t day;
    assert_true(crr_day_parse(crr_text_of(text), &day));
    return day;
}

struct expectation {
    const char *grade, *rule;
    size_t before;
    bool direct;
    const char *since, *as_of;
    size_t tier;
    enum crr_change change;
    const char *now_since;
    const char *held_until; /* NULL: it is not held */
    bool limited;
};

static void
check(const char *text, const struct expectation *one)
{
    struct crr_model *model = compiled(text);
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = true, .as_of = day(one->as_of)};
    struct crr_rater *rater;
    struct crr_value values[2] = {{.type = CRR_VALUE_TEXT}, {.type = CRR_VALUE_TEXT}};
    struct crr_rating rating;
    struct crr_standing standing;
    struct crr_past past = {
        one->before, one->direct, day(one->since), day("2020-01-01"), CRR_NO_DAY};
    values[0].as.text = crr_text_of(one->grade);
    values[1].as.text = crr_text_of(one->rule);
    assert_int_equal(crr_rater_new(model, &options, &rater, NULL), CRR_OK);
    assert_int_equal(crr_rater_settle(rater, &past, &standing), CRR_E_ARGUMENT);
    assert_int_equal(crr_rater_rate(rater, values, 2, &rating, NULL), CRR_OK);
    assert_int_equal(crr_rater_settle(rater, &past, &standing), CRR_OK);
    assert_int_equal(standing.system_tier, one->tier);
    assert_int_equal(standing.change, one->change);
    assert_int_equal(standing.tier_since, day(one->now_since));
    assert_int_equal(
        standing.held_until, one->held_until ? day(one->held_until) : CRR_NO_DAY);
    assert_int_equal(standing.limited, one->limited);
    assert_int_equal(standing.direct, rating.direct_tier == one->tier);
    assert_int_equal(standing.last_reviewed_on, day("2020-01-01"));
    past.tier_since = options.as_of + 1;
    assert_int_equal(crr_rater_settle(rater, &past, &standing), CRR_E_ARGUMENT);
    past.tier_since = day(one->since);
    past.system_tier = 6;
    assert_int_equal(crr_rater_settle(rater, &past, &standing), CRR_E_ARGUMENT);
    assert_int_equal(crr_rater_settle(rater, NULL, &standing), CRR_OK);
    assert_int_equal(standing.system_tier, rating.tier);
    assert_int_equal(standing.change, CRR_CHANGE_NEW);
    assert_int_equal(standing.held_until, CRR_NO_DAY);
    assert_int_equal(standing.first_rated_on, options.as_of);
    crr_rater_free(rater);
    crr_model_unref(model);
}

static void
tiers_move_as_the_model_says(void **state)
{
    static const struct expectation list[] = {
        /* up at once, by any number of tiers */
        {"80", "none", 0, false, "2026-06-30", "2026-07-01", 4, CRR_CHANGE_UP,
            "2026-07-01", NULL, false},
        {"0", "none", 0, false, "2026-01-01", "2026-07-01", 0, CRR_CHANGE_SAME,
            "2026-01-01", NULL, false},
        /* down by one, once the wait is over: the month's end clamps */
        {"0", "none", 4, false, "2023-08-31", "2024-02-28", 4, CRR_CHANGE_HELD,
            "2023-08-31", "2024-02-29", false},
        {"0", "none", 4, false, "2023-08-31", "2024-02-29", 3, CRR_CHANGE_DOWN,
            "2024-02-29", NULL, true},
        {"0", "none", 4, false, "2024-08-31", "2025-02-28", 3, CRR_CHANGE_DOWN,
            "2025-02-28", NULL, true},
        /* a tier of rules alone is passed over, and left */
        {"0", "none", 3, false, "2025-01-01", "2026-07-01", 1, CRR_CHANGE_DOWN,
            "2026-07-01", NULL, true},
        {"0", "none", 2, false, "2025-01-01", "2026-07-01", 1, CRR_CHANGE_DOWN,
            "2026-07-01", NULL, true},
        /* but stood on where today's floor says so */
        {"0", "floor", 3, false, "2025-01-01", "2026-07-01", 2, CRR_CHANGE_DOWN,
            "2026-07-01", NULL, false},
        {"0", "floor", 3, false, "2026-06-01", "2026-07-01", 3, CRR_CHANGE_HELD,
            "2026-06-01", "2026-12-01", false},
        {"0", "floor", 0, false, "2026-06-01", "2026-07-01", 2, CRR_CHANGE_UP,
            "2026-07-01", NULL, false},
        /* direct, before or now, and no relationship: at once */
        {"0", "none", 4, true, "2026-06-30", "2026-07-01", 0, CRR_CHANGE_DOWN,
            "2026-07-01", NULL, false},
        {"0", "direct", 4, false, "2026-06-30", "2026-07-01", 2, CRR_CHANGE_DOWN,
            "2026-07-01", NULL, false},
        {"0", "direct", 2, true, "2026-06-30", "2026-07-01", 2, CRR_CHANGE_SAME,
            "2026-06-30", NULL, false},
        {"0", "gone", 4, false, "2026-06-30", "2026-07-01", 5, CRR_CHANGE_UP,
            "2026-07-01", NULL, false},
        {"0", "none", 5, false, "2026-06-30", "2026-07-01", 0, CRR_CHANGE_DOWN,
            "2026-07-01", NULL, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        check(smooth, &list[i]);
}

static void
other_models_move_otherwise(void **state)
{
    static const struct expectation free_fall = {"0", "none", 4, false, "2026-06-30",
        "2026-07-01", 0, CRR_CHANGE_DOWN, "2026-07-01", NULL, false};
    static const struct expectation two_steps = {"0", "none", 4, false, "2026-06-30",
        "2026-07-01", 1, CRR_CHANGE_DOWN, "2026-07-01", NULL, true};
    (void)state;
    check(MODEL(""), &free_fall);
    check(MODEL("history: {down: {steps: 2}}\n"), &two_steps);
}

static void
reviews_follow_the_tier(void **state)
{
    struct crr_model *model = compiled(smooth);
    (void)state;
    assert_int_equal(
        crr_model_next_review(model, 0, day("2024-02-29")), day("2026-02-28"));
    assert_int_equal(
        crr_model_next_review(model, 3, day("2024-02-29")), day("2024-05-29"));
    assert_int_equal(crr_model_next_review(model, 1, day("2024-02-29")), CRR_NO_DAY);
    assert_int_equal(
        crr_model_next_review(model, 3, day("9999-12-01")), day("9999-12-31"));
    assert_int_equal(crr_model_next_review(model, 6, day("2024-02-29")), CRR_NO_DAY);
    crr_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tiers_move_as_the_model_says),
        cmocka_unit_test(other_models_move_otherwise),
        cmocka_unit_test(reviews_follow_the_tier),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Segments: one holds for each customer, or the scenario says which; what each inherits
 * and what it has of its own. */
#include "rating.h"

#define HEAD                                                                           \
    "crr: 1\nmodel: {id: m, version: '1'}\n"                                           \
    "inputs: {kind: {type: code}, a: {type: number}, b: {type: number}}\n"             \
    "tiers: [{id: low, from: 0}, {id: mid, from: 30}, {id: high, from: 60},"           \
    " {id: never}]\n"                                                                  \
    "rules: [{id: r, when: {kind: banned}, tier: never, basis: x}]\n"
#define FACTORS                                                                        \
    "factors:\n  - {id: x, weight: 0.5, input: a, range: [0, 100]}\n"                  \
    "  - {id: y, weight: 0.5, input: b, range: [0, 100]}\n"                            \
    "correction: {combine: sum, bounds: [0, 9], factors: [{id: t, when: {a: 100},"     \
    " points: {yes: 9, no: 0}}]}\n"

static const char kinds[] = HEAD FACTORS
    "segments:\n"
    "  - {id: plain, when: {kind: plain}}\n"
    "  - {id: tilted, when: {kind: [tilted, both]}, weights: {x: 0.9, y: 0.1},"
    " thresholds: {mid: 20, high: 89.5}}\n"
    "  - id: own\n    when: {kind: [own, both, banned]}\n    factors:\n"
    "      - {id: x, weight: 1, input: b, bands: [{below: 50, points: 1},"
    " {points: 2}]}\n"
    "    correction: {combine: max, bounds: [-5, 0], factors: [{id: u, when: {a: 100},"
    " points: {yes: -0.5, no: 0}}]}\n";

static void
each_segment_rates_by_its_own(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(kinds, NULL);
    struct crr_rating rating = rating_of(rater, "plain|100|20");
    assert_int_equal(rating.segment, 0);
    assert_int_equal(rating.score, 6900); /* 0.5 · 100 + 0.5 · 20 + 9 */
    assert_int_equal(rating.score_tier, 2);
    rating = rating_of(rater, "tilted|90|80");
    assert_int_equal(rating.segment, 1);
    assert_int_equal(rating.score, 8900);
    assert_int_equal(rating.score_tier, 1);
    assert_int_equal(rating.to_next_up, 50);
    assert_int_equal(rating.to_next_down, 6900);
    rating = rating_of(rater, "own|100|50");
    assert_int_equal(rating.segment, 2);
    assert_int_equal(rating.score, 150);
    crr_rater_free(rater);
}

static void
a_factor_of_another_segment_gives_nothing(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(kinds, NULL);
    struct crr_model *model = crr_rater_model(rater);
    struct crr_factor_rating factor;
    size_t index = crr_model_find_factor_in(model, 2, crr_text_of("x"));
    rating_of(rater, "own|100|50");
    assert_int_equal(crr_rater_factor(rater, index, &factor), CRR_OK);
    assert_int_equal(factor.points, 20000);
    assert_int_equal(factor_of(rater, "x").source, CRR_POINTS_NONE);
    assert_int_equal(factor_of(rater, "x").contribution, 0);
    rating_of(rater, "plain|30|50");
    assert_int_equal(crr_rater_factor(rater, index, &factor), CRR_OK);
    assert_int_equal(factor.source, CRR_POINTS_NONE);
    assert_int_equal(factor_of(rater, "x").points, 300000);
    crr_rater_free(rater);
}

/* The refusal shows what the record has of the inputs that choose. */
static void
expect_refusal(struct crr_rater *rater, const char *line, const char *end)
{
    struct crr_rating rating;
    struct crr_error error = {0};
    assert_int_equal(rate_line(rater, line, &rating, &error), CRR_E_RECORD);
    assert_true(strlen(error.message) > strlen(end));
    assert_string_equal(error.message + strlen(error.message) - strlen(end), end);
}

static void
exactly_one_must_hold(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(kinds, NULL);
    expect_rejected(rater, "other|1|2", CRR_F_NO_SEGMENT, "");
    expect_rejected(rater, "both|1|2", CRR_F_NO_SEGMENT, "own");
    expect_rejected(rater, "|1|2", CRR_F_NO_SEGMENT, "plain");
    expect_refusal(rater, "other|1|2", "found none; kind is \"other\"");
    expect_refusal(rater, "both|1|2", "found tilted and own; kind is \"both\"");
    expect_refusal(rater, "|1|2", "whether it is plain; kind has no value");
    /* Rules are everybody's. */
    struct crr_rating rating = rating_of(rater, "banned|1|2");
    assert_int_equal(rating.tier, 3);
    crr_rater_free(rater);
}

/* ---- Scenarios ---- */

static enum crr_status
rater_for(struct crr_model *model, const char *scenario, struct crr_rater **ret,
    struct crr_error *reterr)
{
    struct crr_rater_options options = {
        .size = sizeof options, .scenario = crr_text_of(scenario)};
    return crr_rater_new(model, &options, ret, reterr);
}

static void
a_scenario_is_named(void **state)
{
    (void)state;
    struct crr_model *model = model_of(
        HEAD FACTORS "segments:\n  - {id: calm}\n"
                     "  - {id: crisis, weights: {x: 0.8, y: 0.2}}\n");
    struct crr_rater *rater = NULL;
    struct crr_error error = {0};
    assert_int_equal(rater_for(model, "", &rater, &error), CRR_E_ARGUMENT);
    assert_int_equal(error.finding, CRR_F_SCENARIO);
    assert_string_equal(error.message,
        "a scenario of the model (calm, crisis) is expected, found none");
    assert_int_equal(rater_for(model, "storm", &rater, &error), CRR_E_ARGUMENT);
    assert_null(rater);
    assert_int_equal(rater_for(model, "crisis", &rater, &error), CRR_OK);
    assert_int_equal(rating_of(rater, "x|50|10").score, 4200);
    crr_rater_free(rater);
    assert_int_equal(rater_for(model, "calm", &rater, &error), CRR_OK);
    assert_int_equal(rating_of(rater, "x|50|10").score, 3000);
    crr_rater_free(rater);
    crr_model_unref(model);
    model = model_of(kinds);
    rater = NULL;
    assert_int_equal(rater_for(model, "own", &rater, &error), CRR_E_ARGUMENT);
    assert_null(rater);
    crr_model_unref(model);
}

static void
what_nobody_takes_over_is_refused(void **state)
{
    (void)state;
    expect_refused_model(HEAD FACTORS "segments: [{id: s, correction: {combine: sum, "
                                      "bounds: [0, 1], factors: [{id: v,"
                                      " when: {a: 1}, points: {yes: 1, no: 0}}]}}]\n",
        CRR_F_SEGMENT, "segments");
    expect_refused_model(
        HEAD "segments: [{id: s}]\n", CRR_F_MISSING_KEY, "segments[0]");
    struct crr_model *model = model_of(
        HEAD "segments: [{id: s, factors: [{id: x, weight: 1, input: a,"
             " range: [0, 100]}]}]\n");
    struct crr_segment_view view;
    assert_int_equal(crr_model_segment_count(model), 1);
    assert_int_equal(crr_model_segment(model, 0, NULL, &view), CRR_OK);
    expect_text(view.id, "s");
    assert_true(view.scenario);
    assert_int_equal(view.factor_count, 1);
    assert_int_equal(crr_model_segment(model, 1, NULL, &view), CRR_E_ARGUMENT);
    assert_int_equal(crr_model_find_segment(model, crr_text_of("s")), 0);
    crr_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_segment_rates_by_its_own),
        cmocka_unit_test(a_factor_of_another_segment_gives_nothing),
        cmocka_unit_test(exactly_one_must_hold),
        cmocka_unit_test(a_scenario_is_named),
        cmocka_unit_test(what_nobody_takes_over_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

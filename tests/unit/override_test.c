/* Overrides: each law by itself, and all of them on random decisions. */
#include "property/random.h"
#include "rating.h"

#define MODEL(more)                                                                    \
    "crr: 1\nmodel: {id: m, version: '1'}\n"                                           \
    "inputs: {x: {type: number}, d: {type: code}, f: {type: code}}\n"                  \
    "factors: [{id: a, weight: 1, input: x, range: [0, 100]}]\n"                       \
    "tiers:\n"                                                                         \
    "  - {id: t0, from: 0, review: 24 months}\n"                                       \
    "  - {id: t1, from: 25, review: 12 months}\n"                                      \
    "  - {id: t2, from: 50, review: 90 days}\n"                                        \
    "  - {id: t3}\n"                                                                   \
    "  - {id: t4, from: 75}\n"                                                         \
    "rules:\n"                                                                         \
    "  - {id: d1, when: {d: '1'}, tier: t1, basis: x}\n"                               \
    "  - {id: d3, when: {d: '3'}, tier: t3, basis: x}\n"                               \
    "  - {id: f1, when: {f: '1'}, at_least: t1, basis: x}\n"                           \
    "  - {id: f2, when: {f: '2'}, at_least: t2, basis: x}\n" more

#define AS_OF "2026-07-01"

/* A decision to which nothing can be objected but by its tier. */
static struct crr_override
decision_of(size_t tier, size_t system_tier)
{
    return (struct crr_override){.tier = tier,
        .system_tier = system_tier,
        .decided_on = day_of("2026-06-01"),
        .from = day_of("2026-06-01"),
        .until = day_of("2026-08-30"),
        .reason_code = crr_text_of("DOCS"),
        .reason = crr_text_of("seen"),
        .decided_by = crr_text_of("Wang"),
        .second_person = crr_text_of("Li")};
}

static void
expect(struct crr_rater *rater, const char *line, const struct crr_override *decision,
    enum crr_override_state state, size_t tier, const char *why)
{
    struct crr_rating rating = rating_of(rater, line);
    struct crr_override_rating found;
    assert_int_equal(crr_rater_override(rater, rating.tier, decision, &found), CRR_OK);
    if (found.state != state || found.tier != tier ||
        strcmp(found.why ? found.why : "", why) != 0)
        fail_msg("\"%s\": found state %d, tier %zu, \"%s\"", line, found.state,
            found.tier, found.why ? found.why : "");
}

static void
upwards_takes_one_person_and_a_reason(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(MODEL(""), AS_OF);
    struct crr_override decision = decision_of(4, 0);
    decision.second_person = crr_text_of("");
    decision.until = CRR_NO_DAY;
    expect(rater, "10|0|0", &decision, CRR_OVERRIDE_APPLIED, 4, "");
    decision.tier = 3; /* upwards a tier without `from` will do */
    expect(rater, "10|0|0", &decision, CRR_OVERRIDE_APPLIED, 3, "");
    decision.reason = crr_text_of(" ");
    expect(rater, "10|0|0", &decision, CRR_OVERRIDE_REFUSED, 0, "it has no reason");
    decision = decision_of(4, 0);
    decision.decided_by = crr_text_of("");
    expect(rater, "10|0|0", &decision, CRR_OVERRIDE_REFUSED, 0,
        "nobody is named who decided it");
    crr_rater_free(rater);
}

static void
downwards_has_bounds(void **state)
{
    (void)state;
    struct crr_rater *rater = rater_of(MODEL(""), AS_OF);
    struct crr_override decision = decision_of(1, 2);
    expect(rater, "60|0|0", &decision, CRR_OVERRIDE_APPLIED, 1, "");
    expect(rater, "60|1|0", &decision, CRR_OVERRIDE_APPLIED, 1, "");
    expect(rater, "60|0|2", &decision, CRR_OVERRIDE_REFUSED, 2,
        "it is below a rule's floor");
    expect(rater, "80|0|0", &decision, CRR_OVERRIDE_REFUSED, 4,
        "it lowers by more than one tier");
    decision.tier = 2;
    expect(rater, "10|3|0", &decision, CRR_OVERRIDE_REFUSED, 3,
        "it is below the tier that a rule sets");
    decision.tier = 3;
    expect(rater, "80|0|0", &decision, CRR_OVERRIDE_REFUSED, 4,
        "it leads to a tier that rules alone lead to");
    decision = decision_of(1, 2);
    decision.second_person = crr_text_of(" wANG ");
    expect(rater, "60|0|0", &decision, CRR_OVERRIDE_REFUSED, 2,
        "lowering takes two different people");
    decision.second_person = crr_text_of("");
    expect(rater, "60|0|0", &decision, CRR_OVERRIDE_REFUSED, 2,
        "lowering takes two different people");
    decision = decision_of(1, 2);
    decision.until = CRR_NO_DAY;
    expect(
        rater, "60|0|0", &decision, CRR_OVERRIDE_REFUSED, 2, "lowering needs an end");
    decision.until = day_of("2026-08-31"); /* 91 days after the decision */
    expect(rater, "60|0|0", &decision, CRR_OVERRIDE_REFUSED, 2,
        "it ends after the next review");
    crr_rater_free(rater);
}

static void
it_holds_for_its_time(void **state)
{
    (void)state;
    struct crr_model *model = model_of(MODEL(""));
    struct crr_override decision = decision_of(2, 0);
    static const struct {
        const char *day;
        enum crr_override_state state;
    } days[] = {{"2026-05-31", CRR_OVERRIDE_EARLY},
        {"2026-06-01", CRR_OVERRIDE_APPLIED}, {"2026-08-29", CRR_OVERRIDE_APPLIED},
        {"2026-08-30", CRR_OVERRIDE_EXPIRED}};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        struct crr_rater *rater = rater_on(model, days[i].day);
        expect(rater, "10|0|0", &decision, days[i].state,
            days[i].state == CRR_OVERRIDE_APPLIED ? 2 : 0, "");
        crr_rater_free(rater);
    }
    struct crr_rater *rater = rater_on(model, NULL);
    struct crr_override_rating found;
    rating_of(rater, "10|0|0");
    assert_int_equal(crr_rater_override(rater, 0, &decision, &found), CRR_E_ARGUMENT);
    crr_rater_free(rater);
    crr_model_unref(model);
}

static void
it_wakes_when_the_system_rises(void **state)
{
    (void)state;
    struct crr_override decision = decision_of(1, 1);
    struct crr_rater *rater = rater_of(MODEL(""), AS_OF);
    struct crr_override_rating found;
    struct crr_rating rating = rating_of(rater, "60|0|0");
    assert_int_equal(crr_rater_override(rater, rating.tier, &decision, &found), CRR_OK);
    assert_true(found.risen);
    assert_int_equal(found.tier, 1);
    crr_rater_free(rater);
    rater = rater_of(
        MODEL("overrides: {woken: ignore, until_required: true}\n"), AS_OF);
    expect(rater, "60|0|0", &decision, CRR_OVERRIDE_WOKEN, 2, "");
    expect(rater, "30|0|0", &decision, CRR_OVERRIDE_APPLIED, 1, "");
    decision = decision_of(4, 0);
    decision.until = CRR_NO_DAY;
    expect(rater, "10|0|0", &decision, CRR_OVERRIDE_REFUSED, 0,
        "the model asks for an end");
    crr_rater_free(rater);
}

/* Whatever is decided: never below max(D, F), never lower by more than one tier, and
 * applied it is what was decided. */
static void
no_decision_breaks_the_laws(void **state)
{
    static const char *const names[] = {"", "Wang", " wang", "Li"};
    struct random random = {7};
    size_t applied = 0, lowered = 0;
    (void)state;
    struct crr_rater *rater = rater_of(MODEL(""), AS_OF);
    for (int i = 0; i < 50000; i++) {
        char line[64];
        snprintf(line, sizeof line, "%d|%d|%d", random_in(&random, 0, 100),
            random_in(&random, 0, 3), random_in(&random, 0, 2));
        struct crr_rating rating = rating_of(rater, line);
        struct crr_override decision = decision_of(
            (size_t)random_in(&random, 0, 4), (size_t)random_in(&random, 0, 4));
        decision.decided_by = crr_text_of(names[random_in(&random, 0, 3)]);
        decision.second_person = crr_text_of(names[random_in(&random, 0, 3)]);
        decision.from += random_in(&random, -40, 40);
        decision.until = random_in(&random, 0, 5) == 0
                             ? CRR_NO_DAY
                             : decision.from + random_in(&random, 1, i % 2 ? 90 : 900);
        struct crr_override_rating found;
        assert_int_equal(
            crr_rater_override(rater, rating.tier, &decision, &found), CRR_OK);
        assert_true(rating.direct_tier == CRR_NONE || found.tier >= rating.direct_tier);
        assert_true(rating.floor_tier == CRR_NONE || found.tier >= rating.floor_tier);
        assert_true(found.tier + 1 >= rating.tier);
        bool is_applied = found.state == CRR_OVERRIDE_APPLIED;
        assert_int_equal(found.tier, is_applied ? decision.tier : rating.tier);
        assert_true((found.why != NULL) == (found.state == CRR_OVERRIDE_REFUSED));
        applied += is_applied;
        lowered += found.tier < rating.tier;
    }
    if (applied < 1000 || lowered < 50)
        fail_msg("only %zu applied, %zu lowered", applied, lowered);
    crr_rater_free(rater);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(upwards_takes_one_person_and_a_reason),
        cmocka_unit_test(downwards_has_bounds),
        cmocka_unit_test(it_holds_for_its_time),
        cmocka_unit_test(it_wakes_when_the_system_rises),
        cmocka_unit_test(no_decision_breaks_the_laws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

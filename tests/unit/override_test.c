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

/* reviewed: the customer's last review; CRR_NO_DAY: there is no history. */
static void
expect_reviewed(struct crr_rater *rater, const char *line, int32_t reviewed,
    const struct crr_override *decision, enum crr_override_state state, size_t tier,
    const char *why)
{
    struct crr_rating rating = rating_of(rater, line);
    struct crr_override_rating found;
    struct crr_standing standing = {
        .system_tier = rating.tier, .last_reviewed_on = reviewed};
    assert_int_equal(crr_rater_override(rater,
                         reviewed == CRR_NO_DAY ? NULL : &standing, decision, &found),
        CRR_OK);
    if (found.state != state || found.tier != tier ||
        strcmp(found.why ? found.why : "", why) != 0)
        fail_msg("\"%s\": found state %d, tier %zu, \"%s\"", line, found.state,
            found.tier, found.why ? found.why : "");
    assert_true(!found.why == !found.why_revealed);
}

static void
expect(struct crr_rater *rater, const char *line, const struct crr_override *decision,
    enum crr_override_state state, size_t tier, const char *why)
{
    expect_reviewed(rater, line, CRR_NO_DAY, decision, state, tier, why);
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

/* The next review: after the last one, by the period of the tier that asks for it
 * first. */
static void
it_ends_by_the_next_review(void **state)
{
    static const char late[] = "it ends after the next review";
    struct crr_rater *rater = rater_of(MODEL(""), AS_OF);
    struct crr_override decision = decision_of(1, 2);
    (void)state;
    /* Reviewed ten days before the decision: 90 days end ten days earlier. */
    int32_t reviewed = decision.decided_on - 10;
    expect_reviewed(
        rater, "60|0|0", reviewed, &decision, CRR_OVERRIDE_REFUSED, 2, late);
    decision.until -= 10;
    expect_reviewed(rater, "60|0|0", reviewed, &decision, CRR_OVERRIDE_APPLIED, 1, "");
    /* A review that is due already: nothing is lowered until it is done. */
    reviewed = decision.decided_on - 91;
    expect_reviewed(
        rater, "60|0|0", reviewed, &decision, CRR_OVERRIDE_REFUSED, 2, late);
    /* A review after the decision prolongs nothing. */
    decision = decision_of(1, 2);
    reviewed = decision.decided_on + 20;
    expect_reviewed(rater, "60|0|0", reviewed, &decision, CRR_OVERRIDE_APPLIED, 1, "");
    decision.until++;
    expect_reviewed(
        rater, "60|0|0", reviewed, &decision, CRR_OVERRIDE_REFUSED, 2, late);
    crr_rater_free(rater);
}

static void
the_shorter_period_counts(void **state)
{
    struct crr_rater *rater = rater_of(
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs: {x: {type: number}}\n"
        "factors: [{id: a, weight: 1, input: x, range: [0, 100]}]\n"
        "tiers: [{id: t0, from: 0, review: 30 days}, {id: t1, from: 25},\n"
        "  {id: t2, from: 50, review: 90 days}, {id: t3, from: 75, review: 90 days}]\n",
        AS_OF);
    (void)state;
    struct crr_override decision = decision_of(1, 2);
    decision.until = decision.decided_on + 90; /* t1 asks for no review */
    expect(rater, "60", &decision, CRR_OVERRIDE_APPLIED, 1, "");
    decision.until++;
    expect(rater, "60", &decision, CRR_OVERRIDE_REFUSED, 2,
        "it ends after the next review");
    decision.tier = 0;
    expect(rater, "30", &decision, CRR_OVERRIDE_REFUSED, 1,
        "the system's tier has no review by which it could end");
    crr_rater_free(rater);
    rater = rater_of("crr: 1\nmodel: {id: m, version: '1'}\n"
                     "inputs: {x: {type: number}}\n"
                     "factors: [{id: a, weight: 1, input: x, range: [0, 100]}]\n"
                     "tiers: [{id: t0, from: 0, review: 40 days}, {id: t1, from: 25, "
                     "review: 90 days}]\n",
        AS_OF);
    decision = decision_of(0, 1);
    decision.until = decision.decided_on + 40;
    expect(rater, "30", &decision, CRR_OVERRIDE_APPLIED, 0, "");
    decision.until++;
    expect(rater, "30", &decision, CRR_OVERRIDE_REFUSED, 1,
        "it ends after the next review");
    crr_rater_free(rater);
}

static void
a_confidential_rule_is_not_told(void **state)
{
    static const struct {
        const char *line, *why, *revealed;
    } cases[] = {
        {"80|1|0|0", "it is below what rules allow", "it is below a rule's floor"},
        {"80|0|1|0", "it is below a rule's floor", "it is below a rule's floor"},
        {"80|0|0|1", "it is below what rules allow",
            "it is below the tier that a rule sets"},
        {"80|0|1|1", "it is below a rule's floor",
            "it is below the tier that a rule sets"},
        {"80|0|2|1", "it is below the tier that a rule sets",
            "it is below the tier that a rule sets"},
        {"80|0|3|0", NULL, NULL}, /* lower than the decision */
        {"80|1|3|0", "it is below what rules allow", "it is below a rule's floor"},
    };
    struct crr_rater *rater = rater_of(
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs: {x: {type: number}, str: {type: code, confidential: true},\n"
        "  f: {type: code}, s: {type: code}}\n"
        "factors: [{id: a, weight: 1, input: x, range: [0, 100]}]\n"
        "tiers: [{id: t0, from: 0}, {id: t1, from: 30, review: 1 year},\n"
        "  {id: t2, from: 60, review: 1 year}]\n"
        "rules:\n"
        "  - {id: secret, when: {str: '1'}, at_least: t2, basis: x}\n"
        "  - {id: floor, when: {f: '1'}, at_least: t2, basis: x}\n"
        "  - {id: open, when: {f: '2'}, tier: t2, basis: x}\n"
        "  - {id: low, when: {f: '3'}, at_least: t1, basis: x}\n"
        "  - {id: whisper, when: {s: '1'}, tier: t2, basis: x, confidential: true}\n",
        AS_OF);
    struct crr_override decision = decision_of(1, 2);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_override_rating found;
        rating_of(rater, cases[i].line);
        assert_int_equal(crr_rater_override(rater, NULL, &decision, &found), CRR_OK);
        if (!cases[i].why) {
            assert_int_equal(found.state, CRR_OVERRIDE_APPLIED);
            assert_null(found.why);
            assert_null(found.why_revealed);
            continue;
        }
        assert_int_equal(found.state, CRR_OVERRIDE_REFUSED);
        assert_string_equal(found.why, cases[i].why);
        assert_string_equal(found.why_revealed, cases[i].revealed);
    }
    crr_rater_free(rater);
}

static void
another_model_is_told(void **state)
{
    struct crr_rater *rater = rater_of(MODEL(""), AS_OF);
    struct crr_override decision = decision_of(4, 0);
    struct crr_override_rating found;
    char digest[80];
    (void)state;
    rating_of(rater, "10|0|0");
    assert_int_equal(crr_rater_override(rater, NULL, &decision, &found), CRR_OK);
    assert_false(found.other_model); /* nobody knows */
    snprintf(digest, sizeof digest, " %s ", crr_model_digest(crr_rater_model(rater)));
    for (char *at = digest; *at; at++)
        *at = *at >= 'a' ? (char)(*at - 'a' + 'A') : *at;
    decision.digest = crr_text_of(digest);
    assert_int_equal(crr_rater_override(rater, NULL, &decision, &found), CRR_OK);
    assert_false(found.other_model);
    digest[7] = digest[7] == '0' ? '1' : '0';
    assert_int_equal(crr_rater_override(rater, NULL, &decision, &found), CRR_OK);
    assert_true(found.other_model);
    assert_int_equal(found.state, CRR_OVERRIDE_APPLIED);
    crr_rater_free(rater);
}

static void
what_does_not_fit_is_refused(void **state)
{
    struct crr_rater *rater = rater_of(MODEL(""), AS_OF);
    struct crr_override decision = decision_of(4, 0), other = decision;
    struct crr_standing standing = {.last_reviewed_on = CRR_NO_DAY};
    struct crr_override_rating found;
    (void)state;
    assert_int_equal(
        crr_rater_override(rater, NULL, &decision, &found), CRR_E_ARGUMENT);
    rating_of(rater, "10|0|0");
    assert_int_equal(crr_rater_override(rater, &standing, &decision, &found), CRR_OK);
    assert_int_equal(crr_rater_override(NULL, NULL, &decision, &found), CRR_E_ARGUMENT);
    assert_int_equal(crr_rater_override(rater, NULL, NULL, &found), CRR_E_ARGUMENT);
    assert_int_equal(crr_rater_override(rater, NULL, &decision, NULL), CRR_E_ARGUMENT);
    standing.last_reviewed_on = day_of(AS_OF);
    assert_int_equal(crr_rater_override(rater, &standing, &decision, &found), CRR_OK);
    standing.last_reviewed_on = day_of(AS_OF) + 1;
    assert_int_equal(
        crr_rater_override(rater, &standing, &decision, &found), CRR_E_ARGUMENT);
    standing = (struct crr_standing){.system_tier = 5, .last_reviewed_on = CRR_NO_DAY};
    assert_int_equal(
        crr_rater_override(rater, &standing, &decision, &found), CRR_E_ARGUMENT);
    other.tier = 5;
    assert_int_equal(crr_rater_override(rater, NULL, &other, &found), CRR_E_ARGUMENT);
    other = decision;
    other.system_tier = 5;
    assert_int_equal(crr_rater_override(rater, NULL, &other, &found), CRR_E_ARGUMENT);
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
    assert_int_equal(
        crr_rater_override(rater, NULL, &decision, &found), CRR_E_ARGUMENT);
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
    rating_of(rater, "60|0|0");
    assert_int_equal(crr_rater_override(rater, NULL, &decision, &found), CRR_OK);
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
        assert_int_equal(crr_rater_override(rater, NULL, &decision, &found), CRR_OK);
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
        cmocka_unit_test(it_ends_by_the_next_review),
        cmocka_unit_test(the_shorter_period_counts),
        cmocka_unit_test(a_confidential_rule_is_not_told),
        cmocka_unit_test(another_model_is_told),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(it_holds_for_its_time),
        cmocka_unit_test(it_wakes_when_the_system_rises),
        cmocka_unit_test(no_decision_breaks_the_laws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

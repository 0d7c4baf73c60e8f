/* What a day decides, and how it is told. */
#include "diffing.h"

#define OVERRIDES                                                                      \
    "key,tier,reason_code,reason,decided_by,second_person,decided_on,from,until,"      \
    "system_tier\n"

static const char one[] = HEADER "A,US,5,2020-01-01,N\n";

/* Both ways. */
static void
expect_both(struct comparison comparison, const char *forward, const char *backward)
{
    struct comparison turned = comparison;
    const char *day = turned.sides[0].as_of;
    expect_movers(comparison, forward);
    turned.sides[0].as_of = turned.sides[1].as_of;
    turned.sides[1].as_of = day;
    expect_movers(turned, backward);
}

static void
overrides_begin_and_end(void **state)
{
    static const char overrides[] = OVERRIDES
        "A,high,X,seen,Wang,,2026-01-01,2026-02-01,2026-03-01,low\n";
    struct comparison comparison = {
        .sides = {{.model = base,
                      .customers = one,
                      .overrides = overrides,
                      .as_of = "2026-01-31"},
            {.overrides = overrides, .as_of = "2026-02-28"}}};
    (void)state;
    expect_both(comparison,
        "A: low 12.00@2 -> high 12.00@2: alone day (override from 2026-02-01)\n",
        "A: high 12.00@2 -> low 12.00@2: alone day (override from 2026-02-01)\n");
    comparison.sides[0].as_of = "2026-02-01";
    comparison.sides[1].as_of = "2026-03-01";
    expect_both(comparison,
        "A: high 12.00@2 -> low 12.00@2: alone day (override until 2026-03-01)\n",
        "A: low 12.00@2 -> high 12.00@2: alone day (override until 2026-03-01)\n");
    /* In force on neither day. */
    comparison.sides[0].as_of = "2026-01-31";
    expect_both(comparison, "", "");
}

static void
one_override_follows_another(void **state)
{
    static const char overrides[] = OVERRIDES
        "A,high,X,seen,Wang,,2026-01-01,2026-02-01,2026-03-01,low\n"
        "A,mid,X,seen,Wang,,2026-01-01,2026-03-01,,low\n";
    (void)state;
    expect_both(
        (struct comparison){.sides = {{.model = base,
                                          .customers = one,
                                          .overrides = overrides,
                                          .as_of = "2026-02-28"},
                                {.overrides = overrides, .as_of = "2026-03-01"}}},
        "A: high 12.00@2 -> mid 12.00@2: alone day (override until 2026-03-01; "
        "override from 2026-03-01)\n",
        "A: mid 12.00@2 -> high 12.00@2: alone day (override from 2026-03-01; "
        "override until 2026-03-01)\n");
}

/* It is in force on both days, and not applied once the system's tier has risen. */
static void
laws_decide_by_day(void **state)
{
    char *table = edited(base, "{rows: {CN: 10, US: 20, IR: 60}}",
        "{complete_from: 2020-01-01, rows: [{key: US, points: 20, valid_to: "
        "2026-03-01},\n"
        "    {key: US, points: 90, valid_from: 2026-03-01}]}");
    char *model = edited(table, "inputs:", "overrides: {woken: ignore}\ninputs:");
    static const char overrides[] = OVERRIDES
        "A,mid,X,seen,Wang,,2026-01-01,2026-02-01,,low\n";
    (void)state;
    expect_both(
        (struct comparison){.sides = {{.model = model,
                                          .customers = one,
                                          .overrides = overrides,
                                          .as_of = "2026-02-28"},
                                {.overrides = overrides, .as_of = "2026-03-01"}}},
        "A: mid 12.00@2 -> high 54.00@2: alone day (residence: US 20.0000 -> US "
        "90.0000; override no more applied)\n",
        "A: high 54.00@2 -> mid 12.00@2: alone day (residence: US 90.0000 -> US "
        "20.0000; override applied)\n");
    free(table);
    free(model);
}

static void
history_holds_until_a_day(void **state)
{
    char *model = edited(
        base, "inputs:", "history: {down: {steps: 1, wait: 6 months}}\ninputs:");
    static const char previous[] =
        "id,system_tier,tier_since,first_rated_on,last_reviewed_on,direct\n"
        "A,high,2026-01-15,2026-01-15,,no\n";
    (void)state;
    expect_both((struct comparison){.sides = {{.model = model,
                                                  .customers = one,
                                                  .previous = previous,
                                                  .as_of = "2026-07-14"},
                                        {.previous = previous, .as_of = "2026-07-15"}}},
        "A: high 12.00@2 -> mid 12.00@2: alone day (no more held by history)\n",
        "A: mid 12.00@2 -> high 12.00@2: alone day (held by history)\n");
    free(model);
}

/* Ages tell their bands; a confidential one tells nothing. */
static void
ages_are_told(void **state)
{
    static const char customers[] = HEADER "A,US,5,2026-01-15,N\n";
    char *hidden = edited(
        base, "opened: {type: date}", "opened: {type: date, confidential: true}");
    struct comparison comparison = {.options = {.scores = true},
        .sides = {{.model = base, .customers = customers, .as_of = "2026-07-14"},
            {.as_of = "2026-07-15"}}};
    (void)state;
    expect_movers(comparison,
        "A: low 17.00@2 -> low 12.00@2: alone day (tenure: below 6 months 5.0000 -> at "
        "least 6 months 0.0000)\n");
    comparison.sides[0].model = hidden;
    expect_movers(comparison, "A: low 17.00@2 -> low 12.00@2: alone day\n");
    comparison.options.reveal = true;
    expect_movers(comparison,
        "A: low 17.00@2 -> low 12.00@2: alone day (tenure: below 6 months 5.0000 -> at "
        "least 6 months 0.0000)\n");
    free(hidden);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overrides_begin_and_end),
        cmocka_unit_test(one_override_follows_another),
        cmocka_unit_test(laws_decide_by_day),
        cmocka_unit_test(history_holds_until_a_day),
        cmocka_unit_test(ages_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

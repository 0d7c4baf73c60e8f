/* Into which parts two models fall; what is beside the customers; what is confidential. */
#include "diffing.h"

/* ---- Parts of models ---- */

/* The parts, as "table country, weights". */
static void
list_parts(const struct crr_diff *diff, struct crr_buffer *log)
{
    struct crr_part part;
    uint64_t count;
    for (size_t i = 0; crr_diff_part(diff, i, &part, &count) == CRR_OK; i++) {
        log_words(log, "%s%s", i ? ", " : "", crr_part_kind_name(part.kind));
        if (part.id.length > 0)
            log_words(log, " %.*s", (int)part.id.length, part.id.at);
        if (part.confidential)
            log_words(log, "!");
        if (count > 0)
            log_words(log, " x%llu", (unsigned long long)count);
    }
}

static void
expect_parts(struct comparison comparison, const char *parts, const char *movers)
{
    struct crr_buffer log;
    crr_buffer_init(&log, NULL);
    compare(&comparison);
    if (comparison.status != CRR_OK)
        fail_msg("%s", comparison.error.message);
    list_parts(comparison.diff, &log);
    assert_int_equal(crr_buffer_write(&log, "", 1), 0);
    assert_string_equal(log.at, parts);
    assert_string_equal(comparison.log.at, movers);
    crr_buffer_clear(&log);
    comparison_clear(&comparison);
}

static void
each_part_is_found(void **state)
{
    static const struct {
        const char *old, *new, *parts, *movers;
    } edits[] = {
        {"version: '1'", "version: '2'", "", ""},
        {"country: {type: code}", "country: {type: code, title: Country}", "", ""},
        {"IR: 60", "IR: 50", "table country x1",
            "B: high 51.00@3 -> mid 45.00@3: alone table country (residence: IR "
            "60.0000 "
            "-> IR 50.0000)\n"},
        {"IR: 60", "IR: 60, KP: 90", "table country", ""},
        {"basis: b}",
            "basis: b}\n  - {id: rich, when: {amount: {at_least: 500}}, "
            "at_least: high, basis: b}",
            "rule rich x1", "C: mid 27.00@4 -> high 27.00@4: alone rule rich\n"},
        {"at_least: mid", "at_least: high", "rule known x1",
            "D: mid 16.00@5 -> high 16.00@5: alone rule known\n"},
        {"from: 50", "from: 51.5", "thresholds x1",
            "B: high 51.00@3 -> mid 51.00@3: alone thresholds\n"},
        {"{id: never}", "{id: never, relationship: none}", "tiers", ""},
        {"below: 100,", "below: 1000,", "factor size x2",
            "B: high 51.00@3 -> mid 36.00@3: alone factor size\n"
            "C: mid 27.00@4 -> low 12.00@4: alone factor size\n"},
        {"{points: 0}]}]", "{points: -3}]}]", "theta x1",
            "B: high 51.00@3 -> mid 48.00@3: alone theta\n"},
        {"tables:", "missing_values: ['', '500']\ntables:", "policy x2",
            "B: high 51.00@3 -> rejected 601@3: alone policy\n"
            "C: mid 27.00@4 -> rejected 601@4: alone policy\n"},
        {"country: {type: code}", "country: {type: code, missing: worst}",
            "policy country", ""},
        {"inputs:", "score: {decimals: 0}\ninputs:", "score", ""},
        {"inputs:", "overrides: {woken: ignore}\ninputs:", "override_laws", ""},
        {"inputs:", "history: {down: {steps: 1}}\ninputs:", "history", ""},
        /* A quarter of the weight moves from the amount to the country. */
        {"weight: 0.6, input: country, table: country}\n  - {id: size, weight: 0.3",
            "weight: 0.85, input: country, table: country}\n  - {id: size, weight: "
            "0.05",
            "weights x1", "C: mid 27.00@4 -> low 19.50@4: alone weights\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        char *b = edited(base, edits[i].old, edits[i].new);
        expect_parts((struct comparison){.sides = {{.model = base, .customers = people},
                                             {.model = b}}},
            edits[i].parts, edits[i].movers);
        free(b);
    }
}

/* Weights of factors that are not there make no model: they go together with them. */
static void
parts_go_together(void **state)
{
    char *b = edited(base,
        "weight: 0.6, input: country, table: country}\n"
        "  - {id: size, weight: 0.3, input: amount,\n"
        "     bands: [{below: 100, points: 0}, {points: 50}]}\n"
        "  - {id: person, weight: 0.1, input: pep, points: {yes: 100, no: 0}}\n",
        "weight: 0.9, input: country, table: country}\n"
        "  - {id: person, weight: 0.1, input: pep, points: {yes: 100, no: 0}}\n");
    char *c = edited(b, "IR: 60", "IR: 20");
    (void)state;
    expect_parts((struct comparison){.sides = {{.model = base, .customers = people},
                                         {.model = b}}},
        "factors x1, weights x1",
        "C: mid 27.00@4 -> low 18.00@4: alone "
        "factors+weights\n");
    expect_parts((struct comparison){.sides = {{.model = base, .customers = people},
                                         {.model = c}}},
        "table country x1, factors x2, weights x2",
        "B: high 51.00@3 -> low 18.00@3: needed table country (residence: IR 60.0000 "
        "-> IR 20.0000), factors+weights\n"
        "C: mid 27.00@4 -> low 18.00@4: alone factors+weights\n");
    free(b);
    free(c);
}

/* Segments, which take each customer by what it is; scenarios, by what was asked for. */
static void
segments_are_parts(void **state)
{
    char *a = edited(base, "tiers:",
        "segments:\n"
        "  - {id: poor, when: {amount: {below: 100}}}\n"
        "  - {id: rich, when: {amount: {at_least: 100}}, thresholds: {mid: 20, high: "
        "60}}\n"
        "tiers:");
    char *other_limit = edited(a, "below: 100}}}\n", "below: 1000}}}\n");
    char *b = edited(other_limit, "at_least: 100}", "at_least: 1000}");
    char *c = edited(a, "high: 60}", "high: 50}");
    char *d = edited(base, "tiers:",
        "segments:\n  - {id: calm}\n"
        "  - {id: storm, thresholds: {mid: 5, high: 10}}\ntiers:");
    (void)state;
    expect_parts(
        (struct comparison){.sides = {{.model = a, .customers = people}, {.model = b}}},
        "segments x1", "B: mid 51.00@3 -> high 51.00@3: alone segments\n");
    expect_parts(
        (struct comparison){.sides = {{.model = a, .customers = people}, {.model = c}}},
        "thresholds x1", "B: mid 51.00@3 -> high 51.00@3: alone thresholds\n");
    expect_parts((struct comparison){.sides = {{.model = base, .customers = people},
                                         {.model = a}}},
        "segments x1", "B: high 51.00@3 -> mid 51.00@3: alone segments\n");
    expect_parts(
        (struct comparison){
            .sides = {{.model = d, .customers = people, .scenario = "calm"},
                {.scenario = "storm"}}},
        "scenario x3",
        "A: low 6.00@2 -> mid 6.00@2: alone scenario\n"
        "C: mid 27.00@4 -> high 27.00@4: alone scenario\n"
        "D: mid 16.00@5 -> high 16.00@5: alone scenario\n");
    free(a);
    free(other_limit);
    free(b);
    free(c);
    free(d);
}

/* Tiers of both: A's from the lowest, then those of B alone. */
static void
tiers_are_joined(void **state)
{
    char *b = edited(base, "{id: mid, ", "{id: some, from: 5}, {id: mid, ");
    struct comparison comparison = {
        .sides = {{.model = base, .customers = people}, {.model = b}}};
    static const char *const names[] = {"low", "mid", "high", "never", "some"};
    (void)state;
    compare(&comparison);
    assert_int_equal(comparison.status, CRR_OK);
    assert_string_equal(
        comparison.log.at, "A: low 6.00@2 -> some 6.00@2: alone tiers\n");
    assert_int_equal(crr_diff_tier_count(comparison.diff), 5);
    for (size_t i = 0; i < 5; i++)
        assert_true(crr_text_is(crr_diff_tier(comparison.diff, i), names[i]));
    assert_int_equal(crr_diff_count(comparison.diff, 0, 4), 1);
    comparison_clear(&comparison);
    free(b);
}

/* Inputs of one side alone are there for the parts that read them. */
static void
inputs_of_one_side(void **state)
{
    char *input = edited(base, "  pep:", "  cash: {type: flag, columns: pep}\n  pep:");
    char *b = edited(input, "when: {pep: true}, at_least: mid",
        "when: {cash: true}, at_least: high");
    char *column = edited(base, "amount: {type: number, places: 2}",
        "amount: {type: number, places: 2, columns: [more]}");
    static const char wide[] = "id,country,amount,opened,pep,more\n"
                               "A,CN,5,2020-01-01,N,500\nB,CN,5,2020-01-01,N,6\n";
    (void)state;
    expect_parts((struct comparison){.sides = {{.model = base, .customers = people},
                                         {.model = b}}},
        "rule known x1", "D: mid 16.00@5 -> high 16.00@5: alone rule known\n");
    expect_parts((struct comparison){.sides = {{.model = b, .customers = people},
                                         {.model = base}}},
        "rule known x1", "D: high 16.00@5 -> mid 16.00@5: alone rule known\n");
    /* An input that is read from another column differs in its values. */
    expect_parts((struct comparison){.sides = {{.model = base, .customers = wide},
                                         {.model = column}}},
        "input amount x1",
        "A: low 6.00@2 -> mid 21.00@2: alone input amount (5 -> 500)\n");
    free(input);
    free(b);
    free(column);
}

/* ---- Beside the customers ---- */

#define OVERRIDES                                                                      \
    "key,tier,reason_code,reason,decided_by,second_person,decided_on,from,until,"      \
    "system_tier\n"
#define PREVIOUS "id,system_tier,tier_since,first_rated_on,last_reviewed_on,direct\n"

static void
overrides_are_causes(void **state)
{
    static const char one[] = OVERRIDES
        "A,high,X,seen,Wang,,2026-01-01,2026-01-01,,low\n"
        "D,high,X,seen,Wang,,2026-01-01,2026-07-02,,mid\n";
    static const char other[] = OVERRIDES
        "A,mid,X,seen,Wang,,2026-01-01,2026-01-01,,low\n"
        "C,high,X,seen,Wang,,2026-01-01,2026-01-01,,mid\n"
        "C,high,X,seen,Li,,2026-01-01,2026-01-01,,mid\n";
    (void)state;
    expect_parts((struct comparison){.sides = {{.model = base, .customers = people},
                                         {.overrides = one}}},
        "override x1", "A: low 6.00@2 -> high 6.00@2: alone override\n");
    expect_parts(
        (struct comparison){
            .sides = {{.model = base, .customers = people, .overrides = one},
                {.model = base}}},
        "override x1", "A: high 6.00@2 -> low 6.00@2: alone override\n");
    /* Two that are in force reject the row. */
    expect_parts(
        (struct comparison){
            .sides = {{.model = base, .customers = people, .overrides = one},
                {.overrides = other}}},
        "override x2",
        "A: high 6.00@2 -> mid 6.00@2: alone override\n"
        "C: mid 27.00@4 -> rejected 616@4: alone override\n");
    /* The same decision that is in force from a day on: the day is the cause. */
    expect_parts(
        (struct comparison){
            .sides = {{.model = base, .customers = people, .overrides = one},
                {.overrides = one, .as_of = "2026-07-02"}}},
        "day x1",
        "D: mid 16.00@5 -> high 16.00@5: alone day (override from 2026-07-02)\n");
}

static void
earlier_runs_are_causes(void **state)
{
    char *slow = edited(base, "inputs:", "history: {down: {steps: 1}}\ninputs:");
    char *slower = edited(
        base, "inputs:", "history: {down: {steps: 1, wait: 6 months}}\ninputs:");
    static const char previous[] = PREVIOUS
        "A,high,2020-01-01,2020-01-01,2020-01-01,no\n"
        "B,low,2020-01-01,2020-01-01,2020-01-01,no\n"
        "C,high,2026-06-01,2020-01-01,2020-01-01,no\n";
    static const char other[] = PREVIOUS "A,low,2020-01-01,2020-01-01,2020-01-01,no\n"
                                         "C,mid,2020-01-01,2020-01-01,2020-01-01,no\n";
    (void)state;
    expect_parts((struct comparison){.sides = {{.model = slow, .customers = people},
                                         {.previous = previous}}},
        "previous x1", "A: low 6.00@2 -> mid 6.00@2: alone previous\n");
    expect_parts(
        (struct comparison){
            .sides = {{.model = slow, .customers = people, .previous = previous},
                {.previous = other}}},
        "previous x1", "A: mid 6.00@2 -> low 6.00@2: alone previous\n");
    expect_parts(
        (struct comparison){
            .sides = {{.model = slow, .customers = people, .previous = previous},
                {.model = slower, .previous = previous}}},
        "history x1", "C: mid 27.00@4 -> high 27.00@4: alone history\n");
    free(slow);
    free(slower);
}

/* Joined by key the earlier customer is found for the record of A that was kept. */
static void
two_files_with_all_beside(void **state)
{
    char *slow = edited(base, "inputs:", "history: {down: {steps: 1}}\ninputs:");
    static const char previous[] = PREVIOUS
        "A,high,2020-01-01,2020-01-01,2020-01-01,no\n";
    static const char overrides[] = OVERRIDES
        "D,high,X,seen,Wang,,2026-01-01,2026-01-01,,mid\n";
    static const char turned[] = HEADER
        "D,CN,5,2020-01-01,Y\nC,US,5,2020-01-01,N\nB,IR,500,2020-01-01,N\n"
        "A,CN,6,2020-01-01,N\n";
    (void)state;
    expect_parts((struct comparison){.sides = {{.model = slow,
                                                   .customers = people,
                                                   .previous = previous,
                                                   .overrides = overrides},
                                         {.customers = turned}}},
        "previous x1, override x1, input amount x1",
        "D: high 16.00@5 -> mid 16.00@2: alone override\n"
        "C: mid 27.00@4 -> low 12.00@3: alone input amount (500 -> 5)\n"
        "A: mid 6.00@2 -> low 6.00@5: alone previous\n");
    free(slow);
}

static void
links_are_causes(void **state)
{
    char *linked = edited(base, "tables:",
        "  owners: {type: codes, linked: {input: country, roles: [o], depth: 2}}\n"
        "tables:");
    char *model = edited(linked, "basis: b}\n",
        "basis: b}\n  - {id: owned, when: {owners: IR}, at_least: high, basis: b,\n"
        "     if_missing: false}\n");
    static const char one[] = "from,to,role,share\nA,P1,o,60%\n";
    static const char two[] = "from,to,role,share\nA,P2,o,60%\nC,P2,o,\nD,P1,o,\n";
    static const char twice[] = "id,country\nP1,CN\nP2,IR\nP1,CN\n";
    static const char persons[] = "id,country\nP1,CN\nP2,IR\n";
    static const char shuffled[] = HEADER
        "D,CN,5,2020-01-01,Y\nC,US,500,2020-01-01,N\n"
        "B,IR,500,2020-01-01,N\nA,CN,5,2020-01-01,N\n";
    static const char movers[] = "A: low 6.00@2 -> high 6.00@2: alone links\n"
                                 "C: mid 27.00@4 -> high 27.00@4: alone links\n";
    (void)state;
    expect_parts((struct comparison){.sides = {{.model = model,
                                                   .customers = people,
                                                   .links = one,
                                                   .persons = persons},
                                         {.links = two, .persons = persons}}},
        "links x2", movers);
    /* Also joined, where A's links are walked again. */
    expect_parts(
        (struct comparison){
            .sides = {{.model = model,
                          .customers = people,
                          .links = one,
                          .persons = persons},
                {.customers = shuffled, .links = two, .persons = persons}}},
        "links x2",
        "C: mid 27.00@4 -> high 27.00@3: alone links\n"
        "A: low 6.00@2 -> high 6.00@5: alone links\n");
    /* A person of two records rejects who stands before it. */
    expect_parts((struct comparison){.sides = {{.model = model,
                                                   .customers = people,
                                                   .links = one,
                                                   .persons = persons},
                                         {.links = one, .persons = twice}}},
        "links x1", "A: low 6.00@2 -> rejected 617@2: alone links\n");
    expect_parts(
        (struct comparison){
            .sides =
                {{.model = model, .customers = people, .links = one, .persons = twice},
                    {.customers = shuffled, .links = one, .persons = persons}}},
        "links x1", "A: rejected 617@2 -> low 6.00@5: alone links\n");
    free(linked);
    free(model);
}

/* ---- Confidential ---- */

/* Both ways, and with all revealed. */
static void
expect_hidden(struct given a, struct given b, const char *parts, const char *movers,
    const char *revealed)
{
    struct comparison comparison = {.sides = {a, b}};
    expect_parts(comparison, parts, movers);
    comparison.options.reveal = true;
    expect_movers(comparison, revealed);
}

static void
confidential_parts_are_hidden(void **state)
{
    char *hidden = edited(
        base, "pep: {type: flag}", "pep: {type: flag, confidential: true}");
    char *rule = edited(hidden, "at_least: mid", "at_least: high");
    char *factor = edited(hidden, "yes: 100", "yes: 0");
    static const char other[] = HEADER "A,CN,5,2020-01-01,Y\nC,US,5,2020-01-01,N\n"
                                       "B,IR,500,2020-01-01,N\nD,CN,5,2020-01-01,Y\n";
    struct given a = {.model = hidden, .customers = people};
    (void)state;
    expect_hidden(a, (struct given){.model = rule}, "rule! x1",
        "D: mid 16.00@5 -> high 16.00@5: alone rule!\n",
        "D: mid 16.00@5 -> high 16.00@5: alone rule known!\n");
    expect_hidden(a, (struct given){.model = factor}, "factor!", "", "");
    expect_hidden(a, (struct given){.customers = other}, "input! x1, input amount x1",
        "A: low 6.00@2 -> mid 16.00@2: alone input!\n"
        "C: mid 27.00@4 -> low 12.00@3: alone input amount (500 -> 5)\n",
        "A: low 6.00@2 -> mid 16.00@2: alone input pep! (N -> Y)\n"
        "C: mid 27.00@4 -> low 12.00@3: alone input amount (500 -> 5)\n");
    /* Only one model may say so. */
    expect_hidden((struct given){.model = base, .customers = people},
        (struct given){.model = hidden, .customers = other},
        "policy!, input! x1, input amount x1",
        "A: low 6.00@2 -> mid 16.00@2: alone input!\n"
        "C: mid 27.00@4 -> low 12.00@3: alone input amount (500 -> 5)\n",
        "A: low 6.00@2 -> mid 16.00@2: alone input pep! (N -> Y)\n"
        "C: mid 27.00@4 -> low 12.00@3: alone input amount (500 -> 5)\n");
    free(hidden);
    free(rule);
    free(factor);
}

/* A table's rows tell the value that they are looked up by; so do those of a day. */
static void
confidential_rows_are_hidden(void **state)
{
    char *dated = edited(base, "{rows: {CN: 10, US: 20, IR: 60}}",
        "{complete_from: 2020-01-01, rows: [{key: CN, points: 10},\n"
        "    {key: US, points: 20, valid_to: 2026-03-01},\n"
        "    {key: US, points: 90, valid_from: 2026-03-01}, {key: IR, points: 60}]}");
    char *other = edited(dated, "key: IR, points: 60", "key: IR, points: 50");
    char *hidden = edited(
        other, "country: {type: code}", "country: {type: code, confidential: true}");
    struct given a = {.model = dated, .customers = people, .as_of = "2026-02-28"};
    (void)state;
    expect_parts(
        (struct comparison){.sides = {a, {.model = other, .as_of = "2026-03-01"}}},
        "table country x1, day x1",
        "B: high 51.00@3 -> mid 45.00@3: alone table country (residence: IR 60.0000 "
        "-> IR 50.0000)\n"
        "C: mid 27.00@4 -> high 69.00@4: alone day (residence: US 20.0000 -> US "
        "90.0000)\n");
    expect_parts(
        (struct comparison){.sides = {a, {.model = hidden, .as_of = "2026-03-01"}}},
        "policy!, table! x1, day x1",
        "B: high 51.00@3 -> mid 45.00@3: alone table!\n"
        "C: mid 27.00@4 -> high 69.00@4: alone day\n");
    a.model = hidden;
    a.as_of = "2026-03-01";
    expect_parts(
        (struct comparison){.sides = {a, {.model = dated, .as_of = "2026-02-28"}}},
        "policy!, table! x1, day x1",
        "B: mid 45.00@3 -> high 51.00@3: alone table!\n"
        "C: high 69.00@4 -> mid 27.00@4: alone day\n");
    free(dated);
    free(other);
    free(hidden);
}

static void
confidential_keys_are_hidden(void **state)
{
    char *hidden = edited(base, "key: true", "key: true, confidential: true");
    static const char other[] = HEADER "A,CN,500,2020-01-01,N\nE,CN,5,2020-01-01,N\n"
                                       "C,US,500,2020-01-01,N\nD,CN,5,2020-01-01,Y\n";
    struct given sides[2] = {
        {.model = base, .customers = people}, {.model = hidden, .customers = other}};
    (void)state;
    for (int i = 0; i < 2; i++)
        expect_movers((struct comparison){.sides = {sides[i], sides[!i]}},
            i ? ": mid 21.00@2 -> low 6.00@2: alone input amount (500 -> 5)\n"
                ": absent -> high 51.00@3\n"
                ": low 6.00@3 -> absent\n"
              : ": low 6.00@2 -> mid 21.00@2: alone input amount (5 -> 500)\n"
                ": absent -> low 6.00@3\n: high 51.00@3 -> absent\n");
    expect_movers(
        (struct comparison){.sides = {sides[0], sides[1]}, .options = {.reveal = true}},
        "A: low 6.00@2 -> mid 21.00@2: alone input amount (5 -> 500)\n"
        "E: absent -> low 6.00@3\nB: high 51.00@3 -> absent\n");
    free(hidden);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_part_is_found),
        cmocka_unit_test(parts_go_together),
        cmocka_unit_test(segments_are_parts),
        cmocka_unit_test(tiers_are_joined),
        cmocka_unit_test(inputs_of_one_side),
        cmocka_unit_test(overrides_are_causes),
        cmocka_unit_test(earlier_runs_are_causes),
        cmocka_unit_test(two_files_with_all_beside),
        cmocka_unit_test(links_are_causes),
        cmocka_unit_test(confidential_parts_are_hidden),
        cmocka_unit_test(confidential_rows_are_hidden),
        cmocka_unit_test(confidential_keys_are_hidden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

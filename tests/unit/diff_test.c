/* Comparing two models, two days, two files: who moves, and by which part. */
#include "diffing.h"

/* ---- Arguments ---- */

struct call {
    struct crr_diff_side a, b;
    struct crr_diff_options options;
    struct crr_file_options file;
};

static struct call
good_call(struct crr_model *model)
{
    struct call call = {
        .options = {.size = sizeof call.options},
        .file = {.size = sizeof call.file,
            .rater = {.has_as_of = true, .as_of = AS_OF}},
    };
    call.a.model = call.b.model = model;
    return call;
}

static void
expect_argument(struct call call, bool null_a, bool null_options, bool null_ret)
{
    struct crr_diff *diff = NULL;
    struct crr_error error = {.status = CRR_OK};
    if (!call.a.file)
        call.a.file = &call.file;
    call.b.file = &call.file;
    if (call.a.source_count == 99) {
        call.a.source_count = 0;
        call.b.file = NULL;
    }
    enum crr_status status = crr_diff_models(null_a ? NULL : &call.a, &call.b,
        null_options ? NULL : &call.options, null_ret ? NULL : &diff, &error);
    assert_int_equal(status, CRR_E_ARGUMENT);
    assert_int_equal(error.status, CRR_E_ARGUMENT);
    assert_null(diff);
    /* Without an error to fill, too. */
    assert_int_equal(
        crr_diff_models(null_a ? NULL : &call.a, &call.b,
            null_options ? NULL : &call.options, null_ret ? NULL : &diff, NULL),
        CRR_E_ARGUMENT);
}

static void
arguments_are_checked(void **state)
{
    struct crr_model *model = compiled(base);
    struct call call = good_call(model);
    struct crr_file_options strange = {.size = 8};
    (void)state;
    expect_argument(call, true, false, false);
    expect_argument(call, false, true, false);
    expect_argument(call, false, false, true);
    call.options.size--;
    expect_argument(call, false, false, false);
    call = good_call(model);
    call.b.model = NULL;
    expect_argument(call, false, false, false);
    call = good_call(model);
    call.a.file = &strange;
    expect_argument(call, false, false, false);
    call = good_call(model);
    call.a.source_count = 1; /* and no sources */
    expect_argument(call, false, false, false);
    call = good_call(model);
    call.a.source_count = 99; /* a side without options of its file */
    expect_argument(call, false, false, false);
    crr_model_unref(model);
}

static void
no_customers_are_no_movers(void **state)
{
    struct crr_model *model = compiled(base);
    struct call call = good_call(model);
    struct crr_diff *diff = NULL;
    struct crr_part part = {.kind = CRR_PART_NONE};
    uint64_t count = 7;
    (void)state;
    call.a.file = call.b.file = &call.file;
    assert_int_equal(
        crr_diff_models(&call.a, &call.b, &call.options, &diff, NULL), CRR_OK);
    assert_int_equal(crr_diff_mover_count(diff), 0);
    assert_int_equal(crr_diff_tier_count(diff), 4);
    assert_true(crr_text_is(crr_diff_tier(diff, 3), "never"));
    assert_int_equal(crr_diff_tier(diff, 4).length, 0);
    for (size_t a = 0; a < 8; a++)
        for (size_t b = 0; b < 8; b++) {
            assert_int_equal(crr_diff_count(diff, a, b), 0);
            assert_int_equal(crr_diff_system_count(diff, a, b), 0);
        }
    assert_int_equal(crr_diff_part(diff, 0, &part, &count), CRR_E_ARGUMENT);
    assert_int_equal(count, 7);
    crr_diff_free(diff);
    crr_diff_free(NULL);
    crr_model_unref(model);
}

static void
kinds_have_names(void **state)
{
    (void)state;
    assert_null(crr_part_kind_name(CRR_PART_NONE));
    assert_null(crr_part_kind_name((enum crr_part_kind)(CRR_PART_PREVIOUS + 1)));
    assert_null(crr_part_kind_name((enum crr_part_kind) - 1));
    for (int i = CRR_PART_INPUT; i <= CRR_PART_PREVIOUS; i++)
        for (int k = CRR_PART_INPUT; k < i; k++)
            assert_string_not_equal(crr_part_kind_name((enum crr_part_kind)i),
                crr_part_kind_name((enum crr_part_kind)k));
}

/* Two files are joined by a key that both models have; what a person or an earlier run
 * said of a tier needs the same tiers. */
static void
models_must_fit(void **state)
{
    char *keyless = edited(base, ", key: true", "");
    char *other_key = edited(base, "id: {type: text, key: true}",
        "name: {type: text, key: true, columns: id}");
    char *tiers = edited(base, "{id: mid, ", "{id: middle, from: 10}, {id: mid, ");
    static const char previous[] =
        "id,system_tier,tier_since,first_rated_on,last_reviewed_on,direct\n";
    (void)state;
    expect_failure(
        (struct comparison){
            .sides = {{.model = keyless, .customers = people}, {.customers = people}}},
        CRR_E_ARGUMENT, "", 0, "key");
    expect_failure((struct comparison){.sides = {{.model = base, .customers = people},
                                           {.model = keyless, .customers = people}}},
        CRR_E_ARGUMENT, "", 0, "key");
    expect_failure((struct comparison){.sides = {{.model = base, .customers = people},
                                           {.model = other_key, .customers = people}}},
        CRR_E_ARGUMENT, "", 0, "found \"id\" and \"name\"");
    expect_failure((struct comparison){.sides = {{.model = base, .customers = people},
                                           {.model = tiers, .previous = previous}}},
        CRR_E_ARGUMENT, "", 0, "same tiers");
    /* One file needs no key. */
    expect_movers((struct comparison){.sides = {{.model = keyless, .customers = people},
                                          {.as_of = "2026-07-02"}}},
        "");
    free(keyless);
    free(other_key);
    free(tiers);
}

/* ---- Customers ---- */

static void
keys_stand_once(void **state)
{
    static const char twice[] = HEADER "A,CN,5,2020-01-01,N\nB,CN,5,2020-01-01,N\n"
                                       " A ,US,5,2020-01-01,N\n";
    static const char strangers[] = HEADER "X,CN,5,2020-01-01,N\n\n"
                                           "X,CN,5,2020-01-01,N\n";
    static const char rejected[] = HEADER "A,??,5,2020-01-01,N\nA,CN,5,2020-01-01,N\n";
    (void)state;
    expect_failure((struct comparison){.sides = {{.model = base, .customers = twice},
                                           {.customers = people}}},
        CRR_E_FILE, "a.csv", 4, "found that of line 2");
    expect_failure((struct comparison){.sides = {{.model = base, .customers = people},
                                           {.customers = twice}}},
        CRR_E_FILE, "b.csv", 4, "found that of line 2");
    expect_failure((struct comparison){.sides = {{.model = base, .customers = people},
                                           {.customers = strangers}}},
        CRR_E_FILE, "b.csv", 4, "found that of line 2");
    expect_failure((struct comparison){.sides = {{.model = base, .customers = rejected},
                                           {.customers = people}}},
        CRR_E_FILE, "a.csv", 3, "found that of line 2");
    /* Record by record they may. */
    expect_movers((struct comparison){.sides = {{.model = base, .customers = twice},
                                          {.as_of = "2026-07-02"}}},
        "");
}

/* Keys are compared as the model compares them. */
static void
keys_are_compared_as_codes(void **state)
{
    char *codes = edited(
        base, "type: text, key: true", "type: code, case: ignore, key: true");
    (void)state;
    expect_movers(
        (struct comparison){
            .sides = {{.model = codes, .customers = HEADER "ab,CN,5,2020-01-01,N\n"},
                {.customers = HEADER " AB ,US,500,2020-01-01,N\n"}}},
        "ab: low 6.00@2 -> mid 27.00@2: alone input amount (5 -> 500)\n");
    expect_movers(
        (struct comparison){
            .sides = {{.model = base, .customers = HEADER "ab,CN,5,2020-01-01,N\n"},
                {.customers = HEADER "AB,US,500,2020-01-01,N\n"}}},
        "AB: absent -> mid 27.00@2\nab: low 6.00@2 -> absent\n");
    free(codes);
}

static void
customers_come_and_go(void **state)
{
    struct comparison comparison = {
        .sides = {{.model = base, .customers = people},
            {.customers = HEADER "E,IR,500,2020-01-01,N\nD,CN,5,2020-01-01,Y\n"
                                 "F,??,5,2020-01-01,N\nC,US,500,2020-01-01,N\n"}}};
    (void)state;
    compare(&comparison);
    assert_int_equal(comparison.status, CRR_OK);
    assert_string_equal(comparison.log.at, "E: absent -> high 51.00@2\n"
                                           "F: absent -> rejected 602@4\n"
                                           "A: low 6.00@2 -> absent\n"
                                           "B: high 51.00@3 -> absent\n");
    /* Tiers low, mid, high, never; then rejected; then absent. */
    assert_int_equal(crr_diff_count(comparison.diff, 0, 5), 1);
    assert_int_equal(crr_diff_count(comparison.diff, 2, 5), 1);
    assert_int_equal(crr_diff_count(comparison.diff, 1, 1), 2);
    assert_int_equal(crr_diff_count(comparison.diff, 5, 2), 1);
    assert_int_equal(crr_diff_count(comparison.diff, 5, 4), 1);
    uint64_t total = 0;
    for (size_t a = 0; a < 6; a++)
        for (size_t b = 0; b < 6; b++)
            total += crr_diff_count(comparison.diff, a, b);
    assert_int_equal(total, 6);
    comparison_clear(&comparison);
}

/* A record that is rejected stands in no tier; it has causes where it can be split. */
static void
records_are_rejected(void **state)
{
    (void)state;
    expect_movers(
        (struct comparison){
            .sides = {{.model = base,
                          .customers = HEADER
                          "A,??,5,2020-01-01,N\nB,CN,5,2020-01-01,N\n"
                          "C,CN,x,2020-01-01,N\nD,CN,5\n"
                          ",CN,5,2020-01-01,N\n"},
                {.customers = HEADER "A,CN,5,2020-01-01,N\nB,CN,5,2020-02-30,N\n"
                                     "C,??,5,2020-01-01,N\nD,CN,5,2020-01-01,N\n"}}},
        /* The key of a record that cannot be split is not known. */
        ": rejected 704@5 -> absent\n: rejected 601@6 -> absent\n"
        "A: rejected 602@2 -> low 6.00@2: alone input country (?? -> CN)\n"
        "B: low 6.00@3 -> rejected 604@3: alone input opened (2020-01-01 -> "
        "2020-02-30)\n"
        "D: absent -> low 6.00@5\n");
}

/* ---- Two files ---- */

static void
inputs_are_causes(void **state)
{
    static const char before[] = HEADER
        "A,CN,5,2020-01-01,N\nB,US,5,2020-01-01,N\nC,CN,5,2020-01-01,N\n"
        "D,CN,5,2020-01-01,N\nE,CN,5,2020-01-01,N\nF,CN,5,2020-01-01,\n";
    /* The columns may stand in another order, and more of them. */
    static const char after[] = "pep,amount,more,country,opened,id\n"
                                "N,5,,IR,2020-01-01,A\nY,500,,IR,2020-01-01,B\n"
                                "Y,5,,CN,2020-01-02,C\nN,5,, CN ,2020-01-01,D\n"
                                "N,5,,CN,2026-06-01,E\nN,5,,CN,2020-01-01,F\n";
    (void)state;
    expect_movers((struct comparison){.sides = {{.model = base, .customers = before},
                                          {.customers = after}}},
        "A: low 6.00@2 -> mid 36.00@2: alone input country (CN -> IR)\n"
        /* 12 becomes 61; without one of the three it is 37, 46, 51: two are needed. */
        "B: low 12.00@3 -> high 61.00@3: needed input country (US -> IR), input amount "
        "(5 -> 500)\n"
        "C: low 6.00@4 -> mid 16.00@4: alone input pep (N -> Y)\n"
        "F: rejected 601@7 -> low 6.00@7: alone input pep ((missing) -> N)\n");
    /* Scores too: E is new with θ. */
    expect_movers(
        (struct comparison){.options = {.scores = true},
            .sides = {{.model = base,
                          .customers = HEADER
                          "E,CN,5,2020-01-01,N\nG,CN,5.0,2020-01-01,N\n"},
                {.customers = HEADER "E,CN,5,2026-06-01,N\nG,CN,5,2020-01-01,no\n"}}},
        "E: low 6.00@2 -> low 11.00@2: alone input opened (2020-01-01 -> "
        "2026-06-01)\n");
}

/* Either of two suffices; or only both together do; or neither does alone. */
static void
causes_have_standards(void **state)
{
    char *lists = edited(base, "opened: {type: date}",
        "opened: {type: date}\n  a: {type: flag}\n  b: {type: flag}");
    char *either = edited(lists, "basis: b}\n",
        "basis: b}\n  - {id: e, when: {any: [{a: true}, {b: true}]}, tier: never,\n"
        "     basis: b}\n");
    char *one = edited(lists, "basis: b}\n",
        "basis: b}\n  - {id: x, when: {any: [{all: [{a: true}, {b: false}]},\n"
        "     {all: [{a: false}, {b: true}]}]}, tier: never, basis: b}\n");
#define WIDE "id,country,amount,opened,pep,a,b\n"
#define ROW "K,CN,5,2020-01-01,N,"
    (void)state;
    expect_movers(
        (struct comparison){.sides = {{.model = either, .customers = WIDE ROW "N,N\n"},
                                {.customers = WIDE ROW "Y,Y\n"}}},
        "K: low 6.00@2 -> never 6.00@2: alone input a (N -> Y), input b (N -> Y)\n");
    expect_movers(
        (struct comparison){.sides = {{.model = either, .customers = WIDE ROW "Y,N\n"},
                                {.customers = WIDE ROW "N,N\n"}}},
        "K: never 6.00@2 -> low 6.00@2: alone input a (Y -> N)\n");
    /* Each alone would move the customer, both together do not: no mover. */
    expect_movers(
        (struct comparison){.sides = {{.model = one, .customers = WIDE ROW "N,N\n"},
                                {.customers = WIDE ROW "Y,Y\n"}}},
        "");
    free(lists);
    free(either);
    free(one);
}

/* ---- Two days ---- */

static void
days_are_causes(void **state)
{
    char *table = edited(base, "{rows: {CN: 10, US: 20, IR: 60}}",
        "{complete_from: 2020-01-01, rows: [{key: CN, points: 10},\n"
        "    {key: US, points: 20, valid_to: 2026-03-01},\n"
        "    {key: US, points: 90, valid_from: 2026-03-01}, {key: IR, points: 60}]}");
    static const char customers[] = HEADER "A,US,5,2020-01-01,N\nB,CN,5,2025-09-01,N\n"
                                           "C,IR,5,2020-01-01,N\n";
    (void)state;
    expect_movers(
        (struct comparison){
            .sides = {{.model = table, .customers = customers, .as_of = "2026-02-28"},
                {.as_of = "2026-03-01"}}},
        "A: low 12.00@2 -> high 54.00@2: alone day (residence: US 20.0000 -> US "
        "90.0000)\n");
    /* The day counts in θ as well. */
    expect_movers(
        (struct comparison){.options = {.scores = true},
            .sides = {{.model = base, .customers = customers, .as_of = "2026-02-28"},
                {.as_of = "2026-03-01"}}},
        "B: low 11.00@3 -> low 6.00@3: alone day (tenure: below 6 months 5.0000 -> at "
        "least 6 months 0.0000)\n");
    /* Before a table begins nothing is rated: that is no comparison. */
    expect_failure(
        (struct comparison){.sides = {{.model = table, .customers = customers},
                                {.as_of = "2019-12-31"}}},
        CRR_E_ARGUMENT, "", 0, "2020-01-01");
    free(table);
}

static const char *
listing_model(void)
{
    static char text[4096];
    char *named = edited(base, "tables:",
        "  name: {type: text}\nlists: {watch: {file: list.csv, complete_from: "
        "2020-01-01}}\ntables:");
    char *ruled = edited(named, "basis: b}\n",
        "basis: b}\n  - {id: watched, when: {name: {name_in: watch}}, at_least: high,\n"
        "     if_missing: false, basis: b}\n");
    snprintf(text, sizeof text, "%s", ruled);
    free(named);
    free(ruled);
    return text;
}

/* A list whose entries hold from a day on; and another edition of the list. */
static void
lists_are_causes(void **state)
{
    static const char list[] = "id,name,valid_from,valid_to\n1,Li Si,2026-02-01,\n";
    static const char later[] =
        "id,name,valid_from,valid_to\n2,Wang Wu,,\n1,Li Si,2026-02-01,\n";
    static const char customers[] = "id,country,amount,opened,pep,name\n"
                                    "A,CN,5,2020-01-01,N,LI SI\n"
                                    "B,CN,5,2020-01-01,N,Wang Wu\n"
                                    "C,CN,5,2020-01-01,N,Zhao Liu\n";
    (void)state;
    expect_movers((struct comparison){.sides = {{.model = listing_model(),
                                                    .list = list,
                                                    .customers = customers,
                                                    .as_of = "2026-01-31"},
                                          {.as_of = "2026-02-01"}}},
        "A: low 6.00@2 -> high 6.00@2: alone day (rule watched fires)\n");
    expect_movers((struct comparison){.sides = {{.model = listing_model(),
                                                    .list = list,
                                                    .customers = customers,
                                                    .as_of = "2026-01-31"},
                                          {.list = later, .as_of = "2026-02-01"}}},
        "A: low 6.00@2 -> high 6.00@2: alone day (rule watched fires)\n"
        "B: low 6.00@3 -> high 6.00@3: alone list watch\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arguments_are_checked),
        cmocka_unit_test(no_customers_are_no_movers),
        cmocka_unit_test(kinds_have_names),
        cmocka_unit_test(models_must_fit),
        cmocka_unit_test(keys_stand_once),
        cmocka_unit_test(keys_are_compared_as_codes),
        cmocka_unit_test(customers_come_and_go),
        cmocka_unit_test(records_are_rejected),
        cmocka_unit_test(inputs_are_causes),
        cmocka_unit_test(causes_have_standards),
        cmocka_unit_test(days_are_causes),
        cmocka_unit_test(lists_are_causes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

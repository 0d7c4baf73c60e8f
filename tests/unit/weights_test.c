/* Global weights: the largest remainder from the top down, whatever the order of the
 * file, every group and all leaves exact. */
#include "rating.h"

#define HEAD "crr: 1\nmodel: {id: m, version: '1'}\ninputs: {x: {type: number}}\n"
#define TAIL "tiers: [{id: low, from: 0}]\n"
/* A leaf, and two kinds of groups. */
#define LEAF(id, weight) "{id: " id ", weight: " weight ", input: x, range: [0, 100]}"
#define GROUP(id, weight, members)                                                     \
    "{id: " id ", weight: " weight ", factors: [" members "]}"
#define FACTORS(list) HEAD "factors: [" list "]\n" TAIL
#define PERCENT(list) HEAD "weights: {total: 100}\nfactors: [" list "]\n" TAIL
/* A group of so many units beside a leaf that has the rest. */
#define UNITS(units, rest, members)                                                    \
    FACTORS(GROUP("g", "0." units, members) ", " LEAF("rest", "0." rest))

/* The weights of all factors in 10^-9, in order of the file: "a 5, b 7". */
static void
print_weights(const struct crr_model *model, char *to, size_t size)
{
    size_t used = 0;
    to[0] = '\0';
    for (size_t i = 0; i < crr_model_factor_count(model); i++) {
        struct crr_factor_view view;
        assert_int_equal(crr_model_factor(model, i, NULL, &view), CRR_OK);
        used += (size_t)snprintf(to + used, size - used, "%s%.*s %lld",
            i > 0 ? ", " : "", (int)view.id.length, view.id.at,
            (long long)view.global_weight);
        assert_true(used < size);
    }
}

static const struct {
    const char *text;
    const char *weights;
} cases[] = {
    /* As they are written. */
    {FACTORS(LEAF("a", "1")), "a 1000000000"},
    {FACTORS(LEAF("a", "0.333333333") ", " LEAF("b", "0.333333334") ", " LEAF(
         "c", "0.333333333")),
        "a 333333333, b 333333334, c 333333333"},
    {PERCENT(LEAF("a", "33.3333333") ", " LEAF("b", "33.3333334") ", " LEAF(
         "c", "33.3333333")),
        "a 333333333, b 333333334, c 333333333"},
    {PERCENT(GROUP("g", "50", LEAF("a", "12.5") ", " LEAF("b", "87.5")) ", " LEAF(
         "c", "50")),
        "g 500000000, a 62500000, b 437500000, c 500000000"},
    /* 700000000 by thirds: remainders .1, .1, .8; one unit is left. */
    {FACTORS(GROUP("g", "0.7",
         LEAF("a", "0.333333333") ", " LEAF("b", "0.333333333") ", " LEAF(
             "c", "0.333333334")) ", " LEAF("d", "0.3")),
        "g 700000000, a 233333333, b 233333333, c 233333334, d 300000000"},
    /* 5 units: 1.25, 1.25, 2.5: the half is the largest remainder. */
    {UNITS("000000005", "999999995",
         LEAF("a", "0.25") ", " LEAF("b", "0.25") ", " LEAF("c", "0.5")),
        "g 5, a 1, b 1, c 3, rest 999999995"},
    /* 7 units: 1.75, 1.75, 3.5: two are left, and the half goes away empty. */
    {UNITS("000000007", "999999993",
         LEAF("a", "0.25") ", " LEAF("b", "0.25") ", " LEAF("c", "0.5")),
        "g 7, a 2, b 2, c 3, rest 999999993"},
    /* 6 units: 1.5, 1.5, 3: a tie, to the smaller id, whichever stands first. */
    {UNITS("000000006", "999999994",
         LEAF("a", "0.25") ", " LEAF("b", "0.25") ", " LEAF("c", "0.5")),
        "g 6, a 2, b 1, c 3, rest 999999994"},
    {UNITS("000000006", "999999994",
         LEAF("b", "0.25") ", " LEAF("c", "0.5") ", " LEAF("a", "0.25")),
        "g 6, b 1, c 3, a 2, rest 999999994"},
    /* Byte order: Z before a, - before ., 1 before 10, 10 before 9. */
    {UNITS("000000003", "999999997", LEAF("a", "0.5") ", " LEAF("Z", "0.5")),
        "g 3, a 1, Z 2, rest 999999997"},
    {UNITS("000000003", "999999997", LEAF("a.", "0.5") ", " LEAF("a-", "0.5")),
        "g 3, a. 1, a- 2, rest 999999997"},
    {UNITS("000000003", "999999997", LEAF("a10", "0.5") ", " LEAF("a1", "0.5")),
        "g 3, a10 1, a1 2, rest 999999997"},
    {UNITS("000000003", "999999997", LEAF("a9", "0.5") ", " LEAF("a10", "0.5")),
        "g 3, a9 1, a10 2, rest 999999997"},
    /* Groups share as leaves do, then share theirs: 5 as 3 and 2, 3 as 2.4 and .6. */
    {UNITS("000000005", "999999995",
         GROUP("q", "0.5", LEAF("y", "1")) ", " GROUP(
             "p", "0.5", LEAF("x2", "0.8") ", " LEAF("x1", "0.2"))),
        "g 5, q 2, y 2, p 3, x2 2, x1 1, rest 999999995"},
    /* Three levels: 700000000 · 0.123456789 = 86419752.3, and 613580247.7 for b;
     * 613580248 · 0.000000019 = 11.66 and 613580236.34. */
    {FACTORS(GROUP("g", "0.7",
         LEAF("a", "0.123456789") ", " GROUP("b", "0.876543211",
             LEAF("b1", "0.000000019") ", " LEAF("b2", "0.999999981"))) ", " LEAF("c",
         "0.3")),
        "g 700000000, a 86419752, b 613580248, b1 12, b2 613580236, c 300000000"},
};

static void
units_go_to_the_largest_remainders(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char weights[512];
        struct crr_model *model = model_of(cases[i].text);
        print_weights(model, weights, sizeof weights);
        assert_string_equal(weights, cases[i].weights);
        crr_model_unref(model);
    }
}

/* Seven members of seven groups: nothing divides evenly, and everything sums. */
static void
groups_and_leaves_sum_exactly(void **state)
{
    static const char *const parts[] = {"0.142857141", "0.142857142", "0.142857143",
        "0.142857144", "0.142857145", "0.142857146", "0.142857139"};
    char text[8192] = HEAD "factors:\n";
    int64_t sums[7] = {0};
    int64_t leaves = 0;
    (void)state;
    for (int i = 0; i < 7; i++) {
        size_t used = strlen(text);
        used += (size_t)snprintf(text + used, sizeof text - used,
            "- {id: g%d, weight: %s, factors: [", i, parts[i]);
        for (int j = 0; j < 7; j++)
            used += (size_t)snprintf(text + used, sizeof text - used,
                "{id: f%d%d, weight: %s, input: x, range: [0, 100]}%s", i, j, parts[j],
                j < 6 ? ", " : "]}\n");
    }
    strcat(text, TAIL);
    struct crr_model *model = model_of(text);
    struct crr_factor_view view;
    for (size_t i = 0; i < crr_model_factor_count(model); i++) {
        crr_model_factor(model, i, NULL, &view);
        if (view.parent == CRR_NONE)
            continue;
        sums[view.parent / 8] += view.global_weight;
        leaves += view.global_weight;
    }
    for (size_t i = 0; i < 7; i++) {
        crr_model_factor(model, i * 8, NULL, &view);
        assert_int_equal(view.kind, CRR_FACTOR_GROUP);
        assert_int_equal(view.global_weight, sums[i]);
    }
    assert_int_equal(leaves, 1000000000);
    crr_model_unref(model);
}

/* The weights that are shown are those that rate: 100 points each by thirds. */
static void
contributions_use_them(void **state)
{
    static const char *const parts[] = {"23.3333333", "23.3333333", "23.3333334", "30"};
    static const char *const ids[] = {"a", "b", "c", "d"};
    struct crr_rater *rater = rater_of(cases[4].text, NULL);
    struct crr_rating rating = rating_of(rater, "100");
    char text[CRR_NUMBER_SIZE];
    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(
            exact_text(rater, factor_of(rater, ids[i]).contribution, text), parts[i]);
    assert_string_equal(
        exact_text(rater, factor_of(rater, "g").contribution, text), "70");
    assert_int_equal(rating.score, 10000);
    crr_rater_free(rater);
}

static void
count_findings(void *user, const struct crr_error *finding)
{
    assert_int_equal(finding->severity, CRR_SEVERITY_ERROR);
    assert_int_equal(finding->finding, CRR_F_WEIGHT_VANISHES);
    assert_int_not_equal(finding->line, 0);
    ++*(int *)user;
}

/* One unit for two leaves: the smaller id has it. */
static void
a_leaf_without_weight_is_refused(void **state)
{
    static const char two[] = UNITS("000000001", "999999999",
        LEAF("a", "0.5") ", " GROUP(
            "b", "0.5", LEAF("c", "0.3") ", " LEAF("d", "0.7")));
    struct crr_model_options options = {.size = sizeof options};
    struct crr_model *model = NULL;
    int count = 0;
    (void)state;
    expect_refused_model(
        UNITS("000000001", "999999999", LEAF("a", "0.5") ", " LEAF("b", "0.5")),
        CRR_F_WEIGHT_VANISHES, "factors[0].factors[1]");
    expect_refused_model(
        UNITS("000000001", "999999999", LEAF("b", "0.5") ", " LEAF("a", "0.5")),
        CRR_F_WEIGHT_VANISHES, "factors[0].factors[0]");
    /* 3 units are 2 for p, and one for q, whose leaves are two. */
    expect_refused_model(
        UNITS("000000003", "999999997",
            GROUP("q", "0.5", LEAF("y", "0.5") ", " LEAF("x", "0.5")) ", " GROUP(
                "p", "0.5", LEAF("z", "1"))),
        CRR_F_WEIGHT_VANISHES, "factors[0].factors[0].factors[0]");
    /* A group without units: each of its leaves is named. */
    options.report = count_findings;
    options.report_user = &count;
    assert_int_equal(
        crr_model_compile(crr_text_of(two), NULL, &options, &model, NULL), CRR_E_MODEL);
    assert_int_equal(count, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_go_to_the_largest_remainders),
        cmocka_unit_test(groups_and_leaves_sum_exactly),
        cmocka_unit_test(contributions_use_them),
        cmocka_unit_test(a_leaf_without_weight_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

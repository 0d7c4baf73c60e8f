/* Rules: the tier that they make together, rules of unknown truth, vetoes, reviews. */
#include "rating.h"

/* ---- tier = max(D, F, min(S, C)) ---- */

#define TIER_COUNT 4

/* For each effect and tier a rule that fires for the sets of tiers that hold it: input
 * d is a set as a number from 0 to 15. Tiers alternate from both ends, so that no order
 * of rules is the order of tiers. */
static void
write_algebra(char *text, size_t size)
{
    static const char *const effects[] = {"tier", "at_least", "at_most"};
    static const int order[TIER_COUNT] = {2, 0, 3, 1};
    size_t used = (size_t)snprintf(text, size,
        "crr: 1\nmodel: {id: m, version: '1'}\nscore: {decimals: 0}\n"
        "inputs: {x: {type: number}, i0: {type: code}, i1: {type: code},"
        " i2: {type: code}}\n"
        "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"
        "tiers: [{id: t0, from: 0}, {id: t1, from: 25}, {id: t2, from: 50},"
        " {id: t3, from: 75}]\nrules:\n");
    for (int i = 0; i < 3 * TIER_COUNT; i++) {
        int tier = order[i / 3];
        used += (size_t)snprintf(
            text + used, size - used, "  - {id: r%d, when: {i%d: [", i, i % 3);
        for (int set = 0; set < 16; set++)
            if (set >> tier & 1)
                used += (size_t)snprintf(text + used, size - used, "'%d', ", set);
        used += (size_t)snprintf(
            text + used, size - used, "]}, %s: t%d, basis: x}\n", effects[i % 3], tier);
    }
    assert_true(used < size);
}

static int
highest(int set)
{
    int tier = -1;
    for (int i = 0; i < TIER_COUNT; i++)
        tier = set >> i & 1 ? i : tier;
    return tier;
}

static int
lowest(int set)
{
    for (int i = 0; i < TIER_COUNT; i++)
        if (set >> i & 1)
            return i;
    return TIER_COUNT;
}

/* The first rule of the tier that fired and is a cap, or is none. */
static size_t
first_rule(const struct crr_rater *rater, size_t tier, bool is_cap)
{
    const struct crr_model *model = crr_rater_model(rater);
    for (size_t i = 0; i < crr_model_rule_count(model); i++) {
        struct crr_rule_view view;
        struct crr_rule_rating rule;
        assert_int_equal(crr_model_rule(model, i, NULL, &view), CRR_OK);
        assert_int_equal(crr_rater_rule(rater, i, &rule), CRR_OK);
        if (rule.fired && view.tier == tier &&
            (view.effect == CRR_RULE_AT_MOST) == is_cap)
            return i;
    }
    return CRR_NONE;
}

static void
rules_combine_as_the_formula_says(void **state)
{
    char text[8192];
    (void)state;
    write_algebra(text, sizeof text);
    struct crr_rater *rater = rater_of(text, NULL);
    for (int i = 0; i < 16 * 16 * 16 * TIER_COUNT; i++) {
        int direct = i & 15, floor = i >> 4 & 15, cap = i >> 8 & 15, by_score = i >> 12;
        int tier = by_score < lowest(cap) ? by_score : lowest(cap);
        char line[64];
        int capped = tier;
        tier = highest(floor) > tier ? highest(floor) : tier;
        tier = highest(direct) > tier ? highest(direct) : tier;
        snprintf(line, sizeof line, "%d|%d|%d|%d", by_score * 25, direct, floor, cap);
        struct crr_rating rating = rating_of(rater, line);
        assert_int_equal(rating.score_tier, by_score);
        if (rating.tier != (size_t)tier)
            fail_msg("%s: expected %d, found %zu", line, tier, rating.tier);
        size_t rule = tier == by_score ? CRR_NONE
                                       : first_rule(rater, rating.tier, tier == capped);
        assert_true(rating.rule == rule);
        /* An empty set's -1 is CRR_NONE as a size. */
        assert_true(rating.direct_tier == (size_t)highest(direct));
        assert_true(rating.floor_tier == (size_t)highest(floor));
    }
    crr_rater_free(rater);
}

/* Of the rules that lead to the tier the first is named, a floor or a direct one; one
 * that leads to a lesser tier is not. */
static void
the_first_rule_is_named(void **state)
{
    static const char text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs: {x: {type: number}, p: {type: flag}, q: {type: flag}}\n"
        "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"
        "tiers: [{id: low, from: 0}, {id: mid, from: 40}, {id: high}]\n"
        "rules:\n"
        "  - {id: lesser, when: {p: true}, tier: mid, basis: x}\n"
        "  - {id: floor, when: {p: true, q: true}, at_least: high, basis: x}\n"
        "  - {id: direct, when: {p: true}, tier: high, basis: x}\n"
        "  - {id: later, when: {p: true}, at_least: high, basis: x}\n"
        "  - {id: milder, when: {p: false}, at_most: mid, basis: x}\n"
        "  - {id: cap, when: {p: false}, at_most: low, basis: x}\n"
        "  - {id: again, when: {p: false}, at_most: low, basis: x}\n";
    struct crr_rater *rater = rater_of(text, NULL);
    (void)state;
    assert_int_equal(rating_of(rater, "0|Y|Y").rule, 1);
    assert_int_equal(rating_of(rater, "0|Y|N").rule, 2);
    assert_true(rating_of(rater, "0|N|Y").rule == CRR_NONE);
    assert_int_equal(rating_of(rater, "99|N|Y").rule, 5);
    crr_rater_free(rater);
}

/* ---- Rules of unknown truth, vetoes, reviews ---- */

#define RULES(rules)                                                                   \
    "crr: 1\nmodel: {id: m, version: '1'}\n"                                           \
    "inputs: {x: {type: number}, p: {type: flag}, q: {type: flag}, r: {type: flag}}\n" \
    "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"                       \
    "tiers: [{id: low, from: 0}, {id: mid, from: 40}, {id: high, from: 70}]\n"         \
    "rules: [" rules "]\n"

static const struct {
    const char *text;
    const char *line;
    int tier; /* -1: the record is rejected at the rule */
    bool review;
} ruled[] = {
    /* if_missing: error is the default. */
    {RULES("{id: a, when: {p: true}, tier: high, basis: x}"), "0|Y||", 2, false},
    {RULES("{id: a, when: {p: true}, tier: high, basis: x}"), "0|N||", 0, false},
    {RULES("{id: a, when: {p: true}, tier: high, basis: x}"), "0|||", -1, false},
    {RULES("{id: a, when: {p: true}, at_least: high, basis: x, if_missing: error}"),
        "0|||", -1, false},
    {RULES("{id: a, when: {p: true}, review: required, basis: x}"), "0|||", -1, false},
    {RULES("{id: a, when: {p: true}, tier: high, basis: x, if_missing: true}"), "0|||",
        2, false},
    {RULES("{id: a, when: {p: true}, tier: high, basis: x, if_missing: true}"), "0|N||",
        0, false},
    {RULES("{id: a, when: {p: true}, at_least: mid, basis: x, if_missing: true}"),
        "0|||", 1, false},
    {RULES("{id: a, when: {p: true}, at_least: mid, basis: x, if_missing: false}"),
        "0|||", 0, false},
    {RULES("{id: a, when: {p: true}, tier: high, basis: x, if_missing: false}"), "0|||",
        0, false},
    /* A flag beside the tier. */
    {RULES("{id: a, when: {p: true}, review: required, basis: x}"), "50|Y||", 1, true},
    {RULES("{id: a, when: {p: true}, review: required, basis: x}"), "50|N||", 1, false},
    {RULES("{id: a, when: {p: true}, review: required, basis: x, if_missing: true}"),
        "50|||", 1, true},
    {RULES("{id: a, when: {p: true}, review: required, basis: x, if_missing: false}"),
        "50|||", 1, false},
    {RULES("{id: a, when: {p: true}, tier: high, review: required, basis: x}"), "0|Y||",
        2, true},
    {RULES("{id: a, when: {p: true}, at_most: low, review: required, basis: x}"),
        "99|Y||", 0, true},
    {RULES("{id: a, when: {p: true}, review: required, basis: x}, "
           "{id: b, when: {q: true}, review: required, basis: x}"),
        "0|Y|N|", 0, true},
    /* A cap of unknown truth does not apply, and rejects nothing. */
    {RULES("{id: a, when: {p: true}, at_most: mid, basis: x}"), "99|Y||", 1, false},
    {RULES("{id: a, when: {p: true}, at_most: mid, basis: x}"), "99|N||", 2, false},
    {RULES("{id: a, when: {p: true}, at_most: mid, basis: x}"), "99|||", 2, false},
#define LOWEST                                                                         \
    RULES("{id: a, when: {p: true}, lowest: {unless: [{q: true}, {r: true}]}, "        \
          "basis: x}")
    /* A cap to the lowest tier, unless a veto is true or unknown. */
    {LOWEST, "99|Y|N|N", 0, false},
    {LOWEST, "99|Y|Y|N", 2, false},
    {LOWEST, "99|Y|N|Y", 2, false},
    {LOWEST, "99|Y|Y|Y", 2, false},
    {LOWEST, "99|Y||N", 2, false},
    {LOWEST, "99|Y|N|", 2, false},
    {LOWEST, "99|Y||", 2, false},
    {LOWEST, "99|Y|Y|", 2, false},
    {LOWEST, "99|N|N|N", 2, false},
    {LOWEST, "99||N|N", 2, false},
    {LOWEST, "99|||", 2, false},
    {LOWEST, "0|Y|N|N", 0, false},
};

static void
unknown_truth_follows_if_missing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ruled / sizeof ruled[0]; i++) {
        struct crr_rater *rater = rater_of(ruled[i].text, NULL);
        if (ruled[i].tier < 0) {
            expect_rejected(rater, ruled[i].line, CRR_F_RULE_UNKNOWN, "a");
        } else {
            struct crr_rating rating = rating_of(rater, ruled[i].line);
            if (rating.tier != (size_t)ruled[i].tier ||
                rating.review != ruled[i].review)
                fail_msg("%s in %s: tier %zu, review %d", ruled[i].line, ruled[i].text,
                    rating.tier, rating.review);
        }
        crr_rater_free(rater);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_combine_as_the_formula_says),
        cmocka_unit_test(the_first_rule_is_named),
        cmocka_unit_test(unknown_truth_follows_if_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

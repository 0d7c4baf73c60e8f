/* What callers see of a model: every view, in every language, and its digests. */
#include "base/digest.h"
#include "rating.h"

static const char model_text[] =
    "crr: 1\n"
    "model:\n"
    "  id: views\n"
    "  version: '2026.1'\n"
    "  title: {en: Views, zh: 视图}\n"
    "  owner: AML\n"
    "  effective: {from: 2026-01-01, to: 2027-01-01}\n"
    "score: {range: [-5, 100.5], decimals: 1}\n"
    "inputs:\n"
    "  id: {type: text, key: true, title: Number}\n"
    "  place: {type: code, columns: [country, 国家]}\n"
    "  money: {type: number, places: 2, title: {zh: 金额}}\n"
    "  since: {type: date}\n"
    "  asked: {type: flag, confidential: true}\n"
    "  spare: {type: number}\n"
    "tables: {place: {rows: {A: 1, B: 2}}}\n"
    "factors:\n"
    "  - id: who\n"
    "    weight: 0.75\n"
    "    title: {en: Customer, zh: 客户}\n"
    "    factors:\n"
    "      - {id: where, weight: 0.2, input: place, table: place, basis: article 7}\n"
    "      - id: inner\n"
    "        weight: 0.8\n"
    "        factors:\n"
    "          - {id: age, weight: 1, input: since, age_in: days,\n"
    "             bands: [{below: 9, points: 1}, {points: 0}]}\n"
    "  - {id: much, weight: 0.125, input: money, bands: [{below: 9, points: 1},"
    " {points: 0}]}\n"
    "  - {id: line, weight: 0.0625, input: money, interpolate: [{at: 0, points: 1},"
    " {at: 9, points: 2}]}\n"
    "  - {id: number, weight: 0.0625, input: money, range: [0, 9]}\n"
    "correction:\n"
    "  combine: max\n"
    "  bounds: [-1, 1]\n"
    "  factors:\n"
    "    - {id: question, input: asked, points: {yes: 1, no: 0}}\n"
    "    - {id: guess, when: {place: A}, points: {yes: 1, no: 0}}\n"
    "    - {id: secret, when: {place: B}, points: {yes: 1, no: 0}, confidential: "
    "true}\n"
    "tiers:\n"
    "  - {id: low, from: -5, title: {zh: 低, en: Low}, review: 2 years}\n"
    "  - {id: between}\n"
    "  - {id: high, from: 40.5, review: 90 days, measures: [one, 二]}\n"
    "  - {id: stop, relationship: none}\n"
    "rules:\n"
    "  - {id: flag, when: {place: A}, review: required, basis: b1}\n"
    "  - {id: direct, when: {place: A}, tier: stop, review: required, title: Stop,"
    " basis: b2}\n"
    "  - {id: floor, when: {asked: true}, at_least: between, basis: b3}\n"
    "  - {id: cap, when: {place: A}, at_most: high, basis: b4, confidential: true}\n"
    "  - {id: least, when: {place: A}, lowest: {unless: [{place: B}]}, basis: b5}\n";

static void
the_head_is_shown(void **state)
{
    struct crr_model *model = model_of(model_text);
    struct crr_model *bare = model_of(
        "crr: 1\nmodel: {id: m, version: '1'}\ninputs: {x: {type: number}}\n"
        "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"
        "tiers: [{id: low, from: 0}]\n");
    struct crr_model_head head;
    (void)state;
    crr_model_head(model, "zh", &head);
    expect_text(head.id, "views");
    expect_text(head.version, "2026.1");
    expect_text(head.title, "视图");
    expect_text(head.owner, "AML");
    assert_int_equal(head.effective_from, day_of("2026-01-01"));
    assert_int_equal(head.effective_to, day_of("2027-01-01"));
    assert_int_equal(head.decimals, 1);
    assert_int_equal(head.score_low, -50);
    assert_int_equal(head.score_high, 1005);
    /* Weights of 0.15, 0.6, 0.125 and two of 0.0625: 80ths, points in 10^-4. */
    assert_int_equal(head.scale, 800000);
    assert_true(head.needs_as_of);
    crr_model_head(model, "fr", &head);
    expect_text(head.title, "Views");
    crr_model_head(model, NULL, &head);
    expect_text(head.title, "Views");
    crr_model_head(bare, NULL, &head);
    expect_text(head.title, "");
    expect_text(head.owner, "");
    assert_int_equal(head.effective_from, CRR_NO_DAY);
    assert_int_equal(head.effective_to, CRR_NO_DAY);
    assert_int_equal(head.decimals, 2);
    assert_int_equal(head.score_low, 0);
    assert_int_equal(head.score_high, 10000);
    assert_int_equal(head.scale, 10000);
    assert_false(head.needs_as_of);
    crr_model_unref(model);
    crr_model_unref(bare);
}

static const struct {
    const char *id, *title, *title_zh;
    enum crr_input_type type;
    int places;
    bool key, confidential, used;
    const char *columns[3];
} inputs[] = {
    {"id", "Number", "Number", CRR_INPUT_TEXT, 0, true, false, false, {"id"}},
    {"place", "", "", CRR_INPUT_CODE, 0, false, false, true, {"country", "国家"}},
    {"money", "金额", "金额", CRR_INPUT_NUMBER, 2, false, false, true, {"money"}},
    {"since", "", "", CRR_INPUT_DATE, 0, false, false, true, {"since"}},
    {"asked", "", "", CRR_INPUT_FLAG, 0, false, true, true, {"asked"}},
    {"spare", "", "", CRR_INPUT_NUMBER, 4, false, false, false, {"spare"}},
};
#define INPUT_COUNT (sizeof inputs / sizeof inputs[0])

static void
inputs_are_shown(void **state)
{
    struct crr_model *model = model_of(model_text);
    struct crr_input_view view;
    (void)state;
    assert_int_equal(crr_model_input_count(model), INPUT_COUNT);
    for (size_t i = 0; i < INPUT_COUNT; i++) {
        size_t count = 0;
        assert_int_equal(crr_model_input(model, i, "zh", &view), CRR_OK);
        expect_text(view.title, inputs[i].title_zh);
        assert_int_equal(crr_model_input(model, i, NULL, &view), CRR_OK);
        expect_text(view.id, inputs[i].id);
        expect_text(view.title, inputs[i].title);
        assert_int_equal(view.type, inputs[i].type);
        if (view.type == CRR_INPUT_NUMBER)
            assert_int_equal(view.places, inputs[i].places);
        assert_int_equal(view.key, inputs[i].key);
        assert_int_equal(view.confidential, inputs[i].confidential);
        if (!view.key) /* a key is read whether anything rates by it or not */
            assert_int_equal(view.used, inputs[i].used);
        for (; inputs[i].columns[count]; count++) {
            assert_true(count < view.column_count);
            expect_text(view.columns[count], inputs[i].columns[count]);
        }
        assert_int_equal(view.column_count, count);
        assert_int_equal(crr_model_find_input(model, crr_text_of(inputs[i].id)), i);
    }
    crr_model_unref(model);
}

static const struct {
    const char *id, *title, *title_zh, *basis;
    enum crr_factor_kind kind;
    size_t parent, input;
    int64_t global_weight;
    bool correction, confidential;
} factors[] = {
    {"who", "Customer", "客户", "", CRR_FACTOR_GROUP, CRR_NONE, CRR_NONE, 750000000,
        false, false},
    {"where", "", "", "article 7", CRR_FACTOR_TABLE, 0, 1, 150000000, false, false},
    {"inner", "", "", "", CRR_FACTOR_GROUP, 0, CRR_NONE, 600000000, false, false},
    {"age", "", "", "", CRR_FACTOR_AGE, 2, 3, 600000000, false, false},
    {"much", "", "", "", CRR_FACTOR_BANDS, CRR_NONE, 2, 125000000, false, false},
    {"line", "", "", "", CRR_FACTOR_INTERPOLATION, CRR_NONE, 2, 62500000, false, false},
    {"number", "", "", "", CRR_FACTOR_NUMBER, CRR_NONE, 2, 62500000, false, false},
    {"question", "", "", "", CRR_FACTOR_FLAG, CRR_NONE, 4, 0, true, true},
    {"guess", "", "", "", CRR_FACTOR_CONDITION, CRR_NONE, CRR_NONE, 0, true, false},
    {"secret", "", "", "", CRR_FACTOR_CONDITION, CRR_NONE, CRR_NONE, 0, true, true},
};
#define FACTOR_COUNT (sizeof factors / sizeof factors[0])

static void
factors_are_shown(void **state)
{
    struct crr_model *model = model_of(model_text);
    struct crr_factor_view view;
    (void)state;
    assert_int_equal(crr_model_factor_count(model), FACTOR_COUNT);
    for (size_t i = 0; i < FACTOR_COUNT; i++) {
        assert_int_equal(crr_model_factor(model, i, "zh", &view), CRR_OK);
        expect_text(view.title, factors[i].title_zh);
        assert_int_equal(crr_model_factor(model, i, "en", &view), CRR_OK);
        expect_text(view.id, factors[i].id);
        expect_text(view.title, factors[i].title);
        expect_text(view.basis, factors[i].basis);
        assert_int_equal(view.kind, factors[i].kind);
        assert_true(view.parent == factors[i].parent);
        assert_true(view.input == factors[i].input);
        assert_int_equal(view.global_weight, factors[i].global_weight);
        assert_int_equal(view.correction, factors[i].correction);
        assert_int_equal(view.confidential, factors[i].confidential);
        assert_int_equal(crr_model_find_factor(model, crr_text_of(factors[i].id)), i);
    }
    crr_model_unref(model);
}

static const struct {
    const char *id, *title, *title_en;
    bool scored;
    int64_t from;
    enum crr_review_unit unit;
    int count;
    const char *measures[3];
    bool no_relationship;
} tiers[] = {
    {"low", "低", "Low", true, -50, CRR_REVIEW_MONTHS, 24, {NULL}, false},
    {"between", "", "", false, 0, CRR_REVIEW_NONE, 0, {NULL}, false},
    {"high", "", "", true, 405, CRR_REVIEW_DAYS, 90, {"one", "二"}, false},
    {"stop", "", "", false, 0, CRR_REVIEW_NONE, 0, {NULL}, true},
};
#define TIER_COUNT (sizeof tiers / sizeof tiers[0])

static void
tiers_are_shown(void **state)
{
    struct crr_model *model = model_of(model_text);
    struct crr_tier_view view;
    (void)state;
    assert_int_equal(crr_model_tier_count(model), TIER_COUNT);
    for (size_t i = 0; i < TIER_COUNT; i++) {
        size_t count = 0;
        assert_int_equal(crr_model_tier(model, i, "en", &view), CRR_OK);
        expect_text(view.title, tiers[i].title_en);
        assert_int_equal(crr_model_tier(model, i, NULL, &view), CRR_OK);
        expect_text(view.id, tiers[i].id);
        expect_text(view.title, tiers[i].title);
        assert_int_equal(view.scored, tiers[i].scored);
        if (view.scored)
            assert_int_equal(view.from, tiers[i].from);
        assert_int_equal(view.review_unit, tiers[i].unit);
        assert_int_equal(view.review_count, tiers[i].count);
        assert_int_equal(view.no_relationship, tiers[i].no_relationship);
        for (; tiers[i].measures[count]; count++) {
            assert_true(count < view.measure_count);
            expect_text(view.measures[count], tiers[i].measures[count]);
        }
        assert_int_equal(view.measure_count, count);
    }
    crr_model_unref(model);
}

static const struct {
    const char *id, *title, *basis;
    enum crr_rule_effect effect;
    size_t tier;
    bool review, confidential;
} rules[] = {
    {"flag", "", "b1", CRR_RULE_REVIEW, CRR_NONE, true, false},
    {"direct", "Stop", "b2", CRR_RULE_TIER, 3, true, false},
    {"floor", "", "b3", CRR_RULE_AT_LEAST, 1, false, true},
    {"cap", "", "b4", CRR_RULE_AT_MOST, 2, false, true},
    {"least", "", "b5", CRR_RULE_AT_MOST, 0, false, false},
};
#define RULE_COUNT (sizeof rules / sizeof rules[0])

static void
rules_are_shown(void **state)
{
    struct crr_model *model = model_of(model_text);
    struct crr_rule_view view;
    (void)state;
    assert_int_equal(crr_model_rule_count(model), RULE_COUNT);
    for (size_t i = 0; i < RULE_COUNT; i++) {
        assert_int_equal(crr_model_rule(model, i, NULL, &view), CRR_OK);
        expect_text(view.id, rules[i].id);
        expect_text(view.title, rules[i].title);
        expect_text(view.basis, rules[i].basis);
        assert_int_equal(view.effect, rules[i].effect);
        assert_true(view.tier == rules[i].tier);
        assert_int_equal(view.review, rules[i].review);
        assert_int_equal(view.confidential, rules[i].confidential);
    }
    crr_model_unref(model);
}

static void
there_is_nothing_beyond_the_ends(void **state)
{
    struct crr_model *model = model_of(model_text);
    struct crr_input_view input;
    struct crr_factor_view factor;
    struct crr_tier_view tier;
    struct crr_rule_view rule;
    (void)state;
    assert_int_equal(crr_model_input(model, INPUT_COUNT, NULL, &input), CRR_E_ARGUMENT);
    assert_int_equal(crr_model_input(model, CRR_NONE, NULL, &input), CRR_E_ARGUMENT);
    assert_int_equal(
        crr_model_factor(model, FACTOR_COUNT, NULL, &factor), CRR_E_ARGUMENT);
    assert_int_equal(crr_model_factor(model, CRR_NONE, NULL, &factor), CRR_E_ARGUMENT);
    assert_int_equal(crr_model_tier(model, TIER_COUNT, NULL, &tier), CRR_E_ARGUMENT);
    assert_int_equal(crr_model_tier(model, CRR_NONE, NULL, &tier), CRR_E_ARGUMENT);
    assert_int_equal(crr_model_rule(model, RULE_COUNT, NULL, &rule), CRR_E_ARGUMENT);
    assert_int_equal(crr_model_rule(model, CRR_NONE, NULL, &rule), CRR_E_ARGUMENT);
    assert_true(crr_model_find_input(model, crr_text_of("where")) == CRR_NONE);
    assert_true(crr_model_find_input(model, crr_text_of("plac")) == CRR_NONE);
    assert_true(crr_model_find_input(model, crr_text_of("Place")) == CRR_NONE);
    assert_true(crr_model_find_input(model, crr_text_of("")) == CRR_NONE);
    assert_true(crr_model_find_factor(model, crr_text_of("place")) == CRR_NONE);
    assert_true(crr_model_find_factor(model, crr_text_of("where1")) == CRR_NONE);
    crr_model_unref(model);
}

/* ---- Digests ---- */

static void
the_digest_is_that_of_the_canonical_text(void **state)
{
    struct crr_model *model = model_of(model_text);
    struct crr_text canonical = crr_model_canonical(model);
    char digest[CRR_DIGEST_SIZE];
    (void)state;
    crr_digest(canonical, digest);
    assert_string_equal(crr_model_digest(model), digest);
    assert_int_equal(strlen(digest), 64);
    assert_int_equal(strspn(digest, "0123456789abcdef"), 64);
    struct crr_model *again = NULL;
    assert_int_equal(crr_model_compile(canonical, "other", NULL, &again, NULL), CRR_OK);
    assert_string_equal(crr_model_digest(again), digest);
    assert_true(crr_text_equal(crr_model_canonical(again), canonical));
    crr_model_unref(again);
    crr_model_unref(model);
}

/* How a model is written leaves its digest; what it says changes it. */
static void
the_digest_tells_models_apart(void **state)
{
    static const char *const texts[] = {
        "crr: 1\nmodel: {id: m, version: '1'}\ninputs: {x: {type: number}}\n"
        "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"
        "tiers: [{id: low, from: 0}]\n",
        "# the same\ncrr: 1\nmodel:\n  version: \"1\"\n  id: m\n"
        "inputs: {x: {type: number, places: 4}}\n"
        "tiers: [{from: 0.00, id: low}]\n"
        "factors:\n- {range: [0, 100.0], id: f, input: x, weight: 1.0}\n",
        "crr: 1\nmodel: {id: m, version: '1'}\ninputs: {x: {type: number}}\n"
        "factors: [{id: f, weight: 1, input: x, range: [0, 99.9999]}]\n"
        "tiers: [{id: low, from: 0}]\n",
    };
    struct crr_model *models[3];
    (void)state;
    for (size_t i = 0; i < 3; i++)
        models[i] = model_of(texts[i]);
    assert_string_equal(crr_model_digest(models[0]), crr_model_digest(models[1]));
    assert_string_not_equal(crr_model_digest(models[0]), crr_model_digest(models[2]));
    assert_string_not_equal(
        crr_model_source_digest(models[0]), crr_model_source_digest(models[1]));
    for (size_t i = 0; i < 3; i++)
        crr_model_unref(models[i]);
}

static enum crr_status
open_table(void *user, struct crr_text name, struct crr_text *ret_bytes)
{
    (void)user;
    *ret_bytes = crr_text_of(crr_text_is(name, "b/t.csv") ? "key,points\nA,1\nB,2\n"
                                                          : "key,points\r\nA,3\nB,4");
    return CRR_OK;
}

/* As `sha256sum m.yaml b/t.csv a.csv | sha256sum`: in the order of mention. */
static void
the_source_digest_is_that_of_the_files(void **state)
{
    static const char text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\ninputs: {x: {type: code}}\n"
        "tables: {t: {file: b/t.csv}, u: {file: a.csv}}\n"
        "factors: [{id: f, weight: 0.5, input: x, table: u},\n"
        "  {id: g, weight: 0.5, input: x, table: t}]\ntiers: [{id: low, from: 0}]\n";
    struct crr_model_options options = {.size = sizeof options, .open = open_table};
    struct crr_model *model = NULL;
    char sums[3][CRR_DIGEST_SIZE], listing[512], digest[CRR_DIGEST_SIZE];
    (void)state;
    crr_digest(crr_text_of(text), sums[0]);
    crr_digest(crr_text_of("key,points\nA,1\nB,2\n"), sums[1]);
    crr_digest(crr_text_of("key,points\r\nA,3\nB,4"), sums[2]);
    snprintf(listing, sizeof listing, "%s  m.yaml\n%s  b/t.csv\n%s  a.csv\n", sums[0],
        sums[1], sums[2]);
    crr_digest(crr_text_of(listing), digest);
    assert_int_equal(
        crr_model_compile(crr_text_of(text), "models/m.yaml", &options, &model, NULL),
        CRR_OK);
    assert_string_equal(crr_model_source_digest(model), digest);
    crr_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_head_is_shown),
        cmocka_unit_test(inputs_are_shown),
        cmocka_unit_test(factors_are_shown),
        cmocka_unit_test(tiers_are_shown),
        cmocka_unit_test(rules_are_shown),
        cmocka_unit_test(there_is_nothing_beyond_the_ends),
        cmocka_unit_test(the_digest_is_that_of_the_canonical_text),
        cmocka_unit_test(the_digest_tells_models_apart),
        cmocka_unit_test(the_source_digest_is_that_of_the_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

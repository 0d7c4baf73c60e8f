/* Every allocation of compiling, rating (columns and scorers too) and explaining fails
 * in turn, libyaml's too: each time the call says so, nothing leaks, and *ret_ stays
 * untouched. The linker turns the allocating functions of everything linked here into
 * the ones below. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "crr/crr.h"

#include "heap.h"

static const char model_text[] =
    "crr: 1\n"
    "model: {id: torture, version: '1', title: {en: Torture, zh: 试验}}\n"
    "missing_values: [N/A]\n"
    "inputs:\n"
    "  id: {type: text, key: true}\n"
    "  country: {type: code, case: ignore, missing: worst, unknown: {points: 50}}\n"
    "  opened_on: {type: date}\n"
    "  turnover: {type: number, places: 2}\n"
    "  listed: {type: flag}\n"
    "  seats: {type: codes, unknown: worst, separator: '、'}\n"
    "tables:\n"
    "  country:\n"
    "    complete_from: 2020-01-01\n"
    "    rows:\n"
    "      - {key: CN, points: 10, aliases: [CHN, 中国], note: home}\n"
    "      - {key: IR, points: 90, valid_from: 2020-02-21}\n"
    "factors:\n"
    "  - {id: seats, weight: 0.1, input: seats, table: country, of_many: sum, cap: "
    "95}\n"
    "  - {id: geography, weight: 0.5, factors: [\n"
    "      {id: residence, weight: 1, input: country, table: country}]}\n"
    "  - {id: size, weight: 0.4, input: turnover,\n"
    "     bands: [{below: 1000, points: 1}, {points: 60, note: large}]}\n"
    "correction: {combine: sum, bounds: [-5, 5], factors: [\n"
    "  {id: age, input: opened_on, age_in: months, bands: [{below: 6, points: 9},\n"
    "   {points: -3}]}]}\n"
    "tiers: [{id: low, from: 0, measures: [standard]}, {id: high, from: 40.5},\n"
    "  {id: prohibited}]\n"
    "rules:\n"
    "  - {id: listed, when: {any: [{listed: true}, {country: {is: missing}}]},\n"
    "     tier: prohibited, basis: policy}\n";

static int
drop(void *user, const char *at, size_t length)
{
    (void)at;
    *(size_t *)user += length;
    return 0;
}

static void
drop_finding(void *user, const struct crr_error *finding)
{
    (void)finding;
    ++*(size_t *)user;
}

static struct crr_text
text_of(const char *text)
{
    return (struct crr_text){text, strlen(text)};
}

/* The whole life of a model; what the first failing call returned. */
static enum crr_status
live_once(void *user)
{
    const char *text = user;
    size_t count = 0, *written = &count;
    struct crr_model_options options = {
        .size = sizeof options, .report = drop_finding, .report_user = written};
    struct crr_rater_options on_day = {
        .size = sizeof on_day, .has_as_of = true, .as_of = 20000};
    struct crr_explain_options explain = {.size = sizeof explain, .language = "zh"};
    struct crr_model *model = NULL;
    struct crr_rater *rater = NULL;
    enum crr_status status = crr_model_compile(
        text_of(text), "torture", &options, &model, NULL);
    if (status != CRR_OK) {
        assert_null(model);
        return status;
    }
    status = crr_rater_new(model, &on_day, &rater, NULL);
    crr_model_unref(model);
    if (status != CRR_OK) {
        assert_null(rater);
        return status;
    }
    struct crr_text seats[] = {text_of("CN"), text_of("XX"), text_of("IR")};
    struct crr_value values[6] = {{.type = CRR_VALUE_TEXT, .as.text = text_of("C1")},
        {.type = CRR_VALUE_TEXT, .as.text = text_of("chn")},
        {.type = CRR_VALUE_TEXT, .as.text = text_of("2024-01-31")},
        {.type = CRR_VALUE_TEXT, .as.text = text_of("12.50")},
        {.type = CRR_VALUE_FLAG, .as.flag = true},
        {.type = CRR_VALUE_TEXTS, .as.texts = {seats, 3}}};
    struct crr_rating rating;
    size_t before = heap.count;
    status = crr_rater_rate(rater, values, 6, &rating, NULL);
    if (status == CRR_OK)
        status = crr_rater_explain_text(rater, &explain, drop, written);
    if (status == CRR_OK)
        status = crr_rater_explain_json(rater, &explain, drop, written);
    assert_int_equal(heap.count, before); /* rating and explaining allocate nothing */
    crr_rater_free(rater);
    return status;
}

static void
fail_each(const char *text, enum crr_status expected)
{
    fail_each_allocation(live_once, (void *)text, expected);
}

static void
test_good_model(void **state)
{
    (void)state;
    fail_each(model_text, CRR_OK);
}

static void
test_model_with_findings(void **state)
{
    (void)state;
    char text[sizeof model_text];
    memcpy(text, model_text, sizeof text);
    memcpy(strstr(text, "weight: 0.5"), "wieght: 0.5", 11);
    fail_each(text, CRR_E_MODEL);
}

static void
test_text_that_is_no_yaml(void **state)
{
    (void)state;
    fail_each("crr: 1\nmodel: {id: [}\n", CRR_E_MODEL);
}

/* A model without several codes in one value: sums of codes suffice. */
static const char packed_text[] =
    "crr: 1\n"
    "model: {id: packed, version: '1'}\n"
    "inputs: {country: {type: code}, amount: {type: number, places: 2}}\n"
    "tables: {country: {rows: {CN: 10, IR: 90}}}\n"
    "factors: [{id: where, weight: 0.5, input: country, table: country},\n"
    "  {id: size, weight: 0.5, input: amount, bands: [{below: 9, points: 1},\n"
    "    {points: 60}]}]\n"
    "tiers: [{id: low, from: 0}, {id: high, from: 40}]\n"
    "rules: [{id: r, when: {country: IR}, tier: high, basis: b}]\n";

static enum crr_status
make_rater(struct crr_rater **ret_rater)
{
    struct crr_model *model = NULL;
    enum crr_status status = crr_model_compile(
        text_of(packed_text), "packed", NULL, &model, NULL);
    if (status == CRR_OK)
        status = crr_rater_new(model, NULL, ret_rater, NULL);
    crr_model_unref(model);
    return status;
}

/* Dictionaries of both inputs are packed; with texts the lane sums; user says which. */
static enum crr_status
rate_columns(void *user)
{
    static const uint8_t codes[3] = {0, 1, 0}, amounts[3] = {1, 1, 0};
    static const char texts[] = "1250x";
    static const int32_t offsets[4] = {0, 1, 3, 4};
    const struct crr_value countries[] = {
        {.type = CRR_VALUE_TEXT, .as.text = {"CN", 2}},
        {.type = CRR_VALUE_TEXT, .as.text = {"IR", 2}}};
    const struct crr_value sizes[] = {
        {.type = CRR_VALUE_NUMBER, .as.units = 1}, {.type = CRR_VALUE_MISSING}};
    struct crr_column views[] = {{.type = CRR_COLUMN_CODES8,
                                     .values = codes,
                                     .dictionary = countries,
                                     .dictionary_count = 2},
        {.type = CRR_COLUMN_CODES8,
            .values = amounts,
            .dictionary = sizes,
            .dictionary_count = 2}};
    const struct crr_column with_texts = {
        .type = CRR_COLUMN_TEXT, .values = texts, .offsets = offsets};
    uint8_t tiers[3];
    struct crr_column_ratings ratings = {.tiers = tiers};
    struct crr_rater *rater = NULL;
    struct crr_columns *columns = NULL;
    if (*(const bool *)user)
        views[1] = with_texts;
    enum crr_status status = make_rater(&rater);
    if (status == CRR_OK)
        status = crr_columns_new(rater, views, 2, 3, &columns, NULL);
    if (status == CRR_OK)
        status = crr_columns_rate(columns, 0, 3, &ratings, NULL, NULL);
    else
        assert_null(columns);
    crr_columns_free(columns);
    crr_rater_free(rater);
    return status;
}

static void
test_columns(void **state)
{
    (void)state;
    fail_each_allocation(rate_columns, &(bool){false}, CRR_OK);
    fail_each_allocation(rate_columns, &(bool){true}, CRR_OK);
}

static enum crr_status
score_once(void *user)
{
    struct crr_value values[2] = {{.type = CRR_VALUE_TEXT, .as.text = text_of("IR")},
        {.type = CRR_VALUE_TEXT, .as.text = text_of("12.50")}};
    struct crr_rater *rater = NULL;
    struct crr_scorer *scorer = NULL;
    struct crr_rating rating;
    int64_t contributions[2];
    enum crr_status status = make_rater(&rater);
    if (status == CRR_OK)
        status = crr_scorer_new(rater, &scorer, NULL);
    if (status == CRR_OK)
        status = crr_scorer_rate(scorer, values, 2, &rating, contributions, NULL);
    else
        assert_null(scorer);
    crr_scorer_free(scorer);
    crr_rater_free(rater);
    (void)user;
    return status;
}

static void
test_scorer(void **state)
{
    (void)state;
    fail_each_allocation(score_once, NULL, CRR_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_good_model),
        cmocka_unit_test(test_model_with_findings),
        cmocka_unit_test(test_text_that_is_no_yaml), cmocka_unit_test(test_columns),
        cmocka_unit_test(test_scorer)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

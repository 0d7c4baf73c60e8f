/* Every allocation of compiling, rating and explaining fails in turn, libyaml's too:
 * each time the call says so, nothing leaks, and *ret_ stays untouched. The linker
 * turns the allocating functions of everything linked here into the ones below. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "crr/crr.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *at, size_t size);
char *__real_strdup(const char *text);
void __real_free(void *at);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *at, size_t size);
char *__wrap_strdup(const char *text);
void __wrap_free(void *at);

static struct {
    bool counting;
    size_t count;   /* allocations so far */
    size_t fail_at; /* this one fails, from 1; 0: none */
    size_t live;    /* not yet freed */
} heap;

static bool
fails(void)
{
    return heap.counting && ++heap.count == heap.fail_at;
}

static void *
live(void *at)
{
    if (heap.counting && at)
        heap.live++;
    return at;
}

void *
__wrap_malloc(size_t size)
{
    return fails() ? NULL : live(__real_malloc(size));
}

void *
__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : live(__real_calloc(count, size));
}

void *
__wrap_realloc(void *at, size_t size)
{
    if (fails())
        return NULL;
    void *moved = __real_realloc(at, size);
    return at ? moved : live(moved);
}

char *
__wrap_strdup(const char *text)
{
    return fails() ? NULL : live(__real_strdup(text));
}

void
__wrap_free(void *at)
{
    if (heap.counting && at)
        heap.live--;
    __real_free(at);
}

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
    "tables:\n"
    "  country:\n"
    "    complete_from: 2020-01-01\n"
    "    rows:\n"
    "      - {key: CN, points: 10, aliases: [CHN, 中国], note: home}\n"
    "      - {key: IR, points: 90, valid_from: 2020-02-21}\n"
    "factors:\n"
    "  - {id: geography, weight: 0.6, factors: [\n"
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
live_once(const char *text, size_t *written)
{
    struct crr_model_options options = {
        .size = sizeof options, .report = drop_finding, .report_user = written};
    struct crr_rater_options on_day = {sizeof on_day, true, 20000};
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
    struct crr_value values[5] = {{.type = CRR_VALUE_TEXT, .as.text = text_of("C1")},
        {.type = CRR_VALUE_TEXT, .as.text = text_of("chn")},
        {.type = CRR_VALUE_TEXT, .as.text = text_of("2024-01-31")},
        {.type = CRR_VALUE_TEXT, .as.text = text_of("12.50")},
        {.type = CRR_VALUE_FLAG, .as.flag = true}};
    struct crr_rating rating;
    size_t before = heap.count;
    status = crr_rater_rate(rater, values, 5, &rating, NULL);
    if (status == CRR_OK)
        status = crr_rater_explain_text(rater, &explain, drop, written);
    if (status == CRR_OK)
        status = crr_rater_explain_json(rater, &explain, drop, written);
    assert_int_equal(heap.count, before); /* rating and explaining allocate nothing */
    crr_rater_free(rater);
    return status;
}

static size_t
count_allocations(const char *text, enum crr_status expected)
{
    size_t written = 0;
    memset(&heap, 0, sizeof heap);
    heap.counting = true;
    enum crr_status status = live_once(text, &written);
    heap.counting = false;
    assert_int_equal(status, expected);
    assert_int_equal(heap.live, 0);
    assert_true(heap.count > 0);
    return heap.count;
}

static void
fail_each(const char *text, enum crr_status expected)
{
    size_t count = count_allocations(text, expected);
    for (size_t i = 1; i <= count; i++) {
        size_t written = 0;
        memset(&heap, 0, sizeof heap);
        heap.fail_at = i;
        heap.counting = true;
        enum crr_status status = live_once(text, &written);
        heap.counting = false;
        if (status != CRR_E_MEMORY)
            fail_msg("allocation %zu of %zu: %s", i, count, crr_status_name(status));
        assert_int_equal(heap.live, 0);
    }
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
    memcpy(strstr(text, "weight: 0.6"), "wieght: 0.6", 11);
    fail_each(text, CRR_E_MODEL);
}

static void
test_text_that_is_no_yaml(void **state)
{
    (void)state;
    fail_each("crr: 1\nmodel: {id: [}\n", CRR_E_MODEL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_good_model),
        cmocka_unit_test(test_model_with_findings),
        cmocka_unit_test(test_text_that_is_no_yaml)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

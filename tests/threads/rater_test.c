/* Many threads rate with one model, and swap it while they do; every rating equals the
 * one of a single thread. Run under TSan as well. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include "crr/crr.h"

#define THREAD_COUNT 4
#define RECORD_COUNT 200
#define ROUND_COUNT 25

static const char model_text[] =
    "crr: 1\n"
    "model: {id: threads, version: '%d'}\n"
    "inputs: {country: {type: code, unknown: worst}, opened: {type: date},"
    " size: {type: number}}\n"
    "tables: {country: {complete_from: 2000-01-01, rows: [{key: A, points: %d},"
    " {key: B, points: 70, valid_to: 2020-01-01}, {key: B, points: 20,"
    " valid_from: 2020-01-01}]}}\n"
    "factors:\n"
    "  - {id: where, weight: 0.7, input: country, table: country}\n"
    "  - {id: much, weight: 0.3, input: size, interpolate: [{at: 0, points: 0},"
    " {at: 7, points: 100}]}\n"
    "correction: {combine: max, bounds: [-3, 3], factors: [{id: age, input: opened,"
    " age_in: years, bands: [{below: 3, points: 2.5}, {points: -1}]}]}\n"
    "tiers: [{id: low, from: 0}, {id: high, from: 33.3}]\n"
    "rules: [{id: floor, when: {country: A, size: {above: 6}}, at_least: high,"
    " basis: test}]\n";

static struct crr_model *
compile(int version)
{
    char text[2048];
    snprintf(text, sizeof text, model_text, version, 10 + version);
    struct crr_model *model = NULL;
    struct crr_error error;
    enum crr_status status = crr_model_compile(
        (struct crr_text){text, strlen(text)}, NULL, NULL, &model, &error);
    if (status != CRR_OK)
        fail_msg("%s: %s", error.path, error.message);
    return model;
}

/* Record i of the book, the same for every thread. */
static void
fill_record(int i, struct crr_value values[3])
{
    static const char *const countries[] = {"A", "B", "C"};
    memset(values, 0, 3 * sizeof *values);
    values[0].type = CRR_VALUE_TEXT;
    values[0].as.text = (struct crr_text){countries[i % 3], 1};
    values[1].type = CRR_VALUE_DAY;
    values[1].as.day = 19000 - i * 7;
    values[2].type = CRR_VALUE_NUMBER;
    values[2].places = 1;
    values[2].as.units = i % 80;
}

static void
rate_all(struct crr_model *model, struct crr_rating ratings[RECORD_COUNT])
{
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = true, .as_of = 19500};
    struct crr_rater *rater;
    if (crr_rater_new(model, &options, &rater, NULL) != CRR_OK)
        return;
    for (int i = 0; i < RECORD_COUNT; i++) {
        struct crr_value values[3];
        fill_record(i, values);
        memset(&ratings[i], 0, sizeof ratings[i]);
        crr_rater_rate(rater, values, 3, &ratings[i], NULL);
    }
    crr_rater_free(rater);
}

static bool
equal(const struct crr_rating *a, const struct crr_rating *b)
{
    return a->score == b->score && a->exact == b->exact && a->tier == b->tier &&
           a->rule == b->rule && a->top_factor == b->top_factor;
}

struct work {
    struct crr_model *model;
    const struct crr_rating *expected;
    int difference_count;
};

static void *
rate_rounds(void *user)
{
    struct work *work = user;
    struct crr_rating ratings[RECORD_COUNT];
    for (int round = 0; round < ROUND_COUNT; round++) {
        struct crr_model *model = crr_model_ref(work->model);
        rate_all(model, ratings);
        crr_model_unref(model);
        for (int i = 0; i < RECORD_COUNT; i++)
            work->difference_count += !equal(&ratings[i], &work->expected[i]);
    }
    return NULL;
}

static void
test_one_model_many_threads(void **state)
{
    (void)state;
    struct crr_model *model = compile(1);
    struct crr_rating expected[RECORD_COUNT];
    rate_all(model, expected);
    assert_true(expected[0].score > 0);
    struct work work[THREAD_COUNT];
    pthread_t threads[THREAD_COUNT];
    for (int i = 0; i < THREAD_COUNT; i++) {
        work[i] = (struct work){model, expected, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, rate_rounds, &work[i]), 0);
    }
    for (int i = 0; i < THREAD_COUNT; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(work[i].difference_count, 0);
    }
    crr_model_unref(model);
}

/* ---- Columns ---- */

/* Values that all threads read; each rates rows of its own. */
static uint8_t country_codes[RECORD_COUNT];
static int32_t days[RECORD_COUNT];
static int64_t sizes[RECORD_COUNT];
static int64_t scores[RECORD_COUNT];
static uint8_t tiers[RECORD_COUNT];

struct rows {
    struct crr_model *model;
    const struct crr_column *views;
    size_t first, count;
    enum crr_status status;
};

static void
fill_columns(struct crr_column views[3], struct crr_value countries[3])
{
    struct crr_value values[3];
    for (int i = 0; i < RECORD_COUNT; i++) {
        fill_record(i, values);
        country_codes[i] = (uint8_t)(i % 3);
        countries[i % 3] = values[0];
        days[i] = values[1].as.day;
        sizes[i] = values[2].as.units;
    }
    views[0] = (struct crr_column){.type = CRR_COLUMN_CODES8,
        .values = country_codes,
        .dictionary = countries,
        .dictionary_count = 3};
    views[1] = (struct crr_column){.type = CRR_COLUMN_DAY, .values = days};
    views[2] = (struct crr_column){
        .type = CRR_COLUMN_NUMBER, .places = 1, .values = sizes};
}

static void *
rate_rows(void *user)
{
    struct rows *rows = user;
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = true, .as_of = 19500};
    struct crr_column_ratings ratings = {
        .scores = scores + rows->first, .tiers = tiers + rows->first};
    struct crr_rater *rater = NULL;
    struct crr_columns *columns = NULL;
    rows->status = crr_rater_new(rows->model, &options, &rater, NULL);
    if (rows->status == CRR_OK)
        rows->status = crr_columns_new(
            rater, rows->views, 3, RECORD_COUNT, &columns, NULL);
    for (int round = 0; round < ROUND_COUNT && rows->status == CRR_OK; round++)
        rows->status = crr_columns_rate(
            columns, rows->first, rows->count, &ratings, NULL, NULL);
    crr_columns_free(columns);
    crr_rater_free(rater);
    return NULL;
}

static void
test_rows_of_columns(void **state)
{
    (void)state;
    struct crr_model *model = compile(1);
    struct crr_rating expected[RECORD_COUNT];
    struct crr_column views[3];
    struct crr_value countries[3];
    struct rows rows[THREAD_COUNT];
    pthread_t threads[THREAD_COUNT];
    size_t count = RECORD_COUNT / THREAD_COUNT;
    rate_all(model, expected);
    fill_columns(views, countries);
    for (size_t i = 0; i < THREAD_COUNT; i++) {
        rows[i] = (struct rows){model, views, i * count, count, CRR_E_STOPPED};
        assert_int_equal(pthread_create(&threads[i], NULL, rate_rows, &rows[i]), 0);
    }
    for (size_t i = 0; i < THREAD_COUNT; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(rows[i].status, CRR_OK);
    }
    for (size_t i = 0; i < RECORD_COUNT; i++) {
        assert_int_equal(scores[i], expected[i].score);
        /* What was not rated has no scale. */
        assert_int_equal(
            tiers[i], expected[i].scale == 0 ? CRR_TIER_REJECTED : expected[i].tier);
    }
    crr_model_unref(model);
}

/* A model that is replaced while others rate: the last to let go frees it. */
static struct {
    pthread_mutex_t mutex;
    struct crr_model *model;
    bool stop;
} shared = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static struct crr_model *
take_model(bool *ret_stop)
{
    pthread_mutex_lock(&shared.mutex);
    struct crr_model *model = crr_model_ref(shared.model);
    *ret_stop = shared.stop;
    pthread_mutex_unlock(&shared.mutex);
    return model;
}

static void *
rate_until_stopped(void *user)
{
    struct crr_rating(*expected)[RECORD_COUNT] = user;
    intptr_t difference_count = 0;
    bool stop = false;
    while (!stop) {
        struct crr_rating ratings[RECORD_COUNT];
        struct crr_model *model = take_model(&stop);
        struct crr_model_head head;
        crr_model_head(model, NULL, &head);
        rate_all(model, ratings);
        for (int i = 0; i < RECORD_COUNT; i++)
            difference_count += !equal(
                &ratings[i], &expected[head.version.at[0] - '0'][i]);
        crr_model_unref(model);
    }
    return (void *)difference_count;
}

static void
test_hot_swap(void **state)
{
    (void)state;
    static struct crr_rating expected[10][RECORD_COUNT];
    for (int i = 0; i < 10; i++) {
        struct crr_model *model = compile(i);
        rate_all(model, expected[i]);
        crr_model_unref(model);
    }
    assert_int_not_equal(expected[0][0].exact, expected[9][0].exact);
    shared.model = compile(0);
    pthread_t threads[THREAD_COUNT];
    for (int i = 0; i < THREAD_COUNT; i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, rate_until_stopped, expected), 0);
    for (int i = 0; i < 100; i++) {
        struct crr_model *next = compile(i % 10);
        pthread_mutex_lock(&shared.mutex);
        struct crr_model *last = shared.model;
        shared.model = next;
        shared.stop = i == 99;
        pthread_mutex_unlock(&shared.mutex);
        crr_model_unref(last);
    }
    for (int i = 0; i < THREAD_COUNT; i++) {
        void *difference_count;
        pthread_join(threads[i], &difference_count);
        assert_int_equal((intptr_t)difference_count, 0);
    }
    crr_model_unref(shared.model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_one_model_many_threads),
        cmocka_unit_test(test_rows_of_columns), cmocka_unit_test(test_hot_swap)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Columns give what single ratings give: random models and random rows, in columns of
 * every type and layout, come out of crr_columns_rate, by every kernel that this machine
 * can run, with exactly the score, tier and reason that crr_rater_rate gives for the
 * same record. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/decimal.h"
#include "base/machine.h"
#include "crr/crr.h"
#include "plan/columns.h"
#include "drawn.h"

#define MODEL_COUNT 120
#define ROW_LIMIT 2200 /* more than two blocks */
#define DICTIONARY_LIMIT 400

/* ---- Columns ---- */

/* A column of at most ROW_LIMIT + 40 values, and all that it points at. */
struct stock {
    struct crr_column view;
    union {
        uint8_t bytes[(ROW_LIMIT + 40) * 8];
        int64_t units[ROW_LIMIT + 40];
        int32_t days[ROW_LIMIT + 40];
        uint16_t wide[ROW_LIMIT + 40];
        uint32_t widest[ROW_LIMIT + 40];
    } values;
    uint8_t validity[(ROW_LIMIT + 40) / 8 + 1];
    int64_t offsets[ROW_LIMIT + 41];
    int32_t short_offsets[ROW_LIMIT + 41];
    struct crr_value dictionary[DICTIONARY_LIMIT];
    char texts[DICTIONARY_LIMIT][16];
};

static void
draw_dictionary(struct random *random, struct stock *stock, int input, int count)
{
    for (int i = 0; i < count; i++) {
        draw_text(random, input, stock->texts[i], sizeof stock->texts[i]);
        stock->dictionary[i] = text_value(stock->texts[i]);
        if (random_in(random, 0, 30) == 0)
            stock->dictionary[i] = (struct crr_value){.type = CRR_VALUE_MISSING};
    }
    stock->view.dictionary = stock->dictionary;
    stock->view.dictionary_count = (size_t)count;
}

static void
draw_codes(struct random *random, struct stock *stock, int input, bool narrow)
{
    enum crr_column_type type = (enum crr_column_type)random_in(
        random, CRR_COLUMN_CODES8, narrow ? CRR_COLUMN_CODES16 : CRR_COLUMN_CODES32);
    int limit = type == CRR_COLUMN_CODES8 ? 256 : DICTIONARY_LIMIT;
    int count = random_in(random, 0, 2) ? random_in(random, 1, 30)
                                        : random_in(random, limit - 60, limit);
    stock->view.type = type;
    draw_dictionary(random, stock, input, count);
    for (int i = 0; i < ROW_LIMIT + 40; i++) {
        int code = random_in(random, 0, count - 1);
        if (type == CRR_COLUMN_CODES8)
            stock->values.bytes[i] = (uint8_t)code;
        else if (type == CRR_COLUMN_CODES16)
            stock->values.wide[i] = (uint16_t)code;
        else
            stock->values.widest[i] = (uint32_t)code;
    }
}

static void
draw_texts(struct random *random, struct stock *stock, int input)
{
    size_t length = 0;
    stock->view.type = CRR_COLUMN_TEXT;
    stock->view.wide_offsets = random_in(random, 0, 1);
    for (int i = 0; i < ROW_LIMIT + 40; i++) {
        char text[16];
        draw_text(random, input, text, sizeof text);
        stock->offsets[i] = (int64_t)length;
        size_t room = sizeof stock->values.bytes - length;
        size_t wanted = strlen(text) < room ? strlen(text) : 0;
        memcpy(stock->values.bytes + length, text, wanted);
        length += wanted;
        /* Some text with a NUL behind it. */
        if (random_in(random, 0, 60) == 0 && length < sizeof stock->values.bytes)
            stock->values.bytes[length++] = '\0';
    }
    stock->offsets[ROW_LIMIT + 40] = (int64_t)length;
    for (int i = 0; i <= ROW_LIMIT + 40; i++)
        stock->short_offsets[i] = (int32_t)stock->offsets[i];
    stock->view.offsets = stock->view.wide_offsets ? (const void *)stock->offsets
                                                   : (const void *)stock->short_offsets;
}

static void
draw_typed(struct random *random, struct stock *stock, int input)
{
    stock->view.places = random_in(random, 0, 4);
    for (int i = 0; i < ROW_LIMIT + 40; i++)
        if (input == 3)
            stock->values.units[i] = random_in(random, -5, 990) *
                                     (stock->view.places > 2 ? 100 : 1);
        else if (input == 4)
            stock->values.days[i] = AS_OF - random_in(random, -2, 9000);
        else
            stock->values.bytes[i] = (uint8_t)random_next(random);
    stock->view.type = input == 3   ? CRR_COLUMN_NUMBER
                       : input == 4 ? CRR_COLUMN_DAY
                                    : CRR_COLUMN_FLAG;
    if (input == 3)
        stock->values.units[7] = INT64_MAX;
    if (input == 4)
        stock->values.days[9] = INT32_MIN;
}

static void
draw_column(struct random *random, struct stock *stock, int input, bool codes)
{
    memset(&stock->view, 0, sizeof stock->view);
    int way = codes ? 0 : random_in(random, 0, 3);
    if (input == 0 || random_in(random, 0, 9) == 0)
        return;
    if (way <= 1)
        draw_codes(random, stock, input, codes);
    else if (way == 2 || input < 3 || input == 6)
        draw_texts(random, stock, input);
    else
        draw_typed(random, stock, input);
    stock->view.values = stock->values.bytes;
    stock->view.first = (size_t)random_in(random, 0, 39);
    if (random_in(random, 0, 2) == 0) {
        for (size_t i = 0; i < sizeof stock->validity; i++)
            stock->validity[i] = (uint8_t)(random_next(random) | random_next(random) |
                                           random_next(random));
        stock->view.validity = stock->validity;
    }
}

/* ---- Comparing ---- */

struct results {
    int64_t scores[ROW_LIMIT];
    int32_t scores32[ROW_LIMIT];
    uint8_t tiers[ROW_LIMIT];
    uint16_t reasons[ROW_LIMIT];
};

static void
expect(struct crr_rater *rater, struct crr_columns *columns, size_t count,
    struct results *results, size_t *ret_rejected)
{
    *ret_rejected = 0;
    for (size_t row = 0; row < count; row++) {
        struct crr_value values[INPUT_COUNT];
        struct crr_rating rating;
        struct crr_error error;
        assert_int_equal(crr_columns_record(columns, row, values, &error), CRR_OK);
        values[0] = text_value("a key");
        enum crr_status status = crr_rater_rate(
            rater, values, INPUT_COUNT, &rating, &error);
        assert_true(status == CRR_OK || status == CRR_E_RECORD);
        bool good = status == CRR_OK;
        *ret_rejected += !good;
        results->scores[row] = good ? rating.score : 0;
        results->scores32[row] = (int32_t)results->scores[row];
        results->tiers[row] = good ? (uint8_t)rating.tier : CRR_TIER_REJECTED;
        results->reasons[row] = !good ? CRR_REASON_NONE
                                : rating.rule == CRR_NONE
                                    ? (uint16_t)rating.top_factor
                                    : (uint16_t)(rating.rule | CRR_REASON_IS_RULE);
    }
}

static size_t packed_count, wide_count, lane_count, rater_count, rated_count,
    rejected_count;

static void
compare(struct random *random, struct crr_columns *columns, size_t count,
    const struct results *expected, size_t expected_rejected)
{
    static struct results found;
    struct crr_error error;
    memset(&found, 0xAA, sizeof found);
    size_t cut = (size_t)random_in(random, 0, (int)count);
    struct crr_column_ratings first = {
        found.scores, found.scores32, found.tiers, found.reasons};
    struct crr_column_ratings second = {found.scores + cut, found.scores32 + cut,
        found.tiers + cut, found.reasons + cut};
    size_t rejected = 0, rest = 0;
    assert_int_equal(
        crr_columns_rate(columns, 0, cut, &first, &rejected, &error), CRR_OK);
    assert_int_equal(
        crr_columns_rate(columns, cut, count - cut, &second, &rest, &error), CRR_OK);
    assert_int_equal(rejected + rest, expected_rejected);
    for (size_t i = 0; i < count; i++) {
        if (found.scores[i] != expected->scores[i] ||
            found.scores32[i] != expected->scores32[i] ||
            found.tiers[i] != expected->tiers[i] ||
            found.reasons[i] != expected->reasons[i])
            fail_msg("row %zu of %zu: score %lld for %lld, tier %u for %u, reason %u "
                     "for %u",
                i, count, (long long)found.scores[i], (long long)expected->scores[i],
                found.tiers[i], expected->tiers[i], found.reasons[i],
                expected->reasons[i]);
    }
    /* The tiers are the same if nothing else is wanted, or one kind of scores. */
    memset(&found, 0xAA, sizeof found);
    struct crr_column_ratings some = {.tiers = found.tiers,
        .scores32 = random_in(random, 0, 1) ? found.scores32 : NULL};
    assert_int_equal(crr_columns_rate(columns, 0, count, &some, NULL, &error), CRR_OK);
    for (size_t i = 0; i < count; i++)
        if (found.tiers[i] != expected->tiers[i] ||
            (some.scores32 && found.scores32[i] != expected->scores32[i]))
            fail_msg("row %zu of %zu, alone", i, count);
    struct crr_column_ratings none = {0};
    assert_int_equal(crr_columns_rate(columns, 0, count, &none, NULL, &error), CRR_OK);
}

static void
try_model(struct random *random, struct crr_model *model, bool codes)
{
    static struct stock stocks[INPUT_COUNT];
    static struct results expected;
    struct crr_column views[INPUT_COUNT];
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = true, .as_of = AS_OF};
    struct crr_rater *rater;
    struct crr_columns *columns;
    struct crr_error error;
    size_t rejected;
    size_t count = (size_t)(random_in(random, 0, 2) ? random_in(random, 0, 200)
                                                    : random_in(random, 0, ROW_LIMIT));
    for (int i = 0; i < INPUT_COUNT; i++) {
        draw_column(random, &stocks[i], i, codes);
        views[i] = stocks[i].view;
    }
    assert_int_equal(crr_rater_new(model, &options, &rater, &error), CRR_OK);
    assert_int_equal(
        crr_columns_new(rater, views, INPUT_COUNT, count, &columns, &error), CRR_OK);
    expect(rater, columns, count, &expected, &rejected);
    packed_count += columns->has_pack && !columns->is_wide;
    wide_count += columns->has_pack && columns->is_wide;
    lane_count += columns->has_lane && !columns->has_pack;
    rater_count += !columns->has_lane;
    rated_count += count - rejected;
    rejected_count += rejected;
    for (size_t machine = 0; crr_sum_kernel_at(machine); machine++) {
        columns->kernel = crr_sum_kernel_at(machine);
        compare(random, columns, count, &expected, rejected);
    }
    crr_columns_free(columns);
    crr_rater_free(rater);
}

static void
columns_give_what_single_ratings_give(void **state)
{
    (void)state;
    struct random random = {20261129};
    for (int i = 0; i < MODEL_COUNT; i++) {
        struct crr_model *model = draw_model(&random);
        try_model(&random, model, false);
        try_model(&random, model, true);
        crr_model_unref(model);
    }
    print_message(
        "%zu packed, %zu in 64 bits, %zu by the lane, %zu by the rater; %zu rated, %zu "
        "rejected\n",
        packed_count, wide_count, lane_count, rater_count, rated_count, rejected_count);
    assert_true(
        packed_count > 20 && wide_count > 20 && lane_count > 20 && rater_count > 10);
    assert_true(rated_count > 10000 && rejected_count > 1000);
}

/* One factor over one column of codes, whose last row is what is asked about. */
static void
rate_code(uint8_t code, const struct crr_column_ratings *ratings, enum crr_status *ret,
    struct crr_error *reterr)
{
    static const char text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\nscore: {range: [0, 100]}\n"
        "inputs: {code: {type: code}}\ntables: {t: {rows: {A: 10, B: 20}}}\n"
        "factors: [{id: f, weight: 1, input: code, table: t}]\n"
        "tiers: [{id: low, from: 0}, {id: high, from: 15}]\n";
    struct crr_value dictionary[] = {text_value("A"), text_value("B")};
    uint8_t codes[40] = {0};
    struct crr_column view = {.type = CRR_COLUMN_CODES8,
        .values = codes,
        .dictionary = dictionary,
        .dictionary_count = 2};
    struct crr_model *model;
    struct crr_rater *rater;
    struct crr_columns *columns;
    codes[39] = code;
    assert_int_equal(crr_model_compile((struct crr_text){text, sizeof text - 1},
                         "m.yaml", NULL, &model, reterr),
        CRR_OK);
    assert_int_equal(crr_rater_new(model, NULL, &rater, reterr), CRR_OK);
    assert_int_equal(crr_columns_new(rater, &view, 1, 40, &columns, reterr), CRR_OK);
    *ret = crr_columns_rate(columns, 0, 40, ratings, NULL, reterr);
    struct crr_error error;
    assert_int_equal(
        crr_columns_rate(columns, 20, 21, ratings, NULL, &error), CRR_E_ARGUMENT);
    assert_string_equal(error.message,
        "rows up to the last, 40, are expected, found 21 of them from 20 on");
    crr_columns_free(columns);
    crr_rater_free(rater);
    crr_model_unref(model);
}

static void
codes_beyond_their_dictionary_are_told(void **state)
{
    (void)state;
    uint8_t tiers[40];
    struct crr_column_ratings ratings = {.tiers = tiers};
    struct crr_error error;
    enum crr_status status;
    rate_code(1, &ratings, &status, &error);
    assert_int_equal(status, CRR_OK);
    assert_int_equal(tiers[0], 0);
    assert_int_equal(tiers[39], 1);
    rate_code(2, &ratings, &status, &error);
    assert_int_equal(status, CRR_E_ARGUMENT);
    assert_string_equal(error.message,
        "a code below 2 is expected in row 39 of column 0 (code), found 2");
}

/* Of three inputs nothing reads the last two. */
static void
rate_texts(const struct crr_column *views, struct crr_column_ratings *ratings,
    size_t *ret_rejected, enum crr_status *ret, struct crr_error *reterr)
{
    static const char text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\nscore: {range: [0, 100]}\n"
        "inputs: {code: {type: code}, spare: {type: code}, name: {type: text}}\n"
        "tables: {t: {rows: {A: 10, B: 20}}}\n"
        "factors: [{id: f, weight: 1, input: code, table: t}]\n"
        "tiers: [{id: low, from: 0}, {id: high, from: 15}]\n";
    struct crr_model *model;
    struct crr_rater *rater;
    struct crr_columns *columns;
    struct crr_error error;
    assert_int_equal(crr_model_compile((struct crr_text){text, sizeof text - 1},
                         "m.yaml", NULL, &model, &error),
        CRR_OK);
    assert_int_equal(crr_rater_new(model, NULL, &rater, &error), CRR_OK);
    assert_int_equal(crr_columns_new(rater, views, 3, 4, &columns, &error), CRR_OK);
    *ret = crr_columns_rate(columns, 0, 4, ratings, ret_rejected, reterr);
    crr_columns_free(columns);
    crr_rater_free(rater);
    crr_model_unref(model);
}

static void
offsets_that_fall_are_told(void **state)
{
    static const int32_t narrow[][5] = {{0, 1, 2, 1, 2}, {0, 1, -1, 1, 2}};
    static const int64_t wide[][5] = {{0, 1, 2, 1, 2}, {0, 1, INT64_MIN, 1, 2}};
    static const char *const messages[] = {
        "offsets from 0 on that do not fall are expected in row 2 of column 0 (code), "
        "found others",
        "offsets from 0 on that do not fall are expected in row 1 of column 0 (code), "
        "found others"};
    uint8_t without[] = {0x1};
    uint8_t tiers[4];
    struct crr_column_ratings ratings = {.tiers = tiers};
    struct crr_error error;
    enum crr_status status;
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct crr_column views[3] = {{.type = CRR_COLUMN_TEXT,
            .values = "ABAB",
            .offsets = i / 2 ? (const void *)wide[i % 2] : (const void *)narrow[i % 2],
            .wide_offsets = i / 2}};
        size_t rejected = 0;
        rate_texts(views, &ratings, &rejected, &status, &error);
        assert_int_equal(status, CRR_E_ARGUMENT);
        assert_string_equal(error.message, messages[i % 2]);
        /* Where there is no value nothing is looked at. */
        views[0].validity = without;
        rate_texts(views, &ratings, &rejected, &status, &error);
        assert_int_equal(status, CRR_OK);
        assert_int_equal(rejected, 3);
    }
}

/* As Arrow has them: buffers without a byte may be NULL, others not. */
static void
buffers_without_a_byte_may_be_null(void **state)
{
    static const int32_t empty[5] = {0, 0, 0, 0, 0}, rising[5] = {0, 0, 0, 0, 1};
    static const uint8_t without[] = {0}, codes[4];
    struct crr_column views[3] = {{.type = CRR_COLUMN_TEXT, .offsets = empty}};
    uint8_t tiers[4] = {0};
    struct crr_column_ratings ratings = {.tiers = tiers};
    struct crr_error error;
    enum crr_status status;
    size_t rejected = 0;
    (void)state;
    rate_texts(views, &ratings, &rejected, &status, &error);
    assert_int_equal(status, CRR_OK);
    assert_int_equal(rejected, 4);
    views[0].offsets = rising;
    rate_texts(views, &ratings, &rejected, &status, &error);
    assert_int_equal(status, CRR_E_ARGUMENT);
    assert_string_equal(error.message,
        "offsets from 0 on that do not fall, nor rise as there are no bytes, are "
        "expected in row 3 of column 0 (code), found others");
    views[0] = (struct crr_column){
        .type = CRR_COLUMN_CODES8, .values = codes, .validity = without};
    rate_texts(views, &ratings, &rejected, &status, &error);
    assert_int_equal(status, CRR_OK);
    assert_int_equal(rejected, 4);
}

/* Neither where rows are sums of worths nor where one is rated alone and rejected, of
 * which the error says nothing. */
static void
columns_that_nothing_reads_are_not_looked_at(void **state)
{
    static const uint8_t codes[4] = {0, 1, 2, 0}, wild[4] = {9, 9, 9, 9};
    static const int32_t falling[5] = {9, 8, 7, 6, 5}, rising[5] = {0, 1, 2, 3, 4};
    struct crr_value dictionary[] = {text_value("A"), text_value("B"), text_value("X")};
    struct crr_column views[3] = {{.type = CRR_COLUMN_CODES8,
                                      .values = codes,
                                      .dictionary = dictionary,
                                      .dictionary_count = 3},
        {.type = CRR_COLUMN_CODES8,
            .values = wild,
            .dictionary = dictionary,
            .dictionary_count = 3},
        {.type = CRR_COLUMN_TEXT, .values = "", .offsets = falling}};
    uint8_t tiers[4];
    struct crr_column_ratings ratings = {.tiers = tiers};
    struct crr_error error = {.message = "as it was"};
    enum crr_status status;
    (void)state;
    for (int i = 0; i < 2; i++) {
        size_t rejected = 0;
        rate_texts(views, &ratings, &rejected, &status, &error);
        assert_int_equal(status, CRR_OK);
        assert_int_equal(rejected, 1);
        assert_int_equal(tiers[1], 1);
        assert_int_equal(tiers[2], CRR_TIER_REJECTED);
        assert_string_equal(error.message, "as it was");
        views[0] = (struct crr_column){
            .type = CRR_COLUMN_TEXT, .values = "ABXA", .offsets = rising};
    }
}

static void
wrong_arguments_are_told(void **state)
{
    (void)state;
    struct random random = {7};
    struct crr_model *model = draw_model(&random);
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = true, .as_of = AS_OF};
    struct crr_column views[INPUT_COUNT] = {0};
    struct crr_rater *rater;
    struct crr_columns *columns = NULL;
    struct crr_error error;
    assert_int_equal(crr_rater_new(model, &options, &rater, &error), CRR_OK);
    assert_int_equal(
        crr_columns_new(rater, views, 3, 1, &columns, &error), CRR_E_ARGUMENT);
    assert_string_equal(error.message,
        "a column for each of the model's 8 inputs is expected, found 3");
    views[3].type = CRR_COLUMN_NUMBER;
    assert_int_equal(crr_columns_new(rater, views, INPUT_COUNT, 1, &columns, &error),
        CRR_E_ARGUMENT);
    assert_string_equal(error.message,
        "values of a known type, numbers with 0 to 6 places, are expected in column 3 "
        "(amount), found a NULL, another type or other places");
    static const int64_t units[1];
    views[3] = (struct crr_column){0};
    views[1] = (struct crr_column){.type = CRR_COLUMN_NUMBER, .values = units};
    assert_int_equal(crr_columns_new(rater, views, INPUT_COUNT, 1, &columns, &error),
        CRR_E_ARGUMENT);
    assert_string_equal(error.message, "values that suit the input are expected in "
                                       "column 1 (code), found numbers, days "
                                       "or flags for an input of another type");
    assert_int_equal(
        crr_columns_new(NULL, views, INPUT_COUNT, 1, &columns, &error), CRR_E_ARGUMENT);
    assert_null(columns);
    /* Where there are no rows there need be no values. */
    views[1] = (struct crr_column){.type = CRR_COLUMN_TEXT};
    assert_int_equal(
        crr_columns_new(rater, views, INPUT_COUNT, 0, &columns, &error), CRR_OK);
    struct crr_column_ratings nowhere = {0};
    assert_int_equal(crr_columns_rate(columns, 0, 0, &nowhere, NULL, &error), CRR_OK);
    crr_columns_free(columns);
    crr_columns_free(NULL);
    crr_rater_free(rater);
    crr_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_give_what_single_ratings_give),
        cmocka_unit_test(codes_beyond_their_dictionary_are_told),
        cmocka_unit_test(offsets_that_fall_are_told),
        cmocka_unit_test(buffers_without_a_byte_may_be_null),
        cmocka_unit_test(columns_that_nothing_reads_are_not_looked_at),
        cmocka_unit_test(wrong_arguments_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A book gives what files give: random rows, good and bad, read into a book once and
 * rated from it under random models of other weights, points, bands, policies and days,
 * have in every row the tier and the score that crr_file_rate gives under that model,
 * and those rejected that it rejects. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/writer.h"
#include "crr/crr.h"
#include "plan/lane.h"
#include "drawn.h"

#define BOOK_COUNT 40
#define RATER_COUNT 7
#define ROW_LIMIT 1500
#define SOURCE_COUNT 2
#define FILE_SIZE (ROW_LIMIT * 240)

/* ---- Files ---- */

struct drawn_file {
    char text[FILE_SIZE];
    size_t length, at;
};

static enum crr_status
read_file(void *user, char *buffer, size_t capacity, size_t *ret_length)
{
    struct drawn_file *file = user;
    size_t left = file->length - file->at;
    *ret_length = left < capacity ? left : capacity;
    if (*ret_length > 0)
        memcpy(buffer, file->text + file->at, *ret_length);
    file->at += *ret_length;
    return CRR_OK;
}

static struct crr_source
source_of(struct drawn_file *file)
{
    file->at = 0;
    return (struct crr_source){.name = "drawn.csv", .read = read_file, .user = file};
}

static CRR_PRINTF(2, 3) void put(struct drawn_file *file, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(
        file->text + file->length, sizeof file->text - file->length, format, arguments);
    va_end(arguments);
    assert_true(length >= 0 && (size_t)length < sizeof file->text - file->length);
    file->length += (size_t)length;
}

/* Numbers and dates in many ways; other inputs as they are drawn for columns. */
static void
draw_cell(struct random *random, int input, int odd_days, char *text, size_t size)
{
    static const char *const numbers[] = {"", " 7.5 ", "1e3", "１２.5", "x", "-3",
        "+0.25", "999999999999.99", "1000000000000", "-999999999999.99", "4.005",
        "\"4\"\"5\"", "12,5"};
    static const char *const dates[] = {"", " 2019-02-28", "2023-02-29", "x",
        "0001-01-01", "9999-12-31", "2020-01-01T08:00:00Z", "２０２０-01-01",
        "2054-10-04"};
    int odd = random_in(random, 0, 12);
    if (input == 3 && odd == 0)
        snprintf(text, size, "%s", numbers[random_in(random, 0, 12)]);
    else if (input == 3)
        snprintf(text, size, "%d.%02d", random_in(random, -9, 120),
            random_in(random, 0, 99));
    else if (input == 4 && odd == 0)
        snprintf(text, size, "%s", dates[random_in(random, 0, 8)]);
    else if (input == 4 && odd_days && odd < 4)
        snprintf(text, size, "no day %d", random_in(random, 0, odd_days));
    else if (input == 4)
        snprintf(text, size, "%d-%02d-%02d", random_in(random, 1994, 2026),
            random_in(random, 1, 12), random_in(random, 1, 28));
    else
        draw_text(random, input, text, size);
}

/* A row that cannot be split, or has no key, or is empty; false: none of them. */
static bool
put_bad_row(struct random *random, struct drawn_file *file, int number)
{
    switch (random_in(random, 0, 90)) {
    case 0:
        put(file, "C%d,K1,\"open,1,2020-01-01,yes,A,no\n", number);
        return true;
    case 1:
        put(file, "C%d,K1,O1\n", number);
        return true;
    case 2:
        put(file, "C%d,\"K1\"x,O1,1,2020-01-01,yes,A,no\n", number);
        return true;
    case 3:
        put(file, " ,K1,O1,1,2020-01-01,yes,A,no\n");
        return true;
    case 4:
        put(file, "\n");
        return false;
    case 5:
        put(file, "\xFF%d,K1,O1,1,2020-01-01,yes,A,no\n", number);
        return true;
    case 6:
        put(file, "\"C\n%d\",K1,O1,1,2020-01-01,yes,A,no\r\n", number);
        return true;
    default:
        return false;
    }
}

static const char *const names[] = {
    "id", "code", "other", "amount", "since", "flag", "kinds", "mark"};

static void
draw_rows(struct random *random, struct drawn_file *file, int rows, bool all_fields)
{
    int odd_days = random_in(random, 0, 3) ? 0 : 400;
    for (int i = 0; i < INPUT_COUNT; i++)
        put(file, "%s%s", i ? "," : "", names[i]);
    put(file, "\n");
    for (int row = 0; row < rows; row++) {
        if (put_bad_row(random, file, row))
            continue;
        put(file, "C%d", row);
        for (int i = 1; i < INPUT_COUNT; i++) {
            char text[64];
            draw_cell(random, i, odd_days, text, sizeof text);
            bool quote = text[0] != '"' &&
                         (strchr(text, ',') || random_in(random, 0, 9) == 0);
            put(file, quote ? ",\"%s\"" : ",%s", all_fields || i != 7 ? text : "");
        }
        put(file, "\n");
    }
}

/* JSON Lines: texts, numbers, flags and lists, and lines that are refused. */
static void
draw_objects(struct random *random, struct drawn_file *file, int rows)
{
    static const char *const bad[] = {"{\"id\": \"C\", \"code\":\n",
        "{\"id\": \"C\", \"code\": [\"K1\"]}\n", "{\"code\": \"K1\"}\n", "\n",
        "{\"id\": \"C\", \"id\": \"C\"}\n"};
    static const char *const odd[] = {"null", "true", "false", "12", "-3.5", "1e1",
        "[\"A\", null, \"B\"]", "[]", "[\"A|B\"]", "[\"C\"]"};
    for (int row = 0; row < rows; row++) {
        if (random_in(random, 0, 20) == 0) {
            put(file, "%s", bad[random_in(random, 0, 4)]);
            continue;
        }
        put(file, "{\"id\": \"C%d\"", row);
        for (int i = 1; i < INPUT_COUNT; i++) {
            char text[64];
            draw_cell(random, i, 0, text, sizeof text);
            int kind = random_in(random, 0, i > 4 ? 4 : 30);
            if (kind == 0)
                put(file, ", \"%s\": %s", names[i],
                    odd[random_in(random, 0, i == 6 ? 9 : 5)]);
            else if (!strchr(text, '"'))
                put(file, ", \"%s\": \"%s\"", names[i], text);
        }
        put(file, "}\n");
    }
}

static void
draw_file(struct random *random, struct drawn_file *file, bool all_fields)
{
    int rows = random_in(random, 0, random_in(random, 0, 3) ? 200 : ROW_LIMIT - 1);
    file->length = 0;
    if (rows > 0 && random_in(random, 0, 2) == 0)
        draw_objects(random, file, rows);
    else
        draw_rows(random, file, rows, all_fields);
}

/* ---- Comparing ---- */

static size_t rated_count, rejected_count, packed_kinds[3];

static size_t
tier_of(const struct crr_model *model, const char *id, size_t length)
{
    struct crr_tier_view tier;
    for (size_t i = 0; crr_model_tier(model, i, NULL, &tier) == CRR_OK; i++)
        if (tier.id.length == length && memcmp(tier.id.at, id, length) == 0)
            return i;
    fail_msg("no such tier: %s", id);
    return 0;
}

/* "line,score,tier": the next rated row of a file. */
struct expected {
    const char *at;
    unsigned long long line;
    int64_t score;
    size_t tier;
};

static void
next_expected(struct expected *expected, const struct crr_model *model)
{
    char *end;
    expected->line = strtoull(expected->at, &end, 10);
    if (expected->line == 0)
        return;
    bool negative = end[1] == '-';
    expected->score = 0;
    for (end += 1 + negative; *end != ','; end++)
        if (*end != '.')
            expected->score = expected->score * 10 + (*end - '0');
    expected->score = negative ? -expected->score : expected->score;
    size_t length = strcspn(end + 1, "\n");
    expected->tier = tier_of(model, end + 1, length);
    expected->at = end + 1 + length + 1;
}

struct found {
    int64_t scores[SOURCE_COUNT * ROW_LIMIT];
    int32_t scores32[SOURCE_COUNT * ROW_LIMIT];
    uint8_t tiers[SOURCE_COUNT * ROW_LIMIT];
    uint16_t reasons[SOURCE_COUNT * ROW_LIMIT];
};

static void
compare_row(
    size_t row, const struct found *found, bool rated, const struct expected *expected)
{
    int64_t score = rated ? expected->score : 0;
    size_t tier = rated ? expected->tier : CRR_TIER_REJECTED;
    if (found->tiers[row] != tier || found->scores[row] != score ||
        found->scores32[row] != score ||
        (found->reasons[row] == CRR_REASON_NONE) == rated)
        fail_msg("row %zu: tier %u for %zu, score %lld for %lld, reason %u", row,
            found->tiers[row], tier, (long long)found->scores[row], (long long)score,
            found->reasons[row]);
}

/* Compares the rows of one source from *row on with what the file gives. */
static size_t
compare_source(const struct crr_book *book, struct crr_model *model,
    const struct crr_rater_options *rater, struct drawn_file *file, size_t source,
    size_t row, const struct found *found)
{
    static const struct crr_text columns[] = {{"line", 4}, {"score", 5}, {"tier", 4}};
    struct crr_buffer out;
    struct crr_error error;
    struct crr_source view = source_of(file);
    crr_buffer_init(&out, NULL);
    struct crr_file_options options = {.size = sizeof options,
        .rater = *rater,
        .columns = columns,
        .column_count = 3,
        .write = crr_buffer_write,
        .write_user = &out};
    assert_int_equal(crr_file_rate(model, &view, 1, &options, NULL, &error), CRR_OK);
    crr_buffer_write(&out, "", 1);
    struct expected expected = {.at = strchr(out.at, '\n') + 1};
    next_expected(&expected, model);
    for (size_t of; row < crr_book_row_count(book); row++) {
        uint64_t line = crr_book_line(book, row, &of);
        if (of != source)
            break;
        bool rated = line == expected.line;
        compare_row(row, found, rated, &expected);
        rated_count += rated;
        rejected_count += !rated;
        if (rated)
            next_expected(&expected, model);
    }
    assert_int_equal(expected.line, 0);
    crr_buffer_clear(&out);
    return row;
}

static void
rate_in_parts(struct random *random, struct crr_book *book, struct crr_rater *rater,
    struct found *found)
{
    size_t count = crr_book_row_count(book);
    size_t cut = (size_t)random_in(random, 0, (int)count);
    size_t rejected[2] = {0}, told = 0;
    struct crr_error error;
    memset(found, 0xAA, sizeof *found);
    for (size_t part = 0; part < 2; part++) {
        size_t first = part ? cut : 0;
        struct crr_column_ratings to = {found->scores + first, found->scores32 + first,
            found->tiers + first, found->reasons + first};
        if (crr_book_rate(book, rater, first, part ? count - cut : cut, &to,
                &rejected[part], &error) != CRR_OK)
            fail_msg("%s", error.message);
    }
    for (size_t i = 0; i < count; i++)
        told += found->tiers[i] == CRR_TIER_REJECTED;
    assert_int_equal(rejected[0] + rejected[1], told);
}

/* The record of a row, rated alone, has the same tier. */
static void
rate_records(struct random *random, const struct crr_book *book,
    struct crr_rater *rater, const struct found *found)
{
    for (int i = 0; i < 20 && crr_book_row_count(book) > 0; i++) {
        struct crr_value values[INPUT_COUNT];
        struct crr_rating rating;
        struct crr_error error;
        size_t row = (size_t)random_in(random, 0, (int)crr_book_row_count(book) - 1);
        enum crr_status status = crr_book_record(book, row, values, &error);
        if (status == CRR_OK)
            status = crr_rater_rate(rater, values, INPUT_COUNT, &rating, &error);
        assert_true(status == CRR_OK || status == CRR_E_RECORD);
        assert_int_equal(
            found->tiers[row], status == CRR_OK ? rating.tier : CRR_TIER_REJECTED);
    }
}

static void
try_model(struct random *random, struct crr_book *book, struct crr_model *model,
    struct drawn_file *files)
{
    static struct found found;
    struct crr_rater *rater;
    struct crr_error error;
    size_t row = 0;
    struct crr_rater_options options = {.size = sizeof options,
        .has_as_of = true,
        .as_of = AS_OF + random_in(random, 0, 2) * random_in(random, -4000, 4000)};
    assert_int_equal(crr_rater_new(model, &options, &rater, &error), CRR_OK);
    packed_kinds[crr_lane_fits(rater)]++;
    rate_in_parts(random, book, rater, &found);
    for (size_t i = 0; i < SOURCE_COUNT; i++)
        row = compare_source(book, model, &options, &files[i], i, row, &found);
    assert_int_equal(row, crr_book_row_count(book));
    rate_records(random, book, rater, &found);
    crr_rater_free(rater);
}

static void
books_give_what_files_give(void **state)
{
    (void)state;
    static struct drawn_file files[SOURCE_COUNT];
    struct random random = {20261130};
    for (int i = 0; i < BOOK_COUNT; i++) {
        struct crr_model *models[RATER_COUNT];
        struct crr_source sources[SOURCE_COUNT];
        struct crr_file_options options = {.size = sizeof options};
        struct crr_book *book;
        struct crr_error error;
        for (int k = 0; k < SOURCE_COUNT; k++) {
            draw_file(&random, &files[k], k == 0);
            sources[k] = source_of(&files[k]);
        }
        for (int k = 0; k < RATER_COUNT; k++)
            models[k] = draw_model(&random);
        /* `mark` is used by a rule or not. */
        struct crr_input_view mark;
        int wide = 0;
        for (int k = 0; k < RATER_COUNT; k++)
            if (crr_model_input(models[k], 7, NULL, &mark) == CRR_OK && mark.used)
                wide = k;
        if (crr_book_load(
                models[wide], sources, SOURCE_COUNT, &options, &book, &error) != CRR_OK)
            fail_msg("%s", error.message);
        for (int turn = 0; turn < 2; turn++)
            for (int k = 0; k < RATER_COUNT; k++)
                try_model(&random, book, models[k], files);
        crr_book_free(book);
        for (int k = 0; k < RATER_COUNT; k++)
            crr_model_unref(models[k]);
    }
    print_message("%zu by the lane, %zu by the rater; %zu rated, %zu rejected\n",
        packed_kinds[1], packed_kinds[0], rated_count, rejected_count);
    assert_true(packed_kinds[1] > 50 && packed_kinds[0] > 10);
    assert_true(rated_count > 20000 && rejected_count > 5000);
}

/* ---- Rows and inputs ---- */

static struct crr_model *
compiled(const char *text)
{
    struct crr_model *model = NULL;
    struct crr_error error;
    if (crr_model_compile((struct crr_text){text, strlen(text)}, "m.yaml", NULL, &model,
            &error) != CRR_OK)
        fail_msg("%s", error.message);
    return model;
}

static struct crr_book *
loaded(struct crr_model *model, const char *text, struct crr_error *error)
{
    static struct drawn_file file;
    struct crr_file_options options = {.size = sizeof options};
    struct crr_book *book = NULL;
    file.length = 0;
    put(&file, "%s", text);
    struct crr_source source = source_of(&file);
    crr_book_load(model, &source, 1, &options, &book, error);
    return book;
}

#define HEAD                                                                           \
    "crr: 1\nmodel: {id: m, version: '1'}\nscore: {range: [0, 100]}\n"                 \
    "tiers: [{id: low, from: 0}, {id: high, from: 15}]\n"
#define FACTORS                                                                        \
    "factors: [{id: f, weight: 1, input: n, bands: [{below: 5, points: 0},"            \
    " {points: 40}]}]\n"

static void
rows_have_keys_and_lines(void **state)
{
    (void)state;
    struct crr_model *model = compiled(
        HEAD "inputs: {id: {type: code, key: true}, n: {type: number}}\n" FACTORS);
    struct crr_error error;
    struct crr_value values[2];
    size_t source = 9;
    struct crr_book *book = loaded(
        model, "id,n\n A ,1\n\n\"B\nC\",\"7\"\nD\n,9\n\"E\",x\n", &error);
    assert_non_null(book);
    assert_int_equal(crr_book_row_count(book), 5);
    static const struct {
        const char *key;
        uint64_t line;
        uint8_t tier;
    } rows[] = {
        {" A ", 2, 0}, {"B\nC", 4, 1}, {"", 6, 255}, {"", 7, 255}, {"E", 8, 255}};
    uint8_t tiers[5];
    size_t rejected;
    struct crr_column_ratings to = {.tiers = tiers};
    struct crr_rater *rater;
    assert_int_equal(crr_rater_new(model, NULL, &rater, &error), CRR_OK);
    assert_int_equal(crr_book_rate(book, rater, 0, 5, &to, &rejected, &error), CRR_OK);
    assert_int_equal(rejected, 3);
    for (size_t i = 0; i < 5; i++) {
        struct crr_text key = crr_book_key(book, i);
        assert_int_equal(key.length, strlen(rows[i].key));
        assert_memory_equal(key.at, rows[i].key, key.length);
        assert_int_equal(crr_book_line(book, i, &source), rows[i].line);
        assert_int_equal(source, 0);
        assert_int_equal(tiers[i], rows[i].tier);
    }
    assert_int_equal(crr_book_line(book, 5, NULL), 0);
    assert_int_equal(crr_book_key(book, 5).length, 0);
    assert_int_equal(crr_book_record(book, 2, values, &error), CRR_E_RECORD);
    assert_int_equal(crr_book_record(book, 5, values, &error), CRR_E_ARGUMENT);
    assert_int_equal(
        crr_book_rate(book, rater, 2, 4, &to, NULL, &error), CRR_E_ARGUMENT);
    assert_string_equal(error.message,
        "rows up to the last, 5, are expected, found 4 of them from 2 on");
    assert_true(crr_book_memory(book) > 100);
    crr_rater_free(rater);
    crr_book_free(book);
    crr_book_free(NULL);
    crr_model_unref(model);
}

static void
other_inputs_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *inputs, *message;
    } others[] = {
        {"{id: {type: code, key: true}, n: {type: number, places: 2}}",
            "a model with the inputs of the book is expected, found n, which differs "
            "in its places"},
        {"{id: {type: code, key: true}, n: {type: number, missing_values: ['-1']}}",
            "a model with the inputs of the book is expected, found n, which differs "
            "in its missing_values"},
        {"{id: {type: text, key: true}, n: {type: number}}",
            "a model with the inputs of the book is expected, found id, which differs "
            "in its type"},
        {"{id: {type: code, key: true, case: ignore}, n: {type: number}}",
            "a model with the inputs of the book is expected, found id, which differs "
            "in its before and case"},
        {"{id: {type: code}, n: {type: number}}",
            "a model with the key of the book is expected, found one without a key"},
        {"{n: {type: number}}",
            "a model with the key of the book is expected, found one without a key"},
        {"{other: {type: code, key: true}, n: {type: number}}",
            "a model with the inputs of the book is expected, found other, which is "
            "not one of them"},
        {"{n: {type: number, columns: [x]}, id: {type: code, key: true}}", NULL},
    };
    struct crr_model *model = compiled(
        HEAD "inputs: {id: {type: code, key: true}, n: {type: number}}\n" FACTORS);
    struct crr_error error;
    struct crr_book *book = loaded(model, "id,n\nA,1\nB,7\n", &error);
    assert_non_null(book);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        char text[1000];
        uint8_t tiers[2];
        struct crr_column_ratings to = {.tiers = tiers};
        struct crr_rater *rater;
        snprintf(text, sizeof text, HEAD "inputs: %s\n" FACTORS, others[i].inputs);
        struct crr_model *other = compiled(text);
        assert_int_equal(crr_rater_new(other, NULL, &rater, &error), CRR_OK);
        error.message[0] = '\0';
        enum crr_status status = crr_book_rate(book, rater, 0, 2, &to, NULL, &error);
        assert_string_equal(error.message, others[i].message ? others[i].message : "");
        assert_int_equal(status, others[i].message ? CRR_E_ARGUMENT : CRR_OK);
        assert_true(others[i].message || (tiers[0] == 0 && tiers[1] == 1));
        crr_rater_free(rater);
        crr_model_unref(other);
    }
    crr_book_free(book);
    crr_model_unref(model);
}

static void
wrong_files_are_told(void **state)
{
    (void)state;
    struct crr_model *model = compiled(HEAD "inputs: {n: {type: number}}\n" FACTORS);
    struct crr_error error;
    struct crr_source links = {.name = "l.csv"};
    struct crr_file_options options = {.size = sizeof options, .links = &links};
    struct crr_book *book = NULL;
    assert_null(loaded(model, "m\n1\n", &error));
    assert_int_equal(error.status, CRR_E_FILE);
    assert_int_equal(
        crr_book_load(model, NULL, 0, &options, &book, &error), CRR_E_ARGUMENT);
    assert_string_equal(error.message, "options without previous, overrides, links and "
                                       "unique are expected for a book, "
                                       "found one of them");
    assert_null(book);
    crr_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(books_give_what_files_give),
        cmocka_unit_test(rows_have_keys_and_lines),
        cmocka_unit_test(other_inputs_are_told),
        cmocka_unit_test(wrong_files_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

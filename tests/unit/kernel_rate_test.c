/* Every kernel that this machine can run rates rows as the scalar one does, and those
 * that it does not leave to the rater as the rater does, whatever stands in the fields;
 * and weighs the values of single calls as the scalar one does. */
#include <stdio.h>
#include <stdlib.h>
#include "file/kernel.h"
#include "file_run.h"
#include "plan/call_kernel.h"

static const char model_text[] =
    "crr: 1\n"
    "model: {id: m, version: '1'}\n"
    "missing_values: ['', NULL, '-']\n"
    "inputs:\n"
    "  id: {type: text, key: true}\n"
    "  country: {type: code, missing: worst, unknown: {points: 80}}\n"
    "  industry: {type: code, unknown: worst, missing: {points: 5}}\n"
    "  amount: {type: number, places: 2, missing: worst}\n"
    "  count: {type: number, places: 0, missing: worst, missing_values: ['9', '77']}\n"
    "  share: {type: number, places: 6, missing: worst}\n"
    "  opened: {type: date, missing: worst}\n"
    "  born: {type: date, format: YYYYMMDD, missing: worst,\n"
    "    missing_values: ['19610701', '00010101']}\n"
    "  listed: {type: flag}\n"
    "tables:\n"
    "  country: {rows: {CN: 10, US: 20.5, IR: 90, 'United Kingdom of': 33}}\n"
    "  industry: {match: longest_prefix, rows: {J: 10, J66: 70, J662: 1.25, A01: 4}}\n"
    "factors:\n"
    "  - {id: residence, weight: 0.3, input: country, table: country}\n"
    "  - {id: branch, weight: 0.2, input: industry, table: industry}\n"
    "  - {id: size, weight: 0.2, input: amount,\n"
    "     bands: [{below: -10, points: 3}, {below: 0, points: 7}, {below: 99.5,\n"
    "       points: 11.75}, {below: 1000000, points: 50}, {points: 100}]}\n"
    "  - {id: many, weight: 0.1, input: count,\n"
    "     bands: [{below: 1, points: 0}, {below: 10, points: 40}, {points: 60}]}\n"
    "  - {id: part, weight: 0.1, input: share,\n"
    "     bands: [{below: 0.25, points: 0}, {below: 0.500001, points: 1}, {points: "
    "2}]}\n"
    "  - {id: age, weight: 0.1, input: born, age_in: years,\n"
    "     bands: [{below: 18, points: 100}, {below: 65, points: 0}, {points: 40}]}\n"
    "correction:\n"
    "  combine: sum\n"
    "  bounds: [-4, 5]\n"
    "  factors:\n"
    "    - {id: tenure, input: opened, age_in: months,\n"
    "       bands: [{below: 6, points: 5.5}, {below: 24, points: 0}, {points: -3}]}\n"
    "tiers: [{id: low, from: 0}, {id: mid, from: 20}, {id: high, from: 50},\n"
    "  {id: prohibited}]\n"
    "rules:\n"
    "  - {id: sanction, when: {listed: true}, tier: prohibited, basis: policy,\n"
    "     if_missing: true}\n";

enum {
    COLUMN_COUNT = 9,
    TEXT_SIZE = 64 << 10,
    TRIAL_COUNT = 1500,
    CALL_COUNT = 40000
};

static uint64_t seed = 2463534242u;

static uint32_t
draw(uint32_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 33) % below);
}

#define POOL(...)                                                                      \
    {                                                                                  \
        __VA_ARGS__, NULL                                                              \
    }

/* By column: what is ordinary, and what is not. */
static const char *const pools[COLUMN_COUNT][24] = {
    POOL("C1", "0001", "4711", "\"C,1\"", "\"C\"\"1\"", "", "NULL", "-", " C1 ",
        "a key of a good many bytes with forty of them at least", "\xE5\xBC\xA0",
        "\xFF", "\"\""),
    POOL("CN", "US", "IR", "", "cn", " CN", "CN ", "XX", "NULL", "United Kingdom of",
        "United Kingdom", "\"CN\"", "\"United Kingdom of\"", "\"C\"\"N\"", "C", "CNN",
        "\xEF\xBC\xA3\xEF\xBC\xAE", "\xE4\xB8\xAD\xE5\x9B\xBD", "12345678",
        "123456789"),
    POOL("J", "J66", "J6621", "J6629", "J67", "A01", "A0", "B", "", "-", "j66",
        "\"J66\"", "J66 ", "J662100000000000000000000"),
    POOL("0", "99.49", "99.5", "99.50", "99.51", "-10", "-10.01", "-0", "-0.00", "",
        "1e5", "+5", "5.", ".5", "007", "1 5", "\"50\"", "\"1,5\"", "999999999999.99",
        "1000000000000", "12.345", "12.3400", " 5"),
    POOL("0", "1", "9", "10", "11", "-1", "", "09", "77", " 77", "9.0", "76", "78",
        "1.0", "1.5", "99999999999", "999999999999", "x", "\"7\"", "00",
        "1234567890123456789", "- 1"),
    POOL("0.25", "0.249999", "0.500001", "0.5", "0.500000", "1", "-1", "", "0.1234567",
        "0.2500000", "1.000001", "999999999999.999999"),
    POOL("2026-06-30", "2026-01-01", "2025-12-31", "2024-02-29", "2023-02-29",
        "1999-1-1", "", "2024-07-01", "2024-07-02", "2027-01-01", "2024-02-28T10:00:00",
        "20240101", "\"2024-01-01\"", "0001-01-01", "9999-12-31", "2024/01/01",
        "2024-13-01", "2024-00-10", "2024-01-00"),
    POOL("20080701", "20080702", "19610701", "19610630", "", "1961-07-01", "00010101",
        "00010102", "19610702", "20081301", "20080230", "2008070", "200807011",
        "\"20080701\"", "NULL"),
    POOL("N", "n", "no", "0", "false", "Y", "yes", "", "-", "perhaps", "\"N\"", "N "),
};

static size_t
draw_digits(char *text, uint32_t limit)
{
    size_t length = draw(limit) + 1;
    for (size_t i = 0; i < length; i++)
        text[i] = (char)('0' + draw(10));
    return length;
}

/* A number or a date that nobody thought of. */
static size_t
draw_free(char *text, int column)
{
    size_t length = 0;
    if (column == 6 || column == 7)
        return (size_t)sprintf(text, column == 6 ? "%04u-%02u-%02u" : "%04u%02u%02u",
            1950 + draw(78), draw(14), draw(33));
    if (draw(4) == 0)
        text[length++] = '-';
    length += draw_digits(text + length, 13);
    if (draw(2) == 0) {
        text[length++] = '.';
        length += draw_digits(text + length, 7);
    }
    return length;
}

static size_t
draw_field(char *text, int column)
{
    size_t count = 0;
    bool numeric = column >= 3 && column <= 7;
    if (numeric && draw(3) > 0)
        return draw_free(text, column);
    while (pools[column][count])
        count++;
    /* Mostly what the first ones are like. */
    const char *field = pools[column][draw(3) ? draw(3) : draw((uint32_t)count)];
    memcpy(text, field, strlen(field));
    return strlen(field);
}

static size_t
draw_rows(char *text, uint32_t count)
{
    size_t length = 0;
    for (uint32_t row = 0; row < count; row++) {
        for (int column = 0; column < COLUMN_COUNT; column++) {
            length += draw_field(text + length, column);
            text[length++] = ',';
        }
        length--;
        if (draw(4) == 0)
            text[length++] = '\r';
        text[length++] = '\n';
    }
    return length;
}

/* ---- Comparing ---- */

struct bench {
    struct crr_model *model;
    struct crr_rater *raters[8];
    struct crr_lane lanes[8];
    size_t count;
    unsigned slow_count, quick_count;
};

static void
open_bench(struct bench *bench)
{
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = true, .as_of = AS_OF};
    *bench = (struct bench){.model = compiled(model_text)};
    for (size_t i = 0; crr_kernel_at(i); i++) {
        struct crr_lane *lane = &bench->lanes[i];
        assert_int_equal(
            crr_rater_new(bench->model, &options, &bench->raters[i], NULL), CRR_OK);
        assert_true(crr_lane_fits(bench->raters[i]));
        assert_true(crr_lane_init(lane, bench->raters[i], NULL));
        for (uint32_t k = 0; k < lane->reader_count; k++) {
            lane->readers[k].column = lane->readers[k].input;
            lane->readers[k].told = true;
        }
        bench->count++;
    }
}

static void
close_bench(struct bench *bench)
{
    for (size_t i = 0; i < bench->count; i++) {
        crr_lane_clear(&bench->lanes[i]);
        crr_rater_free(bench->raters[i]);
    }
    crr_model_unref(bench->model);
}

static struct crr_text
undouble(struct crr_text field, char *buffer)
{
    size_t length = 0;
    if (field.length < 2 || field.at[0] != '"')
        return field;
    for (size_t i = 1; i + 1 < field.length; i++) {
        buffer[length++] = field.at[i];
        i += field.at[i] == '"';
    }
    return (struct crr_text){buffer, length};
}

/* What the lane rated is what the rater says. */
static void
expect_as_rated(struct bench *bench, const struct crr_rows *rows, uint32_t row)
{
    const struct crr_lane_batch *batch = &bench->lanes[0].batch;
    struct crr_value values[COLUMN_COUNT];
    char buffers[COLUMN_COUNT][128];
    struct crr_rating rating;
    struct crr_error error;
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        values[i] = (struct crr_value){.type = CRR_VALUE_TEXT,
            .as.text = undouble(crr_rows_field(rows, row, i), buffers[i])};
    if (crr_rater_rate(bench->raters[0], values, COLUMN_COUNT, &rating, &error) !=
        CRR_OK)
        fail_msg("a row was rated: %s", error.message);
    assert_int_equal(batch->score[row], rating.score);
    assert_int_equal(batch->reached[row], rating.score_tier);
    assert_int_equal(batch->without[row], rating.tier_without_theta);
}

static void
expect_same(struct bench *bench, const struct crr_rows *rows)
{
    const struct crr_lane_batch *first = &bench->lanes[0].batch;
    for (uint32_t i = 0; i < rows->count; i++) {
        bool slow = first->marks[i] & CRR_LANE_SLOW;
        for (size_t k = 1; k < bench->count; k++) {
            const struct crr_lane_batch *other = &bench->lanes[k].batch;
            if (slow) {
                assert_true(other->marks[i] & CRR_LANE_SLOW);
                continue;
            }
            assert_int_equal(other->marks[i], first->marks[i]);
            assert_int_equal(other->score[i], first->score[i]);
            assert_int_equal(other->reached[i], first->reached[i]);
            assert_int_equal(other->without[i], first->without[i]);
            assert_int_equal(other->top[i], first->top[i]);
        }
        bench->slow_count += slow;
        bench->quick_count += !slow;
        if (!slow)
            expect_as_rated(bench, rows, i);
    }
}

static void
every_kernel_rates_alike(void **state)
{
    static char room[TEXT_SIZE + 2 * CRR_KERNEL_PAD];
    static uint32_t ends[TEXT_SIZE + 64];
    static struct bench bench;
    (void)state;
    open_bench(&bench);
    for (int trial = 0; trial < TRIAL_COUNT; trial++) {
        uint32_t count = 1 + draw(CRR_LANE_ROWS);
        uint32_t start = draw(64); /* every alignment */
        char *text = room + CRR_KERNEL_PAD;
        uint32_t length = start + (uint32_t)draw_rows(text + start, count);
        struct crr_split split = crr_kernel_at(0)->split(
            text, start, length, ',', ends);
        assert_int_equal(split.trouble, CRR_NO_TROUBLE);
        assert_int_equal(split.row_count, count);
        assert_int_equal(split.end_count, count * COLUMN_COUNT);
        struct crr_rows rows = {text, ends, start, COLUMN_COUNT, count};
        for (size_t i = 0; i < bench.count; i++)
            crr_kernel_at(i)->rate(&bench.lanes[i], &rows);
        expect_same(&bench, &rows);
    }
    assert_true(bench.count >= 2);
    assert_true(bench.quick_count > 5000);
    assert_true(bench.slow_count > 5000);
    close_bench(&bench);
}

/* ---- Single calls ---- */

/* A value like the column's fields. Texts get their exact bytes on the heap, so that
 * reading beyond them is found. */
static struct crr_value
draw_value(int column)
{
    char field[128] = {0};
    uint32_t way = draw(24);
    size_t length = draw_field(field, column);
    if (way == 0)
        return (struct crr_value){.type = CRR_VALUE_MISSING};
    if (way == 1 && column >= 3 && column <= 5)
        return (struct crr_value){
            .type = CRR_VALUE_NUMBER, .places = 2, .as.units = draw(100000)};
    if (way == 1 && (column == 6 || column == 7))
        return (struct crr_value){
            .type = CRR_VALUE_DAY, .as.day = (int32_t)draw(30000)};
    if (way == 2)
        length++; /* the NUL, too */
    char *text = malloc(length > 0 ? length : 1);
    assert_non_null(text);
    memcpy(text, field, length);
    return (struct crr_value){.type = CRR_VALUE_TEXT, .as.text = {text, length}};
}

static void
expect_same_worths(struct bench *bench, const struct crr_call_plan *plans,
    const struct crr_value *values)
{
    int64_t expected[2 * COLUMN_COUNT] = {0};
    uint32_t count = bench->lanes[0].reader_count;
    int64_t marks = crr_call_kernel_at(0)->weigh(
        &bench->lanes[0], &plans[0], values, expected);
    for (size_t i = 1; i < bench->count; i++) {
        int64_t found[2 * COLUMN_COUNT] = {0};
        assert_int_equal(
            crr_call_kernel_at(i)->weigh(&bench->lanes[i], &plans[i], values, found),
            marks);
        for (uint32_t k = 0; k < count; k++)
            assert_int_equal(found[k], expected[k]);
    }
    bench->slow_count += (marks & CRR_LANE_SLOW) != 0;
    bench->quick_count += (marks & CRR_LANE_SLOW) == 0;
}

static void
every_kernel_weighs_calls_alike(void **state)
{
    static struct bench bench;
    struct crr_call_plan plans[8];
    (void)state;
    open_bench(&bench);
    for (size_t i = 0; i < bench.count; i++)
        assert_true(
            crr_call_plan_init(&plans[i], &bench.lanes[i], &bench.lanes[i].arena));
    for (int trial = 0; trial < CALL_COUNT; trial++) {
        struct crr_value values[COLUMN_COUNT];
        for (int i = 0; i < COLUMN_COUNT; i++)
            values[i] = draw_value(i);
        expect_same_worths(&bench, plans, values);
        for (int i = 0; i < COLUMN_COUNT; i++)
            if (values[i].type == CRR_VALUE_TEXT)
                free((char *)(uintptr_t)values[i].as.text.at);
    }
    print_message("%u quick, %u slow\n", bench.quick_count, bench.slow_count);
    assert_true(bench.quick_count > 1000);
    assert_true(bench.slow_count > 1000);
    close_bench(&bench);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kernel_rates_alike),
        cmocka_unit_test(every_kernel_weighs_calls_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

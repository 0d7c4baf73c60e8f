/* Properties of every rating, on random models and records:
 *   the lines of the explanation sum to the score, exactly;
 *   typed values give the same bits as texts;
 *   the canonical text compiles to the same digest and the same ratings;
 *   the order in which factors and tables stand changes neither score nor tier;
 *   a higher value of a factor never lowers the score. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "crr/crr.h"
#include "random.h"

#define MODEL_COUNT 60
#define RECORD_COUNT 60
#define CODE_COUNT 9
#define AS_OF 20500

/* A random model: groups of leaves, each leaf with its own line, so that lines can be
 * put in any order. */
struct sketch {
    char head[1024];
    char tables[3][1024];
    char groups[4][4096]; /* a primary factor, group or leaf */
    int group_count;
    char secondary[3][512];
    int secondary_count;
    char tail[1024];
};

static void CRR_PRINTF(3, 4) append(char *text, size_t size, const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text + used, size - used, format, arguments);
    va_end(arguments);
    assert_true(length >= 0 && used + (size_t)length < size);
}

/* Splits 1000 into count parts > 0. */
static void
split(struct random *random, int count, int *parts)
{
    int left = 1000;
    for (int i = 0; i < count - 1; i++) {
        parts[i] = random_in(random, 1, left - (count - 1 - i));
        left -= parts[i];
    }
    parts[count - 1] = left;
}

static void
sketch_leaf(struct random *random, char *text, size_t size, const char *id)
{
    switch (random_in(random, 0, 5)) {
    case 0:
    case 1:
        append(
            text, size, "id: %s, input: code, table: t%d", id, random_in(random, 0, 2));
        return;
    case 2:
        append(text, size,
            "id: %s, input: amount, bands: [{below: %d, points: %d.%d}, "
            "{at_most: 50, points: 33.3333}, {points: %d}]",
            id, random_in(random, 1, 40), random_in(random, 0, 20),
            random_in(random, 0, 9), random_in(random, 40, 99));
        return;
    case 3:
        append(text, size,
            "id: %s, input: since, age_in: months, bands: [{below: %d, points: %d}, "
            "{points: %d}]",
            id, random_in(random, 1, 60), random_in(random, 0, 99),
            random_in(random, 0, 99));
        return;
    case 4:
        append(text, size,
            "id: %s, when: {marked: true}, points: {yes: %d.125, no: %d}", id,
            random_in(random, 50, 99), random_in(random, 0, 49));
        return;
    default:
        append(text, size,
            "id: %s, input: amount, interpolate: [{at: %d, points: 1}, {at: 77, "
            "points: "
            "%d}]",
            id, random_in(random, -20, 70), random_in(random, 2, 100));
    }
}

static void
sketch_groups(struct random *random, struct sketch *sketch)
{
    int weights[4];
    sketch->group_count = random_in(random, 1, 4);
    split(random, sketch->group_count, weights);
    for (int i = 0; i < sketch->group_count; i++) {
        char *text = sketch->groups[i];
        size_t size = sizeof sketch->groups[i];
        int leaf_weights[3];
        char id[32];
        int leaf_count = random_in(random, 1, 3);
        split(random, leaf_count, leaf_weights);
        append(text, size, "  - {id: g%d, weight: %d.%03d, factors: [", i,
            weights[i] / 1000, weights[i] % 1000);
        for (int j = 0; j < leaf_count; j++) {
            append(text, size, "%s{weight: %d.%03d, ", j ? ", " : "",
                leaf_weights[j] / 1000, leaf_weights[j] % 1000);
            snprintf(id, sizeof id, "f%d_%d", i, j);
            sketch_leaf(random, text, size, id);
            append(text, size, "}");
        }
        append(text, size, "]}\n");
    }
}

static void
sketch_model(struct random *random, struct sketch *sketch)
{
    static const char *const roundings[] = {"half_up", "half_even", "up", "down"};
    static const char *const factors[] = {"1", "100/101", "0.75", "1/3"};
    memset(sketch, 0, sizeof *sketch);
    append(sketch->head, sizeof sketch->head,
        "crr: 1\nmodel: {id: random, version: '1'}\n"
        "score: {range: [0, 100], decimals: %d, rounding: %s, factor: %s}\n"
        "inputs:\n  code: {type: code, missing: worst, unknown: {points: 12.5}}\n"
        "  amount: {type: number, places: 2}\n  since: {type: date}\n"
        "  marked: {type: flag}\n",
        random_in(random, 0, 4), roundings[random_in(random, 0, 3)],
        factors[random_in(random, 0, 3)]);
    for (int i = 0; i < 3; i++) {
        append(sketch->tables[i], sizeof sketch->tables[i], "  t%d: {rows: {", i);
        for (int j = 0; j < CODE_COUNT - 2; j++)
            append(sketch->tables[i], sizeof sketch->tables[i], "%sC%d: %d.%02d",
                j ? ", " : "", j, random_in(random, 0, 99), random_in(random, 0, 99));
        append(sketch->tables[i], sizeof sketch->tables[i], "}}\n");
    }
    sketch_groups(random, sketch);
    sketch->secondary_count = random_in(random, 0, 3);
    for (int i = 0; i < sketch->secondary_count; i++) {
        char id[32];
        snprintf(id, sizeof id, "s%d", i);
        append(sketch->secondary[i], sizeof sketch->secondary[i], "    - {");
        sketch_leaf(random, sketch->secondary[i], sizeof sketch->secondary[i], id);
        append(sketch->secondary[i], sizeof sketch->secondary[i], "}\n");
    }
    append(sketch->tail, sizeof sketch->tail,
        "tiers: [{id: a, from: 0}, {id: b, from: %d}, {id: c, from: %d}, {id: d}]\n"
        "rules:\n"
        "  - {id: r1, when: {code: C1, marked: true}, at_least: c, basis: x}\n"
        "  - {id: r2, when: {amount: {above: 70}}, at_most: b, basis: x}\n"
        "  - {id: r3, when: {code: C2, amount: {below: %d}}, tier: d, basis: x,"
        " if_missing: true}\n",
        random_in(random, 1, 30), random_in(random, 31, 90), random_in(random, 1, 90));
}

/* Writes the sketch with its parts in order, or in reverse. */
static void
write_model(const struct sketch *sketch, bool reverse, char *text, size_t size)
{
    text[0] = '\0';
    append(text, size, "%stables:\n", sketch->head);
    for (int i = 0; i < 3; i++)
        append(text, size, "%s", sketch->tables[reverse ? 2 - i : i]);
    append(text, size, "factors:\n");
    for (int i = 0; i < sketch->group_count; i++)
        append(text, size, "%s",
            sketch->groups[reverse ? sketch->group_count - 1 - i : i]);
    if (sketch->secondary_count > 0)
        append(text, size,
            "correction:\n  combine: sum\n  bounds: [-9.5, 7.25]\n"
            "  factors:\n");
    for (int i = 0; i < sketch->secondary_count; i++)
        append(text, size, "%s",
            sketch->secondary[reverse ? sketch->secondary_count - 1 - i : i]);
    append(text, size, "%s", sketch->tail);
}

static struct crr_model *
compile(struct crr_text text)
{
    struct crr_model *model = NULL;
    struct crr_error error;
    enum crr_status status = crr_model_compile(text, "random", NULL, &model, &error);
    if (status != CRR_OK)
        fail_msg("%zu:%zu: %s: %s\n%.*s", error.line, error.column, error.path,
            error.message, (int)text.length, text.at);
    return model;
}

static struct crr_rater *
rater_of(struct crr_model *model)
{
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = true, .as_of = AS_OF};
    struct crr_rater *rater;
    assert_int_equal(crr_rater_new(model, &options, &rater, NULL), CRR_OK);
    return rater;
}

struct record {
    char code[8], amount[16], since[16], marked[8];
    struct crr_value texts[4];
    struct crr_value typed[4];
};

static void
fill_text(struct crr_value *value, const char *text)
{
    value->type = CRR_VALUE_TEXT;
    value->as.text = (struct crr_text){text, strlen(text)};
}

static void
fill_record(struct random *random, struct record *record)
{
    int64_t cents = random_in(random, -3000, 12000);
    int32_t day = AS_OF - random_in(random, 0, 3000);
    bool marked = random_in(random, 0, 1);
    memset(record, 0, sizeof *record);
    snprintf(
        record->code, sizeof record->code, "C%d", random_in(random, 0, CODE_COUNT));
    snprintf(record->amount, sizeof record->amount, "%s%lld.%02lld",
        cents < 0 ? "-" : "", (long long)(cents < 0 ? -cents : cents) / 100,
        (long long)(cents < 0 ? -cents : cents) % 100);
    crr_day_print(day, record->since);
    snprintf(record->marked, sizeof record->marked, "%s", marked ? "Y" : "no");
    fill_text(&record->texts[0], record->code);
    fill_text(&record->texts[1], record->amount);
    fill_text(&record->texts[2], record->since);
    fill_text(&record->texts[3], record->marked);
    record->typed[0] = record->texts[0];
    record->typed[1] = (struct crr_value){CRR_VALUE_NUMBER, 2, {.units = cents}};
    record->typed[2] = (struct crr_value){CRR_VALUE_DAY, 0, {.day = day}};
    record->typed[3] = (struct crr_value){CRR_VALUE_FLAG, 0, {.flag = marked}};
    if (random_in(random, 0, 9) == 0)
        record->texts[0] = record->typed[0] = (struct crr_value){0};
}

/* Σ contributions + clamps + rounding = score, in N. */
static void
check_sum(const struct crr_rater *rater, const struct crr_rating *rating)
{
    const struct crr_model *model = crr_rater_model(rater);
    struct crr_model_head head;
    struct crr_remainder rest;
    int64_t sum = 0;
    crr_model_head(model, NULL, &head);
    assert_int_equal(crr_rater_remainder(rater, &rest), CRR_OK);
    for (size_t i = 0; i < crr_model_factor_count(model); i++) {
        struct crr_factor_view view;
        struct crr_factor_rating factor;
        crr_model_factor(model, i, NULL, &view);
        assert_int_equal(crr_rater_factor(rater, i, &factor), CRR_OK);
        if (view.node || view.kind != CRR_FACTOR_GROUP)
            sum += factor.contribution;
    }
    sum += rest.theta_clamp + rest.score_clamp + rest.rounding;
    int64_t unit = rating->scale;
    for (int i = 0; i < head.decimals; i++)
        unit /= 10;
    assert_int_equal(sum, rating->score * unit);
}

static void
check_same(const struct crr_rating *a, const struct crr_rating *b)
{
    assert_int_equal(a->score, b->score);
    assert_int_equal(a->exact, b->exact);
    assert_int_equal(a->tier, b->tier);
    assert_int_equal(a->score_tier, b->score_tier);
    assert_int_equal(a->review, b->review);
    assert_int_equal(a->warning_count, b->warning_count);
}

static void
check_model(struct random *random)
{
    static char text[32768];
    static char reversed[32768];
    struct sketch sketch;
    sketch_model(random, &sketch);
    write_model(&sketch, false, text, sizeof text);
    write_model(&sketch, true, reversed, sizeof reversed);
    struct crr_model *model = compile((struct crr_text){text, strlen(text)});
    struct crr_model *again = compile(crr_model_canonical(model));
    struct crr_model *backward = compile((struct crr_text){reversed, strlen(reversed)});
    assert_string_equal(crr_model_digest(model), crr_model_digest(again));
    struct crr_rater *rater = rater_of(model);
    struct crr_rater *rater_again = rater_of(again);
    struct crr_rater *rater_backward = rater_of(backward);
    for (int i = 0; i < RECORD_COUNT; i++) {
        struct record record;
        struct crr_rating rating;
        struct crr_rating other;
        struct crr_error error;
        fill_record(random, &record);
        if (crr_rater_rate(rater, record.texts, 4, &rating, &error) != CRR_OK) {
            /* Only a missing code can leave a rule of these models undecided. */
            assert_int_equal(error.finding, 608);
            assert_int_equal(
                crr_rater_rate(rater, record.typed, 4, &other, NULL), CRR_E_RECORD);
            continue;
        }
        check_sum(rater, &rating);
        assert_int_equal(crr_rater_rate(rater, record.typed, 4, &other, NULL), CRR_OK);
        check_same(&rating, &other);
        assert_int_equal(
            crr_rater_rate(rater_again, record.texts, 4, &other, NULL), CRR_OK);
        check_same(&rating, &other);
        assert_int_equal(
            crr_rater_rate(rater_backward, record.texts, 4, &other, NULL), CRR_OK);
        check_same(&rating, &other);
    }
    crr_rater_free(rater);
    crr_rater_free(rater_again);
    crr_rater_free(rater_backward);
    crr_model_unref(model);
    crr_model_unref(again);
    crr_model_unref(backward);
}

static void
test_properties(void **state)
{
    (void)state;
    struct random random = {20261123};
    for (int i = 0; i < MODEL_COUNT; i++)
        check_model(&random);
}

/* Points that rise with the input raise the score, or leave it. */
static void
test_monotone(void **state)
{
    (void)state;
    static const char text[] =
        "crr: 1\nmodel: {id: monotone, version: '1'}\n"
        "inputs: {a: {type: number, places: 2}, b: {type: number, places: 0}}\n"
        "factors:\n"
        "  - {id: a, weight: 0.333333333, input: a, interpolate: [{at: 0, points: 0},"
        " {at: 3, points: 7}, {at: 90, points: 100}]}\n"
        "  - {id: b, weight: 0.666666667, input: b, range: [0, 100]}\n"
        "tiers: [{id: low, from: 0}, {id: mid, from: 33.33}, {id: top, from: 66.67}]\n";
    struct crr_model *model = compile((struct crr_text){text, sizeof text - 1});
    struct crr_rater *rater = rater_of(model);
    struct crr_rating last = {0};
    for (int b = 0; b <= 100; b++) {
        struct crr_value values[2] = {{CRR_VALUE_NUMBER, 2, {.units = b * 97}},
            {CRR_VALUE_NUMBER, 0, {.units = b}}};
        struct crr_rating rating;
        assert_int_equal(crr_rater_rate(rater, values, 2, &rating, NULL), CRR_OK);
        assert_true(b == 0 || rating.exact > last.exact);
        assert_true(rating.score >= last.score && rating.tier >= last.tier);
        last = rating;
    }
    assert_int_equal(last.score, 10000);
    crr_rater_free(rater);
    crr_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_properties), cmocka_unit_test(test_monotone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Single calls by every kernel that this machine can run, and by a scorer, give what the
 * rater gives: models of any number of numbers and dates of every form, with few steps
 * and with many; texts at the very beginning and end of pages whose neighbours cannot be
 * read. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include "../property/random.h"
#include "file_run.h"
#include "plan/call_kernel.h"

enum {
    NUMERIC_LIMIT = 300, /* factors that read a number or a date */
    INPUT_LIMIT = 60,
    MODEL_COUNT = 60,
    RECORD_COUNT = 250,
    TEXT_LIMIT = 40 /* bytes of a value */
};

/* ---- Models ---- */

/* A number (with places) or a date (with a separator, or none). */
struct form {
    bool date;
    int places;
    char separator;
};

struct draft {
    char text[1 << 19];
    size_t length;
    struct form forms[INPUT_LIMIT];
    int input_count; /* of numbers and dates, behind the id and a code */
};

static CRR_PRINTF(2, 3) void put(struct draft *draft, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(draft->text + draft->length,
        sizeof draft->text - draft->length, format, arguments);
    va_end(arguments);
    assert_true(length >= 0 && (size_t)length < sizeof draft->text - draft->length);
    draft->length += (size_t)length;
}

static void
put_inputs(struct random *random, struct draft *draft, const char *before)
{
    static const char separators[] = {'-', '.', '/', '0', '7', '\0'};
    put(draft,
        "crr: 1\nmodel: {id: m, version: '1'}\nscore: {range: [-90, 100]}\n"
        "inputs:\n  id: {type: %s, key: true%s}\n"
        "  kind: {type: code, missing: worst, unknown: worst}\n",
        before[0] ? "code" : "text", before);
    for (int i = 0; i < draft->input_count; i++) {
        struct form *form = &draft->forms[i];
        *form = (struct form){
            random_in(random, 0, 1), i % 7, separators[random_in(random, 0, 5)]};
        char s[2] = {form->separator, '\0'};
        if (form->date)
            put(draft, "  n%d: {type: date, format: 'YYYY%sMM%sDD', missing: worst}\n",
                i, s, s);
        else
            put(draft, "  n%d: {type: number, places: %d, missing: worst}\n", i,
                form->places);
    }
    put(draft,
        "tables:\n  k: {rows: {A: 3, BB: 40.5, EIGHT__8: 70, 'LONGER ONE': 9}}\n");
}

/* Bands whose steps are many or few. */
static void
put_bands(struct random *random, struct draft *draft, int input)
{
    static const int counts[] = {1, 2, 5, 6, 7, 13, 14, 15, 28, 58};
    int count = counts[random_in(random, 0, 9)];
    bool date = draft->forms[input].date;
    put(draft, "input: n%d, %sbands: [", input, date ? "age_in: days, " : "");
    for (int i = 0; i < count; i++)
        put(draft, "{below: %d%s, points: %d.%d}, ",
            i * (date ? 400 : 37) + (date ? 1 : -300),
            !date && draft->forms[input].places > 0 ? ".5" : "",
            random_in(random, -50, 90), random_in(random, 0, 9));
    put(draft, "{points: %d}]", random_in(random, 0, 90));
}

static void
put_segments(struct draft *draft)
{
    put(draft, "segments:\n  - {id: first}\n  - id: second\n    factors:\n"
               "      - {id: own, weight: 1, input: kind, table: k}\n");
}

/* Weights in thousandths: one for each factor that reads a number or a date, one for a
 * group, the rest for a table. */
static void
put_model(struct random *random, struct draft *draft, int factor_count, bool segments,
    const char *before)
{
    draft->length = 0;
    draft->input_count = factor_count < INPUT_LIMIT ? factor_count : INPUT_LIMIT;
    put_inputs(random, draft, before);
    put(draft, "factors:\n");
    for (int i = 0; i < factor_count; i++) {
        put(draft, "  - {id: f%d, weight: 0.001, ", i);
        put_bands(random, draft, i % draft->input_count);
        put(draft, "}\n");
    }
    put(draft,
        "  - {id: kind, weight: 0.%03d, input: kind, table: k}\n"
        "  - id: group\n    weight: 0.001\n    factors:\n"
        "      - {id: a, weight: 0.5, input: kind, table: k}\n"
        "      - {id: b, weight: 0.5, input: kind, table: k}\n",
        999 - factor_count);
    if (draft->input_count > 1) {
        put(draft, "correction:\n  combine: %s\n  bounds: [-20, 15]\n  factors:\n",
            random_in(random, 0, 2) ? "max" : "sum");
        for (int i = 0; i < 2; i++) {
            put(draft, "    - {id: c%d, ", i);
            put_bands(random, draft, i);
            put(draft, "}\n");
        }
    }
    put(draft, "tiers: [{id: low, from: -90}, {id: mid, from: 20}, {id: high}]\n");
    if (segments)
        put_segments(draft);
}

/* ---- Values ---- */

/* Pages that can be read, each between two that cannot. */
static char *pages;
static size_t page_size;

static void
map_pages(void)
{
    page_size = (size_t)sysconf(_SC_PAGESIZE);
    size_t size = page_size * (2 * (INPUT_LIMIT + 2) + 1);
    pages = mmap(
        NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(pages != MAP_FAILED);
    for (size_t i = 0; i <= 2 * (INPUT_LIMIT + 2); i += 2)
        assert_int_equal(mprotect(pages + i * page_size, page_size, PROT_NONE), 0);
}

/* A text at the beginning or the end of a page of its own; the rest of the page is
 * digits, so that a byte too many is a digit. */
static struct crr_text
keep(struct random *random, int place, const char *text, size_t length)
{
    char *page = pages + (size_t)(2 * place + 1) * page_size;
    char *at = random_in(random, 0, 1) ? page : page + page_size - length;
    memset(page, '7', TEXT_LIMIT + 32);
    memset(page + page_size - TEXT_LIMIT - 32, '7', TEXT_LIMIT + 32);
    memcpy(at, text, length);
    return (struct crr_text){at, length};
}

static size_t
draw_digits(struct random *random, char *text, int count)
{
    for (int i = 0; i < count; i++)
        text[i] = (char)('0' + random_in(random, 0, 9));
    return (size_t)count;
}

static size_t
draw_date(struct random *random, char separator, char *text)
{
    bool odd = random_in(random, 0, 19) == 0;
    int year = odd ? random_in(random, 0, 9999) : random_in(random, 1890, 2027);
    int month = odd ? random_in(random, 0, 99) : random_in(random, 1, 12);
    int day = odd ? random_in(random, 0, 99) : random_in(random, 1, 28);
    if (random_in(random, 0, 19) == 0) {
        static const int ends[][2] = {
            {2, 29}, {2, 30}, {4, 31}, {12, 31}, {12, 32}, {13, 1}, {0, 1}, {1, 0}};
        int end = random_in(random, 0, 7);
        month = ends[end][0];
        day = ends[end][1];
    }
    const char s[2] = {separator, '\0'};
    return (size_t)sprintf(text, "%04d%s%02d%s%02d", year, s, month, s, day);
}

static size_t
draw_number(struct random *random, int places, char *text)
{
    size_t length = 0;
    bool odd = random_in(random, 0, 19) == 0;
    if (random_in(random, 0, 29) == 0)
        text[length++] = '-';
    length += draw_digits(random, text + length,
        odd ? random_in(random, 0, 13) : random_in(random, 1, 12));
    if (places > 0 || odd)
        text[length++] = '.';
    return length +
           draw_digits(random, text + length, odd ? random_in(random, 0, 7) : places);
}

/* Mostly in the form; some with a byte that does not belong there, some longer. */
static size_t
draw_numeric(struct random *random, const struct form *form, char *text)
{
    size_t length = form->date ? draw_date(random, form->separator, text)
                               : draw_number(random, form->places, text);
    switch (random_in(random, 0, 99)) {
    case 0:
        text[random_in(random, 0, (int)length)] = (char)random_in(random, 0, 255);
        return length;
    case 1:
        return 0;
    case 2:
        return length - 1;
    case 3:
        memset(text + length, ' ', 9);
        return length + (size_t)random_in(random, 1, 9);
    default:
        return length;
    }
}

static struct crr_value
draw_value(struct random *random, const struct draft *draft, int input)
{
    static const char *const kinds[] = {"A", "BB", "EIGHT__8", "LONGER ONE", "", " A",
        "EIGHT__89", "A,", "\x01", "a text of twenty-four ab",
        "25 bytes: abcdefghijklmno"};
    char text[TEXT_LIMIT + 24] = {0};
    size_t length;
    if (random_in(random, 0, 99) == 0)
        return (struct crr_value){.type = CRR_VALUE_MISSING};
    if (input >= 2) {
        length = draw_numeric(random, &draft->forms[input - 2], text);
    } else if (random_in(random, 0, 3) == 0) {
        length = (size_t)random_in(random, 1, TEXT_LIMIT);
        memset(text, 'x', length);
    } else {
        int kind = random_in(random, 0, random_in(random, 0, 4) ? 3 : 10);
        length = strlen(kinds[kind]);
        memcpy(text, kinds[kind], length);
    }
    if (length > 0 && input < 2 && random_in(random, 0, 19) == 0)
        text[random_in(random, 0, (int)length - 1)] = '\0';
    return (struct crr_value){
        .type = CRR_VALUE_TEXT, .as.text = keep(random, input, text, length)};
}

/* ---- Comparing ---- */

struct bench {
    struct crr_rater *raters[8]; /* by kernel */
    struct crr_lane lanes[8];
    struct crr_call_plan plans[8];
    struct crr_rater *rater;
    struct crr_scorer *scorer;
    size_t count;
};

static struct crr_rater *
rater_of(struct crr_model *model, const char *scenario)
{
    struct crr_rater_options options = {.size = sizeof options,
        .has_as_of = true,
        .as_of = AS_OF,
        .scenario = crr_text_of(scenario)};
    struct crr_rater *rater;
    assert_int_equal(crr_rater_new(model, &options, &rater, NULL), CRR_OK);
    return rater;
}

static void
open_bench(struct bench *bench, struct crr_model *model, const char *scenario)
{
    *bench = (struct bench){.rater = rater_of(model, scenario)};
    assert_true(crr_lane_fits(bench->rater));
    assert_int_equal(crr_scorer_new(bench->rater, &bench->scorer, NULL), CRR_OK);
    for (size_t i = 0; crr_call_kernel_at(i); i++) {
        struct crr_lane *lane = &bench->lanes[i];
        bench->raters[i] = rater_of(model, scenario);
        assert_true(crr_lane_init(lane, bench->raters[i], NULL));
        assert_true(crr_call_plan_init(&bench->plans[i], lane, &lane->arena));
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
    crr_scorer_free(bench->scorer);
    crr_rater_free(bench->rater);
}

static unsigned quick_count, rated_count, rejected_count;

static void
expect_same_worths(struct bench *bench, const struct crr_value *values)
{
    static int64_t expected[NUMERIC_LIMIT + 16], found[NUMERIC_LIMIT + 16];
    uint32_t count = bench->lanes[0].reader_count;
    assert_true(count <= NUMERIC_LIMIT + 16);
    int64_t marks = crr_call_kernel_at(0)->weigh(
        &bench->lanes[0], &bench->plans[0], values, expected);
    for (size_t i = 1; i < bench->count; i++) {
        assert_int_equal(crr_call_kernel_at(i)->weigh(
                             &bench->lanes[i], &bench->plans[i], values, found),
            marks);
        assert_memory_equal(found, expected, count * sizeof *found);
    }
    quick_count += (marks & CRR_LANE_SLOW) == 0;
}

static void
expect_same_rating(struct bench *bench, const struct crr_value *values, size_t count)
{
    static int64_t contributions[NUMERIC_LIMIT + 16];
    struct crr_rating found, expected;
    struct crr_error other, error;
    memset(contributions, 0x55, sizeof contributions);
    enum crr_status status = crr_scorer_rate(
        bench->scorer, values, count, &found, contributions, &other);
    assert_int_equal(
        crr_rater_rate(bench->rater, values, count, &expected, &error), status);
    if (status != CRR_OK) {
        assert_string_equal(other.message, error.message);
        rejected_count++;
        return;
    }
    rated_count++;
    assert_int_equal(found.score, expected.score);
    assert_int_equal(found.exact, expected.exact);
    assert_int_equal(found.theta, expected.theta);
    assert_int_equal(found.tier, expected.tier);
    assert_int_equal(found.top_factor, expected.top_factor);
    assert_int_equal(found.tier_without_theta, expected.tier_without_theta);
    assert_int_equal(found.warning_count, expected.warning_count);
    size_t factors = crr_model_factor_count(crr_rater_model(bench->rater));
    for (size_t i = 0; i < factors; i++) {
        struct crr_factor_rating factor;
        assert_int_equal(crr_rater_factor(bench->rater, i, &factor), CRR_OK);
        assert_int_equal(contributions[i], factor.contribution);
    }
}

static void
calls_are_rated_alike(void **state)
{
    static const int factor_counts[] = {0, 1, 2, 3, 4, 5, 8, 9, 60, 300};
    static struct draft draft;
    static struct bench bench;
    struct random random = {20260701};
    (void)state;
    map_pages();
    for (int trial = 0; trial < MODEL_COUNT; trial++) {
        bool segments = random_in(&random, 0, 2) == 0;
        put_model(&random, &draft, factor_counts[trial % 10], segments,
            random_in(&random, 0, 2) ? "" : ", before: '-'");
        struct crr_model *model = compiled(draft.text);
        open_bench(&bench, model,
            !segments                  ? ""
            : random_in(&random, 0, 1) ? "first"
                                       : "second");
        for (int k = 0; k < RECORD_COUNT; k++) {
            struct crr_value values[INPUT_LIMIT + 2];
            int count = draft.input_count + 2;
            for (int i = 0; i < count; i++)
                values[i] = draw_value(&random, &draft, i);
            expect_same_worths(&bench, values);
            expect_same_rating(&bench, values, (size_t)count);
        }
        close_bench(&bench);
        crr_model_unref(model);
    }
    print_message(
        "%u quick, %u rated, %u rejected\n", quick_count, rated_count, rejected_count);
    assert_true(quick_count > 1000 && rated_count > 1000 && rejected_count > 1000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(calls_are_rated_alike)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A file gives what single ratings give: random models and random rows, written as CSV
 * in all the ways that the grammar allows, come out of crr_file_rate with exactly the
 * cells that crr_rater_rate gives for the same texts, and are rejected with the same
 * finding. The order of the rows changes nothing but the order of the output. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "../unit/file_run.h"
#include "base/csv.h"
#include "random.h"

#define MODEL_COUNT 120
#define ROW_COUNT 120
#define INPUT_COUNT 6
#define TEXT_SIZE 65536

/* ---- Models ---- */

static CRR_PRINTF(3, 4) void append(char *text, size_t size, const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text + used, size - used, format, arguments);
    va_end(arguments);
    assert_true(length >= 0 && used + (size_t)length < size);
}

static const char *
pick(struct random *random, const char *const *words, int count)
{
    return words[random_in(random, 0, count - 1)];
}

/* Factors and θ, parted and ended as the place in the model asks for. */
static void
append_factors(struct random *random, char *text, size_t size, const char *between,
    const char *end)
{
    static const char *const flags[] = {"input: flag",
        "when: {flag: true, code: [A, B]}, missing: {points: 3}",
        "when: {any: [{amount: {below: 50}}, {not: {flag: true}}]}"};
    int weight = random_in(random, 1, 998);
    int second = random_in(random, 1, 999 - weight);
    append(text, size,
        "factors: [{id: f_code, weight: 0.%03d, input: code, table: t},\n"
        "  {id: f_amount, weight: 0.%03d, input: amount, bands: [{below: %d, points: "
        "0},"
        " {points: %d.0001}]},\n"
        "  {id: f_flag, weight: 0.%03d, %s, points: {yes: %d, no: 7}}]%s",
        weight, second, random_in(random, 1, 99), random_in(random, 1, 99),
        1000 - weight - second, pick(random, flags, 3), random_in(random, 8, 99),
        between);
    append(text, size,
        "correction: {combine: %s, bounds: [-%d, %d], factors: [\n"
        "  {id: s_since, input: since, age_in: months, bands: [{below: %d, points: 9},"
        " {points: -4}]},\n"
        "  {id: s_amount, input: amount, interpolate: [{at: 0, points: -3},"
        " {at: 90, points: 11}]}]}%s",
        random_in(random, 0, 2) ? "sum" : "max", random_in(random, 1, 9),
        random_in(random, 1, 9), random_in(random, 1, 60), end);
}

/* One kind of customers, or two or three that one input tells apart; or so that some
 * customers are of none, or of two. */
static void
append_segments(struct random *random, char *text, size_t size)
{
    static const char *const conditions[][3] = {{"{flag: true}", "{flag: false}", NULL},
        {"{remark: watch}", "{not: {remark: watch}}", NULL},
        {"{code: A}", "{code: [B, 'C,D']}", "{not: {code: [A, B, 'C,D']}}"},
        {"{code: A}", "{code: B}", NULL}, {"{code: [A, B]}", "{not: {code: A}}", NULL},
        {"{flag: true}", "{flag: false, code: A}", NULL}};
    const char *const *chosen = conditions[random_in(random, 0, 5)];
    if (random_in(random, 0, 1)) {
        append_factors(random, text, size, "\n", "\n");
        return;
    }
    append(text, size, "segments:\n");
    for (int i = 0; i < 3 && chosen[i]; i++) {
        append(text, size, "  - {id: s%d, when: %s, ", i, chosen[i]);
        append_factors(random, text, size, ", ", "}\n");
    }
}

/* Policies, weights, points, bands, bounds and thresholds are drawn. */
static struct crr_model *
draw_model(struct random *random)
{
    static const char *const policies[] = {"error", "worst", "{points: 33.3}"};
    static const char *const roundings[] = {"half_up", "half_even", "up", "down"};
    static const char *const truths[] = {"error", "true", "false"};
    char text[8192] = "";
    append(text, sizeof text,
        "crr: 1\nmodel: {id: drawn, version: '1'}\n"
        "score: {range: [0, 100], decimals: %d, rounding: %s}\n"
        "missing_values: ['', N/A]\n"
        "inputs:\n  id: {type: text, key: true}\n"
        "  code: {type: code, missing: %s, unknown: %s, case: ignore}\n"
        "  amount: {type: number, places: 2, missing: %s}\n"
        "  since: {type: date, missing: %s}\n"
        "  flag: {type: flag, missing: %s}\n"
        "  remark: {type: text}\n"
        "tables: {t: {rows: {A: %d, B: %d.5, 'C,D': %d}}}\n",
        random_in(random, 0, 4), pick(random, roundings, 4), pick(random, policies, 3),
        pick(random, policies, 3), pick(random, policies, 3), pick(random, policies, 3),
        pick(random, policies, 3), random_in(random, 0, 99), random_in(random, 0, 99),
        random_in(random, 0, 99));
    append_segments(random, text, sizeof text);
    append(text, sizeof text,
        "tiers: [{id: low, from: 0}, {id: mid, from: %d}, {id: top, from: %d}, {id: "
        "no}]\n"
        "rules:\n"
        "  - {id: r1, when: {code: A, flag: true}, tier: no, basis: x, if_missing: "
        "%s}\n"
        "  - {id: r2, when: {remark: watch}, review: required, basis: x,\n"
        "     if_missing: false}\n"
        "  - {id: r3, when: {amount: {above: 50}}, at_least: mid, basis: x,\n"
        "     if_missing: %s}\n"
        "  - {id: r4, when: {code: 'C,D'}, at_most: low, basis: x}\n",
        random_in(random, 1, 40), random_in(random, 41, 99), pick(random, truths, 3),
        pick(random, truths, 3));
    return compiled(text);
}

/* ---- Rows ---- */

struct row {
    char cells[INPUT_COUNT][64];
};

/* Now and then a value that is missing, unknown, or cannot be read. */
static void
draw_row(struct random *random, int number, struct row *row)
{
    static const char *const heads[] = {"C", "客户 ", "a,b\"", "two\nlines ", " "};
    static const char *const tails[] = {"", "", "\"", "\r", " "};
    static const char *const codes[] = {
        "A", "a", "B", "C,D", "Ａ", " B ", "", "N/A", "Z"};
    static const char *const amounts[] = {
        "0", "49.99", "50.01", "-7", "1e3", "１２.5", "", "12,5", "90", "+3.10"};
    static const char *const dates[] = {"2026-06-30", "2024-02-29", "1999-12-31",
        "2026-07-02", "2025-02-29", "", "2020-01-01T08:00:00+08:00"};
    static const char *const flags[] = {
        "Y", "no", "是", "否", "", "maybe", "1", "TRUE"};
    static const char *const remarks[] = {
        "", "watch", "a\r\nb", "\"", ",", "\xFF", "x"};
    int kind = random_in(random, 0, 4);
    snprintf(row->cells[0], sizeof row->cells[0], "%s%d%s", heads[kind], number,
        tails[kind]);
    if (random_in(random, 0, 29) == 0)
        row->cells[0][0] = '\0';
    strcpy(row->cells[1], pick(random, codes, 9));
    strcpy(row->cells[2], pick(random, amounts, random_in(random, 0, 3) ? 4 : 10));
    strcpy(row->cells[3], pick(random, dates, random_in(random, 0, 3) ? 3 : 7));
    strcpy(row->cells[4], pick(random, flags, random_in(random, 0, 3) ? 4 : 8));
    strcpy(row->cells[5], pick(random, remarks, random_in(random, 0, 9) ? 5 : 7));
}

/* Quoted where it has to be, and now and then where it does not. */
static void
write_cell(struct random *random, char *text, const char *cell)
{
    bool quote = strpbrk(cell, ",\"\r\n") || random_in(random, 0, 4) == 0;
    /* A quote within an unquoted field is a character. */
    if (cell[0] != '"' && !strpbrk(cell, ",\r\n") && random_in(random, 0, 1))
        quote = false;
    append(text, TEXT_SIZE, "%s", quote ? "\"" : "");
    for (; *cell; cell++)
        append(text, TEXT_SIZE, "%.1s%s", cell, quote && *cell == '"' ? "\"" : "");
    append(text, TEXT_SIZE, "%s", quote ? "\"" : "");
}

/* The columns come in another order, with one between them that nobody reads. */
static const size_t places[] = {3, 0, 5, 1, 4, 2};
static const char header[] = "since,id,remark,other,code,flag,amount";

static void
write_rows(
    struct random *random, const struct row *rows, const size_t *order, char *text)
{
    text[0] = '\0';
    append(text, TEXT_SIZE, "%s%s\n", random_in(random, 0, 1) ? "\xEF\xBB\xBF" : "",
        header);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        for (size_t k = 0; k < INPUT_COUNT; k++) {
            write_cell(random, text, rows[order[i]].cells[places[k]]);
            if (k < INPUT_COUNT - 1)
                append(text, TEXT_SIZE, ",%s", k == 2 ? "\"not\nread\"," : "");
        }
        append(text, TEXT_SIZE, "%s", random_in(random, 0, 1) ? "\r\n" : "\n");
        append(text, TEXT_SIZE, "%s", random_in(random, 0, 9) ? "" : "\n");
    }
}

/* ---- What single ratings give ---- */

static const char *const factors[] = {
    "f_code", "f_amount", "f_flag", "s_since", "s_amount"};
static const char columns[] =
    "id,score,tier,score_tier,tier_without_theta,theta,review,to_next_up,"
    "contribution.f_code,contribution.f_amount,contribution.f_flag,"
    "contribution.s_since,contribution.s_amount,warnings,rules";

static void
expect_tier(struct crr_writer *writer, const struct crr_model *model, size_t index)
{
    struct crr_tier_view tier;
    assert_int_equal(crr_model_tier(model, index, NULL, &tier), CRR_OK);
    crr_write_string(writer, ",");
    crr_write_text(writer, tier.id);
}

static void
expect_factors(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_rating *rating)
{
    const struct crr_model *model = crr_rater_model(rater);
    struct crr_factor_rating factor;
    const char *separator = "";
    for (size_t i = 0; i < 5; i++) {
        size_t index = crr_model_find_factor_in(
            model, rating->segment, crr_text_of(factors[i]));
        assert_int_equal(crr_rater_factor(rater, index, &factor), CRR_OK);
        crr_write_string(writer, ",");
        crr_write_fraction(writer, factor.contribution, rating->scale);
    }
    crr_write_string(writer, ",");
    for (size_t i = 0; i < 5; i++) {
        size_t index = crr_model_find_factor_in(
            model, rating->segment, crr_text_of(factors[i]));
        assert_int_equal(crr_rater_factor(rater, index, &factor), CRR_OK);
        if (factor.source == CRR_POINTS_MATCHED)
            continue;
        crr_write_string(writer, separator);
        crr_write_string(
            writer, factor.source == CRR_POINTS_MISSING ? "missing:" : "unknown:");
        crr_write_string(writer, factors[i]);
        separator = ";";
    }
}

static void
expect_rules(struct crr_writer *writer, const struct crr_rater *rater)
{
    const char *separator = ",";
    bool any = false;
    for (size_t i = 0; i < 4; i++) {
        struct crr_rule_rating rule;
        char id[] = {'r', (char)('1' + i)};
        assert_int_equal(crr_rater_rule(rater, i, &rule), CRR_OK);
        if (!rule.fired)
            continue;
        crr_write_string(writer, separator);
        crr_write_bytes(writer, id, 2);
        separator = ";";
        any = true;
    }
    crr_write_string(writer, any ? "\n" : ",\n");
}

static void
expect_row(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_rating *rating, const char *key)
{
    const struct crr_model *model = crr_rater_model(rater);
    struct crr_model_head head;
    crr_model_head(model, NULL, &head);
    crr_write_csv_field(writer, crr_text_of(key));
    crr_write_string(writer, ",");
    crr_write_decimal(writer, rating->score, head.decimals);
    expect_tier(writer, model, rating->tier);
    expect_tier(writer, model, rating->score_tier);
    expect_tier(writer, model, rating->tier_without_theta);
    crr_write_string(writer, ",");
    crr_write_fraction(writer, rating->theta, rating->scale);
    crr_write_string(writer, rating->review ? ",required," : ",,");
    if (rating->to_next_up >= 0)
        crr_write_decimal(writer, rating->to_next_up, head.decimals);
    expect_factors(writer, rater, rating);
    expect_rules(writer, rater);
}

/* The output, and the findings of the rejects, one a line. */
struct expected {
    struct crr_buffer out, findings;
};

static void
rate_singly(struct crr_rater *rater, const struct row *rows, const size_t *order,
    struct expected *expected)
{
    struct crr_writer out, findings;
    crr_buffer_init(&expected->out, NULL);
    crr_buffer_init(&expected->findings, NULL);
    crr_writer_init(&out, crr_buffer_write, &expected->out);
    crr_writer_init(&findings, crr_buffer_write, &expected->findings);
    crr_write_string(&out, columns);
    crr_write_string(&out, "\n");
    for (size_t i = 0; i < ROW_COUNT; i++) {
        const struct row *row = &rows[order[i]];
        struct crr_value values[INPUT_COUNT];
        struct crr_rating rating;
        struct crr_error error;
        for (size_t k = 0; k < INPUT_COUNT; k++)
            values[k] = (struct crr_value){
                CRR_VALUE_TEXT, 0, {.text = crr_text_of(row->cells[k])}};
        if (crr_rater_rate(rater, values, INPUT_COUNT, &rating, &error) == CRR_OK) {
            expect_row(&out, rater, &rating, row->cells[0]);
            continue;
        }
        crr_write_count(&findings, error.finding);
        crr_write_string(&findings, error.path);
        crr_write_string(&findings, "\n");
    }
    crr_write_bytes(&out, "", 1);
    crr_write_bytes(&findings, "", 1);
    assert_true(crr_writer_flush(&out) && crr_writer_flush(&findings));
}

/* ---- What the file gives ---- */

/* The findings of the rejects, one a line, with the rule or the input. A column has the
 * name of its input here. */
static void
list_findings(const struct file_run *run, struct crr_buffer *ret)
{
    struct crr_csv_field fields[8];
    struct crr_csv_record record = {.fields = fields, .capacity = 8};
    struct crr_text left = {run->rejects.at, run->rejects.length - 1};
    bool header_done = false;
    crr_buffer_init(ret, NULL);
    while (left.length > 0) {
        char line[128];
        assert_int_equal(
            crr_csv_next(left.at, left.length, true, ',', 1 << 20, &record),
            CRR_CSV_RECORD);
        assert_int_equal(record.count, 7);
        if (header_done) {
            /* "CRR-0603" */
            unsigned finding = (unsigned)strtoul(fields[4].at + 4, NULL, 10);
            int length = snprintf(line, sizeof line, "%u%.*s\n", finding,
                (int)fields[3].length, fields[3].at);
            assert_int_equal(crr_buffer_write(ret, line, (size_t)length), 0);
        }
        header_done = true;
        left.at += record.consumed;
        left.length -= record.consumed;
    }
    assert_int_equal(crr_buffer_write(ret, "", 1), 0);
}

/* Rules, segments and factors of several inputs have no column: their ids are left out.
 */
static void
leave_rules_out(char *findings)
{
    char *to = findings;
    for (char *line = findings; *line;) {
        size_t length = strcspn(line, "\n");
        bool no_column = strncmp(line, "608", 3) == 0 || strncmp(line, "614", 3) == 0 ||
                         strncmp(line, "601f_", 5) == 0;
        size_t kept = no_column ? 3 : length;
        memmove(to, line, kept);
        to[kept] = '\n';
        to += kept + 1;
        line += length + 1;
    }
    *to = '\0';
}

static char *
summary_of(const struct file_run *run)
{
    struct crr_buffer buffer;
    crr_buffer_init(&buffer, NULL);
    assert_int_equal(
        crr_summary_write_json(run->summary, true, crr_buffer_write, &buffer), CRR_OK);
    assert_int_equal(crr_buffer_write(&buffer, "", 1), 0);
    return buffer.at;
}

/* With these columns rows are rated many at a time, where the model allows it; a run
 * that looks for keys that are there twice, which these are not, rates row by row. */
static void
expect_same_row_by_row(const char *text, struct crr_model *model)
{
    struct file_run runs[2];
    for (int i = 0; i < 2; i++) {
        file_run_init(&runs[i]);
        file_run_add(&runs[i], "drawn.csv", crr_text_of(text), 0);
        file_run_choose(&runs[i],
            "id,score,tier,score_tier,reason,reasons,warnings,segment,as_of,code");
        runs[i].options.unique = i == 1;
        file_run_go(&runs[i], model);
        assert_int_equal(runs[i].status, CRR_OK);
    }
    char *summaries[2] = {summary_of(&runs[0]), summary_of(&runs[1])};
    assert_string_equal(runs[0].out.at, runs[1].out.at);
    assert_string_equal(runs[0].rejects.at, runs[1].rejects.at);
    assert_string_equal(summaries[0], summaries[1]);
    for (int i = 0; i < 2; i++) {
        file_run_clear(&runs[i]);
        free(summaries[i]);
    }
}

/* Returns the summary. */
static char *
check_file(struct random *random, struct crr_model *model, struct crr_rater *rater,
    const struct row *rows, const size_t *order, uint64_t *rated_total)
{
    static char text[TEXT_SIZE];
    struct expected expected;
    struct crr_buffer findings;
    struct file_run run;
    write_rows(random, rows, order, text);
    rate_singly(rater, rows, order, &expected);
    file_run_init(&run);
    file_run_add(
        &run, "drawn.csv", crr_text_of(text), (size_t)random_in(random, 0, 99));
    file_run_choose(&run, columns);
    file_run_go(&run, model);
    assert_int_equal(run.status, CRR_OK);
    assert_string_equal(run.out.at, expected.out.at);
    list_findings(&run, &findings);
    leave_rules_out(expected.findings.at);
    assert_string_equal(findings.at, expected.findings.at);
    assert_int_equal(crr_summary_row_count(run.summary), ROW_COUNT);
    assert_int_equal(
        crr_summary_rated_count(run.summary) + crr_summary_rejected_count(run.summary),
        ROW_COUNT);
    char *summary = summary_of(&run);
    *rated_total += crr_summary_rated_count(run.summary);
    expect_same_row_by_row(text, model);
    crr_buffer_clear(&findings);
    crr_buffer_clear(&expected.out);
    crr_buffer_clear(&expected.findings);
    file_run_clear(&run);
    return summary;
}

static void
shuffle(struct random *random, size_t *order)
{
    for (size_t i = ROW_COUNT - 1; i > 0; i--) {
        size_t other = (size_t)random_in(random, 0, (int)i);
        size_t kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
}

static void
files_give_what_single_ratings_give(void **state)
{
    static struct row rows[ROW_COUNT];
    struct random random = {20260701};
    uint64_t rated_total = 0;
    (void)state;
    for (int i = 0; i < MODEL_COUNT; i++) {
        struct crr_rater_options on_day = {
            .size = sizeof on_day, .has_as_of = true, .as_of = AS_OF};
        struct crr_model *model = draw_model(&random);
        struct crr_rater *rater;
        size_t order[ROW_COUNT];
        assert_int_equal(crr_rater_new(model, &on_day, &rater, NULL), CRR_OK);
        for (size_t k = 0; k < ROW_COUNT; k++) {
            draw_row(&random, (int)k, &rows[k]);
            order[k] = k;
        }
        char *summary = check_file(&random, model, rater, rows, order, &rated_total);
        shuffle(&random, order);
        char *shuffled = check_file(&random, model, rater, rows, order, &rated_total);
        /* Empty lines were strewn in anew. */
        assert_memory_equal(
            summary, shuffled, (size_t)(strstr(summary, "\"empty_lines\"") - summary));
        assert_string_equal(
            strstr(summary, "\"rule_changed\""), strstr(shuffled, "\"rule_changed\""));
        free(summary);
        free(shuffled);
        crr_rater_free(rater);
        crr_model_unref(model);
    }
    /* Both ways were taken often enough. */
    assert_in_range(rated_total, MODEL_COUNT * ROW_COUNT / 2,
        2 * MODEL_COUNT * ROW_COUNT - MODEL_COUNT * ROW_COUNT / 4);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_give_what_single_ratings_give)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

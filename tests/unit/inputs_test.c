/* Inputs and the head of a model: what is kept, what is the default, what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/span.h"
#include "reading.h"

/* A model with one input more, `x`, in the fifth line; nothing but a rule reads it. */
static const char *
model_of(const char *input, char text[4096])
{
    snprintf(text, 4096,
        "crr: 1\nmodel: {id: m, version: '1'}\nmissing_values: [NULL, ' ', ' 不详 ']\n"
        "inputs:\n  x: %s\n  f: {type: flag}\n"
        "factors: [{id: g, weight: 1, input: f, points: {yes: 1, no: 0}}]\n"
        "tiers: [{id: low, from: 0}]\n"
        "rules: [{id: r, when: {x: {is: present}}, review: required, basis: b}]\n",
        input);
    return text;
}

static void
read_input(struct reading *reading, const char *input)
{
    char text[4096];

    reading_do(reading, model_of(input, text), NULL, 0);
    if (reading->status != CRR_OK)
        fail_msg("%s: %s: %s", input, reading->findings, reading->message);
}

static void
assert_texts(const struct crr_text *texts, uint32_t count, const char *expected)
{
    char found[256] = "";
    size_t used = 0;

    for (uint32_t i = 0; i < count; i++)
        used += (size_t)snprintf(found + used, sizeof found - used, "%.*s|",
            (int)texts[i].length, texts[i].at);
    assert_string_equal(found, expected);
}

static void
defaults_are_as_documented(void **state)
{
    struct reading reading;
    const struct crr_ast_input *input;

    (void)state;
    read_input(&reading, "{type: number}");
    input = &reading.ast->inputs[0];
    assert_int_equal(input->places, 4);
    assert_texts(input->columns, input->column_count, "x|");
    assert_texts(input->missing_values, input->missing_value_count, "NULL|不详|");
    assert_int_equal(input->missing.kind, CRR_POLICY_ERROR);
    assert_int_equal(input->unknown.kind, CRR_POLICY_ERROR);
    assert_false(input->key || input->confidential || input->ignore_case);
    assert_true(input->used);
    input = &reading.ast->inputs[1];
    assert_texts(input->yes, input->yes_count, "y|yes|true|1|是|");
    assert_texts(input->no, input->no_count, "n|no|false|0|否|");
    assert_int_equal(reading.ast->decimals, 2);
    assert_int_equal(reading.ast->score_high, 10000);
    assert_int_equal(reading.ast->weights_total, 1);
    assert_int_equal(reading.ast->effective_from, CRR_NO_DAY);
    reading_clear(&reading);
}

static void
what_values_are_compared_with_is_folded(void **state)
{
    struct reading reading;
    const struct crr_ast_input *input;

    (void)state;
    read_input(&reading, "{type: code, before: ' （Ａ', case: ignore, missing: worst}");
    input = &reading.ast->inputs[0];
    assert_true(crr_text_is(input->before, " (a"));
    assert_int_equal(input->missing.kind, CRR_POLICY_WORST);
    reading_clear(&reading);
    read_input(&reading, "{before: ' （Ａ', type: code}");
    assert_true(crr_text_is(reading.ast->inputs[0].before, " (A"));
    reading_clear(&reading);
    read_input(&reading, "{type: date, format: ' YYYY／M／D'}");
    assert_true(crr_text_is(reading.ast->inputs[0].format, "YYYY/M/D"));
    reading_clear(&reading);
    read_input(&reading, "{type: flag, yes: [Ｊ, WAHR], missing: {points: -2.5}}");
    input = &reading.ast->inputs[0];
    assert_texts(input->yes, input->yes_count, "j|wahr|");
    assert_texts(input->no, input->no_count, "n|no|false|0|否|");
    assert_int_equal(input->missing.points, -25000);
    reading_clear(&reading);
    read_input(&reading, "{type: text, missing_values: [], columns: [a b, 客户号]}");
    input = &reading.ast->inputs[0];
    assert_int_equal(input->missing_value_count, 0);
    assert_texts(input->columns, input->column_count, "a b|客户号|");
    reading_clear(&reading);
}

static const struct {
    const char *input;
    const char *findings;
} bad[] = {
    {"{}", "202 m.yaml:5"},
    {"[]", "203 m.yaml:5"},
    {"{type: cod}", "206 m.yaml:5"},
    {"{type: code, separator: x}", "212 m.yaml:5"},
    {"{type: codes, key: true}", "212 m.yaml:5"},
    {"{type: code, mising: worst}", "201 m.yaml:5"},
    {"{type: code, missing: worse}", "206 m.yaml:5"},
    {"{type: code, unknown: interval}", "206 m.yaml:5"},
    {"{type: code, missing: {points: 1000000.5}}", "205 m.yaml:5"},
    {"{type: code, missing: {}}", "202 m.yaml:5"},
    {"{type: code, columns: []}", "203 m.yaml:5"},
    {"{type: code, columns: [a, '']}", "209 m.yaml:5"},
    {"{type: code, places: 2}", "212 m.yaml:5"},
    {"{type: code, case: none}", "206 m.yaml:5"},
    {"{type: code, before: ''}", "209 m.yaml:5"},
    {"{type: text, before: x}", "212 m.yaml:5"},
    {"{type: text, unknown: worst}", "413 m.yaml:5"},
    {"{type: text, key: yes}", "206 m.yaml:5"},
    {"{type: number, key: true}", "212 m.yaml:5"},
    {"{type: number, places: 7}", "205 m.yaml:5"},
    {"{type: number, places: 1.5}", "204 m.yaml:5"},
    {"{type: date, format: DD.MM.YY}", "308 m.yaml:5"},
    {"{type: date, format: YYYYMD}", "308 m.yaml:5"},
    {"{type: flag, yes: [J, j]}", "307 m.yaml:5"},
    {"{type: flag, yes: [Ja], no: [JA]}", "307 m.yaml:5"},
    {"{type: flag, yes: ['false']}", "307 m.yaml:5"},
    {"{type: flag, yes: []}", "203 m.yaml:5"},
    {"{type: flag, yes: [' ']}", "209 m.yaml:5"},
    {"{type: code, title: {}}", "203 m.yaml:5"},
    {"{type: code, title: {中文: x}}", "206 m.yaml:5"},
    {"{type: code}\n  all: {type: code}", "207 m.yaml:6"},
    {"{type: code}\n  1x: {type: code}", "207 m.yaml:6"},
    {"{type: code, key: true}\n  y: {type: code, key: true}", "306 m.yaml:6"},
};

static void
bad_inputs_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct reading reading;
        char text[4096];

        reading_do(&reading, model_of(bad[i].input, text), NULL, 0);
        if (strcmp(reading.findings, bad[i].findings) != 0)
            fail_msg("%s: expected %s, found %s: %s", bad[i].input, bad[i].findings,
                reading.findings, reading.message);
        assert_int_equal(reading.status, CRR_E_MODEL);
        reading_clear(&reading);
    }
}

/* Another version of the format is one finding, whatever else the file holds. */
static void
other_versions_are_one_finding(void **state)
{
    static const char *const texts[] = {
        "crr: 2\nmodel: [new]\nnodes: x\n", "crr: 1.0\n", "crr: [1]\n", "crr:\n"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct reading reading;

        reading_do(&reading, texts[i], NULL, 0);
        assert_string_equal(reading.findings, "210 m.yaml:1");
        reading_clear(&reading);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_as_documented),
        cmocka_unit_test(what_values_are_compared_with_is_folded),
        cmocka_unit_test(bad_inputs_are_refused),
        cmocka_unit_test(other_versions_are_one_finding),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

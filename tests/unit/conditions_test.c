/* Conditions and rules: how they are kept, and what is refused in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "reading.h"

/* A model whose one rule, in the last line but one, the 20th, is `keys`. */
static const char *
model_of(const char *keys, char text[4096])
{
    snprintf(text, 4096,
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "missing_values: [NULL]\n"
        "inputs:\n"
        "  c: {type: code}\n"
        "  e: {type: code, before: ' -'}\n"
        "  i: {type: code, case: ignore}\n"
        "  t: {type: text}\n"
        "  u: {type: text}\n"
        "  n: {type: number, places: 2}\n"
        "  d: {type: date}\n"
        "  f: {type: flag}\n"
        "  p: {type: flag, confidential: true}\n"
        "tables: {c: {rows: {A: 1, B: 2}}}\n"
        "factors: [{id: x, weight: 1, input: c, table: c}]\n"
        "tiers:\n"
        "  - {id: low, from: 0}\n"
        "  - {id: top, from: 50}\n"
        "rules:\n"
        "  - {id: r, basis: b, %s}\n",
        keys);
    return text;
}

static size_t
print_texts(const struct crr_ast_condition *condition, char *to, size_t size)
{
    size_t used = 0;

    for (uint32_t i = 0; i < condition->text_count; i++)
        used += (size_t)snprintf(to + used, size - used, " %.*s",
            (int)condition->texts[i].length, condition->texts[i].at);
    return used;
}

static size_t
print_interval(const struct crr_interval *interval, char *to, size_t size)
{
    char low[32] = "", high[32] = "";

    if (interval->has_low)
        snprintf(low, sizeof low, "%lld", (long long)interval->low);
    if (interval->has_high)
        snprintf(high, sizeof high, "%lld", (long long)interval->high);
    return (size_t)snprintf(to, size, " %s%s, %s%s", interval->low_open ? "(" : "[",
        low, high, interval->high_open ? ")" : "]");
}

/* In preorder: "all<3 c in A B, n within [1, 5)"; <N is how many it spans. */
static void
print_conditions(const struct crr_ast *ast, uint32_t from, char *to, size_t size)
{
    static const char *const kinds[] = {[CRR_CONDITION_ALL] = "all",
        [CRR_CONDITION_ANY] = "any",
        [CRR_CONDITION_NOT] = "not",
        [CRR_CONDITION_IN] = "in",
        [CRR_CONDITION_WITHIN] = "within",
        [CRR_CONDITION_FLAG] = "is",
        [CRR_CONDITION_MISSING] = "missing",
        [CRR_CONDITION_PRESENT] = "present",
        [CRR_CONDITION_SAME] = "same",
        [CRR_CONDITION_DIFFERS] = "differs"};
    uint32_t end = from + ast->conditions[from].subtree_count;
    size_t used = 0;

    to[0] = '\0';
    for (uint32_t i = from; i < end; i++) {
        const struct crr_ast_condition *condition = &ast->conditions[i];

        used += (size_t)snprintf(to + used, size - used, "%s", i > from ? ", " : "");
        if (condition->input != CRR_ABSENT)
            used += (size_t)snprintf(to + used, size - used, "%.*s ",
                (int)ast->inputs[condition->input].id.length,
                ast->inputs[condition->input].id.at);
        used += (size_t)snprintf(to + used, size - used, "%s", kinds[condition->kind]);
        if (condition->input == CRR_ABSENT)
            used += (size_t)snprintf(
                to + used, size - used, "<%u", (unsigned)condition->subtree_count);
        if (condition->kind == CRR_CONDITION_IN)
            used += print_texts(condition, to + used, size - used);
        if (condition->kind == CRR_CONDITION_WITHIN)
            used += print_interval(&condition->interval, to + used, size - used);
        if (condition->kind == CRR_CONDITION_FLAG)
            used += (size_t)snprintf(
                to + used, size - used, condition->flag ? " true" : " false");
        if (condition->other != CRR_ABSENT)
            used += (size_t)snprintf(to + used, size - used, " %.*s",
                (int)ast->inputs[condition->other].id.length,
                ast->inputs[condition->other].id.at);
    }
}

static const struct {
    const char *when;
    const char *condition;
} good[] = {
    {"{c: A}", "c in A"},
    {"{c: [A, ' Ｂ ']}", "c in A B"},
    {"{i: [ABC, ｄＥ]}", "i in abc de"},
    {"{t: [' Ａ b ', 'no']}", "t in Ａ b no"},
    {"{e: NO}", "e in NO"},
    {"{n: 5}", "n within [500, 500]"},
    {"{n: {at_least: -1, below: 5.25}}", "n within [-100, 525)"},
    {"{n: {above: 0}}", "n within (0, ]"},
    {"{n: {at_most: 0}}", "n within [, 0]"},
    {"{d: 1970-01-02}", "d within [1, 1]"},
    {"{d: {after: 1970-01-01, until: 1970-01-02}}", "d within (0, 1]"},
    {"{d: {from: 1970-01-01, before: 1970-01-02}}", "d within [0, 1)"},
    {"{f: true}", "f is true"},
    {"{f: false}", "f is false"},
    {"{n: {is: missing}}", "n missing"},
    {"{c: {is: present}}", "c present"},
    {"{c: {same_as: e}}", "c same e"},
    {"{t: {differs_from: u}}", "t differs u"},
    {"{c: A, f: true}", "all<3, c in A, f is true"},
    {"{any: [{c: A}, {c: B, n: 1}], not: {all: [{f: true}, {not: {f: false}}]}}",
        "all<11, any<5, c in A, all<3, c in B, n within [100, 100], not<5, all<4, "
        "f is true, not<2, f is false"},
};

static void
good_conditions_are_kept_in_preorder(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct reading reading;
        char text[4096], keys[1024], condition[1024];

        snprintf(keys, sizeof keys, "when: %s, tier: top", good[i].when);
        reading_do(&reading, model_of(keys, text), NULL, 0);
        if (reading.status != CRR_OK)
            fail_msg("%s: %s: %s", keys, reading.findings, reading.message);
        print_conditions(
            reading.ast, reading.ast->rules[0].condition, condition, sizeof condition);
        assert_string_equal(condition, good[i].condition);
        reading_clear(&reading);
    }
}

static const struct {
    const char *keys;
    const char *findings;
} bad[] = {
    {"when: {}, tier: top", "507 m.yaml:20"},
    {"when: {all: []}, tier: top", "507 m.yaml:20"},
    {"when: {any: {c: A}}, tier: top", "203 m.yaml:20"},
    {"when: {not: [{c: A}]}, tier: top", "203 m.yaml:20"},
    {"when: [{c: A}], tier: top", "203 m.yaml:20"},
    {"when: {c: []}, tier: top", "507 m.yaml:20"},
    {"when: {c: ' '}, tier: top", "314 m.yaml:20"},
    {"when: {c: ~}, tier: top", "209 m.yaml:20"},
    {"when: {c: {at_least: 5}}, tier: top", "505 m.yaml:20"},
    {"when: {n: [1, 2]}, tier: top", "505 m.yaml:20"},
    {"when: {n: {}}, tier: top", "505 m.yaml:20"},
    {"when: {n: A}, tier: top", "204 m.yaml:20"},
    {"when: {n: 1.234}, tier: top", "204 m.yaml:20"},
    {"when: {n: {at_least: 5, below: 5}}, tier: top", "507 m.yaml:20"},
    {"when: {n: {above: 5, at_least: 5}}, tier: top", "212 m.yaml:20"},
    {"when: {n: {is: missing, above: 5}}, tier: top", "212 m.yaml:20"},
    {"when: {n: {before: 2020-01-01}}, tier: top", "505 m.yaml:20"},
    {"when: {d: {from: 2020-01-02, until: 2020-01-01}}, tier: top", "507 m.yaml:20"},
    {"when: {d: 2020-02-30}, tier: top", "208 m.yaml:20"},
    {"when: {f: yes}, tier: top", "206 m.yaml:20"},
    {"when: {f: {same_as: p}}, tier: top", "505 m.yaml:20"},
    {"when: {c: {is: mising}}, tier: top", "206 m.yaml:20"},
    {"when: {c: {same_as: t}}, tier: top", "505 m.yaml:20"},
    {"when: {c: {same_as: c}}, tier: top", "505 m.yaml:20"},
    {"when: {c: {same_as: i}}, tier: top", "505 m.yaml:20"},
    {"when: {c: {same_as: x}}, tier: top", "302 m.yaml:20"},
    {"when: {x: 1, any: [{y: 1}]}, tier: top", "302 m.yaml:20, 302 m.yaml:20"},
    {"tier: top", "202 m.yaml:20"},
    {"when: {f: true}", "504 m.yaml:20"},
    {"when: {f: true}, tier: top, at_least: top", "504 m.yaml:20"},
    {"when: {f: true}, tier: tpo", "503 m.yaml:20"},
    {"when: {f: true}, at_most: low, if_missing: true", "510 m.yaml:20"},
    {"when: {f: true}, lowest: {unless: []}", "507 m.yaml:20"},
    {"when: {f: true}, lowest: {}", "202 m.yaml:20"},
    {"when: {f: true}, review: yes", "206 m.yaml:20"},
    {"when: {f: true}, tier: top, linked: x", "322 m.yaml:20"},
};

static void
bad_conditions_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct reading reading;
        char text[4096];

        reading_do(&reading, model_of(bad[i].keys, text), NULL, 0);
        if (strcmp(reading.findings, bad[i].findings) != 0)
            fail_msg("%s: expected %s, found %s: %s", bad[i].keys, bad[i].findings,
                reading.findings, reading.message);
        reading_clear(&reading);
    }
}

static void
lowest_is_a_cap_with_vetoes(void **state)
{
    struct reading reading;
    char text[4096], veto[256];
    const struct crr_ast_rule *rule;

    (void)state;
    reading_do(&reading,
        model_of(
            "when: {f: true}, lowest: {unless: [{c: A}, {n: 1}]}, review: required",
            text),
        NULL, 0);
    assert_string_equal(reading.findings, "");
    rule = &reading.ast->rules[0];
    assert_int_equal(rule->effect, CRR_RULE_AT_MOST);
    assert_int_equal(rule->tier, 0);
    assert_true(rule->lowest && rule->review);
    print_conditions(reading.ast, rule->veto, veto, sizeof veto);
    assert_string_equal(veto, "any<3, c in A, n within [100, 100]");
    assert_string_equal(reading.ast->conditions[rule->veto + 2].origin.path,
        "rules[0].lowest.unless[1].n");
    reading_clear(&reading);
}

/* A rule hides with its own word, or with any input that it reads. */
static void
what_reads_confidential_inputs_is_hidden(void **state)
{
    static const struct {
        const char *keys;
        bool hidden;
    } cases[] = {{"when: {f: true}, tier: top", false},
        {"when: {f: true}, tier: top, confidential: true", true},
        {"when: {any: [{f: true}, {not: {p: true}}]}, tier: top", true},
        {"when: {f: true}, lowest: {unless: [{p: {is: missing}}]}", true}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        char text[4096];

        reading_do(&reading, model_of(cases[i].keys, text), NULL, 0);
        assert_string_equal(reading.findings, "");
        assert_int_equal(reading.ast->rules[0].hidden, cases[i].hidden);
        reading_clear(&reading);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_conditions_are_kept_in_preorder),
        cmocka_unit_test(bad_conditions_are_refused),
        cmocka_unit_test(lowest_is_a_cap_with_vetoes),
        cmocka_unit_test(what_reads_confidential_inputs_is_hidden),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

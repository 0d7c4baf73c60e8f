/* Random models, and texts for their inputs, good and bad: of tables, bands and weighted
 * sums, with rules; some with what only the rater can rate by. */
#ifndef CRR_TESTS_DRAWN_H
#define CRR_TESTS_DRAWN_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "crr/crr.h"
#include "random.h"

#define INPUT_COUNT 8 /* id, code, other, amount, since, flag, kinds, mark */
#define AS_OF 20000

/* ---- Models ---- */

struct sheet {
    char at[65536];
    size_t length;
};

static CRR_PRINTF(2, 3) void append(struct sheet *sheet, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(
        sheet->at + sheet->length, sizeof sheet->at - sheet->length, format, arguments);
    va_end(arguments);
    assert_true(length >= 0 && (size_t)length < sizeof sheet->at - sheet->length);
    sheet->length += (size_t)length;
}

static const char *
pick(struct random *random, const char *const *words, int count)
{
    return words[random_in(random, 0, count - 1)];
}

static const char *
policy(struct random *random)
{
    static const char *const policies[] = {"error", "worst", "{points: 33.3}"};
    return pick(random, policies, 3);
}

static void
append_rules(struct random *random, struct sheet *sheet)
{
    static const char *const truths[] = {"error", "true", "false"};
    static const char *const effects[] = {"tier: top", "at_least: high", "at_most: low",
        "at_least: top", "lowest: {unless: [{other: O5}, {flag: true}]}"};
    static const char *const conditions[] = {"{flag: true}", "{code: K3}",
        "{code: [K1, K5]}", "{other: O7}", "{amount: {at_least: 70}}",
        "{not: {code: K2}}", "{code: K4, flag: true}",
        "{any: [{code: K6}, {flag: true}]}", "{kinds: A}", "{mark: true}",
        "{other: O3, not: {code: K1}}", "{not: {code: K2, amount: {below: 40}}}",
        "{any: [{code: [K1, K7], not: {flag: true}}, {mark: true, other: O2}]}"};
    int count = random_in(random, 0, 12);
    append(sheet, "rules: %s\n", count == 0 ? "[]" : "");
    for (int i = 0; i < count; i++) {
        const char *effect = pick(random, effects, 5);
        const char *if_missing = pick(random, truths, 3);
        append(sheet, "  - {id: r%d, when: %s, %s, basis: b", i,
            pick(random, conditions, 13), effect);
        if (strncmp(effect, "at_most", 7) != 0 && strncmp(effect, "lowest", 6) != 0)
            append(sheet, ", if_missing: %s", if_missing);
        append(sheet, "}\n");
    }
}

/* Some numbers and days are spellings of "no value", and all models agree on them. Some
 * models fit into packed sums, some have greater numbers or an interpolation that
 * do not, some are rated by the rater alone. */
static inline struct crr_model *
draw_model(struct random *random)
{
    static const char *const roundings[] = {"half_up", "half_even", "up", "down"};
    static struct sheet sheet;
    int rows = random_in(random, 8, random_in(random, 0, 1) ? 30 : 350);
    bool whole = random_in(random, 0, 1);
    bool interpolates = random_in(random, 0, 3) == 0;
    bool drops = random_in(random, 0, 5) == 0;
    int weight = random_in(random, 1, 498);
    bool fine = random_in(random, 0, 2) == 0; /* sums need 64 bits */
    sheet.length = 0;
    append(&sheet,
        "crr: 1\nmodel: {id: drawn, version: '1'}\n"
        "score: {range: [0, 100], decimals: %d, rounding: %s}\n"
        "inputs:\n  id: {type: text, key: true}\n"
        "  code: {type: code, missing: %s, unknown: %s}\n"
        "  other: {type: code, missing: %s, unknown: %s}\n"
        "  amount: {type: number, places: 2, missing: %s,\n"
        "    missing_values: ['9.99', '50.00', '07.07']}\n"
        "  since: {type: date, missing: %s, missing_values: ['0001-01-01']}\n"
        "  flag: {type: flag, missing: %s}\n"
        "  kinds: {type: codes, separator: '|', missing: %s, unknown: %s}\n"
        "  mark: {type: flag}\n",
        random_in(random, 0, 4), pick(random, roundings, 4), policy(random),
        policy(random), policy(random), policy(random), policy(random), policy(random),
        policy(random), policy(random), policy(random));
    append(&sheet, "tables:\n  t: {rows: {");
    for (int i = 0; i < 8; i++)
        append(&sheet, "K%d: %d, ", i, random_in(random, 0, 99));
    append(&sheet, "K8: 1}}\n  k: {rows: {A: 10, B: 20.5, C: 0}}\n  o: {rows: {");
    for (int i = 0; i < rows; i++)
        append(&sheet, "O%d: %d%s, ", i, random_in(random, 0, 99), whole ? "" : ".125");
    append(&sheet,
        "O999: 4}}\nfactors:\n"
        "  - {id: f_code, weight: 0.%03d%s, input: code, table: t}\n"
        "  - {id: f_other, weight: 0.%03d%s, input: other, table: o%s}\n"
        "  - {id: f_amount, weight: 0.1, input: amount, ",
        weight, fine ? "1170" : "", 500 - weight - fine, fine ? "8830" : "",
        drops ? ", applies: {flag: true}" : "");
    if (interpolates)
        append(&sheet, "interpolate: [{at: 0, points: 1}, {at: 90, points: 97}]}\n");
    else
        append(&sheet, "bands: [{below: %d, points: 0}, {points: %d}]}\n",
            random_in(random, 1, 99), random_in(random, 1, 99));
    append(&sheet,
        "  - {id: f_kinds, weight: 0.2, input: kinds, table: k, of_many: max}\n"
        "  - {id: f_flag, weight: 0.2, input: flag, points: {yes: %d, no: 7}}\n"
        "correction: {combine: %s, bounds: [-%d, %d], factors: [\n"
        "  {id: s_since, input: since, age_in: months, bands: [{below: %d, points: "
        "9},\n"
        "    {points: -4}]},\n"
        "  {id: s_amount, input: amount, bands: [{below: 50, points: %d},\n"
        "    {points: 11}]}]}\n"
        "tiers: [{id: low, from: 0}, {id: mid, from: %d}, {id: high, from: %d},\n"
        "  {id: top}]\n",
        random_in(random, 8, 99), random_in(random, 0, 1) ? "sum" : "max",
        random_in(random, 1, 9), random_in(random, 1, 9), random_in(random, 1, 300),
        random_in(random, -9, 9), random_in(random, 5, 40), random_in(random, 41, 90));
    append_rules(random, &sheet);
    struct crr_model *model;
    struct crr_error error;
    enum crr_status status = crr_model_compile(
        (struct crr_text){sheet.at, sheet.length}, "drawn.yaml", NULL, &model, &error);
    if (status != CRR_OK)
        fail_msg("%s\n%s", error.message, sheet.at);
    return model;
}

/* ---- Values ---- */

static inline struct crr_value
text_value(const char *text)
{
    return (struct crr_value){.type = CRR_VALUE_TEXT, .as.text = {text, strlen(text)}};
}

/* A text that input `input` may have, good or not. */
static void
draw_text(struct random *random, int input, char *text, size_t size)
{
    static const char *const days[] = {
        "2019-02-28", "2024-09-30", "2023-02-29", "", "x", "2031-01-01"};
    static const char *const flags[] = {"yes", "no", "true", "false", "", "maybe"};
    static const char *const kinds[] = {"A", "B|A", "C|C", "", "B|Z", "A|B|C"};
    int odd = random_in(random, 0, 40);
    switch (input) {
    case 1:
        snprintf(text, size, odd ? "K%d" : " k%d ", random_in(random, 0, odd ? 8 : 20));
        break;
    case 2:
        snprintf(text, size, "O%d", random_in(random, 0, odd ? 7 : 500));
        break;
    case 3:
        snprintf(text, size, odd > 1 ? "%d.%02d" : "%d.%03d", random_in(random, 0, 99),
            random_in(random, 0, 99));
        break;
    case 4:
        snprintf(text, size, "%s", odd > 3 ? days[odd % 2] : days[odd]);
        break;
    case 5:
    case 7:
        snprintf(text, size, "%s", odd > 3 ? flags[odd % 4] : flags[odd]);
        break;
    case 6:
        snprintf(text, size, "%s", odd > 3 ? kinds[odd % 3] : kinds[3 + odd % 3]);
        break;
    default:
        snprintf(text, size, "%d", odd);
    }
}

#endif

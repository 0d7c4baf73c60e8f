/* A small model, and the printed explanations of its ratings. */
#ifndef CRR_TESTS_EXPLAINING_H
#define CRR_TESTS_EXPLAINING_H

#include "base/writer.h"
#include "rating.h"

/* A third of the weighted sum, and θ; one input is confidential. */
static const char model_text[] =
    "crr: 1\n"
    "model: {id: small, version: 'v 1'}\n"
    "score: {factor: 1/3}\n"
    "inputs:\n"
    "  place: {type: code, unknown: {points: 90}}\n"
    "  since: {type: date}\n"
    "  money: {type: number, places: 2}\n"
    "  inquiry: {type: flag, confidential: true}\n"
    "tables:\n"
    "  place:\n"
    "    rows:\n"
    "      - {key: CN, points: 40, aliases: [中国], note: seen in person}\n"
    "      - {key: US, points: 10}\n"
    "factors:\n"
    "  - id: who\n"
    "    weight: 0.6\n"
    "    title: {en: Customer, zh: 客户}\n"
    "    factors:\n"
    "      - {id: where, weight: 0.5, input: place, table: place, title: {zh: 国籍}}\n"
    "      - {id: age, weight: 0.5, input: since, age_in: months,\n"
    "         bands: [{below: 6, points: 75}, {below: 24, points: 25, note: young},"
    " {points: 5.5}]}\n"
    "  - {id: asked, weight: 0.4, input: inquiry, points: {yes: 100, no: 0}}\n"
    "correction:\n"
    "  combine: sum\n"
    "  bounds: [-2, 4]\n"
    "  factors:\n"
    "    - {id: sum, input: money, bands: [{below: 100, points: -1}, {points: 5}]}\n"
    "    - {id: held, when: {inquiry: true}, points: {yes: 1.25, no: 0}}\n"
    "tiers:\n"
    "  - {id: low, from: 0, title: {en: Low, zh: 低}, review: 24 months}\n"
    "  - {id: high, from: 12.5, title: {en: High, zh: 高}, review: 180 days,\n"
    "     measures: [\"ask \\\"why\\\"\", sign]}\n"
    "  - {id: stop, relationship: none}\n"
    "rules:\n"
    "  - {id: us, when: {place: US}, at_least: high, review: required, basis: note 7,\n"
    "     if_missing: true}\n"
    "  - {id: quiet, when: {inquiry: true, money: {above: 1000}}, tier: stop,"
    " basis: order 9}\n";

/* A record of a customer under inquiry: 0.3 · 40/3 = 4, 0.3 · 25/3 = 2.5, 0.4 · 100/3;
 * θ = 5 + 1.25, clamped to 4; 4 + 2.5 + 40/3 + 4 = 143/6 = 23.83 + 1/300. */
#define INQUIRY "中国|2023-12-30|1000.01|Y"

/* 0.3 · 10/3 = 1, 0.3 · 5.5/3 = 0.55, and θ of −1. */
#define PLAIN "US|2022-06-30|99.99|N"

static inline struct crr_rater *
small_rater(void)
{
    return rater_of(model_text, "2024-06-30");
}

typedef enum crr_status (*explain_function)(const struct crr_rater *rater,
    const struct crr_explain_options *options,
    int (*write)(void *user, const char *at, size_t length), void *user);

/* The whole explanation, with the digits of the model's digest as "#". */
static inline void
explain(explain_function function, const struct crr_rater *rater,
    const struct crr_explain_options *options, char text[16384])
{
    const char *digest = crr_model_digest(crr_rater_model(rater));
    struct crr_buffer buffer;
    crr_buffer_init(&buffer, NULL);
    assert_int_equal(function(rater, options, crr_buffer_write, &buffer), CRR_OK);
    assert_true(buffer.length < 16384);
    memcpy(text, buffer.at, buffer.length);
    text[buffer.length] = '\0';
    crr_buffer_clear(&buffer);
    char *place = strstr(text, digest);
    assert_non_null(place);
    memset(place, '#', strlen(digest));
    assert_null(strstr(text, digest));
}

static inline struct crr_explain_options
options_of(const char *language, bool reveal, const char *key)
{
    return (struct crr_explain_options){.size = sizeof(struct crr_explain_options),
        .language = language,
        .key = crr_text_of(key),
        .reveal = reveal};
}

/* As assert_string_equal, which shows no more than the beginning of long texts. */
static inline void
expect_same(const char *found, const char *expected)
{
    size_t same = 0;
    while (found[same] && found[same] == expected[same])
        same++;
    if (found[same] != expected[same])
        fail_msg("at byte %zu, expected\n%s\nfound\n%s", same, expected + same,
            found + same);
}

#endif

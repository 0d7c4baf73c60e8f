/* Comparisons of files that lie in memory, and what came of them as a text. */
#ifndef CRR_TESTS_DIFFING_H
#define CRR_TESTS_DIFFING_H

#include <stdio.h>
#include <stdlib.h>
#include "file_run.h"

#define HEADER "id,country,amount,opened,pep\n"

static const char base[] =
    "crr: 1\nmodel: {id: m, version: '1'}\n"
    "inputs:\n"
    "  id: {type: text, key: true}\n"
    "  country: {type: code}\n"
    "  amount: {type: number, places: 2}\n"
    "  opened: {type: date}\n"
    "  pep: {type: flag}\n"
    "tables: {country: {rows: {CN: 10, US: 20, IR: 60}}}\n"
    "factors:\n"
    "  - {id: residence, weight: 0.6, input: country, table: country}\n"
    "  - {id: size, weight: 0.3, input: amount,\n"
    "     bands: [{below: 100, points: 0}, {points: 50}]}\n"
    "  - {id: person, weight: 0.1, input: pep, points: {yes: 100, no: 0}}\n"
    "correction:\n"
    "  combine: sum\n"
    "  bounds: [-5, 5]\n"
    "  factors: [{id: tenure, input: opened, age_in: months,\n"
    "     bands: [{below: 6, points: 5}, {points: 0}]}]\n"
    "tiers: [{id: low, from: 0}, {id: mid, from: 20}, {id: high, from: 50},\n"
    "  {id: never}]\n"
    "rules:\n"
    "  - {id: known, when: {pep: true}, at_least: mid, basis: b}\n";

/* Scores 6, 51, 27 and 16, the last one lifted to mid by the rule. */
static const char people[] = HEADER "A,CN,5,2020-01-01,N\nB,IR,500,2020-01-01,N\n"
                                    "C,US,500,2020-01-01,N\nD,CN,5,2020-01-01,Y\n";

/* What is given of a side. model: NULL takes A's. Files: NULL, there is none. */
struct given {
    const char *model, *list, *customers, *previous, *overrides, *links, *persons;
    const char *scenario;
    const char *as_of; /* NULL: 2026-07-01 */
};

struct comparison {
    struct given sides[2];
    struct crr_diff_options options;
    struct memory memory[2][5];
    struct crr_source sources[2][5];
    struct crr_file_options files[2];
    struct crr_model *models[2];
    struct crr_buffer log;
    struct crr_text tiers[8]; /* of the comparison, as its header tells their order */
    struct crr_diff *diff;
    struct crr_error error;
    enum crr_status status;
};

__attribute__((format(printf, 2, 3))) static inline void
log_words(struct crr_buffer *log, const char *format, ...)
{
    char words[1024];
    va_list list;
    va_start(list, format);
    int length = vsnprintf(words, sizeof words, format, list);
    va_end(list);
    assert_in_range(length, 0, sizeof words - 1);
    assert_int_equal(crr_buffer_write(log, words, (size_t)length), 0);
}

static inline void
log_standing(const struct comparison *comparison, struct crr_buffer *log,
    const struct crr_mover *mover, int side)
{
    const struct crr_diff_standing *standing = &mover->sides[side];
    char number[CRR_NUMBER_SIZE];
    assert_int_equal(
        standing->tier == (size_t)-1, standing->presence != CRR_PRESENCE_RATED);
    if (standing->presence == CRR_PRESENCE_ABSENT) {
        assert_int_equal(standing->line, 0);
        log_words(log, " absent");
    } else if (standing->presence == CRR_PRESENCE_REJECTED) {
        log_words(log, " rejected %u@%llu", standing->finding,
            (unsigned long long)standing->line);
    } else {
        crr_decimal_print(standing->score, standing->decimals, number);
        struct crr_text tier = comparison->tiers[standing->tier];
        log_words(log, " %.*s %s@%llu", (int)tier.length, tier.at, number,
            (unsigned long long)standing->line);
    }
}

static inline void
log_cause(struct crr_buffer *log, const struct crr_cause *cause)
{
    for (size_t i = 0; i < cause->part_count; i++) {
        const struct crr_part *part = cause->parts[i];
        log_words(log, "%s%s", i ? "+" : "", crr_part_kind_name(part->kind));
        if (part->id.length > 0)
            log_words(log, " %.*s", (int)part->id.length, part->id.at);
        if (part->confidential)
            log_words(log, "!");
    }
    if (cause->detail.length > 0)
        log_words(log, " (%.*s)", (int)cause->detail.length, cause->detail.at);
}

/* "K: low 1.00@2 -> high 90.00@2: alone table t (f: A 1 -> A 2), rule r\n"; an
 * exclamation mark follows what is confidential. */
static inline int
log_mover(void *user, const struct crr_mover *mover)
{
    struct comparison *comparison = user;
    struct crr_buffer *log = &comparison->log;
    log_words(log, "%.*s:", (int)mover->key.length, mover->key.at);
    log_standing(comparison, log, mover, 0);
    log_words(log, " ->");
    log_standing(comparison, log, mover, 1);
    for (size_t i = 0; i < mover->count; i++) {
        const struct crr_cause *cause = &mover->causes[i];
        if (i == 0)
            log_words(log, ": %s ",
                mover->together ? "together"
                : cause->alone  ? "alone"
                                : "needed");
        log_words(log, "%s", i ? ", " : "");
        log_cause(log, cause);
        assert_true(mover->together || cause->alone || cause->needed);
    }
    log_words(log, "\n");
    return 0;
}

/* Every file that a model names is the side's list. */
static inline enum crr_status
open_list(void *user, struct crr_text name, struct crr_text *ret_bytes)
{
    const struct given *given = user;
    (void)name;
    *ret_bytes = crr_text_of(given->list);
    return CRR_OK;
}

static inline void
compile_side(struct comparison *comparison, int side)
{
    struct given *given = &comparison->sides[side];
    struct crr_model_options options = {
        .size = sizeof options, .open = open_list, .open_user = given};
    struct crr_error error = {.status = CRR_OK};
    const char *text = given->model ? given->model : comparison->sides[0].model;
    if (!given->list)
        options.open = NULL;
    if (crr_model_compile(crr_text_of(text), NULL, &options, &comparison->models[side],
            &error) != CRR_OK)
        fail_msg("%zu:%zu %s: %s", error.line, error.column, error.path, error.message);
}

static inline int32_t
day_of(const char *text)
{
    int32_t day = AS_OF;
    if (text)
        assert_true(crr_day_parse(crr_text_of(text), &day));
    return day;
}

static inline void
comparison_open_side(struct comparison *comparison, int side)
{
    const struct given *given = &comparison->sides[side];
    const char *const texts[5] = {given->customers, given->previous, given->overrides,
        given->links, given->persons};
    struct crr_source *sources = comparison->sources[side];
    for (int i = 0; i < 5; i++) {
        comparison->memory[side][i].text = crr_text_of(texts[i] ? texts[i] : "");
        sources[i] = (struct crr_source){.name = side ? "b.csv" : "a.csv",
            .read = memory_read,
            .user = &comparison->memory[side][i]};
    }
    if (given->model || given->list)
        compile_side(comparison, side);
    else
        comparison->models[side] = crr_model_ref(comparison->models[0]);
    comparison->files[side] = (struct crr_file_options){
        .size = sizeof comparison->files[side],
        .rater = {.has_as_of = true,
            .as_of = day_of(given->as_of),
            .scenario = given->scenario ? crr_text_of(given->scenario)
                                        : (struct crr_text){"", 0}},
        .previous = given->previous ? &sources[1] : NULL,
        .overrides = given->overrides ? &sources[2] : NULL,
        .links = given->links ? &sources[3] : NULL,
        .persons = given->persons ? &sources[4] : NULL,
        .person_count = given->persons != NULL};
}

static inline void
name_tiers(struct comparison *comparison)
{
    size_t count = 0;
    for (int side = 0; side < 2; side++) {
        struct crr_tier_view tier;
        for (size_t i = 0;
             crr_model_tier(comparison->models[side], i, NULL, &tier) == CRR_OK; i++) {
            size_t k = 0;
            while (k < count && !crr_text_equal(comparison->tiers[k], tier.id))
                k++;
            if (k < count)
                continue;
            assert_true(count < 8);
            comparison->tiers[count++] = tier.id;
        }
    }
}

/* Compares; options.paired is set if B has no customers of its own. */
static inline void
compare(struct comparison *comparison)
{
    struct crr_diff_side sides[2];
    if (!comparison->sides[1].customers) {
        comparison->sides[1].customers = comparison->sides[0].customers;
        comparison->options.paired = true;
    }
    comparison->options.size = sizeof comparison->options;
    comparison->options.moved = log_mover;
    comparison->options.moved_user = comparison;
    crr_buffer_init(&comparison->log, NULL);
    for (int i = 0; i < 2; i++) {
        comparison_open_side(comparison, i);
        sides[i] = (struct crr_diff_side){
            comparison->models[i], comparison->sources[i], 1, &comparison->files[i]};
    }
    name_tiers(comparison);
    comparison->status = crr_diff_models(&sides[0], &sides[1], &comparison->options,
        &comparison->diff, &comparison->error);
    assert_int_equal(comparison->diff != NULL, comparison->status == CRR_OK);
    assert_int_equal(crr_buffer_write(&comparison->log, "", 1), 0);
}

static inline void
comparison_clear(struct comparison *comparison)
{
    crr_diff_free(comparison->diff);
    crr_buffer_clear(&comparison->log);
    crr_model_unref(comparison->models[0]);
    crr_model_unref(comparison->models[1]);
}

/* Compares and expects these movers. */
static inline void
expect_movers(struct comparison comparison, const char *expected)
{
    compare(&comparison);
    if (comparison.status != CRR_OK)
        fail_msg("%s", comparison.error.message);
    assert_string_equal(comparison.log.at, expected);
    size_t lines = 0;
    for (const char *at = expected; *at; at++)
        lines += *at == '\n';
    assert_int_equal(crr_diff_mover_count(comparison.diff), lines);
    comparison_clear(&comparison);
}

/* Compares and expects a failure, at a line of the file of side B or A. */
static inline void
expect_failure(struct comparison comparison, enum crr_status status, const char *file,
    size_t line, const char *message)
{
    compare(&comparison);
    assert_int_equal(comparison.status, status);
    assert_int_equal(comparison.error.status, status);
    assert_string_equal(comparison.error.file, file);
    assert_int_equal(comparison.error.line, line);
    assert_non_null(strstr(comparison.error.message, message));
    comparison_clear(&comparison);
}

/* A copy of the text with one piece, which must be there, replaced. */
static inline char *
edited(const char *text, const char *old, const char *new)
{
    const char *found = strstr(text, old);
    if (!found)
        fail_msg("not there: %s", old);
    char *copy = malloc(strlen(text) + strlen(new) + 1);
    assert_non_null(copy);
    sprintf(copy, "%.*s%s%s", (int)(found - text), text, new, found + strlen(old));
    return copy;
}

#endif

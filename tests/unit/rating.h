/* Rating in a test: a model from its text, a record from one line of texts. */
#ifndef CRR_TESTS_RATING_H
#define CRR_TESTS_RATING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/catalogue.h"
#include "base/span.h"
#include "crr/crr.h"

/* The most inputs of a model that records of one line are for. */
#define LINE_INPUT_LIMIT 16

/* A model that must be good. */
static inline struct crr_model *
model_of(const char *text)
{
    struct crr_model *model = NULL;
    struct crr_error error;
    if (crr_model_compile(crr_text_of(text), NULL, NULL, &model, &error) != CRR_OK)
        fail_msg("%zu:%zu %s: %s in\n%s", error.line, error.column, error.path,
            error.message, text);
    return model;
}

/* A model that must be refused, first of all with this finding at this path. */
static inline void
expect_refused_model(const char *text, unsigned finding, const char *path)
{
    struct crr_model *model = NULL;
    struct crr_error error;
    enum crr_status status = crr_model_compile(
        crr_text_of(text), NULL, NULL, &model, &error);
    if (status != CRR_E_MODEL || error.finding != finding ||
        strcmp(error.path, path) != 0)
        fail_msg("expected finding %u at %s, found status %d, finding %u at %s: %s in"
                 "\n%s",
            finding, path, status, status ? error.finding : 0, status ? error.path : "",
            status ? error.message : "", text);
    assert_null(model);
}

static inline int32_t
day_of(const char *date)
{
    int32_t day = 0;
    if (!crr_day_parse(crr_text_of(date), &day))
        fail_msg("no date: %s", date);
    return day;
}

/* A rater of the model on a day; NULL: without one. */
static inline struct crr_rater *
rater_on(struct crr_model *model, const char *as_of)
{
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = as_of, .as_of = as_of ? day_of(as_of) : 0};
    struct crr_rater *rater = NULL;
    struct crr_error error;
    if (crr_rater_new(model, &options, &rater, &error) != CRR_OK)
        fail_msg("no rater: %s", error.message);
    return rater;
}

/* The only owner of the model of this text. */
static inline struct crr_rater *
rater_of(const char *text, const char *as_of)
{
    struct crr_model *model = model_of(text);
    struct crr_rater *rater = rater_on(model, as_of);
    crr_model_unref(model);
    return rater;
}

static inline struct crr_value
text_value(const char *text)
{
    struct crr_value value = {CRR_VALUE_TEXT, 0, {.text = crr_text_of(text)}};
    return value;
}

/* Rates the texts that stand in the line between bars, one for each input: "CN|5|". */
static inline enum crr_status
rate_line(struct crr_rater *rater, const char *line, struct crr_rating *ret_rating,
    struct crr_error *reterr)
{
    struct crr_value values[LINE_INPUT_LIMIT] = {{0}};
    size_t count = 0;
    for (const char *at = line; at; count++) {
        const char *bar = strchr(at, '|');
        assert_true(count < LINE_INPUT_LIMIT);
        values[count].type = CRR_VALUE_TEXT;
        values[count].as.text = (struct crr_text){
            at, bar ? (size_t)(bar - at) : strlen(at)};
        at = bar ? bar + 1 : NULL;
    }
    return crr_rater_rate(rater, values, count, ret_rating, reterr);
}

/* A record that must be rated. */
static inline struct crr_rating
rating_of(struct crr_rater *rater, const char *line)
{
    struct crr_rating rating = {0};
    struct crr_error error;
    if (rate_line(rater, line, &rating, &error) != CRR_OK)
        fail_msg("\"%s\" is refused: CRR-%04u %s: %s", line, error.finding, error.path,
            error.message);
    return rating;
}

/* A record that must be rejected with this finding at this path. */
static inline void
expect_rejected(
    struct crr_rater *rater, const char *line, unsigned finding, const char *path)
{
    struct crr_rating rating;
    struct crr_error error = {0};
    enum crr_status status = rate_line(rater, line, &rating, &error);
    if (status != CRR_E_RECORD || error.finding != finding ||
        strcmp(error.path, path) != 0)
        fail_msg("\"%s\": expected finding %u at %s, found status %d, finding %u at "
                 "%s: %s",
            line, finding, path, status, error.finding, error.path, error.message);
}

/* What a factor gave in the last rating. */
static inline struct crr_factor_rating
factor_of(const struct crr_rater *rater, const char *id)
{
    struct crr_factor_rating factor = {0};
    size_t index = crr_model_find_factor(crr_rater_model(rater), crr_text_of(id));
    assert_int_equal(crr_rater_factor(rater, index, &factor), CRR_OK);
    return factor;
}

/* The points that a factor gives for a record, in 10^-4. */
static inline int64_t
points_of(struct crr_rater *rater, const char *id, const char *line)
{
    rating_of(rater, line);
    return factor_of(rater, id).points;
}

/* An exact value of a rating, N of N/S, as text: "100/3". */
static inline const char *
exact_text(const struct crr_rater *rater, int64_t n, char text[CRR_NUMBER_SIZE])
{
    struct crr_model_head head;
    crr_model_head(crr_rater_model(rater), NULL, &head);
    crr_fraction_print(n, head.scale, text);
    return text;
}

static inline void
expect_text(struct crr_text found, const char *expected)
{
    if (!crr_text_is(found, expected))
        fail_msg("expected \"%s\", found \"%.*s\"", expected, (int)found.length,
            found.length ? found.at : "");
}

#endif

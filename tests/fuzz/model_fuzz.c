/* Fuzzes the whole way of a model: whatever the text is, compiling it ends in a model
 * or in findings; the canonical text of a model compiles to the same digest; every
 * rating's lines sum to its score; and the explanations can be written. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "crr/crr.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
require(bool held)
{
    if (!held)
        abort();
}

static struct crr_text
text_of(const char *text)
{
    return (struct crr_text){text, strlen(text)};
}

/* Every file, of a table or a list, holds the same rows. */
static enum crr_status
open_rows(void *user, struct crr_text name, struct crr_text *ret_bytes)
{
    (void)user;
    (void)name;
    *ret_bytes = text_of(
        "key,points,note,alias,valid_from,valid_to,name,identifiers,birth_date\n"
        "A,10,\"a, b\",x|y,,2020-01-01,A,yes;1,2019-12-31\n"
        "A,20,,x|y,2020-01-01,,\"\"\"q\"\"\"\"q\"\";x\",,1970\n"
        "AB,30.5,,,2000-01-01,,ï¼ AB,A,\n"
        "\"q\"\"q\",99,,z,,,-3,q q,2019-12-31;1999-01-01\n");
    return CRR_OK;
}

static int
count_bytes(void *user, const char *at, size_t length)
{
    (void)at;
    *(size_t *)user += length;
    return 0;
}

static void
check_sum(const struct crr_rater *rater, const struct crr_rating *rating)
{
    const struct crr_model *model = crr_rater_model(rater);
    struct crr_model_head head;
    struct crr_remainder rest;
    crr_model_head(model, NULL, &head);
    require(crr_rater_remainder(rater, &rest) == CRR_OK);
    int64_t sum = rest.theta_clamp + rest.score_clamp + rest.rounding;
    for (size_t i = 0; i < crr_model_factor_count(model); i++) {
        struct crr_factor_view view;
        struct crr_factor_rating factor;
        require(crr_model_factor(model, i, NULL, &view) == CRR_OK);
        require(crr_rater_factor(rater, i, &factor) == CRR_OK);
        if (view.node || view.kind != CRR_FACTOR_GROUP)
            sum += factor.contribution;
    }
    int64_t unit = rating->scale;
    for (int i = 0; i < head.decimals; i++)
        unit /= 10;
    require(sum == rating->score * unit);
    require(rating->score >= head.score_low && rating->score <= head.score_high);
    require(rating->tier < crr_model_tier_count(model));
}

/* Rates one record in which every value is the same text, or missing. */
static void
rate(struct crr_rater *rater, const char *text)
{
    struct crr_value values[256];
    struct crr_rating rating;
    struct crr_explain_options options = {
        .size = sizeof options, .language = "zh", .key = text_of("K"), .reveal = true};
    size_t count = crr_model_input_count(crr_rater_model(rater));
    size_t written = 0;
    memset(values, 0, sizeof values);
    for (size_t i = 0; text && i < count; i++) {
        values[i].type = CRR_VALUE_TEXT;
        values[i].as.text = text_of(text);
    }
    if (crr_rater_rate(rater, values, count, &rating, NULL) != CRR_OK)
        return;
    check_sum(rater, &rating);
    require(crr_rater_explain_text(rater, &options, count_bytes, &written) == CRR_OK);
    require(crr_rater_explain_json(rater, NULL, count_bytes, &written) == CRR_OK);
    require(written > 0);
}

static void
check_canonical(const struct crr_model *model)
{
    struct crr_model_options options = {.size = sizeof options, .open = open_rows};
    struct crr_model *again = NULL;
    require(crr_model_compile(
                crr_model_canonical(model), NULL, &options, &again, NULL) == CRR_OK);
    require(strcmp(crr_model_digest(model), crr_model_digest(again)) == 0);
    crr_model_unref(again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char *const texts[] = {NULL, "A", "AB", "1", "yes", "2019-12-31", "x",
        "1.5", "-3", "0", "100", "\xEF\xBC\x91", "q\"q"};
    struct crr_model_options options = {.size = sizeof options, .open = open_rows};
    struct crr_model *model = NULL;
    struct crr_error error;
    struct crr_text text = {length > 0 ? (const char *)bytes : "", length};
    enum crr_status status = crr_model_compile(text, "fuzz", &options, &model, &error);
    if (status != CRR_OK) {
        require(model == NULL && error.status == status && error.message[0] != '\0');
        return 0;
    }
    check_canonical(model);
    struct crr_rater_options on_day = {
        .size = sizeof on_day, .has_as_of = true, .as_of = 18300};
    struct crr_rater *rater;
    if (crr_rater_new(model, &on_day, &rater, &error) == CRR_OK) {
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
            rate(rater, texts[i]);
        crr_rater_free(rater);
    }
    crr_model_unref(model);
    return 0;
}

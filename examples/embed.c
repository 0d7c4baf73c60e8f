/* Rates one customer inside another program:  cc embed.c $(pkg-config --cflags --libs
 * crr) */
#include <stdio.h>
#include <string.h>
#include <crr/crr.h>

static const char model_text[] =
    "crr: 1\n"
    "model: {id: example, version: '1'}\n"
    "inputs: {country: {type: code}, turnover: {type: number, places: 2}}\n"
    "tables: {country: {rows: {DE: 10, PA: 70}}}\n"
    "factors:\n"
    "  - {id: geography, weight: 0.6, input: country, table: country}\n"
    "  - {id: size, weight: 0.4, input: turnover,\n"
    "     bands: [{below: 10000, points: 10}, {points: 85.5}]}\n"
    "tiers: [{id: normal, from: 0}, {id: high, from: 60}]\n";

static int
print(void *user, const char *at, size_t length)
{
    return fwrite(at, 1, length, user) == length ? 0 : -1;
}

int
main(void)
{
    struct crr_text text = {model_text, sizeof model_text - 1};
    struct crr_value values[2] = {{.type = CRR_VALUE_TEXT, .as.text = {"PA", 2}},
        {.type = CRR_VALUE_NUMBER, .places = 2, .as.units = 1234550}};
    struct crr_explain_options explain = {.size = sizeof explain};
    struct crr_model *model = NULL;
    struct crr_rater *rater = NULL;
    struct crr_rating rating;
    struct crr_error error;

    enum crr_status status = crr_model_compile(text, "example", NULL, &model, &error);
    if (status == CRR_OK)
        status = crr_rater_new(model, NULL, &rater, &error);
    if (status == CRR_OK)
        status = crr_rater_rate(rater, values, 2, &rating, &error);
    if (status != CRR_OK)
        fprintf(stderr, "%s: %s\n", error.path, error.message);
    else
        status = crr_rater_explain_text(rater, &explain, print, stdout);
    crr_rater_free(rater);
    crr_model_unref(model);
    return status == CRR_OK ? 0 : 1;
}

/* Rates customers whose values lie in memory by columns. Prints a row for each:
 *
 *     cc columns.c $(pkg-config --cflags --libs crr) && ./a.out */
#include <stdio.h>
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

#define ROW_COUNT 4

/* Countries are codes of a dictionary, turnovers cents. The last has no value. */
static const struct crr_value countries[] = {
    {.type = CRR_VALUE_TEXT, .as.text = {"DE", 2}},
    {.type = CRR_VALUE_TEXT, .as.text = {"PA", 2}}};
static const uint8_t country_codes[ROW_COUNT] = {0, 1, 1, 0};
static const int64_t turnovers[ROW_COUNT] = {150000, 1234550, 990000, 0};
static const uint8_t has_turnover[] = {0x7}; /* rows 0, 1 and 2 */

static enum crr_status
rate(struct crr_rater *rater, struct crr_error *reterr)
{
    const struct crr_column views[] = {{.type = CRR_COLUMN_CODES8,
                                           .values = country_codes,
                                           .dictionary = countries,
                                           .dictionary_count = 2},
        {.type = CRR_COLUMN_NUMBER,
            .places = 2,
            .values = turnovers,
            .validity = has_turnover}};
    int64_t scores[ROW_COUNT];
    uint8_t tiers[ROW_COUNT];
    struct crr_column_ratings ratings = {.scores = scores, .tiers = tiers};
    struct crr_columns *columns = NULL;
    size_t rejected;

    enum crr_status status = crr_columns_new(
        rater, views, 2, ROW_COUNT, &columns, reterr);
    if (status == CRR_OK)
        status = crr_columns_rate(columns, 0, ROW_COUNT, &ratings, &rejected, reterr);
    for (size_t i = 0; status == CRR_OK && i < ROW_COUNT; i++)
        if (tiers[i] == CRR_TIER_REJECTED)
            printf("row %zu: rejected\n", i);
        else
            printf(
                "row %zu: score %.2f, tier %u\n", i, (double)scores[i] / 100, tiers[i]);
    crr_columns_free(columns);
    return status;
}

int
main(void)
{
    struct crr_text text = {model_text, sizeof model_text - 1};
    struct crr_model *model = NULL;
    struct crr_rater *rater = NULL;
    struct crr_error error;

    enum crr_status status = crr_model_compile(text, "example", NULL, &model, &error);
    if (status == CRR_OK)
        status = crr_rater_new(model, NULL, &rater, &error);
    if (status == CRR_OK)
        status = rate(rater, &error);
    if (status != CRR_OK)
        fprintf(stderr, "%s: %s\n", error.path, error.message);
    crr_rater_free(rater);
    crr_model_unref(model);
    return status == CRR_OK ? 0 : 1;
}

/* Times rating by columns in memory: columns MODEL TABLES ROWS REPEAT. MODEL is that of
 * the benchmark, TABLES the folder of its tables. Every input is a column of dictionary
 * codes: the codes of its table and one that the table does not know, or values from
 * each band. Codes are skewed towards the first, as those of limit/columns are; one
 * customer in 64 is a foreign PEP, one in 1,024 is blacklisted. Prints nanoseconds a row
 * for score, tier and reason: the least and the median of REPEAT runs. */
#define _DEFAULT_SOURCE /* madvise */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include "crr/crr.h"

#define ENTRY_LIMIT 1200
#define AS_OF 20270 /* 2025-07-01 */

static void
give_up(const char *what)
{
    fprintf(stderr, "columns: %s\n", what);
    exit(2);
}

static double
seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Memory in large pages, where the system has them: as the yardstick's. */
static void *
make_room(size_t length)
{
    size_t page = (size_t)2 << 20;
    size_t room = (length + page) / page * page;
    void *at = aligned_alloc(page, room);
    if (!at)
        give_up("out of memory");
    madvise(at, room, MADV_HUGEPAGE);
    memset(at, 0, room);
    return at;
}

static uint64_t seed = UINT64_C(88172645463325252);

static uint64_t
draw(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

/* ---- Dictionaries ---- */

/* Values of inputs that no table rates: one from each band, and an empty one. */
struct values {
    const char *input;
    const char *at[12];
};
static const struct values bands[] = {
    {"annual_turnover", {"0", "10000", "50000", "200000", "1000000", "5000000",
                            "20000000", "100000000", "1000000000", ""}},
    {"account_open_date", {"2010-01-01", "2015-07-01", "2020-07-01", "2022-07-01",
                              "2023-07-01", "2024-07-01", ""}},
    {"crossborder_share", {"0", "0.05", "0.1", "0.25", "0.5", "0.75", ""}},
    {"birth_date", {"1930-01-01", "1940-07-01", "1960-07-01", "1985-07-01",
                       "1999-07-01", "2007-07-01", ""}},
    {"blacklisted", {"N", "Y"}},
};

static void
add(struct crr_column *column, const char *text, size_t length)
{
    struct crr_value *dictionary = (struct crr_value *)column->dictionary;
    char *copy = malloc(length + 1);
    if (!copy || column->dictionary_count == ENTRY_LIMIT)
        give_up("out of memory");
    memcpy(copy, text, length);
    dictionary[column->dictionary_count++] = (struct crr_value){
        .type = CRR_VALUE_TEXT, .as.text = {copy, length}};
}

static void
add_table(struct crr_column *column, FILE *file)
{
    char line[200];
    if (!fgets(line, sizeof line, file))
        give_up("a table is empty");
    while (fgets(line, sizeof line, file))
        if (line[0] != '*')
            add(column, line, strcspn(line, ","));
    add(column, "none", 4);
}

static void
fill_dictionary(struct crr_column *column, struct crr_text input, const char *folder)
{
    char name[400];
    column->dictionary = calloc(ENTRY_LIMIT, sizeof *column->dictionary);
    if (!column->dictionary)
        give_up("out of memory");
    for (size_t i = 0; i < sizeof bands / sizeof bands[0]; i++)
        for (size_t k = 0; k < 12 && bands[i].at[k]; k++)
            if (strlen(bands[i].input) == input.length &&
                memcmp(bands[i].input, input.at, input.length) == 0)
                add(column, bands[i].at[k], strlen(bands[i].at[k]));
    snprintf(name, sizeof name, "%s/%.*s.csv", folder, (int)input.length, input.at);
    FILE *file = fopen(name, "rb");
    if (column->dictionary_count == 0 && file)
        add_table(column, file);
    if (file)
        fclose(file);
}

/* ---- Rows ---- */

/* The code of a row: of the inputs of the rules a rare one is drawn by itself. */
static uint32_t
draw_code(const struct crr_column *column, struct crr_text input)
{
    double skew = (double)(draw() >> 11) / 9007199254740992.0;
    uint32_t code = (uint32_t)(skew * skew * (double)column->dictionary_count);
    if (input.length == 11 && memcmp(input.at, "blacklisted", 11) == 0)
        return draw() % 1024 == 0;
    if (input.length == 3 && memcmp(input.at, "pep", 3) == 0) {
        const struct crr_text text = column->dictionary[code].as.text;
        return text.length == 1 && text.at[0] == 'F' && draw() % 8 != 0 ? 0 : code;
    }
    return code;
}

static void
fill_column(struct crr_column *column, struct crr_text input, size_t row_count,
    const char *folder)
{
    fill_dictionary(column, input, folder);
    if (column->dictionary_count == 0)
        return;
    bool wide = column->dictionary_count > 256;
    uint8_t *narrow_codes = make_room(row_count * (wide ? 2 : 1));
    uint16_t *wide_codes = (uint16_t *)(void *)narrow_codes;
    for (size_t i = 0; i < row_count; i++) {
        uint32_t code = draw_code(column, input);
        if (wide)
            wide_codes[i] = (uint16_t)code;
        else
            narrow_codes[i] = (uint8_t)code;
    }
    column->type = wide ? CRR_COLUMN_CODES16 : CRR_COLUMN_CODES8;
    column->values = narrow_codes;
}

/* ---- Timing ---- */

static int
by_time(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void
time_runs(struct crr_columns *columns, size_t row_count, int repeat)
{
    struct crr_column_ratings ratings = {.scores32 = make_room(row_count * 4),
        .tiers = make_room(row_count),
        .reasons = make_room(row_count * 2)};
    double *times = calloc((size_t)repeat, sizeof *times);
    uint64_t sum = 0;
    size_t rejected;
    if (!times)
        give_up("out of memory");
    for (int i = 0; i < repeat; i++) {
        double start = seconds_now();
        if (crr_columns_rate(columns, 0, row_count, &ratings, &rejected, NULL) !=
            CRR_OK)
            give_up("rating failed");
        times[i] = (seconds_now() - start) / (double)row_count * 1e9;
    }
    for (size_t i = 0; i < row_count; i++)
        sum = sum * 31 + (uint64_t)ratings.scores32[i] + ratings.tiers[i] +
              ratings.reasons[i];
    qsort(times, (size_t)repeat, sizeof *times, by_time);
    printf("columns: least %.2f median %.2f ns a row, %zu rejected, sum %016llx\n",
        times[0], times[repeat / 2], rejected, (unsigned long long)sum);
    free(ratings.scores32);
    free(ratings.tiers);
    free(ratings.reasons);
    free(times);
}

int
main(int argument_count, char **arguments)
{
    if (argument_count != 5)
        give_up("usage: columns MODEL TABLES ROWS REPEAT");
    size_t row_count = strtoull(arguments[3], NULL, 10);
    struct crr_model *model;
    struct crr_rater *rater;
    struct crr_columns *columns;
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = true, .as_of = AS_OF};
    struct crr_error error;
    if (crr_model_compile_file(arguments[1], NULL, &model, &error) != CRR_OK ||
        crr_rater_new(model, &options, &rater, &error) != CRR_OK)
        give_up(error.message);
    size_t input_count = crr_model_input_count(model);
    struct crr_column *views = calloc(input_count, sizeof *views);
    if (!views)
        give_up("out of memory");
    for (size_t i = 0; i < input_count; i++) {
        struct crr_input_view input;
        crr_model_input(model, i, NULL, &input);
        if (!input.key)
            fill_column(&views[i], input.id, row_count, arguments[2]);
    }
    if (crr_columns_new(rater, views, input_count, row_count, &columns, &error) !=
        CRR_OK)
        give_up(error.message);
    time_runs(columns, row_count, (int)strtol(arguments[4], NULL, 10));
    crr_columns_free(columns);
    crr_rater_free(rater);
    crr_model_unref(model);
    return 0;
}

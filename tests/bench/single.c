/* Times single ratings, inputs as text: single MODEL CUSTOMERS AS_OF SECONDS. Prints
 * the time of compiling the model, of one rating, of one rating with all contributions
 * read, and of one by a scorer with its contributions. Rows that are rejected are left out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/csv.h"
#include "crr/crr.h"

#define ROW_LIMIT 4096

struct book {
    char *bytes;
    size_t length;
    struct crr_value *values; /* of all rows, one after the other */
    size_t row_count, input_count;
};

static void
give_up(const char *what)
{
    fprintf(stderr, "single: %s\n", what);
    exit(2);
}

static double
seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
read_file(const char *name, struct book *book)
{
    FILE *file = fopen(name, "rb");
    if (!file)
        give_up("the customers' file cannot be opened");
    book->bytes = malloc(64u << 20);
    if (!book->bytes)
        give_up("out of memory");
    book->length = fread(book->bytes, 1, 64u << 20, file);
    fclose(file);
}

/* The column of each input, by its names; columns that are absent stay missing. */
static void
map_columns(
    const struct crr_model *model, const struct crr_csv_record *header, size_t *columns)
{
    for (size_t i = 0; i < crr_model_input_count(model); i++) {
        struct crr_input_view input;
        crr_model_input(model, i, NULL, &input);
        columns[i] = CRR_NONE;
        for (size_t j = 0; j < header->count; j++)
            for (size_t k = 0; k < input.column_count; k++)
                if (header->fields[j].length == input.columns[k].length &&
                    memcmp(header->fields[j].at, input.columns[k].at,
                        input.columns[k].length) == 0)
                    columns[i] = j;
    }
}

/* Keeps the rows that the model rates. */
static void
fill_book(struct crr_rater *rater, const char *name, struct book *book)
{
    static struct crr_csv_field fields[256];
    struct crr_csv_record record = {.fields = fields, .capacity = 256};
    size_t columns[256];
    read_file(name, book);
    book->input_count = crr_model_input_count(crr_rater_model(rater));
    book->values = calloc(ROW_LIMIT * book->input_count, sizeof *book->values);
    if (!book->values)
        give_up("out of memory");
    size_t at = 0;
    bool header = true;
    while (book->row_count < ROW_LIMIT) {
        enum crr_csv_result result = crr_csv_next(
            book->bytes + at, book->length - at, true, ',', CRR_RECORD_LIMIT, &record);
        if (result == CRR_CSV_END)
            return;
        at += record.consumed;
        if (result != CRR_CSV_RECORD)
            continue;
        if (header) {
            map_columns(crr_rater_model(rater), &record, columns);
            header = false;
            continue;
        }
        struct crr_value *row = &book->values[book->row_count * book->input_count];
        memset(row, 0, book->input_count * sizeof *row);
        for (size_t i = 0; i < book->input_count; i++)
            if (columns[i] < record.count) {
                row[i].type = CRR_VALUE_TEXT;
                row[i].as.text = crr_csv_text(
                    &fields[columns[i]], (char *)(uintptr_t)fields[columns[i]].at);
            }
        struct crr_rating rating;
        if (crr_rater_rate(rater, row, book->input_count, &rating, NULL) == CRR_OK)
            book->row_count++;
    }
}

/* Seconds for one rating over about `seconds`; contributions are read too if asked. */
static double
time_ratings(struct crr_rater *rater, const struct book *book, double seconds,
    bool contributions, int64_t *checksum)
{
    size_t factor_count = crr_model_factor_count(crr_rater_model(rater));
    uint64_t rated = 0;
    double start = seconds_now();
    double end = start;
    while (end - start < seconds) {
        for (size_t i = 0; i < book->row_count; i++) {
            struct crr_rating rating;
            crr_rater_rate(rater, &book->values[i * book->input_count],
                book->input_count, &rating, NULL);
            *checksum += rating.score;
            for (size_t j = 0; contributions && j < factor_count; j++) {
                struct crr_factor_rating factor;
                crr_rater_factor(rater, j, &factor);
                *checksum += factor.contribution;
            }
        }
        rated += book->row_count;
        end = seconds_now();
    }
    return (end - start) / (double)rated;
}

/* Seconds for one rating by a scorer, contributions included. */
static double
time_scorer(
    struct crr_rater *rater, const struct book *book, double seconds, int64_t *checksum)
{
    static int64_t contributions[1024];
    size_t factor_count = crr_model_factor_count(crr_rater_model(rater));
    struct crr_scorer *scorer;
    struct crr_error error;
    if (crr_scorer_new(rater, &scorer, &error) != CRR_OK)
        give_up(error.message);
    uint64_t rated = 0;
    double start = seconds_now();
    double end = start;
    while (end - start < seconds) {
        for (size_t i = 0; i < book->row_count; i++) {
            struct crr_rating rating;
            crr_scorer_rate(scorer, &book->values[i * book->input_count],
                book->input_count, &rating, contributions, NULL);
            *checksum += rating.score;
            for (size_t j = 0; j < factor_count; j++)
                *checksum += contributions[j];
        }
        rated += book->row_count;
        end = seconds_now();
    }
    crr_scorer_free(scorer);
    return (end - start) / (double)rated;
}

int
main(int argc, char **argv)
{
    int32_t as_of;
    if (argc != 5 ||
        !crr_day_parse((struct crr_text){argv[3], strlen(argv[3])}, &as_of))
        give_up("usage: single MODEL CUSTOMERS AS_OF SECONDS");
    struct crr_model *model = NULL;
    struct crr_error error;
    int compile_count = 0;
    double seconds = atof(argv[4]);
    double start = seconds_now();
    do {
        crr_model_unref(model);
        if (crr_model_compile_file(argv[1], NULL, &model, &error) != CRR_OK)
            give_up(error.message);
        compile_count++;
    } while (seconds_now() - start < seconds / 4);
    printf("compile_us %.1f\n", (seconds_now() - start) / compile_count * 1e6);
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = true, .as_of = as_of};
    struct crr_rater *rater;
    if (crr_rater_new(model, &options, &rater, &error) != CRR_OK)
        give_up(error.message);
    struct book book = {0};
    fill_book(rater, argv[2], &book);
    if (book.row_count == 0)
        give_up("no row could be rated");
    int64_t checksum = 0;
    printf("rows %zu\n", book.row_count);
    printf(
        "rate_ns %.1f\n", time_ratings(rater, &book, seconds, false, &checksum) * 1e9);
    printf("rate_with_contributions_ns %.1f\n",
        time_ratings(rater, &book, seconds, true, &checksum) * 1e9);
    printf("scorer_ns %.1f\n", time_scorer(rater, &book, seconds, &checksum) * 1e9);
    fprintf(stderr, "checksum %lld\n", (long long)checksum);
    crr_rater_free(rater);
    crr_model_unref(model);
    free(book.values);
    free(book.bytes);
    return 0;
}

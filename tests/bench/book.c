/* Times a book in memory: book MODEL CUSTOMERS COUNT [DAYS]. Loads the file of
 * customers, and rates all of them under COUNT models that are MODEL with other
 * weights: each compiled, in its own rater, from its own text. With DAYS the models
 * take turns on as many days of rating. Prints the time and the memory of loading, of
 * compiling, and of rating: by the wall clock and by the processor. Tiers and scores
 * are wanted of each rating, and a digest of all is printed. The first and the last
 * model's ratings are compared with those of crr_file_rate, row by row. */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include "crr/crr.h"

#define AS_OF 20270 /* 2025-07-01 */
#define WEIGHT_LIMIT 64
#define CELL_SIZE 64

static void
give_up(const char *what)
{
    fprintf(stderr, "book: %s\n", what);
    exit(2);
}

/* ---- Clocks ---- */

struct moment {
    double wall, processor;
};

static struct moment
now(void)
{
    struct timespec wall, processor;
    clock_gettime(CLOCK_MONOTONIC, &wall);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &processor);
    return (struct moment){(double)wall.tv_sec + (double)wall.tv_nsec / 1e9,
        (double)processor.tv_sec + (double)processor.tv_nsec / 1e9};
}

static void
add_since(struct moment start, struct moment *sum)
{
    struct moment end = now();
    sum->wall += end.wall - start.wall;
    sum->processor += end.processor - start.processor;
}

/* ---- Models with other weights ---- */

struct text {
    char *at;
    size_t length;
};

static struct text
read_text(const char *name)
{
    FILE *file = fopen(name, "rb");
    struct text text = {malloc(1 << 20), 0};
    if (!file || !text.at)
        give_up("the model cannot be read");
    text.length = fread(text.at, 1, (1 << 20) - 1, file);
    text.at[text.length] = '\0';
    fclose(file);
    return text;
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

/* Percent in 10^-4, each at least 1, that sum to 100: cuts at random places. */
static void
draw_weights(uint32_t *weights, size_t count)
{
    uint32_t left = 1000000 - 10000 * (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        uint32_t part = i + 1 == count
                            ? left
                            : (uint32_t)(draw() % (2 * left / (count - i) + 1));
        weights[i] = part + 10000;
        left -= part;
    }
}

/* The model's text with other numbers behind each "weight: ". */
static struct text
change_weights(struct text text)
{
    static const char word[] = "weight: ";
    uint32_t weights[WEIGHT_LIMIT];
    size_t count = 0;
    struct text changed = {malloc(text.length + WEIGHT_LIMIT * 16), 0};
    for (const char *at = text.at; (at = strstr(at, word)); at++)
        count++;
    if (!changed.at || count == 0 || count > WEIGHT_LIMIT)
        give_up("a model with weights is expected");
    draw_weights(weights, count);
    const char *from = text.at;
    for (size_t i = 0; i < count; i++) {
        const char *at = strstr(from, word) + strlen(word);
        memcpy(changed.at + changed.length, from, (size_t)(at - from));
        changed.length += (size_t)(at - from);
        changed.length += (size_t)sprintf(changed.at + changed.length, "%u.%04u",
            weights[i] / 10000, weights[i] % 10000);
        from = at + strspn(at, "0123456789.");
    }
    memcpy(changed.at + changed.length, from, strlen(from));
    changed.length += strlen(from);
    return changed;
}

/* The tables lie beside the model. */
static enum crr_status
open_table(void *user, struct crr_text name, struct crr_text *ret_bytes)
{
    const char *model = user;
    const char *slash = strrchr(model, '/');
    char path[1000];
    snprintf(path, sizeof path, "%.*s%.*s", slash ? (int)(slash + 1 - model) : 0, model,
        (int)name.length, name.at);
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(1 << 20);
    if (!file || !bytes)
        give_up("a table cannot be read");
    size_t length = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    *ret_bytes = (struct crr_text){bytes, length};
    return CRR_OK;
}

static void
close_table(void *user, struct crr_text bytes)
{
    (void)user;
    free((char *)bytes.at);
}

static struct crr_model *
compile(const char *name, struct text text)
{
    struct crr_model_options options = {.size = sizeof options,
        .open = open_table,
        .close = close_table,
        .open_user = (void *)name};
    struct crr_model *model;
    struct crr_error error;
    if (crr_model_compile((struct crr_text){text.at, text.length}, name, &options,
            &model, &error) != CRR_OK)
        give_up(error.message);
    return model;
}

/* ---- Customers ---- */

static enum crr_status
read_file(void *user, char *buffer, size_t capacity, size_t *ret_length)
{
    *ret_length = fread(buffer, 1, capacity, user);
    return ferror((FILE *)user) ? CRR_E_READ : CRR_OK;
}

static struct crr_source
open_source(const char *name)
{
    FILE *file = fopen(name, "rb");
    if (!file)
        give_up("the customers cannot be read");
    return (struct crr_source){.name = name, .read = read_file, .user = file};
}

static struct crr_book *
load(struct crr_model *model, const char *name)
{
    struct crr_file_options options = {.size = sizeof options};
    struct crr_source source = open_source(name);
    struct crr_book *book;
    struct crr_error error;
    if (crr_book_load(model, &source, 1, &options, &book, &error) != CRR_OK)
        give_up(error.message);
    fclose(source.user);
    return book;
}

/* ---- Rating ---- */

struct ratings {
    size_t count;
    int32_t *scores;
    uint8_t *tiers;
};

static void
rate(struct crr_book *book, struct crr_model *model, int32_t as_of,
    struct ratings *ratings)
{
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = true, .as_of = as_of};
    struct crr_column_ratings to = {
        .scores32 = ratings->scores, .tiers = ratings->tiers};
    struct crr_rater *rater;
    struct crr_error error;
    if (crr_rater_new(model, &options, &rater, &error) != CRR_OK ||
        crr_book_rate(book, rater, 0, ratings->count, &to, NULL, &error) != CRR_OK)
        give_up(error.message);
    crr_rater_free(rater);
}

/* The same by crr_file_rate: `score,tier` in lines. */
struct expected {
    const struct ratings *ratings;
    struct crr_model *model;
    char line[CELL_SIZE];
    size_t length, line_count, row;
};

static size_t
tier_of(struct crr_model *model, const char *id)
{
    struct crr_tier_view tier;
    for (size_t i = 0; crr_model_tier(model, i, NULL, &tier) == CRR_OK; i++)
        if (strlen(id) == tier.id.length && memcmp(id, tier.id.at, tier.id.length) == 0)
            return i;
    return CRR_NONE;
}

static void
compare_line(struct expected *expected)
{
    const struct ratings *ratings = expected->ratings;
    char *point = strchr(expected->line, '.');
    char *comma = strchr(expected->line, ',');
    if (expected->line_count++ == 0)
        return;
    while (expected->row < ratings->count &&
           ratings->tiers[expected->row] == CRR_TIER_REJECTED)
        expected->row++;
    if (expected->row == ratings->count || !point || !comma)
        give_up("the file has another number of rows");
    memmove(point, point + 1, strlen(point));
    if (strtol(expected->line, NULL, 10) != ratings->scores[expected->row] ||
        tier_of(expected->model, strchr(expected->line, ',') + 1) !=
            ratings->tiers[expected->row])
        give_up("the file gives another rating");
    expected->row++;
}

static int
compare(void *user, const char *at, size_t length)
{
    struct expected *expected = user;
    for (size_t i = 0; i < length; i++) {
        if (at[i] != '\n' && expected->length < CELL_SIZE - 1)
            expected->line[expected->length++] = at[i];
        if (at[i] != '\n')
            continue;
        expected->line[expected->length] = '\0';
        compare_line(expected);
        expected->length = 0;
    }
    return 0;
}

static void
compare_with_file(struct crr_model *model, const char *name, int32_t as_of,
    const struct ratings *ratings)
{
    static const struct crr_text columns[] = {{"score", 5}, {"tier", 4}};
    static struct expected expected;
    struct crr_source source = open_source(name);
    struct crr_error error;
    expected = (struct expected){.ratings = ratings, .model = model};
    struct crr_file_options options = {.size = sizeof options,
        .rater = {.size = sizeof options.rater, .has_as_of = true, .as_of = as_of},
        .columns = columns,
        .column_count = 2,
        .write = compare,
        .write_user = &expected};
    if (crr_file_rate(model, &source, 1, &options, NULL, &error) != CRR_OK)
        give_up(error.message);
    fclose(source.user);
    while (expected.row < ratings->count &&
           ratings->tiers[expected.row] == CRR_TIER_REJECTED)
        expected.row++;
    if (expected.row != ratings->count)
        give_up("the file has another number of rows");
}

static double
peak_memory(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static void
time_all(struct crr_book *book, const char **arguments, int days)
{
    int count = (int)strtol(arguments[3], NULL, 10);
    struct ratings ratings = {.count = crr_book_row_count(book)};
    struct text text = read_text(arguments[1]);
    struct moment compiling = {0}, rating = {0};
    uint64_t sum = 0;
    ratings.scores = malloc(ratings.count * sizeof *ratings.scores + 1);
    ratings.tiers = malloc(ratings.count + 1);
    if (!ratings.scores || !ratings.tiers)
        give_up("out of memory");
    for (int i = 0; i < count; i++) {
        struct text changed = change_weights(text);
        struct moment start = now();
        struct crr_model *model = compile(arguments[1], changed);
        add_since(start, &compiling);
        start = now();
        rate(book, model, AS_OF + i % days, &ratings);
        add_since(start, &rating);
        for (size_t k = 0; k < ratings.count; k += 97)
            sum = sum * 31 + (uint64_t)ratings.scores[k] + ratings.tiers[k];
        if (i == 0 || i + 1 == count)
            compare_with_file(model, arguments[2], AS_OF + i % days, &ratings);
        crr_model_unref(model);
        free(changed.at);
    }
    double all = (double)count * (double)ratings.count;
    printf("compiling %d models: %.2f s, processor %.2f s\n", count, compiling.wall,
        compiling.processor);
    printf("rating %d x %zu: %.2f s, processor %.2f s, %.2f ns a rating\n", count,
        ratings.count, rating.wall, rating.processor, rating.processor / all * 1e9);
    printf("memory: the book %.1f MiB, peak of the process %.1f MiB; sum %016llx\n",
        (double)crr_book_memory(book) / 1048576, peak_memory(),
        (unsigned long long)sum);
    free(ratings.scores);
    free(ratings.tiers);
    free(text.at);
}

int
main(int argument_count, char **arguments)
{
    if (argument_count != 4 && argument_count != 5)
        give_up("usage: book MODEL CUSTOMERS COUNT [DAYS]");
    int days = argument_count == 5 ? (int)strtol(arguments[4], NULL, 10) : 1;
    struct moment loading = {0};
    struct moment start = now();
    struct crr_model *model = compile(arguments[1], read_text(arguments[1]));
    struct crr_book *book = load(model, arguments[2]);
    add_since(start, &loading);
    printf("loading %zu customers: %.2f s, processor %.2f s, the book %.1f MiB\n",
        crr_book_row_count(book), loading.wall, loading.processor,
        (double)crr_book_memory(book) / 1048576);
    time_all(book, (const char **)arguments, days < 1 ? 1 : days);
    crr_book_free(book);
    crr_model_unref(model);
    return 0;
}

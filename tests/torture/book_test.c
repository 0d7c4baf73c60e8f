/* A book while every allocation and every read fails in turn: each time the call says
 * so, nothing leaks, *ret_book stays untouched; a book that could not give a rating once
 * gives it the next time. */
#include <stdio.h>
#include "counted.h"

#define ROW_COUNT 400
#define FILE_SIZE (ROW_COUNT * 80 + 80)

/* More than 256 different texts, numbers that are none, rows that are none. */
static char *
file_of(void)
{
    static const char *const rows[] = {"C#,CN,#.5,2020-01-01,N,N,r#\n",
        "C#,IR,#,2026-05-01,Y,Y,r#\n", "C#,CN,x#,soon,N,N,r#\n",
        "C#,,#,2020-01-0#,N,perhaps,\n", "C#,CN#,#\n", ",CN#,#,2020-01-01,N,N,r#\n",
        "\n"};
    char *text = malloc(FILE_SIZE);
    assert_non_null(text);
    size_t used = (size_t)sprintf(
        text, "id,country,amount,opened,listed,reported,remark\n");
    for (size_t i = 0; i < ROW_COUNT; i++)
        for (const char *at = rows[i % 7]; *at; at++)
            if (*at == '#')
                used += (size_t)sprintf(text + used, "%zu", i);
            else
                text[used++] = *at;
    text[used] = '\0';
    assert_true(used < FILE_SIZE - 1);
    return text;
}

/* Two models of the same inputs: the lane's, and one that only the rater can rate by,
 * in which the remark is looked at, too. */
static const char *
model_text(bool slow)
{
    static char text[2][8192];
    snprintf(text[slow], sizeof text[slow],
        "%s  - {id: watch, when: {remark: r5}, review: required, basis: policy,\n"
        "     if_missing: false}\n%s",
        bank_text,
        slow ? "  - {id: both, when: {remark: {same_as: id}}, review: required,\n"
               "     basis: policy, if_missing: false}\n"
             : "");
    return text[slow];
}

struct trial {
    struct heap heap;
    struct crr_model *models[2];
    struct counted_source source;
    struct crr_book *book;
    struct crr_error error;
};

static void
begin(struct trial *trial, const char *text, size_t step)
{
    memset(trial, 0, sizeof *trial);
    for (int i = 0; i < 2; i++) {
        struct crr_model_options options = {
            .size = sizeof options, .allocator = {resize, &trial->heap}};
        if (crr_model_compile(crr_text_of(model_text(i)), NULL, &options,
                &trial->models[i], &trial->error) != CRR_OK)
            fail_msg("%s", trial->error.message);
    }
    trial->heap.count = 0;
    trial->source.memory = (struct memory){.text = crr_text_of(text), .step = step};
}

static void
end(struct trial *trial)
{
    crr_book_free(trial->book);
    for (int i = 0; i < 2; i++)
        crr_model_unref(trial->models[i]);
    assert_int_equal(trial->heap.live, 0);
}

static enum crr_status
load(struct trial *trial)
{
    struct crr_file_options options = {
        .size = sizeof options, .allocator = {resize, &trial->heap}};
    struct crr_source source = {
        .name = "drawn.csv", .read = read_counted, .user = &trial->source};
    size_t live = trial->heap.live;
    enum crr_status status = crr_book_load(
        trial->models[1], &source, 1, &options, &trial->book, &trial->error);
    assert_int_equal(trial->book != NULL, status == CRR_OK);
    if (!trial->book) {
        assert_int_equal(trial->error.status, status);
        assert_int_equal(trial->heap.live, live);
    }
    return status;
}

/* Rates all rows, and sums up what came of them. */
static enum crr_status
rate(struct trial *trial, int model, int32_t as_of, uint64_t *ret_sum)
{
    static uint8_t tiers[ROW_COUNT];
    static int64_t scores[ROW_COUNT];
    struct crr_column_ratings to = {.tiers = tiers, .scores = scores};
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = true, .as_of = as_of};
    struct crr_rater *rater;
    size_t count = crr_book_row_count(trial->book);
    size_t rejected = 0;
    enum crr_status status = crr_rater_new(
        trial->models[model], &options, &rater, &trial->error);
    if (status != CRR_OK)
        return status;
    status = crr_book_rate(trial->book, rater, 0, count, &to, &rejected, &trial->error);
    crr_rater_free(rater);
    *ret_sum = rejected;
    for (size_t i = 0; i < count && status == CRR_OK; i++)
        *ret_sum = *ret_sum * 31 + tiers[i] + (uint64_t)scores[i];
    return status;
}

static void
reads_fail(void **state)
{
    (void)state;
    char *text = file_of();
    struct trial trial;
    begin(&trial, text, 1000);
    assert_int_equal(load(&trial), CRR_OK);
    size_t reads = trial.source.count.calls;
    assert_true(reads > 10);
    end(&trial);
    for (size_t i = 1; i <= reads; i++) {
        begin(&trial, text, 1000);
        trial.source.count.fail_at = i;
        assert_int_equal(load(&trial), CRR_E_READ);
        end(&trial);
    }
    free(text);
}

/* Memory that cannot be given back is no failure: growing less is not needed. */
static void
loading_fails(void **state)
{
    (void)state;
    char *text = file_of();
    struct trial trial;
    begin(&trial, text, 0);
    assert_int_equal(load(&trial), CRR_OK);
    size_t allocations = trial.heap.count, failed = 0;
    end(&trial);
    for (size_t i = 1; i <= allocations; i++) {
        uint64_t sum = 0;
        begin(&trial, text, 0);
        trial.heap.fail_at = i;
        enum crr_status status = load(&trial);
        trial.heap.fail_at = 0;
        failed += status == CRR_E_MEMORY;
        assert_true(status == CRR_E_MEMORY || status == CRR_OK);
        if (status == CRR_OK)
            assert_int_equal(rate(&trial, 0, AS_OF, &sum), CRR_OK);
        end(&trial);
    }
    /* All but the last ones, which fit the columns. */
    assert_true(failed > 30 && failed + 30 > allocations);
    free(text);
}

/* By the lane, on another day, and by the rater alone. */
static void
rating_fails(void **state)
{
    (void)state;
    static const struct {
        int model;
        int32_t as_of;
    } turns[] = {{0, AS_OF}, {0, AS_OF + 700}, {1, AS_OF}};
    char *text = file_of();
    struct trial trial;
    uint64_t sums[3];
    size_t allocations[3];
    begin(&trial, text, 0);
    assert_int_equal(load(&trial), CRR_OK);
    for (size_t turn = 0; turn < 3; turn++) {
        trial.heap.count = 0;
        assert_int_equal(
            rate(&trial, turns[turn].model, turns[turn].as_of, &sums[turn]), CRR_OK);
        allocations[turn] = trial.heap.count;
        assert_true(allocations[turn] > 10);
    }
    end(&trial);
    for (size_t turn = 0; turn < 3; turn++)
        for (size_t i = 1; i <= allocations[turn] + 20; i++) {
            uint64_t sum = 0;
            begin(&trial, text, 0);
            assert_int_equal(load(&trial), CRR_OK);
            trial.heap.count = 0;
            trial.heap.fail_at = i;
            enum crr_status status = rate(
                &trial, turns[turn].model, turns[turn].as_of, &sum);
            assert_true(status == CRR_E_MEMORY || sum == sums[turn]);
            trial.heap.fail_at = 0;
            for (size_t k = 0; k < 3; k++) {
                assert_int_equal(
                    rate(&trial, turns[k].model, turns[k].as_of, &sum), CRR_OK);
                assert_true(sum == sums[k]);
            }
            end(&trial);
        }
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_fail),
        cmocka_unit_test(loading_fails),
        cmocka_unit_test(rating_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Rating and searching files while every allocation, every read and every write fails
 * in turn: each time the call says so, nothing leaks, *ret_ stays untouched. And the
 * memory that a run takes does not depend on the number of its rows. */
#include <stdio.h>
#include "counted.h"

/* ---- Files ---- */

/* Customers and rated rows are JSON Lines. */
static bool as_json;

#define HEADER "id,country,amount,opened,listed,reported,remark\n"

/* Ratings and rejects of several causes; a record beyond the first buffer in the
 * middle; then more. */
static char *
file_of(size_t row_count)
{
    enum {
        LONG = 400000
    };
    static const char *const rows[] = {"C%zu,CN,50,2020-01-01,N,N,\"a\"\"b\"\n",
        "C%zu,IR,500.5,2026-05-01,Y,Y,\n", "C%zu,CN,x,2020-01-01,N,N,\n",
        "C%zu,,1,2020-01-01,N,perhaps,\n", "C%zu,CN\n", "C%zu,CN,\"1\"x,,,,\n", "\n"};
    static const char *const objects[] = {
        "{\"id\":\"C%zu\",\"country\":\"CN\",\"amount\":50,\"opened\":\"2020-01-01\","
        "\"listed\":false,\"reported\":\"N\",\"remark\":\"\\u00e9\"}\n",
        "{\"id\":\"C%zu\",\"country\":\"IR\",\"amount\":5e2,\"opened\":\"2026-05-01\","
        "\"listed\":true,\"reported\":true}\n",
        "{\"id\":\"C%zu\",\"country\":\"CN\",\"amount\":\"x\"}\n",
        "{\"id\":\"C%zu\",\"country\":{}}\n", "{\"id\":\"C%zu\"\n",
        "{\"id\":\"C%zu\",\"reported\":1,\"reported\":2}\n", "\n"};
    const char *const *lines = as_json ? objects : rows;
    char *text = malloc(row_count * 128 + LONG + 256);
    size_t used;
    assert_non_null(text);
    used = (size_t)sprintf(text, "%s", as_json ? "" : HEADER);
    for (size_t i = 0; i < row_count; i++) {
        const char *line = lines[i % 7], *number = strstr(line, "%zu");
        if (number)
            used += (size_t)sprintf(
                text + used, "%.*s%zu%s", (int)(number - line), line, i, number + 3);
        else
            used += (size_t)sprintf(text + used, "\n");
        if (i != row_count / 2)
            continue;
        used += (size_t)sprintf(text + used, "%s",
            as_json ? "{\"id\":\"long\",\"country\":\"US\",\"amount\":1,\"opened\":"
                      "\"2020-01-01\",\"listed\":\"N\",\"reported\":\"N\",\"remark\":\""
                    : "long,US,1,2020-01-01,N,N,\"");
        memset(text + used, as_json ? '\\' : '\n', LONG);
        used += LONG;
        used += (size_t)sprintf(text + used, as_json ? "\"}\n" : "\"\n");
    }
    text[used] = '\0';
    return text;
}

static int
write_counted(void *user, const char *at, size_t length)
{
    struct count *count = user;
    (void)at;
    assert_true(length > 0);
    return ++count->calls == count->fail_at;
}

static int
count_found(void *user, const struct crr_rater *rater, const struct crr_found *record,
    enum crr_status status, const struct crr_error *error)
{
    (void)rater;
    (void)record;
    (void)error;
    *(size_t *)user += status == CRR_OK;
    return 0;
}

static const char overrides_text[] =
    "key,tier,reason_code,reason,decided_by,second_person,decided_on,from,until,"
    "system_tier\n"
    "C0,high,A,seen,Wang,,2024-01-01,2024-01-01,,low\n"
    "C0,high,A,seen,Wang,,2020-01-01,2020-01-01,2020-06-01,low\n"
    "nobody,low,A,\"a long reason, quoted\",Wang,Li,2024-01-01,2024-01-01,,mid\n";

static const char previous_text[] =
    "id,system_tier,tier_since,first_rated_on,last_reviewed_on,direct,score\n"
    "C0,high,2024-01-01,2023-01-01,,no,99\n"
    "gone,mid,2024-01-01,2023-01-01,2023-06-01,yes,1\n";

static const char links_text[] =
    "from,to,role,share\n"
    "C0,C1,o,60%\nC1,C2,o,\nC2,C0,o,0.5\nC3,C4,p,\nC3,nobody,o,\n";

/* The bank's model, and an input that looks at linked persons. */
static const char *
model_text(void)
{
    static char text[8192];
    const char *tables = strstr(bank_text, "tables:\n");
    snprintf(text, sizeof text, "%.*s%s%s%s", (int)(tables - bank_text), bank_text,
        "  owners: {type: codes, linked: {input: country, roles: [o], depth: 3}}\n",
        tables,
        "  - {id: owned, when: {owners: IR}, review: required, basis: policy,\n"
        "     if_missing: false}\n");
    return text;
}

/* Everything that is used while a file is rated. */
struct trial {
    struct heap heap;
    struct crr_model *model;
    struct counted_source source, previous, overrides, links, persons;
    struct count out, rejects;
    size_t model_live; /* bytes of the model */
    bool grows;        /* keys are kept */
};

static void
begin(struct trial *trial, const char *text, size_t step)
{
    struct crr_model_options options = {
        .size = sizeof options, .allocator = {resize, &trial->heap}};
    memset(trial, 0, sizeof *trial);
    assert_int_equal(crr_model_compile(crr_text_of(model_text()), NULL, &options,
                         &trial->model, NULL),
        CRR_OK);
    trial->model_live = trial->heap.live;
    trial->grows = true;
    trial->heap.count = 0;
    trial->heap.peak = trial->heap.live;
    trial->source.memory = (struct memory){.text = crr_text_of(text), .step = step};
    trial->previous.memory = (struct memory){
        .text = crr_text_of(previous_text), .step = step ? 40 : 0};
    trial->overrides.memory = (struct memory){
        .text = crr_text_of(overrides_text), .step = step ? 40 : 0};
    trial->links.memory = (struct memory){
        .text = crr_text_of(links_text), .step = step ? 40 : 0};
    trial->persons.memory = trial->source.memory;
}

/* Whatever happened, only the model is left. */
static void
end(struct trial *trial)
{
    assert_int_equal(trial->heap.live, trial->model_live);
    crr_model_unref(trial->model);
    assert_int_equal(trial->heap.live, 0);
}

static struct crr_file_options
options_of(struct trial *trial)
{
    return (struct crr_file_options){.size = sizeof(struct crr_file_options),
        .rater = {.size = sizeof(struct crr_rater_options),
            .has_as_of = true,
            .as_of = AS_OF},
        .output_format = as_json ? CRR_FORMAT_JSON_LINES : CRR_FORMAT_DEFAULT,
        .write = write_counted,
        .write_user = &trial->out,
        .write_reject = write_counted,
        .reject_user = &trial->rejects,
        .allocator = {resize, &trial->heap}};
}

static enum crr_status
rate(struct trial *trial, uint64_t *ret_row_count)
{
    struct crr_file_options options = options_of(trial);
    struct crr_source source = {
        .name = "drawn.csv", .read = read_counted, .user = &trial->source};
    struct crr_source overrides = {
        .name = "o.csv", .read = read_counted, .user = &trial->overrides};
    struct crr_summary *summary = NULL;
    struct crr_error error = {.status = CRR_OK};
    struct crr_source previous = {
        .name = "p.csv", .read = read_counted, .user = &trial->previous};
    options.unique = trial->grows;
    options.find_delimiter = true;
    options.previous = &previous;
    options.overrides = &overrides;
    struct crr_source links = {
        .name = "l.csv", .read = read_counted, .user = &trial->links};
    struct crr_source persons = {
        .name = "drawn.csv", .read = read_counted, .user = &trial->persons};
    options.links = &links;
    options.persons = &persons;
    options.person_count = 1;
    enum crr_status status = crr_file_rate(
        trial->model, &source, 1, &options, &summary, &error);
    assert_int_equal(error.status, status);
    assert_int_equal(summary != NULL, status == CRR_OK);
    if (summary) {
        *ret_row_count = crr_summary_row_count(summary);
        /* It outlives the run. */
        assert_true(trial->heap.live > trial->model_live);
        crr_summary_free(summary);
    }
    return status;
}

static enum crr_status
find(struct trial *trial, uint64_t *ret_found_count)
{
    struct crr_file_options options = options_of(trial);
    struct crr_source source = {
        .name = "drawn.csv", .read = read_counted, .user = &trial->source};
    struct crr_error error = {.status = CRR_OK};
    uint64_t count = UINT64_MAX;
    size_t found = 0;
    struct crr_source previous = {
        .name = "p.csv", .read = read_counted, .user = &trial->previous};
    struct crr_source overrides = {
        .name = "o.csv", .read = read_counted, .user = &trial->overrides};
    options.previous = &previous;
    options.overrides = &overrides;
    struct crr_source links = {
        .name = "l.csv", .read = read_counted, .user = &trial->links};
    struct crr_source persons = {
        .name = "drawn.csv", .read = read_counted, .user = &trial->persons};
    options.links = &links;
    options.persons = &persons;
    options.person_count = 1;
    enum crr_status status = crr_file_find(trial->model, &source, 1, &options,
        crr_text_of("long"), count_found, &found, &count, &error);
    assert_int_equal(error.status, status);
    assert_int_equal(count, status == CRR_OK ? found : UINT64_MAX);
    *ret_found_count = found;
    return status;
}

/* ---- Trials ---- */

typedef enum crr_status act_function(struct trial *trial, uint64_t *ret_count);

static void
fail_each_allocation(act_function *act, uint64_t expected)
{
    char *text = file_of(70);
    struct trial trial;
    uint64_t count = 0;
    begin(&trial, text, 0);
    assert_int_equal(act(&trial, &count), CRR_OK);
    assert_int_equal(count, expected);
    size_t allocations = trial.heap.count;
    assert_true(allocations > 5);
    end(&trial);
    for (size_t i = 1; i <= allocations; i++) {
        begin(&trial, text, 0);
        trial.heap.fail_at = i;
        if (act(&trial, &count) != CRR_E_MEMORY)
            fail_msg("allocation %zu of %zu", i, allocations);
        trial.heap.fail_at = 0;
        end(&trial);
    }
    free(text);
}

static void
allocations_fail(void **state)
{
    (void)state;
    fail_each_allocation(rate, 61);
    fail_each_allocation(find, 1);
}

static void
fail_each_read(act_function *act)
{
    char *text = file_of(70);
    struct trial trial;
    uint64_t count;
    begin(&trial, text, 30000);
    assert_int_equal(act(&trial, &count), CRR_OK);
    size_t reads = trial.source.count.calls;
    assert_true(reads > 10);
    end(&trial);
    for (size_t i = 1; i <= reads; i++) {
        begin(&trial, text, 30000);
        trial.source.count.fail_at = i;
        assert_int_equal(act(&trial, &count), CRR_E_READ);
        end(&trial);
    }
    free(text);
}

/* The other files come first: nothing is rated without them. */
static void
fail_each_read_beside(size_t offset)
{
    char *text = file_of(7);
    struct trial trial;
    struct counted_source *beside = (void *)((char *)&trial + offset);
    uint64_t count;
    begin(&trial, text, 30000);
    assert_int_equal(rate(&trial, &count), CRR_OK);
    size_t reads = beside->count.calls;
    assert_true(reads > 1);
    end(&trial);
    for (size_t i = 1; i <= reads; i++) {
        begin(&trial, text, 30000);
        beside->count.fail_at = i;
        assert_int_equal(rate(&trial, &count), CRR_E_READ);
        assert_int_equal(trial.out.calls, 0);
        end(&trial);
    }
    free(text);
}

static void
reads_fail(void **state)
{
    (void)state;
    fail_each_read_beside(offsetof(struct trial, previous));
    fail_each_read_beside(offsetof(struct trial, overrides));
    fail_each_read_beside(offsetof(struct trial, links));
    fail_each_read_beside(offsetof(struct trial, persons));
    fail_each_read(rate);
    fail_each_read(find);
}

static void
writes_fail(void **state)
{
    char *text = file_of(as_json ? 700 : 20000); /* several pieces */
    struct trial trial;
    uint64_t count;
    (void)state;
    begin(&trial, text, 0);
    assert_int_equal(rate(&trial, &count), CRR_OK);
    size_t outs = trial.out.calls, rejects = trial.rejects.calls;
    assert_true(outs > 3 && rejects > 3);
    end(&trial);
    for (size_t i = 1; i <= outs + rejects; i++) {
        begin(&trial, text, 0);
        if (i <= outs)
            trial.out.fail_at = i;
        else
            trial.rejects.fail_at = i - outs;
        assert_int_equal(rate(&trial, &count), CRR_E_WRITE);
        end(&trial);
    }
    free(text);
}

static void
memory_does_not_depend_on_the_rows(void **state)
{
    size_t peaks[2];
    uint64_t rows;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char *text = file_of(i ? 140000 : 21000);
        struct trial trial;
        begin(&trial, text, 0);
        trial.grows = false;
        assert_int_equal(rate(&trial, &rows), CRR_OK);
        assert_int_equal(rows, i ? 120001 : 18001);
        peaks[i] = trial.heap.peak - trial.model_live;
        end(&trial);
        free(text);
    }
    /* Buffers grow with the fullest chunk. */
    assert_in_range(peaks[1], 0, peaks[0] + peaks[0] / 4);
    assert_in_range(peaks[1], 0, 12 << 20);
}

static int
choose_csv(void **state)
{
    (void)state;
    as_json = false;
    return 0;
}

static int
choose_json(void **state)
{
    (void)state;
    as_json = true;
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(allocations_fail, choose_csv),
        cmocka_unit_test_setup(reads_fail, choose_csv),
        cmocka_unit_test_setup(writes_fail, choose_csv),
        cmocka_unit_test_setup(memory_does_not_depend_on_the_rows, choose_csv),
        cmocka_unit_test_setup(allocations_fail, choose_json),
        cmocka_unit_test_setup(reads_fail, choose_json),
        cmocka_unit_test_setup(writes_fail, choose_json),
        cmocka_unit_test_setup(memory_does_not_depend_on_the_rows, choose_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Runs: sources one after the other however their bytes come, what fails and how it is
 * told, and progress. */
#include <stdio.h>
#include <stdlib.h>
#include "file_run.h"

static struct crr_model *bank;

static int
compile_bank(void **state)
{
    (void)state;
    bank = compiled(bank_text);
    return 0;
}

static int
drop_bank(void **state)
{
    (void)state;
    crr_model_unref(bank);
    return 0;
}

#define HEADER "id,country,amount,opened,listed,reported\n"
#define GOOD "C,CN,50,2020-01-01,N,N\n"

/* ---- Sources ---- */

/* A file with everything in it, larger than the reader's first buffer, with records
 * that span pieces and lines. */
static char *
large_file(void)
{
    enum {
        ROWS = 9000
    };
    char *text = malloc(ROWS * 80 + 700000);
    size_t used;
    assert_non_null(text);
    used = (size_t)sprintf(text, "\xEF\xBB\xBFid,remark,country,amount,opened,listed,"
                                 "reported\r\n");
    for (int i = 0; i < ROWS; i++) {
        used += (size_t)sprintf(text + used,
            "C%d,\"a \"\"%d\"\"\n,\",%s,%d.5,2024-%02d-0%d,%s,%c%s\n", i, i,
            i % 7 ? "CN" : "\"IR\"", i % 300, i % 12 + 1, i % 9 + 1,
            i % 11 ? "N" : "perhaps", i % 13 ? 'N' : 'Y', i % 17 ? "" : ",x");
        if (i == ROWS / 2) {
            used += (size_t)sprintf(text + used, "long,\"");
            memset(text + used, 'r', 600000);
            used += 600000;
            used += (size_t)sprintf(text + used, "\",CN,1,2024-01-01,N,N\r\n\n");
        }
    }
    return text;
}

static void
output_does_not_depend_on_how_bytes_come(void **state)
{
    static const size_t steps[] = {1, 13, 4096, 65537, 262144};
    char *text = large_file();
    struct file_run whole;
    (void)state;
    file_run_init(&whole);
    file_run_add(&whole, "a", crr_text_of(text), 0);
    file_run_go(&whole, bank);
    assert_int_equal(whole.status, CRR_OK);
    assert_int_equal(crr_summary_row_count(whole.summary), 9001);
    assert_true(crr_summary_rated_count(whole.summary) > 5000);
    assert_true(crr_summary_rejected_count(whole.summary) > 500);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct file_run run;
        file_run_init(&run);
        file_run_add(&run, "a", crr_text_of(text), steps[i]);
        file_run_go(&run, bank);
        assert_int_equal(run.status, CRR_OK);
        assert_string_equal(run.out.at, whole.out.at);
        assert_string_equal(run.rejects.at, whole.rejects.at);
        file_run_clear(&run);
    }
    file_run_clear(&whole);
    free(text);
}

/* Every one has a header of its own, in its own order. */
static void
sources_come_one_after_the_other(void **state)
{
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_choose(&run, "id,line,score");
    file_run_add(&run, "a", crr_text_of(HEADER "A1,CN,50,2020-01-01,N,N"), 0);
    file_run_add(&run, "b", crr_text_of(HEADER), 3);
    file_run_add(&run, "c",
        crr_text_of(
            "reported,listed,opened,amount,country,id\nN,N,2020-01-01,50,US,C1\n"),
        1);
    file_run_go(&run, bank);
    assert_int_equal(run.status, CRR_OK);
    assert_string_equal(run.out.at, "id,line,score\nA1,2,3.00\nC1,2,9.00\n");
    file_run_clear(&run);

    /* No sources, no rows. */
    file_run_init(&run);
    file_run_choose(&run, "id");
    file_run_go(&run, bank);
    assert_int_equal(run.status, CRR_OK);
    assert_string_equal(run.out.at, "id\n");
    file_run_clear(&run);
}

/* 250 inputs' worth of doubled quotes in one column: the room for unquoted fields is
 * that of one record. */
static void
inputs_may_share_a_column(void **state)
{
    enum {
        INPUTS = 250,
        QUOTES = 2000
    };
    char *model_text = malloc(INPUTS * 64 + 512);
    struct crr_file_map *maps = calloc(INPUTS, sizeof *maps);
    char(*ids)[16] = calloc(INPUTS, sizeof *ids);
    char text[2 * QUOTES + 64];
    struct file_run run;
    (void)state;
    assert_true(model_text && maps && ids);
    size_t used = (size_t)sprintf(model_text,
        "crr: 1\nmodel: {id: m, version: '1'}\ninputs:\n  x: {type: number}\n");
    for (size_t i = 0; i < INPUTS; i++) {
        sprintf(ids[i], "t%zu", i);
        used += (size_t)sprintf(model_text + used, "  %s: {type: text}\n", ids[i]);
        maps[i] = (struct crr_file_map){crr_text_of(ids[i]), crr_text_of("shared")};
    }
    sprintf(model_text + used,
        "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"
        "tiers: [{id: t, from: 0}]\n");
    used = (size_t)sprintf(text, "x,shared\n1,\"");
    memset(text + used, '"', 2 * QUOTES);
    sprintf(text + used + 2 * QUOTES, "\"\n");
    struct crr_model *model = compiled(model_text);
    file_run_init(&run);
    file_run_add(&run, "m", crr_text_of(text), 0);
    run.options.maps = maps;
    run.options.map_count = INPUTS;
    file_run_choose(&run, "t0,t249,score");
    file_run_go(&run, model);
    assert_int_equal(run.status, CRR_OK);
    assert_int_equal(
        run.out.length, strlen("t0,t249,score\n,,1.00\n\0") + 1 + 2 * (2 * QUOTES + 2));
    file_run_clear(&run);
    crr_model_unref(model);
    free(model_text);
    free(maps);
    free(ids);
}

/* ---- Failures ---- */

static void
arguments_are_checked(void **state)
{
    static const char bad_delimiters[] = {'"', '\n', '\r'};
    struct file_run run;
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        file_run_init(&run);
        file_run_add(&run, "a", crr_text_of(HEADER GOOD), 0);
        run.options.delimiter = bad_delimiters[i];
        file_run_go(&run, bank);
        assert_int_equal(run.status, CRR_E_ARGUMENT);
        file_run_clear(&run);
    }
    file_run_init(&run);
    file_run_add(&run, "a", crr_text_of(HEADER GOOD), 0);
    run.options.size--;
    file_run_go(&run, bank);
    assert_int_equal(run.status, CRR_E_ARGUMENT);
    run.options.size++;
    run.options.rater.has_as_of = false;
    file_run_go(&run, bank);
    assert_int_equal(run.status, CRR_E_ARGUMENT);
    assert_int_equal(run.error.finding, 611);
    run.options.rater.has_as_of = true;
    run.options.rater.size = 3;
    file_run_go(&run, bank);
    assert_int_equal(run.status, CRR_E_ARGUMENT);
    run.options.rater.size = 0;
    run.options.write = NULL;
    file_run_go(&run, bank);
    assert_int_equal(run.status, CRR_E_ARGUMENT);
    assert_null(run.summary);
    file_run_clear(&run);
}

static void
other_delimiters_part_the_input_only(void **state)
{
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "a",
        crr_text_of("id;country;amount;opened;listed;reported\n"
                    "\"C;1\";CN;50;2020-01-01;N;N\nC,2;CN;50;2020-01-01;N;N\n"
                    "C3;CN;5,0;2020-01-01;N;N\n"),
        0);
    run.options.delimiter = ';';
    run.options.reveal = true;
    file_run_choose(&run, "id,score");
    file_run_go(&run, bank);
    assert_int_equal(run.status, CRR_OK);
    assert_string_equal(run.out.at, "id,score\nC;1,3.00\n\"C,2\",3.00\n");
    assert_non_null(strstr(run.rejects.at, ",\"C3;CN;5,0;2020-01-01;N;N\"\n"));
    file_run_clear(&run);
}

static void
reading_failures_stop(void **state)
{
    static const char text[] = HEADER GOOD GOOD GOOD;
    (void)state;
    for (size_t i = 1; i < sizeof text - 1; i += 7) {
        struct file_run run;
        file_run_init(&run);
        file_run_add(&run, "first", crr_text_of(HEADER), 0);
        file_run_add(&run, "broken", crr_text_of(text), 1);
        run.memory[1].fail_at = i;
        file_run_go(&run, bank);
        assert_int_equal(run.status, CRR_E_READ);
        assert_int_equal(run.error.status, CRR_E_READ);
        assert_string_equal(run.error.file, "broken");
        assert_null(run.summary);
        file_run_clear(&run);
    }
}

/* A source that says it read more than there was room for. */
static enum crr_status
read_too_much(void *user, char *buffer, size_t capacity, size_t *ret_length)
{
    (void)user;
    memset(buffer, 'a', capacity);
    *ret_length = capacity + 1;
    return CRR_OK;
}

static void
sources_that_lie_are_not_believed(void **state)
{
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "a", crr_text_of(""), 0);
    run.sources[0].read = read_too_much;
    file_run_go(&run, bank);
    assert_int_equal(run.status, CRR_E_READ);
    file_run_clear(&run);
}

struct narrow {
    size_t room;
};

static int
write_until_full(void *user, const char *at, size_t length)
{
    struct narrow *narrow = user;
    (void)at;
    if (length > narrow->room)
        return 1;
    narrow->room -= length;
    return 0;
}

static void
writing_failures_stop(void **state)
{
    char *text = large_file();
    (void)state;
    for (int which = 0; which < 2; which++)
        for (size_t room = 0; room < 20000; room += 3000) {
            struct narrow narrow = {room};
            struct file_run run;
            file_run_init(&run);
            file_run_add(&run, "a", crr_text_of(text), 0);
            if (which == 0) {
                run.options.write = write_until_full;
                run.options.write_user = &narrow;
            } else {
                run.options.write_reject = write_until_full;
                run.options.reject_user = &narrow;
            }
            file_run_go(&run, bank);
            assert_int_equal(run.status, CRR_E_WRITE);
            assert_int_equal(run.error.status, CRR_E_WRITE);
            assert_null(run.summary);
            file_run_clear(&run);
        }
    free(text);
}

struct watch {
    uint64_t row_count, byte_count;
    int call_count, stop_at;
};

static int
watch(void *user, uint64_t row_count, uint64_t byte_count)
{
    struct watch *seen = user;
    assert_true(row_count > seen->row_count && byte_count > seen->byte_count);
    seen->row_count = row_count;
    seen->byte_count = byte_count;
    return ++seen->call_count == seen->stop_at;
}

static void
progress_is_told_and_may_stop(void **state)
{
    char *text = large_file();
    size_t length = strlen(text);
    (void)state;
    for (int stop_at = 0; stop_at <= 2; stop_at++) {
        struct watch seen = {.stop_at = stop_at};
        struct file_run run;
        file_run_init(&run);
        file_run_add(&run, "a", crr_text_of(text), 0);
        file_run_add(&run, "b", crr_text_of(text), 0);
        run.options.progress = watch;
        run.options.progress_user = &seen;
        file_run_go(&run, bank);
        assert_int_equal(run.status, stop_at ? CRR_E_STOPPED : CRR_OK);
        assert_true(stop_at ? seen.call_count == stop_at : seen.call_count >= 2);
        assert_true(seen.byte_count <= 2 * length);
        if (!stop_at)
            assert_true(seen.byte_count > length && seen.row_count > 9001);
        assert_int_equal(run.summary == NULL, stop_at != 0);
        file_run_clear(&run);
    }
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(output_does_not_depend_on_how_bytes_come),
        cmocka_unit_test(sources_come_one_after_the_other),
        cmocka_unit_test(inputs_may_share_a_column),
        cmocka_unit_test(arguments_are_checked),
        cmocka_unit_test(other_delimiters_part_the_input_only),
        cmocka_unit_test(reading_failures_stop),
        cmocka_unit_test(sources_that_lie_are_not_believed),
        cmocka_unit_test(writing_failures_stop),
        cmocka_unit_test(progress_is_told_and_may_stop),
    };
    return cmocka_run_group_tests(tests, compile_bank, drop_bank);
}

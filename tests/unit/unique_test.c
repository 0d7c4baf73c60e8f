/* Keys that stand twice, in one file or in several. */
#include "file_run.h"

#include <stdio.h>
#include <stdlib.h>

#define HEADER "id,country,amount,opened,listed,reported\n"
#define REST ",CN,50,2020-01-01,N,N\n"

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

static void
go(struct file_run *run, struct crr_model *model, const char *first, const char *second)
{
    file_run_init(run);
    file_run_add(run, "first.csv", crr_text_of(first), 0);
    if (second)
        file_run_add(run, "second.csv", crr_text_of(second), 0);
    file_run_choose(run, "line,key,score");
    run->options.unique = true;
    file_run_go(run, model);
    if (run->status != CRR_OK)
        fail_msg("%s", run->error.message);
}

static void
the_second_of_a_key_is_rejected(void **state)
{
    struct file_run run;
    (void)state;
    go(&run, bank,
        HEADER "C1" REST "C2" REST " C1 " REST "c1" REST "\"C1\"" REST "C2" REST, NULL);
    assert_string_equal(
        run.out.at, "line,key,score\n2,C1,3.00\n3,C2,3.00\n5,c1,3.00\n");
    assert_string_equal(run.rejects.at,
        "line,byte,key,column,finding,message,record\n"
        "4,89, C1 ,id,CRR-0618,\"a key that no earlier record has is expected, found "
        "that of line 2\",\" C1 ,CN,50,2020-01-01,N,***\"\n"
        "6,139,C1,id,CRR-0618,\"a key that no earlier record has is expected, found "
        "that of line 2\",\"\"\"C1\"\",CN,50,2020-01-01,N,***\"\n"
        "7,165,C2,id,CRR-0618,\"a key that no earlier record has is expected, found "
        "that of line 3\",\"C2,CN,50,2020-01-01,N,***\"\n");
    assert_int_equal(crr_summary_rejected_count(run.summary), 3);
    file_run_clear(&run);
}

static void
files_are_one(void **state)
{
    struct file_run run;
    (void)state;
    go(&run, bank, HEADER "C1" REST "C2" REST, HEADER "C3" REST "C2" REST);
    assert_string_equal(
        run.out.at, "line,key,score\n2,C1,3.00\n3,C2,3.00\n2,C3,3.00\n");
    assert_non_null(strstr(run.rejects.at, "3,65,C2,id,CRR-0618,\"second.csv: a key"));
    assert_non_null(strstr(run.rejects.at, "that of line 3 of first.csv\""));
    file_run_clear(&run);
}

/* One that is rejected is there nevertheless; one without a key is nobody's. */
static void
rejected_records_count_and_missing_keys_do_not(void **state)
{
    struct file_run run;
    (void)state;
    go(&run, bank,
        HEADER "C1,CN,much,2020-01-01,N,N\n"
               "C1" REST "\"\"" REST "\"\"" REST "C2,CN\nC2" REST,
        NULL);
    assert_string_equal(run.out.at, "line,key,score\n7,C2,3.00\n");
    assert_non_null(strstr(run.rejects.at, "CRR-0603"));
    assert_non_null(strstr(run.rejects.at, "that of line 2"));
    assert_null(strstr(run.rejects.at, "that of line 4"));
    assert_null(strstr(run.rejects.at, "that of line 6"));
    file_run_clear(&run);
}

static void
codes_are_compared_as_codes(void **state)
{
    static const char model_text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs:\n"
        "  id: {type: code, key: true, case: ignore, confidential: true}\n"
        "  k: {type: code}\n"
        "tables: {t: {rows: {A: 1, B: 2}}}\n"
        "factors: [{id: f, weight: 1, input: k, table: t}]\n"
        "tiers: [{id: low, from: 0}]\n";
    struct crr_model *model = compiled(model_text);
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "a", crr_text_of("id,k\nab,A\nAB,A\nAc,A\n"), 0);
    file_run_choose(&run, "line,score");
    run.options.unique = true;
    file_run_go(&run, model);
    assert_string_equal(run.out.at, "line,score\n2,1.00\n4,1.00\n");
    /* Who is there twice is not told. */
    assert_non_null(strstr(run.rejects.at, "(confidential),CRR-0618,"));
    assert_null(strstr(run.rejects.at, "AB"));
    file_run_clear(&run);
    crr_model_unref(model);
}

static void
a_key_is_needed(void **state)
{
    static const char model_text[] =
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs: {k: {type: code}}\n"
        "tables: {t: {rows: {A: 1, B: 2}}}\n"
        "factors: [{id: f, weight: 1, input: k, table: t}]\n"
        "tiers: [{id: low, from: 0}]\n";
    struct crr_model *model = compiled(model_text);
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "a", crr_text_of("k\nA\n"), 0);
    run.options.unique = true;
    file_run_go(&run, model);
    assert_int_equal(run.status, CRR_E_ARGUMENT);
    assert_non_null(strstr(run.error.message, "key"));
    file_run_clear(&run);
    crr_model_unref(model);
}

/* ---- Many ---- */

enum {
    MANY = 100000
};

static enum crr_status
read_at(void *user, char *buffer, size_t capacity, uint64_t offset, size_t *ret_length)
{
    const struct memory *memory = user;
    size_t length = memory->text.length - (size_t)offset;
    *ret_length = length < capacity ? length : capacity;
    memcpy(buffer, memory->text.at + offset, *ret_length);
    return CRR_OK;
}

/* Every seventh customer is there again much later. */
static char *
draw_many(size_t *ret_length)
{
    char *text = malloc((size_t)MANY * 48 + 64);
    assert_non_null(text);
    size_t length = (size_t)sprintf(text, HEADER);
    for (int i = 0; i < MANY; i++)
        length += (size_t)sprintf(
            text + length, "K%d" REST, i % 7 || i < MANY / 2 ? i : i - MANY / 2 + 3);
    *ret_length = length;
    return text;
}

static void
go_many(struct file_run *run, struct crr_text text, unsigned jobs, uint64_t limit)
{
    file_run_init(run);
    file_run_add(run, "a", text, 0);
    if (jobs > 0) {
        run->sources[0].read_at = read_at;
        run->sources[0].size = text.length;
    }
    file_run_choose(run, "key,score");
    run->options.unique = true;
    run->options.jobs = jobs;
    run->options.has_max_rejects = limit > 0;
    run->options.max_rejects = limit;
    file_run_go(run, bank);
}

static void
many_are_found_whoever_reads(void **state)
{
    size_t length;
    char *text = draw_many(&length);
    struct file_run alone;
    (void)state;
    go_many(&alone, (struct crr_text){text, length}, 0, 0);
    assert_int_equal(alone.status, CRR_OK);
    uint64_t count = 0;
    for (int i = MANY / 2; i < MANY; i++)
        count += i % 7 == 0;
    assert_int_equal(crr_summary_rejected_count(alone.summary), count);
    for (unsigned jobs = 1; jobs < 4; jobs++) {
        struct file_run run;
        go_many(&run, (struct crr_text){text, length}, jobs, 0);
        assert_string_equal(run.out.at, alone.out.at);
        assert_string_equal(run.rejects.at, alone.rejects.at);
        file_run_clear(&run);
    }
    file_run_clear(&alone);
    free(text);
}

/* The last chunk is rated twice then: a record does not stand in its own way. */
static void
the_reject_too_many_is_found(void **state)
{
    size_t length;
    char *text = draw_many(&length);
    struct file_run run;
    (void)state;
    for (uint64_t limit = 1; limit < 4000; limit += 1111) {
        go_many(&run, (struct crr_text){text, length}, 2, limit);
        assert_int_equal(run.status, CRR_E_REJECTS);
        assert_int_equal(crr_summary_rejected_count(run.summary), limit + 1);
        file_run_clear(&run);
    }
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_second_of_a_key_is_rejected),
        cmocka_unit_test(files_are_one),
        cmocka_unit_test(rejected_records_count_and_missing_keys_do_not),
        cmocka_unit_test(codes_are_compared_as_codes),
        cmocka_unit_test(a_key_is_needed),
        cmocka_unit_test(many_are_found_whoever_reads),
        cmocka_unit_test(the_reject_too_many_is_found),
    };
    return cmocka_run_group_tests(tests, compile_bank, drop_bank);
}

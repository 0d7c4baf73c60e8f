/* Finding the records of one customer: how keys compare, what is told of a record that
 * cannot be rated. */
#include <stdio.h>
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

struct finds {
    char script[1024];
    int stop_at, call_count;
    const char *hidden; /* must not be in an error */
};

static int
find(void *user, const struct crr_rater *rater, const struct crr_found *found,
    enum crr_status status, const struct crr_error *error)
{
    struct finds *finds = user;
    size_t used = strlen(finds->script);
    struct crr_factor_rating factor;
    if (status == CRR_OK) {
        assert_int_equal(crr_rater_factor(rater, 1, &factor), CRR_OK);
        assert_string_equal(found->file, "a");
        snprintf(finds->script + used, sizeof finds->script - used, "%lld %lld@%llu;",
            (long long)found->rating->score, (long long)factor.points,
            (unsigned long long)found->line);
    } else {
        assert_null(found);
        assert_int_equal(status, CRR_E_RECORD);
        assert_int_equal(error->status, CRR_E_RECORD);
        assert_string_equal(error->file, "a");
        assert_null(finds->hidden ? strstr(error->message, finds->hidden) : NULL);
        assert_null(finds->hidden ? strstr(error->path, finds->hidden) : NULL);
        snprintf(finds->script + used, sizeof finds->script - used, "%u@%zu %s;",
            error->finding, error->line, error->path);
    }
    return ++finds->call_count == finds->stop_at;
}

static int
count_found(void *user, const struct crr_rater *rater, const struct crr_found *found,
    enum crr_status status, const struct crr_error *error)
{
    (void)rater;
    (void)found;
    (void)error;
    assert_int_equal(status, CRR_OK);
    ((struct finds *)user)->call_count++;
    return 0;
}

static enum crr_status
find_in(const char *text, const char *key, bool reveal, struct finds *finds,
    uint64_t *ret_count)
{
    struct file_run run;
    struct crr_error error;
    file_run_init(&run);
    file_run_add(&run, "a", crr_text_of(text), 5);
    run.options.reveal = reveal;
    run.options.write = NULL;
    enum crr_status status = crr_file_find(bank, run.sources, 1, &run.options,
        crr_text_of(key), find, finds, ret_count, &error);
    file_run_clear(&run);
    return status;
}

static const char found_text[] = HEADER "C1,CN,50,2020-01-01,N,N\n"
                                        "C2,CN,50,2020-01-01,N,maybe\n"
                                        " C1 ,US,500,2020-01-01,N,N\n"
                                        "C11,CN,\"50\"x,2020-01-01,N,N\n"
                                        "C3,CN,5,2020-01-01,N\n"
                                        "\"C4\"\"\",CN,x,2020-01-01,N,Y\n"
                                        "c1,CN,50,2020-01-01,N,N\n";

static void
customers_are_found_by_their_key(void **state)
{
    struct finds finds = {.hidden = "reported"};
    uint64_t count = 99;
    (void)state;
    assert_int_equal(find_in(found_text, "C1", false, &finds, &count), CRR_OK);
    assert_string_equal(finds.script, "300 100000@2;1900 200000@4;");
    assert_int_equal(count, 2);

    finds = (struct finds){.hidden = "reported"};
    assert_int_equal(find_in(found_text, " C2\t", false, &finds, &count), CRR_OK);
    assert_string_equal(finds.script, "605@3 (confidential);");
    assert_int_equal(count, 1);

    finds = (struct finds){.hidden = NULL};
    assert_int_equal(find_in(found_text, "C2", true, &finds, &count), CRR_OK);
    assert_string_equal(finds.script, "605@3 reported;");

    finds = (struct finds){.hidden = NULL};
    assert_int_equal(find_in(found_text, "C4\"", false, &finds, &count), CRR_OK);
    assert_string_equal(finds.script, "603@7 amount;");

    finds = (struct finds){.hidden = NULL};
    assert_int_equal(find_in(found_text, "C9", false, &finds, &count), CRR_OK);
    assert_string_equal(finds.script, "");
    assert_int_equal(count, 0);

    finds = (struct finds){.stop_at = 1};
    assert_int_equal(find_in(found_text, "C1", false, &finds, &count), CRR_E_STOPPED);
    assert_string_equal(finds.script, "300 100000@2;");
    assert_int_equal(find_in("id\n", "C1", false, &finds, &count), CRR_E_FILE);
}

/* A record that was split, but not as the header is, has the key where it should be. */
static void
records_with_other_fields_are_found(void **state)
{
    struct finds finds = {.hidden = NULL};
    uint64_t count = 0;
    (void)state;
    assert_int_equal(find_in(found_text, "C3", false, &finds, &count), CRR_OK);
    assert_string_equal(finds.script, "704@6 ;");
    assert_int_equal(count, 1);
}

/* Keys that are codes are compared as the model compares codes. */
static void
codes_as_keys_fold(void **state)
{
    struct crr_model *model = compiled(
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "inputs: {id: {type: code, key: true, case: ignore}, x: {type: number}}\n"
        "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"
        "tiers: [{id: t, from: 0}]\n");
    static const char text[] = "id,x\nab1,1\nＡＢ１,2\nAB2,3\n";
    struct memory memory = {.text = {text, sizeof text - 1}};
    struct crr_source source = {.name = "a", .read = memory_read, .user = &memory};
    struct crr_file_options options = {.size = sizeof options};
    struct finds finds = {.hidden = NULL};
    uint64_t count = 0;
    (void)state;
    assert_int_equal(crr_file_find(model, &source, 1, &options, crr_text_of("Ab1"),
                         NULL, &finds, &count, NULL),
        CRR_E_ARGUMENT);
    assert_int_equal(crr_file_find(model, &source, 1, &options, crr_text_of("Ab1"),
                         count_found, &finds, &count, NULL),
        CRR_OK);
    assert_int_equal(count, 2);
    assert_int_equal(finds.call_count, 2);
    crr_model_unref(model);
}

static void
models_without_a_key_find_nobody(void **state)
{
    struct crr_model *model = compiled("crr: 1\nmodel: {id: m, version: '1'}\n"
                                       "inputs: {x: {type: number}}\n"
                                       "factors: [{id: f, weight: 1, input: x,"
                                       " range: [0, 100]}]\n"
                                       "tiers: [{id: t, from: 0}]\n");
    struct crr_file_options options = {.size = sizeof options};
    struct finds finds = {.hidden = NULL};
    uint64_t count = 7;
    (void)state;
    assert_int_equal(crr_file_find(model, NULL, 0, &options, crr_text_of("x"),
                         count_found, &finds, &count, NULL),
        CRR_E_ARGUMENT);
    assert_int_equal(count, 7);
    crr_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(customers_are_found_by_their_key),
        cmocka_unit_test(records_with_other_fields_are_found),
        cmocka_unit_test(codes_as_keys_fold),
        cmocka_unit_test(models_without_a_key_find_nobody),
    };
    return cmocka_run_group_tests(tests, compile_bank, drop_bank);
}

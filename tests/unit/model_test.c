/* Compiled models: from text, with the caller's tables, from files; what refuses them,
 * what is reported in what order, and how long they live. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "rating.h"

static const char good_text[] =
    "crr: 1\nmodel: {id: m, version: '1'}\ninputs: {x: {type: number}}\n"
    "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"
    "tiers: [{id: low, from: 0}]\n";

static const char table_text[] =
    "crr: 1\nmodel: {id: m, version: '1'}\ninputs: {x: {type: code}}\n"
    "tables: {t: {file: folder/t.csv}}\n"
    "factors: [{id: f, weight: 1, input: x, table: t}]\n"
    "tiers: [{id: low, from: 0}]\n";

/* A value that is no model: what is untouched still points to it. */
static struct crr_model *
untouched(void)
{
    static char place;
    return (struct crr_model *)(void *)&place;
}

static void
expect_status(const char *text, const struct crr_model_options *options,
    enum crr_status expected, unsigned finding)
{
    struct crr_model *model = untouched();
    struct crr_error error;
    memset(&error, 0x5A, sizeof error);
    assert_int_equal(
        crr_model_compile(crr_text_of(text), "m.yaml", options, &model, &error),
        expected);
    assert_ptr_equal(model, untouched());
    assert_int_equal(error.status, expected);
    assert_int_equal(error.finding, finding);
    /* The error may be left out. */
    assert_int_equal(
        crr_model_compile(crr_text_of(text), "m.yaml", options, &model, NULL),
        expected);
    assert_ptr_equal(model, untouched());
}

static void
texts_are_compiled(void **state)
{
    struct crr_model_options options = {.size = sizeof options};
    struct crr_model *model = NULL;
    struct crr_error error;
    (void)state;
    assert_int_equal(
        crr_model_compile(crr_text_of(good_text), "m.yaml", &options, &model, NULL),
        CRR_OK);
    crr_model_unref(model);
    /* A text need not be terminated, and is not kept. */
    size_t length = strlen(good_text);
    char *copy = malloc(length);
    assert_non_null(copy);
    memcpy(copy, good_text, length);
    assert_int_equal(
        crr_model_compile((struct crr_text){copy, length}, NULL, NULL, &model, &error),
        CRR_OK);
    memset(copy, 'x', length);
    free(copy);
    struct crr_rater *rater = rater_on(model, NULL);
    crr_model_unref(model);
    assert_int_equal(rating_of(rater, "12.5").score, 1250);
    crr_rater_free(rater);
}

static void
wrong_arguments_are_refused(void **state)
{
    struct crr_model_options options = {.size = sizeof options - 1};
    struct crr_model *model = untouched();
    (void)state;
    expect_status(good_text, &options, CRR_E_ARGUMENT, 0);
    options.size = 0;
    expect_status(good_text, &options, CRR_E_ARGUMENT, 0);
    options.size = sizeof options + 1;
    expect_status(good_text, &options, CRR_E_ARGUMENT, 0);
    expect_status(NULL, NULL, CRR_E_ARGUMENT, 0);
    assert_int_equal(crr_model_compile(crr_text_of(good_text), NULL, NULL, NULL, NULL),
        CRR_E_ARGUMENT);
    assert_int_equal(
        crr_model_compile_file("m.yaml", &options, &model, NULL), CRR_E_ARGUMENT);
    assert_int_equal(crr_model_compile_file(NULL, NULL, &model, NULL), CRR_E_ARGUMENT);
    assert_int_equal(
        crr_model_compile_file("m.yaml", NULL, NULL, NULL), CRR_E_ARGUMENT);
    assert_ptr_equal(model, untouched());
}

static void
the_first_error_is_told(void **state)
{
    struct crr_model *model = untouched();
    struct crr_error error;
    (void)state;
    assert_int_equal(
        crr_model_compile(
            crr_text_of("crr: 1\nmodel: {id: m, version: '1'}\n"
                        "inputs: {x: {type: nummer}}\n"
                        "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"
                        "tiers: [{id: low, from: 0}]\nextra: 1\n"),
            "some/m.yaml", NULL, &model, &error),
        CRR_E_MODEL);
    assert_ptr_equal(model, untouched());
    assert_int_equal(error.status, CRR_E_MODEL);
    assert_int_equal(error.finding, 206);
    assert_int_equal(error.severity, CRR_SEVERITY_ERROR);
    assert_string_equal(error.file, "some/m.yaml");
    assert_string_equal(error.path, "inputs.x.type");
    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, 20);
    assert_int_not_equal(error.message[0], '\0');
    /* Without a name it is "model". */
    assert_int_equal(
        crr_model_compile(crr_text_of("crr: 2\n"), NULL, NULL, &model, &error),
        CRR_E_MODEL);
    assert_string_equal(error.file, "model");
    expect_status("", NULL, CRR_E_MODEL, 108);
}

/* ---- Tables that the caller opens ---- */

struct folder {
    enum crr_status status; /* of opening */
    int opened, closed;
    const char *bytes;
};

static enum crr_status
open_in(void *user, struct crr_text name, struct crr_text *ret_bytes)
{
    struct folder *folder = user;
    expect_text(name, "folder/t.csv");
    folder->opened++;
    if (folder->status == CRR_OK)
        *ret_bytes = crr_text_of(folder->bytes);
    return folder->status;
}

static void
close_in(void *user, struct crr_text bytes)
{
    struct folder *folder = user;
    assert_ptr_equal(bytes.at, folder->bytes);
    assert_int_equal(bytes.length, strlen(folder->bytes));
    folder->closed++;
}

static void
the_caller_opens_tables(void **state)
{
    struct folder folder = {CRR_OK, 0, 0, "key,points\nA,10\nB,20.5\n"};
    struct crr_model_options options = {.size = sizeof options,
        .open = open_in,
        .close = close_in,
        .open_user = &folder};
    struct crr_model *model = NULL;
    (void)state;
    assert_int_equal(
        crr_model_compile(crr_text_of(table_text), NULL, &options, &model, NULL),
        CRR_OK);
    assert_int_equal(folder.opened, 1);
    assert_int_equal(folder.closed, 1);
    struct crr_rater *rater = rater_on(model, NULL);
    crr_model_unref(model);
    assert_int_equal(rating_of(rater, "B").score, 2050);
    crr_rater_free(rater);
    /* A table that is not there is a finding, and is not closed. */
    folder = (struct folder){CRR_E_READ, 0, 0, ""};
    expect_status(table_text, &options, CRR_E_MODEL, CRR_F_FILE_UNREADABLE);
    assert_int_equal(folder.closed, 0);
    /* A bad one is closed. */
    folder = (struct folder){CRR_OK, 0, 0, "key,points\nA,x\n"};
    expect_status(table_text, &options, CRR_E_MODEL, CRR_F_TABLE_POINTS);
    assert_int_equal(folder.closed, 2);
    /* Nobody needs to close. */
    options.close = NULL;
    folder = (struct folder){CRR_OK, 0, 0, "key,points\nA,1\nB,2\n"};
    assert_int_equal(
        crr_model_compile(crr_text_of(table_text), NULL, &options, &model, NULL),
        CRR_OK);
    crr_model_unref(model);
    /* A text has no folder. */
    expect_status(table_text, NULL, CRR_E_MODEL, CRR_F_TABLE_PATH);
}

/* ---- Files ---- */

static void
write_file(const char *name, const char *text)
{
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(close(file), 0);
}

static void
expect_compiled(const char *name, const char *line, int64_t score)
{
    struct crr_model *model = NULL;
    struct crr_error error;
    if (crr_model_compile_file(name, NULL, &model, &error) != CRR_OK)
        fail_msg("%s: %s", name, error.message);
    struct crr_rater *rater = rater_on(model, NULL);
    crr_model_unref(model);
    assert_int_equal(rating_of(rater, line).score, score);
    crr_rater_free(rater);
}

static void
files_are_compiled_with_their_folder(void **state)
{
    char folder[] = "/tmp/crr-model-test-XXXXXX";
    char before[4096];
    struct folder tables = {CRR_OK, 0, 0, "key,points\nA,70\nB,80\n"};
    struct crr_model_options options = {
        .size = sizeof options, .open = open_in, .open_user = &tables};
    struct crr_model *model = NULL;
    (void)state;
    assert_non_null(getcwd(before, sizeof before));
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(mkdir("sub", 0700), 0);
    assert_int_equal(mkdir("sub/folder", 0700), 0);
    write_file("sub/m.yaml", table_text);
    write_file("sub/folder/t.csv", "key,points\nA,10\nB,20\n");
    /* Tables lie beneath the folder of the model, wherever the program runs. */
    expect_compiled("sub/m.yaml", "A", 1000);
    assert_int_equal(chdir("sub"), 0);
    expect_compiled("m.yaml", "B", 2000);
    expect_compiled("./m.yaml", "B", 2000);
    expect_compiled("../sub/m.yaml", "B", 2000);
    /* The caller's tables come before. */
    assert_int_equal(crr_model_compile_file("m.yaml", &options, &model, NULL), CRR_OK);
    assert_int_equal(tables.opened, 1);
    crr_model_unref(model);
    unlink("folder/t.csv");
    rmdir("folder");
    unlink("m.yaml");
    assert_int_equal(chdir(before), 0);
    strcat(strcpy(before, folder), "/sub");
    assert_int_equal(rmdir(before), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void
expect_unreadable(const char *name)
{
    struct crr_model *model = untouched();
    struct crr_error error;
    assert_int_equal(crr_model_compile_file(name, NULL, &model, &error), CRR_E_READ);
    assert_ptr_equal(model, untouched());
    assert_int_equal(error.status, CRR_E_READ);
    assert_int_equal(error.finding, CRR_F_FILE_UNREADABLE);
    assert_string_equal(error.file, name);
    assert_int_equal(error.line, 0);
    assert_true(strncmp(error.message, "the model's file cannot be read: ", 33) == 0);
    assert_true(strlen(error.message) > 33);
    assert_int_equal(crr_model_compile_file(name, NULL, &model, NULL), CRR_E_READ);
}

static void
unreadable_files_are_told(void **state)
{
    (void)state;
    expect_unreadable("/nowhere/at/all.yaml");
    expect_unreadable("/tmp"); /* a folder opens, and cannot be read */
    expect_unreadable("");
}

/* ---- Findings ---- */

struct reported {
    char places[512]; /* "304 m.yaml:3 W, ..." */
};

static void
note(void *user, const struct crr_error *finding)
{
    struct reported *reported = user;
    size_t used = strlen(reported->places);
    snprintf(reported->places + used, sizeof reported->places - used, "%s%u %s:%zu %c",
        used ? ", " : "", finding->finding, finding->file, finding->line,
        "?NWE"[finding->severity]);
    assert_true(finding->message[0] != '\0');
}

/* An input that nobody reads, a rule without a basis, and what a test adds. */
#define WARNED(more)                                                                   \
    "crr: 1\nmodel: {id: m, version: '1'}\n"                                           \
    "inputs:\n  x: {type: code}\n  spare: {type: number}\n"                            \
    "tables: {t: {file: folder/t.csv}}\n"                                              \
    "factors: [{id: f, weight: 1, input: x, table: t}]\n"                              \
    "tiers: [{id: low, from: 0}, {id: top}]\n"                                         \
    "rules:\n  - {id: r, when: {x: A}, tier: top}\n" more

static void
expect_reported(const char *text, bool strict, const char *table,
    enum crr_status expected, const char *places, unsigned first)
{
    struct folder folder = {CRR_OK, 0, 0, table};
    struct reported reported = {""};
    struct crr_model_options options = {.size = sizeof options,
        .report = note,
        .report_user = &reported,
        .open = open_in,
        .open_user = &folder,
        .strict = strict};
    struct crr_model *model = untouched();
    struct crr_error error = {0};
    assert_int_equal(
        crr_model_compile(crr_text_of(text), "m.yaml", &options, &model, &error),
        expected);
    assert_string_equal(reported.places, places);
    if (expected == CRR_OK)
        crr_model_unref(model);
    else
        assert_ptr_equal(model, untouched());
    /* The first that refuses is told. */
    assert_int_equal(error.finding, first);
}

static void
findings_come_in_order_of_place(void **state)
{
    (void)state;
    expect_reported(WARNED(""), false, "key,points\nA,1\nB,2\n", CRR_OK,
        "304 m.yaml:5 W, 508 m.yaml:10 W", 0);
    /* The model first, then its tables, errors among warnings. */
    expect_reported(WARNED("extra: 1\n"), false, "key,points\nA,1\nB,2\nC\nA,3\n",
        CRR_E_MODEL,
        "304 m.yaml:5 W, 508 m.yaml:10 W, 201 m.yaml:11 E, "
        "311 folder/t.csv:4 E, 312 folder/t.csv:5 E",
        201);
}

static void
strict_refuses_warnings(void **state)
{
    (void)state;
    expect_reported(WARNED(""), true, "key,points\nA,1\nB,2\n", CRR_E_MODEL,
        "304 m.yaml:5 W, 508 m.yaml:10 W", 304);
    /* What was accepted is not reported, and does not refuse. */
    expect_reported(
        WARNED("accept:\n"
               "  - {finding: CRR-0304, at: inputs.spare, reason: for the report}\n"),
        true, "key,points\nA,1\nB,2\n", CRR_E_MODEL, "508 m.yaml:10 W", 508);
    expect_reported(
        WARNED("accept:\n"
               "  - {finding: CRR-0304, at: inputs.spare, reason: for the report}\n"
               "  - {finding: CRR-0508, at: 'rules[0]', reason: by custom}\n"),
        true, "key,points\nA,1\nB,2\n", CRR_OK, "", 0);
}

/* ---- Life ---- */

/* An allocator that counts what is held. */
struct counted {
    size_t held, calls;
};

static void *
count_resize(void *user, void *at, size_t old_size, size_t new_size)
{
    struct counted *counted = user;
    counted->calls++;
    if (new_size == 0) {
        free(at);
        counted->held -= old_size;
        return NULL;
    }
    void *now = realloc(at, new_size);
    assert_non_null(now);
    counted->held = counted->held - (at ? old_size : 0) + new_size;
    return now;
}

static void
the_last_reference_frees_the_model(void **state)
{
    struct counted counted = {0, 0};
    struct crr_model_options options = {
        .size = sizeof options, .allocator = {count_resize, &counted}};
    struct crr_model *model = NULL;
    (void)state;
    assert_int_equal(
        crr_model_compile(crr_text_of(good_text), NULL, &options, &model, NULL),
        CRR_OK);
    size_t held = counted.held;
    assert_true(held > 0);
    assert_ptr_equal(crr_model_ref(model), model);
    crr_model_unref(model);
    assert_int_equal(counted.held, held);
    struct crr_rater *rater = rater_on(model, NULL);
    assert_true(counted.held > held);
    crr_model_unref(model);
    /* The rater keeps it, and rates without any memory more. */
    size_t calls = counted.calls;
    assert_int_equal(rating_of(rater, "12.345").score, 1235);
    expect_rejected(rater, "12,345", CRR_F_VALUE_NUMBER, "x");
    assert_int_equal(counted.calls, calls);
    crr_rater_free(rater);
    assert_int_equal(counted.held, 0);
    crr_model_unref(NULL);
    /* A model that is refused holds nothing. */
    expect_status("crr: 2\n", &options, CRR_E_MODEL, 210);
    assert_int_equal(counted.held, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_compiled),
        cmocka_unit_test(wrong_arguments_are_refused),
        cmocka_unit_test(the_first_error_is_told),
        cmocka_unit_test(the_caller_opens_tables),
        cmocka_unit_test(files_are_compiled_with_their_folder),
        cmocka_unit_test(unreadable_files_are_told),
        cmocka_unit_test(findings_come_in_order_of_place),
        cmocka_unit_test(strict_refuses_warnings),
        cmocka_unit_test(the_last_reference_frees_the_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

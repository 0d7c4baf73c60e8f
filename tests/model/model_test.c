/* Models against what must come of them.
 *
 *   good/NAME.yaml       compiles without a finding; its canonical text is
 * NAME.canonical, and compiles to the same canonical text and digest
 *   good/NAME.twin.yaml  the same model, written otherwise: the same digest
 *   bad/CRR-NNNN-*.yaml  has the findings in *.expected, CRR-NNNN among them
 *
 * With CRR_WRITE_EXPECTED set the files *.canonical and *.expected are written, and the
 * test fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/catalogue.h"
#include "base/writer.h"
#include "crr/finding.h"
#include "crr/model.h"

#define NAME_LIMIT 128
#define FILE_LIMIT 512

struct names {
    size_t count;
    char at[FILE_LIMIT][NAME_LIMIT];
};

/* ---- Files ---- */

static bool
ends_in(const char *name, const char *end)
{
    size_t length = strlen(name), end_length = strlen(end);

    return length >= end_length && strcmp(name + length - end_length, end) == 0;
}

static int
compare_names(const void *left, const void *right)
{
    return strcmp(left, right);
}

/* The models in a folder, sorted. */
static void
list_models(const char *folder, struct names *names)
{
    DIR *directory = opendir(folder);
    struct dirent *entry;

    assert_non_null(directory);
    names->count = 0;
    while ((entry = readdir(directory))) {
        if (!ends_in(entry->d_name, ".yaml"))
            continue;
        assert_true(names->count < FILE_LIMIT);
        assert_true(strlen(entry->d_name) < NAME_LIMIT);
        strcpy(names->at[names->count++], entry->d_name);
    }
    closedir(directory);
    assert_true(names->count > 0);
    qsort(names->at, names->count, NAME_LIMIT, compare_names);
}

/* name with another ending: "a.yaml" and ".canonical" give "a.canonical". */
static void
with_ending(const char *name, const char *ending, char *ret, size_t size)
{
    int length = (int)(strlen(name) - strlen(".yaml"));

    snprintf(ret, size, "%.*s%s", length, name, ending);
}

static void
read_whole(const char *name, struct crr_buffer *buffer)
{
    FILE *file = fopen(name, "rb");
    char piece[4096];
    size_t length;

    crr_buffer_init(buffer, NULL);
    if (!file)
        fail_msg("%s cannot be read", name);
    while ((length = fread(piece, 1, sizeof piece, file)) > 0)
        assert_int_equal(crr_buffer_write(buffer, piece, length), 0);
    fclose(file);
    assert_int_equal(crr_buffer_write(buffer, "", 1), 0);
}

static bool
is_writing(void)
{
    return getenv("CRR_WRITE_EXPECTED") != NULL;
}

/* Fails at the first line that differs. */
static void
assert_same_text(const char *name, const char *expected, const char *found)
{
    size_t at = 0, begin = 0, line = 1;

    for (; expected[at] == found[at] && expected[at]; at++) {
        if (expected[at] != '\n')
            continue;
        line++;
        begin = at + 1;
    }
    if (expected[at] == found[at])
        return;
    fail_msg("%s, line %zu:\nexpected: %.*s\nfound:    %.*s", name, line,
        (int)strcspn(expected + begin, "\n"), expected + begin,
        (int)strcspn(found + begin, "\n"), found + begin);
}

/* Against the file with this name; writes it if asked to. */
static void
assert_same_as_file(const char *name, const char *found)
{
    struct crr_buffer expected;

    if (is_writing()) {
        FILE *file = fopen(name, "wb");

        assert_non_null(file);
        assert_true(fputs(found, file) >= 0);
        assert_int_equal(fclose(file), 0);
        return;
    }
    read_whole(name, &expected);
    assert_same_text(name, expected.at, found);
    crr_buffer_clear(&expected);
}

/* ---- Findings ---- */

struct listing {
    struct crr_buffer text;
    size_t count;    /* but for the note that judgements are not verified here */
    unsigned wanted; /* a number of a finding */
    size_t wanted_count;
    struct crr_error first_error;
};

static void
list_finding(void *user, const struct crr_error *finding)
{
    static const char *const severities[] = {
        [CRR_SEVERITY_NOTE] = "note", "warning", "error"};
    struct listing *listing = user;
    const struct crr_finding *kind = crr_finding_by_number(finding->finding);
    char line[1200];
    int length = snprintf(line, sizeof line, "%s:%zu:%zu: %s CRR-%04u %s: %s\n",
        finding->file, finding->line, finding->column, severities[finding->severity],
        finding->finding, finding->path, finding->message);

    assert_true(length > 0 && (size_t)length < sizeof line);
    assert_int_equal(crr_buffer_write(&listing->text, line, (size_t)length), 0);
    assert_non_null(kind);
    assert_int_equal(finding->severity, kind->severity);
    listing->count += finding->finding != CRR_F_NOT_VERIFIED;
    listing->wanted_count += finding->finding == listing->wanted;
    if (finding->severity == CRR_SEVERITY_ERROR && listing->first_error.finding == 0)
        listing->first_error = *finding;
}

static enum crr_status
compile_file(const char *name, struct listing *listing, struct crr_model **ret_model,
    struct crr_error *reterr)
{
    struct crr_model_options options = {
        .size = sizeof options, .report = list_finding, .report_user = listing};

    crr_buffer_init(&listing->text, NULL);
    return crr_model_compile_file(name, &options, ret_model, reterr);
}

static struct crr_model *
compile_good(const char *name)
{
    struct listing listing = {.count = 0};
    struct crr_model *model = NULL;
    struct crr_error error;
    enum crr_status status = compile_file(name, &listing, &model, &error);

    if (status != CRR_OK || listing.count > 0)
        fail_msg("%s has findings:\n%.*s", name, (int)listing.text.length,
            listing.text.at ? listing.text.at : error.message);
    crr_buffer_clear(&listing.text);
    return model;
}

/* ---- Good models ---- */

/* Of what a canonical text is made only lists stay in files. */
static enum crr_status
open_list(void *user, struct crr_text name, struct crr_text *ret_bytes)
{
    struct crr_buffer bytes;
    char path[256];

    (void)user;
    if (name.length < 6 || memcmp(name.at, "lists/", 6) != 0)
        return CRR_E_READ;
    snprintf(path, sizeof path, "%.*s", (int)name.length, name.at);
    read_whole(path, &bytes);
    *ret_bytes = (struct crr_text){bytes.at, strlen(bytes.at)};
    return CRR_OK;
}

static void
close_list(void *user, struct crr_text bytes)
{
    (void)user;
    free((void *)(uintptr_t)bytes.at);
}

/* The canonical text compiles, alone and without a finding of its own, to the same. */
static void
check_canonical(const char *name, const struct crr_model *model)
{
    struct listing listing = {.count = 0};
    struct crr_model_options options = {.size = sizeof options,
        .report = list_finding,
        .report_user = &listing,
        .open = open_list,
        .close = close_list};
    struct crr_text canonical = crr_model_canonical(model);
    struct crr_model *again = NULL;

    crr_buffer_init(&listing.text, NULL);
    if (crr_model_compile(canonical, name, &options, &again, NULL) != CRR_OK ||
        listing.count > 0)
        fail_msg("the canonical text of %s has findings:\n%.*s", name,
            (int)listing.text.length, listing.text.at);
    assert_same_text(name, canonical.at, crr_model_canonical(again).at);
    assert_string_equal(crr_model_digest(model), crr_model_digest(again));
    assert_string_not_equal(
        crr_model_source_digest(model), crr_model_source_digest(again));
    crr_model_unref(again);
    crr_buffer_clear(&listing.text);
}

static void
check_twin(const char *name, const struct crr_model *model)
{
    char twin_name[NAME_LIMIT + 16];
    struct crr_model *twin;

    with_ending(name, ".twin.yaml", twin_name, sizeof twin_name);
    if (access(twin_name, R_OK) != 0)
        return;
    twin = compile_good(twin_name);
    assert_same_text(
        twin_name, crr_model_canonical(model).at, crr_model_canonical(twin).at);
    assert_string_equal(crr_model_digest(model), crr_model_digest(twin));
    crr_model_unref(twin);
}

static void
good_models_have_their_canonical_text(void **state)
{
    static struct names names;
    size_t twin_count = 0;

    (void)state;
    assert_int_equal(chdir(MODEL_FOLDER "/good"), 0);
    list_models(".", &names);
    for (size_t i = 0; i < names.count; i++) {
        char expected_name[NAME_LIMIT + 16];
        struct crr_model *model;

        if (ends_in(names.at[i], ".twin.yaml")) {
            twin_count++;
            continue;
        }
        model = compile_good(names.at[i]);
        with_ending(names.at[i], ".canonical", expected_name, sizeof expected_name);
        assert_same_as_file(expected_name, crr_model_canonical(model).at);
        check_canonical(names.at[i], model);
        check_twin(names.at[i], model);
        crr_model_unref(model);
    }
    assert_true(twin_count > 0);
    assert_false(is_writing());
}

/* The shipped models are too long to keep their canonical texts here. */
static void
shipped_models_survive_their_canonical_text(void **state)
{
    static struct names names;

    (void)state;
    assert_int_equal(chdir(CONFIG_FOLDER), 0);
    list_models(".", &names);
    for (size_t i = 0; i < names.count; i++) {
        struct crr_model *model = compile_good(names.at[i]);

        check_canonical(names.at[i], model);
        crr_model_unref(model);
    }
}

/* ---- Bad models ---- */

static unsigned
number_of(const char *name)
{
    unsigned number = 0;

    if (sscanf(name, "CRR-%4u-", &number) != 1)
        fail_msg("%s is not named after a finding", name);
    return number;
}

static void
check_bad(const char *name)
{
    struct listing listing = {.wanted = number_of(name)};
    char expected_name[NAME_LIMIT + 16];
    struct crr_model *model = NULL;
    struct crr_error error = {.status = CRR_OK};
    enum crr_status status = compile_file(name, &listing, &model, &error);

    assert_int_equal(crr_buffer_write(&listing.text, "", 1), 0);
    with_ending(name, ".expected", expected_name, sizeof expected_name);
    assert_same_as_file(expected_name, listing.text.at);
    if (listing.wanted_count == 0)
        fail_msg(
            "%s has no finding CRR-%04u:\n%s", name, listing.wanted, listing.text.at);
    if (listing.first_error.finding == 0) {
        assert_int_equal(status, CRR_OK);
        assert_non_null(model);
    } else {
        assert_int_equal(status, CRR_E_MODEL);
        assert_null(model);
        assert_int_equal(error.finding, listing.first_error.finding);
        assert_string_equal(error.message, listing.first_error.message);
    }
    crr_model_unref(model);
    crr_buffer_clear(&listing.text);
}

static void
bad_models_have_their_findings(void **state)
{
    static struct names names;

    (void)state;
    assert_int_equal(chdir(MODEL_FOLDER "/bad"), 0);
    list_models(".", &names);
    for (size_t i = 0; i < names.count; i++)
        check_bad(names.at[i]);
    assert_false(is_writing());
}

/* Findings about models are those below 600. */
static void
every_finding_has_a_bad_model(void **state)
{
    static struct names names;
    size_t missing = 0;

    (void)state;
    list_models(MODEL_FOLDER "/bad", &names);
    for (size_t i = 0; i < crr_finding_count(); i++) {
        unsigned number = crr_finding_at(i)->number;
        bool found = number >= 600;

        for (size_t j = 0; j < names.count && !found; j++)
            found = number_of(names.at[j]) == number;
        if (!found)
            print_error("no bad model for CRR-%04u\n", number);
        missing += !found;
    }
    assert_int_equal(missing, 0);
}

/* A warning refuses a model only if the caller says so. */
static void
strict_refuses_warnings(void **state)
{
    struct listing listing = {.count = 0};
    struct crr_model_options options = {.size = sizeof options,
        .report = list_finding,
        .report_user = &listing,
        .strict = true};
    struct crr_model *model = NULL;
    struct crr_error error;

    (void)state;
    crr_buffer_init(&listing.text, NULL);
    assert_int_equal(chdir(MODEL_FOLDER "/bad"), 0);
    assert_int_equal(
        crr_model_compile_file("CRR-0508-rule.yaml", &options, &model, &error),
        CRR_E_MODEL);
    assert_null(model);
    assert_int_equal(error.finding, 508);
    assert_int_equal(error.severity, CRR_SEVERITY_WARNING);
    assert_int_equal(listing.count, 1);
    crr_buffer_clear(&listing.text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_models_have_their_canonical_text),
        cmocka_unit_test(shipped_models_survive_their_canonical_text),
        cmocka_unit_test(bad_models_have_their_findings),
        cmocka_unit_test(every_finding_has_a_bad_model),
        cmocka_unit_test(strict_refuses_warnings),
    };

    return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}

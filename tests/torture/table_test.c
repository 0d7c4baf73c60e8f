/* Compiling a model with tables and lists in files while reads are short, interrupted or fail,
 * and while allocations fail: the model comes out the same or not at all, and nothing
 * is left behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/catalogue.h"
#include "crr/crr.h"

/* ---- read, as the linker wraps it ---- */

ssize_t __real_read(int file, void *at, size_t size);
ssize_t __wrap_read(int file, void *at, size_t size);

static struct {
    bool dribbles; /* every other read is interrupted, the rest give 7 bytes at most */
    long good_count; /* reads before the one that fails; -1: none fails */
    size_t call_count;
} reads = {false, -1, 0};

ssize_t
__wrap_read(int file, void *at, size_t size)
{
    reads.call_count++;
    if (reads.good_count >= 0 && reads.good_count-- == 0) {
        errno = EIO;
        return -1;
    }
    if (reads.dribbles && reads.call_count % 2 == 0) {
        errno = EINTR;
        return -1;
    }
    return __real_read(file, at, reads.dribbles && size > 7 ? 7 : size);
}

/* ---- An allocator that counts, and fails when it is told to ---- */

struct counter {
    long good_count; /* allocations before all fail; -1: none fails */
    long live_count; /* blocks that are not released */
};

static void *
count_resize(void *user, void *at, size_t old_size, size_t new_size)
{
    struct counter *counter = user;
    void *to;

    (void)old_size;
    if (new_size == 0) {
        counter->live_count -= at != NULL;
        free(at);
        return NULL;
    }
    if (counter->good_count == 0)
        return NULL;
    counter->good_count -= counter->good_count > 0;
    to = realloc(at, new_size);
    counter->live_count += to && !at;
    return to;
}

/* ---- The model and its tables ---- */

static const char model_text[] =
    "crr: 1\nmodel: {id: m, version: '1'}\n"
    "inputs: {c: {type: code}, e: {type: code, case: ignore}, n: {type: text}}\n"
    "tables:\n"
    "  t: {file: t.csv, aliases: [name], alias_separator: '|', note: note}\n"
    "  u: {file: u.csv, complete_from: 2020-01-01}\n"
    "  v: {file: t.csv, points: other}\n"
    "factors:\n"
    "  - {id: f, weight: 0.5, input: c, table: t}\n"
    "  - {id: g, weight: 0.3, input: e, table: u}\n"
    "  - {id: h, weight: 0.2, input: c, table: v}\n"
    "tiers: [{id: low, from: 0}]\n"
    "lists: {l: {file: l.csv, complete_from: 2020-01-01}}\n"
    "rules: [{id: r, when: {n: {name_in: l}}, review: required, basis: b}]\n";

static char folder[] = "/tmp/crr_torture_XXXXXX";
static char model_path[64];

static void
write_file(const char *name, const char *text)
{
    char path[64];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int
make_files(void **state)
{
    static char rows[16384] = "key,name,points,other,note\n";
    size_t used = strlen(rows);

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(model_path, sizeof model_path, "%s/m.yaml", folder);
    write_file("m.yaml", model_text);
    for (int i = 0; i < 300; i++)
        used += (size_t)snprintf(rows + used, sizeof rows - used,
            "k%d,名 %d|\"\"n%d,%d,%d,\"a \"\"note\"\"\"\n", i, i, i, i % 100, i % 7);
    assert_true(used < sizeof rows);
    write_file("t.csv", rows);
    write_file("u.csv",
        "key,points,valid_from,valid_to\na,1,,2021-01-01\na,2,2021-01-01,\nb,3,,\n");
    used = (size_t)snprintf(
        rows, sizeof rows, "name,aliases,birth_date,identifiers,valid_from\n");
    for (int i = 0; i < 300; i++)
        used += (size_t)snprintf(rows + used, sizeof rows - used,
            "Né %d,\"\"\"a;b\"\";c %d\",1970-01-01,N%d,2021-01-01\n", i, i, i);
    assert_true(used < sizeof rows);
    write_file("l.csv", rows);
    return 0;
}

static int
remove_files(void **state)
{
    static const char *const names[] = {"m.yaml", "t.csv", "u.csv", "l.csv", ""};
    char path[64];

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        assert_int_equal(remove(path), 0);
    }
    return 0;
}

/* The number that the next file gets: greater than before if one was left open. */
static int
next_file(void)
{
    int file = open("/dev/null", O_RDONLY);

    assert_true(file >= 0);
    close(file);
    return file;
}

/* Compiles, checks that nothing is left behind, and writes both digests. */
static enum crr_status
compile(long good_allocations, char digests[160], struct crr_error *error)
{
    struct counter counter = {good_allocations, 0};
    struct crr_model_options options = {
        .size = sizeof options, .allocator = {count_resize, &counter}};
    struct crr_model *model = NULL;
    int file = next_file();
    enum crr_status status;

    memset(error, 0, sizeof *error);
    reads.call_count = 0;
    status = crr_model_compile_file(model_path, &options, &model, error);
    if (model)
        snprintf(digests, 160, "%s %s", crr_model_digest(model),
            crr_model_source_digest(model));
    assert_int_equal(model != NULL, status == CRR_OK);
    crr_model_unref(model);
    assert_int_equal(counter.live_count, 0);
    assert_int_equal(next_file(), file);
    return status;
}

static void
short_and_interrupted_reads_change_nothing(void **state)
{
    char digests[160], again[160] = "";
    struct crr_error error;
    enum crr_status status;

    (void)state;
    assert_int_equal(compile(-1, digests, &error), CRR_OK);
    reads.dribbles = true;
    status = compile(-1, again, &error);
    reads.dribbles = false;
    assert_int_equal(status, CRR_OK);
    assert_true(reads.call_count > 1000);
    assert_string_equal(again, digests);
}

static void
a_read_that_fails_is_a_finding(void **state)
{
    char digests[160];
    struct crr_error error;
    long count = 0;
    size_t model_count = 0, table_count = 0;

    (void)state;
    for (;; count++) {
        enum crr_status status;

        reads.good_count = count;
        status = compile(-1, digests, &error);
        if (status == CRR_OK)
            break;
        assert_int_equal(error.finding, CRR_F_FILE_UNREADABLE);
        assert_true(count < 100);
        model_count += status == CRR_E_READ;
        table_count += status == CRR_E_MODEL;
    }
    reads.good_count = -1;
    /* Each file takes a read for its bytes and one for its end. */
    assert_int_equal(model_count, 2);
    assert_int_equal(table_count, 6);
    assert_int_equal(count, 8);
}

static void
an_allocation_that_fails_leaves_nothing(void **state)
{
    char digests[160];
    struct crr_error error;
    long count = 0;

    (void)state;
    while (compile(count, digests, &error) == CRR_E_MEMORY)
        count++;
    assert_int_equal(error.status, CRR_OK);
    assert_true(count > 20);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_and_interrupted_reads_change_nothing),
        cmocka_unit_test(a_read_that_fails_is_a_finding),
        cmocka_unit_test(an_allocation_that_fails_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, make_files, remove_files);
}

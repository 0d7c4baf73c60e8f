/* The report: order, accepting, limits, cutting, and lack of memory. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/report.h"
#include "base/span.h"
#include "crr/status.h"
#include "crr/version.h"

/* What `each` was given, one line a finding. */
struct list {
    char text[4096];
    size_t count;
    struct crr_error last;
};

static void
gather(void *user, const struct crr_error *finding)
{
    struct list *list = user;
    size_t used = strlen(list->text);

    list->count++;
    list->last = *finding;
    if (used < sizeof list->text - 200)
        snprintf(list->text + used, sizeof list->text - used,
            "%s:%zu:%zu %u %s: %.40s\n", finding->file, finding->line, finding->column,
            finding->finding, finding->path, finding->message);
}

static void
add(struct crr_report *report, enum crr_finding_number finding, size_t file_index,
    size_t line, size_t column, const char *path)
{
    struct crr_place place = {
        file_index == 0 ? "m.yaml" : "t.csv", file_index, line, column};

    crr_report_add(
        report, finding, &place, path, "number %zu", report->count + report->lost);
}

static void
findings_come_in_order(void **state)
{
    struct crr_arena arena;
    struct crr_report report;
    struct list list = {0};
    struct crr_error error = {0};

    (void)state;
    crr_arena_init(&arena, NULL);
    crr_report_init(&report, &arena);
    add(&report, CRR_F_TABLE_ROW, 1, 2, 1, "");
    add(&report, CRR_F_UNKNOWN_KEY, 0, 9, 3, "b");
    add(&report, CRR_F_UNUSED_INPUT, 0, 3, 3, "inputs.x");
    add(&report, CRR_F_MISSING_KEY, 0, 9, 2, "a");
    add(&report, CRR_F_UNKNOWN_KEY, 0, 9, 2, "c");
    add(&report, CRR_F_UNKNOWN_KEY, 0, 9, 2, "d");
    assert_int_equal(report.error_count, 5);
    assert_false(crr_report_finish(&report, false, gather, &list, &error));
    assert_string_equal(list.text, "m.yaml:3:3 304 inputs.x: number 2\n"
                                   "m.yaml:9:2 201 c: number 4\n"
                                   "m.yaml:9:2 201 d: number 5\n"
                                   "m.yaml:9:2 202 a: number 3\n"
                                   "m.yaml:9:3 201 b: number 1\n"
                                   "t.csv:2:1 311 : number 0\n");
    assert_int_equal(error.status, CRR_E_MODEL);
    assert_int_equal(error.severity, CRR_SEVERITY_ERROR);
    assert_int_equal(error.finding, 201);
    assert_string_equal(error.path, "c");
    assert_string_equal(error.file, "m.yaml");
    assert_false(crr_report_finish(&report, false, NULL, NULL, NULL));
    crr_arena_clear(&arena);
}

static void
warnings_refuse_if_strict(void **state)
{
    struct crr_arena arena;
    struct crr_report report;
    struct list list = {0};
    struct crr_error error = {.line = 77};

    (void)state;
    crr_arena_init(&arena, NULL);
    crr_report_init(&report, &arena);
    assert_true(crr_report_finish(&report, true, gather, &list, &error));
    assert_int_equal(list.count, 0);
    add(&report, CRR_F_UNUSED_TABLE, 0, 5, 1, "tables.t");
    assert_int_equal(report.error_count, 0);
    assert_true(crr_report_finish(&report, false, gather, &list, &error));
    assert_int_equal(list.count, 1);
    assert_int_equal(list.last.severity, CRR_SEVERITY_WARNING);
    assert_int_equal(list.last.status, CRR_OK);
    assert_int_equal(error.line, 77); /* untouched */
    assert_false(crr_report_finish(&report, true, gather, &list, &error));
    assert_int_equal(list.last.status, CRR_E_MODEL);
    assert_int_equal(error.status, CRR_E_MODEL);
    assert_int_equal(error.severity, CRR_SEVERITY_WARNING);
    assert_int_equal(error.line, 5);
    add(&report, CRR_F_UNKNOWN_KEY, 0, 6, 1, "x");
    assert_false(crr_report_finish(&report, true, NULL, NULL, &error));
    assert_int_equal(error.line, 6); /* the first error goes before the warnings */
    crr_arena_clear(&arena);
}

static void
accepting(void **state)
{
    struct crr_arena arena;
    struct crr_report report;
    struct list list = {0};

    (void)state;
    crr_arena_init(&arena, NULL);
    crr_report_init(&report, &arena);
    add(&report, CRR_F_UNUSED_INPUT, 0, 1, 1, "inputs.a");
    add(&report, CRR_F_UNUSED_INPUT, 0, 2, 1, "inputs.b");
    add(&report, CRR_F_UNUSED_INPUT, 0, 3, 1, "inputs.a");
    add(&report, CRR_F_UNKNOWN_KEY, 0, 4, 1, "inputs.a");
    assert_int_equal(crr_report_accept(&report, 304, crr_text_of("inputs")), 0);
    assert_int_equal(crr_report_accept(&report, 305, crr_text_of("inputs.a")), 0);
    assert_int_equal(crr_report_accept(&report, 201, crr_text_of("inputs.a")), 0);
    assert_int_equal(crr_report_accept(&report, 304, crr_text_of("inputs.a")), 2);
    assert_int_equal(crr_report_accept(&report, 304, crr_text_of("inputs.a")), 0);
    crr_report_finish(&report, false, gather, &list, NULL);
    assert_string_equal(list.text, "m.yaml:2:1 304 inputs.b: number 1\n"
                                   "m.yaml:4:1 201 inputs.a: number 3\n");
    crr_arena_clear(&arena);
}

static void
beyond_the_limit_findings_are_counted(void **state)
{
    struct crr_arena arena;
    struct crr_report report;
    struct list list = {0};
    struct crr_error error = {0};

    (void)state;
    crr_arena_init(&arena, NULL);
    crr_report_init(&report, &arena);
    for (size_t i = 0; i < CRR_REPORT_LIMIT; i++)
        add(&report, CRR_F_UNUSED_INPUT, 0, CRR_REPORT_LIMIT - i, 1, "");
    assert_true(crr_report_finish(&report, false, NULL, NULL, &error));
    add(&report, CRR_F_UNKNOWN_KEY, 0, 1, 1, "");
    add(&report, CRR_F_UNKNOWN_KEY, 0, 2, 1, "");
    assert_int_equal(report.count, CRR_REPORT_LIMIT);
    assert_int_equal(report.lost, 2);
    assert_int_equal(report.error_count, 2);
    assert_false(crr_report_finish(&report, false, gather, &list, &error));
    assert_int_equal(list.count, CRR_REPORT_LIMIT + 1);
    assert_int_equal(list.last.severity, CRR_SEVERITY_NOTE);
    assert_string_equal(list.last.message, "2 more findings are not shown");
    assert_int_equal(error.status, CRR_E_MODEL);
    assert_int_equal(error.severity, CRR_SEVERITY_ERROR);
    crr_arena_clear(&arena);
}

static void
errors_are_filled_and_cut(void **state)
{
    struct crr_place place = {"m.yaml", 0, 3, 4};
    struct crr_error error;
    char text[700];

    (void)state;
    memset(&error, 'X', sizeof error);
    assert_int_equal(
        crr_error_set(&error, CRR_E_READ, 0, &place, NULL, "%s %d", "cannot", 7),
        CRR_E_READ);
    assert_int_equal(error.status, CRR_E_READ);
    assert_int_equal(error.severity, CRR_SEVERITY_ERROR);
    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, 4);
    assert_string_equal(error.file, "m.yaml");
    assert_string_equal(error.path, "");
    assert_string_equal(error.message, "cannot 7");
    crr_error_set(&error, CRR_E_MODEL, CRR_F_UNUSED_INPUT, NULL, "p", "%s", "");
    assert_int_equal(error.severity, CRR_SEVERITY_WARNING);
    assert_int_equal(error.line, 0);
    assert_string_equal(error.file, "");
    assert_string_equal(error.message, "");
    assert_int_equal(crr_error_set(NULL, CRR_E_FILE, 0, NULL, NULL, "x"), CRR_E_FILE);

    for (size_t lead = 0; lead < 3; lead++) { /* the cut falls between characters */
        size_t length;

        memset(text, 'a', lead);
        for (size_t i = lead; i + 3 < sizeof text; i += 3)
            memcpy(text + i, "\xE4\xB8\xAD", 4);
        crr_error_set(&error, CRR_E_MODEL, 0, NULL, text, "%s", text);
        length = strlen(error.message);
        assert_in_range(length, sizeof error.message - 4, sizeof error.message - 1);
        assert_string_equal(error.message + length - 3, "...");
        assert_true(crr_text_is_utf8(crr_text_of(error.message)));
        assert_memory_equal(error.message, text, length - 3);
        length = strlen(error.path);
        assert_in_range(length, sizeof error.path - 4, sizeof error.path - 1);
        assert_string_equal(error.path + length - 3, "...");
        assert_true(crr_text_is_utf8(crr_text_of(error.path)));
    }
    memset(text, 'b', 511);
    text[511] = '\0';
    crr_error_set(&error, CRR_E_MODEL, 0, NULL, "", "%s", text);
    assert_string_equal(error.message, text); /* just fits */
}

static void *
limited_resize(void *user, void *at, size_t old_size, size_t new_size)
{
    size_t *left = user;

    (void)old_size;
    if (new_size == 0) {
        free(at);
        return NULL;
    }
    if (*left == 0)
        return NULL;
    --*left;
    return realloc(at, new_size);
}

static void
lack_of_memory_loses_no_count(void **state)
{
    (void)state;
    for (size_t allowed = 0; allowed < 12; allowed++) {
        size_t left = allowed;
        struct crr_arena arena;
        struct crr_report report;
        struct crr_error error = {0};

        crr_arena_init(&arena, &(struct crr_allocator){limited_resize, &left});
        crr_report_init(&report, &arena);
        for (size_t i = 0; i < 500; i++)
            add(&report, CRR_F_UNKNOWN_KEY, 0, i + 1, 1, "some.path");
        assert_int_equal(report.error_count, 500);
        assert_int_equal(report.count + report.lost, 500);
        assert_int_equal(arena.failed, report.lost > 0);
        assert_false(crr_report_finish(&report, false, NULL, NULL, &error));
        assert_int_equal(error.status, CRR_E_MODEL);
        assert_int_equal(error.line, report.count > 0 ? 1 : 0);
        crr_arena_clear(&arena);
    }
}

static void
statuses_have_names(void **state)
{
    (void)state;
    assert_string_equal(crr_status_name(CRR_OK), "ok");
    assert_string_equal(crr_status_name(CRR_E_MEMORY), "out of memory");
    for (int a = CRR_OK; a <= CRR_E_STOPPED; a++) {
        const char *name = crr_status_name((enum crr_status)a);

        assert_string_not_equal(name, crr_status_name((enum crr_status)1000));
        for (int b = CRR_OK; b < a; b++)
            assert_string_not_equal(name, crr_status_name((enum crr_status)b));
    }
    assert_string_equal(crr_version(), CRR_VERSION);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(findings_come_in_order),
        cmocka_unit_test(warnings_refuse_if_strict),
        cmocka_unit_test(accepting),
        cmocka_unit_test(beyond_the_limit_findings_are_counted),
        cmocka_unit_test(errors_are_filled_and_cut),
        cmocka_unit_test(lack_of_memory_loses_no_count),
        cmocka_unit_test(statuses_have_names),
    };

    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}

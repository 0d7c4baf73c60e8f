/* The catalogue: its numbers, its texts, and that the examples are the YAML that they
 * claim to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdbool.h>
#include <string.h>
#include "base/catalogue.h"
#include "base/span.h"
#include "crr/finding.h"
#include "yaml/document.h"

static void
numbers_ascend_and_are_found(void **state)
{
    unsigned last = 0;

    (void)state;
    for (size_t i = 0; i < crr_finding_count(); i++) {
        const struct crr_finding *finding = crr_finding_at(i);

        assert_non_null(finding);
        assert_true(finding->number > last);
        assert_ptr_equal(crr_finding_by_number(finding->number), finding);
        last = finding->number;
    }
    assert_null(crr_finding_at(crr_finding_count()));
    assert_null(crr_finding_at(SIZE_MAX));
}

/* The last number of each group, and the one after it. */
static void
groups_are_complete(void **state)
{
    static const unsigned ends[] = {CRR_F_FILE_UNREADABLE, CRR_F_CANNOT_ACCEPT,
        CRR_F_LINKED, CRR_F_SEGMENT_COVERED, CRR_F_GROWTH, CRR_F_KEY_TWICE,
        CRR_F_CSV_DELIMITER, CRR_F_WEIGHT_LAST_PLACE};
    static const unsigned strangers[] = {0, 1, 99, 100, 200, 700, 800, 899, 900, 9999};
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        assert_non_null(crr_finding_by_number(ends[i]));
        assert_null(crr_finding_by_number(ends[i] + 1));
        count += ends[i] % 100;
    }
    assert_int_equal(crr_finding_count(), count);
    for (size_t i = 0; i < sizeof strangers / sizeof strangers[0]; i++)
        assert_null(crr_finding_by_number(strangers[i]));
}

static void
few_are_no_errors(void **state)
{
    static const unsigned warnings[] = {CRR_F_UNUSED_ACCEPT, CRR_F_UNUSED_INPUT,
        CRR_F_UNUSED_TABLE, CRR_F_UNUSED_LIST, CRR_F_LIST_ENTRY, CRR_F_NAME_AND_BIRTH,
        CRR_F_GROWTH, CRR_F_NO_VARIANCE, CRR_F_TIER_REACH, CRR_F_RULE_BASIS,
        CRR_F_IF_MISSING_FALSE, CRR_F_ROUNDED_RECIPROCAL, CRR_F_BEYOND_NINE,
        CRR_F_FROZEN_ZERO, CRR_F_EXPERT_LEFT_OUT, CRR_F_METHODS_DISAGREE,
        CRR_F_INCONSISTENT, CRR_F_NOT_TESTABLE, CRR_F_TABLES_DISAGREE};
    static const unsigned notes[] = {CRR_F_NOT_VERIFIED, CRR_F_MATRIX_TIES,
        CRR_F_GROUP_UNJUDGED, CRR_F_WEIGHT_LAST_PLACE};

    (void)state;
    for (size_t i = 0; i < crr_finding_count(); i++) {
        const struct crr_finding *finding = crr_finding_at(i);
        enum crr_severity severity = CRR_SEVERITY_ERROR;

        for (size_t j = 0; j < sizeof warnings / sizeof warnings[0]; j++)
            if (warnings[j] == finding->number)
                severity = CRR_SEVERITY_WARNING;
        for (size_t j = 0; j < sizeof notes / sizeof notes[0]; j++)
            if (notes[j] == finding->number)
                severity = CRR_SEVERITY_NOTE;
        assert_int_equal(finding->severity, severity);
    }
}

static void
texts_are_sentences(void **state)
{
    (void)state;
    for (size_t i = 0; i < crr_finding_count(); i++) {
        const struct crr_finding *finding = crr_finding_at(i);
        size_t length = strlen(finding->text);

        assert_true(strlen(finding->title) > 0 && strlen(finding->title) <= 60);
        assert_null(strchr(finding->title, '\n'));
        assert_true(length > 0);
        assert_int_equal(finding->text[length - 1], '.');
        assert_null(strchr(finding->text, '\n'));
        assert_int_equal(finding->example == NULL, finding->mend == NULL);
        if (finding->example)
            assert_string_not_equal(finding->example, finding->mend);
    }
}

/* The number of the first finding in a piece of YAML, 0 if there is none. */
static unsigned
parse(const char *piece)
{
    const struct crr_yaml_node *root;
    struct crr_arena arena;
    struct crr_report report;
    struct crr_error error = {.finding = 0};

    crr_arena_init(&arena, NULL);
    crr_report_init(&report, &arena);
    crr_yaml_parse(
        crr_text_of(piece), CRR_YAML_SIZE_LIMIT, "piece", &arena, &report, &root);
    crr_report_finish(&report, true, NULL, NULL, &error);
    crr_arena_clear(&arena);
    return error.finding;
}

/* What is wrong with the text shows in the text; everything else is well-formed. */
static void
examples_are_yaml(void **state)
{
    (void)state;
    for (size_t i = 0; i < crr_finding_count(); i++) {
        const struct crr_finding *finding = crr_finding_at(i);
        bool of_text = finding->number < 200 &&
                       finding->number != CRR_F_FILE_UNREADABLE;

        if (!finding->example || finding->number >= 600)
            continue;
        assert_int_equal(parse(finding->example), of_text ? finding->number : 0);
        assert_int_equal(parse(finding->mend), 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_ascend_and_are_found),
        cmocka_unit_test(groups_are_complete),
        cmocka_unit_test(few_are_no_errors),
        cmocka_unit_test(texts_are_sentences),
        cmocka_unit_test(examples_are_yaml),
    };

    return cmocka_run_group_tests_name("catalogue", tests, NULL, NULL);
}

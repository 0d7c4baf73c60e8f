/* Detecting encodings, and finding them by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "detect.h"

#define NONE ENCODING_COUNT

struct example {
    const char *at;
    size_t length;
    enum encoding_index of_all;   /* where the bytes are all of the file */
    enum encoding_index of_first; /* where more may follow */
};

#define BYTES(text) text, sizeof text - 1

static const struct example examples[] = {
    {BYTES(""), ENCODING_UTF_8, ENCODING_UTF_8},
    {BYTES("key,score\n1,2\n"), ENCODING_UTF_8, ENCODING_UTF_8},
    {BYTES("\xEF\xBB\xBFkey"), ENCODING_UTF_8, ENCODING_UTF_8},
    {BYTES("\xE5\xBC\xA0\xE4\xB8\x89"), ENCODING_UTF_8, ENCODING_UTF_8},
    {BYTES("a\xF4\x8F\xBF\xBF"), ENCODING_UTF_8, ENCODING_UTF_8},
    /* Cut characters of UTF-8. What is cut there can be whole in GB18030. */
    {BYTES("a\xE5\xBC"), ENCODING_GB18030, ENCODING_UTF_8},
    {BYTES("a\xE5"), NONE, ENCODING_UTF_8},
    {BYTES("a\xF0\x9F\x98"), NONE, ENCODING_UTF_8},
    /* GB18030, which UTF-8 is not, whole and cut. */
    {BYTES("\xD5\xC5\xC8\xFD"), ENCODING_GB18030, ENCODING_GB18030},
    {BYTES("\xD5\xC5\xC8"), NONE, ENCODING_GB18030},
    {BYTES("\x81|"), ENCODING_GB18030, ENCODING_GB18030},
    {BYTES("\x81\x30\x89\x38"), ENCODING_GB18030, ENCODING_GB18030},
    {BYTES("\x81\x30\x89"), NONE, ENCODING_GB18030},
    /* No UTF-8: a surrogate, beyond the last character, too long a form. */
    {BYTES("\xED\xA0\x81\xED"), ENCODING_GB18030, ENCODING_GB18030},
    {BYTES("\xF4\x90\x80\x80"), NONE, NONE},
    {BYTES("\xC0\xAF"), ENCODING_GB18030, ENCODING_GB18030},
    {BYTES("\xFF\xFE"
           "a\0"),
        ENCODING_UTF_16LE, ENCODING_UTF_16LE},
    {BYTES("\xFE\xFF\0a"), ENCODING_UTF_16BE, ENCODING_UTF_16BE},
    /* UTF-16 without a mark, and Latin-1 that is no GB18030. */
    {BYTES("a\0b\0"), NONE, NONE},
    {BYTES("M\xFC,"), NONE, NONE},
    {BYTES("a\xFFz"), NONE, NONE},
};

static void
check(const struct example *example, bool at_end, enum encoding_index index)
{
    struct detection detection;
    struct fault sentence = {""};

    assert_true(detect(example->at, example->length, at_end, &detection));
    if (index == NONE)
        assert_null(detection.encoding);
    else
        assert_ptr_equal(detection.encoding, &encodings[index]);
    detection_print(&detection, &sentence);
    assert_true(strlen(sentence.text) > 0);
    assert_true(strlen(sentence.text) < sizeof sentence.text - 1);
}

static void
test_examples(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        check(&examples[i], true, examples[i].of_all);
        check(&examples[i], false, examples[i].of_first);
    }
}

static void
test_places(void **state)
{
    struct detection detection;

    (void)state;
    assert_true(detect("ab\xD5\xC5\xFF", 5, true, &detection));
    assert_null(detection.encoding);
    assert_int_equal(detection.not_utf_8_at, 2);
    assert_int_equal(detection.not_gb18030_at, 4);
    assert_true(detect("ab\0", 3, true, &detection));
    assert_true(detection.has_nul);
    assert_int_equal(detection.nul_at, 2);
    assert_true(detect("ab", 2, true, &detection));
    assert_true(detection.is_ascii);
}

/* Each encoding by each of its names, in any case, and by no other; what a message lists
 * is all of them. */
static void
test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < ENCODING_COUNT; i++) {
        const struct encoding *encoding = &encodings[i];

        assert_ptr_equal(encoding_find(encoding->name), encoding);
        for (size_t k = 0; k < 2 && encoding->other_names[k]; k++)
            assert_ptr_equal(encoding_find(encoding->other_names[k]), encoding);
        assert_non_null(strstr(ENCODING_NAMES, encoding->name));
    }
    assert_ptr_equal(encoding_find("GB18030"), &encodings[ENCODING_GB18030]);
    assert_ptr_equal(encoding_find("UTF-16LE"), &encodings[ENCODING_UTF_16LE]);
    assert_ptr_equal(encoding_find("latin1"), &encodings[ENCODING_LATIN_1]);
    assert_null(encoding_find(""));
    assert_null(encoding_find("utf"));
    assert_null(encoding_find("gb2312"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Names in their normal form: examples of each rule, the short way of ASCII against the
 * long one, and every character of Unicode. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>
#include "base/span.h"
#include "model/name.h"

static struct crr_name_room room, other;

static void
expect_normal(enum crr_name_kind kind, const char *written, const char *expected)
{
    struct crr_text found = crr_name_normal(crr_text_of(written), kind, &room);
    if (!crr_text_is(found, expected))
        fail_msg("\"%s\": expected \"%s\", found \"%.*s\"", written, expected,
            (int)found.length, found.at);
}

static void
names_have_a_normal_form(void **state)
{
    static const char *const names[][2] = {
        {"", ""},
        {" \t", ""},
        {"---", ""},
        {"a", "a"},
        {"  Zhang   SAN ", "zhang san"},
        {"O'NEIL,J.", "o neil j"},
        {"o’neil  j", "o neil j"},
        {"Al-Qaida", "al qaida"},
        {"ＡＢＣ　１２", "abc 12"},
        /* Composed and decomposed, compatible, full folding. */
        {"Z\xC3\xBCrich", "z\xC3\xBCrich"},
        {"ZU\xCC\x88RICH", "z\xC3\xBCrich"},
        {"ﬁnance №5", "finance no5"},
        {"Straße STRASSE", "strasse strasse"},
        {"ΣΊΣΥΦΟΣ", "σίσυφοσ"},
        {"σίσυφος", "σίσυφοσ"},
        {"İ", "i\xCC\x87"},
        /* Nothing is transliterated. */
        {"Łukasz", "łukasz"},
        {"Мир", "мир"},
        /* What cannot be seen. */
        {"zh\xC2\xAD"
         "ang\xE2\x80\x8B",
            "zhang"},
        /* Chinese names have no spaces, but those of others between. */
        {"王　伟", "王伟"},
        {"王 · 伟", "王伟"},
        {"阿里·哈桑", "阿里哈桑"},
        {"王 Wei 伟", "王 wei 伟"},
        {"王\xEF\xA4\x80", "王豈"},
        {"〇 一", "〇一"},
        {"한 국", "한 국"},
        {"𠀀 𠀁", "𠀀𠀁"},
        {"Dr. ½ Ⅳ", "dr 1 2 iv"},
        {"+48 (22)", "48 22"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        expect_normal(CRR_NAME_OF_PERSON, names[i][0], names[i][1]);
}

static void
identifiers_have_no_spaces(void **state)
{
    (void)state;
    expect_normal(CRR_NAME_IDENTIFIER, "AB 12-34", "ab1234");
    expect_normal(CRR_NAME_IDENTIFIER, " 110101 19700503 321X", "11010119700503321x");
    expect_normal(CRR_NAME_IDENTIFIER, "ＡＢ１２．３４", "ab1234");
    expect_normal(CRR_NAME_IDENTIFIER, "京A·12345", "京a12345");
    expect_normal(CRR_NAME_IDENTIFIER, "/-.", "");
    expect_normal(CRR_NAME_IDENTIFIER, "0012", "0012");
}

/* Every pair of ASCII characters before a letter that is none goes the long way. */
static void
both_ways_are_one(void **state)
{
    char text[8];
    (void)state;
    for (int i = 1; i < 128; i++)
        for (int j = 1; j < 128; j++)
            for (int kind = 0; kind < CRR_NAME_KIND_COUNT; kind++) {
                size_t size = (size_t)snprintf(text, sizeof text, "%c%cq%c", i, j, i);
                struct crr_text plain = crr_name_normal(
                    (struct crr_text){text, size}, (enum crr_name_kind)kind, &room);
                memcpy(text + size, "é", 2);
                struct crr_text marked = crr_name_normal(
                    (struct crr_text){text, size + 2}, (enum crr_name_kind)kind,
                    &other);
                marked.length -= 2;
                if (marked.length > 0 && marked.at[marked.length - 1] == ' ')
                    marked.length--;
                if (!crr_text_equal(plain, marked))
                    fail_msg("%02x %02x: \"%.*s\", \"%.*s\"", i, j, (int)plain.length,
                        plain.at, (int)marked.length, marked.at);
            }
}

/* The normal form of a normal form is itself, whatever character stands between two
 * letters. */
static void
forms_are_stable(void **state)
{
    char text[16];
    (void)state;
    for (utf8proc_int32_t point = 1; point <= 0x10FFFF; point++) {
        if (point >= 0xD800 && point < 0xE000)
            continue;
        text[0] = 'x';
        size_t length = 1 + (size_t)utf8proc_encode_char(
                                point, (utf8proc_uint8_t *)text + 1);
        text[length++] = 'y';
        struct crr_text once = crr_name_normal(
            (struct crr_text){text, length}, CRR_NAME_OF_PERSON, &room);
        struct crr_text twice = crr_name_normal(once, CRR_NAME_OF_PERSON, &other);
        if (!crr_text_equal(once, twice) || !crr_text_is_utf8(once))
            fail_msg("U+%04X: \"%.*s\", then \"%.*s\"", (unsigned)point,
                (int)once.length, once.at, (int)twice.length, twice.at);
    }
}

/* The characters that become longest, as many as there may be. */
static void
the_longest_fit(void **state)
{
    static char text[CRR_SPELLING_LIMIT + 1];
    static const char *const longest[] = {
        "\xEF\xB7\xBA", "\xEF\xB7\xBB", "ΐ", "ﬃ", "x"};
    (void)state;
    for (size_t i = 0; i < sizeof longest / sizeof longest[0]; i++) {
        size_t length = strlen(longest[i]), used = 0;
        for (; used + length <= CRR_SPELLING_LIMIT; used += length)
            memcpy(text + used, longest[i], length);
        struct crr_text form = crr_name_normal(
            (struct crr_text){text, used}, CRR_NAME_OF_PERSON, &room);
        assert_true(form.length >= used);
        assert_true(form.length <= sizeof room.text);
    }
    assert_int_equal(crr_name_normal((struct crr_text){text, CRR_SPELLING_LIMIT + 1},
                         CRR_NAME_OF_PERSON, &room)
                         .length,
        0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_a_normal_form),
        cmocka_unit_test(identifiers_have_no_spaces),
        cmocka_unit_test(both_ways_are_one),
        cmocka_unit_test(forms_are_stable),
        cmocka_unit_test(the_longest_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

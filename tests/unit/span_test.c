/* Texts: trimming, folding, UTF-8, showing, and the nearest word. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/span.h"

static void
assert_text(struct crr_text text, const char *expected)
{
    assert_int_equal(text.length, strlen(expected));
    if (text.length > 0)
        assert_memory_equal(text.at, expected, text.length);
}

static void
comparing(void **state)
{
    static const char *const ascending[] = {
        "", "A", "AB", "B", "a", "a-", "a.", "ab", "\x7F", "\xC3\xA4"};
    const size_t count = sizeof ascending / sizeof ascending[0];

    (void)state;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            struct crr_text a = crr_text_of(ascending[i]);
            struct crr_text b = crr_text_of(ascending[j]);
            int order = crr_text_compare(a, b);

            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
            assert_int_equal(crr_text_equal(a, b), i == j);
        }
    }
    assert_true(crr_text_equal((struct crr_text){NULL, 0}, crr_text_of("")));
    assert_int_equal(crr_text_compare((struct crr_text){NULL, 0}, crr_text_of("")), 0);
    assert_true(crr_text_is(crr_text_of("x"), "x"));
    assert_true(crr_text_equal_fold(crr_text_of("Yes-Z"), crr_text_of("yES-z")));
    assert_false(crr_text_equal_fold(crr_text_of("yes"), crr_text_of("yess")));
    assert_false(crr_text_equal_fold(crr_text_of("@["), crr_text_of("`{")));
}

static void
trimming(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {" ", ""},
        {"a", "a"},
        {" \t a b\t ", "a b"},
        {"\xC2\xA0\xE3\x80\x80 x \xE3\x80\x80\xC2\xA0", "x"},
        {"\xE3\x80\x80", ""},
        {"\n a", "\n a"},
        {"\xC2\xA1 ", "\xC2\xA1"},
        {" \xE3\x80\x81", "\xE3\x80\x81"},
        {"\xA0", "\xA0"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_text(crr_text_trim(crr_text_of(cases[i][0])), cases[i][1]);
    assert_int_equal(crr_text_trim((struct crr_text){NULL, 0}).length, 0);
}

static void
ids(void **state)
{
    static const char *const good[] = {"a", "Z9", "a_.-b", "retail-cn",
        "a234567890123456789012345678901234567890123456789012345678901234"};
    static const char *const bad[] = {"", "9a", "_a", "-a", ".a", "a b", "a\xC3\xA4",
        "a/", "a234567890123456789012345678901234567890123456789012345678901234x",
        "a:"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(crr_text_is_id(crr_text_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(crr_text_is_id(crr_text_of(bad[i])));
}

/* Encodes by the definition of RFC 3629, surrogates and all. */
static size_t
encode(uint32_t code, size_t length, char ret[4])
{
    static const unsigned char heads[] = {0, 0, 0xC0, 0xE0, 0xF0};

    for (size_t i = length; i-- > 1;) {
        ret[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    ret[0] = (char)(heads[length] | code);
    return length;
}

static size_t
shortest(uint32_t code)
{
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

static void
every_character_is_utf8(void **state)
{
    char text[4];

    (void)state;
    for (uint32_t code = 0; code <= 0x1FFFFF; code++) {
        size_t length = encode(code, shortest(code), text);
        bool good = code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);

        if (crr_utf8_length(text, length) != (good ? length : 0))
            fail_msg("U+%04X", (unsigned)code);
        if (length > 1 && crr_utf8_length(text, length - 1) != 0)
            fail_msg("U+%04X cut", (unsigned)code);
        for (size_t longer = length + 1; longer <= 4; longer++) {
            encode(code, longer, text);
            if (crr_utf8_length(text, longer) != 0)
                fail_msg("U+%04X overlong", (unsigned)code);
        }
    }
}

static void
utf8_texts(void **state)
{
    static const char *const bad[] = {"a\x80", "\xC3(", "\xE4\xB8", "\xFF", "\xC0\x80",
        "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE4\xB8\x41", "\xF0\x9F\x98\x41"};

    (void)state;
    assert_true(crr_text_is_utf8(crr_text_of("")));
    assert_true(crr_text_is_utf8(crr_text_of("a\xE4\xB8\xAD\xF0\x9F\x98\x80\xC3\xA4")));
    assert_true(crr_text_is_utf8((struct crr_text){"a\0b", 3}));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(crr_text_is_utf8(crr_text_of(bad[i])));
    assert_int_equal(crr_utf8_length("", 0), 0);
    assert_int_equal(
        crr_text_character_count(crr_text_of("a\xE4\xB8\xAD\xF0\x9F\x98\x80")), 3);
}

static void
folding(void **state)
{
    static const struct {
        const char *text, *exact, *ignored;
    } cases[] = {
        {"", "", ""},
        {"  ", "", ""},
        {"Abc", "Abc", "abc"},
        {" 010 ", "010", "010"},
        {"\xEF\xBC\xA1\xEF\xBD\x82\xEF\xBC\x91", "Ab1", "ab1"}, /* Ａｂ１ */
        {"\xEF\xBC\x81\xEF\xBD\x9E", "!~", "!~"},               /* ！～ */
        {"\xEF\xBD\x9F\xEF\xBC\x80", "\xEF\xBD\x9F\xEF\xBC\x80",
            "\xEF\xBD\x9F\xEF\xBC\x80"}, /* just outside */
        {"a\xE3\x80\x80z", "a z", "a z"},
        {"\xE3\x80\x80Q\xE3\x80\x80", "Q", "q"},
        {"\xE4\xB8\xADX\xE5\x9B\xBD", "\xE4\xB8\xADX\xE5\x9B\xBD",
            "\xE4\xB8\xADx\xE5\x9B\xBD"},
        {"\xC3\x84", "\xC3\x84", "\xC3\x84"},
        {"\xEF\xBC", "\xEF\xBC", "\xEF\xBC"},
        {"A\xEF\xBC\xA1", "AA", "aa"},
    };
    char buffer[64];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_text text = crr_text_of(cases[i].text);

        assert_text(crr_text_fold(text, false, buffer), cases[i].exact);
        assert_text(crr_text_fold(text, true, buffer), cases[i].ignored);
    }
}

static void
folding_what_needs_none_copies_nothing(void **state)
{
    const char *text = " unchanged \xE4\xB8\xAD ";
    struct crr_text folded = crr_text_fold(crr_text_of(text), true, NULL);

    (void)state;
    assert_ptr_equal(folded.at, text + 1);
    assert_int_equal(folded.length, strlen(text) - 2);
}

static void
showing(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"plain", "plain"},
        {"a\nb\tc\rd", "a\\nb\\tc\\rd"},
        {"\x01\x1B[31m", "\\x01\\x1B[31m"},
        {"\x7F", "\\x7F"},
        {"\xFFz", "\\xFFz"},
        {"\xC2\x85", "\\u0085"},
        {"\xE2\x80\xAE", "\\u202E"},
        {"\xEF\xBB\xBFx", "\\uFEFFx"},
        {"\xE4\xB8\xAD\xE5\x9B\xBD", "\xE4\xB8\xAD\xE5\x9B\xBD"},
        {"123456789012345", "123456789012345"},
        {"1234567890123456", "123456789012..."},
        {"1234567890\xE4\xB8\xAD\xE5\x9B\xBD", "1234567890..."},
        {"123456789012\xE4\xB8\xAD", "123456789012\xE4\xB8\xAD"},
        {"12345678901\n34567", "12345678901..."},
        {"1234567890\x01\x01", "1234567890..."},
    };
    char buffer[16];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(
            crr_text_shown(crr_text_of(cases[i][0]), buffer, 16), cases[i][1]);
    assert_string_equal(
        crr_text_shown((struct crr_text){"a\0b", 3}, buffer, 16), "a\\x00b");
}

/* Whatever the bytes and the room: terminated, within the room, well-formed, and whole
 * or with three points at the end. */
static void
showing_anything(void **state)
{
    char text[40], small[64], large[256];
    uint32_t seed = 1;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t size = 16 + (size_t)round % 48;
        struct crr_text whole = {text, (size_t)round % sizeof text};
        size_t length;

        for (size_t i = 0; i < whole.length; i++) {
            seed = seed * 1664525 + 1013904223;
            text[i] = (char)(seed >> 24 & (round % 3 ? 0xFF : 0x7F));
        }
        memset(small, 'X', sizeof small);
        crr_text_shown(whole, small, size);
        crr_text_shown(whole, large, sizeof large);
        length = strlen(small);
        assert_true(length < size);
        assert_true(crr_text_is_utf8(crr_text_of(small)));
        if (strlen(large) < size) {
            assert_string_equal(small, large);
        } else {
            assert_string_equal(small + length - 3, "...");
            assert_memory_equal(small, large, length - 3);
            assert_true(length + 6 >= size);
        }
    }
}

static const char *
nearest_of(const char *wanted, const char *known)
{
    static char found[80];
    struct crr_nearest nearest;
    char words[256];

    crr_nearest_init(&nearest, crr_text_of(wanted));
    snprintf(words, sizeof words, "%s", known);
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
        crr_nearest_try(&nearest, crr_text_of(word));
    if (!nearest.best.at)
        return "-";
    snprintf(found, sizeof found, "%.*s", (int)nearest.best.length, nearest.best.at);
    return found;
}

static void
nearest_words(void **state)
{
    (void)state;
    assert_string_equal(nearest_of("poinst", "note point points pints"), "points");
    assert_string_equal(nearest_of("wieght", "weights weight height"), "weight");
    assert_string_equal(nearest_of("Type", "type title"), "type");
    assert_string_equal(nearest_of("halfup", "down half_even half_up up"), "half_up");
    assert_string_equal(nearest_of("sums", "max sum"), "sum");
    assert_string_equal(nearest_of("bands", "bands"), "bands");
    assert_string_equal(nearest_of("xyz", "input table weight"), "-");
    assert_string_equal(nearest_of("x", "y z"), "-");
    assert_string_equal(nearest_of("a", "A"), "A");
    assert_string_equal(nearest_of("", "a"), "-");
    assert_string_equal(nearest_of("at", "below"), "-");
    assert_string_equal(nearest_of("aa", "ab ba"), "ab"); /* the first of equals */
    assert_string_equal(nearest_of("ca", "abc"), "-");
    assert_string_equal(
        nearest_of("a2345678901234567890123456789012345678901234567890123456789012345",
            "a234567890123456789012345678901234567890123456789012345678901234"),
        "-");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparing),
        cmocka_unit_test(trimming),
        cmocka_unit_test(ids),
        cmocka_unit_test(every_character_is_utf8),
        cmocka_unit_test(utf8_texts),
        cmocka_unit_test(folding),
        cmocka_unit_test(folding_what_needs_none_copies_nothing),
        cmocka_unit_test(showing),
        cmocka_unit_test(showing_anything),
        cmocka_unit_test(nearest_words),
    };

    return cmocka_run_group_tests_name("span", tests, NULL, NULL);
}

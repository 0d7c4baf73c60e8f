/* Decoding: the same text however the bytes are cut and asked for; what is wrong is
 * told with its offset, and nothing behind it is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include "decoder.h"
#include "streamed.h"
#include "../torture/heap.h"

/* Characters, by encoding; NULL: there they are not. Trail bytes are a delimiter, a
 * letter, a backslash and digits. From the published tables. */
struct character {
    const char *utf_8, *gb18030, *gbk, *utf_16be, *latin_1, *windows_1252;
};

static const struct character characters[] = {
    {"a", "a", "a", "\0a", "a", "a"}, {"|", "|", "|", "\0|", "|", "|"},
    {"\n", "\n", "\n", "\0\n", "\n", "\n"},
    {"\xE5\xBC\xA0", "\xD5\xC5", "\xD5\xC5", "\x5F\x20", NULL, NULL}, /* U+5F20 */
    {"\xE4\xB9\x84", "\x81W", "\x81W", "\x4E\x44", NULL, NULL},       /* U+4E44 */
    {"\xE4\xBA\x85", "\x81|", "\x81|", "\x4E\x85", NULL, NULL},       /* U+4E85 */
    {"\xE4\xB9\x97", "\x81\\", "\x81\\", "\x4E\x57", NULL, NULL},     /* U+4E57 */
    {"\xC3\xBC", "\xA8\xB9", "\xA8\xB9", "\0\xFC", "\xFC", "\xFC"},   /* U+00FC */
    {"\xE2\x82\xAC", "\xA2\xE3", NULL, "\x20\xAC", NULL, "\x80"},     /* U+20AC */
    {"\xC3\x9F",
        "\x81"
        "0\x89"
        "8",
        NULL, "\0\xDF", "\xDF", "\xDF"}, /* U+00DF */
    {"\xF0\x9F\x98\x80",
        "\x94"
        "9\xFC"
        "6",
        NULL, "\xD8\x3D\xDE\0", NULL, NULL}, /* U+1F600 */
};

#define CHARACTER_COUNT (sizeof characters / sizeof characters[0])
#define TEXT_SIZE 4096

static const enum encoding_index indexes[] = {ENCODING_GB18030, ENCODING_GBK,
    ENCODING_UTF_16LE, ENCODING_UTF_16BE, ENCODING_LATIN_1, ENCODING_WINDOWS_1252};
#define INDEX_COUNT (sizeof indexes / sizeof indexes[0])

/* Text in an encoding and in UTF-8. */
struct text {
    enum encoding_index index;
    char bytes[TEXT_SIZE], utf_8[TEXT_SIZE];
    size_t length, utf_8_length;
};

static const char *
bytes_of(const struct character *character, enum encoding_index index)
{
    return index == ENCODING_GB18030    ? character->gb18030
           : index == ENCODING_GBK      ? character->gbk
           : index == ENCODING_LATIN_1  ? character->latin_1
           : index == ENCODING_UTF_16LE ? character->utf_16be
           : index == ENCODING_UTF_16BE ? character->utf_16be
                                        : character->windows_1252;
}

/* Adds a character, unless the encoding has none. */
static void
add(struct text *text, const struct character *character)
{
    const char *bytes = bytes_of(character, text->index);
    bool utf_16 = text->index == ENCODING_UTF_16LE || text->index == ENCODING_UTF_16BE;
    size_t swap = text->index == ENCODING_UTF_16LE, length;

    if (!bytes)
        return;
    length = utf_16 ? (character->utf_8[0] == '\xF0' ? 4 : 2) : strlen(bytes);
    for (size_t i = 0; i < length; i++)
        text->bytes[text->length++] = bytes[i ^ swap];
    memcpy(
        text->utf_8 + text->utf_8_length, character->utf_8, strlen(character->utf_8));
    text->utf_8_length += strlen(character->utf_8);
}

/* Each character behind runs of ASCII of different lengths, and each behind each. */
static void
make(struct text *text, enum encoding_index index)
{
    static const size_t runs[] = {1, 15, 16, 17, 31, 33};

    memset(text, 0, sizeof *text);
    text->index = index;
    for (size_t run = 0; run < sizeof runs / sizeof runs[0]; run++)
        for (size_t i = 0; i < CHARACTER_COUNT; i++) {
            for (size_t k = 0; i % 3 == 0 && k < runs[run]; k++)
                add(text, &characters[k % 3]);
            add(text, &characters[i]);
        }
    for (size_t i = 0; i < CHARACTER_COUNT; i++)
        for (size_t k = 0; k < CHARACTER_COUNT; k++) {
            add(text, &characters[i]);
            add(text, &characters[k]);
        }
}

static void
count_told(void *user, const struct detection *detection)
{
    size_t *count = user;

    assert_non_null(detection->encoding);
    ++*count;
}

static struct given
decode_pieces(struct pieces *pieces, enum encoding_index index, size_t out_step,
    struct fault *fault)
{
    size_t told_count = 0;
    struct decoder_settings settings = {.below = {pieces_read, pieces},
        .encoding = &encodings[index],
        .told = count_told,
        .user = &told_count,
        .fault = fault};
    struct decoder *decoder = decoder_create(&settings);
    struct given given;

    assert_non_null(decoder);
    memset(fault, 0, sizeof *fault);
    given = read_all((struct stream){decoder_read, decoder}, out_step);
    decoder_free(decoder);
    assert_true(told_count == 0 || index == ENCODING_AUTO);
    return given;
}

static void
check_good(struct pieces pieces, enum encoding_index index, size_t out_step,
    const char *expected, size_t expected_length)
{
    struct fault fault;
    struct given given = decode_pieces(&pieces, index, out_step, &fault);

    assert_string_equal(fault.text, "");
    assert_int_equal(given.status, CRR_OK);
    assert_int_equal(given.length, expected_length);
    assert_memory_equal(given.at, expected, expected_length);
    free(given.at);
}

static void
test_every_cut(void **state)
{
    struct text text;

    (void)state;
    for (size_t i = 0; i < INDEX_COUNT; i++) {
        make(&text, indexes[i]);
        assert_true(text.length > 300);
        for (size_t cut = 1; cut <= text.length; cut++)
            check_good(
                (struct pieces){.at = text.bytes, .length = text.length, .first = cut},
                indexes[i], 4096, text.utf_8, text.utf_8_length);
    }
}

static void
test_small_pieces(void **state)
{
    struct text text;

    (void)state;
    for (size_t i = 0; i < INDEX_COUNT; i++) {
        make(&text, indexes[i]);
        for (size_t in = 1; in < 20; in++)
            for (size_t out = 1; out < 40; out += in < 4 ? 1 : 5)
                check_good(
                    (struct pieces){
                        .at = text.bytes, .length = text.length, .step = in},
                    indexes[i], out, text.utf_8, text.utf_8_length);
    }
}

/* ---- What is wrong ---- */

struct wrong {
    enum encoding_index index;
    const char *bytes;
    size_t length;
    const char *found; /* as it is told */
};

static const struct wrong wrongs[] = {
    {ENCODING_GB18030, "\x80", 1, "found 0x80"},
    {ENCODING_GB18030, "\xFF", 1, "found 0xFF"},
    {ENCODING_GB18030, "\x81 ", 2, "found 0x81 0x20"},
    {ENCODING_GB18030, "\xD5\x7F", 2, "found 0xD5 0x7F"},
    {ENCODING_GB18030,
        "\x81"
        "0AA",
        4, "found 0x81 0x30 0x41 0x41"},
    {ENCODING_GB18030,
        "\xE3"
        "2\x9A"
        "6",
        4, "found 0xE3 0x32 0x9A 0x36"}, /* beyond U+10FFFF */
    {ENCODING_GBK, "\xFF", 1, "found 0xFF"},
    {ENCODING_GBK, "\xA2\xE3", 2, "found 0xA2 0xE3"},
    {ENCODING_GBK,
        "\x81"
        "0\x89"
        "8",
        2, "found 0x81 0x30"},
    {ENCODING_UTF_16LE, "\0\xDC", 2, "found 0x00 0xDC"},
    {ENCODING_UTF_16LE, "\0\xD8\x41\0", 4, "found 0x00 0xD8 0x41 0x00"},
    {ENCODING_UTF_16BE, "\xDC\0", 2, "found 0xDC 0x00"},
    {ENCODING_WINDOWS_1252, "\x81", 1, "found 0x81"},
};

/* Behind ASCII and behind a character; more text follows, which is not given. */
static void
test_wrong_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++)
        for (size_t before = 0; before < 40; before++)
            for (size_t step = 1; step < 60; step += 7) {
                const struct wrong *wrong = &wrongs[i];
                struct text text = {.index = wrong->index};
                struct fault fault;
                struct given given;
                char place[64];

                for (size_t k = 0; k < before; k++)
                    add(&text, &characters[k % 8 == 5 ? 7 : 0]);
                snprintf(place, sizeof place, "byte %zu: a character in %s is expected",
                    text.length, encodings[wrong->index].title);
                memcpy(text.bytes + text.length, wrong->bytes, wrong->length);
                memcpy(text.bytes + text.length + wrong->length, "aaaa", 4);
                given = decode_pieces(&(struct pieces){.at = text.bytes,
                                          .length = text.length + wrong->length + 4,
                                          .step = step},
                    wrong->index, 1 + step / 2, &fault);
                assert_int_equal(given.status, CRR_E_READ);
                assert_int_equal(given.length, text.utf_8_length);
                assert_memory_equal(given.at, text.utf_8, given.length);
                assert_non_null(strstr(fault.text, place));
                assert_non_null(strstr(fault.text, wrong->found));
                free(given.at);
            }
}

/* The end within each character. */
static void
test_cut_characters(void **state)
{
    (void)state;
    for (size_t i = 0; i < INDEX_COUNT; i++)
        for (size_t k = 0; k < CHARACTER_COUNT; k++) {
            struct text text = {.index = indexes[i]};
            size_t start;

            add(&text, &characters[0]);
            start = text.length;
            add(&text, &characters[k]);
            for (size_t length = start + 1; length < text.length; length++) {
                struct fault fault;
                struct given given = decode_pieces(
                    &(struct pieces){.at = text.bytes, .length = length}, indexes[i],
                    64, &fault);
                char place[64];

                snprintf(place, sizeof place, "byte %zu: a whole character", start);
                assert_int_equal(given.status, CRR_E_READ);
                assert_int_equal(given.length, 1);
                assert_non_null(strstr(fault.text, place));
                assert_non_null(strstr(fault.text, "and the end"));
                free(given.at);
            }
        }
}

/* ---- Marks and finding out ---- */

static void
test_marks(void **state)
{
    struct fault fault;
    struct given given;

    (void)state;
    for (size_t step = 1; step < 5; step++) {
        check_good((struct pieces){.at = "\xFF\xFE"
                                         "a\0",
                       .length = 4,
                       .step = step},
            ENCODING_UTF_16, step, "a", 1);
        check_good((struct pieces){.at = "\xFE\xFF\0a", .length = 4, .step = step},
            ENCODING_UTF_16, step, "a", 1);
        check_good((struct pieces){.at = "\xFE\xFF\0a", .length = 4, .step = step},
            ENCODING_UTF_16BE, step, "a", 1);
        check_good((struct pieces){.at = "\xFE\xFF\0a", .length = 4, .step = step},
            ENCODING_AUTO, step, "a", 1);
        given = decode_pieces(
            &(struct pieces){.at = "\xFE\xFF\0a", .length = 4, .step = step},
            ENCODING_UTF_16LE, step, &fault);
        assert_int_equal(given.status, CRR_E_READ);
        assert_non_null(strstr(fault.text, "the mark of UTF-16BE"));
        free(given.at);
        given = decode_pieces(
            &(struct pieces){.at = "a\0b\0", .length = 4, .step = step},
            ENCODING_UTF_16, step, &fault);
        assert_int_equal(given.status, CRR_E_READ);
        assert_non_null(strstr(fault.text, "found 0x61 0x00"));
        free(given.at);
    }
    for (size_t i = ENCODING_AUTO; i < ENCODING_COUNT; i++)
        check_good((struct pieces){.at = ""}, (enum encoding_index)i, 8, "", 0);
}

/* Characters across the end of what is looked at. */
static void
test_long_files(void **state)
{
    static const size_t length = DETECT_LENGTH + 100;
    char *bytes = malloc(2 * length), *utf_8 = malloc(2 * length);

    (void)state;
    assert_non_null(bytes);
    assert_non_null(utf_8);
    for (size_t i = 0; i < CHARACTER_COUNT; i++)
        for (size_t before = DETECT_LENGTH - 5; before < DETECT_LENGTH + 2; before++) {
            const struct character *last = &characters[i];
            size_t own = strlen(last->gb18030), decoded = strlen(last->utf_8);

            memset(bytes, 'x', length);
            memset(utf_8, 'x', length);
            /* Not ASCII, and no UTF-8. */
            memcpy(bytes + 7, "\xD5\xC5", 2);
            memcpy(utf_8 + 7, "\xE5\xBC\xA0", 3);
            memcpy(bytes + before, last->gb18030, own);
            memcpy(utf_8 + before + 1, last->utf_8, decoded);
            check_good((struct pieces){.at = bytes, .length = before + own + 10},
                ENCODING_AUTO, 5000, utf_8, before + 1 + decoded + 10);
            check_good((struct pieces){.at = utf_8, .length = before + 1 + decoded},
                ENCODING_AUTO, 5000, utf_8, before + 1 + decoded);
        }
    free(bytes);
    free(utf_8);
}

static void
test_nothing_fits(void **state)
{
    struct fault fault;
    struct given given = decode_pieces(
        &(struct pieces){.at = "ab\xFC,", .length = 4}, ENCODING_AUTO, 8, &fault);

    (void)state;
    assert_int_equal(given.status, CRR_E_READ);
    assert_int_equal(given.length, 0);
    assert_non_null(strstr(fault.text, "a byte 2 that is not UTF-8"));
    free(given.at);
}

/* ---- What fails ---- */

static enum crr_status
live_once(void *user)
{
    const struct text *text = user;
    struct pieces pieces = {.at = text->bytes, .length = text->length};
    struct fault fault = {""};
    struct decoder_settings settings = {.below = {pieces_read, &pieces},
        .encoding = &encodings[text->index],
        .fault = &fault};
    struct decoder *decoder = decoder_create(&settings);
    enum crr_status status = CRR_OK;
    size_t length = 1;
    char buffer[100];

    if (!decoder)
        return CRR_E_MEMORY;
    while (status == CRR_OK && length > 0)
        status = decoder_read(decoder, buffer, sizeof buffer, &length);
    decoder_free(decoder);
    return status;
}

static void
test_memory(void **state)
{
    struct text text;

    (void)state;
    make(&text, ENCODING_GB18030);
    fail_each_allocation(live_once, &text, CRR_OK);
}

/* Each read fails in turn, which is not told as a fault of the text. */
static void
test_failing_reads(void **state)
{
    struct text text;

    (void)state;
    for (size_t i = 0; i < INDEX_COUNT; i++) {
        make(&text, indexes[i]);
        for (size_t fail_at = 1; fail_at <= text.length / 10 + 1; fail_at++) {
            struct fault fault;
            struct given given = decode_pieces(&(struct pieces){.at = text.bytes,
                                                   .length = text.length,
                                                   .step = 10,
                                                   .fail_at = fail_at},
                indexes[i], 13, &fault);

            assert_int_equal(given.status, CRR_E_READ);
            assert_string_equal(fault.text, "");
            assert_true(given.length <= text.utf_8_length);
            assert_memory_equal(given.at, text.utf_8, given.length);
            free(given.at);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_cut),
        cmocka_unit_test(test_small_pieces),
        cmocka_unit_test(test_wrong_bytes),
        cmocka_unit_test(test_cut_characters),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_long_files),
        cmocka_unit_test(test_nothing_fits),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_failing_reads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

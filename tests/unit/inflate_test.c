/* Decompression: the same bytes however the file is cut and its content asked for, and
 * a failure wherever it ends too early or a read or an allocation fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <zlib.h>
#include <zstd.h>
#include "inflate.h"
#include "streamed.h"
#include "../torture/heap.h"

#define TEXT_LENGTH 3000
#define FILE_SIZE 16384

/* A file, and what it holds. */
struct packed {
    char at[FILE_SIZE];
    size_t length;
    char text[2 * TEXT_LENGTH];
    size_t text_length;
    size_t ends[4]; /* of complete members */
    size_t end_count;
};

static void
make_text(char *text)
{
    unsigned state = 7;

    for (size_t i = 0; i < TEXT_LENGTH; i++) {
        state = state * 1103515245 + 12345;
        text[i] = i % 40 == 39 ? '\n' : (char)('a' + (state >> 16) % 6);
    }
}

static void
add_gzip(struct packed *packed, const char *text, size_t length)
{
    z_stream gzip = {0};

    assert_int_equal(
        deflateInit2(&gzip, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    gzip.next_in = (Bytef *)text;
    gzip.avail_in = (uInt)length;
    gzip.next_out = (Bytef *)packed->at + packed->length;
    gzip.avail_out = (uInt)(FILE_SIZE - packed->length);
    assert_int_equal(deflate(&gzip, Z_FINISH), Z_STREAM_END);
    packed->length += gzip.total_out;
    deflateEnd(&gzip);
}

static void
add_zstd(struct packed *packed, const char *text, size_t length)
{
    size_t got = ZSTD_compress(packed->at + packed->length, FILE_SIZE - packed->length,
        length > 0 ? text : "", length, 5);

    assert_false(ZSTD_isError(got));
    packed->length += got;
}

typedef void add_member(struct packed *packed, const char *text, size_t length);

/* Three members, the middle one empty. */
static void
make(struct packed *packed, add_member *add)
{
    memset(packed, 0, sizeof *packed);
    make_text(packed->text);
    packed->text_length = TEXT_LENGTH;
    for (size_t i = 0; i < 3; i++) {
        const size_t starts[] = {0, 1000, 1000, TEXT_LENGTH};

        add(packed, packed->text + starts[i], starts[i + 1] - starts[i]);
        packed->ends[packed->end_count++] = packed->length;
    }
}

/* Reads the first `length` bytes of the file. */
static struct given
unpack(const struct packed *packed, size_t length, size_t in_step, size_t out_step,
    struct fault *fault)
{
    struct pieces pieces = {.at = packed->at, .length = length, .step = in_step};
    struct inflater *inflater;
    struct given given;

    memset(fault, 0, sizeof *fault);
    inflater = inflater_create((struct stream){pieces_read, &pieces}, fault);
    assert_non_null(inflater);
    given = read_all((struct stream){inflater_read, inflater}, out_step);
    inflater_free(inflater);
    return given;
}

static void
check_cuts(add_member *add)
{
    static const size_t steps[] = {1, 2, 3, 7, 100, 4096, 100000};
    struct packed packed;
    struct fault fault;

    make(&packed, add);
    for (size_t in = 0; in < sizeof steps / sizeof steps[0]; in++)
        for (size_t out = 0; out < sizeof steps / sizeof steps[0]; out++) {
            struct given given = unpack(
                &packed, packed.length, steps[in], steps[out], &fault);

            assert_int_equal(given.status, CRR_OK);
            assert_int_equal(given.length, packed.text_length);
            assert_memory_equal(given.at, packed.text, given.length);
            free(given.at);
        }
}

/* A file that ends anywhere but behind a member. */
static void
check_truncated(add_member *add, size_t magic_length)
{
    struct packed packed;
    struct fault fault;

    make(&packed, add);
    for (size_t length = magic_length; length < packed.length; length++) {
        struct given given = unpack(&packed, length, 0, 4096, &fault);
        bool complete = false;

        for (size_t i = 0; i < packed.end_count; i++)
            complete |= length == packed.ends[i];
        assert_int_equal(given.status, complete ? CRR_OK : CRR_E_READ);
        assert_int_equal(strstr(fault.text, "is cut off") != NULL, !complete);
        assert_true(given.length <= packed.text_length);
        assert_memory_equal(given.at, packed.text, given.length);
        free(given.at);
    }
}

static void
test_gzip(void **state)
{
    (void)state;
    check_cuts(add_gzip);
    check_truncated(add_gzip, 2);
}

static void
test_zstd(void **state)
{
    (void)state;
    check_cuts(add_zstd);
    check_truncated(add_zstd, 4);
}

/* Frames to be skipped stand before, between and behind; one cut off counts. */
static void
test_skippable_frames(void **state)
{
    static const char skipped[] = "\x5A\x2A\x4D\x18\x03\0\0\0abc";
    struct packed packed = {.text_length = TEXT_LENGTH};
    struct fault fault;
    struct given given;

    (void)state;
    make_text(packed.text);
    for (size_t i = 0; i < 2; i++) {
        memcpy(packed.at + packed.length, skipped, sizeof skipped - 1);
        packed.length += sizeof skipped - 1;
        if (i == 0)
            add_zstd(&packed, packed.text, TEXT_LENGTH);
    }
    for (size_t step = 1; step < 20; step++) {
        given = unpack(&packed, packed.length, step, step, &fault);
        assert_int_equal(given.status, CRR_OK);
        assert_int_equal(given.length, TEXT_LENGTH);
        assert_memory_equal(given.at, packed.text, given.length);
        free(given.at);
    }
    given = unpack(&packed, packed.length - 1, 0, 4096, &fault);
    assert_int_equal(given.status, CRR_E_READ);
    free(given.at);
}

/* What is not compressed passes, were it but part of a magic number. */
static void
test_plain(void **state)
{
    static const char *const texts[] = {
        "", "a", "\x28\xB5\x2F", "\x1F", "PK\3", "key,score\n1,2\n", "\3757zXY"};
    struct packed packed = {.length = 0};
    struct fault fault;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        for (size_t step = 1; step < 20; step++) {
            struct given given;

            packed.length = strlen(texts[i]);
            memcpy(packed.at, texts[i], packed.length);
            given = unpack(&packed, packed.length, step, 1 + step % 5, &fault);
            assert_int_equal(given.status, CRR_OK);
            assert_int_equal(given.length, packed.length);
            assert_memory_equal(given.at, texts[i], given.length);
            free(given.at);
            assert_false(inflate_is_packed(texts[i], packed.length));
        }
}

/* Each byte changed: no crash, and a text that differs is never taken for good where
 * there is a check sum, as gzip has. */
static void
test_damaged(void **state)
{
    struct packed packed;
    struct fault fault;

    (void)state;
    make(&packed, add_gzip);
    for (size_t i = 2; i < packed.length; i++) {
        struct given given;

        packed.at[i] ^= 0x10;
        given = unpack(&packed, packed.length, 0, 4096, &fault);
        packed.at[i] ^= 0x10;
        if (given.status == CRR_OK) {
            assert_int_equal(given.length, packed.text_length);
            assert_memory_equal(given.at, packed.text, given.length);
        } else {
            assert_true(fault.text[0] != '\0');
        }
        free(given.at);
    }
}

/* Bytes that repeat: as many as are free pass, and then the ratio counts. */
static void
check_ratio(add_member *add, size_t member_length)
{
    struct packed packed = {.length = 0};
    char *zeros = calloc(1, member_length);
    uint64_t length = 0;
    struct fault fault;
    struct given given;

    assert_non_null(zeros);
    while (length + member_length <= INFLATE_FREE_BYTES) {
        add(&packed, zeros, member_length);
        length += member_length;
    }
    given = unpack(&packed, packed.length, 0, 1 << 16, &fault);
    assert_int_equal(given.status, CRR_OK);
    assert_int_equal(given.length, INFLATE_FREE_BYTES);
    free(given.at);
    add(&packed, zeros, 1);
    given = unpack(&packed, packed.length, 0, 1 << 16, &fault);
    assert_int_equal(given.status, CRR_E_READ);
    assert_non_null(strstr(fault.text, "at most 1000 bytes"));
    free(given.at);
    free(zeros);
}

static void
test_ratio(void **state)
{
    (void)state;
    check_ratio(add_zstd, 1 << 26);
}

static enum crr_status
live_once(void *user)
{
    const struct packed *packed = user;
    struct pieces pieces = {.at = packed->at, .length = packed->length};
    struct fault fault = {""};
    struct inflater *inflater = inflater_create(
        (struct stream){pieces_read, &pieces}, &fault);
    enum crr_status status = CRR_OK;
    char buffer[512];
    size_t length = 1;

    if (!inflater)
        return CRR_E_MEMORY;
    while (status == CRR_OK && length > 0)
        status = inflater_read(inflater, buffer, sizeof buffer, &length);
    inflater_free(inflater);
    if (status == CRR_E_READ && (strstr(fault.text, "memory") != NULL))
        return CRR_E_MEMORY;
    return status;
}

static void
test_memory(void **state)
{
    struct packed packed;

    (void)state;
    make(&packed, add_gzip);
    fail_each_allocation(live_once, &packed, CRR_OK);
    make(&packed, add_zstd);
    fail_each_allocation(live_once, &packed, CRR_OK);
}

/* Each read fails in turn, which is not told as a fault of the content. */
static void
test_failing_reads(void **state)
{
    static add_member *const adds[] = {add_gzip, add_zstd};
    struct packed packed;
    struct fault fault;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        make(&packed, adds[i]);
        for (size_t fail_at = 1; fail_at < packed.length / 50; fail_at++) {
            struct pieces pieces = {.at = packed.at,
                .length = packed.length,
                .step = 50,
                .fail_at = fail_at};
            struct inflater *inflater;
            struct given given;

            memset(&fault, 0, sizeof fault);
            inflater = inflater_create((struct stream){pieces_read, &pieces}, &fault);
            assert_non_null(inflater);
            given = read_all((struct stream){inflater_read, inflater}, 64);
            assert_int_equal(given.status, CRR_E_READ);
            assert_string_equal(fault.text, "");
            inflater_free(inflater);
            free(given.at);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gzip),
        cmocka_unit_test(test_zstd),
        cmocka_unit_test(test_skippable_frames),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_ratio),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_failing_reads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

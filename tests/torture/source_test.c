/* Reading customers' files, plain, compressed and in another encoding, while reads are
 * short, interrupted or fail, and while allocations fail: the content comes out the same
 * or reading fails and says why, and nothing is left behind. */
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
#include <sys/types.h>
#include <unistd.h>
#include <zlib.h>
#include "source.h"
#include "heap.h"

#define CONTENT_SIZE 1024

/* ---- read and pread, as the linker wraps them; with large files it is pread64 ---- */

ssize_t __real_read(int file, void *at, size_t size);
ssize_t __wrap_read(int file, void *at, size_t size);
ssize_t __real_pread64(int file, void *at, size_t size, off_t offset);
ssize_t __wrap_pread64(int file, void *at, size_t size, off_t offset);

static struct {
    bool dribbles; /* every other read is interrupted, the rest give 7 bytes at most */
    long good_count; /* reads before the one that fails; -1: none fails */
    size_t call_count;
} reads;

/* 0: the call goes on, with *size bytes at most. */
static int
fails_now(size_t *size)
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
    if (reads.dribbles && *size > 7)
        *size = 7;
    return 0;
}

ssize_t
__wrap_read(int file, void *at, size_t size)
{
    return fails_now(&size) ? -1 : __real_read(file, at, size);
}

ssize_t
__wrap_pread64(int file, void *at, size_t size, off_t offset)
{
    return fails_now(&size) ? -1 : __real_pread64(file, at, size, offset);
}

/* ---- Files, and what they hold ---- */

struct book {
    const char *name;
    enum encoding_index index;
    char file[CONTENT_SIZE], content[CONTENT_SIZE];
    size_t file_length, content_length;
    bool from_any_place;
};

static struct book books[5] = {
    {.name = "plain.csv", .index = ENCODING_UTF_8, .from_any_place = true},
    {.name = "found.csv", .index = ENCODING_AUTO, .from_any_place = true},
    {.name = "packed.csv", .index = ENCODING_UTF_8},
    {.name = "decoded.csv", .index = ENCODING_GB18030},
    {.name = "both.csv", .index = ENCODING_AUTO},
};

static void
pack(struct book *book, const char *text, size_t length)
{
    z_stream gzip = {0};

    assert_int_equal(
        deflateInit2(&gzip, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    gzip.next_in = (Bytef *)(uintptr_t)text;
    gzip.avail_in = (uInt)length;
    gzip.next_out = (Bytef *)book->file;
    gzip.avail_out = CONTENT_SIZE;
    assert_int_equal(deflate(&gzip, Z_FINISH), Z_STREAM_END);
    book->file_length = gzip.total_out;
    deflateEnd(&gzip);
}

static int
write_books(void **state)
{
    static const char utf_8[] = "key,name\n1,\xE5\xBC\xA0\xE4\xBA\x85\n2,\xC3\xBC\n";
    static const char gb18030[] = "key,name\n1,\xD5\xC5\x81|\n2,\xA8\xB9\n";
    static char folder[] = "/tmp/crr-source-XXXXXX";

    (void)state;
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return -1;
    for (size_t i = 0; i < sizeof books / sizeof books[0]; i++) {
        struct book *book = &books[i];
        FILE *file = fopen(book->name, "wb");
        bool decoded = i >= 3, packed = i == 2 || i == 4;
        const char *text = decoded ? gb18030 : utf_8;

        book->file_length = strlen(text);
        memcpy(book->file, text, book->file_length);
        if (packed)
            pack(book, text, strlen(text));
        book->content_length = strlen(utf_8);
        memcpy(book->content, utf_8, book->content_length);
        if (!file ||
            fwrite(book->file, 1, book->file_length, file) != book->file_length)
            return -1;
        fclose(file);
    }
    /* What is said is not looked at. */
    return freopen("said", "wb", stderr) ? 0 : -1;
}

static int
remove_books(void **state)
{
    char folder[256];

    (void)state;
    for (size_t i = 0; i < sizeof books / sizeof books[0]; i++)
        unlink(books[i].name);
    unlink("said");
    return getcwd(folder, sizeof folder) && rmdir(folder) == 0 ? 0 : -1;
}

/* ---- Reading ---- */

static enum crr_status
read_in_order(const struct crr_source *view, char *to, size_t *ret_length)
{
    enum crr_status status = CRR_OK;
    size_t got = 1;

    *ret_length = 0;
    while (status == CRR_OK && got > 0) {
        assert_true(*ret_length < CONTENT_SIZE);
        status = view->read(
            view->user, to + *ret_length, CONTENT_SIZE - *ret_length, &got);
        if (status == CRR_OK)
            *ret_length += got;
    }
    return status;
}

static enum crr_status
read_from_places(const struct crr_source *view, char *to)
{
    enum crr_status status = CRR_OK;
    uint64_t at = 0;

    while (status == CRR_OK && at < view->size) {
        size_t got = 0;

        status = view->read_at(view->user, to + at, view->size - at, at, &got);
        assert_true(status != CRR_OK || got > 0);
        at += got;
    }
    return status;
}

/* The life of a list of one book. What was read was right, as far as it goes. */
static enum crr_status
live_once(void *user)
{
    const struct book *book = user;
    struct operands names = {&book->name, 1};
    struct source_list list;
    enum crr_status status = CRR_E_READ;
    char content[CONTENT_SIZE];
    size_t length = 0;
    bool good;

    if (source_list_open(&list, &names, &encodings[book->index]) == EXIT_DONE) {
        status = read_in_order(list.views, content, &length);
        assert_memory_equal(content, book->content, length);
        assert_true(status != CRR_OK || length == book->content_length);
        assert_int_equal(list.views->read_at != NULL, book->from_any_place);
        if (status == CRR_OK && list.views->read_at) {
            status = read_from_places(list.views, content);
            assert_int_equal(list.views->size, book->content_length);
            assert_memory_equal(
                content, book->content, status == CRR_OK ? book->content_length : 0);
        }
        good = status == CRR_OK;
        assert_int_equal(source_list_failed(&list), !good);
        assert_int_equal(source_list_say_failure(&list), !good);
    }
    source_list_release(&list);
    return status;
}

static void
test_short_reads(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof books / sizeof books[0]; i++) {
        reads.dribbles = true;
        reads.good_count = -1;
        assert_int_equal(live_once(&books[i]), CRR_OK);
        reads.dribbles = false;
    }
}

/* Each read fails in turn, until there is none left to fail. */
static void
test_failing_reads(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof books / sizeof books[0]; i++)
        for (int dribbles = 0; dribbles < 2; dribbles++) {
            long failed_count = 0;

            for (;;) {
                reads.dribbles = dribbles;
                reads.good_count = failed_count;
                enum crr_status status = live_once(&books[i]);
                bool all_good = reads.good_count >= 0;

                reads.good_count = -1;
                reads.dribbles = false;
                assert_int_equal(status, all_good ? CRR_OK : CRR_E_READ);
                if (all_good)
                    break;
                failed_count++;
            }
            assert_true(failed_count >= (dribbles ? 8 : 3));
        }
}

static void
test_memory(void **state)
{
    (void)state;
    reads.good_count = -1;
    for (size_t i = 0; i < sizeof books / sizeof books[0]; i++) {
        size_t count;

        memset(&heap, 0, sizeof heap);
        heap.counting = true;
        assert_int_equal(live_once(&books[i]), CRR_OK);
        heap.counting = false;
        assert_int_equal(heap.live, 0);
        count = heap.count;
        assert_true(count >= 3);
        for (size_t k = 1; k <= count; k++) {
            enum crr_status status;

            memset(&heap, 0, sizeof heap);
            heap.fail_at = k;
            heap.counting = true;
            status = live_once(&books[i]);
            heap.counting = false;
            assert_int_equal(status, CRR_E_READ);
            assert_int_equal(heap.live, 0);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_short_reads),
        cmocka_unit_test(test_failing_reads),
        cmocka_unit_test(test_memory),
    };

    return cmocka_run_group_tests(tests, write_books, remove_books);
}

/* Reading files of customers, and telling whether two names are one file. */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "interruption.h"
#include "decoder.h"
#include "detect.h"
#include "inflate.h"
#include "say.h"

static bool
is_stream(const char *name)
{
    return strcmp(name, "-") == 0;
}

/* Bytes of the file as they are. */
static enum crr_status
source_read(void *user, char *buffer, size_t capacity, size_t *ret_length)
{
    struct source *source = user;
    ssize_t length;

    if (source->descriptor < 0)
        source->descriptor = is_stream(source->name)
                                 ? STDIN_FILENO
                                 : open(source->name, O_RDONLY | O_CLOEXEC);
    if (source->descriptor < 0) {
        source->error = errno;
        return CRR_E_READ;
    }
    if (!interruption_wait(source->descriptor)) {
        source->error = EINTR;
        return CRR_E_READ;
    }
    do
        length = read(source->descriptor, buffer, capacity);
    while (length < 0 && errno == EINTR);
    if (length < 0) {
        source->error = errno;
        return CRR_E_READ;
    }
    *ret_length = (size_t)length;
    return CRR_OK;
}

static enum crr_status
source_read_at(
    void *user, char *buffer, size_t capacity, uint64_t offset, size_t *ret_length)
{
    struct source *source = user;
    ssize_t length;

    do
        length = pread(source->descriptor, buffer, capacity, (off_t)offset);
    while (length < 0 && errno == EINTR);
    if (length < 0) {
        source->error = errno;
        return CRR_E_READ;
    }
    *ret_length = (size_t)length;
    return CRR_OK;
}

/* What the file is decompressed to. */
static enum crr_status
source_read_unpacked(void *user, char *buffer, size_t capacity, size_t *ret_length)
{
    struct source *source = user;

    if (!source->inflater)
        source->inflater = inflater_create(
            (struct stream){source_read, source}, &source->file_fault);
    if (!source->inflater) {
        source->error = ENOMEM;
        return CRR_E_READ;
    }
    return inflater_read(source->inflater, buffer, capacity, ret_length);
}

static const char *
shown_name(const struct source *source)
{
    return is_stream(source->name) ? "stdin" : source->name;
}

/* Says what a file's encoding was found to be. */
static void
tell_encoding(void *user, const struct detection *detection)
{
    static struct spoken spoken;
    const struct source *source = user;
    struct fault sentence;

    if (!spoken_first(&spoken, source->name))
        return;
    detection_print(detection, &sentence);
    say("%s is read as %s", shown_name(source), sentence.text);
}

/* What that is decoded to. */
static enum crr_status
source_read_decoded(void *user, char *buffer, size_t capacity, size_t *ret_length)
{
    struct source *source = user;

    if (!source->decoder)
        source->decoder = decoder_create(
            &(struct decoder_settings){.below = {source_read_unpacked, source},
                .encoding = source->encoding,
                .told = tell_encoding,
                .user = source,
                .fault = &source->text_fault});
    if (!source->decoder) {
        source->error = ENOMEM;
        return CRR_E_READ;
    }
    return decoder_read(source->decoder, buffer, capacity, ret_length);
}

/* ---- Looking at files ---- */

static int
say_unreadable(const struct source *source, const char *why)
{
    say("cannot read %s: %s", source->name, why);
    return EXIT_FILE;
}

/* Reads the first bytes of a regular file; false, with errno: it cannot be read. */
static bool
read_first(const char *name, char *buffer, size_t capacity, size_t *ret_length)
{
    int descriptor = open(name, O_RDONLY | O_CLOEXEC), error = 0;
    ssize_t got = 1;

    if (descriptor < 0)
        return false;
    *ret_length = 0;
    while (got > 0 && *ret_length < capacity) {
        got = pread(descriptor, buffer + *ret_length, capacity - *ret_length,
            (off_t)*ret_length);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got < 0)
            error = errno;
        else
            *ret_length += (size_t)got;
    }
    close(descriptor);
    errno = error;
    return error == 0;
}

/* The encoding of a file that is not compressed, by its first bytes. */
static int
find_encoding(struct source *source, const char *first, size_t length)
{
    struct detection detection;
    struct fault sentence;

    if (!detect(first, length, length < DETECT_LENGTH, &detection))
        return say_unreadable(source, strerror(errno));
    source->encoding = detection.encoding;
    if (!detection.encoding) {
        detection_print(&detection, &sentence);
        return say_unreadable(source, sentence.text);
    }
    tell_encoding(source, &detection);
    return EXIT_DONE;
}

/* *ret_plain: the file holds what is wanted as it is. */
static int
look_inside(struct source *source, bool *ret_plain)
{
    bool open_encoding = source->encoding == &encodings[ENCODING_AUTO];
    size_t capacity = open_encoding ? DETECT_LENGTH : INFLATE_MAGIC_LENGTH, length;
    char *first = malloc(capacity);
    int exit_status = EXIT_DONE;
    bool packed = false;

    if (!first)
        return say_unreadable(source, strerror(ENOMEM));
    if (!read_first(source->name, first, capacity, &length))
        exit_status = say_unreadable(source, strerror(errno));
    else
        packed = inflate_is_packed(first, length);
    if (exit_status == EXIT_DONE && open_encoding && !packed)
        exit_status = find_encoding(source, first, length);
    free(first);
    *ret_plain = exit_status == EXIT_DONE && !packed &&
                 source->encoding == &encodings[ENCODING_UTF_8];
    return exit_status;
}

/* Decides how the file is read: from any place if it is a regular one that holds what
 * is wanted as it is, else in order. Adds its size to the list's, or makes that
 * unknown. */
static int
look_at(struct source_list *list, size_t index, bool *all_known)
{
    struct source *source = &list->items[index];
    struct crr_source *view = &list->views[index];
    struct stat status;
    bool plain = false;
    int exit_status = EXIT_DONE;

    view->read = source->encoding == &encodings[ENCODING_UTF_8] ? source_read_unpacked
                                                                : source_read_decoded;
    if (is_stream(source->name)) {
        *all_known = false;
        return EXIT_DONE;
    }
    if (stat(source->name, &status) != 0 || access(source->name, R_OK) != 0)
        return say_unreadable(source, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return say_unreadable(source, strerror(EISDIR));
    if (S_ISREG(status.st_mode))
        exit_status = look_inside(source, &plain);
    if (!plain) {
        *all_known = false;
        return exit_status;
    }
    list->byte_count += (uint64_t)status.st_size;
    view->read = source_read;
    view->read_at = source_read_at;
    view->size = (uint64_t)status.st_size;
    return EXIT_DONE;
}

int
source_list_open(struct source_list *list, const struct operands *names,
    const struct encoding *encoding)
{
    bool all_known = true;
    size_t stream_count = 0;
    int exit_status = EXIT_DONE;

    memset(list, 0, sizeof *list);
    list->items = calloc(names->count, sizeof *list->items);
    list->views = calloc(names->count, sizeof *list->views);
    if (!list->items || !list->views) {
        say("out of memory");
        return EXIT_FILE;
    }
    list->count = names->count;
    for (size_t i = 0; i < list->count; i++) {
        struct source *source = &list->items[i];

        source->name = names->at[i];
        source->descriptor = -1;
        source->encoding = encoding;
        list->views[i].name = shown_name(source);
        list->views[i].user = source;
        stream_count += is_stream(source->name);
    }
    if (stream_count > 1) {
        say("standard input (-) can be read only once");
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < list->count && exit_status == EXIT_DONE; i++)
        exit_status = look_at(list, i, &all_known);
    if (!all_known)
        list->byte_count = 0;
    return exit_status;
}

int
source_open_beside(
    struct source_list *list, const char *name, const struct encoding *encoding)
{
    struct operands operands = {&name, 1};

    return name ? source_list_open(list, &operands, encoding) : EXIT_DONE;
}

void
source_list_release(struct source_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        decoder_free(list->items[i].decoder);
        inflater_free(list->items[i].inflater);
        if (list->items[i].descriptor > STDERR_FILENO)
            close(list->items[i].descriptor);
    }
    free(list->items);
    free(list->views);
    memset(list, 0, sizeof *list);
}

static bool
has_failed(const struct source *source)
{
    return source->error || source->file_fault.text[0] || source->text_fault.text[0];
}

bool
source_list_failed(const struct source_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (has_failed(&list->items[i]))
            return true;
    return false;
}

bool
source_list_say_failure(const struct source_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct source *source = &list->items[i];
        const char *why = source->error                ? strerror(source->error)
                          : source->file_fault.text[0] ? source->file_fault.text
                                                       : source->text_fault.text;

        if (!has_failed(source))
            continue;
        say("cannot read %s: %s%s", shown_name(source), why,
            why == source->text_fault.text && inflater_is_unpacking(source->inflater)
                ? " (counted in what the file is decompressed to)"
                : "");
        return true;
    }
    return false;
}

static bool
same_status(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && S_ISREG(a->st_mode);
}

static bool
status_of(const char *name, int stream, struct stat *ret_status)
{
    if (is_stream(name))
        return fstat(stream, ret_status) == 0;
    return stat(name, ret_status) == 0;
}

bool
same_file(const char *input, const char *output)
{
    struct stat a, b;

    return status_of(input, STDIN_FILENO, &a) && status_of(output, STDOUT_FILENO, &b) &&
           same_status(&a, &b);
}

/* Two names of files that are not there: the same folder and the same last part. */
static bool
same_future_file(const char *a, const char *b)
{
    char *a_copy = strdup(a), *b_copy = strdup(b);
    char *a_copy2 = strdup(a), *b_copy2 = strdup(b);
    struct stat a_folder, b_folder;
    bool same = a_copy && b_copy && a_copy2 && b_copy2 &&
                strcmp(basename(a_copy), basename(b_copy)) == 0 &&
                stat(dirname(a_copy2), &a_folder) == 0 &&
                stat(dirname(b_copy2), &b_folder) == 0 &&
                a_folder.st_dev == b_folder.st_dev &&
                a_folder.st_ino == b_folder.st_ino;

    free(a_copy);
    free(b_copy);
    free(a_copy2);
    free(b_copy2);
    return same;
}

bool
same_output(const char *a, const char *b)
{
    struct stat a_status, b_status;
    bool a_there, b_there;

    if (is_stream(a) && is_stream(b))
        return true;
    a_there = status_of(a, STDOUT_FILENO, &a_status);
    b_there = status_of(b, STDOUT_FILENO, &b_status);
    if (a_there && b_there)
        return same_status(&a_status, &b_status);
    return !a_there && !b_there && same_future_file(a, b);
}

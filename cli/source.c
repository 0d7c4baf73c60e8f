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
#include "say.h"

static bool
is_stream(const char *name)
{
    return strcmp(name, "-") == 0;
}

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

/* Adds the file's size to the list's, or makes that unknown. */
static int
look_at(struct source_list *list, size_t index, bool *all_known)
{
    const struct source *source = &list->items[index];
    struct stat status;

    if (is_stream(source->name)) {
        *all_known = false;
        return EXIT_DONE;
    }
    if (stat(source->name, &status) != 0 || access(source->name, R_OK) != 0) {
        say("cannot read %s: %s", source->name, strerror(errno));
        return EXIT_FILE;
    }
    if (S_ISDIR(status.st_mode)) {
        say("cannot read %s: %s", source->name, strerror(EISDIR));
        return EXIT_FILE;
    }
    if (!S_ISREG(status.st_mode)) {
        *all_known = false;
        return EXIT_DONE;
    }
    list->byte_count += (uint64_t)status.st_size;
    list->views[index].read_at = source_read_at;
    list->views[index].size = (uint64_t)status.st_size;
    return EXIT_DONE;
}

int
source_list_open(struct source_list *list, const struct operands *names)
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
        list->views[i].name = is_stream(source->name) ? "stdin" : source->name;
        list->views[i].read = source_read;
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
source_open_beside(struct source_list *list, const char *name)
{
    struct operands operands = {&name, 1};

    return name ? source_list_open(list, &operands) : EXIT_DONE;
}

void
source_list_release(struct source_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].descriptor > STDERR_FILENO)
            close(list->items[i].descriptor);
    free(list->items);
    free(list->views);
    memset(list, 0, sizeof *list);
}

bool
source_list_failed(const struct source_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].error)
            return true;
    return false;
}

bool
source_list_say_failure(const struct source_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].error) {
            say("cannot read %s: %s", list->views[i].name,
                strerror(list->items[i].error));
            return true;
        }
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

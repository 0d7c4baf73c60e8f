/* Writing files. Owns the list of unfinished temporary files, which the signal handler
 * removes; signals are blocked wherever the list and the files could disagree. */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "command.h"
#include "interruption.h"
#include "say.h"

#define PENDING_LIMIT 8

/* What has become of the outputs of this process. */
enum output_state {
    OUTPUT_NOWHERE, /* nobody can see any of it */
    OUTPUT_IN_PART, /* some of it went to a stream */
    OUTPUT_IN_PLACE /* files have their names */
};

/* Read by the signal handler, changed with signals blocked. */
static char *volatile pending[PENDING_LIMIT];
static volatile sig_atomic_t outputs_are; /* an enum output_state */

void
output_say_interrupted(void)
{
    static const char *const messages[] = {
        [OUTPUT_NOWHERE] = "crr: interrupted; no output was written\n",
        [OUTPUT_IN_PART] = "crr: interrupted; the output is not complete\n",
        [OUTPUT_IN_PLACE] = "crr: interrupted; the files that were finished stay\n"};
    const char *message = messages[outputs_are];
    struct pollfd talk = {STDERR_FILENO, POLLOUT, 0};

    /* Whoever reads may have stopped to: that must not hold up the end. */
    if (poll(&talk, 1, 0) != 1 || !(talk.revents & POLLOUT))
        return;
    /* A terminal has shown ^C, perhaps behind the progress line. */
    if (isatty(STDERR_FILENO) == 1)
        (void)!write(STDERR_FILENO, "\r\033[K", 4);
    (void)!write(STDERR_FILENO, message, strlen(message));
}

static bool
asks_to_end(int number)
{
    return number == SIGINT || number == SIGTERM || number == SIGHUP;
}

static void
on_signal(int number)
{
    if (asks_to_end(number) && interruption_note())
        return;
    for (size_t i = 0; i < PENDING_LIMIT; i++)
        if (pending[i])
            unlink(pending[i]);
    if (number != SIGPIPE) {
        output_say_interrupted();
        _exit(EXIT_INTERRUPTED);
    }
    /* It is blocked here, and delivered when this returns. */
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
}

void
output_catch_signals(void)
{
    /* SIGALRM follows an interruption. */
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGALRM, SIGPIPE};
    const size_t count = sizeof numbers / sizeof numbers[0];
    struct sigaction action, old;

    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < count; i++)
        sigaddset(&action.sa_mask, numbers[i]);
    for (size_t i = 0; i < count; i++) {
        /* nohup and background jobs ignore some, and that is their right. */
        sigaction(numbers[i], NULL, &old);
        if (old.sa_handler != SIG_IGN || numbers[i] == SIGPIPE || numbers[i] == SIGALRM)
            sigaction(numbers[i], &action, NULL);
    }
}

static void
block_signals(sigset_t *ret_old)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGALRM);
    sigprocmask(SIG_BLOCK, &set, ret_old);
}

static void
restore_signals(const sigset_t *old)
{
    sigprocmask(SIG_SETMASK, old, NULL);
}

static void
pending_add(char *name)
{
    for (size_t i = 0; i < PENDING_LIMIT; i++) {
        if (!pending[i]) {
            pending[i] = name;
            return;
        }
    }
}

static void
pending_remove(const char *name)
{
    for (size_t i = 0; i < PENDING_LIMIT; i++)
        if (pending[i] == name)
            pending[i] = NULL;
}

static void
start(struct output *out, const char *name)
{
    /* The buffer need not be cleared. */
    memset(out, 0, offsetof(struct output, buffer));
    out->name = name;
    out->descriptor = -1;
}

void
output_open_stream(struct output *out, int descriptor)
{
    start(out, descriptor == STDOUT_FILENO ? "stdout" : "stderr");
    out->descriptor = descriptor;
}

/* The length of the folder's part of a name, with its slash. */
static size_t
folder_length(const char *name)
{
    const char *slash = strrchr(name, '/');

    return slash ? (size_t)(slash - name) + 1 : 0;
}

/* Makes a file beside the target. */
static bool
create_temporary(struct output *out, mode_t mode)
{
    size_t folder = folder_length(out->target);
    size_t size = folder + 64;
    sigset_t old;

    out->temporary = malloc(size);
    if (!out->temporary) {
        errno = ENOMEM;
        return false;
    }
    block_signals(&old);
    for (unsigned attempt = 0; attempt < 100; attempt++) {
        print_text(out->temporary, size, "%.*s.crr-%ld-%u.tmp", (int)folder,
            out->target, (long)getpid(), attempt);
        out->descriptor = open(
            out->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (out->descriptor >= 0 || errno != EEXIST)
            break;
    }
    if (out->descriptor >= 0)
        pending_add(out->temporary);
    restore_signals(&old);
    return out->descriptor >= 0;
}

/* Prepares to replace name, which is a regular file with that status or not there. */
static bool
open_beside(struct output *out, const struct stat *status)
{
    /* A link stays a link: the file that it names is replaced. */
    out->target = status ? realpath(out->name, NULL) : strdup(out->name);
    if (!out->target)
        return false;
    if (!status)
        return create_temporary(out, 0666);
    if (access(out->target, W_OK) != 0)
        return false;
    return create_temporary(out, 0600) &&
           fchmod(out->descriptor, status->st_mode & 07777) == 0;
}

static bool
open_name(struct output *out)
{
    struct stat status;

    if (stat(out->name, &status) != 0)
        return errno == ENOENT && open_beside(out, NULL);
    if (out->create_only) {
        errno = EEXIST;
        return false;
    }
    if (S_ISREG(status.st_mode))
        return open_beside(out, &status);
    out->descriptor = open(out->name, O_WRONLY | O_CLOEXEC);
    return out->descriptor >= 0;
}

bool
output_open(struct output *out, const char *name, bool create_only)
{
    if (strcmp(name, "-") == 0) {
        output_open_stream(out, STDOUT_FILENO);
        return true;
    }
    start(out, name);
    out->create_only = create_only;
    if (open_name(out))
        return true;
    say("cannot write %s: %s", name, strerror(errno));
    output_discard(out);
    return false;
}

static int
flush(struct output *out)
{
    size_t done = 0;

    while (done < out->length && !out->error) {
        ssize_t written = write(
            out->descriptor, out->buffer + done, out->length - done);

        if (written >= 0)
            done += (size_t)written;
        else if (errno != EINTR)
            out->error = errno;
    }
    if (done > 0 && !out->temporary && out->descriptor != STDERR_FILENO)
        outputs_are = OUTPUT_IN_PART;
    out->length = 0;
    return out->error ? -1 : 0;
}

int
output_write(void *user, const char *at, size_t length)
{
    struct output *out = user;

    while (length > 0 && !out->error) {
        size_t room = OUTPUT_BUFFER_SIZE - out->length;
        size_t part = length < room ? length : room;

        memcpy(out->buffer + out->length, at, part);
        out->length += part;
        at += part;
        length -= part;
        if (out->length == OUTPUT_BUFFER_SIZE)
            flush(out);
    }
    return out->error ? -1 : 0;
}

bool
output_has_places(const struct output *out)
{
    return out->temporary != NULL;
}

int
output_write_at(void *user, const char *at, size_t length, uint64_t offset)
{
    struct output *out = user;
    int none = 0;

    while (length > 0 && !out->error) {
        ssize_t written = pwrite(out->descriptor, at, length, (off_t)offset);

        if (written >= 0) {
            at += written;
            offset += (uint64_t)written;
            length -= (size_t)written;
        } else if (errno != EINTR) {
            atomic_compare_exchange_strong(&out->error, &none, errno);
        }
    }
    return out->error ? -1 : 0;
}

void
output_print(struct output *out, const char *format, ...)
{
    char text[4096];
    va_list list;
    int length;

    va_start(list, format);
    length = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    if (length < 0 || (size_t)length >= sizeof text)
        out->error = EOVERFLOW;
    else
        output_write(out, text, (size_t)length);
}

/* A rename lasts through a power cut once its folder is synced. Some file systems
 * cannot sync a folder; the file itself is complete in any case. */
static void
sync_folder(const char *name)
{
    size_t length = folder_length(name);
    char *folder = length > 0 ? strndup(name, length) : strdup(".");
    int descriptor;

    if (!folder)
        return;
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        fsync(descriptor);
        close(descriptor);
    }
    free(folder);
}

/* Brings everything to the disk, as far as there is one. */
static void
finish(struct output *out)
{
    if (flush(out) == 0 && out->temporary && fsync(out->descriptor) != 0)
        out->error = errno;
    if (out->descriptor > STDERR_FILENO && close(out->descriptor) != 0 && !out->error)
        out->error = errno;
    out->descriptor = -1;
}

/* Where a file must not be replaced a link is made, which fails if the name is taken;
 * file systems without links get a rename after a look. */
static int
move(const struct output *out)
{
    if (!out->create_only)
        return rename(out->temporary, out->target);
    if (link(out->temporary, out->target) == 0)
        return unlink(out->temporary);
    if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS)
        return -1;
    if (access(out->target, F_OK) == 0) {
        errno = EEXIST;
        return -1;
    }
    return rename(out->temporary, out->target);
}

static void
replace(struct output *out)
{
    if (!out->temporary || out->error)
        return;
    if (move(out) != 0) {
        out->error = errno;
        return;
    }
    outputs_are = OUTPUT_IN_PLACE;
    pending_remove(out->temporary);
    free(out->temporary);
    out->temporary = NULL;
    sync_folder(out->target);
}

bool
output_commit(struct output *const *outs, size_t count)
{
    const struct output *failed = NULL;
    sigset_t old;

    for (size_t i = 0; i < count; i++) {
        finish(outs[i]);
        if (outs[i]->error && !failed)
            failed = outs[i];
    }
    block_signals(&old);
    for (size_t i = 0; i < count && !failed; i++) {
        replace(outs[i]);
        failed = outs[i]->error ? outs[i] : NULL;
    }
    restore_signals(&old);
    if (failed)
        say("cannot write %s: %s", failed->name, strerror(failed->error));
    for (size_t i = 0; i < count; i++)
        output_discard(outs[i]);
    return !failed;
}

bool
output_close(struct output *out)
{
    return output_commit((struct output *const[]){out}, 1);
}

void
output_discard(struct output *out)
{
    sigset_t old;

    if (out->descriptor > STDERR_FILENO)
        close(out->descriptor);
    out->descriptor = -1;
    if (out->temporary) {
        block_signals(&old);
        pending_remove(out->temporary);
        unlink(out->temporary);
        restore_signals(&old);
    }
    free(out->temporary);
    free(out->target);
    out->temporary = NULL;
    out->target = NULL;
}

/* Models in memory. */
#include "ahp/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "command.h"
#include "load.h"
#include "say.h"

#define TEXT_LIMIT ((size_t)512 << 20)

int
memory_write(void *user, const char *at, size_t length)
{
    struct memory *memory = user;

    if (memory->capacity - memory->length < length) {
        size_t capacity = 2 * memory->capacity + length;
        char *grown = realloc(memory->at, capacity);

        if (!grown)
            return -1;
        memory->at = grown;
        memory->capacity = capacity;
    }
    if (length > 0)
        memcpy(memory->at + memory->length, at, length);
    memory->length += length;
    return 0;
}

void
memory_release(struct memory *memory)
{
    free(memory->at);
    memset(memory, 0, sizeof *memory);
}

static int
read_all(struct memory *memory, int file)
{
    char piece[16384];

    while (memory->length <= TEXT_LIMIT) {
        ssize_t got = read(file, piece, sizeof piece);

        if (got == 0)
            return 0;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (memory_write(memory, piece, (size_t)got) != 0)
            return ENOMEM;
    }
    return 0;
}

int
memory_read(struct memory *memory, const char *name)
{
    bool is_stream = strcmp(name, "-") == 0;
    int file = is_stream ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    int error = file < 0 ? errno : read_all(memory, file);

    if (file >= 0 && !is_stream)
        close(file);
    return error;
}

/* ---- Tables ---- */

/* Opens the file one folder below the other, through no link, as libcrr does it. */
static int
open_beneath(const char *model, struct crr_text name)
{
    const char *slash = strrchr(model, '/');
    char part[4096];
    size_t at = 0;
    int folder = AT_FDCWD;

    if (print_text(part, sizeof part, "%.*s", slash ? (int)(slash - model) + 1 : 1,
            slash ? model : ".") >= sizeof part)
        return -1;
    folder = open(part, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (folder >= 0 && at < name.length) {
        const char *end = memchr(name.at + at, '/', name.length - at);
        size_t length = end ? (size_t)(end - name.at) - at : name.length - at;
        int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;

        print_text(part, sizeof part, "%.*s", (int)length, name.at + at);
        int below = openat(folder, part, end ? flags | O_DIRECTORY : flags);
        close(folder);
        folder = below;
        at += length + 1;
    }
    return folder;
}

/* Tables lie beneath the folder of the model that is read. */
static enum crr_status
open_table(void *user, struct crr_text name, struct crr_text *ret_bytes)
{
    struct memory memory = {NULL, 0, 0};
    int file = open_beneath(user, name);
    int error = file < 0 ? errno : read_all(&memory, file);

    if (file >= 0)
        close(file);
    if (error != 0) {
        memory_release(&memory);
        return error == ENOMEM ? CRR_E_MEMORY : CRR_E_READ;
    }
    *ret_bytes = (struct crr_text){memory.at ? memory.at : "", memory.length};
    return CRR_OK;
}

static void
close_table(void *user, struct crr_text bytes)
{
    (void)user;
    if (bytes.length > 0)
        free((char *)bytes.at);
}

/* ---- Compiling ---- */

static void
say_error(void *user, const struct crr_error *finding)
{
    (void)user;
    if (finding->severity == CRR_SEVERITY_ERROR)
        say_finding(finding);
}

int
compile_memory(
    const char *name, const struct memory *text, struct crr_model **ret_model)
{
    struct crr_model_options options = {.size = sizeof options,
        .report = say_error,
        .open = open_table,
        .close = close_table,
        .open_user = (void *)name,
        .text_limit = TEXT_LIMIT};
    struct crr_error error = {0};
    enum crr_status status = crr_model_compile(
        (struct crr_text){text->at, text->length}, model_name(name), &options,
        ret_model, &error);

    if (status == CRR_OK)
        return EXIT_DONE;
    if (status == CRR_E_MODEL)
        return EXIT_USAGE;
    say("%s: %s", model_name(name), error.message);
    return EXIT_FILE;
}

/* Opening the files of tables. A name is relative, has no "." or ".." in it, and leads
 * through no link: each folder and the file itself are opened one below the other. */
#include "model/table_open.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_LIMIT 255
#define FILE_LIMIT ((size_t)1 << 30) /* bytes */

/* Why a name is no good, or NULL. */
static const char *
name_fault(struct crr_text name)
{
    if (name.length > PATH_LIMIT)
        return "is longer than 255 bytes";
    if (memchr(name.at, '\0', name.length))
        return "holds a NUL byte";
    if (memchr(name.at, '\\', name.length))
        return "has a backslash in it; write / between folders";
    if (name.at[0] == '/')
        return "is absolute; write it relative to the model";
    size_t start = 0;
    for (size_t i = 0; i <= name.length; i++) {
        if (i < name.length && name.at[i] != '/')
            continue;
        struct crr_text part = {name.at + start, i - start};
        if (part.length == 0 || crr_text_is(part, ".") || crr_text_is(part, ".."))
            return "has an empty part, \".\" or \"..\" in it";
        start = i + 1;
    }
    return NULL;
}

/* Opens one part of a name; -1 with errno, which is ELOOP where a link is in the way:
 * systems differ in what they say of one that was to be a folder. */
static int
open_part(int folder, const char *part, bool last)
{
    int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    int below = openat(folder, part, flags | (last ? 0 : O_DIRECTORY));
    if (below >= 0)
        return below;
    int error = errno;
    struct stat status;
    bool is_link = fstatat(folder, part, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
                   S_ISLNK(status.st_mode);
    errno = is_link ? ELOOP : error;
    return -1;
}

/* Opens name beneath the folder; -1 with errno. */
static int
open_beneath(const char *folder, struct crr_text name)
{
    char part[PATH_LIMIT + 1];
    int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    size_t start = 0;
    for (size_t i = 0; at >= 0 && i <= name.length; i++) {
        if (i < name.length && name.at[i] != '/')
            continue;
        memcpy(part, name.at + start, i - start);
        part[i - start] = '\0';
        int below = open_part(at, part, i == name.length);
        int error = errno;
        close(at);
        errno = error;
        at = below;
        start = i + 1;
    }
    return at;
}

static bool
read_all(int file, struct crr_buffer *buffer)
{
    char piece[65536];
    for (;;) {
        ssize_t length = read(file, piece, sizeof piece);
        if (length == 0)
            return true;
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return false;
        if (buffer->length + (size_t)length > FILE_LIMIT) {
            errno = EFBIG;
            return false;
        }
        if (crr_buffer_write(buffer, piece, (size_t)length) != 0) {
            errno = ENOMEM;
            return false;
        }
    }
}

static void
report_unreadable(
    struct crr_reader *reader, const struct crr_yaml_node *node, int error)
{
    char words[128];
    if (error == ENOMEM) {
        reader->arena->failed = true;
        return;
    }
    if (error == ELOOP)
        snprintf(
            words, sizeof words, "a link is in its path, and links are not followed");
    else if (error == EFBIG)
        snprintf(words, sizeof words, "it is larger than 1 GiB");
    else if (strerror_r(error, words, sizeof words) != 0)
        snprintf(words, sizeof words, "error %d", error);
    crr_reader_finding(reader,
        error == ELOOP ? CRR_F_TABLE_PATH : CRR_F_FILE_UNREADABLE, node,
        "the file %.*s cannot be read: %s", CRR_SHOW(node->text), words);
}

/* Reads the open file into file->own. */
static bool
read_open(struct crr_reader *reader, const struct crr_yaml_node *node, int open_file,
    struct crr_table_file *file)
{
    struct stat status;
    crr_buffer_init(&file->own, &reader->arena->allocator);
    if (fstat(open_file, &status) != 0) {
        report_unreadable(reader, node, errno);
        return false;
    }
    if (!S_ISREG(status.st_mode)) {
        crr_reader_finding(reader, CRR_F_FILE_UNREADABLE, node,
            "expected a regular file, found %.*s, which is none", CRR_SHOW(file->name));
        return false;
    }
    if (!read_all(open_file, &file->own)) {
        report_unreadable(reader, node, errno);
        crr_buffer_clear(&file->own);
        return false;
    }
    file->bytes = (struct crr_text){
        file->own.length ? file->own.at : "", file->own.length};
    return true;
}

/* Reads the file beneath the model's folder. */
static bool
read_beneath(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_table_file *file)
{
    const struct crr_model_source *source = crr_model_reader_of(reader)->source;
    if (!source->folder) {
        crr_reader_finding(reader, CRR_F_TABLE_PATH, node,
            "the model was compiled from text and has no folder to look for %.*s in",
            CRR_SHOW(file->name));
        return false;
    }
    int open_file = open_beneath(source->folder, file->name);
    if (open_file < 0) {
        report_unreadable(reader, node, errno);
        return false;
    }
    bool good = read_open(reader, node, open_file, file);
    close(open_file);
    return good;
}

static bool
read_by_caller(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_table_file *file)
{
    const struct crr_model_source *source = crr_model_reader_of(reader)->source;
    enum crr_status status = source->open(source->open_user, file->name, &file->bytes);
    if (status == CRR_OK)
        return true;
    if (status == CRR_E_MEMORY)
        reader->arena->failed = true;
    else
        crr_reader_finding(reader, CRR_F_FILE_UNREADABLE, node,
            "the file %.*s cannot be read: %s", CRR_SHOW(file->name),
            crr_status_name(status));
    return false;
}

/* The name with the model's folder before it, as a message says it. */
static const char *
show_name(struct crr_reader *reader, struct crr_text name)
{
    const struct crr_model_source *source = crr_model_reader_of(reader)->source;
    const char *folder = source->open || !source->folder ? "" : source->folder;
    size_t length = strcmp(folder, ".") == 0 ? 0 : strlen(folder);
    bool slash = length > 0 && folder[length - 1] != '/';
    char *shown = crr_arena_alloc(reader->arena, length + slash + name.length + 1);
    if (!shown)
        return NULL;
    memcpy(shown, folder, length);
    if (slash)
        shown[length++] = '/';
    memcpy(shown + length, name.at, name.length);
    return shown;
}

/* Adds a line as sha256sum prints it to the listing of the source digest. */
static bool
enlist(struct crr_model_reader *reader, struct crr_table_file *file)
{
    crr_digest(file->bytes, file->digest);
    return crr_buffer_write(reader->listing, file->digest, CRR_DIGEST_SIZE - 1) == 0 &&
           crr_buffer_write(reader->listing, "  ", 2) == 0 &&
           crr_buffer_write(reader->listing, file->name.at, file->name.length) == 0 &&
           crr_buffer_write(reader->listing, "\n", 1) == 0;
}

const struct crr_table_file *
crr_table_find(const struct crr_model_reader *reader, struct crr_text name)
{
    for (const struct crr_table_file *file = reader->files; file; file = file->next)
        if (crr_text_equal(file->name, name))
            return file;
    return NULL;
}

const struct crr_table_file *
crr_table_open(
    struct crr_reader *reader, const struct crr_yaml_node *node, struct crr_text name)
{
    struct crr_model_reader *model = crr_model_reader_of(reader);
    const struct crr_table_file *former = crr_table_find(model, name);
    if (former)
        return former;
    const char *fault = name_fault(name);
    if (fault) {
        char shown[96];
        crr_reader_finding(reader, CRR_F_TABLE_PATH, node,
            "expected a file beneath the model's folder, found \"%s\", which %s",
            crr_text_shown(name, shown, sizeof shown), fault);
        return NULL;
    }
    struct crr_table_file *file = crr_arena_alloc(reader->arena, sizeof *file);
    if (!file)
        return NULL;
    file->name = name;
    file->shown = show_name(reader, name);
    file->index = model->files ? model->files->index + 1 : 1;
    if (!file->shown || !(model->source->open ? read_by_caller(reader, node, file)
                                              : read_beneath(reader, node, file)))
        return NULL;
    file->next = model->files;
    model->files = file;
    if (!enlist(model, file))
        reader->arena->failed = true;
    return file;
}

void
crr_table_close_all(struct crr_model_reader *reader)
{
    const struct crr_model_source *source = reader->source;
    for (struct crr_table_file *file = reader->files; file; file = file->next) {
        if (!source->open)
            crr_buffer_clear(&file->own);
        else if (source->close)
            source->close(source->open_user, file->bytes);
    }
    reader->files = NULL;
}

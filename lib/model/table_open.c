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
    if (name.at[0] == '/')
        return "is absolute; write it relative to the model";
    size_t start = 0;
    for (size_t i = 0; i <= name.length; i++) {
        if (i < name.length && name.at[i] != '/')
            continue;
        struct crr_text part = {name.at + start, i - start};
        if (part.length == 0 || crr_text_is(part, ".") || crr_text_is(part, ".."))
            return "has an empty part, \".\" or \"..\" in it; tables lie beneath the "
                   "model's folder";
        start = i + 1;
    }
    return NULL;
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
        bool last = i == name.length;
        memcpy(part, name.at + start, i - start);
        part[i - start] = '\0';
        int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
        int below = openat(at, part, flags | (last ? 0 : O_DIRECTORY));
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
        snprintf(words, sizeof words, "it is a link, and links are not followed");
    else if (error == ENOTDIR)
        snprintf(words, sizeof words, "a part of its path is a link or no folder");
    else if (strerror_r(error, words, sizeof words) != 0)
        snprintf(words, sizeof words, "error %d", error);
    crr_reader_finding(reader,
        error == ELOOP || error == ENOTDIR ? CRR_F_TABLE_PATH : CRR_F_FILE_UNREADABLE,
        node, "the table's file %.*s cannot be read: %s", CRR_SHOW(node->text), words);
}

/* Reads the file beneath the model's folder. */
static bool
open_file(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_text name, struct crr_opened_table *ret)
{
    const struct crr_model_source *source = crr_model_reader_of(reader)->source;
    if (!source->folder) {
        crr_reader_finding(reader, CRR_F_TABLE_PATH, node,
            "the model was compiled from text and has no folder to look for %.*s in",
            CRR_SHOW(name));
        return false;
    }
    int file = open_beneath(source->folder, name);
    if (file < 0) {
        report_unreadable(reader, node, errno);
        return false;
    }
    struct stat status;
    bool good = fstat(file, &status) == 0;
    if (good && !S_ISREG(status.st_mode)) {
        crr_reader_finding(reader, CRR_F_TABLE_PATH, node,
            "expected a regular file, found %.*s, which is none", CRR_SHOW(name));
        close(file);
        return false;
    }
    crr_buffer_init(&ret->own, &reader->arena->allocator);
    good = good && read_all(file, &ret->own);
    int error = errno;
    close(file);
    if (!good) {
        crr_buffer_clear(&ret->own);
        report_unreadable(reader, node, error);
        return false;
    }
    ret->bytes = (struct crr_text){ret->own.length ? ret->own.at : "", ret->own.length};
    return true;
}

static bool
open_by_caller(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_text name, struct crr_opened_table *ret)
{
    const struct crr_model_source *source = crr_model_reader_of(reader)->source;
    enum crr_status status = source->open(source->open_user, name, &ret->bytes);
    if (status == CRR_OK)
        return true;
    if (status == CRR_E_MEMORY)
        reader->arena->failed = true;
    else
        crr_reader_finding(reader, CRR_F_FILE_UNREADABLE, node,
            "the table's file %.*s cannot be read: %s", CRR_SHOW(name),
            crr_status_name(status));
    return false;
}

/* The place of the file among the model's, from 1. A new one joins the listing of which
 * the source digest is made, as sha256sum prints it. */
static size_t
enlist(struct crr_reader *reader, struct crr_text name, struct crr_text bytes)
{
    struct crr_model_reader *model = crr_model_reader_of(reader);
    size_t index = 0;
    for (uint32_t i = 0; i < model->ast->table_count; i++) {
        const struct crr_ast_table *table = &model->ast->tables[i];
        if (crr_text_equal(table->file, name) && table->file_index > 0)
            return table->file_index;
        if (table->file_index > index)
            index = table->file_index;
    }
    char hex[CRR_DIGEST_SIZE];
    crr_digest(bytes, hex);
    if (crr_buffer_write(model->listing, hex, CRR_DIGEST_SIZE - 1) != 0 ||
        crr_buffer_write(model->listing, "  ", 2) != 0 ||
        crr_buffer_write(model->listing, name.at, name.length) != 0 ||
        crr_buffer_write(model->listing, "\n", 1) != 0)
        reader->arena->failed = true;
    return index + 1;
}

bool
crr_table_open(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_text name, struct crr_opened_table *ret)
{
    memset(ret, 0, sizeof *ret);
    const char *fault = name_fault(name);
    if (fault) {
        char shown[96];
        crr_reader_finding(reader, CRR_F_TABLE_PATH, node,
            "expected a file beneath the model's folder, found \"%s\", which %s",
            crr_text_shown(name, shown, sizeof shown), fault);
        return false;
    }
    bool good = crr_model_reader_of(reader)->source->open
                    ? open_by_caller(reader, node, name, ret)
                    : open_file(reader, node, name, ret);
    if (good)
        ret->file_index = enlist(reader, name, ret->bytes);
    return good;
}

void
crr_table_close(struct crr_reader *reader, struct crr_opened_table *opened)
{
    const struct crr_model_source *source = crr_model_reader_of(reader)->source;
    if (source->open && source->close)
        source->close(source->open_user, opened->bytes);
    if (!source->open)
        crr_buffer_clear(&opened->own);
}

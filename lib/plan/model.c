/* The compiled model: made from text or a file, counted, freed. */
#include "plan/plan.h"
#include "base/writer.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "yaml/document.h"

#if defined(__FAST_MATH__)
#error "crr is exact: do not compile it with -ffast-math"
#endif

#define TEXT_LIMIT_MOST ((size_t)1 << 30)

/* Reads, checks and compiles into *model, whose arena is ready. */
static enum crr_status
fill(struct crr_model *model, const struct crr_model_source *source,
    const struct crr_model_options *options, struct crr_report *report)
{
    enum crr_status status = crr_model_read(source, &model->arena, report, &model->ast);
    if (status != CRR_OK)
        return status;
    struct crr_place place = {source->name, 0, 0, 0};
    bool compiled = crr_plan_compile(model, report, &place);
    if (model->arena.failed)
        return CRR_E_MEMORY;
    bool accepted = crr_model_apply_accepts(source, report, model->ast);
    if (model->arena.failed)
        return CRR_E_MEMORY;
    (void)options;
    return compiled && accepted ? CRR_OK : CRR_E_MODEL;
}

static enum crr_status
compile(const struct crr_model_source *source, const struct crr_model_options *options,
    struct crr_model **ret_model, struct crr_error *reterr)
{
    struct crr_arena arena;
    crr_arena_init(&arena, &options->allocator);
    struct crr_model *model = crr_arena_alloc(&arena, sizeof *model);
    if (!model) {
        crr_arena_clear(&arena);
        return crr_error_set(reterr, CRR_E_MEMORY, 0, NULL, "", "out of memory");
    }
    model->arena = arena;
    atomic_init(&model->references, 1);
    struct crr_report report;
    crr_report_init(&report, &model->arena);
    enum crr_status status = fill(model, source, options, &report);
    if (status == CRR_E_MEMORY) {
        crr_error_set(reterr, status, 0, NULL, "", "out of memory");
    } else {
        bool good = crr_report_finish(
            &report, options->strict, options->report, options->report_user, reterr);
        if (!good)
            status = CRR_E_MODEL;
    }
    if (status != CRR_OK) {
        crr_model_unref(model);
        return status;
    }
    *ret_model = model;
    return CRR_OK;
}

/* Settles the options; false if their size is unknown. */
static bool
take_options(const struct crr_model_options *given, struct crr_model_options *ret)
{
    memset(ret, 0, sizeof *ret);
    if (given && given->size != sizeof *given)
        return false;
    if (given)
        *ret = *given;
    if (ret->text_limit == 0)
        ret->text_limit = CRR_YAML_SIZE_LIMIT;
    return ret->text_limit <= TEXT_LIMIT_MOST;
}

static const char *
base_name(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash ? slash + 1 : name;
}

enum crr_status
crr_model_compile(struct crr_text text, const char *name,
    const struct crr_model_options *given, struct crr_model **ret_model,
    struct crr_error *reterr)
{
    struct crr_model_options options;
    if (!ret_model || !text.at || !take_options(given, &options))
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_model_compile needs a text, a place for the model, and options of a "
            "known size with a text limit of at most 1 GiB");
    if (!name)
        name = "model";
    struct crr_model_source source = {text, name, base_name(name), NULL,
        options.text_limit, options.open, options.close, options.open_user, NULL, 0};
    return compile(&source, &options, ret_model, reterr);
}

enum crr_status
crr_model_compile_mixed(struct crr_text text, const struct crr_ast *const *donors,
    size_t donor_count, const struct crr_allocator *allocator,
    struct crr_model **ret_model, struct crr_error *reterr)
{
    struct crr_model_options options = {
        .size = sizeof options, .allocator = *allocator};
    struct crr_model_source source = {.text = text,
        .name = "mixed model",
        .base_name = "mixed model",
        .text_limit = TEXT_LIMIT_MOST,
        .donors = donors,
        .donor_count = donor_count};
    return compile(&source, &options, ret_model, reterr);
}

/* Reads a whole file into the buffer; false with errno set. One byte beyond the limit
 * is read, so that the reader can refuse what is too large. */
static bool
read_file(int file, size_t limit, struct crr_buffer *buffer)
{
    char piece[16384];
    while (buffer->length <= limit) {
        ssize_t length = read(file, piece, sizeof piece);
        if (length == 0)
            return true;
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return false;
        if (crr_buffer_write(buffer, piece, (size_t)length) != 0) {
            errno = ENOMEM;
            return false;
        }
    }
    return true;
}

/* The folder of the file's name, in the buffer, terminated: "." if it names none. */
static bool
folder_of(const char *name, struct crr_buffer *buffer)
{
    size_t length = (size_t)(base_name(name) - name);
    if (length == 0)
        return crr_buffer_write(buffer, ".", 2) == 0;
    return crr_buffer_write(buffer, name, length) == 0 &&
           crr_buffer_write(buffer, "", 1) == 0;
}

static enum crr_status
unreadable(struct crr_error *reterr, const char *name, int error)
{
    if (error == ENOMEM)
        return crr_error_set(reterr, CRR_E_MEMORY, 0, NULL, "", "out of memory");
    char words[128];
    if (strerror_r(error, words, sizeof words) != 0)
        words[0] = '\0';
    struct crr_place place = {name, 0, 0, 0};
    return crr_error_set(reterr, CRR_E_READ, CRR_F_FILE_UNREADABLE, &place, "",
        "the model's file cannot be read: %s", words);
}

enum crr_status
crr_model_compile_file(const char *file_name, const struct crr_model_options *given,
    struct crr_model **ret_model, struct crr_error *reterr)
{
    struct crr_model_options options;
    if (!ret_model || !file_name || !take_options(given, &options))
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_model_compile_file needs a file's name, a place for the model, and "
            "options of a known size with a text limit of at most 1 GiB");
    int file = open(file_name, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return unreadable(reterr, file_name, errno);
    struct crr_buffer text;
    struct crr_buffer folder;
    crr_buffer_init(&text, &options.allocator);
    crr_buffer_init(&folder, &options.allocator);
    enum crr_status status;
    if (!read_file(file, options.text_limit, &text)) {
        status = unreadable(reterr, file_name, errno);
    } else if (!folder_of(file_name, &folder)) {
        status = unreadable(reterr, file_name, ENOMEM);
    } else {
        struct crr_model_source source = {{text.length ? text.at : "", text.length},
            file_name, base_name(file_name), folder.at, options.text_limit,
            options.open, options.close, options.open_user, NULL, 0};
        status = compile(&source, &options, ret_model, reterr);
    }
    close(file);
    crr_buffer_clear(&text);
    crr_buffer_clear(&folder);
    return status;
}

struct crr_model *
crr_model_ref(struct crr_model *model)
{
    atomic_fetch_add_explicit(&model->references, 1, memory_order_relaxed);
    return model;
}

void
crr_model_unref(struct crr_model *model)
{
    if (!model ||
        atomic_fetch_sub_explicit(&model->references, 1, memory_order_acq_rel) != 1)
        return;
    /* The model lies in its own arena. */
    struct crr_arena arena = model->arena;
    crr_arena_clear(&arena);
}

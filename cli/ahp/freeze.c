/* crr ahp freeze: writes the weights that a model's judgements give into the model. */
#include <crr/ahp_model.h>
#include <crr/crr.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "ahp/commands.h"
#include "ahp/derived.h"
#include "ahp/weights_table.h"
#include "json.h"
#include "option.h"
#include "say.h"

struct freeze_arguments {
    const char *out;
    bool dry_run, json;
};

static const struct option options[] = {
    {.name = "output",
        .letter = 'o',
        .argument = "FILE",
        .help = "write the new model there, and leave MODEL as it is; - is stdout",
        .member = offsetof(struct freeze_arguments, out),
        .read = option_read_text,
        .expected = "the name of a file"},
    {.name = "dry-run",
        .help = "show the weights and write nothing",
        .member = offsetof(struct freeze_arguments, dry_run),
        .read = option_read_flag},
    {.name = "json",
        .help = "print a JSON object",
        .member = offsetof(struct freeze_arguments, json),
        .read = option_read_flag},
};

/* The new text, in memory until it has been tried. */
struct text {
    char *at;
    size_t length;
};

static int
append(void *user, const char *at, size_t length)
{
    struct text *text = user;
    char *grown = realloc(text->at, text->length + length + 1);

    if (!grown)
        return -1;
    memcpy(grown + text->length, at, length);
    text->at = grown;
    text->length += length;
    return 0;
}

/* ---- Trying the new model ---- */

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
    struct text text = {NULL, 0};
    char piece[16384];
    ssize_t got = 0;
    int file = open_beneath(user, name);

    while (file >= 0 && (got = read(file, piece, sizeof piece)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || append(&text, piece, (size_t)got) != 0)
            break;
    }
    if (file >= 0)
        close(file);
    if (file < 0 || got != 0) {
        free(text.at);
        return got > 0 ? CRR_E_MEMORY : CRR_E_READ;
    }
    *ret_bytes = (struct crr_text){text.at ? text.at : "", text.length};
    return CRR_OK;
}

static void
close_table(void *user, struct crr_text bytes)
{
    (void)user;
    if (bytes.length > 0)
        free((char *)bytes.at);
}

static void
say_error(void *user, const struct crr_error *finding)
{
    (void)user;
    if (finding->severity == CRR_SEVERITY_ERROR)
        say_finding(finding);
}

/* Whether the new text is a model that rates: EXIT_DONE. */
static int
try_model(const char *name, const struct text *text)
{
    struct crr_model_options model_options = {.size = sizeof model_options,
        .report = say_error,
        .open = open_table,
        .close = close_table,
        .open_user = (void *)name,
        .text_limit = (size_t)512 << 20};
    struct crr_model *model;
    struct crr_error error;
    enum crr_status status = crr_model_compile(
        (struct crr_text){text->at, text->length}, model_name(name), &model_options,
        &model, &error);

    if (status == CRR_OK) {
        crr_model_unref(model);
        return EXIT_DONE;
    }
    if (status == CRR_E_MODEL) {
        say("with these weights %s would not be valid; nothing was written",
            model_name(name));
        return EXIT_USAGE;
    }
    say("%s: %s", model_name(name), error.message);
    return EXIT_FILE;
}

/* ---- Writing ---- */

static int
write_model(
    const struct freeze_arguments *arguments, const char *name, const struct text *text)
{
    const char *target = arguments->out ? arguments->out : name;
    struct output out;

    if (!output_open(&out, target, false))
        return EXIT_FILE;
    output_write(&out, text->at, text->length);
    return output_close(&out) ? EXIT_DONE : EXIT_FILE;
}

static void
print_result(const struct freeze_arguments *arguments, const char *name,
    const struct loaded *loaded, bool changes, struct output *out)
{
    const char *target = arguments->out ? arguments->out : name;

    weights_table(out, loaded->ahp, "before", "frozen", "changed");
    if (!changes && !arguments->out)
        output_print(out, "\n%s: nothing to change\n", model_name(name));
    else
        output_print(out, "\n%s: %s\n", strcmp(target, "-") == 0 ? "stdout" : target,
            arguments->dry_run ? "not written (--dry-run)" : "written");
}

static void
print_json(const struct freeze_arguments *arguments, const char *name,
    const struct loaded *loaded, bool changes, struct output *out)
{
    struct json json = {out, 0, false};

    json_open(&json, NULL, '{');
    json_string(&json, "file", arguments->out ? arguments->out : model_name(name));
    json_bool(&json, "changed", changes);
    json_bool(
        &json, "written", !arguments->dry_run && (changes || arguments->out != NULL));
    json_string(&json, "judgements", crr_ahp_view(loaded->ahp)->digest);
    weights_table_json(&json, loaded->ahp);
    json_close(&json, '}');
}

/* Puts the new text together, tries and writes it. */
static int
write_weights(const struct freeze_arguments *arguments, const char *name,
    const struct loaded *loaded, bool changes)
{
    struct text text = {NULL, 0};
    struct crr_error error = {0};
    enum crr_status status = crr_ahp_freeze(loaded->ahp, append, &text, &error);
    int exit_status;

    if (status == CRR_E_MODEL) {
        say_finding(&error);
        say("%s: nothing was written", model_name(name));
        exit_status = EXIT_USAGE;
    } else if (status != CRR_OK) {
        say("%s: %s", model_name(name), error.message);
        exit_status = EXIT_FILE;
    } else {
        exit_status = try_model(name, &text);
    }
    if (exit_status == EXIT_DONE && !arguments->dry_run && (changes || arguments->out))
        exit_status = write_model(arguments, name, &text);
    free(text.at);
    return exit_status;
}

/* The table goes to out. */
static int
freeze(const struct freeze_arguments *arguments, const char *name,
    const struct loaded *loaded, struct output *out)
{
    bool changes = !weights_are_written(loaded->ahp);
    int exit_status = write_weights(arguments, name, loaded, changes);

    if (exit_status != EXIT_DONE)
        return exit_status;
    if (arguments->json)
        print_json(arguments, name, loaded, changes, out);
    else
        print_result(arguments, name, loaded, changes, out);
    return verdict_status(loaded);
}

static bool
can_freeze(const struct freeze_arguments *arguments, const char *name,
    const struct loaded *loaded)
{
    if (crr_ahp_weight_count(loaded->ahp) == 0)
        say("%s has no factors whose weights could be frozen", model_name(name));
    else if (strcmp(name, "-") == 0 && !arguments->out && !arguments->dry_run)
        say("a model from standard input needs --output");
    else
        return true;
    return false;
}

static int
run(const void *user, const struct operands *operands)
{
    const struct freeze_arguments *arguments = user;
    const char *name = operands->at[0];
    bool to_stdout = arguments->out && strcmp(arguments->out, "-") == 0;
    struct output out;
    struct loaded loaded;
    int exit_status;

    /* The model goes to stdout, the table beside it. */
    output_open_stream(&out, to_stdout ? STDERR_FILENO : STDOUT_FILENO);
    exit_status = load_ahp(name, NULL, NULL, NULL, &loaded);
    if (exit_status == EXIT_DONE && !can_freeze(arguments, name, &loaded))
        exit_status = EXIT_USAGE;
    if (exit_status == EXIT_DONE)
        exit_status = freeze(arguments, name, &loaded, &out);
    loaded_release(&loaded);
    return output_close(&out) ? exit_status : EXIT_FILE;
}

const struct command command_freeze = {
    .name = "freeze",
    .summary = "write the derived weights into a model",
    .usage = "[-o FILE] [--dry-run] [--json] MODEL",
    .text = "Derives the weights of a model from the judgements in it, and writes them "
            "over\n"
            "the values of `weight:` that stand there, ~ among them; every other byte "
            "stays.\n"
            "A weight is a decimal with the judgements' `places`; the weights of a "
            "group sum\n"
            "to exactly the total. The new model is compiled first, and written beside "
            "the\n"
            "old one and renamed, so that there is never half a model. Judgements that "
            "are\n"
            "not consistent are said, and frozen all the same; then it exits with 1.",
    .example = "  crr ahp freeze --dry-run config/correction.yaml",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .arguments_size = sizeof(struct freeze_arguments),
    .operand_min = 1,
    .operand_max = 1,
    .operand_expected = "the name of a model",
    .run = run,
};

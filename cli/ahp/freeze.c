/* crr ahp freeze: writes the weights that a model's judgements give into the model. */
#include <crr/ahp_model.h>
#include <string.h>
#include <unistd.h>
#include "ahp/commands.h"
#include "ahp/derived.h"
#include "ahp/memory.h"
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

/* Whether the new text is a model that rates: EXIT_DONE. */
static int
try_model(const char *name, const struct memory *text)
{
    struct crr_model *model;
    int exit_status = compile_memory(name, text, &model);

    if (exit_status == EXIT_DONE)
        crr_model_unref(model);
    else if (exit_status == EXIT_USAGE)
        say("with these weights %s would not be valid; nothing was written",
            model_name(name));
    return exit_status;
}

/* ---- Writing ---- */

static int
write_model(const struct freeze_arguments *arguments, const char *name,
    const struct memory *text)
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
    struct memory text = {NULL, 0, 0};
    struct crr_error error = {0};
    enum crr_status status = crr_ahp_freeze(loaded->ahp, memory_write, &text, &error);
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
    memory_release(&text);
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

/* crr init: writes a model to start from. */
#include "command.h"
#include "output.h"
#include "say.h"
#include "starter.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAME_LIMIT 4000
#define ID_LIMIT 64

static bool
is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The model's id: the last part of the name if that can be one. */
static const char *
id_of(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *id = slash ? slash + 1 : name;
    size_t length = strlen(id);

    if (!is_letter(*id) || length > ID_LIMIT)
        return "starter";
    for (size_t i = 0; i < length; i++)
        if (!is_letter(id[i]) && !(id[i] >= '0' && id[i] <= '9') &&
            !strchr("_.-", id[i]))
            return "starter";
    return id;
}

/* Writes the model with its placeholders filled in. */
static void
write_model(struct output *out, const char *id, const char *file)
{
    const char *at = starter_model;

    while (*at) {
        size_t length = strcspn(at, "@");

        output_write(out, at, length);
        at += length;
        if (strncmp(at, "@ID@", 4) == 0) {
            output_print(out, "%s", id);
            at += 4;
        } else if (strncmp(at, "@FILE@", 6) == 0) {
            output_print(out, "%s", file);
            at += 6;
        } else if (*at) {
            output_write(out, at++, 1);
        }
    }
}

static bool
is_plain(const char *name)
{
    for (; *name; name++)
        if ((unsigned char)*name < ' ' || *name == 0x7f)
            return false;
    return true;
}

/* Writes both files, or none. */
static int
write_files(const char *name, const char *model_name, const char *customers_name)
{
    struct output model, customers;

    if (!output_open(&model, model_name, true))
        return EXIT_FILE;
    if (!output_open(&customers, customers_name, true)) {
        output_discard(&model);
        return EXIT_FILE;
    }
    write_model(&model, id_of(name), name);
    output_write(&customers, starter_customers, strlen(starter_customers));
    return output_commit((struct output *const[]){&customers, &model}, 2) ? EXIT_DONE
                                                                          : EXIT_FILE;
}

static int
run(const void *arguments, const struct operands *operands)
{
    const char *given = operands->count > 0 ? operands->at[0] : "model";
    size_t length = strlen(given);
    char name[NAME_LIMIT], model_name[NAME_LIMIT + 16], customers_name[NAME_LIMIT + 16];
    int exit_status;

    (void)arguments;
    if (length > 5 && strcmp(given + length - 5, ".yaml") == 0)
        length -= 5;
    if (length == 0 || length >= sizeof name || given[length - 1] == '/' ||
        !is_plain(given)) {
        say("init expects the name of a file that can be made, not \"%s\"", given);
        return EXIT_USAGE;
    }
    memcpy(name, given, length);
    name[length] = '\0';
    print_text(model_name, sizeof model_name, "%s.yaml", name);
    print_text(customers_name, sizeof customers_name, "%s-customers.csv", name);
    exit_status = write_files(name, model_name, customers_name);
    if (exit_status != EXIT_DONE)
        return exit_status;
    say_line("wrote %s, a model with comments, and %s, six customers to try it on",
        model_name, customers_name);
    say_line("next:  crr check %s", model_name);
    say_line(
        "       crr rate --model %s --as-of 2026-01-31 %s", model_name, customers_name);
    return EXIT_DONE;
}

const struct command command_init = {
    .name = "init",
    .summary = "write a model to start from, with comments",
    .usage = "[NAME]",
    .text =
        "Writes NAME.yaml (model.yaml if no NAME is given), a small model that\n"
        "explains its parts, and NAME-customers.csv, a few customers for it. Files\n"
        "that are there are never overwritten.",
    .example = "  crr init retail\n  crr check retail.yaml",
    .operand_max = 1,
    .run = run,
};

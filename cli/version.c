/* crr version: what is running. */
#include "command.h"
#include "json.h"
#include "option.h"
#include "say.h"

#include <string.h>
#include <unistd.h>

#define MODEL_FORMAT 1 /* the value of `crr:` in a model */

struct version_arguments {
    bool json;
};

static const struct option options[] = {
    {.name = "json",
        .help = "print a JSON object",
        .member = offsetof(struct version_arguments, json),
        .read = option_read_flag},
};

static int
run(const void *user, const struct operands *operands)
{
    const struct version_arguments *arguments = user;
    struct output out;
    struct json json = {&out, 0, false};

    (void)operands;
    if (strcmp(crr_version(), CRR_VERSION) != 0) {
        say("this is crr %s, but the library that it found is %s", CRR_VERSION,
            crr_version());
        return EXIT_SELF_CHECK;
    }
    output_open_stream(&out, STDOUT_FILENO);
    if (arguments->json) {
        json_open(&json, NULL, '{');
        json_string(&json, "crr", crr_version());
        json_count(&json, "model_format", MODEL_FORMAT);
        json_close(&json, '}');
    } else {
        output_print(&out, "crr %s\nmodel format %d\n", crr_version(), MODEL_FORMAT);
    }
    return output_close(&out) ? EXIT_DONE : EXIT_FILE;
}

const struct command command_version = {
    .name = "version",
    .summary = "print the version of crr and of the models' format",
    .usage = "[--json]",
    .text =
        "Prints the version of crr, and the newest version of the models' format that\n"
        "it reads: the value of `crr:` at the head of a model.",
    .example = "  crr version",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .arguments_size = sizeof(struct version_arguments),
    .run = run,
};

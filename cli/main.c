/* crr: the command line of libcrr. */
#include "program.h"

static const struct command *const commands[] = {
    &command_rate,
    &command_explain,
    &command_diff,
    &command_check,
    &command_show,
    &command_init,
    &command_findings,
    &command_ahp,
    &command_version,
};

const struct program program = {
    .name = "crr",
    .text =
        "Rates the money-laundering risk of customers with a model written in YAML:\n"
        "exactly, and with a reason for every point.\n",
    .start = "A start from nothing:\n\n"
             "  crr init\n"
             "  crr rate --model model.yaml --as-of 2026-01-31 model-customers.csv\n",
    .commands = commands,
    .command_count = sizeof commands / sizeof commands[0],
    .version = &command_version,
};

int
main(int argc, char **argv)
{
    return program_run(argc, argv);
}

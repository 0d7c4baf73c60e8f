/* crr-ahp: the command line of libcrr-ahp, which `crr ahp` runs. */
#include "ahp/commands.h"
#include "program.h"

static const struct command *const commands[] = {
    &command_weights,
    &command_check,
    &command_hints,
    &command_report,
    &command_stability,
    &command_freeze,
    &command_verify,
    &command_version,
};

const struct program program = {
    .name = "crr ahp",
    .text =
        "Weights from experts' pairwise judgements by the analytic hierarchy process:\n"
        "derived, tested for consistency, frozen in a model, verified.\n",
    .start = "Try:\n\n"
             "  crr ahp weights examples/judgements.yaml\n"
             "  crr ahp verify config/correction.yaml\n",
    .commands = commands,
    .command_count = sizeof commands / sizeof commands[0],
    .version = &command_version,
};

int
main(int argc, char **argv)
{
    return program_run(argc, argv);
}

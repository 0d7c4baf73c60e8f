/* What a program of commands is. Each program defines its own. */
#ifndef CRR_CLI_PROGRAM_H
#define CRR_CLI_PROGRAM_H

#include <stddef.h>
#include "command.h"

struct program {
    const char *name;  /* as it is called: "crr", "crr ahp" */
    const char *text;  /* what it does, a line or two */
    const char *start; /* how to begin: the end of a line, and an example */
    const struct command *const *commands;
    size_t command_count;
    const struct command *version;
};
extern const struct program program;

/* Runs the words of main; returns an exit_status. */
int program_run(int argc, char **argv);

#endif

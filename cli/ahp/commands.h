/* The commands of crr ahp; each has a file of its own. */
#ifndef CRR_CLI_AHP_COMMANDS_H
#define CRR_CLI_AHP_COMMANDS_H

#include "command.h"

extern const struct command command_check;
extern const struct command command_freeze;
extern const struct command command_hints;
extern const struct command command_report;
extern const struct command command_stability;
extern const struct command command_verify;
extern const struct command command_weights;

#endif

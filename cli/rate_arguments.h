/* The arguments of `crr rate`. */
#ifndef CRR_CLI_RATE_ARGUMENTS_H
#define CRR_CLI_RATE_ARGUMENTS_H

#include <stdbool.h>
#include <crr/crr.h>
#include "command.h"
#include "option.h"
#include "rejects.h"

struct rate_arguments {
    const char *model;
    struct day_argument as_of;
    const char *scenario; /* NULL: none */
    const char *output;   /* NULL: stdout */
    const char *rejects;
    const char *previous;
    const char *overrides;
    const char *links;
    const char *persons;
    struct reject_limit max_rejects;
    unsigned jobs; /* 0: as many as there are processors */
    const char *summary;
    const char *columns;
    struct list_argument maps, encodings;
    char delimiter;
    enum crr_file_format input_format;
    enum crr_file_format format; /* of the output */
    bool json;
    bool reveal;
    bool unique;
    bool for_excel;
    bool strict;
};

#define RATE_OPTION_COUNT 23
extern const struct option rate_options[RATE_OPTION_COUNT];

/* False, and says why, if two outputs are one file, if one is a file that is read, or
 * if standard input is to be several files. */
bool rate_names_fit(
    const struct rate_arguments *arguments, const struct operands *inputs);

#endif

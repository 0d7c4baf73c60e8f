/* What a command is: a row of a table that the parser, --help and the tests walk. Each
 * command has a file of its own and declares one. */
#ifndef CRR_CLI_COMMAND_H
#define CRR_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/* The exit statuses; the same for every command. */
enum exit_status {
    EXIT_DONE = 0,       /* nothing to report */
    EXIT_FINDINGS = 1,   /* done, with findings */
    EXIT_USAGE = 2,      /* wrong usage; a model, header ... is not valid */
    EXIT_FILE = 3,       /* a file could not be read or written */
    EXIT_SELF_CHECK = 4, /* the program found itself wrong */
    EXIT_INTERRUPTED = 130
};

/* The words of the command line that are not options. */
struct operands {
    const char *const *at;
    size_t count;
};

struct option;
struct output;

struct command {
    const char *name;
    const char *summary; /* a line for `crr --help` */
    const char *usage;   /* what follows the name */
    const char *text;    /* a paragraph or two, lines of at most 80 columns */
    const char *example; /* lines that can be pasted */
    const struct option *options;
    size_t option_count;
    size_t arguments_size; /* of the struct that the options fill; zeroed first */
    size_t operand_min, operand_max;
    const char *operand_expected; /* "a model file": said when one is missing */
    /* Prints what belongs to --help besides; NULL: nothing. */
    void (*help_more)(struct output *out);
    /* Returns an exit_status. */
    int (*run)(const void *arguments, const struct operands *operands);
    /* Takes the words behind the command's name as they are, instead of all the above;
     * NULL: it has options. */
    int (*pass)(int count, char **words);
};

extern const struct command command_ahp;
extern const struct command command_check;
extern const struct command command_diff;
extern const struct command command_explain;
extern const struct command command_findings;
extern const struct command command_init;
extern const struct command command_rate;
extern const struct command command_show;
extern const struct command command_version;

#endif

/* Options of a command: a table that is parsed, explained and tested. */
#ifndef CRR_CLI_OPTION_H
#define CRR_CLI_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "command.h"

#define OPTION_WHY_SIZE 64

struct option {
    const char *name;     /* without the dashes */
    char letter;          /* 0: no short form */
    const char *argument; /* what --help calls the value; NULL: the option takes none */
    const char *help;     /* lines parted by \n */
    size_t member;        /* offset of its member in the command's arguments */
    /* Reads the value (NULL if it takes none) into the member; false: not `expected`.
     */
    bool (*read)(const char *value, void *member);
    const char *expected;
    /* NULL, or says why a value was not read, behind it: ": February ..."; or "". */
    const char *(*why)(const char *value, char ret_text[OPTION_WHY_SIZE]);
    bool needed;
    bool repeats; /* the member is a struct list_argument */
};

/* A day that may be absent. */
struct day_argument {
    bool given;
    int32_t day;
};

/* Values of an option that may be given several times, in order. */
struct list_argument {
    const char **at;
    size_t count;
};

bool option_read_flag(const char *value, void *member); /* bool */
bool option_read_text(const char *value, void *member); /* const char *, not empty */
bool option_read_day(const char *value, void *member);  /* struct day_argument */
const char *option_why_no_day(const char *value, char ret_text[OPTION_WHY_SIZE]);
bool option_read_list(const char *value, void *member); /* struct list_argument */

enum parse_result {
    PARSE_RUN,
    PARSE_HELP,
    PARSE_WRONG
};

/* Parses the words after the command's name. arguments points at arguments_size zeroed
 * bytes; operands are collected into ret_operands, which has room for count of them.
 * Mistakes are said on stderr. */
enum parse_result option_parse(const struct command *command, int count, char **words,
    void *arguments, const char **ret_operands, size_t *ret_operand_count);

/* Releases what options own in arguments. */
void option_release(const struct command *command, void *arguments);

/* Prints the whole help of a command. */
void option_help(const struct command *command, struct output *out);

/* The candidate that is closest to word, or NULL if none is close. */
const char *option_nearest(const char *word,
    const char *(*candidate)(const void *of, size_t index), const void *of);

#endif

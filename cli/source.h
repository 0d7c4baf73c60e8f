/* Files of customers that are read. */
#ifndef CRR_CLI_SOURCE_H
#define CRR_CLI_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <crr/crr.h>
#include "command.h"
#include "encoding.h"
#include "stream.h"

struct decoder;
struct inflater;

/* One input file. It is opened when its first byte is wanted. */
struct source {
    const char *name;
    int descriptor; /* -1: not open */
    int error;      /* errno of what failed; 0: nothing did */
    const struct encoding *encoding;
    /* What lies between the file and the reader; NULL: nothing, or nothing yet. The
     * faults are of the file's bytes, and of the text that comes of them. */
    struct inflater *inflater;
    struct decoder *decoder;
    struct fault file_fault, text_fault;
};

struct source_list {
    struct source *items;
    struct crr_source *views; /* for the library; each user is an item */
    size_t count;
    uint64_t byte_count; /* of all files; 0: not known */
};

/* Looks at all files first, so that a misspelt name is found before the first row is
 * rated; "-" is standard input and may be there once. What is compressed or not in UTF-8
 * is made plain UTF-8, read in order; other regular files are read from any place. Where
 * the encoding is found out, it is said, once for each name. Mistakes are said. Returns
 * an exit_status. Release the list in any case. */
int source_list_open(struct source_list *list, const struct operands *names,
    const struct encoding *encoding);

/* A file that is read beside the customers, if it is asked for (not NULL). */
int source_open_beside(
    struct source_list *list, const char *name, const struct encoding *encoding);

void source_list_release(struct source_list *list);

/* Whether one of the files could not be read. */
bool source_list_failed(const struct source_list *list);

/* Says which file could not be read; false if none failed. */
bool source_list_say_failure(const struct source_list *list);

/* Whether two names are one file; "-" is compared as stdin (or stdout, if as_output)
 * and files that are not there yet by folder and name. Devices may be shared. */
bool same_file(const char *input, const char *output);
bool same_output(const char *a, const char *b);

#endif

/* The files of links, and of the persons behind customers: what `crr rate` and `crr
 * explain` do with --links and --persons. */
#ifndef CRR_CLI_LINKED_H
#define CRR_CLI_LINKED_H

#include "reading.h"
#include "source.h"

struct linked_files {
    struct source_list links, persons;
};

/* Opens them, if links (may be NULL) are asked for. Persons are looked for in the
 * customers' files, which are opened once more, and in persons (may be NULL). Mistakes
 * are said. Returns an exit_status. Release them in any case. */
int linked_files_open(struct linked_files *files, const char *links,
    const char *persons, const struct operands *customers,
    const struct file_encodings *encodings_of);
void linked_files_release(struct linked_files *files);

/* Puts them into the options. */
void linked_files_use(const struct linked_files *files, struct crr_file_options *file);

#endif

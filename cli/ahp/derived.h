/* Deriving weights from the file that a command names. */
#ifndef CRR_CLI_AHP_DERIVED_H
#define CRR_CLI_AHP_DERIVED_H

#include <stdbool.h>
#include <stddef.h>
#include <crr/ahp.h>
#include "ahp/memory.h"
#include "load.h"

struct loaded {
    struct crr_ahp *ahp; /* NULL unless the file is good */
    struct memory text;  /* of the file */
    struct finding_counts counts;
    struct crr_error error; /* why, if the status is not EXIT_DONE */
};

/* How a file is read; zero is the default. */
struct load_settings {
    bool strict;    /* warnings about what is written refuse it */
    char delimiter; /* of a CSV matrix; 0: the comma */
};

/* Reads name ("-" is standard input), derives, and calls report for each finding (NULL:
 * they are said on stderr). settings may be NULL. Returns an exit_status: EXIT_DONE,
 * EXIT_USAGE if the file is not valid, EXIT_FILE. What fails is said. Release in any
 * case. */
int load_ahp(const char *name, const struct load_settings *settings,
    void (*report)(void *user, const struct crr_error *finding), void *user,
    struct loaded *ret);
void loaded_release(struct loaded *loaded);

/* EXIT_FINDINGS if judgements are inconsistent or there are warnings, else EXIT_DONE.
 */
int verdict_status(const struct loaded *loaded);

#endif

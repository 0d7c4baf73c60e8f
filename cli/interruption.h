/* Stopping a run that somebody interrupts. A command that asks often enough whether it
 * is to stop says so with interruption_begin: then the first SIGINT, SIGTERM or SIGHUP
 * only makes that known, and the command ends by itself, with whole rows on a stream
 * and its files discarded. One that does not end within two seconds, a second signal,
 * and every command that did not begin, are ended by the handler (output.h), which
 * removes unfinished files. */
#ifndef CRR_CLI_INTERRUPTION_H
#define CRR_CLI_INTERRUPTION_H

#include <stdbool.h>
#include <stdint.h>

void interruption_begin(void);

bool interruption_seen(void);

/* Waits until the descriptor can be read; false if there was an interruption. Whichever
 * thread the signal meets, the one that waits here is woken. */
bool interruption_wait(int descriptor);

/* What the library calls with its progress: stops the run after an interruption. */
int interruption_progress(void *user, uint64_t row_count, uint64_t byte_count);

/* For the handler of the signals: notes the first one. False if the program is to be
 * ended at once. */
bool interruption_note(void);

#endif

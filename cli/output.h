/* Files that are written: to stdout, straight into a device or a pipe, or beside their
 * name and renamed, so that a file is the old one or the new one and never half of it.
 */
#ifndef CRR_CLI_OUTPUT_H
#define CRR_CLI_OUTPUT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <crr/crr.h>

#define OUTPUT_BUFFER_SIZE (1u << 16)

struct output {
    const char *name; /* as the user gave it */
    int descriptor;
    atomic_int error; /* errno of a write that failed, the first; 0: none did */
    bool create_only; /* the target must not be there */
    char *target;     /* what is replaced; NULL: written straight */
    char *temporary;  /* the file beside it, until it is renamed */
    size_t length;    /* bytes in buffer */
    char buffer[OUTPUT_BUFFER_SIZE];
};

/* Opens what is open already: stdout or stderr. */
void output_open_stream(struct output *out, int descriptor);

/* Opens name; "-" is stdout. create_only refuses a file that is there. On failure says
 * why and returns false. */
bool output_open(struct output *out, const char *name, bool create_only);

/* Takes length bytes; returns 0, or -1 if a write failed, now or before. user is a
 * struct output: this is what the library's functions call. */
int output_write(void *user, const char *at, size_t length);

/* Whether output_write_at can be used, in place of all other functions that take text:
 * the output is a file that is not there yet. */
bool output_has_places(const struct output *out);

/* Writes length bytes at offset; returns 0, or -1 if a write failed, now or before.
 * Several threads may call it at once. user is a struct output. */
int output_write_at(void *user, const char *at, size_t length, uint64_t offset);

/* Takes a formatted text of less than 4,096 bytes. */
void output_print(struct output *out, const char *format, ...) CRR_PRINTF(2, 3);

/* Brings the outputs to their names: all of them are complete and on the disk before
 * the first is renamed, and they are renamed in order. On failure says why, discards
 * what was not yet renamed and returns false. The outputs are closed either way. */
bool output_commit(struct output *const *outs, size_t count);

/* output_commit of a single one. */
bool output_close(struct output *out);

/* Closes, and leaves the target as it was. */
void output_discard(struct output *out);

/* Says on stderr, unless that would have to wait, that the run was interrupted, and
 * what that means for its output. Safe in handlers of signals. */
void output_say_interrupted(void);

/* From here on SIGINT, SIGTERM and SIGHUP, which tells of a closed terminal, remove
 * unfinished files and end the program with 130, unless the command ends by itself
 * (interruption.h); SIGPIPE removes them and ends it as it would have without crr. */
void output_catch_signals(void);

#endif

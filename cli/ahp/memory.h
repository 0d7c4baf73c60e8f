/* Models in memory: a text that was written there, and the model that it makes. */
#ifndef CRR_CLI_AHP_MEMORY_H
#define CRR_CLI_AHP_MEMORY_H

#include <crr/crr.h>

struct memory {
    char *at;
    size_t length, capacity;
};

/* Appends; returns 0, or -1 without memory: what the libraries' functions call. */
int memory_write(void *memory, const char *at, size_t length);
void memory_release(struct memory *memory);

/* Appends all of a file, "-" is standard input; returns 0 or an errno. What is longer
 * than any text that is allowed is cut off one byte beyond it. */
int memory_read(struct memory *memory, const char *name);

/* Compiles the text as if it stood in the file `name`: tables lie beneath that file's
 * folder. Errors are said. Returns an exit_status: EXIT_DONE, EXIT_USAGE if it is not
 * valid, EXIT_FILE. */
int compile_memory(
    const char *name, const struct memory *text, struct crr_model **ret_model);

#endif

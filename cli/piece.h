/* A text that is put together piece by piece. */
#ifndef CRR_CLI_PIECE_H
#define CRR_CLI_PIECE_H

#include <stdbool.h>
#include <stddef.h>
#include <crr/crr.h>
#include "output.h"

/* Zeroed it is empty. at is NULL, or ends with a NUL. */
struct piece {
    char *at;
    size_t length, capacity;
    bool failed; /* out of memory: something is missing */
};

void piece_put(struct piece *piece, const char *format, ...) CRR_PRINTF(2, 3);
/* The text as it is, whatever bytes it has. */
void piece_put_text(struct piece *piece, struct crr_text text);
/* Never NULL. */
struct crr_text piece_text(const struct piece *piece);
void piece_release(struct piece *piece);

/* The text as a field of CSV, quoted where that is needed. */
void csv_field(struct output *out, struct crr_text text);

#endif

/* Bytes that are read in order, each stream from the one below it: a file, what it is
 * decompressed to, what that is decoded to. */
#ifndef CRR_CLI_STREAM_H
#define CRR_CLI_STREAM_H

#include <stddef.h>
#include <crr/crr.h>

struct stream {
    /* As in struct crr_source: up to capacity bytes; 0 only at the end; CRR_OK or
     * CRR_E_READ, after either of which it is not called again. */
    enum crr_status (*read)(
        void *user, char *buffer, size_t capacity, size_t *ret_length);
    void *user;
};

/* Why a stream cannot be read, said behind the name of its file; empty: it can, or it
 * is the one below that cannot. */
struct fault {
    char text[256];
};

#endif

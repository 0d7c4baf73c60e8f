/* Compressed files, which are told by their first bytes and never by their names: gzip
 * (RFC 1952) and Zstandard (RFC 8878), of one member or frame or of several. What is
 * not compressed passes as it is. */
#ifndef CRR_CLI_INFLATE_H
#define CRR_CLI_INFLATE_H

#include <stdbool.h>
#include "stream.h"

/* Bytes from which a compression is told. */
#define INFLATE_MAGIC_LENGTH 6u

/* A file that is small when compressed can expand to fill a machine. Beyond so many
 * bytes of output at most so many bytes may come of one byte of input; deflate reaches
 * 1,032. */
#define INFLATE_FREE_BYTES ((uint64_t)64 << 20)
#define INFLATE_RATIO_LIMIT 1000u

/* Whether these first bytes of a file, INFLATE_MAGIC_LENGTH of them unless it ends
 * before, are those of a compressed file or of an archive. */
bool inflate_is_packed(const char *first, size_t length);

struct inflater;

/* Both must outlive it. NULL: out of memory. */
struct inflater *inflater_create(struct stream below, struct fault *fault);
void inflater_free(struct inflater *inflater);

/* Reads what comes out, in constant memory: 64 KiB, and the window that the file asks
 * for, at most 128 MiB. Files that are cut off, damaged, have other bytes behind their
 * end or expand beyond the limit are CRR_E_READ. user is a struct inflater. */
enum crr_status inflater_read(
    void *user, char *buffer, size_t capacity, size_t *ret_length);

/* Whether the bytes are others than those of the file. */
bool inflater_is_unpacking(const struct inflater *inflater);

#endif

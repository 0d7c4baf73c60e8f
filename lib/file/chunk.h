/* A piece of a source that one thread rates: some 256 KiB of whole rows, and where its
 * fields end. Rows that cannot be told apart by their bytes alone lie between others as
 * odd ones, for the sequential reader. */
#ifndef CRR_FILE_CHUNK_H
#define CRR_FILE_CHUNK_H

#include "base/csv.h"
#include "crr/file.h"
#include "file/kernel.h"

#define CRR_CHUNK_SIZE ((size_t)256 << 10)

/* Rows in a row, or one odd record. */
struct crr_piece {
    size_t start;     /* offset in the chunk's bytes */
    size_t end_first; /* index of the first end of its fields */
    size_t end_count; /* 0: it is odd */
    bool uniform;     /* it has as many ends as its rows ought to have */
};

struct crr_chunk {
    struct crr_allocator allocator;
    const struct crr_kernel *kernel;
    char delimiter;
    size_t column_count;          /* of the source's header */
    struct crr_csv_field *fields; /* room to step over odd records */

    char *room;      /* bytes, with CRR_KERNEL_PAD before and behind */
    size_t capacity; /* of the bytes */
    char *at;        /* the first byte */
    size_t length;   /* bytes that were read */
    bool at_end;     /* nothing follows them in the source */
    uint64_t offset; /* of the first byte in the source */

    size_t start, end; /* of the rows */
    bool overlong;     /* the last line goes on beyond the bytes: it is to be skipped */
    uint32_t *ends;
    size_t end_capacity, end_count;
    struct crr_piece *pieces;
    size_t piece_count, piece_capacity;

    uint64_t line;       /* of start */
    uint64_t line_count; /* in start .. end */
};

/* False if there is no memory; to be cleared in any case. */
bool crr_chunk_init(struct crr_chunk *chunk, const struct crr_kernel *kernel,
    char delimiter, const struct crr_allocator *allocator);
void crr_chunk_clear(struct crr_chunk *chunk);

/* Makes room for so many bytes. */
bool crr_chunk_reserve(struct crr_chunk *chunk, size_t capacity);

/* How splitting ends. */
enum crr_chunk_state {
    CRR_CHUNK_SPLIT, /* chunk->end is the end of the rows */
    CRR_CHUNK_SHORT, /* more bytes are needed to see where a row ends */
    CRR_CHUNK_FAILED /* no memory */
};

/* Splits from chunk->start up to the end of the first row that ends at `limit` or
 * behind; SIZE_MAX: of all whole rows. Begins anew each time. */
enum crr_chunk_state crr_chunk_split(struct crr_chunk *chunk, size_t limit);

#endif

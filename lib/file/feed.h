/* Chunks of one source, in order: each is given to one thread. Where a chunk begins is
 * known only when the one before it has been split. A source that can be read from any
 * place is read and split by many threads at once, each from a guessed row start; the
 * guess counts only if the chunk before really ends there, else the chunk is split
 * anew. Other sources are read and split by one thread at a time. */
#ifndef CRR_FILE_FEED_H
#define CRR_FILE_FEED_H

#include <pthread.h>
#include "file/chunk.h"

struct crr_feed {
    const struct crr_source *source;
    struct crr_allocator allocator;
    bool positional;
    uint64_t data_start; /* where the rows begin */
    pthread_mutex_t mutex;
    pthread_cond_t split; /* another chunk was split */
    /* Under the mutex: */
    uint64_t next_index;  /* of chunks handed out */
    uint64_t split_count; /* chunks whose end is known */
    uint64_t end;         /* of the last of them, an offset in the source */
    uint64_t line;        /* there */
    bool stopped;         /* no more chunks */
    /* Of a source that is read in order: what was read behind the last chunk. */
    char *carry;
    size_t carry_length, carry_capacity;
    bool at_end;
};

/* Begins behind what a header's reader took: offset is where the rows begin, line the
 * line there, carry what was read of them already. False if there is no memory; to be
 * cleared in any case. */
bool crr_feed_init(struct crr_feed *feed, const struct crr_source *source,
    uint64_t offset, uint64_t line, struct crr_text carry, bool at_end,
    const struct crr_allocator *allocator);
void crr_feed_clear(struct crr_feed *feed);

/* Chunks that a source can have at most: more threads find no work. */
uint64_t crr_feed_chunk_limit(const struct crr_source *source);

/* Fills chunk with the next rows; *ret_index is the place of the chunk in the order
 * (UINT64_MAX: there is none). After a status that is not CRR_OK, which stands for the
 * chunk with that index, no more come. Thread-safe, a chunk for each thread. */
enum crr_status crr_feed_next(
    struct crr_feed *feed, struct crr_chunk *chunk, uint64_t *ret_index);

/* No more chunks are handed out. */
void crr_feed_stop(struct crr_feed *feed);

#endif

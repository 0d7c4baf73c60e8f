/* Streams for fuzzing: bytes in memory that come in pieces, and all that a stream gives. */
#ifndef CRR_TESTS_FUZZ_STREAMED_H
#define CRR_TESTS_FUZZ_STREAMED_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "stream.h"

static inline void
require(bool held)
{
    if (!held)
        abort();
}

struct pieces {
    const char *at;
    size_t length;
    size_t step; /* bytes at once */
    bool ended;  /* the end was told */
};

static inline enum crr_status
pieces_read(void *user, char *buffer, size_t capacity, size_t *ret_length)
{
    struct pieces *pieces = user;
    size_t length = pieces->length;

    require(capacity > 0 && !pieces->ended);
    if (length > pieces->step)
        length = pieces->step;
    if (length > capacity)
        length = capacity;
    if (length > 0)
        memcpy(buffer, pieces->at, length);
    pieces->at += length;
    pieces->length -= length;
    pieces->ended = length == 0;
    *ret_length = length;
    return CRR_OK;
}

/* What a stream gave; release ->at. */
struct given {
    enum crr_status status;
    struct fault fault;
    char *at;
    size_t length;
};

/* Reads up to the end, a failure or `most` bytes, step at once. */
static inline void
read_all(struct stream stream, size_t step, size_t most, struct given *given)
{
    size_t capacity = 0, got = 1;

    given->status = CRR_OK;
    given->at = NULL;
    given->length = 0;
    while (given->status == CRR_OK && got > 0 && given->length < most) {
        if (capacity - given->length < step) {
            capacity = 2 * capacity + step;
            given->at = realloc(given->at, capacity);
            require(given->at != NULL);
        }
        given->status = stream.read(stream.user, given->at + given->length, step, &got);
        if (given->status != CRR_OK)
            break;
        require(got <= step);
        given->length += got;
    }
}

#endif

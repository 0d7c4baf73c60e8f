/* Streams for tests: bytes in memory that come in pieces, and all that a stream gives. */
#ifndef CRR_TESTS_STREAMED_H
#define CRR_TESTS_STREAMED_H

#include <stdlib.h>
#include <string.h>
#include "stream.h"

struct pieces {
    const char *at;
    size_t length;
    size_t first;   /* bytes of the first read, if more than 0 */
    size_t step;    /* bytes at once; 0: as many as are wanted */
    size_t calls;   /* reads so far */
    size_t fail_at; /* this read fails, from 1; 0: none */
    bool ended;     /* the end was told */
};

static inline enum crr_status
pieces_read(void *user, char *buffer, size_t capacity, size_t *ret_length)
{
    struct pieces *pieces = user;
    size_t length = pieces->length;

    assert_true(capacity > 0);
    assert_false(pieces->ended);
    if (++pieces->calls == pieces->fail_at)
        return CRR_E_READ;
    if (pieces->first > 0 && pieces->calls == 1 && length > pieces->first)
        length = pieces->first;
    else if (pieces->step > 0 && length > pieces->step)
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

/* What a stream gave. */
struct given {
    enum crr_status status;
    char *at;
    size_t length;
};

/* Reads up to the end, or a failure, step bytes at once. Release ->at. */
static inline struct given
read_all(struct stream stream, size_t step)
{
    struct given given = {CRR_OK, malloc(1), 0};
    size_t capacity = 1, got = 1;

    while (given.status == CRR_OK && got > 0) {
        if (capacity - given.length < step) {
            capacity = 2 * capacity + step;
            given.at = realloc(given.at, capacity);
        }
        assert_non_null(given.at);
        got = step + 1;
        given.status = stream.read(stream.user, given.at + given.length, step, &got);
        if (given.status == CRR_OK) {
            assert_true(got <= step);
            given.length += got;
        }
    }
    return given;
}

#endif

/* Output in pieces: a small buffer in front of a caller's write function. Nothing is
 * allocated; the first failure sticks. */
#ifndef CRR_BASE_WRITER_H
#define CRR_BASE_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "crr/export.h"
#include "crr/text.h"

#define CRR_WRITER_SIZE 4096

struct crr_writer {
    int (*write)(void *user, const char *at, size_t length);
    void *user;
    bool failed;
    size_t used;
    char buffer[CRR_WRITER_SIZE];
};

void crr_writer_init(struct crr_writer *writer,
    int (*write)(void *user, const char *at, size_t length), void *user);
/* Hands over what is buffered; false if any write failed. */
bool crr_writer_flush(struct crr_writer *writer);

void crr_write_bytes(struct crr_writer *writer, const char *at, size_t length);
void crr_write_text(struct crr_writer *writer, struct crr_text text);
void crr_write_string(struct crr_writer *writer, const char *terminated);
void crr_write_count(struct crr_writer *writer, uint64_t count);
void crr_write_decimal(struct crr_writer *writer, int64_t units, int places);
void crr_write_fraction(struct crr_writer *writer, int64_t n, int64_t s);
/* With quotes and escapes; bytes that are not UTF-8 become U+FFFD. */
void crr_write_json_string(struct crr_writer *writer, struct crr_text text);
/* The same without the quotes: a piece of a string, cut between characters. */
void crr_write_json_characters(struct crr_writer *writer, struct crr_text text);
/* Quoted only if it holds the delimiter, a quote, CR or LF. */
void crr_write_csv_field(struct crr_writer *writer, struct crr_text text);

/* A write function that appends to memory. */
struct crr_buffer {
    struct crr_allocator allocator;
    char *at;
    size_t length, capacity;
};
void crr_buffer_init(struct crr_buffer *buffer, const struct crr_allocator *allocator);
void crr_buffer_clear(struct crr_buffer *buffer);
int crr_buffer_write(void *buffer, const char *at, size_t length);

#endif

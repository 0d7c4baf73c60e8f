/* A source as records: a buffer that is filled by the caller's read function and split
 * by the CSV grammar. The buffer grows to hold the longest record and no further. */
#ifndef CRR_FILE_STREAM_H
#define CRR_FILE_STREAM_H

#include "base/arena.h"
#include "base/csv.h"
#include "crr/file.h"

struct crr_stream {
    const struct crr_source *source;
    struct crr_allocator allocator;
    char delimiter;
    bool at_end;
    bool skipping; /* the rest of a line that was too long for a record */
    char *buffer;
    size_t capacity;
    size_t start, end; /* what is in the buffer and not yet consumed */
    char *scratch;     /* as large as the buffer: fields without doubled quotes */
    size_t scratch_capacity, scratch_used;
    struct crr_csv_field *fields;
    struct crr_csv_record record;

    /* The record that crr_stream_next found. */
    uint64_t line; /* physical line in which it began, from 1 */
    uint64_t next_line;
    uint64_t byte; /* offset of its first byte, from 0 */
    uint64_t next_byte;
    struct crr_text bytes; /* as it stands, without its line end */
};

/* Allocates the buffers. False if there is no memory. */
bool crr_stream_init(struct crr_stream *stream, const struct crr_source *source,
    char delimiter, const struct crr_allocator *allocator);
void crr_stream_clear(struct crr_stream *stream);

/* The next record, empty line or refused line in *ret; never CRR_CSV_MORE. Everything
 * before it is gone. CRR_OK, CRR_E_READ, CRR_E_MEMORY. */
enum crr_status crr_stream_next(struct crr_stream *stream, enum crr_csv_result *ret);

/* The next physical line, whatever is in it: CRR_CSV_RECORD, _EMPTY_LINE, _TOO_LONG or
 * _END in *ret. Statuses as above. */
enum crr_status crr_stream_next_line(
    struct crr_stream *stream, enum crr_csv_result *ret);

/* The first bytes of the source, at least 3 if there are so many. */
enum crr_status crr_stream_peek(struct crr_stream *stream, struct crr_text *ret);

/* Whether the first byte that is no space, of those that were peeked at, begins an
 * object. */
bool crr_stream_begins_json(const struct crr_stream *stream);

/* Steps over bytes that were peeked at. */
void crr_stream_skip(struct crr_stream *stream, size_t length);

/* A header may be followed by its rows in the same line, where lines end in CR alone.
 */
#define CRR_LINE_END_EXPECTED "a header row that ends in LF or CR LF"
#define CRR_LINE_END_FOUND                                                             \
    "a CR alone behind %zu bytes, as of an old Mac; tr '\\r' '\\n' makes it LF"

/* The place, in the bytes of the record or of the refused line, of a CR outside of
 * quotes that neither ends them nor is followed by another; SIZE_MAX: there is none. */
size_t crr_stream_find_cr(const struct crr_stream *stream);

/* The field, from 1, of the record or refused line behind whose closing quote stands
 * what may not; else the one whose quotes are open at its end, and *ret_open is true;
 * 0: there is none. */
size_t crr_stream_find_quoted(const struct crr_stream *stream, bool *ret_open);

/* The text of a field of the record, without doubled quotes; valid until the next
 * record. To be asked for at most once a record for each field. */
struct crr_text crr_stream_field(struct crr_stream *stream, size_t index);

#endif

/* A source as records: the buffer, and the place in the input. */
#include "file/stream.h"
#include <string.h>

#define CHUNK_SIZE ((size_t)256 << 10)
/* Beyond the longest record there must be room to see that it is too long. */
#define BUFFER_LIMIT (CRR_RECORD_LIMIT + CHUNK_SIZE)

static void *
resize(struct crr_stream *stream, void *at, size_t old_size, size_t new_size)
{
    return stream->allocator.resize(stream->allocator.user, at, old_size, new_size);
}

bool
crr_stream_init(struct crr_stream *stream, const struct crr_source *source,
    char delimiter, const struct crr_allocator *allocator)
{
    memset(stream, 0, sizeof *stream);
    stream->source = source;
    stream->allocator = crr_allocator_or_default(allocator);
    stream->delimiter = delimiter;
    stream->next_line = 1;
    stream->buffer = resize(stream, NULL, 0, CHUNK_SIZE);
    stream->capacity = stream->buffer ? CHUNK_SIZE : 0;
    size_t fields_size = CRR_COLUMN_LIMIT * sizeof *stream->fields;
    stream->fields = resize(stream, NULL, 0, fields_size);
    stream->record.fields = stream->fields;
    stream->record.capacity = CRR_COLUMN_LIMIT;
    stream->scratch = resize(stream, NULL, 0, CHUNK_SIZE);
    stream->scratch_capacity = stream->scratch ? CHUNK_SIZE : 0;
    return stream->buffer && stream->fields && stream->scratch;
}

void
crr_stream_clear(struct crr_stream *stream)
{
    if (stream->buffer)
        resize(stream, stream->buffer, stream->capacity, 0);
    if (stream->fields)
        resize(stream, stream->fields, CRR_COLUMN_LIMIT * sizeof *stream->fields, 0);
    if (stream->scratch)
        resize(stream, stream->scratch, stream->scratch_capacity, 0);
    stream->buffer = NULL;
    stream->fields = NULL;
    stream->scratch = NULL;
}

static bool
grow(struct crr_stream *stream)
{
    size_t capacity = stream->capacity * 2;
    if (capacity > BUFFER_LIMIT)
        capacity = BUFFER_LIMIT;
    char *buffer = resize(stream, stream->buffer, stream->capacity, capacity);
    if (!buffer)
        return false;
    stream->buffer = buffer;
    stream->capacity = capacity;
    char *scratch = resize(stream, stream->scratch, stream->scratch_capacity, capacity);
    if (!scratch)
        return false;
    stream->scratch = scratch;
    stream->scratch_capacity = capacity;
    return true;
}

static enum crr_status
read_once(struct crr_stream *stream)
{
    size_t length = 0;
    enum crr_status status = stream->source->read(stream->source->user,
        stream->buffer + stream->end, stream->capacity - stream->end, &length);
    if (status != CRR_OK || length > stream->capacity - stream->end)
        return CRR_E_READ;
    stream->at_end = length == 0;
    stream->end += length;
    return CRR_OK;
}

/* Makes room behind the bytes that are left, and reads until there is none: a record is
 * looked at again only when the buffer is full once more, however small the pieces in
 * which its bytes come. */
static enum crr_status
fill(struct crr_stream *stream)
{
    if (stream->start > 0) {
        memmove(stream->buffer, stream->buffer + stream->start,
            stream->end - stream->start);
        stream->end -= stream->start;
        stream->start = 0;
    }
    if (stream->end == stream->capacity && !grow(stream))
        return CRR_E_MEMORY;
    enum crr_status status = CRR_OK;
    while (status == CRR_OK && stream->end < stream->capacity && !stream->at_end)
        status = read_once(stream);
    return status;
}

enum crr_status
crr_stream_peek(struct crr_stream *stream, struct crr_text *ret)
{
    /* What is there does when it is looked at again: the buffer must not grow. */
    bool enough = stream->end - stream->start > stream->capacity / 2;
    enum crr_status status = enough ? CRR_OK : fill(stream);
    if (status != CRR_OK)
        return status;
    *ret = (struct crr_text){
        stream->buffer + stream->start, stream->end - stream->start};
    return CRR_OK;
}

bool
crr_stream_begins_json(const struct crr_stream *stream)
{
    size_t at = stream->start;
    while (at < stream->end && memchr(" \t\r\n", stream->buffer[at], 4))
        at++;
    return at < stream->end && stream->buffer[at] == '{';
}

void
crr_stream_skip(struct crr_stream *stream, size_t length)
{
    stream->start += length;
    stream->next_byte += length;
}

/* Drops the rest of a line that was too long. */
static void
skip_line(struct crr_stream *stream)
{
    const char *at = stream->buffer + stream->start;
    const char *end = memchr(at, '\n', stream->end - stream->start);
    size_t length = end ? (size_t)(end - at) + 1 : stream->end - stream->start;
    crr_stream_skip(stream, length);
    if (end)
        stream->next_line++;
    stream->skipping = !end;
}

/* Takes over what the grammar found. */
static void
take(struct crr_stream *stream)
{
    const struct crr_csv_record *record = &stream->record;
    stream->line = stream->next_line;
    stream->byte = stream->next_byte;
    stream->bytes = (struct crr_text){stream->buffer + stream->start, record->length};
    stream->next_line += record->line_count;
    stream->skipping = record->line_count == 0;
    crr_stream_skip(stream, record->consumed);
}

enum crr_status
crr_stream_next(struct crr_stream *stream, enum crr_csv_result *ret)
{
    stream->scratch_used = 0;
    for (;;) {
        if (stream->skipping)
            skip_line(stream);
        enum crr_csv_result result = stream->skipping && !stream->at_end
                                         ? CRR_CSV_MORE
                                         : crr_csv_next(stream->buffer + stream->start,
                                               stream->end - stream->start,
                                               stream->at_end, stream->delimiter,
                                               CRR_RECORD_LIMIT, &stream->record);
        if (result != CRR_CSV_MORE) {
            if (result != CRR_CSV_END)
                take(stream);
            *ret = result;
            return CRR_OK;
        }
        enum crr_status status = fill(stream);
        if (status != CRR_OK)
            return status;
    }
}

/* The physical line at the start of the buffer, in the form of a record of the grammar.
 */
static enum crr_csv_result
split_line(struct crr_stream *stream)
{
    struct crr_csv_record *record = &stream->record;
    const char *at = stream->buffer + stream->start;
    size_t length = stream->end - stream->start;
    const char *end = length ? memchr(at, '\n', length) : NULL;
    record->length = end ? (size_t)(end - at) : length;
    record->consumed = end ? record->length + 1 : length;
    record->line_count = end || stream->at_end;
    if (record->length > 0 && at[record->length - 1] == '\r')
        record->length--;
    if (length == 0)
        return stream->at_end ? CRR_CSV_END : CRR_CSV_MORE;
    if (record->length > CRR_RECORD_LIMIT)
        return CRR_CSV_TOO_LONG;
    if (!end && !stream->at_end)
        return CRR_CSV_MORE;
    return record->length == 0 ? CRR_CSV_EMPTY_LINE : CRR_CSV_RECORD;
}

enum crr_status
crr_stream_next_line(struct crr_stream *stream, enum crr_csv_result *ret)
{
    stream->scratch_used = 0;
    for (;;) {
        if (stream->skipping)
            skip_line(stream);
        *ret = stream->skipping && !stream->at_end ? CRR_CSV_MORE : split_line(stream);
        if (*ret != CRR_CSV_MORE && *ret != CRR_CSV_END)
            take(stream);
        if (*ret != CRR_CSV_MORE)
            return CRR_OK;
        enum crr_status status = fill(stream);
        if (status != CRR_OK)
            return status;
    }
}

/* ---- What a line that is refused holds ---- */

enum quoting {
    AT_START, /* of a field */
    PLAIN,
    QUOTED,
    CLOSED /* behind a quote that closes, or is the first of two */
};

static enum quoting
step(enum quoting quoting, char c, char delimiter)
{
    if (c == '"')
        return quoting == QUOTED ? CLOSED : quoting == PLAIN ? PLAIN : QUOTED;
    if (quoting == QUOTED)
        return QUOTED;
    return c == delimiter ? AT_START : PLAIN;
}

size_t
crr_stream_find_cr(const struct crr_stream *stream)
{
    struct crr_text bytes = stream->bytes;
    enum quoting quoting = AT_START;
    for (size_t i = 0; i + 1 < bytes.length; i++) {
        if (bytes.at[i] == '\r' && quoting != QUOTED && bytes.at[i + 1] != '\r')
            return i;
        quoting = step(quoting, bytes.at[i], stream->delimiter);
    }
    return SIZE_MAX;
}

size_t
crr_stream_find_quoted(const struct crr_stream *stream, bool *ret_open)
{
    struct crr_text bytes = stream->bytes;
    enum quoting quoting = AT_START;
    size_t number = 1;
    *ret_open = false;
    for (size_t i = 0; i < bytes.length; i++) {
        bool parts = bytes.at[i] == stream->delimiter && quoting != QUOTED;
        if (quoting == CLOSED && !parts && bytes.at[i] != '"')
            return number;
        number += parts;
        quoting = step(quoting, bytes.at[i], stream->delimiter);
    }
    *ret_open = quoting == QUOTED;
    return *ret_open ? number : 0;
}

struct crr_text
crr_stream_field(struct crr_stream *stream, size_t index)
{
    const struct crr_csv_field *field = &stream->fields[index];
    if (!field->doubled)
        return (struct crr_text){field->at, field->length};
    /* All fields of a record fit side by side, for quotes only go; each is asked for at
     * most once a record. */
    struct crr_text text = crr_csv_text(field, stream->scratch + stream->scratch_used);
    stream->scratch_used += text.length;
    return text;
}

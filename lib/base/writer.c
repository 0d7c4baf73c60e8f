/* The writer's buffer and the forms of what is written: JSON strings, CSV fields,
 * numbers. */
#include "base/writer.h"

#include <string.h>
#include "base/decimal.h"
#include "base/span.h"

void
crr_writer_init(struct crr_writer *writer,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    writer->write = write;
    writer->user = user;
    writer->failed = false;
    writer->used = 0;
}

static void
hand_over(struct crr_writer *writer, const char *at, size_t length)
{
    if (!writer->failed && length > 0)
        writer->failed = writer->write(writer->user, at, length) != 0;
}

bool
crr_writer_flush(struct crr_writer *writer)
{
    hand_over(writer, writer->buffer, writer->used);
    writer->used = 0;
    return !writer->failed;
}

void
crr_write_bytes(struct crr_writer *writer, const char *at, size_t length)
{
    if (length > sizeof writer->buffer - writer->used)
        crr_writer_flush(writer);
    if (length > sizeof writer->buffer) {
        hand_over(writer, at, length);
        return;
    }
    if (length > 0)
        memcpy(writer->buffer + writer->used, at, length);
    writer->used += length;
}

void
crr_write_text(struct crr_writer *writer, struct crr_text text)
{
    crr_write_bytes(writer, text.at, text.length);
}

void
crr_write_string(struct crr_writer *writer, const char *terminated)
{
    crr_write_bytes(writer, terminated, strlen(terminated));
}

void
crr_write_count(struct crr_writer *writer, uint64_t count)
{
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + count % 10);
        count /= 10;
    } while (count > 0);
    crr_write_bytes(writer, digits + at, sizeof digits - at);
}

void
crr_write_decimal(struct crr_writer *writer, int64_t units, int places)
{
    char text[CRR_NUMBER_SIZE];

    crr_write_bytes(writer, text, crr_decimal_print(units, places, text));
}

void
crr_write_fraction(struct crr_writer *writer, int64_t n, int64_t s)
{
    char text[CRR_NUMBER_SIZE];

    crr_write_bytes(writer, text, crr_fraction_print(n, s, text));
}

/* What stands for an ASCII character in a JSON string (RFC 8259, 7), or 0 bytes if it
 * stands for itself. */
static size_t
json_escape(unsigned char byte, char ret[6])
{
    static const char digits[] = "0123456789abcdef";
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *found = byte ? strchr(plain, byte) : NULL;

    if (found) {
        ret[0] = '\\';
        ret[1] = letters[found - plain];
        return 2;
    }
    if (byte >= 0x20 && byte != 0x7F)
        return 0;
    memcpy(ret, "\\u00", 4);
    ret[4] = digits[byte >> 4];
    ret[5] = digits[byte & 15];
    return 6;
}

void
crr_write_json_characters(struct crr_writer *writer, struct crr_text text)
{
    size_t done = 0; /* bytes before it are written */
    size_t at = 0;

    while (at < text.length) {
        size_t step = crr_utf8_length(text.at + at, text.length - at);
        char escape[6] = "\xEF\xBF\xBD";
        size_t escape_length = 0;

        if (step == 0)
            escape_length = 3; /* U+FFFD */
        else if (step == 1)
            escape_length = json_escape((unsigned char)text.at[at], escape);
        if (escape_length > 0) {
            crr_write_bytes(writer, text.at + done, at - done);
            crr_write_bytes(writer, escape, escape_length);
            done = at + 1;
        }
        at += step == 0 ? 1 : step;
    }
    if (at > done)
        crr_write_bytes(writer, text.at + done, at - done);
}

void
crr_write_json_string(struct crr_writer *writer, struct crr_text text)
{
    crr_write_bytes(writer, "\"", 1);
    crr_write_json_characters(writer, text);
    crr_write_bytes(writer, "\"", 1);
}

void
crr_write_csv_field(struct crr_writer *writer, struct crr_text text)
{
    size_t done = 0;
    bool quote = false;

    for (size_t i = 0; i < text.length && !quote; i++)
        quote = text.at[i] == ',' || text.at[i] == '"' || text.at[i] == '\r' ||
                text.at[i] == '\n';
    if (!quote) {
        crr_write_text(writer, text);
        return;
    }
    crr_write_bytes(writer, "\"", 1);
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] != '"')
            continue;
        crr_write_bytes(writer, text.at + done, i + 1 - done);
        done = i; /* the quote again, with what follows */
    }
    crr_write_bytes(writer, text.at + done, text.length - done);
    crr_write_bytes(writer, "\"", 1);
}

void
crr_buffer_init(struct crr_buffer *buffer, const struct crr_allocator *allocator)
{
    *buffer = (struct crr_buffer){.allocator = crr_allocator_or_default(allocator)};
}

void
crr_buffer_clear(struct crr_buffer *buffer)
{
    if (buffer->at)
        buffer->allocator.resize(
            buffer->allocator.user, buffer->at, buffer->capacity, 0);
    buffer->at = NULL;
    buffer->length = 0;
    buffer->capacity = 0;
}

int
crr_buffer_write(void *user, const char *at, size_t length)
{
    struct crr_buffer *buffer = user;

    if (length > buffer->capacity - buffer->length) {
        size_t need = buffer->length + length;
        size_t wider = buffer->capacity < 4096 ? 4096 : buffer->capacity;
        char *larger;

        if (need < length || need > PTRDIFF_MAX)
            return -1;
        while (wider < need)
            wider *= 2;
        larger = buffer->allocator.resize(
            buffer->allocator.user, buffer->at, buffer->capacity, wider);
        if (!larger)
            return -1;
        buffer->at = larger;
        buffer->capacity = wider;
    }
    if (length > 0)
        memcpy(buffer->at + buffer->length, at, length);
    buffer->length += length;
    return 0;
}

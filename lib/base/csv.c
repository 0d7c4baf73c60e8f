/* One record of CSV at a time, by the grammar of crr/file.h.
 *
 * No result depends on how many bytes beyond the record the caller happens to hold: a
 * record is read within a window of limit + 2 bytes (the longest record and CR LF), and
 * what is not decided by then is too long.
 *
 * A record that is refused costs a look ahead of at most one window, and the next
 * attempt begins one physical line later. The cost stays linear in the bytes whatever
 * they are. Where a look ahead runs on from line to line it is inside of quotes. As
 * long as it stays in one field, every run of quotes has an even length (an odd one
 * closes the field); a line there that begins a field with such a run closes it in the
 * same run and is decided within itself. Only lines where the look ahead passes from
 * one field to the next can look far themselves, and there are no more of them than a
 * record has room for fields. So no byte is looked at more often than that, twice over.
 */
#include "base/csv.h"
#include <string.h>

/* The reading of one record. */
struct cursor {
    const char *at;
    size_t length; /* of the window */
    size_t position;
    bool at_end; /* the window ends where the bytes do, and there are no more */
    char delimiter;
    /* What the physical line is looked for in. */
    size_t whole_length;
    bool whole_at_end;
    size_t limit;
};

/* The longest record and its line end. */
static size_t
window_of(size_t limit)
{
    return limit < SIZE_MAX - 2 ? limit + 2 : SIZE_MAX;
}

/* What follows a field. */
enum after {
    AFTER_DELIMITER,
    AFTER_RECORD, /* a line's end, or the end of all */
    AFTER_MORE,   /* the bytes do not tell yet */
    AFTER_UNCLOSED,
    AFTER_GARBAGE
};

/* At a byte that may end a field: steps over it. */
static enum after
step_over_end(struct cursor *cursor)
{
    size_t left = cursor->length - cursor->position;
    const char *at = cursor->at + cursor->position;
    if (left == 0)
        return cursor->at_end ? AFTER_RECORD : AFTER_MORE;
    if (*at == cursor->delimiter) {
        cursor->position++;
        return AFTER_DELIMITER;
    }
    if (*at == '\n') {
        cursor->position++;
        return AFTER_RECORD;
    }
    if (*at == '\r' && left == 1 && !cursor->at_end)
        return AFTER_MORE;
    if (*at == '\r' && left > 1 && at[1] == '\n') {
        cursor->position += 2;
        return AFTER_RECORD;
    }
    return AFTER_GARBAGE;
}

/* Behind an opening quote: reads up to the closing one and what follows it. */
static enum after
read_quoted(struct cursor *cursor, struct crr_csv_field *field)
{
    field->at = cursor->at + cursor->position;
    field->quoted = true;
    for (;;) {
        const char *quote = memchr(
            cursor->at + cursor->position, '"', cursor->length - cursor->position);
        if (!quote) {
            cursor->position = cursor->length;
            return cursor->at_end ? AFTER_UNCLOSED : AFTER_MORE;
        }
        cursor->position = (size_t)(quote - cursor->at) + 1;
        if (cursor->position == cursor->length && !cursor->at_end)
            return AFTER_MORE;
        if (cursor->position == cursor->length || cursor->at[cursor->position] != '"') {
            field->length = (size_t)(quote - field->at);
            return step_over_end(cursor);
        }
        field->doubled = true;
        cursor->position++;
    }
}

static enum after
read_unquoted(struct cursor *cursor, struct crr_csv_field *field)
{
    size_t start = cursor->position;
    size_t position = start;
    field->at = cursor->at + start;
    while (position < cursor->length && cursor->at[position] != cursor->delimiter &&
           cursor->at[position] != '\n')
        position++;
    field->length = position - start;
    cursor->position = position;
    if (position == cursor->length)
        return cursor->at_end ? AFTER_RECORD : AFTER_MORE;
    if (cursor->at[position] == '\n' && field->length > 0 &&
        cursor->at[position - 1] == '\r')
        field->length--;
    cursor->position++;
    return cursor->at[position] == '\n' ? AFTER_RECORD : AFTER_DELIMITER;
}

static enum after
read_field(struct cursor *cursor, struct crr_csv_field *field)
{
    *field = (struct crr_csv_field){cursor->at + cursor->position, 0, false, false};
    if (cursor->position < cursor->length && cursor->at[cursor->position] == '"') {
        cursor->position++;
        return read_quoted(cursor, field);
    }
    return read_unquoted(cursor, field);
}

static size_t
count_lines(const char *at, size_t length)
{
    size_t count = 0;
    for (const char *line = at;
         (line = memchr(line, '\n', length - (size_t)(line - at))); line++)
        count++;
    return count;
}

/* The bytes without the line's end. */
static size_t
without_line_end(const char *at, size_t length)
{
    if (length > 0 && at[length - 1] == '\n')
        length -= length > 1 && at[length - 2] == '\r' ? 2 : 1;
    return length;
}

/* Refuses the physical line in which the record began. */
static enum crr_csv_result
refuse(const struct cursor *cursor, enum crr_csv_result result,
    struct crr_csv_record *record)
{
    const char *end = memchr(cursor->at, '\n', cursor->whole_length);
    bool whole = end || cursor->whole_at_end;
    record->count = 0;
    if (!whole && cursor->whole_length < window_of(cursor->limit))
        return CRR_CSV_MORE;
    record->consumed = end ? (size_t)(end - cursor->at) + 1 : cursor->whole_length;
    record->line_count = whole;
    record->length = without_line_end(cursor->at, record->consumed);
    return whole && record->length <= cursor->limit ? result : CRR_CSV_TOO_LONG;
}

static enum crr_csv_result
finish(const struct cursor *cursor, struct crr_csv_record *record)
{
    record->consumed = cursor->position;
    record->length = without_line_end(cursor->at, cursor->position);
    if (record->length > cursor->limit)
        return refuse(cursor, CRR_CSV_TOO_LONG, record);
    record->line_count = 1;
    for (size_t i = 0; i < record->count; i++)
        if (record->fields[i].quoted)
            record->line_count += count_lines(
                record->fields[i].at, record->fields[i].length);
    return CRR_CSV_RECORD;
}

/* The window did not suffice: either there will be more bytes, or it is full, and then
 * the record is too long. */
static enum crr_csv_result
ask_for_more(const struct cursor *cursor, bool quoted, struct crr_csv_record *record)
{
    if (cursor->length < window_of(cursor->limit)) {
        record->count = 0;
        return CRR_CSV_MORE;
    }
    return refuse(cursor, quoted ? CRR_CSV_UNCLOSED : CRR_CSV_TOO_LONG, record);
}

static bool
is_empty_line(const char *at, size_t length, size_t *ret_consumed)
{
    *ret_consumed = at[0] == '\n' ? 1 : 2;
    return at[0] == '\n' || (length > 1 && at[0] == '\r' && at[1] == '\n');
}

enum crr_csv_result
crr_csv_next(const char *at, size_t length, bool at_end, char delimiter, size_t limit,
    struct crr_csv_record *record)
{
    bool cut = length > window_of(limit);
    struct cursor cursor = {at, cut ? window_of(limit) : length, 0, at_end && !cut,
        delimiter, length, at_end, limit};
    record->count = 0;
    if (length == 0)
        return at_end ? CRR_CSV_END : CRR_CSV_MORE;
    if (is_empty_line(at, length, &record->consumed)) {
        record->line_count = 1;
        record->length = 0;
        return CRR_CSV_EMPTY_LINE;
    }
    if (length == 1 && at[0] == '\r' && !at_end)
        return CRR_CSV_MORE;
    for (;;) {
        if (record->count == record->capacity)
            return refuse(&cursor, CRR_CSV_TOO_MANY, record);
        struct crr_csv_field *field = &record->fields[record->count];
        enum after after = read_field(&cursor, field);
        if (after == AFTER_MORE)
            return ask_for_more(&cursor, field->quoted, record);
        if (after == AFTER_UNCLOSED)
            return refuse(&cursor, CRR_CSV_UNCLOSED, record);
        if (after == AFTER_GARBAGE)
            return refuse(&cursor, CRR_CSV_AFTER_QUOTE, record);
        record->count++;
        if (after == AFTER_RECORD)
            return finish(&cursor, record);
    }
}

struct crr_text
crr_csv_text(const struct crr_csv_field *field, char *buffer)
{
    if (!field->doubled)
        return (struct crr_text){field->at, field->length};
    size_t used = 0;
    for (size_t i = 0; i < field->length; i++) {
        buffer[used++] = field->at[i];
        if (field->at[i] == '"')
            i++; /* its twin */
    }
    return (struct crr_text){buffer, used};
}

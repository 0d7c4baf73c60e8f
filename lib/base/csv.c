/* One record of CSV at a time, by the grammar of crr/file.h.
 *
 * A record that the grammar refuses costs a look ahead of at most `limit` bytes, and
 * the next attempt begins one physical line later. Hostile input cannot make that
 * quadratic: where the look ahead ran far, every quote in it stood in a pair, so no
 * line in it can open a field that is not closed on the spot. */
#include "base/csv.h"
#include <string.h>

/* The reading of one record. */
struct cursor {
    const char *at;
    size_t length;
    size_t position;
    bool at_end;
    char delimiter;
};

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
refuse(const struct cursor *cursor, size_t limit, enum crr_csv_result result,
    struct crr_csv_record *record)
{
    const char *end = memchr(cursor->at, '\n', cursor->length);
    if (!end && !cursor->at_end && cursor->length <= limit)
        return CRR_CSV_MORE;
    bool whole = end || cursor->at_end;
    record->consumed = end ? (size_t)(end - cursor->at) + 1 : cursor->length;
    record->line_count = whole;
    record->length = without_line_end(cursor->at, record->consumed);
    record->count = 0;
    return whole && record->length <= limit ? result : CRR_CSV_TOO_LONG;
}

static enum crr_csv_result
finish(const struct cursor *cursor, size_t limit, struct crr_csv_record *record)
{
    record->consumed = cursor->position;
    record->length = without_line_end(cursor->at, cursor->position);
    record->line_count = count_lines(cursor->at, cursor->position);
    if (cursor->position > 0 && cursor->at[cursor->position - 1] != '\n')
        record->line_count++; /* the last line of all has no end */
    if (record->length > limit)
        return refuse(cursor, limit, CRR_CSV_TOO_LONG, record);
    return CRR_CSV_RECORD;
}

/* The bytes did not suffice: there will be more, unless the record is too long already.
 */
static enum crr_csv_result
ask_for_more(const struct cursor *cursor, size_t limit, bool quoted,
    struct crr_csv_record *record)
{
    /* A CR may still turn out to belong to the record's end, and is not counted. */
    if (cursor->length <= limit + 1)
        return CRR_CSV_MORE;
    return refuse(cursor, limit, quoted ? CRR_CSV_UNCLOSED : CRR_CSV_TOO_LONG, record);
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
    struct cursor cursor = {at, length, 0, at_end, delimiter};
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
            return refuse(&cursor, limit, CRR_CSV_TOO_MANY, record);
        struct crr_csv_field *field = &record->fields[record->count];
        enum after after = read_field(&cursor, field);
        if (after == AFTER_MORE)
            return ask_for_more(&cursor, limit, field->quoted, record);
        if (after == AFTER_UNCLOSED)
            return refuse(&cursor, limit, CRR_CSV_UNCLOSED, record);
        if (after == AFTER_GARBAGE)
            return refuse(&cursor, limit, CRR_CSV_AFTER_QUOTE, record);
        record->count++;
        if (after == AFTER_RECORD)
            return finish(&cursor, limit, record);
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

/* One record of CSV at a time, by the grammar of crr/file.h.
 *
 * No result depends on how many bytes beyond the record the caller happens to hold: a
 * record is read within a window of limit + 2 bytes (the longest record and CR LF), and
 * what is not decided by then is too long.
 *
 * A record that is refused may have been followed over many lines, and the next attempt
 * begins one physical line later. Looking ahead anew from each line would let hostile
 * bytes cost a window a line. But a look ahead passes the end of a line only inside of
 * quotes, and so does one from a later line: from there on both are the same, but for
 * the number of fields before. So the way that was found first, the trunk, is kept: its
 * tail moves along with the lines that are refused, its front only forward, and a line
 * that leads into the trunk is decided by where the trunk leads. Every byte is looked
 * at by its own line, by the tail and by the front: the cost is linear, whatever the
 * bytes are. */
#include "base/csv.h"
#include <string.h>

enum scan_state {
    FIELD_START,
    UNQUOTED,
    QUOTED
};

/* How a scan ends. */
enum scan_end {
    SCAN_RECORD,  /* behind the end of a record */
    SCAN_LINE,    /* behind the end of the line, inside of quotes */
    SCAN_SHORT,   /* the bytes do not tell yet */
    SCAN_OPEN,    /* there are no more bytes, and quotes are open */
    SCAN_GARBAGE, /* behind a closing quote stands what may not */
    SCAN_FULL     /* a field begins for which there is no room */
};

#define NO_STOP SIZE_MAX

/* What a scan reads. */
struct window {
    const char *at;
    size_t length;
    bool at_end; /* no bytes follow */
    char delimiter;
    size_t capacity; /* fields */
};

/* ---- Scanning ---- */

/* Behind a closing quote at `quote`: steps over what ends the field. True: another
 * field follows. */
static bool
step_over_end(const struct window *window, struct crr_csv_scan *scan, size_t quote,
    enum scan_end *ret_end)
{
    const char *next = window->at + quote + 1;
    size_t left = window->length - quote - 1;
    bool is_cr = left > 0 && *next == '\r';
    if ((left == 0 || (is_cr && left == 1)) && !window->at_end) {
        scan->position = quote;
        *ret_end = SCAN_SHORT;
        return false;
    }
    scan->position = quote + 1;
    *ret_end = SCAN_RECORD;
    if (left == 0)
        return false;
    if (*next == window->delimiter) {
        scan->position++;
        scan->state = FIELD_START;
        return true;
    }
    if (*next == '\n' || (is_cr && left > 1 && next[1] == '\n'))
        scan->position += is_cr ? 2 : 1;
    else
        *ret_end = SCAN_GARBAGE;
    return false;
}

/* Inside of quotes, up to and over the field's end, or up to `stop`. True: another
 * field follows. */
static bool
scan_quoted(const struct window *window, struct crr_csv_scan *scan,
    struct crr_csv_field *field, size_t stop, enum scan_end *ret_end)
{
    size_t limit = stop == NO_STOP ? window->length : stop;
    for (;;) {
        const char *quote = memchr(
            window->at + scan->position, '"', limit - scan->position);
        if (!quote) {
            scan->position = limit;
            *ret_end = stop != NO_STOP  ? SCAN_LINE
                       : window->at_end ? SCAN_OPEN
                                        : SCAN_SHORT;
            return false;
        }
        size_t at = (size_t)(quote - window->at);
        if (at + 1 < window->length && window->at[at + 1] == '"') {
            scan->position = at + 2;
            if (field)
                field->doubled = true;
            continue;
        }
        if (field)
            field->length = at - (size_t)(field->at - window->at);
        return step_over_end(window, scan, at, ret_end);
    }
}

/* Up to and over the field's end. True: another field follows. */
static bool
scan_unquoted(const struct window *window, struct crr_csv_scan *scan,
    struct crr_csv_field *field, enum scan_end *ret_end)
{
    const char *at = window->at;
    size_t position = scan->position;
    while (position < window->length && at[position] != window->delimiter &&
           at[position] != '\n')
        position++;
    bool ends = position < window->length && at[position] == '\n';
    if (field) {
        field->length = position - (size_t)(field->at - at);
        if (ends && field->length > 0 && at[position - 1] == '\r')
            field->length--;
    }
    scan->position = position;
    if (position == window->length) {
        *ret_end = window->at_end ? SCAN_RECORD : SCAN_SHORT;
        return false;
    }
    scan->position++;
    scan->state = FIELD_START;
    *ret_end = SCAN_RECORD;
    return !ends;
}

/* Steps over an opening quote. False: no field begins here, or it is not sure which. */
static bool
begin_field(const struct window *window, struct crr_csv_scan *scan,
    struct crr_csv_field *fields, enum scan_end *ret_end)
{
    bool at_end = scan->position == window->length;
    bool quoted = !at_end && window->at[scan->position] == '"';
    *ret_end = scan->count >= window->capacity ? SCAN_FULL : SCAN_SHORT;
    if (*ret_end == SCAN_FULL || (at_end && !window->at_end))
        return false;
    scan->position += quoted;
    scan->state = quoted ? QUOTED : UNQUOTED;
    if (fields)
        fields[scan->count] = (struct crr_csv_field){
            window->at + scan->position, 0, quoted, false};
    scan->count++;
    return true;
}

/* Scans on until the record ends or is refused, or up to `stop`, behind the line's end,
 * if that lies in quotes. fields may be NULL; else the scan must have begun with them.
 */
static enum scan_end
scan_on(const struct window *window, struct crr_csv_scan *scan,
    struct crr_csv_field *fields, size_t stop)
{
    enum scan_end end;
    bool more = true;
    while (more) {
        if (scan->state == FIELD_START && !begin_field(window, scan, fields, &end))
            return end;
        struct crr_csv_field *field = fields ? &fields[scan->count - 1] : NULL;
        more = scan->state == QUOTED ? scan_quoted(window, scan, field, stop, &end)
                                     : scan_unquoted(window, scan, field, &end);
    }
    return end;
}

/* ---- Results ---- */

/* What is read, and where the physical line ends. */
struct reading {
    struct window window;
    size_t length; /* of all bytes */
    bool at_end;   /* none follow them */
    size_t limit;
    size_t line_end; /* behind the LF, NO_STOP if there is none in the window */
};

/* The longest record and its line end. */
static size_t
window_of(size_t limit)
{
    return limit < SIZE_MAX - 2 ? limit + 2 : SIZE_MAX;
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
refuse(const struct reading *reading, enum crr_csv_result result,
    struct crr_csv_record *record)
{
    const char *at = reading->window.at;
    const char *end = memchr(at, '\n', reading->length);
    bool whole = end || reading->at_end;
    if (!whole && reading->length < window_of(reading->limit))
        return CRR_CSV_MORE;
    record->consumed = end ? (size_t)(end - at) + 1 : reading->length;
    record->line_count = whole;
    record->length = without_line_end(at, record->consumed);
    return whole && record->length <= reading->limit ? result : CRR_CSV_TOO_LONG;
}

static enum crr_csv_result
finish(const struct reading *reading, const struct crr_csv_scan *scan,
    struct crr_csv_record *record)
{
    record->consumed = scan->position;
    record->length = without_line_end(reading->window.at, scan->position);
    if (record->length > reading->limit)
        return refuse(reading, CRR_CSV_TOO_LONG, record);
    record->count = scan->count;
    record->line_count = 1;
    for (size_t i = 0; i < record->count; i++)
        if (record->fields[i].quoted)
            record->line_count += count_lines(
                record->fields[i].at, record->fields[i].length);
    return CRR_CSV_RECORD;
}

/* The result of a scan that came to this end. */
static enum crr_csv_result
settle(const struct reading *reading, const struct crr_csv_scan *scan,
    enum scan_end end, struct crr_csv_record *record)
{
    switch (end) {
    case SCAN_RECORD:
        return finish(reading, scan, record);
    case SCAN_OPEN:
        return refuse(reading, CRR_CSV_UNCLOSED, record);
    case SCAN_GARBAGE:
        return refuse(reading, CRR_CSV_AFTER_QUOTE, record);
    case SCAN_FULL:
        return refuse(reading, CRR_CSV_TOO_MANY, record);
    default:
        break;
    }
    /* Either there will be more bytes, or the window is full. */
    if (reading->window.length < window_of(reading->limit))
        return CRR_CSV_MORE;
    return refuse(
        reading, scan->state == QUOTED ? CRR_CSV_UNCLOSED : CRR_CSV_TOO_LONG, record);
}

/* ---- The trunk ---- */

/* Moves the trunk's places to the next record, which begins `consumed` bytes later. */
static void
shift(struct crr_csv_trunk *trunk, size_t consumed)
{
    trunk->known &= trunk->tail.position == consumed;
    trunk->tail.position -= consumed;
    trunk->front.position -= consumed;
}

/* Takes the trunk's tail over the line; the trunk is lost if its front lies before. */
static void
follow_line(const struct reading *reading, struct crr_csv_trunk *trunk)
{
    struct window window = reading->window;
    window.capacity = SIZE_MAX;
    trunk->known &= reading->line_end <= trunk->front.position &&
                    trunk->front.position <= window.length;
    if (trunk->known)
        trunk->known = scan_on(&window, &trunk->tail, NULL, reading->line_end) ==
                       SCAN_LINE;
}

/* The end of a record that leads into the trunk at the end of its first line, with
 * `count` fields up to there. */
static enum scan_end
follow_trunk(const struct reading *reading, struct crr_csv_trunk *trunk, size_t count)
{
    struct window window = reading->window;
    size_t room = window.capacity - count; /* for fields that begin after the line */
    size_t begun = trunk->front.count - trunk->tail.count;
    if (begun > room)
        return SCAN_FULL;
    if (trunk->end == SCAN_GARBAGE || trunk->end == SCAN_RECORD)
        return trunk->end;
    window.capacity = trunk->tail.count + room;
    enum scan_end end = scan_on(&window, &trunk->front, NULL, NO_STOP);
    trunk->end = end;
    return end;
}

/* ---- Reading ---- */

/* A record of more than one line: the first was scanned, and ends in quotes. */
static enum crr_csv_result
read_on(const struct reading *reading, struct crr_csv_scan scan,
    struct crr_csv_record *record)
{
    struct crr_csv_trunk *trunk = &record->trunk;
    struct crr_csv_scan line = scan;
    enum scan_end end = trunk->known ? follow_trunk(reading, trunk, scan.count)
                                     : SCAN_RECORD;
    if (trunk->known && end != SCAN_RECORD) {
        scan.state = trunk->front.state;
        return settle(reading, &scan, end, record);
    }
    end = scan_on(&reading->window, &scan, record->fields, NO_STOP);
    enum crr_csv_result result = settle(reading, &scan, end, record);
    if (result != CRR_CSV_RECORD && result != CRR_CSV_MORE)
        *trunk = (struct crr_csv_trunk){true, end, line, scan};
    return result;
}

static enum crr_csv_result
read_record(const struct reading *reading, struct crr_csv_record *record)
{
    struct crr_csv_trunk kept = record->trunk;
    struct crr_csv_scan scan = {0, 0, FIELD_START};
    enum crr_csv_result result;
    follow_line(reading, &record->trunk);
    enum scan_end end = scan_on(
        &reading->window, &scan, record->fields, reading->line_end);
    if (end == SCAN_LINE)
        result = read_on(reading, scan, record);
    else
        result = settle(reading, &scan, end, record);
    if (result == CRR_CSV_MORE)
        record->trunk = kept; /* the same record will be read again */
    else
        shift(&record->trunk, record->consumed);
    return result;
}

static bool
is_empty_line(const char *at, size_t length)
{
    return at[0] == '\n' || (length > 1 && at[0] == '\r' && at[1] == '\n');
}

enum crr_csv_result
crr_csv_next(const char *at, size_t length, bool at_end, char delimiter, size_t limit,
    struct crr_csv_record *record)
{
    bool cut = length > window_of(limit);
    struct reading reading = {.window = {at, cut ? window_of(limit) : length,
                                  at_end && !cut, delimiter, record->capacity},
        .length = length,
        .at_end = at_end,
        .limit = limit,
        .line_end = NO_STOP};
    record->count = 0;
    if (length == 0)
        return at_end ? CRR_CSV_END : CRR_CSV_MORE;
    if (length == 1 && at[0] == '\r' && !at_end)
        return CRR_CSV_MORE;
    const char *end = memchr(at, '\n', reading.window.length);
    if (end)
        reading.line_end = (size_t)(end - at) + 1;
    if (!is_empty_line(at, length))
        return read_record(&reading, record);
    follow_line(&reading, &record->trunk);
    record->consumed = reading.line_end;
    record->line_count = 1;
    record->length = 0;
    shift(&record->trunk, record->consumed);
    return CRR_CSV_EMPTY_LINE;
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

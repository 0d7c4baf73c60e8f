/* Reading along the CSV of rejected rows. It is the library's own output, so that its
 * grammar is certain: a field with a quote, a comma or a line's end stands in quotes.
 */
#include "rejects.h"

#include <string.h>
#include "say.h"

enum reject_field {
    FIELD_LINE,
    FIELD_BYTE,
    FIELD_KEY,
    FIELD_COLUMN,
    FIELD_FINDING,
    FIELD_MESSAGE
};

void
rejects_start(struct rejects *rejects,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    memset(rejects, 0, sizeof *rejects);
    rejects->write = write;
    rejects->user = user;
}

static void
count_kind(struct rejects *rejects, const char *kind)
{
    size_t i = 0;

    while (i < rejects->kind_count && strcmp(rejects->kinds[i], kind) != 0)
        i++;
    if (i == REJECT_KINDS)
        return;
    if (i == rejects->kind_count)
        memcpy(rejects->kinds[rejects->kind_count++], kind, REJECT_FIELD_SIZE);
    rejects->kind_counts[i]++;
}

static void
end_record(struct rejects *rejects)
{
    if (rejects->header_done) {
        rejects->count++;
        count_kind(rejects, rejects->current.fields[FIELD_FINDING]);
        if (rejects->first_count < REJECTS_SHOWN)
            rejects->first[rejects->first_count++] = rejects->current;
    }
    rejects->header_done = true;
    memset(&rejects->current, 0, sizeof rejects->current);
    rejects->field = 0;
    rejects->length = 0;
}

static void
take_byte(struct rejects *rejects, char byte)
{
    if (rejects->field < REJECT_FIELDS && rejects->length < REJECT_FIELD_SIZE - 1)
        rejects->current.fields[rejects->field][rejects->length++] = byte;
}

/* Whether bytes form characters as those of UTF-8 do, which says of a file in another
 * encoding that it is none: not each sequence that is forbidden. */
static void
watch_encoding(struct rejects *rejects, unsigned char byte)
{
    bool goes_on = (byte & 0xc0) == 0x80;

    if (goes_on != (rejects->char_left > 0) || byte >= 0xf8)
        rejects->not_utf_8 = true;
    if (goes_on && rejects->char_left > 0)
        rejects->char_left--;
    else
        rejects->char_left = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc0 ? 1 : 0;
}

static void
read_byte(struct rejects *rejects, char byte)
{
    bool second_quote = rejects->quote_seen && byte == '"';

    if (rejects->quote_seen && byte != '"')
        rejects->in_quotes = false;
    rejects->quote_seen = false;
    if (rejects->in_quotes) {
        if (byte == '"' && !second_quote)
            rejects->quote_seen = true;
        else
            take_byte(rejects, byte);
    } else if (byte == '"') {
        rejects->in_quotes = true;
    } else if (byte == ',') {
        rejects->field++;
        rejects->length = 0;
    } else if (byte == '\n') {
        end_record(rejects);
    } else if (byte != '\r') {
        take_byte(rejects, byte);
    }
}

int
rejects_write(void *user, const char *at, size_t length)
{
    struct rejects *rejects = user;

    for (size_t i = 0; i < length; i++) {
        watch_encoding(rejects, (unsigned char)at[i]);
        read_byte(rejects, at[i]);
    }
    return rejects->write ? rejects->write(rejects->user, at, length) : 0;
}

void
rejects_kinds(const struct rejects *rejects, char *ret_text, size_t size)
{
    char count[COUNT_SIZE];
    size_t length = 0;

    *ret_text = '\0';
    for (size_t i = 0; i < rejects->kind_count; i++)
        length += print_text(ret_text + length, size - length, "%s%s %s",
            i > 0 ? ", " : "", count_text(rejects->kind_counts[i], count),
            rejects->kinds[i]);
}

void
rejects_say_first(const struct rejects *rejects)
{
    for (size_t i = 0; i < rejects->first_count; i++) {
        const struct reject *reject = &rejects->first[i];
        const char *column = reject->fields[FIELD_COLUMN];
        const char *key = reject->fields[FIELD_KEY];
        char text[4 * REJECT_FIELD_SIZE];

        print_text(text, sizeof text, "  line %s: %s%s%s%s%s: %s",
            reject->fields[FIELD_LINE], reject->fields[FIELD_FINDING],
            *column ? " " : "", column, *key ? ", " : "", key,
            reject->fields[FIELD_MESSAGE]);
        clean_text(text);
        say_line("%s", text);
    }
}

/* ---- --max-rejects ---- */

/* Reads digits with up to `places` decimal places, times 10^places; false: not that. */
static bool
read_decimal(const char *text, size_t length, unsigned places, uint64_t *ret_units)
{
    uint64_t units = 0;
    unsigned left = places;
    bool point = false, digit = false;

    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.' && !point && places > 0) {
            point = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || (point && left == 0) ||
            units > UINT64_MAX / 100)
            return false;
        units = units * 10 + (uint64_t)(text[i] - '0');
        left -= point;
        digit = true;
    }
    for (; left > 0; left--) {
        if (units > UINT64_MAX / 10)
            return false;
        units *= 10;
    }
    *ret_units = units;
    return digit;
}

bool
read_max_rejects(const char *value, void *member)
{
    struct reject_limit *limit = member;
    size_t length = strlen(value);
    uint64_t units;

    if (length > 0 && value[length - 1] == '%') {
        if (!read_decimal(value, length - 1, 4, &units) || units > 1000000)
            return false;
        limit->has_ppm = true;
        limit->ppm = (uint32_t)units;
        return true;
    }
    limit->has_count = true;
    return read_decimal(value, length, 0, &limit->count);
}

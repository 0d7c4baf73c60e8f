/* Cells for spreadsheets. */
#include "spreadsheet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DIGIT_LIMIT 15    /* what a spreadsheet's numbers hold */
#define FORMULA_LIMIT 255 /* bytes of a text in a formula */

/* ---- What a cell is ---- */

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static size_t
count_digits(const char *at, size_t length)
{
    size_t count = 0;

    while (count < length && is_digit(at[count]))
        count++;
    return count;
}

/* -12.50: no leading zeros, no more digits than are kept. */
static bool
is_number(const char *at, size_t length)
{
    size_t sign = length > 0 && at[0] == '-';
    size_t whole = count_digits(at + sign, length - sign);
    size_t rest = length - sign - whole;
    size_t places = rest > 0 ? count_digits(at + sign + whole + 1, rest - 1) : 0;

    if (whole == 0 || (whole > 1 && at[sign] == '0') || whole + places > DIGIT_LIMIT)
        return false;
    return rest == 0 || (at[sign + whole] == '.' && places > 0 && places == rest - 1);
}

/* 2026-01-31 */
static bool
is_day(const char *at, size_t length)
{
    return length == 10 && count_digits(at, 10) == 4 && at[4] == '-' &&
           count_digits(at + 5, 5) == 2 && at[7] == '-' && count_digits(at + 8, 2) == 2;
}

static bool
would_run(const char *at, size_t length)
{
    static const char *const wide[] = {
        "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

    /* Some pass over spaces. */
    for (; length > 1 && *at == ' '; at++)
        length--;
    if (memchr("=+-@\t\r", at[0], 6))
        return true;
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (length >= 3 && memcmp(at, wide[i], 3) == 0)
            return true;
    return false;
}

static size_t
count_letters(const char *at, size_t length)
{
    size_t count = 0;

    while (count < length && (at[count] | 32) >= 'a' && (at[count] | 32) <= 'z')
        count++;
    return count;
}

/* A month, or its beginning; the E of an exponent; am and pm. */
static bool
is_word_of_numbers(const char *at, size_t length)
{
    static const char *const words[] = {"january", "february", "march", "april", "may",
        "june", "july", "august", "september", "october", "november", "december"};
    char word[16];

    if (length == 1)
        return (at[0] | 32) == 'e';
    if (length >= sizeof word)
        return false;
    for (size_t i = 0; i < length; i++)
        word[i] = (char)(at[i] | 32);
    if (length == 2)
        return memcmp(word, "am", 2) == 0 || memcmp(word, "pm", 2) == 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strncmp(words[i], word, length) == 0)
            return true;
    return false;
}

/* Whether a spreadsheet may take the cell for a number, a day or a time, and show
 * another one. */
static bool
would_change(const char *at, size_t length)
{
    bool digit = false;

    for (size_t i = 0; i < length;) {
        size_t letters = count_letters(at + i, length - i);

        if (letters > 0 && !is_word_of_numbers(at + i, letters))
            return false;
        if (letters == 0 && !is_digit(at[i]) && !memchr(" .,:/-+%()$", at[i], 11))
            return false;
        digit |= is_digit(at[i]);
        i += letters > 0 ? letters : 1;
    }
    return digit;
}

/* ---- Writing ---- */

static int
put_quoted(struct spreadsheet *sheet, const char *at, size_t length)
{
    const char *quote;
    int result = 0;

    while (result == 0 && (quote = memchr(at, '"', length))) {
        size_t part = (size_t)(quote - at) + 1;

        result = output_write(sheet->out, at, part);
        if (result == 0)
            result = output_write(sheet->out, "\"", 1);
        at += part;
        length -= part;
    }
    return result == 0 ? output_write(sheet->out, at, length) : result;
}

static bool
needs_quotes(const struct spreadsheet *sheet)
{
    for (size_t i = 0; i < sheet->length; i++)
        if (memchr("\",\r\n", sheet->cell[i], 4))
            return true;
    return false;
}

static int
put(struct spreadsheet *sheet, const char *text)
{
    return output_write(sheet->out, text, strlen(text));
}

static int
put_text(struct spreadsheet *sheet, const char *before)
{
    if (!needs_quotes(sheet))
        return put(sheet, before) ||
               output_write(sheet->out, sheet->cell, sheet->length);
    return put(sheet, "\"") || put(sheet, before) ||
           put_quoted(sheet, sheet->cell, sheet->length) || put(sheet, "\"");
}

static int
put_cell(struct spreadsheet *sheet)
{
    const char *at = sheet->cell;
    size_t length = sheet->length;

    if (length == 0 || is_number(at, length) || is_day(at, length))
        return put_text(sheet, "");
    if (would_run(at, length))
        return put_text(sheet, "'");
    if (!would_change(at, length))
        return put_text(sheet, "");
    /* What would change holds no quote. */
    return length > FORMULA_LIMIT
               ? put_text(sheet, "'")
               : put(sheet, "\"=\"\"") || output_write(sheet->out, at, length) ||
                     put(sheet, "\"\"\"");
}

/* ---- Reading along ---- */

static bool
keep(struct spreadsheet *sheet, char byte)
{
    if (sheet->length == sheet->capacity) {
        size_t capacity = sheet->capacity * 2 + 256;
        char *cell = realloc(sheet->cell, capacity);

        if (!cell) {
            sheet->out->error = ENOMEM;
            return false;
        }
        sheet->cell = cell;
        sheet->capacity = capacity;
    }
    sheet->cell[sheet->length++] = byte;
    return true;
}

static int
end_cell(struct spreadsheet *sheet, const char *end)
{
    int result = put_cell(sheet);

    sheet->length = 0;
    return result ? result : put(sheet, end);
}

static int
take(struct spreadsheet *sheet, char byte)
{
    bool second_quote = sheet->quote_seen && byte == '"';

    if (sheet->quote_seen && !second_quote)
        sheet->in_quotes = false;
    sheet->quote_seen = sheet->in_quotes && byte == '"' && !second_quote;
    if (sheet->quote_seen)
        return 0;
    if (sheet->in_quotes)
        return keep(sheet, byte) ? 0 : -1;
    if (byte == '"') {
        sheet->in_quotes = true;
        return 0;
    }
    if (byte == ',')
        return end_cell(sheet, ",");
    if (byte == '\n')
        return end_cell(sheet, "\r\n");
    return keep(sheet, byte) ? 0 : -1;
}

void
spreadsheet_start(struct spreadsheet *sheet, struct output *out)
{
    memset(sheet, 0, sizeof *sheet);
    sheet->out = out;
}

int
spreadsheet_write(void *user, const char *at, size_t length)
{
    struct spreadsheet *sheet = user;
    int result = sheet->begun ? 0 : put(sheet, "\xEF\xBB\xBF");

    sheet->begun = true;
    for (size_t i = 0; i < length && result == 0; i++)
        result = take(sheet, at[i]);
    return result ? -1 : 0;
}

void
spreadsheet_release(struct spreadsheet *sheet)
{
    free(sheet->cell);
}

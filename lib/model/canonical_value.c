/* Lines and values of the canonical text.
 *
 * A text is plain if it begins with an ASCII letter, a digit or an underscore, goes on
 * with these and . + / -, and is no spelling of null; else it stands in double quotes.
 * Escaped are \ " \n \t, other control characters of ASCII as \xNN, and as \uNNNN what
 * YAML takes for a line break or does not allow (U+0080-9F, U+2028, U+2029, U+FEFF,
 * U+FFFE, U+FFFF) and what changes the direction of writing (U+061C, U+200E, U+200F,
 * U+202A-202E, U+2066-2069). */
#include "model/canonical.h"

#include "base/day.h"

/* ---- Lines ---- */

static void
begin_line(struct crr_page *page)
{
    static const char spaces[] = "                ";
    int left = page->dash ? page->indent - 2 : page->indent;

    while (left > 0) {
        int step = left < (int)sizeof spaces - 1 ? left : (int)sizeof spaces - 1;

        crr_write_bytes(&page->writer, spaces, (size_t)step);
        left -= step;
    }
    if (page->dash)
        crr_write_string(&page->writer, "- ");
    page->dash = false;
}

void
crr_page_key(struct crr_page *page, const char *key)
{
    begin_line(page);
    crr_write_string(&page->writer, key);
    crr_write_string(&page->writer, ": ");
}

void
crr_page_id(struct crr_page *page, struct crr_text id)
{
    begin_line(page);
    crr_page_text(page, id);
    crr_write_string(&page->writer, ": ");
}

void
crr_page_id_head(struct crr_page *page, struct crr_text id)
{
    begin_line(page);
    crr_page_text(page, id);
    crr_write_string(&page->writer, ":\n");
}

void
crr_page_head(struct crr_page *page, const char *key)
{
    begin_line(page);
    crr_write_string(&page->writer, key);
    crr_write_string(&page->writer, ":\n");
}

void
crr_page_item(struct crr_page *page)
{
    page->dash = true;
    begin_line(page);
}

void
crr_page_end_line(struct crr_page *page)
{
    crr_write_string(&page->writer, "\n");
}

void
crr_page_word_line(struct crr_page *page, const char *key, const char *word)
{
    crr_page_key(page, key);
    crr_page_word(page, word);
    crr_page_end_line(page);
}

void
crr_page_text_line(struct crr_page *page, const char *key, struct crr_text text)
{
    if (text.length == 0)
        return;
    crr_page_key(page, key);
    crr_page_text(page, text);
    crr_page_end_line(page);
}

void
crr_page_texts_line(struct crr_page *page, const char *key,
    const struct crr_text *texts, uint32_t count)
{
    if (count == 0)
        return;
    crr_page_key(page, key);
    crr_page_texts(page, texts, count);
    crr_page_end_line(page);
}

void
crr_page_titles_line(
    struct crr_page *page, const char *key, const struct crr_titles *titles)
{
    if (titles->count == 0)
        return;
    crr_page_key(page, key);
    if (titles->items[0].language.length == 0) {
        crr_page_text(page, titles->items[0].text);
        crr_page_end_line(page);
        return;
    }
    crr_write_string(&page->writer, "{");
    for (uint32_t i = 0; i < titles->count; i++) {
        crr_write_string(&page->writer, i > 0 ? ", " : "");
        crr_page_text(page, titles->items[i].language);
        crr_write_string(&page->writer, ": ");
        crr_page_text(page, titles->items[i].text);
    }
    crr_write_string(&page->writer, "}\n");
}

void
crr_page_decimal_line(struct crr_page *page, const char *key, int64_t units, int places)
{
    crr_page_key(page, key);
    crr_page_decimal(page, units, places);
    crr_page_end_line(page);
}

void
crr_page_policy_line(struct crr_page *page, const char *key, struct crr_policy policy)
{
    crr_page_key(page, key);
    if (policy.kind == CRR_POLICY_POINTS) {
        crr_write_string(&page->writer, "{points: ");
        crr_page_decimal(page, policy.points, CRR_POINTS_PLACES);
        crr_write_string(&page->writer, "}");
    } else {
        crr_page_word(page, policy.kind == CRR_POLICY_WORST      ? "worst"
                            : policy.kind == CRR_POLICY_INTERVAL ? "interval"
                                                                 : "error");
    }
    crr_page_end_line(page);
}

/* ---- Flow mappings ---- */

void
crr_page_open(struct crr_page *page)
{
    crr_write_string(&page->writer, "{");
    page->flow_count = 0;
}

void
crr_page_close(struct crr_page *page)
{
    crr_write_string(&page->writer, "}");
}

void
crr_page_entry(struct crr_page *page, const char *key)
{
    if (page->flow_count++ > 0)
        crr_write_string(&page->writer, ", ");
    crr_write_string(&page->writer, key);
    crr_write_string(&page->writer, ": ");
}

void
crr_page_day_entry(struct crr_page *page, const char *key, int32_t day)
{
    if (day == CRR_NO_DAY)
        return;
    crr_page_entry(page, key);
    crr_page_day(page, day);
}

/* ---- Texts ---- */

static bool
is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_';
}

/* True if the text stands without quotes. Null counts in any case, for readers other
 * than crr's. */
static bool
is_plain(struct crr_text text)
{
    if (text.length == 0 || !is_word_byte(text.at[0]) ||
        crr_text_equal_fold(text, (struct crr_text){"null", 4}))
        return false;
    for (size_t i = 1; i < text.length; i++) {
        char c = text.at[i];

        if (!is_word_byte(c) && c != '.' && c != '+' && c != '/' && c != '-')
            return false;
    }
    return true;
}

/* The code point of a well-formed character of 2 or 3 bytes; 0 for 4 bytes, of which
 * none is escaped. */
static unsigned
decode(const char *at, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)at;

    if (length == 2)
        return (bytes[0] & 0x1Fu) << 6 | (bytes[1] & 0x3Fu);
    if (length == 3)
        return (bytes[0] & 0x0Fu) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
    return 0;
}

static bool
is_escaped(unsigned point)
{
    return (point >= 0x80 && point <= 0x9F) || point == 0x061C || point == 0x200E ||
           point == 0x200F || (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF || point == 0xFFFE ||
           point == 0xFFFF;
}

/* The escape of the character at `at`, or 0 bytes if it stands for itself. */
static size_t
escape(const char *at, size_t length, char ret[8])
{
    static const char digits[] = "0123456789abcdef";
    unsigned point = length == 1 ? (unsigned char)at[0] : decode(at, length);
    int width = length == 1 ? 2 : 4;

    ret[0] = '\\';
    ret[1] = at[0] == '\n' ? 'n' : at[0] == '\t' ? 't' : at[0];
    if (length == 1 && strchr("\n\t\"\\", (int)point) && point > 0)
        return 2;
    if (length == 1 ? point >= 0x20 && point != 0x7F : !is_escaped(point))
        return 0;
    ret[1] = length == 1 ? 'x' : 'u';
    for (int i = 0; i < width; i++)
        ret[2 + i] = digits[point >> 4 * (width - 1 - i) & 15];
    return (size_t)width + 2;
}

/* ASCII that is never escaped: most of most texts. */
static bool
stands_for_itself(char c)
{
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

static void
write_quoted(struct crr_writer *writer, struct crr_text text)
{
    size_t done = 0, at = 0;

    crr_write_string(writer, "\"");
    while (at < text.length) {
        char bytes[8];
        size_t step, length;

        if (stands_for_itself(text.at[at])) {
            at++;
            continue;
        }
        /* Everything in a model is UTF-8; 0 would be a byte that is not. */
        step = crr_utf8_length(text.at + at, text.length - at);
        step = step > 0 ? step : 1;
        length = escape(text.at + at, step, bytes);
        if (length > 0) {
            crr_write_bytes(writer, text.at + done, at - done);
            crr_write_bytes(writer, bytes, length);
            done = at + step;
        }
        at += step;
    }
    crr_write_bytes(writer, text.at + done, text.length - done);
    crr_write_string(writer, "\"");
}

/* ---- Values ---- */

void
crr_page_word(struct crr_page *page, const char *word)
{
    crr_write_string(&page->writer, word);
}

void
crr_page_text(struct crr_page *page, struct crr_text text)
{
    if (is_plain(text))
        crr_write_text(&page->writer, text);
    else if (text.length == 0)
        crr_write_string(&page->writer, "\"\"");
    else
        write_quoted(&page->writer, text);
}

void
crr_page_texts(struct crr_page *page, const struct crr_text *texts, uint32_t count)
{
    crr_write_string(&page->writer, "[");
    for (uint32_t i = 0; i < count; i++) {
        crr_write_string(&page->writer, i > 0 ? ", " : "");
        crr_page_text(page, texts[i]);
    }
    crr_write_string(&page->writer, "]");
}

void
crr_page_decimal(struct crr_page *page, int64_t units, int places)
{
    struct crr_decimal reduced = crr_decimal_reduce(
        (struct crr_decimal){units, places});

    crr_write_decimal(&page->writer, reduced.units, reduced.places);
}

void
crr_page_range(struct crr_page *page, int64_t low, int64_t high, int places)
{
    crr_write_string(&page->writer, "[");
    crr_page_decimal(page, low, places);
    crr_write_string(&page->writer, ", ");
    crr_page_decimal(page, high, places);
    crr_write_string(&page->writer, "]");
}

/* A decimal where one with at most 9 places has the value, else a/b: both as integers,
 * or divided by the same power of ten where an integer would have more digits than the
 * language reads. */
void
crr_page_rational(struct crr_page *page, struct crr_rational rational)
{
    const int64_t limit = INT64_C(1000000000000);
    int places = 0;
    int64_t units;

    for (int i = 0; i <= 9; i++) {
        if (crr_power_of_ten(i) % rational.denominator != 0)
            continue;
        if (crr_multiply(rational.numerator, crr_power_of_ten(i) / rational.denominator,
                &units) &&
            units / crr_power_of_ten(i) < limit) {
            crr_page_decimal(page, units, i);
            return;
        }
        break;
    }
    while (rational.numerator / crr_power_of_ten(places) >= limit ||
           rational.denominator / crr_power_of_ten(places) >= limit)
        places++;
    crr_page_decimal(page, rational.numerator, places);
    crr_write_string(&page->writer, "/");
    crr_page_decimal(page, rational.denominator, places);
}

void
crr_page_day(struct crr_page *page, int32_t day)
{
    char text[11];

    crr_day_print(day, text);
    crr_write_string(&page->writer, text);
}

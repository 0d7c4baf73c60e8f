/* Texts: UTF-8, trimming, folding, and the edit distance of misspelt words. */
#include "base/span.h"

#include <stdint.h>

int
crr_text_compare(struct crr_text a, struct crr_text b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter > 0 ? memcmp(a.at, b.at, shorter) : 0;

    if (order != 0)
        return order;
    return (a.length > b.length) - (a.length < b.length);
}

static char
fold_case(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

bool
crr_text_equal_fold(struct crr_text a, struct crr_text b)
{
    if (a.length != b.length)
        return false;
    for (size_t i = 0; i < a.length; i++) {
        if (fold_case(a.at[i]) != fold_case(b.at[i]))
            return false;
    }
    return true;
}

/* The length of the blank that text begins with: a space, a tab, U+00A0, U+3000; or 0.
 */
static size_t
leading_blank(struct crr_text text)
{
    if (text.length == 0)
        return 0;
    switch (text.at[0]) {
    case ' ':
    case '\t':
        return 1;
    case '\xC2':
        return text.length >= 2 && text.at[1] == '\xA0' ? 2 : 0;
    case '\xE3':
        return text.length >= 3 && memcmp(text.at + 1, "\x80\x80", 2) == 0 ? 3 : 0;
    default:
        return 0;
    }
}

/* The length of the blank that text ends with, or 0. */
static size_t
trailing_blank(struct crr_text text)
{
    if (text.length == 0)
        return 0;
    const char *end = text.at + text.length;
    switch (end[-1]) {
    case ' ':
    case '\t':
        return 1;
    case '\xA0':
        return text.length >= 2 && end[-2] == '\xC2' ? 2 : 0;
    case '\x80':
        return text.length >= 3 && memcmp(end - 3, "\xE3\x80", 2) == 0 ? 3 : 0;
    default:
        return 0;
    }
}

struct crr_text
crr_text_trim(struct crr_text text)
{
    size_t blank;
    while ((blank = leading_blank(text)) > 0) {
        text.at += blank;
        text.length -= blank;
    }
    while ((blank = trailing_blank(text)) > 0)
        text.length -= blank;
    return text;
}

static bool
is_letter(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

bool
crr_text_is_id(struct crr_text text)
{
    if (text.length < 1 || text.length > 64 || !is_letter(text.at[0]))
        return false;
    for (size_t i = 1; i < text.length; i++) {
        char byte = text.at[i];

        if (!is_letter(byte) && !(byte >= '0' && byte <= '9') && byte != '_' &&
            byte != '.' && byte != '-')
            return false;
    }
    return true;
}

/* Table 3-7 of the Unicode Standard, version 15: the second byte's range depends on the
 * first byte, all later ones are 80..BF. */
size_t
crr_utf8_length(const char *at, size_t length)
{
    const unsigned char *byte = (const unsigned char *)at;
    unsigned char low = 0x80, high = 0xBF;
    size_t need;

    if (length == 0)
        return 0;
    if (byte[0] < 0x80)
        return 1;
    if (byte[0] < 0xC2 || byte[0] > 0xF4)
        return 0;
    need = byte[0] < 0xE0 ? 2 : byte[0] < 0xF0 ? 3 : 4;
    if (length < need)
        return 0;
    if (byte[0] == 0xE0)
        low = 0xA0;
    else if (byte[0] == 0xED)
        high = 0x9F;
    else if (byte[0] == 0xF0)
        low = 0x90;
    else if (byte[0] == 0xF4)
        high = 0x8F;
    if (byte[1] < low || byte[1] > high)
        return 0;
    for (size_t i = 2; i < need; i++) {
        if ((byte[i] & 0xC0) != 0x80)
            return 0;
    }
    return need;
}

bool
crr_text_is_utf8(struct crr_text text)
{
    size_t at = 0;

    while (at < text.length) {
        size_t step = crr_utf8_length(text.at + at, text.length - at);

        if (step == 0)
            return false;
        at += step;
    }
    return true;
}

size_t
crr_text_character_count(struct crr_text text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.length; i++)
        count += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return count;
}

/* Folds the character at `at`; returns its length and writes the byte that stands for
 * it, or returns 0 if it stays as it is. */
static size_t
fold_character(const char *at, size_t length, bool ignore_case, char *ret_byte)
{
    const unsigned char *byte = (const unsigned char *)at;
    unsigned code;

    if (byte[0] < 0x80) {
        *ret_byte = ignore_case ? fold_case(at[0]) : at[0];
        return *ret_byte != at[0];
    }
    if (length < 3 || (byte[0] != 0xE3 && byte[0] != 0xEF) || byte[1] < 0x80 ||
        byte[1] > 0xBF || byte[2] < 0x80 || byte[2] > 0xBF)
        return 0;
    code = (byte[0] & 0x0Fu) << 12 | (byte[1] & 0x3Fu) << 6 | (byte[2] & 0x3Fu);
    if (code == 0x3000)
        *ret_byte = ' ';
    else if (code >= 0xFF01 && code <= 0xFF5E)
        *ret_byte = (char)(code - 0xFF01 + 0x21);
    else
        return 0;
    if (ignore_case)
        *ret_byte = fold_case(*ret_byte);
    return 3;
}

struct crr_text
crr_text_fold(struct crr_text text, bool ignore_case, char *buffer)
{
    size_t at = 0, used = 0;
    char byte = 0;

    text = crr_text_trim(text);
    while (at < text.length &&
           fold_character(text.at + at, text.length - at, ignore_case, &byte) == 0)
        at++;
    if (at == text.length)
        return text;
    memcpy(buffer, text.at, at);
    used = at;
    while (at < text.length) {
        size_t step = fold_character(
            text.at + at, text.length - at, ignore_case, &byte);

        buffer[used++] = step == 0 ? text.at[at] : byte;
        at += step == 0 ? 1 : step;
    }
    return (struct crr_text){buffer, used};
}

/* Decodes a well-formed character. */
static uint32_t
code_point(const char *at, size_t length)
{
    static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    const unsigned char *byte = (const unsigned char *)at;
    uint32_t code = byte[0] & masks[length];

    for (size_t i = 1; i < length; i++)
        code = code << 6 | (byte[i] & 0x3Fu);
    return code;
}

/* Controls, marks of direction, line and paragraph separators, the byte-order mark:
 * they would change how the rest of a message looks. */
static bool
is_unseemly(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) ||
           (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
}

/* Writes the first character of text as it is shown, at most 6 bytes; returns how many,
 * and the bytes of text that it took. */
static size_t
show_character(struct crr_text text, char ret[6], size_t *ret_taken)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t length = crr_utf8_length(text.at, text.length);
    uint32_t code = length > 0 ? code_point(text.at, length)
                               : (unsigned char)text.at[0];
    bool hidden = length == 0 || is_unseemly(code);
    int digit_count = length > 1 ? 4 : 2;
    size_t used = 2;

    *ret_taken = length > 0 ? length : 1;
    if (!hidden) {
        memcpy(ret, text.at, length);
        return length;
    }
    ret[0] = '\\';
    if (code == '\n' || code == '\r' || code == '\t') {
        ret[1] = code == '\n' ? 'n' : code == '\r' ? 'r' : 't';
        return used;
    }
    ret[1] = digit_count == 4 ? 'u' : 'x';
    while (digit_count-- > 0)
        ret[used++] = digits[code >> (4 * digit_count) & 15];
    return used;
}

const char *
crr_text_shown(struct crr_text text, char *buffer, size_t size)
{
    size_t used = 0;
    size_t cut = 0; /* the last place where "..." still fits */

    while (text.length > 0) {
        char piece[6];
        size_t taken;
        size_t length = show_character(text, piece, &taken);

        if (used + length > size - 1) {
            memcpy(buffer + cut, "...", 4);
            return buffer;
        }
        memcpy(buffer + used, piece, length);
        used += length;
        if (used <= size - 4)
            cut = used;
        text.at += taken;
        text.length -= taken;
    }
    buffer[used] = '\0';
    return buffer;
}

/* Words of more bytes are not compared; ids have at most 64. */
#define WORD_LIMIT 64

void
crr_nearest_init(struct crr_nearest *nearest, struct crr_text wanted)
{
    size_t allowed = wanted.length < 3 ? 1 : wanted.length < 9 ? 2 : 3;

    *nearest = (struct crr_nearest){.wanted = wanted, .best_distance = allowed + 1};
}

/* The number of bytes to insert, remove, change, or swap with their neighbour (Damerau
 * 1964, as the optimal string alignment), without regard to case; or limit if it is not
 * less. */
static size_t
distance(struct crr_text a, struct crr_text b, size_t limit)
{
    unsigned char rows[3][WORD_LIMIT + 1];
    unsigned char *before = rows[0], *above = rows[1], *row = rows[2];

    for (size_t j = 0; j <= b.length; j++)
        above[j] = (unsigned char)j;
    for (size_t i = 1; i <= a.length; i++) {
        char left = fold_case(a.at[i - 1]);
        unsigned char *spare = before;
        size_t least = i;

        row[0] = (unsigned char)i;
        for (size_t j = 1; j <= b.length; j++) {
            char right = fold_case(b.at[j - 1]);
            int best = above[j - 1] + (left != right);

            best = above[j] + 1 < best ? above[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            if (i > 1 && j > 1 && left == fold_case(b.at[j - 2]) &&
                fold_case(a.at[i - 2]) == right && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = (unsigned char)best;
            least = (size_t)best < least ? (size_t)best : least;
        }
        if (least >= limit)
            return limit;
        before = above;
        above = row;
        row = spare;
    }
    return above[b.length];
}

static size_t
length_gap(struct crr_text a, struct crr_text b)
{
    return a.length > b.length ? a.length - b.length : b.length - a.length;
}

/* Of words that are equally near, the one of a more similar length, else the first. */
void
crr_nearest_try(struct crr_nearest *nearest, struct crr_text known)
{
    struct crr_text wanted = nearest->wanted;
    size_t gap = length_gap(wanted, known);
    size_t found;

    if (gap > nearest->best_distance || known.length == 0 || wanted.length == 0 ||
        known.length > WORD_LIMIT || wanted.length > WORD_LIMIT)
        return;
    found = distance(wanted, known, nearest->best_distance + 1);
    if (found > nearest->best_distance)
        return;
    if (found == nearest->best_distance &&
        (!nearest->best.at || gap >= length_gap(wanted, nearest->best)))
        return;
    /* A word that shares nothing with the wanted one is not near, however short. */
    if (found < wanted.length) {
        nearest->best = known;
        nearest->best_distance = found;
    }
}

/* Texts that are usual, eight bytes at a time: numbers, dates, plain keys. What is not
 * usual is left to others. 8 bytes can be read before and behind every text. */
#ifndef CRR_BASE_WORDS_H
#define CRR_BASE_WORDS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "base/decimal.h"
#include "crr/text.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Whether eight bytes are digits. */
static inline bool
are_digits(uint64_t word)
{
    return (((word + EACH(0x46)) | (word - EACH(0x30))) & EACH(0x80)) == 0;
}

/* The value of eight digits, the first in the lowest byte. */
static inline uint32_t
value_of_digits(uint64_t word)
{
    word -= EACH('0');
    word = word * 10 + (word >> 8);
    return (uint32_t)((((word & UINT64_C(0x000000FF000000FF)) *
                           UINT64_C(0x000F424000000064)) +
                          (((word >> 16) & UINT64_C(0x000000FF000000FF)) *
                              UINT64_C(0x0000271000000001))) >>
                      32);
}

/* Of the 8 bytes that end a text: the bits of the last `length`, at most 8. */
static inline uint64_t
last_bytes(size_t length)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return length == 0 ? 0 : ~UINT64_C(0) << (8 * (8 - length));
#else
    return length == 0 ? 0 : ~UINT64_C(0) >> (8 * (8 - length));
#endif
}

/* The 8 bytes that end at `end`, with zeros (digits) for those that are not kept. */
static inline uint64_t
digits_before(const char *end, uint64_t kept)
{
    uint64_t word;
    memcpy(&word, end - 8, sizeof word);
    return (word & kept) | (EACH('0') & ~kept);
}

/* Of the 8 bytes that begin a text: the bits of the first `length`, below 8. */
static inline uint64_t
kept_first(size_t length)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (UINT64_C(1) << (length * 8)) - 1;
#else
    return ~(~UINT64_C(0) >> (length * 8));
#endif
}

/* The first `length` bytes, below 8, and NULs. */
static inline uint64_t
first_bytes(const char *at, size_t length)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word & kept_first(length);
}

/* The first 8 bytes of a text, and NULs if it is shorter. Nothing is read beyond it. */
static inline uint64_t
first_word(struct crr_text text)
{
    uint64_t word = 0;
    if (text.length >= sizeof word) {
        memcpy(&word, text.at, sizeof word);
        return word;
    }
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (text.length >= 4) {
        uint32_t start, end;
        memcpy(&start, text.at, sizeof start);
        memcpy(&end, text.at + text.length - sizeof end, sizeof end);
        return start | (uint64_t)end << 8 * (text.length - sizeof end);
    }
    if (text.length == 0)
        return 0;
    /* Of up to three bytes the first, the middle and the last; some may be one. */
    size_t middle = text.length / 2;
    size_t last = text.length - 1;
    return (unsigned char)text.at[0] |
           (uint64_t)(unsigned char)text.at[middle] << 8 * middle |
           (uint64_t)(unsigned char)text.at[last] << 8 * last;
#else
    memcpy(&word, text.at, text.length);
    return word;
#endif
}

/* A copy of a text of up to CRR_SHORT_TEXT bytes that has the room that reading by
 * words takes; room has CRR_SHORT_ROOM bytes. */
#define CRR_SHORT_TEXT 24u
#define CRR_SHORT_ROOM (16u + CRR_SHORT_TEXT + 8u)
static inline struct crr_text
copy_short(struct crr_text text, char *room)
{
    char *at = room + 16;
    uint64_t word = first_word(text);
    memcpy(at, &word, sizeof word);
    if (text.length > 16)
        memcpy(at + 8, text.at + 8, 8);
    if (text.length > 8)
        memcpy(at + text.length - 8, text.at + text.length - 8, 8);
    return (struct crr_text){at, text.length};
}

/* How numbers with exactly `places` decimal places end. */
struct number_form {
    size_t fraction; /* bytes of the point and what follows */
    uint64_t rest;   /* last_bytes of the places */
    int64_t power;   /* 10^places */
};

static inline struct number_form
form_of(int places)
{
    struct number_form form = {places > 0 ? (size_t)places + 1 : 0,
        last_bytes((size_t)places), crr_power_of_ten(places)};
    return form;
}

/* Reads what has exactly the form's places and 1 to 12 digits before; false if it is
 * anything else. */
static inline bool
read_number(struct crr_text field, const struct number_form *form, int64_t *ret)
{
    if (field.length <= form->fraction || field.length > form->fraction + 12)
        return false;
    const char *end = field.at + field.length;
    const char *point = end - form->fraction;
    size_t whole = field.length - form->fraction;
    uint64_t low = digits_before(point, last_bytes(whole < 8 ? whole : 8));
    uint64_t rest = digits_before(end, form->rest);
    int64_t value = value_of_digits(low);
    if (!are_digits(low) || !are_digits(rest) || (form->fraction > 0 && *point != '.'))
        return false;
    if (__builtin_expect(whole > 8, 0)) {
        uint64_t high = digits_before(point - 8, last_bytes(whole - 8));
        if (!are_digits(high))
            return false;
        value += (int64_t)value_of_digits(high) * 100000000;
    }
    *ret = value * form->power + value_of_digits(rest);
    return true;
}

/* Whether YYYY and MMDD are a day of the calendar. */
static inline bool
is_date(uint32_t year, uint32_t rest)
{
    static const uint8_t lengths[16] = {
        0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    uint32_t month = rest / 100;
    uint32_t day = rest % 100;
    if (month > 12 || year == 0)
        return false;
    if (__builtin_expect(rest == 229, 0))
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day > 0 && day <= lengths[month];
}

/* The eight digits of YYYY?MM?DD. */
static inline uint64_t
gather_digits(const char *at)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t start;
    uint16_t day;
    memcpy(&start, at, sizeof start);
    memcpy(&day, at + 8, sizeof day);
    return (start & UINT64_C(0xFFFFFFFF)) |
           (start >> 8 & UINT64_C(0x0000FFFF00000000)) | (uint64_t)day << 48;
#else
    char digits[8] = {at[0], at[1], at[2], at[3], at[5], at[6], at[8], at[9]};
    uint64_t word;
    memcpy(&word, digits, sizeof word);
    return word;
#endif
}

static inline bool
read_date(struct crr_text field, char separator, int64_t *ret)
{
    uint64_t word;
    if (field.length != (separator ? 10 : 8))
        return false;
    if (separator) {
        if (field.at[4] != separator || field.at[7] != separator)
            return false;
        word = gather_digits(field.at);
    } else {
        memcpy(&word, field.at, sizeof word);
    }
    if (!are_digits(word))
        return false;
    uint32_t date = value_of_digits(word);
    *ret = date;
    return is_date(date / 10000, date % 10000);
}

/* ---- Plain texts ---- */

/* Whether all eight bytes are ASCII beyond the space, but for DEL, quote and comma. */
static inline bool
is_plain_word(uint64_t word)
{
    uint64_t quote = word ^ EACH('"');
    uint64_t comma = word ^ EACH(',');
    uint64_t high = word | (word + EACH(1)); /* 0x7F and above */
    uint64_t low = word - EACH(0x21);        /* with bits 0x80 for bytes below 0x21 */
    return ((high | (low & ~word) | ((quote - EACH(1)) & ~quote) |
                ((comma - EACH(1)) & ~comma)) &
               EACH(0x80)) == 0;
}

static inline bool
is_plain(struct crr_text field)
{
    size_t i = 0;
    uint64_t word;
    for (; i + 8 <= field.length; i += 8) {
        memcpy(&word, field.at + i, sizeof word);
        if (!is_plain_word(word))
            return false;
    }
    if (i == field.length)
        return i > 0;
    word = first_bytes(field.at + i, field.length - i);
    return is_plain_word(word | (EACH('x') & ~kept_first(field.length - i)));
}

#endif

/* Numbers of JSON without their exponents. */
#include "file/json_lines.h"

#define EXPONENT_LIMIT 1000 /* beyond it no number fits in any case */

/* A number as its digits, of which the first `point` stand before the point. */
struct parts {
    char digits[CRR_PLAIN_SIZE];
    int count, point;
    bool fits;
};

/* Zeros at the front are left out. */
static void
add_digit(struct parts *parts, char digit, bool before_point)
{
    bool leads = digit == '0' && parts->count == 0;
    parts->fits &= leads || parts->count < CRR_PLAIN_SIZE;
    if (!leads && parts->fits)
        parts->digits[parts->count++] = digit;
    parts->point += leads ? -!before_point : before_point;
}

static int
read_exponent(struct crr_text text)
{
    bool negative = text.length > 0 && text.at[0] == '-';
    int exponent = 0;
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] >= '0' && text.at[i] <= '9' && exponent < EXPONENT_LIMIT)
            exponent = exponent * 10 + (text.at[i] - '0');
    return negative ? -exponent : exponent;
}

/* The length of the text; 0 if it does not fit. */
static size_t
write_parts(const struct parts *parts, bool negative, char ret[CRR_PLAIN_SIZE])
{
    int zeros = parts->count > 0 && parts->point < 0 ? -parts->point : 0;
    int point = parts->point > 0 ? parts->point : 0;
    int end = parts->count > point ? parts->count : point;
    size_t length = 0;
    if (zeros + end + 3 > CRR_PLAIN_SIZE) /* with a sign, a zero and the point */
        return 0;
    if (negative)
        ret[length++] = '-';
    if (point == 0)
        ret[length++] = '0';
    for (int i = 0; i < end; i++) {
        if (i == point)
            ret[length++] = '.';
        for (; zeros > 0; zeros--)
            ret[length++] = '0';
        ret[length++] = i < parts->count ? parts->digits[i] : '0';
    }
    return length;
}

size_t
crr_json_write_out(struct crr_text number, char ret[CRR_PLAIN_SIZE])
{
    struct parts parts = {.fits = true};
    bool negative = number.length > 0 && number.at[0] == '-';
    bool before_point = true;
    size_t i = negative;
    for (; i < number.length && (number.at[i] | 0x20) != 'e'; i++) {
        if (number.at[i] == '.')
            before_point = false;
        else
            add_digit(&parts, number.at[i], before_point);
    }
    if (i == number.length || !parts.fits)
        return 0;
    i++;
    if (parts.count == 0)
        parts.point = 0;
    else
        parts.point += read_exponent(
            (struct crr_text){number.at + i, number.length - i});
    return write_parts(&parts, negative, ret);
}

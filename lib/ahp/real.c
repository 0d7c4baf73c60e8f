/* Digits come from the C library, which rounds correctly; where the point stands
 * follows from their number, so that the locale's sign for it is never looked at. */
#include "ahp/real.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is printed as 0. */
#define NOTHING 1e-12
/* Exponents that are written out, as "%g" does. */
#define EXPONENT_MIN (-4)

static size_t
put(char *ret_text, const char *terminated)
{
    size_t length = strlen(terminated);

    memcpy(ret_text, terminated, length + 1);
    return length;
}

static char *
put_zeros(char *to, int count)
{
    if (count <= 0)
        return to;
    memset(to, '0', (size_t)count);
    return to + count;
}

static char *
put_digits(char *to, const char *digits, int count)
{
    if (count <= 0)
        return to;
    memcpy(to, digits, (size_t)count);
    return to + count;
}

/* digits[0].digits[1]... times 10^exponent, digits without trailing zeros. */
static char *
put_number(char *to, const char *digits, int count, int exponent)
{
    int before = exponent + 1; /* digits before the point */

    if (exponent < EXPONENT_MIN || exponent >= CRR_REAL_DIGITS) {
        *to++ = digits[0];
        if (count > 1)
            *to++ = '.';
        to = put_digits(to, digits + 1, count - 1);
        return to + sprintf(to, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
    }
    if (before <= 0) {
        to = put_digits(to, "0.", 2);
        to = put_zeros(to, -before);
        return put_digits(to, digits, count);
    }
    to = put_digits(to, digits, count < before ? count : before);
    to = put_zeros(to, before - count);
    if (count <= before)
        return to;
    *to++ = '.';
    return put_digits(to, digits + before, count - before);
}

size_t
crr_real_from_scientific(const char *printed, char ret_text[CRR_REAL_SIZE])
{
    const char *mark = strrchr(printed, 'e');
    char digits[CRR_REAL_DIGITS];
    int count = CRR_REAL_DIGITS;
    char *to = ret_text;

    if (*printed == '-')
        *to++ = *printed++;
    digits[0] = printed[0];
    memcpy(digits + 1, mark - (CRR_REAL_DIGITS - 1), CRR_REAL_DIGITS - 1);
    while (count > 1 && digits[count - 1] == '0')
        count--;
    to = put_number(to, digits, count, atoi(mark + 1));
    *to = '\0';
    return (size_t)(to - ret_text);
}

size_t
crr_real_from_fixed(const char *printed, int places, char ret_text[CRR_REAL_SIZE])
{
    static const char digits[] = "0123456789";
    bool is_negative = *printed == '-';
    const char *whole = printed + is_negative;
    int whole_count = (int)strspn(whole, digits);
    const char *fraction = printed + strlen(printed) - places;
    char *to = ret_text;

    is_negative = is_negative && strpbrk(whole, "123456789");
    if (is_negative)
        *to++ = '-';
    to = put_digits(to, whole, whole_count);
    if (places > 0)
        *to++ = '.';
    to = put_digits(to, fraction, places);
    *to = '\0';
    return (size_t)(to - ret_text);
}

size_t
crr_real_print_any(double value, char ret_text[CRR_REAL_SIZE])
{
    char printed[64];

    snprintf(printed, sizeof printed, "%.*e", CRR_REAL_DIGITS - 1, value);
    return crr_real_from_scientific(printed, ret_text);
}

size_t
crr_real_print(double value, char ret_text[CRR_REAL_SIZE])
{
    if (!isfinite(value))
        return put(ret_text, "null");
    if (fabs(value) < NOTHING)
        return put(ret_text, "0");
    return crr_real_print_any(value, ret_text);
}

size_t
crr_real_print_fixed(double value, int places, char ret_text[CRR_REAL_SIZE])
{
    char printed[CRR_REAL_SIZE];

    if (!isfinite(value))
        return put(ret_text, "-");
    snprintf(printed, sizeof printed, "%.*f", places, value);
    return crr_real_from_fixed(printed, places, ret_text);
}

size_t
crr_rational_print(struct crr_rational value, char ret_text[CRR_REAL_SIZE])
{
    size_t length = crr_decimal_print(value.numerator, 0, ret_text);

    if (value.denominator == 1)
        return length;
    ret_text[length++] = '/';
    return length + crr_decimal_print(value.denominator, 0, ret_text + length);
}

void
crr_write_real(struct crr_writer *writer, double value)
{
    char text[CRR_REAL_SIZE];

    crr_write_bytes(writer, text, crr_real_print(value, text));
}

void
crr_write_real_fixed(struct crr_writer *writer, double value, int places)
{
    char text[CRR_REAL_SIZE];

    crr_write_bytes(writer, text, crr_real_print_fixed(value, places, text));
}

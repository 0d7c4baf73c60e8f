/* Decimals from their text, and numbers as text. Nothing here overflows; 64 bits
 * suffice. */
#include "base/decimal.h"

#include <stddef.h>
#include <string.h>
#include "base/span.h"

#define NUMBER_LIMIT INT64_C(1000000000000) /* 10^12 */
#define PLACES_LIMIT 9

/* The parts of [+-]digits[.digits]. */
struct parts {
    bool negative;
    struct crr_text whole;
    struct crr_text fraction; /* without zeros at its end */
};

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static size_t
digit_run(const char *at, size_t length)
{
    size_t count = 0;

    while (count < length && is_digit(at[count]))
        count++;
    return count;
}

/* A mark that people put between digits, beside the point of a number. */
struct mark {
    const char *text;
    bool comma; /* may be meant as the decimal point */
};

/* The mark at `at`, or NULL. */
static const struct mark *
mark_at(const char *at, size_t length)
{
    static const struct mark marks[] = {{",", true}, {"\xEF\xBC\x8C", true},
        {".", false}, {"'", false}, {"_", false}, {" ", false}, {"\xC2\xA0", false},
        {"\xE2\x80\x89", false}, {"\xE2\x80\xAF", false}, {"\xE2\x80\x99", false},
        {"\xD9\xAC", false}};

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t mark_length = strlen(marks[i].text);

        if (length >= mark_length && memcmp(at, marks[i].text, mark_length) == 0)
            return &marks[i];
    }
    return NULL;
}

/* Digits with marks between them, unsigned: what did the writer mean? One comma before
 * three digits may be either; it is taken for a separator. */
static enum crr_number_fault
fault_of_groups(struct crr_text text)
{
    size_t at = digit_run(text.at, text.length);
    size_t mark_count = 0, group = 0;
    bool comma = false, point = false;

    while (at < text.length) {
        const struct mark *mark = mark_at(text.at + at, text.length - at);

        if (!mark || (mark_count > 0 && group < 2))
            return CRR_NUMBER_NONE;
        comma = mark->comma;
        point = comma || text.at[at] == '.';
        at += strlen(mark->text);
        group = digit_run(text.at + at, text.length - at);
        if (group == 0)
            return CRR_NUMBER_NONE;
        at += group;
        mark_count++;
    }
    if (mark_count == 1 && comma && group != 3)
        return CRR_NUMBER_DECIMAL_COMMA;
    return group == 3 || (mark_count > 1 && point) ? CRR_NUMBER_THOUSANDS
                                                   : CRR_NUMBER_NONE;
}

static bool
is_exponent(const char *at, size_t length)
{
    size_t sign;

    if (length < 2 || (at[0] != 'e' && at[0] != 'E'))
        return false;
    sign = at[1] == '+' || at[1] == '-';
    return length > 1 + sign &&
           digit_run(at + 1 + sign, length - 1 - sign) == length - 1 - sign;
}

static enum crr_number_fault
split_parts(struct crr_text text, struct parts *ret)
{
    struct parts parts = {0};
    struct crr_text unsigned_text;
    size_t at = 0;

    if (text.length == 0)
        return CRR_NUMBER_NONE;
    if (text.at[0] == '+' || text.at[0] == '-')
        at = 1;
    parts.negative = text.at[0] == '-';
    unsigned_text = (struct crr_text){text.at + at, text.length - at};
    parts.whole.at = text.at + at;
    parts.whole.length = digit_run(text.at + at, text.length - at);
    at += parts.whole.length;
    if (at < text.length && text.at[at] == '.') {
        at++;
        parts.fraction.at = text.at + at;
        parts.fraction.length = digit_run(text.at + at, text.length - at);
        at += parts.fraction.length;
    }
    if (parts.whole.length + parts.fraction.length == 0)
        return unsigned_text.length > 1 && unsigned_text.at[0] == ',' &&
                       digit_run(unsigned_text.at + 1, unsigned_text.length - 1) ==
                           unsigned_text.length - 1
                   ? CRR_NUMBER_DECIMAL_COMMA
                   : CRR_NUMBER_NONE;
    if (at < text.length)
        return is_exponent(text.at + at, text.length - at)
                   ? CRR_NUMBER_EXPONENT
                   : fault_of_groups(unsigned_text);
    while (parts.fraction.length > 0 &&
           parts.fraction.at[parts.fraction.length - 1] == '0')
        parts.fraction.length--;
    *ret = parts;
    return CRR_NUMBER_GOOD;
}

static enum crr_number_fault
decimal_of_parts(const struct parts *parts, int places, struct crr_decimal *ret)
{
    int64_t units = 0;

    for (size_t i = 0; i < parts->whole.length; i++) {
        units = units * 10 + (parts->whole.at[i] - '0');
        if (units >= NUMBER_LIMIT)
            return CRR_NUMBER_RANGE;
    }
    if (parts->fraction.length > (size_t)places)
        return CRR_NUMBER_PLACES;
    for (size_t i = 0; i < (size_t)places; i++) {
        int digit = i < parts->fraction.length ? parts->fraction.at[i] - '0' : 0;

        if (!crr_multiply(units, 10, &units) || !crr_add(units, digit, &units))
            return CRR_NUMBER_RANGE;
    }
    *ret = (struct crr_decimal){parts->negative ? -units : units, places};
    return CRR_NUMBER_GOOD;
}

enum crr_number_fault
crr_decimal_parse(struct crr_text text, int places, struct crr_decimal *ret)
{
    struct parts parts;
    enum crr_number_fault fault = split_parts(text, &parts);

    if (fault != CRR_NUMBER_GOOD)
        return fault;
    return decimal_of_parts(&parts, places, ret);
}

const char *
crr_number_fault_text(enum crr_number_fault fault)
{
    switch (fault) {
    case CRR_NUMBER_GOOD:
        return "is a number";
    case CRR_NUMBER_NONE:
        return "is not a number; write digits and a point, as in 1234.5";
    case CRR_NUMBER_THOUSANDS:
        return "has a thousands separator; write 1234.5";
    case CRR_NUMBER_DECIMAL_COMMA:
        return "has a decimal comma; write a point, as in 1234.5";
    case CRR_NUMBER_EXPONENT:
        return "has an exponent; write all digits, as in 1000000";
    case CRR_NUMBER_PLACES:
        return "has more decimal places than are allowed here; it is never cut";
    case CRR_NUMBER_RANGE:
        return "is too large; numbers are below 1000000000000 in magnitude";
    }
    return "is not a number";
}

struct crr_decimal
crr_decimal_reduce(struct crr_decimal decimal)
{
    while (decimal.places > 0 && decimal.units % 10 == 0) {
        decimal.units /= 10;
        decimal.places--;
    }
    return decimal;
}

int64_t
crr_power_of_ten(int exponent)
{
    int64_t power = 1;

    for (int i = 0; i < exponent; i++)
        power *= 10;
    return power;
}

static uint64_t
magnitude_of(int64_t number)
{
    return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

static uint64_t
gcd_of_magnitudes(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

int64_t
crr_gcd(int64_t a, int64_t b)
{
    uint64_t gcd = gcd_of_magnitudes(magnitude_of(a), magnitude_of(b));

    /* Only of two numbers that are INT64_MIN or 0: half of it divides both, and fits.
     */
    return gcd > INT64_MAX ? (int64_t)(gcd / 2) : (int64_t)gcd;
}

/* A decimal with as many places as it needs, as a fraction in lowest terms. */
static bool
rational_of_decimal(struct crr_text text, struct crr_rational *ret)
{
    struct parts parts;
    struct crr_decimal decimal;
    int64_t denominator, gcd;

    if (split_parts(text, &parts) != CRR_NUMBER_GOOD ||
        parts.fraction.length > PLACES_LIMIT)
        return false;
    if (decimal_of_parts(&parts, (int)parts.fraction.length, &decimal) !=
        CRR_NUMBER_GOOD)
        return false;
    denominator = crr_power_of_ten(decimal.places);
    gcd = crr_gcd(decimal.units, denominator);
    *ret = (struct crr_rational){decimal.units / gcd, denominator / gcd};
    return true;
}

bool
crr_rational_parse(struct crr_text text, struct crr_rational *ret)
{
    const char *slash = text.length > 0 ? memchr(text.at, '/', text.length) : NULL;
    struct crr_rational above, below = {1, 1};
    int64_t gcd, numerator, denominator;

    if (slash) {
        struct crr_text rest = {slash + 1, text.length - (size_t)(slash + 1 - text.at)};

        text.length = (size_t)(slash - text.at);
        if (!rational_of_decimal(rest, &below) || below.numerator == 0)
            return false;
    }
    if (!rational_of_decimal(text, &above))
        return false;
    /* above/below, with what divides across taken out first, so that the products have
     * no common divisor. */
    gcd = crr_gcd(above.numerator, below.numerator);
    above.numerator /= gcd;
    below.numerator /= gcd;
    gcd = crr_gcd(above.denominator, below.denominator);
    above.denominator /= gcd;
    below.denominator /= gcd;
    if (!crr_multiply(above.numerator, below.denominator, &numerator) ||
        !crr_multiply(above.denominator, below.numerator, &denominator))
        return false;
    if (denominator < 0) {
        numerator = -numerator;
        denominator = -denominator;
    }
    *ret = (struct crr_rational){numerator, denominator};
    return true;
}

int64_t
crr_round_quotient(int64_t n, int64_t s, enum crr_rounding rounding)
{
    int64_t quotient = n / s;
    uint64_t rest = magnitude_of(n % s);
    uint64_t missing = (uint64_t)s - rest;
    bool away = false;

    switch (rounding) {
    case CRR_ROUND_HALF_UP:
        away = rest >= missing;
        break;
    case CRR_ROUND_HALF_EVEN:
        away = rest > missing || (rest == missing && quotient % 2 != 0);
        break;
    case CRR_ROUND_UP:
        away = rest > 0;
        break;
    case CRR_ROUND_DOWN:
        break;
    }
    if (!away)
        return quotient;
    return n < 0 ? quotient - 1 : quotient + 1;
}

/* Writes the digits of number, at least `least`; returns how many. */
static size_t
print_digits(uint64_t number, size_t least, char *to)
{
    char digits[20];
    size_t count = 0;

    while (number > 0 || count < least) {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    }
    for (size_t i = 0; i < count; i++)
        to[i] = digits[count - 1 - i];
    return count;
}

size_t
crr_decimal_print(int64_t units, int places, char ret_text[CRR_NUMBER_SIZE])
{
    uint64_t power = (uint64_t)crr_power_of_ten(places);
    uint64_t magnitude = magnitude_of(units);
    size_t length = 0;

    if (units < 0)
        ret_text[length++] = '-';
    length += print_digits(magnitude / power, 1, ret_text + length);
    if (places > 0) {
        ret_text[length++] = '.';
        length += print_digits(magnitude % power, (size_t)places, ret_text + length);
    }
    ret_text[length] = '\0';
    return length;
}

static bool
has_finite_decimal(uint64_t s)
{
    s >>= __builtin_ctzll(s);
    while (s % 5 == 0)
        s /= 5;
    return s == 1;
}

/* The digits of rest/s, rest < s, s of factors 2 and 5 alone: each step takes one
 * factor of ten out of 10*rest/s beforehand, as far as s has it, so that no product
 * exceeds 64 bits. */
static size_t
print_places(uint64_t rest, uint64_t s, char *to)
{
    size_t count = 0;

    while (rest > 0) {
        uint64_t digit;

        if (s % 10 == 0) {
            s /= 10;
            digit = rest / s;
            rest %= s;
        } else if (s % 5 == 0) {
            s /= 5;
            digit = 2 * rest / s;
            rest = 2 * rest % s;
        } else { /* a power of two, at most 2^62 */
            s /= 2;
            digit = 5 * (rest / s) + 5 * (rest % s) / s;
            rest = 5 * (rest % s) % s;
        }
        to[count++] = (char)('0' + digit);
    }
    return count;
}

size_t
crr_fraction_print(int64_t n, int64_t s, char ret_text[CRR_NUMBER_SIZE])
{
    uint64_t above = magnitude_of(n), below = (uint64_t)s;
    bool finite = has_finite_decimal(below); /* then its digits need no least terms */
    size_t length = 0;

    if (!finite) {
        uint64_t gcd = gcd_of_magnitudes(above, below);
        above /= gcd;
        below /= gcd;
        finite = has_finite_decimal(below);
    }
    if (n < 0)
        ret_text[length++] = '-';
    if (!finite) {
        length += print_digits(above, 1, ret_text + length);
        ret_text[length++] = '/';
        length += print_digits(below, 1, ret_text + length);
    } else {
        length += print_digits(above / below, 1, ret_text + length);
        if (above % below > 0) {
            ret_text[length++] = '.';
            length += print_places(above % below, below, ret_text + length);
        }
    }
    ret_text[length] = '\0';
    return length;
}

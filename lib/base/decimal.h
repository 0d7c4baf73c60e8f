/* Exact numbers: decimals read from text, rationals, checked 64-bit arithmetic. */
#ifndef CRR_BASE_DECIMAL_H
#define CRR_BASE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>
#include "crr/number.h"
#include "crr/text.h"

/* units / 10^places */
struct crr_decimal {
    int64_t units;
    int places; /* [0, 9] */
};

enum crr_number_fault {
    CRR_NUMBER_GOOD = 0,
    CRR_NUMBER_NONE,          /* no digits at all, or other characters */
    CRR_NUMBER_THOUSANDS,     /* 1,234.50  1 234  1'234 */
    CRR_NUMBER_DECIMAL_COMMA, /* 12,5 */
    CRR_NUMBER_EXPONENT,      /* 1e6 */
    CRR_NUMBER_PLACES,        /* a digit other than 0 beyond the allowed places */
    CRR_NUMBER_RANGE          /* 10^12 or more in magnitude */
};

/* Reads [+-]digits[.digits] (".5" and "5." too, no spaces), with at most `places`
 * significant decimal places, [0, 9]; the result has exactly `places`. |value| < 10^12
 * and the scaled value below 2^63. */
enum crr_number_fault crr_decimal_parse(
    struct crr_text text, int places, struct crr_decimal *ret);

/* What is wrong, as the end of a sentence, with a hint: "has a thousands separator;
 * write 1234.5". */
const char *crr_number_fault_text(enum crr_number_fault fault);

/* The fewest places that hold the same value. */
struct crr_decimal crr_decimal_reduce(struct crr_decimal decimal);

/* 10^exponent, exponent in [0, 18]. */
int64_t crr_power_of_ten(int exponent);

/* Greatest common divisor of |a| and |b|; gcd(0, 0) = 0. Where it is 2^63, which does
 * not fit (of INT64_MIN and 0 or itself), half of it. */
int64_t crr_gcd(int64_t a, int64_t b);

struct crr_rational {
    int64_t numerator;
    int64_t denominator; /* > 0, no common divisor */
};

/* Reads a decimal or a/b of two decimals, b != 0, each below 10^12 with at most 9
 * places. False if it is no such text or does not fit into 64 bits. */
bool crr_rational_parse(struct crr_text text, struct crr_rational *ret);

/* Each returns false on overflow and leaves *ret as it was. */
static inline bool
crr_add(int64_t a, int64_t b, int64_t *ret)
{
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum))
        return false;
    *ret = sum;
    return true;
}

static inline bool
crr_multiply(int64_t a, int64_t b, int64_t *ret)
{
    int64_t product;
    if (__builtin_mul_overflow(a, b, &product))
        return false;
    *ret = product;
    return true;
}

/* Rounding of n/s, s > 0, to an integer. */
enum crr_rounding {
    CRR_ROUND_HALF_UP = 0, /* ties away from zero */
    CRR_ROUND_HALF_EVEN,
    CRR_ROUND_UP,  /* away from zero */
    CRR_ROUND_DOWN /* towards zero */
};
int64_t crr_round_quotient(int64_t n, int64_t s, enum crr_rounding rounding);

#endif

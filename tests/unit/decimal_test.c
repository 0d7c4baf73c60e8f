/* Numbers: parsing, printing, rounding, each against a slow definition. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/decimal.h"
#include "base/span.h"

static uint64_t
next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void
good_numbers(void **state)
{
    static const struct {
        const char *text;
        int places;
        int64_t units;
    } cases[] = {
        {"0", 0, 0},
        {"-0", 4, 0},
        {"+5", 0, 5},
        {"-12.5", 1, -125},
        {"12.5", 4, 125000},
        {".5", 4, 5000},
        {"5.", 2, 500},
        {"-.25", 2, -25},
        {"1.50000000000000000000000000", 1, 15},
        {"000000000000000000000000000012", 0, 12},
        {"999999999999", 0, 999999999999},
        {"-999999999999.999999", 6, -999999999999999999},
        {"9223372036.854775807", 9, INT64_MAX},
        {"-9223372036.854775807", 9, -INT64_MAX},
        {"0.000000001", 9, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_decimal decimal = {-1, -1};

        assert_int_equal(
            crr_decimal_parse(crr_text_of(cases[i].text), cases[i].places, &decimal),
            CRR_NUMBER_GOOD);
        assert_int_equal(decimal.units, cases[i].units);
        assert_int_equal(decimal.places, cases[i].places);
    }
}

static const struct {
    const char *text;
    enum crr_number_fault fault;
} bad_cases[] = {
    {"", CRR_NUMBER_NONE},
    {"-", CRR_NUMBER_NONE},
    {".", CRR_NUMBER_NONE},
    {"+.", CRR_NUMBER_NONE},
    {"abc", CRR_NUMBER_NONE},
    {" 1", CRR_NUMBER_NONE},
    {"1 ", CRR_NUMBER_NONE},
    {"--1", CRR_NUMBER_NONE},
    {"1-", CRR_NUMBER_NONE},
    {"0x10", CRR_NUMBER_NONE},
    {"inf", CRR_NUMBER_NONE},
    {"1.2.3", CRR_NUMBER_NONE},
    {"2024-01-01", CRR_NUMBER_NONE},
    {"12 5", CRR_NUMBER_NONE},
    {"1e", CRR_NUMBER_NONE},
    {"e5", CRR_NUMBER_NONE},
    {"1e+", CRR_NUMBER_NONE},
    {"5%", CRR_NUMBER_NONE},
    {"1,", CRR_NUMBER_NONE},
    {",", CRR_NUMBER_NONE},
    {"1,2,3", CRR_NUMBER_NONE},
    {"1,234", CRR_NUMBER_THOUSANDS},
    {"1,234.50", CRR_NUMBER_THOUSANDS},
    {"-1,234,567", CRR_NUMBER_THOUSANDS},
    {"12,34,567.8", CRR_NUMBER_THOUSANDS}, /* as in India */
    {"1.234,5", CRR_NUMBER_THOUSANDS},
    {"1.234.567", CRR_NUMBER_THOUSANDS},
    {"1 234", CRR_NUMBER_THOUSANDS},
    {"1'234", CRR_NUMBER_THOUSANDS},
    {"1_000", CRR_NUMBER_THOUSANDS},
    {"1\xE2\x80\xAF"
     "234",
        CRR_NUMBER_THOUSANDS},
    {"1\xEF\xBC\x8C"
     "234",
        CRR_NUMBER_THOUSANDS},
    {"12,5", CRR_NUMBER_DECIMAL_COMMA},
    {"+12,50", CRR_NUMBER_DECIMAL_COMMA},
    {",5", CRR_NUMBER_DECIMAL_COMMA},
    {"0,0001", CRR_NUMBER_DECIMAL_COMMA},
    {"12\xEF\xBC\x8C"
     "5",
        CRR_NUMBER_DECIMAL_COMMA},
    {"1e6", CRR_NUMBER_EXPONENT},
    {"-1.5E-3", CRR_NUMBER_EXPONENT},
    {"1e+06", CRR_NUMBER_EXPONENT},
    {"1.00001", CRR_NUMBER_PLACES},
    {"0.00000000000000000000001", CRR_NUMBER_PLACES},
    {"1000000000000", CRR_NUMBER_RANGE},
    {"-1000000000000.0", CRR_NUMBER_RANGE},
    {"99999999999999999999999999999999", CRR_NUMBER_RANGE},
    {"99999999999999999999999999999999x", CRR_NUMBER_NONE},
};

static void
bad_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_cases / sizeof bad_cases[0]; i++) {
        struct crr_decimal decimal = {-1, -1};
        enum crr_number_fault fault = crr_decimal_parse(
            crr_text_of(bad_cases[i].text), 4, &decimal);

        if (fault != bad_cases[i].fault)
            fail_msg("\"%s\": fault %d", bad_cases[i].text, (int)fault);
        assert_int_equal(decimal.units, -1);
        assert_true(strlen(crr_number_fault_text(fault)) > 10);
    }
    assert_int_equal(
        crr_decimal_parse((struct crr_text){NULL, 0}, 4, &(struct crr_decimal){0, 0}),
        CRR_NUMBER_NONE);
}

static void
the_scaled_value_fits_into_63_bits(void **state)
{
    struct crr_decimal decimal = {-1, -1};

    (void)state;
    assert_int_equal(
        crr_decimal_parse(crr_text_of("9223372036.854775808"), 9, &decimal),
        CRR_NUMBER_RANGE);
    assert_int_equal(
        crr_decimal_parse(crr_text_of("9999999999"), 9, &decimal), CRR_NUMBER_RANGE);
    assert_int_equal(decimal.units, -1);
}

static void
printing_and_parsing_are_inverse(void **state)
{
    uint64_t seed = 88172645463325252u;
    char text[CRR_NUMBER_SIZE], again[CRR_NUMBER_SIZE];

    (void)state;
    for (int round = 0; round < 200000; round++) {
        int places = round % 10;
        int64_t bound = places < 7 ? 1000000000000 * crr_power_of_ten(places)
                                   : INT64_MAX;
        int64_t units = (int64_t)(next_random(&seed) >> (round % 63 + 1)) % bound;
        struct crr_decimal decimal = {0, 0};
        size_t length;

        units = next_random(&seed) & 1 ? -units : units;
        length = crr_decimal_print(units, places, text);
        assert_int_equal(length, strlen(text));
        assert_int_equal(
            crr_decimal_parse(crr_text_of(text), places, &decimal), CRR_NUMBER_GOOD);
        assert_int_equal(decimal.units, units);
        decimal = crr_decimal_reduce(decimal);
        assert_true(decimal.places == 0 || decimal.units % 10 != 0);
        assert_int_equal(
            decimal.units * crr_power_of_ten(places - decimal.places), units);
        crr_fraction_print(units, crr_power_of_ten(places), text);
        crr_decimal_print(decimal.units, decimal.places, again);
        assert_string_equal(text, again);
    }
}

static void
printing_decimals(void **state)
{
    static const struct {
        int64_t units;
        int places;
        const char *text;
    } cases[] = {
        {0, 0, "0"},
        {0, 2, "0.00"},
        {-5, 2, "-0.05"},
        {1234, 2, "12.34"},
        {INT64_MAX, 0, "9223372036854775807"},
        {INT64_MIN, 0, "-9223372036854775808"},
        {INT64_MIN, 18, "-9.223372036854775808"},
        {1, 18, "0.000000000000000001"},
    };
    char text[CRR_NUMBER_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        crr_decimal_print(cases[i].units, cases[i].places, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void
printing_fractions(void **state)
{
    static const struct {
        int64_t n, s;
        const char *text;
    } cases[] = {
        {0, 7, "0"},
        {14, 7, "2"},
        {1234, 100, "12.34"},
        {1230, 100, "12.3"},
        {-1, 2, "-0.5"},
        {-1, 8, "-0.125"},
        {100, 3, "100/3"},
        {-200, 6, "-100/3"},
        {1, 6, "1/6"},
        {-6, 12, "-0.5"},
        {INT64_C(1) << 61, INT64_C(1) << 62, "0.5"},
        {INT64_C(1490116119384765625), INT64_C(7450580596923828125), "0.2"},
        {INT64_MIN, 1, "-9223372036854775808"},
        {INT64_MIN, INT64_MAX, "-9223372036854775808/9223372036854775807"},
        {INT64_MIN, INT64_C(1) << 62, "-2"},
        {INT64_MAX, INT64_C(1) << 62,
            "1.99999999999999999978315956550289911319850943982601165771484375"},
        {1, INT64_C(1000000000000000000), "0.000000000000000001"},
        {7, INT64_C(7450580596923828125), /* 5^27 */
            "0.000000000000000000939524096"},
    };
    char text[CRR_NUMBER_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(
            crr_fraction_print(cases[i].n, cases[i].s, text), strlen(cases[i].text));
        assert_string_equal(text, cases[i].text);
    }
    /* The longest of all fits. */
    assert_int_equal(
        crr_fraction_print(-(INT64_C(1) << 62) - 1, INT64_C(1) << 62, text), 65);
}

/* Reads digits[.digits] back as n/10^places and compares by cross multiplication. */
static void
fractions_are_exact(void **state)
{
    static const int64_t denominators[] = {
        1, 2, 4, 5, 8, 25, 40, 125, 3125, 4096, 6400, 15625, 78125, 100000, 1000000};
    uint64_t seed = 7;
    char text[CRR_NUMBER_SIZE];

    (void)state;
    for (int round = 0; round < 100000; round++) {
        int64_t s = denominators[(size_t)round % 15];
        int64_t n = (int64_t)(next_random(&seed) % 2000000) - 1000000;
        int64_t digits = 0, power = 1;
        bool after_point = false;

        crr_fraction_print(n, s, text);
        for (const char *at = text + (text[0] == '-'); *at; at++) {
            if (*at == '.') {
                after_point = true;
                continue;
            }
            digits = digits * 10 + (*at - '0');
            power *= after_point ? 10 : 1;
        }
        assert_int_equal(digits * s, (n < 0 ? -n : n) * power);
        assert_int_equal(text[0] == '-', n < 0);
        if (after_point)
            assert_int_not_equal(text[strlen(text) - 1], '0');
    }
}

static void
greatest_common_divisors(void **state)
{
    (void)state;
    assert_int_equal(crr_gcd(0, 0), 0);
    assert_int_equal(crr_gcd(0, -7), 7);
    assert_int_equal(crr_gcd(-12, 18), 6);
    assert_int_equal(crr_gcd(INT64_MIN, 6), 2);
    assert_int_equal(crr_gcd(INT64_MIN, INT64_MAX), 1);
    assert_int_equal(crr_gcd(INT64_MIN, 0), INT64_C(1) << 62);
    for (int64_t a = -30; a <= 30; a++) {
        for (int64_t b = -30; b <= 30; b++) {
            int64_t best = 0;

            for (int64_t d = 1; d <= 30; d++)
                best = a % d == 0 && b % d == 0 && (a || b) ? d : best;
            assert_int_equal(crr_gcd(a, b), best);
        }
    }
    for (int i = 0; i <= 18; i++)
        assert_int_equal(
            crr_power_of_ten(i), i == 0 ? 1 : 10 * crr_power_of_ten(i - 1));
}

static void
rationals(void **state)
{
    static const struct {
        const char *text;
        int64_t numerator, denominator;
    } good[] = {
        {"20", 20, 1},
        {"0.5", 1, 2},
        {"100/3", 100, 3},
        {"-100/3", -100, 3},
        {"2/-4", -1, 2},
        {"0/5", 0, 1},
        {"0.1/0.03", 10, 3},
        {"999999999999/0.5", 1999999999998, 1},
        {"0.000000001", 1, 1000000000},
        {"999999999.123456789", 999999999123456789, 1000000000},
        {"999999999.000000001/0.000000001", 999999999000000001, 1},
        {"123.4500", 2469, 20},
    };
    static const char *const bad[] = {"", "/", "1/", "/2", "1/0", "1/2/3", "1 / 2", "a",
        "1e3", "1,5", "0.0000000001", "1000000000000", "999999999999.123456789",
        "999999999999/0.000000001", "1/0.0"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct crr_rational rational = {0, 0};

        assert_true(crr_rational_parse(crr_text_of(good[i].text), &rational));
        assert_int_equal(rational.numerator, good[i].numerator);
        assert_int_equal(rational.denominator, good[i].denominator);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct crr_rational rational = {-7, -7};

        if (crr_rational_parse(crr_text_of(bad[i]), &rational))
            fail_msg("\"%s\" was read", bad[i]);
        assert_int_equal(rational.numerator, -7);
    }
}

/* Walks all candidates: the nearest integer by |q*s - n|, ties by the mode. */
static int64_t
slow_round(int64_t n, int64_t s, enum crr_rounding rounding)
{
    for (int64_t q = -400; q <= 400; q++) {
        int64_t gap = q * s - n; /* how far q is above n/s, times s */
        int64_t outward = n < 0 ? -gap : gap;
        int64_t twice = 2 * (gap < 0 ? -gap : gap);

        if (rounding == CRR_ROUND_UP && outward >= 0 && outward < s)
            return q;
        if (rounding == CRR_ROUND_DOWN && outward <= 0 && -outward < s)
            return q;
        if (rounding == CRR_ROUND_HALF_UP && (twice < s || (twice == s && outward > 0)))
            return q;
        if (rounding == CRR_ROUND_HALF_EVEN &&
            (twice < s || (twice == s && q % 2 == 0)))
            return q;
    }
    return INT64_MIN;
}

static void
rounding_is_as_defined(void **state)
{
    (void)state;
    for (int rounding = CRR_ROUND_HALF_UP; rounding <= CRR_ROUND_DOWN; rounding++) {
        for (int64_t n = -300; n <= 300; n++) {
            for (int64_t s = 1; s <= 24; s++)
                assert_int_equal(crr_round_quotient(n, s, (enum crr_rounding)rounding),
                    slow_round(n, s, (enum crr_rounding)rounding));
        }
    }
}

static void
rounding_at_the_ends(void **state)
{
    (void)state;
    for (int rounding = CRR_ROUND_HALF_UP; rounding <= CRR_ROUND_DOWN; rounding++) {
        enum crr_rounding mode = (enum crr_rounding)rounding;

        assert_int_equal(crr_round_quotient(INT64_MIN, 1, mode), INT64_MIN);
        assert_int_equal(crr_round_quotient(INT64_MAX, 1, mode), INT64_MAX);
        assert_int_equal(crr_round_quotient(INT64_MIN, INT64_MAX, mode),
            mode == CRR_ROUND_UP ? -2 : -1);
        assert_int_equal(crr_round_quotient(INT64_MAX - 1, INT64_MAX, mode),
            mode == CRR_ROUND_DOWN ? 0 : 1);
        assert_int_equal(crr_round_quotient(INT64_MIN, 2, mode), INT64_MIN / 2);
    }
    assert_int_equal(
        crr_round_quotient(INT64_MAX, 2, CRR_ROUND_HALF_UP), INT64_MAX / 2 + 1);
    assert_int_equal(
        crr_round_quotient(INT64_MAX, 2, CRR_ROUND_HALF_EVEN), INT64_MAX / 2 + 1);
}

static void
checked_arithmetic(void **state)
{
    int64_t result = 1;

    (void)state;
    assert_true(crr_add(INT64_MAX, INT64_MIN, &result));
    assert_int_equal(result, -1);
    assert_false(crr_add(INT64_MAX, 1, &result));
    assert_false(crr_multiply(INT64_MIN, -1, &result));
    assert_int_equal(result, -1);
    assert_true(crr_multiply(3037000499, 3037000499, &result));
    assert_int_equal(result, 9223372030926249001);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_numbers),
        cmocka_unit_test(bad_numbers),
        cmocka_unit_test(the_scaled_value_fits_into_63_bits),
        cmocka_unit_test(printing_and_parsing_are_inverse),
        cmocka_unit_test(printing_decimals),
        cmocka_unit_test(printing_fractions),
        cmocka_unit_test(fractions_are_exact),
        cmocka_unit_test(greatest_common_divisors),
        cmocka_unit_test(rationals),
        cmocka_unit_test(rounding_is_as_defined),
        cmocka_unit_test(rounding_at_the_ends),
        cmocka_unit_test(checked_arithmetic),
    };

    return cmocka_run_group_tests_name("decimal", tests, NULL, NULL);
}

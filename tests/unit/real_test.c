#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "ahp/real.h"

static void
expect(double value, const char *wanted)
{
    char text[CRR_REAL_SIZE];
    size_t length = crr_real_print(value, text);

    assert_string_equal(text, wanted);
    assert_int_equal(length, strlen(wanted));
}

static void
expect_fixed(double value, int places, const char *wanted)
{
    char text[CRR_REAL_SIZE];
    size_t length = crr_real_print_fixed(value, places, text);

    assert_string_equal(text, wanted);
    assert_int_equal(length, strlen(wanted));
}

static void
test_shortest_forms(void **state)
{
    (void)state;
    expect(2, "2");
    expect(0.75, "0.75");
    expect(-0.75, "-0.75");
    expect(1.5e-9, "1.5e-09");
    expect(1e-5, "1e-05");
    expect(0.0001, "0.0001");
    expect(1e15, "1e+15");
    expect(120, "120");
    expect(1.0 / 3, "0.333333333333");
    expect(200.0 / 3, "66.6666666667");
    expect(123456789012.0, "123456789012");
    expect(1234567890123.0, "1.23456789012e+12");
    expect(-1.7976931348623157e308, "-1.79769313486e+308");
}

static void
test_rounds_correctly(void **state)
{
    (void)state;
    expect(0.99999999999999, "1");
    expect(9.99999999999999, "10");
    expect(999999999999.9, "1e+12");
    expect(0.1 + 0.2, "0.3");
    /* exact ties go to the even digit */
    expect(100000000000.5, "100000000000");
    expect(100000000001.5, "100000000002");
}

static void
test_nothing_and_no_number(void **state)
{
    (void)state;
    expect(0, "0");
    expect(-0.0, "0");
    expect(9.99e-13, "0");
    expect(-9.99e-13, "0");
    expect(1e-12, "1e-12");
    expect(NAN, "null");
    expect(INFINITY, "null");
    expect(-INFINITY, "null");
}

static void
test_however_small(void **state)
{
    char text[CRR_REAL_SIZE];

    (void)state;
    crr_real_print_any(1.25e-20, text);
    assert_string_equal(text, "1.25e-20");
    crr_real_print_any(-2.5e-300, text);
    assert_string_equal(text, "-2.5e-300");
}

static void
test_fractions(void **state)
{
    char text[CRR_REAL_SIZE];

    (void)state;
    assert_int_equal(crr_rational_print((struct crr_rational){100, 113}, text), 7);
    assert_string_equal(text, "100/113");
    assert_int_equal(crr_rational_print((struct crr_rational){3, 1}, text), 1);
    assert_string_equal(text, "3");
}

static void
test_fixed_places(void **state)
{
    (void)state;
    expect_fixed(0.5, 6, "0.500000");
    expect_fixed(2.0 / 3, 4, "0.6667");
    expect_fixed(12.5, 0, "12");
    expect_fixed(-1.25, 1, "-1.2");
    expect_fixed(-0.0000001, 4, "0.0000");
    expect_fixed(123456.789, 2, "123456.79");
    expect_fixed(NAN, 3, "-");
    char text[CRR_REAL_SIZE];
    assert_int_equal(crr_real_print_fixed(-1e308, 17, text), 1 + 309 + 1 + 17);
}

/* The sign of the decimal point may be any, of any number of bytes. */
static void
test_any_point(void **state)
{
    static const char *const points[] = {
        ".", ",", "\xD9\xAB", "\xE2\x8E\x96", "\x81\x30\x81\x30"};
    (void)state;
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        char printed[64], text[CRR_REAL_SIZE];

        snprintf(printed, sizeof printed, "-1%s23456789012e-03", points[i]);
        crr_real_from_scientific(printed, text);
        assert_string_equal(text, "-0.00123456789012");
        snprintf(printed, sizeof printed, "5%s00000000000e+20", points[i]);
        crr_real_from_scientific(printed, text);
        assert_string_equal(text, "5e+20");
        snprintf(printed, sizeof printed, "-120%s0625", points[i]);
        crr_real_from_fixed(printed, 4, text);
        assert_string_equal(text, "-120.0625");
        snprintf(printed, sizeof printed, "-0%s000", points[i]);
        crr_real_from_fixed(printed, 3, text);
        assert_string_equal(text, "0.000");
    }
}

/* Also under the locales that this machine has; "C" is always among them. */
static void
test_under_locales(void **state)
{
    static const char *const names[] = {
        "C", "de_DE.UTF-8", "fr_FR.UTF-8", "ru_RU.UTF-8", "ps_AF.UTF-8", "fa_IR.UTF-8"};
    size_t tried = 0;

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!setlocale(LC_ALL, names[i]))
            continue;
        tried++;
        expect(1234.5, "1234.5");
        expect_fixed(1234.5, 3, "1234.500");
    }
    setlocale(LC_ALL, "C");
    assert_true(tried >= 1);
}

/* Twelve digits are read back to a neighbour of the value. */
static void
test_reads_back(void **state)
{
    uint64_t seed = 0x9E3779B97F4A7C15u;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char text[CRR_REAL_SIZE];
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        double value = ldexp((double)(seed >> 11), (int)(seed % 120) - 90);
        if (value < 1e-12)
            continue;
        crr_real_print(value, text);
        assert_true(fabs(strtod(text, NULL) - value) <= 5.1e-12 * value);
    }
}

static int
take(void *user, const char *at, size_t length)
{
    strncat(user, at, length);
    return 0;
}

static void
test_writer(void **state)
{
    char text[64] = "";
    struct crr_writer writer;

    (void)state;
    crr_writer_init(&writer, take, text);
    crr_write_real(&writer, 0.25);
    crr_write_string(&writer, " ");
    crr_write_real_fixed(&writer, 0.25, 3);
    assert_true(crr_writer_flush(&writer));
    assert_string_equal(text, "0.25 0.250");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shortest_forms),
        cmocka_unit_test(test_rounds_correctly),
        cmocka_unit_test(test_nothing_and_no_number),
        cmocka_unit_test(test_however_small),
        cmocka_unit_test(test_fractions),
        cmocka_unit_test(test_fixed_places),
        cmocka_unit_test(test_any_point),
        cmocka_unit_test(test_under_locales),
        cmocka_unit_test(test_reads_back),
        cmocka_unit_test(test_writer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

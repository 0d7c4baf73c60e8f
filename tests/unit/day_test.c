/* Days: every day of the calendar, the patterns of dates, times behind a date, ages. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/day.h"
#include "base/span.h"

/* The calendar by counting. */
static bool
has_leap_day(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
length_of(int year, int month)
{
    if (month == 2)
        return has_leap_day(year) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void
every_day_there_and_back(void **state)
{
    int32_t day = CRR_DAY_MIN;

    (void)state;
    for (int year = 1; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int date = 1; date <= length_of(year, month); date++, day++) {
                struct crr_civil civil = crr_civil_of_day(day);
                int32_t back = CRR_NO_DAY;

                if (civil.year != year || civil.month != month || civil.day != date)
                    fail_msg(
                        "day %d is not %04d-%02d-%02d", (int)day, year, month, date);
                if (!crr_day_of_civil(civil, &back) || back != day)
                    fail_msg(
                        "%04d-%02d-%02d is not day %d", year, month, date, (int)day);
            }
        }
    }
    assert_int_equal(day, CRR_DAY_MAX + 1);
}

static void
printing_and_parsing(void **state)
{
    (void)state;
    for (int32_t day = CRR_DAY_MIN; day <= CRR_DAY_MAX; day += 7) {
        struct crr_civil civil = crr_civil_of_day(day);
        char text[11], expected[40];
        int32_t back = CRR_NO_DAY;

        crr_day_print(day, text);
        snprintf(expected, sizeof expected, "%04d-%02d-%02d", civil.year, civil.month,
            civil.day);
        assert_string_equal(text, expected);
        assert_true(crr_day_parse(crr_text_of(text), &back));
        assert_int_equal(back, day);
    }
}

static void
known_days(void **state)
{
    static const struct {
        const char *text;
        int32_t day;
    } cases[] = {
        {"0001-01-01", CRR_DAY_MIN},
        {"1970-01-01", 0},
        {"1969-12-31", -1},
        {"2000-02-29", 11016},
        {"2026-11-20", 20777},
        {"9999-12-31", CRR_DAY_MAX},
    };
    char text[11];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int32_t day = CRR_NO_DAY;

        assert_true(crr_day_parse(crr_text_of(cases[i].text), &day));
        assert_int_equal(day, cases[i].day);
    }
    crr_day_print(CRR_DAY_MAX + 1, text);
    assert_string_equal(text, "");
    crr_day_print(CRR_NO_DAY, text);
    assert_string_equal(text, "");
}

static void
no_days(void **state)
{
    static const char *const bad[] = {"", "2023-02-29", "1900-02-29", "2024-13-01",
        "2024-00-01", "2024-01-00", "2024-01-32", "2024-04-31", "0000-01-01",
        "2024-1-01", "24-01-01", "2024/01/01", " 2024-01-01", "2024-01-01 ",
        "2024-01-0a", "2024-01-01T00:00:00Z", "20240101", "-024-01-01", "+2024-01-1"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int32_t day = 42;

        if (crr_day_parse(crr_text_of(bad[i]), &day))
            fail_msg("\"%s\" was read", bad[i]);
        assert_int_equal(day, 42);
    }
}

static void
patterns(void **state)
{
    static const char *const good[] = {"YYYY-MM-DD", "YYYYMMDD", "DD.MM.YYYY",
        "D/M/YYYY", "YYYY-M-D",
        ("YYYY\xE5\xB9\xB4M\xE6\x9C\x88"
         "D\xE6\x97\xA5"),
        "MM/DD/YYYY", "YYYYMM-D", "DDMMYYYY", "M D YYYY"};
    static const char *const bad[] = {"", "YYYY", "YYYY-MM", "YY-MM-DD", "YYYYY-MM-DD",
        "YYYY-MM-DD-DD", "YYYY-MMM-DD", "YYYY-MM-DDD", "YYYYMDD", "DMYYYY", "DM-YYYY",
        "YYYY-M1-D", "YYYY-MM-M-DD", "yyyy-mm-dd", "YYYYYYYY-MM-DD"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        if (!crr_date_pattern_is_good(crr_text_of(good[i])))
            fail_msg("\"%s\" was refused", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (crr_date_pattern_is_good(crr_text_of(bad[i])))
            fail_msg("\"%s\" was taken", bad[i]);
    }
}

static void
dates_by_pattern(void **state)
{
    static const struct {
        const char *text, *pattern;
        enum crr_date_fault fault;
    } cases[] = {
        {"2024-02-29", "YYYY-MM-DD", CRR_DATE_GOOD},
        {"20240229", "YYYYMMDD", CRR_DATE_GOOD},
        {"29.2.2024", "D.M.YYYY", CRR_DATE_GOOD},
        {"29.02.2024", "D.M.YYYY", CRR_DATE_GOOD},
        {"2/29/2024", "M/D/YYYY", CRR_DATE_GOOD},
        {"2024\xE5\xB9\xB4"
         "2\xE6\x9C\x88"
         "29\xE6\x97\xA5",
            "YYYY\xE5\xB9\xB4M\xE6\x9C\x88"
            "D\xE6\x97\xA5",
            CRR_DATE_GOOD},
        {"2024-2-29", "YYYY-MM-DD", CRR_DATE_PATTERN},
        {"29.002.2024", "D.M.YYYY", CRR_DATE_PATTERN},
        {"2024-02-2", "YYYY-MM-DD", CRR_DATE_PATTERN},
        {"2024-02-290", "YYYY-MM-DD", CRR_DATE_PATTERN},
        {"2024-02", "YYYY-MM-DD", CRR_DATE_PATTERN},
        {"", "YYYY-MM-DD", CRR_DATE_PATTERN},
        {"29.02.2024", "YYYY-MM-DD", CRR_DATE_PATTERN},
        {"30.2.2024", "D.M.YYYY", CRR_DATE_CALENDAR},
        {"2023-02-29", "YYYY-MM-DD", CRR_DATE_CALENDAR},
        {"2023-00-10", "YYYY-MM-DD", CRR_DATE_CALENDAR},
        {"0000-01-01", "YYYY-MM-DD", CRR_DATE_CALENDAR},
        {"2024-02-29x", "YYYY-MM-DD", CRR_DATE_TIME},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int32_t day = 42;
        enum crr_date_fault fault = crr_date_parse(
            crr_text_of(cases[i].text), crr_text_of(cases[i].pattern), &day);

        if (fault != cases[i].fault)
            fail_msg("\"%s\": fault %d", cases[i].text, (int)fault);
        assert_int_equal(day, fault == CRR_DATE_GOOD ? 19782 : 42);
    }
}

static void
times_behind_a_date(void **state)
{
    static const char *const good[] = {"", "T08:00", "T08:00:00", "T08:00:00Z",
        "T08:00:00z", "t08:00:00Z", " 08:00:00", "T08:00:00.123456789Z", "T08:00:00,5Z",
        "T08:00:00+02:00", "T08:00:00-0530", "T08:00:00+08", "T080000Z", "T0800",
        "T23:59:60Z", "T24:00:00Z", "T24:00", "T24:00:00.000", " 08:00+02:00"};
    static const char *const bad[] = {" ", "T", "T8:00", "T08", "T25:00", "T24:00:01",
        "T24:01", "T24:00:00.1", "T08:60", "T08:00:61", "T08:00:", "T08:00:00.",
        "T08:00 ", "T08:00:00 Z", "T08:00:00+", "T08:00:00+2:00", "T08:00:00+24:00",
        "T08:00:00+02:60", "T08:00:00+02:", "T08:00:00ZZ", " 0800", " 08", "x08:00",
        "T08:00:00+02:00x", "T0800000", "08:00", "  08:00"};
    char text[80];

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        int32_t day = 42;

        snprintf(text, sizeof text, "2024-02-29%s", good[i]);
        if (crr_date_parse(crr_text_of(text), crr_text_of("YYYY-MM-DD"), &day))
            fail_msg("\"%s\" was refused", text);
        assert_int_equal(day, 19782);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int32_t day = 42;
        enum crr_date_fault fault;

        snprintf(text, sizeof text, "2024-02-29%s", bad[i]);
        fault = crr_date_parse(crr_text_of(text), crr_text_of("YYYY-MM-DD"), &day);
        if (fault != (bad[i][0] == '0' ? CRR_DATE_PATTERN : CRR_DATE_TIME))
            fail_msg("\"%s\": fault %d", text, (int)fault);
        assert_int_equal(day, 42);
    }
}

static int32_t
day_of(const char *text)
{
    int32_t day = CRR_NO_DAY;

    assert_true(crr_day_parse(crr_text_of(text), &day));
    return day;
}

static void
ages(void **state)
{
    static const struct {
        const char *day, *as_of;
        int months;
    } cases[] = {
        {"2024-01-31", "2024-01-31", 0},
        {"2024-01-31", "2024-02-29", 0},
        {"2024-01-31", "2024-03-30", 1},
        {"2024-01-31", "2024-03-31", 2},
        {"2024-02-29", "2025-02-28", 11},
        {"2024-02-29", "2025-03-01", 12},
        {"2023-12-15", "2024-01-14", 0},
        {"2023-12-15", "2024-01-15", 1},
        {"0001-01-01", "9999-12-31", 119987},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(crr_age_months(day_of(cases[i].day), day_of(cases[i].as_of)),
            cases[i].months);
}

/* A month is full on the day's own date, or on the first after a month that lacks it.
 */
static void
ages_grow_by_one_a_month(void **state)
{
    int32_t from = day_of("1999-12-31");

    (void)state;
    for (int32_t day = from; day < from + 1500; day++) {
        int date = crr_civil_of_day(day).day;
        int64_t before = 0;

        for (int32_t as_of = day; as_of < day + 800; as_of++) {
            struct crr_civil now = crr_civil_of_day(as_of);
            int64_t months = crr_age_months(day, as_of);
            bool full = as_of > day &&
                        (now.day == date ||
                            (now.day == 1 && crr_civil_of_day(as_of - 1).day < date));

            assert_int_equal(months, before + full);
            before = months;
        }
    }
}

static void
adding_months(void **state)
{
    static const struct {
        const char *day;
        int months;
        const char *later;
    } cases[] = {
        {"2024-01-31", 1, "2024-02-29"},
        {"2023-01-31", 1, "2023-02-28"},
        {"2024-02-29", 12, "2025-02-28"},
        {"2024-02-29", 48, "2028-02-29"},
        {"2024-11-30", 3, "2025-02-28"},
        {"2024-12-15", 1, "2025-01-15"},
        {"2024-01-15", 0, "2024-01-15"},
        {"2024-01-15", -1, "2023-12-15"},
        {"2024-03-31", -1, "2024-02-29"},
        {"0001-02-01", -1, "0001-01-01"},
        {"0001-02-01", -2, "0001-01-01"},
        {"9999-11-30", 1, "9999-12-30"},
        {"9999-11-30", 2, "9999-12-31"},
        {"2024-01-15", INT32_MAX, "9999-12-31"},
        {"2024-01-15", INT32_MIN, "0001-01-01"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[11];

        crr_day_print(crr_day_add_months(day_of(cases[i].day), cases[i].months), text);
        assert_string_equal(text, cases[i].later);
    }
}

static void
why_it_is_no_day(void **state)
{
    static const struct {
        const char *text, *fault;
    } list[] = {
        {"2026-02-30", "February 2026 has 28 days"},
        {"2024-02-30", "February 2024 has 29 days"},
        {"2026-11-31T08:00:00", "November 2026 has 30 days"},
        {"0004-09-31 ", "September 0004 has 30 days"},
        {"2026-01-00", "January 2026 has 31 days"},
        {"2026-13-01", "there is no month 13"},
        {"2026-00-01", "there is no month 00"},
        {"0000-01-01", "years begin with 0001"},
        {"2026-02-28", ""},
        {"2026-2-30", ""},
        {"30.02.2026", ""},
        {"2026-02-30x", ""},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        struct crr_text text = crr_text_of(list[i].text);
        char fault[CRR_DAY_FAULT_SIZE], hint[CRR_DAY_HINT_SIZE];
        char expected[CRR_DAY_HINT_SIZE] = "";

        assert_ptr_equal(crr_day_fault(text, fault), fault);
        assert_string_equal(fault, list[i].fault);
        if (*list[i].fault)
            snprintf(expected, sizeof expected, " (%s)", list[i].fault);
        assert_string_equal(crr_day_hint(text, hint), expected);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_there_and_back),
        cmocka_unit_test(printing_and_parsing),
        cmocka_unit_test(known_days),
        cmocka_unit_test(no_days),
        cmocka_unit_test(patterns),
        cmocka_unit_test(dates_by_pattern),
        cmocka_unit_test(times_behind_a_date),
        cmocka_unit_test(ages),
        cmocka_unit_test(ages_grow_by_one_a_month),
        cmocka_unit_test(adding_months),
        cmocka_unit_test(why_it_is_no_day),
    };

    return cmocka_run_group_tests_name("day", tests, NULL, NULL);
}

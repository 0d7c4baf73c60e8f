/* Days of the proleptic Gregorian calendar. The two conversions are those of Howard
 * Hinnant, "chrono-compatible low-level date algorithms" (2013): the year begins in
 * March, so that the leap day is its last. */
#include "base/day.h"

#include <stddef.h>
#include <stdio.h>

#define ERA_DAYS 146097 /* 400 years */

struct crr_civil
crr_civil_of_day(int32_t day)
{
    int64_t shifted = (int64_t)day + 719468; /* from 0000-03-01 */
    int64_t era = (shifted >= 0 ? shifted : shifted - (ERA_DAYS - 1)) / ERA_DAYS;
    int64_t of_era = shifted - era * ERA_DAYS;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / (ERA_DAYS - 1)) /
                   365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153; /* from March */
    struct crr_civil civil;

    civil.day = (int)(of_year - (153 * month + 2) / 5 + 1);
    civil.month = (int)(month < 10 ? month + 3 : month - 9);
    civil.year = (int)(year + era * 400 + (civil.month <= 2));
    return civil;
}

static bool
is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* The year is in [1, 9999], the rest is a date. */
static int32_t
day_of_date(struct crr_civil civil)
{
    int year = civil.year - (civil.month <= 2);
    int era = year / 400;
    int of_era_year = year - era * 400;
    int month = civil.month > 2 ? civil.month - 3 : civil.month + 9;
    int of_year = (153 * month + 2) / 5 + civil.day - 1;
    int of_era = of_era_year * 365 + of_era_year / 4 - of_era_year / 100 + of_year;

    return era * ERA_DAYS + of_era - 719468;
}

bool
crr_day_of_civil(struct crr_civil civil, int32_t *ret_day)
{
    if (civil.year < 1 || civil.year > 9999 || civil.month < 1 || civil.month > 12 ||
        civil.day < 1 || civil.day > month_days(civil.year, civil.month))
        return false;
    *ret_day = day_of_date(civil);
    return true;
}

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* How often the byte at `at` is repeated. */
static size_t
run_of(struct crr_text text, size_t at)
{
    size_t count = 1;

    while (at + count < text.length && text.at[at + count] == text.at[at])
        count++;
    return count;
}

static bool
is_field(char byte)
{
    return byte == 'Y' || byte == 'M' || byte == 'D';
}

bool
crr_date_pattern_is_good(struct crr_text pattern)
{
    int years = 0, months = 0, days = 0;
    size_t at = 0;

    while (at < pattern.length) {
        char letter = pattern.at[at];
        size_t run = is_field(letter) ? run_of(pattern, at) : 1;

        at += run;
        years += letter == 'Y';
        months += letter == 'M';
        days += letter == 'D';
        if (letter == 'Y' && run != 4)
            return false;
        if ((letter == 'M' || letter == 'D') && run > 2)
            return false;
        if ((letter == 'M' || letter == 'D') && run == 1 && at < pattern.length &&
            (is_field(pattern.at[at]) || is_digit(pattern.at[at])))
            return false;
    }
    return years == 1 && months == 1 && days == 1;
}

/* What is left to be read. */
struct scan {
    const char *at;
    const char *end;
};

static bool
take_byte(struct scan *scan, char byte)
{
    if (scan->at == scan->end || *scan->at != byte)
        return false;
    scan->at++;
    return true;
}

/* Takes least to most digits. */
static bool
take_digits(struct scan *scan, size_t least, size_t most, int *ret)
{
    int number = 0;
    size_t count = 0;

    while (count < most && scan->at < scan->end && is_digit(*scan->at)) {
        number = number * 10 + (*scan->at - '0');
        scan->at++;
        count++;
    }
    if (count < least)
        return false;
    *ret = number;
    return true;
}

static bool
take_two(struct scan *scan, int most)
{
    int number;

    return take_digits(scan, 2, 2, &number) && number <= most;
}

/* hh:mm[:ss[.f]] or, after T alone, hhmm[ss[.f]]. 24:00:00 is the end of a day and 60 a
 * leap second (ISO 8601). */
static bool
take_clock(struct scan *scan, bool basic_allowed)
{
    bool extended;
    int hour, minute, second = 0;
    bool fraction_is_zero = true;

    if (!take_digits(scan, 2, 2, &hour))
        return false;
    extended = take_byte(scan, ':');
    if ((!extended && !basic_allowed) || !take_digits(scan, 2, 2, &minute))
        return false;
    if (extended ? take_byte(scan, ':') : scan->at < scan->end && is_digit(*scan->at)) {
        if (!take_digits(scan, 2, 2, &second))
            return false;
        if (take_byte(scan, '.') || take_byte(scan, ',')) {
            if (scan->at == scan->end || !is_digit(*scan->at))
                return false;
            while (scan->at < scan->end && is_digit(*scan->at))
                fraction_is_zero = *scan->at++ == '0' && fraction_is_zero;
        }
    }
    if (hour == 24)
        return minute == 0 && second == 0 && fraction_is_zero;
    return hour < 24 && minute < 60 && second <= 60;
}

/* Z, or +hh, +hhmm, +hh:mm; nothing is fine. */
static bool
take_offset(struct scan *scan)
{
    bool colon;

    if (scan->at == scan->end || take_byte(scan, 'Z') || take_byte(scan, 'z'))
        return true;
    if (!take_byte(scan, '+') && !take_byte(scan, '-'))
        return false;
    if (!take_two(scan, 23))
        return false;
    colon = take_byte(scan, ':');
    return (scan->at == scan->end && !colon) || take_two(scan, 59);
}

static bool
take_time(struct scan *scan)
{
    bool letter = take_byte(scan, 'T') || take_byte(scan, 't');

    if (!letter && !take_byte(scan, ' '))
        return false;
    return take_clock(scan, letter) && take_offset(scan) && scan->at == scan->end;
}

static bool
take_date(struct scan *scan, struct crr_text pattern, struct crr_civil *ret)
{
    size_t at = 0;

    while (at < pattern.length) {
        char letter = pattern.at[at];
        size_t run = is_field(letter) ? run_of(pattern, at) : 1;
        int *field = letter == 'Y'   ? &ret->year
                     : letter == 'M' ? &ret->month
                                     : &ret->day;

        at += run;
        if (!is_field(letter)) {
            if (!take_byte(scan, letter))
                return false;
        } else if (!take_digits(scan, run, run == 1 ? 2 : run, field)) {
            return false;
        }
    }
    return true;
}

enum crr_date_fault
crr_date_parse(struct crr_text text, struct crr_text pattern, int32_t *ret_day)
{
    struct scan scan = {text.at, text.at};
    struct crr_civil civil = {0, 0, 0};

    if (text.length == 0)
        return CRR_DATE_PATTERN;
    scan.end = text.at + text.length;
    if (!take_date(&scan, pattern, &civil))
        return CRR_DATE_PATTERN;
    if (scan.at < scan.end && is_digit(*scan.at))
        return CRR_DATE_PATTERN;
    if (scan.at < scan.end && !take_time(&scan))
        return CRR_DATE_TIME;
    if (!crr_day_of_civil(civil, ret_day))
        return CRR_DATE_CALENDAR;
    return CRR_DATE_GOOD;
}

bool
crr_day_parse(struct crr_text text, int32_t *ret_day)
{
    if (text.length != 10)
        return false;
    return crr_date_parse(text, (struct crr_text){"YYYY-MM-DD", 10}, ret_day) ==
           CRR_DATE_GOOD;
}

/* A text that begins with YYYY-MM-DD, and nothing of its own follows. */
static bool
has_form(struct crr_text text)
{
    static const char form[] = "dddd-dd-dd";

    if (text.length < 10 ||
        (text.length > 10 && text.at[10] != 'T' && text.at[10] != ' '))
        return false;
    for (size_t i = 0; i < 10; i++)
        if (form[i] == 'd' ? !is_digit(text.at[i]) : text.at[i] != form[i])
            return false;
    return true;
}

const char *
crr_day_fault(struct crr_text text, char ret_text[CRR_DAY_FAULT_SIZE])
{
    static const char *const months[] = {"January", "February", "March", "April", "May",
        "June", "July", "August", "September", "October", "November", "December"};
    int parts[3];

    ret_text[0] = '\0';
    if (!has_form(text))
        return ret_text;
    parts[0] = (text.at[0] - '0') * 1000 + (text.at[1] - '0') * 100 +
               (text.at[2] - '0') * 10 + text.at[3] - '0';
    parts[1] = (text.at[5] - '0') * 10 + text.at[6] - '0';
    parts[2] = (text.at[8] - '0') * 10 + text.at[9] - '0';
    if (parts[0] == 0)
        snprintf(ret_text, CRR_DAY_FAULT_SIZE, "years begin with 0001");
    else if (parts[1] < 1 || parts[1] > 12)
        snprintf(ret_text, CRR_DAY_FAULT_SIZE, "there is no month %02d", parts[1]);
    else if (parts[2] < 1 || parts[2] > month_days(parts[0], parts[1]))
        snprintf(ret_text, CRR_DAY_FAULT_SIZE, "%s %04d has %d days",
            months[parts[1] - 1], parts[0], month_days(parts[0], parts[1]));
    return ret_text;
}

const char *
crr_day_hint(struct crr_text text, char buffer[CRR_DAY_HINT_SIZE])
{
    char fault[CRR_DAY_FAULT_SIZE];

    buffer[0] = '\0';
    if (*crr_day_fault(text, fault))
        snprintf(buffer, CRR_DAY_HINT_SIZE, " (%s)", fault);
    return buffer;
}

void
crr_day_print(int32_t day, char ret_text[11])
{
    struct crr_civil civil;
    int parts[3];
    size_t at = 0;

    ret_text[0] = '\0';
    if (day < CRR_DAY_MIN || day > CRR_DAY_MAX)
        return;
    civil = crr_civil_of_day(day);
    parts[0] = civil.year % 100;
    parts[1] = civil.month;
    parts[2] = civil.day;
    ret_text[at++] = (char)('0' + civil.year / 1000);
    ret_text[at++] = (char)('0' + civil.year / 100 % 10);
    for (size_t i = 0; i < 3; i++) {
        if (i > 0)
            ret_text[at++] = '-';
        ret_text[at++] = (char)('0' + parts[i] / 10);
        ret_text[at++] = (char)('0' + parts[i] % 10);
    }
    ret_text[at] = '\0';
}

int64_t
crr_age_months(int32_t day, int32_t as_of)
{
    struct crr_civil from = crr_civil_of_day(day);
    struct crr_civil to = crr_civil_of_day(as_of);

    return (int64_t)(to.year - from.year) * 12 + (to.month - from.month) -
           (to.day < from.day);
}

int32_t
crr_day_add_months(int32_t day, int months)
{
    struct crr_civil civil = crr_civil_of_day(day);
    int64_t month = (int64_t)civil.year * 12 + (civil.month - 1) + months;

    if (month < 12)
        return CRR_DAY_MIN;
    if (month >= 10000 * 12)
        return CRR_DAY_MAX;
    civil.year = (int)(month / 12);
    civil.month = (int)(month % 12) + 1;
    if (civil.day > month_days(civil.year, civil.month))
        civil.day = month_days(civil.year, civil.month);
    return day_of_date(civil);
}

/* Days and the patterns of dates. */
#ifndef CRR_BASE_DAY_H
#define CRR_BASE_DAY_H

#include <stdbool.h>
#include <stdint.h>
#include "crr/date.h"
#include "crr/text.h"

#define CRR_DAY_MIN (-719162) /* 0001-01-01 */
#define CRR_DAY_MAX 2932896   /* 9999-12-31 */

struct crr_civil {
    int year, month, day;
};
struct crr_civil crr_civil_of_day(int32_t day);
/* False if there is no such date. */
bool crr_day_of_civil(struct crr_civil civil, int32_t *ret_day);

/* What crr_day_fault says of a text, in parentheses: " (there is no month 13)", or
 * nothing. Returns buffer. */
#define CRR_DAY_HINT_SIZE (CRR_DAY_FAULT_SIZE + 3)
const char *crr_day_hint(struct crr_text text, char buffer[CRR_DAY_HINT_SIZE]);

/* A date pattern is good if YYYY, one of MM and M, one of DD and D occur once each, and
 * M and D (one or two digits) are followed by a character that is no digit, or by the
 * end. */
bool crr_date_pattern_is_good(struct crr_text pattern);

enum crr_date_fault {
    CRR_DATE_GOOD = 0,
    CRR_DATE_PATTERN,  /* does not fit the pattern */
    CRR_DATE_CALENDAR, /* 2023-02-29 */
    CRR_DATE_TIME      /* what follows the date is no ISO 8601 time */
};
/* Reads text by the pattern; an ISO 8601 time with or without offset may follow. */
enum crr_date_fault crr_date_parse(
    struct crr_text text, struct crr_text pattern, int32_t *ret_day);

/* Age on as_of of what began on day; day <= as_of. */
int64_t crr_age_months(int32_t day, int32_t as_of);

/* day plus months, clamped to the month's end. */
int32_t crr_day_add_months(int32_t day, int months);

#endif

/* Days: the number of days since 1970-01-01 in the proleptic Gregorian calendar. */
#ifndef CRR_DATE_H
#define CRR_DATE_H

#include <stdbool.h>
#include <stdint.h>
#include "crr/export.h"
#include "crr/text.h"

CRR_BEGIN_C

/* No day. */
#define CRR_NO_DAY INT32_MIN

/* Reads YYYY-MM-DD, years [0001, 9999]. Returns false, and leaves ret_day as it was, if
 * text is anything else. Thread-safe. */
CRR_API bool crr_day_parse(struct crr_text text, int32_t *ret_day);

/* Room for what crr_day_fault writes. */
#define CRR_DAY_FAULT_SIZE 40

/* Why a text of the form YYYY-MM-DD, a time behind it or not, is no day: "February 2026
 * has 28 days", "there is no month 13". Empty for any other text. Returns ret_text.
 * Thread-safe. */
CRR_API const char *crr_day_fault(
    struct crr_text text, char ret_text[CRR_DAY_FAULT_SIZE]);

/* Writes YYYY-MM-DD and a terminating NUL. day in [-719162, 2932896]. Thread-safe. */
CRR_API void crr_day_print(int32_t day, char ret_text[11]);

CRR_END_C

#endif

/* Exact numbers as text. */
#ifndef CRR_NUMBER_H
#define CRR_NUMBER_H

#include <stddef.h>
#include <stdint.h>
#include "crr/export.h"

CRR_BEGIN_C

/* Room for any number printed below, with its NUL. */
#define CRR_NUMBER_SIZE 72

/* Prints units / 10^places with exactly `places` decimal places, places in [0, 18].
 * Returns the length without the NUL. Thread-safe. */
CRR_API size_t crr_decimal_print(
    int64_t units, int places, char ret_text[CRR_NUMBER_SIZE]);

/* Prints the exact fraction n/s, s > 0: as a decimal without trailing zeros if it has a
 * finite one ("12.34", "-0.5", "0"), else reduced ("100/3"). Returns the length without
 * the NUL. Thread-safe. */
CRR_API size_t crr_fraction_print(int64_t n, int64_t s, char ret_text[CRR_NUMBER_SIZE]);

CRR_END_C

#endif

/* Real numbers as text, the same whatever the host's locale: what is derived is printed
 * through these functions alone. */
#ifndef CRR_AHP_REAL_H
#define CRR_AHP_REAL_H

#include <stddef.h>
#include "base/decimal.h"
#include "base/writer.h"

#define CRR_REAL_DIGITS 12 /* significant ones */
#define CRR_REAL_SIZE 352  /* room for any text below, with its NUL */

/* Prints 12 significant digits, correctly rounded, without trailing zeros: a number as
 * JSON has them ("2", "0.75", "1.5e-09"). What is below 10^-12 in magnitude is "0",
 * what is not finite is "null". Returns the length without the NUL. */
size_t crr_real_print(double value, char ret_text[CRR_REAL_SIZE]);

/* The same of a finite value other than 0, however small. */
size_t crr_real_print_any(double value, char ret_text[CRR_REAL_SIZE]);

/* Prints exactly `places` decimal places, [0, 17], for tables; never "-0.00". What is
 * not finite is "-". */
size_t crr_real_print_fixed(double value, int places, char ret_text[CRR_REAL_SIZE]);

/* Prints "3" or "1/3"; value is not negative. */
size_t crr_rational_print(struct crr_rational value, char ret_text[CRR_REAL_SIZE]);

void crr_write_real(struct crr_writer *writer, double value);
void crr_write_real_fixed(struct crr_writer *writer, double value, int places);

/* What the two above are made of, for any sign of the decimal point, of any number of
 * bytes. printed is what "%.11e" or "%.*f" gave. */
size_t crr_real_from_scientific(const char *printed, char ret_text[CRR_REAL_SIZE]);
size_t crr_real_from_fixed(
    const char *printed, int places, char ret_text[CRR_REAL_SIZE]);

#endif

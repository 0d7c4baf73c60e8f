/* Weights as integers that sum exactly: by the largest remainders (Hamilton's method),
 * equal remainders to the smaller name in byte order, never by position. */
#ifndef CRR_AHP_APPORTION_H
#define CRR_AHP_APPORTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "crr/text.h"

/* Scratch of one member; callers own as many as there are members. */
struct crr_share {
    struct crr_text name;
    size_t index;
    double part;       /* crr_freeze: of a unit, what was cut off */
    int64_t remainder; /* crr_split: of units · weight */
};

/* Freezes n weights that sum to 1 into integers that sum to total <= 10^9. Remainders
 * within 10^-6 of a unit are equal, for the last bits differ between machines. False if
 * one of them is 0; then it is the first such, *ret_zero. names is by index. */
bool crr_freeze(const double *weights, const struct crr_text *names, size_t n,
    int64_t total, struct crr_share *shares, int64_t *ret_units, size_t *ret_zero);

/* Splits units <= 10^9 in proportion to weights that sum to total <= 10^9. */
void crr_split(int64_t units, const int64_t *weights, const struct crr_text *names,
    size_t n, int64_t total, struct crr_share *shares, int64_t *ret_units);

#endif

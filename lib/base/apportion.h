/* Splitting whole units exactly: the largest remainder (Hamilton's method). */
#ifndef CRR_BASE_APPORTION_H
#define CRR_BASE_APPORTION_H

#include <stddef.h>
#include <stdint.h>
#include "crr/text.h"

/* One that gets a share. */
struct crr_share {
    struct crr_text id;
    int64_t weight;    /* >= 0; all sum to the total */
    int64_t units;     /* what it gets */
    int64_t remainder; /* of units · weight / total */
    size_t index;      /* its place, kept */
};

/* Splits units among the shares in proportion to their weights: what the division
 * leaves goes one unit each to the largest remainders, equal ones to the smaller id in
 * byte order, so that the order plays no part. units · weight stays below 2^63; total >
 * 0. The shares come back in order of their index, which the function sets. */
void crr_apportion(
    int64_t units, int64_t total, struct crr_share *shares, size_t count);

#endif

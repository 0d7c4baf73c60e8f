/* How numbers and dates look in the last 16 bytes of their texts if they are written in
 * the usual way: a number with all its places, a date with all its digits. Kernels read
 * four of them at once. */
#ifndef CRR_PLAN_FORMS_H
#define CRR_PLAN_FORMS_H

#include "plan/lane.h"

#define CRR_TOGETHER 4u

struct crr_forms {
    /* The point or separators, and a bit for each byte where one is. */
    uint8_t marks[CRR_TOGETHER][16];
    uint64_t marked;
    /* Where each of 16 digits stands; 0x80: it is a zero. */
    uint8_t digits[CRR_TOGETHER][16];
    /* A bit for each 32 bits that are the month and the day of a date. */
    uint32_t dates;
    /* The least length of the text, and how much more is allowed. */
    size_t shortest[CRR_TOGETHER], further[CRR_TOGETHER];
};

/* Sets the form at a place, once, for what a reader of numbers or dates reads. */
void crr_forms_set(
    struct crr_forms *forms, uint32_t index, const struct crr_lane_reader *reader);

#endif

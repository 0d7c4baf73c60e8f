/* The inner loop of single calls, compiled for several instruction sets: what the
 * values of one record are worth. All kernels give the same. */
#ifndef CRR_PLAN_CALL_KERNEL_H
#define CRR_PLAN_CALL_KERNEL_H

#include "plan/lane.h"

/* A reader, its input, and the place of its worth among those of the lane's readers. */
struct crr_call_entry {
    struct crr_lane_reader *reader;
    size_t input, place;
};

/* How numbers and dates look in the last 16 bytes of their texts if they are written in
 * the usual way: a number with all its places, a date with all its digits. Four are
 * read at once. */
#define CRR_CALL_TOGETHER 4u
struct crr_call_forms {
    /* The point or separators, and a bit for each byte where one is. */
    uint8_t marks[CRR_CALL_TOGETHER][16];
    uint64_t marked;
    /* Where each of 16 digits stands; 0x80: it is a zero. */
    uint8_t digits[CRR_CALL_TOGETHER][16];
    /* A bit for each 32 bits that are the month and the day of a date. */
    uint32_t dates;
    /* The least length of the text, and how much more is allowed. */
    size_t shortest[CRR_CALL_TOGETHER], further[CRR_CALL_TOGETHER];
};

/* All readers of a lane: first keys, then texts, then numbers and dates. */
struct crr_call_plan {
    struct crr_call_entry *entries, *keys_end, *texts_end, *end;
    struct crr_call_forms *forms; /* of each CRR_CALL_TOGETHER from texts_end on */
};

/* The lane has to outlive the plan. False if there is no memory. */
bool crr_call_plan_init(
    struct crr_call_plan *plan, struct crr_lane *lane, struct crr_arena *arena);

struct crr_call_kernel {
    /* Fills worths, in the order of the lane's readers, with what the model's inputs'
     * values are worth; returns the marks of all of them together. */
    int64_t (*weigh)(struct crr_lane *lane, const struct crr_call_plan *plan,
        const struct crr_value *values, int64_t *worths);
};

extern const struct crr_call_kernel crr_call_kernel_scalar, crr_call_kernel_baseline;
#if defined(__x86_64__)
extern const struct crr_call_kernel crr_call_kernel_avx2, crr_call_kernel_avx512;
#endif

/* The kernel for enum crr_machine; NULL beyond the last that this machine can run. */
const struct crr_call_kernel *crr_call_kernel_at(size_t machine);

#endif

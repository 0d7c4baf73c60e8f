/* The inner loop of single calls, compiled for several instruction sets: what the
 * values of one record are worth. All kernels give the same. */
#ifndef CRR_PLAN_CALL_KERNEL_H
#define CRR_PLAN_CALL_KERNEL_H

#include "plan/forms.h"

/* A reader, its input, and the place of its worth among those of the lane's readers. */
struct crr_call_entry {
    struct crr_lane_reader *reader;
    size_t input, place;
};

/* All readers of a lane: first keys, then texts, then numbers and dates. */
struct crr_call_plan {
    struct crr_call_entry *entries, *keys_end, *texts_end, *end;
    struct crr_forms *forms; /* of each CRR_TOGETHER from texts_end on */
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

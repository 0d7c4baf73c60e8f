/* In which order single calls read values. */
#include "base/machine.h"
#include "plan/call_kernel.h"

static const struct crr_call_kernel *const kernels[] = CRR_OF_EACH_MACHINE(
    crr_call_kernel);

const struct crr_call_kernel *
crr_call_kernel_at(size_t machine)
{
    return machine <= crr_machine_best() ? kernels[machine] : NULL;
}

static struct crr_call_entry *
add_entries(
    struct crr_lane *lane, enum crr_lane_kind kind, struct crr_call_entry *entry)
{
    for (uint32_t k = 0; k < lane->reader_count; k++)
        if (lane->readers[k].kind == kind)
            *entry++ = (struct crr_call_entry){
                &lane->readers[k], lane->readers[k].input, k};
    return entry;
}

bool
crr_call_plan_init(
    struct crr_call_plan *plan, struct crr_lane *lane, struct crr_arena *arena)
{
    size_t count = lane->reader_count;
    plan->entries = crr_arena_array(arena, count, sizeof *plan->entries);
    plan->forms = crr_arena_array(arena, count / CRR_TOGETHER + 1, sizeof *plan->forms);
    if (!plan->entries || !plan->forms)
        return false;
    plan->keys_end = add_entries(lane, CRR_LANE_KEY, plan->entries);
    plan->texts_end = add_entries(lane, CRR_LANE_TEXT, plan->keys_end);
    plan->end = add_entries(lane, CRR_LANE_NUMBER, plan->texts_end);
    plan->end = add_entries(lane, CRR_LANE_DATE, plan->end);
    for (uint32_t i = 0; plan->texts_end + i < plan->end; i++)
        crr_forms_set(&plan->forms[i / CRR_TOGETHER], i % CRR_TOGETHER,
            plan->texts_end[i].reader);
    return true;
}

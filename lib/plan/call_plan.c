/* In which order single calls read values, and in which forms. */
#include "base/machine.h"
#include "plan/call_kernel.h"

static const struct crr_call_kernel *const kernels[] = {
    [CRR_MACHINE_SCALAR] = &crr_call_kernel_scalar,
    [CRR_MACHINE_BASELINE] = &crr_call_kernel_baseline,
#if defined(__x86_64__)
    [CRR_MACHINE_AVX2] = &crr_call_kernel_avx2,
    [CRR_MACHINE_AVX512] = &crr_call_kernel_avx512,
#endif
};

const struct crr_call_kernel *
crr_call_kernel_at(size_t machine)
{
    return machine <= crr_machine_best() ? kernels[machine] : NULL;
}

/* ---- Forms ---- */

static void
add_mark(struct crr_call_forms *forms, uint32_t index, char mark, uint32_t behind)
{
    uint32_t place = 15 - behind;
    forms->marks[index][place] = (uint8_t)mark;
    forms->marked |= UINT64_C(1) << (16 * index + place);
}

/* From the last to the first: a digit stands wherever no mark does. */
static void
place_digits(struct crr_call_forms *forms, uint32_t index)
{
    uint64_t marked = forms->marked >> (16 * index) & 0xFFFF;
    int place = 15;
    for (int i = 15; i >= 0; i--) {
        while (place >= 0 && marked >> place & 1)
            place--;
        forms->digits[index][i] = place >= 0 ? (uint8_t)place : 0x80;
        place--;
    }
}

static void
set_number(
    const struct crr_lane_reader *reader, struct crr_call_forms *forms, uint32_t index)
{
    size_t longest = reader->form.fraction + 12; /* as read_number */
    if (reader->places > 0)
        add_mark(forms, index, '.', (uint32_t)reader->places);
    forms->shortest[index] = reader->form.fraction + 1;
    forms->further[index] = (longest < 16 ? longest : 16) - forms->shortest[index];
}

static void
set_date(
    const struct crr_lane_reader *reader, struct crr_call_forms *forms, uint32_t index)
{
    forms->shortest[index] = reader->separator ? 10 : 8;
    if (reader->separator) {
        add_mark(forms, index, reader->separator, 2);
        add_mark(forms, index, reader->separator, 5);
    }
    forms->dates |= UINT32_C(1) << (4 * index + 3);
}

static void
set_form(
    const struct crr_lane_reader *reader, struct crr_call_forms *forms, uint32_t index)
{
    if (reader->kind == CRR_LANE_DATE)
        set_date(reader, forms, index);
    else
        set_number(reader, forms, index);
    place_digits(forms, index);
}

/* ---- The plan ---- */

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
    plan->forms = crr_arena_array(
        arena, count / CRR_CALL_TOGETHER + 1, sizeof *plan->forms);
    if (!plan->entries || !plan->forms)
        return false;
    plan->keys_end = add_entries(lane, CRR_LANE_KEY, plan->entries);
    plan->texts_end = add_entries(lane, CRR_LANE_TEXT, plan->keys_end);
    plan->end = add_entries(lane, CRR_LANE_NUMBER, plan->texts_end);
    plan->end = add_entries(lane, CRR_LANE_DATE, plan->end);
    for (uint32_t i = 0; plan->texts_end + i < plan->end; i++)
        set_form(plan->texts_end[i].reader, &plan->forms[i / CRR_CALL_TOGETHER],
            i % CRR_CALL_TOGETHER);
    return true;
}

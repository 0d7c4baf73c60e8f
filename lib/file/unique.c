/* The set of keys: open addressing, doubled when three quarters are taken. */
#include "file/unique.h"
#include <stdio.h>
#include "file/key.h"
#include "plan/rater.h"

#define FIRST_CAPACITY ((size_t)1 << 10)
#define LINE_BITS 40 /* of a place; above them the source, from 1 */

static struct crr_unique_slot *
allocate(struct crr_unique *unique, size_t capacity)
{
    struct crr_unique_slot *slots = unique->allocator.resize(
        unique->allocator.user, NULL, 0, capacity * sizeof *slots);
    if (slots)
        memset(slots, 0, capacity * sizeof *slots);
    return slots;
}

enum crr_status
crr_unique_open(
    struct crr_unique *unique, struct crr_run *run, struct crr_error *reterr)
{
    *unique = (struct crr_unique){
        .allocator = crr_allocator_or_default(&run->options->allocator)};
    if (!run->options->unique)
        return CRR_OK;
    if (run->key == CRR_NONE)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "a model whose inputs have a key is expected: without one no customer is "
            "known to be there twice");
    unique->slots = allocate(unique, FIRST_CAPACITY);
    if (!unique->slots)
        return CRR_E_MEMORY;
    unique->capacity = FIRST_CAPACITY;
    run->unique = unique;
    return CRR_OK;
}

void
crr_unique_clear(struct crr_unique *unique)
{
    if (unique->slots)
        unique->allocator.resize(unique->allocator.user, unique->slots,
            unique->capacity * sizeof *unique->slots, 0);
    unique->slots = NULL;
}

/* The slot of the key, or the free one where it belongs. */
static struct crr_unique_slot *
find(struct crr_unique_slot *slots, size_t capacity, const uint64_t key[2])
{
    size_t index = (size_t)key[0] & (capacity - 1);
    while (slots[index].place != 0 &&
           (slots[index].key[0] != key[0] || slots[index].key[1] != key[1]))
        index = (index + 1) & (capacity - 1);
    return &slots[index];
}

static bool
grow(struct crr_unique *unique)
{
    size_t capacity = unique->capacity * 2;
    if (unique->count < unique->capacity / 4 * 3)
        return true;
    struct crr_unique_slot *slots = allocate(unique, capacity);
    if (!slots)
        return false;
    for (size_t i = 0; i < unique->capacity; i++)
        if (unique->slots[i].place != 0)
            *find(slots, capacity, unique->slots[i].key) = unique->slots[i];
    crr_unique_clear(unique);
    unique->slots = slots;
    unique->capacity = capacity;
    return true;
}

static void
refuse(const struct crr_run *run, uint64_t first, struct crr_row *row)
{
    struct crr_input_view key;
    size_t source = (size_t)(first >> LINE_BITS) - 1;
    uint64_t line = first & ((UINT64_C(1) << LINE_BITS) - 1);
    const char *name = run->sources[source].name;
    bool names = run->source_count > 1 && name;
    crr_model_input(run->model, run->key, NULL, &key);
    row->status = crr_record_refuse(&row->error, CRR_F_KEY_TWICE, key.id,
        "a key that no earlier record has is expected, found that of line %llu%s%.200s",
        (unsigned long long)line, names ? " of " : "", names ? name : "");
}

bool
crr_unique_take(
    struct crr_unique *unique, const struct crr_run *run, struct crr_row *row)
{
    uint64_t place = (uint64_t)(run->source_index + 1) << LINE_BITS | run->stream.line;
    uint64_t key[2];
    struct crr_error error;
    if (crr_rater_read_one(
            run->rater, (uint32_t)run->key, &run->values[run->key], &error) != CRR_OK ||
        !run->rater->given[run->key].present)
        return true; /* the rater will say why */
    if (!grow(unique)) {
        row->status = CRR_E_MEMORY;
        return false;
    }
    crr_key_hash(run, crr_run_input_text(run, run->key), key);
    struct crr_unique_slot *slot = find(unique->slots, unique->capacity, key);
    if (slot->place != 0 && slot->place != place) {
        refuse(run, slot->place, row);
        return false;
    }
    unique->count += slot->place == 0;
    *slot = (struct crr_unique_slot){{key[0], key[1]}, place};
    return true;
}

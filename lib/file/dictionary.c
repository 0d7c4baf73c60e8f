/* Values and their codes: open addressing with linear probing, at most half full. */
#include "file/dictionary.h"
#include <string.h>
#include "base/index.h"
#include "base/span.h"

#define FIRST_SLOTS 64u

struct crr_dictionary_slot {
    uint32_t hash;
    uint32_t next; /* the code and 1; 0: the slot is free */
};

void
crr_dictionary_init(struct crr_dictionary *dictionary, struct crr_arena *arena,
    const struct crr_allocator *allocator)
{
    *dictionary = (struct crr_dictionary){.arena = arena};
    crr_series_init(&dictionary->values, allocator, sizeof(struct crr_value));
    crr_series_init(&dictionary->slots, allocator, sizeof(struct crr_dictionary_slot));
}

void
crr_dictionary_clear(struct crr_dictionary *dictionary)
{
    crr_series_clear(&dictionary->values);
    crr_series_clear(&dictionary->slots);
}

void
crr_dictionary_close(struct crr_dictionary *dictionary)
{
    crr_series_clear(&dictionary->slots);
    crr_series_fit(&dictionary->values);
}

static void
put(struct crr_dictionary_slot *slots, size_t count, struct crr_dictionary_slot slot)
{
    size_t place = slot.hash & (count - 1);
    while (slots[place].next)
        place = (place + 1) & (count - 1);
    slots[place] = slot;
}

static bool
grow(struct crr_dictionary *dictionary)
{
    struct crr_series wider;
    const struct crr_dictionary_slot *old = dictionary->slots.at;
    size_t old_count = dictionary->slots.count;
    size_t count = old_count ? 2 * old_count : FIRST_SLOTS;
    crr_series_init(&wider, dictionary->slots.allocator, sizeof *old);
    struct crr_dictionary_slot *slots = crr_series_add(&wider, count);
    if (!slots)
        return false;
    memset(slots, 0, count * sizeof *slots);
    for (size_t i = 0; i < old_count; i++)
        if (old[i].next)
            put(slots, count, old[i]);
    crr_series_clear(&dictionary->slots);
    dictionary->slots = wider;
    return true;
}

/* ---- Values ---- */

static uint32_t
hash_of(const struct crr_value *value)
{
    uint32_t hash = (uint32_t)value->type;
    if (value->type == CRR_VALUE_TEXT)
        return crr_index_hash(value->as.text);
    if (value->type == CRR_VALUE_FLAG)
        return hash + value->as.flag;
    for (size_t i = 0; i < value->as.texts.count; i++)
        hash = hash * 31 + crr_index_hash(value->as.texts.at[i]);
    return hash;
}

static bool
same_texts(const struct crr_texts *a, const struct crr_texts *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!a->at[i].at != !b->at[i].at || !crr_text_equal(a->at[i], b->at[i]))
            return false;
    return true;
}

static inline bool
is_same(const struct crr_value *a, const struct crr_value *b)
{
    if (a->type != b->type)
        return false;
    if (a->type == CRR_VALUE_TEXT)
        return crr_text_equal(a->as.text, b->as.text);
    if (a->type == CRR_VALUE_FLAG)
        return a->as.flag == b->as.flag;
    return same_texts(&a->as.texts, &b->as.texts);
}

static bool
copy_texts(struct crr_arena *arena, struct crr_texts *texts)
{
    struct crr_text *copies = crr_arena_array(arena, texts->count, sizeof *copies);
    for (size_t i = 0; copies && i < texts->count; i++)
        if (texts->at[i].at)
            copies[i] = crr_arena_copy(arena, texts->at[i]);
    texts->at = copies;
    return !arena->failed;
}

/* Replaces what the value points at by a copy. */
static bool
copy(struct crr_arena *arena, struct crr_value *value)
{
    if (value->type == CRR_VALUE_TEXTS)
        return copy_texts(arena, &value->as.texts);
    if (value->type == CRR_VALUE_TEXT)
        value->as.text = crr_arena_copy(arena, value->as.text);
    return !arena->failed;
}

static bool
add_new(struct crr_dictionary *dictionary, struct crr_value value, uint32_t hash,
    uint32_t *ret_code)
{
    size_t count = dictionary->values.count;
    if (count >= UINT32_MAX - 1 ||
        (2 * count >= dictionary->slots.count && !grow(dictionary)) ||
        !copy(dictionary->arena, &value))
        return false;
    struct crr_value *room = crr_series_add(&dictionary->values, 1);
    if (!room)
        return false;
    *room = value;
    *ret_code = dictionary->last = (uint32_t)count;
    put(dictionary->slots.at, dictionary->slots.count,
        (struct crr_dictionary_slot){hash, (uint32_t)count + 1});
    return true;
}

bool
crr_dictionary_add(struct crr_dictionary *dictionary, const struct crr_value *value,
    uint32_t *ret_code)
{
    const struct crr_value *values = dictionary->values.at;
    const struct crr_dictionary_slot *slots = dictionary->slots.at;
    size_t mask = dictionary->slots.count - 1;
    *ret_code = dictionary->last;
    if (values && is_same(&values[dictionary->last], value))
        return true;
    uint32_t hash = hash_of(value);
    for (size_t place = hash & mask; slots && slots[place].next;
         place = (place + 1) & mask) {
        uint32_t code = slots[place].next - 1;
        if (slots[place].hash != hash || !is_same(&values[code], value))
            continue;
        *ret_code = dictionary->last = code;
        return true;
    }
    return add_new(dictionary, *value, hash, ret_code);
}

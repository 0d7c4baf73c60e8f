/* Lists by the names in them: open addressing with linear probing, at most half full,
 * each slot for all spellings that are equal. */
#include "base/day.h"
#include "plan/plan.h"

static struct crr_text
text_of(const struct crr_listing *listing, uint32_t spelling)
{
    const struct crr_ast_spelling *it =
        &listing->list->spellings[listing->kind][spelling];
    return (struct crr_text){listing->list->texts + it->at, it->length};
}

uint32_t
crr_listing_find(const struct crr_listing *listing, struct crr_text name)
{
    uint32_t hash = crr_index_hash(name);
    uint32_t at = hash & listing->mask;
    for (;; at = (at + 1) & listing->mask) {
        const struct crr_listing_slot *slot = &listing->slots[at];
        if (slot->first == CRR_ABSENT)
            return CRR_ABSENT;
        uint32_t spelling = listing->namesakes[slot->first].spelling;
        if (slot->hash == hash && crr_text_equal(text_of(listing, spelling), name))
            return slot->first;
    }
}

/* ---- Making one ---- */

/* The slot of a name, or the free one that it would take. While a listing is made, a
 * slot's first is a spelling. */
static struct crr_listing_slot *
slot_of(const struct crr_listing *listing, struct crr_text name, uint32_t hash)
{
    uint32_t at = hash & listing->mask;
    for (;; at = (at + 1) & listing->mask) {
        struct crr_listing_slot *slot = &listing->slots[at];
        if (slot->first == CRR_ABSENT ||
            (slot->hash == hash && crr_text_equal(text_of(listing, slot->first), name)))
            return slot;
    }
}

static bool
make_room(struct crr_listing *listing, struct crr_arena *arena, uint32_t count)
{
    uint32_t slot_count = 2;
    while (slot_count / 2 < count && slot_count < UINT32_C(1) << 31)
        slot_count *= 2;
    listing->slots = crr_arena_array(arena, slot_count, sizeof *listing->slots);
    listing->namesakes = crr_arena_array(arena, count, sizeof *listing->namesakes);
    listing->mask = slot_count - 1;
    for (uint32_t i = 0; listing->slots && i < slot_count; i++)
        listing->slots[i].first = CRR_ABSENT;
    return listing->slots && listing->namesakes;
}

/* From the last spelling to the first, each in front of its equals. */
static void
chain(struct crr_listing *listing, uint32_t count, uint32_t *next)
{
    for (uint32_t i = count; i-- > 0;) {
        struct crr_text name = text_of(listing, i);
        uint32_t hash = crr_index_hash(name);
        struct crr_listing_slot *slot = slot_of(listing, name, hash);
        next[i] = slot->first;
        *slot = (struct crr_listing_slot){hash, i};
    }
}

static struct crr_namesake
namesake_of(const struct crr_listing *listing, uint32_t spelling)
{
    const struct crr_ast_list *list = listing->list;
    const struct crr_ast_entry *entry =
        &list->entries[list->spellings[listing->kind][spelling].entry];
    uint32_t count = entry[1].birth - entry[0].birth;
    struct crr_namesake namesake = {
        .spelling = spelling & UINT32_C(0x7FFFFFFF), .born = CRR_BORN_NEVER};
    if (count > 0)
        namesake.born = count == 1 ? list->births[entry->birth] : CRR_BORN_SEVERAL;
    return namesake;
}

/* Puts the chains into a row. */
static void
line_up(struct crr_listing *listing, const uint32_t *next)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i <= listing->mask; i++) {
        uint32_t spelling = listing->slots[i].first;
        if (spelling == CRR_ABSENT)
            continue;
        listing->slots[i].first = count;
        for (; spelling != CRR_ABSENT; spelling = next[spelling])
            listing->namesakes[count++] = namesake_of(listing, spelling);
        listing->namesakes[count - 1].last = 1;
    }
}

static bool
fill(struct crr_listing *listing, struct crr_arena *arena)
{
    const struct crr_allocator *allocator = &arena->allocator;
    uint32_t count = listing->list->spelling_counts[listing->kind];
    size_t size = ((size_t)count + 1) * sizeof(uint32_t);
    if (!make_room(listing, arena, count))
        return false;
    uint32_t *next = allocator->resize(allocator->user, NULL, 0, size);
    if (!next) {
        arena->failed = true;
        return false;
    }
    chain(listing, count, next);
    line_up(listing, next);
    allocator->resize(allocator->user, next, size, 0);
    return true;
}

bool
crr_plan_list(struct crr_model *model)
{
    const struct crr_ast *ast = model->ast;
    struct crr_plan *plan = &model->plan;
    plan->input_is_name = crr_arena_array(
        &model->arena, ast->input_count, sizeof *plan->input_is_name);
    plan->listings = crr_arena_array(&model->arena,
        (size_t)ast->list_count * CRR_NAME_KIND_COUNT, sizeof *plan->listings);
    if (!plan->input_is_name || !plan->listings)
        return false;
    for (uint32_t i = 0; i < ast->condition_count; i++) {
        const struct crr_ast_condition *condition = &ast->conditions[i];
        if (condition->kind != CRR_CONDITION_LISTED)
            continue;
        struct crr_listing *listing = crr_plan_listing(plan, condition);
        plan->input_is_name[condition->input] = true;
        listing->list = &ast->lists[condition->list];
        listing->kind = condition->name_kind;
        if (!listing->slots && !fill(listing, &model->arena))
            return false;
    }
    return true;
}

/* Lists by the names in them: open addressing with linear probing, at most half full,
 * each slot for all spellings that are equal. */
#include "plan/plan.h"

static struct crr_text
text_of(const struct crr_listing *listing, uint32_t spelling)
{
    const struct crr_ast_spelling *it =
        &listing->list->spellings[listing->kind][spelling];
    return (struct crr_text){listing->list->texts + it->at, it->length};
}

/* The slot of a name, or the free one that it would take. */
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

uint32_t
crr_listing_find(const struct crr_listing *listing, struct crr_text name)
{
    return slot_of(listing, name, crr_index_hash(name))->first;
}

static bool
make_room(struct crr_listing *listing, struct crr_arena *arena, uint32_t count)
{
    uint32_t slot_count = 2;
    while (slot_count / 2 < count && slot_count < UINT32_C(1) << 31)
        slot_count *= 2;
    listing->slots = crr_arena_array(arena, slot_count, sizeof *listing->slots);
    listing->next = crr_arena_array(arena, count, sizeof *listing->next);
    listing->mask = slot_count - 1;
    for (uint32_t i = 0; listing->slots && i < slot_count; i++)
        listing->slots[i].first = CRR_ABSENT;
    return listing->slots && listing->next;
}

/* From the last spelling to the first, each in front of its equals. */
static bool
fill(struct crr_listing *listing, struct crr_arena *arena)
{
    uint32_t count = listing->list->spelling_counts[listing->kind];
    if (!make_room(listing, arena, count))
        return false;
    for (uint32_t i = count; i-- > 0;) {
        struct crr_text name = text_of(listing, i);
        uint32_t hash = crr_index_hash(name);
        struct crr_listing_slot *slot = slot_of(listing, name, hash);
        listing->next[i] = slot->first;
        *slot = (struct crr_listing_slot){hash, i};
    }
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

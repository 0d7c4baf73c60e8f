/* Conditions that look for a name or an identifier in a list. Absence means not
 * listed; an entry holds on the days of its period. */
#include "plan/rater.h"

static bool
holds(const struct crr_rater *rater, const struct crr_ast_entry *entry)
{
    if (entry->valid_from != CRR_NO_DAY && rater->as_of < entry->valid_from)
        return false;
    return entry->valid_to == CRR_NO_DAY || rater->as_of < entry->valid_to;
}

/* Whether who has the name of an entry was born on one of its days: unknown if the
 * customer's day is. An entry without days is nobody's. */
static enum crr_truth
is_born(const struct crr_rater *rater, const struct crr_ast_list *list,
    const struct crr_ast_entry *entry, uint32_t input)
{
    const struct crr_given *given = &rater->given[input];
    if (entry[0].birth == entry[1].birth)
        return CRR_FALSE;
    if (!given->present)
        return CRR_UNKNOWN;
    for (uint32_t i = entry[0].birth; i < entry[1].birth; i++)
        if (list->births[i] == given->number)
            return CRR_TRUE;
    return CRR_FALSE;
}

/* Whether an entry that has the name is the customer. */
static enum crr_truth
is_meant(const struct crr_rater *rater, const struct crr_ast_condition *condition,
    const struct crr_ast_entry *entry)
{
    if (!holds(rater, entry))
        return CRR_FALSE;
    if (condition->other == CRR_ABSENT)
        return CRR_TRUE;
    return is_born(
        rater, &rater->model->ast->lists[condition->list], entry, condition->other);
}

/* One value against all entries that have its name. */
static enum crr_truth
find_one(const struct crr_rater *rater, const struct crr_ast_condition *condition,
    struct crr_text value, uint32_t *ret_entry)
{
    const struct crr_listing *listing = crr_plan_listing(
        &rater->model->plan, condition);
    const struct crr_ast_list *list = listing->list;
    struct crr_text name = crr_name_normal(value, listing->kind, rater->name_room);
    enum crr_truth truth = CRR_FALSE;
    uint32_t spelling = name.length > 0 ? crr_listing_find(listing, name) : CRR_ABSENT;
    for (; spelling != CRR_ABSENT; spelling = listing->next[spelling]) {
        uint32_t entry = list->spellings[listing->kind][spelling].entry;
        enum crr_truth this = is_meant(rater, condition, &list->entries[entry]);
        if (this != CRR_FALSE)
            truth = this;
        if (this != CRR_TRUE)
            continue;
        if (ret_entry)
            *ret_entry = entry;
        return CRR_TRUE;
    }
    return truth;
}

/* Whether one of several codes is what a condition asks for. */
static bool
is_asked(const struct crr_rater *rater, const struct crr_ast_condition *condition,
    const struct crr_code *code)
{
    size_t index = (size_t)(condition - rater->model->ast->conditions);
    const struct crr_text *asked = rater->model->plan.asked[index];
    if (condition->kind == CRR_CONDITION_LISTED)
        return find_one(rater, condition, code->shown, NULL) == CRR_TRUE;
    for (uint32_t i = 0; i < condition->text_count; i++)
        if (crr_text_equal(code->key, asked[i]))
            return true;
    return false;
}

bool
crr_rater_find_cause(const struct crr_rater *rater, uint32_t root, uint32_t *ret_input,
    uint32_t *ret_place)
{
    const struct crr_ast *ast = rater->model->ast;
    uint32_t end = root + ast->conditions[root].subtree_count;
    for (uint32_t i = root; i < end; i++) {
        const struct crr_ast_condition *condition = &ast->conditions[i];
        if (condition->kind == CRR_CONDITION_NOT)
            i += condition->subtree_count - 1;
        if ((condition->kind != CRR_CONDITION_IN &&
                condition->kind != CRR_CONDITION_LISTED) ||
            ast->inputs[condition->input].type != CRR_INPUT_CODES)
            continue;
        const struct crr_given *given = &rater->given[condition->input];
        for (uint32_t k = 0; k < given->code_count; k++)
            if (is_asked(rater, condition, &given->codes[k])) {
                *ret_input = condition->input;
                *ret_place = given->codes[k].place;
                return true;
            }
    }
    return false;
}

enum crr_truth
crr_rater_find_listed(const struct crr_rater *rater,
    const struct crr_ast_condition *condition, uint32_t *ret_entry)
{
    const struct crr_given *given = &rater->given[condition->input];
    enum crr_truth truth = given->incomplete ? CRR_UNKNOWN : CRR_FALSE;
    for (uint32_t i = 0; i < given->code_count; i++) {
        enum crr_truth this = find_one(
            rater, condition, given->codes[i].shown, ret_entry);
        if (this == CRR_TRUE)
            return CRR_TRUE;
        if (this == CRR_UNKNOWN)
            truth = CRR_UNKNOWN;
    }
    return truth;
}

void
crr_rater_note_entry(
    const struct crr_rater *rater, uint32_t root, struct crr_rule_rating *ret)
{
    const struct crr_ast_condition *conditions = rater->model->ast->conditions;
    uint32_t end = root + conditions[root].subtree_count;
    uint32_t entry;
    for (uint32_t i = root; i < end; i++) {
        if (conditions[i].kind == CRR_CONDITION_NOT) {
            i += conditions[i].subtree_count - 1;
            continue;
        }
        if (conditions[i].kind != CRR_CONDITION_LISTED ||
            crr_rater_find_listed(rater, &conditions[i], &entry) != CRR_TRUE)
            continue;
        const struct crr_ast_list *list = &rater->model->ast->lists[conditions[i].list];
        ret->list = list->id;
        ret->entry = (struct crr_text){
            list->texts + list->entries[entry].id, list->entries[entry].id_length};
        ret->entry_line = list->entries[entry].line;
        return;
    }
}

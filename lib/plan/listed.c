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

/* Whether a namesake was born on the customer's day: unknown if that is. Who has no
 * day is nobody here. */
static enum crr_truth
is_born(const struct crr_listing *listing, const struct crr_namesake *namesake,
    const struct crr_given *born)
{
    const struct crr_ast_list *list = listing->list;
    if (namesake->born == CRR_BORN_NEVER)
        return CRR_FALSE;
    if (!born->present)
        return CRR_UNKNOWN;
    if (namesake->born != CRR_BORN_SEVERAL)
        return namesake->born == born->number ? CRR_TRUE : CRR_FALSE;
    const struct crr_ast_entry *entry =
        &list->entries[crr_listing_entry(listing, namesake)];
    for (uint32_t i = entry[0].birth; i < entry[1].birth; i++)
        if (list->births[i] == born->number)
            return CRR_TRUE;
    return CRR_FALSE;
}

/* Whether a namesake is the customer. The day of birth comes first, for it is at hand:
 * most are done with before anything else of the entry is looked at. */
static enum crr_truth
is_meant(const struct crr_rater *rater, const struct crr_ast_condition *condition,
    const struct crr_listing *listing, const struct crr_namesake *namesake)
{
    enum crr_truth truth = CRR_TRUE;
    if (condition->other != CRR_ABSENT)
        truth = is_born(listing, namesake, &rater->given[condition->other]);
    if (truth == CRR_FALSE)
        return CRR_FALSE;
    uint32_t entry = crr_listing_entry(listing, namesake);
    return holds(rater, &listing->list->entries[entry]) ? truth : CRR_FALSE;
}

/* One value against all who have its name. What has no letter and no digit is nobody's
 * name: it was not looked for. */
static enum crr_truth
find_one(const struct crr_rater *rater, const struct crr_ast_condition *condition,
    struct crr_text value, uint32_t *ret_entry)
{
    const struct crr_listing *listing = crr_plan_listing(
        &rater->model->plan, condition);
    struct crr_text name = crr_name_normal(value, listing->kind, rater->name_room);
    if (name.length == 0)
        return CRR_UNKNOWN;
    uint32_t at = crr_listing_find(listing, name);
    if (at == CRR_ABSENT)
        return CRR_FALSE;
    do {
        const struct crr_namesake *namesake = &listing->namesakes[at];
        enum crr_truth truth = is_meant(rater, condition, listing, namesake);
        if (truth == CRR_TRUE && ret_entry)
            *ret_entry = crr_listing_entry(listing, namesake);
        /* Unknown is the customer's own day, so that nobody else can be the one. */
        if (truth != CRR_FALSE)
            return truth;
    } while (!listing->namesakes[at++].last);
    return CRR_FALSE;
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

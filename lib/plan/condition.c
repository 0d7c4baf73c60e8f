/* Conditions: true, false, or unknown (Kleene 1952). Missing data never quietly means
 * no. */
#include "plan/rater.h"

/* Of a value that is compared: unknown if it is not there. */
static enum crr_truth
truth_of(bool is)
{
    return is ? CRR_TRUE : CRR_FALSE;
}

/* Codes that differ from what is asked are sure to be something else only if all are
 * there, and tables know all of them, or no table rates the input. */
static enum crr_truth
decide_difference(const struct crr_rater *rater, uint32_t input)
{
    const struct crr_given *given = &rater->given[input];
    if (given->incomplete)
        return CRR_UNKNOWN;
    if (!rater->model->plan.input_has_table[input])
        return CRR_FALSE;
    for (uint32_t i = 0; i < given->code_count; i++)
        if (!given->codes[i].known)
            return CRR_UNKNOWN;
    return CRR_FALSE;
}

/* Whether any of the codes is any of those that are asked for. */
static enum crr_truth
decide_in(const struct crr_rater *rater, const struct crr_ast_condition *condition)
{
    size_t index = (size_t)(condition - rater->model->ast->conditions);
    const struct crr_text *asked = rater->model->plan.asked[index];
    const struct crr_given *given = &rater->given[condition->input];
    for (uint32_t i = 0; i < given->code_count; i++) {
        struct crr_text key = given->codes[i].key;
        for (uint32_t j = 0; j < condition->text_count; j++)
            if (crr_text_equal(key, asked[j]))
                return CRR_TRUE;
    }
    return decide_difference(rater, condition->input);
}

/* Of inputs that have one code or text each. */
static enum crr_truth
decide_same(const struct crr_rater *rater, const struct crr_ast_condition *condition)
{
    const struct crr_code *one = rater->given[condition->input].codes;
    const struct crr_code *other = rater->given[condition->other].codes;
    const uint32_t *lookups = rater->model->plan.input_lookup;
    bool one_table = lookups[condition->input] == lookups[condition->other];
    if (!rater->given[condition->other].present)
        return CRR_UNKNOWN;
    if (one_table ? crr_text_equal(one->key, other->key)
                  : crr_text_equal(one->text, other->text))
        return CRR_TRUE;
    if (decide_difference(rater, condition->input) == CRR_UNKNOWN)
        return CRR_UNKNOWN;
    return decide_difference(rater, condition->other);
}

static enum crr_truth
negate(enum crr_truth truth)
{
    if (truth == CRR_UNKNOWN)
        return CRR_UNKNOWN;
    return truth == CRR_TRUE ? CRR_FALSE : CRR_TRUE;
}

/* ALL: false wins over unknown over true; ANY: true wins over unknown over false. */
static enum crr_truth
decide_members(const struct crr_rater *rater, uint32_t index)
{
    const struct crr_ast_condition *conditions = rater->model->ast->conditions;
    bool all = conditions[index].kind == CRR_CONDITION_ALL;
    enum crr_truth winner = all ? CRR_FALSE : CRR_TRUE;
    enum crr_truth result = negate(winner);
    uint32_t end = index + conditions[index].subtree_count;
    for (uint32_t i = index + 1; i < end; i += conditions[i].subtree_count) {
        enum crr_truth member = crr_rater_decide(rater, i);
        if (member == winner)
            return winner;
        if (member == CRR_UNKNOWN)
            result = CRR_UNKNOWN;
    }
    return result;
}

/* A question to a value that is there. */
static enum crr_truth
decide_value(const struct crr_rater *rater, const struct crr_ast_condition *condition)
{
    const struct crr_given *given = &rater->given[condition->input];
    switch (condition->kind) {
    case CRR_CONDITION_IN:
        return decide_in(rater, condition);
    case CRR_CONDITION_WITHIN:
        return truth_of(crr_interval_holds(&condition->interval, given->number));
    case CRR_CONDITION_FLAG:
        return truth_of((given->number != 0) == condition->flag);
    case CRR_CONDITION_SAME:
        return decide_same(rater, condition);
    case CRR_CONDITION_DIFFERS:
        return negate(decide_same(rater, condition));
    case CRR_CONDITION_LISTED:
        return crr_rater_find_listed(rater, condition, NULL);
    default:
        return CRR_UNKNOWN;
    }
}

static bool
is_there(const struct crr_given *given)
{
    return given->present && !given->supposed;
}

enum crr_truth
crr_rater_decide(const struct crr_rater *rater, uint32_t index)
{
    const struct crr_ast_condition *condition = &rater->model->ast->conditions[index];
    switch (condition->kind) {
    case CRR_CONDITION_ALL:
    case CRR_CONDITION_ANY:
        return decide_members(rater, index);
    case CRR_CONDITION_NOT:
        return negate(crr_rater_decide(rater, index + 1));
    case CRR_CONDITION_MISSING:
        return truth_of(!is_there(&rater->given[condition->input]));
    case CRR_CONDITION_PRESENT:
        return truth_of(is_there(&rater->given[condition->input]));
    default:
        return rater->given[condition->input].present ? decide_value(rater, condition)
                                                      : CRR_UNKNOWN;
    }
}

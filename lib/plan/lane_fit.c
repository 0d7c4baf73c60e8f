/* Which segments the lane can rate by: those under weighted sums, in which every factor
 * depends on one input or is one of the lane's, and every rule is one of the lane's, or
 * silent unless a value by itself says something. */
#include "plan/lane_fit.h"
#include "plan/lane_steps.h"

uint32_t
crr_lane_input_of_condition(const struct crr_ast *ast, uint32_t root)
{
    uint32_t input = CRR_ABSENT;
    for (uint32_t i = root; i < root + ast->conditions[root].subtree_count; i++) {
        const struct crr_ast_condition *condition = &ast->conditions[i];
        if (!crr_condition_is_leaf(condition))
            continue;
        if (!crr_leaf_asks_one(condition) ||
            (input != CRR_ABSENT && input != condition->input))
            return CRR_ABSENT;
        input = condition->input;
    }
    return input;
}

uint32_t
crr_lane_input_of(const struct crr_ast *ast, uint32_t factor)
{
    const struct crr_ast_factor *at = &ast->factors[factor];
    return at->kind == CRR_FACTOR_CONDITION
               ? crr_lane_input_of_condition(ast, at->condition)
               : at->input;
}

uint32_t
crr_lane_input_of_rule(const struct crr_ast *ast, uint32_t rule)
{
    const struct crr_ast_rule *at = &ast->rules[rule];
    uint32_t input = crr_lane_input_of_condition(ast, at->condition);
    if (at->veto == CRR_ABSENT || crr_lane_input_of_condition(ast, at->veto) == input)
        return input;
    return CRR_ABSENT;
}

/* The truth of a condition of which all leaves are false. */
static bool
is_true_when_silent(const struct crr_ast *ast, uint32_t index)
{
    const struct crr_ast_condition *condition = &ast->conditions[index];
    if (crr_condition_is_leaf(condition))
        return false;
    if (condition->kind == CRR_CONDITION_NOT)
        return !is_true_when_silent(ast, index + 1);
    bool all = condition->kind == CRR_CONDITION_ALL;
    for (uint32_t i = index + 1; i < index + condition->subtree_count;
         i += ast->conditions[i].subtree_count)
        if (is_true_when_silent(ast, i) != all)
            return !all;
    return all;
}

static bool
rule_fits(const struct crr_ast *ast, const struct crr_ast_rule *rule)
{
    uint32_t end = rule->condition + ast->conditions[rule->condition].subtree_count;
    for (uint32_t i = rule->condition; i < end; i++)
        if (crr_condition_is_leaf(&ast->conditions[i]) &&
            !crr_leaf_asks_one(&ast->conditions[i]))
            return false;
    return !is_true_when_silent(ast, rule->condition);
}

/* Whether every factor asks one input. */
static bool
asks_singly(const struct crr_ast *ast, const struct crr_ast_segment *segment)
{
    for (uint32_t i = segment->first; i < segment->end; i++)
        if (ast->factors[i].kind != CRR_FACTOR_GROUP &&
            crr_lane_input_of(ast, i) == CRR_ABSENT)
            return false;
    return true;
}

bool
crr_lane_fits(const struct crr_rater *rater)
{
    const struct crr_ast_segment *segment = rater->segment->ast;
    return segment->condition == CRR_ABSENT &&
           asks_singly(rater->model->ast, segment) &&
           crr_lane_fits_segment(rater, rater->segment);
}

bool
crr_lane_fits_segment(
    const struct crr_rater *rater, const struct crr_plan_segment *segment)
{
    const struct crr_ast *ast = rater->model->ast;
    struct crr_lane_rules rules;
    if (segment->may_drop || segment->node_count > 0 || rater->candidate_count > 0 ||
        !crr_lane_rules_choose(&rules, ast, segment->ast))
        return false;
    /* Sums of worths, shifted, have room. */
    if (segment->reach / crr_lane_divisor(rater, segment) >= INT64_MAX >>
        (CRR_LANE_SHIFT + 2))
        return false;
    for (uint32_t i = 0; i < ast->rule_count; i++)
        if (crr_lane_input_of_rule(ast, i) == CRR_ABSENT &&
            !crr_lane_rules_has(&rules, i) && !rule_fits(ast, &ast->rules[i]))
            return false;
    return true;
}

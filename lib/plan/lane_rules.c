/* Which rules the lane decides, and by what. */
#include "plan/lane_rules.h"
#include "plan/lane_fit.h"

bool
crr_lane_rules_has(const struct crr_lane_rules *rules, uint32_t rule)
{
    for (uint32_t i = 0; i < rules->count; i++)
        if (rules->at[i] == rule)
            return true;
    return false;
}

/* ---- Deciding ---- */

bool
crr_lane_rules_hold(const struct crr_lane_rules *rules, const struct crr_ast *ast,
    uint32_t root, uint32_t set)
{
    const struct crr_ast_condition *condition = &ast->conditions[root];
    for (uint32_t i = 0; i < rules->bit_count; i++)
        if (rules->bits[i].condition == root)
            return set >> i & 1;
    if (condition->kind == CRR_CONDITION_NOT)
        return !crr_lane_rules_hold(rules, ast, root + 1, set);
    bool all = condition->kind == CRR_CONDITION_ALL;
    for (uint32_t i = root + 1; i < root + condition->subtree_count;
         i += ast->conditions[i].subtree_count)
        if (crr_lane_rules_hold(rules, ast, i, set) != all)
            return !all;
    return all;
}

static bool
fires(const struct crr_lane_rules *rules, const struct crr_ast *ast, uint32_t rule,
    uint32_t set)
{
    const struct crr_ast_rule *at = &ast->rules[rule];
    for (uint32_t i = 0; i < rules->bit_count; i++)
        if (rules->bits[i].rule == rule && rules->bits[i].condition == CRR_ABSENT)
            return set >> i & 1;
    return crr_lane_rules_hold(rules, ast, at->condition, set) &&
           (at->veto == CRR_ABSENT || !crr_lane_rules_hold(rules, ast, at->veto, set));
}

uint32_t
crr_lane_rules_fired(
    const struct crr_lane_rules *rules, const struct crr_ast *ast, uint32_t set)
{
    uint32_t fired = 0;
    for (uint32_t i = 0; i < rules->count; i++)
        fired |= (uint32_t)fires(rules, ast, rules->at[i], set) << i;
    return fired;
}

/* ---- Choosing ---- */

static bool
add_bit(struct crr_lane_rules *rules, struct crr_lane_bit bit)
{
    if (rules->bit_count == CRR_LANE_BIT_LIMIT)
        return false;
    rules->bits[rules->bit_count++] = bit;
    return true;
}

/* A bit for each of the largest parts of a condition that ask for one input. */
static bool
add_conditions(struct crr_lane_rules *rules, const struct crr_ast *ast, uint32_t rule,
    uint32_t root)
{
    const struct crr_ast_condition *condition = &ast->conditions[root];
    uint32_t input = crr_lane_input_of_condition(ast, root);
    if (input != CRR_ABSENT)
        return add_bit(rules, (struct crr_lane_bit){input, rule, root});
    if (crr_condition_is_leaf(condition))
        return false;
    for (uint32_t i = root + 1; i < root + condition->subtree_count;
         i += ast->conditions[i].subtree_count)
        if (!add_conditions(rules, ast, rule, i))
            return false;
    return true;
}

static bool
add_rule_bits(struct crr_lane_rules *rules, const struct crr_ast *ast, uint32_t rule)
{
    const struct crr_ast_rule *at = &ast->rules[rule];
    uint32_t input = crr_lane_input_of_rule(ast, rule);
    if (input != CRR_ABSENT)
        return add_bit(rules, (struct crr_lane_bit){input, rule, CRR_ABSENT});
    return add_conditions(rules, ast, rule, at->condition) &&
           (at->veto == CRR_ABSENT || add_conditions(rules, ast, rule, at->veto));
}

/* A rule has to be silent as long as no value says anything: most rows have no bits,
 * and are not looked at. Keeps the order of the model. */
static void
add_rule(struct crr_lane_rules *rules, const struct crr_ast *ast, uint32_t rule)
{
    uint32_t before = rules->bit_count;
    uint32_t place = rules->count;
    if (rules->count == CRR_LANE_RULE_LIMIT)
        return;
    if (!add_rule_bits(rules, ast, rule) || fires(rules, ast, rule, 0)) {
        rules->bit_count = before;
        return;
    }
    for (; place > 0 && rules->at[place - 1] > rule; place--)
        rules->at[place] = rules->at[place - 1];
    rules->at[place] = rule;
    rules->count++;
}

bool
crr_lane_rules_choose(struct crr_lane_rules *rules, const struct crr_ast *ast,
    const struct crr_ast_segment *segment)
{
    *rules = (struct crr_lane_rules){.count = 0};
    for (uint32_t i = segment->first; i < segment->end; i++)
        if (ast->factors[i].kind == CRR_FACTOR_CONDITION &&
            crr_lane_input_of(ast, i) == CRR_ABSENT &&
            !add_conditions(rules, ast, CRR_ABSENT, ast->factors[i].condition))
            return false;
    for (int several = 0; several < 2; several++)
        for (uint32_t i = 0; i < ast->rule_count; i++)
            if ((crr_lane_input_of_rule(ast, i) == CRR_ABSENT) == several)
                add_rule(rules, ast, i);
    return true;
}

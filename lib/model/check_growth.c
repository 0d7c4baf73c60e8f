/* Inputs of several codes: a further nationality or owner is never good news, so that
 * it may not lower a rating. Points see to that themselves; here conditions are looked
 * at. A question that one of several values can answer with yes becomes true with more
 * of them; beneath a `not` it becomes false. */
#include "model/check.h"

/* The question to several values by which the condition may become true (or false) with
 * one more of them; NULL: there is none. */
static const struct crr_ast_condition *
find_turn(const struct crr_ast *ast, uint32_t root, bool to_true)
{
    const struct crr_ast_condition *condition = &ast->conditions[root];
    if (condition->kind == CRR_CONDITION_NOT)
        return find_turn(ast, root + 1, !to_true);
    if (condition->kind == CRR_CONDITION_IN || condition->kind == CRR_CONDITION_LISTED)
        return to_true && ast->inputs[condition->input].type == CRR_INPUT_CODES
                   ? condition
                   : NULL;
    if (condition->kind != CRR_CONDITION_ALL && condition->kind != CRR_CONDITION_ANY)
        return NULL;
    const struct crr_ast_condition *found = NULL;
    for (uint32_t i = root + 1; i < root + condition->subtree_count && !found;
         i += ast->conditions[i].subtree_count)
        found = find_turn(ast, i, to_true);
    return found;
}

static void
report(const struct crr_check *check, const struct crr_ast_condition *condition,
    const char *what, struct crr_text id, const char *how)
{
    if (condition)
        CRR_CHECK_REPORT(check, CRR_F_GROWTH, &condition->origin,
            "a further value of %.*s may lower the rating: %s `%.*s` %s with it",
            CRR_SHOW(check->ast->inputs[condition->input].id), what, CRR_SHOW(id), how);
}

static void
check_rule(const struct crr_check *check, const struct crr_ast_rule *rule)
{
    bool caps = rule->effect == CRR_RULE_AT_MOST;
    report(check, find_turn(check->ast, rule->condition, caps), "the rule", rule->id,
        caps ? "begins to hold" : "ceases to hold");
    if (rule->veto != CRR_ABSENT)
        report(check, find_turn(check->ast, rule->veto, false), "a veto of the rule",
            rule->id, "ceases to hold");
}

/* From one answer to the other, by way of one that is not known. */
static bool
grows(const struct crr_ast_factor *factor, int64_t from, int64_t to)
{
    int64_t between = factor->missing.kind == CRR_POLICY_POINTS ? factor->missing.points
                                                                : to;
    return from <= between && between <= to;
}

static void
check_factor(const struct crr_check *check, const struct crr_ast_factor *factor)
{
    const struct crr_ast *ast = check->ast;
    bool asks = factor->kind == CRR_FACTOR_CONDITION;
    if (asks && !grows(factor, factor->points_no, factor->points_yes))
        report(check, find_turn(ast, factor->condition, true), "the factor", factor->id,
            "may give less");
    if (asks && !grows(factor, factor->points_yes, factor->points_no))
        report(check, find_turn(ast, factor->condition, false), "the factor",
            factor->id, "may give less");
    if (factor->applies == CRR_ABSENT)
        return;
    report(check, find_turn(ast, factor->applies, true), "the factor", factor->id,
        "begins to apply");
    report(check, find_turn(ast, factor->applies, false), "the factor", factor->id,
        "ceases to apply");
}

static void
check_segment(const struct crr_check *check, const struct crr_ast_segment *segment)
{
    report(check, find_turn(check->ast, segment->condition, true), "the segment",
        segment->id, "begins to hold");
    report(check, find_turn(check->ast, segment->condition, false), "the segment",
        segment->id, "ceases to hold");
}

void
crr_check_growth(const struct crr_check *check)
{
    const struct crr_ast *ast = check->ast;
    for (uint32_t i = 0; i < ast->rule_count; i++)
        if (crr_check_is_sound(check, ast->rules[i].origin.path))
            check_rule(check, &ast->rules[i]);
    for (uint32_t i = 0; i < ast->factor_count; i++)
        if (crr_check_is_sound(check, ast->factors[i].origin.path))
            check_factor(check, &ast->factors[i]);
    for (uint32_t i = 0; i < ast->segment_count; i++)
        if (ast->segments[i].condition != CRR_ABSENT &&
            crr_check_is_sound(check, ast->segments[i].origin.path))
            check_segment(check, &ast->segments[i]);
}

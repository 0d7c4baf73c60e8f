/* `missing: interval`: what keeps the bounds of a rating exact. */
#include "model/check.h"

static bool
is_continuous(const struct crr_ast_factor *factor)
{
    return factor->kind == CRR_FACTOR_NUMBER ||
           factor->kind == CRR_FACTOR_INTERPOLATION;
}

/* True if both belong to one segment. */
static bool
are_together(const struct crr_ast *ast, uint32_t one, uint32_t other)
{
    for (uint32_t i = 0; i < ast->segment_count; i++)
        if (one >= ast->segments[i].first && other < ast->segments[i].end)
            return one < ast->segments[i].end && other >= ast->segments[i].first;
    return false;
}

static void
check_factor(const struct crr_check *check, uint32_t index)
{
    const struct crr_ast *ast = check->ast;
    const struct crr_ast_factor *factor = &ast->factors[index];

    if (factor->missing.kind != CRR_POLICY_INHERIT)
        CRR_CHECK_REPORT(check, CRR_F_POLICY, &factor->origin,
            "expected no `missing` in a factor that reads %.*s, whose values are all "
            "tried (`missing: interval`)",
            CRR_SHOW(ast->inputs[factor->input].id));
    for (uint32_t i = 0; is_continuous(factor) && i < index; i++)
        if (ast->factors[i].input == factor->input && is_continuous(&ast->factors[i]) &&
            are_together(ast, i, index))
            CRR_CHECK_REPORT(check, CRR_F_POLICY, &factor->origin,
                "expected one factor that takes points in between from %.*s, whose "
                "values are all tried (`missing: interval`), found %.*s too",
                CRR_SHOW(ast->inputs[factor->input].id), CRR_SHOW(ast->factors[i].id));
}

static void
check_condition(const struct crr_check *check,
    const struct crr_ast_condition *condition, uint32_t input)
{
    bool compares = condition->kind == CRR_CONDITION_SAME ||
                    condition->kind == CRR_CONDITION_DIFFERS ||
                    condition->kind == CRR_CONDITION_LISTED;

    if (compares && (condition->input == input || condition->other == input))
        CRR_CHECK_REPORT(check, CRR_F_POLICY, &condition->origin,
            "expected an input other than %.*s, whose values are all tried (`missing: "
            "interval`): it cannot be compared with another, nor with a list",
            CRR_SHOW(check->ast->inputs[input].id));
}

void
crr_check_interval(const struct crr_check *check)
{
    const struct crr_ast *ast = check->ast;

    for (uint32_t i = 0; i < ast->input_count; i++) {
        const struct crr_ast_input *input = &ast->inputs[i];

        if (input->missing.kind != CRR_POLICY_INTERVAL)
            continue;
        if (input->type == CRR_INPUT_CODES)
            CRR_CHECK_REPORT(check, CRR_F_POLICY, &input->origin,
                "expected error, worst or {points: N} for an input of type codes: not "
                "all its values can be tried");
        for (uint32_t j = 0; j < ast->factor_count; j++)
            if (ast->factors[j].input == i)
                check_factor(check, j);
        for (uint32_t j = 0; j < ast->condition_count; j++)
            check_condition(check, &ast->conditions[j], i);
    }
}

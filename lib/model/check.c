/* The checks across a model's parts, in order, and the findings that the model accepts.
 */
#include "model/check.h"

#include "crr/finding.h"

/* ---- What nothing reads ---- */

static void
mark_used(struct crr_ast *ast)
{
    for (uint32_t i = 0; i < ast->factor_count; i++) {
        const struct crr_ast_factor *factor = &ast->factors[i];

        if (factor->input != CRR_ABSENT)
            ast->inputs[factor->input].used = true;
        if (factor->kind == CRR_FACTOR_TABLE && factor->table != CRR_ABSENT)
            ast->tables[factor->table].used = true;
    }
    for (uint32_t i = 0; i < ast->condition_count; i++) {
        const struct crr_ast_condition *condition = &ast->conditions[i];

        if (condition->input != CRR_ABSENT)
            ast->inputs[condition->input].used = true;
        if (condition->other != CRR_ABSENT)
            ast->inputs[condition->other].used = true;
    }
}

static void
check_use(const struct crr_check *check)
{
    const struct crr_ast *ast = check->ast;

    mark_used(check->ast);
    if (ast->factor_count == 0 || !crr_check_is_sound(check, "factors") ||
        !crr_check_is_sound(check, "segments") ||
        !crr_check_is_sound(check, "correction"))
        return;
    for (uint32_t i = 0; i < ast->table_count; i++) {
        if (!ast->tables[i].used &&
            crr_check_is_sound(check, ast->tables[i].origin.path))
            CRR_CHECK_REPORT(check, CRR_F_UNUSED_TABLE, &ast->tables[i].origin,
                "no factor takes its points from the table %.*s",
                CRR_SHOW(ast->tables[i].id));
    }
    if (!crr_check_is_sound(check, "rules"))
        return;
    for (uint32_t i = 0; i < ast->list_count; i++) {
        if (!ast->lists[i].used && crr_check_is_sound(check, ast->lists[i].origin.path))
            CRR_CHECK_REPORT(check, CRR_F_UNUSED_LIST, &ast->lists[i].origin,
                "no condition looks for anything in the list %.*s",
                CRR_SHOW(ast->lists[i].id));
    }
    for (uint32_t i = 0; i < ast->input_count; i++) {
        if (!ast->inputs[i].used && !ast->inputs[i].key &&
            crr_check_is_sound(check, ast->inputs[i].origin.path))
            CRR_CHECK_REPORT(check, CRR_F_UNUSED_INPUT, &ast->inputs[i].origin,
                "no factor and no rule reads the input %.*s",
                CRR_SHOW(ast->inputs[i].id));
    }
}

/* ---- Inputs ---- */

static void
check_inputs(const struct crr_check *check)
{
    const struct crr_ast *ast = check->ast;
    const struct crr_ast_input *first = NULL;

    for (uint32_t i = 0; i < ast->input_count; i++) {
        const struct crr_ast_input *input = &ast->inputs[i];

        if (input->key && first)
            CRR_CHECK_REPORT(check, CRR_F_TWO_KEYS, &input->origin,
                "expected one input with `key: true`, found another one; %.*s is the "
                "first",
                CRR_SHOW(first->id));
        if (input->key && !first)
            first = input;
        if (input->key && input->missing.kind != CRR_POLICY_ERROR)
            CRR_CHECK_REPORT(check, CRR_F_POLICY, &input->origin,
                "expected no `missing` beside `key: true`: a record without its key "
                "cannot be told from others");
    }
}

/* ---- Findings that were looked at ---- */

static bool
check_accept(const struct crr_check *check, const struct crr_ast_accept *accept)
{
    const struct crr_finding *kind = crr_finding_by_number(accept->finding);

    if (kind && kind->severity != CRR_SEVERITY_ERROR)
        return true;
    if (kind)
        CRR_CHECK_REPORT(check, CRR_F_CANNOT_ACCEPT, &accept->origin,
            "expected a warning or a note, found CRR-%04u, \"%s\", which is an error",
            accept->finding, kind->title);
    else
        CRR_CHECK_REPORT(check, CRR_F_CANNOT_ACCEPT, &accept->origin,
            "expected the number of a finding, found CRR-%04u, which does not exist",
            accept->finding);
    return false;
}

bool
crr_model_apply_accepts(const struct crr_model_source *source,
    struct crr_report *report, struct crr_ast *ast)
{
    struct crr_check check = {source->name, report, ast};
    bool whole = report->error_count == 0;

    for (uint32_t i = 0; i < ast->accept_count; i++) {
        const struct crr_ast_accept *accept = &ast->accepts[i];

        if (!check_accept(&check, accept) ||
            crr_report_accept(report, accept->finding, accept->at) > 0 || !whole)
            continue;
        CRR_CHECK_REPORT(&check, CRR_F_UNUSED_ACCEPT, &accept->origin,
            "there is no CRR-%04u at %.*s to accept; remove the entry", accept->finding,
            CRR_SHOW(accept->at));
    }
    return report->error_count == 0;
}

bool
crr_model_check(const struct crr_model_source *source, struct crr_report *report,
    struct crr_ast *ast)
{
    struct crr_check check = {source->name, report, ast};

    check_inputs(&check);
    check_use(&check);
    crr_check_weights(&check);
    crr_check_points(&check);
    crr_check_tiers(&check);
    crr_check_rules(&check);
    crr_check_interval(&check);
    crr_check_codes(&check);
    crr_check_segments(&check);
    crr_check_growth(&check);
    crr_check_judgements(&check);
    return report->error_count == 0 && !report->arena->failed;
}

/* What is in a model, for callers. */
#include "plan/plan.h"

void
crr_model_head(
    const struct crr_model *model, const char *language, struct crr_model_head *ret)
{
    const struct crr_ast *ast = model->ast;
    *ret = (struct crr_model_head){
        .id = ast->id,
        .version = ast->version,
        .title = crr_title_in(&ast->titles, language),
        .owner = ast->owner,
        .effective_from = ast->effective_from,
        .effective_to = ast->effective_to,
        .decimals = ast->decimals,
        .score_low = ast->score_low,
        .score_high = ast->score_high,
        .scale = model->plan.segments[0].scale,
        .needs_as_of = model->plan.needs_as_of,
    };
}

size_t
crr_model_input_count(const struct crr_model *model)
{
    return model->ast->input_count;
}

size_t
crr_model_factor_count(const struct crr_model *model)
{
    return model->ast->factor_count;
}

size_t
crr_model_tier_count(const struct crr_model *model)
{
    return model->ast->tier_count;
}

size_t
crr_model_rule_count(const struct crr_model *model)
{
    return model->ast->rule_count;
}

size_t
crr_model_list_count(const struct crr_model *model)
{
    return model->ast->list_count;
}

enum crr_status
crr_model_list(const struct crr_model *model, size_t index, struct crr_list_view *ret)
{
    if (index >= model->ast->list_count)
        return CRR_E_ARGUMENT;
    const struct crr_ast_list *list = &model->ast->lists[index];
    *ret = (struct crr_list_view){.id = list->id,
        .file = list->file,
        .digest = list->file_digest,
        .entry_count = list->entry_count,
        .name_count = list->spelling_counts[CRR_NAME_OF_PERSON],
        .identifier_count = list->spelling_counts[CRR_NAME_IDENTIFIER],
        .complete_from = list->complete_from};
    return CRR_OK;
}

/* An index of the model as the caller sees it. */
static size_t
index_or_none(uint32_t index)
{
    return index == CRR_ABSENT ? CRR_NONE : index;
}

enum crr_status
crr_model_input(const struct crr_model *model, size_t index, const char *language,
    struct crr_input_view *ret)
{
    if (index >= model->ast->input_count)
        return CRR_E_ARGUMENT;
    const struct crr_ast_input *input = &model->ast->inputs[index];
    *ret = (struct crr_input_view){
        .id = input->id,
        .title = crr_title_in(&input->titles, language),
        .type = input->type,
        .places = input->places,
        .key = input->key,
        .confidential = input->confidential,
        .used = input->used,
        .columns = input->columns,
        .column_count = input->column_count,
    };
    return CRR_OK;
}

enum crr_status
crr_model_factor(const struct crr_model *model, size_t index, const char *language,
    struct crr_factor_view *ret)
{
    if (index >= model->ast->factor_count)
        return CRR_E_ARGUMENT;
    const struct crr_ast_factor *factor = &model->ast->factors[index];
    *ret = (struct crr_factor_view){
        .id = factor->id,
        .title = crr_title_in(&factor->titles, language),
        .basis = factor->basis,
        .kind = factor->kind,
        .parent = index_or_none(factor->parent),
        .input = index_or_none(factor->input),
        .global_weight = model->plan.factors[index].global_weight,
        .correction = factor->correction,
        .node = factor->node,
        .inner = factor->inner,
        .confidential = factor->hidden,
    };
    return CRR_OK;
}

size_t
crr_model_segment_count(const struct crr_model *model)
{
    return model->ast->segment_count;
}

enum crr_status
crr_model_segment(const struct crr_model *model, size_t index, const char *language,
    struct crr_segment_view *ret)
{
    if (index >= model->ast->segment_count)
        return CRR_E_ARGUMENT;
    const struct crr_ast_segment *segment = &model->ast->segments[index];
    *ret = (struct crr_segment_view){
        .id = segment->id,
        .title = crr_title_in(&segment->titles, language),
        .scenario = segment->id.length > 0 && segment->condition == CRR_ABSENT,
        .factor_first = segment->first,
        .factor_count = segment->end - segment->first,
    };
    return CRR_OK;
}

enum crr_status
crr_model_tier(const struct crr_model *model, size_t index, const char *language,
    struct crr_tier_view *ret)
{
    if (index >= model->ast->tier_count)
        return CRR_E_ARGUMENT;
    const struct crr_ast_tier *tier = &model->ast->tiers[index];
    *ret = (struct crr_tier_view){
        .id = tier->id,
        .title = crr_title_in(&tier->titles, language),
        .scored = tier->scored,
        .from = tier->from,
        .review_unit = tier->review_unit,
        .review_count = tier->review_count,
        .measures = tier->measures,
        .measure_count = tier->measure_count,
        .no_relationship = tier->no_relationship,
    };
    return CRR_OK;
}

enum crr_status
crr_model_rule(const struct crr_model *model, size_t index, const char *language,
    struct crr_rule_view *ret)
{
    if (index >= model->ast->rule_count)
        return CRR_E_ARGUMENT;
    const struct crr_ast_rule *rule = &model->ast->rules[index];
    *ret = (struct crr_rule_view){
        .id = rule->id,
        .title = crr_title_in(&rule->titles, language),
        .basis = rule->basis,
        .effect = rule->effect,
        .tier = index_or_none(rule->tier),
        .review = rule->review,
        .confidential = rule->hidden,
    };
    return CRR_OK;
}

size_t
crr_model_find_input(const struct crr_model *model, struct crr_text id)
{
    for (size_t i = 0; i < model->ast->input_count; i++)
        if (crr_text_equal(model->ast->inputs[i].id, id))
            return i;
    return CRR_NONE;
}

size_t
crr_model_find_factor(const struct crr_model *model, struct crr_text id)
{
    for (size_t i = 0; i < model->ast->factor_count; i++)
        if (crr_text_equal(model->ast->factors[i].id, id))
            return i;
    return CRR_NONE;
}

size_t
crr_model_find_factor_in(
    const struct crr_model *model, size_t index, struct crr_text id)
{
    if (index >= model->ast->segment_count)
        return CRR_NONE;
    const struct crr_ast_segment *segment = &model->ast->segments[index];
    for (uint32_t i = segment->first; i < segment->end; i++)
        if (crr_text_equal(model->ast->factors[i].id, id))
            return i;
    return CRR_NONE;
}

size_t
crr_model_find_segment(const struct crr_model *model, struct crr_text id)
{
    for (size_t i = 0; i < model->ast->segment_count; i++)
        if (crr_text_equal(model->ast->segments[i].id, id))
            return i;
    return CRR_NONE;
}

struct crr_text
crr_model_canonical(const struct crr_model *model)
{
    return model->ast->canonical;
}

const char *
crr_model_digest(const struct crr_model *model)
{
    return model->ast->digest;
}

const char *
crr_model_source_digest(const struct crr_model *model)
{
    return model->ast->source_digest;
}

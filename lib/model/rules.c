/* Rules: what sets a tier, a floor, a cap or a review outside of the weighted sum. */
#include "model/read.h"

struct draft {
    struct crr_ast_rule rule;
    const struct crr_yaml_node *node;
    unsigned effect_count;
};

static bool
read_id(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct draft *draft = object;
    const struct crr_ast *ast = crr_ast_of(reader);
    if (!crr_read_id(reader, node, &draft->rule.id))
        return false;
    for (uint32_t i = 0; i < ast->rule_count; i++)
        if (crr_report_duplicate_id(
                reader, node, draft->rule.id, &ast->rules[i].id, "rule"))
            return false;
    return true;
}

static bool
read_when(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_condition(reader, node, &((struct draft *)draft)->rule.condition);
}

static bool
read_effect(struct crr_reader *reader, const struct crr_yaml_node *node,
    enum crr_rule_effect effect, struct draft *draft)
{
    draft->effect_count++;
    draft->rule.effect = effect;
    return crr_read_tier_name(reader, node, &draft->rule.tier);
}

static bool
read_tier(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return read_effect(reader, node, CRR_RULE_TIER, draft);
}

static bool
read_at_least(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return read_effect(reader, node, CRR_RULE_AT_LEAST, draft);
}

static bool
read_at_most(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return read_effect(reader, node, CRR_RULE_AT_MOST, draft);
}

/* Vetoes are one condition: any of them. */
static bool
read_vetoes(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_any(reader, node, &((struct draft *)draft)->rule.veto);
}

static bool
read_lowest(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    static const struct crr_field fields[] = {{"unless", read_vetoes, true}};
    struct draft *draft = object;
    draft->effect_count++;
    draft->rule.effect = CRR_RULE_AT_MOST;
    draft->rule.lowest = true;
    draft->rule.tier = 0;
    return crr_read_mapping(reader, node, fields, 1, draft);
}

static bool
read_review(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    static const struct crr_word words[] = {{"required", 1}, {NULL, 0}};
    int required;
    if (!crr_read_word(reader, node, words, &required))
        return false;
    ((struct draft *)draft)->rule.review = required;
    return true;
}

static bool
read_if_missing(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    static const struct crr_word words[] = {{"error", CRR_IF_MISSING_ERROR},
        {"true", CRR_IF_MISSING_TRUE}, {"false", CRR_IF_MISSING_FALSE}, {NULL, 0}};
    struct draft *draft = object;
    int if_missing;
    if (!crr_read_word(reader, node, words, &if_missing))
        return false;
    draft->rule.if_missing = (enum crr_if_missing)if_missing;
    return true;
}

static bool
read_basis(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_text(reader, node, &((struct draft *)draft)->rule.basis);
}

static bool
read_title(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_titles(reader, node, &((struct draft *)draft)->rule.titles);
}

static bool
read_confidential(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_boolean(reader, node, &((struct draft *)draft)->rule.confidential);
}

static void
check_effect(struct crr_reader *reader, const struct draft *draft)
{
    const struct crr_yaml_node *if_missing = crr_yaml_get(draft->node, "if_missing");
    if (draft->effect_count > 1 ||
        (draft->effect_count == 0 && !crr_yaml_get(draft->node, "review")))
        crr_reader_finding(reader, CRR_F_RULE_EFFECT, draft->node,
            "expected exactly one of `tier`, `at_least`, `at_most` and `lowest`, or "
            "`review: required`; found %s",
            draft->effect_count > 1 ? "more than one" : "none");
    if (draft->rule.effect != CRR_RULE_AT_MOST || !if_missing)
        return;
    size_t above = crr_reader_enter_key(reader, crr_text_of("if_missing"));
    crr_reader_finding(reader, CRR_F_IF_MISSING_CAP, if_missing,
        "a cap does not apply when its truth is unknown; remove `if_missing`");
    crr_reader_leave(reader, above);
}

static void
read_rule(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    static const struct crr_field fields[] = {{"id", read_id, true},
        {"when", read_when, true}, {"tier", read_tier, false},
        {"at_least", read_at_least, false}, {"at_most", read_at_most, false},
        {"lowest", read_lowest, false}, {"review", read_review, false},
        {"if_missing", read_if_missing, false}, {"basis", read_basis, false},
        {"title", read_title, false}, {"confidential", read_confidential, false},
        {"linked", crr_refuse_linked, false}};
    struct crr_ast *ast = crr_ast_of(reader);
    struct draft draft = {.rule = {.condition = CRR_ABSENT,
                              .veto = CRR_ABSENT,
                              .effect = CRR_RULE_REVIEW,
                              .tier = CRR_ABSENT,
                              .origin = crr_origin_of(reader, node)},
        .node = node};
    crr_read_mapping(reader, node, fields, sizeof fields / sizeof fields[0], &draft);
    if (node->kind != CRR_YAML_MAPPING)
        return;
    check_effect(reader, &draft);
    draft.rule.hidden = draft.rule.confidential ||
                        crr_condition_is_hidden(ast, draft.rule.condition) ||
                        crr_condition_is_hidden(ast, draft.rule.veto);
    ast->rules[ast->rule_count++] = draft.rule;
}

void
crr_read_rules(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    struct crr_ast *ast = crr_ast_of(reader);
    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a list of rules"))
        return;
    size_t count = node->item_count;
    if (count > CRR_RULE_LIMIT) {
        crr_reader_finding(reader, CRR_F_TOO_MANY, node,
            "expected at most %d rules, found %zu", CRR_RULE_LIMIT, count);
        return;
    }
    ast->rules = crr_arena_array(reader->arena, count, sizeof *ast->rules);
    for (size_t i = 0; ast->rules && i < count; i++) {
        size_t above = crr_reader_enter_index(reader, i);
        read_rule(reader, node->items[i]);
        crr_reader_leave(reader, above);
    }
}

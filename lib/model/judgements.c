/* A model's judgements: they give its weights, and take no part in rating. What is
 * wrong with them is found here; whether the weights follow from them only libcrr-ahp
 * can tell. */
#include "judgement/fit.h"
#include "model/check.h"

void
crr_read_judgements(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    struct crr_judgements *judgements;

    if (!crr_judgements_read(reader, node, &judgements))
        return;
    crr_ast_of(reader)->judgements = judgements;
    crr_ast_of(reader)->judgements_origin = crr_origin_of(reader, node);
}

/* The members of a group, from first to before end in preorder. */
static bool
list_members(struct crr_arena *arena, const struct crr_ast *ast, uint32_t first,
    uint32_t end, struct crr_weighed_group *group)
{
    struct crr_text *members = crr_arena_array(arena, end - first, sizeof *members);

    if (!members)
        return false;
    for (uint32_t i = first; i < end; i += ast->factors[i].subtree_count)
        members[group->member_count++] = ast->factors[i].id;
    group->members = members;
    return true;
}

/* The groups of a segment that have weights, against a tree of judgements. */
static void
check_tree(const struct crr_check *check, const struct crr_ast_segment *segment,
    const struct crr_judged_tree *tree)
{
    const struct crr_ast *ast = check->ast;
    struct crr_arena *arena = check->report->arena;
    struct crr_weighed_group *groups = crr_arena_array(
        arena, segment->secondary - segment->first + 1, sizeof *groups);
    uint32_t count = 1;

    if (!groups)
        return;
    groups[0].id = crr_text_of("goal");
    if (!list_members(arena, ast, segment->first, segment->secondary, &groups[0]))
        return;
    for (uint32_t i = segment->first; i < segment->secondary; i++) {
        const struct crr_ast_factor *factor = &ast->factors[i];

        if (factor->kind != CRR_FACTOR_GROUP || factor->combine != CRR_COMBINE_WEIGHTED)
            continue;
        groups[count].id = factor->id;
        if (!list_members(
                arena, ast, i + 1, i + factor->subtree_count, &groups[count++]))
            return;
    }
    crr_judgements_fit(tree, groups, count, check->file, arena, check->report);
}

void
crr_check_judgements(const struct crr_check *check)
{
    const struct crr_ast *ast = check->ast;

    if (!ast->judgements)
        return;
    CRR_CHECK_REPORT(check, CRR_F_NOT_VERIFIED, &ast->judgements_origin,
        "weights not verified: `crr ahp verify` compares them with the judgements");
    if (!crr_check_is_sound(check, "factors") ||
        !crr_check_is_sound(check, "segments") ||
        !crr_check_is_sound(check, "judgements"))
        return;
    for (uint32_t i = 0; i < ast->judgements->tree_count; i++) {
        const struct crr_judged_tree *tree = &ast->judgements->trees[i];
        const struct crr_ast_segment *segment = ast->segments;
        const struct crr_ast_segment *end = segment + ast->segment_count;

        while (segment < end && !crr_text_equal(segment->id, tree->segment))
            segment++;
        if (segment < end)
            check_tree(check, segment, tree);
        else
            CRR_CHECK_REPORT(check, CRR_F_NODE_MISFIT, &ast->judgements_origin,
                "expected judgements %s of the model, found %s%.*s",
                ast->segments[0].id.length > 0 ? "by the segments" : "without segments",
                tree->segment.length > 0 ? "segment " : "none",
                CRR_SHOW(tree->segment));
    }
}

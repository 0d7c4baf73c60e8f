/* Whether judgements fit the groups of factors whose weights they give. */
#include "judgement/fit.h"

/* The walk through a tree. */
struct fitting {
    const struct crr_judged_tree *tree;
    const struct crr_weighed_group *group; /* whose node the walk began at */
    const char *file;
    struct crr_report *report;
    bool *visited; /* nodes, by any group */
    bool *passed;  /* nodes, by this group */
    bool *reached; /* members of this group */
    bool good;
};

uint32_t
crr_find_member(const struct crr_weighed_group *group, struct crr_text name)
{
    for (uint32_t i = 0; i < group->member_count; i++)
        if (crr_text_equal(group->members[i], name))
            return i;
    return CRR_NO_NODE;
}

uint32_t
crr_find_judged_node(const struct crr_judged_tree *tree, struct crr_text name)
{
    for (uint32_t i = 0; i < tree->node_count; i++)
        if (crr_text_equal(tree->elements[tree->nodes[i].element].name, name))
            return i;
    return CRR_NO_NODE;
}

/* What follows the node is a format and its arguments. */
#define MISFIT(fitting, node, ...)                                                     \
    ((fitting)->good = false, crr_report_add((fitting)->report, CRR_F_NODE_MISFIT,     \
                                  &(struct crr_place){(fitting)->file, 0,              \
                                      (node)->origin.line, (node)->origin.column},     \
                                  (node)->origin.path, __VA_ARGS__))

/* Goes down from the nodes that were passed and not yet left. */
static void
walk_from(struct fitting *fitting, uint32_t index)
{
    const struct crr_judged_node *node = &fitting->tree->nodes[index];

    fitting->visited[index] = true;
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct crr_judged_element *child =
            &fitting->tree->elements[node->children[i]];
        uint32_t member = crr_find_member(fitting->group, child->name);

        if (member != CRR_NO_NODE)
            fitting->reached[member] = true;
        else if (child->node != CRR_NO_NODE)
            fitting->passed[child->node] = true;
        else
            MISFIT(fitting, node,
                "%.*s is no member of the group %.*s, and no node that leads to one",
                CRR_SPELL(child->name), CRR_SPELL(fitting->group->id));
    }
}

/* The order has every node after those above it, so that one pass is enough. */
static bool
fit_group(struct fitting *fitting, uint32_t start, struct crr_arena *arena)
{
    const struct crr_judged_tree *tree = fitting->tree;

    fitting->passed = crr_arena_array(arena, tree->node_count, sizeof(bool));
    fitting->reached = crr_arena_array(
        arena, fitting->group->member_count, sizeof(bool));
    if (!fitting->passed || !fitting->reached)
        return false;
    fitting->passed[start] = true;
    for (uint32_t i = 0; i < tree->node_count; i++)
        if (fitting->passed[tree->order[i]])
            walk_from(fitting, tree->order[i]);
    for (uint32_t i = 0; fitting->good && i < fitting->group->member_count; i++)
        if (!fitting->reached[i])
            MISFIT(fitting, &tree->nodes[start],
                "expected all members of the group %.*s below the node, found no way "
                "to %.*s",
                CRR_SPELL(fitting->group->id), CRR_SPELL(fitting->group->members[i]));
    return true;
}

static void
note_unjudged(const struct fitting *fitting, const struct crr_weighed_group *group)
{
    const struct crr_judged_node *root = &fitting->tree->nodes[0];
    struct crr_place place = {fitting->file, 0, root->origin.line, root->origin.column};

    if (group->member_count > 1)
        crr_report_add(fitting->report, CRR_F_GROUP_UNJUDGED, &place, root->origin.path,
            "the group %.*s has no node: its weights stay as they are written",
            CRR_SPELL(group->id));
}

static void
check_visited(struct fitting *fitting)
{
    for (uint32_t i = 0; fitting->good && i < fitting->tree->node_count; i++) {
        const struct crr_judged_node *node = &fitting->tree->nodes[i];

        if (!fitting->visited[i])
            MISFIT(fitting, node,
                "%.*s stands for no group of factors: expected `goal`, the id of a "
                "group, or a node on the way to a group's members",
                CRR_SPELL(fitting->tree->elements[node->element].name));
    }
}

bool
crr_judgements_fit(const struct crr_judged_tree *tree,
    const struct crr_weighed_group *groups, uint32_t group_count, const char *file,
    struct crr_arena *arena, struct crr_report *report)
{
    struct fitting fitting = {
        .tree = tree, .file = file, .report = report, .good = true};

    fitting.visited = crr_arena_array(arena, tree->node_count, sizeof(bool));
    if (!fitting.visited)
        return false;
    for (uint32_t i = 0; i < group_count; i++) {
        uint32_t start = crr_find_judged_node(tree, groups[i].id);

        fitting.group = &groups[i];
        if (start == CRR_NO_NODE)
            note_unjudged(&fitting, &groups[i]);
        else if (!fit_group(&fitting, start, arena))
            return false;
    }
    check_visited(&fitting);
    return fitting.good;
}

/* Whether judgements fit the groups of factors whose weights they give. */
#ifndef CRR_JUDGEMENT_FIT_H
#define CRR_JUDGEMENT_FIT_H

#include "judgement/judgement.h"

/* A group of factors; the roots are the group `goal`. */
struct crr_weighed_group {
    struct crr_text id;
    const struct crr_text *members;
    uint32_t member_count;
};

/* Index of the member, or CRR_NO_NODE. */
uint32_t crr_find_member(const struct crr_weighed_group *group, struct crr_text name);

/* Index of the node of this name in the tree, or CRR_NO_NODE. */
uint32_t crr_find_judged_node(const struct crr_judged_tree *tree, struct crr_text name);

/* From the node of each group the ways lead, through nodes that are no members, to all
 * members and to nothing else; the root is a group, every node is on some way. What
 * does not fit is reported (CRR_F_NODE_MISFIT), groups without a node are noted
 * (CRR_F_GROUP_UNJUDGED). False if something does not fit, or there is no memory. */
bool crr_judgements_fit(const struct crr_judged_tree *tree,
    const struct crr_weighed_group *groups, uint32_t group_count, const char *file,
    struct crr_arena *arena, struct crr_report *report);

#endif

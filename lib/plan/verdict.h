/* What rules come to. Which rules fire is decided elsewhere; here they are combined:
 * tier = max(D, F, min(S, C)). */
#ifndef CRR_PLAN_VERDICT_H
#define CRR_PLAN_VERDICT_H

#include <stddef.h>
#include "model/model.h"

/* The rules that fired, combined: the higher of the severest direct tier and the
 * highest floor, which lift alike; and the lowest cap. Each with the first rule that
 * gave it. */
struct crr_verdict {
    size_t direct, floor; /* tiers; CRR_NONE */
    size_t lift, cap;     /* likewise; lift is the higher of direct and floor */
    size_t lift_rule, cap_rule;
};

/* No rule fired. */
void crr_verdict_init(struct crr_verdict *verdict);

/* Takes in a rule that fired; rules come in the order of the model. */
void crr_verdict_add(
    struct crr_verdict *verdict, const struct crr_ast_rule *rule, size_t index);

/* The tier, and the rule that made it differ from that of the score, or CRR_NONE. */
size_t crr_verdict_settle(
    const struct crr_verdict *verdict, size_t score_tier, size_t *ret_rule);

#endif

#include "plan/verdict.h"

void
crr_verdict_init(struct crr_verdict *verdict)
{
    *verdict = (struct crr_verdict){
        CRR_NONE, CRR_NONE, CRR_NONE, CRR_NONE, CRR_NONE, CRR_NONE};
}

/* CRR_NONE is below every tier here. */
static void
raise_to(size_t *tier, size_t other)
{
    if (*tier == CRR_NONE || other > *tier)
        *tier = other;
}

void
crr_verdict_add(
    struct crr_verdict *verdict, const struct crr_ast_rule *rule, size_t index)
{
    bool direct = rule->effect == CRR_RULE_TIER;
    if (direct || rule->effect == CRR_RULE_AT_LEAST) {
        raise_to(direct ? &verdict->direct : &verdict->floor, rule->tier);
        if (verdict->lift == CRR_NONE || rule->tier > verdict->lift)
            verdict->lift_rule = index;
        raise_to(&verdict->lift, rule->tier);
    }
    /* CRR_NONE is above every tier. */
    if (rule->effect == CRR_RULE_AT_MOST && rule->tier < verdict->cap) {
        verdict->cap = rule->tier;
        verdict->cap_rule = index;
    }
}

size_t
crr_verdict_settle(
    const struct crr_verdict *verdict, size_t score_tier, size_t *ret_rule)
{
    size_t tier = score_tier;
    size_t rule = CRR_NONE;
    if (verdict->cap < tier) {
        tier = verdict->cap;
        rule = verdict->cap_rule;
    }
    if (verdict->lift != CRR_NONE && verdict->lift > tier) {
        tier = verdict->lift;
        rule = verdict->lift_rule;
    }
    *ret_rule = tier == score_tier ? CRR_NONE : rule;
    return tier;
}

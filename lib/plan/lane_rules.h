/* The rules that the lane decides by itself. What a value says to them is a set of
 * bits; the bits of all values together say which rules fire: without a bit none. */
#ifndef CRR_PLAN_LANE_RULES_H
#define CRR_PLAN_LANE_RULES_H

#include <stdbool.h>
#include <stdint.h>
#include "model/model.h"

#define CRR_LANE_BIT_LIMIT 8u
#define CRR_LANE_RULE_LIMIT 8u

/* That a rule fires which asks for one input alone (condition CRR_ABSENT); or, of a
 * rule that asks for several, that a condition is true which asks for one. */
struct crr_lane_bit {
    uint32_t input;
    uint32_t rule;
    uint32_t condition;
};

struct crr_lane_rules {
    struct crr_lane_bit bits[CRR_LANE_BIT_LIMIT];
    uint32_t bit_count;
    uint32_t at[CRR_LANE_RULE_LIMIT]; /* in the order of the model */
    uint32_t count;
};

/* As many rules as there is room for: first those that ask for one input. */
void crr_lane_rules_choose(struct crr_lane_rules *rules, const struct crr_ast *ast);

bool crr_lane_rules_has(const struct crr_lane_rules *rules, uint32_t rule);

/* The places in `at`, as bits, of the rules that fire by a set of bits. */
uint32_t crr_lane_rules_fired(
    const struct crr_lane_rules *rules, const struct crr_ast *ast, uint32_t set);

#endif

/* The rules, and factors with a condition over several inputs, that the lane decides by
 * itself. What a value says to them is a set of bits; the bits of all values together
 * say which rules fire, without a bit none, and which conditions hold. */
#ifndef CRR_PLAN_LANE_RULES_H
#define CRR_PLAN_LANE_RULES_H

#include <stdbool.h>
#include <stdint.h>
#include "model/model.h"

#define CRR_LANE_BIT_LIMIT 8u
#define CRR_LANE_RULE_LIMIT 8u

/* That a rule fires which asks for one input alone (condition CRR_ABSENT); or, of a
 * rule or factor that asks for several, that a condition is true which asks for one. */
struct crr_lane_bit {
    uint32_t input;
    uint32_t rule; /* CRR_ABSENT: a factor's */
    uint32_t condition;
};

struct crr_lane_rules {
    struct crr_lane_bit bits[CRR_LANE_BIT_LIMIT];
    uint32_t bit_count;
    uint32_t at[CRR_LANE_RULE_LIMIT]; /* in the order of the model */
    uint32_t count;
};

/* The segment's factors that ask for several inputs, and as many rules as there is room
 * for: first those that ask for one input. False if there is no room for a factor. */
bool crr_lane_rules_choose(struct crr_lane_rules *rules, const struct crr_ast *ast,
    const struct crr_ast_segment *segment);

bool crr_lane_rules_has(const struct crr_lane_rules *rules, uint32_t rule);

/* Whether a condition is true by a set of bits, which it has. */
bool crr_lane_rules_hold(const struct crr_lane_rules *rules, const struct crr_ast *ast,
    uint32_t condition, uint32_t set);

/* The places in `at`, as bits, of the rules that fire by a set of bits. */
uint32_t crr_lane_rules_fired(
    const struct crr_lane_rules *rules, const struct crr_ast *ast, uint32_t set);

#endif

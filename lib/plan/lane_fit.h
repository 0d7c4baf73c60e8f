/* What the lane asks of a model's conditions and factors. */
#ifndef CRR_PLAN_LANE_FIT_H
#define CRR_PLAN_LANE_FIT_H

#include "model/model.h"

static inline bool
crr_condition_is_leaf(const struct crr_ast_condition *condition)
{
    return condition->kind != CRR_CONDITION_ALL &&
           condition->kind != CRR_CONDITION_ANY && condition->kind != CRR_CONDITION_NOT;
}

/* Whether one input alone decides a leaf. */
static inline bool
crr_leaf_asks_one(const struct crr_ast_condition *condition)
{
    return condition->kind != CRR_CONDITION_SAME &&
           condition->kind != CRR_CONDITION_DIFFERS &&
           (condition->kind != CRR_CONDITION_LISTED || condition->other == CRR_ABSENT);
}

/* The one input that the leaves of a condition ask; CRR_ABSENT if they ask several. */
uint32_t crr_lane_input_of_condition(const struct crr_ast *ast, uint32_t root);

/* The one input on which a factor that is no group depends; CRR_ABSENT: several, that
 * its condition asks. */
uint32_t crr_lane_input_of(const struct crr_ast *ast, uint32_t factor);

/* The one input that all leaves of a rule ask; CRR_ABSENT if they ask several. */
uint32_t crr_lane_input_of_rule(const struct crr_ast *ast, uint32_t rule);

#endif

/* How a group makes points of its members' points. */
#ifndef CRR_MODEL_COMBINE_H
#define CRR_MODEL_COMBINE_H

#include "model/factor_kind.h"

/* Reads `combine` and what goes with it into a group's draft. */
bool crr_read_combine(struct crr_reader *reader, struct crr_factor_draft *draft);

/* risk_matrix.c: `scales`, `cells`, `residual_of` of a risk matrix. */
bool crr_read_risk_matrix(struct crr_reader *reader, struct crr_factor_draft *draft);

/* nodes.c: which factors may be without meaning for a customer, which groups give
 * points of their own, what that hides. For the whole model, once its factors are read.
 */
void crr_model_settle_nodes(struct crr_ast *ast);

#endif

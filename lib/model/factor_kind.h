/* The kinds of factors: which keys make one, which keys and types of input it has. */
#ifndef CRR_MODEL_FACTOR_KIND_H
#define CRR_MODEL_FACTOR_KIND_H

#include "model/read.h"

/* A factor while it is read: what depends on its kind is kept until that is known. */
struct crr_factor_draft {
    struct crr_ast_factor factor;
    const struct crr_yaml_node *node;
    const struct crr_yaml_node *members, *when, *table, *age, *bands, *knots, *points,
        *range, *of_many, *cap, *combine, *order_weights, *scales, *cells, *times,
        *residual_of, *mitigated, *scaled_to;
};

/* Finds the kind by the keys that are there, reports keys that do not belong to it, and
 * reads what it alone has, but for a group's members. */
void crr_settle_factor_kind(struct crr_reader *reader, struct crr_factor_draft *draft);

#endif

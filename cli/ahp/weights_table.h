/* The weights of a model that judgements give, as a table. */
#ifndef CRR_CLI_AHP_WEIGHTS_TABLE_H
#define CRR_CLI_AHP_WEIGHTS_TABLE_H

#include <crr/ahp_model.h>
#include "json.h"
#include "output.h"

/* Group, factor, what is written, what is derived, and a word where they differ; the
 * last three parameters are the heads of the columns, and that word. */
void weights_table(struct output *out, const struct crr_ahp *ahp, const char *written,
    const char *derived, const char *different);

/* The member "weights": a list of objects. */
void weights_table_json(struct json *json, const struct crr_ahp *ahp);

/* Whether all weights are written as derived. */
bool weights_are_written(const struct crr_ahp *ahp);

#endif

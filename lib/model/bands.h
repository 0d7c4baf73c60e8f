/* Bands and the points of interpolations. */
#ifndef CRR_MODEL_BANDS_H
#define CRR_MODEL_BANDS_H

#include "model/read.h"

/* Reads factor->bands; places as for crr_read_end. Lower ends that are not stated are
 * filled in. */
bool crr_read_bands(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_interval_words *words, int places, struct crr_ast_factor *factor);

/* Reads factor->knots. */
bool crr_read_knots(struct crr_reader *reader, const struct crr_yaml_node *node,
    int places, struct crr_ast_factor *factor);

#endif

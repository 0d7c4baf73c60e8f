/* Rated rows as JSON Lines: an object a row, its members the columns in their order. */
#ifndef CRR_FILE_JSON_OUTPUT_H
#define CRR_FILE_JSON_OUTPUT_H

#include "file/output.h"

/* Objects have each name once: CRR_E_FILE names the column that is chosen twice. */
enum crr_status crr_json_output_check(
    const struct crr_output *output, struct crr_error *reterr);

void crr_json_output_write_row(
    struct crr_output *output, const struct crr_run *run, const struct crr_row *row);

#endif

/* Rated rows as JSON Lines: an object a row, its members the columns in their order. */
#ifndef CRR_FILE_JSON_OUTPUT_H
#define CRR_FILE_JSON_OUTPUT_H

#include "file/output.h"

void crr_json_output_write_row(
    struct crr_output *output, const struct crr_run *run, const struct crr_row *row);

#endif

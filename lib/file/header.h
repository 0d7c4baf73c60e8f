/* The columns of inputs: what both kinds of sources, with a header and with members of
 * objects, decide alike. */
#ifndef CRR_FILE_HEADER_H
#define CRR_FILE_HEADER_H

#include "file/run.h"

/* The caller's map of the input with this id, or NULL. */
const struct crr_file_map *crr_header_map(
    const struct crr_run *run, struct crr_text id);

/* Whether the run reads the input, so that it must be somewhere. */
bool crr_header_needs(
    const struct crr_run *run, size_t input, const struct crr_input_view *view);

/* True if a confidential input reads the column, or names it as its own. */
bool crr_header_is_confidential(const struct crr_run *run, size_t column);

/* An input that is not confidential must not print what is: CRR_E_FILE where it would,
 * unless that is to be revealed. */
enum crr_status crr_header_refuse_shared(
    const struct crr_run *run, size_t input, size_t column, struct crr_error *reterr);

#endif

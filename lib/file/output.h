/* The columns of the output: chosen by name from one table, which the help and the
 * tests walk too. */
#ifndef CRR_FILE_OUTPUT_H
#define CRR_FILE_OUTPUT_H

#include "base/writer.h"
#include "file/run.h"

struct crr_output_column;

struct crr_output {
    struct crr_writer writer;
    const struct crr_model *model;
    struct crr_model_head head;
    bool reveal;
    struct crr_output_column *columns; /* in the run's arena */
    size_t column_count;
};

/* Chooses the columns. CRR_E_FILE names the one that is unknown or confidential. */
enum crr_status crr_output_init(
    struct crr_output *output, struct crr_run *run, struct crr_error *reterr);
void crr_output_write_header(struct crr_output *output);
void crr_output_write_row(
    struct crr_output *output, const struct crr_run *run, const struct crr_row *row);

/* The key of the record as text, or its line if the model has no key. */
void crr_output_write_key(struct crr_writer *writer, const struct crr_run *run);

#endif

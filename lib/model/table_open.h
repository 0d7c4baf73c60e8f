/* The files of tables, each opened once by the name that the model gives it: by the
 * caller's function, or beneath the model's folder and nowhere else. They stay open
 * until all tables are read. */
#ifndef CRR_MODEL_TABLE_OPEN_H
#define CRR_MODEL_TABLE_OPEN_H

#include "base/writer.h"
#include "model/read.h"

struct crr_table_file {
    struct crr_table_file *next;
    struct crr_text name;  /* as the model writes it */
    const char *shown;     /* for findings: with the model's folder */
    size_t index;          /* its place among the files of the model, from 1 */
    struct crr_text bytes; /* until the file is closed */
    char digest[CRR_DIGEST_SIZE];
    struct crr_buffer own; /* the bytes, unless the caller's function gave them */
};

/* The file with this name, or NULL when it was reported why it cannot be opened. A new
 * one joins the listing of which the source digest is made. */
const struct crr_table_file *crr_table_open(
    struct crr_reader *reader, const struct crr_yaml_node *node, struct crr_text name);

/* An open file, or NULL. */
const struct crr_table_file *crr_table_find(
    const struct crr_model_reader *reader, struct crr_text name);

void crr_table_close_all(struct crr_model_reader *reader);

#endif

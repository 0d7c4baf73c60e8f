/* Opening a table's file by the name that the model gives it: by the caller's function,
 * or beneath the model's folder and nowhere else. */
#ifndef CRR_MODEL_TABLE_OPEN_H
#define CRR_MODEL_TABLE_OPEN_H

#include "base/writer.h"
#include "model/read.h"

struct crr_opened_table {
    struct crr_text bytes;
    size_t file_index;     /* its place among the files of the model, from 1 */
    struct crr_buffer own; /* the bytes, unless the caller's function gave them */
};

/* Reports why the file cannot be opened and returns false, or opens it; its bytes join
 * the source digest the first time. */
bool crr_table_open(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_text name, struct crr_opened_table *ret);
void crr_table_close(struct crr_reader *reader, struct crr_opened_table *opened);

#endif

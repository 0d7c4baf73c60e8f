/* Rejected rows as CSV: where, why, and the record itself. */
#ifndef CRR_FILE_REJECTS_H
#define CRR_FILE_REJECTS_H

#include "base/writer.h"
#include "file/subject.h"

struct crr_rejects {
    struct crr_writer writer;
};

void crr_rejects_init(
    struct crr_rejects *rejects, const struct crr_file_options *options);
void crr_rejects_write(struct crr_rejects *rejects, const struct crr_run *run,
    const struct crr_row *row, const struct crr_subject *subject);

#endif

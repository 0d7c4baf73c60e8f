/* A CSV file of a model, table or list: columns by name, one row a record, every bad
 * one a finding with its line. It is read while it is open; what is kept is copied. */
#ifndef CRR_MODEL_CSV_FILE_H
#define CRR_MODEL_CSV_FILE_H

#include "base/csv.h"
#include "crr/file.h"
#include "model/read.h"
#include "model/table_open.h"

#define CRR_CSV_FILE_RECORD_LIMIT (UINT32_C(1) << 20) /* bytes */

struct crr_csv_file {
    /* Set by the caller. */
    struct crr_reader *reader;
    const struct crr_table_file *file;
    char delimiter;
    const char *record_limit_text; /* "64 KiB" */
    size_t record_limit;           /* bytes, at most CRR_CSV_FILE_RECORD_LIMIT */
    /* Finds the columns; false, and reports, if they are not there. */
    bool (*take_header)(struct crr_csv_file *csv);
    void (*take_row)(struct crr_csv_file *csv);
    void *user;

    struct crr_place place; /* of the record */
    size_t finding_count;   /* about this file */
    size_t warning_count;   /* of them those that refuse nothing */
    size_t column_count;    /* 0: there is no header */
    size_t row_count;
    struct crr_csv_record record;
    /* Written before they are read. */
    struct crr_csv_field fields[CRR_COLUMN_LIMIT];
    char buffer[CRR_CSV_FILE_RECORD_LIMIT];
};

/* A file of its own on the heap: it is too large for the stack of a small thread. NULL,
 * and the arena has failed, if there is no memory. */
struct crr_csv_file *crr_csv_file_new(
    struct crr_reader *reader, const struct crr_table_file *file);
void crr_csv_file_free(struct crr_csv_file *csv);

/* Reads the whole file. A file without a row is a finding. */
void crr_csv_file_read(struct crr_csv_file *csv);

/* How many lines it has, at most limit: no fewer than rows. */
size_t crr_csv_file_line_count(const struct crr_csv_file *csv, size_t limit);

/* A finding about the record; after the first 20 of a kind they are counted only. */
void crr_csv_file_report(struct crr_csv_file *csv, enum crr_finding_number finding,
    const char *format, ...) CRR_PRINTF(3, 4);

/* The trimmed cell of a column; empty for CRR_ABSENT. Undoubled quotes lie in the
 * buffer until the next record. */
struct crr_text crr_csv_file_cell(struct crr_csv_file *csv, uint32_t column);

/* The column with this name; reports it if it is there twice, or not at all and needed.
 */
bool crr_csv_file_column(
    struct crr_csv_file *csv, struct crr_text name, bool needed, uint32_t *ret);

/* The next piece of a cell up to the separator, trimmed; false at its end. An empty
 * separator separates nothing. */
bool crr_csv_file_piece(
    struct crr_text *rest, struct crr_text separator, struct crr_text *ret);

#endif

/* Tables for people: cells under one another, as wide as the widest of a column. */
#ifndef CRR_AHP_COLUMNS_H
#define CRR_AHP_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include "ahp/real.h"

#define CRR_COLUMN_LIMIT 6

/* The rows are given twice in the same order: first with `measuring`, which only widens
 * the columns, then to be written. Zeroed columns measure nothing yet. */
struct crr_columns {
    struct crr_writer *writer;
    bool measuring;
    size_t indent;
    size_t widths[CRR_COLUMN_LIMIT];
    size_t at;   /* the next column */
    size_t owed; /* spaces that are written only if something follows */
    bool numbers[CRR_COLUMN_LIMIT]; /* aligned to the right */
};

/* Cells of a row from left to right, then its end. text is terminated, without control
 * characters. */
void crr_columns_text(struct crr_columns *columns, const char *text);
void crr_columns_name(struct crr_columns *columns, struct crr_text name);
void crr_columns_fixed(struct crr_columns *columns, double value, int places);
void crr_columns_decimal(struct crr_columns *columns, int64_t units, int places);
void crr_columns_end(struct crr_columns *columns);

#endif

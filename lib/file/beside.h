/* Files that are read beside the customers, and before them: CSV with columns by name,
 * every line of which must be good. */
#ifndef CRR_FILE_BESIDE_H
#define CRR_FILE_BESIDE_H

#include "base/report.h"
#include "file/run.h"
#include "file/stream.h"

#define CRR_BESIDE_LIMIT 16       /* columns */
#define CRR_BESIDE_FAULT_LIMIT 20 /* faults that are told of one file */

struct crr_beside {
    /* Set by the caller. The first column is `key`; the id of the model's key input
     * stands for it too. */
    const char *const *names;
    size_t count, required; /* names; of them the first ones that must be there */
    bool closed;            /* no other columns may be there */
    const char *origin;     /* what writes such a file: ", as ... writes them"; "" */
    enum crr_finding_number finding;
    const struct crr_run *run;
    const struct crr_source *source;
    struct crr_arena *arena;
    struct crr_error *reterr;
    /* Takes the record that the stream holds. */
    enum crr_status (*take)(struct crr_beside *beside);
    /* NULL, or looks at all records together once all were taken. */
    enum crr_status (*look)(struct crr_beside *beside);
    void *user;

    uint64_t fault_count; /* so far */
    struct crr_stream stream;
    bool marked; /* it began with a mark of UTF-8 */
    struct crr_text *header;
    size_t column_count;
    size_t columns[CRR_BESIDE_LIMIT]; /* by name: place in the header, CRR_NONE */
};

/* Reads the header and hands every record to take. If the run's options have a report,
 * it goes on after a fault, so that all are told; else the first ends it.
 *   CRR_E_FILE   the caller's error says of the first fault the line and column, what
 *                was expected and found
 *   CRR_E_READ, CRR_E_MEMORY */
enum crr_status crr_beside_read(struct crr_beside *beside);

/* A cell of the record, trimmed; empty where there is no such column. To be asked for
 * once a record. */
struct crr_text crr_beside_cell(struct crr_beside *beside, size_t column);

/* CRR_E_FILE with the line and the column's name: "EXPECTED is expected, found FOUND".
 * column: CRR_NONE for the line as a whole. */
enum crr_status crr_beside_refuse(struct crr_beside *beside, size_t column,
    const char *expected, struct crr_text found);

/* The same; what was found is said in words of ours: "2 fields". */
enum crr_status crr_beside_refuse_as(
    struct crr_beside *beside, size_t column, const char *expected, const char *found);

/* Whether reading is to go on with this status: a fault was told, and others are
 * wanted. */
bool crr_beside_goes_on(const struct crr_beside *beside, enum crr_status status);

/* The tier that a cell names. */
enum crr_status crr_beside_tier(
    struct crr_beside *beside, size_t column, struct crr_text cell, size_t *ret_tier);

/* The day in a cell; `what` begins the sentence of the refusal. */
enum crr_status crr_beside_day(struct crr_beside *beside, size_t column,
    struct crr_text cell, const char *what, int32_t *ret_day);

#endif

/* Collecting findings: while a model is read its findings are gathered; at the end
 * those that the model accepts are taken out, and the rest goes to the caller in order
 * of place. */
#ifndef CRR_BASE_REPORT_H
#define CRR_BASE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/catalogue.h"
#include "crr/export.h"
#include "crr/status.h"

/* Findings beyond this number are counted but not kept. */
#define CRR_REPORT_LIMIT 1000

/* A place in a file. file_index orders: 0 is the model, then the tables as
 * mentioned. */
struct crr_place {
    const char *file;
    size_t file_index;
    size_t line, column; /* from 1; 0: none */
};

struct crr_reported; /* one finding that is kept */

struct crr_report {
    struct crr_arena *arena;
    struct crr_reported *kept;
    size_t count, capacity;
    size_t lost;        /* beyond the limit */
    size_t error_count; /* of all */
};

void crr_report_init(struct crr_report *report, struct crr_arena *arena);

/* Adds a finding; its severity is the catalogue's. path may be "". */
void crr_report_add(struct crr_report *report, enum crr_finding_number finding,
    const struct crr_place *place, const char *path, const char *format, ...)
    CRR_PRINTF(5, 6);

/* True if an error was added at the path or beneath it (tiers: tiers[1].from), or if
 * errors were lost, so that nobody can tell. */
bool crr_report_has_error_under(const struct crr_report *report, const char *path);

/* Takes out the warnings and notes with this number at this path; returns how many. */
size_t crr_report_accept(
    struct crr_report *report, unsigned finding, struct crr_text path);

/* Hands all to `each` (may be NULL) in order of file, line, column, number. Fills
 * *reterr (may be NULL) with the first error (with strict: else the first warning).
 * True if nothing refuses the model. */
bool crr_report_finish(struct crr_report *report, bool strict,
    void (*each)(void *user, const struct crr_error *finding), void *user,
    struct crr_error *reterr);

/* Fills an error; a text that is too long ends in "...". reterr may be NULL. Returns
 * status. The severity is the finding's, or an error without a finding (0). */
enum crr_status crr_error_set(struct crr_error *reterr, enum crr_status status,
    unsigned finding, const struct crr_place *place, const char *path,
    const char *format, ...) CRR_PRINTF(6, 7);

#endif

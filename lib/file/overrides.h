/* A file of overrides: read and checked before the first row, then asked for each. */
#ifndef CRR_FILE_OVERRIDES_H
#define CRR_FILE_OVERRIDES_H

#include "base/index.h"
#include "crr/override.h"
#include "file/run.h"

struct crr_filed_override {
    struct crr_override decision;
    struct crr_text key, shown; /* as compared, as written */
    uint64_t line;
    uint32_t next;    /* of the same key, in the order of the file; CRR_INDEX_NONE */
    uint32_t last;    /* of the same key, if it is the first */
    bool met;         /* its customer was there */
    bool risen;       /* above the system's tier at the decision */
    bool other_model; /* decided under another one than rates */
    enum crr_override_state state;
    const char *why, *why_revealed;
};

struct crr_overrides {
    struct crr_filed_override *items;
    uint32_t count;
    size_t capacity;
    struct crr_index by_key; /* the first of each key */
};

/* Reads the file; everything lies in the arena.
 *   CRR_E_FILE  the header or a line is no good: reterr says where, what was expected
 *               and what was found
 *   CRR_E_READ, CRR_E_MEMORY */
enum crr_status crr_overrides_read(struct crr_overrides *overrides,
    const struct crr_run *run, const struct crr_source *source, struct crr_arena *arena,
    struct crr_error *reterr);

/* Reads the file that the run's options name, if they do, into run->overrides.
 *   CRR_E_ARGUMENT  there is no day of the rating, or the model has no key
 *   others as crr_overrides_read */
enum crr_status crr_overrides_open(
    struct crr_run *run, struct crr_arena *arena, struct crr_error *reterr);

/* Finds the override of the row's customer and sets row->tier, row->override,
 * row->override_rating, row->told. Two that are in force refuse the row. */
void crr_overrides_apply(
    struct crr_overrides *overrides, struct crr_run *run, struct crr_row *row);

/* The decision in force on a day for the customer of the run's record, of several the
 * first; *ret_count says how many there are. NULL: none. */
const struct crr_override *crr_overrides_in_force(const struct crr_overrides *overrides,
    const struct crr_run *run, int32_t as_of, size_t *ret_count);

/* The row's customer is there, and its record is rejected. */
void crr_overrides_meet(struct crr_overrides *overrides, const struct crr_run *run);

/* "applied", "refused", "woken", "not yet in force", "expired"; "without a customer";
 * "of a rejected customer". */
const char *crr_override_word(const struct crr_filed_override *item);

/* Why it was refused, for whoever may see what is confidential or may not; else "". */
const char *crr_override_why(const struct crr_filed_override *item, bool reveal);

#endif

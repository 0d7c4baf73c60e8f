/* The keys that a run has met: a key that stands a second time is refused. Found by the
 * first 128 bits of their SHA-256, whatever the keys are: 24 bytes a place, of which a
 * third to three quarters are taken. */
#ifndef CRR_FILE_UNIQUE_H
#define CRR_FILE_UNIQUE_H

#include "file/run.h"

struct crr_unique_slot {
    uint64_t key[2];
    uint64_t place; /* source and line; 0: the slot is free */
};

struct crr_unique {
    struct crr_allocator allocator;
    struct crr_unique_slot *slots;
    size_t capacity, count; /* capacity: a power of two */
};

/* Readies it for a run, if the options ask for it; to be cleared in any case.
 *   CRR_E_ARGUMENT  the model has no key
 *   CRR_E_MEMORY */
enum crr_status crr_unique_open(
    struct crr_unique *unique, struct crr_run *run, struct crr_error *reterr);
void crr_unique_clear(struct crr_unique *unique);

/* Notes the key of the run's record. False: an earlier record has it, or there is no
 * memory; row->status and row->error tell. A record may be taken more than once, and
 * one whose key is missing is not looked at. */
bool crr_unique_take(
    struct crr_unique *unique, const struct crr_run *run, struct crr_row *row);

#endif

/* The file of an earlier run: where each customer stood. At most 40 bytes a customer,
 * whatever the keys are, and nothing that grows beside them. */
#ifndef CRR_FILE_PREVIOUS_H
#define CRR_FILE_PREVIOUS_H

#include "crr/history.h"
#include "file/run.h"

/* One customer; found by the first 128 bits of the SHA-256 of its key. */
struct crr_previous_row {
    uint64_t key[2];
    int32_t tier_since, first_rated_on, last_reviewed_on;
    uint32_t line;
    uint8_t tier;
    bool direct, met;
};

#define CRR_PREVIOUS_CHUNK 4096 /* rows */

struct crr_previous {
    struct crr_previous_row **chunks; /* sorted by key once all are read */
    size_t chunk_count, chunk_capacity;
    uint32_t count;
};

/* Reads the file; everything lies in the arena. Needed columns: key (or the id of the
 * model's key input), system_tier, tier_since, first_rated_on, last_reviewed_on and
 * direct; others are passed over.
 *   CRR_E_FILE  a column is missing or twice, a tier is not the model's, a day is no
 *               day or lies after as_of, a key stands twice: reterr says where
 *   CRR_E_READ, CRR_E_MEMORY */
enum crr_status crr_previous_read(struct crr_previous *previous,
    const struct crr_run *run, const struct crr_source *source, struct crr_arena *arena,
    struct crr_error *reterr);

/* Reads the run's earlier run, if its options have one, into run->previous. Statuses as
 * above, and CRR_E_ARGUMENT without a day or a key. */
enum crr_status crr_previous_attach(
    struct crr_run *run, struct crr_arena *arena, struct crr_error *reterr);

/* Where the run's record stood; false if it is new. */
bool crr_previous_find(
    struct crr_previous *previous, const struct crr_run *run, struct crr_past *ret);

/* Customers of the file that no row was rated for. */
uint64_t crr_previous_unmet(const struct crr_previous *previous);

#endif

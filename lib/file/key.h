/* The keys of customers, as they are compared: trimmed, and folded where the model's
 * key
 * is a code. */
#ifndef CRR_FILE_KEY_H
#define CRR_FILE_KEY_H

#include "base/span.h"
#include "file/run.h"

/* Longer keys are compared byte by byte: folding never makes a code of them. */
#define CRR_KEY_LIMIT (3 * CRR_CODE_LIMIT)

/* The key as it is compared: in buffer, or in the text itself. */
struct crr_text crr_key_fold(
    const struct crr_run *run, struct crr_text key, char buffer[CRR_KEY_LIMIT]);

/* Whether it is a key as `crr rate --for-excel` writes it, which is another than that
 * of the customer: ="001", or '=1; asked of files with a mark of UTF-8 alone. */
bool crr_key_is_dressed(struct crr_text key);

/* The first 128 bits of the SHA-256 of the key as it is compared: two keys that share
 * them are taken for one, which by chance happens to no file. */
void crr_key_hash(const struct crr_run *run, struct crr_text key, uint64_t ret[2]);

#endif

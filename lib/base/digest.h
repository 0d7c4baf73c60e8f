/* SHA-256 (FIPS 180-4), by libmd. */
#ifndef CRR_BASE_DIGEST_H
#define CRR_BASE_DIGEST_H

#include <stdint.h>
#include "crr/text.h"

#define CRR_DIGEST_SIZE 65 /* 64 hexadecimal digits and a NUL */

void crr_digest(struct crr_text bytes, char ret_hex[CRR_DIGEST_SIZE]);

/* The digest's first 128 bits, as two numbers whose first byte counts most. */
void crr_digest_begin(struct crr_text bytes, uint64_t ret[2]);

#endif

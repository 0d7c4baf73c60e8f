/* SHA-256 by libmd. */
#include "base/digest.h"

#include <sys/types.h>
#include <sha2.h>
#include <stddef.h>
#include <stdint.h>

static void
hash_of(struct crr_text bytes, uint8_t ret[SHA256_DIGEST_LENGTH])
{
    SHA2_CTX context;

    SHA256Init(&context);
    if (bytes.length > 0)
        SHA256Update(&context, (const uint8_t *)bytes.at, bytes.length);
    SHA256Final(ret, &context);
}

void
crr_digest_begin(struct crr_text bytes, uint64_t ret[2])
{
    uint8_t hash[SHA256_DIGEST_LENGTH];

    hash_of(bytes, hash);
    ret[0] = ret[1] = 0;
    for (size_t i = 0; i < 16; i++)
        ret[i / 8] = ret[i / 8] << 8 | hash[i];
}

void
crr_digest(struct crr_text bytes, char ret_hex[CRR_DIGEST_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t hash[SHA256_DIGEST_LENGTH];

    hash_of(bytes, hash);
    for (size_t i = 0; i < sizeof hash; i++) {
        ret_hex[2 * i] = digits[hash[i] >> 4];
        ret_hex[2 * i + 1] = digits[hash[i] & 15];
    }
    ret_hex[2 * sizeof hash] = '\0';
}

/* The generator Philox4x32-10 and unbiased bounded integers. */
#include "ahp/philox.h"

#define ROUND_COUNT 10
#define MULTIPLIER_0 0xD2511F53u
#define MULTIPLIER_1 0xCD9E8D57u
#define WEYL_0 0x9E3779B9u /* golden ratio */
#define WEYL_1 0xBB67AE85u /* sqrt(3) - 1 */

void
crr_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t ret_words[4])
{
    uint32_t a = counter[0], b = counter[1], c = counter[2], d = counter[3];
    uint32_t key_0 = key[0], key_1 = key[1];

    for (int round = 0; round < ROUND_COUNT; round++) {
        uint64_t first = (uint64_t)MULTIPLIER_0 * a;
        uint64_t second = (uint64_t)MULTIPLIER_1 * c;

        a = (uint32_t)(second >> 32) ^ b ^ key_0;
        b = (uint32_t)second;
        c = (uint32_t)(first >> 32) ^ d ^ key_1;
        d = (uint32_t)first;
        key_0 += WEYL_0;
        key_1 += WEYL_1;
    }
    ret_words[0] = a;
    ret_words[1] = b;
    ret_words[2] = c;
    ret_words[3] = d;
}

/* The high word of word · bound, where the low word is not among the 2^32 mod bound
 * that would give some results once more than others. */
static int
take(uint32_t word, uint32_t bound, uint32_t *ret)
{
    uint64_t product = (uint64_t)word * bound;

    if ((uint32_t)product < (0u - bound) % bound)
        return 0;
    *ret = (uint32_t)(product >> 32);
    return 1;
}

uint32_t
crr_draw_integer(const struct crr_draw_address *address, uint32_t bound)
{
    const uint32_t key[2] = {(uint32_t)address->seed, (uint32_t)(address->seed >> 32)};
    uint32_t counter[4] = {address->draw, (uint32_t)address->tree << 16 | address->node,
        (uint32_t)address->judge << 16 | address->pair, 0};
    uint32_t words[4], number;

    for (;; counter[3]++) {
        crr_philox(counter, key, words);
        for (int i = 0; i < 4; i++)
            if (take(words[i], bound, &number))
                return number;
    }
}

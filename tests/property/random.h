/* Reproducible randomness for property tests: SplitMix64 (Steele, Lea, Flood 2014). */
#ifndef CRR_TESTS_RANDOM_H
#define CRR_TESTS_RANDOM_H

#include <stdint.h>

struct random {
    uint64_t state;
};

static inline uint64_t
random_next(struct random *random)
{
    uint64_t z = random->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* In [low, high]. */
static inline int
random_in(struct random *random, int low, int high)
{
    return low + (int)(random_next(random) % (uint64_t)(high - low + 1));
}

#endif

/* Random numbers that are addressed, not drawn in turn: Philox4x32-10 (Salmon, Moraes,
 * Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"). The same address
 * gives the same number on every machine, in whatever order the addresses are asked
 * for. No state. */
#ifndef CRR_AHP_PHILOX_H
#define CRR_AHP_PHILOX_H

#include <stdint.h>

/* Four words of a counter, encrypted with two words of a key: ten rounds. */
void crr_philox(
    const uint32_t counter[4], const uint32_t key[2], uint32_t ret_words[4]);

/* Where a random number belongs. */
struct crr_draw_address {
    uint64_t seed;
    uint32_t draw;
    uint16_t tree, node, judge, pair;
};

/* An integer in [0, bound), bound > 0, each with exactly the same probability: what
 * would make some likelier is drawn again (Lemire 2019). */
uint32_t crr_draw_integer(const struct crr_draw_address *address, uint32_t bound);

#endif

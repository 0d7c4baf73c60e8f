/* Packed sums: what rows of dictionary codes come to, where it fits into 32 bits. A
 * primary factor's worth is N / divisor (lane.h), shifted left, with the factor's place
 * below: one sum and one maximum give the score and the factor that gave most. Where a
 * factor's points fit into 16 bits, they are looked up in registers. */
#ifndef CRR_PLAN_PACK_H
#define CRR_PLAN_PACK_H

#include "plan/lane.h"

#define CRR_PACK_ROWS 1024u       /* of a block */
#define CRR_PACK_STEP 64u         /* rows that a kernel takes at once */
#define CRR_PACK_FACTOR_LIMIT 32u /* primary factors */
#define CRR_PACK_THRESHOLD_LIMIT 16u
#define CRR_PACK_NARROW 256u /* entries of a table in registers */

/* Marks: the lane's rules, and this. */
#define CRR_PACK_SLOW (1u << CRR_LANE_BIT_LIMIT)

/* The marks of a worth, and what it adds: a slow one adds nothing. */
static inline uint16_t
crr_pack_marks(int64_t worth)
{
    if (worth & CRR_LANE_SLOW)
        return CRR_PACK_SLOW;
    return (uint16_t)((worth & CRR_LANE_BITS) >> CRR_LANE_BIT_SHIFT);
}
static inline int64_t
crr_pack_units(int64_t worth)
{
    return worth & CRR_LANE_SLOW ? 0 : crr_lane_units(worth);
}

/* A 16-bit table of up to CRR_PACK_NARROW entries, padded to 32 · vector_count. */
struct crr_pack_table {
    uint32_t vector_count; /* 1, 2, 4, 8; 0: there is none */
    int16_t *at;
};

struct crr_pack_reader {
    uint32_t column; /* in the rows: that of the input */
    int32_t *worths; /* by entry */
    struct crr_pack_table narrow;
    int32_t weight, place; /* worth = narrow · weight + place */
    int32_t *marks;        /* by entry, NULL if there are none */
    struct crr_pack_table narrow_marks;
};

struct crr_pack {
    /* The primary factors, the secondary ones, those that only have marks. */
    struct crr_pack_reader *readers;
    uint32_t primary_count, secondary_count, reader_count;
    uint32_t shift;
    int32_t place_sum;
    bool theta_max;
    int32_t theta_low, theta_high, score_low, score_high; /* N / divisor */
    int32_t thresholds[CRR_PACK_THRESHOLD_LIMIT];
    uint32_t threshold_count;
    int32_t tiers[CRR_PACK_THRESHOLD_LIMIT]; /* by threshold */
    uint16_t reasons[CRR_PACK_FACTOR_LIMIT]; /* by place: index of the factor */
};

/* The codes of an input in the rows of a block. */
struct crr_pack_column {
    const void *codes;
    bool wide;      /* uint16_t, else uint8_t */
    uint32_t limit; /* no code may reach it; at most the entries of the tables */
};

struct crr_pack_rows {
    const struct crr_pack_column *columns; /* by input */
    uint32_t count;                        /* a multiple of CRR_PACK_STEP */
    int32_t *scores;                       /* N / divisor, clamped */
    int64_t *wide_scores; /* sums in 64 bits: M, rounded; NULL: not wanted */
    uint8_t *tiers;       /* of the score */
    uint16_t *reasons;    /* sums in 64 bits: NULL if not wanted */
    uint16_t *marks;
    uint64_t *marked; /* by step: a bit for each row that has marks */
};

struct crr_wide;

/* One for each instruction set; all give the same. */
struct crr_sum_kernel {
    /* False if a code reaches its column's limit: what was written is nothing then. */
    bool (*rate_codes)(const struct crr_pack *pack, const struct crr_pack_rows *rows);
    /* The same with sums in 64 bits. */
    bool (*rate_wide)(const struct crr_wide *wide, const struct crr_pack_rows *rows);
    /* Fills the lane's batch from its worths; count rows count. */
    void (*add_up)(struct crr_lane *lane, uint32_t count);
};

extern const struct crr_sum_kernel crr_sum_kernel_scalar, crr_sum_kernel_baseline;
#if defined(__x86_64__)
extern const struct crr_sum_kernel crr_sum_kernel_avx2, crr_sum_kernel_avx512;
#endif

/* By enum crr_machine; NULL: this machine cannot run it. */
const struct crr_sum_kernel *crr_sum_kernel_at(size_t machine);

/* Packs a lane for whose readers worths[k] are by entry of their dictionaries, of
 * counts[k] entries. False if it does not fit, or there is no memory (the arena's
 * failed flag says so). */
bool crr_pack_init(struct crr_pack *pack, const struct crr_lane *lane,
    int64_t *const *worths, const uint32_t *counts, struct crr_arena *arena);

#endif

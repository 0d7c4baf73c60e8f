/* Customers whose tier hangs on the judgements: a book of customers is rated under the
 * weights that the judgements give, and again under weights that changed judgements
 * give. Every rating is exact. */
#ifndef CRR_CLI_AHP_FLIPS_H
#define CRR_CLI_AHP_FLIPS_H

#include <crr/ahp_stability.h>
#include <crr/crr.h>
#include "ahp/memory.h"
#include "command.h"
#include "reading.h"

/* What the caller chose. */
struct flips_settings {
    const char *model, *customers;
    struct day_argument as_of;
    struct crr_text scenario; /* empty: none */
    struct list_argument maps;
    char delimiter;
    const struct encoding *encoding;
    uint32_t draws;
    uint64_t seed;
};

/* Customers who change their tier when one judgement moves by its tolerance. */
struct flips_by {
    struct crr_ahp_change change; /* without its steps */
    int tolerance;
    uint64_t up, down; /* customers */
};

struct flips {
    size_t tier_count;
    struct crr_text *tiers; /* ids, owned by the model */
    uint64_t customer_count, rejected_count;
    uint64_t *now;          /* customers by tier, as the judgements are */
    unsigned char *tier_of; /* by customer */
    uint32_t *draws_in;     /* customer × tier: draws that put the customer there */
    char **keys;            /* of those that flip, else NULL */
    uint32_t draw_count;    /* draws that gave weights */
    uint64_t flipped_count; /* customers that flip in some draw */
    uint64_t flip_sum;      /* customers flipped, over all draws */
    struct flips_by *by;
    size_t by_count;
    struct crr_model *model; /* under the weights of the judgements */
};

/* Rates and counts. What fails is said. Returns an exit_status; release in any case. */
int flips_count(const struct flips_settings *settings, const struct crr_ahp *ahp,
    struct flips *ret);
void flips_release(struct flips *flips);

/* Draws that put the customer into another tier. */
uint32_t flips_of(const struct flips *flips, uint64_t customer);

#endif

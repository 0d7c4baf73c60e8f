/* The random index tables by name; their values stand in lib/ahp. */
#include "judgement/judgement.h"

const struct crr_random_index_name crr_random_index_names[CRR_RANDOM_INDEX_COUNT] = {
    {"saaty-1980", 15},
    {"saaty-2005", 15},
    {"textbook-cn", 15},
    {"alonso-lamata-2006", 15},
    {"donegan-dodd-1991", 20},
    {"exact", CRR_COMPARED_LIMIT},
};

/* The object behind include/crr/ahp_hints.h. */
#ifndef CRR_AHP_HINTS_INSIDE_H
#define CRR_AHP_HINTS_INSIDE_H

#include "ahp/ahp.h"
#include "crr/ahp_hints.h"

struct crr_ahp_hints {
    struct crr_arena arena;
    double limit;
    const char *table;
    struct crr_ahp_hint_voice *voices;
    size_t voice_count;
};

#endif

/* Words for what was derived. */
#include "ahp/written.h"

const char *
crr_method_word(enum crr_ahp_method method)
{
    return method == CRR_AHP_EIGENVECTOR ? "eigenvector" : "geometric_mean";
}

const char *
crr_verdict_word(enum crr_ahp_verdict verdict)
{
    switch (verdict) {
    case CRR_AHP_CONSISTENT:
        return "consistent";
    case CRR_AHP_INCONSISTENT:
        return "inconsistent";
    case CRR_AHP_NOT_TESTABLE:
        return "not testable";
    case CRR_AHP_SCORED:
        return "scored";
    }
    return "";
}

const double *
crr_voice_weights(const struct crr_ahp *ahp, const struct crr_ahp_voice *voice)
{
    return ahp->view.method == CRR_AHP_EIGENVECTOR ? voice->eigenvector
                                                   : voice->geometric_mean;
}

bool
crr_index_passes(const struct crr_ahp_voice *voice)
{
    return crr_round_significant(voice->ci) <= CRR_INDEX_LIMIT;
}

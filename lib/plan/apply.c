/* Which factors apply to the record. What does not apply has no points, and the others
 * share its weight. */
#include "plan/rater.h"

static void
set_source(struct crr_rater *rater, uint32_t index, enum crr_points_source source)
{
    rater->results[index] = (struct crr_factor_result){source, CRR_ABSENT, 0};
}

/* The truth of a factor's `applies`. Where it is unknown the factor applies as one
 * whose value is missing does, by its policy; a group has none. */
static enum crr_status
decide(struct crr_rater *rater, uint32_t index, bool *ret, struct crr_error *reterr)
{
    const struct crr_plan_factor *factor = &rater->model->plan.factors[index];
    enum crr_truth truth = crr_rater_decide(rater, factor->ast->applies);
    *ret = truth != CRR_FALSE;
    if (truth != CRR_UNKNOWN)
        return CRR_OK;
    if (factor->ast->kind != CRR_FACTOR_GROUP &&
        factor->missing.kind != CRR_POLICY_ERROR) {
        set_source(rater, index, CRR_POINTS_MISSING);
        return CRR_OK;
    }
    return crr_record_refuse(reterr, CRR_F_APPLIES_UNKNOWN, factor->ast->id,
        "the values that decide whether %.*s applies are expected, found one that is "
        "missing or unknown",
        (int)factor->ast->id.length, factor->ast->id.at);
}

/* A group of which no member applies does not either. From the last to the first, so
 * that members come before their groups. */
static void
drop_empty_groups(struct crr_rater *rater)
{
    const struct crr_ast_factor *factors = rater->model->ast->factors;
    const struct crr_ast_segment *segment = rater->segment->ast;
    for (uint32_t i = segment->secondary; i-- > segment->first;) {
        bool any = factors[i].kind != CRR_FACTOR_GROUP;
        for (uint32_t j = i + 1; !any && j < i + factors[i].subtree_count;
             j += factors[j].subtree_count)
            any = rater->results[j].source != CRR_POINTS_NONE;
        if (!any)
            set_source(rater, i, CRR_POINTS_NONE);
    }
}

enum crr_status
crr_rater_apply(struct crr_rater *rater, struct crr_error *reterr)
{
    const struct crr_ast_factor *factors = rater->model->ast->factors;
    const struct crr_ast_segment *segment = rater->segment->ast;
    for (uint32_t i = segment->first; i < segment->end; i++) {
        bool above = factors[i].parent == CRR_ABSENT ||
                     rater->results[factors[i].parent].source != CRR_POINTS_NONE;
        bool applies = above;
        set_source(rater, i, CRR_POINTS_MATCHED);
        if (above && factors[i].applies != CRR_ABSENT) {
            enum crr_status status = decide(rater, i, &applies, reterr);
            if (status != CRR_OK)
                return status;
        }
        if (!applies)
            set_source(rater, i, CRR_POINTS_NONE);
    }
    drop_empty_groups(rater);
    return CRR_OK;
}

/* The segment of a record: the one whose condition holds, and no other's may. */
#include "plan/rater.h"

static enum crr_status
refuse(struct crr_error *reterr, const char *found, struct crr_text one,
    struct crr_text other)
{
    return crr_record_refuse(reterr, CRR_F_NO_SEGMENT, other.length ? other : one,
        "a customer of exactly one segment is expected, found %s%.*s%s%.*s", found,
        (int)one.length, one.at, other.length ? " and " : "", (int)other.length,
        other.at);
}

enum crr_status
crr_rater_choose_segment(struct crr_rater *rater, struct crr_error *reterr)
{
    const struct crr_ast *ast = rater->model->ast;
    const struct crr_text none = {"", 0};
    uint32_t chosen = CRR_ABSENT;
    for (uint32_t i = 0; i < ast->segment_count; i++) {
        const struct crr_ast_segment *segment = &ast->segments[i];
        enum crr_truth truth = crr_rater_decide(rater, segment->condition);
        if (truth == CRR_FALSE)
            continue;
        if (truth == CRR_UNKNOWN)
            return refuse(reterr,
                "a value missing or unknown that decides whether it is ", segment->id,
                none);
        if (chosen != CRR_ABSENT)
            return refuse(reterr, "", ast->segments[chosen].id, segment->id);
        chosen = i;
    }
    if (chosen == CRR_ABSENT)
        return refuse(reterr, "none", none, none);
    rater->segment = &rater->model->plan.segments[chosen];
    return CRR_OK;
}

/* The segment of a record: the one whose condition holds, and no other's may. */
#include "plan/asked.h"

/* What the record has of the inputs by which a segment is chosen. */
static void
note_segment(const struct crr_rater *rater, uint32_t index, struct crr_asked *asked)
{
    crr_asked_note(asked, rater, rater->model->ast->segments[index].condition);
}

static enum crr_status
refuse(const struct crr_asked *asked, struct crr_error *reterr, const char *found,
    struct crr_text one, struct crr_text other)
{
    return crr_record_refuse(reterr, CRR_F_NO_SEGMENT, other.length ? other : one,
        "a customer of exactly one segment is expected, found %s%.*s%s%.*s%s", found,
        (int)one.length, one.at, other.length ? " and " : "", (int)other.length,
        other.at, asked->text);
}

static enum crr_status
refuse_none(const struct crr_rater *rater, struct crr_error *reterr)
{
    const struct crr_text none = {"", 0};
    struct crr_asked asked = {.count = 0};
    for (uint32_t i = 0; i < rater->model->ast->segment_count; i++)
        note_segment(rater, i, &asked);
    return refuse(&asked, reterr, "none", none, none);
}

static enum crr_status
refuse_unknown(const struct crr_rater *rater, uint32_t index, struct crr_error *reterr)
{
    struct crr_asked asked = {.count = 0};
    note_segment(rater, index, &asked);
    return refuse(&asked, reterr,
        "a value missing or unknown that decides whether it is ",
        rater->model->ast->segments[index].id, (struct crr_text){"", 0});
}

static enum crr_status
refuse_both(const struct crr_rater *rater, uint32_t one, uint32_t other,
    struct crr_error *reterr)
{
    const struct crr_ast_segment *segments = rater->model->ast->segments;
    struct crr_asked asked = {.count = 0};
    note_segment(rater, one, &asked);
    note_segment(rater, other, &asked);
    return refuse(&asked, reterr, "", segments[one].id, segments[other].id);
}

enum crr_status
crr_rater_choose_segment(struct crr_rater *rater, struct crr_error *reterr)
{
    const struct crr_ast *ast = rater->model->ast;
    uint32_t chosen = CRR_ABSENT;
    for (uint32_t i = 0; i < ast->segment_count; i++) {
        const struct crr_ast_segment *segment = &ast->segments[i];
        enum crr_truth truth = crr_rater_decide(rater, segment->condition);
        if (truth == CRR_FALSE)
            continue;
        if (truth == CRR_UNKNOWN)
            return refuse_unknown(rater, i, reterr);
        if (chosen != CRR_ABSENT)
            return refuse_both(rater, chosen, i, reterr);
        chosen = i;
    }
    if (chosen == CRR_ABSENT)
        return refuse_none(rater, reterr);
    rater->segment = &rater->model->plan.segments[chosen];
    return CRR_OK;
}

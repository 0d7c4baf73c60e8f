/* A lane for each segment. */
#include "plan/lanes.h"
#include "plan/lane_fit.h"
#include "plan/lane_steps.h"

#define CHOOSER_LIMIT 4096u /* texts that are kept */

/* The one input that all conditions of segments ask; CRR_ABSENT: several. */
static uint32_t
input_that_chooses(const struct crr_ast *ast)
{
    uint32_t input = CRR_ABSENT;
    for (uint32_t i = 0; i < ast->segment_count; i++) {
        uint32_t asked = crr_lane_input_of_condition(ast, ast->segments[i].condition);
        if (asked == CRR_ABSENT || (i > 0 && asked != input))
            return CRR_ABSENT;
        input = asked;
    }
    return input;
}

static bool
chooses(const struct crr_rater *rater)
{
    return rater->segment->ast->condition != CRR_ABSENT;
}

bool
crr_lanes_fit(const struct crr_rater *rater)
{
    const struct crr_model *model = rater->model;
    if (!chooses(rater))
        return crr_lane_fits_segment(rater, rater->segment);
    if (model->ast->segment_count > CRR_LANES_LIMIT ||
        input_that_chooses(model->ast) == CRR_ABSENT)
        return false;
    for (uint32_t i = 0; i < model->ast->segment_count; i++)
        if (!crr_lane_fits_segment(rater, &model->plan.segments[i]))
            return false;
    return true;
}

static bool
make_chooser(struct crr_lanes *lanes, struct crr_rater *rater)
{
    struct crr_lane_reader *chooser = &lanes->chooser;
    chooser->kind = CRR_LANE_TEXT;
    chooser->input = input_that_chooses(rater->model->ast);
    chooser->factor = CRR_ABSENT;
    chooser->chooses = true;
    chooser->absent = crr_lane_weigh(
        &lanes->at[0], chooser, &(struct crr_value){.type = CRR_VALUE_MISSING});
    return crr_memo_init(&chooser->memo, CHOOSER_LIMIT, &lanes->arena.allocator);
}

bool
crr_lanes_init(struct crr_lanes *lanes, struct crr_rater *rater,
    const struct crr_allocator *allocator)
{
    const struct crr_model *model = rater->model;
    bool several = chooses(rater);
    uint32_t count = several ? model->ast->segment_count : 1;
    memset(lanes, 0, sizeof *lanes);
    crr_arena_init(&lanes->arena, allocator);
    lanes->at = crr_arena_array(&lanes->arena, count, sizeof *lanes->at);
    if (!lanes->at)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        if (several)
            rater->segment = &model->plan.segments[i];
        lanes->count++;
        if (!crr_lane_init(&lanes->at[i], rater, allocator))
            return false;
    }
    return !several || make_chooser(lanes, rater);
}

void
crr_lanes_clear(struct crr_lanes *lanes)
{
    for (uint32_t i = 0; i < lanes->count; i++)
        crr_lane_clear(&lanes->at[i]);
    if (lanes->chooser.memo.slots || lanes->chooser.memo.texts)
        crr_memo_clear(&lanes->chooser.memo);
    crr_arena_clear(&lanes->arena);
}

/* `missing: interval`: a record is rated with every combination of the values that
 * stand for all that its missing inputs may have, so that the bounds are exact. The
 * worst combination is the rating. */
#include "plan/candidates.h"

/* What the combinations give together. */
struct crr_bounds {
    bool any;
    int64_t score_low, score_high;
    size_t tier_low, tier_high;
    int64_t worst, exact, scale; /* of the worst: its score, and N/S before rounding */
};

/* A combination that no customer can have. */
#define IMPOSSIBLE 255

static void
suppose(struct crr_rater *rater, const struct crr_candidates *list, uint32_t at)
{
    struct crr_given *given = &rater->given[list->input];
    given->present = given->supposed = true;
    if (!list->codes) {
        given->number = list->numbers[at];
        return;
    }
    given->code_count = 1;
    given->codes[0].shown = list->codes[at].shown;
    given->codes[0].text = list->codes[at].text;
    given->codes[0].key = list->codes[at].key;
    given->codes[0].known = list->codes[at].known;
}

/* The lists of the inputs that are missing, in rater->supposed; how many combinations
 * they make, 0 if too many. */
static uint32_t
list_missing(struct crr_rater *rater, uint32_t *ret_count)
{
    uint64_t combinations = 1;
    *ret_count = 0;
    for (uint32_t i = 0; i < rater->candidate_count; i++) {
        const struct crr_candidates *list = &rater->candidates[i];
        if (rater->given[list->input].present ||
            !rater->model->ast->inputs[list->input].used)
            continue;
        rater->supposed[(*ret_count)++] = (struct crr_supposed){list, false};
        if (list->count == UINT32_MAX ||
            (combinations *= list->count) > CRR_COMBINATION_LIMIT)
            return 0;
    }
    return (uint32_t)combinations;
}

/* Sets the missing inputs to one combination: the first input changes fastest. */
static void
suppose_all(struct crr_rater *rater, uint32_t count, uint32_t combination)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct crr_candidates *list = rater->supposed[i].list;
        suppose(rater, list, combination % list->count);
        combination /= list->count;
    }
}

bool
crr_rater_is_impossible(const struct crr_rater *rater, const struct crr_error *error)
{
    if (error->finding != CRR_F_VALUE_RANGE && error->finding != CRR_F_CODE_UNKNOWN &&
        error->finding != CRR_F_VALUE_AFTER)
        return false;
    for (uint32_t i = 0; i < rater->supposed_count; i++)
        if (crr_text_is(rater->model->ast->inputs[rater->supposed[i].list->input].id,
                error->path))
            return true;
    return false;
}

/* The inputs on which the tier depends: alone they change it. */
static void
find_dependence(struct crr_rater *rater, uint32_t count, uint32_t combinations)
{
    uint32_t step = 1;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t values = rater->supposed[i].list->count;
        for (uint32_t at = 0; at < combinations; at++) {
            uint32_t first = at - at / step % values * step;
            for (uint32_t j = first; j < at; j += step)
                if (rater->tiers[at] != IMPOSSIBLE && rater->tiers[j] != IMPOSSIBLE &&
                    rater->tiers[j] != rater->tiers[at])
                    rater->supposed[i].decides = true;
        }
        step *= values;
    }
}

/* Takes one rating into the bounds; true if it is the worst so far. */
static bool
widen(struct crr_bounds *bounds, const struct crr_rating *rating)
{
    bool more = rating->score > bounds->worst ||
                (rating->score == bounds->worst && rating->scale == bounds->scale &&
                    rating->exact > bounds->exact);
    bool worst = !bounds->any || rating->tier > bounds->tier_high ||
                 (rating->tier == bounds->tier_high && more);
    if (worst) {
        bounds->worst = rating->score;
        bounds->exact = rating->exact;
        bounds->scale = rating->scale;
    }
    if (!bounds->any || rating->score < bounds->score_low)
        bounds->score_low = rating->score;
    if (!bounds->any || rating->score > bounds->score_high)
        bounds->score_high = rating->score;
    if (!bounds->any || rating->tier < bounds->tier_low)
        bounds->tier_low = rating->tier;
    if (!bounds->any || rating->tier > bounds->tier_high)
        bounds->tier_high = rating->tier;
    bounds->any = true;
    return worst;
}

/* The bounds of every factor's points, of those that apply. */
static void
widen_points(struct crr_rater *rater, bool first)
{
    const struct crr_ast_segment *segment = rater->segment->ast;
    for (uint32_t i = segment->first; i < segment->end; i++) {
        bool none = rater->segment->may_drop &&
                    rater->results[i].source == CRR_POINTS_NONE;
        int64_t points = none ? 0 : crr_rater_points(rater, i);
        if (first || points < rater->points_low[i])
            rater->points_low[i] = points;
        if (first || points > rater->points_high[i])
            rater->points_high[i] = points;
    }
}

static enum crr_status
refuse_many(struct crr_rater *rater, uint32_t count, struct crr_error *reterr)
{
    const struct crr_text id =
        rater->model->ast->inputs[rater->supposed[count - 1].list->input].id;
    return crr_record_refuse(reterr, CRR_F_VALUE_MISSING, id,
        "a value is expected, found none, and too many to try all that there can be");
}

enum crr_status
crr_rater_rate_missing(struct crr_rater *rater, struct crr_error *reterr)
{
    uint32_t count;
    uint32_t combinations = list_missing(rater, &count);
    rater->supposed_count = count;
    if (count == 0)
        return crr_rater_rate_given(rater, reterr);
    if (combinations == 0)
        return refuse_many(rater, count, reterr);
    struct crr_bounds bounds = {0};
    struct crr_error error = {0};
    uint32_t worst = 0;
    for (uint32_t i = 0; i < combinations; i++) {
        suppose_all(rater, count, i);
        enum crr_status status = crr_rater_rate_given(rater, &error);
        rater->tiers[i] = IMPOSSIBLE;
        if (status != CRR_OK && crr_rater_is_impossible(rater, &error))
            continue;
        if (status != CRR_OK) {
            if (reterr)
                *reterr = error;
            return status;
        }
        rater->tiers[i] = (unsigned char)rater->rating.tier;
        widen_points(rater, !bounds.any);
        if (widen(&bounds, &rater->rating))
            worst = i;
    }
    if (!bounds.any) {
        if (reterr)
            *reterr = error;
        return CRR_E_RECORD;
    }
    find_dependence(rater, count, combinations);
    suppose_all(rater, count, worst);
    enum crr_status status = crr_rater_rate_given(rater, reterr);
    rater->rating.score_low = bounds.score_low;
    rater->rating.score_high = bounds.score_high;
    rater->rating.tier_low = bounds.tier_low;
    return status;
}

bool
crr_rater_depends_on(const struct crr_rater *rater, size_t input)
{
    if (!rater || !rater->rated)
        return false;
    for (uint32_t i = 0; i < rater->supposed_count; i++)
        if (rater->supposed[i].list->input == input)
            return rater->supposed[i].decides;
    return false;
}

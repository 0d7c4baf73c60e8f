/* A rating against the one before it: how far a tier may fall, and since when it
 * stands. */
#include "crr/history.h"
#include "plan/rater.h"

static int32_t
day_after(int32_t day, enum crr_review_unit unit, int count)
{
    if (unit == CRR_REVIEW_MONTHS)
        return crr_day_add_months(day, count);
    return day > CRR_DAY_MAX - count ? CRR_DAY_MAX : day + count;
}

static bool
is_past_day(int32_t day, int32_t as_of)
{
    return day >= CRR_DAY_MIN && day <= as_of;
}

static bool
is_past(const struct crr_rater *rater, const struct crr_past *past)
{
    return past->system_tier < rater->model->ast->tier_count &&
           is_past_day(past->tier_since, rater->as_of) &&
           is_past_day(past->first_rated_on, rater->as_of) &&
           (past->last_reviewed_on == CRR_NO_DAY ||
               is_past_day(past->last_reviewed_on, rater->as_of));
}

/* No waiting takes part: the tier before or now is a rule's, or no relationship's. */
static bool
counts_at_once(const struct crr_rater *rater, const struct crr_past *past)
{
    const struct crr_ast *ast = rater->model->ast;
    const struct crr_rating *rating = &rater->rating;
    return ast->down_steps == 0 || past->direct ||
           rating->direct_tier == rating->tier ||
           ast->tiers[past->system_tier].no_relationship ||
           ast->tiers[rating->tier].no_relationship;
}

/* The tier after up to the model's number of steps down towards the rating's. Tiers
 * that rules alone reach are no step: none of today's rules holds there. */
static size_t
step_down(const struct crr_rater *rater, size_t from)
{
    const struct crr_ast *ast = rater->model->ast;
    size_t to = rater->rating.tier;
    size_t tier = from;
    for (int i = 0; i < ast->down_steps && tier > to; i++) {
        size_t next = tier - 1;
        while (
            next > to && (!ast->tiers[next].scored || ast->tiers[next].no_relationship))
            next--;
        tier = next;
    }
    return tier;
}

static void
compare(const struct crr_rater *rater, const struct crr_past *past,
    struct crr_standing *standing)
{
    const struct crr_ast *ast = rater->model->ast;
    size_t before = past->system_tier;
    size_t today = rater->rating.tier;
    standing->system_tier = today;
    standing->change = today > before   ? CRR_CHANGE_UP
                       : today < before ? CRR_CHANGE_DOWN
                                        : CRR_CHANGE_SAME;
    if (today >= before || counts_at_once(rater, past))
        return;
    int32_t end = past->tier_since;
    if (ast->wait_unit != CRR_REVIEW_NONE)
        end = day_after(end, ast->wait_unit, ast->wait_count);
    if (rater->as_of >= end) {
        standing->system_tier = step_down(rater, before);
        standing->limited = standing->system_tier > today;
        return;
    }
    standing->system_tier = before;
    standing->held_until = end;
    standing->change = CRR_CHANGE_HELD;
}

enum crr_status
crr_rater_settle(const struct crr_rater *rater, const struct crr_past *past,
    struct crr_standing *ret_standing)
{
    if (!rater || !ret_standing || !rater->rated || !rater->has_as_of ||
        (past && !is_past(rater, past)))
        return CRR_E_ARGUMENT;
    const struct crr_rating *rating = &rater->rating;
    struct crr_standing standing = {.system_tier = rating->tier,
        .change = CRR_CHANGE_NEW,
        .held_until = CRR_NO_DAY,
        .tier_since = rater->as_of,
        .first_rated_on = past ? past->first_rated_on : rater->as_of};
    standing.last_reviewed_on = past && past->last_reviewed_on != CRR_NO_DAY
                                    ? past->last_reviewed_on
                                    : standing.first_rated_on;
    if (past) {
        compare(rater, past, &standing);
        if (standing.system_tier == past->system_tier)
            standing.tier_since = past->tier_since;
    }
    standing.direct = rating->direct_tier == standing.system_tier;
    *ret_standing = standing;
    return CRR_OK;
}

int32_t
crr_model_next_review(
    const struct crr_model *model, size_t tier, int32_t last_reviewed_on)
{
    if (!model || tier >= model->ast->tier_count || last_reviewed_on < CRR_DAY_MIN ||
        last_reviewed_on > CRR_DAY_MAX)
        return CRR_NO_DAY;
    const struct crr_ast_tier *ast = &model->ast->tiers[tier];
    if (ast->review_unit == CRR_REVIEW_NONE)
        return CRR_NO_DAY;
    return day_after(last_reviewed_on, ast->review_unit, ast->review_count);
}

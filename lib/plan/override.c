/* The laws of overrides. */
#include "crr/override.h"
#include "crr/history.h"
#include "plan/rater.h"

/* Whether two names are one person's: trimmed, A-Z as a-z. */
static bool
is_same_person(struct crr_text one, struct crr_text other)
{
    one = crr_text_trim(one);
    other = crr_text_trim(other);
    if (one.length != other.length)
        return false;
    for (size_t i = 0; i < one.length; i++) {
        char a = one.at[i], b = other.at[i];
        if (a >= 'A' && a <= 'Z')
            a = (char)(a - 'A' + 'a');
        if (b >= 'A' && b <= 'Z')
            b = (char)(b - 'A' + 'a');
        if (a != b)
            return false;
    }
    return true;
}

static bool
is_empty(struct crr_text text)
{
    return crr_text_trim(text).length == 0;
}

/* CRR_NONE is below every tier. */
static bool
is_below(size_t tier, size_t bound)
{
    return bound != CRR_NONE && tier < bound;
}

/* Why an override downwards breaks a law, or NULL. */
static const char *
fault_downwards(
    const struct crr_rater *rater, size_t system_tier, const struct crr_override *given)
{
    const struct crr_ast_tier *tiers = rater->model->ast->tiers;
    if (given->tier + 1 < system_tier)
        return "it lowers by more than one tier";
    if (!tiers[given->tier].scored)
        return "it leads to a tier that rules alone lead to";
    if (is_below(given->tier, rater->rating.direct_tier))
        return "it is below the tier that a rule sets";
    if (is_below(given->tier, rater->rating.floor_tier))
        return "it is below a rule's floor";
    if (is_empty(given->second_person) ||
        is_same_person(given->decided_by, given->second_person))
        return "lowering takes two different people";
    if (given->until == CRR_NO_DAY)
        return "lowering needs an end";
    int32_t review = crr_model_next_review(
        rater->model, system_tier, given->decided_on);
    if (review == CRR_NO_DAY)
        return "the system's tier has no review by which it could end";
    if (given->until > review)
        return "it ends after the next review";
    return NULL;
}

/* Why it breaks a law, or NULL. */
static const char *
fault_of(
    const struct crr_rater *rater, size_t system_tier, const struct crr_override *given)
{
    if (is_empty(given->decided_by))
        return "nobody is named who decided it";
    if (is_empty(given->reason))
        return "it has no reason";
    if (given->until == CRR_NO_DAY && rater->model->ast->overrides.until_required)
        return "the model asks for an end";
    return given->tier < system_tier ? fault_downwards(rater, system_tier, given)
                                     : NULL;
}

enum crr_status
crr_rater_override(const struct crr_rater *rater, size_t system_tier,
    const struct crr_override *given, struct crr_override_rating *ret)
{
    if (!rater || !given || !ret || !rater->rated || !rater->has_as_of ||
        system_tier >= rater->model->ast->tier_count ||
        given->tier >= rater->model->ast->tier_count ||
        given->system_tier >= rater->model->ast->tier_count)
        return CRR_E_ARGUMENT;
    *ret = (struct crr_override_rating){.state = CRR_OVERRIDE_APPLIED,
        .tier = system_tier,
        .risen = system_tier > given->system_tier};
    if (rater->as_of < given->from)
        ret->state = CRR_OVERRIDE_EARLY;
    else if (given->until != CRR_NO_DAY && rater->as_of >= given->until)
        ret->state = CRR_OVERRIDE_EXPIRED;
    else if ((ret->why = fault_of(rater, system_tier, given)))
        ret->state = CRR_OVERRIDE_REFUSED;
    else if (ret->risen && rater->model->ast->overrides.woken_ignored)
        ret->state = CRR_OVERRIDE_WOKEN;
    else
        ret->tier = given->tier;
    return CRR_OK;
}

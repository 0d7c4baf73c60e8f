/* The laws of overrides. */
#include "crr/override.h"
#include "crr/history.h"
#include "plan/rater.h"

/* A-Z as a-z. */
static bool
is_same_text(struct crr_text one, struct crr_text other)
{
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
is_same_person(struct crr_text one, struct crr_text other)
{
    return is_same_text(crr_text_trim(one), crr_text_trim(other));
}

static bool
is_empty(struct crr_text text)
{
    return crr_text_trim(text).length == 0;
}

/* What a broken law is said to be: without telling of a confidential rule, and with. */
struct fault {
    const char *told;
    const char *revealed;
};

static const struct fault none = {NULL, NULL};

static struct fault
fault_as(const char *words)
{
    return (struct fault){words, words};
}

/* The highest tier that rules of an effect which fired and may be told hold, or
 * CRR_NONE. */
static size_t
told_bound(const struct crr_rater *rater, enum crr_rule_effect effect)
{
    const struct crr_ast *ast = rater->model->ast;
    size_t bound = CRR_NONE;
    for (uint32_t i = 0; i < ast->rule_count; i++) {
        const struct crr_ast_rule *rule = &ast->rules[i];
        if (rater->rules[i].fired && !rule->hidden && rule->effect == effect &&
            (bound == CRR_NONE || rule->tier > bound))
            bound = rule->tier;
    }
    return bound;
}

/* CRR_NONE is below every tier. */
static bool
is_below(size_t tier, size_t bound)
{
    return bound != CRR_NONE && tier < bound;
}

/* Below D or F: which of them is told only of rules that are not confidential. */
static struct fault
fault_of_rules(const struct crr_rater *rater, size_t tier)
{
    static const char below_direct[] = "it is below the tier that a rule sets";
    static const char below_floor[] = "it is below a rule's floor";
    struct fault fault = {"it is below what rules allow", below_floor};
    bool direct = is_below(tier, rater->rating.direct_tier);
    if (!direct && !is_below(tier, rater->rating.floor_tier))
        return none;
    if (direct)
        fault.revealed = below_direct;
    if (is_below(tier, told_bound(rater, CRR_RULE_TIER)))
        fault.told = below_direct;
    else if (is_below(tier, told_bound(rater, CRR_RULE_AT_LEAST)))
        fault.told = below_floor;
    return fault;
}

/* The day by which a lowering has to end: the next review that either of the two tiers
 * asks for after the last one, which is no later than the decision. CRR_NO_DAY if the
 * system's tier asks for none. */
static int32_t
last_end(const struct crr_rater *rater, const struct crr_standing *standing,
    const struct crr_override *given)
{
    int32_t reviewed = given->decided_on;
    if (standing->last_reviewed_on != CRR_NO_DAY &&
        standing->last_reviewed_on < reviewed)
        reviewed = standing->last_reviewed_on;
    int32_t end = crr_model_next_review(rater->model, standing->system_tier, reviewed);
    int32_t other = crr_model_next_review(rater->model, given->tier, reviewed);
    return end != CRR_NO_DAY && other != CRR_NO_DAY && other < end ? other : end;
}

static struct fault
fault_downwards(const struct crr_rater *rater, const struct crr_standing *standing,
    const struct crr_override *given)
{
    if (given->tier + 1 < standing->system_tier)
        return fault_as("it lowers by more than one tier");
    if (!rater->model->ast->tiers[given->tier].scored)
        return fault_as("it leads to a tier that rules alone lead to");
    struct fault fault = fault_of_rules(rater, given->tier);
    if (fault.told)
        return fault;
    if (is_empty(given->second_person) ||
        is_same_person(given->decided_by, given->second_person))
        return fault_as("lowering takes two different people");
    if (given->until == CRR_NO_DAY)
        return fault_as("lowering needs an end");
    int32_t end = last_end(rater, standing, given);
    if (end == CRR_NO_DAY)
        return fault_as("the system's tier has no review by which it could end");
    return given->until > end ? fault_as("it ends after the next review") : none;
}

static struct fault
fault_of(const struct crr_rater *rater, const struct crr_standing *standing,
    const struct crr_override *given)
{
    if (is_empty(given->decided_by))
        return fault_as("nobody is named who decided it");
    if (is_empty(given->reason))
        return fault_as("it has no reason");
    if (given->until == CRR_NO_DAY && rater->model->ast->overrides.until_required)
        return fault_as("the model asks for an end");
    return given->tier < standing->system_tier ? fault_downwards(rater, standing, given)
                                               : none;
}

/* Digits of a digest count alike in both cases. */
static bool
is_other_model(const struct crr_rater *rater, struct crr_text digest)
{
    const char *own = crr_model_digest(rater->model);
    digest = crr_text_trim(digest);
    return digest.length > 0 && !is_same_text(digest, crr_text_of(own));
}

static bool
fits(const struct crr_rater *rater, const struct crr_standing *standing,
    const struct crr_override *given)
{
    size_t count = rater->model->ast->tier_count;
    int32_t reviewed = standing->last_reviewed_on;
    return standing->system_tier < count && given->tier < count &&
           given->system_tier < count &&
           (reviewed == CRR_NO_DAY ||
               (reviewed >= CRR_DAY_MIN && reviewed <= rater->as_of));
}

enum crr_status
crr_rater_override(const struct crr_rater *rater, const struct crr_standing *standing,
    const struct crr_override *given, struct crr_override_rating *ret)
{
    if (!rater || !given || !ret || !rater->rated || !rater->has_as_of)
        return CRR_E_ARGUMENT;
    const struct crr_standing alone = {
        .system_tier = rater->rating.tier, .last_reviewed_on = CRR_NO_DAY};
    if (!standing)
        standing = &alone;
    if (!fits(rater, standing, given))
        return CRR_E_ARGUMENT;
    *ret = (struct crr_override_rating){.state = CRR_OVERRIDE_APPLIED,
        .tier = standing->system_tier,
        .risen = standing->system_tier > given->system_tier,
        .other_model = is_other_model(rater, given->digest)};
    struct fault fault = none;
    if (rater->as_of < given->from)
        ret->state = CRR_OVERRIDE_EARLY;
    else if (given->until != CRR_NO_DAY && rater->as_of >= given->until)
        ret->state = CRR_OVERRIDE_EXPIRED;
    else if ((fault = fault_of(rater, standing, given)).told)
        ret->state = CRR_OVERRIDE_REFUSED;
    else if (ret->risen && rater->model->ast->overrides.woken_ignored)
        ret->state = CRR_OVERRIDE_WOKEN;
    else
        ret->tier = given->tier;
    ret->why = fault.told;
    ret->why_revealed = fault.revealed;
    return CRR_OK;
}

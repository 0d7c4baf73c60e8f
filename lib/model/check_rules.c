/* Tiers and rules: thresholds in order, tiers that can be reached, what a rule needs.
 */
#include "model/check.h"

/* ---- Tiers ---- */

static const char *
print_score(const struct crr_ast *ast, int64_t score, char text[CRR_NUMBER_SIZE])
{
    crr_fraction_print(score, crr_power_of_ten(ast->decimals), text);
    return text;
}

/* A threshold against the one before it, or against the range's low end. */
static void
check_threshold(const struct crr_check *check, const struct crr_ast_segment *segment,
    const struct crr_ast_tier *tier, const struct crr_ast_tier *before)
{
    const struct crr_ast *ast = check->ast;
    const struct crr_origin *origin = segment->id.length > 0 ? &segment->origin
                                                             : &tier->origin;
    int64_t from = segment->from[tier - ast->tiers];
    int64_t least = before ? segment->from[before - ast->tiers] : ast->score_low;
    char found[CRR_NUMBER_SIZE], end[CRR_NUMBER_SIZE];

    print_score(ast, from, found);
    if (!before && from != least)
        CRR_CHECK_REPORT(check, CRR_F_TIER_ORDER, origin,
            "expected the first `from` at the low end of score.range, %s; found %s for "
            "%.*s",
            print_score(ast, least, end), found, CRR_SHOW(tier->id));
    else if (before && from <= least)
        CRR_CHECK_REPORT(check, CRR_F_TIER_ORDER, origin,
            "expected a `from` above that of %.*s, %s; found %s for %.*s",
            CRR_SHOW(before->id), print_score(ast, least, end), found,
            CRR_SHOW(tier->id));
    else if (from > ast->score_high)
        CRR_CHECK_REPORT(check, CRR_F_TIER_ORDER, origin,
            "expected a `from` within score.range, which ends at %s; found %s for %.*s",
            print_score(ast, ast->score_high, end), found, CRR_SHOW(tier->id));
}

static void
check_thresholds(const struct crr_check *check, const struct crr_ast_segment *segment)
{
    const struct crr_ast *ast = check->ast;
    const struct crr_ast_tier *before = NULL;

    for (uint32_t i = 0; i < ast->tier_count; i++) {
        if (!ast->tiers[i].scored)
            continue;
        check_threshold(check, segment, &ast->tiers[i], before);
        before = &ast->tiers[i];
    }
    if (!before && ast->tier_count > 0)
        CRR_CHECK_REPORT(check, CRR_F_TIER_ORDER, &ast->tiers[0].origin,
            "expected a tier with `from`, found none: no score would have a tier");
}

static bool
is_named(const struct crr_ast *ast, uint32_t tier)
{
    for (uint32_t i = 0; i < ast->rule_count; i++) {
        if (ast->rules[i].effect != CRR_RULE_REVIEW && ast->rules[i].tier == tier)
            return true;
    }
    return false;
}

void
crr_check_tiers(const struct crr_check *check)
{
    const struct crr_ast *ast = check->ast;

    if (!crr_check_is_sound(check, "tiers"))
        return;
    for (uint32_t i = 0; crr_check_is_sound(check, "score") && i < ast->segment_count;
         i++)
        if (crr_check_is_sound(check, ast->segments[i].id.length > 0
                                          ? ast->segments[i].origin.path
                                          : "tiers"))
            check_thresholds(check, &ast->segments[i]);
    if (!crr_check_is_sound(check, "rules"))
        return;
    for (uint32_t i = 0; i < ast->tier_count; i++) {
        if (!ast->tiers[i].scored && !is_named(ast, i))
            CRR_CHECK_REPORT(check, CRR_F_TIER_REACH, &ast->tiers[i].origin,
                "the tier %.*s has no `from`, and no rule names it",
                CRR_SHOW(ast->tiers[i].id));
    }
}

/* ---- Rules ---- */

static void
check_ids(const struct crr_check *check, const struct crr_ast_rule *rule)
{
    const struct crr_ast *ast = check->ast;

    for (uint32_t i = 0; i < ast->factor_count; i++) {
        if (!crr_text_equal(ast->factors[i].id, rule->id))
            continue;
        CRR_CHECK_REPORT(check, CRR_F_DUPLICATE_ID, &rule->origin,
            "expected an id of its own, found `%.*s`, which is the id of a factor",
            CRR_SHOW(rule->id));
        return;
    }
}

/* The first question for a name in a list beneath a condition, with the day of birth or
 * without; of one list, or of any (CRR_ABSENT). NULL: there is none, or the condition
 * could not be read. */
static const struct crr_ast_condition *
find_name(const struct crr_ast *ast, uint32_t root, bool with_birth, uint32_t list)
{
    uint32_t end = root == CRR_ABSENT ? 0 : root + ast->conditions[root].subtree_count;

    for (uint32_t i = root; i < end; i++) {
        const struct crr_ast_condition *condition = &ast->conditions[i];

        if (condition->kind == CRR_CONDITION_LISTED &&
            condition->name_kind == CRR_NAME_OF_PERSON &&
            (condition->other != CRR_ABSENT) == with_birth &&
            (list == CRR_ABSENT || condition->list == list))
            return condition;
    }
    return NULL;
}

static bool
is_asked_by_name_alone(const struct crr_ast *ast, uint32_t list)
{
    for (uint32_t i = 0; i < ast->rule_count; i++) {
        if (find_name(ast, ast->rules[i].condition, false, list))
            return true;
    }
    return false;
}

static void
check_names(const struct crr_check *check, const struct crr_ast_rule *rule)
{
    const struct crr_ast *ast = check->ast;
    const struct crr_ast_condition *alone = find_name(
        ast, rule->condition, false, CRR_ABSENT);
    const struct crr_ast_condition *born = find_name(
        ast, rule->condition, true, CRR_ABSENT);

    if (rule->effect == CRR_RULE_TIER && alone)
        CRR_CHECK_REPORT(check, CRR_F_NAME_ALONE, &alone->origin,
            "expected an identifier, or a name with `birth_date`, in the rule `%.*s`, "
            "which sets a tier; found a name alone, which many people may have",
            CRR_SHOW(rule->id));
    if (rule->effect != CRR_RULE_AT_MOST && born &&
        !is_asked_by_name_alone(ast, born->list))
        CRR_CHECK_REPORT(check, CRR_F_NAME_AND_BIRTH, &born->origin,
            "no rule looks in the list %.*s for a name alone: entries without a full "
            "date of birth are found by no rule",
            CRR_SHOW(ast->lists[born->list].id));
}

static void
check_rule(const struct crr_check *check, const struct crr_ast_rule *rule)
{
    bool lifts = rule->effect == CRR_RULE_TIER || rule->effect == CRR_RULE_AT_LEAST;

    check_ids(check, rule);
    check_names(check, rule);
    if (rule->basis.length == 0)
        CRR_CHECK_REPORT(check, CRR_F_RULE_BASIS, &rule->origin,
            "the rule `%.*s` does not say on what it is based", CRR_SHOW(rule->id));
    if (lifts && rule->if_missing == CRR_IF_MISSING_FALSE)
        CRR_CHECK_REPORT(check, CRR_F_IF_MISSING_FALSE, &rule->origin,
            "with `if_missing: false` a customer escapes the rule `%.*s` where values "
            "are "
            "missing or unknown",
            CRR_SHOW(rule->id));
}

void
crr_check_rules(const struct crr_check *check)
{
    const struct crr_ast *ast = check->ast;

    for (uint32_t i = 0; i < ast->rule_count; i++) {
        if (crr_check_is_sound(check, ast->rules[i].origin.path))
            check_rule(check, &ast->rules[i]);
    }
}

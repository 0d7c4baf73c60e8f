/* What came after the rating, in both printed explanations: where the customer stands
 * beside the rating before, and the override that a person decided. */
#include "crr/history.h"
#include "crr/override.h"
#include "plan/explain.h"

/* ---- Words ---- */

const char *
crr_explain_change(enum crr_change change)
{
    static const char *const words[] = {[CRR_CHANGE_NEW] = "new",
        [CRR_CHANGE_SAME] = "same",
        [CRR_CHANGE_UP] = "up",
        [CRR_CHANGE_DOWN] = "down",
        [CRR_CHANGE_HELD] = "held"};
    return words[change];
}

const char *
crr_explain_override_state(enum crr_override_state state)
{
    static const char *const words[] = {[CRR_OVERRIDE_APPLIED] = "applied",
        [CRR_OVERRIDE_REFUSED] = "refused",
        [CRR_OVERRIDE_WOKEN] = "woken",
        [CRR_OVERRIDE_EARLY] = "not yet in force",
        [CRR_OVERRIDE_EXPIRED] = "expired"};
    return words[state];
}

static const char *
why_of(const struct crr_override_rating *rating, bool reveal)
{
    if (rating->why)
        return reveal && rating->why_revealed ? rating->why_revealed : rating->why;
    return rating->risen ? "the system's tier has risen since the decision" : NULL;
}

/* ---- Tiers ---- */

size_t
crr_explain_system_tier(
    const struct crr_rater *rater, const struct crr_explain_options *options)
{
    return options->standing ? options->standing->system_tier : rater->rating.tier;
}

size_t
crr_explain_final_tier(
    const struct crr_rater *rater, const struct crr_explain_options *options)
{
    const struct crr_override_rating *rating = options->override_rating;
    return rating && rating->state == CRR_OVERRIDE_APPLIED
               ? rating->tier
               : crr_explain_system_tier(rater, options);
}

static bool
is_state(enum crr_override_state state)
{
    return state >= CRR_OVERRIDE_APPLIED && state <= CRR_OVERRIDE_EXPIRED;
}

bool
crr_explain_after_fits(
    const struct crr_rater *rater, const struct crr_explain_options *options)
{
    size_t count = rater->model->ast->tier_count;
    const struct crr_standing *standing = options->standing;
    const struct crr_override *given = options->override;
    const struct crr_override_rating *rating = options->override_rating;
    if (standing &&
        (!rater->has_as_of || standing->system_tier >= count ||
            standing->change < CRR_CHANGE_NEW || standing->change > CRR_CHANGE_HELD))
        return false;
    if (!given != !rating)
        return false;
    return !given || (given->tier < count && given->system_tier < count &&
                         rating->tier < count && is_state(rating->state));
}

/* Due on this day; CRR_NO_DAY if the final tier has no period. */
static int32_t
next_review(const struct crr_rater *rater, const struct crr_explain_options *options)
{
    return crr_model_next_review(rater->model, crr_explain_final_tier(rater, options),
        options->standing->last_reviewed_on);
}

/* ---- Text ---- */

static void
put_day(struct crr_writer *writer, const char *words, int32_t day)
{
    char text[11];
    if (day == CRR_NO_DAY)
        return;
    crr_day_print(day, text);
    crr_write_string(writer, words);
    crr_write_string(writer, text);
}

/* Why the tier is not as low as the rating alone says, where history keeps it up. */
static void
put_restraint(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_standing *standing)
{
    const struct crr_ast *ast = rater->model->ast;
    if (standing->change != CRR_CHANGE_HELD && !standing->limited)
        return;
    crr_explain_put_label(writer, "");
    if (standing->change == CRR_CHANGE_HELD) {
        put_day(writer, "held until ", standing->held_until);
        crr_write_string(writer, " by history.down.wait");
    } else {
        crr_write_string(writer, "lowered by at most ");
        crr_write_count(writer, (uint64_t)ast->down_steps);
        crr_write_string(writer, ast->down_steps == 1
                                     ? " tier a run (history.down.steps)"
                                     : " tiers a run (history.down.steps)");
    }
    crr_write_string(writer, "; this rating alone says ");
    crr_explain_put_text(writer, ast->tiers[rater->rating.tier].id);
    crr_write_string(writer, "\n");
}

static void
put_standing(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options)
{
    const struct crr_standing *standing = options->standing;
    const struct crr_past *past = options->past;
    const struct crr_ast_tier *tiers = rater->model->ast->tiers;
    int32_t review = next_review(rater, options);
    crr_explain_put_label(writer, "history");
    crr_write_string(writer, crr_explain_change(standing->change));
    if (past) {
        crr_write_string(writer, ", was ");
        crr_explain_put_text(writer, tiers[past->system_tier].id);
        put_day(writer, " since ", past->tier_since);
    }
    crr_write_string(writer, "\n");
    put_restraint(writer, rater, standing);
    crr_explain_put_label(writer, "");
    put_day(writer, "first rated on ", standing->first_rated_on);
    put_day(writer, ", last reviewed on ", standing->last_reviewed_on);
    put_day(writer, ", next review ", review);
    if (review != CRR_NO_DAY && review < rater->as_of)
        crr_write_string(writer, " (overdue)");
    crr_write_string(writer, "\n");
    crr_explain_put_label(writer, "system tier");
    crr_explain_put_text(writer, tiers[standing->system_tier].id);
    put_day(writer, " since ", standing->tier_since);
    crr_write_string(writer, "\n");
}

static void
put_people(struct crr_writer *writer, const struct crr_override *given)
{
    crr_explain_put_label(writer, "");
    crr_write_string(writer, "decided by ");
    crr_explain_put_text(writer, given->decided_by);
    if (given->second_person.length > 0) {
        crr_write_string(writer, " and ");
        crr_explain_put_text(writer, given->second_person);
    }
    put_day(writer, " on ", given->decided_on);
    put_day(writer, ", from ", given->from);
    put_day(writer, ", until ", given->until);
    crr_write_string(writer, "\n");
}

/* "applied", or why not. */
static void
put_state(
    struct crr_writer *writer, const struct crr_override_rating *rating, bool reveal)
{
    const char *why = why_of(rating, reveal);
    bool applied = rating->state == CRR_OVERRIDE_APPLIED;
    crr_write_string(writer, applied ? ", applied" : ", not applied (");
    if (!applied) {
        crr_write_string(writer, crr_explain_override_state(rating->state));
        crr_write_string(writer, ")");
    }
    if (why) {
        crr_write_string(writer, applied ? ", though " : ": ");
        crr_write_string(writer, why);
    }
    crr_write_string(writer, "\n");
}

static void
put_override(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options)
{
    const struct crr_override *given = options->override;
    const struct crr_override_rating *rating = options->override_rating;
    const struct crr_ast_tier *tiers = rater->model->ast->tiers;
    crr_explain_put_label(writer, "override");
    crr_explain_put_text(writer, tiers[given->tier].id);
    put_state(writer, rating, options->reveal);
    crr_explain_put_label(writer, "");
    crr_explain_put_text(writer, given->reason_code);
    if (options->reveal && given->reason.length > 0) {
        crr_write_string(writer, " — ");
        crr_explain_put_text(writer, given->reason);
    }
    crr_write_string(writer, "; the system's tier was ");
    crr_explain_put_text(writer, tiers[given->system_tier].id);
    crr_write_string(writer, rating->other_model ? ", under another model\n" : "\n");
    put_people(writer, given);
}

void
crr_explain_put_after(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options)
{
    if (!options->standing && !options->override)
        return;
    if (options->standing) {
        put_standing(writer, rater, options);
    } else {
        crr_explain_put_label(writer, "system tier");
        crr_explain_put_text(writer, rater->model->ast->tiers[rater->rating.tier].id);
        crr_write_string(writer, "\n");
    }
    if (options->override)
        put_override(writer, rater, options);
    crr_explain_put_label(writer, "final tier");
    crr_explain_put_text(
        writer, rater->model->ast->tiers[crr_explain_final_tier(rater, options)].id);
    crr_write_string(writer, "\n");
}

/* ---- JSON ---- */

static void
member_name(struct crr_writer *writer, const char *name)
{
    crr_write_json_string(writer, crr_text_of(name));
    crr_write_string(writer, ": ");
}

static void
member_text(struct crr_writer *writer, const char *name, struct crr_text text)
{
    member_name(writer, name);
    crr_write_json_string(writer, text);
    crr_write_string(writer, ", ");
}

static void
member_flag(struct crr_writer *writer, const char *name, bool flag)
{
    member_name(writer, name);
    crr_write_string(writer, flag ? "true" : "false");
}

static void
member_day(struct crr_writer *writer, const char *name, int32_t day)
{
    char text[11];
    if (day == CRR_NO_DAY) {
        member_name(writer, name);
        crr_write_string(writer, "null, ");
        return;
    }
    crr_day_print(day, text);
    member_text(writer, name, crr_text_of(text));
}

/* Which part of the model's history keeps the tier above the rating's, and until when.
 */
static void
print_restraint(struct crr_writer *writer, const struct crr_standing *standing)
{
    bool held = standing->change == CRR_CHANGE_HELD;
    if (held || standing->limited) {
        member_text(writer, "kept_up_by",
            crr_text_of(held ? "history.down.wait" : "history.down.steps"));
    } else {
        member_name(writer, "kept_up_by");
        crr_write_string(writer, "null, ");
    }
    member_day(writer, "held_until", standing->held_until);
}

static void
print_standing(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options)
{
    const struct crr_standing *standing = options->standing;
    const struct crr_past *past = options->past;
    int32_t review = next_review(rater, options);
    member_name(writer, "history");
    crr_write_string(writer, "{");
    member_text(writer, "change", crr_text_of(crr_explain_change(standing->change)));
    if (past) {
        member_text(writer, "previous_system_tier",
            rater->model->ast->tiers[past->system_tier].id);
        member_day(writer, "previous_tier_since", past->tier_since);
    }
    print_restraint(writer, standing);
    member_day(writer, "tier_since", standing->tier_since);
    member_day(writer, "first_rated_on", standing->first_rated_on);
    member_day(writer, "last_reviewed_on", standing->last_reviewed_on);
    member_day(writer, "next_review", review);
    member_flag(writer, "overdue", review != CRR_NO_DAY && review < rater->as_of);
    crr_write_string(writer, "},\n  ");
}

static void
print_override(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options)
{
    const struct crr_override *given = options->override;
    const struct crr_override_rating *rating = options->override_rating;
    const struct crr_ast_tier *tiers = rater->model->ast->tiers;
    member_name(writer, "override");
    crr_write_string(writer, "{");
    member_text(
        writer, "state", crr_text_of(crr_explain_override_state(rating->state)));
    member_flag(writer, "applied", rating->state == CRR_OVERRIDE_APPLIED);
    crr_write_string(writer, ", ");
    if (why_of(rating, options->reveal))
        member_text(writer, "why", crr_text_of(why_of(rating, options->reveal)));
    member_text(writer, "tier", tiers[given->tier].id);
    member_text(writer, "system_tier_at_decision", tiers[given->system_tier].id);
    member_text(writer, "reason_code", given->reason_code);
    if (options->reveal)
        member_text(writer, "reason", given->reason);
    member_text(writer, "decided_by", given->decided_by);
    member_text(writer, "second_person", given->second_person);
    member_day(writer, "decided_on", given->decided_on);
    member_day(writer, "from", given->from);
    member_day(writer, "until", given->until);
    member_flag(writer, "risen", rating->risen);
    crr_write_string(writer, ", ");
    member_flag(writer, "other_model", rating->other_model);
    crr_write_string(writer, "},\n  ");
}

void
crr_explain_print_after(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options)
{
    const struct crr_ast_tier *tiers = rater->model->ast->tiers;
    if (options->standing)
        print_standing(writer, rater, options);
    if (options->override)
        print_override(writer, rater, options);
    if (!options->standing && !options->override)
        return;
    member_text(
        writer, "system_tier", tiers[crr_explain_system_tier(rater, options)].id);
    member_text(writer, "final_tier", tiers[crr_explain_final_tier(rater, options)].id);
}

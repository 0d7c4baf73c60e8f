/* Counts over a run. */
#include "file/summary.h"
#include "plan/rater.h"

/* ---- Life ---- */

struct crr_summary *
crr_summary_new(struct crr_model *model, const struct crr_allocator *allocator)
{
    struct crr_arena arena;
    crr_arena_init(&arena, allocator);
    struct crr_summary *summary = crr_arena_alloc(&arena, sizeof *summary);
    if (!summary) {
        crr_arena_clear(&arena);
        return NULL;
    }
    size_t input_count = crr_model_input_count(model);
    summary->arena = arena;
    summary->model = crr_model_ref(model);
    crr_model_head(model, NULL, &summary->head);
    summary->tiers = crr_arena_array(
        &summary->arena, crr_model_tier_count(model), sizeof(uint64_t));
    summary->missing = crr_arena_array(&summary->arena, input_count, sizeof(uint64_t));
    summary->unknown = crr_arena_array(&summary->arena, input_count, sizeof(uint64_t));
    summary->unknown_row = crr_arena_array(
        &summary->arena, input_count, sizeof(uint64_t));
    summary->absent = crr_arena_array(
        &summary->arena, input_count, sizeof *summary->absent);
    crr_spread_init(&summary->spread, model, &summary->arena);
    if (summary->arena.failed) {
        crr_summary_free(summary);
        return NULL;
    }
    return summary;
}

void
crr_summary_free(struct crr_summary *summary)
{
    if (!summary)
        return;
    struct crr_model *model = summary->model;
    struct crr_arena arena = summary->arena;
    crr_arena_clear(&arena);
    crr_model_unref(model);
}

/* ---- Adding ---- */

static void
add_missing(struct crr_summary *summary, const struct crr_rater *rater)
{
    const struct crr_ast *ast = rater->model->ast;
    for (uint32_t i = 0; i < ast->input_count; i++)
        summary->missing[i] += ast->inputs[i].used &&
                               (!rater->given[i].present || rater->given[i].supposed);
}

/* Several factors may not know one code: the row counts once. */
static void
add_unknown(struct crr_summary *summary, const struct crr_rater *rater)
{
    const struct crr_ast *ast = rater->model->ast;
    const struct crr_ast_segment *segment = rater->segment->ast;
    for (uint32_t i = segment->first; i < segment->end; i++) {
        uint32_t input = ast->factors[i].input;
        if (rater->results[i].source != CRR_POINTS_UNKNOWN ||
            ast->factors[i].kind == CRR_FACTOR_GROUP ||
            summary->unknown_row[input] == summary->row_count)
            continue;
        summary->unknown_row[input] = summary->row_count;
        summary->unknown[input]++;
    }
}

void
crr_summary_add(
    struct crr_summary *summary, const struct crr_run *run, const struct crr_row *row)
{
    const struct crr_rating *rating = &row->rating;
    summary->row_count++;
    summary->rated_count++;
    summary->tiers[row->tier]++;
    summary->rule_changed += rating->rule != CRR_NONE;
    summary->theta_up += rating->score_tier > rating->tier_without_theta;
    summary->theta_down += rating->score_tier < rating->tier_without_theta;
    add_missing(summary, run->rater);
    if (rating->warning_count > 0)
        add_unknown(summary, run->rater);
    if (!run->options->without_spread)
        crr_spread_add(&summary->spread, run->rater, rating);
}

static bool
is_same(const struct crr_subject *a, const struct crr_subject *b)
{
    return a->input == b->input && a->factor == b->factor && a->rule == b->rule;
}

/* The causes of a model's rows are few; each is kept once. */
static bool
add_cause(struct crr_summary *summary, unsigned finding,
    const struct crr_subject *subject, uint64_t count)
{
    for (size_t i = 0; i < summary->cause_count; i++) {
        struct crr_cause *cause = &summary->causes[i];
        if (cause->finding != finding || !is_same(&cause->subject, subject))
            continue;
        cause->count += count;
        return true;
    }
    struct crr_cause *causes = crr_arena_grow(&summary->arena, summary->causes,
        summary->cause_count, &summary->cause_capacity, sizeof *causes);
    if (!causes)
        return false;
    summary->causes = causes;
    causes[summary->cause_count++] = (struct crr_cause){finding, *subject, count};
    return true;
}

bool
crr_summary_reject(struct crr_summary *summary, const struct crr_error *error,
    const struct crr_subject *subject)
{
    summary->row_count++;
    summary->rejected_count++;
    if (error->finding == CRR_F_VALUE_MISSING && subject->input != CRR_NONE)
        summary->missing[subject->input]++;
    if (error->finding == CRR_F_CODE_UNKNOWN && subject->input != CRR_NONE)
        summary->unknown[subject->input]++;
    return add_cause(summary, error->finding, subject, 1);
}

static void
move_counts(uint64_t *to, uint64_t *from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        to[i] += from[i];
        from[i] = 0;
    }
}

bool
crr_summary_merge(struct crr_summary *summary, struct crr_summary *other)
{
    size_t input_count = crr_model_input_count(summary->model);
    summary->row_count += other->row_count;
    summary->rated_count += other->rated_count;
    summary->rejected_count += other->rejected_count;
    summary->empty_line_count += other->empty_line_count;
    summary->rule_changed += other->rule_changed;
    summary->theta_up += other->theta_up;
    summary->theta_down += other->theta_down;
    move_counts(summary->tiers, other->tiers, crr_model_tier_count(summary->model));
    move_counts(summary->missing, other->missing, input_count);
    move_counts(summary->unknown, other->unknown, input_count);
    crr_spread_merge(&summary->spread, &other->spread);
    bool added = true;
    for (size_t i = 0; i < other->cause_count; i++)
        added &= add_cause(summary, other->causes[i].finding, &other->causes[i].subject,
            other->causes[i].count);
    crr_summary_reset(other);
    return added;
}

void
crr_summary_reset(struct crr_summary *summary)
{
    size_t input_count = crr_model_input_count(summary->model);
    summary->row_count = summary->rated_count = summary->rejected_count = 0;
    summary->empty_line_count = summary->rule_changed = 0;
    summary->theta_up = summary->theta_down = 0;
    summary->cause_count = 0;
    memset(summary->tiers, 0,
        crr_model_tier_count(summary->model) * sizeof *summary->tiers);
    memset(summary->missing, 0, input_count * sizeof *summary->missing);
    memset(summary->unknown, 0, input_count * sizeof *summary->unknown);
    memset(summary->unknown_row, 0, input_count * sizeof *summary->unknown_row);
    crr_spread_reset(&summary->spread);
}

/* By finding, then by what it is about in the order of the model. */
static bool
comes_before(const struct crr_cause *a, const struct crr_cause *b)
{
    if (a->finding != b->finding)
        return a->finding < b->finding;
    if (a->subject.input != b->subject.input)
        return a->subject.input < b->subject.input;
    if (a->subject.factor != b->subject.factor)
        return a->subject.factor < b->subject.factor;
    return a->subject.rule < b->subject.rule;
}

/* The order in which the causes came up is that of the rows, and tells nothing. */
static void
sort_causes(struct crr_summary *summary)
{
    for (size_t i = 1; i < summary->cause_count; i++) {
        struct crr_cause cause = summary->causes[i];
        size_t place = i;
        for (; place > 0 && comes_before(&cause, &summary->causes[place - 1]); place--)
            summary->causes[place] = summary->causes[place - 1];
        summary->causes[place] = cause;
    }
}

void
crr_summary_settle(struct crr_summary *summary, const struct crr_run *run)
{
    summary->empty_line_count += run->empty_line_count;
    sort_causes(summary);
    crr_spread_settle(&summary->spread);
}

/* ---- Numbers for callers ---- */

uint64_t
crr_summary_row_count(const struct crr_summary *summary)
{
    return summary->row_count;
}

uint64_t
crr_summary_rated_count(const struct crr_summary *summary)
{
    return summary->rated_count;
}

bool
crr_summary_is_absent(const struct crr_summary *summary, size_t input)
{
    return input < crr_model_input_count(summary->model) && summary->absent[input];
}

uint64_t
crr_summary_rejected_count(const struct crr_summary *summary)
{
    return summary->rejected_count;
}

uint64_t
crr_summary_empty_line_count(const struct crr_summary *summary)
{
    return summary->empty_line_count;
}

uint64_t
crr_summary_unrated_count(const struct crr_summary *summary)
{
    return summary->previous ? crr_previous_unmet(summary->previous) : 0;
}

uint64_t
crr_summary_unknown_person_count(const struct crr_summary *summary)
{
    return summary->links ? summary->links->stranger_count : 0;
}

uint64_t
crr_summary_unlinked_count(const struct crr_summary *summary)
{
    return summary->links ? crr_links_unmet_count(summary->links) : 0;
}

enum crr_status
crr_summary_unknown_person(
    const struct crr_summary *summary, size_t index, struct crr_stranger_view *ret)
{
    const struct crr_links *links = summary->links;
    if (!links || index >= links->stranger_count)
        return CRR_E_ARGUMENT;
    const struct crr_person *person = &links->persons[links->strangers[index]];
    *ret = (struct crr_stranger_view){person->key, person->line};
    return CRR_OK;
}

uint64_t
crr_summary_excess_share_count(
    const struct crr_summary *summary, struct crr_excess_view *ret_first)
{
    const struct crr_links *links = summary->links;
    if (!links || links->excess_count == 0)
        return 0;
    const struct crr_link *link = &links->links[links->excess_link];
    *ret_first = (struct crr_excess_view){
        links->persons[link->from].key, links->roles[link->role], link->line};
    return links->excess_count;
}

uint64_t
crr_summary_other_link_count(const struct crr_summary *summary)
{
    return summary->links ? summary->links->other_count : 0;
}

enum crr_status
crr_summary_other_role(
    const struct crr_summary *summary, size_t index, struct crr_other_role_view *ret)
{
    const struct crr_links *links = summary->links;
    if (!links || index >= links->other_role_count)
        return CRR_E_ARGUMENT;
    const struct crr_other_role *role = &links->others[index];
    struct crr_text nearest = crr_links_nearest_role(links, role->role);
    *ret = (struct crr_other_role_view){
        role->role, nearest.at ? nearest : crr_text_of(""), role->count, role->line};
    return CRR_OK;
}

size_t
crr_summary_override_count(const struct crr_summary *summary)
{
    return summary->overrides ? summary->overrides->count : 0;
}

enum crr_status
crr_summary_override(
    const struct crr_summary *summary, size_t index, struct crr_override_view *ret)
{
    if (index >= crr_summary_override_count(summary))
        return CRR_E_ARGUMENT;
    const struct crr_filed_override *item = &summary->overrides->items[index];
    *ret = (struct crr_override_view){item->shown, item->line, item->met, item->risen,
        item->other_model, item->state, item->why, item->why_revealed};
    return CRR_OK;
}

uint64_t
crr_summary_tier_count(const struct crr_summary *summary, size_t tier)
{
    return tier < crr_model_tier_count(summary->model) ? summary->tiers[tier] : 0;
}

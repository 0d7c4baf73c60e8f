/* Counts and sums over a run. */
#include "file/summary.h"
#include "base/decimal.h"
#include "file/subject.h"

#define REMAINDER_COUNT 3
#define UNIT_PLACES 4

/* ---- Life ---- */

static void
list_spreads(struct crr_summary *summary)
{
    static const char *const remainders[REMAINDER_COUNT] = {
        "clamping of θ", "clamping of the score", "rounding"};
    struct crr_factor_view view;
    for (size_t i = 0; crr_model_factor(summary->model, i, NULL, &view) == CRR_OK; i++)
        if (view.kind != CRR_FACTOR_GROUP)
            summary->spreads[summary->spread_count++] = (struct crr_spread){
                .factor = i, .confidential = view.confidential};
    for (size_t i = 0; i < REMAINDER_COUNT; i++)
        summary->spreads[summary->spread_count++] = (struct crr_spread){
            .factor = CRR_NONE, .name = remainders[i]};
    for (size_t i = 0; i < summary->spread_count; i++) {
        summary->spreads[i].low = INT64_MAX;
        summary->spreads[i].high = INT64_MIN;
    }
}

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
    summary->spreads = crr_arena_array(&summary->arena,
        crr_model_factor_count(model) + REMAINDER_COUNT, sizeof *summary->spreads);
    if (summary->arena.failed) {
        crr_summary_free(summary);
        return NULL;
    }
    list_spreads(summary);
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

static bool
add_cause(struct crr_summary *summary, const struct crr_error *error)
{
    struct crr_subject subject = crr_subject_of(summary->model, error);
    for (size_t i = 0; i < summary->cause_count; i++) {
        struct crr_cause *cause = &summary->causes[i];
        if (cause->finding == error->finding && cause->input == subject.input &&
            cause->rule == subject.rule) {
            cause->count++;
            return true;
        }
    }
    struct crr_cause *causes = crr_arena_grow(&summary->arena, summary->causes,
        summary->cause_count, &summary->cause_capacity, sizeof *causes);
    if (!causes)
        return false;
    summary->causes = causes;
    causes[summary->cause_count++] = (struct crr_cause){
        error->finding, subject.input, subject.rule, subject.confidential, 1};
    return true;
}

static void
add_spread(struct crr_spread *spread, int64_t part, int64_t score)
{
    if (part < spread->low)
        spread->low = part;
    if (part > spread->high)
        spread->high = part;
    spread->sum += part;
    spread->product_sum += (crr_wide)part * score;
}

/* N as 10^-4 of the score, rounded half up. */
static int64_t
in_units(const struct crr_summary *summary, int64_t n)
{
    int64_t unit = summary->head.scale / 10000;
    return crr_round_quotient(n, unit, CRR_ROUND_HALF_UP);
}

/* The parts of one score; rounding them to 10^-4 goes into the last, so that they add
 * up. */
static void
add_spreads(
    struct crr_summary *summary, const struct crr_run *run, const struct crr_row *row)
{
    struct crr_remainder rest;
    int64_t score = row->rating.score;
    for (int i = summary->head.decimals; i < UNIT_PLACES; i++)
        score *= 10;
    crr_rater_remainder(run->rater, &rest);
    int64_t left = score;
    size_t count = summary->spread_count;
    for (size_t i = 0; i < count - 1; i++) {
        struct crr_spread *spread = &summary->spreads[i];
        struct crr_factor_rating factor;
        int64_t n = i == count - 3 ? rest.theta_clamp : rest.score_clamp;
        if (spread->factor != CRR_NONE &&
            crr_rater_factor(run->rater, spread->factor, &factor) == CRR_OK)
            n = factor.contribution;
        int64_t part = in_units(summary, n);
        add_spread(spread, part, score);
        left -= part;
    }
    add_spread(&summary->spreads[count - 1], left, score);
    summary->score_sum += score;
    summary->score_square_sum += (crr_wide)score * score;
}

/* The input of a factor whose points come from this source, CRR_NONE otherwise. */
static size_t
input_from(const struct crr_summary *summary, const struct crr_run *run, size_t index,
    enum crr_points_source source)
{
    struct crr_factor_view view;
    struct crr_factor_rating factor;
    if (crr_model_factor(summary->model, index, NULL, &view) != CRR_OK ||
        crr_rater_factor(run->rater, index, &factor) != CRR_OK ||
        factor.source != source)
        return CRR_NONE;
    return view.input;
}

/* Counts the inputs that a policy stood in for, each once a row. */
static void
add_source(struct crr_summary *summary, const struct crr_run *run,
    enum crr_points_source source, uint64_t *counts)
{
    size_t count = crr_model_factor_count(summary->model);
    for (size_t i = 0; i < count; i++) {
        size_t input = input_from(summary, run, i, source);
        bool counted = input == CRR_NONE;
        for (size_t j = 0; j < i && !counted; j++)
            counted = input_from(summary, run, j, source) == input;
        if (!counted)
            counts[input]++;
    }
}

bool
crr_summary_add(
    struct crr_summary *summary, const struct crr_run *run, const struct crr_row *row)
{
    summary->row_count++;
    if (row->status != CRR_OK) {
        struct crr_subject subject = crr_subject_of(summary->model, &row->error);
        summary->rejected_count++;
        if (row->error.finding == CRR_F_VALUE_MISSING && subject.input != CRR_NONE)
            summary->missing[subject.input]++;
        if (row->error.finding == CRR_F_CODE_UNKNOWN && subject.input != CRR_NONE)
            summary->unknown[subject.input]++;
        return add_cause(summary, &row->error);
    }
    const struct crr_rating *rating = &row->rating;
    summary->rated_count++;
    summary->tiers[rating->tier]++;
    summary->theta_up += rating->score_tier > rating->tier_without_theta;
    summary->theta_down += rating->score_tier < rating->tier_without_theta;
    if (rating->warning_count > 0) {
        add_source(summary, run, CRR_POINTS_MISSING, summary->missing);
        add_source(summary, run, CRR_POINTS_UNKNOWN, summary->unknown);
    }
    add_spreads(summary, run, row);
    return true;
}

bool
crr_summary_share(const struct crr_summary *summary, crr_wide sum, crr_wide product_sum,
    int64_t *ret_tenths)
{
    crr_wide count = (crr_wide)summary->rated_count;
    crr_wide variance = count * summary->score_square_sum -
                        summary->score_sum * summary->score_sum;
    crr_wide covariance = count * product_sum - sum * summary->score_sum;
    if (variance <= 0)
        return false;
    crr_wide doubled = covariance * 2000;
    crr_wide half = doubled >= 0 ? variance : -variance;
    *ret_tenths = (int64_t)((doubled + half) / (2 * variance));
    return true;
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
crr_summary_tier_count(const struct crr_summary *summary, size_t tier)
{
    return tier < crr_model_tier_count(summary->model) ? summary->tiers[tier] : 0;
}

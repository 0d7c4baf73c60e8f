/* The steps of the lane. */
#include "plan/lane_steps.h"
#include "base/day.h"
#include "plan/forms.h"
#include "plan/lane_fit.h"

/* ---- Cuts ---- */

/* The values of an input (times 10^places, or days) at which something begins. */
struct cuts {
    int64_t low, high; /* of all values that there can be */
    uint32_t count;
    int64_t at[CRR_LANE_CUT_LIMIT];
    bool too_many;
};

/* Keeps the cuts in order, each once. */
static void
add_cut(struct cuts *cuts, int64_t value)
{
    uint32_t place = cuts->count;
    if (value <= cuts->low || value > cuts->high || cuts->too_many)
        return;
    while (place > 0 && cuts->at[place - 1] >= value)
        place--;
    if (place < cuts->count && cuts->at[place] == value)
        return;
    if (cuts->count == CRR_LANE_CUT_LIMIT) {
        cuts->too_many = true;
        return;
    }
    memmove(&cuts->at[place + 1], &cuts->at[place],
        (cuts->count - place) * sizeof cuts->at[0]);
    cuts->at[place] = value;
    cuts->count++;
}

static void
add_interval(struct cuts *cuts, const struct crr_interval *interval)
{
    if (interval->has_low)
        add_cut(cuts, interval->low + interval->low_open);
    if (interval->has_high)
        add_cut(cuts, interval->high + !interval->high_open);
}

/* ---- Ages ---- */

static int64_t
age_of(const struct crr_ast_factor *factor, int32_t day, int32_t as_of)
{
    if (factor->age_unit == CRR_AGE_DAYS)
        return (int64_t)as_of - day;
    int64_t months = crr_age_months(day, as_of);
    return factor->age_unit == CRR_AGE_YEARS ? months / 12 : months;
}

/* The first day on which what began then is younger than age: ages fall with days. */
static void
add_age(
    struct cuts *cuts, const struct crr_ast_factor *factor, int64_t age, int32_t as_of)
{
    int32_t low = CRR_DAY_MIN;
    int32_t high = as_of + 1;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (age_of(factor, middle, as_of) >= age)
            low = middle + 1;
        else
            high = middle;
    }
    add_cut(cuts, low);
}

static void
add_ages(struct cuts *cuts, const struct crr_ast_factor *factor, int32_t as_of)
{
    for (uint32_t i = 0; i < factor->band_count; i++) {
        const struct crr_interval *interval = &factor->bands[i].interval;
        if (interval->has_low)
            add_age(cuts, factor, interval->low + interval->low_open, as_of);
        if (interval->has_high)
            add_age(cuts, factor, interval->high + !interval->high_open, as_of);
    }
    add_cut(cuts, (int64_t)as_of + 1);
}

/* ---- Numbers and days that may be none ---- */

/* What a spelling of "no value" would be if it were none: false if it is no number or
 * day. */
static bool
read_spelling(
    const struct crr_ast_input *input, struct crr_text spelling, int64_t *ret_value)
{
    struct crr_decimal number;
    int32_t day;
    if (input->type == CRR_INPUT_NUMBER) {
        if (crr_decimal_parse(spelling, input->places, &number) != CRR_NUMBER_GOOD)
            return false;
        *ret_value = number.units;
        return true;
    }
    if (crr_date_parse(spelling, input->format, &day) != CRR_DATE_GOOD)
        return false;
    *ret_value = day;
    return true;
}

/* Only its text tells 99, where that is a spelling of "no value", from 099, which is
 * none: such a number cannot be weighed. */
static bool
may_be_missing(const struct crr_ast_input *input, int64_t value)
{
    int64_t read;
    for (uint32_t i = 0; i < input->missing_value_count; i++)
        if (read_spelling(input, input->missing_values[i], &read) && read == value)
            return true;
    return false;
}

static void
add_spellings(struct cuts *cuts, const struct crr_ast_input *input)
{
    int64_t value;
    for (uint32_t i = 0; i < input->missing_value_count; i++)
        if (read_spelling(input, input->missing_values[i], &value)) {
            add_cut(cuts, value);
            add_cut(cuts, value + 1);
        }
}

/* ---- All cuts of an input ---- */

/* False if a factor is not constant between cuts. */
static bool
add_factor(struct cuts *cuts, const struct crr_ast_factor *factor,
    const struct crr_rater *rater)
{
    switch (factor->kind) {
    case CRR_FACTOR_BANDS:
        for (uint32_t i = 0; i < factor->band_count; i++)
            add_interval(cuts, &factor->bands[i].interval);
        return true;
    case CRR_FACTOR_AGE:
        add_ages(cuts, factor, rater->as_of);
        return true;
    case CRR_FACTOR_CONDITION:
        return true; /* all conditions are added anyway */
    default:
        return false;
    }
}

static bool
find_cuts(const struct crr_rater *rater, uint32_t input, struct cuts *cuts)
{
    const struct crr_ast *ast = rater->model->ast;
    const struct crr_plan_segment *segment = rater->segment;
    const struct crr_ast_input *at = &ast->inputs[input];
    *cuts = (struct cuts){.low = CRR_DAY_MIN, .high = CRR_DAY_MAX};
    if (at->type == CRR_INPUT_NUMBER) {
        cuts->high = crr_power_of_ten(12 + at->places) - 1;
        cuts->low = -cuts->high;
    } else if (at->type != CRR_INPUT_DATE) {
        return false;
    }
    for (uint32_t i = 0; i < segment->valued_count; i++) {
        uint32_t factor = segment->valued[i];
        if (crr_lane_input_of(ast, factor) == input &&
            !add_factor(cuts, &ast->factors[factor], rater))
            return false;
    }
    for (uint32_t i = 0; i < ast->condition_count; i++)
        if (ast->conditions[i].kind == CRR_CONDITION_WITHIN &&
            ast->conditions[i].input == input)
            add_interval(cuts, &ast->conditions[i].interval);
    add_spellings(cuts, at);
    return !cuts->too_many;
}

bool
crr_lane_cuts(const struct crr_rater *rater, uint32_t input,
    int64_t ret_cuts[CRR_LANE_CUT_LIMIT], uint32_t *ret_count)
{
    struct cuts cuts;
    if (!find_cuts(rater, input, &cuts))
        return false;
    memcpy(ret_cuts, cuts.at, cuts.count * sizeof cuts.at[0]);
    *ret_count = cuts.count;
    return true;
}

bool
crr_lane_has_steps(const struct crr_rater *rater, uint32_t input)
{
    struct cuts cuts;
    return find_cuts(rater, input, &cuts);
}

/* ---- Steps ---- */

/* Differences may wrap around: so does their sum. */
static int64_t
difference(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a - (uint64_t)b);
}

static void
add_step(struct crr_lane_reader *reader, int64_t at, int64_t worth, int64_t *last)
{
    reader->at[reader->step_count] = at;
    reader->deltas[reader->step_count++] = difference(worth, *last);
    reader->totals[reader->step_count] = worth;
    *last = worth;
}

bool
crr_lane_set_steps(struct crr_lane *lane, struct crr_lane_reader *reader)
{
    struct cuts cuts;
    const struct crr_ast_input *input = &lane->rater->model->ast->inputs[reader->input];
    bool dates = reader->kind == CRR_LANE_DATE;
    struct crr_value value = {.type = CRR_VALUE_NUMBER, .places = reader->places};
    if (!find_cuts(lane->rater, reader->input, &cuts))
        return false;
    uint32_t room = (cuts.count + 2 + 7) / 8 * 8;
    reader->at = crr_arena_array(&lane->arena, room, sizeof *reader->at);
    reader->deltas = crr_arena_array(
        &lane->arena, cuts.count + 2, sizeof *reader->deltas);
    reader->totals = crr_arena_array(
        &lane->arena, cuts.count + 3, sizeof *reader->totals);
    reader->forms = crr_arena_alloc(&lane->arena, sizeof *reader->forms);
    if (lane->arena.failed)
        return false;
    for (uint32_t i = 0; i < CRR_TOGETHER; i++)
        crr_forms_set(reader->forms, i, reader);
    for (uint32_t i = 0; i < room; i++)
        reader->at[i] = CRR_LANE_NO_NUMBER;
    int64_t last = 0;
    for (uint32_t i = 0; i <= cuts.count; i++) {
        int64_t begin = i == 0 ? cuts.low : cuts.at[i - 1];
        if (dates)
            value = (struct crr_value){.type = CRR_VALUE_DAY, .as.day = (int32_t)begin};
        else
            value.as.units = begin;
        int64_t worth = may_be_missing(input, begin)
                            ? CRR_LANE_SLOW
                            : crr_lane_weigh(lane, reader, &value);
        if (i == 0)
            reader->base = reader->totals[0] = last = worth;
        else
            add_step(
                reader, dates ? crr_lane_date((int32_t)begin) : begin, worth, &last);
    }
    add_step(reader, CRR_LANE_BAD_NUMBER, CRR_LANE_SLOW, &last);
    add_step(reader, CRR_LANE_NO_NUMBER, reader->absent, &last);
    return true;
}

/* ---- The divisor ---- */

/* Takes what a factor can give into a divisor of points. */
static int64_t
divide_points(const struct crr_rater *rater, uint32_t index)
{
    const struct crr_plan_factor *factor = &rater->model->plan.factors[index];
    const struct crr_ast_factor *ast = factor->ast;
    int64_t divisor = 0;
    switch (ast->kind) {
    case CRR_FACTOR_TABLE: {
        const struct crr_ast_table *table = &rater->model->ast->tables[ast->table];
        for (uint32_t i = 0; i < table->row_count; i++)
            divisor = crr_gcd(divisor, factor->row_points[i]);
        divisor = ast->many_sum ? crr_gcd(divisor, ast->cap) : divisor;
        break;
    }
    case CRR_FACTOR_BANDS:
    case CRR_FACTOR_AGE:
        for (uint32_t i = 0; i < ast->band_count; i++)
            divisor = crr_gcd(divisor, ast->bands[i].points);
        break;
    case CRR_FACTOR_FLAG:
    case CRR_FACTOR_CONDITION:
        divisor = crr_gcd(ast->points_yes, ast->points_no);
        break;
    default:
        return 1;
    }
    divisor = crr_gcd(divisor, rater->worst[index]);
    if (factor->missing.kind != CRR_POLICY_ERROR)
        divisor = crr_gcd(
            divisor, crr_rater_policy_points(rater, index, CRR_POINTS_MISSING));
    if (factor->unknown.kind != CRR_POLICY_ERROR)
        divisor = crr_gcd(
            divisor, crr_rater_policy_points(rater, index, CRR_POINTS_UNKNOWN));
    return divisor;
}

int64_t
crr_lane_divisor(const struct crr_rater *rater, const struct crr_plan_segment *segment)
{
    int64_t divisor = segment->score_unit;
    divisor = crr_gcd(divisor, segment->ast->theta_low * segment->unit);
    divisor = crr_gcd(divisor, segment->ast->theta_high * segment->unit);
    for (uint32_t i = 0; i < segment->valued_count; i++) {
        uint32_t factor = segment->valued[i];
        divisor = crr_gcd(divisor, rater->model->plan.factors[factor].coefficient *
                                       divide_points(rater, factor));
    }
    return divisor;
}

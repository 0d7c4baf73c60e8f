/* Scorers: one record by the lane's worths. */
#include "crr/scorer.h"
#include "base/machine.h"
#include "base/report.h"
#include "plan/call_kernel.h"

struct crr_scorer {
    struct crr_arena arena; /* this struct, and the arrays */
    struct crr_rater *rater;
    const struct crr_call_kernel *kernel;
    bool has_lane;
    struct crr_lane lane;
    int64_t *worths;   /* by reader */
    uint32_t *factors; /* likewise */
    struct crr_call_plan plan;
    /* Groups of the segment, each after its members: their contributions are sums. */
    uint32_t *groups;
    uint32_t group_count;
    /* By set of bits: a rule asks for a review. */
    bool reviews[1u << CRR_LANE_BIT_LIMIT];
    struct crr_rating usual; /* what is the same for all ratings of the lane */
};

_Static_assert(CRR_FACTOR_LIMIT <= CRR_LANE_MARKS + 1, "a place fits below a worth");

/* ---- Life ---- */

static bool
list_factors(struct crr_scorer *scorer)
{
    const struct crr_lane *lane = &scorer->lane;
    scorer->factors = crr_arena_array(
        &scorer->arena, lane->reader_count, sizeof *scorer->factors);
    for (uint32_t k = 0; scorer->factors && k < lane->reader_count; k++)
        scorer->factors[k] = lane->readers[k].factor;
    return scorer->factors;
}

static bool
list_groups(struct crr_scorer *scorer)
{
    const struct crr_ast *ast = scorer->rater->model->ast;
    const struct crr_ast_segment *segment = scorer->lane.segment->ast;
    scorer->groups = crr_arena_array(
        &scorer->arena, ast->factor_count, sizeof *scorer->groups);
    for (uint32_t i = segment->end; scorer->groups && i-- > segment->first;)
        if (ast->factors[i].kind == CRR_FACTOR_GROUP)
            scorer->groups[scorer->group_count++] = i;
    return scorer->groups;
}

static void
find_reviews(struct crr_scorer *scorer)
{
    const struct crr_ast *ast = scorer->rater->model->ast;
    const struct crr_lane *lane = &scorer->lane;
    const struct crr_lane_rules *rules = &lane->rules;
    for (uint32_t set = 0; set < 1u << rules->bit_count; set++)
        for (uint32_t i = 0; i < rules->count; i++)
            if (lane->fired[set] >> i & 1)
                scorer->reviews[set] |= ast->rules[rules->at[i]].review;
}

static bool
set_lane(struct crr_scorer *scorer)
{
    struct crr_lane *lane = &scorer->lane;
    scorer->has_lane = true;
    scorer->kernel = crr_call_kernel_at(crr_machine_best());
    if (!crr_lane_init(lane, scorer->rater, &scorer->arena.allocator))
        return false;
    scorer->worths = crr_arena_array(
        &scorer->arena, lane->reader_count, sizeof *scorer->worths);
    scorer->usual = (struct crr_rating){
        .segment = (size_t)(lane->segment - scorer->rater->model->plan.segments),
        .scale = lane->segment->scale};
    find_reviews(scorer);
    return scorer->worths && list_factors(scorer) &&
           crr_call_plan_init(&scorer->plan, lane, &scorer->arena) &&
           list_groups(scorer);
}

enum crr_status
crr_scorer_new(
    struct crr_rater *rater, struct crr_scorer **ret_scorer, struct crr_error *reterr)
{
    struct crr_arena arena;
    if (!rater || !ret_scorer)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_scorer_new needs a rater and a place for the scorer");
    crr_arena_init(&arena, &rater->arena.allocator);
    struct crr_scorer *scorer = crr_arena_alloc(&arena, sizeof *scorer);
    if (scorer) {
        scorer->arena = arena;
        scorer->rater = rater;
        if (!crr_lane_fits(rater) || set_lane(scorer)) {
            *ret_scorer = scorer;
            return CRR_OK;
        }
        crr_scorer_free(scorer);
    } else {
        crr_arena_clear(&arena);
    }
    return crr_error_set(reterr, CRR_E_MEMORY, 0, NULL, "", "out of memory");
}

void
crr_scorer_free(struct crr_scorer *scorer)
{
    if (!scorer)
        return;
    if (scorer->has_lane)
        crr_lane_clear(&scorer->lane);
    /* The scorer lies in its own arena. */
    struct crr_arena arena = scorer->arena;
    crr_arena_clear(&arena);
}

/* ---- Worths ---- */

static size_t
count_warnings(const struct crr_scorer *scorer)
{
    size_t count = 0;
    for (uint32_t k = 0; k < scorer->lane.reader_count; k++)
        count += (scorer->worths[k] &
                     (CRR_LANE_FROM_MISSING | CRR_LANE_FROM_UNKNOWN)) != 0;
    return count;
}

/* ---- Sums; in units of the lane, still shifted ---- */

static int64_t
clamp(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

struct sum {
    int64_t units;
    int64_t most;      /* the greatest worth */
    uint32_t greatest; /* the reader of that: of equals the first */
};

/* Of readers [first, end). Below a worth there is room for the reader's place, so that
 * one maximum finds both. */
static struct sum
add(const struct crr_scorer *scorer, uint32_t first, uint32_t end)
{
    int64_t units = 0;
    int64_t most = INT64_MIN;
    for (uint32_t k = first; k < end; k++) {
        int64_t worth = scorer->worths[k] & ~CRR_LANE_MARKS;
        int64_t placed = worth | (int64_t)(CRR_FACTOR_LIMIT - 1 - k);
        units += worth;
        most = placed > most ? placed : most;
    }
    return (struct sum){units, most & ~CRR_LANE_MARKS,
        CRR_FACTOR_LIMIT - 1 - (uint32_t)(most & CRR_LANE_MARKS)};
}

/* The secondary factor that counts where the greatest does: of equals that of the
 * smaller id. */
static uint32_t
find_greatest(const struct crr_scorer *scorer)
{
    const struct crr_lane *lane = &scorer->lane;
    const struct crr_ast_factor *factors = scorer->rater->model->ast->factors;
    uint32_t best = lane->primary_count;
    for (uint32_t k = best + 1; k < lane->primary_count + lane->secondary_count; k++) {
        int64_t worth = scorer->worths[k] & ~CRR_LANE_MARKS;
        int64_t most = scorer->worths[best] & ~CRR_LANE_MARKS;
        if (worth > most ||
            (worth == most && crr_text_compare(factors[lane->readers[k].factor].id,
                                  factors[lane->readers[best].factor].id) < 0))
            best = k;
    }
    return best;
}

static bool
takes_greatest(const struct crr_lane *lane)
{
    return lane->theta_max && lane->secondary_count > 0;
}

static uint32_t
reached(const struct crr_lane *lane, int64_t score)
{
    uint32_t place = 0;
    for (uint32_t i = 1; i < lane->threshold_count; i++)
        place += score >= lane->thresholds[i];
    return place;
}

static int64_t
units_of(int64_t divisor, int64_t shifted)
{
    return crr_lane_units(shifted) * divisor;
}

/* The factors of other segments stand before and behind those of the lane's. */
static void
put_others(const struct crr_ast *ast, const struct crr_ast_segment *segment,
    int64_t *contributions)
{
    for (uint32_t i = 0; i < segment->first; i++)
        contributions[i] = 0;
    for (uint32_t i = segment->end; i < ast->factor_count; i++)
        contributions[i] = 0;
}

static void
put_contributions(const struct crr_scorer *scorer, int64_t *contributions)
{
    const struct crr_lane *lane = &scorer->lane;
    const struct crr_ast *ast = scorer->rater->model->ast;
    const int64_t divisor = lane->divisor;
    const int64_t *worths = scorer->worths;
    const uint32_t *factors = scorer->factors;
    uint32_t counted = lane->primary_count;
    uint32_t end = counted + lane->secondary_count;
    if (!takes_greatest(lane))
        counted = end;
    for (uint32_t k = 0; k < counted; k++)
        contributions[factors[k]] = units_of(divisor, worths[k]);
    for (uint32_t k = counted; k < end; k++)
        contributions[factors[k]] = 0;
    if (counted < end) {
        uint32_t k = find_greatest(scorer);
        contributions[factors[k]] = units_of(divisor, worths[k]);
    }
    put_others(ast, lane->segment->ast, contributions);
    for (uint32_t i = 0; i < scorer->group_count; i++) {
        uint32_t group = scorer->groups[i];
        uint32_t last = group + ast->factors[group].subtree_count;
        contributions[group] = 0;
        for (uint32_t j = group + 1; j < last; j += ast->factors[j].subtree_count)
            contributions[group] += contributions[j];
    }
}

/* ---- Rating ---- */

static void
place(const struct crr_scorer *scorer, uint32_t at, uint32_t set,
    struct crr_rating *rating)
{
    const struct crr_lane *lane = &scorer->lane;
    const struct crr_plan_segment *segment = lane->segment;
    const struct crr_verdict *verdict = &lane->verdicts[set];
    rating->score_tier = segment->thresholds[at].tier;
    rating->to_next_up = -1;
    rating->to_next_down = -1;
    if (at + 1 < lane->threshold_count)
        rating->to_next_up = segment->ast->from[segment->thresholds[at + 1].tier] -
                             rating->score;
    if (at > 0)
        rating->to_next_down = rating->score - segment->ast->from[rating->score_tier];
    rating->direct_tier = verdict->direct;
    rating->floor_tier = verdict->floor;
    rating->tier = crr_verdict_settle(verdict, rating->score_tier, &rating->rule);
    rating->tier_low = rating->tier;
    rating->review = scorer->reviews[set];
}

static void
settle(const struct crr_scorer *scorer, int64_t marks, struct crr_rating *rating)
{
    const struct crr_lane *lane = &scorer->lane;
    uint32_t end = lane->primary_count + lane->secondary_count;
    struct sum primary = add(scorer, 0, lane->primary_count);
    struct sum secondary = add(scorer, lane->primary_count, end);
    int64_t theta = clamp(takes_greatest(lane) ? secondary.most : secondary.units,
        lane->theta_low, lane->theta_high);
    int64_t score = clamp(primary.units + theta, lane->score_low, lane->score_high);
    int64_t without = clamp(primary.units, lane->score_low, lane->score_high);
    *rating = scorer->usual;
    rating->score = crr_lane_units(score);
    if (lane->score_unit != 1)
        rating->score = crr_round_quotient(
            rating->score, lane->score_unit, lane->rounding);
    rating->score_low = rating->score_high = rating->score;
    rating->exact = units_of(lane->divisor, primary.units + theta);
    rating->theta = units_of(lane->divisor, theta);
    rating->top_factor = scorer->factors[primary.greatest];
    rating->tier_without_theta = lane->segment->thresholds[reached(lane, without)].tier;
    if (marks & (CRR_LANE_FROM_MISSING | CRR_LANE_FROM_UNKNOWN))
        rating->warning_count = count_warnings(scorer);
    place(scorer, reached(lane, score),
        (uint32_t)(marks & CRR_LANE_BITS) >> CRR_LANE_BIT_SHIFT, rating);
}

static enum crr_status
rate_slowly(struct crr_scorer *scorer, const struct crr_value *values,
    size_t value_count, struct crr_rating *ret_rating, int64_t *ret_contributions,
    struct crr_error *reterr)
{
    struct crr_rater *rater = scorer->rater;
    const struct crr_ast *ast = rater->model->ast;
    struct crr_rating rating;
    enum crr_status status = crr_rater_rate(
        rater, values, value_count, &rating, reterr);
    if (status != CRR_OK)
        return status;
    for (uint32_t i = 0; ret_contributions && i < ast->factor_count; i++) {
        struct crr_factor_rating factor;
        if (crr_rater_factor(rater, i, &factor) != CRR_OK)
            factor.contribution = 0;
        ret_contributions[i] = factor.contribution;
    }
    *ret_rating = rating;
    return CRR_OK;
}

enum crr_status
crr_scorer_rate(struct crr_scorer *scorer, const struct crr_value *values,
    size_t value_count, struct crr_rating *ret_rating, int64_t *ret_contributions,
    struct crr_error *reterr)
{
    if (!scorer || !values || !ret_rating ||
        value_count != scorer->rater->model->ast->input_count)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_scorer_rate needs a scorer, a place for the rating, and as many "
            "values "
            "as the model has inputs");
    int64_t marks = CRR_LANE_SLOW;
    if (scorer->has_lane)
        marks = scorer->kernel->weigh(
            &scorer->lane, &scorer->plan, values, scorer->worths);
    enum crr_status status = CRR_OK;
    if (marks & CRR_LANE_SLOW) {
        status = rate_slowly(
            scorer, values, value_count, ret_rating, ret_contributions, reterr);
    } else {
        settle(scorer, marks, ret_rating);
        if (ret_contributions)
            put_contributions(scorer, ret_contributions);
    }
    scorer->rater->rated = false;
    return status;
}

/* Scorers: one record by the lane's worths. */
#include "crr/scorer.h"
#include "base/report.h"
#include "plan/worth.h"

struct crr_scorer {
    struct crr_arena arena; /* this struct, and the arrays */
    struct crr_rater *rater;
    bool has_lane;
    struct crr_lane lane;
    int64_t *worths; /* by reader */
    /* Groups of the segment, each after its members: their contributions are sums. */
    uint32_t *groups;
    uint32_t group_count;
    bool
        reviews[1u << CRR_LANE_RULE_LIMIT]; /* by set of rules: one asks for a review */
    struct crr_rating usual; /* what is the same for all ratings of the lane */
};

_Static_assert(CRR_FACTOR_LIMIT <= CRR_LANE_MARKS + 1, "a place fits below a worth");

/* ---- Life ---- */

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
    for (uint32_t set = 0; set < 1u << lane->rule_count; set++)
        for (uint32_t i = 0; i < lane->rule_count; i++)
            if (set >> i & 1)
                scorer->reviews[set] |= ast->rules[lane->rules[i]].review;
}

static bool
set_lane(struct crr_scorer *scorer)
{
    struct crr_lane *lane = &scorer->lane;
    scorer->has_lane = true;
    if (!crr_lane_init(lane, scorer->rater, &scorer->arena.allocator))
        return false;
    scorer->worths = crr_arena_array(
        &scorer->arena, lane->reader_count, sizeof *scorer->worths);
    scorer->usual = (struct crr_rating){
        .segment = (size_t)(lane->segment - scorer->rater->model->plan.segments),
        .scale = lane->segment->scale};
    find_reviews(scorer);
    return scorer->worths && list_groups(scorer);
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

/* Whether the key is there for sure. */
static bool
has_key(const struct crr_lane_reader *reader, const struct crr_value *value)
{
    char room[CRR_SHORT_ROOM];
    struct crr_text text = value->as.text;
    if (value->type != CRR_VALUE_TEXT || text.length <= reader->missing_longest ||
        text.length > reader->plain_limit || text.length > CRR_SHORT_TEXT)
        return false;
    return is_plain(copy_short(text, room));
}

/* The marks of all values together. */
static int64_t
weigh(struct crr_scorer *scorer, const struct crr_value *values)
{
    struct crr_lane *lane = &scorer->lane;
    int64_t marks = 0;
    for (uint32_t k = 0; k < lane->reader_count; k++) {
        struct crr_lane_reader *reader = &lane->readers[k];
        const struct crr_value *value = &values[reader->input];
        int64_t worth;
        if (reader->kind == CRR_LANE_KEY)
            worth = has_key(reader, value) ? 0 : CRR_LANE_SLOW;
        else
            worth = crr_worth_of_value(lane, reader, value);
        scorer->worths[k] = worth;
        marks |= worth;
    }
    return marks & CRR_LANE_MARKS;
}

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

/* Below a worth there is room for the reader's place, so that one maximum finds the
 * greatest and, of equals, the first. */
static int64_t
add_primary(const struct crr_scorer *scorer, uint32_t *ret_top)
{
    int64_t sum = 0;
    int64_t most = INT64_MIN;
    for (uint32_t k = 0; k < scorer->lane.primary_count; k++) {
        int64_t worth = scorer->worths[k] & ~CRR_LANE_MARKS;
        int64_t placed = worth | (int64_t)(CRR_FACTOR_LIMIT - 1 - k);
        sum += worth;
        most = placed > most ? placed : most;
    }
    *ret_top = CRR_FACTOR_LIMIT - 1 - (uint32_t)(most & CRR_LANE_MARKS);
    return sum;
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

static int64_t
add_secondary(const struct crr_scorer *scorer)
{
    const struct crr_lane *lane = &scorer->lane;
    int64_t sum = 0;
    if (lane->theta_max && lane->secondary_count > 0)
        return scorer->worths[find_greatest(scorer)] & ~CRR_LANE_MARKS;
    for (uint32_t k = 0; k < lane->secondary_count; k++)
        sum += scorer->worths[lane->primary_count + k] & ~CRR_LANE_MARKS;
    return sum;
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
units_of(const struct crr_lane *lane, int64_t shifted)
{
    return crr_lane_units(shifted) * lane->divisor;
}

static void
put_contributions(const struct crr_scorer *scorer, int64_t *contributions)
{
    const struct crr_lane *lane = &scorer->lane;
    const struct crr_ast *ast = scorer->rater->model->ast;
    uint32_t end = lane->primary_count + lane->secondary_count;
    bool greatest = lane->theta_max && lane->secondary_count > 0;
    uint32_t counts = greatest ? find_greatest(scorer) : CRR_ABSENT;
    memset(contributions, 0, ast->factor_count * sizeof *contributions);
    for (uint32_t k = 0; k < end; k++)
        if (k < lane->primary_count || !greatest || k == counts)
            contributions[lane->readers[k].factor] = units_of(lane, scorer->worths[k]);
    for (uint32_t i = 0; i < scorer->group_count; i++) {
        uint32_t group = scorer->groups[i];
        uint32_t last = group + ast->factors[group].subtree_count;
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
    uint32_t top = 0;
    int64_t primary = add_primary(scorer, &top);
    int64_t theta = clamp(add_secondary(scorer), lane->theta_low, lane->theta_high);
    int64_t score = clamp(primary + theta, lane->score_low, lane->score_high);
    int64_t without = clamp(primary, lane->score_low, lane->score_high);
    *rating = scorer->usual;
    rating->score = crr_lane_units(score);
    if (lane->score_unit != 1)
        rating->score = crr_round_quotient(
            rating->score, lane->score_unit, lane->rounding);
    rating->score_low = rating->score_high = rating->score;
    rating->exact = units_of(lane, primary + theta);
    rating->theta = units_of(lane, theta);
    rating->top_factor = lane->readers[top].factor;
    rating->tier_without_theta = lane->segment->thresholds[reached(lane, without)].tier;
    if (marks & (CRR_LANE_FROM_MISSING | CRR_LANE_FROM_UNKNOWN))
        rating->warning_count = count_warnings(scorer);
    place(scorer, reached(lane, score),
        (uint32_t)(marks & CRR_LANE_RULES) >> CRR_LANE_RULE_SHIFT, rating);
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
    int64_t marks = scorer->has_lane ? weigh(scorer, values) : CRR_LANE_SLOW;
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

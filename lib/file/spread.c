/* Sums over the parts of scores, and what they say about the spread. */
#include "file/spread.h"
#include "base/decimal.h"
#include "plan/rater.h"

#define REMAINDER_COUNT 3
#define WHOLE 1000 /* tenths of a percent */

/* A part for the factors of one id in all segments. */
static bool
add_factor(struct crr_spread *spread, const struct crr_model *model, size_t index,
    const struct crr_factor_view *factor, struct crr_arena *arena)
{
    size_t count = crr_model_segment_count(model);
    for (size_t i = 0; i < spread->part_count; i++)
        for (size_t j = 0; j < count; j++)
            if (spread->parts[i].in_segment[j] == index) {
                spread->parts[i].confidential |= factor->confidential;
                return true;
            }
    struct crr_spread_part part = {
        .factor = index, .confidential = factor->confidential};
    part.in_segment = crr_arena_array(arena, count, sizeof *part.in_segment);
    for (size_t i = 0; part.in_segment && i < count; i++)
        part.in_segment[i] = crr_model_find_factor_in(model, i, factor->id);
    spread->parts[spread->part_count++] = part;
    return part.in_segment;
}

bool
crr_spread_init(
    struct crr_spread *spread, const struct crr_model *model, struct crr_arena *arena)
{
    static const char *const remainders[REMAINDER_COUNT] = {
        "clamping of θ", "clamping of the score", "rounding"};
    struct crr_factor_view factor;
    struct crr_model_head head;
    size_t limit = crr_model_factor_count(model) + REMAINDER_COUNT;
    *spread = (struct crr_spread){.score_unit = 1};
    spread->parts = crr_arena_array(arena, limit, sizeof *spread->parts);
    if (!spread->parts)
        return false;
    crr_model_head(model, NULL, &head);
    for (int i = head.decimals; i < 4; i++)
        spread->score_unit *= 10;
    for (size_t i = 0; crr_model_factor(model, i, NULL, &factor) == CRR_OK; i++)
        if (!factor.inner && (factor.node || factor.kind != CRR_FACTOR_GROUP) &&
            !add_factor(spread, model, i, &factor, arena))
            return false;
    for (size_t i = 0; i < REMAINDER_COUNT; i++)
        spread->parts[spread->part_count++] = (struct crr_spread_part){
            .factor = CRR_NONE, .name = remainders[i]};
    for (size_t i = 0; i < spread->part_count; i++) {
        spread->parts[i].low = INT64_MAX;
        spread->parts[i].high = INT64_MIN;
    }
    return true;
}

/* ---- Adding ---- */

static void
add(struct crr_spread *spread, crr_wide *sum, crr_wide value)
{
    crr_wide total;
    if (__builtin_add_overflow(*sum, value, &total))
        spread->overflow = true;
    else
        *sum = total;
}

static void
add_part(struct crr_spread *spread, struct crr_spread_part *part, int64_t value,
    int64_t score)
{
    if (value < part->low)
        part->low = value;
    if (value > part->high)
        part->high = value;
    add(spread, &part->sum, value);
    add(spread, &part->product_sum, (crr_wide)value * score);
}

/* Each part rounded to 10^-4; the last one, rounding, takes what that leaves, so that
 * the parts add up to the score. */
void
crr_spread_add(struct crr_spread *spread, const struct crr_rater *rater,
    const struct crr_rating *rating)
{
    struct crr_remainder rest;
    size_t last = spread->part_count - 1;
    int64_t score = rating->score * spread->score_unit;
    int64_t left = score;
    /* The scale is a multiple of 10^4, for points have four places. */
    int64_t unit = rating->scale / 10000;
    if (crr_rater_remainder(rater, &rest) != CRR_OK)
        return;
    for (size_t i = 0; i < last; i++) {
        struct crr_spread_part *part = &spread->parts[i];
        int64_t n = i == last - 1 ? rest.score_clamp : rest.theta_clamp;
        if (part->in_segment) {
            size_t index = part->in_segment[rating->segment];
            n = index == CRR_NONE ? 0 : crr_rater_contribution(rater, (uint32_t)index);
        }
        int64_t value = crr_round_quotient(n, unit, CRR_ROUND_HALF_UP);
        add_part(spread, part, value, score);
        left -= value;
    }
    add_part(spread, &spread->parts[last], left, score);
    add(spread, &spread->score_sum, score);
    add(spread, &spread->square_sum, (crr_wide)score * score);
    spread->row_count++;
}

/* ---- Shares ---- */

/* n·Σxy − Σx·Σy: the covariance times n². False if it does not fit with room to spare
 * for tenths of a percent. */
static bool
covariance(
    const struct crr_spread *spread, crr_wide sum, crr_wide product_sum, crr_wide *ret)
{
    crr_wide left, right, value, tenths;
    if (__builtin_mul_overflow(product_sum, (crr_wide)spread->row_count, &left) ||
        __builtin_mul_overflow(sum, spread->score_sum, &right) ||
        __builtin_sub_overflow(left, right, &value) ||
        __builtin_mul_overflow(value, (crr_wide)WHOLE, &tenths))
        return false;
    *ret = value;
    return true;
}

/* Tenths rounded down, with what the division leaves. */
static int64_t
divide_down(crr_wide dividend, crr_wide divisor, crr_wide *ret_rest)
{
    crr_wide quotient = dividend / divisor;
    crr_wide rest = dividend % divisor;
    if (rest < 0) {
        quotient--;
        rest += divisor;
    }
    *ret_rest = rest;
    return (int64_t)quotient;
}

/* The part whose division left most and that got no unit yet; of equals the first. Its
 * rest, kept in product_sum, is used up. */
static void
give_unit(struct crr_spread *spread)
{
    struct crr_spread_part *best = &spread->parts[0];
    for (size_t i = 1; i < spread->part_count; i++)
        if (spread->parts[i].product_sum > best->product_sum)
            best = &spread->parts[i];
    best->share++;
    best->product_sum = -1;
}

/* By the largest remainder, so that the shares as printed add up too. */
void
crr_spread_settle(struct crr_spread *spread)
{
    crr_wide variance;
    int64_t left = WHOLE;
    if (spread->overflow ||
        !covariance(spread, spread->score_sum, spread->square_sum, &variance) ||
        variance == 0)
        return;
    for (size_t i = 0; i < spread->part_count; i++) {
        struct crr_spread_part *part = &spread->parts[i];
        crr_wide value;
        if (!covariance(spread, part->sum, part->product_sum, &value))
            return;
        part->share = divide_down(value * WHOLE, variance, &part->product_sum);
        left -= part->share;
    }
    for (; left > 0; left--)
        give_unit(spread);
    spread->has_shares = true;
}

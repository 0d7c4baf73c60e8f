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
    crr_spread_reset(spread);
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
static void
add_rounded(struct crr_spread *spread, size_t index, int64_t n, int64_t unit,
    int64_t score, int64_t *left)
{
    int64_t value = crr_round_quotient(n, unit, CRR_ROUND_HALF_UP);
    add_part(spread, &spread->parts[index], value, score);
    *left -= value;
}

static void
add_score(struct crr_spread *spread, int64_t left, int64_t score)
{
    add_part(spread, &spread->parts[spread->part_count - 1], left, score);
    add(spread, &spread->score_sum, score);
    add(spread, &spread->square_sum, (crr_wide)score * score);
    spread->row_count++;
}

void
crr_spread_add_parts(
    struct crr_spread *spread, const int64_t *parts, int64_t unit, int64_t score)
{
    int64_t left = score *= spread->score_unit;
    for (size_t i = 0; i + 1 < spread->part_count; i++)
        add_rounded(spread, i, parts[i], unit, score, &left);
    add_score(spread, left, score);
}

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
        const struct crr_spread_part *part = &spread->parts[i];
        int64_t n = i == last - 1 ? rest.score_clamp : rest.theta_clamp;
        if (part->in_segment) {
            size_t index = part->in_segment[rating->segment];
            n = index == CRR_NONE ? 0 : crr_rater_contribution(rater, (uint32_t)index);
        }
        add_rounded(spread, i, n, unit, score, &left);
    }
    add_score(spread, left, score);
}

/* ---- Merging ---- */

static void
merge_part(struct crr_spread *spread, struct crr_spread_part *part,
    const struct crr_spread_part *other)
{
    part->low = other->low < part->low ? other->low : part->low;
    part->high = other->high > part->high ? other->high : part->high;
    add(spread, &part->sum, other->sum);
    add(spread, &part->product_sum, other->product_sum);
}

void
crr_spread_merge(struct crr_spread *spread, const struct crr_spread *other)
{
    for (size_t i = 0; i < spread->part_count; i++)
        merge_part(spread, &spread->parts[i], &other->parts[i]);
    add(spread, &spread->score_sum, other->score_sum);
    add(spread, &spread->square_sum, other->square_sum);
    spread->overflow |= other->overflow;
    spread->row_count += other->row_count;
}

void
crr_spread_reset(struct crr_spread *spread)
{
    for (size_t i = 0; i < spread->part_count; i++) {
        struct crr_spread_part *part = &spread->parts[i];
        part->low = INT64_MAX;
        part->high = INT64_MIN;
        part->sum = part->product_sum = 0;
    }
    spread->score_sum = spread->square_sum = 0;
    spread->row_count = 0;
    spread->overflow = false;
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

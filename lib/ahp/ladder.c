/* Steps up and down the scale and its reciprocals. */
#include "ahp/ladder.h"

#include <math.h>
#include <stdlib.h>

static double
quotient(int64_t numerator, int64_t denominator)
{
    return (double)numerator / (double)denominator;
}

struct crr_ratio
crr_ratio_of(struct crr_rational value)
{
    return (struct crr_ratio){quotient(value.numerator, value.denominator),
        quotient(value.denominator, value.numerator)};
}

static struct crr_ratio
inverse(struct crr_ratio ratio)
{
    return (struct crr_ratio){ratio.reciprocal, ratio.value};
}

double
crr_ladder_end(const struct crr_scale *scale)
{
    return crr_ratio_of(scale->values[scale->count - 1]).value;
}

/* The step at position, which may be negative. */
static struct crr_ratio
step_at(const struct crr_scale *scale, int position)
{
    struct crr_ratio ratio = crr_ratio_of(scale->values[abs(position)]);

    return position < 0 ? inverse(ratio) : ratio;
}

/* Where a value of at least 1 stands: the step at or below it, and how far it is, by
 * logarithms, towards the next. False if it is beyond the end. */
static bool
locate(const struct crr_scale *scale, struct crr_rational value, int *ret_step,
    double *ret_part)
{
    double ratio = crr_ratio_of(value).value;
    double below = 1, above = 1;
    int step = -1;

    for (uint32_t i = 0; i < scale->count; i++) {
        above = crr_ratio_of(scale->values[i]).value;
        if (scale->values[i].numerator == value.numerator &&
            scale->values[i].denominator == value.denominator) {
            *ret_step = (int)i;
            *ret_part = 0;
            return true;
        }
        if (above > ratio)
            break;
        below = above;
        step = (int)i;
    }
    if (step < 0 || above <= ratio)
        return false;
    *ret_step = step;
    *ret_part = log(ratio / below) / log(above / below);
    return true;
}

/* Moves a value of at least 1. */
static struct crr_ratio
move_up_side(const struct crr_scale *scale, struct crr_rational value, int steps)
{
    int end = (int)scale->count - 1, step;
    double part, low, high;

    if (!locate(scale, value, &step, &part)) {
        if (steps >= 0)
            return crr_ratio_of(value);
        step = end;
        part = 0;
    }
    step += steps;
    if (step >= end)
        return step_at(scale, end);
    if (step < -end)
        return step_at(scale, -end);
    if (part == 0)
        return step_at(scale, step);
    low = log(step_at(scale, step).value);
    high = log(step_at(scale, step + 1).value);
    low += part * (high - low);
    return (struct crr_ratio){exp(low), exp(-low)};
}

struct crr_ratio
crr_ladder_move(const struct crr_scale *scale, struct crr_rational value, int steps)
{
    struct crr_rational mirrored = {value.denominator, value.numerator};

    if (steps == 0)
        return crr_ratio_of(value);
    if (value.numerator >= value.denominator)
        return move_up_side(scale, value, steps);
    return inverse(move_up_side(scale, mirrored, -steps));
}

/* The smallest change of one judgement that reorders two children. Under geometric
 * means ln w moves linearly with ln(judgement), so that each pair's crossing is a
 * quotient; elsewhere it is found by bisection. */
#include <math.h>
#include "ahp/ranks.h"
#include "ahp/stability.h"

/* Slopes that differ by less are equal. */
#define SLOPE_MARGIN 1e-12
#define BISECTION_LIMIT 60
#define BISECTION_END 1e-13

/* How far the logarithm may go down (negative) and up within the scale's ends. A
 * judgement beyond an end may stay there. */
static void
find_bounds(double judgement, double end, double *ret_low, double *ret_high)
{
    *ret_low = fmin(-log(end) - log(judgement), 0);
    *ret_high = fmax(log(end) - log(judgement), 0);
}

static void
set_swap(struct crr_ahp_swap *swap, double judgement, double logarithm, size_t above,
    size_t below)
{
    *swap = (struct crr_ahp_swap){.searched = true,
        .exists = true,
        .factor = exp(logarithm),
        .value = judgement * exp(logarithm),
        .above = above,
        .below = below};
}

/* Where the first of a pair sinks to the second; 0: nowhere within the bounds. */
static double
crossing(double first, double second, double rate, double low, double high)
{
    double gap = log(first) - log(second), at;

    if (gap <= CRR_RANK_MARGIN || fabs(rate) <= SLOPE_MARGIN)
        return 0;
    at = -gap / rate;
    return at > low && at < high ? at : 0;
}

void
crr_swap_by_slopes(const struct crr_swap_search *search, double judgement, double end,
    const double *slopes, struct crr_ahp_swap *ret)
{
    const double *weights = search->weights;
    double low, high, best = INFINITY;

    find_bounds(judgement, end, &low, &high);
    *ret = (struct crr_ahp_swap){.searched = true};
    for (size_t i = 0; i < search->n; i++) {
        for (size_t k = 0; k < search->n; k++) {
            double at = crossing(
                weights[i], weights[k], slopes[i] - slopes[k], low, high);

            if (at == 0 || !(fabs(at) < best))
                continue;
            best = fabs(at);
            set_swap(ret, judgement, at, i, k);
        }
    }
}

/* Whether the order is another one if the judgement's logarithm moves so far; then the
 * pair that is farthest reversed. */
static bool
reverses(const struct crr_swap_search *search, struct crr_variation *change,
    double logarithm, size_t *ret_above, size_t *ret_below)
{
    const double *before = search->weights, *after = search->moved;
    double most = 0;

    change->logarithm = logarithm;
    if (!crr_vary_node(search->vary, change, change->tree, change->node, search->moved))
        return false;
    for (size_t i = 0; i < search->n; i++) {
        for (size_t k = 0; k < search->n; k++) {
            double reversed = log(after[k]) - log(after[i]);

            if (log(before[i]) - log(before[k]) <= CRR_RANK_MARGIN || reversed <= most)
                continue;
            most = reversed;
            *ret_above = i;
            *ret_below = k;
        }
    }
    return most > 0;
}

/* The least logarithm between 0 and bound, which may be negative, that reverses a pair;
 * 0: none. guess is where to begin, 0: at the bound. */
static double
bisect(const struct crr_swap_search *search, struct crr_variation *change, double bound,
    double guess, size_t *ret_above, size_t *ret_below)
{
    double low = 0, high = guess != 0 ? guess : bound;

    if (fabs(high) > fabs(bound))
        high = bound;
    while (!reverses(search, change, high, ret_above, ret_below)) {
        if (high == bound || bound == 0)
            return 0;
        low = high;
        high *= 1.25;
        if (fabs(high) > fabs(bound))
            high = bound;
    }
    for (int i = 0; i < BISECTION_LIMIT && fabs(high - low) > BISECTION_END; i++) {
        double middle = (low + high) / 2;

        if (reverses(search, change, middle, ret_above, ret_below))
            high = middle;
        else
            low = middle;
    }
    return high;
}

void
crr_swap_by_bisection(const struct crr_swap_search *search, double judgement,
    double end, struct crr_variation *change, struct crr_ahp_swap *swap)
{
    double guess = swap->exists ? log(swap->factor) : 0;
    double bounds[2], found[2];
    size_t above[2] = {0}, below[2] = {0};
    int nearer;

    find_bounds(judgement, end, &bounds[0], &bounds[1]);
    for (int i = 0; i < 2; i++)
        found[i] = bisect(search, change, bounds[i], guess * bounds[i] > 0 ? guess : 0,
            &above[i], &below[i]);
    nearer = found[0] == 0 || (found[1] != 0 && found[1] < -found[0]);
    if (found[nearer] == 0)
        *swap = (struct crr_ahp_swap){.searched = true};
    else
        set_swap(swap, judgement, found[nearer], above[nearer], below[nearer]);
}

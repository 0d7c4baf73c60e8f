/* Several voices: their judgements or their weights put together, and how far they
 * agree. */
#include <math.h>
#include "ahp/numeric.h"

/* above and below are the places of a pair's ratio and of its reciprocal. */
static void
aggregate_pair(const double *const *voices, const double *voting_weights,
    size_t voice_count, size_t above, size_t below, double *ret)
{
    double sum = 0, votes = 0;
    const double *first = NULL;
    bool unanimous = true;

    for (size_t k = 0; k < voice_count; k++) {
        if (voices[k][above] == 0)
            continue;
        if (!first)
            first = voices[k];
        unanimous = unanimous && voices[k][above] == first[above];
        sum += voting_weights[k] * log(voices[k][above]);
        votes += voting_weights[k];
    }
    /* What all say stays exactly what it is. */
    if (unanimous) {
        ret[above] = first ? first[above] : 0;
        ret[below] = first ? first[below] : 0;
        return;
    }
    ret[above] = exp(sum / votes);
    ret[below] = exp(-sum / votes);
}

void
crr_aggregate_judgements(const double *const *voices, const double *voting_weights,
    size_t voice_count, size_t n, double *ret)
{
    for (size_t i = 0; i < n; i++) {
        ret[i * n + i] = 1;
        for (size_t j = i + 1; j < n; j++)
            aggregate_pair(
                voices, voting_weights, voice_count, i * n + j, j * n + i, ret);
    }
}

void
crr_aggregate_priorities(const double *weights, const double *voting_weights,
    size_t voice_count, size_t n, bool arithmetic, double *ret_weights)
{
    for (size_t i = 0; i < n; i++) {
        ret_weights[i] = 0;
        for (size_t k = 0; k < voice_count; k++) {
            double weight = weights[k * n + i];
            ret_weights[i] += voting_weights[k] * (arithmetic ? weight : log(weight));
        }
    }
    if (!arithmetic)
        crr_weights_of_logarithms(ret_weights, n, ret_weights);
}

/* Shannon's entropy of a vector that sums to 1. */
static double
entropy(const double *weights, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        if (weights[i] > 0)
            sum -= weights[i] * log(weights[i]);
    return sum;
}

double
crr_consensus(const double *weights, size_t voice_count, size_t n, double scale_end)
{
    double within = 0, together = 0;
    double steps = (double)n + scale_end - 1;
    double top = scale_end / steps, rest = 1 / steps;

    for (size_t k = 0; k < voice_count; k++)
        within += entropy(weights + k * n, n) / (double)voice_count;
    for (size_t i = 0; i < n; i++) {
        double mean = 0;

        for (size_t k = 0; k < voice_count; k++)
            mean += weights[k * n + i] / (double)voice_count;
        together -= mean > 0 ? mean * log(mean) : 0;
    }
    /* The least that a voice can have: all on one element, as far as the scale goes. */
    double least = -top * log(top) - (double)(n - 1) * rest * log(rest);
    double floor = exp(least - log((double)n));
    /* One element, or a scale of 1 alone: nobody can disagree. */
    if (1 - floor < 1e-12)
        return 1;
    double homogeneity = exp(within - together);
    return fmin(fmax((homogeneity - floor) / (1 - floor), 0), 1);
}

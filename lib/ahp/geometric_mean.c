/* Weights by the geometric mean of the rows, 方根法 (Crawford, Williams 1985), and the
 * scratch that all numeric parts share. */
#include <math.h>
#include "ahp/numeric.h"

bool
crr_numeric_init(struct crr_numeric *work, struct crr_arena *arena, size_t n)
{
    work->n = n;
    work->matrix = crr_arena_array(arena, n * n, sizeof *work->matrix);
    work->other = crr_arena_array(arena, n * n, sizeof *work->other);
    work->vectors = crr_arena_array(
        arena, CRR_NUMERIC_VECTORS * n, sizeof *work->vectors);
    work->arena = arena;
    work->newton = NULL;
    work->newton_size = 0;
    return work->matrix && work->other && work->vectors;
}

/* exp(y_i) over their sum, shifted so that nothing overflows. */
void
crr_weights_of_logarithms(const double *logarithms, size_t n, double *ret_weights)
{
    double greatest = logarithms[0], sum = 0;

    for (size_t i = 1; i < n; i++)
        if (logarithms[i] > greatest)
            greatest = logarithms[i];
    for (size_t i = 0; i < n; i++) {
        ret_weights[i] = exp(logarithms[i] - greatest);
        sum += ret_weights[i];
    }
    for (size_t i = 0; i < n; i++)
        ret_weights[i] /= sum;
}

void
crr_geometric_mean(const double *a, size_t n, double *ret_weights)
{
    for (size_t i = 0; i < n; i++) {
        double sum = 0;

        for (size_t j = 0; j < n; j++)
            sum += log(a[i * n + j]);
        ret_weights[i] = sum / (double)n;
    }
    crr_weights_of_logarithms(ret_weights, n, ret_weights);
}

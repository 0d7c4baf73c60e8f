/* Everything that follows from one matrix. */
#include "ahp/derive.h"

#include <math.h>
#include <string.h>

/* Where there is nothing to say. */
static void
clear_numbers(struct crr_ahp_voice *voice)
{
    voice->lambda_max = voice->lambda_low = voice->lambda_high = NAN;
    voice->lambda_geometric_mean = NAN;
    voice->ci = voice->decisive_cr = voice->ri = NAN;
    voice->gci = voice->gci_limit = voice->koczkodaj = NAN;
    for (size_t i = 0; i < CRR_AHP_TABLE_COUNT; i++)
        voice->cr[i] = NAN;
    voice->verdict = CRR_AHP_NOT_TESTABLE;
}

/* λ of the geometric mean's weights, over the matrix whose missing entries they fill.
 */
static double
geometric_lambda(const struct crr_deriving *deriving, const double *a, size_t n,
    const double *weights)
{
    double *filled = deriving->scratch;

    memcpy(filled, a, n * n * sizeof *filled);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            if (filled[i * n + j] == 0)
                filled[i * n + j] = weights[i] / weights[j];
    return crr_lambda_of(filled, n, weights);
}

static void
test_consistency(
    const struct crr_deriving *deriving, size_t n, struct crr_ahp_voice *voice)
{
    const struct crr_judgements *judgements = deriving->ahp->judgements;
    size_t m = voice->redundant_count == 0 ? 0 : voice->missing_count;
    bool is_tree = voice->redundant_count == 0 && n > 2;
    bool approximate;

    voice->ci = crr_consistency_index(voice->lambda_max, n);
    voice->ri = is_tree ? 0
                        : crr_deciding_index(
                              judgements->random_index, n, m, &voice->ri_approximate);
    voice->verdict = crr_decide(
        voice->ci, voice->ri, n, deriving->ahp->view.limit, &voice->decisive_cr);
    for (size_t i = 0; i < CRR_AHP_TABLE_COUNT; i++) {
        double ri = crr_deciding_index(i, n, m, &approximate);
        bool applies = n <= 2 || (!is_tree && (m == 0 || i == CRR_EXACT_TABLE));

        voice->cr[i] = NAN;
        if (applies)
            crr_decide(voice->ci, ri, n, deriving->ahp->view.limit, &voice->cr[i]);
    }
}

static void
measure(const struct crr_deriving *deriving, size_t n, struct crr_ahp_voice *voice)
{
    bool by_eigenvector = deriving->ahp->judgements->method == CRR_METHOD_EIGENVECTOR;
    double *errors = (double *)voice->errors;

    crr_collatz_wielandt(voice->completed, n, voice->eigenvector, &voice->lambda_low,
        &voice->lambda_high);
    voice->lambda_geometric_mean = geometric_lambda(
        deriving, voice->ratios, n, voice->geometric_mean);
    crr_weight_errors(voice->completed, n,
        by_eigenvector ? voice->eigenvector : voice->geometric_mean, errors);
    voice->gci = crr_geometric_consistency_index(
        voice->ratios, n, voice->geometric_mean);
    voice->gci_limit = n <= 2 ? NAN : crr_geometric_consistency_limit(n);
    voice->koczkodaj = crr_koczkodaj(voice->ratios, n, voice->triad);
    if (n <= 2) /* consistent by definition */
        voice->gci = voice->koczkodaj = 0;
    voice->circular_triad_count = crr_circular_triads(voice->ratios, n);
    test_consistency(deriving, n, voice);
}

enum crr_node_outcome
crr_derive_voice(const struct crr_deriving *deriving, const double *ratios, size_t n,
    struct crr_ahp_voice *voice)
{
    struct crr_arena *arena = &deriving->ahp->arena;
    double *completed = crr_arena_array(arena, n * n, sizeof *completed);
    double *vectors = crr_arena_array(arena, 3 * n, sizeof *vectors);
    size_t known;

    clear_numbers(voice);
    voice->ratios = ratios;
    voice->missing_count = crr_missing_count(ratios, n);
    known = crr_pair_count(n) - voice->missing_count;
    if (!completed || !vectors)
        return CRR_NODE_DIVERGED; /* the arena remembers why */
    if (!crr_least_squares(deriving->work, ratios, n, vectors))
        return CRR_NODE_UNCONNECTED;
    voice->connected = true;
    voice->redundant_count = known - (n - 1);
    if (crr_complete(deriving->work, ratios, n, completed) != CRR_COMPLETED ||
        !crr_perron(deriving->work, completed, n, vectors + n, &voice->lambda_max))
        return CRR_NODE_DIVERGED;
    voice->completed = completed;
    voice->geometric_mean = vectors;
    voice->eigenvector = vectors + n;
    voice->errors = vectors + 2 * n;
    measure(deriving, n, voice);
    return CRR_NODE_WEIGHED;
}

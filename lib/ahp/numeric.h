/* The numbers of the analytic hierarchy process, over plain matrices: n × n doubles,
 * row by row, a[i·n + j] > 0, a[j·n + i] its reciprocal, 1 on the diagonal, 0 for a
 * pair that nobody judged. "Complete" says that there is no such pair. Nothing here
 * knows names, files or findings. n is in [1, CRR_COMPARED_LIMIT]. */
#ifndef CRR_AHP_NUMERIC_H
#define CRR_AHP_NUMERIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"

/* Scratch for matrices up to n, from an arena, used again by every call that takes it;
 * one a thread. */
struct crr_numeric {
    size_t n;
    double *matrix;  /* n × n */
    double *other;   /* n × n */
    double *vectors; /* CRR_NUMERIC_VECTORS · n */
    struct crr_arena *arena;
    double *newton; /* for completions, grown when one needs more */
    size_t newton_size;
};
#define CRR_NUMERIC_VECTORS 40
/* False: no memory. */
bool crr_numeric_init(struct crr_numeric *work, struct crr_arena *arena, size_t n);

/* exp(y_i) / Σ exp(y_j), without overflow. The two may be equal. */
void crr_weights_of_logarithms(const double *logarithms, size_t n, double *ret_weights);

/* ---- Weights, each a vector of n that sums to 1 ---- */

/* Of a complete matrix: w_i = (Π_j a_ij)^(1/n) / Σ, through logarithms, exact in
 * symmetric cases (equal rows give equal weights). geometric_mean.c */
void crr_geometric_mean(const double *a, size_t n, double *ret_weights);

/* Logarithmic least squares over the known pairs: minimises Σ (ln a_ij - y_i + y_j)²
 * with the graph's Laplacian (Cholesky, LAPACKE); of a complete matrix the geometric
 * mean. False if the known pairs do not connect. least_squares.c */
bool crr_least_squares(
    struct crr_numeric *work, const double *a, size_t n, double *ret_weights);
/* How the logarithms of the weights move with the logarithm of one judgement (row over
 * column): ret_slopes[k] = ∂ ln w_k / ∂ ln a_rc before normalising, mean 0; of a
 * complete matrix ±1/n at row and column. False if not connected. */
bool crr_least_squares_slopes(struct crr_numeric *work, const double *a, size_t n,
    size_t row, size_t column, double *ret_slopes);

/* The principal eigenvector of a complete matrix and its eigenvalue
 * (LAPACKE_dgeev_work: balanced; the eigenvalue with the largest real part; the vector
 * with one sign). False if LAPACK fails or the vector is not positive. eigenvector.c */
bool crr_perron(struct crr_numeric *work, const double *a, size_t n,
    double *ret_weights, double *ret_lambda);
/* The eigenvalue alone, by power iteration until min and max (Aw)_i/w_i differ by less
 * than 1e-12 relatively, by crr_perron where that takes long: for many small matrices.
 * start (may be NULL) is a vector to begin with; it is replaced by the last one, which
 * sums to 1. NAN if crr_perron fails. */
double crr_perron_root(
    struct crr_numeric *work, const double *a, size_t n, double *start);

/* ---- Completion (completion.c) ---- */

enum crr_completion {
    CRR_COMPLETED = 0,
    CRR_COMPLETION_UNCONNECTED,
    CRR_COMPLETION_DIVERGED /* the gradient did not get small enough, or weights are so
                             * far apart that numbers do not reach */
};
/* The completion with the least lambda_max: convex in the logarithms of the missing
 * entries; damped Newton from the least squares completion, stopped by the gradient
 * (Bozóki, Fülöp, Rónyai 2010). Known pairs that are a spanning tree give the
 * consistent matrix at once. a may equal ret_complete. */
enum crr_completion crr_complete(
    struct crr_numeric *work, const double *a, size_t n, double *ret_complete);

/* ret_parts[i] numbers the connected part that i is in, from 0 in order of the smallest
 * member; returns their number. */
size_t crr_connected_parts(const double *a, size_t n, size_t *ret_parts);
size_t crr_missing_count(const double *a, size_t n);

/* ---- Consistency (consistency.c) ---- */

/* (1/n) Σ (Aw)_i/w_i of a complete matrix, and the least and greatest of these
 * ratios. */
double crr_lambda_of(const double *a, size_t n, const double *weights);
void crr_collatz_wielandt(const double *a, size_t n, const double *weights,
    double *ret_low, double *ret_high);
/* (lambda - n)/(n - 1), 0 for n <= 2 and where rounding makes it negative. */
double crr_consistency_index(double lambda, size_t n);
/* Σ over known pairs of (ln(a_ij w_j/w_i))², w by least squares, over the number of
 * known pairs beyond n - 1; of a complete matrix 2/((n-1)(n-2)) Σ. NAN without such
 * pairs. */
double crr_geometric_consistency_index(
    const double *a, size_t n, const double *least_squares_weights);
/* Thresholds that correspond to CR = 0.1. */
double crr_geometric_consistency_limit(size_t n);
/* Greatest over known triads i < j < k of min(|1 - 1/x|, |1 - x|) with
 * x = a_ij a_jk/a_ik (Koczkodaj 1993); NAN if there is no known triad. ret_triad gets
 * i, j, k of the first such. */
double crr_koczkodaj(const double *a, size_t n, size_t ret_triad[3]);
/* Known triads i > j > k > i, every preference strict. */
size_t crr_circular_triads(const double *a, size_t n);
/* Error of each weight, of a complete matrix: sqrt(Σ_j (a_ij w_j - w_i)² / (n-1))
 * (Tomashevskii 2015); 0 for n = 1. */
void crr_weight_errors(
    const double *a, size_t n, const double *weights, double *ret_errors);

/* ---- Random indices (random_index.c); tables as in crr_random_index_names ---- */

/* NAN outside the table. */
double crr_random_index(size_t table, size_t n);
/* RI(n, m) for m missing pairs with unbounded completion; where it was not simulated,
 * (1 - 2m/((n-1)(n-2)))·RI(n) of `exact` (Ágoston, Csató 2022) and *ret_approximate is
 * true. 0 for a spanning tree. */
double crr_random_index_incomplete(size_t n, size_t m, bool *ret_approximate);

/* ---- Groups (group.c) ---- */

/* AIJ: ret[i·n + j] = Π a_ij^v over the voices that judged the pair, their voting
 * weights v renormalised among these; what all of them say stays exactly that; 0 where
 * none did. */
void crr_aggregate_judgements(const double *const *voices, const double *voting_weights,
    size_t voice_count, size_t n, double *ret);
/* AIP of voice_count × n weights: geometric (normalised) or arithmetic. */
void crr_aggregate_priorities(const double *weights, const double *voting_weights,
    size_t voice_count, size_t n, bool arithmetic, double *ret_weights);
/* Consensus of voice_count × n weights, [0, 1], every voice counted alike: Shannon's
 * diversities (Goepel 2013, as AHP-OS computes it); scale_end is the greatest value of
 * the scale. */
double crr_consensus(
    const double *weights, size_t voice_count, size_t n, double scale_end);

/* ---- Decimals (consistency.c) ---- */

/* The value rounded to 12 significant digits, 0 below 1e-12: what is printed is what is
 * compared with a limit. */
double crr_round_significant(double value);

#endif

/* The search for judgements to change. With some pairs removed, the completion of the
 * matrix with the least λ bounds from below what any values of these pairs can do, so
 * that most sets are out at once; the others are tried in the order of that bound until
 * it exceeds what was found. */
#include "ahp/hints_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Two CIs that differ by less are equal. */
#define TIE 1e-12

struct pair {
    size_t row, column;
};

/* A set of judgements that may do. */
struct candidate {
    double bound; /* CI that no values of these pairs fall below */
    uint16_t pairs[CRR_HINT_EXACT_CHANGES];
};

struct search {
    const struct crr_hint_problem *problem;
    struct pair *pairs; /* that are judged */
    size_t pair_count;
    double *matrix; /* n × n: a with changes */
    double *full;   /* n × n: completed */
    double *start;  /* n: for the power iteration */
    struct candidate *candidates;
    size_t candidate_count, candidate_capacity;
    size_t size; /* of the sets that are searched */
    double ratios[CRR_HINT_EXACT_CHANGES];
    struct crr_hint_set best;
    bool found;
};

static void
put(double *a, size_t n, struct pair pair, double ratio)
{
    a[pair.row * n + pair.column] = ratio;
    a[pair.column * n + pair.row] = ratio > 0 ? 1 / ratio : 0;
}

static double
index_of(const struct search *search, const double *a)
{
    const struct crr_hint_problem *problem = search->problem;
    size_t n = problem->n;

    if (crr_missing_count(a, n) > 0) {
        if (crr_complete(problem->work, a, n, search->full) != CRR_COMPLETED)
            return NAN;
        a = search->full;
    }
    return crr_consistency_index(crr_perron_root(problem->work, a, n, NULL), n);
}

double
crr_hint_index(const struct crr_hint_problem *problem, const double *a)
{
    struct search search = {.problem = problem};

    search.full = crr_arena_array(
        problem->arena, problem->n * problem->n, sizeof *search.full);
    return search.full ? index_of(&search, a) : NAN;
}

double
crr_hint_implied(
    const struct crr_hint_problem *problem, size_t row, size_t column, double *scratch)
{
    size_t n = problem->n;
    double *weights = scratch + n * n;

    memcpy(scratch, problem->a, n * n * sizeof *scratch);
    put(scratch, n, (struct pair){row, column}, 0);
    if (!crr_least_squares(problem->work, scratch, n, weights))
        return NAN;
    return weights[row] / weights[column];
}

double
crr_hint_nearest(const struct crr_hint_problem *problem, double ratio)
{
    double best = problem->values[0];

    for (size_t i = 1; i < problem->value_count; i++) {
        double value = problem->values[i];
        double gain = fabs(log(best / ratio)) - fabs(log(value / ratio));

        if (gain > TIE || (gain > -TIE && fabs(log(value)) < fabs(log(best))))
            best = value;
    }
    return best;
}

/* ---- Sets up to three ---- */

static double
given(const struct search *search, size_t pair)
{
    return search->problem
        ->a[search->pairs[pair].row * search->problem->n + search->pairs[pair].column];
}

/* Keeps the set if it may do. One whose removal leaves the rest unconnected has no
 * least completion; nothing is known to bound it but 0. */
static bool
consider(struct search *search, const uint16_t *pairs)
{
    const struct crr_hint_problem *problem = search->problem;
    size_t n = problem->n, parts[128];
    struct candidate candidate = {.bound = 0};
    struct candidate *grown;

    memcpy(search->matrix, problem->a, n * n * sizeof *search->matrix);
    for (size_t i = 0; i < CRR_HINT_EXACT_CHANGES && i < search->size; i++) {
        put(search->matrix, n, search->pairs[pairs[i]], 0);
        candidate.pairs[i] = pairs[i];
    }
    if (crr_connected_parts(search->matrix, n, parts) == 1)
        candidate.bound = index_of(search, search->matrix);
    /* What did not converge bounds nothing. */
    if (isnan(candidate.bound))
        candidate.bound = 0;
    if (candidate.bound > problem->limit + TIE)
        return true;
    grown = crr_arena_grow(problem->arena, search->candidates, search->candidate_count,
        &search->candidate_capacity, sizeof *grown);
    if (!grown)
        return false;
    search->candidates = grown;
    grown[search->candidate_count++] = candidate;
    return true;
}

/* All sets of the size, in order. */
static bool
list_candidates(struct search *search)
{
    uint16_t at[CRR_HINT_EXACT_CHANGES];
    size_t k = search->size, count = search->pair_count;

    search->candidate_count = 0;
    if (count < k)
        return true;
    for (size_t i = 0; i < k; i++)
        at[i] = (uint16_t)i;
    for (;;) {
        size_t i = k;

        if (!consider(search, at))
            return false;
        while (i > 0 && at[i - 1] == count - k + i - 1)
            i--;
        if (i == 0)
            return true;
        at[i - 1]++;
        for (; i < k; i++)
            at[i] = (uint16_t)(at[i - 1] + 1);
    }
}

static int
compare_candidates(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;

    if (a->bound != b->bound)
        return a->bound < b->bound ? -1 : 1;
    return memcmp(a->pairs, b->pairs, sizeof a->pairs);
}

/* The matrix with its present ratios is one way to change the set. */
static void
judge_values(struct search *search, const struct candidate *candidate)
{
    struct crr_hint_set *best = &search->best;
    double ci = index_of(search, search->matrix), distance = 0;

    if (isnan(ci) || crr_round_significant(ci) > search->problem->limit)
        return;
    for (size_t i = 0; i < CRR_HINT_EXACT_CHANGES && i < search->size; i++)
        distance += fabs(log(search->ratios[i] / given(search, candidate->pairs[i])));
    if (search->found && (ci > best->ci + TIE ||
                             (ci > best->ci - TIE && distance > best->distance - TIE)))
        return;
    search->found = true;
    best->ci = ci;
    best->distance = distance;
    best->count = search->size;
    for (size_t i = 0; i < CRR_HINT_EXACT_CHANGES && i < search->size; i++)
        best->changes[i] = (struct crr_hint_change){
            search->pairs[candidate->pairs[i]].row,
            search->pairs[candidate->pairs[i]].column, search->ratios[i]};
}

/* Tries all values of the pairs from `depth` on. */
static void
try_values(struct search *search, const struct candidate *candidate, size_t depth)
{
    const struct crr_hint_problem *problem = search->problem;

    if (depth == CRR_HINT_EXACT_CHANGES || depth == search->size) {
        judge_values(search, candidate);
        return;
    }
    for (size_t i = 0; i < problem->value_count; i++) {
        double ratio = problem->values[i];

        if (fabs(log(ratio / given(search, candidate->pairs[depth]))) < TIE)
            continue;
        search->ratios[depth] = ratio;
        put(search->matrix, problem->n, search->pairs[candidate->pairs[depth]], ratio);
        try_values(search, candidate, depth + 1);
    }
}

static bool
search_size(struct search *search)
{
    size_t n = search->problem->n;

    if (!list_candidates(search))
        return false;
    if (search->candidate_count > 0)
        qsort(search->candidates, search->candidate_count, sizeof *search->candidates,
            compare_candidates);
    for (size_t i = 0; i < search->candidate_count; i++) {
        const struct candidate *candidate = &search->candidates[i];

        if (search->found && candidate->bound > search->best.ci + TIE)
            break;
        memcpy(search->matrix, search->problem->a, n * n * sizeof *search->matrix);
        try_values(search, candidate, 0);
    }
    return true;
}

/* ---- Beyond ---- */

/* The single change that lowers CI most, of the pairs that were not changed yet.
 * Returns the pair, or pair_count if none lowers it. */
static size_t
best_change(struct search *search, const bool *changed, double *ci, double *ret_ratio)
{
    const struct crr_hint_problem *problem = search->problem;
    size_t n = problem->n, best = search->pair_count;

    for (size_t i = 0; i < search->pair_count; i++) {
        struct pair pair = search->pairs[i];
        double before = search->matrix[pair.row * n + pair.column];

        for (size_t j = 0; !changed[i] && j < problem->value_count; j++) {
            double trial;

            put(search->matrix, n, pair, problem->values[j]);
            trial = index_of(search, search->matrix);
            if (!(trial < *ci - TIE))
                continue;
            *ci = trial;
            *ret_ratio = problem->values[j];
            best = i;
        }
        put(search->matrix, n, pair, before);
    }
    return best;
}

static bool
search_greedily(struct search *search)
{
    const struct crr_hint_problem *problem = search->problem;
    size_t n = problem->n;
    struct crr_hint_set *set = &search->best;
    bool *changed = crr_arena_array(problem->arena, search->pair_count, sizeof(bool));
    double ratio = 1;

    if (!changed)
        return false;
    memcpy(search->matrix, problem->a, n * n * sizeof *search->matrix);
    set->count = 0;
    set->distance = 0;
    set->ci = index_of(search, search->matrix);
    while (crr_round_significant(set->ci) > problem->limit) {
        size_t pair = best_change(search, changed, &set->ci, &ratio);

        if (pair == search->pair_count) {
            set->count = 0;
            return true;
        }
        changed[pair] = true;
        put(search->matrix, n, search->pairs[pair], ratio);
        set->distance += fabs(log(ratio / given(search, pair)));
        set->changes[set->count++] = (struct crr_hint_change){
            search->pairs[pair].row, search->pairs[pair].column, ratio};
    }
    return true;
}

/* ---- All of it ---- */

static bool
take_room(struct search *search)
{
    const struct crr_hint_problem *problem = search->problem;
    struct crr_arena *arena = problem->arena;
    size_t n = problem->n, most = n * (n - 1) / 2;

    search->pairs = crr_arena_array(arena, most, sizeof *search->pairs);
    search->matrix = crr_arena_array(arena, n * n, sizeof *search->matrix);
    search->full = crr_arena_array(arena, n * n, sizeof *search->full);
    search->best.changes = crr_arena_array(
        arena, most + CRR_HINT_EXACT_CHANGES, sizeof *search->best.changes);
    return search->pairs && search->matrix && search->full && search->best.changes;
}

/* The number of sets of `size` out of count; large is large enough. */
static double
set_count(size_t count, size_t size)
{
    double sets = 1;

    for (size_t i = 0; i < size; i++)
        sets = sets * (double)(count - i) / (double)(i + 1);
    return count < size ? 0 : sets;
}

bool
crr_hint_search(const struct crr_hint_problem *problem, struct crr_hint_set *ret)
{
    struct search search = {.problem = problem};
    size_t n = problem->n;
    double sets = 0;

    if (!take_room(&search))
        return false;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            if (problem->a[i * n + j] > 0)
                search.pairs[search.pair_count++] = (struct pair){i, j};
    for (search.size = 1; search.size <= CRR_HINT_EXACT_CHANGES; search.size++) {
        sets += set_count(search.pair_count, search.size);
        if (sets >= CRR_HINT_SET_LIMIT)
            break;
        if (!search_size(&search))
            return false;
        if (search.found) {
            search.best.exact = true;
            *ret = search.best;
            return true;
        }
    }
    if (!search_greedily(&search))
        return false;
    *ret = search.best;
    return true;
}

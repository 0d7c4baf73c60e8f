/* Hints about the judgements of every voice. */
#include "ahp/hints.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ahp/hints_search.h"

/* What the voices share. */
struct hinting {
    const struct crr_ahp *ahp;
    struct crr_ahp_hints *hints;
    struct crr_numeric work;
    struct crr_hint_problem problem;
    struct crr_rational *ladder; /* the scale with its reciprocals, ascending */
    double *values;
    double *scratch; /* 2·n × n + n */
    double ri;       /* of the present voice */
    double cr;
};

/* ---- The scale ---- */

static bool
build_ladder(struct hinting *hinting)
{
    const struct crr_scale *scale = &hinting->ahp->judgements->scale;
    struct crr_arena *arena = &hinting->hints->arena;
    size_t count = 2 * (size_t)scale->count - 1;

    hinting->ladder = crr_arena_array(arena, count, sizeof *hinting->ladder);
    hinting->values = crr_arena_array(arena, count, sizeof *hinting->values);
    if (!hinting->ladder || !hinting->values)
        return false;
    for (size_t i = 0; i < count; i++) {
        bool below = i + 1 < scale->count;
        struct crr_rational value =
            scale->values[below ? scale->count - 1 - i : i + 1 - scale->count];

        hinting->ladder[i] =
            below ? (struct crr_rational){value.denominator, value.numerator} : value;
        hinting->values[i] = (double)hinting->ladder[i].numerator /
                             (double)hinting->ladder[i].denominator;
    }
    hinting->problem.values = hinting->values;
    hinting->problem.value_count = count;
    return true;
}

static struct crr_text
print_rational(struct hinting *hinting, struct crr_rational value)
{
    char text[64];

    if (value.denominator == 1)
        snprintf(text, sizeof text, "%" PRId64, value.numerator);
    else
        snprintf(text, sizeof text, "%" PRId64 "/%" PRId64, value.numerator,
            value.denominator);
    return crr_arena_copy(&hinting->hints->arena, crr_text_of(text));
}

static struct crr_text
print_value(struct hinting *hinting, double value)
{
    for (size_t i = 0; i < hinting->problem.value_count; i++)
        if (hinting->values[i] == value)
            return print_rational(hinting, hinting->ladder[i]);
    return (struct crr_text){"", 0};
}

/* ---- One judgement ---- */

static double
cr_of(const struct hinting *hinting, double ci)
{
    return hinting->ri > 0 ? ci / hinting->ri : NAN;
}

static void
look_at(struct hinting *hinting, size_t row, size_t column, struct crr_ahp_hint *hint)
{
    const struct crr_hint_problem *problem = &hinting->problem;
    size_t n = problem->n;
    double *changed = hinting->scratch + n * n + n;
    double nearest;

    hint->cr = hint->effect = NAN;
    hint->implied = crr_hint_implied(problem, row, column, hinting->scratch);
    if (isnan(hint->implied))
        return;
    nearest = crr_hint_nearest(problem, hint->implied);
    hint->nearest = print_value(hinting, nearest);
    memcpy(changed, problem->a, n * n * sizeof *changed);
    changed[row * n + column] = nearest;
    changed[column * n + row] = 1 / nearest;
    hint->cr = cr_of(hinting, crr_hint_index(problem, changed));
    hint->effect = hinting->cr - hint->cr;
}

/* The greatest effect first; without one last; then by name. */
static int
compare_hints(const void *left, const void *right)
{
    const struct crr_ahp_hint *a = left, *b = right;
    double first = isnan(a->effect) ? -INFINITY : crr_round_significant(a->effect);
    double second = isnan(b->effect) ? -INFINITY : crr_round_significant(b->effect);

    if (first != second)
        return first > second ? -1 : 1;
    int order = crr_text_compare(a->row, b->row);
    return order != 0 ? order : crr_text_compare(a->column, b->column);
}

static bool
look_at_all(struct hinting *hinting, const struct crr_ahp_node_view *node,
    const struct crr_judge *judge, struct crr_ahp_hint_voice *voice)
{
    size_t n = node->child_count, count = 0;
    struct crr_ahp_hint *hints = crr_arena_array(
        &hinting->hints->arena, crr_pair_count(n), sizeof *hints);

    if (!hints)
        return false;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            struct crr_rational given = judge->upper[crr_pair_index(n, i, j)].value;
            struct crr_ahp_hint *hint = &hints[count];

            if (given.numerator == 0)
                continue;
            hint->row = node->children[i];
            hint->column = node->children[j];
            hint->given = print_rational(hinting, given);
            hint->value = (double)given.numerator / (double)given.denominator;
            look_at(hinting, i, j, hint);
            count++;
        }
    }
    if (count > 1)
        qsort(hints, count, sizeof *hints, compare_hints);
    voice->hints = hints;
    voice->hint_count = count;
    return true;
}

/* ---- The smallest set ---- */

static bool
find_changes(struct hinting *hinting, const struct crr_ahp_node_view *node,
    const struct crr_judge *judge, struct crr_ahp_hint_voice *voice)
{
    struct crr_hint_set set;
    struct crr_ahp_hint_change *changes;
    size_t n = node->child_count;

    if (!crr_hint_search(&hinting->problem, &set))
        return false;
    changes = crr_arena_array(&hinting->hints->arena, set.count, sizeof *changes);
    if (!changes)
        return false;
    for (size_t i = 0; i < set.count; i++) {
        size_t row = set.changes[i].row, column = set.changes[i].column;

        changes[i] = (struct crr_ahp_hint_change){.row = node->children[row],
            .column = node->children[column],
            .given = print_rational(
                hinting, judge->upper[crr_pair_index(n, row, column)].value),
            .value = print_value(hinting, set.changes[i].value)};
    }
    voice->changes = changes;
    voice->change_count = set.count;
    voice->changed_cr = set.count > 0 ? cr_of(hinting, set.ci) : NAN;
    voice->exact = set.exact;
    return true;
}

/* ---- Voices ---- */

static bool
hint_at_voice(struct hinting *hinting, const struct crr_ahp_node_view *node,
    const struct crr_judge *judge, const struct crr_ahp_voice *view,
    struct crr_text segment)
{
    struct crr_ahp_hints *hints = hinting->hints;
    struct crr_ahp_hint_voice *voice = &hints->voices[hints->voice_count++];

    *voice = (struct crr_ahp_hint_voice){.segment = segment,
        .node = node->id,
        .expert = view->name,
        .verdict = view->verdict,
        .cr = view->decisive_cr,
        .missing_count = view->missing_count,
        .changed_cr = NAN};
    if (!view->connected)
        return true;
    hinting->problem.a = view->ratios;
    hinting->problem.n = node->child_count;
    hinting->problem.limit = hints->limit * view->ri;
    hinting->ri = view->ri;
    hinting->cr = view->decisive_cr;
    return look_at_all(hinting, node, judge, voice) &&
           (view->verdict != CRR_AHP_INCONSISTENT ||
               find_changes(hinting, node, judge, voice));
}

static bool
hint_at_node(struct hinting *hinting, const struct crr_judged_node *judged,
    const struct crr_ahp_node_view *node, struct crr_text segment)
{
    for (uint32_t i = 0; i < judged->judge_count; i++)
        if (!hint_at_voice(hinting, node, &judged->judges[i],
                judged->has_experts ? &node->experts[i] : &node->group, segment))
            return false;
    return true;
}

/* Counts the voices, and finds the largest matrix. */
static size_t
count_voices(const struct crr_ahp *ahp, size_t *ret_n)
{
    size_t count = 0;

    *ret_n = 1;
    for (size_t i = 0; i < ahp->judgements->tree_count; i++) {
        const struct crr_judged_tree *tree = &ahp->judgements->trees[i];

        for (uint32_t j = 0; j < tree->node_count; j++) {
            count += tree->nodes[j].judge_count;
            if (tree->nodes[j].judge_count > 0 && tree->nodes[j].child_count > *ret_n)
                *ret_n = tree->nodes[j].child_count;
        }
    }
    return count;
}

static bool
hint_at_all(struct hinting *hinting)
{
    const struct crr_ahp *ahp = hinting->ahp;
    struct crr_ahp_hints *hints = hinting->hints;
    size_t n, count = count_voices(ahp, &n);

    hints->limit = ahp->view.limit;
    hints->table = crr_random_index_names[ahp->view.table].id;
    hints->voices = crr_arena_array(&hints->arena, count, sizeof *hints->voices);
    hinting->scratch = crr_arena_array(
        &hints->arena, 2 * n * n + n, sizeof *hinting->scratch);
    hinting->problem.work = &hinting->work;
    hinting->problem.arena = &hints->arena;
    if (!hints->voices || !hinting->scratch ||
        !crr_numeric_init(&hinting->work, &hints->arena, n) || !build_ladder(hinting))
        return false;
    for (size_t i = 0; i < ahp->view.tree_count; i++) {
        const struct crr_judged_tree *tree = &ahp->judgements->trees[i];
        const struct crr_ahp_tree_view *view = &ahp->view.trees[i];

        for (uint32_t j = 0; j < tree->node_count; j++)
            if (!hint_at_node(hinting, &tree->nodes[j], &view->nodes[j], view->segment))
                return false;
    }
    return !hints->arena.failed;
}

/* ---- The object ---- */

enum crr_status
crr_ahp_hints_derive(const struct crr_ahp *ahp,
    const struct crr_ahp_hints_options *options, struct crr_ahp_hints **ret_hints,
    struct crr_error *reterr)
{
    struct crr_allocator allocator;
    struct hinting hinting = {.ahp = ahp};

    if (!ahp || !ret_hints || (options && options->size != sizeof *options))
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_ahp_hints_derive needs weights, a place for the result, and options "
            "of "
            "a known size");
    allocator = crr_allocator_or_default(options ? &options->allocator : NULL);
    hinting.hints = allocator.resize(allocator.user, NULL, 0, sizeof *hinting.hints);
    if (!hinting.hints)
        return crr_error_set(reterr, CRR_E_MEMORY, 0, NULL, "", "out of memory");
    memset(hinting.hints, 0, sizeof *hinting.hints);
    crr_arena_init(&hinting.hints->arena, &allocator);
    if (!hint_at_all(&hinting)) {
        crr_ahp_hints_free(hinting.hints);
        return crr_error_set(reterr, CRR_E_MEMORY, 0, NULL, "", "out of memory");
    }
    *ret_hints = hinting.hints;
    return CRR_OK;
}

void
crr_ahp_hints_free(struct crr_ahp_hints *hints)
{
    if (!hints)
        return;
    struct crr_allocator allocator = hints->arena.allocator;
    crr_arena_clear(&hints->arena);
    allocator.resize(allocator.user, hints, sizeof *hints, 0);
}

size_t
crr_ahp_hints_count(const struct crr_ahp_hints *hints)
{
    return hints->voice_count;
}

const struct crr_ahp_hint_voice *
crr_ahp_hints_voice(const struct crr_ahp_hints *hints, size_t index)
{
    return index < hints->voice_count ? &hints->voices[index] : NULL;
}

/* Segments that rate nobody: whoever is in one is in another too, and is rejected. That
 * one condition holds only where another does is proved part by part, or not found. */
#include "model/check.h"

#define STEP_LIMIT 10000 /* of one proof: what takes longer is not found */

struct proof {
    const struct crr_ast *ast;
    uint32_t steps;
};

static const struct crr_ast_condition *
at(const struct proof *proof, uint32_t index)
{
    return &proof->ast->conditions[index];
}

/* ---- Questions to one input ---- */

/* Every value that `inner` asks for is one that `outer` asks for. */
static bool
has_texts_of(struct proof *proof, const struct crr_ast_condition *outer,
    const struct crr_ast_condition *inner)
{
    for (uint32_t i = 0; i < inner->text_count; i++) {
        uint32_t k = 0;

        while (
            k < outer->text_count && !crr_text_equal(inner->texts[i], outer->texts[k]))
            k++;
        proof->steps += k;
        if (k == outer->text_count || proof->steps > STEP_LIMIT)
            return false;
    }
    return true;
}

/* The values are whole units, so that the ends can be compared as closed ones. */
static bool
lies_in(const struct crr_interval *inner, const struct crr_interval *outer)
{
    if (outer->has_low && (!inner->has_low || inner->low + inner->low_open <
                                                  outer->low + outer->low_open))
        return false;
    return !outer->has_high || (inner->has_high && inner->high - inner->high_open <=
                                                       outer->high - outer->high_open);
}

static bool
asks_no_more(struct proof *proof, const struct crr_ast_condition *a,
    const struct crr_ast_condition *b)
{
    if (a->input != b->input)
        return false;
    /* With `missing: interval` a value that is not there is tried, too. */
    if (b->kind == CRR_CONDITION_PRESENT &&
        proof->ast->inputs[a->input].missing.kind != CRR_POLICY_INTERVAL &&
        (a->kind == CRR_CONDITION_IN || a->kind == CRR_CONDITION_WITHIN ||
            a->kind == CRR_CONDITION_FLAG))
        return true;
    if (a->kind != b->kind || a->other != b->other)
        return false;
    switch (a->kind) {
    case CRR_CONDITION_IN:
        return has_texts_of(proof, b, a);
    case CRR_CONDITION_WITHIN:
        return lies_in(&a->interval, &b->interval);
    case CRR_CONDITION_FLAG:
        return a->flag == b->flag;
    case CRR_CONDITION_LISTED:
        return a->list == b->list && a->name_kind == b->name_kind;
    default:
        return true;
    }
}

/* ---- Combinations ---- */

static bool
is_combined(const struct crr_ast_condition *condition)
{
    return condition->kind == CRR_CONDITION_ALL ||
           condition->kind == CRR_CONDITION_ANY || condition->kind == CRR_CONDITION_NOT;
}

/* The same questions in the same order. */
static bool
is_same(struct proof *proof, uint32_t a, uint32_t b)
{
    uint32_t count = at(proof, a)->subtree_count;

    if (at(proof, b)->subtree_count != count)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const struct crr_ast_condition *one = at(proof, a + i),
                                       *other = at(proof, b + i);

        if (proof->steps++ > STEP_LIMIT || one->kind != other->kind ||
            one->subtree_count != other->subtree_count)
            return false;
        if (!is_combined(one) &&
            !(asks_no_more(proof, one, other) && asks_no_more(proof, other, one)))
            return false;
    }
    return true;
}

static bool implies(struct proof *proof, uint32_t a, uint32_t b);

/* Whether a implies all members of b, or one; or all members of a imply b, or one. */
static bool
implies_members(struct proof *proof, uint32_t a, uint32_t b, bool all)
{
    uint32_t end = b + at(proof, b)->subtree_count;

    for (uint32_t i = b + 1; i < end; i += at(proof, i)->subtree_count)
        if (implies(proof, a, i) != all)
            return !all;
    return all;
}

static bool
members_imply(struct proof *proof, uint32_t a, uint32_t b, bool all)
{
    uint32_t end = a + at(proof, a)->subtree_count;

    for (uint32_t i = a + 1; i < end; i += at(proof, i)->subtree_count)
        if (implies(proof, i, b) != all)
            return !all;
    return all;
}

/* Where a is true, b is. */
static bool
implies(struct proof *proof, uint32_t a, uint32_t b)
{
    enum crr_condition_kind of_a = at(proof, a)->kind, of_b = at(proof, b)->kind;

    if (proof->steps++ > STEP_LIMIT)
        return false;
    if (of_b == CRR_CONDITION_ALL)
        return implies_members(proof, a, b, true);
    if (of_a == CRR_CONDITION_ANY)
        return members_imply(proof, a, b, true);
    if (of_b == CRR_CONDITION_ANY && implies_members(proof, a, b, false))
        return true;
    if (of_a == CRR_CONDITION_ALL)
        return members_imply(proof, a, b, false);
    if (of_a == CRR_CONDITION_NOT || of_b == CRR_CONDITION_NOT)
        return is_same(proof, a, b);
    return of_b != CRR_CONDITION_ANY && asks_no_more(proof, at(proof, a), at(proof, b));
}

/* ---- Segments ---- */

static bool
is_covered(const struct crr_ast *ast, uint32_t index, uint32_t other)
{
    struct proof proof = {ast, 0};

    return implies(
        &proof, ast->segments[index].condition, ast->segments[other].condition);
}

static bool
is_readable(const struct crr_check *check, uint32_t index)
{
    const struct crr_ast_segment *segment = &check->ast->segments[index];

    return segment->condition != CRR_ABSENT &&
           crr_check_is_sound(check, segment->origin.path);
}

/* Reports a segment of which another one has all customers; of two equal ones the later
 * is told. */
static bool
check_pair(const struct crr_check *check, uint32_t index, uint32_t other)
{
    const struct crr_ast *ast = check->ast;
    const struct crr_ast_segment *segment = &ast->segments[index];

    if (!is_covered(ast, index, other))
        return true;
    bool covers = is_covered(ast, other, index);
    if (covers && index < other)
        return true;
    CRR_CHECK_REPORT(check, CRR_F_SEGMENT_COVERED, &segment->origin,
        "expected a `when` that can hold without that of segment %.*s, found %s: every "
        "customer for whom it holds is in both, and rejected",
        CRR_SHOW(ast->segments[other].id), covers ? "the same" : "one that never does");
    return false;
}

void
crr_check_segments(const struct crr_check *check)
{
    uint32_t count = check->ast->segment_count;

    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; is_readable(check, i) && k < count; k++)
            if (i != k && is_readable(check, k) && !check_pair(check, i, k))
                break;
}

/* Raters of parts of both sides, made when they are first wanted and kept. */
#include "diff/diff.h"
#include "base/span.h"
#include "plan/rater.h"

/* ---- Life ---- */

static size_t
find_tier(const struct crr_diff *diff, struct crr_text id)
{
    for (size_t i = 0; i < diff->tier_count; i++)
        if (crr_text_equal(diff->tiers[i], id))
            return i;
    return CRR_NONE;
}

/* Which tiers and inputs of both sides those of the variant are. */
static bool
name_parts(struct crr_diff *diff, struct crr_variant *variant)
{
    const struct crr_ast *ast = variant->model->ast;
    struct crr_arena *arena = &diff->arena;
    variant->decimals = ast->decimals;
    variant->tiers = crr_arena_array(arena, ast->tier_count, sizeof(size_t));
    variant->values = crr_arena_array(arena, ast->input_count, sizeof *variant->values);
    for (int side = 0; side < 2; side++)
        variant->inputs[side] = crr_arena_array(
            arena, ast->input_count, sizeof(size_t));
    if (arena->failed)
        return false;
    for (uint32_t i = 0; i < ast->tier_count; i++)
        variant->tiers[i] = find_tier(diff, ast->tiers[i].id);
    for (uint32_t i = 0; i < ast->input_count; i++)
        for (int side = 0; side < 2; side++)
            variant->inputs[side][i] = crr_model_find_input(
                diff->mix.models[side], ast->inputs[i].id);
    return true;
}

static bool
takes_part(const struct crr_diff *diff, const bool *from_b, enum crr_part_kind kind)
{
    for (size_t i = 0; i < diff->static_count; i++)
        if (diff->mix.parts[i].kind == kind)
            return from_b[i];
    return false;
}

/* Whether all parts of the models' texts are of one side: then its model serves. */
static bool
is_model_of(const struct crr_diff *diff, const bool *from_b, bool side)
{
    for (size_t i = 0; i < diff->static_count; i++) {
        enum crr_part_kind kind = diff->mix.parts[i].kind;
        if (kind != CRR_PART_DAY && kind != CRR_PART_SCENARIO && from_b[i] != side)
            return false;
    }
    return true;
}

/* Makes the model and the rater. CRR_OK and not valid where the parts do not go
 * together. */
static enum crr_status
make(struct crr_diff *diff, struct crr_variant *variant)
{
    const bool *from_b = variant->from_b;
    struct crr_rater_options rater =
        diff->sides[takes_part(diff, from_b, CRR_PART_DAY)].options.rater;
    rater.size = sizeof rater;
    rater.scenario =
        diff->sides[takes_part(diff, from_b, CRR_PART_SCENARIO)].options.rater.scenario;
    enum crr_status status = CRR_OK;
    if (is_model_of(diff, from_b, false))
        variant->model = crr_model_ref(diff->mix.models[0]);
    else if (is_model_of(diff, from_b, true))
        variant->model = crr_model_ref(diff->mix.models[1]);
    else
        status = crr_mix_compile(&diff->mix, from_b, &variant->model, NULL);
    if (status == CRR_OK)
        status = crr_rater_new(variant->model, &rater, &variant->rater, NULL);
    if (status == CRR_E_MODEL || status == CRR_E_ARGUMENT)
        return CRR_OK;
    if (status == CRR_OK && !name_parts(diff, variant))
        status = CRR_E_MEMORY;
    variant->valid = status == CRR_OK;
    return status;
}

enum crr_status
crr_variant_of(struct crr_diff *diff, const bool *from_b, struct crr_variant **ret)
{
    size_t size = diff->static_count * sizeof *from_b;
    for (size_t i = 0; i < diff->variant_count; i++) {
        *ret = diff->variants[i];
        if (size == 0 || memcmp((*ret)->from_b, from_b, size) == 0)
            return CRR_OK;
    }
    struct crr_variant **variants = crr_arena_grow(&diff->arena, diff->variants,
        diff->variant_count, &diff->variant_capacity, sizeof *variants);
    struct crr_variant *variant = crr_arena_alloc(&diff->arena, sizeof *variant);
    if (!variants || !variant)
        return CRR_E_MEMORY;
    variant->from_b = crr_arena_alloc(&diff->arena, size);
    if (!variant->from_b)
        return CRR_E_MEMORY;
    if (size > 0)
        memcpy(variant->from_b, from_b, size);
    diff->variants = variants;
    diff->variants[diff->variant_count++] = variant;
    *ret = variant;
    return make(diff, variant);
}

void
crr_variants_clear(struct crr_diff *diff)
{
    for (size_t i = 0; i < diff->variant_count; i++) {
        crr_rater_free(diff->variants[i]->rater);
        crr_model_unref(diff->variants[i]->model);
    }
}

enum crr_status
crr_variants_init(struct crr_diff *diff)
{
    bool *from_b = crr_arena_alloc(&diff->arena, diff->static_count);
    enum crr_status status = from_b ? CRR_OK : CRR_E_MEMORY;
    for (int side = 0; side < 2 && status == CRR_OK; side++) {
        for (size_t i = 0; i < diff->static_count; i++)
            from_b[i] = side == 1;
        status = crr_variant_of(diff, from_b, &diff->own[side]);
        if (status == CRR_OK && !diff->own[side]->valid)
            status = CRR_E_MODEL;
    }
    return status;
}

/* ---- The fewest parts ---- */

/* Both ways; forward and backward are NULL where they are not valid. */
static enum crr_status
try_set(struct crr_diff *diff, struct crr_closure *closure)
{
    struct crr_variant *forward, *backward;
    bool *others = crr_arena_alloc(&diff->mover_arena, diff->static_count);
    if (!others)
        return CRR_E_MEMORY;
    for (size_t i = 0; i < diff->static_count; i++)
        others[i] = !closure->set[i];
    enum crr_status status = crr_variant_of(diff, closure->set, &forward);
    if (status != CRR_OK || !forward->valid)
        return status;
    status = crr_variant_of(diff, others, &backward);
    if (status != CRR_OK || !backward->valid)
        return status;
    closure->forward = forward;
    closure->backward = backward;
    return CRR_OK;
}

/* Two rules, tables or lists refer to nothing of each other: what is not valid with one
 * of them needs something else. */
static bool
are_strangers(const struct crr_diff *diff, size_t a, size_t b)
{
    enum crr_part_kind kind = diff->mix.parts[a].kind;
    return kind == diff->mix.parts[b].kind &&
           (kind == CRR_PART_RULE || kind == CRR_PART_TABLE || kind == CRR_PART_LIST);
}

/* Every pair of the part with another. */
static enum crr_status
try_pairs(struct crr_diff *diff, struct crr_closure *closure, size_t part)
{
    enum crr_status status = CRR_OK;
    for (size_t i = 0; i < diff->static_count && status == CRR_OK; i++) {
        if (i == part || are_strangers(diff, part, i))
            continue;
        closure->set[i] = true;
        status = try_set(diff, closure);
        if (closure->forward)
            return status;
        closure->set[i] = false;
    }
    return status;
}

/* Every two others beside the part. */
static enum crr_status
try_triples(struct crr_diff *diff, struct crr_closure *closure, size_t part)
{
    size_t count = diff->static_count;
    enum crr_status status = CRR_OK;
    for (size_t i = 0; i < count * count && status == CRR_OK; i++) {
        size_t first = i / count, second = i % count;
        if (first == part || second == part || second <= first)
            continue;
        closure->set[first] = closure->set[second] = true;
        status = try_set(diff, closure);
        if (closure->forward)
            return status;
        closure->set[first] = closure->set[second] = false;
    }
    return status;
}

/* Of more parts no triples are tried: all of them go together then. */
#define TRIPLE_LIMIT 16

enum crr_status
crr_closure_of(struct crr_diff *diff, size_t part, struct crr_closure **ret)
{
    struct crr_closure *closure = &diff->closures[part];
    size_t count = diff->static_count;
    enum crr_status status = CRR_OK;
    *ret = closure;
    if (closure->forward)
        return CRR_OK;
    if (!closure->set)
        closure->set = crr_arena_alloc(&diff->arena, count);
    if (!closure->set)
        return CRR_E_MEMORY;
    closure->set[part] = true;
    status = try_set(diff, closure);
    if (status == CRR_OK && !closure->forward)
        status = try_pairs(diff, closure, part);
    if (status == CRR_OK && !closure->forward && count <= TRIPLE_LIMIT)
        status = try_triples(diff, closure, part);
    for (size_t i = 0; i < count && !closure->forward; i++)
        closure->set[i] = true;
    if (status == CRR_OK && !closure->forward)
        status = try_set(diff, closure);
    return status == CRR_OK && !closure->forward ? CRR_E_MODEL : status;
}

/* ---- Rating ---- */

bool
crr_input_is_linked(const struct crr_model *model, size_t input)
{
    return input != CRR_NONE && model->ast->inputs[input].linked;
}

/* The side whose value an input takes. */
static int
value_side(const struct crr_diff *diff, const struct crr_variant *variant, size_t input,
    int side, struct crr_exchange exchange)
{
    size_t a = variant->inputs[0][input], b = variant->inputs[1][input];
    bool linked = crr_input_is_linked(diff->mix.models[0], a) ||
                  crr_input_is_linked(diff->mix.models[1], b);
    bool other = linked ? exchange.kind == CRR_PART_LINKS
                        : exchange.kind == CRR_PART_INPUT && exchange.input == a;
    int wanted = other ? !side : side;
    return variant->inputs[wanted][input] == CRR_NONE ? !wanted : wanted;
}

/* The values; false if the links that would give some are refused. */
static bool
fill(struct crr_diff *diff, struct crr_variant *variant, int side,
    struct crr_exchange exchange)
{
    size_t count = crr_model_input_count(variant->model);
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        int from = value_side(diff, variant, i, side, exchange);
        size_t input = variant->inputs[from][i];
        const struct crr_side *owner = &diff->sides[from];
        variant->values[i] = (struct crr_value){.type = CRR_VALUE_MISSING};
        if (input == CRR_NONE || !owner->values)
            continue;
        variant->values[i] = owner->values[input];
        if (owner->refused && crr_input_is_linked(diff->mix.models[from], input))
            good = false;
    }
    return good;
}

/* History and overrides; false if several overrides are in force. */
static bool
settle(struct crr_diff *diff, struct crr_variant *variant, int side,
    struct crr_exchange exchange, size_t *tier, struct crr_outcome *ret)
{
    struct crr_side *past_side =
        &diff->sides[exchange.kind == CRR_PART_PREVIOUS ? !side : side];
    struct crr_side *decided =
        &diff->sides[exchange.kind == CRR_PART_OVERRIDE ? !side : side];
    struct crr_standing standing;
    bool settles = past_side->run.previous != NULL;
    if (settles) {
        struct crr_past past;
        bool known = crr_previous_find(past_side->run.previous, &past_side->run, &past);
        if (crr_rater_settle(variant->rater, known ? &past : NULL, &standing) != CRR_OK)
            return false;
        *tier = standing.system_tier;
        ret->held = standing.change == CRR_CHANGE_HELD;
    }
    if (decided->run.overrides) {
        size_t count;
        struct crr_override_rating rating;
        const struct crr_override *decision = crr_overrides_in_force(
            decided->run.overrides, &decided->run, variant->rater->as_of, &count);
        if (count > 1)
            return false;
        if (decision && crr_rater_override(variant->rater, settles ? &standing : NULL,
                            decision, &rating) == CRR_OK) {
            *tier = rating.tier;
            ret->decision = rating.state == CRR_OVERRIDE_APPLIED ? decision : NULL;
        }
    }
    return true;
}

void
crr_variant_rate(struct crr_diff *diff, struct crr_variant *variant, int side,
    struct crr_exchange exchange, struct crr_outcome *ret)
{
    struct crr_error error = {.finding = 0};
    struct crr_rating rating;
    size_t tier;
    *ret = (struct crr_outcome){.tier = diff->tier_count};
    if (!fill(diff, variant, side, exchange)) {
        ret->finding = diff->sides[0].refused ? diff->sides[0].finding
                                              : diff->sides[1].finding;
        return;
    }
    if (crr_rater_rate(variant->rater, variant->values,
            crr_model_input_count(variant->model), &rating, &error) != CRR_OK) {
        ret->finding = error.finding;
        return;
    }
    tier = rating.tier;
    if (!settle(diff, variant, side, exchange, &tier, ret)) {
        ret->finding = CRR_F_OVERRIDE_TWICE;
        return;
    }
    ret->tier = variant->tiers[tier];
    ret->score = rating.score;
    ret->decimals = variant->decimals;
}

/* Why a customer moved: each part that differs is exchanged alone, both ways. */
#include "base/span.h"
#include "diff/diff.h"

/* The search for the causes of one customer. */
struct search {
    struct crr_diff *diff;
    struct crr_outcome outcomes[2];
    struct crr_cause *causes;
    const bool **sets; /* by cause: its parts of the models; NULL for other causes */
    size_t count;
};

/* ---- Outcomes ---- */

static bool
same_score(const struct crr_outcome *a, const struct crr_outcome *b)
{
    return a->score * crr_power_of_ten(4 - a->decimals) ==
           b->score * crr_power_of_ten(4 - b->decimals);
}

/* The same result, as far as movers are told from others. */
static bool
same(const struct crr_diff *diff, const struct crr_outcome *a,
    const struct crr_outcome *b)
{
    return a->tier == b->tier && (!diff->options.scores || same_score(a, b));
}

static bool
same_in_all(const struct crr_outcome *a, const struct crr_outcome *b)
{
    return a->tier == b->tier && same_score(a, b);
}

static void
judge(const struct search *search, struct crr_cause *cause,
    const struct crr_outcome *forward, const struct crr_outcome *backward)
{
    const struct crr_outcome *outcomes = search->outcomes;
    cause->alone = same(search->diff, forward, &outcomes[1]);
    cause->needed = !same(search->diff, backward, &outcomes[1]);
    cause->matters = !same_in_all(forward, &outcomes[0]) ||
                     !same_in_all(backward, &outcomes[1]);
}

/* ---- Parts of the models ---- */

static bool
is_known_set(const struct search *search, const bool *set)
{
    for (size_t i = 0; i < search->count; i++)
        if (search->sets[i] &&
            memcmp(search->sets[i], set, search->diff->static_count) == 0)
            return true;
    return false;
}

static bool
list_set(struct search *search, struct crr_cause *cause, const bool *set)
{
    struct crr_diff *diff = search->diff;
    const struct crr_part **parts = crr_arena_array(
        &diff->mover_arena, diff->static_count, sizeof *parts);
    if (!parts)
        return false;
    for (size_t i = 0; i < diff->static_count; i++)
        if (set[i])
            parts[cause->part_count++] = &diff->shown[i];
    cause->parts = parts;
    return true;
}

/* What a table's rows, or the day, have become is told if it is exchanged alone. */
static void
tell_rows(struct search *search, struct crr_cause *cause, size_t part,
    struct crr_closure *closure)
{
    struct crr_diff *diff = search->diff;
    const struct crr_part *own = &diff->mix.parts[part];
    struct crr_exchange nothing = {.kind = CRR_PART_NONE};
    struct crr_outcome outcomes[2];
    if (cause->part_count != 1 || !crr_part_is_told(diff, part) ||
        (own->kind != CRR_PART_TABLE && own->kind != CRR_PART_DAY))
        return;
    crr_variant_rate(diff, diff->own[0], 0, nothing, &outcomes[0]);
    crr_variant_rate(diff, closure->forward, 0, nothing, &outcomes[1]);
    cause->detail = own->kind == CRR_PART_TABLE
                        ? crr_detail_of_table(diff, own->id, diff->own[0]->rater,
                              closure->forward->rater)
                        : crr_detail_of_day(
                              diff, diff->own[0], closure->forward, outcomes);
}

static enum crr_status
try_models(struct search *search)
{
    struct crr_diff *diff = search->diff;
    struct crr_exchange nothing = {.kind = CRR_PART_NONE};
    for (size_t i = 0; i < diff->static_count; i++) {
        struct crr_closure *closure;
        struct crr_outcome forward, backward;
        enum crr_status status = crr_closure_of(diff, i, &closure);
        if (status != CRR_OK)
            return status;
        if (is_known_set(search, closure->set))
            continue;
        struct crr_cause *cause = &search->causes[search->count];
        search->sets[search->count] = closure->set;
        crr_variant_rate(diff, closure->forward, 0, nothing, &forward);
        crr_variant_rate(diff, closure->backward, 1, nothing, &backward);
        judge(search, cause, &forward, &backward);
        if (!list_set(search, cause, closure->set))
            return CRR_E_MEMORY;
        tell_rows(search, cause, i, closure);
        search->count++;
    }
    return CRR_OK;
}

/* ---- Parts of the records ---- */

static enum crr_status
try_record(struct search *search, enum crr_part_kind kind, size_t input)
{
    struct crr_diff *diff = search->diff;
    struct crr_exchange exchange = {kind, input};
    struct crr_outcome forward, backward;
    if (!crr_record_differs(diff, kind, input))
        return CRR_OK;
    size_t part = crr_part_of_record(diff, kind, input);
    const struct crr_part **parts = crr_arena_alloc(&diff->mover_arena, sizeof *parts);
    if (part == CRR_NONE || !parts)
        return CRR_E_MEMORY;
    struct crr_cause *cause = &search->causes[search->count];
    crr_variant_rate(diff, diff->own[0], 0, exchange, &forward);
    crr_variant_rate(diff, diff->own[1], 1, exchange, &backward);
    judge(search, cause, &forward, &backward);
    parts[0] = &diff->shown[part];
    cause->parts = parts;
    cause->part_count = 1;
    if (kind == CRR_PART_INPUT && crr_part_is_told(diff, part))
        cause->detail = crr_detail_of_input(diff, input);
    search->count++;
    return CRR_OK;
}

static enum crr_status
try_records(struct search *search)
{
    static const enum crr_part_kind kinds[] = {
        CRR_PART_LINKS, CRR_PART_PREVIOUS, CRR_PART_OVERRIDE};
    enum crr_status status = CRR_OK;
    size_t count = crr_model_input_count(search->diff->mix.models[0]);
    for (size_t i = 0; i < count && status == CRR_OK; i++)
        status = try_record(search, CRR_PART_INPUT, i);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && status == CRR_OK; i++)
        status = try_record(search, kinds[i], 0);
    return status;
}

/* ---- Choosing ---- */

enum standard {
    STANDARD_ALONE,
    STANDARD_NEEDED,
    STANDARD_MATTERS,
    STANDARD_DIFFERS
};

static bool
meets(const struct crr_cause *cause, enum standard standard)
{
    return standard == STANDARD_ALONE     ? cause->alone
           : standard == STANDARD_NEEDED  ? cause->needed
           : standard == STANDARD_MATTERS ? cause->matters
                                          : true;
}

/* Whether another cause that suffices or is needed is a part of this one: then so is
 * this one, and the rest of it adds nothing. */
static bool
holds_another(const struct search *search, size_t index, enum standard standard)
{
    const bool *own = standard <= STANDARD_NEEDED ? search->sets[index] : NULL;
    bool holds = false;
    for (size_t i = 0; i < search->count && own && !holds; i++) {
        const bool *other = search->sets[i];
        holds = i != index && other && meets(&search->causes[i], standard);
        for (size_t k = 0; k < search->diff->static_count && holds; k++)
            holds = own[k] || !other[k];
    }
    return holds;
}

/* Which causes count by the standard; how many. */
static size_t
mark(const struct search *search, enum standard standard, bool *ret_counts)
{
    size_t count = 0;
    for (size_t i = 0; i < search->count; i++) {
        ret_counts[i] = meets(&search->causes[i], standard) &&
                        !holds_another(search, i, standard);
        count += ret_counts[i];
    }
    return count;
}

/* Those that count to the front, in their order; the others behind. */
static bool
choose(struct search *search, struct crr_mover *mover)
{
    struct crr_arena *arena = &search->diff->mover_arena;
    struct crr_cause *sorted = crr_arena_array(arena, search->count, sizeof *sorted);
    bool *counts = crr_arena_array(arena, search->count, sizeof *counts);
    int standard = STANDARD_ALONE;
    size_t at = 0;
    if (!sorted || !counts)
        return false;
    for (; mover->count == 0 && search->count > 0; standard++)
        mover->count = mark(search, (enum standard)standard, counts);
    for (int behind = 0; behind < 2; behind++)
        for (size_t i = 0; i < search->count; i++)
            if (counts[i] == !behind)
                sorted[at++] = search->causes[i];
    mover->together = standard > STANDARD_MATTERS;
    mover->causes = sorted;
    mover->cause_count = search->count;
    return true;
}

/* A part can be in several causes: with itself alone, and with what needs it. */
static void
count_parts(struct crr_diff *diff, const struct crr_mover *mover)
{
    for (size_t i = 0; i < mover->count; i++)
        for (size_t k = 0; k < mover->causes[i].part_count; k++) {
            size_t part = (size_t)(mover->causes[i].parts[k] - diff->shown);
            diff->part_movers[part] += diff->part_last[part] != diff->mover_count;
            diff->part_last[part] = diff->mover_count;
        }
}

static enum crr_status
find_causes(struct search *search, struct crr_mover *mover)
{
    struct crr_diff *diff = search->diff;
    struct crr_arena *arena = &diff->mover_arena;
    size_t room = diff->static_count + crr_model_input_count(diff->mix.models[0]) + 3;
    search->causes = crr_arena_array(arena, room, sizeof *search->causes);
    search->sets = crr_arena_array(arena, room, sizeof *search->sets);
    if (arena->failed)
        return CRR_E_MEMORY;
    enum crr_status status = try_models(search);
    if (status == CRR_OK)
        status = try_records(search);
    if (status == CRR_OK && (!choose(search, mover) || arena->failed))
        status = CRR_E_MEMORY;
    if (status == CRR_OK)
        count_parts(diff, mover);
    return status;
}

/* ---- The customer ---- */

static struct crr_diff_standing
stand(const struct crr_diff *diff, const struct crr_side *side,
    const struct crr_outcome *outcome)
{
    bool rated = outcome->tier < diff->tier_count;
    if (!side->present)
        return (struct crr_diff_standing){.tier = CRR_NONE};
    return (struct crr_diff_standing){
        rated ? CRR_PRESENCE_RATED : CRR_PRESENCE_REJECTED,
        rated ? outcome->tier : CRR_NONE, outcome->score, outcome->decimals,
        rated ? 0 : outcome->finding, side->line};
}

static struct crr_text
key_of(const struct crr_diff *diff)
{
    const struct crr_run *run = &diff->sides[!diff->sides[0].present].run;
    struct crr_text none = {"", 0};
    if (run->key == CRR_NONE || !diff->sides[!diff->sides[0].present].keyed ||
        !crr_key_is_told(diff))
        return none;
    return crr_text_trim(crr_run_input_text(run, run->key));
}

static enum crr_status
hand_out(struct search *search)
{
    struct crr_diff *diff = search->diff;
    const struct crr_side *sides = diff->sides;
    struct crr_mover mover = {.key = key_of(diff)};
    enum crr_status status = CRR_OK;
    diff->mover_count++;
    for (int i = 0; i < 2; i++)
        mover.sides[i] = stand(diff, &sides[i], &search->outcomes[i]);
    if (sides[0].present && sides[1].present && sides[0].split && sides[1].split)
        status = find_causes(search, &mover);
    if (status == CRR_OK && diff->options.moved &&
        diff->options.moved(diff->options.moved_user, &mover) != 0)
        status = CRR_E_STOPPED;
    crr_arena_clear(&diff->mover_arena);
    crr_arena_init(&diff->mover_arena, &diff->arena.allocator);
    return status;
}

enum crr_status
crr_diff_take(struct crr_diff *diff)
{
    struct search search = {.diff = diff};
    size_t width = diff->tier_count + 2;
    for (int i = 0; i < 2; i++) {
        const struct crr_side *side = &diff->sides[i];
        struct crr_outcome *outcome = &search.outcomes[i];
        *outcome = (struct crr_outcome){
            .tier = diff->tier_count + !side->present, .finding = side->finding};
        if (side->present && side->split && side->has_outcome)
            *outcome = side->outcome;
    }
    diff->counts[search.outcomes[0].tier * width + search.outcomes[1].tier]++;
    return same(diff, &search.outcomes[0], &search.outcomes[1]) ? CRR_OK
                                                                : hand_out(&search);
}

/* Freezing and verifying the weights of a model. */
#include "crr/ahp_model.h"

#include <math.h>
#include <string.h>
#include "ahp/ahp.h"

/* The decimals of all weights, derived anew. */
struct frozen {
    struct crr_arena arena;
    double *weights; /* unrounded, a part of 1 */
    int64_t *units;
    bool is_whole; /* no weight is 0 */
    size_t zero;   /* else this one */
};

/* Whether there is memory; release in any case. */
static bool
derive(const struct crr_ahp *ahp, struct frozen *frozen)
{
    const struct crr_model_weights *places = ahp->places;
    const struct crr_ahp_tree_view *tree = &ahp->view.trees[0];
    const double **weights;
    double *scratch;

    crr_arena_init(&frozen->arena, &ahp->arena.allocator);
    frozen->weights = crr_arena_array(
        &frozen->arena, places->item_count, sizeof *frozen->weights);
    frozen->units = crr_arena_array(
        &frozen->arena, places->item_count, sizeof *frozen->units);
    weights = crr_arena_array(&frozen->arena, tree->node_count, sizeof *weights);
    scratch = crr_arena_array(&frozen->arena, tree->node_count, sizeof *scratch);
    if (!frozen->weights || !frozen->units || !weights || !scratch)
        return false;
    for (size_t i = 0; i < tree->node_count; i++)
        weights[i] = tree->nodes[i].weights;
    crr_model_weights_carry(places, weights, scratch, frozen->weights);
    frozen->is_whole = crr_model_weights_freeze(
        places, frozen->weights, frozen->units, &frozen->zero);
    return true;
}

static enum crr_status
no_model(struct crr_error *reterr)
{
    return crr_error_set(reterr, CRR_E_MODEL, CRR_F_MISSING_KEY, NULL, "",
        "expected a model with `factors`, found judgements alone");
}

static enum crr_status
no_memory(struct crr_error *reterr)
{
    return crr_error_set(reterr, CRR_E_MEMORY, 0, NULL, "", "out of memory");
}

/* ---- Comparing ---- */

/* The written weight in 10^-9 of the unit it is written in. False if it is no decimal.
 */
static bool
read_written(struct crr_text text, int64_t *ret)
{
    struct crr_decimal decimal;

    if (text.length == 0 || crr_decimal_parse(text, 9, &decimal) != CRR_NUMBER_GOOD)
        return false;
    *ret = decimal.units;
    return true;
}

/* Whether the written weights of the item's group sum to exactly the total. */
static bool
sums_exactly(const struct crr_model_weights *places, size_t index)
{
    for (uint32_t i = 0; i < places->group_count; i++) {
        const struct crr_placed_group *group = &places->groups[i];
        uint32_t count = group->group.member_count;
        int64_t sum = 0, written;

        if (index < group->first || index >= group->first + count)
            continue;
        for (uint32_t j = 0; j < count; j++)
            if (!read_written(places->items[group->first + j].text, &written) ||
                !crr_add(sum, written, &sum))
                return false;
        return sum == places->total * crr_power_of_ten(9);
    }
    return false;
}

static enum crr_ahp_agreement
compare(
    const struct crr_model_weights *places, const struct frozen *frozen, size_t index)
{
    int64_t written, unit = crr_power_of_ten(9 - places->places);
    double exact = frozen->weights[index] * places->total * 1e9;

    if (places->items[index].text.length == 0)
        return CRR_AHP_NOT_WRITTEN;
    if (!read_written(places->items[index].text, &written))
        return CRR_AHP_DIFFERENT;
    if (frozen->is_whole && written == frozen->units[index] * unit)
        return CRR_AHP_EQUAL;
    if (fabs((double)written - exact) < (double)unit && sums_exactly(places, index))
        return CRR_AHP_LAST_PLACE;
    return CRR_AHP_DIFFERENT;
}

static struct crr_text
group_of(const struct crr_model_weights *places, size_t index)
{
    uint32_t at = 0;

    while (index >= places->groups[at].first + places->groups[at].group.member_count)
        at++;
    return places->groups[at].group.id;
}

static void
view_weight(const struct crr_model_weights *places, const struct frozen *frozen,
    size_t index, struct crr_ahp_weight_view *ret)
{
    const struct crr_weight_place *place = &places->items[index];

    *ret = (struct crr_ahp_weight_view){.group = group_of(places, index),
        .factor = place->id,
        .written = place->text,
        .units = frozen->units[index],
        .places = places->places,
        .weight = frozen->weights[index],
        .agreement = compare(places, frozen, index),
        .line = place->origin.line,
        .column = place->origin.column};
}

size_t
crr_ahp_weight_count(const struct crr_ahp *ahp)
{
    return ahp->places ? ahp->places->item_count : 0;
}

enum crr_status
crr_ahp_weight(const struct crr_ahp *ahp, size_t index, struct crr_ahp_weight_view *ret)
{
    struct frozen frozen;
    bool good;

    if (index >= crr_ahp_weight_count(ahp))
        return CRR_E_ARGUMENT;
    good = derive(ahp, &frozen);
    if (good)
        view_weight(ahp->places, &frozen, index, ret);
    crr_arena_clear(&frozen.arena);
    return good ? CRR_OK : CRR_E_MEMORY;
}

/* ---- Verifying ---- */

static void
describe(const struct crr_ahp *ahp, const struct crr_ahp_weight_view *view,
    const char *path, struct crr_error *ret)
{
    struct crr_place place = {ahp->name, 0, view->line, view->column};
    char derived[CRR_NUMBER_SIZE];

    crr_decimal_print(view->units, view->places, derived);
    if (view->agreement == CRR_AHP_NOT_WRITTEN)
        crr_error_set(ret, CRR_E_MODEL, CRR_F_NOT_FROZEN, &place, path,
            "the judgements give %.*s the weight %s, and none is written",
            CRR_SPELL(view->factor), derived);
    else if (view->agreement == CRR_AHP_LAST_PLACE)
        crr_error_set(ret, CRR_OK, CRR_F_WEIGHT_LAST_PLACE, &place, path,
            "the judgements give %.*s the weight %s, %.*s is written: less than a unit "
            "of the last place apart, and the group sums exactly",
            CRR_SPELL(view->factor), derived, CRR_SPELL(view->written));
    else
        crr_error_set(ret, CRR_E_MODEL, CRR_F_WEIGHT_DIFFERS, &place, path,
            "the judgements give %.*s the weight %s, found %.*s",
            CRR_SPELL(view->factor), derived, CRR_SPELL(view->written));
}

static enum crr_status
verify(const struct crr_ahp *ahp, const struct frozen *frozen,
    void (*report)(void *user, const struct crr_error *finding), void *user,
    struct crr_error *reterr)
{
    const struct crr_model_weights *places = ahp->places;
    enum crr_status status = CRR_OK;

    for (uint32_t i = 0; i < places->item_count; i++) {
        uint32_t item = places->in_text[i];
        struct crr_ahp_weight_view view;
        struct crr_error error;

        view_weight(places, frozen, item, &view);
        if (view.agreement == CRR_AHP_EQUAL)
            continue;
        describe(ahp, &view, places->items[item].origin.path, &error);
        if (report)
            report(user, &error);
        if (view.agreement == CRR_AHP_LAST_PLACE)
            continue;
        if (status == CRR_OK && reterr)
            *reterr = error;
        status = CRR_E_MODEL;
    }
    return status;
}

enum crr_status
crr_ahp_verify(const struct crr_ahp *ahp,
    void (*report)(void *user, const struct crr_error *finding), void *user,
    struct crr_error *reterr)
{
    struct frozen frozen;
    enum crr_status status;

    if (!ahp->places)
        return no_model(reterr);
    status = derive(ahp, &frozen) ? verify(ahp, &frozen, report, user, reterr)
                                  : no_memory(reterr);
    crr_arena_clear(&frozen.arena);
    return status;
}

/* ---- Freezing ---- */

/* Reads the new text back: every weight is there, and is the derived one. */
static enum crr_status
read_back(const struct crr_ahp *ahp, struct crr_text text, struct crr_error *reterr)
{
    struct crr_ahp_options options = {
        .size = sizeof options, .allocator = ahp->arena.allocator};
    struct crr_ahp *again;
    enum crr_status status = crr_ahp_derive(text, ahp->name, &options, &again, reterr);

    if (status != CRR_OK)
        return status;
    if (crr_ahp_weight_count(again) != crr_ahp_weight_count(ahp) ||
        strcmp(again->digest, ahp->digest) != 0)
        status = crr_error_set(reterr, CRR_E_MODEL, CRR_F_WEIGHT_PLACE, NULL, "",
            "the text with its new weights does not read as before");
    else
        status = crr_ahp_verify(again, NULL, NULL, reterr);
    crr_ahp_free(again);
    return status;
}

static enum crr_status
write_frozen(const struct crr_ahp *ahp, const struct frozen *frozen,
    int (*write)(void *user, const char *at, size_t length), void *user,
    struct crr_error *reterr)
{
    struct crr_buffer buffer;
    struct crr_writer writer;
    enum crr_status status;

    crr_buffer_init(&buffer, &ahp->arena.allocator);
    crr_writer_init(&writer, crr_buffer_write, &buffer);
    crr_model_weights_write(ahp->places, frozen->units, &writer);
    if (!crr_writer_flush(&writer))
        status = no_memory(reterr);
    else
        status = read_back(ahp, (struct crr_text){buffer.at, buffer.length}, reterr);
    if (status == CRR_OK && write(user, buffer.at, buffer.length) != 0)
        status = crr_error_set(
            reterr, CRR_E_WRITE, 0, NULL, "", "the new text could not be written");
    crr_buffer_clear(&buffer);
    return status;
}

enum crr_status
crr_ahp_freeze(const struct crr_ahp *ahp,
    int (*write)(void *user, const char *at, size_t length), void *user,
    struct crr_error *reterr)
{
    struct frozen frozen;
    enum crr_status status;

    if (!ahp->places)
        return no_model(reterr);
    if (!derive(ahp, &frozen)) {
        status = no_memory(reterr);
    } else if (!frozen.is_whole) {
        const struct crr_weight_place *place = &ahp->places->items[frozen.zero];
        status = crr_error_set(reterr, CRR_E_MODEL, CRR_F_FROZEN_ZERO,
            &(struct crr_place){ahp->name, 0, place->origin.line, place->origin.column},
            place->origin.path,
            "the weight of %.*s would be 0 with %d decimal places; give more `places`, "
            "or leave it out",
            CRR_SPELL(place->id), ahp->places->places);
    } else {
        status = write_frozen(ahp, &frozen, write, user, reterr);
    }
    crr_arena_clear(&frozen.arena);
    return status;
}

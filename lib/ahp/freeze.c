/* Freezing and verifying the weights of a model. */
#include "crr/ahp_model.h"

#include <math.h>
#include <string.h>
#include "ahp/ahp.h"

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

/* Whether the written weights of the group sum to exactly the total. */
static bool
sums_exactly(
    const struct crr_model_weights *places, const struct crr_placed_group *group)
{
    int64_t sum = 0, written;

    for (uint32_t i = 0; i < group->group.member_count; i++)
        if (!read_written(places->items[group->first + i].text, &written) ||
            !crr_add(sum, written, &sum))
            return false;
    return sum == places->total * crr_power_of_ten(9);
}

static enum crr_ahp_agreement
compare(const struct crr_model_weights *places, size_t index, double weight,
    int64_t units, bool is_exact)
{
    int64_t written, unit = crr_power_of_ten(9 - places->places);
    double exact = weight * places->total * 1e9;

    if (places->items[index].text.length == 0)
        return CRR_AHP_NOT_WRITTEN;
    if (units == 0 || !read_written(places->items[index].text, &written))
        return CRR_AHP_DIFFERENT;
    if (written == units * unit)
        return CRR_AHP_EQUAL;
    if (is_exact && fabs((double)written - exact) < (double)unit)
        return CRR_AHP_LAST_PLACE;
    return CRR_AHP_DIFFERENT;
}

static void
compare_all(const struct crr_model_weights *places, const double *weights,
    const int64_t *units, enum crr_ahp_agreement *ret)
{
    for (uint32_t i = 0; i < places->group_count; i++) {
        const struct crr_placed_group *group = &places->groups[i];
        size_t end = group->first + group->group.member_count;
        bool is_exact = sums_exactly(places, group);

        for (size_t j = group->first; j < end; j++)
            ret[j] = compare(places, j, weights[j], units[j], is_exact);
    }
}

static size_t
most_nodes(const struct crr_ahp_view *view)
{
    size_t most = 0;

    for (size_t i = 0; i < view->tree_count; i++)
        if (view->trees[i].node_count > most)
            most = view->trees[i].node_count;
    return most;
}

bool
crr_carry_weights(struct crr_ahp *ahp)
{
    const struct crr_model_weights *places = ahp->places;
    size_t most = most_nodes(&ahp->view);
    struct crr_carried_weights *carried = &ahp->carried;
    size_t count = places->item_count;
    double *weights = crr_arena_array(&ahp->arena, count, sizeof *weights);
    int64_t *units = crr_arena_array(&ahp->arena, count, sizeof *units);
    enum crr_ahp_agreement *agreements = crr_arena_array(
        &ahp->arena, count, sizeof *agreements);
    const double **nodes = crr_arena_array(&ahp->arena, most, sizeof *nodes);
    double *scratch = crr_arena_array(&ahp->arena, most, sizeof *scratch);

    if (!weights || !units || !agreements || !nodes || !scratch)
        return false;
    for (size_t i = 0; i < ahp->view.tree_count; i++) {
        const struct crr_ahp_tree_view *tree = &ahp->view.trees[i];

        for (size_t j = 0; j < tree->node_count; j++)
            nodes[j] = tree->nodes[j].weights;
        crr_model_weights_carry(places, (uint32_t)i, nodes, scratch, weights);
    }
    carried->is_whole = crr_model_weights_freeze(
        places, weights, units, &carried->zero);
    compare_all(places, weights, units, agreements);
    carried->weights = weights;
    carried->units = units;
    carried->agreements = agreements;
    return true;
}

static const struct crr_placed_group *
group_of(const struct crr_model_weights *places, size_t index)
{
    uint32_t at = 0;

    while (index >= places->groups[at].first + places->groups[at].group.member_count)
        at++;
    return &places->groups[at];
}

size_t
crr_ahp_weight_count(const struct crr_ahp *ahp)
{
    return ahp->places ? ahp->places->item_count : 0;
}

enum crr_status
crr_ahp_weight(const struct crr_ahp *ahp, size_t index, struct crr_ahp_weight_view *ret)
{
    const struct crr_weight_place *place;
    const struct crr_placed_group *group;

    if (index >= crr_ahp_weight_count(ahp))
        return CRR_E_ARGUMENT;
    place = &ahp->places->items[index];
    group = group_of(ahp->places, index);
    *ret = (struct crr_ahp_weight_view){
        .segment = ahp->places->trees[group->tree].segment,
        .group = group->group.id,
        .factor = place->id,
        .written = place->text,
        .units = ahp->carried.units[index],
        .places = ahp->places->places,
        .weight = ahp->carried.weights[index],
        .agreement = ahp->carried.agreements[index],
        .line = place->origin.line,
        .column = place->origin.column};
    return CRR_OK;
}

/* ---- Verifying ---- */

static void
describe(const struct crr_ahp *ahp, const struct crr_ahp_weight_view *view,
    const char *path, struct crr_error *ret)
{
    struct crr_place place = {ahp->name, 0, view->line, view->column};
    char derived[CRR_NUMBER_SIZE];

    crr_decimal_print(view->units, view->places, derived);
    if (view->units == 0)
        crr_error_set(ret, CRR_E_MODEL, CRR_F_WEIGHT_DIFFERS, &place, path,
            "the judgements give %.*s a weight that is 0 with %d decimal places, found "
            "%.*s",
            CRR_SPELL(view->factor), view->places,
            CRR_SPELL(view->written.length > 0 ? view->written : crr_text_of("~")));
    else if (view->agreement == CRR_AHP_NOT_WRITTEN)
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

enum crr_status
crr_ahp_verify(const struct crr_ahp *ahp,
    void (*report)(void *user, const struct crr_error *finding), void *user,
    struct crr_error *reterr)
{
    const struct crr_model_weights *places = ahp->places;
    enum crr_status status = CRR_OK;

    if (!places)
        return no_model(reterr);
    for (uint32_t i = 0; i < places->item_count; i++) {
        uint32_t item = places->in_text[i];
        struct crr_ahp_weight_view view;
        struct crr_error error;

        crr_ahp_weight(ahp, item, &view);
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

/* ---- Freezing ---- */

static enum crr_status
vanishing(const struct crr_ahp *ahp, struct crr_error *reterr)
{
    const struct crr_weight_place *item = &ahp->places->items[ahp->carried.zero];
    struct crr_place place = {ahp->name, 0, item->origin.line, item->origin.column};

    crr_error_set(reterr, CRR_E_MODEL, CRR_F_FROZEN_ZERO, &place, item->origin.path,
        "the weight of %.*s would be 0 with %d decimal places; give more `places`, or "
        "leave it out",
        CRR_SPELL(item->id), ahp->places->places);
    /* A warning while weights are derived, it is what refuses here. */
    if (reterr)
        reterr->severity = CRR_SEVERITY_ERROR;
    return CRR_E_MODEL;
}

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

enum crr_status
crr_ahp_freeze(const struct crr_ahp *ahp,
    int (*write)(void *user, const char *at, size_t length), void *user,
    struct crr_error *reterr)
{
    struct crr_buffer buffer;
    struct crr_writer writer;
    enum crr_status status;

    if (!ahp->places)
        return no_model(reterr);
    if (!ahp->carried.is_whole)
        return vanishing(ahp, reterr);
    crr_buffer_init(&buffer, &ahp->arena.allocator);
    crr_writer_init(&writer, crr_buffer_write, &buffer);
    crr_model_weights_write(ahp->places, ahp->carried.units, &writer);
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

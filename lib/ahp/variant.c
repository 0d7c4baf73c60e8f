/* A model's text with the weights that changed judgements give. */
#include "crr/ahp_stability.h"

#include <string.h>
#include "ahp/ahp.h"
#include "ahp/vary.h"
#include "yaml/document.h"

#define TEXT_LIMIT ((size_t)512 << 20)

struct crr_ahp_variant {
    struct crr_arena arena;
    const struct crr_ahp *ahp;
    struct crr_model_weights *places;
    struct crr_vary vary;
    double ***nodes; /* by tree and node: the weights of its children */
    double *scratch; /* by node of the largest tree */
    double *weights; /* by item */
    int64_t *units;
};

/* The weights of one tree's nodes. */
static double **
take_nodes(struct crr_arena *arena, const struct crr_judged_tree *tree)
{
    double **nodes = crr_arena_array(arena, tree->node_count, sizeof *nodes);

    for (uint32_t i = 0; nodes && i < tree->node_count; i++)
        nodes[i] = crr_arena_array(arena, tree->nodes[i].child_count, sizeof **nodes);
    return nodes;
}

static bool
take_room(struct crr_ahp_variant *variant)
{
    const struct crr_judgements *judgements = variant->ahp->judgements;
    struct crr_arena *arena = &variant->arena;
    size_t item_count = variant->places->item_count;
    size_t most = 0;

    variant->nodes = crr_arena_array(
        arena, judgements->tree_count, sizeof *variant->nodes);
    for (uint32_t i = 0; variant->nodes && i < judgements->tree_count; i++) {
        variant->nodes[i] = take_nodes(arena, &judgements->trees[i]);
        if (judgements->trees[i].node_count > most)
            most = judgements->trees[i].node_count;
    }
    variant->scratch = crr_arena_array(arena, most, sizeof *variant->scratch);
    variant->weights = crr_arena_array(arena, item_count, sizeof *variant->weights);
    variant->units = crr_arena_array(arena, item_count, sizeof *variant->units);
    return crr_vary_init(&variant->vary, variant->ahp->judgements, arena) &&
           !arena->failed;
}

/* The places of the weights in the text; findings go to the report. */
static bool
read_places(struct crr_ahp_variant *variant, struct crr_text text, const char *name,
    struct crr_report *report)
{
    const struct crr_yaml_node *root;

    return crr_yaml_parse(text, TEXT_LIMIT, name, &variant->arena, report, &root) ==
               CRR_OK &&
           crr_model_weights_read(text, root, name, variant->ahp->judgements,
               variant->ahp->name, crr_weights_total(root), &variant->arena, report,
               &variant->places);
}

static struct crr_ahp_variant *
new_variant(const struct crr_ahp *ahp, const struct crr_allocator *given)
{
    struct crr_allocator allocator = crr_allocator_or_default(given);
    struct crr_ahp_variant *variant = allocator.resize(
        allocator.user, NULL, 0, sizeof *variant);

    if (!variant)
        return NULL;
    memset(variant, 0, sizeof *variant);
    crr_arena_init(&variant->arena, &allocator);
    variant->ahp = ahp;
    return variant;
}

static enum crr_status
out_of_memory(struct crr_error *reterr)
{
    return crr_error_set(reterr, CRR_E_MEMORY, 0, NULL, "", "out of memory");
}

enum crr_status
crr_ahp_variant_new(const struct crr_ahp *ahp, struct crr_text text, const char *name,
    const struct crr_ahp_variant_options *options, struct crr_ahp_variant **ret_variant,
    struct crr_error *reterr)
{
    struct crr_ahp_variant *variant;
    struct crr_report report;

    if (!ahp || !text.at || !ret_variant ||
        (options && options->size != sizeof *options))
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_ahp_variant_new needs weights, a model's text, a place for the "
            "result, "
            "and options of a known size");
    variant = new_variant(ahp, options ? &options->allocator : NULL);
    if (!variant)
        return out_of_memory(reterr);
    crr_report_init(&report, &variant->arena);
    bool good = read_places(variant, text, name ? name : "model", &report) &&
                take_room(variant);
    if (variant->arena.failed || (!good && report.error_count == 0)) {
        crr_ahp_variant_free(variant);
        return out_of_memory(reterr);
    }
    good = crr_report_finish(&report, false, options ? options->report : NULL,
               options ? options->report_user : NULL, reterr) &&
           good;
    if (!good) {
        crr_ahp_variant_free(variant);
        return CRR_E_MODEL;
    }
    *ret_variant = variant;
    return CRR_OK;
}

void
crr_ahp_variant_free(struct crr_ahp_variant *variant)
{
    if (!variant)
        return;
    struct crr_allocator allocator = variant->arena.allocator;
    crr_arena_clear(&variant->arena);
    allocator.resize(allocator.user, variant, sizeof *variant, 0);
}

/* ---- Changes ---- */

/* The change in the form of the inside; false if there is no such judgement. */
static bool
take_change(const struct crr_judgements *judgements,
    const struct crr_ahp_change *change, struct crr_variation *ret)
{
    const struct crr_judged_node *node;
    size_t judge = change->expert == SIZE_MAX ? 0 : change->expert;

    *ret = (struct crr_variation){.seed = change->seed, .draw = change->draw};
    if (change->kind == CRR_AHP_UNMOVED)
        return true;
    if (change->kind == CRR_AHP_DRAWN) {
        ret->kind = CRR_VARIATION_DRAWN;
        return true;
    }
    if (change->kind != CRR_AHP_STEPPED || change->tree >= judgements->tree_count ||
        change->node >= judgements->trees[change->tree].node_count)
        return false;
    node = &judgements->trees[change->tree].nodes[change->node];
    if (judge >= node->judge_count || change->row >= change->column ||
        change->column >= node->child_count)
        return false;
    ret->kind = CRR_VARIATION_STEPPED;
    ret->tree = (uint32_t)change->tree;
    ret->node = (uint32_t)change->node;
    ret->judge = (uint32_t)judge;
    ret->row = (uint32_t)change->row;
    ret->column = (uint32_t)change->column;
    ret->steps = change->steps;
    return true;
}

/* Fills units; false if a node has no weights then, or one would be 0. */
static bool
derive(struct crr_ahp_variant *variant, const struct crr_variation *variation)
{
    const struct crr_judgements *judgements = variant->ahp->judgements;
    size_t zero;

    for (uint32_t i = 0; i < judgements->tree_count; i++) {
        for (uint32_t j = 0; j < judgements->trees[i].node_count; j++)
            if (!crr_vary_node(&variant->vary, variation, i, j, variant->nodes[i][j]))
                return false;
        crr_model_weights_carry(variant->places, i,
            (const double *const *)variant->nodes[i], variant->scratch,
            variant->weights);
    }
    return crr_model_weights_freeze(
        variant->places, variant->weights, variant->units, &zero);
}

enum crr_status
crr_ahp_variant_write(struct crr_ahp_variant *variant,
    const struct crr_ahp_change *change,
    int (*write)(void *user, const char *at, size_t length), void *user,
    struct crr_error *reterr)
{
    struct crr_variation variation;
    struct crr_writer writer;

    if (!variant || !change || !write ||
        !take_change(variant->ahp->judgements, change, &variation))
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_ahp_variant_write needs a variant, a change of a judgement that is "
            "there, and a function that writes");
    if (!derive(variant, &variation))
        return crr_error_set(reterr, CRR_E_MODEL, CRR_F_FROZEN_ZERO, NULL, "",
            "with these judgements a weight would be 0");
    crr_writer_init(&writer, write, user);
    crr_model_weights_write(variant->places, variant->units, &writer);
    return crr_writer_flush(&writer) ? CRR_OK
                                     : crr_error_set(reterr, CRR_E_WRITE, 0, NULL, "",
                                           "the model could not be written");
}

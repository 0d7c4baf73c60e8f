/* From a text to weights: the object behind include/crr/ahp.h. */
#include "ahp/derive.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "yaml/document.h"

#ifdef __FAST_MATH__
#error "libcrr-ahp needs NAN and exact comparisons: build without -ffast-math"
#endif

/* As a model that the command line reads. */
#define TEXT_LIMIT ((size_t)512 << 20)

/* ---- Reading ---- */

static bool
is_sheet(const char *name)
{
    size_t length = strlen(name);

    return length >= 4 && crr_text_equal_fold((struct crr_text){name + length - 4, 4},
                              crr_text_of(".csv"));
}

/* Decimals of percents beyond 7 places would be more than 9 of the whole. */
static bool
check_places(struct crr_reader *reader, const struct crr_ahp *ahp,
    const struct crr_yaml_node *node)
{
    if (ahp->total == 1 || ahp->judgements->places <= 7)
        return true;
    size_t above = crr_reader_enter_key(reader, crr_text_of("places"));
    crr_reader_finding(reader, CRR_F_OUT_OF_RANGE, crr_yaml_get(node, "places"),
        "expected at most 7 places, since weights.total is 100, found %d",
        ahp->judgements->places);
    crr_reader_leave(reader, above);
    return false;
}

static bool
read_model(
    struct crr_reader *reader, struct crr_ahp *ahp, const struct crr_yaml_node *root)
{
    const struct crr_yaml_node *node = crr_yaml_get(root, "judgements");
    struct crr_judgements *judgements = NULL;

    if (!node) {
        crr_reader_finding(reader, CRR_F_MISSING_KEY, root,
            "expected the key `judgements`, found a file without it");
        return false;
    }
    size_t above = crr_reader_enter_key(reader, crr_text_of("judgements"));
    bool good = crr_judgements_read(reader, node, &judgements);
    ahp->judgements = judgements;
    ahp->total = crr_weights_total(root);
    good = good && check_places(reader, ahp, node);
    crr_reader_leave(reader, above);
    if (!good || (!crr_yaml_get(root, "factors") && !crr_yaml_get(root, "segments")))
        return good;
    struct crr_model_weights *places;
    if (!crr_model_weights_read(ahp->text, root, ahp->name, ahp->judgements, ahp->name,
            ahp->total, &ahp->arena, reader->report, &places))
        return false;
    ahp->places = places;
    return true;
}

/* The keys of a file of its own; a model has others, and its own reader. */
static bool
check_keys(struct crr_reader *reader, const struct crr_yaml_node *root)
{
    bool is_model = crr_yaml_get(root, "factors") || crr_yaml_get(root, "model");
    const struct crr_yaml_node *version = crr_yaml_get(root, "crr");

    if (!crr_read_kind(reader, root, CRR_YAML_MAPPING,
            "a mapping with the keys crr and judgements"))
        return false;
    if (!version) {
        crr_reader_finding(reader, CRR_F_MISSING_KEY, root,
            "expected the key `crr`, found a file without it");
        return false;
    }
    size_t above = crr_reader_enter_key(reader, crr_text_of("crr"));
    bool good = version->kind == CRR_YAML_SCALAR && crr_text_is(version->text, "1");
    if (!good)
        crr_reader_finding(reader, CRR_F_UNSUPPORTED_VERSION, version,
            "expected 1, the version of the format that this release reads");
    crr_reader_leave(reader, above);
    for (size_t i = 0; !is_model && i + 1 < root->item_count; i += 2) {
        struct crr_text key = root->items[i]->text;

        if (crr_text_is(key, "crr") || crr_text_is(key, "judgements"))
            continue;
        crr_reader_finding(reader, CRR_F_UNKNOWN_KEY, root->items[i],
            "unknown key `%.*s`; expected one of: crr, judgements", CRR_SPELL(key));
        good = false;
    }
    return good;
}

/* *ret_root stays NULL for a sheet. */
static bool
read_judgements(struct crr_ahp *ahp, struct crr_report *report, char delimiter,
    const struct crr_yaml_node **ret_root)
{
    struct crr_reader reader = {
        .arena = &ahp->arena, .report = report, .file = ahp->name};
    struct crr_judgements *judgements = NULL;
    const struct crr_yaml_node *root;

    ahp->total = 1;
    if (is_sheet(ahp->name)) {
        if (!crr_judgements_read_sheet(&reader, ahp->text, delimiter, &judgements))
            return false;
        ahp->judgements = judgements;
        return true;
    }
    if (crr_yaml_parse(ahp->text, TEXT_LIMIT, ahp->name, &ahp->arena, report, &root) !=
        CRR_OK)
        return false;
    *ret_root = root;
    bool good = check_keys(&reader, root);
    return read_model(&reader, ahp, root) && good && report->error_count == 0;
}

/* Takes out what a model accepts; its own reader says which entries are wrong. */
static void
apply_accepts(const struct crr_yaml_node *root, struct crr_report *report)
{
    const struct crr_yaml_node *accepts = root ? crr_yaml_get(root, "accept") : NULL;

    for (size_t i = 0;
         accepts && accepts->kind == CRR_YAML_SEQUENCE && i < accepts->item_count;
         i++) {
        const struct crr_yaml_node *finding = crr_yaml_get(
            accepts->items[i], "finding");
        const struct crr_yaml_node *at = crr_yaml_get(accepts->items[i], "at");
        unsigned number;

        if (finding && at && finding->text.length == 8 &&
            sscanf(finding->text.at, "CRR-%4u", &number) == 1)
            crr_report_accept(report, number, at->text);
    }
}

/* ---- Deriving ---- */

static void
greatest_sizes(const struct crr_judgements *judgements, size_t *ret_n, size_t *ret_room)
{
    *ret_n = 1;
    *ret_room = 1;
    for (uint32_t i = 0; i < judgements->tree_count; i++) {
        const struct crr_judged_tree *tree = &judgements->trees[i];
        for (uint32_t j = 0; j < tree->node_count; j++) {
            const struct crr_judged_node *node = &tree->nodes[j];
            size_t n = node->child_count, count = node->judge_count;
            if (node->scores)
                continue;
            if (n > *ret_n)
                *ret_n = n;
            if (2 * n * n + count * (n + 1) > *ret_room)
                *ret_room = 2 * n * n + count * (n + 1);
        }
    }
}

static bool
derive_tree(const struct crr_deriving *deriving, const struct crr_judged_tree *tree,
    struct crr_ahp_tree_view *view)
{
    struct crr_ahp_node_view *nodes = crr_arena_array(
        &deriving->ahp->arena, tree->node_count, sizeof *nodes);

    if (!nodes)
        return false;
    for (uint32_t i = 0; i < tree->node_count; i++)
        if (!crr_derive_node(deriving, tree, &tree->nodes[i], &nodes[i]))
            return false;
    return crr_derive_hierarchy(deriving, tree, view, nodes);
}

static void
judge_all(struct crr_ahp_view *view)
{
    view->verdict = view->tree_count > 0 ? view->trees[0].verdict : CRR_AHP_SCORED;
    for (size_t i = 1; i < view->tree_count; i++) {
        enum crr_ahp_verdict verdict = view->trees[i].verdict;

        if (verdict == CRR_AHP_INCONSISTENT || view->verdict == CRR_AHP_SCORED ||
            (verdict == CRR_AHP_NOT_TESTABLE && view->verdict == CRR_AHP_CONSISTENT))
            view->verdict = verdict;
        if (verdict == CRR_AHP_INCONSISTENT)
            return;
    }
}

static bool
derive_all(struct crr_ahp *ahp, struct crr_report *report)
{
    static const char *const aggregations[] = {
        "", "judgements", "priorities", "priorities_arithmetic"};
    const struct crr_judgements *judgements = ahp->judgements;
    struct crr_ahp_tree_view *trees = crr_arena_array(
        &ahp->arena, judgements->tree_count, sizeof *trees);
    struct crr_numeric work;
    struct crr_deriving deriving = {.ahp = ahp, .report = report, .work = &work};
    size_t n, room;

    greatest_sizes(judgements, &n, &room);
    deriving.scratch = crr_arena_array(&ahp->arena, room, sizeof *deriving.scratch);
    if (!trees || !deriving.scratch || !crr_numeric_init(&work, &ahp->arena, n) ||
        !crr_judgements_digest(judgements, &ahp->arena, ahp->digest))
        return false;
    ahp->view = (struct crr_ahp_view){.method = (enum crr_ahp_method)judgements->method,
        .table = judgements->random_index,
        .limit = (double)judgements->limit.numerator /
                 (double)judgements->limit.denominator,
        .aggregation = aggregations[judgements->aggregation],
        .digest = ahp->digest,
        .tree_count = judgements->tree_count,
        .trees = trees};
    for (uint32_t i = 0; i < judgements->tree_count; i++)
        if (!derive_tree(&deriving, &judgements->trees[i], &trees[i]))
            return false;
    judge_all(&ahp->view);
    return (!ahp->places || crr_carry_weights(ahp)) && !ahp->arena.failed;
}

/* ---- The object ---- */

static bool
take_options(const struct crr_ahp_options *given, struct crr_ahp_options *ret)
{
    memset(ret, 0, sizeof *ret);
    if (given && given->size != sizeof *given)
        return false;
    if (given)
        *ret = *given;
    return true;
}

static struct crr_ahp *
new_ahp(struct crr_text text, const char *name, const struct crr_allocator *given)
{
    struct crr_allocator allocator = crr_allocator_or_default(given);
    struct crr_ahp *ahp = allocator.resize(allocator.user, NULL, 0, sizeof *ahp);

    if (!ahp)
        return NULL;
    memset(ahp, 0, sizeof *ahp);
    crr_arena_init(&ahp->arena, &allocator);
    ahp->text = crr_arena_copy(&ahp->arena, text);
    ahp->name = crr_arena_copy(&ahp->arena, crr_text_of(name)).at;
    if (!ahp->arena.failed)
        return ahp;
    crr_ahp_free(ahp);
    return NULL;
}

static enum crr_status
out_of_memory(struct crr_error *reterr)
{
    return crr_error_set(reterr, CRR_E_MEMORY, 0, NULL, "", "out of memory");
}

enum crr_status
crr_ahp_derive(struct crr_text text, const char *name,
    const struct crr_ahp_options *given, struct crr_ahp **ret_ahp,
    struct crr_error *reterr)
{
    struct crr_ahp_options options;
    struct crr_report report;
    const struct crr_yaml_node *root = NULL;
    struct crr_ahp *ahp;

    if (!ret_ahp || !text.at || !take_options(given, &options))
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_ahp_derive needs a text, a place for the result, and options of a "
            "known size");
    ahp = new_ahp(text, name ? name : "judgements", &options.allocator);
    if (!ahp)
        return out_of_memory(reterr);
    crr_report_init(&report, &ahp->arena);
    bool good = read_judgements(ahp, &report, options.delimiter, &root) &&
                derive_all(ahp, &report);
    if (ahp->arena.failed || (!good && report.error_count == 0)) {
        crr_ahp_free(ahp);
        return out_of_memory(reterr);
    }
    apply_accepts(root, &report);
    good = crr_report_finish(
               &report, options.strict, options.report, options.report_user, reterr) &&
           good;
    if (!good) {
        crr_ahp_free(ahp);
        return CRR_E_MODEL;
    }
    *ret_ahp = ahp;
    return CRR_OK;
}

void
crr_ahp_free(struct crr_ahp *ahp)
{
    if (!ahp)
        return;
    struct crr_allocator allocator = ahp->arena.allocator;
    crr_arena_clear(&ahp->arena);
    allocator.resize(allocator.user, ahp, sizeof *ahp, 0);
}

const struct crr_ahp_view *
crr_ahp_view(const struct crr_ahp *ahp)
{
    return &ahp->view;
}

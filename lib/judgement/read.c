/* Reading judgements: how they become weights, and the trees. */
#include "judgement/read.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct crr_rational saaty_values[] = {
    {1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 1}, {7, 1}, {8, 1}, {9, 1}};
const struct crr_scale crr_saaty_scale = {saaty_values, COUNT(saaty_values), false};

struct parts {
    const struct crr_yaml_node *method, *random_index, *limit, *places, *aggregate,
        *unconnected, *scale, *tolerance, *nodes, *segments;
};

CRR_KEEP_PART(method)
CRR_KEEP_PART(random_index)
CRR_KEEP_PART(limit)
CRR_KEEP_PART(places)
CRR_KEEP_PART(aggregate)
CRR_KEEP_PART(unconnected)
CRR_KEEP_PART(scale)
CRR_KEEP_PART(tolerance)
CRR_KEEP_PART(nodes)
CRR_KEEP_PART(segments)

static const struct crr_field root_fields[] = {{"method", keep_method, false},
    {"random_index", keep_random_index, false}, {"limit", keep_limit, false},
    {"places", keep_places, false}, {"aggregate", keep_aggregate, false},
    {"unconnected", keep_unconnected, false}, {"scale", keep_scale, false},
    {"tolerance", keep_tolerance, false}, {"nodes", keep_nodes, false},
    {"segments", keep_segments, false}};

static const struct crr_field segment_fields[] = {{"nodes", keep_nodes, true}};

/* ---- How ---- */

/* Reads a word at a key, if it is there. */
static bool
read_word_at(struct crr_reader *reader, const char *key,
    const struct crr_yaml_node *node, const struct crr_word *words, int *ret)
{
    if (!node)
        return true;
    size_t above = crr_reader_enter_key(reader, crr_text_of(key));
    bool good = crr_read_word(reader, node, words, ret);
    crr_reader_leave(reader, above);
    return good;
}

static bool
read_method(
    struct crr_reader *reader, const struct parts *parts, struct crr_judgements *ret)
{
    static const struct crr_word methods[] = {
        {"geometric_mean", CRR_METHOD_GEOMETRIC_MEAN},
        {"eigenvector", CRR_METHOD_EIGENVECTOR}, {NULL, 0}};
    struct crr_word tables[CRR_RANDOM_INDEX_COUNT + 1] = {{NULL, 0}};
    int method = CRR_METHOD_GEOMETRIC_MEAN, table = 0;

    for (int i = 0; i < CRR_RANDOM_INDEX_COUNT; i++)
        tables[i] = (struct crr_word){crr_random_index_names[i].id, i};
    bool good = read_word_at(reader, "method", parts->method, methods, &method);
    good = read_word_at(reader, "random_index", parts->random_index, tables, &table) &&
           good;
    ret->method = (enum crr_judged_method)method;
    ret->random_index = (uint32_t)table;
    return good;
}

/* What many do, and what has to be refused with its reason. */
static bool
is_arithmetic(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    if (!node || node->kind != CRR_YAML_SCALAR ||
        !crr_text_is(node->text, "judgements_arithmetic"))
        return false;
    size_t above = crr_reader_enter_key(reader, crr_text_of("aggregate"));
    crr_reader_finding(reader, CRR_F_AGGREGATION, node,
        "the arithmetic mean of judgements is not reciprocal: 3 and 1/3 would give 5/3 "
        "in both directions; take `judgements`, their geometric mean");
    crr_reader_leave(reader, above);
    return true;
}

static bool
read_aggregation(
    struct crr_reader *reader, const struct parts *parts, struct crr_judgements *ret)
{
    enum {
        ARITHMETIC = 100
    };
    static const struct crr_word ways[] = {{"judgements", CRR_AGGREGATE_JUDGEMENTS},
        {"priorities", CRR_AGGREGATE_PRIORITIES},
        {"priorities_arithmetic", CRR_AGGREGATE_PRIORITIES_ARITHMETIC}, {NULL, 0}};
    static const struct crr_word unconnected[] = {
        {"refuse", 0}, {"leave_out", 1}, {NULL, 0}};
    int way = CRR_AGGREGATE_JUDGEMENTS, leave_out = 0;

    bool good = !is_arithmetic(reader, parts->aggregate) &&
                read_word_at(reader, "aggregate", parts->aggregate, ways, &way);
    good = read_word_at(
               reader, "unconnected", parts->unconnected, unconnected, &leave_out) &&
           good;
    ret->aggregation = (enum crr_aggregation)way;
    ret->leave_out = leave_out;
    return good;
}

static bool
read_limit(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_rational *ret)
{
    ret->numerator = 1;
    ret->denominator = 10;
    if (!node)
        return true;
    size_t above = crr_reader_enter_key(reader, crr_text_of("limit"));
    bool good = crr_read_rational(reader, node, ret);
    if (good && (ret->numerator <= 0 || ret->numerator >= ret->denominator)) {
        crr_reader_finding(reader, CRR_F_OUT_OF_RANGE, node,
            "expected a limit above 0 and below 1, such as 0.10, found %.*s",
            CRR_SPELL(node->text));
        good = false;
    }
    crr_reader_leave(reader, above);
    return good;
}

static bool
read_places(struct crr_reader *reader, const struct parts *parts,
    struct crr_judgements *ret, int *ret_tolerance)
{
    int64_t places = 6;
    bool good = true;

    *ret_tolerance = 1;
    if (parts->places) {
        size_t above = crr_reader_enter_key(reader, crr_text_of("places"));
        good = crr_read_integer(reader, parts->places, 1, 9, &places);
        crr_reader_leave(reader, above);
    }
    ret->places = (int)places;
    if (parts->tolerance)
        good = crr_read_tolerance(reader, parts->tolerance, ret_tolerance) && good;
    return good;
}

/* ---- The scale ---- */

/* value as a step after the one before; the first is 1. */
static bool
read_step(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_rational *values, size_t index)
{
    __extension__ typedef __int128 wide;

    if (!crr_read_rational(reader, node, &values[index]))
        return false;
    if (index == 0 && values[0].numerator == values[0].denominator)
        return true;
    if (index > 0 && (wide)values[index].numerator * values[index - 1].denominator >
                         (wide)values[index - 1].numerator * values[index].denominator)
        return true;
    crr_reader_finding(reader, CRR_F_SCALE, node,
        index == 0 ? "expected a scale that begins with 1, found %.*s"
                   : "expected a step above the one before it, found %.*s",
        CRR_SPELL(node->text));
    return false;
}

static bool
read_scale(
    struct crr_reader *reader, const struct crr_yaml_node *node, struct crr_scale *ret)
{
    struct crr_rational *values;
    size_t above = crr_reader_enter_key(reader, crr_text_of("scale"));
    bool good = crr_read_kind(
        reader, node, CRR_YAML_SEQUENCE, "a list of steps, such as [1, 3, 5, 7, 9]");

    if (good && (node->item_count < 2 || node->item_count > 64)) {
        crr_reader_finding(reader, CRR_F_SCALE, node,
            "expected 2 to 64 steps, found %zu", node->item_count);
        good = false;
    }
    values = crr_arena_array(reader->arena, node->item_count + 1, sizeof *values);
    for (size_t i = 0; good && values && i < node->item_count; i++) {
        size_t list = crr_reader_enter_index(reader, i);
        good = read_step(reader, node->items[i], values, i);
        crr_reader_leave(reader, list);
    }
    crr_reader_leave(reader, above);
    if (good && values)
        *ret = (struct crr_scale){values, (uint32_t)node->item_count, true};
    return good && values;
}

static bool
read_head(struct crr_reader *reader, const struct parts *parts,
    struct crr_judgements *ret, int *ret_tolerance)
{
    bool good = read_method(reader, parts, ret);

    good = read_aggregation(reader, parts, ret) && good;
    good = read_limit(reader, parts->limit, &ret->limit) && good;
    good = read_places(reader, parts, ret, ret_tolerance) && good;
    ret->scale = crr_saaty_scale;
    if (parts->scale)
        good = read_scale(reader, parts->scale, &ret->scale) && good;
    return good;
}

/* ---- The trees ---- */

static bool
read_tree(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_judgements *head, int tolerance, struct crr_judged_tree *ret)
{
    size_t count = node->item_count / 2;
    struct crr_node_draft *drafts;
    bool good = true;

    if (!crr_read_kind(reader, node, CRR_YAML_MAPPING, "a mapping of names to nodes"))
        return false;
    if (count == 0 || count > CRR_NODE_LIMIT) {
        crr_reader_finding(reader, CRR_F_TOO_MANY, node,
            "expected 1 to %d nodes, found %zu", CRR_NODE_LIMIT, count);
        return false;
    }
    drafts = crr_arena_array(reader->arena, count, sizeof *drafts);
    for (size_t i = 0; drafts && i < count; i++) {
        const struct crr_yaml_node *key = node->items[2 * i];
        size_t above = crr_reader_enter_key(reader, key->text);

        good = crr_read_judged_node(
                   reader, key, node->items[2 * i + 1], head, tolerance, &drafts[i]) &&
               good;
        crr_reader_leave(reader, above);
    }
    return drafts && good &&
           crr_read_judged_tree(reader, head, drafts, (uint32_t)count, node, ret);
}

static bool
read_segment(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_yaml_node *node, const struct crr_judgements *head, int tolerance,
    struct crr_judged_tree *ret)
{
    struct parts parts = {0};

    if (!crr_read_id(reader, key, &ret->segment) ||
        !crr_read_mapping(reader, node, segment_fields, COUNT(segment_fields), &parts))
        return false;
    size_t above = crr_reader_enter_key(reader, crr_text_of("nodes"));
    bool good = read_tree(reader, parts.nodes, head, tolerance, ret);
    crr_reader_leave(reader, above);
    return good;
}

static bool
read_segments(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_judgements *ret, int tolerance)
{
    size_t count = node->item_count / 2;
    struct crr_judged_tree *trees;
    bool good = true;

    if (!crr_read_kind(
            reader, node, CRR_YAML_MAPPING, "a mapping of names to {nodes: ...}"))
        return false;
    if (count == 0 || count > CRR_TREE_LIMIT) {
        crr_reader_finding(reader, CRR_F_TOO_MANY, node,
            "expected 1 to %d segments, found %zu", CRR_TREE_LIMIT, count);
        return false;
    }
    trees = crr_arena_array(reader->arena, count, sizeof *trees);
    for (size_t i = 0; trees && i < count; i++) {
        const struct crr_yaml_node *key = node->items[2 * i];
        size_t above = crr_reader_enter_key(reader, key->text);

        good = read_segment(
                   reader, key, node->items[2 * i + 1], ret, tolerance, &trees[i]) &&
               good;
        crr_reader_leave(reader, above);
    }
    ret->trees = trees;
    ret->tree_count = (uint32_t)count;
    return trees && good;
}

static bool
read_trees(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct parts *parts, struct crr_judgements *ret, int tolerance)
{
    struct crr_judged_tree *tree;

    if (!parts->nodes == !parts->segments) {
        crr_reader_finding(reader,
            parts->nodes ? CRR_F_CONFLICTING_KEYS : CRR_F_MISSING_KEY,
            parts->nodes ? parts->segments : node,
            parts->nodes ? "expected `nodes` or `segments`, found both"
                         : "expected the key `nodes`, found a mapping without it");
        return false;
    }
    size_t above = crr_reader_enter_key(
        reader, crr_text_of(parts->nodes ? "nodes" : "segments"));
    bool good;
    if (parts->segments) {
        good = read_segments(reader, parts->segments, ret, tolerance);
    } else {
        tree = crr_arena_alloc(reader->arena, sizeof *tree);
        good = tree && read_tree(reader, parts->nodes, ret, tolerance, tree);
        ret->trees = tree;
        ret->tree_count = 1;
    }
    crr_reader_leave(reader, above);
    return good;
}

bool
crr_judgements_read(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_judgements **ret)
{
    struct parts parts = {0};
    struct crr_judgements *judgements = crr_arena_alloc(
        reader->arena, sizeof *judgements);
    size_t error_count = reader->report->error_count;
    int tolerance;

    if (!judgements)
        return false;
    bool good = crr_read_mapping(reader, node, root_fields, COUNT(root_fields), &parts);
    if (node->kind != CRR_YAML_MAPPING)
        return false;
    good = read_head(reader, &parts, judgements, &tolerance) && good;
    good = read_trees(reader, node, &parts, judgements, tolerance) && good;
    if (!good || reader->report->error_count > error_count || reader->arena->failed)
        return false;
    *ret = judgements;
    return true;
}

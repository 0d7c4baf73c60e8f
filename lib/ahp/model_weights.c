/* Where a model's weights stand in its text, and what is written there. The model is
 * read no further than that: the ids, the weights and the groups of `factors`. */
#include "ahp/model_weights.h"

#include <stdlib.h>
#include <string.h>
#include "ahp/frozen.h"

#define GROUP_LIMIT 1024
#define DEPTH_LIMIT 16
/* Of all groups: what a model may have, and what can be frozen at once. */
#define MEMBER_LIMIT CRR_SCORED_LIMIT

/* The reading at work. */
struct reading {
    struct crr_reader trace;
    struct crr_text text;
    const struct crr_judged_tree *tree;
    uint32_t tree_index;
    const struct crr_yaml_node *weights; /* of a segment, by factor; else NULL */
    size_t segment_index;                /* of the segment of the tree */
    const size_t *lines;                 /* offset of each line's first byte */
    size_t line_count;
    struct crr_weighed_group *groups; /* all, judged or not */
    uint32_t group_count;
    size_t member_count; /* of all groups */
    struct crr_placed_group *placed;
    uint32_t placed_count;
    size_t placed_capacity;
    struct crr_weight_place *items;
    size_t item_count, item_capacity;
    bool good;
};

/* ---- From places to bytes ---- */

/* The bytes of a line break at `at` as libyaml counts lines, 0 if there is none. */
static size_t
break_length(struct crr_text text, size_t at)
{
    const char *bytes = text.at + at;
    size_t left = text.length - at;

    if (*bytes == '\r' && left > 1 && bytes[1] == '\n')
        return 2;
    if (*bytes == '\r' || *bytes == '\n')
        return 1;
    if (left >= 2 && memcmp(bytes, "\xC2\x85", 2) == 0)
        return 2;
    if (left >= 3 && (memcmp(bytes, "\xE2\x80\xA8", 3) == 0 ||
                         memcmp(bytes, "\xE2\x80\xA9", 3) == 0))
        return 3;
    return 0;
}

/* Fills offsets (NULL: only counts) and returns the number of lines. */
static size_t
find_lines(struct crr_text text, size_t *offsets)
{
    size_t at = text.length >= 3 && memcmp(text.at, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t count = 1;

    if (offsets)
        offsets[0] = at;
    while (at < text.length) {
        size_t length = break_length(text, at);

        at += length > 0 ? length : 1;
        if (length > 0) {
            if (offsets)
                offsets[count] = at;
            count++;
        }
    }
    return count;
}

/* The byte at which a node begins; text.length if the place is not there. */
static size_t
offset_of(const struct reading *reading, const struct crr_yaml_node *node)
{
    size_t at;

    if (node->line == 0 || node->line > reading->line_count)
        return reading->text.length;
    at = reading->lines[node->line - 1];
    for (size_t i = 1; i < node->column && at < reading->text.length; i++) {
        size_t length = crr_utf8_length(
            reading->text.at + at, reading->text.length - at);
        at += length > 0 ? length : 1;
    }
    return at;
}

/* Whether a number may end at `at` without its quotes: what follows a quoted scalar may
 * touch it, as # does, and would belong to a plain one. */
static bool
may_end(struct crr_text text, size_t at)
{
    return at == text.length || memchr(" \t,}]", text.at[at], 5) ||
           break_length(text, at) > 0;
}

/* The bytes of a scalar; false if they are not what the scalar says: it goes over
 * several lines, has escapes, or is nothing at all. */
static bool
find_scalar(const struct reading *reading, const struct crr_yaml_node *node,
    struct crr_weight_place *place)
{
    size_t quote = node->plain ? 0 : 1, length = node->text.length;
    size_t begin = offset_of(reading, node), end = begin + length + 2 * quote;
    const char *bytes = reading->text.at + begin;

    if (length == 0 || reading->text.length - begin < length + 2 * quote ||
        memcmp(bytes + quote, node->text.at, length) != 0)
        return false;
    if (quote && ((*bytes != '"' && *bytes != '\'') || bytes[length + 1] != *bytes ||
                     memchr(bytes + 1, *bytes, length) || !may_end(reading->text, end)))
        return false;
    place->begin = begin;
    place->end = end;
    place->text = crr_yaml_is_null(node) ? (struct crr_text){"", 0} : node->text;
    return true;
}

/* ---- The factors ---- */

/* What stands where a weight was expected. */
static const char *
found_instead(const struct crr_yaml_node *weight)
{
    if (!weight)
        return "no `weight`";
    if (weight->kind != CRR_YAML_SCALAR)
        return weight->kind == CRR_YAML_SEQUENCE ? "a list" : "a mapping";
    return weight->text.length > 0
               ? "escapes, several lines, or something right behind it"
               : "nothing";
}

/* Where the weight of a factor stands, NULL if nowhere. */
static const struct crr_yaml_node *
weight_of(const struct reading *reading, const struct crr_yaml_node *factor,
    struct crr_text id)
{
    const struct crr_yaml_node *weights = reading->weights;

    if (!weights)
        return crr_yaml_get(factor, "weight");
    for (size_t i = 0; i + 1 < weights->item_count; i += 2)
        if (crr_text_equal(weights->items[i]->text, id))
            return weights->items[i + 1];
    return NULL;
}

/* The trace of a factor's weight in a segment's `weights`, in place of the one of the
 * factor; kept is for the way back. */
static void
trace_segment_weight(
    struct reading *reading, struct crr_text id, struct crr_reader *kept)
{
    *kept = reading->trace;
    crr_reader_leave(&reading->trace, 0);
    crr_reader_enter_key(&reading->trace, crr_text_of("segments"));
    crr_reader_enter_index(&reading->trace, reading->segment_index);
    crr_reader_enter_key(&reading->trace, crr_text_of("weights"));
    crr_reader_enter_key(&reading->trace, id);
}

static bool
take_place(
    struct reading *reading, const struct crr_yaml_node *factor, struct crr_text id)
{
    const struct crr_yaml_node *weight = weight_of(reading, factor, id);
    struct crr_weight_place place = {.id = id};
    struct crr_weight_place *items;
    struct crr_reader kept;
    size_t above = crr_reader_enter_key(&reading->trace, crr_text_of("weight"));
    bool good = weight && weight->kind == CRR_YAML_SCALAR &&
                find_scalar(reading, weight, &place);

    if (reading->weights)
        trace_segment_weight(reading, id, &kept);
    place.origin = (struct crr_judgement_origin){
        (uint32_t)(weight ? weight : factor)->line,
        (uint32_t)(weight ? weight : factor)->column,
        crr_arena_copy(reading->trace.arena, crr_text_of(reading->trace.path)).at};
    if (!good)
        crr_reader_finding(&reading->trace, CRR_F_WEIGHT_PLACE,
            weight ? weight : factor,
            "expected the weight of %.*s, or ~, on one line to be written over, found "
            "%s",
            CRR_SPELL(id), found_instead(weight));
    if (reading->weights)
        memcpy(reading->trace.path, kept.path, sizeof kept.path);
    crr_reader_leave(&reading->trace, above);
    items = crr_arena_grow(reading->trace.arena, reading->items, reading->item_count,
        &reading->item_capacity, sizeof *items);
    if (!items)
        return false;
    reading->items = items;
    items[reading->item_count++] = place;
    return good;
}

/* The ids of the members; false if the model's own reader has to say what is wrong. */
static bool
list_members(struct reading *reading, const struct crr_yaml_node *factors,
    struct crr_weighed_group *group)
{
    struct crr_text *members;

    if (!factors || factors->kind != CRR_YAML_SEQUENCE)
        return false;
    reading->member_count += factors->item_count;
    if (reading->member_count > MEMBER_LIMIT) {
        crr_reader_finding(&reading->trace, CRR_F_TOO_MANY, factors,
            "expected at most %d factors, found more", MEMBER_LIMIT);
        return false;
    }
    members = crr_arena_array(
        reading->trace.arena, factors->item_count, sizeof *members);
    if (!members)
        return false;
    for (size_t i = 0; i < factors->item_count; i++) {
        const struct crr_yaml_node *id = crr_yaml_get(factors->items[i], "id");

        if (!id || id->kind != CRR_YAML_SCALAR)
            return false;
        members[i] = id->text;
    }
    group->members = members;
    group->member_count = (uint32_t)factors->item_count;
    return true;
}

static bool
place_group(struct reading *reading, const struct crr_yaml_node *factors,
    const struct crr_weighed_group *group)
{
    uint32_t node = crr_find_judged_node(reading->tree, group->id);
    struct crr_placed_group *placed;

    if (node == CRR_NO_NODE)
        return true;
    placed = crr_arena_grow(reading->trace.arena, reading->placed,
        reading->placed_count, &reading->placed_capacity, sizeof *placed);
    if (!placed)
        return false;
    reading->placed = placed;
    placed[reading->placed_count++] = (struct crr_placed_group){
        *group, reading->tree_index, node, (uint32_t)reading->item_count};
    for (uint32_t i = 0; i < group->member_count; i++) {
        size_t list = crr_reader_enter_index(&reading->trace, i);

        reading->good = take_place(reading, factors->items[i], group->members[i]) &&
                        reading->good;
        crr_reader_leave(&reading->trace, list);
    }
    return true;
}

/* A maximum or a matrix of members has no weights. */
static bool
is_weighted(const struct crr_yaml_node *holder)
{
    const struct crr_yaml_node *combine = crr_yaml_get(holder, "combine");

    return !combine ||
           (combine->kind == CRR_YAML_SCALAR && crr_text_is(combine->text, "weighted"));
}

/* The factors under holder, the model itself or a group. */
static bool
read_group(struct reading *reading, const struct crr_yaml_node *holder,
    struct crr_text id, int depth)
{
    struct crr_weighed_group group = {.id = id};
    const struct crr_yaml_node *factors = crr_yaml_get(holder, "factors");
    size_t above = crr_reader_enter_key(&reading->trace, crr_text_of("factors"));
    bool weighted = is_weighted(holder);
    bool good = depth < DEPTH_LIMIT && reading->group_count < GROUP_LIMIT &&
                list_members(reading, factors, &group) &&
                (!weighted || place_group(reading, factors, &group));

    if (good && weighted)
        reading->groups[reading->group_count++] = group;
    for (uint32_t i = 0; good && i < group.member_count; i++) {
        const struct crr_yaml_node *member = factors->items[i];
        size_t list = crr_reader_enter_index(&reading->trace, i);

        if (crr_yaml_get(member, "factors"))
            good = read_group(reading, member, group.members[i], depth + 1);
        crr_reader_leave(&reading->trace, list);
    }
    crr_reader_leave(&reading->trace, above);
    return good;
}

int
crr_weights_total(const struct crr_yaml_node *root)
{
    const struct crr_yaml_node *total = crr_yaml_get(
        crr_yaml_get(root, "weights"), "total");

    return total && total->kind == CRR_YAML_SCALAR && crr_text_is(total->text, "100")
               ? 100
               : 1;
}

/* ---- All of it ---- */

/* Items by their place: by insertion, for they are nearly in order. */
static uint32_t *
sort_items(const struct reading *reading)
{
    uint32_t *in_text = crr_arena_array(
        reading->trace.arena, reading->item_count, sizeof *in_text);

    for (uint32_t i = 0; in_text && i < reading->item_count; i++) {
        uint32_t at = i;
        for (;
             at > 0 && reading->items[in_text[at - 1]].begin > reading->items[i].begin;
             at--)
            in_text[at] = in_text[at - 1];
        in_text[at] = i;
    }
    return in_text;
}

/* The segment of the model that has this id, or NULL. */
static const struct crr_yaml_node *
find_segment(
    const struct crr_yaml_node *segments, struct crr_text id, size_t *ret_index)
{
    for (size_t i = 0;
         segments && segments->kind == CRR_YAML_SEQUENCE && i < segments->item_count;
         i++) {
        const struct crr_yaml_node *name = crr_yaml_get(segments->items[i], "id");

        if (!name || name->kind != CRR_YAML_SCALAR || !crr_text_equal(name->text, id))
            continue;
        *ret_index = i;
        return segments->items[i];
    }
    return NULL;
}

/* Whether judgements and model have segments or both have none, and this one. */
static bool
find_holder(struct reading *reading, const struct crr_yaml_node *root,
    const struct crr_yaml_node **ret)
{
    const struct crr_yaml_node *segments = crr_yaml_get(root, "segments");
    struct crr_text id = reading->tree->segment;

    *ret = root;
    if (!segments && id.length == 0)
        return true;
    if (segments && id.length > 0)
        *ret = find_segment(segments, id, &reading->segment_index);
    else
        *ret = NULL;
    if (*ret)
        return true;
    size_t above = crr_reader_enter_key(&reading->trace, crr_text_of("judgements"));
    crr_reader_finding(&reading->trace, CRR_F_NODE_MISFIT, root,
        "expected judgements %s of the model, found %s%.*s",
        segments ? "by the segments" : "without segments",
        id.length > 0 ? "segment " : "none", CRR_SPELL(id));
    crr_reader_leave(&reading->trace, above);
    return false;
}

/* The groups of the factors that one tree of judgements is for. */
static bool
read_tree(struct reading *reading, const struct crr_yaml_node *root,
    const struct crr_judgements *judgements, uint32_t index)
{
    const struct crr_yaml_node *holder;

    reading->tree = &judgements->trees[index];
    reading->tree_index = index;
    reading->group_count = 0;
    reading->weights = NULL;
    if (!find_holder(reading, root, &holder))
        return false;
    if (holder != root && !crr_yaml_get(holder, "factors")) {
        reading->weights = crr_yaml_get(holder, "weights");
        holder = root;
        if (!reading->weights || reading->weights->kind != CRR_YAML_MAPPING) {
            crr_reader_finding(&reading->trace, CRR_F_WEIGHT_PLACE, root,
                "expected `weights` in the segment %.*s, which takes the model's "
                "factors over, to write the weights to",
                CRR_SPELL(reading->tree->segment));
            return false;
        }
    }
    size_t above = reading->trace.path_length;
    if (holder != root) {
        crr_reader_enter_key(&reading->trace, crr_text_of("segments"));
        crr_reader_enter_index(&reading->trace, reading->segment_index);
    }
    bool good = read_group(reading, holder, crr_text_of("goal"), 0);
    crr_reader_leave(&reading->trace, above);
    if (good)
        return true;
    if (!reading->trace.arena->failed && reading->member_count <= MEMBER_LIMIT)
        crr_reader_finding(&reading->trace, CRR_F_NODE_MISFIT, root,
            "expected `factors` with ids to carry the weights over to; `crr check` "
            "says "
            "what is wrong with them");
    return false;
}

static bool
find_all(struct reading *reading, const struct crr_yaml_node *root,
    const struct crr_judgements *judgements, const char *judgements_name)
{
    struct crr_arena *arena = reading->trace.arena;
    size_t *lines;

    reading->line_count = find_lines(reading->text, NULL);
    lines = crr_arena_array(arena, reading->line_count, sizeof *lines);
    reading->groups = crr_arena_array(arena, GROUP_LIMIT, sizeof *reading->groups);
    if (!lines || !reading->groups)
        return false;
    find_lines(reading->text, lines);
    reading->lines = lines;
    for (uint32_t i = 0; i < judgements->tree_count; i++)
        if (!read_tree(reading, root, judgements, i) ||
            !crr_judgements_fit(reading->tree, reading->groups, reading->group_count,
                judgements_name, arena, reading->trace.report))
            return false;
    return true;
}

bool
crr_model_weights_read(struct crr_text text, const struct crr_yaml_node *root,
    const char *name, const struct crr_judgements *judgements,
    const char *judgements_name, int total, struct crr_arena *arena,
    struct crr_report *report, struct crr_model_weights **ret)
{
    struct reading reading = {.trace = {.arena = arena, .report = report, .file = name},
        .text = text,
        .good = true};
    struct crr_model_weights *places = crr_arena_alloc(arena, sizeof *places);

    if (!places || !find_all(&reading, root, judgements, judgements_name))
        return false;
    *places = (struct crr_model_weights){.text = text,
        .trees = judgements->trees,
        .total = total,
        .places = judgements->places,
        .groups = reading.placed,
        .group_count = reading.placed_count,
        .items = reading.items,
        .item_count = (uint32_t)reading.item_count,
        .in_text = sort_items(&reading)};
    if (!reading.good || !places->in_text)
        return false;
    *ret = places;
    return true;
}

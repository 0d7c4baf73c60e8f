/* The walk over both canonical texts. */
#include "diff/mix.h"
#include "base/span.h"

static const struct crr_text no_id = {"", 0};

/* ---- Parts ---- */

size_t
crr_mix_add(struct crr_mix *mix, enum crr_part_kind kind, struct crr_text id)
{
    struct crr_part *parts = crr_arena_grow(&mix->arena, mix->parts, mix->part_count,
        &mix->part_capacity, sizeof *mix->parts);
    if (!parts)
        return CRR_NONE;
    mix->parts = parts;
    mix->parts[mix->part_count] = (struct crr_part){kind, id, false};
    return mix->part_count++;
}

static size_t
find_part(const struct crr_mix *mix, enum crr_part_kind kind, struct crr_text id)
{
    for (size_t i = 0; i < mix->part_count; i++)
        if (mix->parts[i].kind == kind && crr_text_equal(mix->parts[i].id, id))
            return i;
    return CRR_NONE;
}

int
crr_mix_side(
    struct crr_mix *mix, enum crr_part_kind kind, struct crr_text id, bool differs)
{
    size_t part = find_part(mix, kind, id);
    if (mix->from_b)
        return part != CRR_NONE && mix->from_b[part];
    if (differs && part == CRR_NONE)
        crr_mix_add(mix, kind, id);
    return 0;
}

const struct crr_yaml_node *
crr_mix_pick(struct crr_mix *mix, enum crr_part_kind kind, struct crr_text id,
    const struct crr_yaml_node *a, const struct crr_yaml_node *b)
{
    return crr_mix_side(mix, kind, id, !crr_tree_equal(a, b)) ? b : a;
}

/* ---- Mappings by id: inputs, tables, lists ---- */

/* How an input is read: where its column is decides the value, which is a part of its
 * own; its title decides nothing. */
static const struct crr_yaml_node *
bare_input(struct crr_mix *mix, const struct crr_yaml_node *input)
{
    struct crr_tree_builder bare = {.arena = mix->walk_arena, .kind = CRR_YAML_MAPPING};
    for (size_t i = 0; input && i < input->item_count; i += 2)
        if (!crr_text_is(input->items[i]->text, "columns") &&
            !crr_text_is(input->items[i]->text, "title"))
            crr_tree_put(&bare, input->items[i]->text, input->items[i + 1]);
    return crr_tree_finish(&bare);
}

/* What both have is a part if it differs; what one has is there in any case. */
static const struct crr_yaml_node *
mix_union(struct crr_mix *mix, enum crr_part_kind kind, const char *key)
{
    const struct crr_yaml_node *sides[2] = {
        crr_tree_get(mix->roots[0], key), crr_tree_get(mix->roots[1], key)};
    struct crr_tree_builder all = {.arena = mix->walk_arena, .kind = CRR_YAML_MAPPING};
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; sides[side] && i < sides[side]->item_count; i += 2) {
            struct crr_text id = sides[side]->items[i]->text;
            const struct crr_yaml_node *own = sides[side]->items[i + 1];
            const struct crr_yaml_node *other = crr_tree_find(sides[!side], id);
            if (side == 1 && other)
                continue;
            if (kind == CRR_PART_POLICY) {
                own = bare_input(mix, own);
                other = bare_input(mix, other);
            }
            crr_tree_put(
                &all, id, other ? crr_mix_pick(mix, kind, id, own, other) : own);
        }
    }
    return crr_tree_finish(&all);
}

/* ---- Tiers, rules ---- */

static const struct crr_yaml_node *
without(struct crr_mix *mix, const struct crr_yaml_node *node, const char *key,
    const struct crr_yaml_node *value)
{
    struct crr_tree_builder all = {.arena = mix->walk_arena, .kind = CRR_YAML_MAPPING};
    for (size_t i = 0; i < node->item_count; i += 2)
        if (!crr_text_is(node->items[i]->text, key))
            crr_tree_put(&all, node->items[i]->text, node->items[i + 1]);
    crr_tree_put(&all, crr_text_of(key), value);
    return crr_tree_finish(&all);
}

/* The tiers of one side; `from` of what the thresholds' side has. */
static const struct crr_yaml_node *
mix_tiers(struct crr_mix *mix)
{
    const struct crr_yaml_node *sides[2] = {
        crr_tree_get(mix->roots[0], "tiers"), crr_tree_get(mix->roots[1], "tiers")};
    bool same = crr_tree_same_ids(sides[0], sides[1]), same_from = true;
    for (size_t i = 0; i < sides[0]->item_count; i++) {
        const struct crr_yaml_node *a = sides[0]->items[i];
        const struct crr_yaml_node *b = crr_tree_item(sides[1], crr_tree_id(a));
        same_from = same_from && (!b || crr_tree_equal(crr_tree_get(a, "from"),
                                            crr_tree_get(b, "from")));
        same = same && b &&
               crr_tree_equal(
                   without(mix, a, "from", NULL), without(mix, b, "from", NULL));
    }
    const struct crr_yaml_node *own =
        sides[crr_mix_side(mix, CRR_PART_TIERS, no_id, !same)];
    const struct crr_yaml_node *from =
        sides[crr_mix_side(mix, CRR_PART_THRESHOLDS, no_id, !same_from)];
    struct crr_tree_builder all = {.arena = mix->walk_arena, .kind = CRR_YAML_SEQUENCE};
    for (size_t i = 0; i < own->item_count; i++) {
        const struct crr_yaml_node *tier = own->items[i];
        const struct crr_yaml_node *twin = crr_tree_item(from, crr_tree_id(tier));
        crr_tree_add(
            &all, without(mix, tier, "from", crr_tree_get(twin ? twin : tier, "from")));
    }
    return crr_tree_finish(&all);
}

static const struct crr_yaml_node *
mix_rules(struct crr_mix *mix)
{
    const struct crr_yaml_node *sides[2] = {
        crr_tree_get(mix->roots[0], "rules"), crr_tree_get(mix->roots[1], "rules")};
    struct crr_tree_builder all = {.arena = mix->walk_arena, .kind = CRR_YAML_SEQUENCE};
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; sides[side] && i < sides[side]->item_count; i++) {
            struct crr_text id = crr_tree_id(sides[side]->items[i]);
            const struct crr_yaml_node *a = crr_tree_item(sides[0], id);
            if (side == 0 || !a)
                crr_tree_add(&all, crr_mix_pick(mix, CRR_PART_RULE, id, a,
                                       crr_tree_item(sides[1], id)));
        }
    }
    return crr_tree_finish(&all);
}

/* ---- Segments ---- */

/* Of a segment, or of the model where it has none: factors and correction. */
static void
mix_body(struct crr_mix *mix, struct crr_tree_builder *all,
    const struct crr_yaml_node *a, const struct crr_yaml_node *b)
{
    crr_tree_put(all, crr_text_of("factors"),
        crr_mix_factors(mix, crr_tree_get(a, "factors"), crr_tree_get(b, "factors")));
    crr_tree_put(all, crr_text_of("correction"),
        crr_mix_pick(mix, CRR_PART_THETA, no_id, crr_tree_get(a, "correction"),
            crr_tree_get(b, "correction")));
}

static const struct crr_yaml_node *
mix_segment(struct crr_mix *mix, int own, const struct crr_yaml_node *a,
    const struct crr_yaml_node *b)
{
    const struct crr_yaml_node *sides[2] = {a, b};
    struct crr_tree_builder all = {.arena = mix->walk_arena, .kind = CRR_YAML_MAPPING};
    crr_tree_put(&all, crr_text_of("id"), crr_tree_get(sides[own], "id"));
    crr_tree_put(&all, crr_text_of("when"), crr_tree_get(sides[own], "when"));
    crr_tree_put(&all, crr_text_of("thresholds"),
        crr_mix_pick(mix, CRR_PART_THRESHOLDS, no_id, crr_tree_get(a, "thresholds"),
            crr_tree_get(b, "thresholds")));
    mix_body(mix, &all, a, b);
    return crr_tree_finish(&all);
}

static bool
same_segments(const struct crr_yaml_node *a, const struct crr_yaml_node *b)
{
    size_t count = a ? a->item_count : 0;
    if (count != (b ? b->item_count : 0))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!crr_tree_equal(
                crr_tree_get(a->items[i], "id"), crr_tree_get(b->items[i], "id")) ||
            !crr_tree_equal(
                crr_tree_get(a->items[i], "when"), crr_tree_get(b->items[i], "when")))
            return false;
    return true;
}

static void
mix_segments(struct crr_mix *mix, struct crr_tree_builder *root)
{
    const struct crr_yaml_node *sides[2] = {crr_tree_get(mix->roots[0], "segments"),
        crr_tree_get(mix->roots[1], "segments")};
    int own = crr_mix_side(
        mix, CRR_PART_SEGMENTS, no_id, !same_segments(sides[0], sides[1]));
    struct crr_tree_builder all = {.arena = mix->walk_arena, .kind = CRR_YAML_SEQUENCE};
    if (!sides[0] && !sides[1])
        mix_body(mix, root, mix->roots[0], mix->roots[1]);
    else if (!sides[own])
        for (size_t i = 0; i < mix->roots[own]->item_count; i += 2) {
            struct crr_text key = mix->roots[own]->items[i]->text;
            if (crr_text_is(key, "factors") || crr_text_is(key, "correction"))
                crr_tree_put(root, key, mix->roots[own]->items[i + 1]);
        }
    for (size_t i = 0; sides[own] && i < sides[own]->item_count; i++) {
        const struct crr_yaml_node *item = sides[own]->items[i];
        const struct crr_yaml_node *twin = crr_tree_item(
            sides[!own], crr_tree_id(item));
        crr_tree_add(&all,
            !twin ? item : mix_segment(mix, own, own ? twin : item, own ? item : twin));
    }
    crr_tree_put(root, crr_text_of("segments"), crr_tree_finish(&all));
}

/* ---- All of it ---- */

static void
put_picked(struct crr_mix *mix, struct crr_tree_builder *root, enum crr_part_kind kind,
    const char *key)
{
    crr_tree_put(root, crr_text_of(key),
        crr_mix_pick(mix, kind, no_id, crr_tree_get(mix->roots[0], key),
            crr_tree_get(mix->roots[1], key)));
}

/* What says nothing about ratings is A's: the head; or left out: judgements, accepted
 * findings. */
static const struct crr_yaml_node *
mix_all(struct crr_mix *mix)
{
    struct crr_tree_builder root = {.arena = mix->walk_arena, .kind = CRR_YAML_MAPPING};
    crr_tree_put(&root, crr_text_of("crr"), crr_tree_get(mix->roots[0], "crr"));
    crr_tree_put(&root, crr_text_of("model"), crr_tree_get(mix->roots[0], "model"));
    put_picked(mix, &root, CRR_PART_SCORE, "score");
    put_picked(mix, &root, CRR_PART_WEIGHTS, "weights");
    put_picked(mix, &root, CRR_PART_POLICY, "missing_values");
    crr_tree_put(
        &root, crr_text_of("inputs"), mix_union(mix, CRR_PART_POLICY, "inputs"));
    crr_tree_put(
        &root, crr_text_of("tables"), mix_union(mix, CRR_PART_TABLE, "tables"));
    crr_tree_put(&root, crr_text_of("lists"), mix_union(mix, CRR_PART_LIST, "lists"));
    crr_tree_put(&root, crr_text_of("tiers"), mix_tiers(mix));
    mix_segments(mix, &root);
    crr_tree_put(&root, crr_text_of("rules"), mix_rules(mix));
    put_picked(mix, &root, CRR_PART_HISTORY, "history");
    put_picked(mix, &root, CRR_PART_OVERRIDE_LAWS, "overrides");
    return crr_tree_finish(&root);
}

static bool
parse(struct crr_mix *mix, int side)
{
    struct crr_report report;
    struct crr_text text = crr_model_canonical(mix->models[side]);
    crr_report_init(&report, &mix->arena);
    return crr_yaml_parse(text, text.length + 1, "model", &mix->arena, &report,
               &mix->roots[side]) == CRR_OK;
}

bool
crr_mix_init(struct crr_mix *mix, struct crr_model *a, struct crr_model *b,
    const struct crr_allocator *allocator)
{
    *mix = (struct crr_mix){.models = {a, b}};
    crr_arena_init(&mix->arena, allocator);
    mix->walk_arena = &mix->arena;
    if (!parse(mix, 0) || !parse(mix, 1))
        return false;
    mix_all(mix);
    return !mix->arena.failed;
}

void
crr_mix_clear(struct crr_mix *mix)
{
    crr_arena_clear(&mix->arena);
}

enum crr_status
crr_mix_compile(struct crr_mix *mix, const bool *from_b, struct crr_model **ret_model,
    struct crr_error *reterr)
{
    const struct crr_ast *donors[2] = {mix->models[0]->ast, mix->models[1]->ast};
    struct crr_arena arena;
    struct crr_buffer text;
    enum crr_status status = CRR_E_MEMORY;
    crr_arena_init(&arena, &mix->arena.allocator);
    crr_buffer_init(&text, &mix->arena.allocator);
    mix->walk_arena = &arena;
    mix->from_b = from_b;
    const struct crr_yaml_node *root = mix_all(mix);
    mix->from_b = NULL;
    mix->walk_arena = &mix->arena;
    if (!arena.failed && root && crr_tree_write(root, &text))
        status = crr_model_compile_mixed((struct crr_text){text.at, text.length},
            donors, 2, &mix->arena.allocator, ret_model, reterr);
    crr_buffer_clear(&text);
    crr_arena_clear(&arena);
    return status;
}

/* segments: kinds of customers, or scenarios, each with what rates it. A segment has
 * factors of its own, or those at the root of the model with other weights; likewise
 * the correction and the thresholds. */
#include "model/read.h"

#define SEGMENT_LIMIT 64

/* A segment while it is read. */
struct draft {
    struct crr_ast_segment *segment;
    const struct crr_yaml_node *factors, *weights, *correction, *thresholds;
};

/* What segments inherit. */
struct shared {
    struct crr_ast_segment segment;
    const struct crr_ast_factor *factors; /* from 0 */
};

/* ---- Keys ---- */

static bool
read_id(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast_segment *segment = ((struct draft *)object)->segment;
    const struct crr_ast *ast = crr_ast_of(reader);
    if (!crr_read_id(reader, node, &segment->id))
        return false;
    for (uint32_t i = 0; &ast->segments[i] < segment; i++)
        if (crr_report_duplicate_id(
                reader, node, segment->id, &ast->segments[i].id, "segment"))
            return false;
    return true;
}

static bool
read_title(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_titles(reader, node, &((struct draft *)draft)->segment->titles);
}

static bool
read_when(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_condition(
        reader, node, &((struct draft *)draft)->segment->condition);
}

#define KEEP(name)                                                                     \
    static bool keep_##name(                                                           \
        struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)      \
    {                                                                                  \
        (void)reader;                                                                  \
        ((struct draft *)draft)->name = node;                                          \
        return true;                                                                   \
    }
KEEP(factors)
KEEP(weights)
KEEP(correction)
KEEP(thresholds)

static const struct crr_field fields[] = {{"id", read_id, true},
    {"title", read_title, false}, {"when", read_when, false},
    {"factors", keep_factors, false}, {"weights", keep_weights, false},
    {"correction", keep_correction, false}, {"thresholds", keep_thresholds, false}};

static void
under(struct crr_reader *reader, const char *key, const struct crr_yaml_node *node,
    void (*read)(struct crr_reader *reader, const struct crr_yaml_node *node))
{
    size_t above = crr_reader_enter_key(reader, crr_text_of(key));
    read(reader, node);
    crr_reader_leave(reader, above);
}

/* ---- What is inherited ---- */

/* Copies shared factors to the end of the model's. */
static void
copy_factors(
    struct crr_reader *reader, const struct shared *shared, uint32_t from, uint32_t to)
{
    struct crr_model_reader *model = crr_model_reader_of(reader);
    struct crr_ast *ast = model->ast;
    uint32_t first = model->segment->first;
    for (uint32_t i = from; i < to; i++) {
        struct crr_ast_factor *factors = crr_arena_grow(reader->arena, ast->factors,
            ast->factor_count, &model->factor_capacity, sizeof *factors);
        if (!factors)
            return;
        ast->factors = factors;
        factors[ast->factor_count] = shared->factors[i];
        if (shared->factors[i].parent != CRR_ABSENT)
            factors[ast->factor_count].parent += first;
        ast->factor_count++;
    }
}

static bool
fits(struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t more)
{
    if (crr_ast_of(reader)->factor_count + more <= CRR_FACTOR_LIMIT)
        return true;
    crr_reader_finding(reader, CRR_F_TOO_MANY, node,
        "expected at most %d factors in all segments together, found more",
        CRR_FACTOR_LIMIT);
    return false;
}

/* One entry of `weights`: the id of a factor and its weight in this segment. */
static void
read_weight(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_yaml_node *node)
{
    struct crr_ast *ast = crr_ast_of(reader);
    const struct crr_ast_segment *segment = crr_model_reader_of(reader)->segment;
    for (uint32_t i = segment->first; i < segment->secondary; i++) {
        if (!crr_text_equal(ast->factors[i].id, key->text))
            continue;
        crr_read_local_weight(reader, node, &ast->factors[i].weight);
        return;
    }
    crr_reader_finding(reader, CRR_F_SEGMENT, key,
        "expected the id of a primary factor of the model, found %.*s",
        CRR_SHOW(key->text));
}

static void
read_weights(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    if (!crr_read_kind(reader, node, CRR_YAML_MAPPING, "weights by the ids of factors"))
        return;
    for (size_t i = 0; i + 1 < node->item_count; i += 2) {
        size_t above = crr_reader_enter_key(reader, node->items[i]->text);
        read_weight(reader, node->items[i], node->items[i + 1]);
        crr_reader_leave(reader, above);
    }
}

/* ---- Factors, correction, thresholds ---- */

static void
take_factors(struct crr_reader *reader, const struct draft *draft,
    const struct shared *shared, const struct crr_yaml_node *node)
{
    struct crr_ast_segment *segment = draft->segment;
    uint32_t count = shared->segment.secondary;
    if (draft->factors) {
        if (draft->weights)
            crr_reader_finding(reader, CRR_F_CONFLICTING_KEYS, draft->weights,
                "expected `weights` only where the model's own factors are taken over; "
                "this segment has `factors`");
        under(reader, "factors", draft->factors, crr_read_factors);
        return;
    }
    if (count == 0) {
        crr_reader_finding(reader, CRR_F_MISSING_KEY, node,
            "expected the key `factors`, here or at the root of the model");
        return;
    }
    if (!fits(reader, node, count))
        return;
    copy_factors(reader, shared, 0, count);
    segment->secondary = segment->end = crr_ast_of(reader)->factor_count;
    if (draft->weights)
        under(reader, "weights", draft->weights, read_weights);
}

/* The ids of an inherited correction against those of the segment's own factors. */
static void
check_ids(struct crr_reader *reader, const struct shared *shared,
    const struct crr_yaml_node *node)
{
    const struct crr_ast *ast = crr_ast_of(reader);
    const struct crr_ast_segment *segment = crr_model_reader_of(reader)->segment;
    for (uint32_t i = shared->segment.secondary; i < shared->segment.end; i++)
        for (uint32_t j = segment->first; j < segment->secondary; j++)
            if (crr_text_equal(shared->factors[i].id, ast->factors[j].id))
                crr_reader_finding(reader, CRR_F_DUPLICATE_ID, node,
                    "expected factors with ids that the model's correction does not "
                    "have, found `%.*s` in both",
                    CRR_SHOW(ast->factors[j].id));
}

static void
take_correction(struct crr_reader *reader, const struct draft *draft,
    const struct shared *shared, const struct crr_yaml_node *node)
{
    struct crr_ast_segment *segment = draft->segment;
    const struct crr_ast_segment *from = &shared->segment;
    if (draft->correction) {
        under(reader, "correction", draft->correction, crr_read_correction);
        return;
    }
    if (!from->has_correction || !fits(reader, node, from->end - from->secondary))
        return;
    check_ids(reader, shared, node);
    segment->has_correction = true;
    segment->correction_max = from->correction_max;
    segment->theta_low = from->theta_low;
    segment->theta_high = from->theta_high;
    copy_factors(reader, shared, from->secondary, from->end);
    segment->end = crr_ast_of(reader)->factor_count;
}

static void
read_threshold(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_yaml_node *node)
{
    const struct crr_ast *ast = crr_ast_of(reader);
    struct crr_ast_segment *segment = crr_model_reader_of(reader)->segment;
    uint32_t tier;
    if (!crr_read_tier_name(reader, key, &tier))
        return;
    if (ast->tiers[tier].scored)
        crr_read_decimal(reader, node, ast->decimals, &segment->from[tier]);
    else
        crr_reader_finding(reader, CRR_F_SEGMENT, key,
            "expected a tier with `from`; rules alone lead to %.*s",
            CRR_SHOW(key->text));
}

static void
read_thresholds(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    if (!crr_read_kind(
            reader, node, CRR_YAML_MAPPING, "thresholds by the ids of tiers"))
        return;
    for (size_t i = 0; i + 1 < node->item_count; i += 2) {
        size_t above = crr_reader_enter_key(reader, node->items[i]->text);
        read_threshold(reader, node->items[i], node->items[i + 1]);
        crr_reader_leave(reader, above);
    }
}

bool
crr_segment_init(struct crr_reader *reader, struct crr_ast_segment *segment)
{
    const struct crr_ast *ast = crr_ast_of(reader);
    *segment = (struct crr_ast_segment){.condition = CRR_ABSENT,
        .first = ast->factor_count,
        .secondary = ast->factor_count,
        .end = ast->factor_count};
    segment->from = crr_arena_array(
        reader->arena, ast->tier_count, sizeof *segment->from);
    if (!segment->from)
        return false;
    for (uint32_t i = 0; i < ast->tier_count; i++)
        segment->from[i] = ast->tiers[i].from;
    return true;
}

/* ---- The list ---- */

static void
read_segment(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct shared *shared, struct crr_ast_segment *segment)
{
    struct draft draft = {.segment = segment};
    if (!crr_segment_init(reader, segment))
        return;
    segment->origin = crr_origin_of(reader, node);
    crr_model_reader_of(reader)->segment = segment;
    crr_read_mapping(reader, node, fields, sizeof fields / sizeof fields[0], &draft);
    if (node->kind != CRR_YAML_MAPPING)
        return;
    take_factors(reader, &draft, shared, node);
    take_correction(reader, &draft, shared, node);
    if (draft.thresholds)
        under(reader, "thresholds", draft.thresholds, read_thresholds);
}

/* Kinds of customers have conditions, scenarios have none. */
static void
check_conditions(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    const struct crr_ast *ast = crr_ast_of(reader);
    uint32_t count = 0;
    for (uint32_t i = 0; i < ast->segment_count; i++)
        count += ast->segments[i].condition != CRR_ABSENT;
    if (count != 0 && count != ast->segment_count)
        crr_reader_finding(reader, CRR_F_SEGMENT, node,
            "expected `when` in every segment, or in none, which makes them scenarios; "
            "found it in %u of %u",
            (unsigned)count, (unsigned)ast->segment_count);
}

static bool
any_is_without(const struct crr_yaml_node *segments, const char *key)
{
    for (size_t i = 0; i < segments->item_count; i++)
        if (segments->items[i]->kind == CRR_YAML_MAPPING &&
            !crr_yaml_get(segments->items[i], key))
            return true;
    return false;
}

/* What stands at the root and rates nobody would mislead. */
static void
check_shared(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct shared *shared)
{
    if (shared->segment.secondary > 0 && !any_is_without(node, "factors"))
        crr_reader_finding(reader, CRR_F_SEGMENT, node,
            "expected a segment that takes over the model's `factors`, found none; "
            "remove them");
    if (shared->segment.has_correction && !any_is_without(node, "correction"))
        crr_reader_finding(reader, CRR_F_SEGMENT, node,
            "expected a segment that takes over the model's `correction`, found none; "
            "remove it");
}

void
crr_read_segments(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    struct crr_model_reader *model = crr_model_reader_of(reader);
    struct crr_ast *ast = model->ast;
    struct shared shared = {*model->segment, ast->factors};
    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a list of segments"))
        return;
    if (node->item_count == 0 || node->item_count > SEGMENT_LIMIT) {
        crr_reader_finding(reader, CRR_F_TOO_MANY, node,
            "expected 1 to %d segments, found %zu", SEGMENT_LIMIT, node->item_count);
        return;
    }
    ast->factors = NULL;
    ast->factor_count = 0;
    model->factor_capacity = 0;
    ast->segments = crr_arena_array(
        reader->arena, node->item_count, sizeof *ast->segments);
    ast->segment_count = 0;
    for (size_t i = 0; ast->segments && i < node->item_count; i++) {
        size_t above = crr_reader_enter_index(reader, i);
        ast->segment_count++;
        read_segment(reader, node->items[i], &shared, &ast->segments[i]);
        crr_reader_leave(reader, above);
    }
    if (!ast->segments)
        return;
    check_conditions(reader, node);
    check_shared(reader, node, &shared);
}

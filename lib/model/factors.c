/* Factors: primary ones in a tree of groups, secondary ones in a list. */
#include "model/factor_kind.h"

/* ---- Keys ---- */

static bool
read_id(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_factor_draft *draft = object;
    const struct crr_ast *ast = crr_ast_of(reader);
    if (!crr_read_id(reader, node, &draft->factor.id))
        return false;
    uint32_t first = crr_model_reader_of(reader)->segment->first;
    for (uint32_t i = first; i < ast->factor_count; i++)
        if (crr_report_duplicate_id(
                reader, node, draft->factor.id, &ast->factors[i].id, "factor"))
            return false;
    return true;
}

static bool
read_weight(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    return crr_read_local_weight(
        reader, node, &((struct crr_factor_draft *)object)->factor.weight);
}

static bool
read_title(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_titles(
        reader, node, &((struct crr_factor_draft *)draft)->factor.titles);
}

static bool
read_basis(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_text(
        reader, node, &((struct crr_factor_draft *)draft)->factor.basis);
}

static bool
read_confidential(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_boolean(
        reader, node, &((struct crr_factor_draft *)draft)->factor.confidential);
}

static bool
read_input(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_factor_draft *draft = object;
    if (!crr_read_input_name(reader, node, &draft->factor.input))
        return false;
    crr_ast_of(reader)->inputs[draft->factor.input].used = true;
    return true;
}

static bool
read_missing(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_policy(
        reader, node, &((struct crr_factor_draft *)draft)->factor.missing);
}

static bool
read_unknown(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_policy(
        reader, node, &((struct crr_factor_draft *)draft)->factor.unknown);
}

static bool
read_inverted(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_boolean(
        reader, node, &((struct crr_factor_draft *)draft)->factor.inverted);
}

static bool
read_applies(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_condition(
        reader, node, &((struct crr_factor_draft *)draft)->factor.applies);
}

/* What depends on the kind. */
#define KEEP(name)                                                                     \
    static bool keep_##name(                                                           \
        struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)      \
    {                                                                                  \
        (void)reader;                                                                  \
        ((struct crr_factor_draft *)draft)->name = node;                               \
        return true;                                                                   \
    }
KEEP(members)
KEEP(age)
KEEP(bands)
KEEP(knots)
KEEP(points)
KEEP(range)
KEEP(scaled_to)
KEEP(when)
KEEP(table)
KEEP(of_many)
KEEP(cap)
KEEP(combine)
KEEP(order_weights)
KEEP(scales)
KEEP(cells)
KEEP(times)
KEEP(residual_of)
KEEP(mitigated)

static const struct crr_field fields[] = {{"id", read_id, true},
    {"weight", read_weight, false}, {"title", read_title, false},
    {"basis", read_basis, false}, {"confidential", read_confidential, false},
    {"input", read_input, false}, {"missing", read_missing, false},
    {"unknown", read_unknown, false}, {"table", keep_table, false},
    {"bands", keep_bands, false}, {"age_in", keep_age, false},
    {"interpolate", keep_knots, false}, {"when", keep_when, false},
    {"points", keep_points, false}, {"range", keep_range, false},
    {"scaled_to", keep_scaled_to, false}, {"inverted", read_inverted, false},
    {"factors", keep_members, false}, {"of_many", keep_of_many, false},
    {"cap", keep_cap, false}, {"combine", keep_combine, false},
    {"order_weights", keep_order_weights, false}, {"scales", keep_scales, false},
    {"cells", keep_cells, false}, {"times", keep_times, false},
    {"residual_of", keep_residual_of, false}, {"mitigated", keep_mitigated, false},
    {"applies", read_applies, false}, {"linked", crr_refuse_linked, false}};

/* ---- One factor, and lists of them ---- */

/* Whether it, what is above it, or what it reads is confidential. */
static bool
is_hidden(const struct crr_ast *ast, const struct crr_ast_factor *factor)
{
    if (factor->confidential)
        return true;
    if (factor->parent != CRR_ABSENT && ast->factors[factor->parent].hidden)
        return true;
    if (factor->input != CRR_ABSENT && ast->inputs[factor->input].confidential)
        return true;
    return crr_condition_is_hidden(ast, factor->condition) ||
           crr_condition_is_hidden(ast, factor->applies);
}

/* Appends a factor to the AST; its index, or CRR_ABSENT. */
static uint32_t
add_factor(struct crr_reader *reader, const struct crr_ast_factor *factor)
{
    struct crr_model_reader *model = crr_model_reader_of(reader);
    struct crr_ast *ast = model->ast;
    struct crr_ast_factor *factors = crr_arena_grow(reader->arena, ast->factors,
        ast->factor_count, &model->factor_capacity, sizeof *factors);
    if (!factors)
        return CRR_ABSENT;
    ast->factors = factors;
    factors[ast->factor_count] = *factor;
    return ast->factor_count++;
}

static void read_list(struct crr_reader *reader, const struct crr_yaml_node *node,
    uint32_t parent, bool correction);

static void
check_weight(struct crr_reader *reader, const struct crr_factor_draft *draft)
{
    const struct crr_yaml_node *weight = crr_yaml_get(draft->node, "weight");
    const struct crr_ast_factor *above =
        draft->factor.parent == CRR_ABSENT
            ? NULL
            : &crr_ast_of(reader)->factors[draft->factor.parent];
    if (above && above->combine != CRR_COMBINE_WEIGHTED) {
        if (weight)
            crr_reader_finding(reader, CRR_F_COMBINE, weight,
                "expected no weight, for `%.*s` is not a weighted sum of its members",
                CRR_SHOW(above->id));
        return;
    }
    if (!draft->factor.correction && !weight)
        crr_reader_finding(reader, CRR_F_MISSING_KEY, draft->node,
            "expected the key `weight`, found a factor without it");
    if (draft->factor.correction && weight)
        crr_reader_finding(reader, CRR_F_CONFLICTING_KEYS, weight,
            "a secondary factor has no `weight`; remove it");
}

static void
read_factor(struct crr_reader *reader, const struct crr_yaml_node *node,
    uint32_t parent, bool correction)
{
    struct crr_ast *ast = crr_ast_of(reader);
    struct crr_factor_draft draft = {.factor = {.kind = CRR_FACTOR_FLAG,
                                         .parent = parent,
                                         .correction = correction,
                                         .input = CRR_ABSENT,
                                         .table = CRR_ABSENT,
                                         .condition = CRR_ABSENT,
                                         .applies = CRR_ABSENT,
                                         .subtree_count = 1,
                                         .origin = crr_origin_of(reader, node)},
        .node = node};
    if (parent != CRR_ABSENT)
        draft.factor.depth = ast->factors[parent].depth + 1;
    crr_read_mapping(reader, node, fields, sizeof fields / sizeof fields[0], &draft);
    if (node->kind != CRR_YAML_MAPPING)
        return;
    check_weight(reader, &draft);
    crr_settle_factor_kind(reader, &draft);
    draft.factor.hidden = is_hidden(ast, &draft.factor);
    uint32_t index = add_factor(reader, &draft.factor);
    if (index == CRR_ABSENT || !draft.members || correction)
        return;
    size_t above = crr_reader_enter_key(reader, crr_text_of("factors"));
    if (draft.factor.depth + 1 >= CRR_GROUP_DEPTH_LIMIT + 1)
        crr_reader_finding(reader, CRR_F_TOO_MANY, draft.members,
            "expected groups at most %d deep", CRR_GROUP_DEPTH_LIMIT);
    else
        read_list(reader, draft.members, index, false);
    crr_reader_leave(reader, above);
    ast->factors[index].subtree_count = ast->factor_count - index;
}

static void
read_list(struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t parent,
    bool correction)
{
    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a list of factors"))
        return;
    if (node->item_count == 0)
        crr_reader_finding(reader, CRR_F_FACTOR_KIND, node,
            "expected at least one factor, found an empty list");
    for (size_t i = 0; i < node->item_count; i++) {
        size_t above = crr_reader_enter_index(reader, i);
        bool full = crr_ast_of(reader)->factor_count == CRR_FACTOR_LIMIT;
        if (full)
            crr_reader_finding(reader, CRR_F_TOO_MANY, node->items[i],
                "expected at most %d factors, found more", CRR_FACTOR_LIMIT);
        else
            read_factor(reader, node->items[i], parent, correction);
        crr_reader_leave(reader, above);
        if (full)
            return;
    }
}

void
crr_read_factors(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    struct crr_ast_segment *segment = crr_model_reader_of(reader)->segment;
    read_list(reader, node, CRR_ABSENT, false);
    segment->secondary = segment->end = crr_ast_of(reader)->factor_count;
}

/* ---- correction: ---- */

static bool
read_combine(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    static const struct crr_word words[] = {{"sum", 0}, {"max", 1}, {NULL, 0}};
    int max;
    if (!crr_read_word(reader, node, words, &max))
        return false;
    ((struct crr_ast_segment *)object)->correction_max = max;
    return true;
}

static bool
read_bounds(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast_segment *segment = object;
    if (!crr_read_range(
            reader, node, CRR_POINTS_PLACES, &segment->theta_low, &segment->theta_high))
        return false;
    if (segment->theta_low <= 0 && segment->theta_high >= 0)
        return true;
    crr_reader_finding(reader, CRR_F_THETA_BOUNDS, node,
        "expected bounds with 0 between them, found [%.*s, %.*s]",
        CRR_SHOW(node->items[0]->text), CRR_SHOW(node->items[1]->text));
    return false;
}

static bool
read_secondary(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    (void)object;
    read_list(reader, node, CRR_ABSENT, true);
    return true;
}

void
crr_read_correction(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    static const struct crr_field correction_fields[] = {
        {"combine", read_combine, true}, {"bounds", read_bounds, true},
        {"factors", read_secondary, true}};
    struct crr_ast_segment *segment = crr_model_reader_of(reader)->segment;
    segment->has_correction = true;
    crr_read_mapping(reader, node, correction_fields, 3, segment);
    segment->end = crr_ast_of(reader)->factor_count;
}

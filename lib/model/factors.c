/* Factors: primary ones in a tree of groups, secondary ones in a list. */
#include "model/bands.h"
#include "model/read.h"

/* A factor while it is read: nodes are kept until its kind is known. */
struct draft {
    struct crr_ast_factor factor;
    bool has_weight;
    const struct crr_yaml_node *node;
    const struct crr_yaml_node *members, *bands, *knots, *points, *range, *when, *table;
};

/* ---- Keys ---- */

static bool
read_id(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct draft *draft = object;
    const struct crr_ast *ast = crr_ast_of(reader);
    if (!crr_read_id(reader, node, &draft->factor.id))
        return false;
    for (uint32_t i = 0; i < ast->factor_count; i++)
        if (crr_report_duplicate_id(
                reader, node, draft->factor.id, &ast->factors[i].id, "factor"))
            return false;
    return true;
}

static bool
read_weight(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct draft *draft = object;
    draft->has_weight = true;
    if (crr_yaml_is_null(node)) {
        crr_reader_finding(reader, CRR_F_RESERVED, node,
            "a weight without a value is reserved for a later release; write it");
        return false;
    }
    /* Hundredths of a total of 100 with 7 places are 10^-9 as well. */
    int places = crr_ast_of(reader)->weights_total == 100 ? 7 : CRR_WEIGHT_PLACES;
    return crr_read_decimal(reader, node, places, &draft->factor.weight);
}

static bool
read_title(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_titles(reader, node, &((struct draft *)draft)->factor.titles);
}

static bool
read_basis(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_text(reader, node, &((struct draft *)draft)->factor.basis);
}

static bool
read_confidential(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_boolean(
        reader, node, &((struct draft *)draft)->factor.confidential);
}

static bool
read_input(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct draft *draft = object;
    if (!crr_read_input_name(reader, node, &draft->factor.input))
        return false;
    crr_ast_of(reader)->inputs[draft->factor.input].used = true;
    return true;
}

static bool
read_missing(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_policy(reader, node, &((struct draft *)draft)->factor.missing);
}

static bool
read_unknown(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_policy(reader, node, &((struct draft *)draft)->factor.unknown);
}

static bool
read_inverted(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    return crr_read_boolean(reader, node, &((struct draft *)draft)->factor.inverted);
}

static bool
read_age_unit(struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)
{
    static const struct crr_word words[] = {{"days", CRR_AGE_DAYS},
        {"months", CRR_AGE_MONTHS}, {"years", CRR_AGE_YEARS}, {NULL, 0}};
    int unit;
    if (!crr_read_word(reader, node, words, &unit))
        return false;
    ((struct draft *)draft)->factor.age_unit = (enum crr_age_unit)unit;
    return true;
}

#define KEEP(name)                                                                     \
    static bool keep_##name(                                                           \
        struct crr_reader *reader, const struct crr_yaml_node *node, void *draft)      \
    {                                                                                  \
        (void)reader;                                                                  \
        ((struct draft *)draft)->name = node;                                          \
        return true;                                                                   \
    }
KEEP(members)
KEEP(bands)
KEEP(knots)
KEEP(points)
KEEP(range)
KEEP(when)
KEEP(table)

static const struct crr_field fields[] = {{"id", read_id, true},
    {"weight", read_weight, false}, {"title", read_title, false},
    {"basis", read_basis, false}, {"confidential", read_confidential, false},
    {"input", read_input, false}, {"missing", read_missing, false},
    {"unknown", read_unknown, false}, {"table", keep_table, false},
    {"bands", keep_bands, false}, {"age_in", read_age_unit, false},
    {"interpolate", keep_knots, false}, {"when", keep_when, false},
    {"points", keep_points, false}, {"range", keep_range, false},
    {"inverted", read_inverted, false}, {"factors", keep_members, false},
    {"of_many", NULL, false}, {"applies", NULL, false}, {"linked", NULL, false}};

/* ---- Kinds ---- */

#define TYPE(type) (1u << (type))

/* What a kind needs: its keys in order of the enum, and the types of its input. */
static const struct kind {
    enum crr_factor_kind kind;
    const char *name;     /* for messages */
    const char *keys[10]; /* that it may have beside those of every factor */
    unsigned input_types; /* 0: it has no input */
    const char *type_names;
} kinds[] = {
    {CRR_FACTOR_GROUP, "a group", {"factors"}, 0, NULL},
    {CRR_FACTOR_CONDITION, "a condition", {"when", "points", "missing"}, 0, NULL},
    {CRR_FACTOR_TABLE, "a table",
        {"input", "table", "missing", "unknown", "range", "inverted"},
        TYPE(CRR_INPUT_CODE), "code"},
    {CRR_FACTOR_AGE, "an age", {"input", "age_in", "bands", "missing"},
        TYPE(CRR_INPUT_DATE), "date"},
    {CRR_FACTOR_BANDS, "bands", {"input", "bands", "missing"},
        TYPE(CRR_INPUT_NUMBER) | TYPE(CRR_INPUT_DATE), "number or date"},
    {CRR_FACTOR_INTERPOLATION, "an interpolation", {"input", "interpolate", "missing"},
        TYPE(CRR_INPUT_NUMBER), "number"},
    {CRR_FACTOR_FLAG, "a flag", {"input", "points", "missing"}, TYPE(CRR_INPUT_FLAG),
        "flag"},
    {CRR_FACTOR_NUMBER, "a number as points", {"input", "range", "inverted", "missing"},
        TYPE(CRR_INPUT_NUMBER), "number"},
};

static const struct kind *
kind_of(const struct draft *draft)
{
    const bool is[] = {draft->members != NULL, draft->when != NULL,
        draft->table != NULL, draft->factor.age_unit != 0, draft->bands != NULL,
        draft->knots != NULL, draft->points != NULL, draft->range != NULL};
    for (size_t i = 0; i < sizeof is / sizeof is[0]; i++)
        if (is[i])
            return &kinds[i];
    return NULL;
}

static bool
has_key(const struct kind *kind, const char *key)
{
    static const char *const every[] = {
        "id", "weight", "title", "basis", "confidential"};
    for (size_t i = 0; i < sizeof every / sizeof every[0]; i++)
        if (strcmp(every[i], key) == 0)
            return true;
    for (size_t i = 0; i < 10 && kind->keys[i]; i++)
        if (strcmp(kind->keys[i], key) == 0)
            return true;
    return false;
}

/* Keys that belong to another kind. */
static bool
check_keys(
    struct crr_reader *reader, const struct draft *draft, const struct kind *kind)
{
    bool good = true;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const struct crr_yaml_node *value = crr_yaml_get(draft->node, fields[i].key);
        if (!value || !fields[i].read || has_key(kind, fields[i].key))
            continue;
        bool policy = strcmp(fields[i].key, "unknown") == 0;
        crr_reader_finding(reader, policy ? CRR_F_POLICY : CRR_F_FACTOR_KIND, value,
            policy ? "%s can meet no unknown code; remove `%s`"
                   : "this factor is %s and has no `%s`; a factor is of one kind",
            kind->name, fields[i].key);
        good = false;
    }
    return good;
}

/* The input must be there, and of a type that the kind reads. */
static bool
check_input(
    struct crr_reader *reader, const struct draft *draft, const struct kind *kind)
{
    const struct crr_yaml_node *node = crr_yaml_get(draft->node, "input");
    if (kind->input_types == 0)
        return true;
    if (!node) {
        crr_reader_finding(reader, CRR_F_MISSING_KEY, draft->node,
            "expected the key `input`, found %s without it", kind->name);
        return false;
    }
    if (draft->factor.input == CRR_ABSENT)
        return false; /* reported already */
    const struct crr_ast_input *input =
        &crr_ast_of(reader)->inputs[draft->factor.input];
    if (!input->type)
        return false; /* likewise */
    if (kind->input_types & TYPE(input->type))
        return true;
    crr_reader_finding(reader, CRR_F_FACTOR_KIND, node,
        "expected an input of type %s for %s, found `%.*s`, which is of another type",
        kind->type_names, kind->name, CRR_SHOW(input->id));
    return false;
}

/* The value under a key, with the trace. */
#define UNDER(reader, key, call)                                                       \
    do {                                                                               \
        size_t above_ = crr_reader_enter_key(reader, crr_text_of(key));                \
        good &= (call);                                                                \
        crr_reader_leave(reader, above_);                                              \
    } while (0)

static bool
check_inverted(struct crr_reader *reader, const struct draft *draft)
{
    const struct crr_ast_factor *factor = &draft->factor;
    if (factor->inverted && !factor->has_range) {
        crr_reader_finding(reader, CRR_F_MISSING_KEY, draft->node,
            "expected `range`: an inverted factor gives low + high - value");
        return false;
    }
    if (factor->kind == CRR_FACTOR_TABLE && factor->has_range && !factor->inverted) {
        crr_reader_finding(reader, CRR_F_CONFLICTING_KEYS, draft->range,
            "a table has a `range` only if it is inverted");
        return false;
    }
    return true;
}

static bool
check_number_places(struct crr_reader *reader, const struct draft *draft)
{
    const struct crr_ast_input *input =
        &crr_ast_of(reader)->inputs[draft->factor.input];
    if (input->places <= CRR_POINTS_PLACES)
        return true;
    crr_reader_finding(reader, CRR_F_FACTOR_KIND, draft->node,
        "expected an input with at most 4 decimal places to give points, found `%.*s` "
        "with %d",
        CRR_SHOW(input->id), input->places);
    return false;
}

/* An inverted table's points must lie in the range that turns them round. */
static bool
check_table_range(struct crr_reader *reader, const struct draft *draft)
{
    const struct crr_ast_factor *factor = &draft->factor;
    const struct crr_ast_table *table = &crr_ast_of(reader)->tables[factor->table];
    if (!factor->has_range)
        return true;
    for (uint32_t i = 0; i < table->row_count; i++) {
        int64_t points = table->rows[i].points;
        if (points >= factor->range_low && points <= factor->range_high)
            continue;
        char found[CRR_NUMBER_SIZE];
        crr_fraction_print(points, 10000, found);
        crr_reader_finding(reader, CRR_F_POINTS_RANGE, draft->range,
            "expected points of table %.*s inside the range, found %s in row %.*s",
            CRR_SHOW(table->id), found, CRR_SHOW(table->rows[i].key));
        return false;
    }
    return true;
}

static bool
read_table_kind(struct crr_reader *reader, struct draft *draft)
{
    bool good = true;
    UNDER(reader, "table",
        crr_read_table_name(reader, draft->table, &draft->factor.table));
    if (!good)
        return false;
    crr_ast_of(reader)->tables[draft->factor.table].used = true;
    return check_table_range(reader, draft);
}

static bool
read_bands_kind(struct crr_reader *reader, struct draft *draft)
{
    const struct crr_ast_input *input =
        &crr_ast_of(reader)->inputs[draft->factor.input];
    bool age = draft->factor.kind == CRR_FACTOR_AGE;
    bool dates = !age && input->type == CRR_INPUT_DATE;
    int places = age ? 0 : dates ? -1 : input->places;
    bool good = true;
    if (!draft->bands) {
        crr_reader_finding(reader, CRR_F_MISSING_KEY, draft->node,
            "expected the key `bands`, found an age without them");
        return false;
    }
    UNDER(reader, "bands",
        crr_read_bands(reader, draft->bands,
            dates ? &crr_date_words : &crr_number_words, places, &draft->factor));
    return good;
}

static bool
read_points_kind(struct crr_reader *reader, struct draft *draft)
{
    struct crr_ast_factor *factor = &draft->factor;
    bool good = true;
    if (!draft->points) {
        crr_reader_finding(reader, CRR_F_MISSING_KEY, draft->node,
            "expected the key `points`, found a condition without it");
        return false;
    }
    UNDER(reader, "points",
        crr_read_yes_no(
            reader, draft->points, &factor->points_yes, &factor->points_no));
    if (factor->kind == CRR_FACTOR_CONDITION)
        UNDER(reader, "when",
            crr_read_condition(reader, draft->when, &factor->condition));
    return good;
}

/* What the kind alone has. */
static bool
read_kind(struct crr_reader *reader, struct draft *draft)
{
    struct crr_ast_factor *factor = &draft->factor;
    bool good = true;
    if (draft->range) {
        UNDER(reader, "range",
            crr_read_range(reader, draft->range, CRR_POINTS_PLACES, &factor->range_low,
                &factor->range_high));
        factor->has_range = good;
    }
    if (!good || !check_inverted(reader, draft))
        return false;
    switch (factor->kind) {
    case CRR_FACTOR_TABLE:
        return read_table_kind(reader, draft);
    case CRR_FACTOR_BANDS:
    case CRR_FACTOR_AGE:
        return read_bands_kind(reader, draft);
    case CRR_FACTOR_FLAG:
    case CRR_FACTOR_CONDITION:
        return read_points_kind(reader, draft);
    case CRR_FACTOR_NUMBER:
        return check_number_places(reader, draft);
    case CRR_FACTOR_INTERPOLATION:
        UNDER(reader, "interpolate",
            crr_read_knots(reader, draft->knots,
                crr_ast_of(reader)->inputs[factor->input].places, factor));
        return good;
    default:
        return true;
    }
}

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
    return crr_condition_is_hidden(ast, factor->condition);
}

/* Appends a factor to the AST; its index, or CRR_ABSENT. */
static uint32_t
add_factor(struct crr_reader *reader, const struct crr_ast_factor *factor,
    const struct crr_yaml_node *node)
{
    struct crr_model_reader *model = crr_model_reader_of(reader);
    struct crr_ast *ast = model->ast;
    if (ast->factor_count == CRR_FACTOR_LIMIT) {
        crr_reader_finding(reader, CRR_F_TOO_MANY, node,
            "expected at most %d factors, found more", CRR_FACTOR_LIMIT);
        return CRR_ABSENT;
    }
    struct crr_ast_factor *factors = crr_arena_grow(reader->arena, ast->factors,
        ast->factor_count, &model->factor_capacity, sizeof *factors);
    if (!factors)
        return CRR_ABSENT;
    ast->factors = factors;
    factors[ast->factor_count] = *factor;
    return ast->factor_count++;
}

static void read_list(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t parent);

static void
check_weight(struct crr_reader *reader, const struct draft *draft)
{
    if (draft->factor.correction == !draft->has_weight)
        return;
    crr_reader_finding(reader,
        draft->has_weight ? CRR_F_CONFLICTING_KEYS : CRR_F_MISSING_KEY, draft->node,
        draft->has_weight ? "a secondary factor has no `weight`; remove it"
                          : "expected the key `weight`, found a factor without it");
}

/* Settles the kind, and reads what belongs to it. */
static void
settle_kind(struct crr_reader *reader, struct draft *draft)
{
    const struct kind *kind = kind_of(draft);
    if (!kind) {
        crr_reader_finding(reader, CRR_F_FACTOR_KIND, draft->node,
            "expected what turns the input into points (table, bands, age_in, "
            "interpolate, points, range), a condition (when) or a group (factors); "
            "found "
            "none");
        return;
    }
    draft->factor.kind = kind->kind;
    if (draft->factor.correction && kind->kind == CRR_FACTOR_GROUP)
        crr_reader_finding(reader, CRR_F_FACTOR_KIND, draft->members,
            "the secondary factors of the correction have no groups");
    bool good = check_keys(reader, draft, kind);
    if (check_input(reader, draft, kind) && good)
        read_kind(reader, draft);
}

static void
read_factor(struct crr_reader *reader, const struct crr_yaml_node *node,
    uint32_t parent, bool correction)
{
    struct crr_ast *ast = crr_ast_of(reader);
    struct draft draft = {.factor = {.kind = CRR_FACTOR_FLAG,
                              .parent = parent,
                              .correction = correction,
                              .input = CRR_ABSENT,
                              .table = CRR_ABSENT,
                              .condition = CRR_ABSENT,
                              .subtree_count = 1,
                              .origin = crr_origin_of(reader, node)},
        .node = node};
    if (parent != CRR_ABSENT)
        draft.factor.depth = ast->factors[parent].depth + 1;
    crr_read_mapping(reader, node, fields, sizeof fields / sizeof fields[0], &draft);
    if (node->kind != CRR_YAML_MAPPING)
        return;
    check_weight(reader, &draft);
    settle_kind(reader, &draft);
    draft.factor.hidden = is_hidden(ast, &draft.factor);
    uint32_t index = add_factor(reader, &draft.factor, node);
    if (index == CRR_ABSENT || !draft.members || correction)
        return;
    size_t above = crr_reader_enter_key(reader, crr_text_of("factors"));
    if (draft.factor.depth + 1 >= CRR_GROUP_DEPTH_LIMIT + 1)
        crr_reader_finding(reader, CRR_F_TOO_MANY, draft.members,
            "expected groups at most %d deep", CRR_GROUP_DEPTH_LIMIT);
    else
        read_list(reader, draft.members, index);
    crr_reader_leave(reader, above);
    ast->factors[index].subtree_count = ast->factor_count - index;
}

static void
read_list(struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t parent)
{
    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a list of factors"))
        return;
    if (node->item_count == 0)
        crr_reader_finding(reader, CRR_F_FACTOR_KIND, node,
            "expected at least one factor, found an empty list");
    for (size_t i = 0; i < node->item_count; i++) {
        size_t above = crr_reader_enter_index(reader, i);
        read_factor(reader, node->items[i], parent, false);
        crr_reader_leave(reader, above);
    }
}

void
crr_read_factors(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    struct crr_ast *ast = crr_ast_of(reader);
    read_list(reader, node, CRR_ABSENT);
    ast->primary_count = ast->factor_count;
}

/* ---- correction: ---- */

static bool
read_combine(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    static const struct crr_word words[] = {{"sum", 0}, {"max", 1}, {NULL, 0}};
    int max;
    if (!crr_read_word(reader, node, words, &max))
        return false;
    ((struct crr_ast *)object)->correction_max = max;
    return true;
}

static bool
read_bounds(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast *ast = object;
    if (!crr_read_range(
            reader, node, CRR_POINTS_PLACES, &ast->theta_low, &ast->theta_high))
        return false;
    if (ast->theta_low <= 0 && ast->theta_high >= 0)
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
    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a list of factors"))
        return false;
    if (node->item_count == 0)
        crr_reader_finding(reader, CRR_F_FACTOR_KIND, node,
            "expected at least one factor, found an empty list");
    for (size_t i = 0; i < node->item_count; i++) {
        size_t above = crr_reader_enter_index(reader, i);
        read_factor(reader, node->items[i], CRR_ABSENT, true);
        crr_reader_leave(reader, above);
    }
    return true;
}

void
crr_read_correction(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    static const struct crr_field correction_fields[] = {
        {"combine", read_combine, true}, {"bounds", read_bounds, true},
        {"factors", read_secondary, true}};
    struct crr_ast *ast = crr_ast_of(reader);
    ast->has_correction = true;
    crr_read_mapping(reader, node, correction_fields, 3, ast);
}

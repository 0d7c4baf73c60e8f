/* The kinds of factors: a table of what each has, and the reading of what it alone has.
 */
#include "model/factor_kind.h"
#include "model/bands.h"
#include "model/combine.h"

#define KEY_LIMIT 9
#define TYPE(type) (1u << (type))

/* What a kind has. A factor is of the first kind whose first key is there. */
static const struct kind {
    enum crr_factor_kind kind;
    const char *name;            /* for messages */
    const char *keys[KEY_LIMIT]; /* that it may have beside those of every factor */
    unsigned input_types;        /* 0: it has no input */
    const char *type_names;
} kinds[] = {
    {CRR_FACTOR_GROUP, "a group",
        {"factors", "combine", "order_weights", "scales", "cells", "times",
            "residual_of", "mitigated"},
        0, NULL},
    {CRR_FACTOR_CONDITION, "a condition", {"when", "points", "missing"}, 0, NULL},
    {CRR_FACTOR_TABLE, "a table",
        {"table", "input", "missing", "unknown", "range", "inverted", "of_many", "cap",
            "scaled_to"},
        TYPE(CRR_INPUT_CODE) | TYPE(CRR_INPUT_CODES), "code or codes"},
    {CRR_FACTOR_AGE, "an age", {"age_in", "input", "bands", "missing"},
        TYPE(CRR_INPUT_DATE), "date"},
    {CRR_FACTOR_BANDS, "bands", {"bands", "input", "missing"},
        TYPE(CRR_INPUT_NUMBER) | TYPE(CRR_INPUT_DATE), "number or date"},
    {CRR_FACTOR_INTERPOLATION, "an interpolation", {"interpolate", "input", "missing"},
        TYPE(CRR_INPUT_NUMBER), "number"},
    {CRR_FACTOR_FLAG, "a flag", {"points", "input", "missing"}, TYPE(CRR_INPUT_FLAG),
        "flag"},
    {CRR_FACTOR_NUMBER, "a number as points",
        {"range", "input", "inverted", "missing", "scaled_to"}, TYPE(CRR_INPUT_NUMBER),
        "number"},
};

#define KIND_COUNT (sizeof kinds / sizeof kinds[0])

static bool
has_key(const struct kind *kind, struct crr_text key)
{
    for (size_t i = 0; i < KEY_LIMIT && kind->keys[i]; i++)
        if (crr_text_is(key, kind->keys[i]))
            return true;
    return false;
}

static const struct kind *
kind_of(const struct crr_yaml_node *node)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (crr_yaml_get(node, kinds[i].keys[0]))
            return &kinds[i];
    return NULL;
}

static bool
is_of_some_kind(struct crr_text key)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (has_key(&kinds[i], key))
            return true;
    return false;
}

/* Keys that belong to another kind. */
static bool
check_keys(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct kind *kind)
{
    bool good = true;
    for (size_t i = 0; i + 1 < node->item_count; i += 2) {
        const struct crr_yaml_node *key = node->items[i];
        if (has_key(kind, key->text) || !is_of_some_kind(key->text))
            continue;
        bool policy = crr_text_is(key->text, "unknown");
        size_t above = crr_reader_enter_key(reader, key->text);
        crr_reader_finding(reader, policy ? CRR_F_POLICY : CRR_F_FACTOR_KIND, key,
            policy ? "%s can meet no unknown code; remove `%.*s`"
                   : "this factor is %s and has no `%.*s`; a factor is of one kind",
            kind->name, CRR_SHOW(key->text));
        crr_reader_leave(reader, above);
        good = false;
    }
    return good;
}

/* The input must be there, and of a type that the kind reads. */
static bool
check_input(struct crr_reader *reader, const struct crr_factor_draft *draft,
    const struct kind *kind)
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
    size_t above = crr_reader_enter_key(reader, crr_text_of("input"));
    crr_reader_finding(reader, CRR_F_FACTOR_KIND, node,
        "expected an input of type %s for %s, found `%.*s` of type %s",
        kind->type_names, kind->name, CRR_SHOW(input->id),
        crr_input_type_name(input->type));
    crr_reader_leave(reader, above);
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
check_inverted(struct crr_reader *reader, const struct crr_factor_draft *draft)
{
    const struct crr_ast_factor *factor = &draft->factor;
    if (factor->inverted && !factor->has_range) {
        crr_reader_finding(reader, CRR_F_MISSING_KEY, draft->node,
            "expected `range`: an inverted factor gives low + high - value");
        return false;
    }
    if (factor->has_scaled && !factor->has_range) {
        crr_reader_finding(reader, CRR_F_MISSING_KEY, draft->node,
            "expected `range`, whose ends become those of `scaled_to`");
        return false;
    }
    if (factor->kind == CRR_FACTOR_TABLE && factor->has_range && !factor->inverted &&
        !factor->has_scaled) {
        crr_reader_finding(reader, CRR_F_CONFLICTING_KEYS, draft->range,
            "a table has a `range` only if it is inverted or scaled");
        return false;
    }
    return true;
}

static bool
check_number_places(struct crr_reader *reader, const struct crr_factor_draft *draft)
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
check_table_range(struct crr_reader *reader, const struct crr_factor_draft *draft)
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

/* How several values count: `cap` goes with a sum, and both with codes alone. */
static bool
check_many(struct crr_reader *reader, const struct crr_factor_draft *draft)
{
    uint32_t index = draft->factor.input;
    enum crr_input_type type = index == CRR_ABSENT
                                   ? 0
                                   : crr_ast_of(reader)->inputs[index].type;
    if (draft->of_many && type == CRR_INPUT_CODE) {
        crr_reader_finding(reader, CRR_F_CONFLICTING_KEYS, draft->of_many,
            "expected an input of type codes beside `of_many`, found `%.*s`, which has "
            "one code",
            CRR_SHOW(crr_ast_of(reader)->inputs[index].id));
        return false;
    }
    if (draft->factor.many_sum && !draft->cap) {
        crr_reader_finding(reader, CRR_F_MISSING_KEY, draft->node,
            "expected the key `cap`, the most that a sum over several values gives");
        return false;
    }
    if (!draft->factor.many_sum && draft->cap) {
        crr_reader_finding(reader, CRR_F_CONFLICTING_KEYS, draft->cap,
            "only `of_many: sum` has a `cap`; remove it");
        return false;
    }
    return true;
}

static bool
read_cap(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_ast_factor *factor)
{
    if (!crr_read_points(reader, node, &factor->cap))
        return false;
    if (factor->cap >= 0)
        return true;
    crr_reader_finding(reader, CRR_F_OUT_OF_RANGE, node,
        "expected a cap of 0 or more, found %.*s", CRR_SHOW(node->text));
    return false;
}

static bool
read_many(struct crr_reader *reader, struct crr_factor_draft *draft)
{
    static const struct crr_word words[] = {{"max", 0}, {"sum", 1}, {NULL, 0}};
    bool good = true;
    int sum = 0;
    if (draft->of_many)
        UNDER(reader, "of_many", crr_read_word(reader, draft->of_many, words, &sum));
    draft->factor.many_sum = good && sum;
    if (draft->cap)
        UNDER(reader, "cap", read_cap(reader, draft->cap, &draft->factor));
    return good && check_many(reader, draft);
}

static bool
read_table_kind(struct crr_reader *reader, struct crr_factor_draft *draft)
{
    bool good = true;
    UNDER(reader, "table",
        crr_read_table_name(reader, draft->table, &draft->factor.table));
    if (!good)
        return false;
    crr_ast_of(reader)->tables[draft->factor.table].used = true;
    good = read_many(reader, draft);
    return good & check_table_range(reader, draft);
}

static bool
read_bands_kind(struct crr_reader *reader, struct crr_factor_draft *draft)
{
    const struct crr_ast_input *input =
        &crr_ast_of(reader)->inputs[draft->factor.input];
    bool dates = input->type == CRR_INPUT_DATE;
    bool good = true;
    UNDER(reader, "bands",
        crr_read_bands(reader, draft->bands,
            dates ? &crr_date_words : &crr_number_words, dates ? -1 : input->places,
            &draft->factor));
    return good;
}

static bool
read_age_unit(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_ast_factor *factor)
{
    static const struct crr_word words[] = {{"days", CRR_AGE_DAYS},
        {"months", CRR_AGE_MONTHS}, {"years", CRR_AGE_YEARS}, {NULL, 0}};
    int unit;
    if (!crr_read_word(reader, node, words, &unit))
        return false;
    factor->age_unit = (enum crr_age_unit)unit;
    return true;
}

static bool
read_age_kind(struct crr_reader *reader, struct crr_factor_draft *draft)
{
    bool good = true;
    UNDER(reader, "age_in", read_age_unit(reader, draft->age, &draft->factor));
    if (!draft->bands) {
        crr_reader_finding(reader, CRR_F_MISSING_KEY, draft->node,
            "expected the key `bands`, found an age without them");
        return false;
    }
    UNDER(reader, "bands",
        crr_read_bands(reader, draft->bands, &crr_number_words, 0, &draft->factor));
    return good;
}

static bool
read_points_kind(struct crr_reader *reader, struct crr_factor_draft *draft)
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
read_kind(struct crr_reader *reader, struct crr_factor_draft *draft)
{
    struct crr_ast_factor *factor = &draft->factor;
    bool good = true;
    if (draft->range) {
        UNDER(reader, "range",
            crr_read_range(reader, draft->range, CRR_POINTS_PLACES, &factor->range_low,
                &factor->range_high));
        factor->has_range = good;
    }
    if (draft->scaled_to) {
        UNDER(reader, "scaled_to",
            crr_read_range(reader, draft->scaled_to, CRR_POINTS_PLACES,
                &factor->scaled_low, &factor->scaled_high));
        factor->has_scaled = good;
    }
    if (!good || !check_inverted(reader, draft))
        return false;
    switch (factor->kind) {
    case CRR_FACTOR_TABLE:
        return read_table_kind(reader, draft);
    case CRR_FACTOR_BANDS:
        return read_bands_kind(reader, draft);
    case CRR_FACTOR_AGE:
        return read_age_kind(reader, draft);
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
    case CRR_FACTOR_GROUP:
        return crr_read_combine(reader, draft);
    }
    return true;
}

/* True if what the kind has can only be read by the input's type and places. */
static bool
depends_on_input(enum crr_factor_kind kind)
{
    return kind == CRR_FACTOR_BANDS || kind == CRR_FACTOR_INTERPOLATION ||
           kind == CRR_FACTOR_NUMBER;
}

void
crr_settle_factor_kind(struct crr_reader *reader, struct crr_factor_draft *draft)
{
    const struct kind *kind = kind_of(draft->node);
    if (!kind) {
        crr_reader_finding(reader, CRR_F_FACTOR_KIND, draft->node,
            "expected what turns the input into points (table, bands, age_in, "
            "interpolate, points, range), a condition (when) or a group (factors); "
            "found none");
        return;
    }
    draft->factor.kind = kind->kind;
    if (draft->factor.correction && kind->kind == CRR_FACTOR_GROUP)
        crr_reader_finding(reader, CRR_F_FACTOR_KIND, draft->members,
            "the secondary factors of the correction have no groups");
    bool good = check_keys(reader, draft->node, kind);
    bool has_input = check_input(reader, draft, kind);
    if (good && (has_input || !depends_on_input(kind->kind)))
        read_kind(reader, draft);
}

/* Conditions: mappings of questions to inputs, combined by all, any and not. */
#include "model/read.h"

/* Room for one more condition; its index, or CRR_ABSENT. */
static uint32_t
add_condition(struct crr_reader *reader, enum crr_condition_kind kind,
    const struct crr_yaml_node *node)
{
    struct crr_model_reader *model = crr_model_reader_of(reader);
    struct crr_ast *ast = model->ast;
    struct crr_ast_condition *conditions = crr_arena_grow(reader->arena,
        ast->conditions, ast->condition_count, &model->condition_capacity,
        sizeof *conditions);
    if (!conditions)
        return CRR_ABSENT;
    ast->conditions = conditions;
    conditions[ast->condition_count] = (struct crr_ast_condition){.kind = kind,
        .subtree_count = 1,
        .input = CRR_ABSENT,
        .other = CRR_ABSENT,
        .origin = crr_origin_of(reader, node)};
    return ast->condition_count++;
}

/* Ends the condition: everything that was added since lies below it. */
static void
close_condition(struct crr_ast *ast, uint32_t index)
{
    ast->conditions[index].subtree_count = ast->condition_count - index;
}

static bool read_entries(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret_index);

/* ---- Questions to one input ---- */

static bool
unfitting(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_ast_input *input)
{
    static const char *const forms[] = {
        [CRR_INPUT_CODE] =
            "a code, a list of codes, {is: missing}, {same_as: input} or "
            "{identifier_in: list}",
        [CRR_INPUT_TEXT] =
            "a text, a list of texts, {is: missing}, {same_as: input} or "
            "{name_in: list}",
        [CRR_INPUT_NUMBER] = "a number, {at_least: N}, {above: N}, {below: N}, "
                             "{at_most: N} or {is: missing}",
        [CRR_INPUT_DATE] = "a date, {from: DATE}, {after: DATE}, {before: DATE}, "
                           "{until: DATE} or {is: missing}",
        [CRR_INPUT_FLAG] = "true, false or {is: missing}",
        [CRR_INPUT_CODES] = "a code, a list of codes, {is: missing} or {name_in: list}",
    };
    crr_reader_finding(reader, CRR_F_CONDITION, node,
        "expected %s for input `%.*s` of type %s", forms[input->type],
        CRR_SHOW(input->id), crr_input_type_name(input->type));
    return false;
}

/* x: A  or  x: [A, B] */
static bool
read_texts_asked(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_ast_input *input, struct crr_ast_condition *condition)
{
    const struct crr_text *given;
    size_t count;
    if (!crr_read_texts(reader, node, 1, &given, &count))
        return false;
    if (count == 0) {
        crr_reader_finding(reader, CRR_F_CONDITION_EMPTY, node,
            "expected at least one value, found an empty list, which nothing equals");
        return false;
    }
    struct crr_text *texts = crr_arena_array(reader->arena, count, sizeof *texts);
    if (!texts)
        return false;
    for (size_t i = 0; i < count; i++) {
        texts[i] = crr_text_trim(given[i]);
        if (input->type != CRR_INPUT_TEXT &&
            !crr_read_code(
                reader, node, CRR_F_TABLE_KEY, given[i], input->ignore_case, &texts[i]))
            return false;
    }
    condition->kind = CRR_CONDITION_IN;
    condition->texts = texts;
    condition->text_count = (uint32_t)count;
    return true;
}

static bool
read_is(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    static const struct crr_word words[] = {{"missing", CRR_CONDITION_MISSING},
        {"present", CRR_CONDITION_PRESENT}, {NULL, 0}};
    int kind;
    if (!crr_read_word(reader, node, words, &kind))
        return false;
    ((struct crr_ast_condition *)object)->kind = (enum crr_condition_kind)kind;
    return true;
}

/* same_as, differs_from: another input of the same type. */
static bool
read_other(struct crr_reader *reader, const struct crr_yaml_node *node,
    enum crr_condition_kind kind, struct crr_ast_condition *condition)
{
    struct crr_ast *ast = crr_ast_of(reader);
    uint32_t other;
    if (!crr_read_input_name(reader, node, &other))
        return false;
    ast->inputs[other].used = true;
    condition->kind = kind;
    condition->other = other;
    const struct crr_ast_input *left = &ast->inputs[condition->input];
    const struct crr_ast_input *right = &ast->inputs[other];
    if (!right->type)
        return false; /* reported already */
    if (left == right || left->type != right->type) {
        crr_reader_finding(reader, CRR_F_CONDITION, node,
            "expected another input of type %s, found `%.*s`, which is %s%s",
            crr_input_type_name(left->type), CRR_SHOW(right->id),
            left == right ? "the same" : "a ",
            left == right ? "" : crr_input_type_name(right->type));
        return false;
    }
    if (left->ignore_case == right->ignore_case)
        return true;
    crr_reader_finding(reader, CRR_F_CONDITION, node,
        "expected an input that has the same `case` as `%.*s`, found `%.*s`: where one "
        "ignores case and the other does not, equal codes would differ",
        CRR_SHOW(left->id), CRR_SHOW(right->id));
    return false;
}

static bool
read_same(struct crr_reader *reader, const struct crr_yaml_node *node, void *condition)
{
    return read_other(reader, node, CRR_CONDITION_SAME, condition);
}

static bool
read_differs(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *condition)
{
    return read_other(reader, node, CRR_CONDITION_DIFFERS, condition);
}

/* name_in, identifier_in: a list. */
static bool
read_listed(struct crr_reader *reader, const struct crr_yaml_node *node,
    enum crr_name_kind kind, struct crr_ast_condition *condition)
{
    static const char *const parts[] = {"names", "identifiers"};
    struct crr_ast *ast = crr_ast_of(reader);
    uint32_t index;
    if (condition->kind == CRR_CONDITION_LISTED) {
        crr_reader_finding(reader, CRR_F_CONFLICTING_KEYS, node,
            "expected either `name_in` or `identifier_in`, found both");
        return false;
    }
    if (!crr_read_list_name(reader, node, &index))
        return false;
    struct crr_ast_list *list = &ast->lists[index];
    list->used = true;
    condition->kind = CRR_CONDITION_LISTED;
    condition->list = index;
    condition->name_kind = kind;
    if (list->entry_count == 0 || list->column_counts[kind] > 0)
        return true;
    crr_reader_finding(reader, CRR_F_LIST, node,
        "expected a list with a column of %s, found `%.*s`, which has none",
        parts[kind], CRR_SHOW(list->id));
    return false;
}

static bool
read_name_in(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *condition)
{
    return read_listed(reader, node, CRR_NAME_OF_PERSON, condition);
}

static bool
read_identifier_in(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *condition)
{
    return read_listed(reader, node, CRR_NAME_IDENTIFIER, condition);
}

/* birth_date: an input with the day on which who has the name was born. */
static bool
read_birth_date(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast *ast = crr_ast_of(reader);
    struct crr_ast_condition *condition = object;
    uint32_t other;
    if (!crr_read_input_name(reader, node, &other))
        return false;
    ast->inputs[other].used = true;
    condition->other = other;
    if (!ast->inputs[other].type || ast->inputs[other].type == CRR_INPUT_DATE)
        return true;
    crr_reader_finding(reader, CRR_F_CONDITION, node,
        "expected an input of type date, found `%.*s`, which is a %s",
        CRR_SHOW(ast->inputs[other].id), crr_input_type_name(ast->inputs[other].type));
    return false;
}

/* The day of birth goes with a name in a list that has days of birth. */
static bool
check_birth_date(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_ast_condition *condition)
{
    const struct crr_yaml_node *birth = crr_yaml_get(node, "birth_date");
    if (!birth)
        return true;
    if (condition->kind != CRR_CONDITION_LISTED ||
        condition->name_kind != CRR_NAME_OF_PERSON) {
        crr_reader_finding(reader, CRR_F_CONDITION, birth,
            "expected `name_in` beside `birth_date`, found none");
        return false;
    }
    const struct crr_ast_list *list = &crr_ast_of(reader)->lists[condition->list];
    if (list->entry_count == 0 || list->column_counts[CRR_LIST_BIRTH_DATES] > 0)
        return true;
    crr_reader_finding(reader, CRR_F_LIST, birth,
        "expected a list with a column of birth dates, found `%.*s`, which has none",
        CRR_SHOW(list->id));
    return false;
}

/* The ends of an interval are read together. */
static bool
skip(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    (void)reader;
    (void)node;
    (void)object;
    return true;
}

/* What may be asked in a mapping, by type of input. */
static const struct crr_field text_fields[] = {{"is", read_is, false},
    {"same_as", read_same, false}, {"differs_from", read_differs, false},
    {"name_in", read_name_in, false}, {"identifier_in", read_identifier_in, false},
    {"birth_date", read_birth_date, false}};
static const struct crr_field codes_fields[] = {{"is", read_is, false},
    {"name_in", read_name_in, false}, {"identifier_in", read_identifier_in, false}};
static const struct crr_field number_fields[] = {{"is", read_is, false},
    {"at_least", skip, false}, {"above", skip, false}, {"below", skip, false},
    {"at_most", skip, false}};
static const struct crr_field date_fields[] = {{"is", read_is, false},
    {"from", skip, false}, {"after", skip, false}, {"before", skip, false},
    {"until", skip, false}};
static const struct crr_field flag_fields[] = {{"is", read_is, false}};

static const struct {
    const struct crr_field *fields;
    size_t count;
} asked_by_type[] = {
    [CRR_INPUT_CODE] = {text_fields, 6},
    [CRR_INPUT_TEXT] = {text_fields, 6},
    [CRR_INPUT_NUMBER] = {number_fields, 5},
    [CRR_INPUT_DATE] = {date_fields, 5},
    [CRR_INPUT_FLAG] = {flag_fields, 1},
    [CRR_INPUT_CODES] = {codes_fields, 3},
};

static bool
read_interval(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_ast_input *input, struct crr_ast_condition *condition)
{
    bool number = input->type == CRR_INPUT_NUMBER;
    condition->kind = CRR_CONDITION_WITHIN;
    if (!crr_read_interval(reader, node, number ? &crr_number_words : &crr_date_words,
            number ? input->places : -1, &condition->interval))
        return false;
    if (!crr_interval_is_empty(&condition->interval))
        return true;
    crr_reader_finding(reader, CRR_F_CONDITION_EMPTY, node,
        "expected a lower end below the upper end, found a range that holds nothing");
    return false;
}

/* True if the mapping asks what may be asked of inputs of other types only. */
static bool
asks_of_another_type(const struct crr_yaml_node *node, enum crr_input_type type)
{
    bool of_another = false;
    for (int other = CRR_INPUT_CODE; other <= CRR_INPUT_CODES; other++)
        for (size_t i = 0; i < asked_by_type[other].count; i++)
            if (crr_yaml_get(node, asked_by_type[other].fields[i].key))
                of_another = true;
    for (size_t i = 0; i < asked_by_type[type].count; i++)
        if (crr_yaml_get(node, asked_by_type[type].fields[i].key))
            return false;
    return of_another;
}

static bool
read_asked_mapping(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_ast_input *input, struct crr_ast_condition *condition)
{
    bool ranges = input->type == CRR_INPUT_NUMBER || input->type == CRR_INPUT_DATE;
    if (node->item_count == 0 || asks_of_another_type(node, input->type))
        return unfitting(reader, node, input);
    if (!crr_read_mapping(reader, node, asked_by_type[input->type].fields,
            asked_by_type[input->type].count, condition))
        return false;
    bool dated = crr_yaml_get(node, "birth_date") != NULL;
    bool one = node->item_count == (dated ? 4 : 2);
    if (!check_birth_date(reader, node, condition))
        return false;
    if (ranges && !crr_yaml_get(node, "is"))
        return read_interval(reader, node, input, condition);
    if (one)
        return true;
    crr_reader_finding(reader, CRR_F_CONFLICTING_KEYS, node,
        "expected one question here; ask the others under `all`");
    return false;
}

/* x: 5, x: 2024-01-01, x: true */
static bool
read_asked_scalar(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_ast_input *input, struct crr_ast_condition *condition)
{
    if (input->type == CRR_INPUT_FLAG) {
        condition->kind = CRR_CONDITION_FLAG;
        return crr_read_boolean(reader, node, &condition->flag);
    }
    int places = input->type == CRR_INPUT_NUMBER ? input->places : -1;
    int64_t value;
    if (!crr_read_end(reader, node, places, &value))
        return false;
    condition->kind = CRR_CONDITION_WITHIN;
    condition->interval = (struct crr_interval){
        .has_low = true, .has_high = true, .low = value, .high = value};
    return true;
}

static bool
read_asked(struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t index,
    uint32_t input_index)
{
    struct crr_ast *ast = crr_ast_of(reader);
    const struct crr_ast_input *input = &ast->inputs[input_index];
    struct crr_ast_condition *condition = &ast->conditions[index];
    bool texts = input->type == CRR_INPUT_CODE || input->type == CRR_INPUT_TEXT ||
                 input->type == CRR_INPUT_CODES;
    condition->input = input_index;
    if (!input->type)
        return false; /* reported already */
    if (node->kind == CRR_YAML_MAPPING)
        return read_asked_mapping(reader, node, input, condition);
    if (texts)
        return read_texts_asked(reader, node, input, condition);
    if (node->kind == CRR_YAML_SEQUENCE)
        return unfitting(reader, node, input);
    return read_asked_scalar(reader, node, input, condition);
}

/* ---- Combinations ---- */

static bool
read_members(struct crr_reader *reader, const struct crr_yaml_node *node,
    enum crr_condition_kind kind, uint32_t *ret_index)
{
    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a list of conditions"))
        return false;
    if (node->item_count == 0) {
        crr_reader_finding(reader, CRR_F_CONDITION_EMPTY, node,
            "expected at least one condition, found an empty list");
        return false;
    }
    uint32_t index = add_condition(reader, kind, node);
    if (index == CRR_ABSENT)
        return false;
    bool good = true;
    for (size_t i = 0; i < node->item_count; i++) {
        uint32_t member;
        size_t above = crr_reader_enter_index(reader, i);
        good &= read_entries(reader, node->items[i], &member);
        crr_reader_leave(reader, above);
    }
    close_condition(crr_ast_of(reader), index);
    *ret_index = index;
    return good;
}

static bool
read_not(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret_index)
{
    uint32_t index = add_condition(reader, CRR_CONDITION_NOT, node);
    uint32_t member;
    if (index == CRR_ABSENT)
        return false;
    bool good = read_entries(reader, node, &member);
    close_condition(crr_ast_of(reader), index);
    *ret_index = index;
    return good;
}

/* One entry of a mapping: a combination, or an input and what is asked of it. */
static bool
read_entry(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_yaml_node *node, uint32_t *ret_index)
{
    if (crr_text_is(key->text, "all"))
        return read_members(reader, node, CRR_CONDITION_ALL, ret_index);
    if (crr_text_is(key->text, "any"))
        return read_members(reader, node, CRR_CONDITION_ANY, ret_index);
    if (crr_text_is(key->text, "not"))
        return read_not(reader, node, ret_index);
    uint32_t input;
    if (!crr_read_input_name(reader, key, &input))
        return false;
    crr_ast_of(reader)->inputs[input].used = true;
    uint32_t index = add_condition(reader, CRR_CONDITION_PRESENT, node);
    if (index == CRR_ABSENT)
        return false;
    *ret_index = index;
    return read_asked(reader, node, index, input);
}

static bool
read_entries(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret_index)
{
    if (!crr_read_kind(reader, node, CRR_YAML_MAPPING,
            "a condition such as {country: IR} or {all: [...]}"))
        return false;
    size_t count = node->item_count / 2;
    if (count == 0) {
        crr_reader_finding(reader, CRR_F_CONDITION_EMPTY, node,
            "expected at least one question, found an empty condition");
        return false;
    }
    uint32_t all = CRR_ABSENT;
    if (count > 1) {
        all = add_condition(reader, CRR_CONDITION_ALL, node);
        if (all == CRR_ABSENT)
            return false;
    }
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        size_t above = crr_reader_enter_key(reader, node->items[2 * i]->text);
        good &= read_entry(
            reader, node->items[2 * i], node->items[2 * i + 1], ret_index);
        crr_reader_leave(reader, above);
    }
    if (all != CRR_ABSENT) {
        close_condition(crr_ast_of(reader), all);
        *ret_index = all;
    }
    return good;
}

bool
crr_read_condition(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret_index)
{
    *ret_index = CRR_ABSENT;
    return read_entries(reader, node, ret_index);
}

bool
crr_read_any(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret_index)
{
    *ret_index = CRR_ABSENT;
    return read_members(reader, node, CRR_CONDITION_ANY, ret_index);
}

bool
crr_condition_is_hidden(const struct crr_ast *ast, uint32_t condition)
{
    if (condition == CRR_ABSENT)
        return false;
    uint32_t end = condition + ast->conditions[condition].subtree_count;
    for (uint32_t i = condition; i < end; i++) {
        uint32_t input = ast->conditions[i].input;
        uint32_t other = ast->conditions[i].other;
        if ((input != CRR_ABSENT && ast->inputs[input].confidential) ||
            (other != CRR_ABSENT && ast->inputs[other].confidential))
            return true;
    }
    return false;
}

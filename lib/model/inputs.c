/* Inputs: the fields of a customer's record. */
#include "model/read.h"

static bool
read_type(struct crr_reader *reader, const struct crr_yaml_node *node, void *input)
{
    static const struct crr_word words[] = {{"code", CRR_INPUT_CODE},
        {"codes", CRR_INPUT_CODES}, {"number", CRR_INPUT_NUMBER},
        {"date", CRR_INPUT_DATE}, {"flag", CRR_INPUT_FLAG}, {"text", CRR_INPUT_TEXT},
        {NULL, 0}};
    int type;
    if (!crr_read_word(reader, node, words, &type))
        return false;
    ((struct crr_ast_input *)input)->type = (enum crr_input_type)type;
    return true;
}

static bool
read_columns(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast_input *input = object;
    size_t count = 0;
    if (!crr_read_texts(reader, node, 1, &input->columns, &count))
        return false;
    if (count == 0) {
        crr_reader_finding(reader, CRR_F_WRONG_KIND, node,
            "expected at least one name of a column, found an empty list");
        return false;
    }
    input->column_count = (uint32_t)count;
    input->columns_given = true;
    return true;
}

static bool
read_key(struct crr_reader *reader, const struct crr_yaml_node *node, void *input)
{
    return crr_read_boolean(reader, node, &((struct crr_ast_input *)input)->key);
}

static bool
read_confidential(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *input)
{
    return crr_read_boolean(
        reader, node, &((struct crr_ast_input *)input)->confidential);
}

static bool
read_missing(struct crr_reader *reader, const struct crr_yaml_node *node, void *input)
{
    struct crr_policy *missing = &((struct crr_ast_input *)input)->missing;
    if (node->kind != CRR_YAML_SCALAR || !crr_text_is(node->text, "interval"))
        return crr_read_policy(reader, node, missing);
    missing->kind = CRR_POLICY_INTERVAL;
    return true;
}

static bool
read_unknown(struct crr_reader *reader, const struct crr_yaml_node *node, void *input)
{
    return crr_read_policy(reader, node, &((struct crr_ast_input *)input)->unknown);
}

/* Trims the spellings and drops the empty one, which always means missing. */
static bool
keep_missing_values(struct crr_reader *reader, const struct crr_text *given,
    size_t count, const struct crr_text **ret, uint32_t *ret_count)
{
    struct crr_text *kept = crr_arena_array(reader->arena, count, sizeof *kept);
    if (!kept)
        return false;
    *ret = kept;
    *ret_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct crr_text trimmed = crr_text_trim(given[i]);
        if (trimmed.length > 0)
            kept[(*ret_count)++] = trimmed;
    }
    return true;
}

static bool
read_missing_values(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast_input *input = object;
    const struct crr_text *given;
    size_t count;
    if (!crr_read_texts(reader, node, 0, &given, &count))
        return false;
    input->missing_values_given = true;
    return keep_missing_values(
        reader, given, count, &input->missing_values, &input->missing_value_count);
}

static bool
read_case(struct crr_reader *reader, const struct crr_yaml_node *node, void *input)
{
    static const struct crr_word words[] = {{"exact", 0}, {"ignore", 1}, {NULL, 0}};
    int ignore;
    if (!crr_read_word(reader, node, words, &ignore))
        return false;
    ((struct crr_ast_input *)input)->ignore_case = ignore;
    return true;
}

static bool
read_before(struct crr_reader *reader, const struct crr_yaml_node *node, void *input)
{
    return crr_read_text(reader, node, &((struct crr_ast_input *)input)->before);
}

/* What ends a value is folded as the value is. Blanks at its own ends belong to it, but
 * folding trims: it is folded between two letters. */
static bool
fold_before(struct crr_reader *reader, struct crr_ast_input *input)
{
    size_t length = input->before.length;
    char *held = crr_arena_alloc(reader->arena, length + 2);
    char *buffer = crr_arena_alloc(reader->arena, length + 2);
    if (!held || !buffer)
        return false;
    held[0] = 'x';
    memcpy(held + 1, input->before.at, length);
    held[length + 1] = 'x';
    struct crr_text folded = crr_text_fold(
        (struct crr_text){held, length + 2}, input->ignore_case, buffer);
    input->before = (struct crr_text){folded.at + 1, folded.length - 2};
    return true;
}

static bool
read_separator(struct crr_reader *reader, const struct crr_yaml_node *node, void *input)
{
    return crr_read_text(reader, node, &((struct crr_ast_input *)input)->separator);
}

static bool
read_places(struct crr_reader *reader, const struct crr_yaml_node *node, void *input)
{
    int64_t places;
    if (!crr_read_integer(reader, node, 0, 6, &places))
        return false;
    ((struct crr_ast_input *)input)->places = (int)places;
    return true;
}

static bool
read_unit(struct crr_reader *reader, const struct crr_yaml_node *node, void *input)
{
    return crr_read_text(reader, node, &((struct crr_ast_input *)input)->unit);
}

static bool
read_format(struct crr_reader *reader, const struct crr_yaml_node *node, void *input)
{
    struct crr_text pattern;
    if (!crr_read_text(reader, node, &pattern))
        return false;
    if (!crr_date_pattern_is_good(pattern)) {
        char shown[64];
        crr_reader_finding(reader, CRR_F_DATE_PATTERN, node,
            "expected a pattern with one YYYY, one MM or M and one DD or D, such as "
            "YYYY-MM-DD, where M and D are followed by something that is no digit; "
            "found "
            "\"%s\"",
            crr_text_shown(pattern, shown, sizeof shown));
        return false;
    }
    char *buffer = crr_arena_alloc(reader->arena, pattern.length);
    if (!buffer)
        return false;
    /* As the values are. */
    ((struct crr_ast_input *)input)->format = crr_text_fold(pattern, false, buffer);
    return true;
}

/* Folds the spelling that comes after `count` others of its list. */
static bool
fold_spelling(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_text given, struct crr_text *folded, size_t count)
{
    char *buffer = crr_arena_alloc(reader->arena, given.length);
    if (!buffer)
        return false;
    folded[count] = crr_text_fold(given, true, buffer);
    if (folded[count].length == 0) {
        crr_reader_finding(reader, CRR_F_NOT_A_TEXT, node,
            "expected a spelling, found blanks, which always mean that there is no "
            "value");
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!crr_text_equal(folded[i], folded[count]))
            continue;
        crr_reader_finding(reader, CRR_F_SPELLING_TWICE, node,
            "expected each spelling once, found \"%.*s\" again; case does not count",
            CRR_SHOW(given));
        return false;
    }
    return true;
}

/* Spellings of a flag, folded. */
static bool
read_spellings(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_text **ret, uint32_t *ret_count)
{
    const struct crr_text *given;
    size_t count;
    if (!crr_read_texts(reader, node, 1, &given, &count))
        return false;
    if (count == 0) {
        crr_reader_finding(reader, CRR_F_WRONG_KIND, node,
            "expected at least one spelling, found an empty list");
        return false;
    }
    struct crr_text *folded = crr_arena_array(reader->arena, count, sizeof *folded);
    bool good = folded != NULL;
    for (size_t i = 0; folded && i < count; i++) {
        size_t above = reader->path_length;
        const struct crr_yaml_node *item = node;
        if (node->kind == CRR_YAML_SEQUENCE) {
            item = node->items[i];
            crr_reader_enter_index(reader, i);
        }
        good &= fold_spelling(reader, item, given[i], folded, i);
        crr_reader_leave(reader, above);
    }
    *ret = folded;
    *ret_count = good ? (uint32_t)count : 0;
    return good;
}

static bool
read_yes(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast_input *input = object;
    input->spellings_given = true;
    return read_spellings(reader, node, &input->yes, &input->yes_count);
}

static bool
read_no(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast_input *input = object;
    input->spellings_given = true;
    return read_spellings(reader, node, &input->no, &input->no_count);
}

static bool
read_title(struct crr_reader *reader, const struct crr_yaml_node *node, void *input)
{
    return crr_read_titles(reader, node, &((struct crr_ast_input *)input)->titles);
}

#define TYPE_BIT(type) (1u << (type))

/* The keys that only some types have. */
static const struct {
    const char *key;
    unsigned types;
    enum crr_finding_number finding;
} type_keys[] = {
    {"key", TYPE_BIT(CRR_INPUT_CODE) | TYPE_BIT(CRR_INPUT_TEXT),
        CRR_F_CONFLICTING_KEYS},
    {"unknown", TYPE_BIT(CRR_INPUT_CODE) | TYPE_BIT(CRR_INPUT_CODES), CRR_F_POLICY},
    {"case", TYPE_BIT(CRR_INPUT_CODE) | TYPE_BIT(CRR_INPUT_CODES),
        CRR_F_CONFLICTING_KEYS},
    {"before", TYPE_BIT(CRR_INPUT_CODE) | TYPE_BIT(CRR_INPUT_CODES),
        CRR_F_CONFLICTING_KEYS},
    {"separator", TYPE_BIT(CRR_INPUT_CODES), CRR_F_CONFLICTING_KEYS},
    {"places", TYPE_BIT(CRR_INPUT_NUMBER), CRR_F_CONFLICTING_KEYS},
    {"unit", TYPE_BIT(CRR_INPUT_NUMBER), CRR_F_CONFLICTING_KEYS},
    {"format", TYPE_BIT(CRR_INPUT_DATE), CRR_F_CONFLICTING_KEYS},
    {"yes", TYPE_BIT(CRR_INPUT_FLAG), CRR_F_CONFLICTING_KEYS},
    {"no", TYPE_BIT(CRR_INPUT_FLAG), CRR_F_CONFLICTING_KEYS},
};

static void
check_type_keys(struct crr_reader *reader, const struct crr_yaml_node *node,
    enum crr_input_type type)
{
    for (size_t i = 0; i < sizeof type_keys / sizeof type_keys[0]; i++) {
        const struct crr_yaml_node *value = crr_yaml_get(node, type_keys[i].key);
        if (!value || type_keys[i].types & TYPE_BIT(type))
            continue;
        size_t above = crr_reader_enter_key(reader, crr_text_of(type_keys[i].key));
        crr_reader_finding(reader, type_keys[i].finding, value,
            "an input of type %s has no `%s`; remove it", crr_input_type_name(type),
            type_keys[i].key);
        crr_reader_leave(reader, above);
    }
}

/* What is not given. */
static void
set_defaults(struct crr_reader *reader, struct crr_ast_input *input)
{
    static const struct crr_text yes[] = {
        {"y", 1}, {"yes", 3}, {"true", 4}, {"1", 1}, {"\xE6\x98\xAF", 3}};
    static const struct crr_text no[] = {
        {"n", 1}, {"no", 2}, {"false", 5}, {"0", 1}, {"\xE5\x90\xA6", 3}};
    const struct crr_ast *ast = crr_ast_of(reader);
    if (!input->columns_given) {
        struct crr_text *columns = crr_arena_array(reader->arena, 1, sizeof *columns);
        if (!columns)
            return;
        columns[0] = input->id;
        input->columns = columns;
        input->column_count = 1;
    }
    if (!input->missing_values_given) {
        input->missing_values = ast->missing_values;
        input->missing_value_count = ast->missing_value_count;
    }
    if (input->type != CRR_INPUT_FLAG)
        return;
    if (!input->yes) {
        input->yes = yes;
        input->yes_count = sizeof yes / sizeof yes[0];
    }
    if (!input->no) {
        input->no = no;
        input->no_count = sizeof no / sizeof no[0];
    }
}

static void
check_spellings(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_ast_input *input)
{
    for (uint32_t i = 0; i < input->yes_count; i++)
        for (uint32_t j = 0; j < input->no_count; j++)
            if (crr_text_equal(input->yes[i], input->no[j]))
                crr_reader_finding(reader, CRR_F_SPELLING_TWICE, node,
                    "expected spellings that mean either yes or no, found \"%.*s\" in "
                    "both",
                    CRR_SHOW(input->yes[i]));
}

static bool
read_input_id(struct crr_reader *reader, const struct crr_yaml_node *key)
{
    struct crr_text id;
    if (!crr_read_id(reader, key, &id))
        return false;
    if (!crr_text_is(id, "all") && !crr_text_is(id, "any") && !crr_text_is(id, "not"))
        return true;
    crr_reader_finding(reader, CRR_F_NOT_AN_ID, key,
        "expected another id: `%.*s` has a meaning of its own in conditions",
        CRR_SHOW(id));
    return false;
}

static void
read_input(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_yaml_node *node)
{
    static const struct crr_field fields[] = {{"type", read_type, true},
        {"columns", read_columns, false}, {"key", read_key, false},
        {"missing", read_missing, false},
        {"missing_values", read_missing_values, false},
        {"unknown", read_unknown, false}, {"case", read_case, false},
        {"before", read_before, false}, {"places", read_places, false},
        {"unit", read_unit, false}, {"format", read_format, false},
        {"yes", read_yes, false}, {"no", read_no, false},
        {"confidential", read_confidential, false}, {"title", read_title, false},
        {"separator", read_separator, false}, {"linked", crr_read_linked, false}};
    struct crr_ast *ast = crr_ast_of(reader);
    struct crr_ast_input input = {.id = key->text,
        .places = 4,
        .format = {"YYYY-MM-DD", 10},
        .separator = {";", 1},
        .missing = {CRR_POLICY_ERROR, 0},
        .unknown = {CRR_POLICY_ERROR, 0},
        .origin = crr_origin_of(reader, node)};
    read_input_id(reader, key);
    crr_read_mapping(reader, node, fields, sizeof fields / sizeof fields[0], &input);
    if (input.type)
        check_type_keys(reader, node, input.type);
    if (input.before.length > 0)
        fold_before(reader, &input);
    input.used = input.key;
    set_defaults(reader, &input);
    check_spellings(reader, node, &input);
    ast->inputs[ast->input_count++] = input;
}

void
crr_read_inputs(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    struct crr_ast *ast = crr_ast_of(reader);
    if (!crr_read_kind(reader, node, CRR_YAML_MAPPING, "a mapping of inputs by id"))
        return;
    size_t count = node->item_count / 2;
    if (count > CRR_INPUT_LIMIT) {
        crr_reader_finding(reader, CRR_F_TOO_MANY, node,
            "expected at most %d inputs, found %zu", CRR_INPUT_LIMIT, count);
        count = CRR_INPUT_LIMIT;
    }
    ast->inputs = crr_arena_array(reader->arena, count, sizeof *ast->inputs);
    for (size_t i = 0; ast->inputs && i < count; i++) {
        size_t above = crr_reader_enter_key(reader, node->items[2 * i]->text);
        read_input(reader, node->items[2 * i], node->items[2 * i + 1]);
        crr_reader_leave(reader, above);
    }
    crr_settle_linked(reader);
}

void
crr_read_missing_values(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    struct crr_ast *ast = crr_ast_of(reader);
    const struct crr_text *given;
    size_t count;
    if (crr_read_texts(reader, node, 0, &given, &count))
        keep_missing_values(
            reader, given, count, &ast->missing_values, &ast->missing_value_count);
}

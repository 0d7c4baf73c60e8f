/* Linked inputs: values of the persons whom a customer is linked to. */
#include "model/read.h"

#define DEPTH_LIMIT 8
#define ROLE_LIMIT 64

static bool
read_source(struct crr_reader *reader, const struct crr_yaml_node *node, void *linked)
{
    ((struct crr_ast_linked *)linked)->source_node = node;
    return reader != NULL;
}

/* Paths are printed with roles in them. */
static bool
check_role(
    struct crr_reader *reader, const struct crr_yaml_node *node, struct crr_text role)
{
    static const char signs[] = ";,\"()>\\";
    char shown[256];
    bool good = role.length > 0 && role.length <= 64 &&
                crr_text_is(role, crr_text_shown(role, shown, sizeof shown));
    for (size_t i = 0; i < role.length && good; i++)
        good = !memchr(signs, role.at[i], sizeof signs - 1);
    if (!good)
        crr_reader_finding(reader, CRR_F_LINKED, node,
            "expected a role of 1 to 64 bytes that can be printed, without ; , \" ( ) "
            "> "
            "or \\, found another one");
    return good;
}

static bool
read_roles(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast_linked *linked = object;
    const struct crr_text *given;
    size_t count;
    if (!crr_read_texts(reader, node, 1, &given, &count))
        return false;
    if (count == 0 || count > ROLE_LIMIT) {
        crr_reader_finding(reader, CRR_F_LINKED, node,
            "expected 1 to %d roles, found %zu", ROLE_LIMIT, count);
        return false;
    }
    struct crr_text *roles = crr_arena_array(reader->arena, count, sizeof *roles);
    if (!roles)
        return false;
    for (size_t i = 0; i < count; i++) {
        roles[i] = crr_text_trim(given[i]);
        if (!check_role(reader, node, roles[i]))
            return false;
    }
    linked->roles = roles;
    linked->role_count = (uint32_t)count;
    return true;
}

static bool
read_min_share(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *linked)
{
    struct crr_text text;
    char shown[64];
    if (!crr_read_text(reader, node, &text))
        return false;
    if (crr_share_parse(text, &((struct crr_ast_linked *)linked)->min_share))
        return true;
    crr_reader_finding(reader, CRR_F_LINKED, node,
        "expected a share such as 25%% or 0.25, above 0 and at most 1, found \"%s\"",
        crr_text_shown(text, shown, sizeof shown));
    return false;
}

static bool
read_depth(struct crr_reader *reader, const struct crr_yaml_node *node, void *linked)
{
    int64_t depth;
    if (!crr_read_integer(reader, node, 1, DEPTH_LIMIT, &depth))
        return false;
    ((struct crr_ast_linked *)linked)->depth = (int)depth;
    return true;
}

bool
crr_share_parse(struct crr_text text, int64_t *ret)
{
    struct crr_decimal share;
    bool percent = text.length > 0 && text.at[text.length - 1] == '%';
    int places = percent ? CRR_WEIGHT_PLACES - 2 : CRR_WEIGHT_PLACES;
    if (percent)
        text = crr_text_trim((struct crr_text){text.at, text.length - 1});
    if (crr_decimal_parse(text, places, &share) != CRR_NUMBER_GOOD ||
        share.units <= 0 || share.units > CRR_WEIGHT_UNIT)
        return false;
    *ret = share.units;
    return true;
}

bool
crr_read_linked(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *input)
{
    static const struct crr_field fields[] = {{"input", read_source, true},
        {"roles", read_roles, true}, {"min_share", read_min_share, false},
        {"depth", read_depth, false}};
    struct crr_ast_linked *linked = crr_arena_alloc(reader->arena, sizeof *linked);
    if (!linked)
        return false;
    linked->depth = 1;
    if (!crr_read_mapping(reader, node, fields, 4, linked))
        return false;
    ((struct crr_ast_input *)input)->linked = linked;
    return true;
}

/* Whether values of the source can be codes of the input. */
static bool
fits(struct crr_reader *reader, const struct crr_ast_input *input,
    const struct crr_ast_input *source)
{
    const struct crr_yaml_node *node = input->linked->source_node;
    if (!input->type || !source->type)
        return false; /* reported already */
    if (input->type != CRR_INPUT_CODES) {
        crr_reader_finding(reader, CRR_F_LINKED, node,
            "expected `linked` at an input of type codes, for there may be several "
            "persons; found it at `%.*s`, which is a %s",
            CRR_SHOW(input->id), crr_input_type_name(input->type));
        return false;
    }
    if (source->linked || source->type == CRR_INPUT_NUMBER ||
        source->type == CRR_INPUT_DATE) {
        crr_reader_finding(reader, CRR_F_LINKED, node,
            "expected an input of type code, codes, flag or text that is not linked "
            "itself, found `%.*s`, which %s%s",
            CRR_SHOW(source->id), source->linked ? "is linked" : "is a ",
            source->linked ? "" : crr_input_type_name(source->type));
        return false;
    }
    return true;
}

void
crr_settle_linked(struct crr_reader *reader)
{
    struct crr_ast *ast = crr_ast_of(reader);
    for (uint32_t i = 0; i < ast->input_count; i++) {
        struct crr_ast_input *input = &ast->inputs[i];
        if (!input->linked)
            continue;
        size_t above = crr_reader_enter_key(reader, input->id);
        size_t within = crr_reader_enter_key(reader, crr_text_of("linked"));
        if (crr_read_input_name(
                reader, input->linked->source_node, &input->linked->source) &&
            fits(reader, input, &ast->inputs[input->linked->source])) {
            ast->inputs[input->linked->source].used = true;
            input->confidential |= ast->inputs[input->linked->source].confidential;
        }
        crr_reader_leave(reader, within);
        crr_reader_leave(reader, above);
    }
}

bool
crr_refuse_linked(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    (void)object;
    crr_reader_finding(reader, CRR_F_LINKED, node,
        "expected `linked` at an input of type codes, which this then reads; found it "
        "here");
    return false;
}

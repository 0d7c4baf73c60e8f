/* overrides: what a model asks of people's decisions beside the laws that always hold.
 */
#include "model/read.h"

static bool
read_reason_codes(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast_overrides *overrides = object;
    size_t count = 0;
    if (!crr_read_texts(reader, node, 1, &overrides->reason_codes, &count))
        return false;
    overrides->reason_code_count = (uint32_t)count;
    return true;
}

static bool
read_woken(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    static const struct crr_word words[] = {{"apply", 0}, {"ignore", 1}, {NULL, 0}};
    int ignored;
    if (!crr_read_word(reader, node, words, &ignored))
        return false;
    ((struct crr_ast_overrides *)object)->woken_ignored = ignored;
    return true;
}

static bool
read_until_required(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    return crr_read_boolean(
        reader, node, &((struct crr_ast_overrides *)object)->until_required);
}

void
crr_read_overrides(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    static const struct crr_field fields[] = {
        {"reason_codes", read_reason_codes, false}, {"woken", read_woken, false},
        {"until_required", read_until_required, false}};
    struct crr_ast_overrides *overrides = &crr_ast_of(reader)->overrides;
    crr_read_mapping(reader, node, fields, sizeof fields / sizeof fields[0], overrides);
}

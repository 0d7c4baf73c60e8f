/* history: how a tier may fall below the one that a customer had. */
#include "model/read.h"

static bool
read_steps(struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    int64_t steps;
    if (!crr_read_integer(reader, node, 1, CRR_TIER_LIMIT, &steps))
        return false;
    ((struct crr_ast *)ast)->down_steps = (int)steps;
    return true;
}

static bool
read_wait(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast *ast = object;
    return crr_read_period(reader, node, &ast->wait_unit, &ast->wait_count);
}

static bool
read_down(struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    static const struct crr_field fields[] = {
        {"steps", read_steps, true}, {"wait", read_wait, false}};
    crr_read_mapping(reader, node, fields, sizeof fields / sizeof fields[0], ast);
    return true;
}

void
crr_read_history(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    static const struct crr_field fields[] = {{"down", read_down, true}};
    crr_read_mapping(
        reader, node, fields, sizeof fields / sizeof fields[0], crr_ast_of(reader));
}

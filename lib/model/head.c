/* The head of a model: who it is, the score, the weights' total, what is accepted. */
#include <stdio.h>
#include "base/writer.h"
#include "model/read.h"

/* ---- model: ---- */

static bool
read_model_id(struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    return crr_read_id(reader, node, &((struct crr_ast *)ast)->id);
}

static bool
read_version(struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    return crr_read_text(reader, node, &((struct crr_ast *)ast)->version);
}

static bool
read_title(struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    return crr_read_titles(reader, node, &((struct crr_ast *)ast)->titles);
}

static bool
read_description(struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    return crr_read_titles(reader, node, &((struct crr_ast *)ast)->descriptions);
}

static bool
read_owner(struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    return crr_read_text(reader, node, &((struct crr_ast *)ast)->owner);
}

static bool
read_approved_by(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast *ast = object;
    size_t count = 0;
    if (!crr_read_texts(reader, node, 1, &ast->approved_by, &count))
        return false;
    ast->approved_by_count = (uint32_t)count;
    return true;
}

static bool
read_approved_on(struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    return crr_read_day(reader, node, &((struct crr_ast *)ast)->approved_on);
}

static bool
read_approved_ref(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    return crr_read_text(reader, node, &((struct crr_ast *)ast)->approved_ref);
}

static bool
read_approved(struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    static const struct crr_field fields[] = {{"by", read_approved_by, true},
        {"on", read_approved_on, true}, {"ref", read_approved_ref, false}};
    return crr_read_mapping(reader, node, fields, 3, ast);
}

static bool
read_effective_from(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    return crr_read_day(reader, node, &((struct crr_ast *)ast)->effective_from);
}

static bool
read_effective_to(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    return crr_read_day(reader, node, &((struct crr_ast *)ast)->effective_to);
}

static bool
read_effective(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    static const struct crr_field fields[] = {
        {"from", read_effective_from, false}, {"to", read_effective_to, false}};
    const struct crr_ast *ast = object;
    if (!crr_read_mapping(reader, node, fields, 2, object))
        return false;
    if (ast->effective_to != CRR_NO_DAY && ast->effective_from >= ast->effective_to) {
        crr_reader_finding(reader, CRR_F_RANGE, node,
            "expected `from` before `to`, which is the first day that it no longer "
            "holds");
        return false;
    }
    return true;
}

void
crr_read_head(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    static const struct crr_field fields[] = {{"id", read_model_id, true},
        {"version", read_version, true}, {"title", read_title, false},
        {"description", read_description, false}, {"owner", read_owner, false},
        {"approved", read_approved, false}, {"effective", read_effective, false}};
    crr_read_mapping(
        reader, node, fields, sizeof fields / sizeof fields[0], crr_ast_of(reader));
}

/* ---- score: and weights: ---- */

static bool
read_decimals(struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    int64_t decimals;
    if (!crr_read_integer(reader, node, 0, 4, &decimals))
        return false;
    ((struct crr_ast *)ast)->decimals = (int)decimals;
    return true;
}

static bool
read_rounding(struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    static const struct crr_word words[] = {{"half_up", CRR_ROUND_HALF_UP},
        {"half_even", CRR_ROUND_HALF_EVEN}, {"up", CRR_ROUND_UP},
        {"down", CRR_ROUND_DOWN}, {NULL, 0}};
    int rounding;
    if (!crr_read_word(reader, node, words, &rounding))
        return false;
    ((struct crr_ast *)ast)->rounding = (enum crr_rounding)rounding;
    return true;
}

static bool
read_factor(struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    struct crr_rational factor;
    if (!crr_read_rational(reader, node, &factor))
        return false;
    if (factor.numerator <= 0) {
        crr_reader_finding(reader, CRR_F_OUT_OF_RANGE, node,
            "expected a factor above 0, found %.*s", CRR_SHOW(node->text));
        return false;
    }
    ((struct crr_ast *)ast)->score_factor = factor;
    return true;
}

/* Read when the decimals are known. */
static bool
skip(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    (void)reader;
    (void)node;
    (void)object;
    return true;
}

void
crr_read_score(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    static const struct crr_field fields[] = {{"range", skip, false},
        {"decimals", read_decimals, false}, {"rounding", read_rounding, false},
        {"factor", read_factor, false}};
    struct crr_ast *ast = crr_ast_of(reader);
    const struct crr_yaml_node *range = NULL;
    if (node) {
        crr_read_mapping(reader, node, fields, 4, ast);
        range = crr_yaml_get(node, "range");
    }
    ast->score_low = 0;
    ast->score_high = 100 * crr_power_of_ten(ast->decimals);
    if (!range)
        return;
    size_t above = crr_reader_enter_key(reader, crr_text_of("range"));
    crr_read_range(reader, range, ast->decimals, &ast->score_low, &ast->score_high);
    crr_reader_leave(reader, above);
}

static bool
read_total(struct crr_reader *reader, const struct crr_yaml_node *node, void *ast)
{
    static const struct crr_word words[] = {{"1", 1}, {"100", 100}, {NULL, 0}};
    return crr_read_word(reader, node, words, &((struct crr_ast *)ast)->weights_total);
}

void
crr_read_weights(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    static const struct crr_field fields[] = {{"total", read_total, true}};
    crr_read_mapping(reader, node, fields, 1, crr_ast_of(reader));
}

/* ---- accept: ---- */

static bool
read_finding(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast_accept *accept = object;
    struct crr_text text;
    if (!crr_read_text(reader, node, &text))
        return false;
    unsigned number = 0;
    bool good = text.length == 8 && memcmp(text.at, "CRR-", 4) == 0;
    for (size_t i = 4; good && i < 8; i++) {
        good = text.at[i] >= '0' && text.at[i] <= '9';
        number = 10 * number + (unsigned)(text.at[i] - '0');
    }
    if (!good) {
        char shown[64];
        crr_reader_finding(reader, CRR_F_NOT_A_WORD, node,
            "expected the number of a finding such as CRR-0304, found \"%s\"",
            crr_text_shown(text, shown, sizeof shown));
        return false;
    }
    accept->finding = number;
    return true;
}

static bool
read_at(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    return crr_read_text(reader, node, &((struct crr_ast_accept *)object)->at);
}

static bool
read_reason(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    return crr_read_text(reader, node, &((struct crr_ast_accept *)object)->reason);
}

void
crr_read_accepts(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    static const struct crr_field fields[] = {{"finding", read_finding, true},
        {"at", read_at, true}, {"reason", read_reason, true}};
    struct crr_ast *ast = crr_ast_of(reader);
    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a list of accepted findings"))
        return;
    ast->accepts = crr_arena_array(
        reader->arena, node->item_count, sizeof *ast->accepts);
    if (!ast->accepts)
        return;
    for (size_t i = 0; i < node->item_count; i++) {
        size_t above = crr_reader_enter_index(reader, i);
        struct crr_ast_accept accept = {
            .origin = crr_origin_of(reader, node->items[i])};
        if (crr_read_mapping(reader, node->items[i], fields, 3, &accept))
            ast->accepts[ast->accept_count++] = accept;
        crr_reader_leave(reader, above);
    }
}

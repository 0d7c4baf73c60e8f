/* Tiers, from the lowest to the severest. */
#include "model/read.h"

static bool
read_id(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast_tier *tier = object;
    const struct crr_ast *ast = crr_ast_of(reader);
    if (!crr_read_id(reader, node, &tier->id))
        return false;
    for (uint32_t i = 0; i < ast->tier_count; i++)
        if (crr_report_duplicate_id(reader, node, tier->id, &ast->tiers[i].id, "tier"))
            return false;
    return true;
}

static bool
read_from(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast_tier *tier = object;
    tier->scored = true;
    return crr_read_decimal(reader, node, crr_ast_of(reader)->decimals, &tier->from);
}

static bool
read_title(struct crr_reader *reader, const struct crr_yaml_node *node, void *tier)
{
    return crr_read_titles(reader, node, &((struct crr_ast_tier *)tier)->titles);
}

bool
crr_read_period(struct crr_reader *reader, const struct crr_yaml_node *node,
    enum crr_review_unit *ret_unit, int *ret_count)
{
    static const struct {
        const char *word;
        enum crr_review_unit unit;
        int factor;
    } units[] = {{"day", CRR_REVIEW_DAYS, 1}, {"days", CRR_REVIEW_DAYS, 1},
        {"month", CRR_REVIEW_MONTHS, 1}, {"months", CRR_REVIEW_MONTHS, 1},
        {"year", CRR_REVIEW_MONTHS, 12}, {"years", CRR_REVIEW_MONTHS, 12}};
    struct crr_text text;
    if (!crr_read_text(reader, node, &text))
        return false;
    size_t digits = 0;
    int count = 0;
    while (digits < text.length && digits < 4 && text.at[digits] >= '0' &&
           text.at[digits] <= '9')
        count = 10 * count + (text.at[digits++] - '0');
    struct crr_text unit = crr_text_trim(
        (struct crr_text){text.at + digits, text.length - digits});
    for (size_t i = 0; count > 0 && i < sizeof units / sizeof units[0]; i++) {
        if (!crr_text_is(unit, units[i].word))
            continue;
        *ret_unit = units[i].unit;
        *ret_count = count * units[i].factor;
        return true;
    }
    char shown[64];
    crr_reader_finding(reader, CRR_F_NOT_A_WORD, node,
        "expected a period such as 24 months, 90 days or 1 year, found \"%s\"",
        crr_text_shown(text, shown, sizeof shown));
    return false;
}

static bool
read_review(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast_tier *tier = object;
    return crr_read_period(reader, node, &tier->review_unit, &tier->review_count);
}

static bool
read_measures(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct crr_ast_tier *tier = object;
    size_t count = 0;
    if (!crr_read_texts(reader, node, 1, &tier->measures, &count))
        return false;
    tier->measure_count = (uint32_t)count;
    return true;
}

static bool
read_relationship(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *tier)
{
    static const struct crr_word words[] = {{"none", 1}, {NULL, 0}};
    int none;
    if (!crr_read_word(reader, node, words, &none))
        return false;
    ((struct crr_ast_tier *)tier)->no_relationship = none;
    return true;
}

void
crr_read_tiers(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    static const struct crr_field fields[] = {{"id", read_id, true},
        {"from", read_from, false}, {"title", read_title, false},
        {"review", read_review, false}, {"measures", read_measures, false},
        {"relationship", read_relationship, false}};
    struct crr_ast *ast = crr_ast_of(reader);
    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a list of tiers"))
        return;
    size_t count = node->item_count;
    if (count == 0 || count > CRR_TIER_LIMIT) {
        crr_reader_finding(reader, count == 0 ? CRR_F_TIER_ORDER : CRR_F_TOO_MANY, node,
            "expected 1 to %d tiers, found %zu", CRR_TIER_LIMIT, count);
        return;
    }
    ast->tiers = crr_arena_array(reader->arena, count, sizeof *ast->tiers);
    for (size_t i = 0; ast->tiers && i < count; i++) {
        size_t above = crr_reader_enter_index(reader, i);
        struct crr_ast_tier tier = {.origin = crr_origin_of(reader, node->items[i])};
        crr_read_mapping(
            reader, node->items[i], fields, sizeof fields / sizeof fields[0], &tier);
        ast->tiers[ast->tier_count++] = tier;
        crr_reader_leave(reader, above);
    }
}

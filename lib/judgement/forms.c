/* The other forms in which the judgements of one voice are written: the upper triangle,
 * named pairs; and scores. All become the upper triangle in exact fractions. */
#include "judgement/cell.h"

#include <string.h>

static struct crr_text
child_name(const struct crr_node_draft *draft, size_t index)
{
    return draft->children[index].text;
}

uint32_t
crr_find_child(const struct crr_node_draft *draft, struct crr_text name)
{
    for (uint32_t i = 0; i < draft->child_count; i++)
        if (crr_text_equal(draft->children[i].text, name))
            return i;
    return CRR_NO_NODE;
}

/* ---- The upper triangle ---- */

bool
crr_read_upper(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_judgements *head, const struct crr_node_draft *draft,
    struct crr_judgement *upper)
{
    size_t count = crr_pair_count(draft->child_count);
    bool good = true;

    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE,
            "a list: the judgements above the diagonal, row by row"))
        return false;
    if (node->item_count != count) {
        crr_reader_finding(reader, CRR_F_MATRIX_SHAPE, node,
            "expected %zu judgements above the diagonal for %u children, found %zu",
            count, (unsigned)draft->child_count, node->item_count);
        return false;
    }
    struct crr_judged_pair pair = {draft, 0, 1};
    for (size_t i = 0; i < count; i++) {
        struct crr_judged_cell cell;
        struct crr_rational value;
        size_t above = crr_reader_enter_index(reader, i);

        if (!crr_take_cell(reader, node->items[i], &cell))
            good = false;
        else if (cell.text.length > 0 &&
                 !crr_read_judgement(reader, &cell, &head->scale, pair, &value))
            good = false;
        else if (cell.text.length > 0)
            upper[i] = crr_judgement_at(value, &cell);
        crr_reader_leave(reader, above);
        if (++pair.column == draft->child_count)
            pair.column = ++pair.row + 1;
    }
    return good;
}

/* ---- Named pairs ---- */

static uint32_t
find_named(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_node_draft *draft, struct crr_text name)
{
    uint32_t index = crr_find_child(draft, name);
    struct crr_nearest nearest;
    char shown[80], known[80];

    if (index != CRR_NO_NODE)
        return index;
    crr_nearest_init(&nearest, name);
    for (uint32_t i = 0; i < draft->child_count; i++)
        crr_nearest_try(&nearest, child_name(draft, i));
    crr_text_shown(name, shown, sizeof shown);
    if (nearest.best.at)
        crr_reader_finding(reader, CRR_F_UNKNOWN_ELEMENT, key,
            "\"%s\" is no child of %.*s; did you mean \"%s\"?", shown,
            CRR_SPELL(draft->name), crr_text_shown(nearest.best, known, sizeof known));
    else
        crr_reader_finding(reader, CRR_F_UNKNOWN_ELEMENT, key,
            "\"%s\" is no child of %.*s", shown, CRR_SPELL(draft->name));
    return CRR_NO_NODE;
}

/* The two children that a key `name/name` names. */
static bool
read_pair_key(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_node_draft *draft, uint32_t ret_pair[2])
{
    const char *slash = memchr(key->text.at, '/', key->text.length);
    char shown[80];

    crr_text_shown(key->text, shown, sizeof shown);
    if (!slash) {
        crr_reader_finding(reader, CRR_F_UNKNOWN_ELEMENT, key,
            "expected two names with a slash between them, such as cash/trade, found "
            "\"%s\"",
            shown);
        return false;
    }
    size_t length = (size_t)(slash - key->text.at);
    ret_pair[0] = find_named(
        reader, key, draft, crr_text_trim((struct crr_text){key->text.at, length}));
    ret_pair[1] = find_named(reader, key, draft,
        crr_text_trim((struct crr_text){slash + 1, key->text.length - length - 1}));
    if (ret_pair[0] == CRR_NO_NODE || ret_pair[1] == CRR_NO_NODE)
        return false;
    if (ret_pair[0] != ret_pair[1])
        return true;
    crr_reader_finding(reader, CRR_F_SELF_COMPARISON, key,
        "expected two different names, found %s: nothing is compared with itself",
        shown);
    return false;
}

static bool
read_named_pair(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_yaml_node *node, const struct crr_judgements *head,
    const struct crr_node_draft *draft, struct crr_judgement *upper)
{
    struct crr_judged_cell cell;
    struct crr_rational value;
    uint32_t pair[2];

    if (!read_pair_key(reader, key, draft, pair) || !crr_take_cell(reader, node, &cell))
        return false;
    if (cell.text.length == 0)
        return true;
    if (!crr_read_judgement(
            reader, &cell, &head->scale, (struct crr_judged_pair){NULL, 0, 0}, &value))
        return false;
    bool turn = pair[0] > pair[1];
    struct crr_judgement judgement = crr_judgement_at(
        turn ? crr_turned(value) : value, &cell);
    struct crr_judgement *place = &upper[crr_pair_index(
        draft->child_count, pair[turn ? 1 : 0], pair[turn ? 0 : 1])];
    if (place->value.numerator > 0 &&
        !crr_rationals_equal(place->value, judgement.value)) {
        crr_reader_finding(reader, CRR_F_PAIR_TWICE, key,
            "the pair %.*s/%.*s is judged twice, and differently; line %u says "
            "otherwise",
            CRR_SPELL(child_name(draft, pair[0])),
            CRR_SPELL(child_name(draft, pair[1])), (unsigned)place->line);
        return false;
    }
    *place = judgement;
    return true;
}

bool
crr_read_pairs(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_judgements *head, const struct crr_node_draft *draft,
    struct crr_judgement *upper)
{
    bool good = true;

    if (!crr_read_kind(reader, node, CRR_YAML_MAPPING,
            "a mapping of pairs, such as {cash/trade: 3}"))
        return false;
    for (size_t i = 0; i + 1 < node->item_count; i += 2) {
        size_t above = crr_reader_enter_key(reader, node->items[i]->text);
        good = read_named_pair(
                   reader, node->items[i], node->items[i + 1], head, draft, upper) &&
               good;
        crr_reader_leave(reader, above);
    }
    return good;
}

/* ---- Scores ---- */

static bool
read_score(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_yaml_node *node, const struct crr_node_draft *draft,
    struct crr_rational *scores)
{
    struct crr_judged_cell cell;
    uint32_t index = find_named(reader, key, draft, key->text);

    if (index == CRR_NO_NODE || !crr_take_cell(reader, node, &cell))
        return false;
    if (cell.text.length > 0)
        return crr_read_judgement(
            reader, &cell, NULL, (struct crr_judged_pair){NULL, 0, 0}, &scores[index]);
    crr_report_cell(reader, CRR_F_JUDGEMENT, &cell,
        (struct crr_judged_pair){NULL, 0, 0}, "expected a score above 0, found none");
    return false;
}

bool
crr_read_scores(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_node_draft *draft, struct crr_rational *scores)
{
    bool good = true;

    if (!crr_read_kind(
            reader, node, CRR_YAML_MAPPING, "a mapping of scores, such as {cash: 3}"))
        return false;
    for (size_t i = 0; i + 1 < node->item_count; i += 2) {
        size_t above = crr_reader_enter_key(reader, node->items[i]->text);
        good = read_score(reader, node->items[i], node->items[i + 1], draft, scores) &&
               good;
        crr_reader_leave(reader, above);
    }
    for (uint32_t i = 0; good && i < draft->child_count; i++) {
        if (scores[i].numerator > 0)
            continue;
        crr_reader_finding(reader, CRR_F_ELEMENT_MISSING, node,
            "expected a score of each child, found none of %.*s",
            CRR_SPELL(child_name(draft, i)));
        good = false;
    }
    return good;
}

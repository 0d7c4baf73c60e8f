/* Reading a node: its children, and what its voices say about them. */
#include "judgement/read.h"

#include <string.h>

struct crr_judgement_origin
crr_judgement_origin_of(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    return (struct crr_judgement_origin){(uint32_t)node->line, (uint32_t)node->column,
        crr_arena_copy(reader->arena, crr_text_of(reader->path)).at};
}

/* The nodes under the keys; a form is one of the last five. */
struct parts {
    const struct crr_yaml_node *children, *rationale, *tolerance, *name, *weight;
    const struct crr_yaml_node *matrix, *upper, *pairs, *scores, *experts;
};

CRR_KEEP_PART(children)
CRR_KEEP_PART(rationale)
CRR_KEEP_PART(tolerance)
CRR_KEEP_PART(name)
CRR_KEEP_PART(weight)
CRR_KEEP_PART(matrix)
CRR_KEEP_PART(upper)
CRR_KEEP_PART(pairs)
CRR_KEEP_PART(scores)
CRR_KEEP_PART(experts)

static const struct crr_field node_fields[] = {{"children", keep_children, true},
    {"rationale", keep_rationale, false}, {"tolerance", keep_tolerance, false},
    {"matrix", keep_matrix, false}, {"upper", keep_upper, false},
    {"pairs", keep_pairs, false}, {"scores", keep_scores, false},
    {"experts", keep_experts, false}};

static const struct crr_field expert_fields[] = {{"name", keep_name, true},
    {"weight", keep_weight, false}, {"rationale", keep_rationale, false},
    {"tolerance", keep_tolerance, false}, {"matrix", keep_matrix, false},
    {"upper", keep_upper, false}, {"pairs", keep_pairs, false}};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

bool
crr_read_tolerance(
    struct crr_reader *reader, const struct crr_yaml_node *node, int *ret)
{
    int64_t steps;
    size_t above = crr_reader_enter_key(reader, crr_text_of("tolerance"));
    bool good = crr_read_integer(reader, node, 0, 16, &steps);

    crr_reader_leave(reader, above);
    if (good)
        *ret = (int)steps;
    return good;
}

/* A name: 1 to CRR_NAME_LIMIT bytes, no slash, no control characters. */
static bool
read_name(
    struct crr_reader *reader, const struct crr_yaml_node *node, struct crr_text *ret)
{
    if (!crr_read_text(reader, node, ret))
        return false;
    bool good = ret->length <= CRR_NAME_LIMIT && !memchr(ret->at, '/', ret->length);
    for (size_t i = 0; i < ret->length; i++)
        good = good && (unsigned char)ret->at[i] >= ' ' && ret->at[i] != 0x7f;
    if (!good)
        crr_reader_finding(reader, CRR_F_NOT_A_TEXT, node,
            "expected a name of at most %d bytes without slashes and control "
            "characters",
            CRR_NAME_LIMIT);
    return good;
}

static bool
read_rationale(
    struct crr_reader *reader, const struct crr_yaml_node *node, struct crr_text *ret)
{
    if (!node)
        return true;
    size_t above = crr_reader_enter_key(reader, crr_text_of("rationale"));
    bool good = crr_read_text(reader, node, ret);
    crr_reader_leave(reader, above);
    return good;
}

/* ---- Children ---- */

static bool
read_child(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_node_draft *draft, struct crr_judged_name *children)
{
    struct crr_text name;

    if (!read_name(reader, node, &name))
        return false;
    draft->children = children;
    if (crr_find_child(draft, name) != CRR_NO_NODE) {
        crr_reader_finding(reader, CRR_F_DUPLICATE_ID, node,
            "expected each child once, found %.*s again", CRR_SPELL(name));
        return false;
    }
    if (crr_text_equal(name, draft->name)) {
        crr_reader_finding(reader, CRR_F_NODE_CYCLE, node,
            "%.*s is named as a child of itself", CRR_SPELL(name));
        return false;
    }
    children[draft->child_count++] = (struct crr_judged_name){name, node};
    return true;
}

static bool
read_children(
    struct crr_reader *reader, const struct parts *parts, struct crr_node_draft *draft)
{
    const struct crr_yaml_node *node = parts->children;
    size_t limit = parts->scores ? CRR_SCORED_LIMIT : CRR_COMPARED_LIMIT;
    size_t above = crr_reader_enter_key(reader, crr_text_of("children"));
    bool good = crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a list of names");
    struct crr_judged_name *children = NULL;

    if (good && (node->item_count == 0 || node->item_count > limit)) {
        crr_reader_finding(reader, CRR_F_TOO_MANY, node,
            "expected 1 to %zu children, found %zu%s", limit, node->item_count,
            node->item_count > limit && !parts->scores
                ? "; put them into groups, or score them"
                : "");
        good = false;
    }
    if (good)
        children = crr_arena_array(reader->arena, node->item_count, sizeof *children);
    good = good && children;
    for (size_t i = 0; children && i < node->item_count; i++) {
        size_t list = crr_reader_enter_index(reader, i);
        good = read_child(reader, node->items[i], draft, children) && good;
        crr_reader_leave(reader, list);
    }
    crr_reader_leave(reader, above);
    return good;
}

/* ---- Voices ---- */

/* The form that a voice is written in. */
struct form {
    const char *key;
    const struct crr_yaml_node *node;
    bool (*read)(struct crr_reader *reader, const struct crr_yaml_node *node,
        const struct crr_judgements *head, const struct crr_node_draft *draft,
        struct crr_judgement *upper);
};

/* Finds the one form of the parts; reports none and two. */
static bool
find_form(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct parts *parts, bool is_expert, struct form *ret)
{
    const struct form forms[] = {{"matrix", parts->matrix, crr_read_matrix},
        {"upper", parts->upper, crr_read_upper},
        {"pairs", parts->pairs, crr_read_pairs}, {"scores", parts->scores, NULL},
        {"experts", parts->experts, NULL}};
    const struct form *found = NULL;

    for (size_t i = 0; i < COUNT(forms); i++) {
        if (!forms[i].node)
            continue;
        if (found) {
            crr_reader_finding(reader, CRR_F_JUDGEMENT_FORM, forms[i].node,
                "expected one form of judgements, found `%s` beside `%s`", forms[i].key,
                found->key);
            return false;
        }
        found = &forms[i];
    }
    if (found) {
        *ret = *found;
        return true;
    }
    crr_reader_finding(reader, CRR_F_JUDGEMENT_FORM, node,
        "expected %s, found none of them",
        is_expert ? "`matrix`, `upper` or `pairs`"
                  : "`matrix`, `upper`, `pairs`, `scores` or `experts`");
    return false;
}

static bool
read_voice(struct crr_reader *reader, const struct form *form,
    const struct crr_judgements *head, const struct crr_node_draft *draft,
    struct crr_judge *judge)
{
    struct crr_judgement *upper = crr_arena_array(
        reader->arena, crr_pair_count(draft->child_count), sizeof *upper);
    size_t above = crr_reader_enter_key(reader, crr_text_of(form->key));
    bool good = upper && form->read(reader, form->node, head, draft, upper);

    judge->origin = crr_judgement_origin_of(reader, form->node);
    crr_reader_leave(reader, above);
    judge->upper = upper;
    return good;
}

static bool
read_voting_weight(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_rational *ret)
{
    size_t above = crr_reader_enter_key(reader, crr_text_of("weight"));
    bool good = crr_read_rational(reader, node, ret);

    if (good && ret->numerator <= 0) {
        crr_reader_finding(reader, CRR_F_VOTING_WEIGHT, node,
            "expected a voting weight above 0, found %.*s; leave the expert out if it "
            "has no voice",
            CRR_SPELL(node->text));
        good = false;
    }
    crr_reader_leave(reader, above);
    return good;
}

static bool
read_expert_name(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_node_draft *draft, struct crr_judge *judge)
{
    size_t above = crr_reader_enter_key(reader, crr_text_of("name"));
    bool good = read_name(reader, node, &judge->name);

    for (uint32_t i = 0; good && i < draft->judge_count; i++) {
        if (!crr_text_equal(draft->judges[i].name, judge->name))
            continue;
        crr_reader_finding(reader, CRR_F_DUPLICATE_ID, node,
            "expected each expert once, found %.*s again", CRR_SPELL(judge->name));
        good = false;
    }
    crr_reader_leave(reader, above);
    return good;
}

static bool
read_expert(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_judgements *head, struct crr_node_draft *draft)
{
    struct parts parts = {0};
    struct form form;
    struct crr_judge judge = {.voting_weight = {1, 1}, .tolerance = draft->tolerance};

    if (!crr_read_mapping(reader, node, expert_fields, COUNT(expert_fields), &parts))
        return false;
    bool good = read_expert_name(reader, parts.name, draft, &judge);
    if (parts.weight)
        good = read_voting_weight(reader, parts.weight, &judge.voting_weight) && good;
    good = read_rationale(reader, parts.rationale, &judge.rationale) && good;
    if (parts.tolerance)
        good = crr_read_tolerance(reader, parts.tolerance, &judge.tolerance) && good;
    draft->voice = judge.name;
    good = find_form(reader, node, &parts, true, &form) &&
           read_voice(reader, &form, head, draft, &judge) && good;
    draft->judges[draft->judge_count++] = judge;
    return good;
}

static bool
read_experts(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_judgements *head, struct crr_node_draft *draft)
{
    size_t above = crr_reader_enter_key(reader, crr_text_of("experts"));
    bool good = crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a list of experts");

    if (good && (node->item_count == 0 || node->item_count > CRR_EXPERT_LIMIT)) {
        crr_reader_finding(reader, CRR_F_TOO_MANY, node,
            "expected 1 to %d experts, found %zu", CRR_EXPERT_LIMIT, node->item_count);
        good = false;
    }
    draft->has_experts = true;
    if (good)
        draft->judges = crr_arena_array(
            reader->arena, node->item_count, sizeof *draft->judges);
    for (size_t i = 0; draft->judges && i < node->item_count; i++) {
        size_t list = crr_reader_enter_index(reader, i);
        good = read_expert(reader, node->items[i], head, draft) && good;
        crr_reader_leave(reader, list);
    }
    crr_reader_leave(reader, above);
    return good && draft->judges;
}

/* ---- The node ---- */

static bool
read_single(struct crr_reader *reader, const struct form *form,
    const struct crr_judgements *head, struct crr_node_draft *draft)
{
    draft->judges = crr_arena_array(reader->arena, 1, sizeof *draft->judges);
    if (!draft->judges)
        return false;
    draft->judge_count = 1;
    draft->judges[0] = (struct crr_judge){
        .voting_weight = {1, 1}, .tolerance = draft->tolerance};
    return read_voice(reader, form, head, draft, &draft->judges[0]);
}

/* A single child needs no judgement. */
static bool
read_only_child(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_node_draft *draft)
{
    struct crr_judge *judge = crr_arena_alloc(reader->arena, sizeof *judge);
    struct crr_judgement *upper = crr_arena_array(reader->arena, 0, sizeof *upper);

    if (!judge || !upper)
        return false;
    *judge = (struct crr_judge){.voting_weight = {1, 1},
        .upper = upper,
        .tolerance = draft->tolerance,
        .origin = crr_judgement_origin_of(reader, node)};
    draft->judges = judge;
    draft->judge_count = 1;
    return true;
}

static bool
read_form(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct parts *parts, const struct crr_judgements *head,
    struct crr_node_draft *draft)
{
    bool is_bare = !parts->matrix && !parts->upper && !parts->pairs && !parts->scores &&
                   !parts->experts;
    struct form form;

    if (draft->child_count == 1 && is_bare)
        return read_only_child(reader, node, draft);
    if (!find_form(reader, node, parts, false, &form))
        return false;
    if (form.node == parts->experts)
        return read_experts(reader, form.node, head, draft);
    if (form.read)
        return read_single(reader, &form, head, draft);
    draft->scores = crr_arena_array(
        reader->arena, draft->child_count, sizeof *draft->scores);
    if (!draft->scores)
        return false;
    size_t above = crr_reader_enter_key(reader, crr_text_of("scores"));
    bool good = crr_read_scores(reader, form.node, draft, draft->scores);
    crr_reader_leave(reader, above);
    return good;
}

bool
crr_read_judged_node(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_yaml_node *node, const struct crr_judgements *head, int tolerance,
    struct crr_node_draft *ret)
{
    struct parts parts = {0};

    ret->tolerance = tolerance;
    ret->node = node;
    ret->origin = crr_judgement_origin_of(reader, key);
    if (!read_name(reader, key, &ret->name) ||
        !crr_read_mapping(reader, node, node_fields, COUNT(node_fields), &parts))
        return false;
    bool good = read_rationale(reader, parts.rationale, &ret->rationale);
    if (parts.tolerance)
        good = crr_read_tolerance(reader, parts.tolerance, &ret->tolerance) && good;
    return read_children(reader, &parts, ret) &&
           read_form(reader, node, &parts, head, ret) && good;
}

/* The parts: their names, what of them may be told, and those that a record has. */
#include "base/span.h"
#include "diff/diff.h"

const char *
crr_part_kind_name(enum crr_part_kind kind)
{
    static const char *const names[] = {[CRR_PART_INPUT] = "input",
        [CRR_PART_LINKS] = "links",
        [CRR_PART_DAY] = "day",
        [CRR_PART_SCENARIO] = "scenario",
        [CRR_PART_TABLE] = "table",
        [CRR_PART_LIST] = "list",
        [CRR_PART_WEIGHTS] = "weights",
        [CRR_PART_THRESHOLDS] = "thresholds",
        [CRR_PART_THETA] = "theta",
        [CRR_PART_RULE] = "rule",
        [CRR_PART_SEGMENTS] = "segments",
        [CRR_PART_SCORE] = "score",
        [CRR_PART_FACTOR] = "factor",
        [CRR_PART_FACTORS] = "factors",
        [CRR_PART_POLICY] = "policy",
        [CRR_PART_TIERS] = "tiers",
        [CRR_PART_HISTORY] = "history",
        [CRR_PART_OVERRIDE_LAWS] = "override_laws",
        [CRR_PART_OVERRIDE] = "override",
        [CRR_PART_PREVIOUS] = "previous"};
    return (size_t)kind < sizeof names / sizeof names[0] ? names[kind] : NULL;
}

/* ---- What may be told ---- */

static bool
input_is_hidden(const struct crr_ast *ast, struct crr_text id)
{
    for (uint32_t i = 0; i < ast->input_count; i++)
        if (crr_text_equal(ast->inputs[i].id, id))
            return ast->inputs[i].confidential;
    return false;
}

static bool
rule_is_hidden(const struct crr_ast *ast, struct crr_text id)
{
    for (uint32_t i = 0; i < ast->rule_count; i++)
        if (crr_text_equal(ast->rules[i].id, id) && ast->rules[i].hidden)
            return true;
    return false;
}

/* A factor with this id, or with a table of this id, is hidden. */
static bool
factor_is_hidden(const struct crr_ast *ast, struct crr_text id, bool by_table)
{
    for (uint32_t i = 0; i < ast->factor_count; i++) {
        const struct crr_ast_factor *factor = &ast->factors[i];
        struct crr_text own = factor->id;
        if (by_table && factor->kind != CRR_FACTOR_TABLE)
            continue;
        if (by_table)
            own = ast->tables[factor->table].id;
        if (factor->hidden && crr_text_equal(own, id))
            return true;
    }
    return false;
}

static bool
list_is_hidden(const struct crr_ast *ast, struct crr_text id)
{
    for (uint32_t i = 0; i < ast->condition_count; i++) {
        const struct crr_ast_condition *condition = &ast->conditions[i];
        if (condition->kind == CRR_CONDITION_LISTED &&
            crr_text_equal(ast->lists[condition->list].id, id) &&
            ast->inputs[condition->input].confidential)
            return true;
    }
    return false;
}

static bool
is_hidden(const struct crr_ast *ast, const struct crr_part *part)
{
    switch (part->kind) {
    case CRR_PART_INPUT:
    case CRR_PART_POLICY:
        return input_is_hidden(ast, part->id);
    case CRR_PART_RULE:
        return rule_is_hidden(ast, part->id);
    case CRR_PART_FACTOR:
        return factor_is_hidden(ast, part->id, false);
    case CRR_PART_TABLE:
        return factor_is_hidden(ast, part->id, true);
    case CRR_PART_LIST:
        return list_is_hidden(ast, part->id);
    default:
        return false;
    }
}

static void
show(struct crr_diff *diff, size_t index)
{
    struct crr_part part = diff->mix.parts[index];
    part.confidential = is_hidden(diff->mix.models[0]->ast, &part) ||
                        is_hidden(diff->mix.models[1]->ast, &part);
    if (part.confidential && !diff->options.reveal)
        part.id = (struct crr_text){"", 0};
    diff->shown[index] = part;
}

bool
crr_part_is_told(const struct crr_diff *diff, size_t part)
{
    return diff->options.reveal || !diff->shown[part].confidential;
}

bool
crr_factor_is_told(const struct crr_diff *diff, struct crr_text id)
{
    return diff->options.reveal ||
           (!factor_is_hidden(diff->mix.models[0]->ast, id, false) &&
               !factor_is_hidden(diff->mix.models[1]->ast, id, false));
}

bool
crr_rule_is_told(const struct crr_diff *diff, struct crr_text id)
{
    return diff->options.reveal || (!rule_is_hidden(diff->mix.models[0]->ast, id) &&
                                       !rule_is_hidden(diff->mix.models[1]->ast, id));
}

bool
crr_key_is_told(const struct crr_diff *diff)
{
    bool told = true;
    for (int i = 0; i < 2 && !diff->options.reveal; i++) {
        size_t key = diff->sides[i].run.key;
        told = told && key != CRR_NONE &&
               !diff->mix.models[i]->ast->inputs[key].confidential;
    }
    return told;
}

/* ---- Life ---- */

bool
crr_parts_init(struct crr_diff *diff)
{
    struct crr_arena *arena = &diff->arena;
    size_t input_count = crr_model_input_count(diff->mix.models[0]);
    size_t room = diff->mix.part_count + input_count + 3;
    diff->static_count = diff->mix.part_count;
    diff->part_movers = crr_arena_array(arena, room, sizeof *diff->part_movers);
    diff->part_last = crr_arena_array(arena, room, sizeof *diff->part_last);
    diff->shown = crr_arena_array(arena, room, sizeof *diff->shown);
    diff->closures = crr_arena_array(arena, room, sizeof *diff->closures);
    diff->b_input = crr_arena_array(arena, input_count, sizeof(size_t));
    diff->input_part = crr_arena_array(arena, input_count, sizeof(size_t));
    if (arena->failed)
        return false;
    for (size_t i = 0; i < input_count; i++) {
        diff->b_input[i] = crr_model_find_input(
            diff->mix.models[1], diff->mix.models[0]->ast->inputs[i].id);
        diff->input_part[i] = CRR_NONE;
    }
    for (size_t i = 0; i < diff->static_count; i++)
        show(diff, i);
    return true;
}

/* ---- Parts of records ---- */

static size_t
add(struct crr_diff *diff, enum crr_part_kind kind, struct crr_text id)
{
    size_t part = crr_mix_add(&diff->mix, kind, id);
    if (part != CRR_NONE)
        show(diff, part);
    return part;
}

size_t
crr_part_of_record(struct crr_diff *diff, enum crr_part_kind kind, size_t input)
{
    if (kind == CRR_PART_INPUT) {
        if (diff->input_part[input] == CRR_NONE)
            diff->input_part[input] = add(
                diff, kind, diff->mix.models[0]->ast->inputs[input].id);
        return diff->input_part[input];
    }
    for (size_t i = diff->static_count; i < diff->mix.part_count; i++)
        if (diff->mix.parts[i].kind == kind)
            return i;
    return add(diff, kind, (struct crr_text){"", 0});
}

static struct crr_text
text_of(const struct crr_value *value)
{
    return crr_text_trim(crr_value_text(value));
}

static bool
same_value(const struct crr_value *a, const struct crr_value *b)
{
    size_t count = a->type == CRR_VALUE_TEXTS ? a->as.texts.count : 0;
    if (count != (b->type == CRR_VALUE_TEXTS ? b->as.texts.count : 0))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!a->as.texts.at[i].at != !b->as.texts.at[i].at ||
            !crr_text_equal(a->as.texts.at[i], b->as.texts.at[i]))
            return false;
    return crr_text_equal(text_of(a), text_of(b));
}

static bool
is_linked(const struct crr_diff *diff, size_t input)
{
    return crr_input_is_linked(diff->mix.models[0], input) ||
           crr_input_is_linked(diff->mix.models[1], diff->b_input[input]);
}

static bool
input_differs(const struct crr_diff *diff, size_t input, bool linked)
{
    return diff->b_input[input] != CRR_NONE && is_linked(diff, input) == linked &&
           !same_value(&diff->sides[0].values[input],
               &diff->sides[1].values[diff->b_input[input]]);
}

static bool
links_differ(const struct crr_diff *diff)
{
    bool differ = diff->sides[0].refused != diff->sides[1].refused;
    size_t count = crr_model_input_count(diff->mix.models[0]);
    for (size_t i = 0; i < count && !differ; i++)
        differ = input_differs(diff, i, true);
    return differ;
}

static bool
past_differs(struct crr_diff *diff)
{
    struct crr_past past[2] = {{.tier_since = 0}, {.tier_since = 0}};
    bool known[2] = {false, false};
    for (int i = 0; i < 2; i++) {
        struct crr_run *run = &diff->sides[i].run;
        if (run->previous)
            known[i] = crr_previous_find(run->previous, run, &past[i]);
    }
    if (!known[0] || !known[1])
        return known[0] != known[1] ||
               !diff->sides[0].run.previous != !diff->sides[1].run.previous;
    return past[0].system_tier != past[1].system_tier ||
           past[0].direct != past[1].direct ||
           past[0].tier_since != past[1].tier_since ||
           past[0].first_rated_on != past[1].first_rated_on ||
           past[0].last_reviewed_on != past[1].last_reviewed_on;
}

static bool
same_decision(const struct crr_override *a, const struct crr_override *b)
{
    if (!a || !b)
        return a == b;
    return a->tier == b->tier && a->system_tier == b->system_tier &&
           a->decided_on == b->decided_on && a->from == b->from &&
           a->until == b->until && crr_text_equal(a->reason_code, b->reason_code) &&
           crr_text_equal(a->reason, b->reason) &&
           crr_text_equal(a->decided_by, b->decided_by) &&
           crr_text_equal(a->second_person, b->second_person);
}

/* On either side's day. */
static bool
decision_differs(const struct crr_diff *diff)
{
    bool differs = false;
    for (int day = 0; day < 2 && !differs; day++) {
        const struct crr_override *decisions[2] = {NULL, NULL};
        size_t counts[2] = {0, 0};
        for (int i = 0; i < 2; i++)
            if (diff->sides[i].run.overrides)
                decisions[i] = crr_overrides_in_force(diff->sides[i].run.overrides,
                    &diff->sides[i].run, diff->sides[day].options.rater.as_of,
                    &counts[i]);
        differs = counts[0] != counts[1] || !same_decision(decisions[0], decisions[1]);
    }
    return differs;
}

bool
crr_record_differs(struct crr_diff *diff, enum crr_part_kind kind, size_t input)
{
    return kind == CRR_PART_INPUT      ? input_differs(diff, input, false)
           : kind == CRR_PART_LINKS    ? links_differ(diff)
           : kind == CRR_PART_PREVIOUS ? past_differs(diff)
                                       : decision_differs(diff);
}

/* What the file of links leaves in doubt, named so that it can be looked up: persons of
 * whom something is not known, roles at which nobody looks, shares beyond the whole. */
#include "file/links.h"
#include <stdio.h>

#define NAMED_LIMIT 3 /* in a refusal */

bool
crr_links_list_strangers(struct crr_links *links)
{
    links->strangers = crr_arena_array(
        links->arena, links->person_count, sizeof *links->strangers);
    if (!links->strangers)
        return false;
    for (uint32_t i = 0; i < links->person_count; i++)
        if (links->persons[i].behind && links->persons[i].record_count == 0)
            links->strangers[links->stranger_count++] = i;
    return true;
}

/* The link with which the shares of one role first sum to more than 1, of a person's
 * [first, end); CRR_ABSENT: none. sums is all 0, and so it is left. */
static uint32_t
find_excess(const struct crr_links *links, uint32_t first, uint32_t end, uint64_t *sums)
{
    uint32_t found = CRR_ABSENT;
    for (uint32_t i = first; i < end; i++) {
        const struct crr_link *link = &links->links[i];
        sums[link->role] += link->share;
        if (found == CRR_ABSENT && sums[link->role] > CRR_WEIGHT_UNIT)
            found = i;
    }
    for (uint32_t i = first; i < end; i++)
        sums[links->links[i].role] = 0;
    return found;
}

bool
crr_links_sum_shares(struct crr_links *links)
{
    uint64_t *sums = crr_arena_array(links->arena, links->role_count, sizeof *sums);
    for (uint32_t i = 0; sums && i < links->person_count; i++) {
        uint32_t found = find_excess(links, links->first[i], links->first[i + 1], sums);
        if (found == CRR_ABSENT)
            continue;
        if (links->excess_count++ == 0 ||
            links->links[found].line < links->links[links->excess_link].line)
            links->excess_link = found;
    }
    return sums != NULL;
}

struct crr_text
crr_links_nearest_role(const struct crr_links *links, struct crr_text role)
{
    struct crr_nearest nearest;
    crr_nearest_init(&nearest, role);
    for (uint32_t i = 0; i < links->role_count; i++)
        crr_nearest_try(&nearest, links->roles[i]);
    return nearest.best;
}

/* ---- Of the record ---- */

bool
crr_links_find_stranger(
    const void *user, uint32_t input, uint32_t from, struct crr_stranger *ret)
{
    const struct crr_links *links = user;
    const struct crr_linked_input *it = links->inputs;
    while (it < links->inputs + links->input_count && it->input != input)
        it++;
    if (it == links->inputs + links->input_count)
        return false;
    while (from < it->text_count && it->texts[from].at)
        from++;
    if (from >= it->text_count)
        return false;
    const struct crr_person *person =
        &links->persons[it->ways[it->way_of[from]].person];
    *ret = (struct crr_stranger){from, person->key, person->record_count > 0};
    return true;
}

/* ---- In refusals ---- */

static bool
reads(const struct crr_ast *ast, uint32_t root, uint32_t input)
{
    if (root == CRR_ABSENT)
        return false;
    uint32_t end = root + ast->conditions[root].subtree_count;
    for (uint32_t i = root; i < end; i++)
        if (ast->conditions[i].input == input)
            return true;
    return false;
}

static bool
any_rule_reads(const struct crr_ast *ast, struct crr_text id, uint32_t input)
{
    for (uint32_t i = 0; i < ast->rule_count; i++)
        if (crr_text_equal(ast->rules[i].id, id) &&
            (reads(ast, ast->rules[i].condition, input) ||
                reads(ast, ast->rules[i].veto, input)))
            return true;
    return false;
}

/* Its condition, or whom it is for. */
static bool
any_factor_reads(const struct crr_ast *ast, struct crr_text id, uint32_t input)
{
    for (uint32_t i = 0; i < ast->factor_count; i++)
        if (crr_text_equal(ast->factors[i].id, id) &&
            (reads(ast, ast->factors[i].condition, input) ||
                reads(ast, ast->factors[i].applies, input)))
            return true;
    return false;
}

static bool
any_segment_reads(const struct crr_ast *ast, struct crr_text id, uint32_t input)
{
    for (uint32_t i = 0; i < ast->segment_count; i++)
        if (crr_text_equal(ast->segments[i].id, id) &&
            reads(ast, ast->segments[i].condition, input))
            return true;
    return false;
}

/* Whether what refused the row reads the input. */
static bool
is_about(const struct crr_ast *ast, const struct crr_error *error, uint32_t input)
{
    struct crr_text id = crr_text_of(error->path);
    switch (error->finding) {
    case CRR_F_VALUE_MISSING:
        return crr_text_equal(ast->inputs[input].id, id) ||
               any_factor_reads(ast, id, input);
    case CRR_F_APPLIES_UNKNOWN:
        return any_factor_reads(ast, id, input);
    case CRR_F_RULE_UNKNOWN:
        return any_rule_reads(ast, id, input);
    case CRR_F_NO_SEGMENT:
        return any_segment_reads(ast, id, input);
    default:
        return false;
    }
}

/* "; owner_country of P9 (no record), P4 (no value) and 3 more is not known" */
static void
name_strangers_of(const struct crr_links *links, const struct crr_ast_input *input,
    uint32_t index, struct crr_error *error)
{
    struct crr_stranger stranger;
    char names[320];
    size_t length = 0, count = 0;
    char shown[64];
    for (uint32_t at = 0; crr_links_find_stranger(links, index, at, &stranger);
         at = stranger.place + 1)
        if (count++ < NAMED_LIMIT)
            length += (size_t)snprintf(names + length, sizeof names - length,
                "%s%s (no %s)", length ? ", " : "",
                crr_text_shown(stranger.key, shown, sizeof shown),
                stranger.recorded ? "value" : "record");
    if (count == 0)
        return;
    if (count > NAMED_LIMIT)
        snprintf(names + length, sizeof names - length, " and %zu more",
            count - NAMED_LIMIT);
    length = strlen(error->message);
    snprintf(error->message + length, sizeof error->message - length,
        "; %.*s of %s is not known", (int)input->id.length, input->id.at, names);
}

void
crr_links_name_strangers(
    const struct crr_links *links, const struct crr_run *run, struct crr_row *row)
{
    const struct crr_ast *ast = run->model->ast;
    if (ast->inputs[run->key].confidential && !run->options->reveal)
        return;
    for (uint32_t i = 0; i < links->input_count; i++) {
        uint32_t input = (uint32_t)links->inputs[i].input;
        if (is_about(ast, &row->error, input))
            name_strangers_of(links, &ast->inputs[input], input, &row->error);
    }
}

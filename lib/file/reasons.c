/* Why a row has its tier, in one cell: the rules that fired and the factors that weigh
 * most. What may not be told is passed over. */
#include "file/cell.h"
#include "file/links.h"
#include "plan/rater.h"
#include <string.h>

#define REASON_COUNT 3 /* contributions in `reasons` */

static void
write_separated(const struct crr_cell *cell, const char **separator)
{
    crr_write_string(cell->writer, *separator);
    *separator = cell->separator;
}

static bool
has_fired(const struct crr_cell *cell, size_t rule_index)
{
    struct crr_rule_rating rule;
    return crr_rater_rule(cell->run->rater, rule_index, &rule) == CRR_OK && rule.fired;
}

static void
write_named(const struct crr_cell *cell, const char **separator, struct crr_text id)
{
    write_separated(cell, separator);
    crr_write_text(cell->writer, id);
    crr_write_string(cell->writer, "=");
}

/* N; 0 of a factor of another segment. */
static int64_t
contribution_of(const struct crr_cell *cell, const struct crr_told_factor *factor)
{
    const struct crr_rater *rater = cell->run->rater;
    const struct crr_ast_segment *segment = rater->segment->ast;
    if (factor->index < segment->first || factor->index >= segment->end)
        return 0;
    return crr_rater_contribution(rater, (uint32_t)factor->index);
}

static enum crr_points_source
source_of(const struct crr_cell *cell, const struct crr_told_factor *factor)
{
    return crr_rater_source(cell->run->rater, (uint32_t)factor->index);
}

void
crr_cell_write_rules(const struct crr_cell *cell)
{
    const struct crr_output *output = cell->output;
    const char *separator = "";
    for (size_t i = 0; i < output->rule_count; i++) {
        if (!has_fired(cell, output->rules[i].index))
            continue;
        write_separated(cell, &separator);
        crr_write_text(cell->writer, output->rules[i].id);
    }
}

/* Whether an entry's id can stand in a cell of several. */
static bool
is_plain(struct crr_text id)
{
    static const char others[] = "_.-:";
    for (size_t i = 0; i < id.length; i++) {
        char byte = id.at[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        if (!letter && !(byte >= '0' && byte <= '9') &&
            !memchr(others, byte, sizeof others - 1))
            return false;
    }
    return id.length > 0;
}

/* Whether an earlier rule fired by the same entry. */
static bool
is_told(const struct crr_cell *cell, size_t rule, const struct crr_rule_rating *told)
{
    struct crr_rule_rating earlier;
    for (size_t i = 0; i < rule; i++)
        if (crr_rater_rule(cell->run->rater, cell->output->rules[i].index, &earlier) ==
                CRR_OK &&
            earlier.list.at == told->list.at && earlier.entry_line == told->entry_line)
            return true;
    return false;
}

void
crr_cell_write_listed(const struct crr_cell *cell)
{
    const struct crr_output *output = cell->output;
    struct crr_rule_rating rule;
    const char *separator = "";
    for (size_t i = 0; i < output->rule_count; i++) {
        size_t index = output->rules[i].index;
        if (crr_rater_rule(cell->run->rater, index, &rule) != CRR_OK || !rule.list.at ||
            is_told(cell, i, &rule))
            continue;
        write_named(cell, &separator, rule.list);
        if (is_plain(rule.entry))
            crr_write_text(cell->writer, rule.entry);
        else
            crr_write_count(cell->writer, rule.entry_line);
    }
}

/* ---- The largest contributions ---- */

struct contribution {
    const struct crr_told_factor *factor;
    int64_t n;
};

static int64_t
magnitude(int64_t n)
{
    return n < 0 ? -n : n;
}

/* Puts a contribution in its place among the largest, behind its equals; what falls off
 * the end is forgotten. Returns the new count. */
static size_t
keep_if_large(struct contribution *largest, size_t count, struct contribution one)
{
    size_t place = count;
    while (place > 0 && magnitude(one.n) > magnitude(largest[place - 1].n))
        place--;
    if (place == REASON_COUNT)
        return count;
    if (count < REASON_COUNT)
        count++;
    for (size_t i = count - 1; i > place; i--)
        largest[i] = largest[i - 1];
    largest[place] = one;
    return count;
}

/* Whether a person's decision made the tier another. */
static bool
is_overridden(const struct crr_cell *cell)
{
    return cell->row->tier != cell->row->system_tier;
}

/* Keys are not told where they are confidential. */
static bool
tells_way(const struct crr_cell *cell, uint32_t input, uint32_t place)
{
    const struct crr_ast *ast = cell->run->model->ast;
    return cell->run->links && input != CRR_ABSENT && ast->inputs[input].linked &&
           place != CRR_ABSENT &&
           (!ast->inputs[cell->run->key].confidential || cell->output->reveal);
}

static void
tell_rule(const struct crr_cell *cell, const struct crr_told_rule *rule,
    void (*tell)(void *user, const struct crr_reason *reason), void *user)
{
    struct crr_reason reason = {.kind = CRR_REASON_RULE,
        .id = rule->id,
        .effect = rule->effect,
        .review = rule->review,
        .input = CRR_ABSENT};
    uint32_t condition = cell->run->model->ast->rules[rule->index].condition;
    uint32_t input, place;
    if (cell->run->links &&
        crr_rater_find_cause(cell->run->rater, condition, &input, &place) &&
        tells_way(cell, input, place)) {
        reason.input = input;
        reason.place = place;
    }
    tell(user, &reason);
}

static void
tell_contribution(const struct crr_cell *cell, const struct contribution *contribution,
    void (*tell)(void *user, const struct crr_reason *reason), void *user)
{
    size_t factor = contribution->factor->index;
    struct crr_reason reason = {.kind = CRR_REASON_FACTOR,
        .id = contribution->factor->id,
        .n = contribution->n,
        .input = CRR_ABSENT};
    uint32_t input = cell->run->model->ast->factors[factor].input;
    if (cell->run->links && input != CRR_ABSENT) {
        uint32_t place = crr_rater_value_place(cell->run->rater, (uint32_t)factor);
        reason.input = tells_way(cell, input, place) ? input : CRR_ABSENT;
        reason.place = place;
    }
    tell(user, &reason);
}

void
crr_cell_tell_reasons(const struct crr_cell *cell,
    void (*tell)(void *user, const struct crr_reason *reason), void *user)
{
    const struct crr_output *output = cell->output;
    struct contribution largest[REASON_COUNT];
    size_t count = 0;
    if (is_overridden(cell))
        tell(user, &(struct crr_reason){.kind = CRR_REASON_OVERRIDE,
                       .id = crr_text_of("override"),
                       .effect = output->tiers[cell->row->tier],
                       .input = CRR_ABSENT});
    for (size_t i = 0; i < output->rule_count; i++)
        if (has_fired(cell, output->rules[i].index))
            tell_rule(cell, &output->rules[i], tell, user);
    for (size_t i = 0; i < output->factor_count; i++) {
        const struct crr_told_factor *factor = &output->factors[i];
        int64_t n = contribution_of(cell, factor);
        if (n != 0)
            count = keep_if_large(largest, count, (struct contribution){factor, n});
    }
    for (size_t i = 0; i < count; i++)
        tell_contribution(cell, &largest[i], tell, user);
}

/* Where the cell stands. */
struct telling {
    const struct crr_cell *cell;
    const char *separator;
};

/* "id=tier via P2(owner 0.6)", the links to the person whose value counted. */
static void
write_reason(void *user, const struct crr_reason *reason)
{
    struct telling *telling = user;
    const struct crr_cell *cell = telling->cell;
    write_named(cell, &telling->separator, reason->id);
    if (reason->kind == CRR_REASON_FACTOR)
        crr_write_fraction(cell->writer, reason->n, cell->row->rating.scale);
    else
        crr_write_text(cell->writer, reason->effect);
    if (reason->input == CRR_ABSENT)
        return;
    crr_write_string(cell->writer, " via ");
    crr_links_write_way(cell->run->links, cell->writer, reason->input, reason->place);
}

void
crr_cell_write_reasons(const struct crr_cell *cell)
{
    struct telling telling = {cell, ""};
    crr_cell_tell_reasons(cell, write_reason, &telling);
}

/* ---- The one reason ---- */

/* The primary factor that contributed most. */
static struct crr_text
top_factor(const struct crr_cell *cell)
{
    const struct crr_output *output = cell->output;
    struct crr_text top = {NULL, 0};
    int64_t most = INT64_MIN;
    for (size_t i = 0; i < output->factor_count; i++) {
        const struct crr_told_factor *factor = &output->factors[i];
        if (factor->correction || factor->inner ||
            source_of(cell, factor) == CRR_POINTS_NONE)
            continue;
        int64_t n = contribution_of(cell, factor);
        if (n <= most)
            continue;
        most = n;
        top = factor->id;
    }
    return top;
}

void
crr_cell_write_reason(const struct crr_cell *cell)
{
    const struct crr_output *output = cell->output;
    if (is_overridden(cell)) {
        crr_write_string(cell->writer, "override");
        return;
    }
    for (size_t i = 0; i < output->rule_count; i++)
        if (output->rules[i].index == cell->row->rating.rule) {
            crr_write_text(cell->writer, output->rules[i].id);
            return;
        }
    crr_write_text(cell->writer, top_factor(cell));
}

void
crr_cell_write_warnings(const struct crr_cell *cell)
{
    const struct crr_output *output = cell->output;
    const char *separator = "";
    if (cell->row->override) {
        const struct crr_override_rating *rating = &cell->row->override_rating;
        bool refused = rating->state == CRR_OVERRIDE_REFUSED;
        if (refused) {
            write_separated(cell, &separator);
            crr_write_string(cell->writer, "override:refused");
        }
        if (rating->risen) {
            write_separated(cell, &separator);
            crr_write_string(cell->writer, "override:woken");
        }
        if (rating->other_model) {
            write_separated(cell, &separator);
            crr_write_string(cell->writer, "override:other_model");
        }
    }
    for (size_t i = 0; cell->row->rating.warning_count > 0 && i < output->factor_count;
         i++) {
        enum crr_points_source source = source_of(cell, &output->factors[i]);
        if (source == CRR_POINTS_MATCHED || source == CRR_POINTS_NONE)
            continue;
        write_separated(cell, &separator);
        crr_write_string(
            cell->writer, source == CRR_POINTS_MISSING ? "missing:" : "unknown:");
        crr_write_text(cell->writer, output->factors[i].id);
    }
}

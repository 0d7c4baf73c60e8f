/* The rated rows. */
#include "file/output.h"
#include "file/cell.h"
#include "file/json_output.h"
#include <stdio.h>

/* ---- Choosing ---- */

/* Tries the ids of the inputs and factors that may stand in a column's name. */
static void
try_ids(const struct crr_model *model, enum crr_cell_subject subject, bool bare,
    struct crr_nearest *nearest)
{
    struct crr_input_view input;
    struct crr_factor_view factor;
    bool inputs = subject == CRR_CELL_OF_INPUT;
    for (size_t i = 0; inputs && crr_model_input(model, i, NULL, &input) == CRR_OK; i++)
        crr_nearest_try(nearest, input.id);
    for (size_t i = 0; crr_model_factor(model, i, NULL, &factor) == CRR_OK; i++)
        if (!factor.confidential && (bare || !inputs) &&
            (subject != CRR_CELL_OF_LEAF || factor.node ||
                factor.kind != CRR_FACTOR_GROUP))
            crr_nearest_try(nearest, factor.id);
}

/* "; did you mean points.geography?", or nothing. The id of a factor alone stands for
 * no column: its contribution is meant. */
static void
hint(const struct crr_model *model, const struct crr_cell_kind *kind,
    struct crr_text name, struct crr_text id, char ret[128])
{
    const struct crr_cell_kind *other;
    struct crr_nearest nearest;
    bool bare = name.at == id.at;
    crr_nearest_init(&nearest, id);
    for (size_t i = 0; bare && (other = crr_cell_kind_at(i)); i++)
        crr_nearest_try(&nearest, crr_text_of(other->name));
    try_ids(model, kind->subject, bare, &nearest);
    ret[0] = '\0';
    if (!nearest.best.at)
        return;
    bool contribution = bare &&
                        crr_model_find_factor(model, nearest.best) != CRR_NONE &&
                        crr_model_find_input(model, nearest.best) == CRR_NONE;
    snprintf(ret, 128, "; did you mean %.*s%s%.*s?",
        bare ? 0 : (int)crr_cell_prefix(kind), kind->name,
        contribution ? "contribution." : "", (int)nearest.best.length, nearest.best.at);
}

static enum crr_status
refuse_unknown(const struct crr_output *output, struct crr_text name,
    struct crr_text id, const struct crr_cell_kind *kind, struct crr_error *reterr)
{
    char shown[96];
    char near[128];
    hint(output->model, kind, name, id, near);
    return crr_error_set(reterr, CRR_E_FILE, CRR_F_OUTPUT_COLUMN, NULL, "",
        "an output column is expected, found \"%s\"%s",
        crr_text_shown(name, shown, sizeof shown), near);
}

static enum crr_status
refuse_confidential(struct crr_text name, struct crr_error *reterr)
{
    char shown[96];
    return crr_error_set(reterr, CRR_E_FILE, CRR_F_OUTPUT_COLUMN, NULL, "",
        "the column \"%s\" is confidential; it is printed only if you ask to reveal "
        "what is confidential",
        crr_text_shown(name, shown, sizeof shown));
}

static enum crr_status
refuse_timeless(struct crr_text name, struct crr_error *reterr)
{
    char shown[96];
    return crr_error_set(reterr, CRR_E_FILE, CRR_F_OUTPUT_COLUMN, NULL, "",
        "the day of the rating is expected for the column \"%s\", found none",
        crr_text_shown(name, shown, sizeof shown));
}

static enum crr_status
refuse_twin(struct crr_text name, struct crr_error *reterr)
{
    char shown[96];
    return crr_error_set(reterr, CRR_E_FILE, CRR_F_OUTPUT_COLUMN, NULL, "",
        "output columns that differ are expected, found \"%s\" twice",
        crr_text_shown(name, shown, sizeof shown));
}

static size_t
parent_of(const struct crr_model *model, size_t index)
{
    struct crr_factor_view factor = {.parent = CRR_NONE};
    crr_model_factor(model, index, NULL, &factor);
    return factor.parent;
}

/* A factor that is confidential, or a group with such a member, which the group's sum
 * less the other members would tell. */
static bool
hides_part(
    const struct crr_model *model, size_t index, const struct crr_factor_view *factor)
{
    struct crr_factor_view member;
    if (factor->kind != CRR_FACTOR_GROUP)
        return factor->confidential;
    for (size_t i = index + 1; crr_model_factor(model, i, NULL, &member) == CRR_OK;
         i++) {
        size_t above = member.parent;
        while (above != CRR_NONE && above > index)
            above = parent_of(model, above);
        if (above == index && member.confidential)
            return true;
    }
    return factor->confidential;
}

static enum crr_status
choose(const struct crr_output *output, struct crr_text name,
    struct crr_output_column *ret, struct crr_error *reterr)
{
    struct crr_text id;
    struct crr_factor_view factor = {.confidential = false};
    struct crr_input_view input = {.confidential = false};
    *ret = (struct crr_output_column){
        .kind = crr_cell_find(name, &id), .name = name, .index = CRR_NONE};
    switch (ret->kind->subject) {
    case CRR_CELL_OF_ROW:
    case CRR_CELL_OF_STANDING:
    case CRR_CELL_OF_HISTORY:
        return CRR_OK;
    case CRR_CELL_OF_KEY:
        if (crr_model_input(output->model, output->key, NULL, &input) == CRR_OK &&
            input.confidential && !output->reveal)
            return refuse_confidential(input.id, reterr);
        return CRR_OK;
    case CRR_CELL_OF_INPUT:
        ret->index = crr_model_find_input(output->model, id);
        crr_model_input(output->model, ret->index, NULL, &input);
        break;
    case CRR_CELL_OF_FACTOR:
    case CRR_CELL_OF_LEAF:
        ret->index = crr_model_find_factor(output->model, id);
        crr_model_factor(output->model, ret->index, NULL, &factor);
    }
    if (ret->index == CRR_NONE || (ret->kind->subject == CRR_CELL_OF_LEAF &&
                                      !factor.node && factor.kind == CRR_FACTOR_GROUP))
        return refuse_unknown(output, name, id, ret->kind, reterr);
    if (!output->reveal &&
        (input.confidential || hides_part(output->model, ret->index, &factor)))
        return refuse_confidential(name, reterr);
    return CRR_OK;
}

/* The factors of the column's id in every segment; none of them may be confidential. */
static enum crr_status
find_in_segments(const struct crr_output *output, struct crr_run *run,
    struct crr_output_column *column, struct crr_error *reterr)
{
    size_t count = crr_model_segment_count(output->model);
    enum crr_cell_subject subject = column->kind->subject;
    struct crr_factor_view factor;
    if (count == 1 || (subject != CRR_CELL_OF_FACTOR && subject != CRR_CELL_OF_LEAF) ||
        crr_model_factor(output->model, column->index, NULL, &factor) != CRR_OK)
        return CRR_OK;
    struct crr_text id = factor.id;
    column->in_segment = crr_arena_array(&run->arena, count, sizeof(size_t));
    if (!column->in_segment)
        return CRR_E_MEMORY;
    for (size_t i = 0; i < count; i++) {
        size_t index = crr_model_find_factor_in(output->model, i, id);
        column->in_segment[i] = index;
        if (crr_model_factor(output->model, index, NULL, &factor) != CRR_OK)
            continue;
        if (!output->reveal && hides_part(output->model, index, &factor))
            return refuse_confidential(column->name, reterr);
        if (subject == CRR_CELL_OF_LEAF && factor.kind == CRR_FACTOR_GROUP &&
            !factor.node)
            column->in_segment[i] = CRR_NONE;
    }
    return CRR_OK;
}

/* The columns that stand there if none are asked for: the key or the line, and these.
 */
static const char *const default_names[] = {
    "score", "tier", "score_tier", "reasons", "warnings"};

#define DEFAULT_COUNT (sizeof default_names / sizeof default_names[0])

static bool
is_default(struct crr_text name)
{
    bool is = false;
    for (size_t i = 0; i < DEFAULT_COUNT && !is; i++)
        is = crr_text_is(name, default_names[i]);
    return is;
}

static enum crr_status
choose_defaults(struct crr_output *output, struct crr_error *reterr)
{
    struct crr_input_view key = {.id = crr_text_of("line")};
    enum crr_status status = choose(
        output, crr_text_of("key"), &output->columns[0], reterr);
    crr_model_input(output->model, output->key, NULL, &key);
    if (!is_default(key.id))
        output->columns[0].name = key.id;
    for (size_t i = 0; i < DEFAULT_COUNT && status == CRR_OK; i++)
        status = choose(
            output, crr_text_of(default_names[i]), &output->columns[i + 1], reterr);
    return status;
}

/* What a next run needs, and what a person wants to see beside it. */
static const char *const history_names[] = {"key", "score", "tier", "system_tier",
    "change", "direct", "tier_since", "first_rated_on", "last_reviewed_on",
    "next_review", "overdue", "digest"};

#define HISTORY_COUNT (sizeof history_names / sizeof history_names[0])

static struct crr_output_column *
find_chosen(const struct crr_output *output, struct crr_text name)
{
    for (size_t i = 0; i < output->column_count; i++)
        if (crr_text_equal(output->columns[i].name, name))
            return &output->columns[i];
    return NULL;
}

/* What a column asks of the run. */
static enum crr_status
ready(const struct crr_output *output, struct crr_run *run,
    struct crr_output_column *column, struct crr_error *reterr)
{
    if (column->kind->subject == CRR_CELL_OF_INPUT)
        run->asked[column->index] = true;
    if (column->kind->subject == CRR_CELL_OF_STANDING) {
        if (!run->options->rater.has_as_of)
            return refuse_timeless(column->name, reterr);
        run->settles = true;
    }
    return find_in_segments(output, run, column, reterr);
}

/* Adds a column. A family repeats none that is there, and one that only a family gave
 * may be asked for as well. */
static enum crr_status
add_column(struct crr_output *output, struct crr_run *run, struct crr_text name,
    bool of_family, struct crr_error *reterr)
{
    struct crr_output_column *column = find_chosen(output, name);
    if (column && !of_family && !column->of_family)
        return refuse_twin(name, reterr);
    if (column) {
        column->of_family &= of_family;
        return CRR_OK;
    }
    column = &output->columns[output->column_count];
    enum crr_status status = choose(output, name, column, reterr);
    column->of_family = of_family;
    if (status == CRR_OK)
        status = ready(output, run, column, reterr);
    output->column_count++;
    return status;
}

static enum crr_status
add_history(struct crr_output *output, struct crr_run *run, struct crr_error *reterr)
{
    enum crr_status status = CRR_OK;
    for (size_t i = 0; i < HISTORY_COUNT && status == CRR_OK; i++)
        status = add_column(output, run, crr_text_of(history_names[i]), true, reterr);
    return status;
}

static enum crr_status
choose_columns(struct crr_output *output, struct crr_run *run, struct crr_error *reterr)
{
    const struct crr_file_options *options = run->options;
    bool chosen = options->columns && options->column_count > 0;
    size_t room = chosen ? options->column_count + HISTORY_COUNT : DEFAULT_COUNT + 1;
    enum crr_status status = CRR_OK;
    bool history = false;
    output->column_count = chosen ? 0 : DEFAULT_COUNT + 1;
    output->columns = crr_arena_array(&run->arena, room, sizeof *output->columns);
    if (!output->columns)
        return CRR_E_MEMORY;
    if (!chosen)
        return choose_defaults(output, reterr);
    for (size_t i = 0; i < options->column_count && status == CRR_OK; i++) {
        struct crr_text name = options->columns[i], id;
        if (crr_cell_find(name, &id)->subject != CRR_CELL_OF_HISTORY) {
            status = add_column(output, run, name, false, reterr);
            continue;
        }
        status = history ? refuse_twin(name, reterr) : add_history(output, run, reterr);
        history = true;
    }
    return status;
}

/* ---- What may be told ---- */

static void
list_factors(struct crr_output *output)
{
    struct crr_factor_view factor;
    for (size_t i = 0; crr_model_factor(output->model, i, NULL, &factor) == CRR_OK; i++)
        if ((factor.node || factor.kind != CRR_FACTOR_GROUP) &&
            (output->reveal || !factor.confidential))
            output->factors[output->factor_count++] = (struct crr_told_factor){
                i, factor.id, factor.correction, factor.inner};
}

static void
list_rules(struct crr_output *output)
{
    struct crr_rule_view rule;
    for (size_t i = 0; crr_model_rule(output->model, i, NULL, &rule) == CRR_OK; i++)
        if (output->reveal || !rule.confidential)
            output->rules[output->rule_count++] = (struct crr_told_rule){i, rule.id,
                rule.effect == CRR_RULE_REVIEW ? crr_text_of("review")
                                               : output->tiers[rule.tier],
                rule.effect == CRR_RULE_REVIEW};
}

static void
list_tiers(struct crr_output *output)
{
    struct crr_tier_view tier;
    for (size_t i = 0; crr_model_tier(output->model, i, NULL, &tier) == CRR_OK; i++)
        output->tiers[i] = tier.id;
}

uint64_t
crr_output_reserve(struct crr_output *output, size_t length)
{
    uint64_t place = output->length;
    output->length += length;
    return place;
}

static int
write_next(void *user, const char *at, size_t length)
{
    struct crr_output *output = user;
    const struct crr_file_options *options = output->options;
    return options->write_at(
        options->write_user, at, length, crr_output_reserve(output, length));
}

enum crr_status
crr_output_init(
    struct crr_output *output, struct crr_run *run, struct crr_error *reterr)
{
    const struct crr_model *model = run->model;
    output->options = run->options;
    output->length = 0;
    if (run->options->write_at)
        crr_writer_init(&output->writer, write_next, output);
    else
        crr_writer_init(&output->writer, run->options->write, run->options->write_user);
    output->model = model;
    output->key = run->key;
    output->reveal = run->options->reveal;
    output->json = run->options->output_format == CRR_FORMAT_JSON_LINES;
    crr_model_head(model, NULL, &output->head);
    output->tiers = crr_arena_array(
        &run->arena, crr_model_tier_count(model), sizeof *output->tiers);
    output->factors = crr_arena_array(
        &run->arena, crr_model_factor_count(model), sizeof *output->factors);
    output->rules = crr_arena_array(
        &run->arena, crr_model_rule_count(model), sizeof *output->rules);
    output->factor_count = 0;
    output->rule_count = 0;
    if (run->arena.failed)
        return CRR_E_MEMORY;
    list_tiers(output);
    list_factors(output);
    list_rules(output);
    return choose_columns(output, run, reterr);
}

/* ---- Rows ---- */

void
crr_output_write_key(struct crr_writer *writer, const struct crr_run *run)
{
    if (run->key != CRR_NONE)
        crr_write_csv_field(writer, crr_run_input_text(run, run->key));
    else
        crr_write_count(writer, run->stream.line);
}

void
crr_output_write_header(struct crr_output *output)
{
    if (output->json)
        return;
    for (size_t i = 0; i < output->column_count; i++) {
        crr_write_string(&output->writer, i ? "," : "");
        crr_write_csv_field(&output->writer, output->columns[i].name);
    }
    crr_write_string(&output->writer, "\n");
}

void
crr_output_write_row(
    struct crr_output *output, const struct crr_run *run, const struct crr_row *row)
{
    if (output->json) {
        crr_json_output_write_row(output, run, row);
        return;
    }
    for (size_t i = 0; i < output->column_count; i++) {
        const struct crr_output_column *column = &output->columns[i];
        struct crr_cell cell = {.output = output,
            .writer = &output->writer,
            .run = run,
            .row = row,
            .index = column->index,
            .separator = ";"};
        crr_write_string(&output->writer, i ? "," : "");
        if (column->in_segment)
            cell.index = column->in_segment[row->rating.segment];
        if (!column->in_segment || cell.index != CRR_NONE)
            column->kind->write(&cell);
    }
    crr_write_string(&output->writer, "\n");
}

/* The columns of the output. */
#include "file/output.h"
#include "base/decimal.h"
#include "crr/date.h"

#define REASON_COUNT 3 /* contributions in `reasons` */

/* One chosen column. */
struct crr_output_column {
    const struct column_kind *kind;
    struct crr_text name; /* as asked for: the header */
    size_t index;         /* of the input or factor */
};

/* What a cell is made of. */
struct cell {
    struct crr_output *output;
    const struct crr_run *run;
    const struct crr_row *row;
    size_t index;
};

enum subject {
    SUBJECT_NONE,
    SUBJECT_INPUT,
    SUBJECT_FACTOR
};

/* A kind of column: its name, or the part before the id of an input or factor. */
struct column_kind {
    const char *name;
    enum subject subject;
    void (*write)(const struct cell *cell);
    const char *help;
};

/* ---- Pieces ---- */

static void
put(const struct cell *cell, struct crr_text text)
{
    crr_write_text(&cell->output->writer, text);
}

static void
put_string(const struct cell *cell, const char *text)
{
    crr_write_string(&cell->output->writer, text);
}

static void
put_field(const struct cell *cell, struct crr_text text)
{
    crr_write_csv_field(&cell->output->writer, text);
}

static void
put_score(const struct cell *cell, int64_t units)
{
    crr_write_decimal(&cell->output->writer, units, cell->output->head.decimals);
}

static void
put_exact(const struct cell *cell, int64_t n)
{
    crr_write_fraction(&cell->output->writer, n, cell->output->head.scale);
}

static void
put_tier(const struct cell *cell, size_t index)
{
    struct crr_tier_view tier;
    if (crr_model_tier(cell->output->model, index, NULL, &tier) == CRR_OK)
        put(cell, tier.id);
}

/* ---- Cells ---- */

static void
write_key(const struct cell *cell)
{
    crr_output_write_key(&cell->output->writer, cell->run);
}

static void
write_line(const struct cell *cell)
{
    crr_write_count(&cell->output->writer, cell->run->stream.line);
}

static void
write_score(const struct cell *cell)
{
    put_score(cell, cell->row->rating.score);
}

static void
write_tier(const struct cell *cell)
{
    put_tier(cell, cell->row->rating.tier);
}

static void
write_score_tier(const struct cell *cell)
{
    put_tier(cell, cell->row->rating.score_tier);
}

static void
write_tier_without_theta(const struct cell *cell)
{
    put_tier(cell, cell->row->rating.tier_without_theta);
}

static void
write_theta(const struct cell *cell)
{
    put_exact(cell, cell->row->rating.theta);
}

static void
write_to_next_up(const struct cell *cell)
{
    if (cell->row->rating.to_next_up >= 0)
        put_score(cell, cell->row->rating.to_next_up);
}

static void
write_to_next_down(const struct cell *cell)
{
    if (cell->row->rating.to_next_down >= 0)
        put_score(cell, cell->row->rating.to_next_down);
}

static void
write_review(const struct cell *cell)
{
    if (cell->row->rating.review)
        put_string(cell, "required");
}

static void
write_digest(const struct cell *cell)
{
    put_string(cell, crr_model_digest(cell->output->model));
}

static void
write_version(const struct cell *cell)
{
    put_field(cell, cell->output->head.version);
}

static void
write_as_of(const struct cell *cell)
{
    char day[11];
    if (!cell->run->options->rater.has_as_of)
        return;
    crr_day_print(cell->run->options->rater.as_of, day);
    put_string(cell, day);
}

static void
write_input(const struct cell *cell)
{
    put_field(cell, crr_run_input_text(cell->run, cell->index));
}

static void
write_points(const struct cell *cell)
{
    struct crr_factor_rating factor;
    crr_rater_factor(cell->run->rater, cell->index, &factor);
    crr_write_fraction(&cell->output->writer, factor.points, 10000);
}

static void
write_contribution(const struct cell *cell)
{
    struct crr_factor_rating factor;
    crr_rater_factor(cell->run->rater, cell->index, &factor);
    put_exact(cell, factor.contribution);
}

static void
write_match(const struct cell *cell)
{
    struct crr_factor_rating factor;
    crr_rater_factor(cell->run->rater, cell->index, &factor);
    put_field(cell, factor.match);
}

/* Whether a part is to be left out. */
static bool
hides(const struct cell *cell, bool confidential)
{
    return confidential && !cell->output->reveal;
}

/* The next rule from *index on that fired and may be shown; false if there is none. */
static bool
next_rule(const struct cell *cell, size_t *index, struct crr_rule_view *ret)
{
    struct crr_rule_rating rating;
    for (; crr_model_rule(cell->output->model, *index, NULL, ret) == CRR_OK; ++*index)
        if (crr_rater_rule(cell->run->rater, *index, &rating) == CRR_OK &&
            rating.fired && !hides(cell, ret->confidential))
            return true;
    return false;
}

static void
write_rules(const struct cell *cell)
{
    struct crr_rule_view rule;
    const char *separator = "";
    for (size_t i = 0; next_rule(cell, &i, &rule); i++) {
        put_string(cell, separator);
        put(cell, rule.id);
        separator = ";";
    }
}

static int64_t
magnitude(int64_t n)
{
    return n < 0 ? -n : n;
}

/* The factor, no group, with the contribution of the greatest magnitude that comes
 * after the one at *last in that order (ties by file order); CRR_NONE if there is none
 * but 0. */
static size_t
next_largest(
    const struct cell *cell, size_t last, int64_t last_magnitude, int64_t *ret_n)
{
    size_t best = CRR_NONE;
    int64_t best_magnitude = 0;
    struct crr_factor_view view;
    for (size_t i = 0; crr_model_factor(cell->output->model, i, NULL, &view) == CRR_OK;
         i++) {
        struct crr_factor_rating factor;
        if (view.kind == CRR_FACTOR_GROUP || hides(cell, view.confidential))
            continue;
        crr_rater_factor(cell->run->rater, i, &factor);
        int64_t size = magnitude(factor.contribution);
        bool before = last != CRR_NONE &&
                      (size > last_magnitude || (size == last_magnitude && i <= last));
        if (before || size <= best_magnitude)
            continue;
        best = i;
        best_magnitude = size;
        *ret_n = factor.contribution;
    }
    return best;
}

static void
write_reasons(const struct cell *cell)
{
    struct crr_rule_view rule;
    const char *separator = "";
    for (size_t i = 0; next_rule(cell, &i, &rule); i++) {
        put_string(cell, separator);
        put(cell, rule.id);
        put_string(cell, "=");
        if (rule.effect == CRR_RULE_REVIEW)
            put_string(cell, "review");
        else
            put_tier(cell, rule.tier);
        separator = ";";
    }
    size_t last = CRR_NONE;
    int64_t n = 0;
    for (int i = 0; i < REASON_COUNT; i++) {
        struct crr_factor_view factor;
        last = next_largest(cell, last, magnitude(n), &n);
        if (last == CRR_NONE)
            return;
        crr_model_factor(cell->output->model, last, NULL, &factor);
        put_string(cell, separator);
        put(cell, factor.id);
        put_string(cell, "=");
        put_exact(cell, n);
        separator = ";";
    }
}

/* The primary factor that contributed most among those that may be shown. */
static void
write_top_factor(const struct cell *cell)
{
    struct crr_factor_view view;
    struct crr_text top = {NULL, 0};
    int64_t most = INT64_MIN;
    for (size_t i = 0; crr_model_factor(cell->output->model, i, NULL, &view) == CRR_OK;
         i++) {
        struct crr_factor_rating factor;
        if (view.kind == CRR_FACTOR_GROUP || view.correction ||
            hides(cell, view.confidential))
            continue;
        crr_rater_factor(cell->run->rater, i, &factor);
        if (factor.contribution > most) {
            most = factor.contribution;
            top = view.id;
        }
    }
    put(cell, top);
}

static void
write_reason(const struct cell *cell)
{
    struct crr_rule_view rule;
    size_t index = cell->row->rating.rule;
    if (index != CRR_NONE &&
        crr_model_rule(cell->output->model, index, NULL, &rule) == CRR_OK &&
        !hides(cell, rule.confidential))
        put(cell, rule.id);
    else
        write_top_factor(cell);
}

static void
write_warnings(const struct cell *cell)
{
    struct crr_factor_view view;
    const char *separator = "";
    if (cell->row->rating.warning_count == 0)
        return;
    for (size_t i = 0; crr_model_factor(cell->output->model, i, NULL, &view) == CRR_OK;
         i++) {
        struct crr_factor_rating factor;
        if (view.kind == CRR_FACTOR_GROUP || hides(cell, view.confidential) ||
            crr_rater_factor(cell->run->rater, i, &factor) != CRR_OK ||
            factor.source == CRR_POINTS_MATCHED)
            continue;
        put_string(cell, separator);
        put_string(cell, factor.source == CRR_POINTS_MISSING ? "missing:" : "unknown:");
        put(cell, view.id);
        separator = ";";
    }
}

/* ---- The table ---- */

static const struct column_kind kinds[] = {
    {"key", SUBJECT_NONE, write_key, "the customer's key; without one, the line"},
    {"line", SUBJECT_NONE, write_line, "the line of the input where the record begins"},
    {"score", SUBJECT_NONE, write_score, "the rounded score"},
    {"tier", SUBJECT_NONE, write_tier, "the tier after the rules"},
    {"score_tier", SUBJECT_NONE, write_score_tier, "the tier of the score alone"},
    {"reasons", SUBJECT_NONE, write_reasons,
        "id=tier of the rules that fired, then id=contribution of the three largest"},
    {"reason", SUBJECT_NONE, write_reason,
        "the rule that changed the tier, else the largest primary factor"},
    {"warnings", SUBJECT_NONE, write_warnings,
        "factors that took the points of a policy: missing:id, unknown:id"},
    {"rules", SUBJECT_NONE, write_rules, "ids of the rules that fired"},
    {"review", SUBJECT_NONE, write_review, "required, if a rule asks for a review"},
    {"theta", SUBJECT_NONE, write_theta, "the correction after its bounds, exactly"},
    {"tier_without_theta", SUBJECT_NONE, write_tier_without_theta,
        "the tier that the score had without the correction"},
    {"to_next_up", SUBJECT_NONE, write_to_next_up,
        "what the score lacks to the next tier"},
    {"to_next_down", SUBJECT_NONE, write_to_next_down,
        "how far the score lies above its tier's threshold"},
    {"digest", SUBJECT_NONE, write_digest, "SHA-256 of the model's canonical text"},
    {"version", SUBJECT_NONE, write_version, "the model's version"},
    {"as_of", SUBJECT_NONE, write_as_of, "the day of the rating"},
    {"points.", SUBJECT_FACTOR, write_points, "points of the factor with this id"},
    {"contribution.", SUBJECT_FACTOR, write_contribution,
        "what that factor adds to the score, exactly"},
    {"match.", SUBJECT_FACTOR, write_match, "the row or band that answered there"},
    {"input.", SUBJECT_INPUT, write_input,
        "an input as the file has it; its bare id will do"},
};

#define KIND_COUNT (sizeof kinds / sizeof kinds[0])

const char *
crr_file_column_help(size_t index, const char **ret_name)
{
    if (index >= KIND_COUNT)
        return NULL;
    *ret_name = kinds[index].name;
    return kinds[index].help;
}

static const struct column_kind *
input_kind(void)
{
    return &kinds[KIND_COUNT - 1];
}

/* ---- Choosing ---- */

/* The kind whose name, with an id after it, is asked for; the id in *ret_id. */
static const struct column_kind *
find_kind(struct crr_text name, struct crr_text *ret_id)
{
    for (size_t i = 0; i < KIND_COUNT; i++) {
        size_t length = strlen(kinds[i].name);
        bool fits = kinds[i].subject == SUBJECT_NONE
                        ? crr_text_is(name, kinds[i].name)
                        : name.length > length &&
                              memcmp(name.at, kinds[i].name, length) == 0;
        if (!fits)
            continue;
        *ret_id = (struct crr_text){name.at + length, name.length - length};
        return &kinds[i];
    }
    *ret_id = name;
    return input_kind();
}

static enum crr_status
refuse_unknown(
    const struct crr_output *output, struct crr_text name, struct crr_error *reterr)
{
    struct crr_nearest nearest;
    struct crr_input_view input;
    struct crr_factor_view factor;
    char shown[96];
    crr_nearest_init(&nearest, name);
    for (size_t i = 0; i < KIND_COUNT; i++)
        crr_nearest_try(&nearest, crr_text_of(kinds[i].name));
    for (size_t i = 0; crr_model_input(output->model, i, NULL, &input) == CRR_OK; i++)
        crr_nearest_try(&nearest, input.id);
    for (size_t i = 0; crr_model_factor(output->model, i, NULL, &factor) == CRR_OK; i++)
        crr_nearest_try(&nearest, factor.id);
    bool near = nearest.best.at != NULL;
    return crr_error_set(reterr, CRR_E_FILE, CRR_F_OUTPUT_COLUMN, NULL, "",
        "an output column is expected, found \"%s\"%s%.*s%s",
        crr_text_shown(name, shown, sizeof shown), near ? "; did you mean " : "",
        (int)nearest.best.length, near ? nearest.best.at : "", near ? "?" : "");
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
choose(const struct crr_output *output, struct crr_text name,
    struct crr_output_column *ret, struct crr_error *reterr)
{
    struct crr_text id;
    struct crr_factor_view factor = {.confidential = false};
    struct crr_input_view input = {.confidential = false};
    *ret = (struct crr_output_column){find_kind(name, &id), name, CRR_NONE};
    if (ret->kind->subject == SUBJECT_NONE)
        return CRR_OK;
    if (ret->kind->subject == SUBJECT_FACTOR) {
        ret->index = crr_model_find_factor(output->model, id);
        crr_model_factor(output->model, ret->index, NULL, &factor);
    } else {
        ret->index = crr_model_find_input(output->model, id);
        crr_model_input(output->model, ret->index, NULL, &input);
    }
    if (ret->index == CRR_NONE)
        return refuse_unknown(output, name, reterr);
    if ((factor.confidential || input.confidential) && !output->reveal)
        return refuse_confidential(name, reterr);
    return CRR_OK;
}

/* The columns that stand there if none are asked for. */
static size_t
default_columns(const struct crr_run *run, struct crr_text names[6])
{
    static const char *const others[] = {
        "score", "tier", "score_tier", "reasons", "warnings"};
    struct crr_input_view key;
    names[0] = crr_text_of("line");
    if (run->key != CRR_NONE &&
        crr_model_input(run->model, run->key, NULL, &key) == CRR_OK)
        names[0] = key.id;
    for (size_t i = 0; i < 5; i++)
        names[i + 1] = crr_text_of(others[i]);
    return 6;
}

enum crr_status
crr_output_init(
    struct crr_output *output, struct crr_run *run, struct crr_error *reterr)
{
    const struct crr_file_options *options = run->options;
    struct crr_text defaults[6];
    size_t count = default_columns(run, defaults);
    const struct crr_text *names = defaults;
    if (options->columns && options->column_count > 0) {
        names = options->columns;
        count = options->column_count;
    }
    crr_writer_init(&output->writer, options->write, options->write_user);
    output->model = run->model;
    output->reveal = options->reveal;
    crr_model_head(run->model, NULL, &output->head);
    output->columns = crr_arena_array(&run->arena, count, sizeof *output->columns);
    if (!output->columns)
        return CRR_E_MEMORY;
    output->column_count = count;
    for (size_t i = 0; i < count; i++) {
        enum crr_status status = choose(output, names[i], &output->columns[i], reterr);
        if (status != CRR_OK)
            return status;
        /* The default key column is an input, even where its id is the name of a kind.
         */
        if (names == defaults && i == 0 && run->key != CRR_NONE)
            output->columns[i].kind = &kinds[0];
    }
    return CRR_OK;
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
    for (size_t i = 0; i < output->column_count; i++) {
        struct cell cell = {output, run, row, output->columns[i].index};
        crr_write_string(&output->writer, i ? "," : "");
        output->columns[i].kind->write(&cell);
    }
    crr_write_string(&output->writer, "\n");
}

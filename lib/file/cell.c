/* What stands in the cells of the output. */
#include "file/cell.h"
#include "base/decimal.h"
#include "crr/date.h"
#include "file/subject.h"
#include "plan/explain.h"
#include "plan/rater.h"

/* ---- Pieces ---- */

static void
put_string(const struct crr_cell *cell, const char *text)
{
    crr_write_string(cell->writer, text);
}

static void
put_field(const struct crr_cell *cell, struct crr_text text)
{
    if (cell->plain)
        crr_write_text(cell->writer, text);
    else
        crr_write_csv_field(cell->writer, text);
}

static void
put_score(const struct crr_cell *cell, int64_t units)
{
    crr_write_decimal(cell->writer, units, cell->output->head.decimals);
}

static void
put_exact(const struct crr_cell *cell, int64_t n)
{
    crr_write_fraction(cell->writer, n, cell->row->rating.scale);
}

static void
put_tier(const struct crr_cell *cell, size_t index)
{
    crr_write_text(cell->writer, cell->output->tiers[index]);
}

/* An input that is not confidential itself may share the column of one that is. */
static bool
is_hidden(const struct crr_cell *cell, size_t input)
{
    const struct crr_run *run = cell->run;
    return input != CRR_NONE && run->columns[input] != CRR_NONE &&
           run->hidden[run->columns[input]];
}

/* ---- Cells ---- */

static void
write_key(const struct crr_cell *cell)
{
    const struct crr_run *run = cell->run;
    if (is_hidden(cell, run->key))
        put_string(cell, CRR_HIDDEN);
    else if (run->key != CRR_NONE)
        put_field(cell, crr_run_input_text(run, run->key));
    else
        crr_write_count(cell->writer, run->stream.line);
}

static void
write_line(const struct crr_cell *cell)
{
    crr_write_count(cell->writer, cell->run->stream.line);
}

static void
write_score(const struct crr_cell *cell)
{
    put_score(cell, cell->row->rating.score);
}

static void
write_tier(const struct crr_cell *cell)
{
    put_tier(cell, cell->row->tier);
}

static void
write_system_tier(const struct crr_cell *cell)
{
    put_tier(cell, cell->row->system_tier);
}

static void
write_score_tier(const struct crr_cell *cell)
{
    put_tier(cell, cell->row->rating.score_tier);
}

static void
write_tier_without_theta(const struct crr_cell *cell)
{
    put_tier(cell, cell->row->rating.tier_without_theta);
}

static void
write_theta(const struct crr_cell *cell)
{
    put_exact(cell, cell->row->rating.theta);
}

static void
write_to_next_up(const struct crr_cell *cell)
{
    if (cell->row->rating.to_next_up >= 0)
        put_score(cell, cell->row->rating.to_next_up);
}

static void
write_to_next_down(const struct crr_cell *cell)
{
    if (cell->row->rating.to_next_down >= 0)
        put_score(cell, cell->row->rating.to_next_down);
}

static void
write_score_low(const struct crr_cell *cell)
{
    put_score(cell, cell->row->rating.score_low);
}

static void
write_score_high(const struct crr_cell *cell)
{
    put_score(cell, cell->row->rating.score_high);
}

static void
write_tier_low(const struct crr_cell *cell)
{
    put_tier(cell, cell->row->rating.tier_low);
}

static void
write_depends_on(const struct crr_cell *cell)
{
    struct crr_input_view input;
    const char *separator = "";
    for (size_t i = 0; crr_model_input(cell->output->model, i, NULL, &input) == CRR_OK;
         i++) {
        if (!crr_rater_depends_on(cell->run->rater, i))
            continue;
        put_string(cell, separator);
        if (input.confidential && !cell->output->reveal)
            put_string(cell, CRR_HIDDEN);
        else
            crr_write_text(cell->writer, input.id);
        separator = cell->separator;
    }
}

static void
write_review(const struct crr_cell *cell)
{
    if (cell->row->rating.review)
        put_string(cell, "required");
}

static void
write_digest(const struct crr_cell *cell)
{
    put_string(cell, crr_model_digest(cell->output->model));
}

static void
write_segment(const struct crr_cell *cell)
{
    struct crr_segment_view segment;
    crr_model_segment(cell->output->model, cell->row->rating.segment, NULL, &segment);
    crr_write_text(cell->writer, segment.id);
}

static void
put_day(const struct crr_cell *cell, int32_t day)
{
    char text[11];
    if (day == CRR_NO_DAY)
        return;
    crr_day_print(day, text);
    put_string(cell, text);
}

static void
write_change(const struct crr_cell *cell)
{
    put_string(cell, crr_explain_change(cell->row->standing.change));
}

static void
write_tier_since(const struct crr_cell *cell)
{
    put_day(cell, cell->row->standing.tier_since);
}

static void
write_first_rated_on(const struct crr_cell *cell)
{
    put_day(cell, cell->row->standing.first_rated_on);
}

static void
write_last_reviewed_on(const struct crr_cell *cell)
{
    put_day(cell, cell->row->standing.last_reviewed_on);
}

static int32_t
next_review(const struct crr_cell *cell)
{
    return crr_model_next_review(
        cell->output->model, cell->row->tier, cell->row->standing.last_reviewed_on);
}

static void
write_next_review(const struct crr_cell *cell)
{
    put_day(cell, next_review(cell));
}

static void
write_overdue(const struct crr_cell *cell)
{
    int32_t day = next_review(cell);
    bool overdue = day != CRR_NO_DAY && day < cell->run->options->rater.as_of;
    put_string(cell, overdue ? "yes" : "no");
}

static void
write_direct(const struct crr_cell *cell)
{
    put_string(cell, cell->row->standing.direct ? "yes" : "no");
}

static void
write_override(const struct crr_cell *cell)
{
    const struct crr_row *row = cell->row;
    if (row->override && row->override_rating.state == CRR_OVERRIDE_APPLIED)
        put_field(cell, row->override->reason_code);
}

static void
write_version(const struct crr_cell *cell)
{
    put_field(cell, cell->output->head.version);
}

static void
write_as_of(const struct crr_cell *cell)
{
    char day[11];
    if (!cell->run->options->rater.has_as_of)
        return;
    crr_day_print(cell->run->options->rater.as_of, day);
    put_string(cell, day);
}

static void
write_input(const struct crr_cell *cell)
{
    if (is_hidden(cell, cell->index))
        put_string(cell, CRR_HIDDEN);
    else if (cell->run->values[cell->index].type == CRR_VALUE_TEXTS)
        put_field(cell, crr_rater_join_codes(cell->run->rater, (uint32_t)cell->index));
    else
        put_field(cell, crr_run_input_text(cell->run, cell->index));
}

static void
write_points(const struct crr_cell *cell)
{
    struct crr_factor_rating factor;
    crr_rater_factor(cell->run->rater, cell->index, &factor);
    if (factor.source != CRR_POINTS_NONE)
        crr_write_fraction(cell->writer, factor.points, 10000);
}

static void
write_contribution(const struct crr_cell *cell)
{
    struct crr_factor_rating factor;
    crr_rater_factor(cell->run->rater, cell->index, &factor);
    put_exact(cell, factor.contribution);
}

static void
write_match(const struct crr_cell *cell)
{
    struct crr_factor_rating factor;
    crr_rater_factor(cell->run->rater, cell->index, &factor);
    put_field(cell, factor.match);
}

/* ---- The table ---- */

static const struct crr_cell_kind kinds[] = {
    {"key", CRR_CELL_OF_KEY, write_key, "the customer's key; without one, the line",
        CRR_LANE_FIELD, CRR_CELL_TEXT},
    {"line", CRR_CELL_OF_ROW, write_line,
        "the line of the input where the record begins", CRR_LANE_NONE,
        CRR_CELL_NUMBER},
    {"score", CRR_CELL_OF_ROW, write_score, "the rounded score", CRR_LANE_SCORE,
        CRR_CELL_NUMBER},
    {"tier", CRR_CELL_OF_ROW, write_tier, "the final tier", CRR_LANE_TIER,
        CRR_CELL_TEXT},
    {"system_tier", CRR_CELL_OF_ROW, write_system_tier,
        "the tier after rules and history, before an override", CRR_LANE_TIER,
        CRR_CELL_TEXT},
    {"score_tier", CRR_CELL_OF_ROW, write_score_tier, "the tier of the score alone",
        CRR_LANE_SCORE_TIER, CRR_CELL_TEXT},
    {"reasons", CRR_CELL_OF_ROW, crr_cell_write_reasons,
        "id=tier of the rules that fired, then id=contribution of the three largest",
        CRR_LANE_REASONS, CRR_CELL_REASONS},
    {"reason", CRR_CELL_OF_ROW, crr_cell_write_reason,
        "the rule that changed the tier, else the largest primary factor",
        CRR_LANE_REASON, CRR_CELL_TEXT},
    {"warnings", CRR_CELL_OF_ROW, crr_cell_write_warnings,
        "factors with points of a policy (missing:id, unknown:id); override:refused "
        "...",
        CRR_LANE_WARNINGS, CRR_CELL_LIST},
    {"segment", CRR_CELL_OF_ROW, write_segment, "the segment that rated, if any",
        CRR_LANE_SAME, CRR_CELL_TEXT},
    {"change", CRR_CELL_OF_STANDING, write_change,
        "against the run before: new, same, up, down, held", CRR_LANE_NONE,
        CRR_CELL_TEXT},
    {"tier_since", CRR_CELL_OF_STANDING, write_tier_since,
        "the day since which the system's tier has stood", CRR_LANE_NONE,
        CRR_CELL_TEXT},
    {"first_rated_on", CRR_CELL_OF_STANDING, write_first_rated_on,
        "the day of the first rating", CRR_LANE_NONE, CRR_CELL_TEXT},
    {"last_reviewed_on", CRR_CELL_OF_STANDING, write_last_reviewed_on,
        "the day of the last review by a person; a rating never moves it",
        CRR_LANE_NONE, CRR_CELL_TEXT},
    {"next_review", CRR_CELL_OF_STANDING, write_next_review,
        "last_reviewed_on and the final tier's period", CRR_LANE_NONE, CRR_CELL_TEXT},
    {"overdue", CRR_CELL_OF_STANDING, write_overdue,
        "yes, if next_review lies before the day of the rating", CRR_LANE_NONE,
        CRR_CELL_YES_NO},
    {"direct", CRR_CELL_OF_STANDING, write_direct,
        "yes, if a rule sets the system's tier directly", CRR_LANE_NONE,
        CRR_CELL_YES_NO},
    {"history", CRR_CELL_OF_HISTORY, NULL,
        "all that --previous needs in a next run, less what is there already",
        CRR_LANE_NONE, CRR_CELL_TEXT},
    {"override", CRR_CELL_OF_ROW, write_override,
        "the reason code of the override that was applied", CRR_LANE_EMPTY,
        CRR_CELL_TEXT},
    {"rules", CRR_CELL_OF_ROW, crr_cell_write_rules, "ids of the rules that fired",
        CRR_LANE_EMPTY, CRR_CELL_LIST},
    {"list_entry", CRR_CELL_OF_ROW, crr_cell_write_listed,
        "list=entry of the rules that fired by a list; an id, else the entry's line",
        CRR_LANE_EMPTY, CRR_CELL_LIST},
    {"review", CRR_CELL_OF_ROW, write_review, "required, if a rule asks for a review",
        CRR_LANE_EMPTY, CRR_CELL_TEXT},
    {"theta", CRR_CELL_OF_ROW, write_theta, "the correction after its bounds, exactly",
        CRR_LANE_NONE, CRR_CELL_NUMBER},
    {"tier_without_theta", CRR_CELL_OF_ROW, write_tier_without_theta,
        "the tier that the score had without the correction", CRR_LANE_NONE,
        CRR_CELL_TEXT},
    {"to_next_up", CRR_CELL_OF_ROW, write_to_next_up,
        "what the score lacks to the next tier", CRR_LANE_NONE, CRR_CELL_NUMBER},
    {"to_next_down", CRR_CELL_OF_ROW, write_to_next_down,
        "how far the score lies above its tier's threshold", CRR_LANE_NONE,
        CRR_CELL_NUMBER},
    {"score_low", CRR_CELL_OF_ROW, write_score_low,
        "the least score that missing inputs allow (missing: interval)", CRR_LANE_NONE,
        CRR_CELL_NUMBER},
    {"score_high", CRR_CELL_OF_ROW, write_score_high, "and the greatest", CRR_LANE_NONE,
        CRR_CELL_NUMBER},
    {"tier_low", CRR_CELL_OF_ROW, write_tier_low,
        "the lowest tier that they allow; the highest is the tier", CRR_LANE_NONE,
        CRR_CELL_TEXT},
    {"depends_on", CRR_CELL_OF_ROW, write_depends_on,
        "missing inputs on which the tier depends", CRR_LANE_NONE, CRR_CELL_LIST},
    {"digest", CRR_CELL_OF_ROW, write_digest, "SHA-256 of the model's canonical text",
        CRR_LANE_SAME, CRR_CELL_TEXT},
    {"version", CRR_CELL_OF_ROW, write_version, "the model's version", CRR_LANE_SAME,
        CRR_CELL_TEXT},
    {"as_of", CRR_CELL_OF_ROW, write_as_of, "the day of the rating", CRR_LANE_SAME,
        CRR_CELL_TEXT},
    {"points.ID", CRR_CELL_OF_FACTOR, write_points,
        "points of the factor with this id; of a group its average, or what it makes",
        CRR_LANE_NONE, CRR_CELL_NUMBER},
    {"contribution.ID", CRR_CELL_OF_FACTOR, write_contribution,
        "what that factor adds to the score, exactly; in a group with points 0",
        CRR_LANE_NONE, CRR_CELL_NUMBER},
    {"match.ID", CRR_CELL_OF_LEAF, write_match,
        "the row, band, cell or member that answered there", CRR_LANE_NONE,
        CRR_CELL_TEXT},
    {"input.ID", CRR_CELL_OF_INPUT, write_input,
        "an input as the file has it; its bare id will do", CRR_LANE_FIELD,
        CRR_CELL_TEXT},
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

const struct crr_cell_kind *
crr_cell_kind_at(size_t index)
{
    return index < KIND_COUNT ? &kinds[index] : NULL;
}

size_t
crr_cell_prefix(const struct crr_cell_kind *kind)
{
    size_t length = strcspn(kind->name, ".");
    return kind->name[length] == '.' ? length + 1 : 0;
}

const struct crr_cell_kind *
crr_cell_find(struct crr_text name, struct crr_text *ret_id)
{
    for (size_t i = 0; i < KIND_COUNT; i++) {
        size_t prefix = crr_cell_prefix(&kinds[i]);
        bool fits = prefix == 0 ? crr_text_is(name, kinds[i].name)
                                : name.length > prefix &&
                                      memcmp(name.at, kinds[i].name, prefix) == 0;
        if (!fits)
            continue;
        *ret_id = (struct crr_text){name.at + prefix, name.length - prefix};
        return &kinds[i];
    }
    *ret_id = name;
    return &kinds[KIND_COUNT - 1];
}

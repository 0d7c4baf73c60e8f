/* Whether, and as what, the lane's rows can be written. */
#include "file/lane_output.h"
#include "crr/number.h"
#include "file/cell.h"

/* The rater counts one secondary factor alone where the greatest of them counts. */
static bool
needs_contributions(const struct crr_lane_column *column)
{
    return column->cell == CRR_LANE_REASONS;
}

/* Whether a segment by which customers are rated does so. */
static bool
takes_greatest(const struct crr_rater *rater)
{
    const struct crr_ast *ast = rater->model->ast;
    bool any = rater->segment->ast->correction_max;
    for (uint32_t i = 0; i < ast->segment_count; i++)
        any |= ast->segments[i].condition != CRR_ABSENT &&
               ast->segments[i].correction_max;
    return any;
}

static struct crr_lane_column
column_of(const struct crr_output_column *column, const struct crr_run *run)
{
    struct crr_lane_column found = {.cell = (int)column->kind->lane};
    if (column->kind->subject == CRR_CELL_OF_KEY)
        found.input = run->key;
    else if (column->kind->subject == CRR_CELL_OF_INPUT)
        found.input = column->index;
    if (found.cell == CRR_LANE_FIELD && found.input == CRR_NONE)
        found.cell = CRR_LANE_NONE;
    return found;
}

bool
crr_lane_output_fits(
    const struct crr_output *output, const struct crr_run *run, bool spread)
{
    bool parts = spread;
    if (output->json)
        return false;
    for (size_t i = 0; i < output->column_count; i++) {
        struct crr_lane_column column = column_of(&output->columns[i], run);
        if (column.cell == CRR_LANE_NONE)
            return false;
        parts |= needs_contributions(&column);
    }
    return !parts || !takes_greatest(run->rater);
}

/* What a cell of all rows holds. */
static bool
print_same(struct crr_lane_column *column, const struct crr_output_column *from,
    const struct crr_output *output, const struct crr_run *run,
    const struct crr_lane *lane, struct crr_arena *arena)
{
    struct crr_output printer = *output;
    size_t place = (size_t)(lane->segment - run->model->plan.segments);
    struct crr_row row = {.rating = {.segment = place}};
    struct crr_cell cell = {.output = &printer,
        .writer = &printer.writer,
        .run = run,
        .row = &row,
        .index = from->index,
        .separator = ";"};
    crr_writer_init(&printer.writer, NULL, NULL);
    from->kind->write(&cell);
    column->text = crr_arena_copy(
        arena, (struct crr_text){printer.writer.buffer, printer.writer.used});
    return !arena->failed;
}

static bool
choose_columns(struct crr_lane_output *lane_output, const struct crr_run *run,
    struct crr_arena *arena)
{
    const struct crr_output *output = lane_output->output;
    lane_output->row_limit = 1;
    for (size_t i = 0; i < output->column_count; i++) {
        struct crr_lane_column *column = &lane_output->columns[i];
        *column = column_of(&output->columns[i], run);
        if (column->cell == CRR_LANE_SAME && !print_same(column, &output->columns[i],
                                                 output, run, lane_output->lane, arena))
            return false;
        size_t limit = CRR_NUMBER_SIZE + 128 + column->text.length;
        if (column->cell == CRR_LANE_REASONS)
            limit = CRR_LANE_REASON_COUNT * (CRR_NUMBER_SIZE + 80);
        if (column->cell == CRR_LANE_WARNINGS)
            limit = output->factor_count * 80;
        lane_output->row_limit += limit + 1;
    }
    return true;
}

/* Whether a row for which rules fire can be written: not where they are listed. */
static bool
can_tell_rules(const struct crr_lane_output *lane_output)
{
    for (size_t i = 0; i < lane_output->column_count; i++)
        if (lane_output->columns[i].cell == CRR_LANE_REASONS ||
            lane_output->columns[i].cell == CRR_LANE_EMPTY)
            return false;
    return true;
}

/* Ids have at most CRR_LANE_ID_SIZE bytes. */
static void
set_id(struct crr_lane_id *id, struct crr_text text)
{
    id->length = text.length;
    memcpy(id->at, text.at, text.length);
}

/* Which readers' factors may be named. */
static void
name_reasons(struct crr_lane_output *lane_output)
{
    const struct crr_output *output = lane_output->output;
    struct crr_lane *lane = lane_output->lane;
    for (uint32_t i = 0; i < lane->reader_count; i++)
        for (size_t k = 0; k < output->factor_count; k++) {
            if (output->factors[k].index != lane->readers[i].factor)
                continue;
            lane->readers[i].told = true;
            set_id(&lane_output->reasons[i], output->factors[k].id);
        }
}

/* The ids of the lane's rules that may be told; the others stay empty. */
static void
name_rules(struct crr_lane_output *lane_output)
{
    const struct crr_output *output = lane_output->output;
    const struct crr_lane *lane = lane_output->lane;
    for (uint32_t i = 0; i < lane->rules.count; i++)
        for (size_t k = 0; k < output->rule_count; k++)
            if (output->rules[k].index == lane->rules.at[i])
                set_id(&lane_output->rules[i], output->rules[k].id);
}

static const struct crr_lane_id *
id_of_rule(const struct crr_lane_output *lane_output, size_t rule)
{
    const struct crr_lane *lane = lane_output->lane;
    for (uint32_t i = 0; i < lane->rules.count; i++)
        if (lane->rules.at[i] == rule && lane_output->rules[i].length > 0)
            return &lane_output->rules[i];
    return NULL;
}

static void
find_outcomes(struct crr_lane_output *lane_output)
{
    const struct crr_lane *lane = lane_output->lane;
    struct crr_lane_outcome *outcome = lane_output->outcomes;
    for (uint32_t set = 0; set < 1u << lane->rules.bit_count; set++)
        for (uint32_t i = 0; i < lane->threshold_count; i++, outcome++) {
            size_t rule;
            uint32_t of_score = lane->segment->thresholds[i].tier;
            outcome->tier = (uint32_t)crr_verdict_settle(
                &lane->verdicts[set], of_score, &rule);
            outcome->changed = rule != CRR_NONE;
            outcome->id = &lane_output->tiers[outcome->tier];
            outcome->score = &lane_output->tiers[of_score];
            outcome->rule = id_of_rule(lane_output, rule);
        }
}

bool
crr_lane_output_init(struct crr_lane_output *lane_output, struct crr_lane *lane,
    const struct crr_output *output, const struct crr_run *run,
    struct crr_summary *summary, struct crr_arena *arena)
{
    *lane_output = (struct crr_lane_output){.lane = lane,
        .output = output,
        .column_count = output->column_count,
        .with_spread = !run->options->without_spread};
    lane_output->columns = crr_arena_array(
        arena, output->column_count, sizeof *lane_output->columns);
    lane_output->reasons = crr_arena_array(
        arena, lane->reader_count, sizeof *lane_output->reasons);
    lane_output->tiers = crr_arena_array(
        arena, run->model->ast->tier_count, sizeof *lane_output->tiers);
    lane_output->rules = crr_arena_array(
        arena, CRR_LANE_RULE_LIMIT, sizeof *lane_output->rules);
    lane_output->outcomes = crr_arena_array(arena,
        (size_t)lane->threshold_count << lane->rules.bit_count,
        sizeof *lane_output->outcomes);
    lane_output->parts = crr_arena_array(
        arena, summary->spread.part_count, sizeof *lane_output->parts);
    if (arena->failed)
        return false;
    for (uint32_t i = 0; i < run->model->ast->tier_count; i++)
        set_id(&lane_output->tiers[i], output->tiers[i]);
    name_reasons(lane_output);
    name_rules(lane_output);
    find_outcomes(lane_output);
    if (!choose_columns(lane_output, run, arena))
        return false;
    lane_output->tells_rules = can_tell_rules(lane_output);
    return true;
}

void
crr_lane_output_find_columns(
    struct crr_lane_output *lane_output, const struct crr_run *run)
{
    struct crr_lane *lane = lane_output->lane;
    for (uint32_t i = 0; i < lane->reader_count; i++)
        if (lane->readers[i].kind != CRR_LANE_JOINT)
            lane->readers[i].column = run->columns[lane->readers[i].input];
}

bool
crr_lane_output_takes(const struct crr_lane_output *lane_output, uint32_t row)
{
    const struct crr_lane *lane = lane_output->lane;
    int64_t marks = lane->batch.marks[row];
    if (marks & CRR_LANE_SLOW)
        return false;
    return lane_output->tells_rules ||
           lane->fired[(marks & CRR_LANE_BITS) >> CRR_LANE_BIT_SHIFT] == 0;
}

/* crr diff: what becomes of the same customers on two sides. */
#include "command.h"
#include "diff_arguments.h"
#include "diff_report.h"
#include "interruption.h"
#include "linked.h"
#include "load.h"
#include "option.h"
#include "reading.h"
#include "say.h"
#include "source.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct diff_run {
    const struct diff_arguments *arguments;
    struct diff_report report;
    struct output rows;
    /* By side. */
    struct crr_model *models[2];
    struct source_list customers[2], previous[2], overrides[2];
    struct linked_files linked[2];
    struct crr_file_options files[2];
    struct crr_file_map *side_maps[2];
    struct file_maps maps; /* all that are given */
    size_t fault_count;    /* of files beside the customers */
};

/* ---- Opening ---- */

static const char *
file_of_side(const struct operands *operands, int side)
{
    return operands->at[operands->count > 1 ? side : 0];
}

static int
open_side(struct diff_run *run, const struct operands *operands, int side)
{
    const struct diff_arguments *arguments = run->arguments;
    const char *name = file_of_side(operands, side);
    struct operands customers = {&name, 1};
    const bool is_read[FILE_ROLE_COUNT] = {true, arguments->links.count > 0,
        arguments->overrides.count > 0, arguments->previous.count > 0};
    struct file_encodings encoding;
    int exit_status;

    if (!file_encodings_read(
            &encoding, &arguments->encodings, (unsigned)side, 2, is_read))
        return EXIT_USAGE;
    exit_status = source_list_open(
        &run->customers[side], &customers, encoding.of[FILE_OF_CUSTOMERS]);
    if (exit_status == EXIT_DONE)
        exit_status = source_open_beside(&run->previous[side],
            diff_of_side(&arguments->previous, side), encoding.of[FILE_OF_PREVIOUS]);
    if (exit_status == EXIT_DONE)
        exit_status = source_open_beside(&run->overrides[side],
            diff_of_side(&arguments->overrides, side), encoding.of[FILE_OF_OVERRIDES]);
    if (exit_status == EXIT_DONE && arguments->models.count > 0)
        exit_status = linked_files_open(&run->linked[side],
            diff_of_side(&arguments->links, side),
            diff_of_side(&arguments->persons, side), &customers, &encoding);
    return exit_status;
}

/* ---- Models ---- */

static int
load_models(struct diff_run *run)
{
    const struct list_argument *names = &run->arguments->models;
    int exit_status = load_model_or_say(names->at[0], false, &run->models[0]);

    if (exit_status == EXIT_DONE && names->count == 1)
        run->models[1] = crr_model_ref(run->models[0]);
    else if (exit_status == EXIT_DONE)
        exit_status = load_model_or_say(names->at[1], false, &run->models[1]);
    return exit_status;
}

/* A map that only the other side's model knows is not for this one. What neither knows
 * is refused when the files are opened. */
static bool
choose_maps(struct diff_run *run, int side)
{
    struct crr_file_options *file = &run->files[side];
    struct crr_file_map *maps = calloc(run->maps.count + 1, sizeof *maps);

    if (!maps) {
        say("out of memory");
        return false;
    }
    run->side_maps[side] = maps;
    for (size_t i = 0; i < run->maps.count; i++) {
        struct crr_text input = run->maps.at[i].input;

        if (crr_model_find_input(run->models[side], input) != CRR_NONE ||
            crr_model_find_input(run->models[!side], input) == CRR_NONE)
            maps[file->map_count++] = run->maps.at[i];
    }
    file->maps = maps;
    return true;
}

static bool
has_scenarios(const struct crr_model *model)
{
    struct crr_segment_view segment = {.scenario = false};

    return crr_model_segment(model, 0, NULL, &segment) == CRR_OK && segment.scenario;
}

/* A scenario that is given once is for the models that have some. */
static const char *
scenario_of_side(const struct diff_run *run, int side)
{
    const struct list_argument *list = &run->arguments->scenarios;
    bool for_other = list->count == 1 && !has_scenarios(run->models[side]) &&
                     has_scenarios(run->models[!side]);

    return for_other ? NULL : diff_of_side(list, side);
}

static int
set_side(struct diff_run *run, int side)
{
    const struct diff_arguments *arguments = run->arguments;
    const char *day = diff_of_side(&arguments->days, side);
    struct day_argument as_of = {.given = false};
    struct crr_file_options *file = &run->files[side];
    /* Else all is said of side A already. */
    bool of_its_own = side == 0 || arguments->models.count > 1 ||
                      arguments->days.count > 1;

    if (day)
        as_of.given = crr_day_parse((struct crr_text){day, strlen(day)}, &as_of.day);
    if (of_its_own && !as_of_fits(run->models[side], &as_of))
        return EXIT_USAGE;
    *file = (struct crr_file_options){.size = sizeof *file,
        .rater = {.size = sizeof file->rater,
            .has_as_of = as_of.given,
            .as_of = as_of.day,
            .scenario = text_or_none(scenario_of_side(run, side))},
        .previous = run->previous[side].views,
        .overrides = run->overrides[side].views,
        .input_format = arguments->input_format,
        .report = say_fault,
        .report_user = &run->fault_count,
        .progress = interruption_progress};
    use_delimiter(arguments->delimiter, file);
    linked_files_use(&run->linked[side], file);
    return choose_maps(run, side) ? EXIT_DONE : EXIT_FILE;
}

static const struct source_list *
failed_sources(const struct diff_run *run)
{
    for (int side = 0; side < 2; side++) {
        const struct source_list *lists[] = {&run->previous[side],
            &run->overrides[side], &run->linked[side].links, &run->linked[side].persons,
            &run->customers[side]};

        for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
            if (source_list_failed(lists[i]))
                return lists[i];
    }
    return &run->customers[0];
}

static enum crr_status
compare(
    struct diff_run *run, bool paired, struct crr_diff **ret, struct crr_error *error)
{
    const struct diff_arguments *arguments = run->arguments;
    struct crr_diff_side sides[2];
    struct crr_diff_options models = {.size = sizeof models,
        .paired = paired,
        .scores = arguments->scores,
        .reveal = arguments->reveal,
        .moved = diff_report_mover,
        .moved_user = &run->report};
    struct crr_outputs_options outputs = {.size = sizeof outputs,
        .keys = {text_or_none(diff_of_side(&arguments->keys, 0)),
            text_or_none(diff_of_side(&arguments->keys, 1))},
        .scores = arguments->scores,
        .delimiter = arguments->delimiter,
        .find_delimiter = arguments->delimiter == 0,
        .delimiter_found = say_delimiter,
        .moved = diff_report_output_mover,
        .moved_user = &run->report};

    if (!run->models[0])
        return crr_diff_outputs(
            run->customers[0].views, run->customers[1].views, &outputs, ret, error);
    for (int side = 0; side < 2; side++)
        sides[side] = (struct crr_diff_side){run->models[side],
            run->customers[side].views, run->customers[side].count, &run->files[side]};
    return crr_diff_models(&sides[0], &sides[1], &models, ret, error);
}

/* What may have been meant, where the files do not serve. */
static void
say_hint(const struct diff_run *run, const struct crr_error *error)
{
    static const struct {
        const char *path, *words;
    } of_outputs[] = {
        {"key", "--key NAME names a column that both outputs have; given twice, A's "
                "column and then B's"},
        {"tier", "without --model two outputs of crr rate are compared; files of "
                 "customers need --model MODEL"},
    };

    for (int side = 0; side < 2; side++) {
        const char *name = run->report.names[side], *dot = strrchr(name, '.');

        if (dot && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0)) {
            say("%s looks like a model: models are given with --model", name);
            return;
        }
    }
    for (size_t i = 0; !run->models[0] && i < 2; i++)
        if (strcmp(error->path, of_outputs[i].path) == 0)
            say("%s", of_outputs[i].words);
}

/* ---- The run ---- */

static int
finish(struct diff_run *run, const struct crr_diff *diff)
{
    struct output *outs[2];
    size_t count = 0;

    diff_report_finish(&run->report, diff);
    if (run->report.rows)
        outs[count++] = run->report.rows;
    outs[count++] = &run->report.out;
    if (!output_commit(outs, count))
        return EXIT_FILE;
    return crr_diff_mover_count(diff) > 0 ? EXIT_FINDINGS : EXIT_DONE;
}

/* Says why there is no report. Beside an interruption the report stops the comparison,
 * where it cannot be written, or kept. */
static int
fail(struct diff_run *run, enum crr_status status, const struct crr_error *error)
{
    struct output *outs[] = {&run->report.out, run->report.rows};
    int exit_status;

    for (size_t i = 0; status == CRR_E_STOPPED && i < 2; i++)
        if (outs[i] && outs[i]->error) {
            output_close(outs[i]);
            return EXIT_FILE;
        }
    if (status == CRR_E_FILE && run->fault_count > 0)
        return EXIT_USAGE; /* they were said as they were found */
    if (status == CRR_E_STOPPED && !interruption_seen()) {
        say("%s", crr_status_name(CRR_E_MEMORY));
        return EXIT_FILE;
    }
    exit_status = say_file_failure(status, error, failed_sources(run));
    if (status == CRR_E_FILE)
        say_hint(run, error);
    return exit_status;
}

static int
run_opened(struct diff_run *run, bool paired)
{
    struct crr_error error = {.status = CRR_OK};
    struct crr_diff *diff = NULL;
    int exit_status;

    output_open_stream(&run->report.out, STDOUT_FILENO);
    if (run->arguments->output) {
        if (!output_open(&run->rows, run->arguments->output, false))
            return EXIT_FILE;
        run->report.rows = &run->rows;
    }
    diff_report_start(&run->report, run->models[0], run->models[1]);
    interruption_begin();
    enum crr_status status = compare(run, paired, &diff, &error);
    exit_status = status == CRR_OK ? finish(run, diff) : fail(run, status, &error);
    if (status != CRR_OK && run->report.rows)
        output_discard(&run->rows);
    crr_diff_free(diff);
    return exit_status;
}

static int
run_prepared(struct diff_run *run, const struct operands *operands)
{
    const struct diff_arguments *arguments = run->arguments;
    bool by_models = arguments->models.count > 0;
    int exit_status = EXIT_DONE;

    if (!diff_arguments_fit(arguments, operands))
        return EXIT_USAGE;
    if (!file_maps_read(&run->maps, &arguments->maps))
        return EXIT_FILE;
    for (int side = 0; side < 2 && exit_status == EXIT_DONE; side++)
        exit_status = open_side(run, operands, side);
    if (by_models && exit_status == EXIT_DONE)
        exit_status = load_models(run);
    for (int side = 0; by_models && side < 2 && exit_status == EXIT_DONE; side++)
        exit_status = set_side(run, side);
    if (exit_status != EXIT_DONE)
        return exit_status;
    if (by_models && !diff_differs_beside_models(arguments, operands) &&
        strcmp(crr_model_digest(run->models[0]), crr_model_digest(run->models[1])) == 0)
        say("note: both models have the same digest, %.12s..., and nothing else "
            "differs",
            crr_model_digest(run->models[0]));
    for (int side = 0; side < 2; side++)
        run->report.names[side] = file_of_side(operands, side);
    run->report.as_json = arguments->json;
    run->report.limit = arguments->limit.given ? arguments->limit.count : 20;
    return run_opened(run, operands->count == 1);
}

static int
run(const void *user, const struct operands *operands)
{
    struct diff_run *run = calloc(1, sizeof *run);
    int exit_status;

    if (!run) {
        say("out of memory");
        return EXIT_FILE;
    }
    run->arguments = user;
    exit_status = run_prepared(run, operands);
    for (int side = 0; side < 2; side++) {
        crr_model_unref(run->models[side]);
        source_list_release(&run->customers[side]);
        source_list_release(&run->previous[side]);
        source_list_release(&run->overrides[side]);
        linked_files_release(&run->linked[side]);
        free(run->side_maps[side]);
    }
    file_maps_release(&run->maps);
    diff_report_release(&run->report);
    free(run);
    return exit_status;
}

const struct command command_diff = {
    .name = "diff",
    .summary = "compare two models, days or files: who moves, and why",
    .usage = "[options] A.csv B.csv\n"
             "       crr diff --model MODEL [--model MODEL] [options] FILE [FILE]",
    .text =
        "With --model each customer is rated on two sides, A and B: two models on one\n"
        "file, one model on two days, one model on an old and a new file. Of those\n"
        "whose final tier differs it says by which part: an input's value, the day, a\n"
        "table, a list, weights, thresholds, theta, a rule, segments, a factor, an\n"
        "override ... Each part that differs is exchanged by itself, and the customer\n"
        "is rated again. The report reads:\n"
        "  K: low -> high: P; Q                      alone: side A with P of B gives "
        "B's\n"
        "                                            tier already, and so does Q\n"
        "  K: low -> high: needed, with others: P; Q no part suffices alone; side B "
        "with\n"
        "                                            P of A is not high, nor with Q of "
        "A\n"
        "  K: low -> high: only together: P + Q      neither; each changes the score "
        "or\n"
        "                                            the tier of a side, if any does\n"
        "Parts that do not make a valid model alone (P + Q between semicolons) are\n"
        "exchanged at once with the fewest others. One file is read in constant "
        "memory;\n"
        "of two files A's is kept in memory and joined by the model's key.\n"
        "Without --model two outputs of crr rate are compared, by the columns tier,\n"
        "system_tier and all that both have; what differs is told, not its cause.\n"
        "Long digests are shortened in the text, not in CSV and JSON.\n"
        "What is given once holds for both sides, a --map for each model that has its\n"
        "input; something must differ. One file of one side may be standard input "
        "(-).\n"
        "Files may be compressed by gzip or zstd.\n"
        "It exits with 1 if there are movers.",
    .example =
        "  crr diff --model model.yaml --model new.yaml --as-of 2026-01-31 \\\n"
        "      -o movers.csv model-customers.csv\n"
        "  crr diff --model model.yaml --as-of 2026-01-31 --as-of 2026-07-01 \\\n"
        "      model-customers.csv\n"
        "  crr diff --model model.yaml --as-of 2026-01-31 old.csv new.csv\n"
        "  crr diff january.csv february.csv\n"
        "  crr rate --model new.yaml --as-of 2026-01-31 model-customers.csv | \\\n"
        "      crr diff january.csv -",
    .options = diff_options,
    .option_count = DIFF_OPTION_COUNT,
    .arguments_size = sizeof(struct diff_arguments),
    .operand_min = 1,
    .operand_max = 2,
    .operand_expected = "a file of customers, or two outputs of crr rate",
    .run = run,
};

/* crr diff: what becomes of the same customers on two sides. */
#include "command.h"
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

struct limit_argument {
    bool given;
    size_t count;
};

struct diff_arguments {
    struct list_argument models, days, scenarios, overrides, previous, links, persons;
    struct list_argument maps;
    const char *key;
    const char *output;
    struct limit_argument limit;
    char delimiter;
    bool scores, json, reveal;
};

static bool
read_a_day(const char *value, void *member)
{
    int32_t day;

    return crr_day_parse((struct crr_text){value, strlen(value)}, &day) &&
           option_read_list(value, member);
}

static bool
read_name(const char *value, void *member)
{
    return *value && option_read_list(value, member);
}

static bool
read_limit(const char *value, void *member)
{
    struct limit_argument *limit = member;
    char *end;
    unsigned long long count = strtoull(value, &end, 10);

    if (strspn(value, "0123456789") == 0 || *end || count > 1000000000)
        return false;
    *limit = (struct limit_argument){true, (size_t)count};
    return true;
}

#define TWICE(name_text, what, member_name, help_text, reader, expected_text)          \
    {                                                                                  \
        .name = name_text, .argument = what, .help = help_text,                        \
        .member = offsetof(struct diff_arguments, member_name), .read = reader,        \
        .expected = expected_text, .repeats = true                                     \
    }

static const struct option options[] = {
    TWICE("model", "MODEL", models,
        "a model; twice: that of A, then that of B. Without one, two\n"
        "outputs of crr rate are compared",
        read_name, "the name of a model"),
    TWICE("as-of", "DATE", days, "the day of the rating; twice: A's, then B's",
        read_a_day, "a day YYYY-MM-DD"),
    TWICE("scenario", "ID", scenarios,
        "the segment to rate by, of models with scenarios; twice likewise", read_name,
        "the id of a segment"),
    TWICE("previous", "FILE", previous,
        "the output of an earlier run, as for crr rate; twice likewise", read_name,
        "the name of a file"),
    TWICE("overrides", "FILE", overrides, "decisions of people; twice likewise",
        read_name, "the name of a file"),
    TWICE("links", "FILE", links, "the persons behind customers; twice likewise",
        read_name, "the name of a file"),
    TWICE("persons", "FILE", persons,
        "records of persons who are no customers; twice likewise", read_name,
        "the name of a file"),
    {.name = "output",
        .letter = 'o',
        .argument = "FILE",
        .help = "all movers as CSV",
        .member = offsetof(struct diff_arguments, output),
        .read = option_read_text,
        .expected = "the name of a file"},
    {.name = "limit",
        .argument = "N",
        .help = "the text shows the first N movers; the default is 20",
        .member = offsetof(struct diff_arguments, limit),
        .read = read_limit,
        .expected = "a number"},
    {.name = "scores",
        .help = "those whose score differs are movers too",
        .member = offsetof(struct diff_arguments, scores),
        .read = option_read_flag},
    {.name = "key",
        .argument = "NAME",
        .help = "of two outputs: the column that names the customer; the\n"
                "default is the first one",
        .member = offsetof(struct diff_arguments, key),
        .read = option_read_text,
        .expected = "the name of a column"},
    {.name = "json",
        .help = "print a JSON object, with all movers and all their parts",
        .member = offsetof(struct diff_arguments, json),
        .read = option_read_flag},
    OPTION_DELIMITER(struct diff_arguments),
    OPTION_MAP(struct diff_arguments),
    {.name = "reveal",
        .help = "show what the models declare confidential",
        .member = offsetof(struct diff_arguments, reveal),
        .read = option_read_flag},
};

struct diff_run {
    const struct diff_arguments *arguments;
    struct diff_report report;
    struct output rows;
    /* By side. */
    struct crr_model *models[2];
    struct source_list customers[2], previous[2], overrides[2];
    struct linked_files linked[2];
    struct crr_file_options files[2];
    struct file_maps maps;
};

/* What is given once holds for both sides. */
static const char *
of_side(const struct list_argument *list, int side)
{
    return list->count == 0 ? NULL : list->at[list->count > 1 ? side : 0];
}

/* ---- Opening ---- */

static bool
counts_fit(const struct diff_arguments *arguments)
{
    const struct list_argument *lists[] = {&arguments->models, &arguments->days,
        &arguments->scenarios, &arguments->previous, &arguments->overrides,
        &arguments->links, &arguments->persons};
    static const char *const names[] = {"--model", "--as-of", "--scenario",
        "--previous", "--overrides", "--links", "--persons"};

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (lists[i]->count > 2) {
            say("%s is given once, or twice: for A, then for B", names[i]);
            return false;
        }
        if (i > 0 && arguments->models.count == 0 && lists[i]->count > 0) {
            say("%s needs --model: two outputs are compared without one", names[i]);
            return false;
        }
    }
    if (arguments->models.count > 0 && arguments->key) {
        say("--key is for two outputs: a model names its key itself");
        return false;
    }
    return true;
}

/* Both sides read for themselves, which standard input cannot be. */
static bool
refuse_streams(const struct diff_arguments *arguments, const struct operands *operands)
{
    const struct list_argument *lists[] = {&arguments->models, &arguments->previous,
        &arguments->overrides, &arguments->links, &arguments->persons};
    bool stream = false;

    for (size_t i = 0; i < operands->count; i++)
        stream |= strcmp(operands->at[i], "-") == 0;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        for (size_t k = 0; k < lists[i]->count; k++)
            stream |= strcmp(lists[i]->at[k], "-") == 0;
    if (stream)
        say("the names of files are expected: each side reads them for itself, so that "
            "standard input (-) does not serve");
    return !stream;
}

static bool
output_fits(const struct diff_arguments *arguments, const struct operands *operands)
{
    const struct list_argument *lists[] = {&arguments->models, &arguments->previous,
        &arguments->overrides, &arguments->links, &arguments->persons};
    const char *over = NULL;

    if (!arguments->output)
        return true;
    for (size_t i = 0; i < operands->count; i++)
        if (same_file(operands->at[i], arguments->output))
            over = operands->at[i];
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        for (size_t k = 0; k < lists[i]->count; k++)
            if (same_file(lists[i]->at[k], arguments->output))
                over = lists[i]->at[k];
    if (over)
        say("--output would overwrite %s, which is read", over);
    if (!over && strcmp(arguments->output, "-") == 0)
        say("the report goes to standard output: --output needs the name of a file");
    return !over && strcmp(arguments->output, "-") != 0;
}

static int
open_one(struct source_list *list, const char *name)
{
    struct operands operands = {&name, 1};

    return name ? source_list_open(list, &operands) : EXIT_DONE;
}

static int
open_side(struct diff_run *run, const struct operands *operands, int side)
{
    const struct diff_arguments *arguments = run->arguments;
    const char *name = operands->at[operands->count > 1 ? side : 0];
    struct operands customers = {&name, 1};
    int exit_status = source_list_open(&run->customers[side], &customers);

    if (exit_status == EXIT_DONE)
        exit_status = open_one(
            &run->previous[side], of_side(&arguments->previous, side));
    if (exit_status == EXIT_DONE)
        exit_status = open_one(
            &run->overrides[side], of_side(&arguments->overrides, side));
    if (exit_status == EXIT_DONE && arguments->models.count > 0)
        exit_status = linked_files_open(&run->linked[side],
            of_side(&arguments->links, side), of_side(&arguments->persons, side),
            &customers);
    return exit_status;
}

/* ---- Models ---- */

static int
load_side(struct diff_run *run, int side)
{
    const struct diff_arguments *arguments = run->arguments;
    const char *day = of_side(&arguments->days, side);
    struct day_argument as_of = {.given = false};
    struct crr_file_options *file = &run->files[side];
    int exit_status = EXIT_DONE;

    if (side == 1 && arguments->models.count == 1)
        run->models[1] = crr_model_ref(run->models[0]);
    else
        exit_status = load_model_or_say(
            of_side(&arguments->models, side), false, &run->models[side]);
    if (exit_status != EXIT_DONE)
        return exit_status;
    if (day)
        as_of.given = crr_day_parse((struct crr_text){day, strlen(day)}, &as_of.day);
    if (!as_of_fits(run->models[side], &as_of))
        return EXIT_USAGE;
    *file = (struct crr_file_options){.size = sizeof *file,
        .rater = {.size = sizeof file->rater,
            .has_as_of = as_of.given,
            .as_of = as_of.day,
            .scenario = text_or_none(of_side(&arguments->scenarios, side))},
        .maps = run->maps.at,
        .map_count = run->maps.count,
        .previous = run->previous[side].views,
        .overrides = run->overrides[side].views,
        .progress = interruption_progress};
    use_delimiter(arguments->delimiter, file);
    linked_files_use(&run->linked[side], file);
    return EXIT_DONE;
}

static const struct source_list *
failed_sources(const struct diff_run *run)
{
    for (int side = 0; side < 2; side++) {
        const struct source_list *lists[] = {&run->previous[side],
            &run->overrides[side], &run->linked[side].links, &run->linked[side].persons,
            &run->customers[side]};

        for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
            for (size_t k = 0; k < lists[i]->count; k++)
                if (lists[i]->items[k].error)
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
        .key = text_or_none(arguments->key),
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
    if (status == CRR_OK)
        exit_status = finish(run, diff);
    else if (status == CRR_E_STOPPED && run->report.out.error)
        exit_status = output_close(&run->report.out) ? EXIT_FILE : EXIT_FILE;
    else if (status == CRR_E_STOPPED && run->report.rows && run->rows.error)
        exit_status = output_close(&run->rows) ? EXIT_FILE : EXIT_FILE;
    else
        exit_status = say_file_failure(status, &error, failed_sources(run));
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

    if (!by_models && operands->count < 2) {
        say("two outputs of crr rate are expected, or --model MODEL");
        return EXIT_USAGE;
    }
    if (!counts_fit(arguments) || !refuse_streams(arguments, operands) ||
        !output_fits(arguments, operands))
        return EXIT_USAGE;
    if (!file_maps_read(&run->maps, &arguments->maps))
        return EXIT_FILE;
    for (int side = 0; side < 2 && exit_status == EXIT_DONE; side++)
        exit_status = open_side(run, operands, side);
    for (int side = 0; by_models && side < 2 && exit_status == EXIT_DONE; side++)
        exit_status = load_side(run, side);
    if (exit_status != EXIT_DONE)
        return exit_status;
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
        "override ... Each part that differs is exchanged alone, and the customer is\n"
        "rated again. The causes are the parts that suffice alone; where none does,\n"
        "those without which B's tier is not reached; where there are none, those\n"
        "that do it only together. Parts that do not make a valid model alone are\n"
        "exchanged with the fewest others. One file is read in constant memory; of\n"
        "two files A's is kept in memory and joined by the model's key.\n"
        "Without --model two outputs of crr rate are compared, by the columns tier,\n"
        "system_tier and all that both have; what differs is told, not its cause.\n"
        "What is given once holds for both sides. It exits with 1 if there are movers.",
    .example =
        "  crr diff --model model.yaml --model new.yaml --as-of 2026-01-31 \\\n"
        "      -o movers.csv model-customers.csv\n"
        "  crr diff --model model.yaml --as-of 2026-01-31 --as-of 2026-07-01 \\\n"
        "      model-customers.csv\n"
        "  crr diff --model model.yaml --as-of 2026-01-31 old.csv new.csv\n"
        "  crr diff january.csv february.csv",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .arguments_size = sizeof(struct diff_arguments),
    .operand_min = 1,
    .operand_max = 2,
    .operand_expected = "a file of customers, or two outputs of crr rate",
    .run = run,
};

/* crr rate: rates files of customers. */
#include "command.h"
#include "interruption.h"
#include "linked.h"
#include "load.h"
#include "option.h"
#include "output.h"
#include "processors.h"
#include "progress.h"
#include "reading.h"
#include "rate_arguments.h"
#include "rejects.h"
#include "say.h"
#include "source.h"
#include "spreadsheet.h"
#include "summary.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COLUMN_LIMIT 1024 /* of the output */

/* A run: what is read, and where it goes. */
struct rate_run {
    const struct rate_arguments *arguments;
    struct crr_model *model;
    struct source_list sources, previous, overrides;
    struct linked_files linked;
    struct output out, reject_out, summary_out;
    struct spreadsheet sheet, reject_sheet;
    struct rejects rejects;
    struct progress progress;
    size_t fault_count; /* of files beside the customers */
    struct crr_text columns[COLUMN_LIMIT];
    size_t column_count;
};

/* ---- Before: names and columns ---- */

static bool
split_columns(struct rate_run *run, const char *list)
{
    while (list) {
        size_t length = strcspn(list, ",");

        if (length == 0 || run->column_count == COLUMN_LIMIT) {
            say("--columns expects up to %d names parted by commas", COLUMN_LIMIT);
            return false;
        }
        run->columns[run->column_count++] = (struct crr_text){list, length};
        list = list[length] ? list + length + 1 : NULL;
    }
    return true;
}

/* ---- The run ---- */

/* Threads for a run: more than there are processors would only wait. */
static unsigned
job_count(const struct rate_arguments *arguments)
{
    unsigned processors;

    if (arguments->jobs > 0)
        return arguments->jobs;
    processors = processor_count();
    return processors > 256 ? 256 : processors;
}

static bool
open_outputs(struct rate_run *run)
{
    const struct rate_arguments *arguments = run->arguments;
    const char *output = arguments->output ? arguments->output : "-";

    if (!output_open(&run->out, output, false))
        return false;
    if (arguments->rejects &&
        !output_open(&run->reject_out, arguments->rejects, false)) {
        output_discard(&run->out);
        return false;
    }
    if (arguments->summary &&
        !output_open(&run->summary_out, arguments->summary, false)) {
        output_discard(&run->out);
        if (arguments->rejects)
            output_discard(&run->reject_out);
        return false;
    }
    return true;
}

/* Says where rows and rejects go: as they are, or through what spreadsheets need. */
static void
direct_rows(struct rate_run *run, struct crr_file_options *file)
{
    const struct rate_arguments *arguments = run->arguments;
    void *rejects = arguments->for_excel ? (void *)&run->reject_sheet
                                         : (void *)&run->reject_out;

    spreadsheet_start(&run->sheet, &run->out);
    spreadsheet_start(&run->reject_sheet, &run->reject_out);
    file->write = arguments->for_excel ? spreadsheet_write : output_write;
    if (!arguments->for_excel && output_has_places(&run->out))
        file->write_at = output_write_at;
    file->write_user = arguments->for_excel ? (void *)&run->sheet : (void *)&run->out;
    rejects_start(&run->rejects, arguments->rejects ? file->write : NULL, rejects);
}

static enum crr_status
rate(
    struct rate_run *run, struct crr_summary **ret_summary, struct crr_error *ret_error)
{
    const struct rate_arguments *arguments = run->arguments;
    struct crr_file_options file = {.size = sizeof file,
        .rater = {.size = sizeof file.rater,
            .has_as_of = arguments->as_of.given,
            .as_of = arguments->as_of.day,
            .scenario = text_or_none(arguments->scenario)},
        .jobs = job_count(arguments),
        .without_spread = !arguments->summary && !arguments->json,
        .previous = run->previous.views,
        .overrides = run->overrides.views,
        .columns = run->column_count > 0 ? run->columns : NULL,
        .column_count = run->column_count,
        .input_format = arguments->input_format,
        .output_format = arguments->format,
        .reveal = arguments->reveal,
        .unique = arguments->unique,
        .has_max_rejects = arguments->max_rejects.has_count,
        .has_max_reject_ppm = arguments->max_rejects.has_ppm,
        .max_rejects = arguments->max_rejects.count,
        .max_reject_ppm = arguments->max_rejects.ppm,
        .write_reject = rejects_write,
        .reject_user = &run->rejects,
        .report = say_fault,
        .report_user = &run->fault_count,
        .progress = progress_report,
        .progress_user = &run->progress};
    struct file_maps maps;
    enum crr_status status;

    if (!file_maps_read(&maps, &arguments->maps))
        return CRR_E_MEMORY;
    linked_files_use(&run->linked, &file);
    use_delimiter(arguments->delimiter, &file);
    file.maps = maps.at;
    file.map_count = maps.count;
    direct_rows(run, &file);
    interruption_begin();
    progress_start(&run->progress, run->sources.byte_count);
    status = crr_file_rate(run->model, run->sources.views, run->sources.count, &file,
        ret_summary, ret_error);
    progress_end(&run->progress);
    file_maps_release(&maps);
    return status;
}

/* ---- After: summary, messages, files ---- */

static bool
ends_in(const char *name, const char *end)
{
    size_t length = strlen(name), end_length = strlen(end);

    return length >= end_length && strcmp(name + length - end_length, end) == 0;
}

/* Writes the summary to its file, if one is asked for. */
static void
write_summary(struct rate_run *run, const struct crr_summary *summary)
{
    const struct rate_arguments *arguments = run->arguments;

    if (!arguments->summary)
        return;
    if (arguments->json || ends_in(arguments->summary, ".json"))
        crr_summary_write_json(
            summary, arguments->reveal, output_write, &run->summary_out);
    else
        crr_summary_write_text(
            summary, arguments->reveal, output_write, &run->summary_out);
}

/* Says the summary on stderr: in JSON if that is asked for and there is no file for it.
 */
static void
say_result(const struct rate_run *run, const struct crr_summary *summary)
{
    const struct rate_arguments *arguments = run->arguments;
    struct output talk;

    if (!arguments->json || arguments->summary) {
        say_summary(run->model, summary, &run->rejects, arguments->rejects);
        return;
    }
    output_open_stream(&talk, STDERR_FILENO);
    crr_summary_write_json(summary, arguments->reveal, output_write, &talk);
    output_close(&talk);
}

static void
say_stopped(const struct rate_run *run, const struct crr_summary *summary)
{
    const char *output = run->arguments->output;
    char rejected[COUNT_SIZE], rows[COUNT_SIZE];
    bool to_stream = !output || strcmp(output, "-") == 0;

    say("%s of %s rows rejected, more than --max-rejects allows%s%s%s",
        count_text(crr_summary_rejected_count(summary), rejected),
        count_text(crr_summary_row_count(summary), rows), to_stream ? "" : "; ",
        to_stream ? "" : output, to_stream ? "" : " was not written");
}

static void
discard_outputs(struct rate_run *run)
{
    output_discard(&run->out);
    if (run->arguments->rejects)
        output_discard(&run->reject_out);
    if (run->arguments->summary)
        output_discard(&run->summary_out);
}

/* Brings the files to their names, the rated rows last: where they are new, so are the
 * others. */
static bool
commit_outputs(struct rate_run *run, bool with_rows)
{
    struct output *outs[3];
    size_t count = 0;

    if (run->arguments->summary)
        outs[count++] = &run->summary_out;
    if (run->arguments->rejects)
        outs[count++] = &run->reject_out;
    if (with_rows)
        outs[count++] = &run->out;
    else
        output_discard(&run->out);
    return output_commit(outs, count);
}

/* The first output that failed says so; false if none did. */
static bool
say_write_failure(struct rate_run *run)
{
    if (run->out.error)
        return !output_close(&run->out);
    if (run->arguments->rejects && run->reject_out.error)
        return !output_close(&run->reject_out);
    return false;
}

static const struct source_list *
failed_sources(const struct rate_run *run)
{
    return source_list_failed(&run->previous)         ? &run->previous
           : source_list_failed(&run->overrides)      ? &run->overrides
           : source_list_failed(&run->linked.links)   ? &run->linked.links
           : source_list_failed(&run->linked.persons) ? &run->linked.persons
                                                      : &run->sources;
}

/* Ends a run that failed on the way. */
static int
fail(struct rate_run *run, enum crr_status status, const struct crr_error *error)
{
    int exit_status = EXIT_FILE;

    if (status == CRR_E_FILE && run->fault_count > 0)
        exit_status = EXIT_USAGE; /* they were said as they were found */
    else if (status != CRR_E_WRITE || !say_write_failure(run))
        exit_status = say_file_failure(status, error, failed_sources(run));
    /* What stdout has got ends with a whole row. */
    if (run->out.descriptor == STDOUT_FILENO)
        output_close(&run->out);
    discard_outputs(run);
    return exit_status;
}

static int
finish(struct rate_run *run, bool stopped, const struct crr_summary *summary)
{
    bool to_stream = run->out.descriptor == STDOUT_FILENO;
    bool findings = stopped || crr_summary_rejected_count(summary) > 0;

    write_summary(run, summary);
    if (!commit_outputs(run, !stopped || to_stream))
        return EXIT_FILE;
    say_result(run, summary);
    findings |= say_others(run->model, summary,
        run->arguments->json && !run->arguments->summary, run->arguments->reveal);
    if (stopped)
        say_stopped(run, summary);
    return findings ? EXIT_FINDINGS : EXIT_DONE;
}

static int
run_opened(struct rate_run *run)
{
    struct crr_summary *summary = NULL;
    struct crr_error error = {.status = CRR_OK};
    enum crr_status status = rate(run, &summary, &error);
    int exit_status;

    if ((status == CRR_OK || status == CRR_E_REJECTS) && summary)
        exit_status = finish(run, status == CRR_E_REJECTS, summary);
    else
        exit_status = fail(run, status, &error);
    crr_summary_free(summary);
    return exit_status;
}

static int
run_prepared(struct rate_run *run, const struct operands *operands)
{
    const struct rate_arguments *arguments = run->arguments;
    const bool is_read[FILE_ROLE_COUNT] = {
        true, arguments->links, arguments->overrides, arguments->previous};
    struct file_encodings encoding;
    int exit_status;

    if (!file_encodings_read(&encoding, &arguments->encodings, 0, 1, is_read))
        return EXIT_USAGE;
    exit_status = source_list_open(
        &run->sources, operands, encoding.of[FILE_OF_CUSTOMERS]);
    if (exit_status == EXIT_DONE)
        exit_status = source_open_beside(
            &run->previous, arguments->previous, encoding.of[FILE_OF_PREVIOUS]);
    if (exit_status == EXIT_DONE)
        exit_status = source_open_beside(
            &run->overrides, arguments->overrides, encoding.of[FILE_OF_OVERRIDES]);
    if (exit_status == EXIT_DONE)
        exit_status = linked_files_open(
            &run->linked, arguments->links, arguments->persons, operands, &encoding);
    if (exit_status != EXIT_DONE)
        return exit_status;
    if (!rate_names_fit(arguments, operands) || !split_columns(run, arguments->columns))
        return EXIT_USAGE;
    exit_status = load_model_or_say(arguments->model, arguments->strict, &run->model);
    if (exit_status != EXIT_DONE)
        return exit_status;
    if (!as_of_fits(run->model, &arguments->as_of))
        return EXIT_USAGE;
    return open_outputs(run) ? run_opened(run) : EXIT_FILE;
}

static int
run(const void *user, const struct operands *operands)
{
    struct rate_run *run = calloc(1, sizeof *run);
    int exit_status;

    if (!run) {
        say("out of memory");
        return EXIT_FILE;
    }
    run->arguments = user;
    exit_status = run_prepared(run, operands);
    crr_model_unref(run->model);
    source_list_release(&run->sources);
    source_list_release(&run->previous);
    source_list_release(&run->overrides);
    linked_files_release(&run->linked);
    spreadsheet_release(&run->sheet);
    spreadsheet_release(&run->reject_sheet);
    free(run);
    return exit_status;
}

static void
print_columns(struct output *out)
{
    const char *name, *help;

    output_print(out, "\nOutput columns (the default: the key, score, tier, "
                      "score_tier, reasons, warnings):\n");
    for (size_t i = 0; (help = crr_file_column_help(i, &name)); i++) {
        char column[32];

        print_text(column, sizeof column, "%s%s", name, ends_in(name, ".") ? "ID" : "");
        output_print(out, "  %-18s  %s\n", column, help);
    }
}

const struct command command_rate = {
    .name = "rate",
    .summary = "rate the customers of files, CSV or JSON Lines",
    .usage = "--model MODEL [options] INPUT...",
    .text =
        "Rates every row of the files (CSV, whose first row names the columns, or\n"
        "JSON Lines, an object a line; UTF-8 unless --encoding says otherwise) and\n"
        "writes one row for each. A row that cannot be rated is rejected with the\n"
        "reason; the run goes on, and exits with 1 at its end. Files appear under\n"
        "their names only when they are complete. The summary goes to standard error.\n"
        "INPUT may be - for standard input.\n"
        "\n"
        "All files but the model may be compressed by gzip or zstd, which their first\n"
        "bytes tell. A reject's byte is counted in the text that comes of "
        "decompressing\n"
        "and decoding. A byte that is not in the encoding that is decoded ends the "
        "run\n"
        "with 3 and its offset in the file; text in UTF-8 is not decoded.",
    .example = "  crr rate --model model.yaml --as-of 2026-01-31 -o rated.csv "
               "--rejects rejects.csv \\\n"
               "      model-customers.csv",
    .options = rate_options,
    .option_count = RATE_OPTION_COUNT,
    .arguments_size = sizeof(struct rate_arguments),
    .operand_min = 1,
    .operand_max = SIZE_MAX,
    .operand_expected = "a file of customers, or - for standard input",
    .help_more = print_columns,
    .run = run,
};

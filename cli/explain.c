/* crr explain: why a customer has this rating. */
#include "command.h"
#include "interruption.h"
#include "json.h"
#include "linked.h"
#include "load.h"
#include "option.h"
#include "reading.h"
#include "say.h"
#include "source.h"

#include <string.h>
#include <unistd.h>

struct explain_arguments {
    const char *model;
    const char *key;
    struct day_argument as_of;
    const char *scenario; /* NULL: none */
    struct list_argument maps, encodings;
    char delimiter;
    enum crr_file_format input_format;
    const char *language;
    bool json;
    bool reveal;
    const char *svg; /* NULL: none */
    const char *previous;
    const char *overrides;
    const char *links;
    const char *persons;
};

struct explain_files {
    struct source_list sources, previous, overrides;
    struct linked_files linked;
};

static const struct option options[] = {
    OPTION_MODEL(struct explain_arguments),
    {.name = "key",
        .argument = "KEY",
        .help = "the customer: the value of the model's key input (needed)",
        .member = offsetof(struct explain_arguments, key),
        .read = option_read_text,
        .expected = "the customer's key",
        .needed = true},
    OPTION_AS_OF(struct explain_arguments),
    OPTION_SCENARIO(struct explain_arguments),
    OPTION_PREVIOUS(struct explain_arguments),
    OPTION_OVERRIDES(struct explain_arguments),
    OPTION_LINKS(struct explain_arguments),
    OPTION_PERSONS(struct explain_arguments),
    OPTION_INPUT_FORMAT(struct explain_arguments),
    OPTION_DELIMITER(struct explain_arguments),
    OPTION_ENCODING(struct explain_arguments),
    OPTION_MAP(struct explain_arguments),
    {.name = "lang",
        .argument = "TAG",
        .help = "titles in this language, as in zh",
        .member = offsetof(struct explain_arguments, language),
        .read = option_read_text,
        .expected = "a language tag such as zh"},
    {.name = "json",
        .help = "print a JSON object a record",
        .member = offsetof(struct explain_arguments, json),
        .read = option_read_flag},
    {.name = "svg",
        .argument = "FILE",
        .help = "draw the factors at the root as a radar chart too; missing inputs\n"
                "with `missing: interval` are shown as a range",
        .member = offsetof(struct explain_arguments, svg),
        .read = option_read_text,
        .expected = "the name of a file"},
    {.name = "reveal",
        .help = "show what the model declares confidential",
        .member = offsetof(struct explain_arguments, reveal),
        .read = option_read_flag},
};

/* What is being explained, and where to. */
struct search {
    const struct explain_arguments *arguments;
    struct crr_text key;
    struct output *out;
    struct output *svg; /* NULL: none */
    uint64_t found_count;
    bool rejected;
    enum crr_status drawn;
};

/* The record is there, but cannot be rated. */
static void
print_rejected(struct search *search, const struct crr_error *error)
{
    struct json json = {search->out, 0, false};
    struct crr_error bare = *error;
    char line[FINDING_LINE_SIZE];

    search->rejected = true;
    if (search->arguments->json) {
        json_open(&json, NULL, '{');
        json_text(&json, "key", search->key);
        json_finding(&json, "rejected", error);
        json_close(&json, '}');
        return;
    }
    bare.file[0] = '\0'; /* the place is told once */
    finding_line(&bare, false, line);
    output_print(search->out, "%s, in line %zu of %s, cannot be rated:\n%s\n",
        search->arguments->key, error->line, error->file, line);
}

static int
found(void *user, const struct crr_rater *rater, const struct crr_found *record,
    enum crr_status status, const struct crr_error *error)
{
    struct search *search = user;
    const struct explain_arguments *arguments = search->arguments;
    struct crr_explain_options explain = {.size = sizeof explain,
        .language = arguments->language,
        .key = search->key,
        .reveal = arguments->reveal};

    if (record) {
        explain.file = record->file;
        explain.line = record->line;
        explain.past = record->past;
        explain.standing = record->standing;
        explain.override = record->override;
        explain.override_rating = record->override_rating;
    }
    if (status == CRR_OK && search->svg && search->found_count == 0)
        search->drawn = crr_rater_explain_svg(
            rater, &explain, output_write, search->svg);
    if (search->found_count++ > 0 && !arguments->json)
        output_print(search->out, "\n");
    if (status != CRR_OK)
        print_rejected(search, error);
    else if (arguments->json)
        crr_rater_explain_json(rater, &explain, output_write, search->out);
    else
        crr_rater_explain_text(rater, &explain, output_write, search->out);
    return search->out->error;
}

/* The model's key input, or NULL text if it has none. */
static struct crr_text
key_input(const struct crr_model *model)
{
    struct crr_input_view view;

    for (size_t i = 0; crr_model_input(model, i, NULL, &view) == CRR_OK; i++)
        if (view.key)
            return view.id;
    return (struct crr_text){NULL, 0};
}

static int
verdict(const struct search *search, const struct crr_model *model)
{
    struct crr_text input = key_input(model);

    if (search->found_count == 0)
        say("no record has the %.*s %s", (int)input.length, input.at,
            search->arguments->key);
    else if (search->found_count > 1)
        say("%llu records have the %.*s %s", (unsigned long long)search->found_count,
            (int)input.length, input.at, search->arguments->key);
    return search->found_count == 1 && !search->rejected ? EXIT_DONE : EXIT_FINDINGS;
}

static const struct source_list *
failed_sources(const struct explain_files *files)
{
    return source_list_failed(&files->previous)         ? &files->previous
           : source_list_failed(&files->overrides)      ? &files->overrides
           : source_list_failed(&files->linked.links)   ? &files->linked.links
           : source_list_failed(&files->linked.persons) ? &files->linked.persons
                                                        : &files->sources;
}

static int
explain(const struct explain_arguments *arguments, struct crr_model *model,
    const struct explain_files *files, struct output *out, struct output *svg)
{
    struct file_maps maps;
    size_t fault_count = 0; /* of files beside the customers */
    struct crr_file_options file = {.size = sizeof file,
        .rater = {.size = sizeof file.rater,
            .has_as_of = arguments->as_of.given,
            .as_of = arguments->as_of.day,
            .scenario = text_or_none(arguments->scenario)},
        .previous = files->previous.views,
        .overrides = files->overrides.views,
        .input_format = arguments->input_format,
        .report = say_fault,
        .report_user = &fault_count,
        .reveal = arguments->reveal,
        .progress = interruption_progress};
    struct search search = {.arguments = arguments,
        .key = text_or_none(arguments->key),
        .out = out,
        .svg = svg};
    struct crr_error error = {.status = CRR_OK};
    enum crr_status status;
    uint64_t count = 0;

    if (!file_maps_read(&maps, &arguments->maps))
        return EXIT_FILE;
    linked_files_use(&files->linked, &file);
    use_delimiter(arguments->delimiter, &file);
    file.maps = maps.at;
    file.map_count = maps.count;
    interruption_begin();
    status = crr_file_find(model, files->sources.views, files->sources.count, &file,
        search.key, found, &search, &count, &error);
    file_maps_release(&maps);
    if (out->error)
        return EXIT_FILE; /* said when it is closed */
    if (status == CRR_E_FILE && fault_count > 0)
        return EXIT_USAGE; /* they were said as they were found */
    if (status != CRR_OK)
        return say_file_failure(status, &error, failed_sources(files));
    if (search.drawn == CRR_E_MODEL) {
        say("a radar chart needs three factors at the root of the model, or in its "
            "only "
            "group, that may be shown");
        return EXIT_USAGE;
    }
    return verdict(&search, model);
}

/* The text to stdout; the picture to its file, unless it is not one customer's. */
static int
explain_and_draw(const struct explain_arguments *arguments, struct crr_model *model,
    const struct explain_files *files)
{
    struct output out, svg;
    struct output *const outs[] = {&svg, &out};
    int exit_status;

    if (arguments->svg && strcmp(arguments->svg, "-") == 0) {
        say("the explanation goes to standard output: --svg needs the name of a file");
        return EXIT_USAGE;
    }
    if (arguments->svg && !output_open(&svg, arguments->svg, false))
        return EXIT_FILE;
    output_open_stream(&out, STDOUT_FILENO);
    exit_status = explain(arguments, model, files, &out, arguments->svg ? &svg : NULL);
    if (!arguments->svg)
        return output_close(&out) ? exit_status : EXIT_FILE;
    if (exit_status == EXIT_DONE)
        return output_commit(outs, 2) ? EXIT_DONE : EXIT_FILE;
    output_discard(&svg);
    return output_close(&out) ? exit_status : EXIT_FILE;
}

static int
run_with(const struct explain_arguments *arguments, struct crr_model *model,
    const struct explain_files *files)
{
    if (!key_input(model).at) {
        say("no input of the model %s has `key: true`, so nobody can be looked up",
            arguments->model);
        return EXIT_USAGE;
    }
    if (!as_of_fits(model, &arguments->as_of))
        return EXIT_USAGE;
    return explain_and_draw(arguments, model, files);
}

static bool
is_stream(const char *name)
{
    return name && strcmp(name, "-") == 0;
}

/* Standard input is read once at most. */
static bool
streams_are_one(
    const struct explain_arguments *arguments, const struct operands *inputs)
{
    int count = is_stream(arguments->previous) + is_stream(arguments->overrides) +
                is_stream(arguments->links) + is_stream(arguments->model);

    for (size_t i = 0; i < inputs->count; i++)
        count += is_stream(inputs->at[i]);
    if (count > 1)
        say("standard input (-) can be one of the files, not more");
    return count <= 1;
}

static int
run(const void *user, const struct operands *operands)
{
    const struct explain_arguments *arguments = user;
    const bool is_read[FILE_ROLE_COUNT] = {
        true, arguments->links, arguments->overrides, arguments->previous};
    struct crr_model *model = NULL;
    struct explain_files files = {.sources = {.count = 0}};
    struct file_encodings encoding;
    int exit_status;

    if (!file_encodings_read(&encoding, &arguments->encodings, 0, 1, is_read))
        return EXIT_USAGE;
    exit_status = source_list_open(
        &files.sources, operands, encoding.of[FILE_OF_CUSTOMERS]);
    if (exit_status == EXIT_DONE)
        exit_status = linked_files_open(
            &files.linked, arguments->links, arguments->persons, operands, &encoding);
    if (exit_status == EXIT_DONE)
        exit_status = source_open_beside(
            &files.previous, arguments->previous, encoding.of[FILE_OF_PREVIOUS]);
    if (exit_status == EXIT_DONE)
        exit_status = source_open_beside(
            &files.overrides, arguments->overrides, encoding.of[FILE_OF_OVERRIDES]);
    if (exit_status == EXIT_DONE && (!streams_differ(arguments->model, operands) ||
                                        !streams_are_one(arguments, operands)))
        exit_status = EXIT_USAGE;
    if (exit_status == EXIT_DONE)
        exit_status = load_model_or_say(arguments->model, false, &model);
    if (exit_status == EXIT_DONE)
        exit_status = run_with(arguments, model, &files);
    crr_model_unref(model);
    source_list_release(&files.sources);
    source_list_release(&files.previous);
    source_list_release(&files.overrides);
    linked_files_release(&files.linked);
    return exit_status;
}

const struct command command_explain = {
    .name = "explain",
    .summary = "show how one customer's rating comes about",
    .usage = "--model MODEL --key KEY [options] FILE...",
    .text =
        "Looks a customer up in files of CSV or JSON Lines, rates it, and shows each\n"
        "factor with its points, weight and contribution, the sum down to the score,\n"
        "the rules, and the distance to the next tier; with --previous where the\n"
        "customer stands beside the rating before, with --overrides what a person\n"
        "decided. It exits with 1 if there is no such record, if there are several\n"
        "(all are shown, each with its line), or if it cannot be rated. FILE may be -\n"
        "for standard input, and compressed by gzip or zstd.",
    .example = "  crr explain --model model.yaml --as-of 2026-01-31 --key C-0003 "
               "model-customers.csv",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .arguments_size = sizeof(struct explain_arguments),
    .operand_min = 1,
    .operand_max = SIZE_MAX,
    .operand_expected = "a file of customers, or - for standard input",
    .run = run,
};

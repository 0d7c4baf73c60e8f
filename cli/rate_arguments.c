/* The options of `crr rate`, and what their files must not be. */
#include "rate_arguments.h"

#include <string.h>
#include "reading.h"
#include "say.h"
#include "source.h"

static bool
read_jobs(const char *value, void *member)
{
    unsigned jobs = 0;

    for (size_t i = 0; value[i]; i++) {
        if (value[i] < '0' || value[i] > '9' || jobs > 256)
            return false;
        jobs = jobs * 10 + (unsigned)(value[i] - '0');
    }
    *(unsigned *)member = jobs;
    return jobs > 0 && jobs <= 256;
}

const struct option rate_options[RATE_OPTION_COUNT] = {
    OPTION_MODEL(struct rate_arguments),
    OPTION_AS_OF(struct rate_arguments),
    OPTION_SCENARIO(struct rate_arguments),
    {.name = "output",
        .letter = 'o',
        .argument = "OUT",
        .help = "the rated rows; without it, or with -, standard output",
        .member = offsetof(struct rate_arguments, output),
        .read = option_read_text,
        .expected = "the name of a file"},
    {.name = "rejects",
        .argument = "FILE",
        .help = "the rejected rows, as CSV: line, byte, key, column,\n"
                "finding, message, record",
        .member = offsetof(struct rate_arguments, rejects),
        .read = option_read_text,
        .expected = "the name of a file"},
    {.name = "max-rejects",
        .argument = "N|P%",
        .help = "stop at the reject after N, or fail at the end if more\n"
                "than P % of the rows were rejected; OUT is not replaced\n"
                "then",
        .member = offsetof(struct rate_arguments, max_rejects),
        .read = read_max_rejects,
        .expected = "a number of rows or a percentage such as 0.5%"},
    {.name = "jobs",
        .argument = "N",
        .help = "threads, 1 to 256; without it one for each processor that\n"
                "crr may use (affinity, quota). What is written is the same",
        .member = offsetof(struct rate_arguments, jobs),
        .read = read_jobs,
        .expected = "a number of threads from 1 to 256"},
    OPTION_PREVIOUS(struct rate_arguments),
    OPTION_OVERRIDES(struct rate_arguments),
    OPTION_LINKS(struct rate_arguments),
    OPTION_PERSONS(struct rate_arguments),
    {.name = "summary",
        .argument = "FILE",
        .help = "tiers, rejects by cause, missing and unknown values,\n"
                "what θ decided, what spreads the scores; JSON if the\n"
                "name ends in .json",
        .member = offsetof(struct rate_arguments, summary),
        .read = option_read_text,
        .expected = "the name of a file"},
    {.name = "json",
        .help = "the summary is JSON: in its FILE, else on standard error",
        .member = offsetof(struct rate_arguments, json),
        .read = option_read_flag},
    {.name = "columns",
        .argument = "LIST",
        .help = "the output's columns, parted by commas, each once; see below.\n"
                "history stands for all that --previous needs in a next run,\n"
                "less what is there already",
        .member = offsetof(struct rate_arguments, columns),
        .read = option_read_text,
        .expected = "names of columns, as in score,tier,reasons"},
    {.name = "for-excel",
        .help = "OUT and the rejects are written for spreadsheets: with a UTF-8\n"
                "mark and CR LF; a cell that would run (= + - @) has a ' before\n"
                "it, one that would change (001, 1/2, more than 15 digits) is\n"
                "=\"001\". It is no input for --previous or crr diff",
        .member = offsetof(struct rate_arguments, for_excel),
        .read = option_read_flag},
    {.name = "format",
        .argument = "csv|jsonl",
        .help = "how the rated rows are written; without it as CSV, which\n"
                "--previous and diff read",
        .member = offsetof(struct rate_arguments, format),
        .read = read_format,
        .expected = "csv or jsonl"},
    OPTION_INPUT_FORMAT(struct rate_arguments),
    OPTION_DELIMITER(struct rate_arguments),
    OPTION_ENCODING(struct rate_arguments),
    OPTION_MAP(struct rate_arguments),
    {.name = "unique",
        .help = "reject records whose key an earlier record of any INPUT has;\n"
                "takes 32 to 64 bytes of memory a customer, 96 while it\n"
                "grows, and one thread",
        .member = offsetof(struct rate_arguments, unique),
        .read = option_read_flag},
    {.name = "reveal",
        .help = "print what the model declares confidential",
        .member = offsetof(struct rate_arguments, reveal),
        .read = option_read_flag},
    {.name = "strict",
        .help = "refuse a model that has warnings",
        .member = offsetof(struct rate_arguments, strict),
        .read = option_read_flag},
};

/* Says that an output would replace what is read, if it would. */
static bool
overwrites(const char *option, const char *output, const char *what, const char *name)
{
    if (!output || !name || !same_file(name, output))
        return false;
    say("%s would overwrite the %s %s", option, what, name);
    return true;
}

/* No two outputs are one file, and none is a file that is read. */
static bool
names_differ(const struct rate_arguments *arguments, const struct operands *inputs)
{
    const char *names[] = {arguments->output ? arguments->output : "-",
        arguments->rejects, arguments->summary};
    static const char *const options_of[] = {"--output", "--rejects", "--summary"};

    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; names[i] && k < i; k++) {
            if (names[k] && same_output(names[k], names[i])) {
                say("%s and %s are the same file, %s", options_of[k], options_of[i],
                    names[i]);
                return false;
            }
        }
        for (size_t k = 0; k < inputs->count; k++)
            if (overwrites(options_of[i], names[i], "input", inputs->at[k]))
                return false;
        if (overwrites(options_of[i], names[i], "model", arguments->model) ||
            overwrites(options_of[i], names[i], "previous file", arguments->previous) ||
            overwrites(options_of[i], names[i], "overrides", arguments->overrides) ||
            overwrites(options_of[i], names[i], "links", arguments->links) ||
            overwrites(options_of[i], names[i], "persons", arguments->persons))
            return false;
    }
    return true;
}

static bool
is_stream(const char *name)
{
    return name && strcmp(name, "-") == 0;
}

/* Standard input is read once at most. */
static bool
streams_are_one(const struct rate_arguments *arguments, const struct operands *inputs)
{
    int count = is_stream(arguments->previous) + is_stream(arguments->overrides) +
                is_stream(arguments->links) + is_stream(arguments->model);

    for (size_t i = 0; i < inputs->count; i++)
        count += is_stream(inputs->at[i]);
    if (count > 1)
        say("standard input (-) can be one of the files, not more");
    return count <= 1;
}

bool
rate_names_fit(const struct rate_arguments *arguments, const struct operands *inputs)
{
    if (arguments->for_excel && arguments->format == CRR_FORMAT_JSON_LINES) {
        say("--for-excel is for CSV, not for --format jsonl");
        return false;
    }
    return streams_differ(arguments->model, inputs) &&
           streams_are_one(arguments, inputs) && names_differ(arguments, inputs);
}

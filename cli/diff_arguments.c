/* The options of `crr diff`, and whether they go together. */
#include "diff_arguments.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "reading.h"
#include "say.h"
#include "source.h"

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

const struct option diff_options[DIFF_OPTION_COUNT] = {
    TWICE("model", "MODEL", models,
        "a model; twice: that of A, then that of B. Without one, two\n"
        "outputs of crr rate are compared",
        read_name, "the name of a model"),
    {.name = "as-of",
        .argument = "DATE",
        .help = "the day of the rating; twice: A's, then B's",
        .member = offsetof(struct diff_arguments, days),
        .read = read_a_day,
        .expected = "a day such as 2026-01-31",
        .why = option_why_no_day,
        .repeats = true},
    TWICE("scenario", "ID", scenarios,
        "the segment to rate by, for each model that has\n"
        "scenarios; twice likewise",
        read_name, "the id of a segment"),
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
        .help = "the text shows the first N movers, with 0 none of them; the\n"
                "default is 20",
        .member = offsetof(struct diff_arguments, limit),
        .read = read_limit,
        .expected = "a number"},
    {.name = "scores",
        .help = "those whose score differs are movers too",
        .member = offsetof(struct diff_arguments, scores),
        .read = option_read_flag},
    TWICE("key", "NAME", keys,
        "of two outputs: the column that names the customer; the\n"
        "default is A's first. Twice: A's column, then B's",
        read_name, "the name of a column"),
    {.name = "json",
        .help = "print a JSON object, with all movers and all their parts",
        .member = offsetof(struct diff_arguments, json),
        .read = option_read_flag},
    OPTION_INPUT_FORMAT(struct diff_arguments),
    OPTION_DELIMITER(struct diff_arguments),
    OPTION_ENCODING(struct diff_arguments),
    OPTION_MAP(struct diff_arguments),
    {.name = "reveal",
        .help = "show what the models declare confidential",
        .member = offsetof(struct diff_arguments, reveal),
        .read = option_read_flag},
};

const char *
diff_of_side(const struct list_argument *list, int side)
{
    return list->count == 0 ? NULL : list->at[list->count > 1 ? side : 0];
}

/* ---- Sides ---- */

/* What may be given twice, beside the operands. */
static const struct {
    const char *name;
    size_t member;
    bool is_file, of_outputs;
} twice[] = {
    {"--model", offsetof(struct diff_arguments, models), true, true},
    {"--as-of", offsetof(struct diff_arguments, days), false, false},
    {"--scenario", offsetof(struct diff_arguments, scenarios), false, false},
    {"--previous", offsetof(struct diff_arguments, previous), true, false},
    {"--overrides", offsetof(struct diff_arguments, overrides), true, false},
    {"--links", offsetof(struct diff_arguments, links), true, false},
    {"--persons", offsetof(struct diff_arguments, persons), true, false},
    {"--key", offsetof(struct diff_arguments, keys), false, true},
};

#define TWICE_COUNT (sizeof twice / sizeof twice[0])

static const struct list_argument *
list_at(const struct diff_arguments *arguments, size_t index)
{
    return (const void *)((const char *)arguments + twice[index].member);
}

static bool
is_stream(const char *name)
{
    return strcmp(name, "-") == 0;
}

static bool
is_one_file(const char *a, const char *b)
{
    return strcmp(a, b) == 0 || (!is_stream(a) && !is_stream(b) && same_file(a, b));
}

static bool
differs(const struct diff_arguments *arguments, size_t index)
{
    const struct list_argument *list = list_at(arguments, index);

    return list->count > 1 &&
           (twice[index].is_file ? !is_one_file(list->at[0], list->at[1])
                                 : strcmp(list->at[0], list->at[1]) != 0);
}

bool
diff_differs_beside_models(
    const struct diff_arguments *arguments, const struct operands *operands)
{
    bool any = operands->count > 1 && !is_one_file(operands->at[0], operands->at[1]);

    for (size_t i = 1; i < TWICE_COUNT && !any; i++)
        any = differs(arguments, i);
    return any;
}

/* ---- Whether they fit ---- */

static bool
counts_fit(const struct diff_arguments *arguments, const struct operands *operands)
{
    bool by_models = arguments->models.count > 0;

    if (!by_models && operands->count < 2) {
        say("two outputs of crr rate are expected, or --model MODEL");
        return false;
    }
    for (size_t i = 0; i < TWICE_COUNT; i++) {
        const struct list_argument *list = list_at(arguments, i);

        if (list->count > 2) {
            say("%s is given once, or twice: for A, then for B", twice[i].name);
            return false;
        }
        if (!by_models && list->count > 0 && !twice[i].of_outputs) {
            say("%s needs --model: two outputs are compared without one",
                twice[i].name);
            return false;
        }
    }
    if (!by_models && arguments->maps.count > 0) {
        say("--map needs --model: outputs have no inputs");
        return false;
    }
    if (by_models && arguments->keys.count > 0) {
        say("--key is for two outputs: a model names its key itself");
        return false;
    }
    return true;
}

/* A file that both sides read must give its bytes twice. */
static bool
gives_bytes_twice(const char *name)
{
    struct stat status;

    if (is_stream(name)) {
        say("standard input (-) can be the file of one side only, and only one file: "
            "each side reads for itself");
        return false;
    }
    if (stat(name, &status) == 0 &&
        (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode))) {
        say("%s is a pipe, which can be read once only: both sides read it", name);
        return false;
    }
    return true;
}

/* Models are read once, whether they are given once or twice. */
static bool
streams_serve(const struct diff_arguments *arguments, const struct operands *operands)
{
    size_t stream_count = 0;

    for (size_t i = 0; i < operands->count; i++)
        stream_count += is_stream(operands->at[i]);
    if (operands->count == 1 && !gives_bytes_twice(operands->at[0]))
        return false;
    for (size_t i = 0; i < TWICE_COUNT; i++) {
        const struct list_argument *list = list_at(arguments, i);

        if (!twice[i].is_file)
            continue;
        for (size_t k = 0; k < list->count; k++)
            stream_count += is_stream(list->at[k]);
        if (i > 0 && list->count == 1 && !gives_bytes_twice(list->at[0]))
            return false;
    }
    return stream_count < 2 || gives_bytes_twice("-");
}

static bool
output_fits(const struct diff_arguments *arguments, const struct operands *operands)
{
    const char *over = NULL;

    if (!arguments->output)
        return true;
    if (is_stream(arguments->output)) {
        say("the report goes to standard output: --output needs the name of a file");
        return false;
    }
    for (size_t i = 0; i < operands->count; i++)
        if (same_file(operands->at[i], arguments->output))
            over = operands->at[i];
    for (size_t i = 0; i < TWICE_COUNT; i++) {
        const struct list_argument *list = list_at(arguments, i);

        for (size_t k = 0; twice[i].is_file && k < list->count; k++)
            if (same_file(list->at[k], arguments->output))
                over = list->at[k];
    }
    if (over)
        say("--output would overwrite %s, which is read", over);
    return !over;
}

static bool
sides_differ(const struct diff_arguments *arguments, const struct operands *operands)
{
    bool differ = differs(arguments, 0) ||
                  diff_differs_beside_models(arguments, operands);

    if (!differ)
        say("both sides are the same: give a second --model, --as-of or FILE");
    return differ;
}

bool
diff_arguments_fit(
    const struct diff_arguments *arguments, const struct operands *operands)
{
    return counts_fit(arguments, operands) && streams_serve(arguments, operands) &&
           output_fits(arguments, operands) && sides_differ(arguments, operands);
}

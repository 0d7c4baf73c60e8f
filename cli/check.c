/* crr check: what is wrong with a model. */
#include "command.h"
#include "json.h"
#include "load.h"
#include "option.h"
#include "say.h"

#include <string.h>
#include <unistd.h>

struct check_arguments {
    bool json;
    bool strict;
};

static const struct option options[] = {
    {.name = "strict",
        .help = "warnings refuse the model too",
        .member = offsetof(struct check_arguments, strict),
        .read = option_read_flag},
    {.name = "json",
        .help = "print a JSON object",
        .member = offsetof(struct check_arguments, json),
        .read = option_read_flag},
};

/* Where findings go. */
struct report {
    struct output *out;
    struct json *json; /* NULL: as lines */
    bool colour;
};

static void
print_finding(void *user, const struct crr_error *finding)
{
    struct report *report = user;
    char line[FINDING_LINE_SIZE];

    if (report->json) {
        json_finding(report->json, NULL, finding);
        return;
    }
    output_write(report->out, line, finding_line(finding, report->colour, line));
    output_print(report->out, "\n");
}

static void
print_counts(struct output *out, const struct finding_counts *counts)
{
    output_print(out, "%zu error%s, %zu warning%s", counts->errors,
        plural(counts->errors), counts->warnings, plural(counts->warnings));
    if (counts->notes > 0)
        output_print(out, ", %zu note%s", counts->notes, plural(counts->notes));
}

static void
print_count(struct output *out, size_t count, const char *what)
{
    output_print(out, ", %zu %s%s", count, what, plural(count));
}

static void
print_verdict(struct output *out, const char *name, const struct crr_model *model,
    const struct finding_counts *counts)
{
    struct crr_model_head head;

    if (!model) {
        output_print(out, "%s: not valid: ", model_name(name));
        print_counts(out, counts);
        output_print(out, "%s\n", counts->errors == 0 ? " (--strict)" : "");
        return;
    }
    crr_model_head(model, NULL, &head);
    output_print(out, "%s: ", model_name(name));
    if (counts->warnings + counts->notes > 0) {
        print_counts(out, counts);
        output_print(out, "; ");
    }
    output_print(out, "model %.*s %.*s, digest %.16s...", (int)head.id.length,
        head.id.at, (int)head.version.length, head.version.at, crr_model_digest(model));
    print_count(out, crr_model_input_count(model), "input");
    print_count(out, crr_model_factor_count(model), "factor");
    print_count(out, crr_model_tier_count(model), "tier");
    print_count(out, crr_model_rule_count(model), "rule");
    output_print(out, "\n");
}

static void
print_json_verdict(struct json *json, const struct crr_model *model,
    const struct finding_counts *counts)
{
    struct crr_model_head head;

    json_count(json, "errors", counts->errors);
    json_count(json, "warnings", counts->warnings);
    json_count(json, "notes", counts->notes);
    json_bool(json, "valid", model != NULL);
    if (!model)
        return;
    crr_model_head(model, NULL, &head);
    json_text(json, "model", head.id);
    json_text(json, "version", head.version);
    json_string(json, "digest", crr_model_digest(model));
    json_string(json, "source_digest", crr_model_source_digest(model));
    json_count(json, "inputs", crr_model_input_count(model));
    json_count(json, "factors", crr_model_factor_count(model));
    json_count(json, "tiers", crr_model_tier_count(model));
    json_count(json, "rules", crr_model_rule_count(model));
}

static int
check(const struct check_arguments *arguments, const char *name, struct output *out)
{
    struct json json = {out, 0, false};
    struct report report = {
        out, arguments->json ? &json : NULL, may_colour(STDOUT_FILENO)};
    struct finding_counts counts;
    struct crr_model *model = NULL;
    struct crr_error error;
    int exit_status;

    if (arguments->json) {
        json_open(&json, NULL, '{');
        json_string(&json, "file", model_name(name));
        json_open(&json, "findings", '[');
    }
    exit_status = load_model(
        name, arguments->strict, print_finding, &report, &model, &counts, &error);
    if (exit_status == EXIT_FILE)
        say_unreadable(name, &error);
    if (arguments->json) {
        if (exit_status == EXIT_FILE)
            json_finding(&json, NULL, &error);
        counts.errors += exit_status == EXIT_FILE;
        json_close(&json, ']');
        print_json_verdict(&json, model, &counts);
        json_close(&json, '}');
    } else if (exit_status != EXIT_FILE) {
        print_verdict(out, name, model, &counts);
    }
    if (exit_status == EXIT_DONE && counts.warnings > 0)
        exit_status = EXIT_FINDINGS;
    crr_model_unref(model);
    return exit_status;
}

static int
run(const void *user, const struct operands *operands)
{
    struct output out;
    int exit_status;

    output_open_stream(&out, STDOUT_FILENO);
    exit_status = check(user, operands->at[0], &out);
    return output_close(&out) ? exit_status : EXIT_FILE;
}

const struct command command_check = {
    .name = "check",
    .summary = "report everything that is wrong with a model",
    .usage = "[--strict] [--json] MODEL",
    .text =
        "Reads a model with its tables, and prints every finding with its place:\n"
        "\n"
        "  FILE:LINE:COLUMN: error CRR-0401 PATH: what is wrong, what was expected\n"
        "\n"
        "and then one line about the model. It exits with 0 if nothing or notes alone\n"
        "are reported, 1 with warnings, 2 if the model is not valid. `crr findings`\n"
        "explains the numbers. MODEL may be - for standard input.",
    .example = "  crr check config/correction.yaml",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .arguments_size = sizeof(struct check_arguments),
    .operand_min = 1,
    .operand_max = 1,
    .operand_expected = "the name of a model",
    .run = run,
};

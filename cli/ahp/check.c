/* crr ahp check: what is wrong with judgements, and a verdict for each node. */
#include "ahp/commands.h"
#include "ahp/derived.h"
#include "json.h"
#include "option.h"
#include "reading.h"
#include "say.h"

#include <math.h>
#include <unistd.h>

#define CR_PLACES 6

struct check_arguments {
    char delimiter;
    bool json;
    bool strict;
};

static const struct option options[] = {
    OPTION_DELIMITER_OF_MATRIX(struct check_arguments),
    {.name = "strict",
        .help = "warnings about what is written refuse the file too",
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

static const char *
verdict_name(enum crr_ahp_verdict verdict)
{
    static const char *const names[] = {
        "", "consistent", "inconsistent", "not testable", "scored"};

    return names[verdict];
}

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

/* ---- As lines ---- */

static void
print_name(struct output *out, struct crr_text name)
{
    char text[256];

    print_text(text, sizeof text, "%.*s", (int)name.length, name.at);
    clean_text(text);
    output_print(out, "%s", text);
}

static void
print_ratio(struct output *out, const struct crr_ahp_voice *voice,
    const struct crr_ahp_view *view)
{
    double cr = voice->decisive_cr;
    char text[CRR_NUMBER_SIZE];

    if (isnan(cr) || cr > 1e9)
        return;
    crr_decimal_print((int64_t)(cr * 1e6 + 0.5), CR_PLACES, text);
    if (voice->missing_count > 0)
        output_print(
            out, ", CR %s under exact for %zu missing", text, voice->missing_count);
    else
        output_print(out, ", CR %s under %s", text, crr_ahp_table(view->table)->id);
}

static void
print_node(struct output *out, const struct crr_ahp_view *view,
    const struct crr_ahp_tree_view *tree, const struct crr_ahp_node_view *node)
{
    if (tree->segment.length > 0) {
        print_name(out, tree->segment);
        output_print(out, "/");
    }
    print_name(out, node->id);
    output_print(out, ": %s", verdict_name(node->verdict));
    if (!node->scores && node->child_count > 2)
        print_ratio(out, &node->group, view);
    output_print(out, "\n");
    for (size_t i = 0; i < node->expert_count; i++) {
        const struct crr_ahp_voice *voice = &node->experts[i];

        output_print(out, "  ");
        print_name(out, voice->name);
        output_print(out, ": %s",
            voice->connected ? verdict_name(voice->verdict) : "does not connect");
        if (voice->connected && node->child_count > 2)
            print_ratio(out, voice, view);
        output_print(out, "\n");
    }
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
print_verdict(struct output *out, const char *name, const struct loaded *loaded)
{
    const struct crr_ahp_view *view;

    if (!loaded->ahp) {
        output_print(out, "%s: not valid: ", model_name(name));
        print_counts(out, &loaded->counts);
        output_print(out, "%s\n", loaded->counts.errors == 0 ? " (--strict)" : "");
        return;
    }
    view = crr_ahp_view(loaded->ahp);
    for (size_t i = 0; i < view->tree_count; i++)
        for (size_t j = 0; j < view->trees[i].node_count; j++)
            print_node(out, view, &view->trees[i], &view->trees[i].nodes[j]);
    output_print(out, "%s: %s", model_name(name), verdict_name(view->verdict));
    if (loaded->counts.warnings + loaded->counts.notes > 0) {
        output_print(out, "; ");
        print_counts(out, &loaded->counts);
    }
    output_print(out, "; digest %.16s...\n", view->digest);
}

/* ---- As JSON ---- */

static void
print_json_node(struct json *json, const struct crr_ahp_node_view *node)
{
    json_open(json, NULL, '{');
    json_text(json, "id", node->id);
    json_string(json, "verdict", verdict_name(node->verdict));
    json_open(json, "experts", '[');
    for (size_t i = 0; i < node->expert_count; i++) {
        json_open(json, NULL, '{');
        json_text(json, "name", node->experts[i].name);
        json_bool(json, "connected", node->experts[i].connected);
        json_string(json, "verdict", verdict_name(node->experts[i].verdict));
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
}

static void
print_json_tree(struct json *json, const struct crr_ahp_tree_view *tree)
{
    json_open(json, "nodes", '[');
    for (size_t i = 0; i < tree->node_count; i++)
        print_json_node(json, &tree->nodes[i]);
    json_close(json, ']');
}

static void
print_json_verdict(struct json *json, const struct loaded *loaded)
{
    const struct crr_ahp_view *view;

    json_count(json, "errors", loaded->counts.errors);
    json_count(json, "warnings", loaded->counts.warnings);
    json_count(json, "notes", loaded->counts.notes);
    json_bool(json, "valid", loaded->ahp != NULL);
    if (!loaded->ahp)
        return;
    view = crr_ahp_view(loaded->ahp);
    json_string(json, "digest", view->digest);
    json_string(json, "verdict", verdict_name(view->verdict));
    if (view->tree_count == 1 && view->trees[0].segment.length == 0) {
        print_json_tree(json, &view->trees[0]);
        return;
    }
    json_open(json, "segments", '[');
    for (size_t i = 0; i < view->tree_count; i++) {
        json_open(json, NULL, '{');
        json_text(json, "id", view->trees[i].segment);
        print_json_tree(json, &view->trees[i]);
        json_string(json, "verdict", verdict_name(view->trees[i].verdict));
        json_close(json, '}');
    }
    json_close(json, ']');
}

/* ---- The command ---- */

static int
check(const struct check_arguments *arguments, const char *name, struct output *out)
{
    struct json json = {out, 0, false};
    struct report report = {
        out, arguments->json ? &json : NULL, may_colour(STDOUT_FILENO)};
    struct loaded loaded;
    int exit_status;

    if (arguments->json) {
        json_open(&json, NULL, '{');
        json_string(&json, "file", model_name(name));
        json_open(&json, "findings", '[');
    }
    exit_status = load_ahp(name,
        &(struct load_settings){arguments->strict, arguments->delimiter}, print_finding,
        &report, &loaded);
    if (arguments->json) {
        if (exit_status == EXIT_FILE)
            json_finding(&json, NULL, &loaded.error);
        loaded.counts.errors += exit_status == EXIT_FILE;
        json_close(&json, ']');
        print_json_verdict(&json, &loaded);
        json_close(&json, '}');
    } else if (exit_status != EXIT_FILE) {
        print_verdict(out, name, &loaded);
    }
    if (exit_status == EXIT_DONE && loaded.counts.warnings > 0)
        exit_status = EXIT_FINDINGS;
    loaded_release(&loaded);
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
    .summary = "report what is wrong with judgements, and how consistent they are",
    .usage = "[--delimiter C] [--strict] [--json] FILE",
    .text =
        "Prints every finding about the judgements with its place:\n"
        "\n"
        "  FILE:LINE:COLUMN: error CRR-0802 PATH: what is wrong, what was expected\n"
        "\n"
        "then a line for each node with its verdict, below it its experts', and one\n"
        "about all. It exits with 0 if nothing or notes alone are reported, 1 with\n"
        "warnings (inconsistent judgements are one), 2 if the judgements are not "
        "valid.\n"
        "FILE is what `crr ahp weights` reads.",
    .example = "  crr ahp check examples/judgements.yaml",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .arguments_size = sizeof(struct check_arguments),
    .operand_min = 1,
    .operand_max = 1,
    .operand_expected = "the name of a file with judgements",
    .run = run,
};

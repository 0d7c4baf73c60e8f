/* crr show: what is in a model. */
#include "command.h"
#include "json.h"
#include "load.h"
#include "option.h"
#include "say.h"

#include <string.h>
#include <unistd.h>

struct show_arguments {
    bool digest;
    bool json;
    const char *language;
};

static const struct option options[] = {
    {.name = "digest",
        .help = "print the digests only: of the canonical text, and of the\n"
                "bytes of the model's files",
        .member = offsetof(struct show_arguments, digest),
        .read = option_read_flag},
    {.name = "json",
        .help = "print the head, the inputs, the factors with their global\n"
                "weights, the tiers and the rules as a JSON object",
        .member = offsetof(struct show_arguments, json),
        .read = option_read_flag},
    {.name = "lang",
        .argument = "TAG",
        .help = "with --json: titles in this language (zh)",
        .member = offsetof(struct show_arguments, language),
        .read = option_read_text,
        .expected = "a language tag such as zh"},
};

static void
json_id(struct json *json, const char *key, const struct crr_model *model, size_t input)
{
    struct crr_input_view view;

    if (crr_model_input(model, input, NULL, &view) == CRR_OK)
        json_text(json, key, view.id);
}

static void
json_title(struct json *json, struct crr_text title)
{
    if (title.length > 0)
        json_text(json, "title", title);
}

static void
print_head(struct json *json, const struct crr_model *model, const char *language)
{
    struct crr_model_head head;

    crr_model_head(model, language, &head);
    json_text(json, "id", head.id);
    json_text(json, "version", head.version);
    json_title(json, head.title);
    if (head.owner.length > 0)
        json_text(json, "owner", head.owner);
    json_string(json, "digest", crr_model_digest(model));
    json_string(json, "source_digest", crr_model_source_digest(model));
    json_day(json, "effective_from", head.effective_from);
    json_day(json, "effective_to", head.effective_to);
    json_decimal(json, "score_low", head.score_low, head.decimals);
    json_decimal(json, "score_high", head.score_high, head.decimals);
    json_count(json, "decimals", (uint64_t)head.decimals);
    json_count(json, "scale", (uint64_t)head.scale);
    json_bool(json, "needs_as_of", head.needs_as_of);
}

static void
print_inputs(struct json *json, const struct crr_model *model, const char *language)
{
    static const char *const types[] = {
        "", "code", "number", "date", "flag", "text", "codes"};
    struct crr_input_view view;

    json_open(json, "inputs", '[');
    for (size_t i = 0; crr_model_input(model, i, language, &view) == CRR_OK; i++) {
        json_open(json, NULL, '{');
        json_text(json, "id", view.id);
        json_title(json, view.title);
        json_string(json, "type", types[view.type]);
        if (view.type == CRR_INPUT_NUMBER)
            json_count(json, "places", (uint64_t)view.places);
        json_bool(json, "key", view.key);
        json_bool(json, "confidential", view.confidential);
        json_bool(json, "used", view.used);
        json_open(json, "columns", '[');
        for (size_t k = 0; k < view.column_count; k++)
            json_text(json, NULL, view.columns[k]);
        json_close(json, ']');
        json_close(json, '}');
    }
    json_close(json, ']');
}

/* The segments, each with its first factor and how many it has in `factors`. */
static void
print_segments(struct json *json, const struct crr_model *model, const char *language)
{
    struct crr_segment_view view;

    crr_model_segment(model, 0, language, &view);
    if (view.id.length == 0)
        return;
    json_open(json, "segments", '[');
    for (size_t i = 0; crr_model_segment(model, i, language, &view) == CRR_OK; i++) {
        json_open(json, NULL, '{');
        json_text(json, "id", view.id);
        json_title(json, view.title);
        json_bool(json, "scenario", view.scenario);
        json_count(json, "factor_first", (uint64_t)view.factor_first);
        json_count(json, "factor_count", (uint64_t)view.factor_count);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
print_factors(struct json *json, const struct crr_model *model, const char *language)
{
    static const char *const kinds[] = {"", "group", "table", "bands", "age", "flag",
        "condition", "number", "interpolation"};
    struct crr_factor_view view, parent;

    json_open(json, "factors", '[');
    for (size_t i = 0; crr_model_factor(model, i, language, &view) == CRR_OK; i++) {
        json_open(json, NULL, '{');
        json_text(json, "id", view.id);
        json_title(json, view.title);
        if (view.basis.length > 0)
            json_text(json, "basis", view.basis);
        json_string(json, "kind", kinds[view.kind]);
        if (view.parent != CRR_NONE &&
            crr_model_factor(model, view.parent, NULL, &parent) == CRR_OK)
            json_text(json, "parent", parent.id);
        if (view.input != CRR_NONE)
            json_id(json, "input", model, view.input);
        json_bool(json, "correction", view.correction);
        if (!view.correction)
            json_decimal(json, "global_weight", view.global_weight, 9);
        json_bool(json, "confidential", view.confidential);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
print_tiers(struct json *json, const struct crr_model *model, const char *language)
{
    struct crr_tier_view view;
    struct crr_model_head head;

    crr_model_head(model, NULL, &head);
    json_open(json, "tiers", '[');
    for (size_t i = 0; crr_model_tier(model, i, language, &view) == CRR_OK; i++) {
        json_open(json, NULL, '{');
        json_text(json, "id", view.id);
        json_title(json, view.title);
        if (view.scored)
            json_decimal(json, "from", view.from, head.decimals);
        if (view.review_unit != CRR_REVIEW_NONE)
            json_count(json,
                view.review_unit == CRR_REVIEW_DAYS ? "review_days" : "review_months",
                (uint64_t)view.review_count);
        json_open(json, "measures", '[');
        for (size_t k = 0; k < view.measure_count; k++)
            json_text(json, NULL, view.measures[k]);
        json_close(json, ']');
        json_bool(json, "relationship", !view.no_relationship);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
print_rules(struct json *json, const struct crr_model *model, const char *language)
{
    static const char *const effects[] = {"", "review", "tier", "at_least", "at_most"};
    struct crr_rule_view view;
    struct crr_tier_view tier;

    json_open(json, "rules", '[');
    for (size_t i = 0; crr_model_rule(model, i, language, &view) == CRR_OK; i++) {
        json_open(json, NULL, '{');
        json_text(json, "id", view.id);
        json_title(json, view.title);
        if (view.basis.length > 0)
            json_text(json, "basis", view.basis);
        json_string(json, "effect", effects[view.effect]);
        if (view.tier != CRR_NONE &&
            crr_model_tier(model, view.tier, NULL, &tier) == CRR_OK)
            json_text(json, "tier", tier.id);
        json_bool(json, "review", view.review);
        json_bool(json, "confidential", view.confidential);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
print_lists(struct json *json, const struct crr_model *model)
{
    struct crr_list_view view;

    if (crr_model_list_count(model) == 0)
        return;
    json_open(json, "lists", '[');
    for (size_t i = 0; crr_model_list(model, i, &view) == CRR_OK; i++) {
        json_open(json, NULL, '{');
        json_text(json, "id", view.id);
        json_text(json, "file", view.file);
        json_string(json, "digest", view.digest);
        json_count(json, "entry_count", (uint64_t)view.entry_count);
        json_count(json, "name_count", (uint64_t)view.name_count);
        json_count(json, "identifier_count", (uint64_t)view.identifier_count);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
print_json(const struct show_arguments *arguments, const struct crr_model *model,
    struct output *out)
{
    struct json json = {out, 0, false};

    json_open(&json, NULL, '{');
    if (arguments->digest) {
        json_string(&json, "digest", crr_model_digest(model));
        json_string(&json, "source_digest", crr_model_source_digest(model));
    } else {
        print_head(&json, model, arguments->language);
        print_inputs(&json, model, arguments->language);
        print_segments(&json, model, arguments->language);
        print_factors(&json, model, arguments->language);
        print_lists(&json, model);
        print_tiers(&json, model, arguments->language);
        print_rules(&json, model, arguments->language);
    }
    json_close(&json, '}');
}

static int
run(const void *user, const struct operands *operands)
{
    const struct show_arguments *arguments = user;
    struct crr_model *model;
    struct crr_text canonical;
    struct output out;
    int exit_status = load_model_or_say(operands->at[0], false, &model);

    if (exit_status != EXIT_DONE)
        return exit_status;
    output_open_stream(&out, STDOUT_FILENO);
    canonical = crr_model_canonical(model);
    if (arguments->json)
        print_json(arguments, model, &out);
    else if (arguments->digest)
        output_print(&out, "digest: %s\nsource_digest: %s\n", crr_model_digest(model),
            crr_model_source_digest(model));
    else
        output_write(&out, canonical.at, canonical.length);
    crr_model_unref(model);
    return output_close(&out) ? EXIT_DONE : EXIT_FILE;
}

const struct command command_show = {
    .name = "show",
    .summary = "print a model's canonical text, or its digests",
    .usage = "[--digest] [--json] [--lang TAG] MODEL",
    .text =
        "Prints the model as one YAML text with its tables inlined, in normal form;\n"
        "lists stay in their files, which the text names by their SHA-256.\n"
        "It compiles to the same model. The SHA-256 of this text is the model's\n"
        "digest, which every rating can name. The source digest is over the bytes of\n"
        "the model's files as they are: what `sha256sum MODEL FILE... | sha256sum`\n"
        "prints. MODEL may be - for standard input.",
    .example = "  crr show --digest config/correction.yaml",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .arguments_size = sizeof(struct show_arguments),
    .operand_min = 1,
    .operand_max = 1,
    .operand_expected = "the name of a model",
    .run = run,
};

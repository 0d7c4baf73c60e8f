/* The explanation as one JSON object. Exact values are strings: a decimal, or a
 * fraction where there is no finite decimal. Keys stand in a fixed order and are never
 * renamed. */
#include "plan/explain.h"

struct printer {
    struct crr_writer writer;
    const struct crr_rater *rater;
    struct crr_explain_options options;
};

static void
name(struct printer *printer, const char *key)
{
    crr_write_json_string(&printer->writer, crr_text_of(key));
    crr_write_string(&printer->writer, ": ");
}

static void
member_text(struct printer *printer, const char *key, struct crr_text text)
{
    name(printer, key);
    crr_write_json_string(&printer->writer, text);
    crr_write_string(&printer->writer, ", ");
}

static void
member_exact(struct printer *printer, const char *key, int64_t n, int64_t s)
{
    char text[CRR_NUMBER_SIZE];
    crr_fraction_print(n, s, text);
    member_text(printer, key, crr_text_of(text));
}

static void
member_score(struct printer *printer, const char *key, int64_t units)
{
    char text[CRR_NUMBER_SIZE];
    crr_decimal_print(units, printer->rater->model->ast->decimals, text);
    member_text(printer, key, crr_text_of(text));
}

/* A distance to a tier, null where there is none. */
static void
member_distance(struct printer *printer, const char *key, int64_t units)
{
    if (units >= 0) {
        member_score(printer, key, units);
        return;
    }
    name(printer, key);
    crr_write_string(&printer->writer, "null, ");
}

/* The effective weight: global, or among the members of a group that gives points of
 * its own. */
static void
print_weight(struct printer *printer, const struct crr_ast_factor *factor,
    const struct crr_factor_rating *rating)
{
    if (factor->correction)
        return;
    if (!factor->inner)
        member_exact(printer, "weight", rating->weight, rating->weight_total);
    else if (rating->weight > 0)
        member_exact(printer, "member_weight", rating->weight, rating->weight_total);
}

/* The links to the linked person because of whom it is so, with a comma before. */
static void
print_way(struct printer *printer, uint32_t input, uint32_t place)
{
    if (place == CRR_ABSENT ||
        !crr_explain_has_way(printer->rater, input, &printer->options))
        return;
    crr_write_string(&printer->writer, ", ");
    name(printer, "via");
    crr_write_string(&printer->writer, "\"");
    crr_explain_put_way(printer->rater, &printer->writer, input, place);
    crr_write_string(&printer->writer, "\"");
}

static void
print_factor(struct printer *printer, uint32_t index)
{
    const struct crr_rater *rater = printer->rater;
    const struct crr_ast_factor *factor = &rater->model->ast->factors[index];
    bool sum = factor->kind == CRR_FACTOR_GROUP && !factor->node;
    char buffer[CRR_SHOWN_LIMIT];
    struct crr_factor_rating rating;
    crr_rater_factor(rater, index, &rating);
    crr_write_string(&printer->writer, "{");
    member_text(printer, "id", factor->id);
    print_weight(printer, factor, &rating);
    if (factor->node)
        member_text(printer, "combine", crr_text_of(crr_combine_name(factor->combine)));
    else if (!sum)
        member_text(printer, "input", crr_explain_value(rater, index, buffer));
    if (!sum) {
        member_text(printer, "match", rating.match);
        if (rating.note.length > 0)
            member_text(printer, "note", rating.note);
    }
    if (!sum || rating.source == CRR_POINTS_NONE)
        member_text(printer, "source", crr_text_of(crr_explain_source(rating.source)));
    if (crr_explain_shows_points(rater, index, &printer->options))
        member_exact(printer, "points", rating.points, 10000);
    member_exact(printer, "contribution",
        crr_explain_contribution(rater, index, &printer->options), rater->rating.scale);
    name(printer, "group");
    crr_write_string(
        &printer->writer, factor->kind == CRR_FACTOR_GROUP ? "true" : "false");
    print_way(printer, factor->input, crr_rater_value_place(rater, index));
    crr_write_string(&printer->writer, "}");
}

static void
print_factors(struct printer *printer, const char *key, uint32_t from, uint32_t to)
{
    const struct crr_ast *ast = printer->rater->model->ast;
    const char *separator = "\n    ";
    name(printer, key);
    crr_write_string(&printer->writer, "[");
    for (uint32_t i = from; i < to; i++) {
        if (crr_explain_hides(ast->factors[i].hidden, &printer->options))
            continue;
        crr_write_string(&printer->writer, separator);
        print_factor(printer, i);
        separator = ",\n    ";
    }
    crr_write_string(&printer->writer, "],\n  ");
}

/* The entry of a list that a rule fired by. */
static void
print_entry(struct printer *printer, const struct crr_rule_rating *rule)
{
    if (!rule->list.at)
        return;
    crr_write_string(&printer->writer, ", ");
    member_text(printer, "list", rule->list);
    member_text(printer, "entry", rule->entry);
    name(printer, "entry_line");
    crr_write_count(&printer->writer, rule->entry_line);
}

static void
print_rules(struct printer *printer)
{
    static const char *const truths[] = {
        [CRR_FALSE] = "false", [CRR_TRUE] = "true", [CRR_UNKNOWN] = "unknown"};
    const struct crr_ast *ast = printer->rater->model->ast;
    const char *separator = "\n    ";
    uint32_t input, place;
    name(printer, "rules");
    crr_write_string(&printer->writer, "[");
    for (uint32_t i = 0; i < ast->rule_count; i++) {
        const struct crr_ast_rule *rule = &ast->rules[i];
        if (!printer->rater->rules[i].fired ||
            crr_explain_hides(rule->hidden, &printer->options))
            continue;
        crr_write_string(&printer->writer, separator);
        crr_write_string(&printer->writer, "{");
        member_text(printer, "id", rule->id);
        member_text(printer, "effect", crr_text_of(crr_explain_effect(rule->effect)));
        if (rule->tier != CRR_ABSENT)
            member_text(printer, "tier", ast->tiers[rule->tier].id);
        member_text(
            printer, "truth", crr_text_of(truths[printer->rater->rules[i].truth]));
        name(printer, "basis");
        crr_write_json_string(&printer->writer, rule->basis);
        print_entry(printer, &printer->rater->rules[i]);
        if (crr_rater_find_cause(printer->rater, rule->condition, &input, &place))
            print_way(printer, input, place);
        crr_write_string(&printer->writer, "}");
        separator = ",\n    ";
    }
    crr_write_string(&printer->writer, "],\n  ");
}

static void
print_head(struct printer *printer)
{
    const struct crr_rater *rater = printer->rater;
    const struct crr_ast *ast = rater->model->ast;
    crr_write_string(&printer->writer, "{");
    if (printer->options.key.length > 0)
        member_text(printer, "key", printer->options.key);
    if (printer->options.file)
        member_text(printer, "file", crr_text_of(printer->options.file));
    if (printer->options.file && printer->options.line > 0) {
        name(printer, "line");
        crr_write_count(&printer->writer, printer->options.line);
        crr_write_string(&printer->writer, ", ");
    }
    member_text(printer, "model", ast->id);
    member_text(printer, "version", ast->version);
    member_text(printer, "digest", crr_text_of(ast->digest));
    if (rater->segment->ast->id.length > 0)
        member_text(printer, "segment", rater->segment->ast->id);
    if (rater->has_as_of) {
        char day[11];
        crr_day_print(rater->as_of, day);
        member_text(printer, "as_of", crr_text_of(day));
    }
    crr_write_string(&printer->writer, "\n  ");
}

static void
print_result(struct printer *printer)
{
    const struct crr_ast *ast = printer->rater->model->ast;
    const struct crr_rating *rating = &printer->rater->rating;
    const struct crr_remainder *rest = &printer->rater->remainder;
    int64_t scale = rating->scale;
    int64_t hidden;
    if (crr_explain_hidden_sum(printer->rater, &printer->options, &hidden))
        member_exact(printer, "confidential", hidden, scale);
    member_exact(printer, "theta", rating->theta, scale);
    member_exact(printer, "theta_clamp", rest->theta_clamp, scale);
    member_exact(printer, "score_clamp", rest->score_clamp, scale);
    member_exact(printer, "rounding", rest->rounding, scale);
    member_score(printer, "score", rating->score);
    member_text(printer, "score_tier", ast->tiers[rating->score_tier].id);
    member_text(
        printer, "tier_without_theta", ast->tiers[rating->tier_without_theta].id);
    member_distance(printer, "to_next_up", rating->to_next_up);
    member_distance(printer, "to_next_down", rating->to_next_down);
    crr_write_string(&printer->writer, "\n  ");
}

/* The bounds over all that missing inputs may be, where there are such inputs. */
static void
print_interval(struct printer *printer)
{
    const struct crr_rater *rater = printer->rater;
    const struct crr_ast *ast = rater->model->ast;
    const char *separator = "";
    if (rater->supposed_count == 0)
        return;
    member_score(printer, "score_low", rater->rating.score_low);
    member_score(printer, "score_high", rater->rating.score_high);
    member_text(printer, "tier_low", ast->tiers[rater->rating.tier_low].id);
    name(printer, "depends_on");
    crr_write_string(&printer->writer, "[");
    for (uint32_t i = 0; i < ast->input_count; i++) {
        bool hides = crr_explain_hides(ast->inputs[i].confidential, &printer->options);
        if (!crr_rater_depends_on(rater, i))
            continue;
        crr_write_string(&printer->writer, separator);
        crr_write_json_string(&printer->writer,
            hides ? crr_text_of("(confidential)") : ast->inputs[i].id);
        separator = ", ";
    }
    crr_write_string(&printer->writer, "],\n  ");
}

/* The rule that changed the tier, null where none did, "confidential" where it is. */
static void
print_deciding_rule(struct printer *printer)
{
    const struct crr_ast *ast = printer->rater->model->ast;
    size_t rule = printer->rater->rating.rule;
    if (rule == CRR_NONE) {
        name(printer, "tier_by_rule");
        crr_write_string(&printer->writer, "null, ");
        return;
    }
    bool hides = crr_explain_hides(ast->rules[rule].hidden, &printer->options);
    member_text(printer, "tier_by_rule",
        hides ? crr_text_of("(confidential)") : ast->rules[rule].id);
}

static void
print_tail(struct printer *printer)
{
    const struct crr_ast *ast = printer->rater->model->ast;
    const struct crr_rating *rating = &printer->rater->rating;
    const struct crr_ast_tier *tier =
        &ast->tiers[crr_explain_final_tier(printer->rater, &printer->options)];
    member_text(printer, "tier", ast->tiers[rating->tier].id);
    print_deciding_rule(printer);
    crr_explain_print_after(&printer->writer, printer->rater, &printer->options);
    name(printer, "review");
    crr_write_string(&printer->writer, rating->review ? "true, " : "false, ");
    name(printer, "measures");
    crr_write_string(&printer->writer, "[");
    for (uint32_t i = 0; i < tier->measure_count; i++) {
        crr_write_string(&printer->writer, i ? ", " : "");
        crr_write_json_string(&printer->writer, tier->measures[i]);
    }
    crr_write_string(&printer->writer, "]}\n");
}

enum crr_status
crr_rater_explain_json(const struct crr_rater *rater,
    const struct crr_explain_options *options,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    struct printer printer;
    if (!write || !crr_explain_begin(rater, options, &printer.options))
        return CRR_E_ARGUMENT;
    printer.rater = rater;
    crr_writer_init(&printer.writer, write, user);
    const struct crr_ast_segment *segment = rater->segment->ast;
    print_head(&printer);
    print_factors(&printer, "factors", segment->first, segment->secondary);
    print_factors(&printer, "correction", segment->secondary, segment->end);
    print_result(&printer);
    print_interval(&printer);
    print_rules(&printer);
    crr_explain_print_strangers(&printer.writer, rater, &printer.options);
    print_tail(&printer);
    return crr_writer_flush(&printer.writer) ? CRR_OK : CRR_E_WRITE;
}

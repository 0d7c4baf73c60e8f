/* What stands above and below the table of an explanation: whose it is; then the tiers,
 * the rules and what follows from them, a line each. */
#include "plan/explain.h"

#define LABEL_WIDTH 12

struct printer {
    struct crr_writer *writer;
    const struct crr_rater *rater;
    const struct crr_explain_options *options;
};

void
crr_explain_put_label(struct crr_writer *writer, const char *label)
{
    crr_write_string(writer, label);
    for (size_t i = strlen(label); i < LABEL_WIDTH; i++)
        crr_write_string(writer, " ");
}

void
crr_explain_put_text(struct crr_writer *writer, struct crr_text text)
{
    char shown[512];
    crr_write_string(writer, crr_text_shown(text, shown, sizeof shown));
}

static void
put_label(const struct printer *printer, const char *label)
{
    crr_explain_put_label(printer->writer, label);
}

static void
put_text(const struct printer *printer, struct crr_text text)
{
    crr_explain_put_text(printer->writer, text);
}

/* A tier's id, and its title where it says more. */
static void
put_tier(const struct printer *printer, size_t index)
{
    const struct crr_ast_tier *tier = &printer->rater->model->ast->tiers[index];
    struct crr_text title = crr_title_in(&tier->titles, printer->options->language);
    put_text(printer, tier->id);
    if (title.length == 0 || crr_text_equal(title, tier->id))
        return;
    crr_write_string(printer->writer, " / ");
    put_text(printer, title);
}

static void
put_score(const struct printer *printer, int64_t units)
{
    crr_write_decimal(printer->writer, units, printer->rater->model->ast->decimals);
}

static void
put_segment(const struct printer *printer, const struct crr_ast_segment *segment)
{
    struct crr_text title = crr_title_in(&segment->titles, printer->options->language);
    put_label(printer, "segment");
    put_text(printer, segment->id);
    if (title.length > 0 && !crr_text_equal(title, segment->id)) {
        crr_write_string(printer->writer, " / ");
        put_text(printer, title);
    }
    crr_write_string(printer->writer, "\n");
}

/* Where the record stands: there may be several of one customer. */
static void
put_record(const struct printer *printer)
{
    put_label(printer, "record");
    if (printer->options->line > 0) {
        crr_write_string(printer->writer, "in line ");
        crr_write_count(printer->writer, printer->options->line);
        crr_write_string(printer->writer, " of ");
    }
    put_text(printer, crr_text_of(printer->options->file));
    crr_write_string(printer->writer, "\n");
}

void
crr_explain_put_head(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options)
{
    const struct printer lines = {writer, rater, options}, *printer = &lines;
    const struct crr_ast *ast = printer->rater->model->ast;
    if (printer->options->key.length > 0) {
        put_label(printer, "customer");
        put_text(printer, printer->options->key);
        crr_write_string(printer->writer, "\n");
    }
    if (printer->options->file)
        put_record(printer);
    put_label(printer, "model");
    put_text(printer, ast->id);
    crr_write_string(printer->writer, " ");
    put_text(printer, ast->version);
    crr_write_string(printer->writer, ", digest ");
    crr_write_string(printer->writer, ast->digest);
    crr_write_string(printer->writer, "\n");
    if (printer->rater->segment->ast->id.length > 0)
        put_segment(printer, printer->rater->segment->ast);
    if (printer->rater->has_as_of) {
        char day[11];
        crr_day_print(printer->rater->as_of, day);
        put_label(printer, "as of");
        crr_write_string(printer->writer, day);
        crr_write_string(printer->writer, "\n");
    }
    crr_write_string(printer->writer, "\n");
}

/* The scored tier above one that is not the highest. */
static const struct crr_ast_tier *
next_scored(const struct crr_ast *ast, size_t index)
{
    do
        index++;
    while (!ast->tiers[index].scored);
    return &ast->tiers[index];
}

static void
put_score_tier(const struct printer *printer)
{
    const struct crr_ast *ast = printer->rater->model->ast;
    const struct crr_rating *rating = &printer->rater->rating;
    put_label(printer, "score tier");
    put_tier(printer, rating->score_tier);
    crr_write_string(printer->writer, ", from ");
    put_score(printer, printer->rater->segment->ast->from[rating->score_tier]);
    if (rating->to_next_down >= 0) {
        crr_write_string(printer->writer, "; ");
        put_score(printer, rating->to_next_down);
        crr_write_string(printer->writer, " above that");
    }
    if (rating->to_next_up >= 0) {
        crr_write_string(printer->writer, "; ");
        put_score(printer, rating->to_next_up);
        crr_write_string(printer->writer, " below ");
        put_text(printer, next_scored(ast, rating->score_tier)->id);
    }
    if (rating->tier_without_theta != rating->score_tier) {
        crr_write_string(printer->writer, "; θ decided: without it ");
        put_tier(printer, rating->tier_without_theta);
    }
    crr_write_string(printer->writer, "\n");
}

/* The bounds over all that missing inputs may be. */
static void
put_interval(const struct printer *printer)
{
    const struct crr_rater *rater = printer->rater;
    const struct crr_rating *rating = &rater->rating;
    const struct crr_ast *ast = rater->model->ast;
    const char *separator = "; tier depends on: ";
    if (rater->supposed_count == 0)
        return;
    put_label(printer, "interval");
    crr_write_string(printer->writer, "score from ");
    put_score(printer, rating->score_low);
    crr_write_string(printer->writer, " to ");
    put_score(printer, rating->score_high);
    if (rating->tier_low == rating->tier) {
        crr_write_string(printer->writer, "; tier certain\n");
        return;
    }
    crr_write_string(printer->writer, "; tier from ");
    put_text(printer, ast->tiers[rating->tier_low].id);
    crr_write_string(printer->writer, " to ");
    put_text(printer, ast->tiers[rating->tier].id);
    for (uint32_t i = 0; i < ast->input_count; i++) {
        if (!crr_rater_depends_on(rater, i))
            continue;
        crr_write_string(printer->writer, separator);
        put_text(
            printer, crr_explain_hides(ast->inputs[i].confidential, printer->options)
                         ? crr_text_of("(confidential)")
                         : ast->inputs[i].id);
        separator = ", ";
    }
    crr_write_string(printer->writer, "\n");
}

/* The entry of a list that a rule fired by. */
static void
put_entry(const struct printer *printer, const struct crr_rule_rating *rule)
{
    if (!rule->list.at)
        return;
    put_label(printer, "");
    crr_write_string(printer->writer, "in the list ");
    put_text(printer, rule->list);
    if (rule->entry.length > 0) {
        crr_write_string(printer->writer, ": ");
        put_text(printer, rule->entry);
    }
    crr_write_string(printer->writer, ", line ");
    crr_write_count(printer->writer, rule->entry_line);
    crr_write_string(printer->writer, "\n");
}

/* The links to the linked person because of whom a rule fired. */
static void
put_rule_way(const struct printer *printer, const struct crr_ast_rule *rule)
{
    uint32_t input, place;
    if (!crr_rater_find_cause(printer->rater, rule->condition, &input, &place) ||
        !crr_explain_has_way(printer->rater, input, printer->options))
        return;
    put_label(printer, "");
    crr_write_string(printer->writer, "via ");
    crr_explain_put_way(printer->rater, printer->writer, input, place);
    crr_write_string(printer->writer, "\n");
}

/* And because of whom a factor has its points; then those of whom nothing is known. */
static void
put_factor_ways(const struct printer *printer)
{
    const struct crr_ast *ast = printer->rater->model->ast;
    const struct crr_ast_segment *segment = printer->rater->segment->ast;
    const char *label = "linked";
    for (uint32_t i = segment->first; i < segment->end; i++) {
        uint32_t input = ast->factors[i].input;
        uint32_t place = crr_rater_value_place(printer->rater, i);
        if (place == CRR_ABSENT ||
            crr_explain_hides(ast->factors[i].hidden, printer->options) ||
            !crr_explain_has_way(printer->rater, input, printer->options))
            continue;
        put_label(printer, label);
        put_text(printer, ast->factors[i].id);
        crr_write_string(printer->writer, " via ");
        crr_explain_put_way(printer->rater, printer->writer, input, place);
        crr_write_string(printer->writer, "\n");
        label = "";
    }
    crr_explain_put_strangers(printer->writer, printer->rater, printer->options, label);
}

static void
put_rule(const struct printer *printer, uint32_t index)
{
    const struct crr_ast *ast = printer->rater->model->ast;
    const struct crr_ast_rule *rule = &ast->rules[index];
    put_label(printer, "rule");
    put_text(printer, rule->id);
    crr_write_string(printer->writer, ": ");
    crr_write_string(printer->writer, crr_explain_effect(rule->effect));
    if (rule->tier != CRR_ABSENT) {
        crr_write_string(printer->writer, " ");
        put_text(printer, ast->tiers[rule->tier].id);
    }
    if (rule->review)
        crr_write_string(printer->writer,
            rule->effect == CRR_RULE_REVIEW ? " required" : ", review required");
    if (printer->rater->rules[index].truth == CRR_UNKNOWN)
        crr_write_string(
            printer->writer, " (a value is missing; if_missing takes it as true)");
    if (rule->basis.length > 0) {
        crr_write_string(printer->writer, " — ");
        put_text(printer, rule->basis);
    }
    crr_write_string(printer->writer, "\n");
    put_entry(printer, &printer->rater->rules[index]);
    put_rule_way(printer, rule);
}

static void
put_review(const struct printer *printer, const struct crr_ast_tier *tier)
{
    if (tier->review_unit == CRR_REVIEW_NONE && !printer->rater->rating.review)
        return;
    put_label(printer, "review");
    if (printer->rater->rating.review)
        crr_write_string(printer->writer, "required by a rule; ");
    if (tier->review_unit == CRR_REVIEW_NONE) {
        crr_write_string(printer->writer, "the tier names no period");
    } else {
        crr_write_string(printer->writer, "every ");
        crr_write_count(printer->writer, (uint64_t)tier->review_count);
        crr_write_string(printer->writer,
            tier->review_unit == CRR_REVIEW_DAYS ? " days" : " months");
    }
    crr_write_string(printer->writer, "\n");
}

void
crr_explain_put_tail(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options)
{
    const struct printer lines = {writer, rater, options}, *printer = &lines;
    const struct crr_ast *ast = printer->rater->model->ast;
    const struct crr_rating *rating = &printer->rater->rating;
    const struct crr_ast_tier *tier =
        &ast->tiers[crr_explain_final_tier(rater, options)];
    crr_write_string(printer->writer, "\n");
    put_score_tier(printer);
    put_interval(printer);
    put_factor_ways(printer);
    for (uint32_t i = 0; i < ast->rule_count; i++)
        if (printer->rater->rules[i].fired &&
            !crr_explain_hides(ast->rules[i].hidden, printer->options))
            put_rule(printer, i);
    put_label(printer, "tier");
    put_tier(printer, rating->tier);
    if (rating->rule == CRR_NONE) {
        crr_write_string(printer->writer, ", by the score");
    } else {
        bool hides = crr_explain_hides(
            ast->rules[rating->rule].hidden, printer->options);
        crr_write_string(printer->writer, ", by rule ");
        put_text(printer,
            hides ? crr_text_of("(confidential)") : ast->rules[rating->rule].id);
    }
    crr_write_string(printer->writer, "\n");
    crr_explain_put_after(writer, rater, options);
    if (tier->no_relationship) {
        put_label(printer, "");
        crr_write_string(printer->writer, "no business relationship\n");
    }
    put_review(printer, tier);
    for (uint32_t i = 0; i < tier->measure_count; i++) {
        put_label(printer, i == 0 ? "measures" : "");
        put_text(printer, tier->measures[i]);
        crr_write_string(printer->writer, "\n");
    }
}

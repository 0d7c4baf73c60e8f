/* The canonical text: one self-contained YAML file in normal form, which compiles to
 * the same model and to the same canonical text. The model's digest is its SHA-256, so
 * its form is fixed for the life of `crr: 1`. A key that a later release adds must be
 * left out where the model does not give it: then the digests of older models stay.
 *
 *     crr, model, score, weights, missing_values, inputs, tables, lists, factors,
 *     correction, tiers, rules, history, accept
 *     model       id, version, title, description, owner, approved {by, on, ref},
 *                 effective {from, to}
 *     score       range, decimals, rounding, factor           (always all of them)
 *     weights     total                                       (always)
 *     an input    type, columns, key, missing, missing_values, unknown, case, before,
 *                 places, unit, format, separator, yes, no, linked, confidential, title
 *     a table     match, complete_from, rows
 *     a row       key, points, aliases, valid_from, valid_to, note
 *     a list      file, digest, delimiter, separator, entry, names, identifiers,
 *                 birth_dates, valid_from, valid_to, complete_from
 *     a factor    id, weight, title, basis, confidential, input, missing, unknown, then
 *                 table, range, inverted, of_many, cap | age_in | bands |
 *                 interpolate | when | points | range, inverted | factors
 *     correction  combine, bounds, factors
 *     a tier      id, from, title, review, measures, relationship
 *     a rule      id, when, tier | at_least | at_most | lowest, review, if_missing,
 *                 basis, title, confidential
 *     history     down {steps, wait}
 *     accept      finding, at, reason
 *
 * A list is not inlined: it changes daily and may have millions of entries. Its file
 * stays beside the text, which says by the file's digest which one it is.
 *
 * What has its default is left out, and the lower end of a band that begins where the
 * one before it ends; `columns`, `yes` and `no`, and an input's own `missing_values`
 * stand where the model gives them. Inputs, tables, factors, tiers, rules and accepted
 * findings keep the model's order, a table's rows are sorted by key, then by
 * valid_from. Rows, bands, points of an interpolation and conditions take one line
 * each. Numbers have no trailing zeros; years of reviews are months. No comments, no
 * blank lines, indented by two, LF at each line's end. */
#include "model/canonical.h"
#include "judgement/judgement.h"
#include "model/read.h"

/* ---- Head ---- */

static void
write_head(struct crr_page *page)
{
    const struct crr_ast *ast = page->ast;

    crr_page_head(page, "model");
    page->indent += 2;
    crr_page_text_line(page, "id", ast->id);
    crr_page_text_line(page, "version", ast->version);
    crr_page_titles_line(page, "title", &ast->titles);
    crr_page_titles_line(page, "description", &ast->descriptions);
    crr_page_text_line(page, "owner", ast->owner);
    if (ast->approved_on != CRR_NO_DAY) {
        crr_page_key(page, "approved");
        crr_page_open(page);
        crr_page_entry(page, "by");
        crr_page_texts(page, ast->approved_by, ast->approved_by_count);
        crr_page_entry(page, "on");
        crr_page_day(page, ast->approved_on);
        if (ast->approved_ref.length > 0) {
            crr_page_entry(page, "ref");
            crr_page_text(page, ast->approved_ref);
        }
        crr_page_close(page);
        crr_page_end_line(page);
    }
    if (ast->effective_from != CRR_NO_DAY || ast->effective_to != CRR_NO_DAY) {
        crr_page_key(page, "effective");
        crr_page_open(page);
        crr_page_day_entry(page, "from", ast->effective_from);
        crr_page_day_entry(page, "to", ast->effective_to);
        crr_page_close(page);
        crr_page_end_line(page);
    }
    page->indent -= 2;
}

static void
write_score(struct crr_page *page)
{
    static const char *const roundings[] = {[CRR_ROUND_HALF_UP] = "half_up",
        [CRR_ROUND_HALF_EVEN] = "half_even",
        [CRR_ROUND_UP] = "up",
        [CRR_ROUND_DOWN] = "down"};
    const struct crr_ast *ast = page->ast;

    crr_page_key(page, "score");
    crr_page_open(page);
    crr_page_entry(page, "range");
    crr_page_range(page, ast->score_low, ast->score_high, ast->decimals);
    crr_page_entry(page, "decimals");
    crr_page_decimal(page, ast->decimals, 0);
    crr_page_entry(page, "rounding");
    crr_page_word(page, roundings[ast->rounding]);
    crr_page_entry(page, "factor");
    crr_page_rational(page, ast->score_factor);
    crr_page_close(page);
    crr_page_end_line(page);
    crr_page_key(page, "weights");
    crr_page_open(page);
    crr_page_entry(page, "total");
    crr_page_decimal(page, ast->weights_total, 0);
    crr_page_close(page);
    crr_page_end_line(page);
    crr_page_texts_line(
        page, "missing_values", ast->missing_values, ast->missing_value_count);
}

/* ---- Inputs ---- */

static void
write_linked(struct crr_page *page, const struct crr_ast_linked *linked)
{
    crr_page_key(page, "linked");
    crr_page_open(page);
    crr_page_entry(page, "input");
    crr_page_text(page, page->ast->inputs[linked->source].id);
    crr_page_entry(page, "roles");
    crr_page_texts(page, linked->roles, linked->role_count);
    if (linked->min_share > 0) {
        crr_page_entry(page, "min_share");
        crr_page_decimal(page, linked->min_share, CRR_WEIGHT_PLACES);
    }
    if (linked->depth > 1) {
        crr_page_entry(page, "depth");
        crr_page_decimal(page, linked->depth, 0);
    }
    crr_page_close(page);
    crr_page_end_line(page);
}

static void
write_input(struct crr_page *page, const struct crr_ast_input *input)
{
    crr_page_id_head(page, input->id);
    page->indent += 2;
    crr_page_word_line(page, "type", crr_input_type_name(input->type));
    if (input->columns_given)
        crr_page_texts_line(page, "columns", input->columns, input->column_count);
    if (input->key)
        crr_page_word_line(page, "key", "true");
    if (input->missing.kind != CRR_POLICY_ERROR)
        crr_page_policy_line(page, "missing", input->missing);
    if (input->missing_values_given) {
        crr_page_key(page, "missing_values");
        crr_page_texts(page, input->missing_values, input->missing_value_count);
        crr_page_end_line(page);
    }
    if (input->unknown.kind != CRR_POLICY_ERROR)
        crr_page_policy_line(page, "unknown", input->unknown);
    if (input->ignore_case)
        crr_page_word_line(page, "case", "ignore");
    crr_page_text_line(page, "before", input->before);
    if (input->type == CRR_INPUT_NUMBER && input->places != 4)
        crr_page_decimal_line(page, "places", input->places, 0);
    crr_page_text_line(page, "unit", input->unit);
    if (!crr_text_is(input->format, "YYYY-MM-DD"))
        crr_page_text_line(page, "format", input->format);
    if (!crr_text_is(input->separator, ";"))
        crr_page_text_line(page, "separator", input->separator);
    if (input->spellings_given) {
        crr_page_texts_line(page, "yes", input->yes, input->yes_count);
        crr_page_texts_line(page, "no", input->no, input->no_count);
    }
    if (input->linked)
        write_linked(page, input->linked);
    if (input->confidential)
        crr_page_word_line(page, "confidential", "true");
    crr_page_titles_line(page, "title", &input->titles);
    page->indent -= 2;
}

static void
write_inputs(struct crr_page *page)
{
    crr_page_head(page, "inputs");
    page->indent += 2;
    for (uint32_t i = 0; i < page->ast->input_count; i++)
        write_input(page, &page->ast->inputs[i]);
    page->indent -= 2;
}

/* ---- Tiers and rules ---- */

static void
write_period(struct crr_page *page, enum crr_review_unit unit, int count)
{
    crr_page_decimal(page, count, 0);
    crr_page_word(page, unit == CRR_REVIEW_DAYS ? " day" : " month");
    crr_page_word(page, count == 1 ? "" : "s");
}

static void
write_tier(struct crr_page *page, const struct crr_ast_tier *tier)
{
    page->dash = true;
    crr_page_text_line(page, "id", tier->id);
    if (tier->scored)
        crr_page_decimal_line(page, "from", tier->from, page->ast->decimals);
    crr_page_titles_line(page, "title", &tier->titles);
    if (tier->review_unit != CRR_REVIEW_NONE) {
        crr_page_key(page, "review");
        write_period(page, tier->review_unit, tier->review_count);
        crr_page_end_line(page);
    }
    crr_page_texts_line(page, "measures", tier->measures, tier->measure_count);
    if (tier->no_relationship)
        crr_page_word_line(page, "relationship", "none");
}

static void
write_effect(struct crr_page *page, const struct crr_ast_rule *rule)
{
    static const char *const keys[] = {[CRR_RULE_TIER] = "tier",
        [CRR_RULE_AT_LEAST] = "at_least",
        [CRR_RULE_AT_MOST] = "at_most"};

    if (rule->lowest) {
        crr_page_key(page, "lowest");
        crr_page_word(page, "{unless: ");
        crr_page_members(page, rule->veto);
        crr_page_word(page, "}");
        crr_page_end_line(page);
    } else if (rule->effect != CRR_RULE_REVIEW) {
        crr_page_text_line(page, keys[rule->effect], page->ast->tiers[rule->tier].id);
    }
}

static void
write_rule(struct crr_page *page, const struct crr_ast_rule *rule)
{
    page->dash = true;
    crr_page_text_line(page, "id", rule->id);
    crr_page_key(page, "when");
    crr_page_condition(page, rule->condition);
    crr_page_end_line(page);
    write_effect(page, rule);
    if (rule->review)
        crr_page_word_line(page, "review", "required");
    if (rule->if_missing != CRR_IF_MISSING_ERROR)
        crr_page_word_line(page, "if_missing",
            rule->if_missing == CRR_IF_MISSING_TRUE ? "true" : "false");
    crr_page_text_line(page, "basis", rule->basis);
    crr_page_titles_line(page, "title", &rule->titles);
    if (rule->confidential)
        crr_page_word_line(page, "confidential", "true");
}

static void
write_tiers(struct crr_page *page)
{
    const struct crr_ast *ast = page->ast;

    crr_page_head(page, "tiers");
    page->indent += 4;
    for (uint32_t i = 0; i < ast->tier_count; i++)
        write_tier(page, &ast->tiers[i]);
    page->indent -= 4;
}

static void
write_rules(struct crr_page *page)
{
    const struct crr_ast *ast = page->ast;

    if (ast->rule_count == 0)
        return;
    crr_page_head(page, "rules");
    page->indent += 4;
    for (uint32_t i = 0; i < ast->rule_count; i++)
        write_rule(page, &ast->rules[i]);
    page->indent -= 4;
}

static void
write_overrides(struct crr_page *page)
{
    const struct crr_ast_overrides *overrides = &page->ast->overrides;

    if (overrides->reason_code_count == 0 && !overrides->woken_ignored &&
        !overrides->until_required)
        return;
    crr_page_head(page, "overrides");
    page->indent += 2;
    crr_page_texts_line(
        page, "reason_codes", overrides->reason_codes, overrides->reason_code_count);
    if (overrides->woken_ignored)
        crr_page_word_line(page, "woken", "ignore");
    if (overrides->until_required)
        crr_page_word_line(page, "until_required", "true");
    page->indent -= 2;
}

static void
write_accepts(struct crr_page *page)
{
    const struct crr_ast *ast = page->ast;

    if (ast->accept_count == 0)
        return;
    crr_page_head(page, "accept");
    page->indent += 4;
    for (uint32_t i = 0; i < ast->accept_count; i++) {
        char number[] = "CRR-0000";
        unsigned left = ast->accepts[i].finding;

        for (size_t at = 7; at > 3; at--, left /= 10)
            number[at] = (char)('0' + left % 10);
        page->dash = true;
        crr_page_word_line(page, "finding", number);
        crr_page_text_line(page, "at", ast->accepts[i].at);
        crr_page_text_line(page, "reason", ast->accepts[i].reason);
    }
    page->indent -= 4;
}

/* ---- All of it ---- */

static void
write_factors(struct crr_page *page, const struct crr_ast_segment *segment)
{
    crr_page_factors(page, segment);
    crr_page_correction(page, segment);
}

/* All thresholds, inherited or not: {normal: 0, high: 50}. */
static void
write_thresholds(struct crr_page *page, const struct crr_ast_segment *segment)
{
    const struct crr_ast *ast = page->ast;

    crr_page_head(page, "thresholds");
    page->indent += 2;
    for (uint32_t i = 0; i < ast->tier_count; i++) {
        if (!ast->tiers[i].scored)
            continue;
        crr_page_id(page, ast->tiers[i].id);
        crr_page_decimal(page, segment->from[i], ast->decimals);
        crr_page_end_line(page);
    }
    page->indent -= 2;
}

/* Each with all that it has, so that nothing is inherited any more. */
static void
write_segments(struct crr_page *page)
{
    const struct crr_ast *ast = page->ast;

    if (ast->segments[0].id.length == 0)
        return;
    crr_page_head(page, "segments");
    page->indent += 4;
    for (uint32_t i = 0; i < ast->segment_count; i++) {
        const struct crr_ast_segment *segment = &ast->segments[i];

        page->dash = true;
        crr_page_text_line(page, "id", segment->id);
        crr_page_titles_line(page, "title", &segment->titles);
        if (segment->condition != CRR_ABSENT) {
            crr_page_key(page, "when");
            crr_page_condition(page, segment->condition);
            crr_page_end_line(page);
        }
        write_thresholds(page, segment);
        write_factors(page, segment);
    }
    page->indent -= 4;
}

static void
write_history(struct crr_page *page)
{
    const struct crr_ast *ast = page->ast;

    if (ast->down_steps == 0)
        return;
    crr_page_head(page, "history");
    page->indent += 2;
    crr_page_key(page, "down");
    crr_page_word(page, "{steps: ");
    crr_page_decimal(page, ast->down_steps, 0);
    if (ast->wait_unit != CRR_REVIEW_NONE) {
        crr_page_word(page, ", wait: ");
        write_period(page, ast->wait_unit, ast->wait_count);
    }
    crr_page_word(page, "}");
    crr_page_end_line(page);
    page->indent -= 2;
}

static void
write_model(struct crr_page *page)
{
    crr_page_word_line(page, "crr", "1");
    write_head(page);
    write_score(page);
    write_inputs(page);
    crr_page_tables(page);
    crr_page_lists(page);
    if (page->ast->segments[0].id.length == 0)
        write_factors(page, &page->ast->segments[0]);
    write_tiers(page);
    write_segments(page);
    write_rules(page);
    write_history(page);
    write_overrides(page);
    if (page->ast->judgements)
        crr_judgements_write(page->ast->judgements, 0, &page->writer);
    write_accepts(page);
}

bool
crr_model_write_canonical(
    const struct crr_ast *ast, struct crr_arena *arena, struct crr_text *ret_text)
{
    struct crr_page page = {.ast = ast};
    struct crr_buffer buffer;
    struct crr_text text = {NULL, 0};

    crr_buffer_init(&buffer, &arena->allocator);
    crr_writer_init(&page.writer, crr_buffer_write, &buffer);
    write_model(&page);
    if (crr_writer_flush(&page.writer))
        text = crr_arena_copy(arena, (struct crr_text){buffer.at, buffer.length});
    else
        arena->failed = true;
    crr_buffer_clear(&buffer);
    if (!text.at)
        return false;
    *ret_text = text;
    return true;
}

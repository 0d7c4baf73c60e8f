/* The last rating as data, and what the printed explanations share. */
#include "plan/explain.h"

/* ---- As data ---- */

static size_t
put(char *at, const char *words, struct crr_text text)
{
    size_t length = strlen(words);
    memcpy(at, words, length);
    memcpy(at + length, text.at, text.length);
    return length + text.length;
}

/* "cash + (casino) + crypto, at most 80.5": the rows of a sum, a code that has none in
 * parentheses, a value that is not known, and the cap if it counted. */
static struct crr_text
list_rows(const struct crr_rater *rater, uint32_t index)
{
    const struct crr_plan_factor *factor = &rater->model->plan.factors[index];
    const struct crr_ast_table *table = &rater->model->ast->tables[factor->ast->table];
    const struct crr_given *given = &rater->given[factor->ast->input];
    char *text = rater->sums[index];
    char cap[CRR_NUMBER_SIZE];
    uint32_t rows[CRR_CODES_LIMIT];
    size_t length = 0;
    int64_t sum = 0;
    for (uint32_t i = 0; i < given->code_count; i++) {
        const char *plus = length > 0 ? " + " : "";
        uint32_t row = rows[i] = crr_rater_row(rater, index, &given->codes[i]);
        if (crr_row_is_repeated(rows, i))
            continue;
        if (row == CRR_ABSENT) {
            length += put(text + length, plus, crr_text_of("("));
            length += put(text + length, "", given->codes[i].shown);
            length += put(text + length, "", crr_text_of(")"));
            sum += crr_rater_policy_points(rater, index, CRR_POINTS_UNKNOWN);
        } else {
            length += put(text + length, plus, table->rows[row].key);
            sum += factor->row_points[row];
        }
    }
    if (given->incomplete) {
        length += put(text + length, " + ", crr_text_of("(not known)"));
        sum += crr_rater_policy_points(rater, index, CRR_POINTS_MISSING);
    }
    crr_fraction_print(factor->ast->cap, 10000, cap);
    if (sum > factor->ast->cap)
        length += put(text + length, ", at most ", crr_text_of(cap));
    return (struct crr_text){text, length};
}

/* Whether a sum has rows to list. */
static bool
has_rows(const struct crr_rater *rater, uint32_t index)
{
    const struct crr_plan_factor *factor = &rater->model->plan.factors[index];
    enum crr_points_source source = rater->results[index].source;
    const struct crr_given *given = &rater->given[factor->ast->input];
    return source == CRR_POINTS_MATCHED || source == CRR_POINTS_UNKNOWN ||
           (source == CRR_POINTS_MISSING && given->present && given->incomplete);
}

static struct crr_text
match_of(const struct crr_rater *rater, uint32_t index)
{
    const struct crr_plan_factor *factor = &rater->model->plan.factors[index];
    const struct crr_factor_result *result = &rater->results[index];
    if (factor->ast->many_sum && has_rows(rater, index))
        return list_rows(rater, index);
    if (result->match == CRR_ABSENT)
        return (struct crr_text){NULL, 0};
    switch (factor->ast->kind) {
    case CRR_FACTOR_TABLE:
        return rater->model->ast->tables[factor->ast->table].rows[result->match].key;
    case CRR_FACTOR_BANDS:
    case CRR_FACTOR_AGE:
        return factor->band_names[result->match];
    case CRR_FACTOR_FLAG:
    case CRR_FACTOR_CONDITION:
        return crr_text_of(result->match ? "yes" : "no");
    case CRR_FACTOR_GROUP:
        return factor->cell_names ? factor->cell_names[result->match]
                                  : rater->model->ast->factors[result->match].id;
    default:
        return (struct crr_text){NULL, 0};
    }
}

static struct crr_text
note_of(const struct crr_rater *rater, uint32_t index)
{
    const struct crr_ast_factor *factor = &rater->model->ast->factors[index];
    const struct crr_factor_result *result = &rater->results[index];
    if (result->match == CRR_ABSENT)
        return (struct crr_text){NULL, 0};
    if (factor->kind == CRR_FACTOR_TABLE)
        return rater->model->ast->tables[factor->table].rows[result->match].note;
    if (factor->band_count > 0)
        return factor->bands[result->match].note;
    return (struct crr_text){NULL, 0};
}

/* The weighted average of a group's terms, as points. */
static int64_t
average_points(const struct crr_rater *rater, uint32_t group)
{
    const struct crr_plan_factor *factors = rater->model->plan.factors;
    int64_t weights = 0;
    for (uint32_t i = group + 1; i < group + factors[group].ast->subtree_count; i++)
        weights += factors[i].coefficient;
    return crr_round_quotient(
        crr_rater_contribution(rater, group), weights, CRR_ROUND_HALF_UP);
}

int64_t
crr_rater_points(const struct crr_rater *rater, uint32_t index)
{
    const struct crr_ast_factor *factor = &rater->model->ast->factors[index];
    bool sum = factor->kind == CRR_FACTOR_GROUP && !factor->node;
    return sum ? average_points(rater, index) : rater->results[index].points;
}

/* The global weights of the factors at the root that apply, together. */
static int64_t
remaining_weight(const struct crr_rater *rater)
{
    const struct crr_plan_factor *factors = rater->model->plan.factors;
    const struct crr_ast_segment *segment = rater->segment->ast;
    int64_t weight = 0;
    if (!rater->segment->may_drop)
        return CRR_WEIGHT_UNIT;
    for (uint32_t i = segment->first; i < segment->secondary;
         i += factors[i].ast->subtree_count)
        if (rater->results[i].source != CRR_POINTS_NONE)
            weight += factors[i].global_weight;
    return weight;
}

static void
fill_weight(
    const struct crr_rater *rater, uint32_t index, struct crr_factor_rating *ret)
{
    const struct crr_plan_factor *factor = &rater->model->plan.factors[index];
    ret->weight_total = 1;
    if (factor->ast->inner) {
        crr_rater_member_weight(rater, index, &ret->weight, &ret->weight_total);
    } else if (!factor->ast->correction && ret->source != CRR_POINTS_NONE) {
        ret->weight = factor->global_weight;
        ret->weight_total = remaining_weight(rater);
    }
}

enum crr_points_source
crr_rater_source(const struct crr_rater *rater, uint32_t index)
{
    const struct crr_ast_factor *factor = &rater->model->ast->factors[index];
    const struct crr_ast_segment *segment = rater->segment->ast;
    bool sum = factor->kind == CRR_FACTOR_GROUP && !factor->node;
    if (index < segment->first || index >= segment->end)
        return CRR_POINTS_NONE;
    return sum && !rater->segment->may_drop ? CRR_POINTS_MATCHED
                                            : rater->results[index].source;
}

enum crr_status
crr_rater_factor(
    const struct crr_rater *rater, size_t index, struct crr_factor_rating *ret)
{
    if (!rater->rated || index >= rater->model->ast->factor_count)
        return CRR_E_ARGUMENT;
    uint32_t at = (uint32_t)index;
    const struct crr_ast_factor *factor = &rater->model->ast->factors[at];
    *ret = (struct crr_factor_rating){.source = CRR_POINTS_NONE, .weight_total = 1};
    if (at < rater->segment->ast->first || at >= rater->segment->ast->end)
        return CRR_OK;
    bool sum = factor->kind == CRR_FACTOR_GROUP && !factor->node;
    ret->source = crr_rater_source(rater, at);
    fill_weight(rater, at, ret);
    if (ret->source == CRR_POINTS_NONE)
        return CRR_OK;
    ret->contribution = crr_rater_contribution(rater, at);
    ret->points = crr_rater_points(rater, at);
    ret->points_low = rater->supposed_count ? rater->points_low[at] : ret->points;
    ret->points_high = rater->supposed_count ? rater->points_high[at] : ret->points;
    if (sum)
        return CRR_OK;
    ret->match = match_of(rater, at);
    ret->note = note_of(rater, at);
    return CRR_OK;
}

enum crr_status
crr_rater_rule(const struct crr_rater *rater, size_t index, struct crr_rule_rating *ret)
{
    if (!rater->rated || index >= rater->model->ast->rule_count)
        return CRR_E_ARGUMENT;
    *ret = rater->rules[index];
    return CRR_OK;
}

enum crr_status
crr_rater_remainder(const struct crr_rater *rater, struct crr_remainder *ret)
{
    if (!rater->rated)
        return CRR_E_ARGUMENT;
    *ret = rater->remainder;
    return CRR_OK;
}

/* ---- What the printed forms share ---- */

bool
crr_explain_begin(const struct crr_rater *rater,
    const struct crr_explain_options *given, struct crr_explain_options *ret)
{
    *ret = (struct crr_explain_options){.size = sizeof *ret};
    if (!rater || !rater->rated || (given && given->size != sizeof *given))
        return false;
    if (given)
        *ret = *given;
    return crr_explain_after_fits(rater, ret);
}

struct crr_text
crr_rater_join_codes(const struct crr_rater *rater, uint32_t input)
{
    const struct crr_given *given = &rater->given[input];
    struct crr_text separator = rater->model->ast->inputs[input].separator;
    size_t length = 0;
    for (uint32_t i = 0; i < given->code_count; i++) {
        if (i > 0)
            length += put(given->joined + length, "", separator);
        length += put(given->joined + length, "", given->codes[i].shown);
    }
    return (struct crr_text){given->joined, length};
}

struct crr_text
crr_explain_value(const struct crr_rater *rater, uint32_t index, char *buffer)
{
    uint32_t input = rater->model->ast->factors[index].input;
    if (input == CRR_ABSENT)
        return (struct crr_text){NULL, 0};
    return crr_rater_input_value(rater, input, buffer);
}

struct crr_text
crr_rater_input_value(const struct crr_rater *rater, uint32_t input, char *buffer)
{
    const struct crr_ast *ast = rater->model->ast;
    if (!rater->given[input].present || rater->given[input].supposed)
        return (struct crr_text){NULL, 0};
    const struct crr_given *given = &rater->given[input];
    switch (ast->inputs[input].type) {
    case CRR_INPUT_NUMBER:
        return (struct crr_text){buffer,
            crr_decimal_print(given->number, ast->inputs[input].places, buffer)};
    case CRR_INPUT_DATE:
        crr_day_print((int32_t)given->number, buffer);
        return (struct crr_text){buffer, 10};
    case CRR_INPUT_FLAG:
        return crr_text_of(given->number ? "yes" : "no");
    case CRR_INPUT_CODES:
        return crr_rater_join_codes(rater, input);
    default:
        return given->codes[0].shown;
    }
}

bool
crr_explain_shows_points(const struct crr_rater *rater, uint32_t index,
    const struct crr_explain_options *options)
{
    const struct crr_ast_factor *factors = rater->model->ast->factors;
    for (uint32_t i = index; i < index + factors[index].subtree_count; i++)
        if (crr_explain_hides(factors[i].hidden, options))
            return false;
    return true;
}

int64_t
crr_explain_contribution(const struct crr_rater *rater, uint32_t index,
    const struct crr_explain_options *options)
{
    const struct crr_ast_factor *factors = rater->model->ast->factors;
    if (factors[index].node || factors[index].kind != CRR_FACTOR_GROUP)
        return factors[index].inner ? 0 : crr_rater_contribution(rater, index);
    int64_t sum = 0;
    for (uint32_t i = index + 1; i < index + factors[index].subtree_count; i++)
        if (crr_factor_is_term(&factors[i]) &&
            !crr_explain_hides(factors[i].hidden, options))
            sum += crr_rater_contribution(rater, i);
    return sum;
}

bool
crr_explain_hidden_sum(const struct crr_rater *rater,
    const struct crr_explain_options *options, int64_t *ret_sum)
{
    const struct crr_ast *ast = rater->model->ast;
    const struct crr_ast_segment *segment = rater->segment->ast;
    bool any = false;
    *ret_sum = 0;
    for (uint32_t i = segment->first; i < segment->end; i++) {
        if (!crr_factor_is_term(&ast->factors[i]) ||
            !crr_explain_hides(ast->factors[i].hidden, options))
            continue;
        any = true;
        *ret_sum += crr_rater_contribution(rater, i);
    }
    return any;
}

const char *
crr_explain_effect(enum crr_rule_effect effect)
{
    static const char *const words[] = {[CRR_RULE_REVIEW] = "review",
        [CRR_RULE_TIER] = "tier",
        [CRR_RULE_AT_LEAST] = "at least",
        [CRR_RULE_AT_MOST] = "at most"};
    return words[effect];
}

const char *
crr_explain_source(enum crr_points_source source)
{
    static const char *const words[] = {[CRR_POINTS_MATCHED] = "matched",
        [CRR_POINTS_MISSING] = "missing",
        [CRR_POINTS_UNKNOWN] = "unknown",
        [CRR_POINTS_NONE] = "does not apply"};
    return words[source];
}

const char *
crr_explain_combine(enum crr_combine combine)
{
    static const char *const words[] = {[CRR_COMBINE_WEIGHTED] = "average, rounded",
        [CRR_COMBINE_MAX] = "greatest",
        [CRR_COMBINE_OWA] = "ordered average, rounded",
        [CRR_COMBINE_MATRIX] = "matrix"};
    return words[combine];
}

/* Points: what one factor gives for the values of a record. One function a kind of
 * factor. */
#include "model/points.h"
#include "plan/rater.h"

/* What a kind does with a present value. */
typedef enum crr_status (*points_function)(struct crr_rater *rater, uint32_t index,
    struct crr_given *given, struct crr_error *reterr);

int64_t
crr_rater_policy_points(
    const struct crr_rater *rater, uint32_t index, enum crr_points_source source)
{
    const struct crr_plan_factor *factor = &rater->model->plan.factors[index];
    const struct crr_policy *policy = source == CRR_POINTS_MISSING ? &factor->missing
                                                                   : &factor->unknown;
    return policy->kind == CRR_POLICY_WORST ? rater->worst[index] : policy->points;
}

static struct crr_factor_result
from_policy(
    const struct crr_rater *rater, uint32_t index, enum crr_points_source source)
{
    return (struct crr_factor_result){
        source, CRR_ABSENT, crr_rater_policy_points(rater, index, source)};
}

static enum crr_status
refuse_unknown(const struct crr_rater *rater, uint32_t index, struct crr_text code,
    struct crr_error *reterr)
{
    const struct crr_ast *ast = rater->model->ast;
    const struct crr_ast_factor *factor = &ast->factors[index];
    const struct crr_ast_table *table = &ast->tables[factor->table];
    char shown[64];
    return crr_record_refuse(reterr, CRR_F_CODE_UNKNOWN, ast->inputs[factor->input].id,
        "a code of table %.*s is expected, found \"%s\"%s", (int)table->id.length,
        table->id.at, crr_text_shown(code, shown, sizeof shown),
        table->dated ? ", which it does not know on this day" : "");
}

uint32_t
crr_rater_row(
    const struct crr_rater *rater, uint32_t index, const struct crr_code *code)
{
    uint32_t lookup = rater->model->plan.factors[index].lookup;
    const uint32_t *rows = rater->lookup_rows[lookup];
    uint32_t spelling = crr_lookup_find(
        &rater->model->plan.lookups[lookup], rows, code->text);
    return spelling == CRR_INDEX_NONE ? CRR_ABSENT : rows[spelling];
}

bool
crr_row_is_repeated(const uint32_t *rows, uint32_t at)
{
    for (uint32_t i = 0; i < at && rows[at] != CRR_ABSENT; i++)
        if (rows[i] == rows[at])
            return true;
    return false;
}

/* One code: what its row gives, or the policy for unknown codes. */
static enum crr_status
value_code(struct crr_rater *rater, uint32_t index, struct crr_code *code,
    struct crr_factor_result *ret, struct crr_error *reterr)
{
    const struct crr_plan_factor *factor = &rater->model->plan.factors[index];
    uint32_t row = crr_rater_row(rater, index, code);
    if (row == CRR_ABSENT) {
        if (factor->unknown.kind == CRR_POLICY_ERROR)
            return refuse_unknown(rater, index, code->text, reterr);
        *ret = from_policy(rater, index, CRR_POINTS_UNKNOWN);
        return CRR_OK;
    }
    code->known = true;
    *ret = (struct crr_factor_result){CRR_POINTS_MATCHED, row, factor->row_points[row]};
    return CRR_OK;
}

/* One more value, of which nothing is known, beside others. */
static enum crr_status
add_unknown_value(const struct crr_rater *rater, uint32_t index,
    struct crr_factor_result *best, int64_t *sum, struct crr_error *reterr)
{
    const struct crr_plan_factor *factor = &rater->model->plan.factors[index];
    if (factor->missing.kind == CRR_POLICY_ERROR)
        return crr_record_refuse(reterr, CRR_F_VALUE_MISSING,
            rater->model->ast->inputs[factor->ast->input].id,
            "all values are expected, found one that is not known");
    struct crr_factor_result one = from_policy(rater, index, CRR_POINTS_MISSING);
    *sum += one.points > 0 ? one.points : 0;
    if (one.points > best->points)
        *best = one;
    return CRR_OK;
}

/* The greatest points, of equal ones the first row, whatever the order of the codes; or
 * the sum up to its cap. A code that is unknown, or a value that is not known, marks
 * the whole. */
static enum crr_status
from_codes(struct crr_rater *rater, uint32_t index, struct crr_given *given,
    struct crr_error *reterr)
{
    const struct crr_ast_factor *factor = &rater->model->ast->factors[index];
    struct crr_factor_result best = {CRR_POINTS_MATCHED, CRR_ABSENT, INT64_MIN};
    uint32_t rows[CRR_CODES_LIMIT];
    int64_t sum = 0;
    bool unknown = false;
    for (uint32_t i = 0; i < given->code_count; i++) {
        struct crr_factor_result one = {0};
        enum crr_status status = value_code(
            rater, index, &given->codes[i], &one, reterr);
        if (status != CRR_OK)
            return status;
        rows[i] = one.match;
        unknown |= one.match == CRR_ABSENT;
        sum += crr_row_is_repeated(rows, i) ? 0 : one.points;
        if (one.points > best.points ||
            (one.points == best.points && one.match < best.match))
            best = one;
    }
    if (given->incomplete) {
        enum crr_status status = add_unknown_value(rater, index, &best, &sum, reterr);
        if (status != CRR_OK)
            return status;
    }
    if (factor->many_sum) {
        best.points = sum < factor->cap ? sum : factor->cap;
        best.match = given->code_count == 1 ? best.match : CRR_ABSENT;
    }
    best.source = given->incomplete ? CRR_POINTS_MISSING
                  : unknown         ? CRR_POINTS_UNKNOWN
                                    : CRR_POINTS_MATCHED;
    rater->results[index] = best;
    return CRR_OK;
}

uint32_t
crr_rater_value_place(const struct crr_rater *rater, uint32_t index)
{
    const struct crr_ast_factor *factor = &rater->model->ast->factors[index];
    uint32_t match = rater->results[index].match;
    if (factor->kind != CRR_FACTOR_TABLE || match == CRR_ABSENT)
        return CRR_ABSENT;
    const struct crr_given *given = &rater->given[factor->input];
    for (uint32_t i = 0; i < given->code_count; i++)
        if (crr_rater_row(rater, index, &given->codes[i]) == match)
            return given->codes[i].place;
    return CRR_ABSENT;
}

static enum crr_status
from_table(struct crr_rater *rater, uint32_t index, struct crr_given *given,
    struct crr_error *reterr)
{
    if (given->joined)
        return from_codes(rater, index, given, reterr);
    return value_code(rater, index, given->codes, &rater->results[index], reterr);
}

/* The value as people write it, for a message. */
static const char *
show_value(const struct crr_rater *rater, const struct crr_ast_factor *factor,
    int64_t value, char *text)
{
    const struct crr_ast_input *input = &rater->model->ast->inputs[factor->input];
    if (factor->kind == CRR_FACTOR_AGE)
        crr_decimal_print(value, 0, text);
    else if (input->type == CRR_INPUT_DATE)
        crr_day_print((int32_t)value, text);
    else
        crr_decimal_print(value, input->places, text);
    return text;
}

static enum crr_status
from_bands(
    struct crr_rater *rater, uint32_t index, int64_t value, struct crr_error *reterr)
{
    const struct crr_ast_factor *factor = &rater->model->ast->factors[index];
    for (uint32_t i = 0; i < factor->band_count; i++) {
        if (!crr_interval_holds(&factor->bands[i].interval, value))
            continue;
        rater->results[index] = (struct crr_factor_result){
            CRR_POINTS_MATCHED, i, factor->bands[i].points};
        return CRR_OK;
    }
    char text[CRR_NUMBER_SIZE];
    return crr_record_refuse(reterr, CRR_F_VALUE_RANGE,
        rater->model->ast->inputs[factor->input].id,
        "a value in one of the bands of factor %.*s is expected, found %s",
        (int)factor->id.length, factor->id.at, show_value(rater, factor, value, text));
}

static enum crr_status
from_number_bands(struct crr_rater *rater, uint32_t index, struct crr_given *given,
    struct crr_error *reterr)
{
    return from_bands(rater, index, given->number, reterr);
}

static enum crr_status
from_age(struct crr_rater *rater, uint32_t index, struct crr_given *given,
    struct crr_error *reterr)
{
    const struct crr_ast_factor *factor = &rater->model->ast->factors[index];
    int32_t day = (int32_t)given->number;
    if (day > rater->as_of) {
        char date[11];
        char as_of[11];
        crr_day_print(day, date);
        crr_day_print(rater->as_of, as_of);
        return crr_record_refuse(reterr, CRR_F_VALUE_AFTER,
            rater->model->ast->inputs[factor->input].id,
            "a date not after the day of the rating, %s, is expected, found %s", as_of,
            date);
    }
    int64_t age = factor->age_unit == CRR_AGE_DAYS ? (int64_t)rater->as_of - day
                                                   : crr_age_months(day, rater->as_of);
    if (factor->age_unit == CRR_AGE_YEARS)
        age /= 12;
    return from_bands(rater, index, age, reterr);
}

static enum crr_status
from_flag(struct crr_rater *rater, uint32_t index, struct crr_given *given,
    struct crr_error *reterr)
{
    (void)reterr;
    const struct crr_ast_factor *factor = &rater->model->ast->factors[index];
    bool yes = given->number != 0;
    rater->results[index] = (struct crr_factor_result){
        CRR_POINTS_MATCHED, yes, yes ? factor->points_yes : factor->points_no};
    return CRR_OK;
}

static enum crr_status
from_number(struct crr_rater *rater, uint32_t index, struct crr_given *given,
    struct crr_error *reterr)
{
    const struct crr_ast_factor *factor = &rater->model->ast->factors[index];
    const struct crr_ast_input *input = &rater->model->ast->inputs[factor->input];
    /* |number| < 10^12 with at most 4 places: below 10^16. */
    int64_t points = given->number *
                     crr_power_of_ten(CRR_POINTS_PLACES - input->places);
    if (points < factor->range_low || points > factor->range_high) {
        char low[CRR_NUMBER_SIZE];
        char high[CRR_NUMBER_SIZE];
        char found[CRR_NUMBER_SIZE];
        crr_fraction_print(factor->range_low, 10000, low);
        crr_fraction_print(factor->range_high, 10000, high);
        crr_fraction_print(points, 10000, found);
        return crr_record_refuse(reterr, CRR_F_VALUE_RANGE, input->id,
            "a value from %s to %s is expected, found %s", low, high, found);
    }
    rater->results[index] = (struct crr_factor_result){
        CRR_POINTS_MATCHED, CRR_ABSENT, crr_factor_row_points(factor, points)};
    return CRR_OK;
}

static enum crr_status
from_interpolation(struct crr_rater *rater, uint32_t index, struct crr_given *given,
    struct crr_error *reterr)
{
    (void)reterr;
    const struct crr_ast_factor *factor = &rater->model->ast->factors[index];
    const struct crr_ast_knot *knots = factor->knots;
    uint32_t last = factor->knot_count - 1;
    uint32_t right = 1;
    int64_t points;
    if (given->number <= knots[0].at) {
        points = knots[0].points;
    } else if (given->number >= knots[last].at) {
        points = knots[last].points;
    } else {
        while (given->number > knots[right].at)
            right++;
        points = crr_interpolate(&knots[right - 1], &knots[right], given->number);
    }
    rater->results[index] = (struct crr_factor_result){
        CRR_POINTS_MATCHED, CRR_ABSENT, points};
    return CRR_OK;
}

static const points_function points_functions[] = {
    [CRR_FACTOR_TABLE] = from_table,
    [CRR_FACTOR_BANDS] = from_number_bands,
    [CRR_FACTOR_AGE] = from_age,
    [CRR_FACTOR_FLAG] = from_flag,
    [CRR_FACTOR_NUMBER] = from_number,
    [CRR_FACTOR_INTERPOLATION] = from_interpolation,
};

static enum crr_status
refuse_missing(const struct crr_rater *rater, uint32_t index, struct crr_error *reterr)
{
    const struct crr_ast *ast = rater->model->ast;
    const struct crr_ast_factor *factor = &ast->factors[index];
    if (factor->kind == CRR_FACTOR_CONDITION)
        return crr_record_refuse(reterr, CRR_F_VALUE_MISSING, factor->id,
            "the values that decide the condition of factor %.*s are expected, found "
            "one that is missing or unknown",
            (int)factor->id.length, factor->id.at);
    return crr_record_refuse(reterr, CRR_F_VALUE_MISSING, ast->inputs[factor->input].id,
        "a value is expected, found none");
}

static enum crr_status
value_condition(struct crr_rater *rater, uint32_t index, struct crr_error *reterr)
{
    const struct crr_ast_factor *factor = &rater->model->ast->factors[index];
    enum crr_truth truth = crr_rater_decide(rater, factor->condition);
    if (truth == CRR_UNKNOWN) {
        if (rater->model->plan.factors[index].missing.kind == CRR_POLICY_ERROR)
            return refuse_missing(rater, index, reterr);
        rater->results[index] = from_policy(rater, index, CRR_POINTS_MISSING);
        return CRR_OK;
    }
    rater->results[index] = (struct crr_factor_result){CRR_POINTS_MATCHED,
        truth == CRR_TRUE, truth == CRR_TRUE ? factor->points_yes : factor->points_no};
    return CRR_OK;
}

/* Points of a value that stands for a missing one: the factor had none. */
static enum crr_status
value_supposed(struct crr_rater *rater, uint32_t index, struct crr_given *given,
    struct crr_error *reterr)
{
    enum crr_factor_kind kind = rater->model->ast->factors[index].kind;
    struct crr_factor_result *result = &rater->results[index];
    enum crr_status status = points_functions[kind](rater, index, given, reterr);
    if (status == CRR_OK)
        *result = (struct crr_factor_result){
            CRR_POINTS_MISSING, CRR_ABSENT, result->points};
    return status;
}

enum crr_status
crr_rater_value_factor(
    struct crr_rater *rater, uint32_t index, struct crr_error *reterr)
{
    const struct crr_plan_factor *factor = &rater->model->plan.factors[index];
    if (factor->ast->kind == CRR_FACTOR_CONDITION)
        return value_condition(rater, index, reterr);
    struct crr_given *given = &rater->given[factor->ast->input];
    if (given->supposed)
        return value_supposed(rater, index, given, reterr);
    if (given->present)
        return points_functions[factor->ast->kind](rater, index, given, reterr);
    if (factor->missing.kind == CRR_POLICY_ERROR)
        return refuse_missing(rater, index, reterr);
    rater->results[index] = from_policy(rater, index, CRR_POINTS_MISSING);
    return CRR_OK;
}

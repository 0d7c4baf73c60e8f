/* Reading a record: each value that a factor or a rule uses, from its text or its type,
 * by the type of its input. Text and typed values end in the same bits. */
#include "plan/rater.h"
#include <stdarg.h>
#include <stdio.h>

enum crr_status
crr_record_refuse(struct crr_error *reterr, enum crr_finding_number finding,
    struct crr_text path, const char *format, ...)
{
    if (!reterr)
        return CRR_E_RECORD;
    char message[sizeof reterr->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    char name[CRR_CODE_LIMIT + 1];
    snprintf(name, sizeof name, "%.*s", (int)path.length, path.at);
    return crr_error_set(reterr, CRR_E_RECORD, finding, NULL, name, "%s", message);
}

/* ---- Values that come as text ---- */

/* What one input makes of a text that is not missing. */
typedef enum crr_status (*read_text_function)(struct crr_rater *rater, uint32_t index,
    struct crr_text text, struct crr_error *reterr);

/* Folds into the rater's scratch: text if it is too long to be anything that is known.
 */
static struct crr_text
fold(struct crr_rater *rater, struct crr_text text, bool ignore_case)
{
    if (text.length > rater->fold_size)
        return text;
    return crr_text_fold(text, ignore_case, rater->fold);
}

/* Cuts the text before the first place of `end`; false if it stands nowhere. */
static bool
cut(struct crr_text *text, struct crr_text end, bool ignore_case)
{
    if (end.length == 0)
        return false;
    for (size_t i = 0; i + end.length <= text->length; i++) {
        struct crr_text piece = {text->at + i, end.length};
        if (ignore_case ? !crr_text_equal_fold(piece, end)
                        : !crr_text_equal(piece, end))
            continue;
        *text = crr_text_trim((struct crr_text){text->at, i});
        return true;
    }
    return false;
}

/* The code in a text, folded and cut; it has more than CRR_CODE_LIMIT bytes if there is
 * none. Of a long text only the beginning can be one. */
static struct crr_text
find_code(struct crr_rater *rater, struct crr_text text, struct crr_text end,
    bool ignore_case)
{
    struct crr_text start = text;
    if (text.length > rater->fold_size) {
        start.length = rater->fold_size;
        while (start.length > 0 && (text.at[start.length] & 0xC0) == 0x80)
            start.length--;
    }
    bool whole = start.length == text.length;
    start = crr_text_fold(start, false, rater->fold);
    return cut(&start, end, ignore_case) || whole ? start : text;
}

/* Whether any table that rates the input has a row for the code on the day. */
static bool
is_known(const struct crr_rater *rater, uint32_t input, struct crr_text code)
{
    const struct crr_plan *plan = &rater->model->plan;
    const uint32_t *list = plan->early_lookups[input];
    for (uint32_t i = 1; i <= list[0]; i++)
        if (crr_lookup_find(&plan->lookups[list[i]], rater->lookup_rows[list[i]],
                code) != CRR_INDEX_NONE)
            return true;
    return false;
}

/* Reads a code into its place; no text is left of it if it is cut away. */
static enum crr_status
keep_code(struct crr_rater *rater, uint32_t index, struct crr_text text,
    struct crr_code *place, struct crr_error *reterr)
{
    const struct crr_ast_input *input = &rater->model->ast->inputs[index];
    if (!crr_text_is_utf8(text))
        return crr_record_refuse(reterr, CRR_F_VALUE_TEXT, input->id,
            "a code in UTF-8 is expected, found bytes that are not UTF-8");
    struct crr_text code = find_code(rater, text, input->before, input->ignore_case);
    if (code.length > CRR_CODE_LIMIT)
        return crr_record_refuse(reterr, CRR_F_VALUE_TEXT, input->id,
            "a code of at most %d bytes is expected, found %zu bytes", CRR_CODE_LIMIT,
            code.length);
    memcpy(place->kept, code.at, code.length);
    uint32_t lookup = rater->model->plan.input_lookup[index];
    place->known = false;
    place->shown = (struct crr_text){place->kept, code.length};
    place->text = place->shown;
    if (input->ignore_case)
        place->text = crr_text_fold(place->shown, true, place->kept + CRR_CODE_LIMIT);
    place->key = lookup == CRR_ABSENT
                     ? place->text
                     : crr_lookup_key(&rater->model->plan.lookups[lookup], place->text);
    if (rater->model->plan.early_lookups)
        place->known = is_known(rater, index, place->text);
    return CRR_OK;
}

static enum crr_status
read_code(struct crr_rater *rater, uint32_t index, struct crr_text text,
    struct crr_error *reterr)
{
    struct crr_given *given = &rater->given[index];
    enum crr_status status = keep_code(rater, index, text, given->codes, reterr);
    given->present = status == CRR_OK && given->codes[0].text.length > 0;
    given->code_count = given->present ? 1 : 0;
    return status;
}

static enum crr_status
read_text(struct crr_rater *rater, uint32_t index, struct crr_text text,
    struct crr_error *reterr)
{
    if (!crr_text_is_utf8(text))
        return crr_record_refuse(reterr, CRR_F_VALUE_TEXT,
            rater->model->ast->inputs[index].id,
            "a text in UTF-8 is expected, found bytes that are not UTF-8");
    if (rater->model->plan.input_is_name[index] && text.length > CRR_SPELLING_LIMIT)
        return crr_record_refuse(reterr, CRR_F_VALUE_TEXT,
            rater->model->ast->inputs[index].id,
            "a name of at most %d bytes is expected, for it is looked for in a list; "
            "found %zu bytes",
            CRR_SPELLING_LIMIT, text.length);
    struct crr_given *given = &rater->given[index];
    given->codes[0] = (struct crr_code){.shown = text, .text = text, .key = text};
    given->code_count = 1;
    given->present = true;
    return CRR_OK;
}

static enum crr_status
read_number(struct crr_rater *rater, uint32_t index, struct crr_text text,
    struct crr_error *reterr)
{
    const struct crr_ast_input *input = &rater->model->ast->inputs[index];
    struct crr_decimal number;
    enum crr_number_fault fault = crr_decimal_parse(
        fold(rater, text, false), input->places, &number);
    if (fault != CRR_NUMBER_GOOD) {
        char shown[64];
        return crr_record_refuse(reterr, CRR_F_VALUE_NUMBER, input->id,
            "a number with at most %d decimal places is expected, found \"%s\", which "
            "%s",
            input->places, crr_text_shown(text, shown, sizeof shown),
            crr_number_fault_text(fault));
    }
    rater->given[index].number = number.units;
    rater->given[index].present = true;
    return CRR_OK;
}

static enum crr_status
read_date(struct crr_rater *rater, uint32_t index, struct crr_text text,
    struct crr_error *reterr)
{
    const struct crr_ast_input *input = &rater->model->ast->inputs[index];
    static const char *const faults[] = {
        [CRR_DATE_PATTERN] = "does not fit the pattern",
        [CRR_DATE_CALENDAR] = "is not in the calendar",
        [CRR_DATE_TIME] = "is followed by something that is no time"};
    int32_t day;
    enum crr_date_fault fault = crr_date_parse(
        fold(rater, text, false), input->format, &day);
    if (fault != CRR_DATE_GOOD) {
        char shown[64];
        return crr_record_refuse(reterr, CRR_F_VALUE_DATE, input->id,
            "a date %.*s is expected, found \"%s\", which %s",
            (int)input->format.length, input->format.at,
            crr_text_shown(text, shown, sizeof shown), faults[fault]);
    }
    rater->given[index].number = day;
    rater->given[index].present = true;
    return CRR_OK;
}

static bool
is_one_of(struct crr_text text, const struct crr_text *spellings, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (crr_text_equal(text, spellings[i]))
            return true;
    return false;
}

static enum crr_status
read_flag(struct crr_rater *rater, uint32_t index, struct crr_text text,
    struct crr_error *reterr)
{
    const struct crr_ast_input *input = &rater->model->ast->inputs[index];
    struct crr_text folded = fold(rater, text, true);
    bool yes = is_one_of(folded, input->yes, input->yes_count);
    if (!yes && !is_one_of(folded, input->no, input->no_count)) {
        char shown[64];
        return crr_record_refuse(reterr, CRR_F_VALUE_FLAG, input->id,
            "a flag such as \"%.*s\" or \"%.*s\" is expected, found \"%s\"",
            (int)input->yes[0].length, input->yes[0].at, (int)input->no[0].length,
            input->no[0].at, crr_text_shown(text, shown, sizeof shown));
    }
    rater->given[index].number = yes;
    rater->given[index].present = true;
    return CRR_OK;
}

/* ---- Several codes ---- */

static bool
is_missing(const struct crr_ast_input *input, struct crr_text trimmed)
{
    return trimmed.length == 0 ||
           is_one_of(trimmed, input->missing_values, input->missing_value_count);
}

/* Adds a code if it is not there yet. */
static enum crr_status
add_code(struct crr_rater *rater, uint32_t index, struct crr_text text,
    struct crr_error *reterr)
{
    const struct crr_ast_input *input = &rater->model->ast->inputs[index];
    struct crr_given *given = &rater->given[index];
    text = crr_text_trim(text);
    if (is_missing(input, text))
        return CRR_OK;
    struct crr_code *place = &given->codes[given->code_count];
    enum crr_status status = keep_code(rater, index, text, place, reterr);
    if (status != CRR_OK || place->text.length == 0)
        return status;
    for (uint32_t i = 0; i < given->code_count; i++)
        if (crr_text_equal(given->codes[i].text, place->text))
            return CRR_OK;
    if (given->code_count == CRR_CODES_LIMIT)
        return crr_record_refuse(reterr, CRR_F_VALUE_TEXT, input->id,
            "at most %d different codes are expected, found more", CRR_CODES_LIMIT);
    given->code_count++;
    given->present = true;
    return CRR_OK;
}

/* The length of a separator at the start of text, its full-width form included; 0 if
 * there is none. */
static size_t
separator_at(struct crr_text text, struct crr_text separator)
{
    char folded[3];
    if (text.length >= separator.length &&
        memcmp(text.at, separator.at, separator.length) == 0)
        return separator.length;
    if (separator.length != 1 || text.length < 3 || text.at[0] != '\xEF')
        return 0;
    struct crr_text form = crr_text_fold((struct crr_text){text.at, 3}, false, folded);
    return crr_text_equal(form, separator) ? 3 : 0;
}

/* Takes what stands before the first separator off the rest, and the separator too; the
 * last piece leaves no rest: its at is NULL. */
static struct crr_text
take_piece(struct crr_text *rest, struct crr_text separator)
{
    struct crr_text whole = *rest;
    for (size_t i = 0; i < whole.length; i++) {
        struct crr_text from = {whole.at + i, whole.length - i};
        size_t length = separator_at(from, separator);
        if (length == 0)
            continue;
        *rest = (struct crr_text){from.at + length, from.length - length};
        return (struct crr_text){whole.at, i};
    }
    *rest = (struct crr_text){NULL, 0};
    return whole;
}

static enum crr_status
read_codes(struct crr_rater *rater, uint32_t index, struct crr_text text,
    struct crr_error *reterr)
{
    struct crr_text separator = rater->model->ast->inputs[index].separator;
    for (struct crr_text rest = text; rest.at;) {
        struct crr_text piece = take_piece(&rest, separator);
        enum crr_status status = add_code(rater, index, piece, reterr);
        if (status != CRR_OK)
            return status;
    }
    return CRR_OK;
}

static const read_text_function read_text_functions[] = {
    [CRR_INPUT_CODE] = read_code,
    [CRR_INPUT_NUMBER] = read_number,
    [CRR_INPUT_DATE] = read_date,
    [CRR_INPUT_FLAG] = read_flag,
    [CRR_INPUT_TEXT] = read_text,
    [CRR_INPUT_CODES] = read_codes,
};

static enum crr_status
read_as_text(struct crr_rater *rater, uint32_t index, struct crr_text text,
    struct crr_error *reterr)
{
    const struct crr_ast_input *input = &rater->model->ast->inputs[index];
    struct crr_text trimmed = crr_text_trim(text);
    if (is_missing(input, trimmed))
        return CRR_OK;
    return read_text_functions[input->type](rater, index, trimmed, reterr);
}

/* ---- Values that come typed ---- */

static enum crr_status
wrong_type(const struct crr_ast_input *input, struct crr_error *reterr)
{
    static const char *const names[] = {[CRR_INPUT_CODE] = "code",
        [CRR_INPUT_NUMBER] = "number",
        [CRR_INPUT_DATE] = "date",
        [CRR_INPUT_FLAG] = "flag",
        [CRR_INPUT_TEXT] = "text",
        [CRR_INPUT_CODES] = "list of codes"};
    return crr_record_refuse(reterr, CRR_F_VALUE_TYPE, input->id,
        "a %s is expected, found a value of another type", names[input->type]);
}

static enum crr_status
take_number(struct crr_rater *rater, uint32_t index, const struct crr_value *value,
    struct crr_error *reterr)
{
    const struct crr_ast_input *input = &rater->model->ast->inputs[index];
    if (input->type != CRR_INPUT_NUMBER)
        return wrong_type(input, reterr);
    if (value->places < 0 || value->places > 6)
        return crr_record_refuse(reterr, CRR_F_VALUE_TYPE, input->id,
            "a number with 0 to 6 decimal places is expected, found one with %d",
            value->places);
    int64_t limit = crr_power_of_ten(12 + value->places);
    if (value->as.units <= -limit || value->as.units >= limit)
        return crr_record_refuse(reterr, CRR_F_VALUE_NUMBER, input->id,
            "a number below 10^12 in magnitude is expected, found a larger one");
    struct crr_decimal number = crr_decimal_reduce(
        (struct crr_decimal){value->as.units, value->places});
    if (number.places > input->places)
        return crr_record_refuse(reterr, CRR_F_VALUE_NUMBER, input->id,
            "a number with at most %d decimal places is expected, found one with %d",
            input->places, number.places);
    rater->given[index].number = number.units *
                                 crr_power_of_ten(input->places - number.places);
    rater->given[index].present = true;
    return CRR_OK;
}

static enum crr_status
take_day(struct crr_rater *rater, uint32_t index, const struct crr_value *value,
    struct crr_error *reterr)
{
    const struct crr_ast_input *input = &rater->model->ast->inputs[index];
    if (input->type != CRR_INPUT_DATE)
        return wrong_type(input, reterr);
    if (value->as.day < CRR_DAY_MIN || value->as.day > CRR_DAY_MAX)
        return crr_record_refuse(reterr, CRR_F_VALUE_DATE, input->id,
            "a day from 0001-01-01 to 9999-12-31 is expected, found day number %ld",
            (long)value->as.day);
    rater->given[index].number = value->as.day;
    rater->given[index].present = true;
    return CRR_OK;
}

static enum crr_status
take_texts(struct crr_rater *rater, uint32_t index, const struct crr_value *value,
    struct crr_error *reterr)
{
    const struct crr_ast_input *input = &rater->model->ast->inputs[index];
    if (input->type != CRR_INPUT_CODES ||
        (!value->as.texts.at && value->as.texts.count))
        return wrong_type(input, reterr);
    struct crr_given *given = &rater->given[index];
    for (size_t i = 0; i < value->as.texts.count; i++) {
        uint32_t before = given->code_count;
        given->incomplete |= !value->as.texts.at[i].at;
        enum crr_status status = add_code(rater, index, value->as.texts.at[i], reterr);
        if (status != CRR_OK)
            return status;
        if (given->code_count > before)
            given->codes[before].place = (uint32_t)i;
    }
    return CRR_OK;
}

static enum crr_status
take(struct crr_rater *rater, uint32_t index, const struct crr_value *value,
    struct crr_error *reterr)
{
    const struct crr_ast_input *input = &rater->model->ast->inputs[index];
    switch (value->type) {
    case CRR_VALUE_MISSING:
        return CRR_OK;
    case CRR_VALUE_TEXT:
        return read_as_text(rater, index, value->as.text, reterr);
    case CRR_VALUE_NUMBER:
        return take_number(rater, index, value, reterr);
    case CRR_VALUE_DAY:
        return take_day(rater, index, value, reterr);
    case CRR_VALUE_TEXTS:
        return take_texts(rater, index, value, reterr);
    case CRR_VALUE_FLAG:
        if (input->type != CRR_INPUT_FLAG)
            return wrong_type(input, reterr);
        rater->given[index].number = value->as.flag;
        rater->given[index].present = true;
        return CRR_OK;
    }
    return wrong_type(input, reterr);
}

enum crr_status
crr_rater_read_one(struct crr_rater *rater, uint32_t index,
    const struct crr_value *value, struct crr_error *reterr)
{
    struct crr_given *given = &rater->given[index];
    given->present = given->supposed = given->incomplete = false;
    given->code_count = 0;
    return take(rater, index, value, reterr);
}

enum crr_status
crr_rater_read(
    struct crr_rater *rater, const struct crr_value *values, struct crr_error *reterr)
{
    const struct crr_ast *ast = rater->model->ast;
    for (uint32_t i = 0; i < ast->input_count; i++) {
        const struct crr_ast_input *input = &ast->inputs[i];
        struct crr_value none = {.type = CRR_VALUE_MISSING};
        bool reads = input->used || input->key;
        enum crr_status status = crr_rater_read_one(
            rater, i, reads ? &values[i] : &none, reterr);
        if (status != CRR_OK)
            return status;
        if (input->key && !rater->given[i].present && !rater->keyless)
            return crr_record_refuse(reterr, CRR_F_VALUE_MISSING, input->id,
                "the customer's key is expected, found no value");
    }
    return CRR_OK;
}

/* Whether a book has what a rater's model uses, read in the same way. */
#include "base/report.h"
#include "base/span.h"
#include "file/book.h"

/* Two ways to read one input. */
struct pair {
    const struct crr_ast_input *book, *rater;
    bool name_book, name_rater; /* it is looked for in a list of names */
};

static bool
same_missing_values(const struct pair *pair)
{
    const struct crr_ast_input *a = pair->book, *b = pair->rater;
    if (a->missing_value_count != b->missing_value_count)
        return false;
    for (uint32_t i = 0; i < a->missing_value_count; i++)
        if (!crr_text_equal(a->missing_values[i], b->missing_values[i]))
            return false;
    return true;
}

static bool
same_type(const struct pair *pair)
{
    return pair->book->type == pair->rater->type;
}

static bool
same_places(const struct pair *pair)
{
    return pair->book->places == pair->rater->places;
}

static bool
same_format(const struct pair *pair)
{
    return crr_text_equal(pair->book->format, pair->rater->format);
}

static bool
same_cut(const struct pair *pair)
{
    return crr_text_equal(pair->book->before, pair->rater->before) &&
           pair->book->ignore_case == pair->rater->ignore_case;
}

static bool
same_names(const struct pair *pair)
{
    return pair->name_book == pair->name_rater;
}

/* What has to be the same, of numbers, dates, others, and the key. Texts stay as they
 * are, and every model reads them for itself; of a key the book knows only whether it
 * is one. */
static const struct {
    bool (*same)(const struct pair *pair);
    const char *what;
    bool number, date, other, key;
} likenesses[] = {
    {same_type, "type", true, true, true, true},
    {same_missing_values, "missing_values", true, true, false, true},
    {same_places, "places", true, false, false, true},
    {same_format, "format", false, true, false, true},
    {same_cut, "before and case", false, false, false, true},
    {same_names, "use in lists of names", false, false, false, true},
};

static const char *
find_difference(const struct pair *pair, bool key)
{
    bool number = pair->book->type == CRR_INPUT_NUMBER;
    bool date = pair->book->type == CRR_INPUT_DATE;
    for (size_t i = 0; i < sizeof likenesses / sizeof likenesses[0]; i++) {
        bool counts = (number    ? likenesses[i].number
                          : date ? likenesses[i].date
                                 : likenesses[i].other) ||
                      (key && likenesses[i].key);
        if (counts && !likenesses[i].same(pair))
            return likenesses[i].what;
    }
    return NULL;
}

bool
crr_book_is_asked(const struct crr_ast *ast, uint32_t input)
{
    if (!ast->inputs[input].key)
        return ast->inputs[input].used;
    for (uint32_t i = 0; i < ast->factor_count; i++)
        if (ast->factors[i].input == input)
            return true;
    for (uint32_t i = 0; i < ast->condition_count; i++)
        if (ast->conditions[i].input == input || ast->conditions[i].other == input)
            return true;
    return false;
}

static enum crr_status
refuse_input(
    struct crr_text id, const char *rest, const char *what, struct crr_error *reterr)
{
    char shown[96];
    return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
        "a model with the inputs of the book is expected, found %s, %s%s",
        crr_text_shown(id, shown, sizeof shown), rest, what);
}

/* One input of the rater's model. */
static enum crr_status
match(const struct crr_book *book, const struct crr_model *model, uint32_t input,
    uint32_t *ret_column, struct crr_error *reterr)
{
    const struct crr_ast_input *wanted = &model->ast->inputs[input];
    bool asked = crr_book_is_asked(model->ast, input);
    *ret_column = CRR_ABSENT;
    if (!asked && !wanted->key)
        return CRR_OK;
    size_t column = crr_model_find_input(book->model, wanted->id);
    if (column == CRR_NONE || (asked && !book->columns[column].kept))
        return refuse_input(wanted->id,
            column == CRR_NONE ? "which is not one of them"
                               : "which the book's model does not use",
            "", reterr);
    const struct crr_ast_input *kept = &book->model->ast->inputs[column];
    struct pair pair = {kept, wanted, book->model->plan.input_is_name[column],
        model->plan.input_is_name[input]};
    const char *difference = find_difference(&pair, wanted->key || kept->key);
    if (!difference && wanted->key != kept->key)
        difference = "being the key";
    if (difference)
        return refuse_input(wanted->id, "which differs in its ", difference, reterr);
    if (asked)
        *ret_column = (uint32_t)column;
    return CRR_OK;
}

enum crr_status
crr_book_match(const struct crr_book *book, const struct crr_model *model,
    uint32_t *ret_columns, struct crr_error *reterr)
{
    enum crr_status status = CRR_OK;
    bool has_key = false;
    for (uint32_t i = 0; i < model->ast->input_count && status == CRR_OK; i++) {
        status = match(book, model, i, &ret_columns[i], reterr);
        has_key |= model->ast->inputs[i].key;
    }
    if (status == CRR_OK && !has_key && book->key != CRR_ABSENT)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "a model with the key of the book is expected, found one without a key");
    return status;
}

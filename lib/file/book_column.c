/* The column of one input. */
#include "base/decimal.h"
#include "file/book.h"

_Static_assert(CRR_BOOK_UNITS_LIMIT < INT64_MAX - UINT32_MAX, "codes are beyond");

void
crr_book_column_init(struct crr_book_column *column, const struct crr_ast_input *input,
    struct crr_arena *arena, const struct crr_allocator *allocator)
{
    static const size_t widths[] = {[CRR_BOOK_TEXTS] = sizeof(uint8_t),
        [CRR_BOOK_NUMBERS] = sizeof(int64_t),
        [CRR_BOOK_DAYS] = sizeof(int32_t)};
    *column = (struct crr_book_column){.kept = true,
        .kind = input->type == CRR_INPUT_NUMBER ? CRR_BOOK_NUMBERS
                : input->type == CRR_INPUT_DATE ? CRR_BOOK_DAYS
                                                : CRR_BOOK_TEXTS,
        .places = input->places};
    crr_series_init(&column->rows, allocator, widths[column->kind]);
    crr_dictionary_init(&column->texts, arena, allocator);
}

void
crr_book_column_clear(struct crr_book_column *column)
{
    if (!column->kept)
        return;
    crr_series_clear(&column->rows);
    crr_dictionary_clear(&column->texts);
    crr_book_classes_clear(&column->coarse);
    crr_book_classes_clear(&column->fine);
}

void
crr_book_column_close(struct crr_book_column *column)
{
    if (!column->kept)
        return;
    crr_series_fit(&column->rows);
    crr_dictionary_close(&column->texts);
}

/* ---- Rows ---- */

static bool
add_code(struct crr_series *codes, uint32_t code)
{
    size_t width = code <= UINT8_MAX ? 1 : code <= UINT16_MAX ? 2 : 4;
    if ((width > codes->width && !crr_series_widen(codes, width)) ||
        !crr_series_add(codes, 1))
        return false;
    crr_series_set_code(codes, codes->count - 1, code);
    return true;
}

static bool
add_number(struct crr_series *rows, enum crr_book_kind kind, int64_t number)
{
    void *room = crr_series_add(rows, 1);
    if (!room)
        return false;
    if (kind == CRR_BOOK_DAYS)
        *(int32_t *)room = (int32_t)number;
    else
        *(int64_t *)room = number;
    return true;
}

/* What is no number, or no value at all, stays as it is. */
static bool
add_odd(struct crr_book_column *column, const struct crr_value *value)
{
    uint32_t code;
    if (!crr_dictionary_add(&column->texts, value, &code))
        return false;
    if (column->kind == CRR_BOOK_NUMBERS)
        return add_number(&column->rows, column->kind, INT64_MAX - code);
    return code < (uint32_t)(INT32_MAX - CRR_DAY_MAX) &&
           add_number(&column->rows, column->kind, INT32_MAX - (int64_t)code);
}

/* An empty text is a missing value: one of the two is enough. */
static struct crr_value
plain_value(const struct crr_value *value)
{
    struct crr_value plain = *value;
    if (value->type == CRR_VALUE_MISSING)
        plain = (struct crr_value){.type = CRR_VALUE_TEXT, .as.text = {"", 0}};
    else if (value->type == CRR_VALUE_TEXT)
        plain.as.text = crr_text_trim(value->as.text);
    return plain;
}

bool
crr_book_column_add(struct crr_book_column *column, struct crr_rater *rater,
    uint32_t input, const struct crr_value *value)
{
    struct crr_value plain = plain_value(value);
    uint32_t code;
    if (column->kind == CRR_BOOK_TEXTS)
        return crr_dictionary_add(&column->texts, &plain, &code) &&
               add_code(&column->rows, code);
    const struct crr_given *given = &rater->given[input];
    if (crr_rater_read_one(rater, input, &plain, NULL) == CRR_OK && given->present)
        return add_number(&column->rows, column->kind, given->number);
    return add_odd(column, &plain);
}

struct crr_value
crr_book_column_value(const struct crr_book_column *column, size_t row)
{
    const struct crr_value *texts = crr_dictionary_values(&column->texts);
    uint32_t code;
    int64_t number;
    if (column->kind == CRR_BOOK_TEXTS)
        return texts[crr_series_code(&column->rows, row)];
    if (!crr_book_column_number(column, row, &number, &code))
        return texts[code];
    if (column->kind == CRR_BOOK_DAYS)
        return (struct crr_value){.type = CRR_VALUE_DAY, .as.day = (int32_t)number};
    return (struct crr_value){
        .type = CRR_VALUE_NUMBER, .places = column->places, .as.units = number};
}

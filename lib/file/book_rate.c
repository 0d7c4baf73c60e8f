/* Rating the rows of a book: its columns as a rater wants them. */
#include "base/report.h"
#include "file/book.h"
#include "plan/columns.h"

/* ---- Columns of one rater ---- */

static const enum crr_column_type code_types[] = {
    [1] = CRR_COLUMN_CODES8, [2] = CRR_COLUMN_CODES16, [4] = CRR_COLUMN_CODES32};

static void
set_view(struct crr_column *view, const struct crr_series *codes,
    const struct crr_series *dictionary)
{
    *view = (struct crr_column){.type = code_types[codes->width],
        .values = codes->at,
        .dictionary = dictionary->at,
        .dictionary_count = dictionary->count};
}

static bool
fill_view(struct crr_book *book, struct crr_rater *rater, uint32_t input,
    uint32_t column_index, struct crr_column *view)
{
    struct crr_book_column *column = &book->columns[column_index];
    if (column->kind == CRR_BOOK_TEXTS) {
        set_view(view, &column->rows, &column->texts.values);
        return true;
    }
    const struct crr_book_classes *classes = crr_book_classes_for(
        column, book->row_count, rater, input);
    if (!classes)
        return false;
    set_view(view, &classes->codes, &classes->dictionary);
    return true;
}

static enum crr_status
make_columns(struct crr_book *book, struct crr_rater *rater, struct crr_arena *arena,
    struct crr_columns **ret_columns, struct crr_error *reterr)
{
    uint32_t count = rater->model->ast->input_count;
    struct crr_column *views = crr_arena_array(arena, count, sizeof *views);
    uint32_t *columns = crr_arena_array(arena, count, sizeof *columns);
    if (!views || !columns)
        return CRR_E_MEMORY;
    enum crr_status status = crr_book_match(book, rater->model, columns, reterr);
    if (status != CRR_OK)
        return status;
    for (uint32_t i = 0; i < count && book->row_count > 0; i++)
        if (columns[i] != CRR_ABSENT &&
            !fill_view(book, rater, i, columns[i], &views[i]))
            return CRR_E_MEMORY;
    return crr_columns_new(rater, views, count, book->row_count, ret_columns, reterr);
}

/* ---- Rows ---- */

static enum crr_status
rate_between(struct crr_columns *columns, struct crr_columns_target *target, size_t row,
    size_t end, struct crr_error *reterr)
{
    const struct crr_column_ratings *to = &target->ratings;
    size_t place = row - target->first;
    size_t rejected = 0;
    struct crr_column_ratings from = {.scores = to->scores ? to->scores + place : NULL,
        .scores32 = to->scores32 ? to->scores32 + place : NULL,
        .tiers = to->tiers ? to->tiers + place : NULL,
        .reasons = to->reasons ? to->reasons + place : NULL};
    enum crr_status status = crr_columns_rate(
        columns, row, end - row, &from, &rejected, reterr);
    target->rejected += rejected;
    return status;
}

/* Between the rows that are always rejected. */
static enum crr_status
rate_rows(const struct crr_book *book, struct crr_columns *columns,
    struct crr_columns_target *target, size_t count, struct crr_error *reterr)
{
    const struct crr_book_refused *refused = book->refused.at;
    size_t end = target->first + count;
    size_t row = target->first;
    size_t next = crr_book_find_refused(book, row);
    for (;; next++) {
        size_t stop = end;
        if (next < book->refused.count && refused[next].row < end)
            stop = refused[next].row;
        enum crr_status status = rate_between(columns, target, row, stop, reterr);
        if (status != CRR_OK || stop == end)
            return status;
        crr_columns_reject(target, stop);
        row = stop + 1;
    }
}

enum crr_status
crr_book_rate(struct crr_book *book, struct crr_rater *rater, size_t first,
    size_t count, const struct crr_column_ratings *ratings, size_t *ret_rejected,
    struct crr_error *reterr)
{
    if (!book || !rater || !ratings)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_book_rate needs a book, a rater, and a place for the ratings");
    if (first > book->row_count || count > book->row_count - first)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "rows up to the last, %zu, are expected, found %zu of them from %zu on",
            book->row_count, count, first);
    struct crr_columns_target target = {*ratings, first, 0};
    struct crr_columns *columns = NULL;
    struct crr_arena arena;
    crr_arena_init(&arena, &book->allocator);
    enum crr_status status = make_columns(book, rater, &arena, &columns, reterr);
    if (status == CRR_OK)
        status = rate_rows(book, columns, &target, count, reterr);
    crr_columns_free(columns);
    crr_arena_clear(&arena);
    if (status == CRR_E_MEMORY)
        crr_error_set(reterr, status, 0, NULL, "", "out of memory");
    if (status == CRR_OK && ret_rejected)
        *ret_rejected = target.rejected;
    return status;
}

/* A book: customers by columns, and the classes that raters saw in them. */
#ifndef CRR_FILE_BOOK_H
#define CRR_FILE_BOOK_H

#include "crr/book.h"
#include "file/dictionary.h"
#include "plan/rater.h"

#define CRR_BOOK_UNITS_LIMIT INT64_C(1000000000000000000) /* of numbers */

/* ---- Columns ---- */

enum crr_book_kind {
    CRR_BOOK_TEXTS = 1, /* codes of texts */
    CRR_BOOK_NUMBERS,   /* int64_t, times 10^places of the input */
    CRR_BOOK_DAYS       /* int32_t */
};

/* Numbers or dates as codes of classes: class k holds the values from cuts[k - 1] on
 * and below cuts[k]; after the classes come the column's texts. */
struct crr_book_classes {
    struct crr_series cuts;       /* int64_t, in order */
    struct crr_series dictionary; /* struct crr_value: of a class its least value */
    struct crr_series codes;      /* by row */
    bool made;
};

struct crr_book_column {
    bool kept;
    enum crr_book_kind kind;
    int places;             /* of numbers */
    struct crr_series rows; /* codes; or values, where what is none is the highest value
                               less the code of its text */
    struct crr_dictionary texts;
    struct crr_book_classes coarse; /* between the cuts of raters */
    struct crr_book_classes fine;   /* each value by itself */
};

/* book_column.c: an input's column without rows; its texts are kept in the arena. */
void crr_book_column_init(struct crr_book_column *column,
    const struct crr_ast_input *input, struct crr_arena *arena,
    const struct crr_allocator *allocator);
void crr_book_column_clear(struct crr_book_column *column);

/* Adds a row: a value as a file has it, or the number that the rater reads out of it.
 * False if there is no memory. */
bool crr_book_column_add(struct crr_book_column *column, struct crr_rater *rater,
    uint32_t input, const struct crr_value *value);

/* No row will be added any more. */
void crr_book_column_close(struct crr_book_column *column);

/* The value of a row, owned by the column. */
struct crr_value crr_book_column_value(
    const struct crr_book_column *column, size_t row);

/* Of NUMBERS and DAYS: whether a row has a value in *ret_value, or else the code of a
 * text in *ret_code. */
static inline bool
crr_book_column_number(const struct crr_book_column *column, size_t row,
    int64_t *ret_value, uint32_t *ret_code)
{
    if (column->kind == CRR_BOOK_DAYS) {
        int32_t day = ((const int32_t *)column->rows.at)[row];
        *ret_value = day;
        *ret_code = (uint32_t)INT32_MAX - (uint32_t)day;
        return day <= CRR_DAY_MAX;
    }
    int64_t units = ((const int64_t *)column->rows.at)[row];
    *ret_value = units;
    *ret_code = (uint32_t)INT64_MAX - (uint32_t)units;
    return units < CRR_BOOK_UNITS_LIMIT;
}

/* ---- Classes (book_classes.c) ---- */

void crr_book_classes_clear(struct crr_book_classes *classes);

/* The classes of a column of numbers or dates for a rater: those that are there if they
 * serve it, else new ones. NULL: there is no memory. */
const struct crr_book_classes *crr_book_classes_for(struct crr_book_column *column,
    size_t row_count, const struct crr_rater *rater, uint32_t input);

/* ---- The book ---- */

/* From a row on, lines follow each other. */
struct crr_book_place {
    size_t row;
    size_t source;
    uint64_t line;
};

struct crr_book_refused {
    size_t row;
    bool whole; /* it has its values, but no key */
};

struct crr_book {
    struct crr_allocator outer;     /* the caller's */
    struct crr_allocator allocator; /* the same, counted */
    size_t memory;
    struct crr_model *model;         /* one reference */
    struct crr_arena arena;          /* the columns and all texts */
    struct crr_book_column *columns; /* by input */
    uint32_t input_count;
    uint32_t key; /* input, or CRR_ABSENT */
    size_t row_count;
    struct crr_series key_bytes; /* char: the keys, one behind the other */
    struct crr_series key_ends;  /* size_t by row, where there is a key */
    struct crr_series places;    /* struct crr_book_place, by row */
    struct crr_series refused;   /* struct crr_book_refused, by row */
};

/* book.c: the index of the first refused row from `row` on. */
size_t crr_book_find_refused(const struct crr_book *book, size_t row);

/* book_fit.c: finds the column of each input that the rater's model uses;
 * ret_columns[i] is the input of the book's model, or CRR_ABSENT: none is needed. */
enum crr_status crr_book_match(const struct crr_book *book,
    const struct crr_model *model, uint32_t *ret_columns, struct crr_error *reterr);

/* book_fit.c: whether an input is used by more than being the key. */
bool crr_book_is_asked(const struct crr_ast *ast, uint32_t input);

#endif

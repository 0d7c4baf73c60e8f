/* A book of customers in memory: read once, rated under many models, weights or days.
 *
 *     status = crr_book_load(model, &source, 1, &options, &book, &error);
 *     ... for each rater, of this model or of another with the same inputs:
 *     status = crr_book_rate(book, rater, 0, crr_book_row_count(book), &ratings,
 *         &rejected, &error);
 *
 * What comes of a row is what crr_file_rate makes of its record, bit for bit, the
 * rejected ones included. Of each input a column is kept: the different texts and, by
 * row, their codes; of numbers and dates their exact values. For a rater these become
 * the classes between which its factors and rules tell nothing apart, and they serve
 * the next rater too, if it cuts nowhere else: other weights cost nothing but sums.
 *
 * A book belongs to one thread at a time, rating from it included: it keeps the
 * classes. */
#ifndef CRR_BOOK_H
#define CRR_BOOK_H

#include <stddef.h>
#include <stdint.h>
#include "crr/columns.h"
#include "crr/export.h"
#include "crr/file.h"
#include "crr/rater.h"
#include "crr/status.h"
#include "crr/value.h"

CRR_BEGIN_C

struct crr_book;

/* Reads every record of the sources, in order, as crr_file_rate does: with the same
 * grammar, headers and maps. Each record is a row; one that cannot be split, or has no
 * key, is a row that is always rejected. Of the options maps, input_format, delimiter,
 * find_delimiter and delimiter_found, reveal (of a column that a confidential input
 * shares), progress and allocator are used; no day and no scenario is needed. The book
 * holds a reference to the model. Memory grows with the rows: by one to four bytes for
 * each code, four for a date, eight for a number, with the first rating one more for
 * each date and number, the key and eight bytes, besides the different texts.
 *   CRR_E_FILE      a header does not fit: as crr_file_rate
 *   CRR_E_ARGUMENT  a NULL, or an unknown size; options with previous, overrides,
 *                   links or unique: a book has the customers' own values alone
 *   CRR_E_READ, CRR_E_STOPPED, CRR_E_MEMORY */
CRR_API enum crr_status crr_book_load(struct crr_model *model,
    const struct crr_source *sources, size_t source_count,
    const struct crr_file_options *options, struct crr_book **ret_book,
    struct crr_error *reterr);

/* NULL is allowed. */
CRR_API void crr_book_free(struct crr_book *book);

CRR_API size_t crr_book_row_count(const struct crr_book *book);

/* Bytes that the book has taken from its allocator and holds. */
CRR_API size_t crr_book_memory(const struct crr_book *book);

/* The key of a row as the file has it, owned by the book; empty if the model has no
 * key, the record has none or cannot be split, or there is no such row. */
CRR_API struct crr_text crr_book_key(const struct crr_book *book, size_t row);

/* The line, from 1, in which a row begins in its source; 0: there is no such row.
 * *ret_source (may be NULL) is the index of the source. */
CRR_API uint64_t crr_book_line(
    const struct crr_book *book, size_t row, size_t *ret_source);

/* Rates rows [first, first + count). Rejected rows, and where ratings go, are as those
 * of crr_columns_rate. The rater's model may be another than the book's if the book has
 * all inputs that it uses, by their ids and of the same types: numbers of the same
 * places, dates of the same format, both with the same missing values, and the same
 * key. The records stay as the book's model has split them: what it calls a column, or
 * refuses of JSON Lines, holds for all. What a rater makes of the different
 * texts is worked out anew in each call: rate many rows at a time.
 *   CRR_E_ARGUMENT  a NULL; rows beyond the last; an input that is not in the book, or
 *                   is read another way, which the error names; scores32 under a model
 *                   whose scores do not fit
 *   CRR_E_MEMORY    an allocation failed
 * After a failure what ratings point at is undefined. */
CRR_API enum crr_status crr_book_rate(struct crr_book *book, struct crr_rater *rater,
    size_t first, size_t count, const struct crr_column_ratings *ratings,
    size_t *ret_rejected, struct crr_error *reterr);

/* The record of a row: a value for each input of the book's model, to be rated and
 * explained by a rater of it; those of inputs that the model does not use are missing.
 * Texts are owned by the book.
 *   CRR_E_ARGUMENT  a NULL; no such row
 *   CRR_E_RECORD    the record cannot be split, or JSON Lines are refused */
CRR_API enum crr_status crr_book_record(const struct crr_book *book, size_t row,
    struct crr_value *ret_values, struct crr_error *reterr);

CRR_END_C

#endif

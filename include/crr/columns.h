/* Rating many customers whose values lie in memory by columns, as in a data frame or a
 * column store. The layouts are those of Apache Arrow, so that its arrays can be given
 * as they are.
 *
 *     struct crr_column views[] = {{.type = CRR_COLUMN_CODES8, .values = codes,
 *         .dictionary = countries, .dictionary_count = 249}, ...};
 *     status = crr_columns_new(rater, views, input_count, row_count, &columns, &error);
 *     status = crr_columns_rate(columns, 0, row_count, &ratings, &rejected, &error);
 *
 * What comes of a row is what crr_rater_rate makes of the same values, bit for bit,
 * but that a row needs no key: crr_rater_rate rejects a record without one.
 * Under a model of one segment with tables, bands and weighted sums a value is worked
 * out once for each entry of a dictionary, and rows are sums of what these are worth:
 * dictionaries are the fastest columns. Other models are rated row by row. */
#ifndef CRR_COLUMNS_H
#define CRR_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "crr/export.h"
#include "crr/rater.h"
#include "crr/status.h"
#include "crr/value.h"

CRR_BEGIN_C

enum crr_column_type {
    CRR_COLUMN_MISSING = 0, /* no row has a value; what zeroed memory means */
    CRR_COLUMN_TEXT,        /* bytes, and where each text begins */
    CRR_COLUMN_NUMBER,      /* int64_t, each times 10^places */
    CRR_COLUMN_DAY,         /* int32_t, days since 1970-01-01 */
    CRR_COLUMN_FLAG,        /* bits, as validity */
    CRR_COLUMN_CODES8,      /* uint8_t, places in the dictionary */
    CRR_COLUMN_CODES16,     /* uint16_t */
    CRR_COLUMN_CODES32      /* uint32_t */
};

/* The values of one input. Nothing is copied: what it points at has to stay, unchanged,
 * as long as the columns made of it. */
struct crr_column {
    enum crr_column_type type;
    int places; /* NUMBER: decimal places, [0, 6] */
    /* NULL only where there is nothing to point at: no row, or no text with a byte. */
    const void *values;
    /* Bit i % 8 of byte i / 8 says whether value i is there; NULL: all are. A number,
     * day or flag that stands for "no value" is one (crr/value.h): clear its bit. */
    const uint8_t *validity;
    /* TEXT: text i has the bytes offsets[i] up to, not including, offsets[i + 1];
     * int32_t, or int64_t if wide_offsets. From 0 on, and none less than the one
     * before. */
    const void *offsets;
    bool wide_offsets;
    size_t first; /* the value of row 0, in values, validity and offsets */
    /* CODES: the values; one may be missing. No row whose bit is set may have a code
     * of dictionary_count or more. NULL if the count is 0. */
    const struct crr_value *dictionary;
    size_t dictionary_count;
};

/* Rows under a rater. Belongs to one thread, as its rater does: threads that rate
 * disjoint rows of the same values each have a rater and columns of their own. */
struct crr_columns;

/* One column for each input of the model, in its order. The rater has to outlive the
 * columns; it may rate single records in between. Inputs that nothing reads are not
 * looked at. The key takes no part in a rating: its column may be CRR_COLUMN_MISSING,
 * and is better so.
 *   CRR_E_ARGUMENT  a NULL; another number of columns than inputs; a type that
 *                   is none, or numbers, days or flags for an input of another type; a
 *                   number of places or a dictionary that cannot be
 *   CRR_E_MEMORY    an allocation failed */
CRR_API enum crr_status crr_columns_new(struct crr_rater *rater,
    const struct crr_column *columns, size_t column_count, size_t row_count,
    struct crr_columns **ret_columns, struct crr_error *reterr);

/* NULL is allowed. */
CRR_API void crr_columns_free(struct crr_columns *columns);

#define CRR_TIER_REJECTED 255u     /* the record was rejected */
#define CRR_REASON_NONE 0xFFFFu    /* it was rejected */
#define CRR_REASON_IS_RULE 0x8000u /* the reason is a rule: the rest is its index */

/* Where ratings go, by place among the rows that are rated; NULL: not wanted. Rejected
 * rows have score 0, CRR_TIER_REJECTED and CRR_REASON_NONE. */
struct crr_column_ratings {
    int64_t *scores;   /* M, rounded, in 10^-decimals */
    int32_t *scores32; /* the same, of models whose scores fit */
    uint8_t *tiers;    /* index of the tier after the rules */
    /* The rule that changed the tier and CRR_REASON_IS_RULE, else the index of the
     * primary factor that gave most, of equals the first. */
    uint16_t *reasons;
};

/* Rates rows [first, first + count). *ret_rejected (may be NULL) is how many were
 * rejected: a bad record is no failure. To learn why, rate it alone: crr_columns_record
 * and crr_rater_rate. Allocates nothing but what it keeps of texts that it meets.
 *   CRR_E_ARGUMENT  a NULL; rows beyond the last; a code beyond its dictionary, or
 *                   offsets that fall, which the error names; scores32 under a model
 *                   whose scores do not fit
 *   CRR_E_MEMORY    an allocation failed
 * After a failure what ratings point at is undefined. */
CRR_API enum crr_status crr_columns_rate(struct crr_columns *columns, size_t first,
    size_t count, const struct crr_column_ratings *ratings, size_t *ret_rejected,
    struct crr_error *reterr);

/* The record of a row: as many values as the model has inputs, to be rated and
 * explained by a rater. Texts point into the columns. If the column of the key is
 * CRR_COLUMN_MISSING, put the customer's key into the record first: a rater needs it.
 *   CRR_E_ARGUMENT  a NULL; a row beyond the last; a code beyond its dictionary, or
 *                   offsets that fall */
CRR_API enum crr_status crr_columns_record(const struct crr_columns *columns,
    size_t row, struct crr_value *ret_values, struct crr_error *reterr);

CRR_END_C

#endif

/* Columns under a rater: what their values are worth to the lane. */
#ifndef CRR_PLAN_COLUMNS_H
#define CRR_PLAN_COLUMNS_H

#include "crr/columns.h"
#include "plan/wide.h"

struct crr_columns {
    struct crr_arena arena; /* everything but the lane's memos, this struct included */
    struct crr_rater *rater;
    struct crr_column *views; /* by input */
    size_t row_count;
    struct crr_value *record; /* room for one */

    bool has_lane;
    struct crr_lane lane;
    /* By reader of the lane: of a dictionary's entries and, last, of no value; NULL:
     * the column is none. */
    int64_t **worths;
    uint32_t *entry_counts; /* with the last */

    bool has_pack;
    bool is_wide; /* the sums need 64 bits: wide, else pack */
    struct crr_pack pack;
    struct crr_wide wide;
    struct crr_pack_column *pack_columns; /* by input */
    void **pack_codes; /* by input: room for a block's codes, or NULL */
    struct crr_pack_rows block;
    /* Room for what comes of a block. */
    int32_t *scores;
    int64_t *wide_scores;
    uint8_t *tiers;
    uint16_t *reasons;

    const struct crr_sum_kernel *kernel;
};

/* Where the ratings of rows go. */
struct crr_columns_target {
    struct crr_column_ratings ratings;
    size_t first; /* the row whose place is 0 */
    size_t rejected;
};

static inline uint32_t
crr_columns_reason(size_t rule, size_t factor)
{
    return rule == CRR_NONE ? (uint32_t)factor : (uint32_t)rule | CRR_REASON_IS_RULE;
}

/* columns.c: one row by the rater; rows of the lane. */
void crr_columns_put(const struct crr_columns_target *target, size_t row, int64_t score,
    size_t tier, uint32_t reason);
void crr_columns_reject(struct crr_columns_target *target, size_t row);
enum crr_status crr_columns_rate_row(struct crr_columns *columns, size_t row,
    struct crr_columns_target *target, struct crr_error *reterr);
enum crr_status crr_columns_rate_batches(struct crr_columns *columns, size_t first,
    size_t count, struct crr_columns_target *target, struct crr_error *reterr);

/* columns_pack.c: packs the lane if it can be; rates rows of what was packed. False if
 * there is no memory. */
bool crr_columns_set_pack(struct crr_columns *columns);
enum crr_status crr_columns_rate_blocks(struct crr_columns *columns, size_t first,
    size_t count, struct crr_columns_target *target, struct crr_error *reterr);

/* columns_weigh.c: fills the lane's worths for count rows from `first` on, a batch at
 * most. */
void crr_columns_weigh(struct crr_columns *columns, size_t first, uint32_t count);

/* columns_weigh.c: the code of a row that has a value: of a flag 0 or 1. */
uint32_t crr_column_code(const struct crr_column *view, size_t row);

static inline bool
crr_column_has(const struct crr_column *view, size_t row)
{
    size_t place = view->first + row;
    return view->type != CRR_COLUMN_MISSING &&
           (!view->validity || (view->validity[place / 8] >> (place % 8) & 1));
}

static inline bool
crr_column_has_dictionary(const struct crr_column *view)
{
    return view->type >= CRR_COLUMN_CODES8;
}

/* columns_weigh.c: the text of a row that has a value. False: its offsets fall, or
 * point at bytes that are not there. */
bool crr_column_text(
    const struct crr_column *view, size_t row, struct crr_text *ret_text);

/* columns_weigh.c: the value of a row; a code beyond the dictionary, and a text whose
 * offsets fall, is missing. */
struct crr_value crr_column_value(const struct crr_column *view, size_t row);

#endif

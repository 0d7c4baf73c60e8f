/* Numbers and dates as classes. Between two cuts of a rater (plan/lane_steps.h) nothing
 * tells one value from another, so that one value can stand for all; where a rater has
 * no cuts, each value is a class. */
#include <stdlib.h>
#include <string.h>
#include "base/decimal.h"
#include "file/book.h"
#include "plan/lane_steps.h"

/* Cuts of several raters stay together, up to as many classes as the sums look up fast:
 * raters that take turns find theirs again. */
#define SHARED_CUTS 56u

void
crr_book_classes_clear(struct crr_book_classes *classes)
{
    if (classes->cuts.allocator) {
        crr_series_clear(&classes->cuts);
        crr_series_clear(&classes->dictionary);
        crr_series_clear(&classes->codes);
    }
    classes->made = false;
}

/* ---- Cuts ---- */

static const int64_t *
cuts_of(const struct crr_book_classes *classes)
{
    return classes->cuts.at;
}

/* How many cuts are at or below a value: its class. */
static uint32_t
class_of(const int64_t *cuts, size_t count, int64_t value)
{
    const int64_t *at = cuts;
    if (count == 0)
        return 0;
    for (size_t left = count; left > 1;) {
        size_t half = left / 2;
        at += at[half - 1] <= value ? half : 0;
        left -= half;
    }
    return (uint32_t)((size_t)(at - cuts) + (*at <= value));
}

static bool
has_cut(const struct crr_book_classes *classes, int64_t cut)
{
    const int64_t *cuts = cuts_of(classes);
    uint32_t place = class_of(cuts, classes->cuts.count, cut);
    return place > 0 && cuts[place - 1] == cut;
}

static bool
serves(const struct crr_book_classes *classes, const int64_t *cuts, uint32_t count)
{
    bool all = classes->made;
    for (uint32_t i = 0; i < count && all; i++)
        all = has_cut(classes, cuts[i]);
    return all;
}

static int
by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Sorts values, and leaves each once. */
static void
settle(struct crr_series *values)
{
    int64_t *at = values->at;
    size_t count = 0;
    if (values->count == 0)
        return;
    qsort(at, values->count, sizeof *at, by_value);
    for (size_t i = 0; i < values->count; i++)
        if (i == 0 || at[i] != at[i - 1])
            at[count++] = at[i];
    values->count = count;
    crr_series_fit(values);
}

static bool
add_cuts(struct crr_series *cuts, const int64_t *more, size_t count)
{
    int64_t *room = count > 0 ? crr_series_add(cuts, count) : NULL;
    if (room)
        memcpy(room, more, count * sizeof *more);
    return room || count == 0;
}

static bool
add_values(struct crr_series *cuts, const struct crr_book_column *column, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t value;
        uint32_t code;
        if (crr_book_column_number(column, i, &value, &code) &&
            !add_cuts(cuts, &value, 1))
            return false;
    }
    return true;
}

/* ---- Classes ---- */

static struct crr_value
value_of(const struct crr_book_column *column, int64_t number)
{
    if (column->kind == CRR_BOOK_DAYS)
        return (struct crr_value){.type = CRR_VALUE_DAY, .as.day = (int32_t)number};
    return (struct crr_value){
        .type = CRR_VALUE_NUMBER, .places = column->places, .as.units = number};
}

static int64_t
least_value(const struct crr_book_column *column)
{
    return column->kind == CRR_BOOK_DAYS ? CRR_DAY_MIN
                                         : 1 - crr_power_of_ten(12 + column->places);
}

/* The least value of each class, and the texts. */
static bool
set_dictionary(struct crr_book_classes *classes, const struct crr_book_column *column)
{
    size_t cut_count = classes->cuts.count;
    size_t text_count = column->texts.values.count;
    struct crr_value *values = crr_series_add(
        &classes->dictionary, cut_count + 1 + text_count);
    if (!values)
        return false;
    values[0] = value_of(column, least_value(column));
    for (size_t i = 0; i < cut_count; i++)
        values[i + 1] = value_of(column, cuts_of(classes)[i]);
    if (text_count > 0)
        memcpy(values + cut_count + 1, crr_dictionary_values(&column->texts),
            text_count * sizeof *values);
    crr_series_fit(&classes->dictionary);
    return true;
}

static bool
set_codes(struct crr_book_classes *classes, const struct crr_book_column *column,
    size_t row_count)
{
    size_t cut_count = classes->cuts.count;
    const int64_t *cuts = cuts_of(classes);
    if (row_count > 0 && !crr_series_add(&classes->codes, row_count))
        return false;
    for (size_t i = 0; i < row_count; i++) {
        int64_t value;
        uint32_t code;
        if (crr_book_column_number(column, i, &value, &code))
            code = class_of(cuts, cut_count, value);
        else
            code += (uint32_t)cut_count + 1;
        crr_series_set_code(&classes->codes, i, code);
    }
    crr_series_fit(&classes->codes);
    return true;
}

/* Makes classes between cuts, which they take over, in the place of others. */
static bool
make(struct crr_book_classes *classes, struct crr_series *cuts,
    const struct crr_book_column *column, size_t row_count)
{
    const struct crr_allocator *allocator = cuts->allocator;
    size_t count = cuts->count + 1 + column->texts.values.count;
    crr_book_classes_clear(classes);
    settle(cuts);
    classes->cuts = *cuts;
    crr_series_init(&classes->dictionary, allocator, sizeof(struct crr_value));
    /* One code less: packed sums have one for no value. */
    crr_series_init(&classes->codes, allocator,
        count <= UINT8_MAX   ? 1
        : count < UINT16_MAX ? 2
                             : 4);
    classes->made = count < UINT32_MAX && set_dictionary(classes, column) &&
                    set_codes(classes, column, row_count);
    if (!classes->made)
        crr_book_classes_clear(classes);
    return classes->made;
}

static bool
make_fine(struct crr_book_column *column, size_t row_count)
{
    struct crr_series cuts;
    crr_series_init(&cuts, column->rows.allocator, sizeof(int64_t));
    if (add_values(&cuts, column, row_count))
        return make(&column->fine, &cuts, column, row_count);
    crr_series_clear(&cuts);
    return false;
}

static bool
make_coarse(struct crr_book_column *column, size_t row_count, const int64_t *cuts,
    uint32_t count)
{
    struct crr_series all;
    const struct crr_book_classes *before = &column->coarse;
    size_t more = before->made ? before->cuts.count : 0;
    crr_series_init(&all, column->rows.allocator, sizeof(int64_t));
    if (count + more > SHARED_CUTS)
        more = 0;
    if (add_cuts(&all, cuts, count) && add_cuts(&all, cuts_of(before), more))
        return make(&column->coarse, &all, column, row_count);
    crr_series_clear(&all);
    return false;
}

const struct crr_book_classes *
crr_book_classes_for(struct crr_book_column *column, size_t row_count,
    const struct crr_rater *rater, uint32_t input)
{
    int64_t cuts[CRR_LANE_CUT_LIMIT];
    uint32_t count;
    if (!crr_lane_fits(rater) || !crr_lane_cuts(rater, input, cuts, &count))
        return column->fine.made || make_fine(column, row_count) ? &column->fine : NULL;
    return serves(&column->coarse, cuts, count) ||
                   make_coarse(column, row_count, cuts, count)
               ? &column->coarse
               : NULL;
}

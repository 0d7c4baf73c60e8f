/* One judgement, as the forms that hold it share it. */
#ifndef CRR_JUDGEMENT_CELL_H
#define CRR_JUDGEMENT_CELL_H

#include "judgement/read.h"

/* Which pair is read, for messages; zero: the path says it. */
struct crr_judged_pair {
    const struct crr_node_draft *draft;
    size_t row, column;
};

/* Reports at a cell, which may be in a sheet: expert, pair, message. */
void crr_report_cell(struct crr_reader *reader, enum crr_finding_number finding,
    const struct crr_judged_cell *cell, struct crr_judged_pair pair,
    const char *message);

/* Reports a judgement beyond the scale. */
void crr_check_scale(struct crr_reader *reader, const struct crr_judged_cell *cell,
    const struct crr_scale *scale, struct crr_judged_pair pair,
    struct crr_rational value);

/* Reads the cell's text, which is not empty; scale may be NULL: not looked at. */
bool crr_read_judgement(struct crr_reader *reader, const struct crr_judged_cell *cell,
    const struct crr_scale *scale, struct crr_judged_pair pair,
    struct crr_rational *ret);

/* The scalar as a cell; false, and reported, if it is none. */
bool crr_take_cell(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_judged_cell *ret);

struct crr_judgement crr_judgement_at(
    struct crr_rational value, const struct crr_judged_cell *cell);
struct crr_rational crr_turned(struct crr_rational value);
bool crr_rationals_equal(struct crr_rational a, struct crr_rational b);

#endif

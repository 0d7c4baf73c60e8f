/* The kinds of output columns: one table, which the choice of columns, the help and the
 * tests walk. */
#ifndef CRR_FILE_CELL_H
#define CRR_FILE_CELL_H

#include "file/output.h"

/* What a cell is made of. */
struct crr_cell {
    const struct crr_output *output;
    struct crr_writer *writer;
    const struct crr_run *run;
    const struct crr_row *row;
    size_t index;          /* of the column's input or factor */
    bool plain;            /* texts are written as they are, not as fields of CSV */
    const char *separator; /* between the items of a list */
};

/* What a cell is in JSON. An empty one is null, but for a list. */
enum crr_cell_form {
    CRR_CELL_TEXT = 0,
    CRR_CELL_NUMBER, /* in its exact text; a string if it is a fraction such as 1/3 */
    CRR_CELL_YES_NO, /* true or false */
    CRR_CELL_LIST,   /* of texts */
    CRR_CELL_REASONS
};

enum crr_cell_subject {
    CRR_CELL_OF_ROW,
    CRR_CELL_OF_STANDING, /* the rating beside the one before */
    CRR_CELL_OF_KEY,
    CRR_CELL_OF_INPUT,
    CRR_CELL_OF_FACTOR,
    CRR_CELL_OF_LEAF,   /* a factor that is no group */
    CRR_CELL_OF_HISTORY /* no cell: the name of several columns */
};

/* What becomes of a cell in the lane (plan/lane.h), where no rule has fired and nobody
 * overrides: how it is written there. */
enum crr_lane_cell {
    CRR_LANE_NONE = 0, /* the lane does not know it */
    CRR_LANE_FIELD,    /* the key or an input as the file has it */
    CRR_LANE_SCORE,
    CRR_LANE_TIER,
    CRR_LANE_SCORE_TIER,
    CRR_LANE_REASON,
    CRR_LANE_REASONS,
    CRR_LANE_WARNINGS,
    CRR_LANE_SAME, /* the same for all rows */
    CRR_LANE_EMPTY /* where no rule fires */
};

struct crr_cell_kind {
    const char *name; /* of an input or a factor: "points.ID" */
    enum crr_cell_subject subject;
    void (*write)(const struct crr_cell *cell);
    const char *help;
    enum crr_lane_cell lane;
    enum crr_cell_form form;
};

/* NULL beyond the last. */
const struct crr_cell_kind *crr_cell_kind_at(size_t index);

/* The bytes of the name before the id. */
size_t crr_cell_prefix(const struct crr_cell_kind *kind);

/* The kind that a column's name asks for; *ret_id is the id in it. A name that is none
 * of the table's is taken for the id of an input. */
const struct crr_cell_kind *crr_cell_find(
    struct crr_text name, struct crr_text *ret_id);

/* Why the row has its tier. */
struct crr_reason {
    enum crr_reason_kind {
        CRR_REASON_OVERRIDE,
        CRR_REASON_RULE,
        CRR_REASON_FACTOR
    } kind;
    struct crr_text id;     /* of the rule or factor */
    struct crr_text effect; /* the tier's id; of a rule that asks for one "review" */
    bool review;            /* of a rule: it asks for one, and sets no tier */
    int64_t n;              /* of a factor: its contribution, over the rating's scale */
    uint32_t input, place;  /* of the linked person's value that counted; CRR_ABSENT */
};

/* reasons.c: tells the override, the rules that fired and the largest contributions, in
 * this order. */
void crr_cell_tell_reasons(const struct crr_cell *cell,
    void (*tell)(void *user, const struct crr_reason *reason), void *user);

/* reasons.c: the same as cells. */
void crr_cell_write_reasons(const struct crr_cell *cell);
void crr_cell_write_reason(const struct crr_cell *cell);
void crr_cell_write_listed(const struct crr_cell *cell);
void crr_cell_write_rules(const struct crr_cell *cell);
void crr_cell_write_warnings(const struct crr_cell *cell);

#endif

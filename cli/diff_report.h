/* What `crr diff` prints: the text, JSON, and the CSV of movers. */
#ifndef CRR_CLI_DIFF_REPORT_H
#define CRR_CLI_DIFF_REPORT_H

#include <crr/crr.h>
#include "json.h"
#include "output.h"
#include "piece.h"

struct diff_report {
    struct output out;
    struct output *rows; /* the CSV of movers; NULL: none */
    bool as_json;
    bool models;               /* by models; else two outputs */
    const char *names[2];      /* of the files of A and of B */
    size_t limit;              /* movers that the text shows */
    struct crr_text tiers[64]; /* of both models: A's, then those that B alone has */
    size_t tier_count;
    int ranks[2]
             [64]; /* by side and tier: in the side's model from 1 on; 0: not there */
    struct json json;
    struct piece lines; /* of the first movers, until the matrix is known */
    size_t line_count;
    uint64_t up_count, down_count, other_count;
    bool failed; /* out of memory */
};

/* Fills in the tiers of the models and begins. */
void diff_report_start(
    struct diff_report *report, const struct crr_model *a, const struct crr_model *b);
void diff_report_release(struct diff_report *report);

/* The functions that the library calls; user is the report. In diff_movers.c and
 * diff_changes.c. */
int diff_report_mover(void *user, const struct crr_mover *mover);
int diff_report_output_mover(void *user, const struct crr_output_mover *mover);

/* Writes what is left: matrix, counts, causes. */
void diff_report_finish(struct diff_report *report, const struct crr_diff *diff);

/* Of two outputs: the columns that one of them alone has. In diff_changes.c. */
void diff_print_lone_columns(
    struct output *out, const struct crr_diff *diff, const char *const names[2]);
void diff_json_lone_columns(struct json *json, const struct crr_diff *diff);

/* "table country", "rule (confidential)", "weights" */
void diff_put_part(struct piece *piece, const struct crr_part *part);
/* Keeps the line of a mover. */
void diff_keep_line(struct diff_report *report, const struct piece *line);
/* What the functions above return: anything but 0 stops. */
int diff_report_stops(const struct diff_report *report);

#endif

/* What the checks across a model's parts share. They run when all parts are read, look
 * only at parts in which the readers found nothing wrong, and so never blame one
 * mistake twice. */
#ifndef CRR_MODEL_CHECK_H
#define CRR_MODEL_CHECK_H

#include "model/read.h"

struct crr_check {
    const char *file; /* the model's, for findings */
    struct crr_report *report;
    struct crr_ast *ast;
};

/* Reports a finding at an origin; what follows is a format and its arguments. */
#define CRR_CHECK_REPORT(check, finding, origin, ...)                                  \
    crr_report_add((check)->report, (finding),                                         \
        &(struct crr_place){(check)->file, 0, (origin)->line, (origin)->column},       \
        (origin)->path, __VA_ARGS__)

/* True if the readers reported no error at the path or beneath it. */
static inline bool
crr_check_is_sound(const struct crr_check *check, const char *path)
{
    return !crr_report_has_error_under(check->report, path);
}

/* check_weights.c: each weight, and the sums of siblings. */
void crr_check_weights(const struct crr_check *check);
/* check_points.c: points against the range of the score. */
void crr_check_points(const struct crr_check *check);
/* check_segments.c: segments that another one covers. */
void crr_check_segments(const struct crr_check *check);
/* check_rules.c: tiers and rules. */
void crr_check_tiers(const struct crr_check *check);
void crr_check_rules(const struct crr_check *check);
/* check_growth.c: conditions by which one more value may lower a rating. */
void crr_check_growth(const struct crr_check *check);
/* judgements.c: whether they fit the groups of factors. */
void crr_check_judgements(const struct crr_check *check);
/* check_interval.c: inputs whose missing values are all tried. */
void crr_check_interval(const struct crr_check *check);
/* check_codes.c: the codes that conditions ask for. */
void crr_check_codes(const struct crr_check *check);

#endif

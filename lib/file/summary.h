/* What a run comes to: counts of rows by tier, cause and input, and the spread of
 * scores. */
#ifndef CRR_FILE_SUMMARY_H
#define CRR_FILE_SUMMARY_H

#include "file/links.h"
#include "file/overrides.h"
#include "file/previous.h"
#include "file/spread.h"
#include "file/subject.h"

/* Why rows were rejected. */
struct crr_cause {
    unsigned finding;
    struct crr_subject subject;
    uint64_t count;
};

struct crr_summary {
    struct crr_arena arena;  /* everything, this struct included */
    struct crr_model *model; /* one reference */
    struct crr_model_head head;
    uint64_t row_count, rated_count, rejected_count, empty_line_count;
    uint64_t *tiers; /* by tier */
    /* By input that is used: rated rows without a value, and rows rejected for that. */
    uint64_t *missing;
    /* By input: rated rows with a code that a factor did not know, and rows rejected
     * for that. */
    uint64_t *unknown;
    uint64_t *unknown_row;         /* by input: the last row that was counted */
    uint64_t rule_changed;         /* rows whose tier a rule changed */
    uint64_t theta_up, theta_down; /* rows whose score's tier θ lifted, lowered */
    bool *absent; /* by input: no record of some source of JSON Lines had it */
    struct crr_cause *causes;
    size_t cause_count, cause_capacity;
    struct crr_overrides *overrides; /* NULL: none */
    struct crr_previous *previous;   /* NULL: none */
    const struct crr_links *links;   /* NULL: none */
    struct crr_spread spread;
};

struct crr_summary *crr_summary_new(
    struct crr_model *model, const struct crr_allocator *allocator);

/* Adds a rated row, whose rating the run's rater holds. */
void crr_summary_add(
    struct crr_summary *summary, const struct crr_run *run, const struct crr_row *row);

/* Adds a rejected row. False if there is no memory for a cause that is new. */
bool crr_summary_reject(struct crr_summary *summary, const struct crr_error *error,
    const struct crr_subject *subject);

/* Adds what another summary of the same model counted, and empties that. False if there
 * is no memory. */
bool crr_summary_merge(struct crr_summary *summary, struct crr_summary *other);
void crr_summary_reset(struct crr_summary *summary);

/* No more rows come. */
void crr_summary_settle(struct crr_summary *summary, const struct crr_run *run);

#endif

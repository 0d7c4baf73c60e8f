/* Compiling the model that a command names. */
#ifndef CRR_CLI_LOAD_H
#define CRR_CLI_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <crr/crr.h>

/* Findings of a model, counted. */
struct finding_counts {
    size_t errors, warnings, notes;
};

/* Counts findings, and hands each to report if it is not NULL; user of count_finding. */
struct finding_counter {
    struct finding_counts counts;
    void (*report)(void *user, const struct crr_error *finding);
    void *user;
};
void count_finding(void *counter, const struct crr_error *finding);

/* Calls report, if it is not NULL, for each finding, and counts them. name "-" is the
 * standard input. Returns an exit_status; *ret_error says why if it is not EXIT_DONE.
 */
int load_model(const char *name, bool strict,
    void (*report)(void *user, const struct crr_error *finding), void *user,
    struct crr_model **ret_model, struct finding_counts *ret_counts,
    struct crr_error *ret_error);

/* For commands that only use the model: says errors, mentions warnings. */
int load_model_or_say(const char *name, bool strict, struct crr_model **ret_model);

/* The name under which a model is printed: "stdin" for "-". */
const char *model_name(const char *name);

/* Says that a model could not be read. */
void say_unreadable(const char *name, const struct crr_error *error);

/* A plural: "s" unless count is 1. */
const char *plural(size_t count);

#endif

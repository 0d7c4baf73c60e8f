/* What the two printed explanations share: the last rating as lines and names. */
#ifndef CRR_PLAN_EXPLAIN_H
#define CRR_PLAN_EXPLAIN_H

#include "base/writer.h"
#include "crr/history.h"
#include "crr/override.h"
#include "plan/rater.h"

/* The value that a factor read, normalised: a code as folded, a number, date or flag;
 * empty if it is missing or the factor reads none. buffer has CRR_SHOWN_LIMIT bytes. */
struct crr_text crr_explain_value(
    const struct crr_rater *rater, uint32_t factor, char *buffer);

/* Whether a hidden part is to be left out. */
static inline bool
crr_explain_hides(bool hidden, const struct crr_explain_options *options)
{
    return hidden && !options->reveal;
}

/* Whether a factor may be shown with its points: neither it nor anything in it is
 * hidden. */
bool crr_explain_shows_points(const struct crr_rater *rater, uint32_t factor,
    const struct crr_explain_options *options);

/* N of a factor's contribution; a group's is the sum of its members that are shown. */
int64_t crr_explain_contribution(const struct crr_rater *rater, uint32_t factor,
    const struct crr_explain_options *options);

/* Σ contributions of the hidden factors; false if the model has none, or all are shown.
 */
bool crr_explain_hidden_sum(const struct crr_rater *rater,
    const struct crr_explain_options *options, int64_t *ret_sum);

/* Settles the options; false if they are unknown or there is no rating. */
bool crr_explain_begin(const struct crr_rater *rater,
    const struct crr_explain_options *given, struct crr_explain_options *ret);

/* "matched", "missing", "unknown", "does not apply" */
const char *crr_explain_source(enum crr_points_source source);

/* How a group makes its points: "average", "greatest", ... */
const char *crr_explain_combine(enum crr_combine combine);

/* explain_lines.c: above the table, and below it. */
void crr_explain_put_head(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options);
void crr_explain_put_tail(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options);

/* A line's label, and a text of the model or the record. */
void crr_explain_put_label(struct crr_writer *writer, const char *label);
void crr_explain_put_text(struct crr_writer *writer, struct crr_text text);

/* explain_linked.c: whether the links to a linked person may be told for a value of an
 * input. */
bool crr_explain_has_way(const struct crr_rater *rater, uint32_t input,
    const struct crr_explain_options *options);
void crr_explain_put_way(const struct crr_rater *rater, struct crr_writer *writer,
    uint32_t input, uint32_t place);

/* Linked persons of whom a value is not known: a line each, label before the first; or
 * a member of JSON, where there are links. */
void crr_explain_put_strangers(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options, const char *label);
void crr_explain_print_strangers(struct crr_writer *writer,
    const struct crr_rater *rater, const struct crr_explain_options *options);

/* explain_standing.c: the words of the columns too. */
const char *crr_explain_change(enum crr_change change);
const char *crr_explain_override_state(enum crr_override_state state);

/* The tiers after history, and after the override too. */
size_t crr_explain_system_tier(
    const struct crr_rater *rater, const struct crr_explain_options *options);
size_t crr_explain_final_tier(
    const struct crr_rater *rater, const struct crr_explain_options *options);

/* Whether the options' standing and override can be of this rater's rating. */
bool crr_explain_after_fits(
    const struct crr_rater *rater, const struct crr_explain_options *options);

/* The standing and the override as lines, and as members of JSON. */
void crr_explain_put_after(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options);
void crr_explain_print_after(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options);

/* The words of a rule's effect: "tier", "at least", "at most", "review". */
const char *crr_explain_effect(enum crr_rule_effect effect);

#endif

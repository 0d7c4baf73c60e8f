/* The summary of a run on stderr. */
#ifndef CRR_CLI_SUMMARY_H
#define CRR_CLI_SUMMARY_H

#include <crr/crr.h>
#include "rejects.h"

/* Says how many rows were rated and rejected, and why, and what tiers they got.
 * reject_name: where the rejected rows went; NULL: nowhere, then the first are shown.
 */
void say_summary(const struct crr_model *model, const struct crr_summary *summary,
    const struct rejects *rejects, const char *reject_name);

/* Says how many overrides were applied, refused and so on, and the first that deserve a
 * look, unless silent; true if some were refused or had no customer. */
bool say_overrides(const struct crr_summary *summary, bool silent);

#endif

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

/* Says, unless silent, how many customers of the previous file were not rated, which
 * linked persons have no record and which roles of links count for nothing, and what
 * became of the overrides, with the first that deserve a look; true if overrides were
 * refused or had no customer. reveal: tells keys that are confidential, and why a
 * confidential rule refuses. */
bool say_others(const struct crr_model *model, const struct crr_summary *summary,
    bool silent, bool reveal);

#endif

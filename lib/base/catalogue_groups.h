/* The catalogue's texts, a group of numbers each: 01xx is the first. */
#ifndef CRR_BASE_CATALOGUE_GROUPS_H
#define CRR_BASE_CATALOGUE_GROUPS_H

#include <stddef.h>
#include "crr/finding.h"

/* The numbers of a group follow each other without a gap: the finding n01 comes first.
 */
struct crr_finding_group {
    const struct crr_finding *findings;
    size_t count;
};

extern const struct crr_finding_group crr_findings_of_text;       /* 01xx */
extern const struct crr_finding_group crr_findings_of_schema;     /* 02xx */
extern const struct crr_finding_group crr_findings_of_inputs;     /* 03xx */
extern const struct crr_finding_group crr_findings_of_factors;    /* 04xx */
extern const struct crr_finding_group crr_findings_of_rules;      /* 05xx */
extern const struct crr_finding_group crr_findings_of_records;    /* 06xx */
extern const struct crr_finding_group crr_findings_of_files;      /* 07xx */
extern const struct crr_finding_group crr_findings_of_judgements; /* 08xx */

#endif

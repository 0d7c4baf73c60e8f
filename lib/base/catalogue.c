/* The catalogue of findings: its groups in order, and looking one up. */
#include "crr/finding.h"

#include "base/catalogue_groups.h"

static const struct crr_finding_group *const groups[] = {
    &crr_findings_of_text,
    &crr_findings_of_schema,
    &crr_findings_of_inputs,
    &crr_findings_of_factors,
    &crr_findings_of_rules,
    &crr_findings_of_records,
    &crr_findings_of_files,
    &crr_findings_of_judgements,
};

#define GROUP_COUNT (sizeof groups / sizeof groups[0])

size_t
crr_finding_count(void)
{
    size_t count = 0;

    for (size_t i = 0; i < GROUP_COUNT; i++)
        count += groups[i]->count;
    return count;
}

const struct crr_finding *
crr_finding_at(size_t index)
{
    for (size_t i = 0; i < GROUP_COUNT; i++) {
        if (index < groups[i]->count)
            return &groups[i]->findings[index];
        index -= groups[i]->count;
    }
    return NULL;
}

const struct crr_finding *
crr_finding_by_number(unsigned number)
{
    unsigned group = number / 100;
    unsigned member = number % 100;

    if (group < 1 || group > GROUP_COUNT || member < 1 ||
        member > groups[group - 1]->count)
        return NULL;
    return &groups[group - 1]->findings[member - 1];
}

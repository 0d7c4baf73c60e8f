/* What a refused record's finding is about. */
#include "file/subject.h"

/* A finding that a factor made of an input may name the factor. */
static bool
is_read_confidentially(const struct crr_model *model, size_t input)
{
    struct crr_factor_view factor;
    for (size_t i = 0; crr_model_factor(model, i, NULL, &factor) == CRR_OK; i++)
        if (factor.input == input && factor.confidential)
            return true;
    return false;
}

static bool
is_of_factor(unsigned finding)
{
    return finding == CRR_F_CODE_UNKNOWN || finding == CRR_F_VALUE_RANGE ||
           finding == CRR_F_VALUE_AFTER;
}

struct crr_subject
crr_subject_of(const struct crr_model *model, const struct crr_error *error)
{
    struct crr_subject subject = {CRR_NONE, CRR_NONE, false};
    struct crr_text id = crr_text_of(error->path);
    struct crr_input_view input;
    struct crr_factor_view factor;
    struct crr_rule_view rule;
    if (id.length == 0)
        return subject;
    if (error->finding == CRR_F_RULE_UNKNOWN) {
        for (size_t i = 0; crr_model_rule(model, i, NULL, &rule) == CRR_OK; i++)
            if (crr_text_equal(rule.id, id)) {
                subject.rule = i;
                subject.confidential = rule.confidential;
            }
        return subject;
    }
    subject.input = crr_model_find_input(model, id);
    if (crr_model_input(model, subject.input, NULL, &input) == CRR_OK)
        subject.confidential = input.confidential ||
                               (is_of_factor(error->finding) &&
                                   is_read_confidentially(model, subject.input));
    else if (crr_model_factor(model, crr_model_find_factor(model, id), NULL, &factor) ==
             CRR_OK)
        subject.confidential = factor.confidential;
    return subject;
}

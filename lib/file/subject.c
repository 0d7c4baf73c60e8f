/* What a refused record's finding is about. */
#include "file/subject.h"

/* A finding that a factor made of an input may name the factor or its table. */
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

static struct crr_subject
rule_of(const struct crr_model *model, struct crr_text id)
{
    struct crr_subject subject = {CRR_NONE, CRR_NONE, CRR_NONE, false};
    struct crr_rule_view rule;
    for (size_t i = 0; crr_model_rule(model, i, NULL, &rule) == CRR_OK; i++)
        if (crr_text_equal(rule.id, id)) {
            subject.rule = i;
            subject.confidential = rule.confidential;
            break;
        }
    return subject;
}

struct crr_subject
crr_subject_of(const struct crr_model *model, const struct crr_error *error)
{
    struct crr_subject subject = {CRR_NONE, CRR_NONE, CRR_NONE, false};
    struct crr_text id = crr_text_of(error->path);
    struct crr_input_view input;
    struct crr_factor_view factor;
    if (id.length == 0)
        return subject;
    if (error->finding == CRR_F_RULE_UNKNOWN)
        return rule_of(model, id);
    subject.input = crr_model_find_input(model, id);
    if (crr_model_input(model, subject.input, NULL, &input) == CRR_OK) {
        subject.confidential = input.confidential ||
                               (is_of_factor(error->finding) &&
                                   is_read_confidentially(model, subject.input));
        return subject;
    }
    subject.factor = crr_model_find_factor(model, id);
    if (crr_model_factor(model, subject.factor, NULL, &factor) == CRR_OK)
        subject.confidential = factor.confidential;
    return subject;
}

bool
crr_subject_hide(const struct crr_run *run, const struct crr_subject *subject,
    struct crr_error *error)
{
    bool hides = subject->confidential;
    /* An input that is not confidential may lie in the column of one that is. */
    if (subject->input != CRR_NONE && run->columns[subject->input] != CRR_NONE)
        hides |= run->hidden[run->columns[subject->input]];
    if (!hides || run->options->reveal)
        return false;
    crr_error_set(error, error->status, error->finding, NULL, CRR_HIDDEN,
        "a confidential value or rule refuses this record");
    return true;
}

/* What may be told of a run. */
#include "file/summary_printer.h"

bool
crr_summary_hides(const struct crr_summary_printer *printer, bool confidential)
{
    return confidential && !printer->reveal;
}

struct crr_text
crr_summary_key(const struct crr_summary_printer *printer, struct crr_text key)
{
    const struct crr_model *model = printer->summary->model;
    struct crr_input_view input;
    for (size_t i = 0; crr_model_input(model, i, NULL, &input) == CRR_OK; i++)
        if (input.key && crr_summary_hides(printer, input.confidential))
            return crr_text_of(CRR_HIDDEN);
    return key;
}

struct crr_text
crr_summary_cause_subject(
    const struct crr_summary_printer *printer, const struct crr_cause *cause)
{
    struct crr_input_view input;
    struct crr_factor_view factor;
    struct crr_rule_view rule;
    const struct crr_model *model = printer->summary->model;
    const struct crr_subject *subject = &cause->subject;
    if (crr_summary_hides(printer, subject->confidential))
        return crr_text_of(CRR_HIDDEN);
    if (crr_model_input(model, subject->input, NULL, &input) == CRR_OK)
        return input.id;
    if (crr_model_factor(model, subject->factor, NULL, &factor) == CRR_OK)
        return factor.id;
    if (crr_model_rule(model, subject->rule, NULL, &rule) == CRR_OK)
        return rule.id;
    return (struct crr_text){NULL, 0};
}

struct crr_text
crr_summary_part_name(
    const struct crr_summary_printer *printer, const struct crr_spread_part *part)
{
    struct crr_factor_view factor;
    if (crr_model_factor(printer->summary->model, part->factor, NULL, &factor) ==
        CRR_OK)
        return factor.id;
    return crr_text_of(part->name);
}

bool
crr_summary_add_hidden(const struct crr_summary_printer *printer, int64_t *ret_share)
{
    const struct crr_spread *spread = &printer->summary->spread;
    bool any = false;
    *ret_share = 0;
    for (size_t i = 0; i < spread->part_count; i++) {
        if (!crr_summary_hides(printer, spread->parts[i].confidential))
            continue;
        any = true;
        *ret_share += spread->parts[i].share;
    }
    return any;
}

bool
crr_summary_is_constant(
    const struct crr_summary_printer *printer, const struct crr_spread_part *part)
{
    return part->factor != CRR_NONE && part->low == part->high &&
           !crr_summary_hides(printer, part->confidential);
}

void
crr_summary_print_tenths(int64_t tenths, char text[CRR_NUMBER_SIZE])
{
    crr_decimal_print(tenths, 1, text);
}

int64_t
crr_summary_tenths_of(uint64_t part, uint64_t whole)
{
    if (whole == 0)
        return 0;
    return (int64_t)(((crr_wide)part * 2000 + whole) / ((crr_wide)whole * 2));
}

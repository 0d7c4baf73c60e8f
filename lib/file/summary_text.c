/* The summary of a run as text. */
#include <stdio.h>
#include "file/summary_printer.h"

#define LABEL_WIDTH 38 /* in characters */

/* "  label      12   34.5 %", the middle may be empty. */
static void
row(struct crr_summary_printer *printer, const char *label, const char *middle,
    int64_t tenths)
{
    char text[320];
    char percent[CRR_NUMBER_SIZE];
    struct crr_text bytes = crr_text_of(label);
    size_t width = LABEL_WIDTH + bytes.length - crr_text_character_count(bytes);
    crr_summary_print_tenths(tenths, percent);
    snprintf(
        text, sizeof text, "  %-*s %12s  %5s %%\n", (int)width, label, middle, percent);
    crr_write_string(&printer->writer, text);
}

static void
line(struct crr_summary_printer *printer, const char *name, struct crr_text subject,
    uint64_t count, uint64_t whole)
{
    char label[128];
    char shown[96];
    char number[24];
    snprintf(label, sizeof label, "%s%s%s", name, *name ? "  " : "",
        crr_text_shown(subject, shown, sizeof shown));
    snprintf(number, sizeof number, "%llu", (unsigned long long)count);
    row(printer, label, number, crr_summary_tenths_of(count, whole));
}

static void
text_tiers(struct crr_summary_printer *printer)
{
    struct crr_tier_view tier;
    const struct crr_summary *summary = printer->summary;
    crr_write_string(&printer->writer, "tiers\n");
    for (size_t i = 0; crr_model_tier(summary->model, i, NULL, &tier) == CRR_OK; i++)
        line(printer, "", tier.id, summary->tiers[i], summary->rated_count);
}

static void
text_rejects(struct crr_summary_printer *printer)
{
    const struct crr_summary *summary = printer->summary;
    if (summary->rejected_count == 0)
        return;
    crr_write_string(&printer->writer, "rejects by cause\n");
    for (size_t i = 0; i < summary->cause_count; i++) {
        char finding[16];
        snprintf(finding, sizeof finding, "CRR-%04u", summary->causes[i].finding);
        line(printer, finding, crr_summary_cause_subject(printer, &summary->causes[i]),
            summary->causes[i].count, summary->row_count);
    }
}

static void
text_inputs(
    struct crr_summary_printer *printer, const char *title, const uint64_t *counts)
{
    struct crr_input_view input;
    const struct crr_summary *summary = printer->summary;
    bool titled = false;
    for (size_t i = 0; crr_model_input(summary->model, i, NULL, &input) == CRR_OK;
         i++) {
        if (counts[i] == 0 || crr_summary_hides(printer, input.confidential))
            continue;
        if (!titled)
            crr_write_string(&printer->writer, title);
        titled = true;
        line(printer, "", input.id, counts[i], summary->row_count);
    }
}

/* Inputs that the model reads and some file of JSON Lines does not have. */
static void
text_absent(struct crr_summary_printer *printer)
{
    const struct crr_summary *summary = printer->summary;
    struct crr_input_view input;
    const char *separator = "in no record of a file: ";
    for (size_t i = 0; crr_model_input(summary->model, i, NULL, &input) == CRR_OK;
         i++) {
        if (!summary->absent[i] || crr_summary_hides(printer, input.confidential))
            continue;
        crr_write_string(&printer->writer, separator);
        crr_write_text(&printer->writer, input.id);
        separator = ", ";
    }
    if (separator[0] == ',')
        crr_write_string(&printer->writer, "\n");
}

static void
text_share(struct crr_summary_printer *printer, struct crr_text name, int64_t share)
{
    char shown[96];
    row(printer, crr_text_shown(name, shown, sizeof shown), "", share);
}

static void
text_constants(struct crr_summary_printer *printer)
{
    const struct crr_spread *spread = &printer->summary->spread;
    const char *separator = "the same for every customer: ";
    for (size_t i = 0; i < spread->part_count; i++) {
        if (!crr_summary_is_constant(printer, &spread->parts[i]))
            continue;
        crr_write_string(&printer->writer, separator);
        crr_write_text(
            &printer->writer, crr_summary_part_name(printer, &spread->parts[i]));
        separator = ", ";
    }
    if (separator[0] == ',')
        crr_write_string(&printer->writer, "\n");
}

/* Remainders without a share are left out. */
static void
text_spread(struct crr_summary_printer *printer)
{
    const struct crr_spread *spread = &printer->summary->spread;
    int64_t hidden;
    if (spread->has_shares) {
        crr_write_string(&printer->writer, "share in the spread of the scores\n");
        for (size_t i = 0; i < spread->part_count; i++) {
            const struct crr_spread_part *part = &spread->parts[i];
            if (!crr_summary_hides(printer, part->confidential) &&
                (part->factor != CRR_NONE || part->share != 0))
                text_share(printer, crr_summary_part_name(printer, part), part->share);
        }
        if (crr_summary_add_hidden(printer, &hidden))
            text_share(printer, crr_text_of(CRR_HIDDEN), hidden);
    }
    if (spread->row_count > 1)
        text_constants(printer);
}

static void
text_rows(struct crr_summary_printer *printer)
{
    const struct crr_summary *summary = printer->summary;
    crr_write_count(&printer->writer, summary->row_count);
    crr_write_string(&printer->writer, summary->row_count == 1 ? " row: " : " rows: ");
    crr_write_count(&printer->writer, summary->rated_count);
    crr_write_string(&printer->writer, " rated, ");
    crr_write_count(&printer->writer, summary->rejected_count);
    crr_write_string(&printer->writer, " rejected; ");
    crr_write_count(&printer->writer, summary->empty_line_count);
    crr_write_string(&printer->writer, " empty lines skipped\n");
}

static void
text_rules(struct crr_summary_printer *printer)
{
    const struct crr_summary *summary = printer->summary;
    if (crr_model_rule_count(summary->model) == 0)
        return;
    crr_write_string(&printer->writer, "tier of the score changed\n");
    line(printer, "", crr_text_of("by a rule"), summary->rule_changed,
        summary->rated_count);
}

static void
text_theta(struct crr_summary_printer *printer)
{
    const struct crr_summary *summary = printer->summary;
    struct crr_factor_view last;
    size_t count = crr_model_factor_count(summary->model);
    if (count == 0 ||
        crr_model_factor(summary->model, count - 1, NULL, &last) != CRR_OK ||
        !last.correction)
        return;
    crr_write_string(&printer->writer, "tier of the score decided by θ\n");
    line(printer, "", crr_text_of("lifted"), summary->theta_up, summary->rated_count);
    line(
        printer, "", crr_text_of("lowered"), summary->theta_down, summary->rated_count);
}

static void
text_previous(struct crr_summary_printer *printer)
{
    const struct crr_summary *summary = printer->summary;
    if (!summary->previous)
        return;
    crr_write_string(&printer->writer, "customers of the previous file\n");
    line(printer, "", crr_text_of("not rated now"), crr_summary_unrated_count(summary),
        summary->previous->count);
}

static void
text_shown(struct crr_summary_printer *printer, struct crr_text text)
{
    char shown[512];
    crr_write_string(&printer->writer, crr_text_shown(text, shown, sizeof shown));
}

static void
text_line(struct crr_summary_printer *printer, uint64_t number)
{
    crr_write_string(&printer->writer, "  line ");
    crr_write_count(&printer->writer, number);
    crr_write_string(&printer->writer, ", ");
}

static void
text_excess(struct crr_summary_printer *printer)
{
    struct crr_excess_view excess;
    uint64_t count = crr_summary_excess_share_count(printer->summary, &excess);
    if (count == 0)
        return;
    text_line(printer, excess.line);
    text_shown(printer, crr_summary_key(printer, excess.key));
    crr_write_string(&printer->writer, ": shares of role ");
    text_shown(printer, excess.role);
    crr_write_string(&printer->writer, " sum to more than 1");
    if (count > 1) {
        crr_write_string(&printer->writer, "; so do those of ");
        crr_write_count(&printer->writer, count - 1);
        crr_write_string(&printer->writer, " more");
    }
    crr_write_string(&printer->writer, "\n");
}

static void
text_roles(struct crr_summary_printer *printer)
{
    struct crr_other_role_view role;
    for (size_t i = 0; crr_summary_other_role(printer->summary, i, &role) == CRR_OK;
         i++) {
        text_line(printer, role.line);
        crr_write_string(&printer->writer, "role ");
        text_shown(printer, role.role);
        crr_write_string(&printer->writer, ": the model does not name it; ");
        crr_write_count(&printer->writer, role.count);
        crr_write_string(&printer->writer, role.count == 1 ? " link" : " links");
        if (role.nearest.length > 0) {
            crr_write_string(&printer->writer, "; did you mean ");
            crr_write_text(&printer->writer, role.nearest);
            crr_write_string(&printer->writer, "?");
        }
        crr_write_string(&printer->writer, "\n");
    }
}

/* Each with the line of the first link that leads there. */
static void
text_strangers(struct crr_summary_printer *printer)
{
    struct crr_stranger_view stranger;
    for (size_t i = 0;
         crr_summary_unknown_person(printer->summary, i, &stranger) == CRR_OK; i++) {
        text_line(printer, stranger.line);
        text_shown(printer, crr_summary_key(printer, stranger.key));
        crr_write_string(&printer->writer, ": no record\n");
    }
}

static void
text_links(struct crr_summary_printer *printer)
{
    const struct crr_links *links = printer->summary->links;
    if (!links)
        return;
    crr_write_string(&printer->writer, "links\n");
    line(printer, "", crr_text_of("persons without a record"), links->stranger_count,
        links->person_count);
    line(printer, "", crr_text_of("customers not in the files"),
        crr_links_unmet_count(links), links->person_count);
    line(printer, "", crr_text_of("of roles that the model does not name"),
        links->other_count, links->link_count + links->other_count);
    text_excess(printer);
    text_roles(printer);
    text_strangers(printer);
}

/* Each with its line and what became of it; its key unless keys are confidential. */
static void
text_overrides(struct crr_summary_printer *printer)
{
    const struct crr_overrides *overrides = printer->summary->overrides;
    if (!overrides)
        return;
    crr_write_string(&printer->writer, "overrides\n");
    for (uint32_t i = 0; i < overrides->count; i++) {
        const struct crr_filed_override *item = &overrides->items[i];
        crr_write_string(&printer->writer, "  line ");
        crr_write_count(&printer->writer, item->line);
        crr_write_string(&printer->writer, ", ");
        crr_write_text(&printer->writer, crr_summary_key(printer, item->shown));
        crr_write_string(&printer->writer, ": ");
        crr_write_string(&printer->writer, crr_override_word(item));
        if (item->risen && item->state != CRR_OVERRIDE_WOKEN)
            crr_write_string(&printer->writer, ", woken");
        crr_write_string(&printer->writer, item->why ? ", for " : "");
        crr_write_string(&printer->writer, crr_override_why(item, printer->reveal));
        if (item->other_model)
            crr_write_string(&printer->writer, "; decided under another model");
        crr_write_string(&printer->writer, "\n");
    }
}

enum crr_status
crr_summary_write_text(const struct crr_summary *summary, bool reveal,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    struct crr_summary_printer printer = {.summary = summary, .reveal = reveal};
    if (!summary || !write)
        return CRR_E_ARGUMENT;
    crr_writer_init(&printer.writer, write, user);
    text_rows(&printer);
    text_tiers(&printer);
    text_rules(&printer);
    text_rejects(&printer);
    text_inputs(&printer, "rows without a value\n", summary->missing);
    text_inputs(&printer, "rows with a code that no table knows\n", summary->unknown);
    text_absent(&printer);
    text_previous(&printer);
    text_links(&printer);
    text_overrides(&printer);
    text_theta(&printer);
    text_spread(&printer);
    return crr_writer_flush(&printer.writer) ? CRR_OK : CRR_E_WRITE;
}

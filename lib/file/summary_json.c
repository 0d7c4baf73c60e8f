/* The summary of a run as JSON. */
#include <stdio.h>
#include "file/summary_printer.h"

static void
json_begin(struct crr_summary_printer *printer, const char *name, const char *bracket)
{
    crr_write_json_string(&printer->writer, crr_text_of(name));
    crr_write_string(&printer->writer, ": ");
    crr_write_string(&printer->writer, bracket);
    printer->separator = "";
}

/* "name": count, with a comma before it unless it is the first. */
static void
json_count(struct crr_summary_printer *printer, struct crr_text name, uint64_t count)
{
    crr_write_string(&printer->writer, printer->separator);
    crr_write_json_string(&printer->writer, name);
    crr_write_string(&printer->writer, ": ");
    crr_write_count(&printer->writer, count);
    printer->separator = ", ";
}

static void
json_text(struct crr_summary_printer *printer, const char *name, struct crr_text text)
{
    crr_write_string(&printer->writer, printer->separator);
    crr_write_json_string(&printer->writer, crr_text_of(name));
    crr_write_string(&printer->writer, ": ");
    crr_write_json_string(&printer->writer, text);
    printer->separator = ", ";
}

static void
json_rejects(struct crr_summary_printer *printer)
{
    const struct crr_summary *summary = printer->summary;
    json_begin(printer, "rejects", "[");
    for (size_t i = 0; i < summary->cause_count; i++) {
        char finding[16];
        snprintf(finding, sizeof finding, "CRR-%04u", summary->causes[i].finding);
        crr_write_string(&printer->writer, i ? ",\n    {" : "\n    {");
        printer->separator = "";
        json_text(printer, "finding", crr_text_of(finding));
        json_text(
            printer, "at", crr_summary_cause_subject(printer, &summary->causes[i]));
        json_count(printer, crr_text_of("rows"), summary->causes[i].count);
        crr_write_string(&printer->writer, "}");
    }
    crr_write_string(&printer->writer, "],\n  ");
}

static void
json_inputs(
    struct crr_summary_printer *printer, const char *name, const uint64_t *counts)
{
    struct crr_input_view input;
    json_begin(printer, name, "{");
    for (size_t i = 0;
         crr_model_input(printer->summary->model, i, NULL, &input) == CRR_OK; i++)
        if (counts[i] > 0 && !crr_summary_hides(printer, input.confidential))
            json_count(printer, input.id, counts[i]);
    crr_write_string(&printer->writer, "},\n  ");
}

static void
json_share(struct crr_summary_printer *printer, struct crr_text name, int64_t share)
{
    crr_write_string(&printer->writer, printer->separator);
    crr_write_json_string(&printer->writer, name);
    crr_write_string(&printer->writer, ": ");
    crr_write_decimal(&printer->writer, share, 3);
    printer->separator = ", ";
}

static void
json_spread(struct crr_summary_printer *printer)
{
    const struct crr_spread *spread = &printer->summary->spread;
    int64_t hidden;
    json_begin(printer, "spread_share", "{");
    for (size_t i = 0; spread->has_shares && i < spread->part_count; i++)
        if (!crr_summary_hides(printer, spread->parts[i].confidential))
            json_share(printer, crr_summary_part_name(printer, &spread->parts[i]),
                spread->parts[i].share);
    if (spread->has_shares && crr_summary_add_hidden(printer, &hidden))
        json_share(printer, crr_text_of(CRR_HIDDEN), hidden);
    crr_write_string(&printer->writer, "},\n  ");
    json_begin(printer, "without_variance", "[");
    for (size_t i = 0; spread->row_count > 1 && i < spread->part_count; i++) {
        if (!crr_summary_is_constant(printer, &spread->parts[i]))
            continue;
        crr_write_string(&printer->writer, printer->separator);
        crr_write_json_string(
            &printer->writer, crr_summary_part_name(printer, &spread->parts[i]));
        printer->separator = ", ";
    }
    crr_write_string(&printer->writer, "]}\n");
}

static void
json_overrides(struct crr_summary_printer *printer)
{
    const struct crr_overrides *overrides = printer->summary->overrides;
    if (!overrides)
        return;
    json_begin(printer, "overrides", "[");
    for (uint32_t i = 0; i < overrides->count; i++) {
        const struct crr_filed_override *item = &overrides->items[i];
        crr_write_string(&printer->writer, i ? ",\n    {" : "\n    {");
        printer->separator = "";
        json_count(printer, crr_text_of("line"), item->line);
        json_text(printer, "key", crr_summary_key(printer, item->shown));
        json_text(printer, "state", crr_text_of(crr_override_word(item)));
        if (item->risen)
            crr_write_string(&printer->writer, ", \"woken\": true");
        if (item->other_model)
            crr_write_string(&printer->writer, ", \"other_model\": true");
        if (item->why)
            json_text(
                printer, "why", crr_text_of(crr_override_why(item, printer->reveal)));
        crr_write_string(&printer->writer, "}");
    }
    crr_write_string(&printer->writer, "],\n  ");
}

/* Persons without a record, and roles at which the model does not look. */
static void
json_links(struct crr_summary_printer *printer)
{
    const struct crr_summary *summary = printer->summary;
    struct crr_stranger_view stranger;
    struct crr_other_role_view role;
    if (!summary->links)
        return;
    json_begin(printer, "linked_without_record", "[");
    for (size_t i = 0; crr_summary_unknown_person(summary, i, &stranger) == CRR_OK;
         i++) {
        crr_write_string(&printer->writer, i ? ",\n    {" : "\n    {");
        printer->separator = "";
        json_text(printer, "key", crr_summary_key(printer, stranger.key));
        json_count(printer, crr_text_of("line"), stranger.line);
        crr_write_string(&printer->writer, "}");
    }
    crr_write_string(&printer->writer, "],\n  ");
    json_begin(printer, "other_roles", "[");
    for (size_t i = 0; crr_summary_other_role(summary, i, &role) == CRR_OK; i++) {
        crr_write_string(&printer->writer, i ? ",\n    {" : "\n    {");
        printer->separator = "";
        json_text(printer, "role", role.role);
        json_count(printer, crr_text_of("links"), role.count);
        json_count(printer, crr_text_of("line"), role.line);
        if (role.nearest.length > 0)
            json_text(printer, "nearest", role.nearest);
        crr_write_string(&printer->writer, "}");
    }
    crr_write_string(&printer->writer, "],\n  ");
}

static void
json_head(struct crr_summary_printer *printer)
{
    const struct crr_summary *summary = printer->summary;
    crr_write_string(&printer->writer, "{");
    printer->separator = "";
    json_text(printer, "model", summary->head.id);
    json_text(printer, "version", summary->head.version);
    json_text(printer, "digest", crr_text_of(crr_model_digest(summary->model)));
    json_count(printer, crr_text_of("rows"), summary->row_count);
    json_count(printer, crr_text_of("rated"), summary->rated_count);
    json_count(printer, crr_text_of("rejected"), summary->rejected_count);
    json_count(printer, crr_text_of("empty_lines"), summary->empty_line_count);
    json_count(printer, crr_text_of("rule_changed"), summary->rule_changed);
    json_count(printer, crr_text_of("theta_lifted"), summary->theta_up);
    json_count(printer, crr_text_of("theta_lowered"), summary->theta_down);
    if (summary->previous)
        json_count(printer, crr_text_of("previous_not_rated"),
            crr_summary_unrated_count(summary));
    if (summary->links) {
        json_count(printer, crr_text_of("links"), summary->links->link_count);
        json_count(printer, crr_text_of("linked_persons_without_record"),
            summary->links->stranger_count);
        json_count(printer, crr_text_of("linked_customers_not_met"),
            crr_links_unmet_count(summary->links));
        json_count(
            printer, crr_text_of("links_of_other_roles"), summary->links->other_count);
        json_count(printer, crr_text_of("linked_shares_above_one"),
            summary->links->excess_count);
    }
    crr_write_string(&printer->writer, ",\n  ");
}

/* Inputs that the model reads and some file of JSON Lines does not have. */
static void
json_absent(struct crr_summary_printer *printer)
{
    const struct crr_summary *summary = printer->summary;
    struct crr_input_view input;
    bool begun = false;
    for (size_t i = 0; crr_model_input(summary->model, i, NULL, &input) == CRR_OK;
         i++) {
        if (!summary->absent[i] || crr_summary_hides(printer, input.confidential))
            continue;
        if (!begun)
            json_begin(printer, "absent", "[");
        crr_write_string(&printer->writer, begun ? ", " : "");
        crr_write_json_string(&printer->writer, input.id);
        begun = true;
    }
    if (begun)
        crr_write_string(&printer->writer, "],\n  ");
}

enum crr_status
crr_summary_write_json(const struct crr_summary *summary, bool reveal,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    struct crr_summary_printer printer = {.summary = summary, .reveal = reveal};
    struct crr_tier_view tier;
    if (!summary || !write)
        return CRR_E_ARGUMENT;
    crr_writer_init(&printer.writer, write, user);
    json_head(&printer);
    json_begin(&printer, "tiers", "{");
    for (size_t i = 0; crr_model_tier(summary->model, i, NULL, &tier) == CRR_OK; i++)
        json_count(&printer, tier.id, summary->tiers[i]);
    crr_write_string(&printer.writer, "},\n  ");
    json_rejects(&printer);
    json_inputs(&printer, "missing", summary->missing);
    json_inputs(&printer, "unknown", summary->unknown);
    json_links(&printer);
    json_absent(&printer);
    json_overrides(&printer);
    json_spread(&printer);
    return crr_writer_flush(&printer.writer) ? CRR_OK : CRR_E_WRITE;
}

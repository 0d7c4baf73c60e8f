/* The summary of a run as text and as JSON. */
#include <stdio.h>
#include "base/decimal.h"
#include "base/writer.h"
#include "file/summary.h"

struct printer {
    struct crr_writer writer;
    const struct crr_summary *summary;
    bool reveal;
    const char *separator; /* JSON: before the next member of a list */
};

/* ---- What both forms share ---- */

static bool
hides(const struct printer *printer, bool confidential)
{
    return confidential && !printer->reveal;
}

static struct crr_text
override_key(const struct printer *printer, const struct crr_filed_override *item)
{
    const struct crr_model *model = printer->summary->model;
    struct crr_input_view input;
    for (size_t i = 0; crr_model_input(model, i, NULL, &input) == CRR_OK; i++)
        if (input.key && hides(printer, input.confidential))
            return crr_text_of(CRR_HIDDEN);
    return item->shown;
}

/* What a cause is about: an input, a factor or a rule. Empty if none. */
static struct crr_text
cause_subject(const struct printer *printer, const struct crr_cause *cause)
{
    struct crr_input_view input;
    struct crr_factor_view factor;
    struct crr_rule_view rule;
    const struct crr_model *model = printer->summary->model;
    const struct crr_subject *subject = &cause->subject;
    if (hides(printer, subject->confidential))
        return crr_text_of(CRR_HIDDEN);
    if (crr_model_input(model, subject->input, NULL, &input) == CRR_OK)
        return input.id;
    if (crr_model_factor(model, subject->factor, NULL, &factor) == CRR_OK)
        return factor.id;
    if (crr_model_rule(model, subject->rule, NULL, &rule) == CRR_OK)
        return rule.id;
    return (struct crr_text){NULL, 0};
}

static struct crr_text
part_name(const struct printer *printer, const struct crr_spread_part *part)
{
    struct crr_factor_view factor;
    if (crr_model_factor(printer->summary->model, part->factor, NULL, &factor) ==
        CRR_OK)
        return factor.id;
    return crr_text_of(part->name);
}

/* The share of the confidential factors that are not to be shown. False if there are
 * none. */
static bool
add_hidden(const struct printer *printer, int64_t *ret_share)
{
    const struct crr_spread *spread = &printer->summary->spread;
    bool any = false;
    *ret_share = 0;
    for (size_t i = 0; i < spread->part_count; i++) {
        if (!hides(printer, spread->parts[i].confidential))
            continue;
        any = true;
        *ret_share += spread->parts[i].share;
    }
    return any;
}

/* A factor that was the same for every row, and may be told. */
static bool
is_constant(const struct printer *printer, const struct crr_spread_part *part)
{
    return part->factor != CRR_NONE && part->low == part->high &&
           !hides(printer, part->confidential);
}

/* "12.3", in tenths. */
static void
print_tenths(int64_t tenths, char text[CRR_NUMBER_SIZE])
{
    crr_decimal_print(tenths, 1, text);
}

/* part/whole in tenths of a percent, rounded half up; 0 of nothing. */
static int64_t
tenths_of(uint64_t part, uint64_t whole)
{
    if (whole == 0)
        return 0;
    return (int64_t)(((crr_wide)part * 2000 + whole) / ((crr_wide)whole * 2));
}

/* ---- Text ---- */

#define LABEL_WIDTH 38 /* in characters */

/* "  label      12   34.5 %", the middle may be empty. */
static void
row(struct printer *printer, const char *label, const char *middle, int64_t tenths)
{
    char text[320];
    char percent[CRR_NUMBER_SIZE];
    struct crr_text bytes = crr_text_of(label);
    size_t width = LABEL_WIDTH + bytes.length - crr_text_character_count(bytes);
    print_tenths(tenths, percent);
    snprintf(
        text, sizeof text, "  %-*s %12s  %5s %%\n", (int)width, label, middle, percent);
    crr_write_string(&printer->writer, text);
}

static void
line(struct printer *printer, const char *name, struct crr_text subject, uint64_t count,
    uint64_t whole)
{
    char label[128];
    char shown[96];
    char number[24];
    snprintf(label, sizeof label, "%s%s%s", name, *name ? "  " : "",
        crr_text_shown(subject, shown, sizeof shown));
    snprintf(number, sizeof number, "%llu", (unsigned long long)count);
    row(printer, label, number, tenths_of(count, whole));
}

static void
text_tiers(struct printer *printer)
{
    struct crr_tier_view tier;
    const struct crr_summary *summary = printer->summary;
    crr_write_string(&printer->writer, "tiers\n");
    for (size_t i = 0; crr_model_tier(summary->model, i, NULL, &tier) == CRR_OK; i++)
        line(printer, "", tier.id, summary->tiers[i], summary->rated_count);
}

static void
text_rejects(struct printer *printer)
{
    const struct crr_summary *summary = printer->summary;
    if (summary->rejected_count == 0)
        return;
    crr_write_string(&printer->writer, "rejects by cause\n");
    for (size_t i = 0; i < summary->cause_count; i++) {
        char finding[16];
        snprintf(finding, sizeof finding, "CRR-%04u", summary->causes[i].finding);
        line(printer, finding, cause_subject(printer, &summary->causes[i]),
            summary->causes[i].count, summary->row_count);
    }
}

static void
text_inputs(struct printer *printer, const char *title, const uint64_t *counts)
{
    struct crr_input_view input;
    const struct crr_summary *summary = printer->summary;
    bool titled = false;
    for (size_t i = 0; crr_model_input(summary->model, i, NULL, &input) == CRR_OK;
         i++) {
        if (counts[i] == 0 || hides(printer, input.confidential))
            continue;
        if (!titled)
            crr_write_string(&printer->writer, title);
        titled = true;
        line(printer, "", input.id, counts[i], summary->row_count);
    }
}

static void
text_share(struct printer *printer, struct crr_text name, int64_t share)
{
    char shown[96];
    row(printer, crr_text_shown(name, shown, sizeof shown), "", share);
}

static void
text_constants(struct printer *printer)
{
    const struct crr_spread *spread = &printer->summary->spread;
    const char *separator = "the same for every customer: ";
    for (size_t i = 0; i < spread->part_count; i++) {
        if (!is_constant(printer, &spread->parts[i]))
            continue;
        crr_write_string(&printer->writer, separator);
        crr_write_text(&printer->writer, part_name(printer, &spread->parts[i]));
        separator = ", ";
    }
    if (separator[0] == ',')
        crr_write_string(&printer->writer, "\n");
}

/* Remainders without a share are left out. */
static void
text_spread(struct printer *printer)
{
    const struct crr_spread *spread = &printer->summary->spread;
    int64_t hidden;
    if (spread->has_shares) {
        crr_write_string(&printer->writer, "share in the spread of the scores\n");
        for (size_t i = 0; i < spread->part_count; i++) {
            const struct crr_spread_part *part = &spread->parts[i];
            if (!hides(printer, part->confidential) &&
                (part->factor != CRR_NONE || part->share != 0))
                text_share(printer, part_name(printer, part), part->share);
        }
        if (add_hidden(printer, &hidden))
            text_share(printer, crr_text_of(CRR_HIDDEN), hidden);
    }
    if (spread->row_count > 1)
        text_constants(printer);
}

static void
text_rows(struct printer *printer)
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
text_rules(struct printer *printer)
{
    const struct crr_summary *summary = printer->summary;
    if (crr_model_rule_count(summary->model) == 0)
        return;
    crr_write_string(&printer->writer, "tier of the score changed\n");
    line(printer, "", crr_text_of("by a rule"), summary->rule_changed,
        summary->rated_count);
}

static void
text_theta(struct printer *printer)
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
text_previous(struct printer *printer)
{
    const struct crr_summary *summary = printer->summary;
    if (!summary->previous)
        return;
    crr_write_string(&printer->writer, "customers of the previous file\n");
    line(printer, "", crr_text_of("not rated now"), crr_summary_unrated_count(summary),
        summary->previous->count);
}

/* Each with its line and what became of it; its key unless keys are confidential. */
static void
text_overrides(struct printer *printer)
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
        crr_write_text(&printer->writer, override_key(printer, item));
        crr_write_string(&printer->writer, ": ");
        crr_write_string(&printer->writer, crr_override_word(item));
        if (item->risen && item->state != CRR_OVERRIDE_WOKEN)
            crr_write_string(&printer->writer, ", woken");
        crr_write_string(&printer->writer, item->why ? ", for " : "");
        crr_write_string(&printer->writer, item->why ? item->why : "");
        crr_write_string(&printer->writer, "\n");
    }
}

enum crr_status
crr_summary_write_text(const struct crr_summary *summary, bool reveal,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    struct printer printer = {.summary = summary, .reveal = reveal};
    if (!summary || !write)
        return CRR_E_ARGUMENT;
    crr_writer_init(&printer.writer, write, user);
    text_rows(&printer);
    text_tiers(&printer);
    text_rules(&printer);
    text_rejects(&printer);
    text_inputs(&printer, "rows without a value\n", summary->missing);
    text_inputs(&printer, "rows with a code that no table knows\n", summary->unknown);
    text_previous(&printer);
    text_overrides(&printer);
    text_theta(&printer);
    text_spread(&printer);
    return crr_writer_flush(&printer.writer) ? CRR_OK : CRR_E_WRITE;
}

/* ---- JSON ---- */

static void
json_begin(struct printer *printer, const char *name, const char *bracket)
{
    crr_write_json_string(&printer->writer, crr_text_of(name));
    crr_write_string(&printer->writer, ": ");
    crr_write_string(&printer->writer, bracket);
    printer->separator = "";
}

/* "name": count, with a comma before it unless it is the first. */
static void
json_count(struct printer *printer, struct crr_text name, uint64_t count)
{
    crr_write_string(&printer->writer, printer->separator);
    crr_write_json_string(&printer->writer, name);
    crr_write_string(&printer->writer, ": ");
    crr_write_count(&printer->writer, count);
    printer->separator = ", ";
}

static void
json_text(struct printer *printer, const char *name, struct crr_text text)
{
    crr_write_string(&printer->writer, printer->separator);
    crr_write_json_string(&printer->writer, crr_text_of(name));
    crr_write_string(&printer->writer, ": ");
    crr_write_json_string(&printer->writer, text);
    printer->separator = ", ";
}

static void
json_rejects(struct printer *printer)
{
    const struct crr_summary *summary = printer->summary;
    json_begin(printer, "rejects", "[");
    for (size_t i = 0; i < summary->cause_count; i++) {
        char finding[16];
        snprintf(finding, sizeof finding, "CRR-%04u", summary->causes[i].finding);
        crr_write_string(&printer->writer, i ? ",\n    {" : "\n    {");
        printer->separator = "";
        json_text(printer, "finding", crr_text_of(finding));
        json_text(printer, "at", cause_subject(printer, &summary->causes[i]));
        json_count(printer, crr_text_of("rows"), summary->causes[i].count);
        crr_write_string(&printer->writer, "}");
    }
    crr_write_string(&printer->writer, "],\n  ");
}

static void
json_inputs(struct printer *printer, const char *name, const uint64_t *counts)
{
    struct crr_input_view input;
    json_begin(printer, name, "{");
    for (size_t i = 0;
         crr_model_input(printer->summary->model, i, NULL, &input) == CRR_OK; i++)
        if (counts[i] > 0 && !hides(printer, input.confidential))
            json_count(printer, input.id, counts[i]);
    crr_write_string(&printer->writer, "},\n  ");
}

static void
json_share(struct printer *printer, struct crr_text name, int64_t share)
{
    crr_write_string(&printer->writer, printer->separator);
    crr_write_json_string(&printer->writer, name);
    crr_write_string(&printer->writer, ": ");
    crr_write_decimal(&printer->writer, share, 3);
    printer->separator = ", ";
}

static void
json_spread(struct printer *printer)
{
    const struct crr_spread *spread = &printer->summary->spread;
    int64_t hidden;
    json_begin(printer, "spread_share", "{");
    for (size_t i = 0; spread->has_shares && i < spread->part_count; i++)
        if (!hides(printer, spread->parts[i].confidential))
            json_share(
                printer, part_name(printer, &spread->parts[i]), spread->parts[i].share);
    if (spread->has_shares && add_hidden(printer, &hidden))
        json_share(printer, crr_text_of(CRR_HIDDEN), hidden);
    crr_write_string(&printer->writer, "},\n  ");
    json_begin(printer, "without_variance", "[");
    for (size_t i = 0; spread->row_count > 1 && i < spread->part_count; i++) {
        if (!is_constant(printer, &spread->parts[i]))
            continue;
        crr_write_string(&printer->writer, printer->separator);
        crr_write_json_string(&printer->writer, part_name(printer, &spread->parts[i]));
        printer->separator = ", ";
    }
    crr_write_string(&printer->writer, "]}\n");
}

static void
json_overrides(struct printer *printer)
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
        json_text(printer, "key", override_key(printer, item));
        json_text(printer, "state", crr_text_of(crr_override_word(item)));
        if (item->risen)
            crr_write_string(&printer->writer, ", \"woken\": true");
        if (item->why)
            json_text(printer, "why", crr_text_of(item->why));
        crr_write_string(&printer->writer, "}");
    }
    crr_write_string(&printer->writer, "],\n  ");
}

static void
json_head(struct printer *printer)
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
    crr_write_string(&printer->writer, ",\n  ");
}

enum crr_status
crr_summary_write_json(const struct crr_summary *summary, bool reveal,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    struct printer printer = {.summary = summary, .reveal = reveal};
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
    json_overrides(&printer);
    json_spread(&printer);
    return crr_writer_flush(&printer.writer) ? CRR_OK : CRR_E_WRITE;
}

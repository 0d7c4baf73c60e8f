/* The report of a comparison. The first movers are kept as lines: they stand below the
 * matrix, which is known when all customers are compared. */
#include "diff_report.h"

#include <string.h>
#include "diff_matrix.h"
#include "say.h"

void
diff_put_part(struct piece *piece, const struct crr_part *part)
{
    piece_put(piece, "%s", crr_part_kind_name(part->kind));
    if (part->id.length > 0)
        piece_put(piece, " %.*s", (int)part->id.length, part->id.at);
    else if (part->confidential)
        piece_put(piece, " (confidential)");
}

void
diff_keep_line(struct diff_report *report, const struct piece *line)
{
    size_t start = report->lines.length;

    piece_put_text(&report->lines, piece_text(line));
    report->failed |= report->lines.failed || line->failed;
    if (report->failed)
        return;
    /* A NUL, too, is a control character: all of the line is looked at. */
    for (size_t at = start; at < report->lines.length; at++)
        if (report->lines.at[at] == '\0')
            report->lines.at[at] = '?';
    clean_text(report->lines.at + start);
    piece_put(&report->lines, "\n");
    report->line_count++;
}

int
diff_report_stops(const struct diff_report *report)
{
    return report->out.error || report->failed || (report->rows && report->rows->error);
}

static void
add_tiers(struct diff_report *report, const struct crr_model *model, int side)
{
    struct crr_tier_view tier;

    for (size_t i = 0; crr_model_tier(model, i, NULL, &tier) == CRR_OK; i++) {
        size_t k = 0;

        while (k < report->tier_count &&
               (report->tiers[k].length != tier.id.length ||
                   memcmp(report->tiers[k].at, tier.id.at, tier.id.length) != 0))
            k++;
        if (k == report->tier_count)
            report->tiers[report->tier_count++] = tier.id;
        report->ranks[side][k] = (int)i + 1;
    }
}

void
diff_report_start(
    struct diff_report *report, const struct crr_model *a, const struct crr_model *b)
{
    report->models = a && b;
    if (report->models) {
        add_tiers(report, a, 0);
        add_tiers(report, b, 1);
    }
    report->json = (struct json){&report->out, 0, false};
    if (report->rows)
        output_print(report->rows, "%s\n",
            report->models ? "key,tier_a,tier_b,score_a,score_b,causes,how,detail,"
                             "line_a,line_b"
                           : "key,tier_a,tier_b,differs,line_a,line_b");
    if (report->as_json) {
        json_open(&report->json, NULL, '{');
        json_open(&report->json, "movers", '[');
    }
}

static void
finish_json(struct diff_report *report, const struct crr_diff *diff)
{
    struct json *json = &report->json;
    struct crr_part part;
    uint64_t count;

    json_close(json, ']');
    json_count(json, "mover_count", crr_diff_mover_count(diff));
    diff_json_matrix(json, diff, "matrix", crr_diff_count);
    if (!report->models)
        diff_json_matrix(json, diff, "system_matrix", crr_diff_system_count);
    if (!report->models)
        diff_json_lone_columns(json, diff);
    json_open(json, "parts", '[');
    for (size_t i = 0; crr_diff_part(diff, i, &part, &count) == CRR_OK; i++) {
        struct piece name = {.length = 0};

        diff_put_part(&name, &part);
        json_open(json, NULL, '{');
        json_text(json, "part", piece_text(&name));
        json_count(json, "mover_count", count);
        json_close(json, '}');
        piece_release(&name);
    }
    json_close(json, ']');
    json_close(json, '}');
}

static void
print_parts(struct output *out, const struct crr_diff *diff)
{
    struct crr_part part;
    uint64_t count;

    output_print(out, "\nWhat differs, and the movers of whom it is a cause:\n");
    for (size_t i = 0; crr_diff_part(diff, i, &part, &count) == CRR_OK; i++) {
        struct piece name = {.length = 0};
        char number[COUNT_SIZE];

        diff_put_part(&name, &part);
        output_print(
            out, "  %-40s %12s\n", piece_text(&name).at, count_text(count, number));
        piece_release(&name);
    }
}

void
diff_report_finish(struct diff_report *report, const struct crr_diff *diff)
{
    struct output *out = &report->out;
    uint64_t total = crr_diff_mover_count(diff);
    struct crr_part part;
    uint64_t count;
    char number[COUNT_SIZE];

    if (report->as_json) {
        finish_json(report, diff);
        return;
    }
    diff_print_matrix(out, diff, "Customers by tier", crr_diff_count);
    if (diff_has_system_tiers(diff))
        diff_print_matrix(
            out, diff, "\nCustomers by system_tier", crr_diff_system_count);
    output_print(out, "\n%s mover%s", count_text(total, number), total == 1 ? "" : "s");
    if (report->models && total > 0) {
        output_print(out, ": %s up", count_text(report->up_count, number));
        output_print(out, ", %s down", count_text(report->down_count, number));
        if (report->other_count > 0)
            output_print(out, ", %s other", count_text(report->other_count, number));
    }
    output_print(out, "\n");
    if (crr_diff_part(diff, 0, &part, &count) == CRR_OK)
        print_parts(out, diff);
    if (!report->models && total > 0)
        output_print(
            out, "\nNo model is at hand: what differs is told, not its cause.\n");
    if (!report->models)
        diff_print_lone_columns(out, diff, report->names);
    if (report->line_count > 0)
        output_print(out, "\nMovers:\n");
    output_write(out, piece_text(&report->lines).at, report->lines.length);
    if (report->line_count > 0 && total > report->line_count)
        output_print(
            out, "  and %s more\n", count_text(total - report->line_count, number));
}

void
diff_report_release(struct diff_report *report)
{
    piece_release(&report->lines);
}

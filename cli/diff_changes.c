/* The movers between two outputs, and the columns in which their rows differ. */
#include "diff_report.h"

#include <string.h>

static struct crr_text
words(const char *text)
{
    return (struct crr_text){text, strlen(text)};
}

static void
put_changes(struct piece *piece, const struct crr_output_mover *mover)
{
    const char *between = "";

    if (mover->by_override) {
        piece_put(piece, "override");
        between = "; ";
    }
    for (size_t i = 0; i < mover->change_count; i++) {
        const struct crr_column_change *change = &mover->changes[i];

        piece_put(piece, "%s", between);
        piece_put_text(piece, change->column);
        piece_put(piece, ": ");
        piece_put_text(piece, change->a);
        piece_put(piece, " -> ");
        piece_put_text(piece, change->b);
        between = "; ";
    }
}

static void
json_output_mover(struct json *json, const struct crr_output_mover *mover)
{
    json_open(json, NULL, '{');
    json_text(json, "key", mover->key);
    for (int i = 0; i < 2; i++) {
        if (mover->present[i])
            json_text(json, i ? "tier_b" : "tier_a", mover->tiers[i]);
        else
            json_null(json, i ? "tier_b" : "tier_a");
    }
    json_bool(json, "by_override", mover->by_override);
    json_open(json, "differs", '[');
    for (size_t i = 0; i < mover->change_count; i++) {
        json_open(json, NULL, '{');
        json_text(json, "column", mover->changes[i].column);
        json_text(json, "a", mover->changes[i].a);
        json_text(json, "b", mover->changes[i].b);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
}

static void
write_row(struct diff_report *report, const struct crr_output_mover *mover,
    const struct crr_text tiers[2])
{
    struct piece changes = {.length = 0};

    csv_field(report->rows, mover->key);
    for (int i = 0; i < 2; i++) {
        output_write(report->rows, ",", 1);
        csv_field(report->rows, tiers[i]);
    }
    put_changes(&changes, mover);
    output_write(report->rows, ",", 1);
    csv_field(report->rows, piece_text(&changes));
    output_print(report->rows, ",%llu,%llu\n", (unsigned long long)mover->lines[0],
        (unsigned long long)mover->lines[1]);
    report->failed |= changes.failed;
    piece_release(&changes);
}

static void
keep_line(struct diff_report *report, const struct crr_output_mover *mover,
    const struct crr_text tiers[2])
{
    struct piece line = {.length = 0};

    piece_put(&line, "  ");
    piece_put_text(&line, mover->key);
    piece_put(&line, ": %.*s -> %.*s%s", (int)tiers[0].length, tiers[0].at,
        (int)tiers[1].length, tiers[1].at,
        mover->change_count > 0 || mover->by_override ? ", differs in: " : "");
    put_changes(&line, mover);
    diff_keep_line(report, &line);
    piece_release(&line);
}

int
diff_report_output_mover(void *user, const struct crr_output_mover *mover)
{
    struct diff_report *report = user;
    struct crr_text tiers[2];

    report->other_count++;
    for (int i = 0; i < 2; i++)
        tiers[i] = mover->present[i] ? mover->tiers[i] : words("absent");
    if (report->rows)
        write_row(report, mover, tiers);
    if (report->as_json)
        json_output_mover(&report->json, mover);
    else if (report->line_count < report->limit)
        keep_line(report, mover, tiers);
    return diff_report_stops(report);
}

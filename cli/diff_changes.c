/* The movers between two outputs, and the columns in which their rows differ. */
#include "diff_report.h"

#include <string.h>
#include "say.h"

#define DIGEST_LENGTH 64

static struct crr_text
words(const char *text)
{
    return (struct crr_text){text, strlen(text)};
}

/* Digests are long, and differ from their beginnings on: the text shows these. */
static void
put_value(struct piece *piece, struct crr_text value, bool short_digests)
{
    bool digest = short_digests && value.length == DIGEST_LENGTH;

    for (size_t i = 0; digest && i < value.length; i++)
        digest = value.at[i] && strchr("0123456789abcdef", value.at[i]);
    if (digest)
        value.length = 12;
    piece_put_text(piece, value);
    piece_put(piece, "%s", digest ? "..." : "");
}

/* "score: 41.00 -> 61.00; warnings:  -> missing:country" */
static void
put_changes(
    struct piece *piece, const struct crr_output_mover *mover, bool short_digests)
{
    const char *between = "";

    for (size_t i = 0; i < mover->change_count; i++) {
        const struct crr_column_change *change = &mover->changes[i];

        piece_put(piece, "%s", between);
        piece_put_text(piece, change->column);
        piece_put(piece, ": ");
        put_value(piece, change->a, short_digests);
        piece_put(piece, " -> ");
        put_value(piece, change->b, short_digests);
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
    if (mover->by_override)
        piece_put(&changes, "by an override%s", mover->change_count > 0 ? "; " : "");
    put_changes(&changes, mover, false);
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
    piece_put(&line, ": ");
    piece_put_text(&line, tiers[0]);
    piece_put(&line, " -> ");
    piece_put_text(&line, tiers[1]);
    piece_put(&line, "%s%s", mover->by_override ? ", by an override" : "",
        mover->change_count > 0 ? ", differs in: " : "");
    put_changes(&line, mover, true);
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

void
diff_print_lone_columns(
    struct output *out, const struct crr_diff *diff, const char *const names[2])
{
    const char *before = "\n";

    for (int side = 0; side < 2; side++) {
        struct crr_text column = crr_diff_lone_column(diff, side, 0);
        struct piece line = {.length = 0};

        if (column.length == 0)
            continue;
        piece_put(&line, "Only %s, %s, has: ", side ? "B" : "A",
            strcmp(names[side], "-") == 0 ? "standard input" : names[side]);
        for (size_t i = 1; column.length > 0; i++) {
            piece_put(&line, "%s", i > 1 ? ", " : "");
            piece_put_text(&line, column);
            column = crr_diff_lone_column(diff, side, i);
        }
        if (line.at)
            clean_text(line.at);
        output_print(out, "%s%s\n", before, piece_text(&line).at);
        before = "";
        piece_release(&line);
    }
}

void
diff_json_lone_columns(struct json *json, const struct crr_diff *diff)
{
    for (int side = 0; side < 2; side++) {
        struct crr_text column;

        json_open(json, side ? "only_b_has" : "only_a_has", '[');
        for (size_t i = 0; (column = crr_diff_lone_column(diff, side, i)).length > 0;
             i++)
            json_text(json, NULL, column);
        json_close(json, ']');
    }
}

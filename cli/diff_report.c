/* The report of a comparison. The first movers are kept as lines: they stand below the
 * matrix, which is known when all customers are compared. */
#include "diff_report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "diff_matrix.h"
#include "say.h"

#define CAUSE_SIZE 2048

/* ---- Pieces ---- */

/* A text that is put together in a fixed room; what does not fit is cut. */
struct piece {
    char at[CAUSE_SIZE];
    size_t length;
};

static void put(struct piece *piece, const char *format, ...) CRR_PRINTF(2, 3);

static void
put(struct piece *piece, const char *format, ...)
{
    size_t room = sizeof piece->at - piece->length;
    va_list list;
    int length;

    va_start(list, format);
    length = vsnprintf(piece->at + piece->length, room, format, list);
    va_end(list);
    if (length > 0)
        piece->length += (size_t)length < room ? (size_t)length : room - 1;
}

static struct crr_text
text_of(const struct piece *piece)
{
    return (struct crr_text){piece->at, piece->length};
}

/* "table country", "rule (confidential)", "weights" */
static void
put_part(struct piece *piece, const struct crr_part *part)
{
    put(piece, "%s", crr_part_kind_name(part->kind));
    if (part->id.length > 0)
        put(piece, " %.*s", (int)part->id.length, part->id.at);
    else if (part->confidential)
        put(piece, " (confidential)");
}

/* "table country: residence: IR 30 -> IR 90; rule a + rule b" */
static void
put_causes(struct piece *piece, const struct crr_mover *mover, bool details)
{
    for (size_t i = 0; i < mover->count; i++) {
        const struct crr_cause *cause = &mover->causes[i];

        put(piece, "%s", i == 0 ? "" : mover->together ? " + " : "; ");
        for (size_t k = 0; k < cause->part_count; k++) {
            put(piece, k ? " + " : "");
            put_part(piece, cause->parts[k]);
        }
        if (details && cause->detail.length > 0)
            put(piece, " (%.*s)", (int)cause->detail.length, cause->detail.at);
    }
}

static void
csv_field(struct output *out, struct crr_text text)
{
    bool quoted = memchr(text.at ? text.at : "", ',', text.length) ||
                  memchr(text.at ? text.at : "", '"', text.length) ||
                  memchr(text.at ? text.at : "", '\n', text.length) ||
                  memchr(text.at ? text.at : "", '\r', text.length);

    if (!quoted) {
        output_write(out, text.at, text.length);
        return;
    }
    output_write(out, "\"", 1);
    for (size_t i = 0; i < text.length; i++)
        output_write(
            out, text.at[i] == '"' ? "\"\"" : &text.at[i], text.at[i] == '"' ? 2 : 1);
    output_write(out, "\"", 1);
}

static struct crr_text
words(const char *text)
{
    return (struct crr_text){text, strlen(text)};
}

/* ---- Lines of the text ---- */

static void
keep_line(struct diff_report *report, const struct piece *piece)
{
    size_t needed = report->lines.length + piece->length + 1;
    char *at;

    if (needed > report->lines.capacity) {
        size_t capacity = needed * 2;

        at = realloc(report->lines.at, capacity);
        if (!at) {
            report->failed = true;
            return;
        }
        report->lines.at = at;
        report->lines.capacity = capacity;
    }
    at = report->lines.at + report->lines.length;
    memcpy(at, piece->at, piece->length);
    at[piece->length] = '\0';
    clean_text(at);
    at[piece->length] = '\n';
    report->lines.length = needed;
    report->line_count++;
}

static struct crr_text
standing_word(const struct diff_report *report, const struct crr_diff_standing *side)
{
    return side->presence == CRR_PRESENCE_RATED      ? report->tiers[side->tier]
           : side->presence == CRR_PRESENCE_REJECTED ? words("rejected")
                                                     : words("absent");
}

static void
put_score(struct piece *piece, const struct crr_diff_standing *side)
{
    char number[CRR_NUMBER_SIZE];

    if (side->presence != CRR_PRESENCE_RATED)
        return;
    crr_decimal_print(side->score, side->decimals, number);
    put(piece, "%s", number);
}

/* ---- Movers between models ---- */

static void
count_direction(struct diff_report *report, const struct crr_mover *mover)
{
    const struct crr_diff_standing *a = &mover->sides[0], *b = &mover->sides[1];
    bool both = a->presence == CRR_PRESENCE_RATED && b->presence == CRR_PRESENCE_RATED;

    if (both && b->tier > a->tier)
        report->up_count++;
    else if (both && b->tier < a->tier)
        report->down_count++;
    else
        report->other_count++;
}

static void
write_row(struct diff_report *report, const struct crr_mover *mover)
{
    struct output *out = report->rows;
    struct piece causes = {.length = 0}, details = {.length = 0};

    csv_field(out, mover->key);
    for (int i = 0; i < 2; i++) {
        output_write(out, ",", 1);
        csv_field(out, standing_word(report, &mover->sides[i]));
    }
    for (int i = 0; i < 2; i++) {
        struct piece score = {.length = 0};

        put_score(&score, &mover->sides[i]);
        output_write(out, ",", 1);
        csv_field(out, text_of(&score));
    }
    put_causes(&causes, mover, false);
    for (size_t i = 0; i < mover->count; i++)
        if (mover->causes[i].detail.length > 0)
            put(&details, "%s%.*s", details.length ? "; " : "",
                (int)mover->causes[i].detail.length, mover->causes[i].detail.at);
    output_write(out, ",", 1);
    csv_field(out, text_of(&causes));
    output_print(out, ",%s,",
        mover->count == 0        ? ""
        : mover->together        ? "together"
        : mover->causes[0].alone ? "alone"
                                 : "needed");
    csv_field(out, text_of(&details));
    output_print(out, ",%llu,%llu\n", (unsigned long long)mover->sides[0].line,
        (unsigned long long)mover->sides[1].line);
}

static void
json_standing(struct json *json, const struct diff_report *report, const char *key,
    const struct crr_diff_standing *side)
{
    json_open(json, key, '{');
    json_text(json, "tier", standing_word(report, side));
    if (side->presence == CRR_PRESENCE_RATED)
        json_decimal(json, "score", side->score, side->decimals);
    if (side->finding)
        json_count(json, "finding", side->finding);
    if (side->presence != CRR_PRESENCE_ABSENT)
        json_count(json, "line", side->line);
    json_close(json, '}');
}

static void
json_mover(struct diff_report *report, const struct crr_mover *mover)
{
    struct json *json = &report->json;

    json_open(json, NULL, '{');
    json_text(json, "key", mover->key);
    json_standing(json, report, "a", &mover->sides[0]);
    json_standing(json, report, "b", &mover->sides[1]);
    json_bool(json, "together", mover->together);
    json_count(json, "cause_count", mover->count);
    json_open(json, "causes", '[');
    for (size_t i = 0; i < mover->cause_count; i++) {
        const struct crr_cause *cause = &mover->causes[i];

        json_open(json, NULL, '{');
        json_open(json, "parts", '[');
        for (size_t k = 0; k < cause->part_count; k++) {
            struct piece part = {.length = 0};

            put_part(&part, cause->parts[k]);
            json_text(json, NULL, text_of(&part));
        }
        json_close(json, ']');
        json_bool(json, "alone", cause->alone);
        json_bool(json, "needed", cause->needed);
        json_text(json, "detail", cause->detail);
        json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
}

int
diff_report_mover(void *user, const struct crr_mover *mover)
{
    struct diff_report *report = user;
    struct piece line = {.length = 0};

    count_direction(report, mover);
    if (report->rows)
        write_row(report, mover);
    if (report->as_json)
        json_mover(report, mover);
    if (!report->as_json && report->line_count < report->limit) {
        struct crr_text a = standing_word(report, &mover->sides[0]);
        struct crr_text b = standing_word(report, &mover->sides[1]);

        put(&line, "  %.*s: %.*s -> %.*s", (int)mover->key.length, mover->key.at,
            (int)a.length, a.at, (int)b.length, b.at);
        if (mover->count > 0)
            put(&line, mover->together ? ", only together: " : ": ");
        put_causes(&line, mover, true);
        keep_line(report, &line);
    }
    return report->out.error || report->failed || (report->rows && report->rows->error);
}

/* ---- Movers between outputs ---- */

static void
put_changes(struct piece *piece, const struct crr_output_mover *mover, bool values)
{
    put(piece, "%s", mover->by_override ? "override" : "");
    for (size_t i = 0; i < mover->change_count; i++) {
        const struct crr_column_change *change = &mover->changes[i];

        put(piece, "%s%.*s", piece->length ? "; " : "", (int)change->column.length,
            change->column.at);
        if (values)
            put(piece, ": %.*s -> %.*s", (int)change->a.length, change->a.at,
                (int)change->b.length, change->b.at);
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

int
diff_report_output_mover(void *user, const struct crr_output_mover *mover)
{
    struct diff_report *report = user;
    struct piece changes = {.length = 0}, line = {.length = 0};
    struct crr_text tiers[2];

    report->other_count++;
    for (int i = 0; i < 2; i++)
        tiers[i] = mover->present[i] ? mover->tiers[i] : words("absent");
    if (report->rows) {
        csv_field(report->rows, mover->key);
        for (int i = 0; i < 2; i++) {
            output_write(report->rows, ",", 1);
            csv_field(report->rows, tiers[i]);
        }
        put_changes(&changes, mover, true);
        output_write(report->rows, ",", 1);
        csv_field(report->rows, text_of(&changes));
        output_print(report->rows, ",%llu,%llu\n", (unsigned long long)mover->lines[0],
            (unsigned long long)mover->lines[1]);
    }
    if (report->as_json)
        json_output_mover(&report->json, mover);
    if (!report->as_json && report->line_count < report->limit) {
        put(&line, "  %.*s: %.*s -> %.*s%s", (int)mover->key.length, mover->key.at,
            (int)tiers[0].length, tiers[0].at, (int)tiers[1].length, tiers[1].at,
            mover->change_count > 0 || mover->by_override ? ", differs in: " : "");
        changes.length = 0;
        put_changes(&changes, mover, true);
        put(&line, "%.*s", (int)changes.length, changes.at);
        keep_line(report, &line);
    }
    return report->out.error || report->failed || (report->rows && report->rows->error);
}

/* ---- Begin and end ---- */

static void
add_tiers(struct diff_report *report, const struct crr_model *model)
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
    }
}

void
diff_report_start(
    struct diff_report *report, const struct crr_model *a, const struct crr_model *b)
{
    report->models = a && b;
    if (report->models) {
        add_tiers(report, a);
        add_tiers(report, b);
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
    json_open(json, "parts", '[');
    for (size_t i = 0; crr_diff_part(diff, i, &part, &count) == CRR_OK; i++) {
        struct piece name = {.length = 0};

        put_part(&name, &part);
        json_open(json, NULL, '{');
        json_text(json, "part", text_of(&name));
        json_count(json, "mover_count", count);
        json_close(json, '}');
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

        put_part(&name, &part);
        output_print(out, "  %-40s %12s\n", name.at, count_text(count, number));
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
    if (report->line_count > 0)
        output_print(out, "\nMovers:\n");
    output_write(out, report->lines.at, report->lines.length);
    if (total > report->line_count)
        output_print(
            out, "  and %s more\n", count_text(total - report->line_count, number));
}

void
diff_report_release(struct diff_report *report)
{
    free(report->lines.at);
}

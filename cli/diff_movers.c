/* The movers between two sides that are rated, and their causes. */
#include "diff_report.h"

#include <string.h>

static struct crr_text
words(const char *text)
{
    return (struct crr_text){text, strlen(text)};
}

/* "rule a + rule b": what is exchanged at once. */
static void
put_parts(struct piece *piece, const struct crr_cause *cause)
{
    for (size_t i = 0; i < cause->part_count; i++) {
        piece_put(piece, i ? " + " : "");
        diff_put_part(piece, cause->parts[i]);
    }
}

/* "table country (residence: IR 30 -> IR 90); rule a + rule b" */
static void
put_causes(struct piece *piece, const struct crr_mover *mover, bool details)
{
    for (size_t i = 0; i < mover->count; i++) {
        const struct crr_cause *cause = &mover->causes[i];

        piece_put(piece, "%s", i == 0 ? "" : mover->together ? " + " : "; ");
        put_parts(piece, cause);
        if (details && cause->detail.length > 0)
            piece_put(piece, " (%.*s)", (int)cause->detail.length, cause->detail.at);
    }
}

/* How the causes that count do it. */
enum how {
    HOW_NONE,
    HOW_ALONE,
    HOW_NEEDED,
    HOW_TOGETHER
};

static const struct {
    const char *name;  /* in CSV and JSON */
    const char *words; /* before the causes in the text */
} hows[] = {
    [HOW_NONE] = {"", ""},
    [HOW_ALONE] = {"alone", ": "},
    [HOW_NEEDED] = {"needed", ": needed, with others: "},
    [HOW_TOGETHER] = {"together", ": only together: "},
};

static enum how
how_of(const struct crr_mover *mover)
{
    return mover->count == 0        ? HOW_NONE
           : mover->together        ? HOW_TOGETHER
           : mover->causes[0].alone ? HOW_ALONE
                                    : HOW_NEEDED;
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
    piece_put(piece, "%s", number);
}
/* ---- Movers between models ---- */

/* Which of two tiers is the higher one, in a model that has both: 1, -1; or 0. */
static int
direction(const struct diff_report *report, size_t a, size_t b)
{
    for (int side = 0; side < 2; side++) {
        int from = report->ranks[side][a], to = report->ranks[side][b];

        if (from > 0 && to > 0)
            return (to > from) - (to < from);
    }
    return 0;
}

static void
count_direction(struct diff_report *report, const struct crr_mover *mover)
{
    const struct crr_diff_standing *a = &mover->sides[0], *b = &mover->sides[1];
    bool both = a->presence == CRR_PRESENCE_RATED && b->presence == CRR_PRESENCE_RATED;
    int way = both ? direction(report, a->tier, b->tier) : 0;

    report->up_count += way > 0;
    report->down_count += way < 0;
    report->other_count += way == 0;
}

/* "N -> Y", or of several causes "input pep: N -> Y; input cash: 5 -> 500". */
static void
put_details(struct piece *piece, const struct crr_mover *mover)
{
    for (size_t i = 0; i < mover->count; i++) {
        const struct crr_cause *cause = &mover->causes[i];

        if (cause->detail.length == 0)
            continue;
        piece_put(piece, "%s", piece->length ? "; " : "");
        if (mover->count > 1) {
            put_parts(piece, cause);
            piece_put(piece, ": ");
        }
        piece_put_text(piece, cause->detail);
    }
}

static void
write_row(struct diff_report *report, const struct crr_mover *mover)
{
    struct output *out = report->rows;
    struct piece piece = {.length = 0};

    csv_field(out, mover->key);
    for (int i = 0; i < 2; i++) {
        output_write(out, ",", 1);
        csv_field(out, standing_word(report, &mover->sides[i]));
    }
    for (int i = 0; i < 2; i++) {
        output_write(out, ",", 1);
        put_score(&piece, &mover->sides[i]);
        csv_field(out, piece_text(&piece));
        piece.length = 0;
    }
    put_causes(&piece, mover, false);
    output_write(out, ",", 1);
    csv_field(out, piece_text(&piece));
    output_print(out, ",%s,", hows[how_of(mover)].name);
    piece.length = 0;
    put_details(&piece, mover);
    csv_field(out, piece_text(&piece));
    output_print(out, ",%llu,%llu\n", (unsigned long long)mover->sides[0].line,
        (unsigned long long)mover->sides[1].line);
    report->failed |= piece.failed;
    piece_release(&piece);
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
json_cause(struct diff_report *report, const struct crr_cause *cause)
{
    struct json *json = &report->json;

    json_open(json, NULL, '{');
    json_open(json, "parts", '[');
    for (size_t i = 0; i < cause->part_count; i++) {
        struct piece part = {.length = 0};

        diff_put_part(&part, cause->parts[i]);
        json_text(json, NULL, piece_text(&part));
        report->failed |= part.failed;
        piece_release(&part);
    }
    json_close(json, ']');
    json_bool(json, "alone", cause->alone);
    json_bool(json, "needed", cause->needed);
    json_text(json, "detail", cause->detail);
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
    json_text(json, "how", words(hows[how_of(mover)].name));
    json_bool(json, "together", mover->together);
    json_count(json, "cause_count", mover->count);
    json_open(json, "causes", '[');
    for (size_t i = 0; i < mover->cause_count; i++)
        json_cause(report, &mover->causes[i]);
    json_close(json, ']');
    json_close(json, '}');
}

/* "mid", "rejected (CRR-0603)" */
static void
put_standing(struct piece *piece, const struct diff_report *report,
    const struct crr_diff_standing *side)
{
    piece_put_text(piece, standing_word(report, side));
    if (side->finding)
        piece_put(piece, " (CRR-%04u)", side->finding);
}

/* The key; where there is none to be told, the lines of the records. */
static void
put_key(struct piece *piece, const struct crr_mover *mover)
{
    unsigned long long a = mover->sides[0].line, b = mover->sides[1].line;

    if (mover->key.length > 0)
        piece_put_text(piece, mover->key);
    else if (a && b && a != b)
        piece_put(piece, "(line %llu of A, %llu of B)", a, b);
    else
        piece_put(piece, "(line %llu%s)", a ? a : b, !a ? " of B" : !b ? " of A" : "");
}

static void
keep_line(struct diff_report *report, const struct crr_mover *mover)
{
    struct piece line = {.length = 0};

    piece_put(&line, "  ");
    put_key(&line, mover);
    piece_put(&line, ": ");
    put_standing(&line, report, &mover->sides[0]);
    piece_put(&line, " -> ");
    put_standing(&line, report, &mover->sides[1]);
    piece_put(&line, "%s", hows[how_of(mover)].words);
    put_causes(&line, mover, true);
    diff_keep_line(report, &line);
    piece_release(&line);
}

int
diff_report_mover(void *user, const struct crr_mover *mover)
{
    struct diff_report *report = user;

    count_direction(report, mover);
    if (report->rows)
        write_row(report, mover);
    if (report->as_json)
        json_mover(report, mover);
    else if (report->line_count < report->limit)
        keep_line(report, mover);
    return diff_report_stops(report);
}

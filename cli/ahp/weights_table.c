/* The weights of a model that judgements give, as a table. */
#include "ahp/weights_table.h"

#include <stdio.h>
#include <string.h>

/* Wide enough for most, not for all; a longer one moves its line to the right. */
#define WIDTH_LIMIT 40

struct widths {
    int group, factor, written;
};

static int
wider(int width, struct crr_text text)
{
    int length = text.length < WIDTH_LIMIT ? (int)text.length : WIDTH_LIMIT;

    return length > width ? length : width;
}

/* What stands behind a weight; different is the word for one that is not the derived
 * one. */
static const char *
mark_of(enum crr_ahp_agreement agreement, const char *different)
{
    switch (agreement) {
    case CRR_AHP_EQUAL:
        break;
    case CRR_AHP_LAST_PLACE:
        return "last place";
    case CRR_AHP_DIFFERENT:
        return different;
    case CRR_AHP_NOT_WRITTEN:
        return "new";
    }
    return "";
}

void
weights_table(struct output *out, const struct crr_ahp *ahp, const char *written,
    const char *derived, const char *different)
{
    size_t count = crr_ahp_weight_count(ahp);
    struct widths widths = {5, 6, (int)strlen(written)};
    struct crr_ahp_weight_view view;
    struct crr_text segment = {NULL, 0};
    char decimal[CRR_NUMBER_SIZE];

    for (size_t i = 0; i < count && crr_ahp_weight(ahp, i, &view) == CRR_OK; i++) {
        widths.group = wider(widths.group, view.group);
        widths.factor = wider(widths.factor, view.factor);
        widths.written = wider(widths.written, view.written);
    }
    output_print(out, "%-*s  %-*s  %*s  %s\n", widths.group, "group", widths.factor,
        "factor", widths.written, written, derived);
    for (size_t i = 0; i < count && crr_ahp_weight(ahp, i, &view) == CRR_OK; i++) {
        bool is_empty = view.written.length == 0;
        const char *mark = mark_of(view.agreement, different);

        if (view.segment.length > 0 && view.segment.at != segment.at)
            output_print(
                out, "segment %.*s\n", (int)view.segment.length, view.segment.at);
        segment = view.segment;
        crr_decimal_print(view.units, view.places, decimal);
        output_print(out, "%-*.*s  %-*.*s  %*.*s  %s%s%s\n", widths.group,
            (int)view.group.length, view.group.at, widths.factor,
            (int)view.factor.length, view.factor.at, widths.written,
            is_empty ? 1 : (int)view.written.length, is_empty ? "~" : view.written.at,
            decimal, *mark ? "  " : "", mark);
    }
}

void
weights_table_json(struct json *json, const struct crr_ahp *ahp)
{
    static const char *const agreements[] = {
        "", "equal", "last place", "different", "not written"};
    size_t count = crr_ahp_weight_count(ahp);
    struct crr_ahp_weight_view view;
    char decimal[CRR_NUMBER_SIZE];

    json_open(json, "weights", '[');
    for (size_t i = 0; i < count && crr_ahp_weight(ahp, i, &view) == CRR_OK; i++) {
        crr_decimal_print(view.units, view.places, decimal);
        json_open(json, NULL, '{');
        if (view.segment.length > 0)
            json_text(json, "segment", view.segment);
        json_text(json, "group", view.group);
        json_text(json, "factor", view.factor);
        if (view.written.length > 0)
            json_text(json, "written", view.written);
        else
            json_null(json, "written");
        json_string(json, "derived", decimal);
        json_string(json, "agreement", agreements[view.agreement]);
        json_count(json, "line", view.line);
        json_close(json, '}');
    }
    json_close(json, ']');
}

bool
weights_are_written(const struct crr_ahp *ahp)
{
    size_t count = crr_ahp_weight_count(ahp);
    struct crr_ahp_weight_view view;

    for (size_t i = 0; i < count; i++)
        if (crr_ahp_weight(ahp, i, &view) != CRR_OK || view.agreement != CRR_AHP_EQUAL)
            return false;
    return true;
}

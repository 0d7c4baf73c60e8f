/* One judgement: from the text of a cell to an exact fraction. */
#include "judgement/cell.h"

#include <stdio.h>

__extension__ typedef __int128 wide;

static struct crr_text
child_name(const struct crr_node_draft *draft, size_t index)
{
    return draft->children[index].text;
}

void
crr_report_cell(struct crr_reader *reader, enum crr_finding_number finding,
    const struct crr_judged_cell *cell, struct crr_judged_pair pair,
    const char *message)
{
    struct crr_place place = {reader->file, 0, cell->line, cell->column};
    struct crr_text none = {"", 0};
    struct crr_text voice = pair.draft ? pair.draft->voice : none;
    struct crr_text row = pair.draft ? child_name(pair.draft, pair.row) : none;
    struct crr_text column = pair.draft ? child_name(pair.draft, pair.column) : none;

    crr_report_add(reader->report, finding, &place, reader->path,
        "%.*s%s%.*s%s%.*s%s%s", CRR_SPELL(voice), voice.length > 0 ? ", " : "",
        CRR_SPELL(row), pair.draft ? "/" : "", CRR_SPELL(column),
        pair.draft ? ": " : "", message);
}

static bool
is_beyond(struct crr_rational value, struct crr_rational end)
{
    wide left = (wide)value.numerator * end.denominator;
    wide right = (wide)value.denominator * end.numerator;

    return left > right;
}

void
crr_check_scale(struct crr_reader *reader, const struct crr_judged_cell *cell,
    const struct crr_scale *scale, struct crr_judged_pair pair,
    struct crr_rational value)
{
    struct crr_rational end = scale->values[scale->count - 1];
    struct crr_rational turned = {value.denominator, value.numerator};
    char shown[48], message[200];

    if (!is_beyond(value, end) && !is_beyond(turned, end))
        return;
    crr_text_shown(cell->text, shown, sizeof shown);
    if (scale->declared) {
        snprintf(message, sizeof message,
            "expected a judgement within the scale, whose end is %lld%s%.0lld, or its "
            "reciprocal, found %s",
            (long long)end.numerator, end.denominator > 1 ? "/" : "",
            (long long)(end.denominator > 1 ? end.denominator : 0), shown);
        crr_report_cell(reader, CRR_F_OUTSIDE_SCALE, cell, pair, message);
        return;
    }
    snprintf(message, sizeof message,
        "%s is beyond Saaty's scale, which ends at 9; if it is meant, declare the "
        "`scale`",
        shown);
    crr_report_cell(reader, CRR_F_BEYOND_NINE, cell, pair, message);
}

bool
crr_read_judgement(struct crr_reader *reader, const struct crr_judged_cell *cell,
    const struct crr_scale *scale, struct crr_judged_pair pair,
    struct crr_rational *ret)
{
    struct crr_rational value;
    char shown[48], message[200];

    if (crr_rational_parse(cell->text, &value) && value.numerator > 0) {
        if (scale)
            crr_check_scale(reader, cell, scale, pair, value);
        *ret = value;
        return true;
    }
    crr_text_shown(cell->text, shown, sizeof shown);
    snprintf(message, sizeof message,
        "expected a number above 0 or a fraction such as 1/3, found \"%s\"", shown);
    crr_report_cell(reader, CRR_F_JUDGEMENT, cell, pair, message);
    return false;
}

bool
crr_take_cell(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_judged_cell *ret)
{
    *ret = (struct crr_judged_cell){{"", 0}, node->line, node->column};
    if (node->kind != CRR_YAML_SCALAR)
        return crr_read_kind(reader, node, CRR_YAML_SCALAR, "a judgement or ~");
    if (!crr_yaml_is_null(node))
        ret->text = node->text;
    if (!crr_yaml_is_null(node) && node->text.length == 0) {
        crr_report_cell(reader, CRR_F_JUDGEMENT, ret,
            (struct crr_judged_pair){NULL, 0, 0},
            "expected a judgement, or ~ where nobody judged, found an empty text");
        return false;
    }
    return true;
}

struct crr_judgement
crr_judgement_at(struct crr_rational value, const struct crr_judged_cell *cell)
{
    return (struct crr_judgement){value, (uint32_t)cell->line, (uint32_t)cell->column};
}

struct crr_rational
crr_turned(struct crr_rational value)
{
    return (struct crr_rational){value.denominator, value.numerator};
}

bool
crr_rationals_equal(struct crr_rational a, struct crr_rational b)
{
    return a.numerator == b.numerator && a.denominator == b.denominator;
}

/* Hints as JSON and as text. */
#include <math.h>
#include "ahp/hints.h"
#include "ahp/json.h"
#include "ahp/real.h"
#include "ahp/written.h"
#include "base/width.h"

/* ---- JSON ---- */

static void
json_hint(struct crr_json *json, const struct crr_ahp_hint *hint)
{
    crr_json_open_flat(json, NULL, '{');
    crr_json_text(json, "row", hint->row);
    crr_json_text(json, "column", hint->column);
    crr_json_text(json, "given", hint->given);
    crr_json_real(json, "value", hint->value);
    crr_json_real(json, "implied", hint->implied);
    if (hint->nearest.length > 0)
        crr_json_text(json, "nearest", hint->nearest);
    else
        crr_json_null(json, "nearest");
    crr_json_real(json, "cr", hint->cr);
    crr_json_real(json, "effect", hint->effect);
    crr_json_close(json, '}');
}

static void
json_changes(struct crr_json *json, const struct crr_ahp_hint_voice *voice)
{
    crr_json_open(json, "changes", '[');
    for (size_t i = 0; i < voice->change_count; i++) {
        const struct crr_ahp_hint_change *change = &voice->changes[i];

        crr_json_open_flat(json, NULL, '{');
        crr_json_text(json, "row", change->row);
        crr_json_text(json, "column", change->column);
        crr_json_text(json, "given", change->given);
        crr_json_text(json, "value", change->value);
        crr_json_close(json, '}');
    }
    crr_json_close(json, ']');
    crr_json_real(json, "changed_cr", voice->changed_cr);
    crr_json_bool(json, "exact", voice->exact);
}

static void
json_voice(struct crr_json *json, const struct crr_ahp_hint_voice *voice)
{
    crr_json_open(json, NULL, '{');
    if (voice->segment.length > 0)
        crr_json_text(json, "segment", voice->segment);
    crr_json_text(json, "node", voice->node);
    if (voice->expert.length > 0)
        crr_json_text(json, "expert", voice->expert);
    crr_json_string(json, "verdict", crr_verdict_word(voice->verdict));
    crr_json_real(json, "cr", voice->cr);
    crr_json_open(json, "judgements", '[');
    for (size_t i = 0; i < voice->hint_count; i++)
        json_hint(json, &voice->hints[i]);
    crr_json_close(json, ']');
    if (voice->verdict == CRR_AHP_INCONSISTENT)
        json_changes(json, voice);
    crr_json_close(json, '}');
}

enum crr_status
crr_ahp_hints_write_json(const struct crr_ahp_hints *hints,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    struct crr_writer writer;
    struct crr_json json;

    crr_writer_init(&writer, write, user);
    crr_json_init(&json, &writer);
    crr_json_open(&json, NULL, '{');
    crr_json_string(&json, "random_index", hints->table);
    crr_json_real(&json, "limit", hints->limit);
    crr_json_open(&json, "voices", '[');
    for (size_t i = 0; i < hints->voice_count; i++)
        json_voice(&json, &hints->voices[i]);
    crr_json_close(&json, ']');
    crr_json_close(&json, '}');
    return crr_writer_flush(&writer) ? CRR_OK : CRR_E_WRITE;
}

/* ---- Text ---- */

static void
write_padded(struct crr_writer *writer, struct crr_text text, size_t width)
{
    crr_write_text(writer, text);
    for (size_t i = crr_text_width(text); i < width; i++)
        crr_write_bytes(writer, " ", 1);
}

/* A number with 4 decimals in a column of its own; "-" if there is none. */
static void
write_number(struct crr_writer *writer, double value, size_t width)
{
    char text[CRR_REAL_SIZE];
    size_t length = crr_real_print_fixed(value, 4, text);

    for (size_t i = length; i < width; i++)
        crr_write_bytes(writer, " ", 1);
    crr_write_bytes(writer, text, length);
}

static size_t
name_width(const struct crr_ahp_hint_voice *voice)
{
    size_t width = 4;

    for (size_t i = 0; i < voice->hint_count; i++) {
        size_t pair = crr_text_width(voice->hints[i].row) +
                      crr_text_width(voice->hints[i].column) + 3;
        width = pair > width ? pair : width;
    }
    return width;
}

static void
write_pair(struct crr_writer *writer, struct crr_text row, struct crr_text column,
    size_t width)
{
    size_t used = crr_text_width(row) + 3;

    crr_write_text(writer, row);
    crr_write_string(writer, " / ");
    write_padded(writer, column, width > used ? width - used : 0);
}

static void
write_hints(struct crr_writer *writer, const struct crr_ahp_hint_voice *voice)
{
    size_t width = name_width(voice);

    crr_write_string(writer, "  ");
    write_padded(writer, crr_text_of("pair"), width);
    crr_write_string(writer, "  given   others imply  nearest  CR then  CR falls by\n");
    for (size_t i = 0; i < voice->hint_count; i++) {
        const struct crr_ahp_hint *hint = &voice->hints[i];

        crr_write_string(writer, "  ");
        write_pair(writer, hint->row, hint->column, width);
        crr_write_string(writer, "  ");
        write_padded(writer, hint->given, 6);
        write_number(writer, hint->implied, 14);
        crr_write_string(writer, "  ");
        write_padded(
            writer, hint->nearest.length > 0 ? hint->nearest : crr_text_of("-"), 7);
        write_number(writer, hint->cr, 9);
        write_number(writer, hint->effect, 13);
        crr_write_string(writer, "\n");
    }
}

static void
write_changes(struct crr_writer *writer, const struct crr_ahp_hints *hints,
    const struct crr_ahp_hint_voice *voice)
{
    if (voice->change_count == 0) {
        crr_write_string(
            writer, "  No changes within the scale were found that reach the limit.\n");
        return;
    }
    crr_write_string(writer, voice->exact ? "  The fewest changes" : "  Some changes");
    crr_write_string(writer, " that bring CR to ");
    write_number(writer, voice->changed_cr, 0);
    crr_write_string(writer, ", under the limit ");
    write_number(writer, hints->limit, 0);
    crr_write_string(
        writer, voice->exact ? ":\n" : " (found greedily; fewer may do):\n");
    for (size_t i = 0; i < voice->change_count; i++) {
        const struct crr_ahp_hint_change *change = &voice->changes[i];

        crr_write_string(writer, "    ");
        write_pair(writer, change->row, change->column, 0);
        crr_write_string(writer, "  from ");
        crr_write_text(writer, change->given);
        crr_write_string(writer, " to ");
        crr_write_text(writer, change->value);
        crr_write_string(writer, "\n");
    }
}

static void
write_head(struct crr_writer *writer, const struct crr_ahp_hints *hints,
    const struct crr_ahp_hint_voice *voice)
{
    if (voice->segment.length > 0) {
        crr_write_text(writer, voice->segment);
        crr_write_string(writer, ", ");
    }
    crr_write_text(writer, voice->node);
    if (voice->expert.length > 0) {
        crr_write_string(writer, ", ");
        crr_write_text(writer, voice->expert);
    }
    crr_write_string(writer, ": ");
    crr_write_string(writer, crr_verdict_word(voice->verdict));
    if (!isnan(voice->cr)) {
        crr_write_string(writer, ", CR ");
        write_number(writer, voice->cr, 0);
        crr_write_string(writer, " (");
        crr_write_string(writer,
            voice->missing_count > 0 ? "exact, with missing judgements" : hints->table);
        crr_write_string(writer, ")");
    }
    crr_write_string(writer, "\n");
}

enum crr_status
crr_ahp_hints_write_text(const struct crr_ahp_hints *hints,
    int (*write)(void *user, const char *at, size_t length), void *user)
{
    struct crr_writer writer;

    crr_writer_init(&writer, write, user);
    for (size_t i = 0; i < hints->voice_count; i++) {
        const struct crr_ahp_hint_voice *voice = &hints->voices[i];

        if (i > 0)
            crr_write_string(&writer, "\n");
        write_head(&writer, hints, voice);
        if (voice->hint_count > 0)
            write_hints(&writer, voice);
        if (voice->verdict == CRR_AHP_INCONSISTENT)
            write_changes(&writer, hints, voice);
    }
    return crr_writer_flush(&writer) ? CRR_OK : CRR_E_WRITE;
}

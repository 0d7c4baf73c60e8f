/* Rated rows as JSON Lines. Each cell is written as in CSV, but for quotes, and what
 * comes is put into the form that its kind has in JSON. */
#include "file/json_output.h"
#include "base/decimal.h"
#include "file/cell.h"
#include "file/links.h"
#include "base/span.h"

/* A member's value while its cell is written. */
struct value {
    struct crr_writer *writer;
    bool begun;
};

/* ---- Forms ---- */

static int
take_text(void *user, const char *at, size_t length)
{
    struct value *value = user;
    crr_write_string(value->writer, value->begun ? "" : "\"");
    value->begun = true;
    crr_write_json_characters(value->writer, (struct crr_text){at, length});
    return 0;
}

/* Ids and what is like them, already parted by quotes and commas. */
static int
take_list(void *user, const char *at, size_t length)
{
    struct value *value = user;
    crr_write_string(value->writer, value->begun ? "" : "[\"");
    value->begun = true;
    crr_write_bytes(value->writer, at, length);
    return 0;
}

static void
write_text(const struct crr_output_column *column, struct crr_cell *cell)
{
    struct value value = {cell->writer, false};
    struct crr_writer inner;
    crr_writer_init(&inner, take_text, &value);
    cell->writer = &inner;
    column->kind->write(cell);
    crr_writer_flush(&inner);
    crr_write_string(value.writer, value.begun ? "\"" : "null");
}

static void
write_list(const struct crr_output_column *column, struct crr_cell *cell)
{
    struct value value = {cell->writer, false};
    struct crr_writer inner;
    crr_writer_init(&inner, take_list, &value);
    cell->writer = &inner;
    cell->separator = "\",\"";
    column->kind->write(cell);
    crr_writer_flush(&inner);
    crr_write_string(value.writer, value.begun ? "\"]" : "[]");
}

/* A decimal, or a fraction that is none, as a string. */
static void
write_exact(struct crr_writer *writer, const char *at, size_t length)
{
    bool fraction = memchr(at, '/', length);
    crr_write_string(writer, fraction ? "\"" : "");
    crr_write_bytes(writer, at, length);
    crr_write_string(writer, fraction ? "\"" : "");
}

static void
write_number(const struct crr_output_column *column, struct crr_cell *cell)
{
    struct crr_writer *writer = cell->writer;
    struct crr_writer inner;
    crr_writer_init(&inner, NULL, NULL); /* no number fills it */
    cell->writer = &inner;
    column->kind->write(cell);
    write_exact(writer, inner.buffer, inner.used);
    crr_write_string(writer, inner.used == 0 ? "null" : "");
}

static void
write_yes_no(const struct crr_output_column *column, struct crr_cell *cell)
{
    struct crr_writer *writer = cell->writer;
    struct crr_writer inner;
    crr_writer_init(&inner, NULL, NULL);
    cell->writer = &inner;
    column->kind->write(cell);
    crr_write_string(
        writer, inner.used > 0 && inner.buffer[0] == 'y' ? "true" : "false");
}

/* ---- Reasons ---- */

struct telling {
    const struct crr_cell *cell;
    const char *separator;
};

static void
write_reason(void *user, const struct crr_reason *reason)
{
    static const char *const names[] = {[CRR_REASON_OVERRIDE] = "{\"override\":\"",
        [CRR_REASON_RULE] = "{\"rule\":\"",
        [CRR_REASON_FACTOR] = "{\"factor\":\""};
    struct telling *telling = user;
    const struct crr_cell *cell = telling->cell;
    struct crr_writer *writer = cell->writer;
    bool factor = reason->kind == CRR_REASON_FACTOR;
    char number[CRR_NUMBER_SIZE];
    crr_write_string(writer, telling->separator);
    telling->separator = ",";
    crr_write_string(writer, names[reason->kind]);
    crr_write_text(
        writer, reason->kind == CRR_REASON_OVERRIDE ? reason->effect : reason->id);
    if (reason->kind == CRR_REASON_RULE) {
        crr_write_string(
            writer, reason->review ? "\",\"review\":\"" : "\",\"tier\":\"");
        crr_write_text(
            writer, reason->review ? crr_text_of("required") : reason->effect);
    }
    crr_write_string(writer, factor ? "\",\"contribution\":" : "\"");
    if (factor)
        write_exact(writer, number,
            crr_fraction_print(reason->n, cell->row->rating.scale, number));
    if (reason->input != CRR_ABSENT) {
        crr_write_string(writer, ",\"via\":\"");
        crr_links_write_way(cell->run->links, writer, reason->input, reason->place);
        crr_write_string(writer, "\"");
    }
    crr_write_string(writer, "}");
}

static void
write_reasons(const struct crr_output_column *column, struct crr_cell *cell)
{
    struct telling telling = {cell, ""};
    (void)column;
    crr_write_string(cell->writer, "[");
    crr_cell_tell_reasons(cell, write_reason, &telling);
    crr_write_string(cell->writer, "]");
}

/* ---- Inputs ---- */

static void
write_values(struct crr_writer *writer, const struct crr_texts *texts)
{
    crr_write_string(writer, "[");
    for (size_t i = 0; i < texts->count; i++) {
        crr_write_string(writer, i > 0 ? "," : "");
        if (texts->at[i].at)
            crr_write_json_string(writer, texts->at[i]);
        else
            crr_write_string(writer, "null");
    }
    crr_write_string(writer, "]");
}

/* As the file has it: a list stays one, true stays true, a number is its text. */
static void
write_input(const struct crr_output_column *column, struct crr_cell *cell)
{
    const struct crr_run *run = cell->run;
    const struct crr_value *value = &run->values[cell->index];
    size_t place = run->columns[cell->index];
    bool hidden = place != CRR_NONE && run->hidden[place];
    if (!hidden && value->type == CRR_VALUE_TEXTS)
        write_values(cell->writer, &value->as.texts);
    else if (!hidden && value->type == CRR_VALUE_FLAG)
        crr_write_string(cell->writer, value->as.flag ? "true" : "false");
    else
        write_text(column, cell);
}

/* ---- Rows ---- */

typedef void (*write_function)(
    const struct crr_output_column *column, struct crr_cell *cell);

static write_function
form_of(const struct crr_output_column *column, const struct crr_run *run)
{
    static const write_function functions[] = {
        [CRR_CELL_TEXT] = write_text,
        [CRR_CELL_NUMBER] = write_number,
        [CRR_CELL_YES_NO] = write_yes_no,
        [CRR_CELL_LIST] = write_list,
        [CRR_CELL_REASONS] = write_reasons,
    };
    if (column->kind->subject == CRR_CELL_OF_INPUT)
        return write_input;
    if (column->kind->subject == CRR_CELL_OF_KEY && run->key == CRR_NONE)
        return write_number; /* the line */
    return functions[column->kind->form];
}

void
crr_json_output_write_row(
    struct crr_output *output, const struct crr_run *run, const struct crr_row *row)
{
    struct crr_writer *writer = &output->writer;
    for (size_t i = 0; i < output->column_count; i++) {
        const struct crr_output_column *column = &output->columns[i];
        struct crr_cell cell = {.output = output,
            .writer = writer,
            .run = run,
            .row = row,
            .index = column->index,
            .plain = true};
        crr_write_string(writer, i ? "," : "{");
        crr_write_json_string(writer, column->name);
        crr_write_string(writer, ":");
        if (column->in_segment)
            cell.index = column->in_segment[row->rating.segment];
        if (!column->in_segment || cell.index != CRR_NONE)
            form_of(column, run)(column, &cell);
        else
            crr_write_string(writer, "null");
    }
    crr_write_string(writer, "}\n");
}

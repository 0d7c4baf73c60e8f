/* Rejected rows as CSV. Without reveal nothing in a line tells what is confidential:
 * the cells of confidential inputs are starred out, and where it is not certain which
 * cells those are the record is left out whole. */
#include "file/rejects.h"
#include "file/json_lines.h"
#include "file/output.h"
#include "file/subject.h"
#include <stdio.h>

/* The record column goes through the field in pieces: its quotes are doubled here. */
static void
write_quoted_piece(struct crr_writer *writer, struct crr_text text)
{
    size_t done = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] != '"')
            continue;
        crr_write_bytes(writer, text.at + done, i + 1 - done);
        crr_write_bytes(writer, "\"", 1);
        done = i + 1;
    }
    crr_write_bytes(writer, text.at + done, text.length - done);
}

/* The same for an object, whose values become a text of stars. */
static void
write_masked_object(struct crr_writer *writer, const struct crr_run *run)
{
    const struct crr_json_lines *lines = run->lines;
    struct crr_text line = run->stream.bytes;
    size_t done = 0;
    crr_write_string(writer, "\"");
    for (size_t i = 0; i < lines->hidden_count; i++) {
        const struct crr_json_span *span = &lines->hidden[i];
        write_quoted_piece(
            writer, (struct crr_text){line.at + done, span->start - done});
        crr_write_string(writer, "\"\"***\"\"");
        done = span->end;
    }
    write_quoted_piece(writer, (struct crr_text){line.at + done, line.length - done});
    crr_write_string(writer, "\"");
}

/* The record with its confidential cells starred out, quotes and all, so that an empty
 * one looks like any other; as one quoted field. */
static void
write_masked(struct crr_writer *writer, const struct crr_run *run)
{
    const char *at = run->stream.bytes.at;
    const char *end = at + run->stream.bytes.length;
    const struct crr_csv_record *record = &run->stream.record;
    if (run->lines) {
        write_masked_object(writer, run);
        return;
    }
    crr_write_string(writer, "\"");
    for (size_t i = 0; i < record->count; i++) {
        const struct crr_csv_field *field = &record->fields[i];
        size_t quote = field->quoted;
        if (!run->hidden[i])
            continue;
        write_quoted_piece(
            writer, (struct crr_text){at, (size_t)(field->at - at) - quote});
        crr_write_string(writer, "***");
        at = field->at + field->length + quote;
    }
    write_quoted_piece(writer, (struct crr_text){at, (size_t)(end - at)});
    crr_write_string(writer, "\"");
}

/* A line that is longer than any record is left out: line and byte say where it is. */
static void
write_record(
    struct crr_writer *writer, const struct crr_run *run, const struct crr_row *row)
{
    if (!run->hides && row->error.finding != CRR_F_CSV_TOO_LONG)
        crr_write_csv_field(writer, run->stream.bytes);
    else if (run->hides && row->split)
        write_masked(writer, run);
}

/* The key as far as the record was split: not where it may be another cell. */
static void
write_key(
    struct crr_writer *writer, const struct crr_run *run, const struct crr_row *row)
{
    size_t column = run->key == CRR_NONE ? CRR_NONE : run->columns[run->key];
    if (!row->split || column == CRR_NONE)
        return;
    if (run->hidden[column])
        crr_write_string(writer, CRR_HIDDEN);
    else
        crr_output_write_key(writer, run);
}

/* The header's name of the column that the finding is about. */
static void
write_column(struct crr_writer *writer, const struct crr_run *run,
    const struct crr_subject *subject, bool hides)
{
    if (hides)
        crr_write_string(writer, CRR_HIDDEN);
    else if (subject->input != CRR_NONE && run->columns[subject->input] != CRR_NONE)
        crr_write_csv_field(writer, run->names[run->columns[subject->input]]);
}

static void
write_message(struct crr_writer *writer, const struct crr_run *run,
    const struct crr_row *row, const struct crr_error *error)
{
    char message[sizeof error->message + 384];
    const char *source = run->sources[run->source_index].name;
    bool names = run->source_count > 1 && source;
    snprintf(message, sizeof message, "%.255s%s%s%s", names ? source : "",
        names ? ": " : "", error->message,
        run->hides && !row->split
            ? "; the record is not shown, for it may hold confidential values"
            : "");
    crr_write_csv_field(writer, crr_text_of(message));
}

void
crr_rejects_init(struct crr_rejects *rejects, const struct crr_file_options *options)
{
    crr_writer_init(&rejects->writer, options->write_reject, options->reject_user);
    crr_write_string(&rejects->writer, "line,byte,key,column,finding,message,record\n");
}

void
crr_rejects_write(struct crr_rejects *rejects, const struct crr_run *run,
    const struct crr_row *row, const struct crr_subject *subject)
{
    struct crr_writer *writer = &rejects->writer;
    struct crr_error error = row->error;
    bool hides = crr_subject_hide(run, subject, &error);
    char finding[16];
    crr_write_count(writer, run->stream.line);
    crr_write_string(writer, ",");
    crr_write_count(writer, run->stream.byte);
    crr_write_string(writer, ",");
    write_key(writer, run, row);
    crr_write_string(writer, ",");
    write_column(writer, run, subject, hides);
    snprintf(finding, sizeof finding, ",CRR-%04u,", error.finding);
    crr_write_string(writer, finding);
    write_message(writer, run, row, &error);
    crr_write_string(writer, ",");
    write_record(writer, run, row);
    crr_write_string(writer, "\n");
}

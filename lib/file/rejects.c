/* Rejected rows as CSV. Without reveal nothing in a line tells what is confidential:
 * the cells of confidential inputs are starred out, and where a record could not be
 * split into cells it is left out whole. */
#include "file/rejects.h"
#include "file/output.h"
#include "file/subject.h"
#include <stdio.h>

#define HIDDEN "(confidential)"

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

/* True if the column holds an input that is confidential. */
static bool
is_confidential(const struct crr_run *run, size_t column)
{
    struct crr_input_view input;
    for (size_t i = 0; i < run->input_count; i++)
        if (run->columns[i] == column &&
            crr_model_input(run->model, i, NULL, &input) == CRR_OK &&
            input.confidential)
            return true;
    return false;
}

/* The record with its confidential cells starred out, as one quoted field. */
static void
write_masked(struct crr_writer *writer, const struct crr_run *run)
{
    const char *at = run->stream.bytes.at;
    const struct crr_csv_record *record = &run->stream.record;
    crr_write_bytes(writer, "\"", 1);
    for (size_t i = 0; i < record->count; i++) {
        const struct crr_csv_field *field = &record->fields[i];
        if (!is_confidential(run, i))
            continue;
        write_quoted_piece(writer, (struct crr_text){at, (size_t)(field->at - at)});
        crr_write_string(writer, field->length > 0 ? "***" : "");
        at = field->at + field->length;
    }
    const char *end = run->stream.bytes.at + run->stream.bytes.length;
    write_quoted_piece(writer, (struct crr_text){at, (size_t)(end - at)});
    crr_write_bytes(writer, "\"", 1);
}

static void
write_record(
    struct crr_rejects *rejects, const struct crr_run *run, const struct crr_row *row)
{
    bool masks = run->has_confidential && !rejects->reveal;
    if (row->error.finding == CRR_F_CSV_TOO_LONG)
        return; /* line and byte say where it is */
    if (!masks)
        crr_write_csv_field(&rejects->writer, run->stream.bytes);
    else if (row->split)
        write_masked(&rejects->writer, run);
}

/* The header's name of the column that the finding is about. */
static void
write_column(struct crr_rejects *rejects, const struct crr_run *run,
    const struct crr_subject *subject, bool hides)
{
    if (hides)
        crr_write_string(&rejects->writer, HIDDEN);
    else if (subject->input != CRR_NONE && run->columns[subject->input] != CRR_NONE)
        crr_write_csv_field(&rejects->writer, run->names[run->columns[subject->input]]);
}

static void
write_message(struct crr_rejects *rejects, const struct crr_run *run,
    const struct crr_row *row, bool hides)
{
    char message[sizeof row->error.message + 288];
    const char *source = run->sources[run->source_index].name;
    snprintf(message, sizeof message, "%.255s%s%s",
        run->source_count > 1 && source ? source : "",
        run->source_count > 1 && source ? ": " : "",
        hides ? "what is confidential cannot be used" : row->error.message);
    crr_write_csv_field(&rejects->writer, crr_text_of(message));
}

void
crr_rejects_init(struct crr_rejects *rejects, const struct crr_file_options *options)
{
    rejects->reveal = options->reveal;
    crr_writer_init(&rejects->writer, options->write_reject, options->reject_user);
    crr_write_string(&rejects->writer, "line,byte,key,column,finding,message,record\n");
}

void
crr_rejects_write(
    struct crr_rejects *rejects, struct crr_run *run, const struct crr_row *row)
{
    struct crr_writer *writer = &rejects->writer;
    struct crr_subject subject = crr_subject_of(run->model, &row->error);
    bool hides = subject.confidential && !rejects->reveal;
    char finding[16];
    crr_write_count(writer, run->stream.line);
    crr_write_string(writer, ",");
    crr_write_count(writer, run->stream.byte);
    crr_write_string(writer, ",");
    if (row->split && run->key != CRR_NONE)
        crr_output_write_key(writer, run);
    crr_write_string(writer, ",");
    write_column(rejects, run, &subject, hides);
    snprintf(finding, sizeof finding, ",CRR-%04u,", row->error.finding);
    crr_write_string(writer, finding);
    write_message(rejects, run, row, hides);
    crr_write_string(writer, ",");
    write_record(rejects, run, row);
    crr_write_string(writer, "\n");
}

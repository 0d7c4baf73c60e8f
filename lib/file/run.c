/* A run over sources. */
#include "file/json_lines.h"
#include "file/links.h"
#include "file/overrides.h"
#include "file/previous.h"
#include "file/run.h"
#include "file/unique.h"
#include <stdio.h>

#define PROGRESS_ROWS 8192

/* ---- Life ---- */

static size_t
key_of(const struct crr_model *model)
{
    struct crr_input_view input;
    for (size_t i = 0; crr_model_input(model, i, NULL, &input) == CRR_OK; i++)
        if (input.key)
            return i;
    return CRR_NONE;
}

static enum crr_status
refuse_unknown_map(
    const struct crr_run *run, struct crr_text wanted, struct crr_error *reterr)
{
    struct crr_nearest nearest;
    struct crr_input_view input;
    char shown[96];
    crr_nearest_init(&nearest, wanted);
    for (size_t i = 0; crr_model_input(run->model, i, NULL, &input) == CRR_OK; i++)
        crr_nearest_try(&nearest, input.id);
    return crr_error_set(reterr, CRR_E_FILE, CRR_F_MAP, NULL, "",
        "an input of the model is expected in the map, found \"%s\"%s%.*s%s",
        crr_text_shown(wanted, shown, sizeof shown),
        nearest.best.at ? "; did you mean " : "", (int)nearest.best.length,
        nearest.best.at ? nearest.best.at : "", nearest.best.at ? "?" : "");
}

static enum crr_status
check_maps(const struct crr_run *run, struct crr_error *reterr)
{
    const struct crr_file_map *maps = run->options->maps;
    for (size_t i = 0; i < run->options->map_count; i++) {
        if (crr_model_find_input(run->model, maps[i].input) == CRR_NONE)
            return refuse_unknown_map(run, maps[i].input, reterr);
        for (size_t k = 0; k < i; k++)
            if (crr_text_equal(maps[k].input, maps[i].input))
                return crr_error_set(reterr, CRR_E_FILE, CRR_F_MAP, NULL, "",
                    "one column for input %.*s is expected, found it mapped twice",
                    (int)maps[i].input.length, maps[i].input.at);
    }
    return CRR_OK;
}

static enum crr_status
check_delimiter(char delimiter, struct crr_error *reterr)
{
    if (delimiter != '"' && delimiter != '\n' && delimiter != '\r')
        return CRR_OK;
    return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
        "a delimiter that is neither a quote nor a line's end is expected");
}

enum crr_status
crr_run_init(struct crr_run *run, struct crr_model *model,
    const struct crr_source *sources, size_t source_count,
    const struct crr_file_options *options, struct crr_error *reterr)
{
    memset(run, 0, sizeof *run);
    run->model = model;
    run->options = options;
    run->sources = sources;
    run->source_count = source_count;
    crr_arena_init(&run->arena, &options->allocator);
    crr_arena_init(&run->header_arena, &options->allocator);
    struct crr_rater_options rater = options->rater;
    if (rater.size == 0)
        rater.size = sizeof rater;
    enum crr_status status = check_delimiter(options->delimiter, reterr);
    if (status == CRR_OK)
        status = crr_rater_new(model, &rater, &run->rater, reterr);
    if (status != CRR_OK)
        return status;
    run->input_count = crr_model_input_count(model);
    run->values = crr_arena_array(&run->arena, run->input_count, sizeof *run->values);
    run->columns = crr_arena_array(&run->arena, run->input_count, sizeof *run->columns);
    run->twins = crr_arena_array(&run->arena, run->input_count, sizeof *run->twins);
    run->asked = crr_arena_array(&run->arena, run->input_count, sizeof *run->asked);
    if (run->arena.failed)
        return CRR_E_MEMORY;
    run->key = key_of(model);
    return check_maps(run, reterr);
}

void
crr_run_clear(struct crr_run *run)
{
    crr_stream_clear(&run->stream);
    crr_arena_clear(&run->header_arena);
    crr_arena_clear(&run->arena);
    crr_rater_free(run->rater);
}

enum crr_status
crr_run_fork(struct crr_run *fork, const struct crr_run *run, struct crr_error *reterr)
{
    struct crr_rater_options rater = run->options->rater;
    *fork = *run;
    fork->rater = NULL;
    crr_arena_init(&fork->arena, &run->options->allocator);
    memset(&fork->stream, 0, sizeof fork->stream);
    fork->values = crr_arena_array(
        &fork->arena, fork->input_count, sizeof *fork->values);
    if (!fork->values)
        return CRR_E_MEMORY;
    rater.size = sizeof rater;
    return crr_rater_new(fork->model, &rater, &fork->rater, reterr);
}

void
crr_run_join(struct crr_run *fork)
{
    crr_rater_free(fork->rater);
    crr_arena_clear(&fork->arena);
}

/* ---- Records ---- */

struct crr_text
crr_value_text(const struct crr_value *value)
{
    if (value->type == CRR_VALUE_FLAG)
        return crr_text_of(value->as.flag ? "true" : "false");
    return value->type == CRR_VALUE_TEXT ? value->as.text : (struct crr_text){NULL, 0};
}

struct crr_text
crr_run_input_text(const struct crr_run *run, size_t input)
{
    return crr_value_text(&run->values[input]);
}

static void
fill_values(struct crr_run *run)
{
    for (size_t i = 0; i < run->input_count; i++) {
        run->values[i].type = CRR_VALUE_MISSING;
        if (run->columns[i] >= run->stream.record.count) /* CRR_NONE too */
            continue;
        run->values[i].type = CRR_VALUE_TEXT;
        run->values[i].as.text = run->twins[i] == CRR_NONE
                                     ? crr_stream_field(&run->stream, run->columns[i])
                                     : run->values[run->twins[i]].as.text;
    }
}

static void
refuse_row(struct crr_row *row, enum crr_finding_number finding, const char *message)
{
    row->status = crr_error_set(
        &row->error, CRR_E_RECORD, finding, NULL, "", "%s", message);
}

/* A line whose quotes are wrong: in which field, as far as that can be told. */
static void
refuse_quotes(struct crr_run *run, enum crr_csv_result result, struct crr_row *row)
{
    bool open;
    size_t number = crr_stream_find_quoted(&run->stream, &open);
    char place[64] = "", message[200];
    if (result == CRR_CSV_UNCLOSED) {
        if (open)
            snprintf(
                place, sizeof place, ": field %zu is open at the line's end", number);
        snprintf(message, sizeof message,
            "a closing quote is expected, found none%s; reading goes on with the next "
            "line",
            place);
        refuse_row(row, CRR_F_CSV_UNCLOSED, message);
        return;
    }
    if (number > 0 && !open)
        snprintf(place, sizeof place, "the closing quote of field %zu", number);
    snprintf(message, sizeof message,
        "a delimiter or the end of the row is expected after %s, found something else; "
        "a quote inside of quotes is written twice",
        *place ? place : "a closing quote");
    refuse_row(row, CRR_F_CSV_AFTER_QUOTE, message);
}

/* A record that the grammar refuses. */
static void
refuse_line(struct crr_run *run, enum crr_csv_result result, struct crr_row *row)
{
    if (result == CRR_CSV_TOO_LONG)
        refuse_row(row, CRR_F_CSV_TOO_LONG,
            "a record of at most 1 MiB is expected, found a longer one");
    else if (result == CRR_CSV_TOO_MANY)
        refuse_row(
            row, CRR_F_CSV_FIELD_COUNT, "at most 4096 fields are expected, found more");
    else
        refuse_quotes(run, result, row);
}

/* The field, from 1, in which there is a NUL; 0: there is none. */
static size_t
find_nul(const struct crr_stream *stream)
{
    const struct crr_csv_record *record = &stream->record;
    size_t i = 0;
    if (!memchr(stream->bytes.at, 0, stream->bytes.length))
        return 0;
    while (
        i < record->count && !memchr(record->fields[i].at, 0, record->fields[i].length))
        i++;
    return i + 1;
}

/* A record that the grammar, or the header, refuses; false if it is good so far. */
static bool
refuse_record(struct crr_run *run, enum crr_csv_result result, struct crr_row *row)
{
    char message[120];
    size_t number;
    if (result != CRR_CSV_RECORD) {
        refuse_line(run, result, row);
        return true;
    }
    if (run->stream.record.count != run->column_count) {
        snprintf(message, sizeof message,
            "%zu fields are expected as in the header, found %zu", run->column_count,
            run->stream.record.count);
        refuse_row(row, CRR_F_CSV_FIELD_COUNT, message);
        return true;
    }
    number = find_nul(&run->stream);
    if (number == 0)
        return false;
    snprintf(message, sizeof message, "text is expected, found a NUL byte in field %zu",
        number);
    refuse_row(row, CRR_F_CSV_ENCODING, message);
    return true;
}

/* The record's rating beside the one before. */
static void
settle(struct crr_run *run, struct crr_row *row)
{
    row->known = run->previous && crr_previous_find(run->previous, run, &row->past);
    crr_rater_settle(run->rater, row->known ? &row->past : NULL, &row->standing);
    row->system_tier = row->tier = row->standing.system_tier;
}

/* Fills the values, as far as they are known, and row->split; false if no value is
 * known. */
static bool
split_row(struct crr_run *run, enum crr_csv_result result, struct crr_row *row)
{
    if (run->lines)
        return row->split = !crr_json_lines_refuse(run, result, row);
    row->split = !refuse_record(run, result, row);
    if (result == CRR_CSV_RECORD)
        fill_values(run);
    return result == CRR_CSV_RECORD;
}

/* Fills the row for what the stream found. False passes it over. */
static bool
read_row(struct crr_run *run, enum crr_csv_result result,
    bool (*want_row)(void *user, const struct crr_run *run), void *user,
    struct crr_row *row)
{
    row->status = CRR_OK;
    row->links_refused = false;
    bool filled = split_row(run, result, row);
    if (want_row && (!filled || !want_row(user, run)))
        return false;
    if (!row->split)
        return true;
    if (run->only_reads) {
        if (run->lines)
            crr_json_lines_refuse_values(run, row);
        return true;
    }
    if (run->unique && !crr_unique_take(run->unique, run, row))
        return true;
    row->links_refused = run->links && !crr_links_fill(run->links, run, row);
    if (row->links_refused)
        return true;
    if (!run->lines || !crr_json_lines_refuse_values(run, row))
        row->status = crr_rater_rate(
            run->rater, run->values, run->input_count, &row->rating, &row->error);
    if (row->status != CRR_OK) {
        if (run->links)
            crr_links_name_strangers(run->links, run, row);
        if (run->overrides)
            crr_overrides_meet(run->overrides, run);
        return true;
    }
    row->system_tier = row->tier = row->rating.tier;
    row->override = row->told = NULL;
    if (run->settles)
        settle(run, row);
    if (run->overrides)
        crr_overrides_apply(run->overrides, run, row);
    return true;
}

void
crr_run_rate_row(struct crr_run *run, enum crr_csv_result result, struct crr_row *row)
{
    read_row(run, result, NULL, NULL, row);
}

static enum crr_status
report_progress(const struct crr_run *run, struct crr_error *reterr)
{
    const struct crr_file_options *options = run->options;
    if (!options->progress || options->progress(options->progress_user, run->row_count,
                                  run->byte_count + run->stream.next_byte) == 0)
        return CRR_OK;
    return crr_error_set(reterr, CRR_E_STOPPED, 0, NULL, "", "stopped");
}

/* The next source from its begin; CRR_OK and run->open, or there is none. */
static enum crr_status
open_source(struct crr_run *run, struct crr_error *reterr)
{
    char delimiter = run->options->delimiter ? run->options->delimiter : ',';
    if (run->next_source == run->source_count)
        return CRR_OK;
    run->source_index = run->next_source++;
    run->open = true;
    if (!crr_stream_init(&run->stream, &run->sources[run->source_index], delimiter,
            &run->options->allocator))
        return CRR_E_MEMORY;
    return crr_run_read_header(run, reterr);
}

static void
close_source(struct crr_run *run)
{
    if (run->lines)
        crr_json_lines_close(run);
    run->byte_count += run->stream.next_byte;
    run->open = false;
    crr_stream_clear(&run->stream);
    crr_arena_clear(&run->header_arena);
    crr_arena_init(&run->header_arena, &run->options->allocator);
}

enum crr_status
crr_run_next_row(struct crr_run *run,
    bool (*want_row)(void *user, const struct crr_run *run), void *user,
    struct crr_row *row, bool *ret_found)
{
    enum crr_csv_result result;
    enum crr_status status = run->lines ? crr_json_lines_next(run, &result)
                                        : crr_stream_next(&run->stream, &result);
    *ret_found = false;
    if (status != CRR_OK)
        return status;
    if (result == CRR_CSV_END) {
        close_source(run);
        return CRR_OK;
    }
    if (result == CRR_CSV_EMPTY_LINE) {
        run->empty_line_count++;
        return CRR_OK;
    }
    run->row_count++;
    *ret_found = read_row(run, result, want_row, user, row);
    return *ret_found && row->status == CRR_E_MEMORY ? CRR_E_MEMORY : CRR_OK;
}

void
crr_run_explain(
    const struct crr_run *run, enum crr_status status, struct crr_error *reterr)
{
    if (!reterr || reterr->status == status)
        return;
    struct crr_place place = {run->sources[run->source_index].name, 0, 0, 0};
    if (status == CRR_E_READ)
        crr_error_set(reterr, status, 0, &place, "", "the file cannot be read");
    else if (status == CRR_E_WRITE)
        crr_error_set(reterr, status, 0, NULL, "", "the output cannot be written");
    else
        crr_error_set(reterr, status, 0, NULL, "", "%s", crr_status_name(status));
}

enum crr_status
crr_run_next(struct crr_run *run,
    bool (*want_row)(void *user, const struct crr_run *run), void *user,
    struct crr_row *row, bool *ret_found, struct crr_error *reterr)
{
    enum crr_status status = CRR_OK;
    bool found = false;
    while (status == CRR_OK && !found) {
        uint64_t row_count = run->row_count;
        if (!run->open) {
            status = open_source(run, reterr);
            if (!run->open)
                break;
        }
        if (status == CRR_OK)
            status = crr_run_next_row(run, want_row, user, row, &found);
        if (status == CRR_OK && run->row_count > row_count &&
            run->row_count % PROGRESS_ROWS == 0)
            status = report_progress(run, reterr);
    }
    *ret_found = found && status == CRR_OK;
    if (status != CRR_OK)
        crr_run_explain(run, status, reterr);
    return status;
}

enum crr_status
crr_run_each(struct crr_run *run,
    bool (*want_row)(void *user, const struct crr_run *run),
    enum crr_status (*visit)(void *user, struct crr_run *run, struct crr_row *row),
    void *user, struct crr_error *reterr)
{
    struct crr_row row = {.status = CRR_OK};
    bool found = true;
    if (reterr)
        reterr->status = CRR_OK;
    while (found) {
        enum crr_status status = crr_run_next(
            run, want_row, user, &row, &found, reterr);
        if (status == CRR_OK && found) {
            status = visit(user, run, &row);
            if (status != CRR_OK)
                crr_run_explain(run, status, reterr);
        }
        if (status != CRR_OK)
            return status;
    }
    return CRR_OK;
}

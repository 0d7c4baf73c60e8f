/* Rating the rows of a chunk: those of the lane in batches, the others one by one. */
#include "file/worker.h"

/* ---- Life ---- */

static bool
make_lanes(struct crr_worker *worker, const struct crr_output *output)
{
    const struct crr_run *run = &worker->run;
    struct crr_lanes *lanes = &worker->lanes;
    bool spread = !run->options->without_spread;
    if (run->settles || run->overrides || run->links || run->unique ||
        !crr_lanes_fit(run->rater) || !crr_lane_output_fits(output, run, spread))
        return true;
    if (!crr_lanes_init(lanes, run->rater, &run->options->allocator))
        return false;
    worker->lane_outputs = crr_arena_array(
        &worker->arena, lanes->count, sizeof *worker->lane_outputs);
    for (uint32_t i = 0; worker->lane_outputs && i < lanes->count; i++)
        if (!crr_lane_output_init(&worker->lane_outputs[i], &lanes->at[i],
                &worker->output, run, worker->summary, &worker->arena))
            return false;
    return worker->lane_outputs;
}

static bool
make_stream(struct crr_worker *worker)
{
    struct crr_stream *stream = &worker->run.stream;
    memset(stream, 0, sizeof *stream);
    stream->allocator = worker->arena.allocator;
    stream->delimiter = worker->chunk.delimiter;
    stream->scratch_capacity = CRR_RECORD_LIMIT + CRR_CHUNK_SIZE;
    stream->scratch = crr_arena_room(&worker->arena, stream->scratch_capacity);
    stream->fields = crr_arena_room(
        &worker->arena, CRR_COLUMN_LIMIT * sizeof *stream->fields);
    return !worker->arena.failed;
}

enum crr_status
crr_worker_init(struct crr_worker *worker, const struct crr_run *run,
    const struct crr_output *output, bool first, struct crr_error *reterr)
{
    const struct crr_file_options *options = run->options;
    char delimiter = options->delimiter ? options->delimiter : ',';
    enum crr_status status = CRR_OK;
    memset(worker, 0, sizeof *worker);
    crr_arena_init(&worker->arena, &options->allocator);
    crr_buffer_init(&worker->rows, &options->allocator);
    crr_buffer_init(&worker->reject_rows, &options->allocator);
    if (first)
        worker->run = *run;
    else
        status = crr_run_fork(&worker->run, run, reterr);
    worker->forked = !first;
    if (status != CRR_OK)
        return status;
    worker->output = *output;
    crr_writer_init(&worker->output.writer, crr_buffer_write, &worker->rows);
    crr_writer_init(&worker->rejects.writer, crr_buffer_write, &worker->reject_rows);
    worker->summary = crr_summary_new(run->model, &options->allocator);
    if (!worker->summary ||
        !crr_chunk_init(
            &worker->chunk, crr_kernel_best(), delimiter, &options->allocator) ||
        !make_stream(worker) || !make_lanes(worker, output))
        return CRR_E_MEMORY;
    return CRR_OK;
}

void
crr_worker_clear(struct crr_worker *worker)
{
    crr_lanes_clear(&worker->lanes);
    if (worker->forked)
        crr_run_join(&worker->run);
    crr_summary_free(worker->summary);
    crr_chunk_clear(&worker->chunk);
    crr_buffer_clear(&worker->rows);
    crr_buffer_clear(&worker->reject_rows);
    crr_arena_clear(&worker->arena);
}

void
crr_worker_take_header(struct crr_worker *worker, const struct crr_run *run)
{
    worker->run.source_index = run->source_index;
    worker->run.names = run->names;
    worker->run.hidden = run->hidden;
    worker->run.hides = run->hides;
    worker->run.column_count = run->column_count;
    worker->chunk.column_count = run->column_count;
    worker->chunk.delimiter = worker->run.stream.delimiter = run->stream.delimiter;
    if (worker->lanes.count > 1)
        worker->lanes.chooser.column = run->columns[worker->lanes.chooser.input];
    for (uint32_t i = 0; i < worker->lanes.count; i++)
        crr_lane_output_find_columns(&worker->lane_outputs[i], &worker->run);
}

/* ---- One by one ---- */

/* The line of an offset in the chunk; offsets come in order. */
static uint64_t
line_of(struct crr_worker *worker, size_t offset)
{
    worker->counted_line += worker->chunk.kernel->count_lines(
        worker->chunk.at + worker->counted_at, offset - worker->counted_at);
    worker->counted_at = offset;
    return worker->counted_line;
}

/* Sets the stream upon the record at an offset in the chunk. */
static enum crr_csv_result
read_record(struct crr_worker *worker, size_t offset)
{
    struct crr_stream *stream = &worker->run.stream;
    const struct crr_chunk *chunk = &worker->chunk;
    enum crr_csv_result result;
    if (offset != worker->stream_at)
        memset(&stream->record, 0, sizeof stream->record);
    stream->record.fields = stream->fields;
    stream->record.capacity = CRR_COLUMN_LIMIT;
    stream->buffer = chunk->at;
    stream->capacity = chunk->capacity;
    stream->start = offset;
    stream->end = chunk->length;
    stream->at_end = chunk->at_end;
    stream->skipping = false;
    stream->next_line = line_of(worker, offset);
    stream->next_byte = chunk->offset + offset;
    crr_stream_next(stream, &result);
    worker->stream_at = stream->start;
    return result;
}

static enum crr_status
reject(struct crr_worker *worker, uint64_t reject_limit)
{
    struct crr_run *run = &worker->run;
    struct crr_row *row = &worker->row;
    struct crr_subject subject = crr_subject_of(run->model, &row->error);
    if (!crr_summary_reject(worker->summary, &row->error, &subject))
        return CRR_E_MEMORY;
    if (run->options->write_reject) {
        crr_rejects_write(&worker->rejects, run, row, &subject);
        if (!crr_writer_flush(&worker->rejects.writer))
            return CRR_E_MEMORY;
    }
    return worker->summary->rejected_count > reject_limit ? CRR_E_REJECTS : CRR_OK;
}

static enum crr_status
rate_record(struct crr_worker *worker, size_t offset, uint64_t reject_limit)
{
    struct crr_run *run = &worker->run;
    enum crr_csv_result result = read_record(worker, offset);
    if (result == CRR_CSV_EMPTY_LINE) {
        worker->summary->empty_line_count++;
        return CRR_OK;
    }
    if (result == CRR_CSV_END)
        return CRR_OK;
    crr_run_rate_row(run, result, &worker->row);
    if (worker->row.status == CRR_E_MEMORY)
        return CRR_E_MEMORY;
    if (worker->row.status != CRR_OK)
        return reject(worker, reject_limit);
    crr_summary_add(worker->summary, run, &worker->row);
    crr_output_write_row(&worker->output, run, &worker->row);
    return crr_writer_flush(&worker->output.writer) ? CRR_OK : CRR_E_MEMORY;
}

/* ---- Batches ---- */

/* Rates the batch by every lane that one of its rows belongs to. */
static void
rate_by_lanes(struct crr_worker *worker, const struct crr_rows *rows)
{
    const struct crr_kernel *kernel = worker->chunk.kernel;
    struct crr_lanes *lanes = &worker->lanes;
    uint32_t wanted = 0;
    if (lanes->count > 1)
        kernel->weigh(&lanes->at[0], &lanes->chooser, rows, worker->choices);
    for (uint32_t i = 0; i < rows->count; i++)
        wanted |= 1u << crr_lane_units(worker->choices[i]);
    for (uint32_t i = 0; i < lanes->count; i++)
        if (wanted >> i & 1)
            kernel->rate(&lanes->at[i], rows);
}

/* The lane's row; NULL if it is the rater's. */
static struct crr_lane_output *
lane_of_row(struct crr_worker *worker, uint32_t row)
{
    int64_t choice = worker->choices[row];
    struct crr_lane_output *output = &worker->lane_outputs[crr_lane_units(choice)];
    bool takes = !(choice & CRR_LANE_SLOW) && crr_lane_output_takes(output, row);
    return takes ? output : NULL;
}

static enum crr_status
rate_batch(
    struct crr_worker *worker, const struct crr_rows *rows, uint64_t reject_limit)
{
    enum crr_status status = CRR_OK;
    rate_by_lanes(worker, rows);
    for (uint32_t i = 0; i < rows->count && status == CRR_OK; i++) {
        const uint32_t *ends = rows->ends + (size_t)i * rows->column_count;
        struct crr_lane_output *output = lane_of_row(worker, i);
        if (!output) {
            uint32_t start = i == 0 ? rows->start : ends[-1] + 1;
            status = rate_record(worker, start, reject_limit);
            continue;
        }
        status = crr_lane_output_write(output, rows, i, &worker->run, &worker->rows);
        crr_lane_output_add(output, i, worker->summary);
    }
    return status;
}

/* How many rows from `ends` on have as many fields as the header, up to a batch. */
static uint32_t
count_whole_rows(
    const struct crr_chunk *chunk, const uint32_t *ends, size_t left, bool uniform)
{
    size_t columns = chunk->column_count;
    uint32_t count = 0;
    while (count < CRR_LANE_ROWS && left >= columns) {
        if (chunk->at[ends[columns - 1]] != '\n')
            break;
        for (size_t i = 0; !uniform && i + 1 < columns; i++)
            if (chunk->at[ends[i]] == '\n')
                return count;
        ends += columns;
        left -= columns;
        count++;
    }
    return count;
}

/* The number of ends of the row at `ends`, which is whole. */
static size_t
count_ends(const struct crr_chunk *chunk, const uint32_t *ends)
{
    size_t count = 0;
    while (chunk->at[ends[count]] != '\n')
        count++;
    return count + 1;
}

/* An empty line has one field like the rows of a file of one column, and is none. */
static bool
takes_batches(const struct crr_worker *worker)
{
    return worker->lanes.count > 0 && worker->chunk.column_count > 1;
}

static enum crr_status
rate_piece(
    struct crr_worker *worker, const struct crr_piece *piece, uint64_t reject_limit)
{
    const struct crr_chunk *chunk = &worker->chunk;
    const uint32_t *ends = chunk->ends + piece->end_first;
    size_t left = piece->end_count;
    size_t start = piece->start;
    enum crr_status status = CRR_OK;
    if (left == 0)
        return rate_record(worker, start, reject_limit);
    while (left > 0 && status == CRR_OK) {
        uint32_t count = 0;
        if (takes_batches(worker))
            count = count_whole_rows(chunk, ends, left, piece->uniform);
        size_t used = count * chunk->column_count;
        if (count > 0) {
            struct crr_rows rows = {
                chunk->at, ends, (uint32_t)start, (uint32_t)chunk->column_count, count};
            status = rate_batch(worker, &rows, reject_limit);
        } else {
            used = count_ends(chunk, ends);
            status = rate_record(worker, start, reject_limit);
        }
        start = (size_t)ends[used - 1] + 1;
        ends += used;
        left -= used;
    }
    return status;
}

enum crr_status
crr_worker_rate(struct crr_worker *worker, uint64_t reject_limit)
{
    const struct crr_chunk *chunk = &worker->chunk;
    enum crr_status status = CRR_OK;
    worker->rows.length = worker->reject_rows.length = 0;
    worker->stream_at = SIZE_MAX;
    worker->counted_at = chunk->start;
    worker->counted_line = chunk->line;
    crr_summary_reset(worker->summary);
    for (size_t i = 0; i < chunk->piece_count && status == CRR_OK; i++)
        status = rate_piece(worker, &chunk->pieces[i], reject_limit);
    return status;
}

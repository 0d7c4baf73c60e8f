/* The threads of a run. */
#include "file/crew.h"
#include <pthread.h>
#include "file/feed.h"

#define JOB_LIMIT 256u
#define PROGRESS_ROWS 8192 /* of JSON Lines */

struct crr_crew {
    struct crr_run *run;
    const struct crr_file_options *options;
    struct crr_output *output;
    struct crr_rejects *rejects; /* NULL: none are written */
    struct crr_summary *summary;
    struct crr_worker *workers;
    unsigned count;
    struct crr_feed feed; /* of the source that is being rated */
    pthread_mutex_t mutex;
    pthread_cond_t handed_over;
    /* Under the mutex: */
    uint64_t next;          /* the chunk whose turn it is */
    enum crr_status status; /* of the first chunk that failed */
    uint64_t byte_count;    /* of the sources before */
};

/* What a thread begins with. */
struct shift {
    struct crr_crew *crew;
    struct crr_worker *worker;
    pthread_t thread;
    bool started;
};

/* ---- Handing over ---- */

/* Rows that have a place are written when the turn is over. */
static enum crr_status
write_out(struct crr_crew *crew, struct crr_worker *worker)
{
    const struct crr_file_options *options = crew->options;
    const struct crr_buffer *rows = &worker->rows;
    const struct crr_buffer *rejects = &worker->reject_rows;
    if (rejects->length > 0 && options->write_reject &&
        options->write_reject(options->reject_user, rejects->at, rejects->length) != 0)
        return CRR_E_WRITE;
    if (options->write_at) {
        worker->leaves_rows = rows->length > 0;
        worker->row_place = crr_output_reserve(crew->output, rows->length);
        return CRR_OK;
    }
    if (rows->length > 0 &&
        options->write(options->write_user, rows->at, rows->length) != 0)
        return CRR_E_WRITE;
    return CRR_OK;
}

static enum crr_status
report_progress(const struct crr_crew *crew)
{
    const struct crr_file_options *options = crew->options;
    if (!options->progress || options->progress(options->progress_user,
                                  crew->summary->row_count, crew->byte_count) == 0)
        return CRR_OK;
    return CRR_E_STOPPED;
}

/* Writes what came of the worker's chunk, whose turn it is. Where there are more
 * rejects than allowed the chunk is rated again, up to the one too many. */
static enum crr_status
hand_over(struct crr_crew *crew, struct crr_worker *worker, enum crr_status status)
{
    struct crr_summary *summary = crew->summary;
    if (status != CRR_OK)
        return status;
    if (crew->options->has_max_rejects &&
        worker->summary->rejected_count >
            crew->options->max_rejects - summary->rejected_count)
        status = crr_worker_rate(
            worker, crew->options->max_rejects - summary->rejected_count);
    if (status != CRR_OK && status != CRR_E_REJECTS)
        return status;
    if (!crr_summary_merge(summary, worker->summary))
        return CRR_E_MEMORY;
    enum crr_status written = write_out(crew, worker);
    if (written != CRR_OK)
        return written;
    crew->byte_count += worker->chunk.end - worker->chunk.start;
    return status == CRR_OK ? report_progress(crew) : status;
}

/* Waits for the turn of chunk `index`; false if an earlier one failed. */
static bool
wait_for_turn(struct crr_crew *crew, uint64_t index)
{
    pthread_mutex_lock(&crew->mutex);
    while (crew->next < index && crew->status == CRR_OK)
        pthread_cond_wait(&crew->handed_over, &crew->mutex);
    bool good = crew->status == CRR_OK;
    pthread_mutex_unlock(&crew->mutex);
    return good;
}

static void
end_turn(struct crr_crew *crew, enum crr_status status)
{
    pthread_mutex_lock(&crew->mutex);
    crew->next++;
    if (crew->status == CRR_OK)
        crew->status = status;
    pthread_cond_broadcast(&crew->handed_over);
    pthread_mutex_unlock(&crew->mutex);
    if (status != CRR_OK)
        crr_feed_stop(&crew->feed);
}

/* After the worker's turn. */
static void
write_rows(struct crr_crew *crew, struct crr_worker *worker)
{
    const struct crr_file_options *options = crew->options;
    const struct crr_buffer *rows = &worker->rows;
    if (!worker->leaves_rows || options->write_at(options->write_user, rows->at,
                                    rows->length, worker->row_place) == 0)
        return;
    pthread_mutex_lock(&crew->mutex);
    if (crew->status == CRR_OK)
        crew->status = CRR_E_WRITE;
    pthread_cond_broadcast(&crew->handed_over);
    pthread_mutex_unlock(&crew->mutex);
    crr_feed_stop(&crew->feed);
}

static void *
work(void *user)
{
    struct shift *shift = user;
    struct crr_crew *crew = shift->crew;
    struct crr_worker *worker = shift->worker;
    for (;;) {
        uint64_t index;
        enum crr_status status = crr_feed_next(&crew->feed, &worker->chunk, &index);
        if (index == UINT64_MAX)
            return NULL;
        if (status == CRR_OK)
            status = crr_worker_rate(worker, UINT64_MAX);
        if (!wait_for_turn(crew, index))
            return NULL;
        worker->leaves_rows = false;
        end_turn(crew, hand_over(crew, worker, status));
        write_rows(crew, worker);
    }
}

/* ---- Sources ---- */

/* The caller works too; threads that cannot be started are done without. */
static enum crr_status
rate_together(struct crr_crew *crew)
{
    struct shift *shifts = crr_arena_array(
        &crew->run->header_arena, crew->count, sizeof *shifts);
    if (!shifts)
        return CRR_E_MEMORY;
    uint64_t chunk_limit = crr_feed_chunk_limit(crew->feed.source);
    unsigned count = chunk_limit < crew->count ? (unsigned)chunk_limit : crew->count;
    for (unsigned i = 0; i < count; i++) {
        shifts[i] = (struct shift){.crew = crew, .worker = &crew->workers[i]};
        shifts[i].started = i > 0 && pthread_create(&shifts[i].thread, NULL, work,
                                         &shifts[i]) == 0;
    }
    work(&shifts[0]);
    for (unsigned i = 1; i < count; i++)
        if (shifts[i].started)
            pthread_join(shifts[i].thread, NULL);
    return crew->status;
}

/* The headers of what is written. */
static bool
flush_headers(struct crr_crew *crew)
{
    return crr_writer_flush(&crew->output->writer) &&
           (!crew->rejects || crr_writer_flush(&crew->rejects->writer));
}

/* Puts a refused record into the summary and among the rejects. */
static enum crr_status
reject(struct crr_crew *crew, const struct crr_row *row)
{
    struct crr_summary *summary = crew->summary;
    struct crr_subject subject = crr_subject_of(crew->run->model, &row->error);
    if (!crr_summary_reject(summary, &row->error, &subject))
        return CRR_E_MEMORY;
    if (crew->rejects)
        crr_rejects_write(crew->rejects, crew->run, row, &subject);
    return crew->options->has_max_rejects &&
                   summary->rejected_count > crew->options->max_rejects
               ? CRR_E_REJECTS
               : CRR_OK;
}

/* Rates a source of JSON Lines, record by record. */
static enum crr_status
rate_lines(struct crr_crew *crew)
{
    struct crr_run *run = crew->run;
    struct crr_row row = {.status = CRR_OK};
    enum crr_status status = CRR_OK;
    uint64_t before = crew->byte_count;
    bool found;
    run->open = true;
    while (status == CRR_OK && run->open) {
        crew->byte_count = before + run->stream.next_byte;
        status = crr_run_next_row(run, NULL, NULL, &row, &found);
        if (status != CRR_OK || !found)
            continue;
        if (row.status == CRR_OK) {
            crr_summary_add(crew->summary, run, &row);
            crr_output_write_row(crew->output, run, &row);
        } else {
            status = reject(crew, &row);
        }
        if (status == CRR_OK && crew->output->writer.failed)
            status = CRR_E_WRITE;
        if (status == CRR_OK && crew->summary->row_count % PROGRESS_ROWS == 0)
            status = report_progress(crew);
    }
    run->open = false;
    return status;
}

/* Reads the header, and rates what follows. */
static enum crr_status
rate_source(struct crr_crew *crew, struct crr_error *reterr)
{
    struct crr_run *run = crew->run;
    struct crr_stream *stream = &run->stream;
    enum crr_status status = crr_run_read_header(run, reterr);
    if (status != CRR_OK)
        return status;
    if (!flush_headers(crew))
        return CRR_E_WRITE;
    if (run->lines)
        return rate_lines(crew);
    for (unsigned i = 0; i < crew->count; i++)
        crr_worker_take_header(&crew->workers[i], run);
    struct crr_text carry = {
        stream->buffer + stream->start, stream->end - stream->start};
    bool ready = crr_feed_init(&crew->feed, &run->sources[run->source_index],
        stream->next_byte, stream->next_line, carry, stream->at_end,
        &run->options->allocator);
    crew->next = 0;
    crew->byte_count += stream->next_byte;
    status = ready ? rate_together(crew) : CRR_E_MEMORY;
    crr_feed_clear(&crew->feed);
    return status;
}

static enum crr_status
rate_sources(struct crr_crew *crew, struct crr_error *reterr)
{
    struct crr_run *run = crew->run;
    char delimiter = run->options->delimiter ? run->options->delimiter : ',';
    enum crr_status status = CRR_OK;
    for (size_t i = 0; i < run->source_count && status == CRR_OK; i++) {
        run->source_index = i;
        if (crr_stream_init(
                &run->stream, &run->sources[i], delimiter, &run->options->allocator))
            status = rate_source(crew, reterr);
        else
            status = CRR_E_MEMORY;
        crr_stream_clear(&run->stream);
        crr_arena_clear(&run->header_arena);
        crr_arena_init(&run->header_arena, &run->options->allocator);
    }
    return status;
}

/* A run that looks at what other files, or earlier records, say of its customers keeps
 * count of them. */
static unsigned
job_count(const struct crr_run *run)
{
    unsigned jobs = run->options->jobs < JOB_LIMIT ? run->options->jobs : JOB_LIMIT;
    uint64_t most = 1; /* chunks of a source */
    if (run->previous || run->overrides || run->links || run->unique)
        return 1;
    for (size_t i = 0; i < run->source_count; i++)
        if (crr_feed_chunk_limit(&run->sources[i]) > most)
            most = crr_feed_chunk_limit(&run->sources[i]);
    return jobs == 0 ? 1 : most < jobs ? (unsigned)most : jobs;
}

enum crr_status
crr_crew_rate(struct crr_run *run, struct crr_output *output,
    struct crr_rejects *rejects, struct crr_summary *summary, struct crr_error *reterr)
{
    struct crr_crew crew = {.run = run,
        .options = run->options,
        .output = output,
        .rejects = rejects,
        .summary = summary};
    unsigned wanted = job_count(run);
    enum crr_status status = CRR_OK;
    if (reterr)
        reterr->status = CRR_OK;
    pthread_mutex_init(&crew.mutex, NULL);
    pthread_cond_init(&crew.handed_over, NULL);
    crew.workers = crr_arena_array(&run->arena, wanted, sizeof *crew.workers);
    if (!crew.workers)
        status = CRR_E_MEMORY;
    while (status == CRR_OK && crew.count < wanted) {
        struct crr_worker *worker = &crew.workers[crew.count];
        status = crr_worker_init(worker, run, output, crew.count == 0, reterr);
        crew.count++;
    }
    if (status == CRR_OK)
        status = rate_sources(&crew, reterr);
    for (unsigned i = 0; i < crew.count; i++)
        crr_worker_clear(&crew.workers[i]);
    pthread_cond_destroy(&crew.handed_over);
    pthread_mutex_destroy(&crew.mutex);
    if (status != CRR_OK && status != CRR_E_REJECTS)
        crr_run_explain(run, status, reterr);
    return status;
}

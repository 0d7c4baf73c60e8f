/* Rating files: every record to the output or to the rejects. */
#include "file/crew.h"
#include "file/output.h"
#include "file/rejects.h"
#include "file/subject.h"
#include "file/summary.h"
#include "file/unique.h"

/* What a run needs, and what comes of it. */
struct rating_run {
    struct crr_run run;
    struct crr_file_options options;
    struct crr_output output;
    struct crr_rejects rejects;
    struct crr_unique unique;
    struct crr_summary *summary;
};

/* True if more than the allowed share was rejected. Both counts stay below 2^44, for a
 * row takes a byte, so that the products fit. */
static bool
exceeds_share(const struct crr_file_options *options, const struct crr_summary *summary)
{
    return options->has_max_reject_ppm &&
           summary->rejected_count * 1000000u >
               summary->row_count * (uint64_t)options->max_reject_ppm;
}

static enum crr_status
too_many_rejects(const struct rating_run *rating, struct crr_error *reterr)
{
    const struct crr_summary *summary = rating->summary;
    return crr_error_set(reterr, CRR_E_REJECTS, CRR_F_TOO_MANY_REJECTS, NULL, "",
        "fewer rejects are expected, found %llu in %llu rows",
        (unsigned long long)summary->rejected_count,
        (unsigned long long)summary->row_count);
}

/* The files beside the customers, in the summary's memory: what became of their lines
 * is
 * told there. */
static enum crr_status
read_beside(struct rating_run *rating, struct crr_error *reterr)
{
    struct crr_run *run = &rating->run;
    struct crr_summary *summary = rating->summary;
    run->absent = summary->absent;
    enum crr_status status = crr_previous_open(run, &summary->arena, reterr);
    if (status == CRR_OK)
        status = crr_overrides_open(run, &summary->arena, reterr);
    if (status == CRR_OK)
        status = crr_links_read(run, &summary->arena, reterr);
    if (status == CRR_OK)
        status = crr_unique_open(&rating->unique, run, reterr);
    summary->previous = run->previous;
    summary->overrides = run->overrides;
    summary->links = run->links;
    return status;
}

static enum crr_status
rate_all(struct rating_run *rating, struct crr_error *reterr)
{
    enum crr_status status = read_beside(rating, reterr);
    if (status == CRR_OK)
        status = crr_output_init(&rating->output, &rating->run, reterr);
    if (status != CRR_OK)
        return status;
    rating->rejects.writer.failed = false;
    if (rating->options.write_reject)
        crr_rejects_init(&rating->rejects, &rating->options);
    crr_output_write_header(&rating->output);
    status = crr_crew_rate(&rating->run, &rating->output,
        rating->options.write_reject ? &rating->rejects : NULL, rating->summary,
        reterr);
    crr_summary_settle(rating->summary, &rating->run);
    if (status == CRR_OK && exceeds_share(&rating->options, rating->summary))
        status = CRR_E_REJECTS;
    if (status != CRR_OK && status != CRR_E_REJECTS)
        return status;
    bool written = crr_writer_flush(&rating->output.writer);
    if (rating->options.write_reject)
        written &= crr_writer_flush(&rating->rejects.writer);
    if (!written)
        return crr_error_set(
            reterr, CRR_E_WRITE, 0, NULL, "", "the output cannot be written");
    return status == CRR_OK ? CRR_OK : too_many_rejects(rating, reterr);
}

enum crr_status
crr_file_rate(struct crr_model *model, const struct crr_source *sources,
    size_t source_count, const struct crr_file_options *options,
    struct crr_summary **ret_summary, struct crr_error *reterr)
{
    if (!model || (!sources && source_count > 0) || !options ||
        options->size != sizeof *options || (!options->write && !options->write_at))
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_file_rate needs a model, sources, and options of a known size with a "
            "write function");
    struct crr_allocator allocator = crr_allocator_or_default(&options->allocator);
    struct rating_run *rating = allocator.resize(
        allocator.user, NULL, 0, sizeof *rating);
    if (!rating)
        return crr_error_set(reterr, CRR_E_MEMORY, 0, NULL, "", "out of memory");
    rating->options = *options;
    rating->unique.slots = NULL;
    rating->summary = crr_summary_new(model, &options->allocator);
    enum crr_status status = rating->summary ? CRR_OK : CRR_E_MEMORY;
    if (status == CRR_OK) {
        status = crr_run_init(
            &rating->run, model, sources, source_count, &rating->options, reterr);
        if (status == CRR_OK)
            status = rate_all(rating, reterr);
        crr_unique_clear(&rating->unique);
        crr_run_clear(&rating->run);
    }
    if (status == CRR_E_MEMORY)
        crr_error_set(reterr, status, 0, NULL, "", "out of memory");
    if (ret_summary && (status == CRR_OK || status == CRR_E_REJECTS))
        *ret_summary = rating->summary;
    else
        crr_summary_free(rating->summary);
    allocator.resize(allocator.user, rating, sizeof *rating, 0);
    return status;
}

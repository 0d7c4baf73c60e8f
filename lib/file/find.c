/* Finding the records of one customer. */
#include "file/key.h"
#include "file/links.h"
#include "file/overrides.h"
#include "file/previous.h"
#include "file/subject.h"

struct search {
    struct crr_text key;
    int (*found)(void *user, const struct crr_rater *rater,
        const struct crr_found *found, enum crr_status status,
        const struct crr_error *error);
    void *user;
    uint64_t count;
};

static bool
has_key(void *user, const struct crr_run *run)
{
    const struct search *search = user;
    char folded[2][CRR_KEY_LIMIT];
    return crr_text_equal(
        crr_key_fold(run, crr_run_input_text(run, run->key), folded[0]),
        crr_key_fold(run, search->key, folded[1]));
}

static void
name_place(struct crr_error *error, const struct crr_source *source, uint64_t line)
{
    struct crr_error bare = *error;
    struct crr_place place = {source->name, 0, (size_t)line, 0};
    crr_error_set(
        error, bare.status, bare.finding, &place, bare.path, "%s", bare.message);
}

static enum crr_status
visit(void *user, struct crr_run *run, struct crr_row *row)
{
    struct search *search = user;
    const struct crr_source *source = &run->sources[run->source_index];
    search->count++;
    if (row->status != CRR_OK) {
        struct crr_subject subject = crr_subject_of(run->model, &row->error);
        crr_subject_hide(run, &subject, &row->error);
        name_place(&row->error, source, run->stream.line);
    }
    struct crr_found found = {.rating = &row->rating,
        .file = source->name,
        .line = run->stream.line,
        .past = run->settles && row->known ? &row->past : NULL,
        .standing = run->settles ? &row->standing : NULL,
        .override = row->told,
        .override_rating = row->told ? &row->told_rating : NULL,
        .system_tier = row->system_tier,
        .tier = row->tier};
    int stop = search->found(search->user, run->rater,
        row->status == CRR_OK ? &found : NULL, row->status, &row->error);
    return stop ? CRR_E_STOPPED : CRR_OK;
}

enum crr_status
crr_file_find(struct crr_model *model, const struct crr_source *sources,
    size_t source_count, const struct crr_file_options *given, struct crr_text key,
    int (*found)(void *user, const struct crr_rater *rater,
        const struct crr_found *found, enum crr_status status,
        const struct crr_error *error),
    void *user, uint64_t *ret_count, struct crr_error *reterr)
{
    if (!model || (!sources && source_count > 0) || !given ||
        given->size != sizeof *given || !found)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_file_find needs a model, sources, options of a known size and a "
            "function to call");
    struct crr_run run;
    struct crr_file_options options = *given;
    struct search search = {key, found, user, 0};
    enum crr_status status = crr_run_init(
        &run, model, sources, source_count, &options, reterr);
    if (status == CRR_OK && run.key == CRR_NONE)
        status = crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "the model has no key by which a customer can be found");
    if (status == CRR_OK)
        status = crr_previous_open(&run, &run.arena, reterr);
    if (status == CRR_OK)
        status = crr_overrides_open(&run, &run.arena, reterr);
    if (status == CRR_OK)
        status = crr_links_read(&run, &run.arena, reterr);
    if (status == CRR_OK)
        status = crr_run_each(&run, has_key, visit, &search, reterr);
    crr_run_clear(&run);
    if (status == CRR_E_MEMORY)
        crr_error_set(reterr, status, 0, NULL, "", "out of memory");
    if (status == CRR_OK && ret_count)
        *ret_count = search.count;
    return status;
}

/* What is known of linked persons: their records are read before the customers'. */
#include "file/key.h"
#include "file/links.h"
#include "plan/rater.h"

struct reading {
    struct crr_links *links;
    bool failed; /* no memory */
};

/* The value of an input, that the rater has read, as codes. */
static bool
keep_value(struct crr_links *links, const struct crr_run *run, size_t input,
    struct crr_person_value *value)
{
    const struct crr_given *given = &run->rater->given[input];
    bool flag = run->model->ast->inputs[input].type == CRR_INPUT_FLAG;
    if (!given->present)
        return true;
    value->count = flag ? 1 : given->code_count;
    value->texts = crr_arena_array(links->arena, value->count, sizeof *value->texts);
    if (!value->texts)
        return false;
    for (uint32_t i = 0; i < value->count; i++) {
        struct crr_text text = flag ? crr_text_of(given->number ? "yes" : "no")
                                    : given->codes[i].shown;
        value->texts[i] = crr_arena_copy(links->arena, text);
        if (!value->texts[i].at)
            return false;
    }
    value->state = CRR_STATE_KNOWN;
    return true;
}

static bool
keep_record(
    struct crr_links *links, const struct crr_run *run, struct crr_person *person)
{
    person->values = crr_arena_array(
        links->arena, links->source_count, sizeof *person->values);
    if (!person->values)
        return false;
    for (uint32_t i = 0; i < links->source_count; i++) {
        size_t input = links->sources[i];
        struct crr_error error;
        if (crr_rater_read_one(
                run->rater, (uint32_t)input, &run->values[input], &error) != CRR_OK)
            person->values[i].state = CRR_STATE_UNREADABLE;
        else if (!keep_value(links, run, input, &person->values[i]))
            return false;
    }
    return true;
}

/* A record of anybody; that of a person who is behind a customer is kept. */
static bool
take(void *user, const struct crr_run *run)
{
    struct reading *reading = user;
    struct crr_links *links = reading->links;
    char folded[CRR_KEY_LIMIT];
    uint32_t number = crr_index_find(
        &links->by_key, crr_key_fold(run, crr_run_input_text(run, run->key), folded));
    if (number == CRR_INDEX_NONE || !links->persons[number].behind ||
        run->stream.record.count != run->column_count)
        return false;
    if (++links->persons[number].record_count == 1 &&
        !keep_record(links, run, &links->persons[number]))
        reading->failed = true;
    return false;
}

static enum crr_status
visit(void *user, struct crr_run *run, struct crr_row *row)
{
    (void)user;
    (void)run;
    (void)row;
    return CRR_OK; /* take passes all records over */
}

enum crr_status
crr_persons_read(struct crr_links *links, struct crr_run *run, struct crr_error *reterr)
{
    struct crr_file_options options = *run->options;
    struct reading reading = {.links = links};
    struct crr_run persons;
    options.progress = NULL;
    enum crr_status status = crr_run_init(
        &persons, run->model, options.persons, options.person_count, &options, reterr);
    if (status == CRR_OK) {
        bool *wanted = crr_arena_array(
            &persons.arena, persons.input_count, sizeof *wanted);
        persons.wanted = wanted;
        for (uint32_t i = 0; wanted && i < links->source_count; i++)
            wanted[links->sources[i]] = true;
        status = wanted ? crr_run_each(&persons, take, visit, &reading, reterr)
                        : CRR_E_MEMORY;
    }
    crr_run_clear(&persons);
    return status == CRR_OK && reading.failed ? CRR_E_MEMORY : status;
}

/* Runs over files of customers that lie in memory. */
#ifndef CRR_TESTS_FILE_RUN_H
#define CRR_TESTS_FILE_RUN_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/span.h"
#include "base/writer.h"
#include "crr/crr.h"

/* 2026-07-01 */
#define AS_OF 20635

/* Two primary factors and one that is confidential, θ, a rule of each kind. */
static const char bank_text[] =
    "crr: 1\n"
    "model: {id: bank, version: '2026,1'}\n"
    "inputs:\n"
    "  id: {type: text, key: true, columns: [id, 客户号]}\n"
    "  country: {type: code, missing: worst, unknown: {points: 80}}\n"
    "  amount: {type: number, places: 2}\n"
    "  opened: {type: date}\n"
    "  listed: {type: flag, missing_values: ['-']}\n"
    "  reported: {type: flag, confidential: true, columns: [reported, str]}\n"
    "  remark: {type: text}\n"
    "tables:\n"
    "  country: {rows: {CN: 10, US: 20, IR: 90}}\n"
    "factors:\n"
    "  - id: profile\n"
    "    weight: 0.8\n"
    "    factors:\n"
    "      - {id: residence, weight: 0.75, input: country, table: country}\n"
    "      - {id: size, weight: 0.25, input: amount,\n"
    "         bands: [{below: 100, points: 0}, {points: 50}]}\n"
    "  - {id: history, weight: 0.2, input: reported, points: {yes: 100, no: 0}}\n"
    "correction:\n"
    "  combine: sum\n"
    "  bounds: [-10, 10]\n"
    "  factors:\n"
    "    - {id: tenure, input: opened, age_in: months,\n"
    "       bands: [{below: 6, points: 5.5}, {points: -3}]}\n"
    "tiers: [{id: low, from: 0}, {id: mid, from: 20}, {id: high, from: 50},\n"
    "  {id: prohibited}]\n"
    "rules:\n"
    "  - {id: sanction, when: {listed: true}, tier: prohibited, basis: policy,\n"
    "     if_missing: true}\n"
    "  - {id: look, when: {country: IR}, review: required, basis: policy,\n"
    "     if_missing: false}\n"
    "  - {id: whisper, when: {reported: true}, at_least: high, basis: policy}\n"
    "  - {id: calm, when: {country: CN}, at_most: mid, basis: policy}\n";

static inline struct crr_model *
compiled(const char *text)
{
    struct crr_model *model = NULL;
    struct crr_error error;
    if (crr_model_compile(crr_text_of(text), NULL, NULL, &model, &error) != CRR_OK)
        fail_msg("%zu:%zu %s: %s", error.line, error.column, error.path, error.message);
    return model;
}

/* A file in memory that is handed out `step` bytes at a time; 0: as many as fit. */
struct memory {
    struct crr_text text;
    size_t step;
    size_t at;
    size_t fail_at; /* reading fails at this byte; 0: never */
    bool ended;     /* the end was told: there must be no more calls */
};

static inline enum crr_status
memory_read(void *user, char *buffer, size_t capacity, size_t *ret_length)
{
    struct memory *memory = user;
    size_t length = memory->text.length - memory->at;
    assert_false(memory->ended);
    assert_true(capacity > 0);
    if (memory->fail_at > 0 && memory->at >= memory->fail_at)
        return CRR_E_READ;
    if (memory->step > 0 && length > memory->step)
        length = memory->step;
    if (length > capacity)
        length = capacity;
    if (length > 0)
        memcpy(buffer, memory->text.at + memory->at, length);
    memory->at += length;
    memory->ended = length == 0;
    *ret_length = length;
    return CRR_OK;
}

/* A run and what came out of it. */
struct file_run {
    struct crr_file_options options;
    struct memory memory[3];
    struct crr_source sources[3];
    size_t source_count;
    struct crr_buffer out, rejects;
    struct crr_summary *summary;
    struct crr_error error;
    enum crr_status status;
    struct crr_text columns[32];
};

static inline void
file_run_init(struct file_run *run)
{
    memset(run, 0, sizeof *run);
    run->options.size = sizeof run->options;
    run->options.rater.has_as_of = true;
    run->options.rater.as_of = AS_OF;
    crr_buffer_init(&run->out, NULL);
    crr_buffer_init(&run->rejects, NULL);
    run->options.write = crr_buffer_write;
    run->options.write_user = &run->out;
    run->options.write_reject = crr_buffer_write;
    run->options.reject_user = &run->rejects;
}

static inline void
file_run_add(struct file_run *run, const char *name, struct crr_text text, size_t step)
{
    struct memory *memory = &run->memory[run->source_count];
    *memory = (struct memory){.text = text, .step = step};
    run->sources[run->source_count] = (struct crr_source){
        .name = name, .read = memory_read, .user = memory};
    run->source_count++;
}

/* Chooses the columns in a list parted by commas. */
static inline void
file_run_choose(struct file_run *run, const char *list)
{
    run->options.columns = run->columns;
    run->options.column_count = 0;
    while (list) {
        size_t length = strcspn(list, ",");
        assert_true(run->options.column_count < 32);
        run->columns[run->options.column_count++] = (struct crr_text){list, length};
        list = list[length] ? list + length + 1 : NULL;
    }
}

/* Runs, and terminates what was written. */
static inline void
file_run_go(struct file_run *run, struct crr_model *model)
{
    run->status = crr_file_rate(model, run->sources, run->source_count, &run->options,
        &run->summary, &run->error);
    assert_int_equal(crr_buffer_write(&run->out, "", 1), 0);
    assert_int_equal(crr_buffer_write(&run->rejects, "", 1), 0);
}

static inline void
file_run_clear(struct file_run *run)
{
    crr_buffer_clear(&run->out);
    crr_buffer_clear(&run->rejects);
    crr_summary_free(run->summary);
    run->summary = NULL;
}

#endif

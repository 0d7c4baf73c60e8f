/* Fuzzes the CSV grammar and the rating of files: whatever the bytes are, the records
 * are the same however the bytes come; they follow one another without a gap; and a
 * file's rows are all rated or rejected, into CSV that can be read back. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/csv.h"
#include "base/span.h"
#include "base/writer.h"
#include "crr/crr.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
require(bool held)
{
    if (!held)
        abort();
}

/* ---- The grammar ---- */

#define FIELD_LIMIT 5

/* Feeds a text to the grammar: `first` bytes, then `step` more whenever it asks for
 * them. */
struct feed {
    struct crr_text text;
    size_t start, end, step;
    bool skipping;
    struct crr_csv_field fields[FIELD_LIMIT];
    struct crr_csv_record record;
};

static void
feed_init(struct feed *feed, struct crr_text text, size_t first, size_t step)
{
    *feed = (struct feed){.text = text, .step = step};
    feed->end = first < text.length ? first : text.length;
    feed->record.fields = feed->fields;
    feed->record.capacity = FIELD_LIMIT;
}

static void
feed_more(struct feed *feed)
{
    size_t left = feed->text.length - feed->end;
    require(left > 0);
    feed->end += feed->step < left ? feed->step : left;
}

static void
feed_skip(struct feed *feed)
{
    while (feed->skipping) {
        const char *at = feed->text.at + feed->start;
        const char *lf = memchr(at, '\n', feed->end - feed->start);
        feed->start = lf ? (size_t)(lf - feed->text.at) + 1 : feed->end;
        feed->skipping = !lf && feed->end < feed->text.length;
        if (feed->skipping)
            feed_more(feed);
    }
}

/* The next result but CRR_CSV_MORE; *ret_start is where its record begins. */
static enum crr_csv_result
feed_next(struct feed *feed, char delimiter, size_t limit, size_t *ret_start)
{
    enum crr_csv_result result;
    feed_skip(feed);
    while ((result = crr_csv_next(feed->text.at + feed->start, feed->end - feed->start,
                feed->end == feed->text.length, delimiter, limit, &feed->record)) ==
           CRR_CSV_MORE)
        feed_more(feed);
    *ret_start = feed->start;
    if (result == CRR_CSV_END)
        return result;
    require(feed->record.consumed > 0);
    require(feed->record.consumed <= feed->end - feed->start);
    feed->skipping = feed->record.line_count == 0;
    require(!feed->skipping || result == CRR_CSV_TOO_LONG);
    feed->start += feed->record.consumed;
    return result;
}

static void
check_fields(const struct feed *feed, size_t start)
{
    const char *at = feed->text.at + start;
    char *buffer = malloc(feed->record.length + 1);
    require(buffer != NULL);
    for (size_t i = 0; i < feed->record.count; i++) {
        const struct crr_csv_field *field = &feed->record.fields[i];
        struct crr_text text = crr_csv_text(field, buffer);
        require(field->at >= at && text.length <= field->length);
        at = field->at + field->length + (field->quoted ? 1 : 0);
        require(at <= feed->text.at + start + feed->record.length);
    }
    free(buffer);
}

static void
check_grammar(
    struct crr_text text, char delimiter, size_t limit, size_t first, size_t step)
{
    struct feed whole, cut;
    enum crr_csv_result result;
    feed_init(&whole, text, text.length, 1);
    feed_init(&cut, text, first, step);
    do {
        size_t start, cut_start;
        result = feed_next(&whole, delimiter, limit, &start);
        /* What was found by looking ahead is not remembered here. */
        memset(&cut.record.trunk, 0, sizeof cut.record.trunk);
        require(feed_next(&cut, delimiter, limit, &cut_start) == result);
        require(start == cut_start);
        require(whole.record.count == cut.record.count || result == CRR_CSV_END);
        if (result != CRR_CSV_RECORD)
            continue;
        require(whole.record.length == cut.record.length);
        require(whole.record.length <= limit);
        require(whole.record.line_count == cut.record.line_count);
        for (size_t i = 0; i < whole.record.count; i++)
            require(whole.fields[i].at == cut.fields[i].at &&
                    whole.fields[i].length == cut.fields[i].length &&
                    whole.fields[i].doubled == cut.fields[i].doubled);
        check_fields(&whole, start);
    } while (result != CRR_CSV_END);
    require(whole.start == text.length && cut.start == text.length);
}

/* ---- Rating ---- */

static const char model_text[] =
    "crr: 1\n"
    "model: {id: m, version: '1'}\n"
    "inputs:\n"
    "  k: {type: code, key: true}\n"
    "  n: {type: number, missing: worst}\n"
    "  d: {type: date, missing: worst}\n"
    "  f: {type: flag, missing: worst, confidential: true}\n"
    "tables: {t: {rows: {A: 1, B: 2}}}\n"
    "factors:\n"
    "  - {id: fk, weight: 0.5, input: k, table: t, unknown: worst}\n"
    "  - {id: fn, weight: 0.25, input: n, range: [0, 100]}\n"
    "  - {id: ff, weight: 0.25, input: f, points: {yes: 100, no: 0}}\n"
    "correction: {combine: sum, bounds: [-5, 5], factors: [\n"
    "  {id: fd, input: d, age_in: days, bands: [{below: 9, points: 1}, {points: "
    "-1}]}]}\n"
    "tiers: [{id: low, from: 0}, {id: high, from: 50}]\n";

struct source {
    struct crr_text text; /* what is left of it */
    size_t step;
    struct crr_text whole;
};

static enum crr_status
read_source_at(
    void *user, char *buffer, size_t capacity, uint64_t offset, size_t *ret_length)
{
    const struct source *source = user;
    size_t length = source->whole.length - (size_t)offset;
    if (length > capacity)
        length = capacity;
    if (length > source->step)
        length = source->step;
    memcpy(buffer, source->whole.at + offset, length);
    *ret_length = length;
    return CRR_OK;
}

static enum crr_status
read_source(void *user, char *buffer, size_t capacity, size_t *ret_length)
{
    struct source *source = user;
    size_t length = source->step < capacity ? source->step : capacity;
    if (length > source->text.length)
        length = source->text.length;
    if (length > 0)
        memcpy(buffer, source->text.at, length);
    source->text.at += length;
    source->text.length -= length;
    *ret_length = length;
    return CRR_OK;
}

/* The records of what was written, each with this many fields; the header is one. */
static uint64_t
count_records(const struct crr_buffer *buffer, size_t field_count)
{
    struct crr_csv_field fields[8];
    struct crr_csv_record record = {.fields = fields, .capacity = 8};
    struct crr_text left = {buffer->at, buffer->length};
    enum crr_csv_result result;
    uint64_t count = 0;
    while ((result = crr_csv_next(
                left.at, left.length, true, ',', SIZE_MAX, &record)) != CRR_CSV_END) {
        require(result == CRR_CSV_RECORD && record.count == field_count);
        left.at += record.consumed;
        left.length -= record.consumed;
        count++;
    }
    return count;
}

static void
check_written(const struct crr_buffer *out, const struct crr_buffer *rejects,
    const struct crr_summary *summary, size_t column_count)
{
    uint64_t rated = crr_summary_rated_count(summary);
    uint64_t rejected = crr_summary_rejected_count(summary);
    require(crr_summary_row_count(summary) == rated + rejected);
    require(count_records(out, column_count) == rated + 1);
    require(count_records(rejects, 7) == rejected + 1);
}

/* How a file is read and rated; none of it may change what is written. */
struct manner {
    size_t step;         /* bytes read at once */
    unsigned jobs;       /* threads */
    bool from_any_place; /* by read_at */
    const char *columns; /* beside the key; NULL: the default ones */
};

struct outcome {
    enum crr_status status;
    struct crr_buffer out, rejects;
};

static void
rate(
    struct crr_text text, const struct manner *manner, bool reveal, struct outcome *ret)
{
    static struct crr_model *model; /* one for all runs */
    struct crr_summary *summary = NULL;
    struct source memory = {text, manner->step, text};
    struct crr_source source = {.name = "fuzzed.csv",
        .read = read_source,
        .user = &memory,
        .read_at = manner->from_any_place ? read_source_at : NULL,
        .size = text.length};
    struct crr_text column = crr_text_of(manner->columns ? manner->columns : "");
    struct crr_error error;
    crr_buffer_init(&ret->out, NULL);
    crr_buffer_init(&ret->rejects, NULL);
    struct crr_file_options options = {.size = sizeof options,
        .rater = {.size = sizeof options.rater, .has_as_of = true, .as_of = 20000},
        .jobs = manner->jobs,
        .columns = manner->columns ? &column : NULL,
        .column_count = manner->columns ? 1 : 0,
        .find_delimiter = reveal,
        .reveal = reveal,
        .write = crr_buffer_write,
        .write_user = &ret->out,
        .write_reject = crr_buffer_write,
        .reject_user = &ret->rejects};
    if (!model)
        require(crr_model_compile(crr_text_of(model_text), NULL, NULL, &model, NULL) ==
                CRR_OK);
    ret->status = crr_file_rate(model, &source, 1, &options, &summary, &error);
    require(ret->status == CRR_OK || (ret->status == CRR_E_FILE && error.message[0]));
    if (ret->status == CRR_OK)
        check_written(&ret->out, &ret->rejects, summary, manner->columns ? 1 : 6);
    crr_summary_free(summary);
}

static bool
same(const struct crr_buffer *a, const struct crr_buffer *b)
{
    return a->length == b->length &&
           (a->length == 0 || memcmp(a->at, b->at, a->length) == 0);
}

/* In one manner and another, which the text chooses. */
static void
check_rating(struct crr_text text, size_t step, bool reveal)
{
    const struct manner manners[] = {{step, 1, false, NULL}, {step, 1, true, NULL},
        {step, 2, true, NULL}, {step, 1, false, "line"}};
    struct outcome first, other;
    rate(text, &manners[0], reveal, &first);
    const struct manner *manner = &manners[1 + (step + text.length) % 3];
    rate(text, manner, reveal, &other);
    require(other.status == first.status);
    require(manner->columns || same(&other.out, &first.out));
    require(same(&other.rejects, &first.rejects));
    crr_buffer_clear(&other.out);
    crr_buffer_clear(&other.rejects);
    crr_buffer_clear(&first.out);
    crr_buffer_clear(&first.rejects);
}

/* The first byte says how the rest is cut. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char header[] = "k,n,d,f\n";
    static const size_t limits[] = {3, 8, 64, CRR_RECORD_LIMIT};
    if (length == 0)
        return 0;
    size_t how = bytes[0];
    struct crr_text text = {(const char *)bytes + 1, length - 1};
    char delimiter = how & 1 ? ';' : ',';
    check_grammar(text, delimiter, limits[how >> 1 & 3], how % 11, 1 + how % 5);
    check_rating(text, 1 + how % 64, how & 4);

    size_t head = sizeof header - 1;
    char *file = malloc(head + text.length);
    require(file != NULL);
    memcpy(file, header, head);
    if (text.length > 0)
        memcpy(file + head, text.at, text.length);
    check_rating((struct crr_text){file, head + text.length}, 1 + how % 64, how & 8);
    free(file);
    return 0;
}

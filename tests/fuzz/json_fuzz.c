/* Fuzzes JSON Lines: whatever the bytes are, the rows are the same however the bytes come,
 * all are rated or rejected, and what is written is JSON Lines that can be read back. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/span.h"
#include "base/writer.h"
#include "crr/crr.h"
#include "file/json_parser.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
require(bool held)
{
    if (!held)
        abort();
}

static const char model_text[] =
    "crr: 1\n"
    "model: {id: m, version: '1'}\n"
    "inputs:\n"
    "  k: {type: text, key: true}\n"
    "  c: {type: codes, missing: worst, columns: [c, d]}\n"
    "  n: {type: number, missing: worst}\n"
    "  f: {type: flag, missing: worst, confidential: true}\n"
    "  r: {type: text}\n"
    "tables: {t: {rows: {A: 1, B: 2}}}\n"
    "factors:\n"
    "  - {id: fc, weight: 0.5, input: c, table: t, unknown: worst}\n"
    "  - {id: fn, weight: 0.25, input: n, range: [0, 100]}\n"
    "  - {id: ff, weight: 0.25, input: f, points: {yes: 100, no: 0}}\n"
    "tiers: [{id: low, from: 0}, {id: high, from: 50}]\n";

struct source {
    struct crr_text text;
    size_t step;
};

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

static void
begin(void *user)
{
    *(unsigned *)user = 0;
}

static bool
visit(void *user, enum crr_json_event event, struct crr_text text, unsigned depth,
    size_t end)
{
    (void)end;
    require(text.length == 0 || text.at);
    *(unsigned *)user += depth == 1 && event == CRR_JSON_NAME;
    return true;
}

/* The lines of what was written, each an object of so many members. */
static uint64_t
count_objects(const struct crr_buffer *buffer, unsigned member_count)
{
    struct crr_json_parser parser;
    struct crr_arena arena;
    unsigned members;
    struct crr_json_visitor visitor = {begin, visit, &members};
    uint64_t count = 0;
    crr_arena_init(&arena, NULL);
    crr_json_parser_init(&parser, &arena);
    for (size_t at = 0, length; at < buffer->length; at += length + 1, count++) {
        const char *end = memchr(buffer->at + at, '\n', buffer->length - at);
        require(end != NULL);
        length = (size_t)(end - buffer->at) - at;
        char *scratch = malloc(length + 1);
        size_t place;
        require(scratch != NULL);
        require(crr_json_parse(&parser, (struct crr_text){buffer->at + at, length},
                    scratch, &visitor, &place) == CRR_JSON_GOOD);
        require(members == member_count);
        free(scratch);
    }
    crr_arena_clear(&arena);
    return count;
}

struct result {
    struct crr_buffer out, rejects;
    uint64_t rated, rejected;
};

static void
rate(struct crr_text text, size_t step, struct result *result)
{
    static struct crr_model *model; /* one for all runs */
    static const struct crr_text columns[] = {{"key", 3}, {"c", 1}, {"n", 1}, {"r", 1},
        {"score", 5}, {"reasons", 7}, {"warnings", 8}};
    struct crr_summary *summary = NULL;
    struct source memory = {text, step};
    struct crr_source source = {
        .name = "fuzzed.jsonl", .read = read_source, .user = &memory};
    struct crr_error error;
    crr_buffer_init(&result->out, NULL);
    crr_buffer_init(&result->rejects, NULL);
    struct crr_file_options options = {.size = sizeof options,
        .input_format = CRR_FORMAT_JSON_LINES,
        .output_format = CRR_FORMAT_JSON_LINES,
        .columns = columns,
        .column_count = sizeof columns / sizeof columns[0],
        .write = crr_buffer_write,
        .write_user = &result->out,
        .write_reject = crr_buffer_write,
        .reject_user = &result->rejects};
    if (!model)
        require(crr_model_compile(crr_text_of(model_text), NULL, NULL, &model, NULL) ==
                CRR_OK);
    enum crr_status status = crr_file_rate(
        model, &source, 1, &options, &summary, &error);
    if (status == CRR_E_FILE) { /* UTF-16 */
        require(error.message[0]);
        result->rated = result->rejected = 0;
        return;
    }
    require(status == CRR_OK);
    result->rated = crr_summary_rated_count(summary);
    result->rejected = crr_summary_rejected_count(summary);
    require(crr_summary_row_count(summary) == result->rated + result->rejected);
    require(count_objects(&result->out, 7) == result->rated);
    crr_summary_free(summary);
}

static bool
same(const struct crr_buffer *a, const struct crr_buffer *b)
{
    return a->length == b->length &&
           (a->length == 0 || memcmp(a->at, b->at, a->length) == 0);
}

static void
clear(struct result *result)
{
    crr_buffer_clear(&result->out);
    crr_buffer_clear(&result->rejects);
}

/* The first byte says how the rest is cut. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct result whole, cut;
    if (length == 0)
        return 0;
    struct crr_text text = {(const char *)bytes + 1, length - 1};
    rate(text, SIZE_MAX, &whole);
    rate(text, 1 + bytes[0] % 64, &cut);
    require(same(&whole.out, &cut.out) && same(&whole.rejects, &cut.rejects));
    require(whole.rated == cut.rated && whole.rejected == cut.rejected);
    clear(&whole);
    clear(&cut);
    return 0;
}

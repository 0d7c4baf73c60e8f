/* A book: its life, reading it, and what its rows are called. */
#include "file/book.h"
#include <string.h>
#include "base/span.h"
#include "file/run.h"

/* ---- Memory ---- */

static void *
resize_counted(void *user, void *at, size_t old_size, size_t new_size)
{
    struct crr_book *book = user;
    void *moved = book->outer.resize(book->outer.user, at, old_size, new_size);
    if (moved || new_size == 0)
        book->memory += new_size - old_size;
    return moved;
}

static uint32_t
find_key(const struct crr_ast *ast)
{
    for (uint32_t i = 0; i < ast->input_count; i++)
        if (ast->inputs[i].key)
            return i;
    return CRR_ABSENT;
}

static struct crr_book *
new_book(struct crr_model *model, const struct crr_allocator *given)
{
    struct crr_allocator outer = crr_allocator_or_default(given);
    struct crr_book *book = outer.resize(outer.user, NULL, 0, sizeof *book);
    if (!book)
        return NULL;
    *book = (struct crr_book){.outer = outer,
        .allocator = {resize_counted, book},
        .memory = sizeof *book,
        .model = crr_model_ref(model),
        .input_count = model->ast->input_count,
        .key = find_key(model->ast)};
    crr_arena_init(&book->arena, &book->allocator);
    crr_series_init(&book->key_bytes, &book->allocator, 1);
    crr_series_init(&book->key_ends, &book->allocator, sizeof(size_t));
    crr_series_init(&book->places, &book->allocator, sizeof(struct crr_book_place));
    crr_series_init(&book->refused, &book->allocator, sizeof(struct crr_book_refused));
    return book;
}

static bool
take_columns(struct crr_book *book)
{
    const struct crr_ast *ast = book->model->ast;
    book->columns = crr_arena_array(
        &book->arena, book->input_count, sizeof *book->columns);
    for (uint32_t i = 0; book->columns && i < book->input_count; i++)
        if (crr_book_is_asked(ast, i))
            crr_book_column_init(
                &book->columns[i], &ast->inputs[i], &book->arena, &book->allocator);
    return book->columns != NULL;
}

void
crr_book_free(struct crr_book *book)
{
    if (!book)
        return;
    for (uint32_t i = 0; book->columns && i < book->input_count; i++)
        crr_book_column_clear(&book->columns[i]);
    crr_series_clear(&book->key_bytes);
    crr_series_clear(&book->key_ends);
    crr_series_clear(&book->places);
    crr_series_clear(&book->refused);
    crr_arena_clear(&book->arena);
    crr_model_unref(book->model);
    struct crr_allocator outer = book->outer;
    outer.resize(outer.user, book, sizeof *book, 0);
}

/* ---- Rows ---- */

static bool
add_place(struct crr_book *book, size_t source, uint64_t line)
{
    const struct crr_book_place *places = book->places.at;
    size_t count = book->places.count;
    if (count > 0 && places[count - 1].source == source &&
        line == places[count - 1].line + (book->row_count - places[count - 1].row))
        return true;
    struct crr_book_place *place = crr_series_add(&book->places, 1);
    if (place)
        *place = (struct crr_book_place){book->row_count, source, line};
    return place != NULL;
}

static bool
add_key(struct crr_book *book, struct crr_text key)
{
    char *bytes = key.length > 0 ? crr_series_add(&book->key_bytes, key.length) : NULL;
    size_t *end = bytes || key.length == 0 ? crr_series_add(&book->key_ends, 1) : NULL;
    if (!end)
        return false;
    if (bytes)
        memcpy(bytes, key.at, key.length);
    *end = book->key_bytes.count;
    return true;
}

static bool
add_refused(struct crr_book *book, bool whole)
{
    struct crr_book_refused *refused = crr_series_add(&book->refused, 1);
    if (refused)
        *refused = (struct crr_book_refused){book->row_count, whole};
    return refused != NULL;
}

/* The rater rejects a record without a key, whatever else it has. */
static bool
has_key(const struct crr_book *book, struct crr_run *run)
{
    return book->key == CRR_ABSENT || (crr_rater_read_one(run->rater, book->key,
                                           &run->values[book->key], NULL) == CRR_OK &&
                                          run->rater->given[book->key].present);
}

/* A record that cannot be split has no values. */
static bool
add_row(struct crr_book *book, struct crr_run *run, bool split, bool refused)
{
    static const struct crr_value none = {.type = CRR_VALUE_MISSING};
    struct crr_text key = {NULL, 0};
    if (split && book->key != CRR_ABSENT)
        key = crr_run_input_text(run, book->key);
    if ((refused || !has_key(book, run)) && !add_refused(book, !refused))
        return false;
    for (uint32_t i = 0; i < book->input_count; i++)
        if (book->columns[i].kept && !crr_book_column_add(&book->columns[i], run->rater,
                                         i, split ? &run->values[i] : &none))
            return false;
    return (book->key == CRR_ABSENT || add_key(book, key)) &&
           add_place(book, run->source_index, run->stream.line);
}

static enum crr_status
visit(void *user, struct crr_run *run, struct crr_row *row)
{
    struct crr_book *book = user;
    if (!add_row(book, run, row->split, row->status != CRR_OK))
        return CRR_E_MEMORY;
    book->row_count++;
    return CRR_OK;
}

/* ---- Reading ---- */

/* Nothing that is kept depends on the day or the scenario: any will do. */
static struct crr_rater_options
any_day(const struct crr_model *model)
{
    const struct crr_ast *ast = model->ast;
    int32_t from = model->plan.complete_from;
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = true, .as_of = from > 0 ? from : 0};
    if (ast->segments[0].id.length > 0 && ast->segments[0].condition == CRR_ABSENT)
        options.scenario = ast->segments[0].id;
    return options;
}

static enum crr_status
read_sources(struct crr_book *book, const struct crr_source *sources,
    size_t source_count, const struct crr_file_options *given, struct crr_error *reterr)
{
    struct crr_run run;
    struct crr_file_options options = *given;
    options.rater = any_day(book->model);
    enum crr_status status = crr_run_init(
        &run, book->model, sources, source_count, &options, reterr);
    run.only_reads = true;
    if (status == CRR_OK)
        status = crr_run_each(&run, NULL, visit, book, reterr);
    crr_run_clear(&run);
    if (status != CRR_OK)
        return status;
    for (uint32_t i = 0; i < book->input_count; i++)
        crr_book_column_close(&book->columns[i]);
    crr_series_fit(&book->key_bytes);
    crr_series_fit(&book->key_ends);
    crr_series_fit(&book->places);
    crr_series_fit(&book->refused);
    return CRR_OK;
}

static enum crr_status
check(const struct crr_model *model, const struct crr_source *sources,
    size_t source_count, const struct crr_file_options *options,
    struct crr_book **ret_book, struct crr_error *reterr)
{
    if (!model || (!sources && source_count > 0) || !options ||
        options->size != sizeof *options || !ret_book)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_book_load needs a model, sources, options of a known size and a place "
            "for the book");
    if (options->previous || options->overrides || options->links || options->unique)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "options without previous, overrides, links and unique are expected for a "
            "book, "
            "found one of them");
    return CRR_OK;
}

enum crr_status
crr_book_load(struct crr_model *model, const struct crr_source *sources,
    size_t source_count, const struct crr_file_options *options,
    struct crr_book **ret_book, struct crr_error *reterr)
{
    enum crr_status status = check(
        model, sources, source_count, options, ret_book, reterr);
    if (status != CRR_OK)
        return status;
    struct crr_book *book = new_book(model, &options->allocator);
    status = book && take_columns(book)
                 ? read_sources(book, sources, source_count, options, reterr)
                 : CRR_E_MEMORY;
    if (status == CRR_OK) {
        *ret_book = book;
        return CRR_OK;
    }
    crr_book_free(book);
    if (status == CRR_E_MEMORY)
        crr_error_set(reterr, status, 0, NULL, "", "out of memory");
    return status;
}

/* ---- What is there ---- */

size_t
crr_book_row_count(const struct crr_book *book)
{
    return book->row_count;
}

size_t
crr_book_memory(const struct crr_book *book)
{
    return book->memory;
}

struct crr_text
crr_book_key(const struct crr_book *book, size_t row)
{
    const size_t *ends = book->key_ends.at;
    if (row >= book->key_ends.count)
        return (struct crr_text){"", 0};
    size_t start = row > 0 ? ends[row - 1] : 0;
    if (start == ends[row])
        return (struct crr_text){"", 0};
    return (struct crr_text){
        (const char *)book->key_bytes.at + start, ends[row] - start};
}

uint64_t
crr_book_line(const struct crr_book *book, size_t row, size_t *ret_source)
{
    const struct crr_book_place *at = book->places.at;
    if (row >= book->row_count)
        return 0;
    for (size_t left = book->places.count; left > 1;) {
        size_t half = left / 2;
        at += at[half].row <= row ? half : 0;
        left -= half;
    }
    if (ret_source)
        *ret_source = at->source;
    return at->line + (row - at->row);
}

size_t
crr_book_find_refused(const struct crr_book *book, size_t row)
{
    const struct crr_book_refused *refused = book->refused.at;
    size_t low = 0;
    size_t high = book->refused.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (refused[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum crr_status
crr_book_record(const struct crr_book *book, size_t row, struct crr_value *ret_values,
    struct crr_error *reterr)
{
    if (!book || !ret_values || row >= book->row_count)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_book_record needs a book, a row of it, and room");
    const struct crr_book_refused *refused = book->refused.at;
    size_t place = crr_book_find_refused(book, row);
    if (place < book->refused.count && refused[place].row == row &&
        !refused[place].whole)
        return crr_error_set(reterr, CRR_E_RECORD, 0, NULL, "",
            "a record that can be read is expected, found another in line %llu",
            (unsigned long long)crr_book_line(book, row, NULL));
    for (uint32_t i = 0; i < book->input_count; i++) {
        ret_values[i] = (struct crr_value){.type = CRR_VALUE_MISSING};
        if (i == book->key)
            ret_values[i] = (struct crr_value){
                .type = CRR_VALUE_TEXT, .as.text = crr_book_key(book, row)};
        else if (book->columns[i].kept)
            ret_values[i] = crr_book_column_value(&book->columns[i], row);
    }
    return CRR_OK;
}

/* The header of a CSV source: the names of its columns, and the column of each input.
 * Anything that is not certain stops the run: a column that is guessed would be a wrong
 * rating. */
#include <stdio.h>
#include "base/index.h"
#include "file/delimiter.h"
#include "file/header.h"
#include "file/json_lines.h"
#include "plan/plan.h"

#define LIST_SIZE 336    /* of the inputs that have no column */
#define MISSING_SIZE 160 /* of what is told of one of them */

static enum crr_status
refuse(const struct crr_run *run, enum crr_finding_number finding,
    struct crr_error *reterr, const char *message)
{
    struct crr_place place = {
        run->sources[run->source_index].name, 0, (size_t)run->stream.line, 0};
    return crr_error_set(reterr, CRR_E_FILE, finding, &place, "", "%s", message);
}

/* ---- The first bytes ---- */

static enum crr_status
skip_mark(struct crr_run *run, struct crr_error *reterr)
{
    struct crr_text first;
    enum crr_status status = crr_stream_peek(&run->stream, &first);
    if (status != CRR_OK)
        return status;
    if (first.length >= 3 && memcmp(first.at, "\xEF\xBB\xBF", 3) == 0)
        crr_stream_skip(&run->stream, 3);
    if (first.length >= 2 &&
        (memcmp(first.at, "\xFF\xFE", 2) == 0 || memcmp(first.at, "\xFE\xFF", 2) == 0))
        return refuse(run, CRR_F_CSV_ENCODING, reterr,
            "a file in UTF-8 is expected, found one in UTF-16; convert it, for "
            "instance "
            "with iconv -f UTF-16 -t UTF-8");
    return CRR_OK;
}

/* ---- Names ---- */

/* Keeps the names of the header; two equal ones are refused. */
static enum crr_status
keep_names(struct crr_run *run, struct crr_error *reterr)
{
    struct crr_index index;
    size_t count = run->stream.record.count;
    run->names = crr_arena_array(&run->header_arena, count, sizeof *run->names);
    if (!run->names || !crr_index_init(&index, &run->header_arena, (uint32_t)count))
        return CRR_E_MEMORY;
    for (size_t i = 0; i < count; i++) {
        struct crr_text name = crr_text_trim(crr_stream_field(&run->stream, i));
        char message[256];
        char shown[96];
        if (memchr(name.length ? name.at : "", 0, name.length))
            return refuse(run, CRR_F_CSV_ENCODING, reterr,
                "a header in UTF-8 is expected, found a NUL byte, as in UTF-16 without "
                "its mark; convert the file, for instance with iconv -f UTF-16LE -t "
                "UTF-8");
        if (!crr_text_is_utf8(name))
            return refuse(run, CRR_F_CSV_ENCODING, reterr,
                "a header in UTF-8 is expected, found other bytes; convert the file, "
                "for instance with iconv -f GB18030 -t UTF-8");
        run->names[i] = crr_arena_copy(&run->header_arena, name);
        if (!run->names[i].at)
            return CRR_E_MEMORY;
        if (name.length == 0 ||
            crr_index_add(&index, run->names[i], (uint32_t)i) == CRR_INDEX_NONE)
            continue;
        snprintf(message, sizeof message,
            "columns with different names are expected, found \"%s\" twice",
            crr_text_shown(name, shown, sizeof shown));
        return refuse(run, CRR_F_CSV_COLUMN_TWICE, reterr, message);
    }
    run->column_count = count;
    return CRR_OK;
}

static size_t
find_name(const struct crr_run *run, struct crr_text name)
{
    for (size_t i = 0; i < run->column_count; i++)
        if (crr_text_equal(run->names[i], name))
            return i;
    return CRR_NONE;
}

/* "; did you mean \"country\"?", or nothing. */
static const char *
nearest_name(const struct crr_run *run, struct crr_text wanted, char hint[160])
{
    struct crr_nearest nearest;
    char shown[96];
    crr_nearest_init(&nearest, wanted);
    for (size_t i = 0; i < run->column_count; i++)
        crr_nearest_try(&nearest, run->names[i]);
    hint[0] = '\0';
    if (nearest.best.at)
        snprintf(hint, 160, "; did you mean \"%s\"?",
            crr_text_shown(nearest.best, shown, sizeof shown));
    return hint;
}

/* ---- Columns of inputs ---- */

const struct crr_file_map *
crr_header_map(const struct crr_run *run, struct crr_text id)
{
    for (size_t i = 0; i < run->options->map_count; i++)
        if (crr_text_equal(run->options->maps[i].input, id))
            return &run->options->maps[i];
    return NULL;
}

static enum crr_status
find_mapped(struct crr_run *run, size_t input, const struct crr_file_map *map,
    struct crr_error *reterr)
{
    char message[400];
    char shown[96];
    char hint[160];
    if (map->column.length == 0)
        return CRR_OK;
    run->columns[input] = find_name(run, map->column);
    if (run->columns[input] != CRR_NONE)
        return CRR_OK;
    snprintf(message, sizeof message,
        "a column \"%s\" is expected, for input %.*s is mapped to it; found none%s",
        crr_text_shown(map->column, shown, sizeof shown), (int)map->input.length,
        map->input.at, nearest_name(run, map->column, hint));
    return refuse(run, CRR_F_MAP, reterr, message);
}

/* By the names in the model. */
static enum crr_status
find_named(struct crr_run *run, size_t input, const struct crr_input_view *view,
    struct crr_error *reterr)
{
    for (size_t i = 0; i < view->column_count; i++) {
        size_t column = find_name(run, view->columns[i]);
        if (column == CRR_NONE)
            continue;
        if (run->columns[input] == CRR_NONE) {
            run->columns[input] = column;
            continue;
        }
        char message[400];
        snprintf(message, sizeof message,
            "one column for input %.*s is expected, found both \"%.80s\" and "
            "\"%.80s\"; map one to it",
            (int)view->id.length, view->id.at, run->names[run->columns[input]].at,
            run->names[column].at);
        return refuse(run, CRR_F_CSV_COLUMN_TWICE, reterr, message);
    }
    return CRR_OK;
}

/* The inputs that have no column, as text. */
struct missing_list {
    char text[LIST_SIZE];
    size_t left_out; /* for which there was no room */
};

/* What is near to one of the input's names: to the one that is tried first. */
static struct crr_text
nearest_column(const struct crr_run *run, const struct crr_input_view *view)
{
    struct crr_nearest nearest;
    for (size_t k = 0; k <= view->column_count; k++) {
        crr_nearest_init(
            &nearest, k < view->column_count ? view->columns[k] : view->id);
        for (size_t i = 0; i < run->column_count; i++)
            crr_nearest_try(&nearest, run->names[i]);
        if (nearest.best.at)
            break;
    }
    return nearest.best;
}

/* What the file could have meant, in parentheses, or nothing. */
static void
print_hint(const struct crr_run *run, const struct crr_input_view *view,
    char ret_hint[MISSING_SIZE])
{
    size_t input = crr_model_find_input(run->model, view->id);
    struct crr_text near = nearest_column(run, view);
    bool named = !crr_text_equal(view->columns[0], view->id);
    char column[64], shown[64];

    crr_text_shown(view->columns[0], column, sizeof column);
    crr_text_shown(near, shown, sizeof shown);
    if (run->model->ast->inputs[input].linked)
        snprintf(ret_hint, MISSING_SIZE, " (--links FILE gives it)");
    else if (named && near.at)
        snprintf(ret_hint, MISSING_SIZE, " (column \"%s\"; nearest is \"%s\")", column,
            shown);
    else if (named)
        snprintf(ret_hint, MISSING_SIZE, " (column \"%s\")", column);
    else if (near.at)
        snprintf(ret_hint, MISSING_SIZE, " (nearest is \"%s\")", shown);
    else
        ret_hint[0] = '\0';
}

/* Adds an input without a column to the list. */
static void
list_missing(const struct crr_run *run, const struct crr_input_view *view,
    struct missing_list *list)
{
    size_t used = strlen(list->text);
    char hint[MISSING_SIZE];
    print_hint(run, view, hint);
    int length = snprintf(list->text + used, LIST_SIZE - used, "%s%.*s%s",
        used ? ", " : "", (int)view->id.length, view->id.at, hint);
    if (list->left_out == 0 && (size_t)length < LIST_SIZE - used)
        return;
    list->text[used] = '\0';
    list->left_out++;
}

static enum crr_status
refuse_missing(const struct crr_run *run, const struct missing_list *list,
    struct crr_error *reterr)
{
    char message[512];
    char more[32] = "";
    if (list->left_out > 0)
        snprintf(more, sizeof more, ", and %zu more", list->left_out);
    snprintf(message, sizeof message,
        "a column for each input is expected, found none for: %s%s; --map INPUT=COLUMN "
        "says which it is, --map INPUT= that the file does not have it",
        list->text, more);
    return refuse(run, CRR_F_CSV_COLUMN_MISSING, reterr, message);
}

/* First lines that are no header, though a reader of CSV sees one. */
static const struct {
    const char *start, *message;
} no_headers[] = {
    {"sep=", "a header row is expected, found a line that tells spreadsheets the "
             "delimiter; delete it, --delimiter says the same"},
    {"[", "a header row is expected, or JSON Lines, an object a line; found a list as "
          "in JSON, of which jq -c '.[]' makes lines"},
};

/* NULL: it is one, as far as can be told. */
static const char *
why_no_header(const struct crr_run *run)
{
    for (size_t i = 0; i < run->input_count; i++)
        if (run->columns[i] != CRR_NONE)
            return NULL;
    for (size_t i = 0; i < sizeof no_headers / sizeof *no_headers; i++) {
        size_t length = strlen(no_headers[i].start);
        if (run->names[0].length >= length &&
            memcmp(run->names[0].at, no_headers[i].start, length) == 0)
            return no_headers[i].message;
    }
    return NULL;
}

/* A header of one column: what parts it is perhaps another delimiter. */
static enum crr_status
refuse_delimiter(struct crr_run *run, struct crr_error *reterr)
{
    static const struct {
        char byte;
        const char *name;
    } others[] = {{';', "a semicolon"}, {'\t', "a tab"}, {'|', "|"}, {',', "a comma"}};
    char message[320];
    char shown[48];
    const char *hint = "";
    for (size_t i = 0; i < 4 && !hint[0]; i++)
        if (memchr(run->names[0].at, others[i].byte, run->names[0].length))
            hint = others[i].name;
    snprintf(message, sizeof message,
        "several columns are expected, found a header of one, \"%s\"; %s%s%s",
        crr_text_shown(run->names[0], shown, sizeof shown), hint[0] ? "it holds " : "",
        hint[0] ? hint : "--delimiter says what parts columns",
        hint[0] ? ": is that the delimiter?" : "");
    return refuse(run, CRR_F_CSV_COLUMN_MISSING, reterr, message);
}

bool
crr_header_needs(
    const struct crr_run *run, size_t input, const struct crr_input_view *view)
{
    if (run->wanted)
        return view->key || run->wanted[input];
    return view->used || view->key || run->asked[input];
}

static enum crr_status
find_columns(struct crr_run *run, struct crr_error *reterr)
{
    struct missing_list missing = {.left_out = 0};
    for (size_t i = 0; i < run->input_count; i++) {
        struct crr_input_view view;
        crr_model_input(run->model, i, NULL, &view);
        run->columns[i] = CRR_NONE;
        if (run->options->links && run->model->ast->inputs[i].linked)
            continue;
        const struct crr_file_map *map = crr_header_map(run, view.id);
        enum crr_status status = map ? find_mapped(run, i, map, reterr)
                                     : find_named(run, i, &view, reterr);
        if (status != CRR_OK)
            return status;
        if (!map && run->columns[i] == CRR_NONE && crr_header_needs(run, i, &view))
            list_missing(run, &view, &missing);
    }
    if (!missing.text[0])
        return CRR_OK;
    const char *why = why_no_header(run);
    if (why)
        return refuse(run, CRR_F_CSV_COLUMN_MISSING, reterr, why);
    return run->column_count == 1 ? refuse_delimiter(run, reterr)
                                  : refuse_missing(run, &missing, reterr);
}

/* ---- The delimiter ---- */

/* Whether the column is one that the run needs, by a map or by the model's names. */
static bool
is_wanted(const void *user, struct crr_text name)
{
    const struct crr_run *run = user;
    struct crr_input_view view;
    for (size_t i = 0; i < run->input_count; i++) {
        crr_model_input(run->model, i, NULL, &view);
        const struct crr_file_map *map = crr_header_map(run, view.id);
        if (map && map->column.length > 0 && crr_text_equal(map->column, name))
            return true;
        if (map || !crr_header_needs(run, i, &view) ||
            (run->options->links && run->model->ast->inputs[i].linked))
            continue;
        for (size_t k = 0; k < view.column_count; k++)
            if (crr_text_equal(view.columns[k], name))
                return true;
    }
    return false;
}

static enum crr_status
find_delimiter(struct crr_run *run, struct crr_error *reterr)
{
    const struct crr_file_options *options = run->options;
    struct crr_delimiter_search search = {
        .stream = &run->stream, .is_wanted = is_wanted, .user = run};
    bool tied;
    char message[160];
    if (!options->find_delimiter || options->delimiter)
        return CRR_OK;
    enum crr_status status = crr_delimiter_find(&search, &tied);
    if (status != CRR_OK)
        return status;
    if (tied) {
        snprintf(message, sizeof message,
            "one delimiter is expected, found that %s and %s both fit; name it",
            crr_delimiter_name(search.tied[0]), crr_delimiter_name(search.tied[1]));
        return refuse(run, CRR_F_CSV_DELIMITER, reterr, message);
    }
    if (options->delimiter_found)
        options->delimiter_found(options->delimiter_user,
            &run->sources[run->source_index], run->stream.delimiter,
            crr_delimiter_name(run->stream.delimiter));
    return CRR_OK;
}

/* ---- What may be printed ---- */

bool
crr_header_is_confidential(const struct crr_run *run, size_t column)
{
    struct crr_input_view view;
    for (size_t i = 0; i < run->input_count; i++) {
        crr_model_input(run->model, i, NULL, &view);
        if (!view.confidential)
            continue;
        if (run->columns[i] == column)
            return true;
        for (size_t k = 0; k < view.column_count; k++)
            if (crr_text_equal(view.columns[k], run->names[column]))
                return true;
    }
    return false;
}

enum crr_status
crr_header_refuse_shared(
    const struct crr_run *run, size_t input, size_t column, struct crr_error *reterr)
{
    struct crr_input_view view;
    char message[240];
    char shown[96];
    crr_model_input(run->model, input, NULL, &view);
    if (run->options->reveal || view.confidential ||
        !crr_header_is_confidential(run, column))
        return CRR_OK;
    snprintf(message, sizeof message,
        "a column of its own is expected for input %.*s, found \"%s\", which is that "
        "of a confidential input",
        (int)view.id.length, view.id.at,
        crr_text_shown(run->names[column], shown, sizeof shown));
    return refuse(run, CRR_F_MAP, reterr, message);
}

/* The inputs that share a column, and the columns that may not be printed. */
static enum crr_status
mark_columns(struct crr_run *run, struct crr_error *reterr)
{
    run->hides = false;
    run->hidden = crr_arena_array(
        &run->header_arena, run->column_count, sizeof *run->hidden);
    if (!run->hidden)
        return CRR_E_MEMORY;
    for (size_t i = 0; i < run->input_count; i++) {
        run->twins[i] = CRR_NONE;
        if (run->columns[i] == CRR_NONE)
            continue;
        for (size_t k = 0; k < i && run->twins[i] == CRR_NONE; k++)
            if (run->columns[k] == run->columns[i])
                run->twins[i] = k;
    }
    for (size_t i = 0; i < run->column_count && !run->options->reveal; i++)
        if (crr_header_is_confidential(run, i))
            run->hides = run->hidden[i] = true;
    enum crr_status status = CRR_OK;
    for (size_t i = 0; i < run->input_count && status == CRR_OK; i++)
        if (run->columns[i] != CRR_NONE)
            status = crr_header_refuse_shared(run, i, run->columns[i], reterr);
    return status;
}

/* Whether the first row can be one of names. */
static enum crr_status
check_row(struct crr_run *run, enum crr_csv_result result, struct crr_error *reterr)
{
    size_t cr = crr_stream_find_cr(&run->stream);
    char message[200];
    if (cr != SIZE_MAX) {
        snprintf(message, sizeof message,
            CRR_LINE_END_EXPECTED " is expected, found " CRR_LINE_END_FOUND, cr);
        return refuse(run, CRR_F_CSV_NO_HEADER, reterr, message);
    }
    if (result == CRR_CSV_RECORD)
        return CRR_OK;
    return refuse(run, CRR_F_CSV_NO_HEADER, reterr,
        result == CRR_CSV_TOO_MANY
            ? "a header of at most 4096 columns is expected, found more"
            : "a header row is expected, found one that is not closed, too long, or "
              "goes on after a closing quote");
}

enum crr_status
crr_run_read_header(struct crr_run *run, struct crr_error *reterr)
{
    enum crr_csv_result result;
    enum crr_status status = skip_mark(run, reterr);
    run->lines = NULL;
    if (status == CRR_OK && crr_json_lines_are_there(run))
        return crr_json_lines_open(run, reterr);
    if (status == CRR_OK)
        status = find_delimiter(run, reterr);
    do {
        if (status == CRR_OK)
            status = crr_stream_next(&run->stream, &result);
        if (status != CRR_OK)
            return status;
        run->empty_line_count += result == CRR_CSV_EMPTY_LINE;
    } while (result == CRR_CSV_EMPTY_LINE);
    if (result == CRR_CSV_END)
        return refuse(run, CRR_F_CSV_NO_HEADER, reterr,
            "a header row is expected, found an empty file");
    status = check_row(run, result, reterr);
    if (status == CRR_OK)
        status = keep_names(run, reterr);
    if (status == CRR_OK)
        status = find_columns(run, reterr);
    return status == CRR_OK ? mark_columns(run, reterr) : status;
}

/* The columns of a source of JSON Lines: the names by which inputs may go. */
#include "file/header.h"
#include "file/json_lines.h"
#include "plan/plan.h"

#define NAME_PLACES (2 * CRR_COLUMN_LIMIT)

bool
crr_json_lines_are_there(const struct crr_run *run)
{
    if (run->options->input_format != CRR_FORMAT_DEFAULT)
        return run->options->input_format == CRR_FORMAT_JSON_LINES;
    return crr_stream_begins_json(&run->stream);
}

/* The number of a name among the columns, which is new if nobody had it before. */
static size_t
add_column(struct crr_run *run, struct crr_text name)
{
    uint32_t known = crr_index_add(
        &run->lines->by_name, name, (uint32_t)run->column_count);
    if (known != CRR_INDEX_NONE)
        return known;
    run->names[run->column_count] = name;
    return run->column_count++;
}

/* The columns where an input is looked for. Those that a confidential one names are
 * columns in any case: what stands there is not printed. */
static bool
place_input(struct crr_run *run, size_t index)
{
    struct crr_json_input *input = &run->lines->inputs[index];
    struct crr_input_view view;
    crr_model_input(run->model, index, NULL, &view);
    const struct crr_file_map *map = crr_header_map(run, view.id);
    bool linked = run->options->links && run->model->ast->inputs[index].linked;
    input->read = !linked && crr_header_needs(run, index, &view);
    input->columns = crr_arena_array(
        &run->header_arena, view.column_count + 1, sizeof *input->columns);
    input->plain = crr_arena_alloc(&run->header_arena, CRR_PLAIN_SIZE);
    if (run->header_arena.failed)
        return false;
    if (map && map->column.length > 0 && !linked)
        input->columns[input->count++] = add_column(run, map->column);
    for (size_t i = 0; i < view.column_count; i++) {
        bool own = !map && !linked;
        if (!own && !view.confidential)
            continue;
        size_t column = add_column(run, view.columns[i]);
        if (own)
            input->columns[input->count++] = column;
    }
    run->columns[index] = input->count > 0 ? input->columns[0] : CRR_NONE;
    return true;
}

static size_t
count_names(const struct crr_run *run)
{
    struct crr_input_view view;
    size_t count = run->options->map_count;
    for (size_t i = 0; crr_model_input(run->model, i, NULL, &view) == CRR_OK; i++)
        count += view.column_count;
    return count;
}

static bool
make_room(struct crr_run *run, struct crr_json_lines *lines)
{
    struct crr_arena *arena = &run->header_arena;
    size_t count = count_names(run);
    run->names = crr_arena_array(arena, count, sizeof *run->names);
    run->hidden = crr_arena_array(arena, count, sizeof *run->hidden);
    lines->members = crr_arena_array(arena, count, sizeof *lines->members);
    lines->inputs = crr_arena_array(arena, run->input_count, sizeof *lines->inputs);
    lines->names = crr_arena_array(arena, NAME_PLACES, sizeof *lines->names);
    lines->texts = crr_arena_array(arena, CRR_COLUMN_LIMIT, sizeof *lines->texts);
    lines->hidden = crr_arena_array(arena, CRR_COLUMN_LIMIT, sizeof *lines->hidden);
    return crr_index_init(&lines->by_name, arena, (uint32_t)count) && !arena->failed;
}

/* The columns that may not be printed, and no input that would. */
static enum crr_status
hide_columns(struct crr_run *run, struct crr_error *reterr)
{
    enum crr_status status = CRR_OK;
    run->hides = false;
    for (size_t i = 0; i < run->column_count && !run->options->reveal; i++)
        if (crr_header_is_confidential(run, i))
            run->hides = run->hidden[i] = true;
    for (size_t i = 0; i < run->input_count; i++) {
        const struct crr_json_input *input = &run->lines->inputs[i];
        run->twins[i] = CRR_NONE;
        for (size_t k = 0; k < input->count && status == CRR_OK; k++)
            status = crr_header_refuse_shared(run, i, input->columns[k], reterr);
    }
    return status;
}

enum crr_status
crr_json_lines_open(struct crr_run *run, struct crr_error *reterr)
{
    struct crr_json_lines *lines = crr_arena_alloc(&run->header_arena, sizeof *lines);
    if (!lines)
        return CRR_E_MEMORY;
    run->lines = lines;
    run->column_count = 0;
    crr_json_parser_init(&lines->parser, &run->header_arena);
    if (!make_room(run, lines))
        return CRR_E_MEMORY;
    for (size_t i = 0; i < run->input_count; i++)
        if (!place_input(run, i))
            return CRR_E_MEMORY;
    return hide_columns(run, reterr);
}

void
crr_json_lines_close(struct crr_run *run)
{
    const struct crr_json_lines *lines = run->lines;
    bool marks = run->absent && lines->object_count > 0;
    for (size_t i = 0; marks && i < run->input_count; i++) {
        const struct crr_json_input *input = &lines->inputs[i];
        run->absent[i] |= input->read && input->count > 0 && !input->met;
    }
    run->lines = NULL;
}

/* Records of JSON Lines. */
#include "file/json_lines.h"
#include <stdarg.h>
#include <stdio.h>
#include "plan/plan.h"

#define NAME_PLACES (2 * CRR_COLUMN_LIMIT) /* a power of two */

/* ---- Refusals ---- */

/* The first one counts. */
static CRR_PRINTF(4, 5) void refuse(struct crr_json_refusal *refusal, unsigned finding,
    struct crr_text path, const char *format, ...)
{
    va_list arguments;
    if (refusal->finding)
        return;
    va_start(arguments, format);
    vsnprintf(refusal->message, sizeof refusal->message, format, arguments);
    va_end(arguments);
    refusal->finding = finding;
    refusal->path = path;
}

/* The id of an input that is looked for in the column, of a confidential one if there
 * is; empty if there is none. */
static struct crr_text
input_of(const struct crr_json_lines *lines, size_t column)
{
    struct crr_text found = {NULL, 0};
    struct crr_input_view view;
    const struct crr_run *run = lines->run;
    for (size_t i = 0; column != CRR_NONE && i < run->input_count; i++) {
        const struct crr_json_input *input = &lines->inputs[i];
        crr_model_input(run->model, i, NULL, &view);
        for (size_t k = 0; k < input->count; k++)
            if (input->columns[k] == column && (!found.at || view.confidential))
                found = view.id;
    }
    return found;
}

static void
refuse_twice(struct crr_json_lines *lines, size_t column, struct crr_text name)
{
    char shown[96];
    if (column != CRR_NONE && lines->run->hidden[column])
        name = (struct crr_text){NULL, 0};
    refuse(&lines->refused, CRR_F_JSON_TWICE, input_of(lines, column),
        "each member once is expected, found %s%s%s twice", name.at ? "\"" : "one",
        name.at ? crr_text_shown(name, shown, sizeof shown) : "", name.at ? "\"" : "");
}

static void
refuse_line(struct crr_json_lines *lines, enum crr_json_fault fault, size_t at)
{
    static const struct {
        unsigned finding;
        const char *message;
    } faults[] = {
        [CRR_JSON_NOT_UTF8] = {CRR_F_CSV_ENCODING,
            "text in UTF-8 is expected, found other bytes"},
        [CRR_JSON_NUL] = {CRR_F_CSV_ENCODING, "text is expected, found a NUL byte"},
        [CRR_JSON_SURROGATE] = {CRR_F_JSON_LINE,
            "both halves of a surrogate pair are expected, found one"},
        [CRR_JSON_DEEP] = {CRR_F_JSON_LINE,
            "at most 64 objects and lists in each other are expected, found more"},
        [CRR_JSON_STOPPED] = {CRR_F_JSON_LINE,
            "an object such as {\"id\": \"1001\"} is expected, found another value"},
    };
    struct crr_text nowhere = {NULL, 0};
    if (fault == CRR_JSON_SYNTAX)
        refuse(&lines->refusal, CRR_F_JSON_LINE, nowhere,
            "an object of JSON is expected, found a fault near byte %zu of the line: "
            "%s",
            at + 1, lines->parser.reason);
    else if (fault != CRR_JSON_GOOD)
        refuse(&lines->refusal, faults[fault].finding, nowhere,
            "%s near byte %zu of the line", faults[fault].message, at + 1);
}

/* ---- Members ---- */

static void
begin(void *user)
{
    struct crr_json_lines *lines = user;
    lines->stamp++;
    lines->name_count = lines->text_count = lines->hidden_count = 0;
    lines->column = CRR_NONE;
    lines->refusal.finding = lines->refused.finding = 0;
}

/* Whether the name is new in the record; false too if there are too many. */
static bool
keep_name(struct crr_json_lines *lines, struct crr_text name, size_t column)
{
    size_t place = crr_index_hash(name) % NAME_PLACES;
    while (lines->names[place].stamp == lines->stamp) {
        if (crr_text_equal(lines->names[place].text, name)) {
            refuse_twice(lines, column, name);
            return false;
        }
        place = (place + 1) % NAME_PLACES;
    }
    if (lines->name_count == CRR_COLUMN_LIMIT) {
        refuse(&lines->refused, CRR_F_CSV_TOO_LONG, (struct crr_text){NULL, 0},
            "at most 4096 members are expected, found more");
        return false;
    }
    lines->name_count++;
    lines->names[place] = (struct crr_json_name){name, lines->stamp};
    return true;
}

/* Where the value begins behind the name that ends at `at`. */
static size_t
find_value(struct crr_text line, size_t at)
{
    while (at < line.length && strchr(" \t\r\n:", line.at[at]))
        at++;
    return at;
}

static void
take_name(struct crr_json_lines *lines, struct crr_text name, size_t end)
{
    uint32_t found = crr_index_find(&lines->by_name, name);
    size_t column = found == CRR_INDEX_NONE ? CRR_NONE : found;
    lines->hides = column != CRR_NONE && lines->run->hidden[column];
    lines->column = keep_name(lines, name, column) ? column : CRR_NONE;
    lines->start = find_value(lines->run->stream.bytes, end);
    if (!lines->hides)
        return;
    if (lines->hidden_count == CRR_COLUMN_LIMIT) {
        /* What cannot be starred out is not shown. */
        refuse(&lines->refusal, CRR_F_CSV_TOO_LONG, (struct crr_text){NULL, 0},
            "at most 4096 members are expected, found more");
        return;
    }
    lines->hidden[lines->hidden_count++] = (struct crr_json_span){lines->start, end};
}

/* The value of a member, or where it begins. */
static void
take_value(
    struct crr_json_lines *lines, enum crr_json_event event, struct crr_text text)
{
    if (lines->column == CRR_NONE)
        return;
    lines->members[lines->column] = (struct crr_json_member){.stamp = lines->stamp,
        .event = event,
        .text = text,
        .first = lines->text_count,
        .start = lines->start};
}

static struct crr_text
text_of(enum crr_json_event event, struct crr_text text)
{
    if (event == CRR_JSON_TRUE || event == CRR_JSON_FALSE)
        return crr_text_of(event == CRR_JSON_TRUE ? "true" : "false");
    return event == CRR_JSON_NULL ? crr_text_of("") : text;
}

/* A value in a list that is a member's. */
static void
take_item(struct crr_json_lines *lines, enum crr_json_event event, struct crr_text text)
{
    if (lines->column == CRR_NONE)
        return;
    struct crr_json_member *member = &lines->members[lines->column];
    if (member->event != CRR_JSON_OPEN_ARRAY)
        return;
    if (event >= CRR_JSON_NAME) {
        member->nested = true;
    } else if (lines->text_count == CRR_COLUMN_LIMIT) {
        member->overfull = true;
    } else {
        lines->texts[lines->text_count++] = text_of(event, text);
        member->count++;
    }
}

/* A value, or the begin of one, whose end is yet to come. */
static void
end_value(struct crr_json_lines *lines, size_t end)
{
    if (lines->column != CRR_NONE)
        lines->members[lines->column].end = end;
    if (lines->hides && lines->hidden_count > 0)
        lines->hidden[lines->hidden_count - 1].end = end;
}

static bool
visit(void *user, enum crr_json_event event, struct crr_text text, unsigned depth,
    size_t end)
{
    struct crr_json_lines *lines = user;
    bool ends = event == CRR_JSON_CLOSE_OBJECT || event == CRR_JSON_CLOSE_ARRAY;
    if (depth == 0)
        return event == CRR_JSON_OPEN_OBJECT || event == CRR_JSON_CLOSE_OBJECT;
    if (depth == 1 && event == CRR_JSON_NAME)
        take_name(lines, text, end);
    else if (depth == 1 && !ends)
        take_value(lines, event, text);
    else if (depth == 2)
        take_item(lines, event, text);
    if (depth == 1 && event != CRR_JSON_NAME)
        end_value(lines, end);
    return true;
}

/* ---- Values ---- */

static void
refuse_kind(struct crr_json_lines *lines, const struct crr_input_view *view,
    const struct crr_json_member *member)
{
    bool codes = view->type == CRR_INPUT_CODES;
    refuse(&lines->refused, CRR_F_VALUE_TYPE, view->id,
        "a text, a number, true, false or null%s is expected, found %s",
        codes ? ", or a list of them," : "",
        member->event == CRR_JSON_OPEN_OBJECT ? "an object"
        : !codes                              ? "a list"
        : member->nested                      ? "lists or objects in a list"
                                              : "more than 4096 values in lists");
}

/* What a list or an object means for an input. */
static struct crr_value
value_of_several(struct crr_json_lines *lines, size_t index,
    const struct crr_input_view *view, const struct crr_json_member *member)
{
    struct crr_value value = {.type = CRR_VALUE_MISSING};
    bool codes = view->type == CRR_INPUT_CODES &&
                 member->event == CRR_JSON_OPEN_ARRAY && !member->nested;
    if (!codes || member->overfull) {
        if (lines->inputs[index].read)
            refuse_kind(lines, view, member);
    } else if (view->used) {
        value.type = CRR_VALUE_TEXTS;
        value.as.texts = (struct crr_texts){
            lines->texts + member->first, member->count};
    } else { /* nobody rates it: it is shown as it stands */
        value.type = CRR_VALUE_TEXT;
        value.as.text = (struct crr_text){
            lines->run->stream.bytes.at + member->start, member->end - member->start};
    }
    return value;
}

/* What a member means for an input. */
static struct crr_value
value_of(struct crr_json_lines *lines, size_t index, const struct crr_input_view *view,
    const struct crr_json_member *member)
{
    struct crr_value value = {.type = CRR_VALUE_MISSING};
    enum crr_json_event event = member->event;
    bool truth = event == CRR_JSON_TRUE || event == CRR_JSON_FALSE;
    size_t length = 0;
    if (event >= CRR_JSON_NAME)
        return value_of_several(lines, index, view, member);
    if (event == CRR_JSON_NULL)
        return value;
    if (truth && view->type == CRR_INPUT_FLAG) {
        value.type = CRR_VALUE_FLAG;
        value.as.flag = event == CRR_JSON_TRUE;
        return value;
    }
    value.type = CRR_VALUE_TEXT;
    value.as.text = text_of(event, member->text);
    if (event == CRR_JSON_NUMBER && view->type == CRR_INPUT_NUMBER)
        length = crr_json_write_out(member->text, lines->inputs[index].plain);
    if (length > 0)
        value.as.text = (struct crr_text){lines->inputs[index].plain, length};
    return value;
}

/* The column where the record has the input, CRR_NONE if nowhere. */
static size_t
find_member(struct crr_json_lines *lines, const struct crr_json_input *input,
    const struct crr_input_view *view)
{
    size_t found = CRR_NONE;
    for (size_t i = 0; i < input->count; i++) {
        size_t column = input->columns[i];
        if (lines->members[column].stamp != lines->stamp)
            continue;
        if (found != CRR_NONE)
            refuse(&lines->refused, CRR_F_CSV_COLUMN_TWICE, view->id,
                "one member for the input is expected, found both \"%.80s\" and "
                "\"%.80s\"; map one to it",
                lines->run->names[found].at, lines->run->names[column].at);
        else
            found = column;
    }
    return found;
}

static void
fill_values(struct crr_json_lines *lines)
{
    struct crr_run *run = lines->run;
    struct crr_input_view view;
    for (size_t i = 0; i < run->input_count; i++) {
        struct crr_json_input *input = &lines->inputs[i];
        crr_model_input(run->model, i, NULL, &view);
        size_t column = find_member(lines, input, &view);
        run->values[i] = (struct crr_value){.type = CRR_VALUE_MISSING};
        run->columns[i] = input->count > 0 ? input->columns[0] : CRR_NONE;
        if (column == CRR_NONE)
            continue;
        input->met = true;
        run->columns[i] = column;
        run->values[i] = value_of(lines, i, &view, &lines->members[column]);
    }
}

/* ---- Lines ---- */

static bool
is_blank(struct crr_text line)
{
    for (size_t i = 0; i < line.length; i++)
        if (line.at[i] != ' ' && line.at[i] != '\t' && line.at[i] != '\r')
            return false;
    return true;
}

enum crr_status
crr_json_lines_next(struct crr_run *run, enum crr_csv_result *ret)
{
    struct crr_json_lines *lines = run->lines;
    struct crr_stream *stream = &run->stream;
    struct crr_json_visitor visitor = {begin, visit, lines};
    size_t at;
    enum crr_status status = crr_stream_next_line(stream, ret);
    if (status == CRR_OK && *ret == CRR_CSV_RECORD && is_blank(stream->bytes))
        *ret = CRR_CSV_EMPTY_LINE;
    if (status != CRR_OK || *ret == CRR_CSV_END || *ret == CRR_CSV_EMPTY_LINE)
        return status;
    if (*ret != CRR_CSV_RECORD)
        return CRR_OK;
    lines->run = run;
    begin(lines);
    enum crr_json_fault fault = crr_json_parse(
        &lines->parser, stream->bytes, stream->scratch, &visitor, &at);
    if (fault == CRR_JSON_MEMORY)
        return CRR_E_MEMORY;
    lines->object_count += fault == CRR_JSON_GOOD;
    refuse_line(lines, fault, at);
    if (lines->refusal.finding == 0)
        fill_values(lines);
    stream->record.count = run->column_count;
    return CRR_OK;
}

static void
set_row(struct crr_row *row, const struct crr_json_refusal *refusal)
{
    char path[CRR_CODE_LIMIT + 1];
    snprintf(path, sizeof path, "%.*s", (int)refusal->path.length,
        refusal->path.at ? refusal->path.at : "");
    row->status = crr_error_set(&row->error, CRR_E_RECORD, refusal->finding, NULL, path,
        "%s", refusal->message);
}

bool
crr_json_lines_refuse(
    const struct crr_run *run, enum crr_csv_result result, struct crr_row *row)
{
    static const struct crr_json_refusal too_long = {.finding = CRR_F_CSV_TOO_LONG,
        .message = "a line of at most 1 MiB is expected, found a longer one"};
    const struct crr_json_refusal *refusal = result == CRR_CSV_RECORD
                                                 ? &run->lines->refusal
                                                 : &too_long;
    if (refusal->finding)
        set_row(row, refusal);
    return refusal->finding;
}

bool
crr_json_lines_refused(const struct crr_run *run)
{
    return run->lines && run->lines->refused.finding;
}

bool
crr_json_lines_refuse_values(const struct crr_run *run, struct crr_row *row)
{
    const struct crr_json_refusal *refused = &run->lines->refused;
    if (refused->finding)
        set_row(row, refused);
    return refused->finding;
}

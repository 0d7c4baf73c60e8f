/* Lines of JSON by libyajl. */
#include "file/json_parser.h"
#include <stdio.h>
#include <yajl/yajl_parse.h>
#include "base/span.h"

#define FIRST_POOL ((size_t)16 << 10)
#define ALIGNMENT 16u /* of blocks; before each its size */

/* ---- libyajl's memory ---- */

static void *
take_block(void *user, size_t size)
{
    struct crr_json_parser *parser = user;
    size_t left = parser->pool_size - parser->pool_used;
    size_t whole = (size + 2 * ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (whole < size || whole > left)
        longjmp(parser->exhausted, 1);
    char *at = parser->pool + parser->pool_used;
    memcpy(at, &size, sizeof size);
    parser->pool_used += whole;
    return at + ALIGNMENT;
}

static void *
resize_block(void *user, void *block, size_t size)
{
    size_t old_size = 0;
    void *wider = take_block(user, size);
    if (block)
        memcpy(&old_size, (char *)block - ALIGNMENT, sizeof old_size);
    if (old_size > 0)
        memcpy(wider, block, old_size < size ? old_size : size);
    return wider;
}

/* All goes at once, with the line. */
static void
leave_block(void *user, void *block)
{
    (void)user;
    (void)block;
}

static bool
widen_pool(struct crr_json_parser *parser)
{
    size_t size = parser->pool_size ? 2 * parser->pool_size : FIRST_POOL;
    char *pool = crr_arena_alloc(parser->arena, size);
    if (!pool)
        return false;
    parser->pool = pool;
    parser->pool_size = size;
    return true;
}

/* ---- Events ---- */

static int
fail(struct crr_json_parser *parser, enum crr_json_fault fault)
{
    parser->fault = fault;
    return 0;
}

static int
tell(void *user, enum crr_json_event event, struct crr_text text)
{
    struct crr_json_parser *parser = user;
    const struct crr_json_visitor *visitor = parser->visitor;
    size_t end = yajl_get_bytes_consumed(parser->handle);
    parser->value_end = end;
    if (visitor->visit(visitor->user, event, text, parser->depth, end))
        return 1;
    return fail(parser, CRR_JSON_STOPPED);
}

/* A text that stays until the line has been read: what is not in the line itself is
 * libyajl's for a moment only. All of them fit, for none is longer than it is written.
 */
static struct crr_text
keep(struct crr_json_parser *parser, const unsigned char *at, size_t length)
{
    const char *text = (const char *)at;
    const char *line = parser->line.at;
    if (text >= line && text < line + parser->line.length)
        return (struct crr_text){text, length};
    char *copy = parser->scratch + parser->scratch_used;
    memcpy(copy, text, length);
    parser->scratch_used += length;
    return (struct crr_text){copy, length};
}

static int
visit_null(void *user)
{
    return tell(user, CRR_JSON_NULL, (struct crr_text){NULL, 0});
}

static int
visit_boolean(void *user, int truth)
{
    return tell(
        user, truth ? CRR_JSON_TRUE : CRR_JSON_FALSE, (struct crr_text){NULL, 0});
}

static int
visit_number(void *user, const char *at, size_t length)
{
    return tell(user, CRR_JSON_NUMBER, keep(user, (const unsigned char *)at, length));
}

static int
visit_string(void *user, const unsigned char *at, size_t length)
{
    return tell(user, CRR_JSON_STRING, keep(user, at, length));
}

static int
visit_name(void *user, const unsigned char *at, size_t length)
{
    return tell(user, CRR_JSON_NAME, keep(user, at, length));
}

static int
open(struct crr_json_parser *parser, enum crr_json_event event)
{
    if (parser->depth == CRR_JSON_DEPTH_LIMIT)
        return fail(parser, CRR_JSON_DEEP);
    int go_on = tell(parser, event, (struct crr_text){NULL, 0});
    parser->depth++;
    return go_on;
}

static int
shut(struct crr_json_parser *parser, enum crr_json_event event)
{
    parser->depth--;
    return tell(parser, event, (struct crr_text){NULL, 0});
}

static int
open_object(void *user)
{
    return open(user, CRR_JSON_OPEN_OBJECT);
}

static int
close_object(void *user)
{
    return shut(user, CRR_JSON_CLOSE_OBJECT);
}

static int
open_array(void *user)
{
    return open(user, CRR_JSON_OPEN_ARRAY);
}

static int
close_array(void *user)
{
    return shut(user, CRR_JSON_CLOSE_ARRAY);
}

static const yajl_callbacks callbacks = {
    .yajl_null = visit_null,
    .yajl_boolean = visit_boolean,
    .yajl_number = visit_number,
    .yajl_string = visit_string,
    .yajl_map_key = visit_name,
    .yajl_start_map = open_object,
    .yajl_end_map = close_object,
    .yajl_start_array = open_array,
    .yajl_end_array = close_array,
};

/* ---- Escapes ---- */

/* The UTF-16 unit of an escape such as \u00e9; UINT32_MAX if none stands at `at`. */
static uint32_t
unit_at(struct crr_text line, size_t at)
{
    uint32_t unit = 0;
    if (line.length - at < 6 || line.at[at] != '\\' || line.at[at + 1] != 'u')
        return UINT32_MAX;
    for (size_t i = at + 2; i < at + 6; i++) {
        char byte = line.at[i];
        char letter = (char)(byte | 0x20);
        if (byte >= '0' && byte <= '9')
            unit = unit * 16 + (uint32_t)(byte - '0');
        else if (letter >= 'a' && letter <= 'f')
            unit = unit * 16 + (uint32_t)(letter - 'a') + 10;
        else
            return UINT32_MAX;
    }
    return unit;
}

/* Escapes that stand for no character, or for U+0000. In JSON a backslash stands in
 * strings only; where it stands elsewhere libyajl says so. */
static enum crr_json_fault
check_escapes(struct crr_text line, size_t *ret_at)
{
    for (size_t at = 0; at < line.length;) {
        const char *found = memchr(line.at + at, '\\', line.length - at);
        if (!found)
            return CRR_JSON_GOOD;
        *ret_at = at = (size_t)(found - line.at);
        uint32_t unit = unit_at(line, at);
        if (unit == 0)
            return CRR_JSON_NUL;
        if (unit >= 0xDC00 && unit <= 0xDFFF)
            return CRR_JSON_SURROGATE;
        at += unit == UINT32_MAX ? 2 : 6;
        if (unit < 0xD800 || unit > 0xDBFF)
            continue;
        unit = at < line.length ? unit_at(line, at) : UINT32_MAX;
        if (unit < 0xDC00 || unit > 0xDFFF)
            return CRR_JSON_SURROGATE;
        at += 6;
    }
    return CRR_JSON_GOOD;
}

static bool
find_byte(struct crr_text line, char byte, size_t *ret_at)
{
    const char *found = line.length ? memchr(line.at, byte, line.length) : NULL;
    *ret_at = found ? (size_t)(found - line.at) : 0;
    return found;
}

static enum crr_json_fault
check_bytes(struct crr_json_parser *parser, struct crr_text line, size_t *ret_at)
{
    if (find_byte(line, '\0', ret_at))
        return CRR_JSON_NUL;
    /* libyajl takes them for spaces. */
    if (find_byte(line, '\v', ret_at) || find_byte(line, '\f', ret_at)) {
        snprintf(parser->reason, sizeof parser->reason,
            "a control character that JSON does not have");
        return CRR_JSON_SYNTAX;
    }
    if (!crr_text_is_utf8(line)) {
        size_t step;
        while ((step = crr_utf8_length(line.at + *ret_at, line.length - *ret_at)) > 0)
            *ret_at += step;
        return CRR_JSON_NOT_UTF8;
    }
    return check_escapes(line, ret_at);
}

/* ---- Lines ---- */

void
crr_json_parser_init(struct crr_json_parser *parser, struct crr_arena *arena)
{
    memset(parser, 0, sizeof *parser);
    parser->arena = arena;
}

/* libyajl's words for what is wrong: "parse error: after key and value, ...". */
static void
keep_reason(struct crr_json_parser *parser)
{
    const char *text = (const char *)yajl_get_error(parser->handle, 0, NULL, 0);
    const char *colon = text ? strstr(text, ": ") : NULL;
    snprintf(parser->reason, sizeof parser->reason, "%s", colon ? colon + 2 : "");
    size_t length = strcspn(parser->reason, "\n");
    length -= length > 0 && parser->reason[length - 1] == '.';
    parser->reason[length] = '\0';
}

/* Whether something follows the value, a string that is not closed for instance, which
 * libyajl waits for in vain. */
static bool
goes_on(struct crr_json_parser *parser)
{
    size_t at = parser->value_end;
    while (at < parser->line.length && strchr(" \t\r\n", parser->line.at[at]))
        at++;
    snprintf(parser->reason, sizeof parser->reason, "something behind the value");
    return at < parser->line.length;
}

/* Reads the line; false if libyajl's memory was too small. */
static bool
read_line(struct crr_json_parser *parser, size_t *ret_at)
{
    yajl_alloc_funcs memory = {take_block, resize_block, leave_block, parser};
    struct crr_text line = parser->line;
    if (setjmp(parser->exhausted))
        return false;
    parser->handle = yajl_alloc(&callbacks, &memory, parser);
    yajl_status status = yajl_parse(
        parser->handle, (const unsigned char *)line.at, line.length);
    *ret_at = yajl_get_bytes_consumed(parser->handle);
    /* A number at the end of the line ends with it. */
    bool ended = parser->value_end > 0 && parser->depth == 0;
    if (status == yajl_status_ok) {
        *ret_at = line.length;
        status = yajl_complete_parse(parser->handle);
    }
    if (parser->fault != CRR_JSON_GOOD)
        return true;
    if (status != yajl_status_ok)
        keep_reason(parser);
    else if (!ended || !goes_on(parser))
        return true;
    parser->fault = CRR_JSON_SYNTAX;
    return true;
}

enum crr_json_fault
crr_json_parse(struct crr_json_parser *parser, struct crr_text line, char *scratch,
    const struct crr_json_visitor *visitor, size_t *ret_at)
{
    enum crr_json_fault fault = check_bytes(parser, line, ret_at);
    if (fault != CRR_JSON_GOOD)
        return fault;
    parser->visitor = visitor;
    parser->line = line;
    parser->scratch = scratch;
    for (bool narrow = !parser->pool;; narrow = true) {
        if (narrow && !widen_pool(parser))
            return CRR_JSON_MEMORY;
        parser->pool_used = 0;
        parser->scratch_used = 0;
        parser->depth = 0;
        parser->value_end = 0;
        parser->fault = CRR_JSON_GOOD;
        visitor->begin(visitor->user);
        if (read_line(parser, ret_at))
            return parser->fault;
    }
}

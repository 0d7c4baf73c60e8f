/* The tree of a YAML text, built from libyaml's events. What libyaml takes but a model
 * must not have is refused here. libyaml never sees a text that is too large, no UTF-8,
 * or has directives, whose handles it compares in quadratic time; and it is stopped at
 * the first node that is too deep, before its stack of open brackets makes every token
 * slow. */
#include "yaml/document.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>
#include "base/index.h"
#include "base/span.h"
#include "yaml/reader.h"
#include "yaml/comma.h"
#include "yaml/screen.h"

/* Mappings of more pairs than this use an index to find keys that are there twice. */
#define PAIRS_COMPARED 16

/* A node whose end was not met yet. */
struct frame {
    struct crr_yaml_node *node;
    size_t first; /* its items are pending from here on */
};

struct builder {
    struct crr_arena *arena;
    struct crr_arena scratch;
    struct crr_reader trace; /* by which findings are reported */
    struct crr_text text;
    size_t cursor_index; /* in characters, as libyaml counts, ... */
    size_t cursor_at;    /* ... and in bytes */
    struct frame frames[CRR_YAML_DEPTH_LIMIT];
    size_t depth;
    const struct crr_yaml_node *
        *pending; /* items of open nodes, the innermost's last */
    size_t pending_count, pending_capacity;
    const struct crr_yaml_node *root;
    bool has_document;
    bool refused; /* there will be no tree */
};

bool
crr_yaml_is_null(const struct crr_yaml_node *node)
{
    return node->kind == CRR_YAML_SCALAR && node->plain &&
           (node->text.length == 0 || crr_text_is(node->text, "~") ||
               crr_text_is(node->text, "null"));
}

/* ---- Places in the text ---- */

static struct crr_yaml_node
node_at_mark(yaml_mark_t mark)
{
    return (struct crr_yaml_node){
        .kind = CRR_YAML_SCALAR, .line = mark.line + 1, .column = mark.column + 1};
}

static bool
is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The byte at a mark, or NUL at the end. Marks hardly ever go back, so that following
 * them takes linear time in all. */
static char
byte_at_mark(struct builder *builder, yaml_mark_t mark)
{
    struct crr_text text = builder->text;
    size_t at = builder->cursor_at;

    while (builder->cursor_index < mark.index && at < text.length) {
        at++;
        while (at < text.length && is_continuation(text.at[at]))
            at++;
        builder->cursor_index++;
    }
    while (builder->cursor_index > mark.index && at > 0) {
        at--;
        while (at > 0 && is_continuation(text.at[at]))
            at--;
        builder->cursor_index--;
    }
    builder->cursor_at = at;
    return at < text.length ? text.at[at] : '\0';
}

/* ---- Findings ---- */

/* Sets the trace to the place where the next node will stand, under `depth` frames. */
static void
trace_to(struct builder *builder, size_t depth)
{
    struct crr_reader *trace = &builder->trace;

    crr_reader_leave(trace, 0);
    for (size_t i = 0; i < depth; i++) {
        const struct frame *frame = &builder->frames[i];
        size_t end = i + 1 < builder->depth ? builder->frames[i + 1].first
                                            : builder->pending_count;
        size_t count = end - frame->first;

        if (frame->node->kind == CRR_YAML_SEQUENCE)
            crr_reader_enter_index(trace, count);
        else if (count % 2 == 1 && builder->pending[end - 1]->kind == CRR_YAML_SCALAR)
            crr_reader_enter_key(trace, builder->pending[end - 1]->text);
    }
}

static void
check_properties(struct builder *builder, const struct crr_yaml_node *node,
    const yaml_char_t *anchor, const char *tag)
{
    char shown[64];

    if (!anchor && !tag)
        return;
    trace_to(builder, builder->depth);
    if (anchor)
        crr_reader_finding(&builder->trace, CRR_F_ANCHOR_OR_ALIAS, node,
            "expected a value, found the anchor \"&%s\"; write the value out wherever "
            "it "
            "is needed",
            crr_text_shown(crr_text_of((const char *)anchor), shown, sizeof shown));
    if (tag)
        crr_reader_finding(&builder->trace, CRR_F_TAG, node,
            "expected a value without a tag, found the tag \"%s\"; a text that begins "
            "with "
            "! needs quotes",
            crr_text_shown(crr_text_of(tag), shown, sizeof shown));
}

/* What people do who get libyaml's message. */
static const char *
hint_for(char byte, const char *problem)
{
    if (byte == '\t')
        return "; indent with spaces, not with tabs";
    if (byte == '%' || byte == '@' || byte == '`')
        return "; a text that begins with %, @ or ` needs quotes";
    if (strstr(problem, "mapping values are not allowed"))
        return "; a text that holds \": \" needs quotes, and keys of one mapping begin "
               "in "
               "the same column";
    return "";
}

static enum crr_status
report_parser(struct builder *builder, const yaml_parser_t *parser)
{
    const char *problem = parser->problem ? parser->problem : "it cannot be read";
    struct crr_yaml_node node;
    char context[128] = "";

    if (parser->error == YAML_MEMORY_ERROR || parser->error == YAML_NO_ERROR)
        return CRR_E_MEMORY; /* not every failed allocation in libyaml sets the error */
    crr_reader_leave(&builder->trace, 0);
    if (parser->error == YAML_READER_ERROR) {
        node = crr_yaml_node_at(builder->text, parser->problem_offset);
        crr_reader_finding(&builder->trace, CRR_F_NOT_YAML, &node,
            "expected YAML: %s, found U+%04X", problem,
            (unsigned)parser->problem_value);
        return CRR_E_MODEL;
    }
    node = node_at_mark(parser->problem_mark);
    if (parser->context)
        snprintf(context, sizeof context, " (%s from line %zu on)", parser->context,
            parser->context_mark.line + 1);
    crr_reader_finding(&builder->trace, CRR_F_NOT_YAML, &node, "expected YAML: %s%s%s",
        problem, context,
        hint_for(byte_at_mark(builder, parser->problem_mark), problem));
    return CRR_E_MODEL;
}

/* ---- Nodes ---- */

static struct crr_yaml_node *
new_node(struct builder *builder, enum crr_yaml_kind kind, yaml_mark_t mark)
{
    struct crr_yaml_node *node = crr_arena_alloc(builder->arena, sizeof *node);

    if (node) {
        *node = node_at_mark(mark);
        node->kind = kind;
    }
    return node;
}

/* Puts a complete node where it belongs. */
static bool
place_node(struct builder *builder, const struct crr_yaml_node *node)
{
    const struct crr_yaml_node **pending;

    if (builder->depth == 0) {
        builder->root = node;
        return true;
    }
    pending = crr_arena_grow(&builder->scratch, builder->pending,
        builder->pending_count, &builder->pending_capacity, sizeof(*pending));
    if (!pending)
        return false;
    builder->pending = pending;
    pending[builder->pending_count++] = node;
    return true;
}

static bool
take_scalar(struct builder *builder, const yaml_event_t *event)
{
    struct crr_text text = {
        (const char *)event->data.scalar.value, event->data.scalar.length};
    const char *tag = (const char *)event->data.scalar.tag;
    struct crr_yaml_node *node = new_node(builder, CRR_YAML_SCALAR, event->start_mark);

    if (!node)
        return false;
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->text = crr_arena_copy(builder->arena, text);
    if (!node->text.at)
        return false;
    /* libyaml drops the tag "!" of a scalar, but the scalar still begins there. */
    if (!tag && event->start_mark.index < event->end_mark.index &&
        byte_at_mark(builder, event->start_mark) == '!')
        tag = "!";
    check_properties(builder, node, event->data.scalar.anchor, tag);
    return place_node(builder, node);
}

/* An alias becomes a text that looks like it, so that the rest can be read. */
static bool
take_alias(struct builder *builder, const yaml_event_t *event)
{
    struct crr_yaml_node *node = new_node(builder, CRR_YAML_SCALAR, event->start_mark);
    char shown[64] = "*";

    if (!node)
        return false;
    crr_text_shown(crr_text_of((const char *)event->data.alias.anchor), shown + 1,
        sizeof shown - 1);
    node->plain = true;
    node->text = crr_arena_copy(builder->arena, crr_text_of(shown));
    if (!node->text.at)
        return false;
    trace_to(builder, builder->depth);
    crr_reader_finding(&builder->trace, CRR_F_ANCHOR_OR_ALIAS, node,
        "expected a value, found the alias \"%s\"; write the value out, or put a text "
        "that "
        "begins with * in quotes",
        shown);
    node->refused = true;
    return place_node(builder, node);
}

static bool
open_node(struct builder *builder, const yaml_event_t *event)
{
    bool is_mapping = event->type == YAML_MAPPING_START_EVENT;
    struct crr_yaml_node *node = new_node(
        builder, is_mapping ? CRR_YAML_MAPPING : CRR_YAML_SEQUENCE, event->start_mark);

    if (!node)
        return false;
    if (builder->depth == CRR_YAML_DEPTH_LIMIT) {
        trace_to(builder, builder->depth);
        crr_reader_finding(&builder->trace, CRR_F_TOO_LARGE, node,
            "expected at most %d levels of lists and mappings, found more",
            CRR_YAML_DEPTH_LIMIT);
        builder->refused = true;
        return false;
    }
    if (is_mapping)
        check_properties(builder, node, event->data.mapping_start.anchor,
            (const char *)event->data.mapping_start.tag);
    else
        check_properties(builder, node, event->data.sequence_start.anchor,
            (const char *)event->data.sequence_start.tag);
    builder->frames[builder->depth++] = (struct frame){node, builder->pending_count};
    return true;
}

/* The pair that was kept and has this key, or NULL; adds the key if there is none. */
static const struct crr_yaml_node *
same_key(struct crr_index *index, const struct crr_yaml_node *const *kept, size_t count,
    const struct crr_yaml_node *key)
{
    if (index->slots) {
        uint32_t found = crr_index_add(index, key->text, (uint32_t)count);

        return found == CRR_INDEX_NONE ? NULL : kept[found];
    }
    for (size_t i = 0; i < count; i += 2) {
        if (crr_text_equal(kept[i]->text, key->text))
            return kept[i];
    }
    return NULL;
}

/* Nothing else is said of a value of which a finding was reported. The builder made the
 * node, and no one else has it yet. */
static void
refuse_value(const struct crr_yaml_node *node)
{
    ((struct crr_yaml_node *)node)->refused = true;
}

/* Keeps the pairs of a mapping whose keys are scalars and new; returns how many items
 * they are. */
static size_t
keep_pairs(struct builder *builder, const struct crr_yaml_node **items, size_t count,
    struct crr_index *index)
{
    struct crr_reader *trace = &builder->trace;
    char shown[64];
    size_t kept = 0;

    trace_to(builder, builder->depth - 1);
    for (size_t i = 0; i + 1 < count; i += 2) {
        const struct crr_yaml_node *key = items[i];
        const struct crr_yaml_node *former = NULL;
        size_t above = trace->path_length;

        if (kept > 0 && crr_yaml_is_remainder(items[kept - 1], key, items[i + 1])) {
            crr_yaml_report_parted(trace, items[kept - 2]->text, items[kept - 1], key);
            refuse_value(items[kept - 1]);
            continue;
        }
        if (key->kind == CRR_YAML_SCALAR)
            former = same_key(index, items, kept, key);
        if (key->kind == CRR_YAML_SCALAR && !former) {
            items[kept++] = key;
            items[kept++] = items[i + 1];
            continue;
        }
        if (former) {
            crr_reader_enter_key(trace, key->text);
            crr_reader_finding(trace, CRR_F_DUPLICATE_KEY, key,
                "expected each key once, found `%s` again; it is already in line %zu",
                crr_text_shown(key->text, shown, sizeof shown), former->line);
            crr_reader_leave(trace, above);
        } else {
            crr_reader_finding(trace, CRR_F_WRONG_KIND, key,
                "expected a text as the key, found a %s",
                key->kind == CRR_YAML_MAPPING ? "mapping" : "list");
        }
    }
    return kept;
}

static bool
close_node(struct builder *builder)
{
    struct frame *frame = &builder->frames[builder->depth - 1];
    struct crr_yaml_node *node = frame->node;
    size_t count = builder->pending_count - frame->first;
    const struct crr_yaml_node **items = count > 0 ? builder->pending + frame->first
                                                   : NULL;
    const struct crr_yaml_node **copy;

    if (node->kind == CRR_YAML_MAPPING && count > 0) {
        struct crr_arena keys;
        struct crr_index index = {0};

        crr_arena_init(&keys, &builder->arena->allocator);
        if (count / 2 <= PAIRS_COMPARED ||
            crr_index_init(&index, &keys, (uint32_t)(count / 2)))
            count = keep_pairs(builder, items, count, &index);
        else
            builder->arena->failed = true;
        crr_arena_clear(&keys);
    }
    copy = crr_arena_array(builder->arena, count, sizeof(*copy));
    if (!copy)
        return false;
    if (count > 0)
        memcpy(copy, items, count * sizeof(*copy));
    node->items = copy;
    node->item_count = count;
    builder->pending_count = frame->first;
    builder->depth--;
    return place_node(builder, node);
}

static bool
open_document(struct builder *builder, const yaml_event_t *event)
{
    if (builder->has_document) {
        struct crr_yaml_node node = node_at_mark(event->start_mark);

        crr_reader_leave(&builder->trace, 0);
        crr_reader_finding(&builder->trace, CRR_F_SECOND_DOCUMENT, &node,
            "expected one document, found another one; remove the line \"---\" and "
            "what "
            "follows");
        return false;
    }
    builder->has_document = true;
    return true;
}

/* False: no more events are wanted. */
static bool
take_event(struct builder *builder, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return open_document(builder, event);
    case YAML_ALIAS_EVENT:
        return take_alias(builder, event);
    case YAML_SCALAR_EVENT:
        return take_scalar(builder, event);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return open_node(builder, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_node(builder);
    case YAML_STREAM_END_EVENT:
        return false;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        break;
    }
    return true;
}

/* ---- The whole ---- */

static enum crr_status
build(struct builder *builder, yaml_parser_t *parser)
{
    bool goes_on = true;

    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser,
        (const unsigned char *)builder->text.at + builder->cursor_at,
        builder->text.length - builder->cursor_at);
    while (goes_on) {
        yaml_event_t event;

        if (!yaml_parser_parse(parser, &event))
            return report_parser(builder, parser);
        goes_on = take_event(builder, &event);
        yaml_event_delete(&event);
    }
    if (builder->refused)
        return CRR_E_MODEL;
    if (builder->arena->failed || builder->scratch.failed)
        return CRR_E_MEMORY;
    if (!builder->root || crr_yaml_is_null(builder->root)) {
        struct crr_yaml_node start = {.line = 1, .column = 1};

        crr_reader_leave(&builder->trace, 0);
        crr_reader_finding(&builder->trace, CRR_F_EMPTY_DOCUMENT, &start,
            "expected a mapping, found nothing");
        return CRR_E_MODEL;
    }
    return CRR_OK;
}

enum crr_status
crr_yaml_parse(struct crr_text text, size_t limit, const char *file,
    struct crr_arena *arena, struct crr_report *report,
    const struct crr_yaml_node **ret_root)
{
    struct builder builder = {.arena = arena};
    yaml_parser_t parser;
    enum crr_status status;

    if (text.length == 0)
        text = crr_text_of(""); /* libyaml wants a pointer */
    builder.text = text;
    builder.trace = (struct crr_reader){.arena = arena, .report = report, .file = file};
    if (!crr_yaml_screen(text, limit, &builder.trace))
        return arena->failed ? CRR_E_MEMORY : CRR_E_MODEL;
    builder.cursor_at = crr_yaml_has_bom(text) ? 3 : 0;
    if (!yaml_parser_initialize(&parser))
        return CRR_E_MEMORY;
    crr_arena_init(&builder.scratch, &arena->allocator);
    status = build(&builder, &parser);
    crr_arena_clear(&builder.scratch);
    yaml_parser_delete(&parser);
    if (arena->failed)
        return CRR_E_MEMORY;
    if (status == CRR_OK)
        *ret_root = builder.root;
    return status;
}

/* Reading a model: the parts in the order in which they name each other, whatever their
 * order in the file; then the checks across them, the canonical text and the digests.
 */
#include "model/read.h"
#include "model/combine.h"
#include "model/table_open.h"

/* The nodes under the keys of the file. */
struct parts {
    const struct crr_yaml_node *head, *score, *weights, *missing_values, *inputs,
        *tables, *lists, *factors, *correction, *segments, *tiers, *rules, *history,
        *judgements, *overrides, *accept;
};

/* Read first, by check_format. */
static bool
skip(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    (void)reader;
    (void)node;
    (void)object;
    return true;
}

#define KEEP(name)                                                                     \
    static bool keep_##name(                                                           \
        struct crr_reader *reader, const struct crr_yaml_node *node, void *parts)      \
    {                                                                                  \
        (void)reader;                                                                  \
        ((struct parts *)parts)->name = node;                                          \
        return true;                                                                   \
    }
KEEP(head)
KEEP(score)
KEEP(weights)
KEEP(missing_values)
KEEP(inputs)
KEEP(tables)
KEEP(lists)
KEEP(factors)
KEEP(correction)
KEEP(segments)
KEEP(tiers)
KEEP(rules)
KEEP(history)
KEEP(judgements)
KEEP(overrides)
KEEP(accept)

static const struct crr_field root_fields[] = {{"crr", skip, true},
    {"model", keep_head, true}, {"score", keep_score, false},
    {"weights", keep_weights, false}, {"missing_values", keep_missing_values, false},
    {"inputs", keep_inputs, true}, {"tables", keep_tables, false},
    {"factors", keep_factors, false}, {"correction", keep_correction, false},
    {"tiers", keep_tiers, true}, {"rules", keep_rules, false},
    {"accept", keep_accept, false}, {"segments", keep_segments, false},
    {"lists", keep_lists, false}, {"extends", NULL, false},
    {"judgements", keep_judgements, false}, {"history", keep_history, false},
    {"overrides", keep_overrides, false}};

static void
read_part(struct crr_reader *reader, const char *key, const struct crr_yaml_node *node,
    void (*read)(struct crr_reader *reader, const struct crr_yaml_node *node))
{
    if (!node)
        return;
    size_t above = crr_reader_enter_key(reader, crr_text_of(key));
    read(reader, node);
    crr_reader_leave(reader, above);
}

/* Whatever another version of the format has would look like a mistake. */
static bool
check_format(struct crr_reader *reader, const struct crr_yaml_node *root)
{
    const struct crr_yaml_node *node = crr_yaml_get(root, "crr");
    if (!node || (node->kind == CRR_YAML_SCALAR && crr_text_is(node->text, "1")))
        return true;
    char shown[64];
    size_t above = crr_reader_enter_key(reader, crr_text_of("crr"));
    crr_reader_finding(reader, CRR_F_UNSUPPORTED_VERSION, node,
        "expected 1, the version of the format that this release reads, found %s%s%s",
        node->kind == CRR_YAML_SCALAR ? "\"" : "",
        node->kind == CRR_YAML_SCALAR ? crr_text_shown(node->text, shown, sizeof shown)
                                      : "a list or a mapping",
        node->kind == CRR_YAML_SCALAR ? "\"" : "");
    crr_reader_leave(reader, above);
    return false;
}

/* The factors at the root are what rates, or what segments take over. */
static void
read_segments(struct crr_reader *trace, const struct crr_yaml_node *root,
    const struct parts *parts)
{
    if (!crr_segment_init(trace, crr_ast_of(trace)->segments))
        return;
    if (!parts->factors && !parts->segments)
        crr_reader_finding(trace, CRR_F_MISSING_KEY, root,
            "expected the key `factors`, found a mapping without it");
    read_part(trace, "factors", parts->factors, crr_read_factors);
    read_part(trace, "correction", parts->correction, crr_read_correction);
    read_part(trace, "segments", parts->segments, crr_read_segments);
}

static void
read_parts(struct crr_model_reader *reader, const struct crr_yaml_node *root)
{
    struct crr_reader *trace = &reader->trace;
    struct parts parts = {0};
    crr_read_mapping(
        trace, root, root_fields, sizeof root_fields / sizeof root_fields[0], &parts);
    read_part(trace, "model", parts.head, crr_read_head);
    size_t above = crr_reader_enter_key(trace, crr_text_of("score"));
    crr_read_score(trace, parts.score);
    crr_reader_leave(trace, above);
    read_part(trace, "weights", parts.weights, crr_read_weights);
    read_part(trace, "missing_values", parts.missing_values, crr_read_missing_values);
    read_part(trace, "inputs", parts.inputs, crr_read_inputs);
    read_part(trace, "tables", parts.tables, crr_read_tables);
    read_part(trace, "lists", parts.lists, crr_read_lists);
    read_part(trace, "tiers", parts.tiers, crr_read_tiers);
    read_segments(trace, root, &parts);
    read_part(trace, "rules", parts.rules, crr_read_rules);
    read_part(trace, "history", parts.history, crr_read_history);
    read_part(trace, "judgements", parts.judgements, crr_read_judgements);
    read_part(trace, "overrides", parts.overrides, crr_read_overrides);
    read_part(trace, "accept", parts.accept, crr_read_accepts);
    crr_model_settle_tables(reader);
    crr_model_settle_nodes(reader->ast);
}

/* The model comes first in the listing of the source digest, though its tables are read
 * later. */
static bool
digest_source(struct crr_model_reader *reader)
{
    const struct crr_model_source *source = reader->source;
    char hex[CRR_DIGEST_SIZE];
    crr_digest(source->text, hex);
    return crr_buffer_write(reader->listing, hex, CRR_DIGEST_SIZE - 1) == 0 &&
           crr_buffer_write(reader->listing, "  ", 2) == 0 &&
           crr_buffer_write(
               reader->listing, source->base_name, strlen(source->base_name)) == 0 &&
           crr_buffer_write(reader->listing, "\n", 1) == 0;
}

static struct crr_ast *
new_ast(struct crr_arena *arena)
{
    struct crr_ast *ast = crr_arena_alloc(arena, sizeof *ast);
    if (!ast)
        return NULL;
    ast->approved_on = CRR_NO_DAY;
    ast->effective_from = CRR_NO_DAY;
    ast->effective_to = CRR_NO_DAY;
    ast->decimals = 2;
    ast->score_factor = (struct crr_rational){1, 1};
    ast->weights_total = 1;
    ast->segments = crr_arena_array(arena, 1, sizeof *ast->segments);
    ast->segment_count = 1;
    return ast->segments ? ast : NULL;
}

/* All but the YAML and the ends of the digest. */
static enum crr_status
read_root(struct crr_model_reader *reader, const struct crr_yaml_node *root)
{
    struct crr_arena *arena = reader->trace.arena;
    struct crr_report *report = reader->trace.report;
    struct crr_ast *ast = reader->ast;
    reader->segment = ast->segments;
    if (!digest_source(reader))
        return CRR_E_MEMORY;
    if (!check_format(&reader->trace, root))
        return arena->failed ? CRR_E_MEMORY : CRR_E_MODEL;
    read_parts(reader, root);
    if (arena->failed)
        return CRR_E_MEMORY;
    if (!crr_model_check(reader->source, report, ast)) {
        crr_model_apply_accepts(reader->source, report, ast);
        return arena->failed ? CRR_E_MEMORY : CRR_E_MODEL;
    }
    if (!crr_model_write_canonical(ast, arena, &ast->canonical))
        return CRR_E_MEMORY;
    crr_digest(ast->canonical, ast->digest);
    crr_digest((struct crr_text){reader->listing->at, reader->listing->length},
        ast->source_digest);
    return arena->failed ? CRR_E_MEMORY : CRR_OK;
}

enum crr_status
crr_model_read(const struct crr_model_source *source, struct crr_arena *arena,
    struct crr_report *report, struct crr_ast **ret_ast)
{
    const struct crr_yaml_node *root;
    enum crr_status status = crr_yaml_parse(
        source->text, source->text_limit, source->name, arena, report, &root);
    if (status != CRR_OK)
        return status;
    struct crr_buffer listing;
    crr_buffer_init(&listing, &arena->allocator);
    struct crr_model_reader reader = {
        .trace = {.arena = arena, .report = report, .file = source->name},
        .source = source,
        .ast = new_ast(arena),
        .listing = &listing};
    status = reader.ast ? read_root(&reader, root) : CRR_E_MEMORY;
    crr_table_close_all(&reader);
    crr_buffer_clear(&listing);
    if (status == CRR_OK)
        *ret_ast = reader.ast;
    return status;
}

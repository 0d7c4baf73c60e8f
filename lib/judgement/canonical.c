/* Judgements in normal form: the order of the file, every value stated, comparisons as
 * the upper triangle in reduced fractions. What a digest is taken of, and what a
 * model's canonical text carries. */
#include "judgement/judgement.h"

#include "base/writer.h"

/* Where lines are written to. */
struct page {
    struct crr_writer *writer;
    int indent;
};

static void
begin_line(const struct page *page, int depth)
{
    for (int i = 0; i < page->indent + 2 * depth; i++)
        crr_write_bytes(page->writer, " ", 1);
}

static void
write_key(const struct page *page, int depth, const char *key)
{
    begin_line(page, depth);
    crr_write_string(page->writer, key);
    crr_write_string(page->writer, ": ");
}

static void
write_head(const struct page *page, int depth, const char *key)
{
    begin_line(page, depth);
    crr_write_string(page->writer, key);
    crr_write_string(page->writer, ":\n");
}

static void
write_word(const struct page *page, int depth, const char *key, const char *word)
{
    write_key(page, depth, key);
    crr_write_string(page->writer, word);
    crr_write_bytes(page->writer, "\n", 1);
}

static void
write_text(const struct page *page, int depth, const char *key, struct crr_text text)
{
    if (text.length == 0)
        return;
    write_key(page, depth, key);
    crr_write_json_string(page->writer, text);
    crr_write_bytes(page->writer, "\n", 1);
}

static void
write_count(const struct page *page, int depth, const char *key, int count)
{
    write_key(page, depth, key);
    crr_write_count(page->writer, (uint64_t)count);
    crr_write_bytes(page->writer, "\n", 1);
}

static void
write_rational(const struct page *page, struct crr_rational value)
{
    crr_write_count(page->writer, (uint64_t)value.numerator);
    if (value.denominator == 1)
        return;
    crr_write_bytes(page->writer, "/", 1);
    crr_write_count(page->writer, (uint64_t)value.denominator);
}

static void
write_rational_line(
    const struct page *page, int depth, const char *key, struct crr_rational value)
{
    write_key(page, depth, key);
    write_rational(page, value);
    crr_write_bytes(page->writer, "\n", 1);
}

/* ---- Nodes ---- */

static void
write_voice(const struct page *page, int depth, const struct crr_judge *judge, size_t n)
{
    size_t count = crr_pair_count(n);

    write_count(page, depth, "tolerance", judge->tolerance);
    if (count == 0)
        return;
    write_key(page, depth, "upper");
    for (size_t i = 0; i < count; i++) {
        crr_write_string(page->writer, i > 0 ? ", " : "[");
        if (judge->upper[i].value.numerator == 0)
            crr_write_bytes(page->writer, "~", 1);
        else
            write_rational(page, judge->upper[i].value);
    }
    crr_write_string(page->writer, "]\n");
}

static void
write_expert(
    const struct page *page, int depth, const struct crr_judge *judge, size_t n)
{
    begin_line(page, depth);
    crr_write_string(page->writer, "- name: ");
    crr_write_json_string(page->writer, judge->name);
    crr_write_bytes(page->writer, "\n", 1);
    write_rational_line(page, depth + 1, "weight", judge->voting_weight);
    write_text(page, depth + 1, "rationale", judge->rationale);
    write_voice(page, depth + 1, judge, n);
}

static void
write_scores(const struct page *page, int depth, const struct crr_judged_tree *tree,
    const struct crr_judged_node *node)
{
    write_key(page, depth, "scores");
    for (uint32_t i = 0; i < node->child_count; i++) {
        crr_write_string(page->writer, i > 0 ? ", " : "{");
        crr_write_json_string(page->writer, tree->elements[node->children[i]].name);
        crr_write_string(page->writer, ": ");
        write_rational(page, node->scores[i]);
    }
    crr_write_string(page->writer, "}\n");
}

static void
write_node(const struct page *page, int depth, const struct crr_judged_tree *tree,
    const struct crr_judged_node *node)
{
    begin_line(page, depth);
    crr_write_json_string(page->writer, tree->elements[node->element].name);
    crr_write_string(page->writer, ":\n");
    write_text(page, depth + 1, "rationale", node->rationale);
    write_key(page, depth + 1, "children");
    for (uint32_t i = 0; i < node->child_count; i++) {
        crr_write_string(page->writer, i > 0 ? ", " : "[");
        crr_write_json_string(page->writer, tree->elements[node->children[i]].name);
    }
    crr_write_string(page->writer, "]\n");
    if (node->scores) {
        write_scores(page, depth + 1, tree, node);
    } else if (!node->has_experts) {
        write_voice(page, depth + 1, &node->judges[0], node->child_count);
    } else {
        write_head(page, depth + 1, "experts");
        for (uint32_t i = 0; i < node->judge_count; i++)
            write_expert(page, depth + 2, &node->judges[i], node->child_count);
    }
}

static void
write_tree(const struct page *page, int depth, const struct crr_judged_tree *tree)
{
    write_head(page, depth, "nodes");
    for (uint32_t i = 0; i < tree->node_count; i++)
        write_node(page, depth + 1, tree, &tree->nodes[i]);
}

/* ---- All of it ---- */

static const char *
aggregation_name(enum crr_aggregation aggregation)
{
    switch (aggregation) {
    case CRR_AGGREGATE_JUDGEMENTS:
        return "judgements";
    case CRR_AGGREGATE_PRIORITIES:
        return "priorities";
    case CRR_AGGREGATE_PRIORITIES_ARITHMETIC:
        return "priorities_arithmetic";
    }
    return "";
}

static void
write_scale(const struct page *page, const struct crr_scale *scale)
{
    if (!scale->declared)
        return;
    write_key(page, 1, "scale");
    for (uint32_t i = 0; i < scale->count; i++) {
        crr_write_string(page->writer, i > 0 ? ", " : "[");
        write_rational(page, scale->values[i]);
    }
    crr_write_string(page->writer, "]\n");
}

void
crr_judgements_write(
    const struct crr_judgements *judgements, int indent, struct crr_writer *writer)
{
    struct page page = {writer, indent};

    write_head(&page, 0, "judgements");
    write_word(&page, 1, "method",
        judgements->method == CRR_METHOD_EIGENVECTOR ? "eigenvector"
                                                     : "geometric_mean");
    write_word(
        &page, 1, "random_index", crr_random_index_names[judgements->random_index].id);
    write_rational_line(&page, 1, "limit", judgements->limit);
    write_count(&page, 1, "places", judgements->places);
    write_word(&page, 1, "aggregate", aggregation_name(judgements->aggregation));
    write_word(&page, 1, "unconnected", judgements->leave_out ? "leave_out" : "refuse");
    write_scale(&page, &judgements->scale);
    if (judgements->tree_count == 1 && judgements->trees[0].segment.length == 0) {
        write_tree(&page, 1, &judgements->trees[0]);
        return;
    }
    write_head(&page, 1, "segments");
    for (uint32_t i = 0; i < judgements->tree_count; i++) {
        begin_line(&page, 2);
        crr_write_text(writer, judgements->trees[i].segment);
        crr_write_string(writer, ":\n");
        write_tree(&page, 3, &judgements->trees[i]);
    }
}

bool
crr_judgements_digest(const struct crr_judgements *judgements, struct crr_arena *arena,
    char ret_hex[CRR_DIGEST_SIZE])
{
    struct crr_writer writer;
    struct crr_buffer buffer;

    crr_buffer_init(&buffer, &arena->allocator);
    crr_writer_init(&writer, crr_buffer_write, &buffer);
    crr_judgements_write(judgements, 0, &writer);
    bool good = crr_writer_flush(&writer);
    if (good)
        crr_digest((struct crr_text){buffer.at, buffer.length}, ret_hex);
    crr_buffer_clear(&buffer);
    return good;
}

/* Nodes of YAML: comparing, finding, building, writing. */
#include "diff/mix.h"
#include "base/span.h"
#include "model/canonical.h"

bool
crr_tree_equal(const struct crr_yaml_node *a, const struct crr_yaml_node *b)
{
    if (!a || !b)
        return a == b;
    if (a->kind != b->kind || a->item_count != b->item_count)
        return false;
    if (a->kind == CRR_YAML_SCALAR)
        return crr_yaml_is_null(a) == crr_yaml_is_null(b) &&
               crr_text_equal(a->text, b->text);
    for (size_t i = 0; i < a->item_count; i++)
        if (!crr_tree_equal(a->items[i], b->items[i]))
            return false;
    return true;
}

const struct crr_yaml_node *
crr_tree_find(const struct crr_yaml_node *node, struct crr_text key)
{
    for (size_t i = 0; node && i < node->item_count; i += 2)
        if (crr_text_equal(node->items[i]->text, key))
            return node->items[i + 1];
    return NULL;
}

const struct crr_yaml_node *
crr_tree_get(const struct crr_yaml_node *node, const char *key)
{
    return crr_tree_find(node, crr_text_of(key));
}

struct crr_text
crr_tree_id(const struct crr_yaml_node *item)
{
    const struct crr_yaml_node *id = crr_tree_get(item, "id");
    return id ? id->text : (struct crr_text){"", 0};
}

const struct crr_yaml_node *
crr_tree_item(const struct crr_yaml_node *sequence, struct crr_text id)
{
    for (size_t i = 0; sequence && i < sequence->item_count; i++)
        if (crr_text_equal(crr_tree_id(sequence->items[i]), id))
            return sequence->items[i];
    return NULL;
}

bool
crr_tree_same_ids(const struct crr_yaml_node *a, const struct crr_yaml_node *b)
{
    size_t count = a ? a->item_count : 0;
    if (count != (b ? b->item_count : 0))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!crr_text_equal(crr_tree_id(a->items[i]), crr_tree_id(b->items[i])) ||
            !crr_tree_same_ids(crr_tree_get(a->items[i], "factors"),
                crr_tree_get(b->items[i], "factors")))
            return false;
    return true;
}

/* ---- Building ---- */

void
crr_tree_add(struct crr_tree_builder *builder, const struct crr_yaml_node *item)
{
    if (!item)
        return;
    const struct crr_yaml_node **items = crr_arena_grow(builder->arena, builder->items,
        builder->count, &builder->capacity, sizeof(const struct crr_yaml_node *));
    if (!items)
        return;
    builder->items = items;
    builder->items[builder->count++] = item;
}

void
crr_tree_put(struct crr_tree_builder *builder, struct crr_text key,
    const struct crr_yaml_node *value)
{
    if (!value)
        return;
    struct crr_yaml_node *node = crr_arena_alloc(builder->arena, sizeof *node);
    if (!node)
        return;
    node->kind = CRR_YAML_SCALAR;
    node->text = key;
    crr_tree_add(builder, node);
    crr_tree_add(builder, value);
}

const struct crr_yaml_node *
crr_tree_finish(struct crr_tree_builder *builder)
{
    if (builder->count == 0)
        return NULL;
    struct crr_yaml_node *node = crr_arena_alloc(builder->arena, sizeof *node);
    if (!node)
        return NULL;
    node->kind = builder->kind;
    node->items = builder->items;
    node->item_count = builder->count;
    return node;
}

/* ---- Writing ---- */

/* Recursion is as deep as the canonical text, which the model's limits bound. */
static void
write_node(struct crr_page *page, const struct crr_yaml_node *node)
{
    bool mapping = node->kind == CRR_YAML_MAPPING;
    if (node->kind == CRR_YAML_SCALAR) {
        if (crr_yaml_is_null(node))
            crr_page_word(page, "~");
        else
            crr_page_text(page, node->text);
        return;
    }
    crr_page_word(page, mapping ? "{" : "[");
    for (size_t i = 0; i < node->item_count; i++) {
        bool value = mapping && i % 2 == 1;
        crr_page_word(page, value ? ": " : i > 0 ? ",\n " : "");
        write_node(page, node->items[i]);
    }
    crr_page_word(page, mapping ? "}" : "]");
}

bool
crr_tree_write(const struct crr_yaml_node *root, struct crr_buffer *buffer)
{
    struct crr_page page = {.ast = NULL};
    crr_writer_init(&page.writer, crr_buffer_write, buffer);
    write_node(&page, root);
    crr_page_word(&page, "\n");
    return crr_writer_flush(&page.writer);
}

/* A YAML text as a tree of nodes with their places. */
#ifndef CRR_YAML_DOCUMENT_H
#define CRR_YAML_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/report.h"
#include "crr/status.h"
#include "crr/text.h"

#define CRR_YAML_SIZE_LIMIT (16u << 20)
#define CRR_YAML_DEPTH_LIMIT 64

enum crr_yaml_kind {
    CRR_YAML_SCALAR,
    CRR_YAML_SEQUENCE,
    CRR_YAML_MAPPING
};

struct crr_yaml_node {
    enum crr_yaml_kind kind;
    bool plain;   /* a scalar without quotes: only then ~ and nothing mean "nothing" */
    bool refused; /* it was reported, and what is read from it is not: an alias */
    size_t line, column;
    struct crr_text text; /* of a scalar */
    /* Items of a sequence; of a mapping key, value, key, value, ... in the order of the
     * file. A mapping's keys are scalars and unique. */
    const struct crr_yaml_node *const *items;
    size_t item_count; /* of a mapping twice the number of its pairs */
};

/* True for the plain scalars ~, null and nothing at all. */
bool crr_yaml_is_null(const struct crr_yaml_node *node);

/* Parses text of at most limit bytes; nodes and their texts lie in the arena. CRR_OK
 * and *ret_root (a mapping, a sequence or a scalar); CRR_E_MODEL when findings were
 * reported that leave no tree; CRR_E_MEMORY. Anchors, aliases, tags, duplicate keys,
 * keys that are no scalars, a second document, NUL bytes and bad UTF-8 are findings;
 * where possible the tree is still built, so that more can be found. */
enum crr_status crr_yaml_parse(struct crr_text text, size_t limit, const char *file,
    struct crr_arena *arena, struct crr_report *report,
    const struct crr_yaml_node **ret_root);

#endif

/* Typed reading of YAML nodes: each function reads one node as the type that the schema
 * gives it, or reports a finding with place, path, what was expected and what was
 * found, and returns false. The path of the node (factors[2].bands[0].points) is kept
 * as a trace. */
#ifndef CRR_YAML_READER_H
#define CRR_YAML_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/decimal.h"
#include "base/report.h"
#include "yaml/document.h"

struct crr_reader {
    struct crr_arena *arena;
    struct crr_report *report;
    const char *file;
    size_t path_length;
    char path[256];
};

/* One key of a mapping. */
struct crr_field {
    const char *key;
    /* Reads the value into object; reports what is wrong itself. NULL: the key is
     * reserved for a later release (CRR_F_RESERVED). */
    bool (*read)(
        struct crr_reader *reader, const struct crr_yaml_node *node, void *object);
    bool required;
};

/* A name for a number: spellings of enums. The last one has name NULL. */
struct crr_word {
    const char *name;
    int value;
};

/* The trace: enter appends ".key" or "[index]", leave takes what enter returned. */
size_t crr_reader_enter_key(struct crr_reader *reader, struct crr_text key);
size_t crr_reader_enter_index(struct crr_reader *reader, size_t index);
void crr_reader_leave(struct crr_reader *reader, size_t path_length);

/* Reports a finding at the node. */
void crr_reader_finding(struct crr_reader *reader, enum crr_finding_number finding,
    const struct crr_yaml_node *node, const char *format, ...) CRR_PRINTF(4, 5);

/* Reads a mapping by its fields; unknown keys are reported with the nearest known word,
 * all known ones are read even if some fail. False if anything was reported as an
 * error. */
bool crr_read_mapping(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_field *fields, size_t field_count, void *object);

/* The value of a key in a mapping, or NULL. */
const struct crr_yaml_node *crr_yaml_get(
    const struct crr_yaml_node *mapping, const char *key);

bool crr_read_kind(struct crr_reader *reader, const struct crr_yaml_node *node,
    enum crr_yaml_kind kind, const char *expected);
/* A text of 1 to 4,096 bytes; it lies in the arena. */
bool crr_read_text(
    struct crr_reader *reader, const struct crr_yaml_node *node, struct crr_text *ret);
bool crr_read_id(
    struct crr_reader *reader, const struct crr_yaml_node *node, struct crr_text *ret);
bool crr_read_boolean(struct crr_reader *reader, const struct crr_yaml_node *node,
    bool *ret); /* true, false */
bool crr_read_integer(struct crr_reader *reader, const struct crr_yaml_node *node,
    int64_t low, int64_t high, int64_t *ret);
/* A decimal with at most `places` places, in units of 10^-places. */
bool crr_read_decimal(struct crr_reader *reader, const struct crr_yaml_node *node,
    int places, int64_t *ret);
bool crr_read_rational(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_rational *ret);
bool crr_read_day(
    struct crr_reader *reader, const struct crr_yaml_node *node, int32_t *ret);
bool crr_read_word(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_word *words, int *ret);
/* A sequence of texts, in the arena. A single scalar is a list of one. min_length 0
 * allows empty texts. */
bool crr_read_texts(struct crr_reader *reader, const struct crr_yaml_node *node,
    size_t min_length, const struct crr_text **ret, size_t *ret_count);

#endif

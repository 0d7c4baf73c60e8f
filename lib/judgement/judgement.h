/* Judgements as they were written: who compared what with what, and how much it is
 * worth, in exact numbers. The result of reading and checking, in plain structs; lies
 * in an arena and is immutable once crr_judgements_read has returned. Nothing here
 * computes a weight: lib/ahp does. A model keeps its judgements too. */
#ifndef CRR_JUDGEMENT_JUDGEMENT_H
#define CRR_JUDGEMENT_JUDGEMENT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/decimal.h"
#include "base/digest.h"
#include "base/report.h"
#include "base/span.h"
#include "crr/status.h"
#include "yaml/reader.h"

#define CRR_COMPARED_LIMIT 100 /* elements that one node compares; RI goes no further */
#define CRR_SCORED_LIMIT 1024  /* elements that one node scores */
#define CRR_EXPERT_LIMIT 256   /* experts of a node */
#define CRR_NODE_LIMIT 4096    /* nodes of a tree */
#define CRR_ELEMENT_LIMIT 8192 /* names of a tree */
#define CRR_TREE_LIMIT 64      /* segments */
#define CRR_NAME_LIMIT 128     /* bytes of a name */
#define CRR_NO_NODE UINT32_MAX

/* A text in a finding: "%.*s". */
#define CRR_SPELL(text) (int)(text).length, (text).at

/* Where something stands in its file. */
struct crr_judgement_origin {
    uint32_t line, column;
    const char *path; /* in the arena: "judgements.nodes.goal.upper[2]" */
};

/* The number of pairs of n elements, and the index of the pair (row, column), row <
 * column, in the upper triangle row by row. */
static inline size_t
crr_pair_count(size_t n)
{
    return n * (n - 1) / 2;
}
static inline size_t
crr_pair_index(size_t n, size_t row, size_t column)
{
    return row * n - row * (row + 1) / 2 + column - row - 1;
}

/* How much more important the row's element is than the column's. */
struct crr_judgement {
    struct crr_rational value; /* > 0; numerator 0: this pair was not judged */
    uint32_t line, column;     /* 0: not judged */
};

/* One voice at a node. */
struct crr_judge {
    struct crr_text name;      /* empty: the node has one voice without a name */
    struct crr_text rationale; /* may be empty */
    struct crr_rational voting_weight; /* > 0, as written; 1 if none is given */
    const struct crr_judgement *upper; /* crr_pair_count(children) */
    int tolerance;                     /* steps of the scale, [0, 16] */
    struct crr_judgement_origin origin;
};

/* A node: what is compared, or scored, with respect to it. */
struct crr_judged_node {
    uint32_t element; /* its own name */
    struct crr_text rationale;
    const uint32_t *children;       /* elements, in the order of the file */
    uint32_t child_count;           /* >= 1 */
    const struct crr_judge *judges; /* none: the node has scores */
    uint32_t judge_count;
    bool has_experts;                  /* `experts:` was written, be it with one */
    const struct crr_rational *scores; /* > 0, one a child; NULL: compared */
    struct crr_judgement_origin origin;
};

/* A name of a tree: a node, or what is ranked at the bottom. */
struct crr_judged_element {
    struct crr_text name;
    uint32_t node;  /* index, or CRR_NO_NODE for a leaf */
    uint32_t depth; /* of the longest way from the root, which has 0 */
};

/* A hierarchy: a directed graph without cycles in which every element is reached from
 * the root. */
struct crr_judged_tree {
    struct crr_text segment;             /* empty: the file has one tree */
    const struct crr_judged_node *nodes; /* [0] is the root, then as in the file */
    uint32_t node_count;
    const struct crr_judged_element *elements; /* [0] is the root's */
    uint32_t element_count;
    const uint32_t *order; /* nodes, each after all nodes above it */
};

enum crr_judged_method {
    CRR_METHOD_GEOMETRIC_MEAN = 1,
    CRR_METHOD_EIGENVECTOR
};

/* How several experts become one vector. */
enum crr_aggregation {
    CRR_AGGREGATE_JUDGEMENTS = 1, /* AIJ, geometric */
    CRR_AGGREGATE_PRIORITIES,     /* AIP, geometric */
    CRR_AGGREGATE_PRIORITIES_ARITHMETIC
};

/* The steps of the scale, ascending, from 1; the reciprocals belong to it. */
struct crr_scale {
    const struct crr_rational *values;
    uint32_t count;
    bool declared; /* else Saaty's 1 to 9, beyond which a judgement is only warned of */
};

struct crr_judgements {
    enum crr_judged_method method;
    uint32_t random_index;     /* index into crr_random_index_names */
    struct crr_rational limit; /* of CR; 1/10 by default */
    int places;                /* of frozen weights, [1, 9], 6 by default */
    enum crr_aggregation aggregation;
    bool leave_out; /* AIP leaves out experts whose pairs do not connect */
    struct crr_scale scale;
    const struct crr_judged_tree *trees;
    uint32_t tree_count;
};

/* The stable ids of the random index tables, and the greatest n of each. */
#define CRR_RANDOM_INDEX_COUNT 6
struct crr_random_index_name {
    const char *id;
    uint32_t greatest;
};
extern const struct crr_random_index_name
    crr_random_index_names[CRR_RANDOM_INDEX_COUNT];

/* Reads the value of `judgements:`. node's path is the reader's trace. Findings go to
 * the reader's report. False if one of them is an error, or there is no memory. */
bool crr_judgements_read(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_judgements **ret);

/* The same of a CSV text: a square matrix with the names in the first row and column,
 * which becomes the tree of one node `goal`. delimiter 0: ','. */
bool crr_judgements_read_sheet(struct crr_reader *reader, struct crr_text text,
    char delimiter, struct crr_judgements **ret);

/* Writes `judgements:` in normal form, as lines of YAML indented by `indent` spaces:
 * every default is stated, comparisons are `upper` lists of reduced fractions in the
 * order of the children. What is read back from it is equal. */
struct crr_writer;
void crr_judgements_write(
    const struct crr_judgements *judgements, int indent, struct crr_writer *writer);

/* SHA-256 of what crr_judgements_write writes without indent. False: no memory. */
bool crr_judgements_digest(const struct crr_judgements *judgements,
    struct crr_arena *arena, char ret_hex[CRR_DIGEST_SIZE]);

#endif

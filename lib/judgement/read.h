/* What the readers of judgements share: read.c reads the keys and puts the rest in
 * order, node.c a node, forms.c its judgements, tree.c what the nodes make together. */
#ifndef CRR_JUDGEMENT_READ_H
#define CRR_JUDGEMENT_READ_H

#include "judgement/judgement.h"

struct crr_judged_name {
    struct crr_text text;
    const struct crr_yaml_node *node; /* NULL in a sheet */
};

/* Defines keep_PART, the reader of a field that keeps the node in the member of that
 * name of `struct parts`. */
#define CRR_KEEP_PART(part)                                                            \
    static bool keep_##part(                                                           \
        struct crr_reader *reader, const struct crr_yaml_node *node, void *parts)      \
    {                                                                                  \
        (void)reader;                                                                  \
        ((struct parts *)parts)->part = node;                                          \
        return true;                                                                   \
    }

/* A node while its file is read: names in place of elements. */
struct crr_node_draft {
    struct crr_text name;
    struct crr_text rationale;
    const struct crr_judged_name *children;
    uint32_t child_count;
    int tolerance;
    struct crr_judge *judges;
    uint32_t judge_count;
    bool has_experts;
    struct crr_rational *scores;
    struct crr_judgement_origin origin;
    const struct crr_yaml_node *node;
    struct crr_text voice; /* the expert who is read; empty: none */
};

/* One cell of a square matrix, as it stands in the file. */
struct crr_judged_cell {
    struct crr_text text; /* length 0: nobody judged */
    size_t line, column;
};

/* Where node stands. */
struct crr_judgement_origin crr_judgement_origin_of(
    struct crr_reader *reader, const struct crr_yaml_node *node);

/* Reads one node; false if it is not usable. */
bool crr_read_judged_node(struct crr_reader *reader, const struct crr_yaml_node *key,
    const struct crr_yaml_node *node, const struct crr_judgements *head, int tolerance,
    struct crr_node_draft *ret);

bool crr_read_tolerance(
    struct crr_reader *reader, const struct crr_yaml_node *node, int *ret);

/* ---- Forms: each fills `upper` of the draft's children ---- */

bool crr_read_matrix(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_judgements *head, const struct crr_node_draft *draft,
    struct crr_judgement *upper);
bool crr_read_upper(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_judgements *head, const struct crr_node_draft *draft,
    struct crr_judgement *upper);
bool crr_read_pairs(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_judgements *head, const struct crr_node_draft *draft,
    struct crr_judgement *upper);
bool crr_read_scores(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_node_draft *draft, struct crr_rational *scores);

/* The cells of a square matrix, n × n row by row; findings go to the cells' places. */
bool crr_take_matrix(struct crr_reader *reader, const struct crr_judged_cell *cells,
    const struct crr_judgements *head, const struct crr_node_draft *draft,
    struct crr_judgement *upper);

/* Index of a child, or CRR_NO_NODE. */
uint32_t crr_find_child(const struct crr_node_draft *draft, struct crr_text name);

/* ---- Trees ---- */

/* Puts drafts together; reports what does not fit. name is the segment's. */
bool crr_read_judged_tree(struct crr_reader *reader, const struct crr_judgements *head,
    struct crr_node_draft *drafts, uint32_t count, const struct crr_yaml_node *node,
    struct crr_judged_tree *ret);

/* Saaty's scale, 1 to 9. */
extern const struct crr_scale crr_saaty_scale;

#endif

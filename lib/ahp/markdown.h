/* A page of Markdown (CommonMark with tables) about derived weights, and what its
 * sections share. report_markdown.c the page, report_node.c a node, report_voice.c one
 * matrix. */
#ifndef CRR_AHP_MARKDOWN_H
#define CRR_AHP_MARKDOWN_H

#include "ahp/ahp.h"
#include "base/writer.h"

struct crr_page {
    const struct crr_ahp *ahp;
    struct crr_writer writer;
    int depth; /* of the headings of nodes */
};

/* Markdown as it is. */
void crr_page_put(struct crr_page *page, const char *markdown);
/* A text that means itself: active characters are escaped, controls shown, a line's end
 * is a space. */
void crr_page_text(struct crr_page *page, struct crr_text text);
/* 12 significant digits; a dash if there is no number. */
void crr_page_real(struct crr_page *page, double value);
void crr_page_rational(struct crr_page *page, struct crr_rational value);
void crr_page_count(struct crr_page *page, size_t count);

/* The marks of a heading `below` levels under a node's. */
void crr_page_heading(struct crr_page *page, int below);

/* A row of a table: crr_page_cell before each cell, crr_page_end after the last. */
void crr_page_cell(struct crr_page *page);
void crr_page_end(struct crr_page *page);
/* The row under the head: a column of texts, then `numbers` columns to the right. */
void crr_page_rule(struct crr_page *page, size_t numbers);
/* A row's first cell, and cells with numbers. */
void crr_page_text_cell(struct crr_page *page, struct crr_text text);
void crr_page_real_cell(struct crr_page *page, double value);

/* The head of a table whose columns are the node's children. */
void crr_page_children(struct crr_page *page, const struct crr_ahp_node_view *node);

void crr_page_node(struct crr_page *page, const struct crr_judged_node *judged,
    const struct crr_ahp_node_view *node);
/* One matrix with all that follows. judge is NULL for judgements put together. */
void crr_page_voice(struct crr_page *page, const struct crr_ahp_node_view *node,
    const struct crr_judge *judge, const struct crr_ahp_voice *voice);

#endif

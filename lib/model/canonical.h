/* What the parts of the canonical text share: the page that is written on, and its
 * values. */
#ifndef CRR_MODEL_CANONICAL_H
#define CRR_MODEL_CANONICAL_H

#include "base/writer.h"
#include "model/model.h"

struct crr_page {
    struct crr_writer writer;
    const struct crr_ast *ast;
    int indent;     /* spaces before a key */
    bool dash;      /* the next key is the first of an item: "- " stands before it */
    int flow_count; /* entries that the open flow mapping has */
};

/* ---- Lines of block style ---- */

/* "key: ", at the start of a line. */
void crr_page_key(struct crr_page *page, const char *key);
/* The same with an id of the model's. */
void crr_page_id(struct crr_page *page, struct crr_text id);
/* And ended as a head: "id:\n". */
void crr_page_id_head(struct crr_page *page, struct crr_text id);
/* "key:\n": what follows stands indented below. */
void crr_page_head(struct crr_page *page, const char *key);
/* "- ": an item that is no mapping of lines. */
void crr_page_item(struct crr_page *page);
void crr_page_end_line(struct crr_page *page);

/* Whole lines; those of a text, titles or a list write nothing if it is empty. */
void crr_page_word_line(struct crr_page *page, const char *key, const char *word);
void crr_page_text_line(struct crr_page *page, const char *key, struct crr_text text);
void crr_page_texts_line(struct crr_page *page, const char *key,
    const struct crr_text *texts, uint32_t count);
void crr_page_titles_line(
    struct crr_page *page, const char *key, const struct crr_titles *titles);
void crr_page_decimal_line(
    struct crr_page *page, const char *key, int64_t units, int places);
void crr_page_policy_line(
    struct crr_page *page, const char *key, struct crr_policy policy);

/* ---- Flow style: {key: value, key: value} ---- */

void crr_page_open(struct crr_page *page);  /* "{" */
void crr_page_close(struct crr_page *page); /* "}" */
/* ", " but before the first entry, then "key: ". */
void crr_page_entry(struct crr_page *page, const char *key);
/* An entry with a day; nothing for CRR_NO_DAY. */
void crr_page_day_entry(struct crr_page *page, const char *key, int32_t day);

/* ---- Values ---- */

void crr_page_word(struct crr_page *page, const char *word);
void crr_page_text(struct crr_page *page, struct crr_text text);
void crr_page_texts(
    struct crr_page *page, const struct crr_text *texts, uint32_t count);
/* Without trailing zeros. */
void crr_page_decimal(struct crr_page *page, int64_t units, int places);
void crr_page_range(struct crr_page *page, int64_t low, int64_t high, int places);
void crr_page_rational(struct crr_page *page, struct crr_rational rational);
void crr_page_day(struct crr_page *page, int32_t day);

/* ---- Parts (canonical_factor.c, canonical_condition.c) ---- */

void crr_page_tables(struct crr_page *page);
void crr_page_lists(struct crr_page *page);
void crr_page_factors(struct crr_page *page, const struct crr_ast_segment *segment);
void crr_page_correction(struct crr_page *page, const struct crr_ast_segment *segment);

/* The ends of an interval as entries; places -1: they are days. */
void crr_page_interval(
    struct crr_page *page, const struct crr_interval *interval, int places);
void crr_page_condition(struct crr_page *page, uint32_t index);
/* The members of a condition as a list. */
void crr_page_members(struct crr_page *page, uint32_t index);

#endif

/* What the readers of a model's parts share. Each part is one file: head.c, inputs.c,
 * tables.c, factors.c, conditions.c, rules.c; read.c puts them in order, for later
 * parts name earlier ones. A reader reports what is wrong and goes on, so that all
 * findings are found. */
#ifndef CRR_MODEL_READ_H
#define CRR_MODEL_READ_H

#include "model/model.h"
#include "yaml/reader.h"

/* A reader of a model: the trace is its first member, so that the functions for fields,
 * which get the trace, find the rest. */
struct crr_model_reader {
    struct crr_reader trace;
    const struct crr_model_source *source;
    struct crr_ast *ast;
    struct crr_ast_segment *segment; /* whose factors are being read */
    size_t factor_capacity, condition_capacity;
    struct crr_table_file *files; /* those that are open, the last one first */
    struct crr_buffer *listing;   /* of the source digest: "<sha256>  <name>\n" */
};

static inline struct crr_model_reader *
crr_model_reader_of(struct crr_reader *trace)
{
    return (struct crr_model_reader *)trace;
}

static inline struct crr_ast *
crr_ast_of(struct crr_reader *trace)
{
    return crr_model_reader_of(trace)->ast;
}

/* The parts. Each reads one node into the AST; NULL stands for a key that is not there.
 */
void crr_read_head(struct crr_reader *reader, const struct crr_yaml_node *node);
void crr_read_score(struct crr_reader *reader, const struct crr_yaml_node *node);
void crr_read_weights(struct crr_reader *reader, const struct crr_yaml_node *node);
void crr_read_accepts(struct crr_reader *reader, const struct crr_yaml_node *node);
void crr_read_missing_values(
    struct crr_reader *reader, const struct crr_yaml_node *node);
void crr_read_inputs(struct crr_reader *reader, const struct crr_yaml_node *node);
void crr_read_tables(struct crr_reader *reader, const struct crr_yaml_node *node);
void crr_read_lists(struct crr_reader *reader, const struct crr_yaml_node *node);
void crr_read_factors(struct crr_reader *reader, const struct crr_yaml_node *node);
void crr_read_correction(struct crr_reader *reader, const struct crr_yaml_node *node);
void crr_read_segments(struct crr_reader *reader, const struct crr_yaml_node *node);
void crr_read_overrides(struct crr_reader *reader, const struct crr_yaml_node *node);
void crr_read_tiers(struct crr_reader *reader, const struct crr_yaml_node *node);
void crr_read_rules(struct crr_reader *reader, const struct crr_yaml_node *node);
void crr_read_judgements(struct crr_reader *reader, const struct crr_yaml_node *node);

void crr_read_history(struct crr_reader *reader, const struct crr_yaml_node *node);

/* tiers.c: "24 months", "90 days", "1 year"; years are months. */
bool crr_read_period(struct crr_reader *reader, const struct crr_yaml_node *node,
    enum crr_review_unit *ret_unit, int *ret_count);

/* segments.c: a segment without factors, with the tiers' thresholds. False if there is
 * no memory. */
bool crr_segment_init(struct crr_reader *reader, struct crr_ast_segment *segment);

/* Appends a condition and its members to the AST; *ret_index is its root. */
bool crr_read_condition(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret_index);

/* As crr_read_condition, for a list of which any is to hold. */
bool crr_read_any(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret_index);

/* True if a condition reads an input that is confidential. */
bool crr_condition_is_hidden(const struct crr_ast *ast, uint32_t condition);

/* table_rows.c: sorts the rows of each table, and reports spellings that two rows have
 * on one day. Called when the factors are read, for they say whether case counts. */
void crr_model_settle_tables(struct crr_model_reader *reader);

/* table_file.c: fills a table from its CSV file. */
struct crr_table_columns {
    struct crr_text file, key, points, note;
    const struct crr_text *aliases;
    size_t alias_count;
    struct crr_text alias_separator;
    char delimiter;
};
void crr_read_table_file(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_table_columns *columns, struct crr_ast_table *table);

/* tables.c: what stands between the columns of a file. */
bool crr_read_delimiter(
    struct crr_reader *reader, const struct crr_yaml_node *node, char *ret);

/* list_file.c: fills a list, of which all but its entries is read, from its file. The
 * columns that the model does not name become those that the file has. */
void crr_read_list_file(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_ast_list *list);

/* linked.c: `linked` of an input; and, when all inputs are read, the inputs that they
 * name. */
bool crr_read_linked(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *input);
void crr_settle_linked(struct crr_reader *reader);
/* Where it does not stand. */
bool crr_refuse_linked(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *object);

/* ---- Values that several parts hold (values.c) ---- */

/* Where node stands, for findings that come after reading. */
struct crr_origin crr_origin_of(
    struct crr_reader *reader, const struct crr_yaml_node *node);

/* A text, or a mapping of texts by language. */
bool crr_read_titles(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_titles *ret);
/* Points: at most 4 places, |points| <= 10^6. */
bool crr_read_points(
    struct crr_reader *reader, const struct crr_yaml_node *node, int64_t *ret);
/* A local weight, in 10^-9 of the total; `~` holds the place of one that is not derived
 * yet, and is refused. */
bool crr_read_local_weight(
    struct crr_reader *reader, const struct crr_yaml_node *node, int64_t *ret);
bool crr_read_policy(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_policy *ret);
/* {yes: points, no: points} */
bool crr_read_yes_no(struct crr_reader *reader, const struct crr_yaml_node *node,
    int64_t *ret_yes, int64_t *ret_no);
/* [low, high] of decimals with `places`, low < high. */
bool crr_read_range(struct crr_reader *reader, const struct crr_yaml_node *node,
    int places, int64_t *ret_low, int64_t *ret_high);
/* A code of a table or condition: folded, 1 to 255 bytes, in the arena; else the
 * finding is reported. */
bool crr_read_code(struct crr_reader *reader, const struct crr_yaml_node *node,
    enum crr_finding_number finding, struct crr_text text, bool ignore_case,
    struct crr_text *ret);

/* The words for the ends of an interval; which depends on the kind of value. */
struct crr_interval_words {
    const char *low, *low_open, *high_open, *high;
};
extern const struct crr_interval_words
    crr_number_words; /* at_least above below at_most */
extern const struct crr_interval_words crr_date_words; /* from after before until */

/* One end's value: a number with `places`, or a day if places is -1. */
bool crr_read_end(struct crr_reader *reader, const struct crr_yaml_node *node,
    int places, int64_t *ret);

/* Reads the ends that a mapping states; other keys are left alone. Reports two lower or
 * two upper ends. */
bool crr_read_interval(struct crr_reader *reader, const struct crr_yaml_node *mapping,
    const struct crr_interval_words *words, int places, struct crr_interval *ret);

/* True if no value lies in it. */
bool crr_interval_is_empty(const struct crr_interval *interval);

/* The word for a type of input: "code". */
const char *crr_input_type_name(enum crr_input_type type);

/* A text in a finding: "%.*s" with the length as int. */
#define CRR_SHOW(text) (int)(text).length, (text).at

/* Reports a name that is not known, with the nearest of those that are; next gives them
 * until it returns false. */
void crr_report_unknown_name(struct crr_reader *reader, enum crr_finding_number finding,
    const struct crr_yaml_node *node, const char *kind,
    bool (*next)(const struct crr_ast *ast, size_t index, struct crr_text *ret));

/* Index of the input, table or tier that node names; reports and returns false if there
 * is none. */
bool crr_read_input_name(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret);
bool crr_read_table_name(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret);
bool crr_read_list_name(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret);
bool crr_read_tier_name(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret);

/* True, and reports, if an id stands twice; ids[i] is that of item i < count. */
bool crr_report_duplicate_id(struct crr_reader *reader,
    const struct crr_yaml_node *node, struct crr_text id,
    const struct crr_text *earlier, const char *kind);

#endif

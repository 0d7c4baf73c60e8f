/* The rated rows: columns chosen by name, and what is needed to write their cells. */
#ifndef CRR_FILE_OUTPUT_H
#define CRR_FILE_OUTPUT_H

#include "base/writer.h"
#include "file/run.h"

/* A factor that is no group, and may be told. */
struct crr_told_factor {
    size_t index;
    struct crr_text id;
    bool correction;
    bool inner; /* contributes through the group above alone */
};

/* A rule that may be told. */
struct crr_told_rule {
    size_t index;
    struct crr_text id;
    struct crr_text effect; /* the id of its tier, or "review" */
    bool review;            /* it sets no tier */
};

struct crr_cell_kind;

/* A chosen column. */
struct crr_output_column {
    const struct crr_cell_kind *kind;
    struct crr_text name; /* as asked for: the header */
    bool of_family;       /* nobody asked for it but by its family */
    size_t index;         /* of the input or factor */
    size_t *in_segment; /* of the factor with its id in each segment, CRR_NONE: none */
};

struct crr_output {
    struct crr_writer writer;
    const struct crr_file_options *options;
    uint64_t length; /* what was written, or has its place, if there is a write_at */
    const struct crr_model *model;
    struct crr_model_head head;
    size_t key; /* the key input, CRR_NONE */
    bool reveal;
    bool json; /* JSON Lines, else CSV */
    /* All in the run's arena. */
    struct crr_text *tiers; /* their ids */
    struct crr_told_factor *factors;
    size_t factor_count;
    struct crr_told_rule *rules;
    size_t rule_count;
    struct crr_output_column *columns;
    size_t column_count;
};

/* Chooses the columns. CRR_E_FILE names the one that is unknown or confidential. */
enum crr_status crr_output_init(
    struct crr_output *output, struct crr_run *run, struct crr_error *reterr);
/* The place of the next `length` bytes. */
uint64_t crr_output_reserve(struct crr_output *output, size_t length);
/* Nothing in JSON Lines. */
void crr_output_write_header(struct crr_output *output);
void crr_output_write_row(
    struct crr_output *output, const struct crr_run *run, const struct crr_row *row);

/* The key of the record as text, or its line if the model has no key. */
void crr_output_write_key(struct crr_writer *writer, const struct crr_run *run);

#endif

/* What the parts of a comparison share. */
#ifndef CRR_DIFF_DIFF_H
#define CRR_DIFF_DIFF_H

#include "diff/mix.h"
#include "file/links.h"
#include "file/overrides.h"
#include "file/previous.h"
#include "file/run.h"

/* What a rating comes to. */
struct crr_outcome {
    size_t tier; /* of the comparison; crr_diff.tier_count: rejected */
    int64_t score;
    int decimals;
    unsigned finding;
    /* Of a variant's rating: */
    bool held;                           /* its history keeps the tier from falling */
    const struct crr_override *decision; /* that was applied; NULL */
};

/* A side: a run over its customers, and what is beside them. */
struct crr_side {
    struct crr_run run;
    struct crr_file_options options;
    bool ready; /* run is to be cleared */
    bool present, split;
    bool keyed;       /* its key is known, though it may not be split */
    bool has_outcome; /* the run has rated it */
    struct crr_outcome outcome;
    bool refused;     /* the links of the record are not certain */
    unsigned finding; /* of a record that cannot be split, or whose links are refused */
    uint64_t line;
    const struct crr_value *values; /* of the customer, by input of the side's model */
};

/* A rater of parts of A and of B. */
struct crr_variant {
    bool *from_b;
    bool valid;
    struct crr_model *model; /* one reference */
    struct crr_rater *rater;
    int decimals;
    size_t *tiers;     /* by tier of the model: of the comparison */
    size_t *inputs[2]; /* by input: that of the side's model; CRR_NONE */
    struct crr_value *values;
};

/* The fewest parts, one among them, that can be exchanged both ways. */
struct crr_closure {
    bool *set; /* by static part; NULL: not looked for yet */
    struct crr_variant *forward, *backward; /* A with B's; B with A's */
};

/* What of the customer is taken from the other side: nothing (kind 0), or one part. */
struct crr_exchange {
    enum crr_part_kind kind;
    size_t input; /* of CRR_PART_INPUT: of model A */
};

struct crr_diff {
    struct crr_arena arena; /* everything, this struct included */
    struct crr_diff_options options;
    struct crr_mix mix;
    struct crr_side sides[2];
    size_t static_count; /* parts of the mix that no record has: they are exchanged by
                            variants; behind them in mix.parts stand the others */
    size_t *b_input;     /* by input of A: that of B; CRR_NONE */
    size_t *input_part;  /* by input of A: its part; CRR_NONE: no record differs yet */
    struct crr_part *shown; /* parts as they may be told, as many as part_movers */
    struct crr_text *tiers;
    size_t tier_count;
    uint64_t *counts;        /* (tier_count + 2)^2 */
    uint64_t *system_counts; /* likewise; NULL: not counted */
    uint64_t mover_count;
    uint64_t *part_movers; /* by part: room for all that can come */
    uint64_t *part_last;   /* by part: the number of the last mover it counts for */
    struct crr_text *lone_columns[2]; /* of outputs: those that one side alone has */
    size_t lone_counts[2];
    struct crr_variant **variants;
    size_t variant_count, variant_capacity;
    struct crr_variant *own[2];   /* of nothing but a side's own parts */
    struct crr_closure *closures; /* by static part */
    struct crr_arena mover_arena; /* of the customer */
};

/* diff.c: empty; NULL if there is no memory. */
struct crr_diff *crr_diff_new(const struct crr_allocator *allocator);

/* variant.c: the variant with these static parts of B, made if there is none.
 * CRR_OK also where it is not valid. */
enum crr_status crr_variant_of(
    struct crr_diff *diff, const bool *from_b, struct crr_variant **ret);
/* The fewest parts, this one among them: up to three, else all. */
enum crr_status crr_closure_of(
    struct crr_diff *diff, size_t part, struct crr_closure **ret);
void crr_variants_clear(struct crr_diff *diff);
/* Fills diff->own. */
enum crr_status crr_variants_init(struct crr_diff *diff);
/* Rates the customer of the side with the variant. */
void crr_variant_rate(struct crr_diff *diff, struct crr_variant *variant, int side,
    struct crr_exchange exchange, struct crr_outcome *ret);
/* True if the model's input is filled from links. */
bool crr_input_is_linked(const struct crr_model *model, size_t input);

/* cause.c: counts the customer of both sides, and hands it out if it moved. */
enum crr_status crr_diff_take(struct crr_diff *diff);

/* part.c: what can differ, and what of it may be told. */
bool crr_parts_init(struct crr_diff *diff);
/* The part of a record; made if it is new. CRR_NONE if there is no memory. */
size_t crr_part_of_record(struct crr_diff *diff, enum crr_part_kind kind, size_t input);
/* Whether ids and values may be told: what one of the models declares confidential is
 * not, unless all is revealed. */
bool crr_part_is_told(const struct crr_diff *diff, size_t part);
bool crr_factor_is_told(const struct crr_diff *diff, struct crr_text id);
bool crr_rule_is_told(const struct crr_diff *diff, struct crr_text id);
bool crr_key_is_told(const struct crr_diff *diff);
/* Whether the customer's records differ in it. */
bool crr_record_differs(struct crr_diff *diff, enum crr_part_kind kind, size_t input);

/* detail.c, in the mover's arena. What became of a table's rows: */
struct crr_text crr_detail_of_table(struct crr_diff *diff, struct crr_text table,
    const struct crr_rater *a, const struct crr_rater *b);
/* Of all that a day decides: rows, ages, lists, holding times, overrides. The outcomes
 * are those of the raters, of one customer on both days. */
struct crr_text crr_detail_of_day(struct crr_diff *diff, const struct crr_variant *a,
    const struct crr_variant *b, const struct crr_outcome outcomes[2]);
/* Of an input: */
struct crr_text crr_detail_of_input(struct crr_diff *diff, size_t input);

#endif
